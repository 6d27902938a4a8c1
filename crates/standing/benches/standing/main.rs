//! Measures standings and plans over a generated population; `cargo xtask bench standing` runs it.
//!
//! Every measurement is a process of its own, so that its peak of memory is its own too. It prints lines of
//! `name value` for xtask, which puts PostgreSQL beside them.

mod changes;
mod population;

use std::{
    error::Error,
    hint::black_box,
    io::{BufWriter, Write},
    path::Path,
    time::Instant,
};

use assay_kernel::{Date, date, source::SourceFile};
use assay_programme::model::Programme;
use assay_standing::{
    Rules,
    plan::{PlannedPerson, plan},
};
use assay_words::InEnglish;
use population::{People, Person};

type Outcome = Result<(), Box<dyn Error>>;

/// The day everything is asked for.
const AS_OF: Date = date(2026, 11, 23);
/// Workers: the target is stated for two cores.
const THREADS: usize = 2;

fn main() -> Outcome {
    // Cargo adds `--bench`.
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["generate", count, rows] => population::generate(count.parse()?, Path::new(rows))?,
        ["answers", zoo, rows, answers] => write_answers(&aws(zoo)?, Path::new(rows), Path::new(answers))?,
        ["standings", zoo, rows] => standings(&aws(zoo)?, Path::new(rows))?,
        ["texts", zoo, rows] => texts(&aws(zoo)?, Path::new(rows))?,
        ["plan", zoo, rows, change] => planned(&aws(zoo)?, Path::new(rows), change)?,
        ["check", zoo] => check(Path::new(zoo))?,
        _ => {
            println!("Run `cargo xtask bench standing`: it measures this beside PostgreSQL.");
            return Ok(());
        }
    }
    memory()
}

/// The peak of this process's resident memory, as Linux counts it.
fn memory() -> Outcome {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0 kB");
    println!("peak_kib {}", line.split_whitespace().next().unwrap_or("0"));
    Ok(())
}

/// Processor time of this process so far, all threads: what counts where others share the cores.
fn processor_s() -> Result<f64, Box<dyn Error>> {
    /// Linux counts in hundredths of a second (`getconf CLK_TCK`).
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks = fields.skip(11).take(2).map(str::parse::<f64>).sum::<Result<f64, _>>()?;
    Ok(ticks / TICKS)
}

/// Wall-clock and processor time of a measurement.
fn timed<T>(measured: impl FnOnce() -> T) -> Result<T, Box<dyn Error>> {
    let (started, before) = (Instant::now(), processor_s()?);
    let result = measured();
    println!("seconds {:.3}", started.elapsed().as_secs_f64());
    println!("processor_s {:.2}", processor_s()? - before);
    Ok(result)
}

fn aws(zoo: &str) -> Result<Programme, Box<dyn Error>> {
    let (programme, faults) = assay_programme::parse(&files(&Path::new(zoo).join("aws"))?);
    if faults.is_empty() { Ok(programme) } else { Err(format!("{:?}", faults.sorted()).into()) }
}

fn files(root: &Path) -> Result<Vec<SourceFile>, Box<dyn Error>> {
    let (mut files, mut folders) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                let name = path.strip_prefix(root)?.to_string_lossy().into_owned();
                files.push(SourceFile::new(name, std::fs::read_to_string(&path)?));
            }
        }
    }
    Ok(files)
}

/// Standings as numbers, of everybody: what lists, sweeps and previews ask for.
fn standings(programme: &Programme, rows: &Path) -> Outcome {
    let people = People::read(rows)?;
    let rules = Rules::new(programme);
    let held: usize = timed(|| {
        std::thread::scope(|scope| {
            let workers: Vec<_> = people
                .shares(THREADS)
                .into_iter()
                .map(|share| {
                    let rules = &rules;
                    scope.spawn(move || {
                        let mut history = Vec::new();
                        share
                            .map(|person| {
                                person.history(&mut history);
                                black_box(rules.outcome(&history, AS_OF)).len()
                            })
                            .sum::<usize>()
                    })
                })
                .collect();
            workers.into_iter().map(|worker| worker.join().unwrap_or(0)).sum()
        })
    })?;
    println!("people {}\nevents {}\nheld {held}", people.len(), people.events());
    Ok(())
}

/// Every answer in a file, for a comparison with those of another program.
fn write_answers(programme: &Programme, rows: &Path, answers: &Path) -> Outcome {
    let people = People::read(rows)?;
    let rules = Rules::new(programme);
    let mut out = BufWriter::new(std::fs::File::create(answers)?);
    let mut history = Vec::new();
    for person in people.iter() {
        person.history(&mut history);
        let mut held = rules.outcome(&history, AS_OF);
        held.sort_by_key(|holding| population::place(holding.certification.as_str()));
        for holding in held {
            let until = holding.valid_until.map_or_else(String::new, |until| until.to_string());
            let code = population::place(holding.certification.as_str()).unwrap_or_default();
            let (status, from) = (holding.status.as_str(), holding.valid_from);
            writeln!(out, "{}\t{code}\t{status}\t{}\t{from}\t{until}", person.id, holding.earned_on)?;
        }
    }
    Ok(out.flush()?)
}

/// Full standings with reasons and ways to renew, on one core, as a page shows them.
fn texts(programme: &Programme, rows: &Path) -> Outcome {
    const PEOPLE: usize = 20_000;
    let people = People::read(rows)?;
    let rules = Rules::new(programme);
    let some: Vec<Person<'_>> = people.iter().take(PEOPLE).collect();
    let mut history = Vec::new();
    let started = Instant::now();
    let mut letters = 0;
    for person in &some {
        person.history(&mut history);
        let standing = black_box(rules.standing(&history, AS_OF));
        letters +=
            standing.credentials.iter().flat_map(|c| &c.reasons).map(|r| r.said.text().len()).sum::<usize>();
    }
    let us = started.elapsed().as_secs_f64() * 1e6 / some.len().max(1) as f64;
    println!("us_per_person {us:.1}\nletters {letters}");
    Ok(())
}

fn planned(programme: &Programme, rows: &Path, change: &str) -> Outcome {
    let proposed = changes::of(programme, change)?;
    let people = People::read(rows)?;
    let names: Vec<String> = people.iter().map(|person| person.name()).collect();
    let histories: Vec<Vec<_>> = people
        .iter()
        .map(|person| {
            let mut history = Vec::with_capacity(person.events());
            person.history(&mut history);
            history
        })
        .collect();
    let subject = |(person, history)| PlannedPerson { person, history, registrations: &[] };
    let subjects: Vec<PlannedPerson<'_>> =
        names.iter().map(String::as_str).zip(histories.iter().map(Vec::as_slice)).map(subject).collect();
    let plan = timed(|| plan(programme, &proposed, &subjects, AS_OF, THREADS, &|_| {}))?;
    let impacts: usize = plan.groups.iter().map(|group| group.people.len()).sum();
    println!("people {}\ntouched {}\nimpacts {impacts}", plan.people, plan.touched);
    for group in &plan.groups {
        eprintln!("{}: {}", group.said.title(), group.people.len());
    }
    Ok(())
}

/// Checking the largest programme of the zoo, from its texts.
fn check(zoo: &Path) -> Outcome {
    const RUNS: usize = 41;
    let mut largest = (0, String::new(), Vec::new());
    for entry in std::fs::read_dir(zoo)? {
        let path = entry?.path();
        if path.is_dir() {
            let files = files(&path)?;
            let size = files.iter().map(|file| file.text.len()).sum();
            if size > largest.0 {
                largest = (size, path.file_name().unwrap_or_default().to_string_lossy().into_owned(), files);
            }
        }
    }
    let (size, name, files) = largest;
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let started = Instant::now();
            let _ = black_box(assay_programme::load(&files));
            started.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let median = times.get(RUNS / 2).copied().unwrap_or_default();
    println!("programme {name}\nfiles {}\nbytes {size}\nms {median:.2}", files.len());
    Ok(())
}
