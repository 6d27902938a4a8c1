//! What tests need from the machine, and how one says that it is not there.
//!
//! A test that cannot be run asks here, gets nothing, and ends. What it said goes to standard error and into
//! the file that `ASSAY_TEST_SKIPPED` names: `./test` counts it in its last line, and in CI it fails for
//! every reason that `.ci/skips` does not list.
//!
//! ```
//! use assay_testkit::postgres;
//! let Some(server) = postgres() else { return };
//! assert!(server.starts_with("postgres"));
//! ```

mod database;
pub mod fuzz;

pub use database::TestDatabase;

use std::{
    env,
    fs::OpenOptions,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
    thread,
};

/// What a test needs and does not find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// A PostgreSQL server, or its client `psql`.
    Postgres,
    /// The folder with test data of others beside the checkout.
    Shared,
    /// The right to mount a small file system.
    FullDisk,
    /// The library that shows a program another time.
    FakeTime,
    /// The right to run a program under another account.
    OtherAccount,
}

impl LeftOut {
    /// The word of `.ci/skips`.
    fn word(self) -> &'static str {
        match self {
            LeftOut::Postgres => "postgres",
            LeftOut::Shared => "shared",
            LeftOut::FullDisk => "full-disk",
            LeftOut::FakeTime => "libfaketime",
            LeftOut::OtherAccount => "other-account",
        }
    }
}

/// Says that this test, or a part of it, is not run, and why.
pub fn skipped(missing: LeftOut, why: &str) {
    let thread = thread::current();
    let line = format!("{}\t{}: {why}\n", missing.word(), thread.name().unwrap_or("a test"));
    eprint!("SKIPPED: {line}");
    let Some(file) = env::var_os("ASSAY_TEST_SKIPPED") else { return };
    let opened = OpenOptions::new().create(true).append(true).open(&file);
    // One write, so that lines of tests that run at once do not mix.
    if let Err(error) = opened.and_then(|mut file| file.write_all(line.as_bytes())) {
        eprintln!("SKIPPED, and not counted: {}: {error}", file.display());
    }
}

/// The address of a server on which a test makes databases of its own.
pub fn postgres() -> Option<String> {
    let server = env::var("ASSAY_TEST_POSTGRES").ok();
    if server.is_none() {
        skipped(LeftOut::Postgres, "ASSAY_TEST_POSTGRES is not set; ./test sets it");
    }
    server
}

/// A file or folder of the test data of others: beside the checkout, or below `ASSAY_SHARED`.
pub fn shared(path: &str) -> Option<PathBuf> {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    let found = env::var_os("ASSAY_SHARED").map_or_else(beside, PathBuf::from).join(path);
    if found.exists() {
        return Some(found);
    }
    let why = format!("{} is not there (ASSAY_SHARED names another place)", found.display());
    skipped(LeftOut::Shared, &why);
    None
}

/// The library that shows a program another time, to be preloaded.
pub fn libfaketime() -> Option<PathBuf> {
    let known = ["x86_64-linux-gnu", "aarch64-linux-gnu"];
    let paths = known.map(|machine| PathBuf::from(format!("/usr/lib/{machine}/faketime/libfaketime.so.1")));
    let found = paths.into_iter().find(|path| path.exists());
    if found.is_none() {
        skipped(LeftOut::FakeTime, "a clock that is moved needs libfaketime; ./test installs it");
    }
    found
}

/// The account of nobody in particular, as most systems number it.
pub const OTHER_ACCOUNT: u32 = 65_534;

/// A program to be run under another account, where that is allowed; its arguments are added.
pub fn as_another_account(program: &Path) -> Option<Command> {
    let as_other = || {
        let mut command = Command::new("setpriv");
        let (user, group) = (format!("--reuid={OTHER_ACCOUNT}"), format!("--regid={OTHER_ACCOUNT}"));
        command.args([user, group]).arg("--clear-groups").arg(program);
        command
    };
    if as_other().arg("--version").output().is_ok_and(|tried| tried.status.success()) {
        return Some(as_other());
    }
    let why =
        "another account needs `setpriv`, which is not allowed here (be root), and a program it may open";
    skipped(LeftOut::OtherAccount, why);
    None
}

/// A file system of its own, so small that it can be filled; gone when this is dropped.
#[derive(Debug)]
pub struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Mounted on this folder, where that is allowed.
    pub fn mount(folder: &Path, megabytes: u32) -> Option<Self> {
        let size = format!("size={megabytes}m");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder);
        if mount.output().is_ok_and(|output| output.status.success()) {
            return Some(SmallDisk(folder.to_owned()));
        }
        skipped(LeftOut::FullDisk, "a full disk needs `mount -t tmpfs`, which is not allowed here (be root)");
        None
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // The folder is removed afterwards; a mount that stays is seen there.
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// In a process of its own, since it changes what it is told by its surroundings.
    #[test]
    fn a_test_that_is_not_run_leaves_a_line_with_its_reason_and_its_name() {
        if env::var_os("ASSAY_SHARED").is_some_and(|folder| folder == "/nowhere") {
            assert_eq!(shared("corpora"), None);
            assert_eq!(postgres(), None);
            return;
        }
        let file = env::temp_dir().join(format!("assay-skipped-{}", std::process::id()));
        let name = "tests::a_test_that_is_not_run_leaves_a_line_with_its_reason_and_its_name";
        let mut again = Command::new(env::current_exe().unwrap());
        again.args([name, "--exact"]).env("ASSAY_SHARED", "/nowhere").env("ASSAY_TEST_SKIPPED", &file);
        assert!(again.env_remove("ASSAY_TEST_POSTGRES").output().unwrap().status.success());
        let said = fs::read_to_string(&file).unwrap();
        fs::remove_file(&file).unwrap();
        let lines: Vec<&str> = said.lines().collect();
        let place = "/nowhere/corpora is not there (ASSAY_SHARED names another place)";
        assert_eq!(lines[0], format!("shared\t{name}: {place}"));
        assert!(lines[1].starts_with(&format!("postgres\t{name}: ASSAY_TEST_POSTGRES is not set")));
        assert_eq!(lines.len(), 2);
    }
}
