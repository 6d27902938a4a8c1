//! F5: connections and the database share the files that a process may open.

use std::{
    io::{Read, Write},
    net::TcpStream,
    sync::{
        Barrier, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::{
    PATIENCE,
    people::{Person, wait},
    served::Served,
    size,
};

/// A candidate at work changes an answer this often.
const PACE: Duration = Duration::from_millis(1500);
/// Accounts are made by so many at once: each costs a core some time.
const SIGNING_UP: usize = 4;
const STACK: usize = 192 * 1024;

/// What happened to the answers of those who sit already.
#[derive(Default)]
struct Saves {
    times: Mutex<Vec<Duration>>,
    refused: Mutex<Vec<String>>,
    reconnected: AtomicUsize,
}

impl Saves {
    /// Saves at a hand's pace until it is over; nobody's hand moves with everybody's, so each has a turn.
    fn keep(&self, person: &mut Person, turn: Duration, over: &AtomicBool) {
        wait(turn);
        for position in (1..=60).cycle() {
            if over.load(Ordering::Relaxed) {
                break;
            }
            let (answer, time) = person.save(position);
            match answer.status {
                200 => self.times.lock().unwrap().push(time),
                status => self.refused.lock().unwrap().push(format!("{status} {}", answer.body)),
            }
            wait(PACE.saturating_sub(time));
        }
        person.leave();
        self.reconnected.fetch_add(person.reconnected, Ordering::Relaxed);
    }

    fn print(&self, when: &str) {
        let mut times = self.times.lock().unwrap().clone();
        times.sort();
        let at = |part: usize| times[(times.len() - 1) * part / 1000];
        println!(
            "saves {when}: {} stored, {} refused, {} reconnected, p50 {:.1?}, p99 {:.1?}, max {:.1?}",
            times.len(),
            self.refused.lock().unwrap().len(),
            self.reconnected.load(Ordering::Relaxed),
            at(500),
            at(990),
            at(1000),
        );
    }
}

#[test]
fn running_exams_go_on_while_a_crowd_starts_and_whoever_waits_gets_in() {
    let (files, sitting) = (size("ASSAY_FILES", 256), size("ASSAY_SITTERS", 30));
    let starting = size("ASSAY_STARTS", 150);
    take_all_files();
    let data = tempfile::tempdir().unwrap();
    let server = Served::demo(data.path(), (files, files));
    Person::demo(&server.address, "Noor Newcomer");
    let mut people = sign_up(&server.address, sitting + starting);
    let mut starters = people.split_off(sitting);
    for (person, path) in &mut people {
        person.start(path).unwrap();
    }
    let (calm, storm) = (Saves::default(), Saves::default());
    let (told_to_wait, faults) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let sitters = u32::try_from(sitting).unwrap();
    for (saves, begins) in [(&calm, false), (&storm, true)] {
        let over = AtomicBool::new(false);
        let gate = Barrier::new(starting);
        std::thread::scope(|scope| {
            let over = &over;
            for ((person, _), turn) in people.iter_mut().zip(0_u32..) {
                let turn = PACE * turn / sitters;
                spawn(scope, move || saves.keep(person, turn, over));
            }
            if !begins {
                wait(PACE * 3);
                over.store(true, Ordering::Relaxed);
                return;
            }
            let threads: Vec<_> = starters
                .iter_mut()
                .map(|(person, path)| {
                    let (gate, told_to_wait, faults) = (&gate, &told_to_wait, &faults);
                    spawn(scope, move || {
                        gate.wait();
                        match person.start(path) {
                            Ok(times) => _ = told_to_wait.fetch_add(times, Ordering::Relaxed),
                            Err(fault) => faults.lock().unwrap().push(fault),
                        }
                    })
                })
                .collect();
            let begun = std::time::Instant::now();
            let died = threads.into_iter().map(|thread| thread.join()).filter(Result::is_err).count();
            println!("{starting} starts in {:.1?}, {died} without an answer", begun.elapsed());
            faults.lock().unwrap().extend(vec!["no answer".to_owned(); died]);
            over.store(true, Ordering::Relaxed);
        });
    }
    println!("files {files}, {sitting} sitting, {starting} starting at once");
    calm.print("before");
    storm.print("meanwhile");
    let (faults, refused) = (faults.into_inner().unwrap(), storm.refused.into_inner().unwrap());
    let told_to_wait = told_to_wait.into_inner();
    println!("asked to come again: {told_to_wait}; failed: {}", faults.len());
    println!("peak memory {} MiB", server.peak_mib());
    assert_eq!((refused.len(), refused.first()), (0, None), "no answer of a running exam is refused");
    assert_eq!((faults.len(), faults.first()), (0, None), "everybody gets in in the end");
    if files >= 20_000 {
        assert_eq!(told_to_wait, 0, "there is room for all of them");
    }
    assert!(server.proc("limits").contains("Max open files"));
}

#[test]
fn connections_that_say_nothing_do_not_lock_others_out() {
    let data = tempfile::tempdir().unwrap();
    let server = Served::demo(data.path(), (128, 128));
    let silent: Vec<TcpStream> = (0..100)
        .map(|number| {
            let mut stream = TcpStream::connect(&server.address).unwrap();
            if number % 2 == 0 {
                stream.write_all(b"GET / HTTP/1.1\r\nhost: half-sent").unwrap();
            }
            stream
        })
        .collect();
    assert_eq!(server.status_of("/health/live"), Some(200), "somebody still gets in");
    assert_eq!(server.status_of("/"), Some(200));
    for mut stream in silent {
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        // The end of the connection, in whatever form; a time-out is none.
        let end = stream.read(&mut [0; 64]);
        let is_open = matches!(&end, Err(error) if error.kind() == std::io::ErrorKind::WouldBlock);
        assert!(!is_open, "half a request is not waited for");
    }
}

#[test]
fn the_soft_limit_is_raised_and_a_low_hard_one_is_said() {
    let data = tempfile::tempdir().unwrap();
    let server = Served::demo(data.path(), (100, 512));
    let limits = server.proc("limits");
    let files = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    assert_eq!(files.split_whitespace().nth(3), Some("512"), "{files}");
    assert!(server.says("may open 512 files"), "an operator is told");
    assert_eq!(server.stop().status, Some(0));
    let too_few = Served::refused(data.path(), 60, &["demo", "--listen", "127.0.0.1:0", "--data"]);
    assert_eq!(too_few.status, Some(2), "{}", too_few.err);
    assert!(
        too_few.err.contains("may open only 60 files") && too_few.err.contains("hint: "),
        "{}",
        too_few.err
    );
}

/// Accounts with a registration each, and the path that starts it.
fn sign_up(address: &str, count: usize) -> Vec<(Person, String)> {
    let next = AtomicUsize::new(0);
    let people = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..SIGNING_UP {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        return;
                    }
                    let mut person = Person::sign_up(address, number);
                    let path = person.register();
                    person.leave();
                    people.lock().unwrap().push((person, path));
                }
            });
        }
    });
    people.into_inner().unwrap()
}

fn spawn<'scope, T: Send + 'scope>(
    scope: &'scope std::thread::Scope<'scope, '_>,
    work: impl FnOnce() -> T + Send + 'scope,
) -> std::thread::ScopedJoinHandle<'scope, T> {
    std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).unwrap()
}

/// The visitors are all in this process: it needs a file for each.
fn take_all_files() {
    let maximum = getrlimit(Resource::Nofile).maximum;
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).unwrap();
}
