//! `record` and `admin` beside a running server: through a socket of its account alone, all of it or nothing.

use std::{
    io::{ErrorKind, Read, Write},
    net::Shutdown,
    os::unix::{
        fs::{FileTypeExt, MetadataExt, chown},
        net::UnixStream,
    },
    path::PathBuf,
    process::Stdio,
};

use assay_testkit::{OTHER_ACCOUNT, TestDatabase};
use tempfile::TempDir;

use crate::{Ran, assay, assay_with, binary, browsing::Browser, ran, serving::Server, shown, write};

pub const PASSWORD: &str = "correct horse battery";
/// As the server has it: 16 MiB beside an errand.
const BESIDE_BYTES_MAX: usize = 16 << 20;

/// A body that `init` made, with an administrator.
pub struct Body {
    pub folder: TempDir,
    pub programme: String,
    pub data: String,
}

impl Body {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| shown(&folder.path().join(name));
        let (programme, data) = (at("mine"), at("data"));
        assert_eq!(assay(&["init", &programme]).status, 0);
        let body = Body { folder, programme, data };
        assert_eq!(body.add_ada(&body.data).status, 0);
        body
    }

    pub fn add_ada(&self, data: &str) -> Ran {
        let call = ["admin", "add", "--data", data, "--programme", &self.programme, "--name", "Ada"];
        let last = ["--email", "ada@example.org", "--public-url", "https://certs.example.org"];
        ran(binary().args(call).args(last).env("ASSAY_ADMIN_PASSWORD", PASSWORD))
    }

    pub fn serve(&self) -> Server {
        Server::start(&["serve", "--programme", &self.programme, "--data", &self.data])
    }

    fn record(&self, lines: &str) -> Ran {
        assay_with(lines, &["record", "-", "--data", &self.data, "--add-people"])
    }

    fn socket(&self) -> PathBuf {
        PathBuf::from(&self.data).join("assay.socket")
    }

    /// What the server answers to these bytes, sent whole.
    fn answers(&self, message: &[u8]) -> String {
        let mut stream = UnixStream::connect(self.socket()).unwrap();
        let mut answer = Vec::new();
        // It may refuse before it has read all, and then the end is no orderly one.
        let _ = stream.write_all(message);
        let _ = stream.shutdown(Shutdown::Write);
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8(answer).unwrap()
    }

    fn holds_nothing_of(&self, person: &str) {
        let email = format!("{person}@people.invalid");
        assay(&["explain", &email, "--data", &self.data]).refused(&["nobody on record"]);
    }
}

fn pass(person: &str) -> String {
    format!(r#"{{"person":"{person}","date":"2026-03-02","do":"pass","exam":"REC-1"}}"#)
}

#[test]
fn a_running_server_records_and_everything_is_said_as_without_it() {
    let (served, quiet) = (Body::new(), Body::new());
    let server = served.serve();
    let metadata = std::fs::metadata(served.socket()).unwrap();
    assert!(metadata.file_type().is_socket());
    assert_eq!(metadata.mode() & 0o777, 0o600, "closed to others");
    let credit = r#"{"person":"p1","date":"2026-06-01","do":"credit","cred":"records","n":20}"#;
    let good = format!("{}\n{credit}\n", pass("p1"));
    for (lines, status) in [
        (good.as_str(), 0),
        (&good, 0),
        (&good.replace("REC-1", "REC-11"), 1),
        (r#"{"person":"nobody@example.org","date":"2026-06-01","do":"revoke","cred":"records"}"#, 1),
        ("no event\n", 2),
        (&good.replace("2026-06-01", "2096-06-01"), 1),
    ] {
        let (there, here) = (served.record(lines), quiet.record(lines));
        assert_eq!((there.status, there.out.as_str()), (status, ""), "{lines}: {}", there.err);
        assert_eq!((there.status, there.err), (here.status, here.err), "{lines}");
    }
    // Nobody is added who was not to be.
    for body in [&served, &quiet] {
        let unknown = assay_with(&pass("p2"), &["record", "-", "--data", &body.data]);
        assert_eq!(unknown.status, 1, "{}", unknown.err);
        assert!(unknown.err.contains("nobody on record is called p2"), "{}", unknown.err);
        assert!(unknown.err.contains("0 events recorded") && unknown.err.contains("0 new accounts"));
    }
    let explained = assay(&["explain", "p1@people.invalid", "--data", &served.data]);
    assert!(explained.out.contains("Records Keeper"), "{}", explained.out);
    // Signed for in the audit log, as what is done on the machine itself.
    let mut ada = Browser::at(&server, "203.0.113.7");
    assert_eq!(ada.sign_in("ada@example.org", PASSWORD).status, 303);
    let log = ada.get("/admin/log");
    assert!(log.main().contains("The command line") && log.main().contains("2 events"), "{}", log.main());
    assert_eq!(server.stop().0, Some(0));
    assert!(!served.socket().exists(), "nothing is left that looks as if somebody served");
}

#[test]
fn the_team_comes_and_goes_beside_a_running_server() {
    let body = Body::new();
    let server = body.serve();
    let admin = |call: &[&str]| {
        let call = [&["admin"], call, &["--data", &body.data]].concat();
        ran(binary().args(call).env("ASSAY_ADMIN_PASSWORD", PASSWORD))
    };
    let sol = ["add", "--email", "sol@example.org"];
    let made = admin(&[&sol[..], &["--name", "Sol", "--role", "support"]].concat());
    assert_eq!(made.status, 0, "{}", made.err);
    assert!(made.err.contains("Sol <sol@example.org> is support now"), "{}", made.err);
    admin(&[&sol[..], &["--name", "Sol"]].concat()).refused(&["email: ", "the account was not made"]);
    admin(&sol).refused(&["Enter a reason"]);
    let given = admin(&[&sol[..], &["--reason", "Ada is away."]].concat());
    assert_eq!(given.status, 0, "{}", given.err);
    let mut browser = Browser::at(&server, "203.0.113.8");
    assert_eq!(browser.sign_in("sol@example.org", PASSWORD).status, 303);
    assert_eq!(browser.get("/admin/roles").status, 200);
    let remove = ["remove", "--email", "sol@example.org", "--reason", "Ada is back."];
    assert_eq!(admin(&remove).status, 0);
    admin(&remove).refused(&["sol@example.org is not an administrator"]);
    let listed = admin(&["list"]);
    assert_eq!((listed.status, listed.out.lines().count()), (0, 2), "{}{}", listed.out, listed.err);
    let link = admin(&["link", "sol@example.org"]);
    assert!(link.out.starts_with("https://certs.example.org/claim/"), "{}{}", link.out, link.err);
    assert_eq!(browser.get(link.out.trim().trim_start_matches("https://certs.example.org")).status, 200);
    assert_eq!(server.stop().0, Some(0));
}

#[test]
fn what_cannot_be_taken_is_refused_whole() {
    let body = Body::new();
    let server = body.serve();
    let line = pass("p1") + "\n";
    let long = line.repeat(BESIDE_BYTES_MAX / line.len() + 1);
    let file = write(&body.folder, "long.jsonl", &long);
    let call = ["record", &file, "--data", &body.data, "--add-people"];
    assay(&call).refused(&["longer than a running server takes", "16 MiB", "in parts"]);
    let head = |version: &str| {
        let errand = r#"{"record":{"file":"f","add_people":true}}"#;
        format!("{{\"assay\":\"{version}\",\"errand\":{errand}}}\n")
    };
    let here = env!("CARGO_PKG_VERSION");
    for (message, said) in [
        (head(here) + &long + &" ".repeat(64 << 10), "longer than a running server takes"),
        (head("9.9.9") + &line, "the server is Assay"),
        ("{}\n".to_owned(), "this is no errand"),
        (String::new(), "this is no errand"),
        (head(here).replace("record", "sing"), "this is no errand"),
    ] {
        let answer = body.answers(message.as_bytes());
        assert!(answer.contains("Unusable") && answer.contains(said), "no {said}: {answer}");
    }
    body.holds_nothing_of("p1");
    let answer = body.answers((head(here) + &line).as_bytes());
    assert!(answer.contains("1 event recorded"), "the same is taken where it is right: {answer}");

    // Half of one when the server is asked to stop: nothing of it is done, and nobody waits for the rest.
    let mut half = UnixStream::connect(body.socket()).unwrap();
    half.write_all((head(here) + &pass("p2") + "\n").as_bytes()).unwrap();
    assert_eq!(server.stop().0, Some(0));
    let mut answer = String::new();
    // A connection with something unread in it may be reset instead of closed.
    let end = half.read_to_string(&mut answer).map_err(|error| error.kind());
    assert!(matches!(end, Ok(0) | Err(ErrorKind::ConnectionReset)), "{end:?}");
    assert_eq!(answer, "");
    body.holds_nothing_of("p2");
}

#[test]
fn after_a_crash_each_person_is_on_record_whole_or_not_at_all_and_the_same_call_goes_on() {
    let people = 3_000;
    let body = Body::new();
    let server = body.serve();
    let credit = |person: &str| {
        format!(r#"{{"person":"{person}","date":"2026-06-01","do":"credit","cred":"records","n":20}}"#)
    };
    let lines: String = (0..people)
        .map(|number| format!("p{number:04}"))
        .map(|person| format!("{}\n{}\n", pass(&person), credit(&person)))
        .collect();
    let file = write(&body.folder, "many.jsonl", &lines);
    let call = ["record", &file, "--data", &body.data, "--add-people"];
    let log = PathBuf::from(&body.data).join("assay.sqlite-wal");
    let size = || std::fs::metadata(&log).map_or(0, |metadata| metadata.len());
    let before = size();
    let mut command = binary();
    command.args(call).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut asked = command.spawn().unwrap();
    // Once the first of it is durable, or it was faster than this.
    while size() == before && asked.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    server.kill();
    let cut = crate::read(asked.wait_with_output().unwrap());
    // The server writes for reasons of its own, too: then it may be gone before it took anything.
    let words = match cut.status {
        0 => "",
        2 => "it takes nothing through",
        3 => "the server ended before it answered",
        other => panic!("{other}: {}", cut.err),
    };
    assert!(cut.err.contains(words), "{}: {}", cut.status, cut.err);
    assert!(body.socket().exists(), "what a crash leaves");

    let server = body.serve();
    let again = assay(&call);
    assert_eq!(again.status, 0, "{}", again.err);
    let numbers: Vec<usize> = again
        .err
        .split(|letter: char| !letter.is_ascii_digit())
        .filter_map(|word| word.parse().ok())
        .collect();
    let [recorded, known, added] = numbers[..] else { panic!("{}", again.err) };
    assert_eq!((recorded + known, recorded), (2 * people, 2 * added), "{}", again.err);
    assert_eq!(known % 400, 0, "200 people are one commit: {}", again.err);
    assert_eq!(server.stop().0, Some(0));
}

#[test]
fn a_server_of_another_account_takes_nothing_and_is_told_nothing() {
    let Some(mut command) = assay_testkit::as_another_account(env!("CARGO_BIN_EXE_assay").as_ref()) else {
        return;
    };
    let body = Body::new();
    let folder = body.folder.path().join("theirs");
    std::fs::create_dir(&folder).unwrap();
    for folder in [body.folder.path(), &folder] {
        chown(folder, Some(OTHER_ACCOUNT), Some(OTHER_ACCOUNT)).unwrap();
    }
    let data = shown(&folder);
    command.args(["serve", "--programme", &body.programme, "--data", &data]);
    let server = Server::of(command);
    let call = ["admin", "reset-password", "ada@example.org", "--data", &data];
    let refused = ran(binary().args(call).env("ASSAY_ADMIN_PASSWORD", PASSWORD));
    refused.refused(&["the server runs under account 65534, and you are 0"]);
    // The server looks as well, whoever asks in whatever way.
    let body = Body { data, ..body };
    let answer = body.answers(b"{}\n");
    assert!(answer.contains("this server runs under account 65534, and you are 0"), "{answer}");
    assert_eq!(server.stop().0, Some(0));
}

#[test]
fn where_data_are_a_database_the_environment_names_the_folder() {
    let Some(database) = TestDatabase::new("errands") else { return };
    let body = Body::new();
    let data = database.address();
    assert_eq!(body.add_ada(&data).status, 0);
    let sockets = shown(body.folder.path());
    let line = write(&body.folder, "one.jsonl", &pass("p1"));
    let mut command = binary();
    command.env("ASSAY_SOCKETS", &sockets).args(["serve", "--programme", &body.programme, "--data", &data]);
    let server = Server::of(command);
    let mut record = binary();
    record.args(["record", &line, "--data", &data, "--add-people"]);
    ran(&mut record).refused(&["in use by another Assay", "name a folder in ASSAY_SOCKETS"]);
    // The same database, but its server is found by the address as it is written.
    let mut otherwise = binary();
    let written = format!("{data}?application_name=record");
    otherwise.args(["record", &line, "--data", &written, "--add-people"]).env("ASSAY_SOCKETS", &sockets);
    ran(&mut otherwise).refused(&["in use by another Assay", "letter by letter as the server has it"]);
    let recorded = ran(record.env("ASSAY_SOCKETS", &sockets));
    assert_eq!(recorded.status, 0, "{}", recorded.err);
    assert!(recorded.err.contains("1 event recorded"), "{}", recorded.err);
    assert_eq!(server.stop().0, Some(0));
}
