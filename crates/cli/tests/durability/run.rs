//! A run of kills: people who save, a server that dies, and the comparison afterwards.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{self, Sender},
    time::{Duration, Instant},
};

use crate::{
    candidate::{Candidate, options_of},
    chance::Chance,
    ledger::Ledger,
    place::Place,
    server::Server,
};
use serde_json::json;

/// Connections that save at once for each person, each with items of its own.
const CONNECTIONS: u32 = 2;
/// Acknowledged saves after which a kill comes at the latest.
const SAVES_MAX: u64 = 600;
/// A kill comes this many microseconds after the last of them at the latest: anywhere in a group's commit.
const AFTER_MAX_US: u64 = 3000;
/// A restart gets ready in less time than this; a kill falls anywhere in it.
const START_MAX_US: u64 = 60_000;
/// The item that only the first save after a restart changes: the comparison sees all others untouched.
const FIRST_ITEM: u32 = 65;
/// What must happen has happened by then.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The binary under test, or another one to compare it with.
pub fn binary() -> PathBuf {
    let built = env!("CARGO_BIN_EXE_assay");
    PathBuf::from(std::env::var("ASSAY_TEST_BINARY").unwrap_or(built.to_owned()))
}

/// A person with a sitting, and what their connections noted.
struct Sitter {
    candidate: Candidate,
    sitting: String,
    options: Vec<Vec<String>>,
    ledgers: Vec<Ledger>,
    first: Ledger,
}

/// Everything so far.
pub struct Run {
    binary: PathBuf,
    place: Place,
    server: Server,
    chance: Chance,
    sitters: Vec<Sitter>,
    restarts: Vec<Duration>,
    pub kills: usize,
    pub acknowledged: usize,
    pub lost: Vec<String>,
}

impl Run {
    /// Starts the server, signs five people in, and starts a sitting for each.
    pub fn begin(place: Place, chance: Chance) -> Self {
        let binary = binary();
        let mut server = place.serve(&binary);
        let address = server.ready().unwrap();
        let mut sitters = Vec::new();
        for mut candidate in place.people(&address) {
            let sitting = candidate.start().unwrap();
            let options = options_of(&candidate.sitting(&sitting).unwrap());
            let ledgers = vec![Ledger::default(); CONNECTIONS as usize];
            sitters.push(Sitter { candidate, sitting, options, ledgers, first: Ledger::default() });
        }
        let (restarts, lost) = (Vec::new(), Vec::new());
        Run { binary, place, server, chance, sitters, restarts, kills: 0, acknowledged: 0, lost }
    }

    /// Everybody saves until the server is killed; then it is restarted and compared.
    pub fn kill_during_saves(&mut self) {
        let (acknowledge, acknowledged) = mpsc::channel();
        let wanted = usize::try_from(self.chance.below(SAVES_MAX)).unwrap() + 1;
        let after = Duration::from_micros(self.chance.below(AFTER_MAX_US));
        let before = self.acknowledged;
        std::thread::scope(|scope| {
            for sitter in &mut self.sitters {
                for (ledger, lane) in sitter.ledgers.iter_mut().zip(0..) {
                    let connection = &sitter.candidate;
                    let (sitting, options) = (&sitter.sitting, &sitter.options);
                    let bell = acknowledge.clone();
                    let address = connection.address().to_owned();
                    scope.spawn(move || {
                        // On a busy machine the kill may be faster than the last connection.
                        let Ok(mut connection) = connection.again(&address) else { return };
                        save_until_killed(&mut connection, sitting, options, lane, ledger, &bell);
                    });
                }
            }
            drop(acknowledge);
            for _ in 0..wanted {
                // Without an acknowledgement the kill comes all the same: it ends the threads.
                self.acknowledged += usize::from(acknowledged.recv_timeout(PATIENCE).is_ok());
            }
            let until = Instant::now() + after;
            while acknowledged.recv_timeout(until.saturating_duration_since(Instant::now())).is_ok() {
                self.acknowledged += 1;
            }
            self.server.kill().unwrap();
            self.kills += 1;
            self.acknowledged += acknowledged.iter().count();
        });
        assert!(self.acknowledged - before >= wanted, "saves are acknowledged until the kill");
        self.restart();
        self.compare();
    }

    /// Starts it once more and kills it before or while it gets ready.
    pub fn kill_during_start(&mut self) {
        self.server.kill().unwrap();
        self.server = self.place.serve(&self.binary);
        let (_never, nothing) = mpsc::channel::<()>();
        let _timeout = nothing.recv_timeout(Duration::from_micros(self.chance.below(START_MAX_US)));
        self.server.kill().unwrap();
        self.kills += 1;
        self.restart();
        self.compare();
    }

    /// Everybody hands in at once; the kill comes with the first acknowledgement. Whoever was told that it is
    /// handed in finds it handed in, and every sitting is scored in the end.
    pub fn kill_during_hand_in(&mut self) {
        let (told, first) = mpsc::channel();
        let handed_in: Vec<bool> = std::thread::scope(|scope| {
            let mut threads = Vec::new();
            for sitter in &mut self.sitters {
                let told = told.clone();
                threads.push(scope.spawn(move || {
                    let answer = hand_in(sitter);
                    // The listener has left after the first one.
                    let _ = told.send(());
                    answer
                }));
            }
            first.recv_timeout(PATIENCE).unwrap();
            self.server.kill().unwrap();
            self.kills += 1;
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        self.restart_server();
        for (sitter, handed_in) in self.sitters.iter_mut().zip(handed_in) {
            let state = sitter.candidate.sitting(&sitter.sitting).unwrap()["state"].clone();
            if handed_in && state != "submitted" {
                self.lost.push(format!("{}: handed in, but {state}", sitter.sitting));
            }
            assert!(state == "submitted" || hand_in(sitter), "it can be handed in after the restart");
        }
        for sitter in &mut self.sitters {
            wait_for_score(sitter);
        }
    }

    /// Sets the data back by a round of saves: what a server that acknowledges too early would leave.
    pub fn set_data_back(&mut self) {
        let (copy, data) = (tempfile::tempdir().unwrap(), self.place.path().unwrap());
        self.server.kill().unwrap();
        copy_files(&data, copy.path());
        self.restart();
        self.kill_during_saves();
        self.server.kill().unwrap();
        copy_files(copy.path(), &data);
        self.restart_server();
        self.compare();
    }

    fn restart_server(&mut self) {
        self.server = self.place.serve(&self.binary);
        let address = self.server.ready().unwrap();
        for sitter in &mut self.sitters {
            sitter.candidate = sitter.candidate.again(&address).unwrap();
        }
    }

    /// Restarts and takes the time from the start of the process to its first acknowledged save.
    fn restart(&mut self) {
        self.restart_server();
        let sitter = &mut self.sitters[0];
        let options = &sitter.options[FIRST_ITEM as usize - 1];
        let change = sitter.first.send(FIRST_ITEM, options);
        sitter.candidate.save(&sitter.sitting, FIRST_ITEM, change.seq, &change.option).unwrap();
        self.restarts.push(self.server.age());
        sitter.first.acknowledge(FIRST_ITEM, change);
        self.acknowledged += 1;
    }

    fn compare(&mut self) {
        for sitter in &mut self.sitters {
            let stored = sitter.candidate.sitting(&sitter.sitting).unwrap();
            for ledger in sitter.ledgers.iter_mut().chain([&mut sitter.first]) {
                self.lost.extend(ledger.missing_in(&stored));
            }
        }
    }

    /// The figures.
    pub fn print(&mut self) {
        self.restarts.sort();
        let median = self.restarts[self.restarts.len() / 2];
        let max = self.restarts.last().unwrap();
        println!("kills {}, acknowledged {}, lost {}", self.kills, self.acknowledged, self.lost.len());
        println!("restart to first acknowledged save: median {median:.1?}, max {max:.1?}");
        println!("resident memory of the last server: {} KiB", self.server.resident_kib().unwrap());
    }
}

/// The database's files; neither the folder in which a demonstration keeps its mail, nor the server's socket.
fn copy_files(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if !entry.file_type().unwrap().is_file() {
            continue;
        }
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// Saves item after item of this lane; ends with the connection.
fn save_until_killed(
    connection: &mut Candidate,
    sitting: &str,
    options: &[Vec<String>],
    lane: u32,
    ledger: &mut Ledger,
    bell: &Sender<()>,
) {
    let items = (1..FIRST_ITEM).filter(|position| position % CONNECTIONS == lane).cycle();
    for position in items {
        let change = ledger.send(position, &options[position as usize - 1]);
        match connection.save(sitting, position, change.seq, &change.option) {
            Ok(()) => ledger.acknowledge(position, change),
            // The kill; anything else is a fault of the server.
            Err(error) if error.downcast_ref::<std::io::Error>().is_some() => return,
            Err(error) if error.to_string().contains("the connection ended") => return,
            Err(error) => panic!("{error:#}"),
        }
        let _ = bell.send(());
    }
}

/// Whether the hand-in was acknowledged.
fn hand_in(sitter: &mut Sitter) -> bool {
    let path = format!("/api/v1/sittings/{}/submit", sitter.sitting);
    sitter.candidate.send("POST", &path, &json!({})).is_ok_and(|answer| answer.status == 200)
}

fn wait_for_score(sitter: &mut Sitter) {
    let until = Instant::now() + PATIENCE;
    let path = format!("/sittings/{}/result", sitter.sitting);
    while Instant::now() < until {
        let page = sitter.candidate.get(&path).unwrap().expect(200).unwrap();
        if page.body.contains("By domain") {
            return;
        }
        std::thread::yield_now();
    }
    panic!("{} was handed in and never scored", sitter.sitting);
}
