//! The built binary, held against docs/concepts/contract.md: what it prints, where, and how it ends.
#![cfg(test)]

mod accounts;
mod administering;
mod badges;
#[cfg(unix)]
mod bank_folders;
mod banks;
mod beginning;
mod browsing;
mod calls;
mod changing;
mod codes;
mod demonstrating;
#[cfg(unix)]
mod errands;
#[cfg(unix)]
mod exporting;
mod formatting;
mod generated;
mod guessing;
#[cfg(unix)]
mod importing;
mod item_rules;
mod labs;
mod names;
mod populations;
mod programmes;
mod questions;
mod readiness;
mod recording;
mod reference;
mod schemas;
mod schemas_and_readers;
mod serving;
mod standings;
mod zoo;

use std::{
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

/// What a run of the binary left.
struct Ran {
    status: i32,
    out: String,
    err: String,
}

impl Ran {
    /// Standard output as the one JSON document it must be.
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.err))
    }

    /// The call was refused with all of these words, a hint, and nothing on standard output.
    fn refused(&self, words: &[&str]) {
        assert_eq!((self.status, self.out.as_str()), (2, ""), "{}", self.err);
        for word in words {
            assert!(self.err.contains(word), "no `{word}` in: {}", self.err);
        }
    }
}

fn binary() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_assay"));
    for name in [
        "ASSAY_LOG",
        "ASSAY_ADMIN_PASSWORD",
        "ASSAY_MAIL",
        "ASSAY_MAIL_FROM",
        "ASSAY_LRS",
        "ASSAY_SOCKETS",
        "NO_COLOR",
        "CLICOLOR",
        "CLICOLOR_FORCE",
    ] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

fn assay(arguments: &[&str]) -> Ran {
    ran(binary().args(arguments))
}

fn assay_with(input: &str, arguments: &[&str]) -> Ran {
    let mut command = binary();
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    read(child.wait_with_output().unwrap())
}

/// What a call leaves that ends by itself. One that serves instead, where it should have been refused, would
/// never end: it is ended, and fails the story.
fn ran(command: &mut Command) -> Ran {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut errors = child.stderr.take().unwrap();
    let stderr = std::thread::spawn(move || {
        let mut told = Vec::new();
        errors.read_to_end(&mut told).map(|_read| told)
    });
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut stdout = Vec::new();
    while lines.read_until(b'\n', &mut stdout).unwrap() > 0 {
        if stdout.starts_with(b"ready: ") {
            child.kill().unwrap();
        }
    }
    let status = child.wait().unwrap();
    read(std::process::Output { status, stdout, stderr: stderr.join().unwrap().unwrap() })
}

fn read(output: std::process::Output) -> Ran {
    let serves = || format!("it serves instead: {}", String::from_utf8_lossy(&output.stdout));
    Ran {
        status: output.status.code().unwrap_or_else(|| panic!("{}", serves())),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The reference programme.
const CLOUDOPS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../programmes/cloudops");

/// The renewal rules of fourteen real programmes, shipped as examples.
const ZOO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../programmes/zoo");

/// A copy of the reference programme that may be broken.
fn copy_of_cloudops() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(Path::new(CLOUDOPS), folder.path());
    folder
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn write(folder: &TempDir, name: &str, text: &str) -> String {
    let path: PathBuf = folder.path().join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    shown(&path)
}

fn shown(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}
