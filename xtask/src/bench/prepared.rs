//! Requests of people who prepare, beside a hundred thousand others: the other half of `bench preparation`.
//!
//! Over HTTP on the same machine, on SQLite and on PostgreSQL where `ASSAY_TEST_POSTGRES` names a server.
//! The people come of an example of the store, the database is removed at the end.

use std::{
    fmt::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::Context;

use super::{
    http::{Answer, Connection},
    pages::Folder,
    people::Database,
    quantile::{Durations, in_ms},
    server::Server,
};

const PROGRAMME: &str = "programmes/cloudops";
const EXAM: &str = "SOA-C03";
/// People whose requests are measured, as the example of the store signs them in.
const MEASURED: usize = 201;
/// Questions of a run: three runs of them are left to everybody.
const QUESTIONS: usize = 5;
const ROUNDS: usize = 3;
/// Browsers that answer at once, and how many answers they give a second together.
const BROWSERS: usize = 32;
const ANSWERS_A_SECOND: u64 = 500;
/// Looks at the page of the crew, at its file and at a list.
const LOOKS: usize = 60;
/// Lines of a list of assignments.
const LINES: usize = 5_000;

/// What is asked for, with what the slowest of a hundred may take.
const ROWS: [(&str, u64); 7] = [
    ("Begin five new questions: chosen of those left, with every answer replayed", 15),
    ("Next item: sent, and seen from then on", 15),
    ("Answer with durable commit and its explanation, 500 a second", 25),
    ("Prep plan", 40),
    ("Crew of 200: the first fifty, the forecast of all", 150),
    ("Crew of 200 as CSV: all of them replayed", 0),
    ("5,000 lines of assignments, looked at", 2_000),
];

/// What one round came to, by row.
type Round = Vec<Durations>;

/// Measures both databases and prints a table of each; says how many goals were missed.
pub fn run(people: &str, only: Option<&str>) -> anyhow::Result<usize> {
    let binary = std::env::var("ASSAY_TEST_BINARY").unwrap_or("target/release/assay".to_owned());
    let binary = PathBuf::from(binary);
    anyhow::ensure!(binary.exists(), "{} is not there: run `cargo build --release`", binary.display());
    let folder = Folder::new()?;
    let items = folder.path().join("items");
    std::fs::write(&items, families()?.join("\n"))?;
    let mut missed = 0;
    if only != Some("postgres") {
        let data = folder.path().join("data");
        missed += measured("SQLite", &binary, &data.to_string_lossy(), (people, &items))?;
    }
    if only != Some("sqlite") {
        match std::env::var("ASSAY_TEST_POSTGRES") {
            Ok(server) => {
                let database = Database::new(server)?;
                missed += measured("PostgreSQL", &binary, &database.address()?, (people, &items))?;
            }
            Err(_) => println!("PostgreSQL was not measured: `ASSAY_TEST_POSTGRES` names no server.\n"),
        }
    }
    Ok(missed)
}

/// Two hundred questions: the first look, drills of which some are left, and those that were withdrawn.
fn families() -> anyhow::Result<Vec<String>> {
    let items = |set: &str| -> anyhow::Result<Vec<String>> {
        let text = std::fs::read_to_string(format!("{PROGRAMME}/practice/sets/{set}.toml"))?;
        let lines = text.lines().filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\","));
        Ok(lines.map(str::to_owned).collect())
    };
    let mut all = items(&format!("{EXAM}-question-set"))?;
    all.extend(items(&format!("{EXAM}-drill"))?.into_iter().take(110));
    let left = 200 - all.len();
    all.extend((0..left).map(|number| format!("withdrawn-{number:03}")));
    Ok(all)
}

fn learners(place: &str, people: &str, items: &Path) -> anyhow::Result<()> {
    let cargo = std::env::var("CARGO").unwrap_or("cargo".to_owned());
    let mut command = Command::new(cargo);
    command.args(["run", "-q", "-p", "assay-store", "--example", "learners", "--", "fill", place, people]);
    let now = Command::new("date").arg("+%s000").output()?.stdout;
    command.arg(items).arg(String::from_utf8_lossy(&now).trim());
    let done = command.stdin(Stdio::null()).stdout(Stdio::null()).status()?;
    anyhow::ensure!(done.success(), "no learners could be made");
    Ok(())
}

fn load() -> String {
    std::fs::read_to_string("/proc/loadavg").unwrap_or_default().chars().take(14).collect()
}

/// Fills a place, serves it, and measures three times.
fn measured(
    database: &str,
    binary: &Path,
    place: &str,
    (people, items): (&str, &Path),
) -> anyhow::Result<usize> {
    let mut add = Command::new(binary);
    add.args(["admin", "add", "--name", "Ada", "--email", "ada@example.org", "--data", place]);
    add.args(["--programme", PROGRAMME, "--public-url", "http://127.0.0.1:8080"]);
    let made =
        add.env("ASSAY_ADMIN_PASSWORD", "a password for one benchmark").stdout(Stdio::null()).status()?;
    anyhow::ensure!(made.success(), "no administrator on {database}");
    let begun = Instant::now();
    learners(place, people, items)?;
    eprintln!("{database}: filled in {:.0} s", begun.elapsed().as_secs_f64());
    let mut serve = Command::new(binary);
    serve.args(["serve", "--programme", PROGRAMME, "--data", place]);
    let mut server = Server::start(serve)?;
    let address = server.ready()?;
    let before = load();
    let mut rounds = Vec::new();
    for round in 0..ROUNDS {
        rounds.push(Learners::round(&address).with_context(|| format!("round {round} on {database}"))?);
        eprintln!("{database}: round {} of {ROUNDS}, load {}", round + 1, load());
    }
    let resident = server.resident_kib()? / 1024;
    server.kill()?;
    table(database, &rounds, &format!("Load {before} before, {} after; {resident} MB resident.", load()))
}

fn table(database: &str, rounds: &[Round], machine: &str) -> anyhow::Result<usize> {
    let (mut text, mut missed) = (String::new(), 0);
    writeln!(text, "\n## {database}\n\n{machine}\n")?;
    writeln!(text, "| what | goal | 99 % within, three runs | median | |\n|---|---|---|---|---|")?;
    for (row, (what, goal)) in ROWS.iter().enumerate() {
        let of: Vec<&Durations> = rounds.iter().filter_map(|round| round.get(row)).collect();
        let (worst, median) = (each(&of, 990), each(&of, 500));
        let is_missed =
            *goal > 0 && of.iter().any(|times| times.quantile(990) > Duration::from_millis(*goal));
        missed += usize::from(is_missed);
        let goal = if *goal > 0 { format!("{goal} ms") } else { "none".to_owned() };
        let word = if is_missed { "**missed**" } else { "" };
        writeln!(text, "| {what} | {goal} | {worst} | {median} | {word} |")?;
    }
    println!("{text}");
    Ok(missed)
}

fn each(rounds: &[&Durations], permille: usize) -> String {
    rounds.iter().map(|times| in_ms(times.quantile(permille))).collect::<Vec<_>>().join(" / ")
}

/// A browser of one learner after the other.
struct Learners {
    connection: Connection,
}

/// A question that was sent: where it is answered, and the fields of a first answer.
struct Sent {
    learner: usize,
    path: String,
    fields: String,
}

impl Learners {
    /// Everything once.
    fn round(address: &str) -> anyhow::Result<Round> {
        let mut browser = Learners { connection: Connection::open(address)? };
        // The first of all waits for the pool to be read.
        browser.get(MEASURED, &format!("/exams/{EXAM}/prep"))?;
        let (mut begun, mut sent, mut plans) = (Vec::new(), Vec::new(), Vec::new());
        for learner in 1..=MEASURED {
            let started = Instant::now();
            browser.get(learner, &format!("/exams/{EXAM}/prep"))?.expect(200)?;
            plans.push(started.elapsed());
        }
        let mut questions = Vec::new();
        for learner in 1..=MEASURED {
            let fields = format!("exam={EXAM}&mode=learn&count={QUESTIONS}&anew=yes");
            let started = Instant::now();
            let answer = browser.post(learner, "/practice", &fields)?.expect(303)?;
            begun.push(started.elapsed());
            let to = answer.header("location").context("no way to a question")?.to_owned();
            let run = to.rsplit_once('/').context("no question")?.0;
            for position in 1..=QUESTIONS {
                let path = format!("{run}/{position}");
                let started = Instant::now();
                let page = browser.get(learner, &path)?.expect(200)?;
                sent.push(started.elapsed());
                questions.push(Sent { learner, path, fields: first_answer(&page.body) });
            }
        }
        let answered = answered(address, &questions)?;
        let (crew, csv, list) = browser.crew()?;
        Ok([begun, sent, answered, plans, crew, csv, list].into_iter().map(Durations::new).collect())
    }

    /// The crew's page, its file, and a list that is looked at.
    fn crew(&mut self) -> anyhow::Result<(Vec<Duration>, Vec<Duration>, Vec<Duration>)> {
        let own = self.get(1, "/crews")?.expect(200)?;
        let crew = own.body.split("\"/crews/").nth(1).and_then(|rest| rest.split('"').next());
        let crew = format!("/crews/{}", crew.context("no crew")?);
        let list = list_of_assignments();
        let (mut pages, mut files, mut lists) = (Vec::new(), Vec::new(), Vec::new());
        for look in 0..LOOKS {
            let started = Instant::now();
            self.get(1, &crew)?.expect(200)?;
            pages.push(started.elapsed());
            if look % 6 == 0 {
                let started = Instant::now();
                self.get(1, &format!("{crew}/people.csv"))?.expect(200)?;
                files.push(started.elapsed());
                let started = Instant::now();
                self.upload(&format!("{crew}/list"), &list)?.expect(200)?;
                lists.push(started.elapsed());
            }
        }
        Ok((pages, files, lists))
    }

    fn get(&mut self, learner: usize, path: &str) -> anyhow::Result<Answer> {
        let cookie = format!("cookie: assay_session={learner:064x}\r\naccept: text/html\r\n");
        self.connection.exchange("GET", path, &cookie, "")
    }

    fn post(&mut self, learner: usize, path: &str, fields: &str) -> anyhow::Result<Answer> {
        let kind = "content-type: application/x-www-form-urlencoded\r\n";
        let headers = format!("cookie: assay_session={learner:064x}\r\n{kind}");
        self.connection.exchange("POST", path, &headers, &format!("csrf={learner:064x}&{fields}"))
    }

    fn upload(&mut self, path: &str, list: &str) -> anyhow::Result<Answer> {
        let kind = "content-type: multipart/form-data; boundary=BENCH\r\n";
        let headers = format!("cookie: assay_session={:064x}\r\n{kind}", 1);
        let part = "--BENCH\r\ncontent-disposition: form-data; name=";
        let body = format!(
            "{part}\"csrf\"\r\n\r\n{:064x}\r\n{part}\"file\"; filename=\"list.csv\"\r\n\
             content-type: text/csv\r\n\r\n{list}\r\n--BENCH--\r\n",
            1
        );
        self.connection.exchange("POST", path, &headers, &body)
    }
}

/// Everybody's questions answered at a pace, by browsers at once: each answer from when it was to be sent.
fn answered(address: &str, questions: &[Sent]) -> anyhow::Result<Vec<Duration>> {
    let pace = Duration::from_micros(1_000_000 / ANSWERS_A_SECOND);
    let begun = Instant::now() + Duration::from_millis(200);
    let mut all = Vec::with_capacity(questions.len());
    thread::scope(|scope| -> anyhow::Result<()> {
        let browsers: Vec<_> = (0..BROWSERS)
            .map(|number| {
                scope.spawn(move || -> anyhow::Result<Vec<Duration>> {
                    let mut browser = Learners { connection: Connection::open(address)? };
                    let mut times = Vec::new();
                    for turn in (number..questions.len()).step_by(BROWSERS) {
                        let Some(sent) = questions.get(turn) else { break };
                        let at = begun + pace * u32::try_from(turn)?;
                        thread::sleep(at.saturating_duration_since(Instant::now()));
                        let answer = browser.post(sent.learner, &sent.path, &sent.fields)?;
                        anyhow::ensure!(matches!(answer.status, 200 | 303), "{}", answer.head);
                        times.push(at.elapsed());
                    }
                    Ok(times)
                })
            })
            .collect();
        for browser in browsers {
            let times = browser.join().map_err(|_| anyhow::anyhow!("a browser panicked"))?;
            all.extend(times?);
        }
        Ok(())
    })?;
    Ok(all)
}

/// The fields of an answer that takes the first options.
fn first_answer(page: &str) -> String {
    let attribute = |tag: &str, name: &str| {
        let value = tag.split(&format!("{name}=\"")).nth(1)?.split('"').next()?;
        Some(value.to_owned())
    };
    let many = [("Choose two", 2), ("Choose three", 3)].into_iter().find(|(words, _)| page.contains(words));
    let many = many.map_or(1, |(_, many)| many);
    let options = page.split("<input").skip(1).filter_map(|rest| rest.split('>').next()).filter(|tag| {
        let kind = attribute(tag, "type");
        matches!(kind.as_deref(), Some("radio" | "checkbox"))
            && attribute(tag, "name").as_deref() != Some("sure")
    });
    let fields = options.filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value")?)));
    let command = page.split("name=\"command\"").nth(1).and_then(|rest| attribute(rest, "value"));
    let mut text = format!("command={}", command.unwrap_or_default());
    for (name, value) in fields.take(many) {
        text += &format!("&{name}={value}");
    }
    text
}

/// Everything that somebody can be asked to do, for two hundred people, until there are lines enough.
fn list_of_assignments() -> String {
    let courses = ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "3.1", "3.2", "4.1", "4.2", "5.1", "5.2", "5.3"];
    let mut works: Vec<String> = courses.iter().map(|task| format!("{EXAM}-{task}")).collect();
    works.push(EXAM.to_owned());
    let mut text = "email,what,due_on,note\n".to_owned();
    let lines = (0..LINES).map(|line| (line % 200 + 2, line / 200));
    for (learner, work) in lines {
        let work = works.get(work % works.len()).cloned().unwrap_or_default();
        text += &format!("learner{learner}@example.org,{work},,Before the next release.\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_options_are_the_answer() {
        let option = |value: &str| format!("<input type=\"checkbox\" name=\"r\" value=\"{value}\">");
        let command = "<input type=\"hidden\" name=\"command\" value=\"c1\">";
        let sure = "<input type=\"radio\" name=\"sure\" value=\"sure\">";
        let page = format!("Choose two.{command}{}{}{}{sure}", option("a"), option("b"), option("c"));
        assert_eq!(first_answer(&page), "command=c1&r=a&r=b");
    }

    #[test]
    fn a_list_has_as_many_lines_as_are_allowed() {
        assert_eq!(list_of_assignments().lines().count(), LINES + 1);
    }
}
