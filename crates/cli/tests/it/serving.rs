//! `demo`, `serve`, `admin`, `openapi`: the product as a process, from its first line to its last.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, ChildStdout, Command, Stdio},
};

use crate::{CLOUDOPS, assay, assay_with, binary, copy_of_cloudops, ran, shown};

/// A running server, killed if a test fails.
pub struct Server {
    process: Child,
    out: BufReader<ChildStdout>,
    pub address: String,
}

impl Server {
    pub fn start(arguments: &[&str]) -> Self {
        Self::start_in(&shown(&std::env::temp_dir()), arguments)
    }

    fn start_in(temporary: &str, arguments: &[&str]) -> Self {
        let mut command = binary();
        command.env("TMPDIR", temporary);
        // Its folder has no programme: everything the demonstration needs is in the binary.
        command.args(arguments);
        Self::of(command)
    }

    /// The server of a call that lacks only where it listens.
    pub fn of(mut command: Command) -> Self {
        command.args(["--listen", "127.0.0.1:0"]).current_dir("/").stdin(Stdio::null());
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let mut out = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix("ready: http://").unwrap_or_else(|| panic!("{line:?}"));
        Server { address: address.to_owned(), process, out }
    }

    pub fn get(&self, path: &str) -> String {
        let mut connection = TcpStream::connect(&self.address).unwrap();
        let host = &self.address;
        write!(connection, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        connection.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// `kill -9`: no goodbye.
    pub fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Asks it to stop; gives its exit status and what else it wrote to standard output.
    pub fn stop(mut self) -> (Option<i32>, String) {
        let kill = format!("kill -TERM {}", self.process.id());
        let asked = Command::new("sh").args(["-c", &kill]).status().unwrap();
        assert!(asked.success());
        let status = self.process.wait().unwrap().code();
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).unwrap();
        (status, rest)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already ended in every test that passes.
        let _ = self.process.kill();
    }
}

#[test]
fn the_demonstration_answers_when_it_says_so_and_leaves_nothing_behind() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = shown(temporary.path());
    let entries = || std::fs::read_dir(temporary.path()).unwrap().count();
    let server = Server::start_in(&folder, &["demo", "--today", "2025-09-20"]);
    assert!(server.get("/health/live").starts_with("HTTP/1.1 200"));
    assert!(server.get("/health/ready").starts_with("HTTP/1.1 200"));
    assert_eq!(entries(), 1);
    assert_eq!(server.stop(), (Some(0), String::new()), "one line, and an orderly end");
    assert_eq!(entries(), 0);
}

#[test]
fn a_demonstration_with_a_folder_is_still_there_after_a_restart_and_never_becomes_real() {
    let data = tempfile::tempdir().unwrap();
    let folder = shown(data.path());
    let demo = ["demo", "--data", &folder];
    let first = Server::start(&demo);
    let key = first.get("/.well-known/did.json").split("z6Mk").nth(1).unwrap().to_owned();
    assert_eq!(first.stop().0, Some(0));
    let second = Server::start(&demo);
    assert!(second.get("/.well-known/did.json").contains(&key[..20]), "the same signing key");
    let busy = assay(&["demo", "--listen", "127.0.0.1:0", "--data", &folder]);
    busy.refused(&["in use by another Assay"]);
    assert_eq!(second.stop().0, Some(0));
    let serve = ["serve", "--programme", CLOUDOPS, "--data", &folder, "--listen", "127.0.0.1:0"];
    assay(&serve).refused(&["data of a demonstration", "hint: "]);
}

#[test]
fn a_taken_port_is_a_failure_of_the_world() {
    let server = Server::start(&["demo"]);
    let second = assay(&["demo", "--listen", &server.address]);
    assert_eq!((second.status, second.out.as_str()), (3, ""), "{}", second.err);
    assert!(second.err.contains("--listen"), "{}", second.err);
    assert_eq!(server.stop().0, Some(0));
}

#[test]
fn a_real_body_starts_with_its_first_administrator_and_without_demonstration_doors() {
    let data = tempfile::tempdir().unwrap();
    let folder = shown(data.path());
    let add = |more: &[&str], password: &str| {
        let mut call = vec!["admin", "add", "--data", &folder, "--programme", CLOUDOPS];
        call.extend(["--name", "Ada", "--email", "ada@example.org"]);
        call.extend(more);
        assay_with(password, &call)
    };
    let address = ["--public-url", "https://certs.example.org"];
    add(&[], "correct horse battery\n").refused(&["--public-url https://"]);
    add(&address, "").refused(&["no password", "ASSAY_ADMIN_PASSWORD"]);
    add(&address, "short\n").refused(&["password: Use at least 12 characters", "hint: "]);
    let added = add(&address, "correct horse battery\n");
    assert_eq!((added.status, added.out.as_str()), (0, ""), "{}", added.err);
    add(&[], "correct horse battery\n").refused(&["email: ", "hint: "]);

    let server = Server::start(&["serve", "--programme", CLOUDOPS, "--data", &folder]);
    assert!(server.get("/health/live").starts_with("HTTP/1.1 200"));
    assert!(server.get("/.well-known/did.json").contains("did:web:certs.example.org"));
    assert_eq!(server.stop(), (Some(0), String::new()));
    let demo = assay(&["demo", "--listen", "127.0.0.1:0", "--data", &folder]);
    demo.refused(&["data of a real body", "hint: "]);
}

#[test]
fn a_clock_before_the_last_record_is_refused_until_somebody_says_that_it_is_right() {
    let Some(library) = assay_testkit::libfaketime() else { return };
    let data = tempfile::tempdir().unwrap();
    let folder = shown(data.path());
    let serve = ["serve", "--programme", CLOUDOPS, "--data", &folder];
    assert_eq!(Server::start(&serve).stop().0, Some(0));
    let a_day_back = |more: &[&str]| {
        let mut command = Command::new("timeout");
        command.args(["20", env!("CARGO_BIN_EXE_assay")]).args(serve).args(["--listen", "127.0.0.1:0"]);
        command.args(more).env("LD_PRELOAD", &library).env("FAKETIME", "-1d").env("DONT_FAKE_MONOTONIC", "1");
        command.env_remove("ASSAY_LOG").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let refused = crate::read(a_day_back(&[]).wait_with_output().unwrap());
    refused.refused(&["the clock of this machine says", "23h 59m", "--clock-is-right"]);
    // Said once, it need not be said again.
    for said in [["--clock-is-right"].as_slice(), &[]] {
        let mut accepted = a_day_back(said);
        let mut line = String::new();
        BufReader::new(accepted.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        assert!(line.starts_with("ready: "), "{line:?}");
        let kill = format!("kill -TERM {}", accepted.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        accepted.wait().unwrap();
    }
}

#[test]
fn a_programme_with_errors_is_never_served() {
    let programme = copy_of_cloudops();
    std::fs::remove_file(programme.path().join("examination.toml")).unwrap();
    let data = shown(&programme.path().join("data"));
    let programme = shown(programme.path());
    let serve = ["serve", "--programme", &programme, "--data", &data, "--listen", "127.0.0.1:0"];
    let ran = assay(&serve);
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("no examination.toml") && ran.err.contains("`assay check "), "{}", ran.err);
    assert!(!std::path::Path::new(&data).exists());
}

#[test]
fn the_interface_is_described_without_a_server() {
    let described = ran(binary().arg("openapi"));
    assert_eq!((described.status, described.err.as_str()), (0, ""));
    assert!(described.json()["openapi"].as_str().unwrap().starts_with("3.1"));
}
