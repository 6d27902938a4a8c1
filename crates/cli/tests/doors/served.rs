//! The binary as a process with limits: started, asked, stopped.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc,
};

use assay_testkit::SmallDisk;

use crate::PATIENCE;

/// The reference programme.
pub const CLOUDOPS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../programmes/cloudops");

/// The binary under test.
pub fn binary() -> PathBuf {
    std::env::var_os("ASSAY_TEST_BINARY").unwrap_or(env!("CARGO_BIN_EXE_assay").into()).into()
}

/// A command that ended.
pub struct Ran {
    pub status: Option<i32>,
    pub err: String,
}

/// A server; killed if a test fails.
pub struct Served {
    process: Option<Child>,
    pub pid: u32,
    pub address: String,
    err: mpsc::Receiver<String>,
}

impl Served {
    /// A demonstration on a folder, which may open so many files.
    pub fn demo(data: &Path, files: (usize, usize)) -> Self {
        Self::start(data, files, &["demo", "--listen", "127.0.0.1:0", "--data"])
    }

    /// A real body on a folder.
    pub fn body(data: &Path) -> Self {
        Self::start(
            data,
            (1024, 1024),
            &["serve", "--programme", CLOUDOPS, "--listen", "127.0.0.1:0", "--data"],
        )
    }

    /// A real body on a folder that people reach at an address.
    pub fn body_at(data: &Path, public_url: &str) -> Self {
        let call = ["serve", "--programme", CLOUDOPS, "--listen", "127.0.0.1:0", "--public-url", public_url];
        Self::start(data, (1024, 1024), &[&call[..], &["--data"]].concat())
    }

    fn start(data: &Path, (soft, hard): (usize, usize), call: &[&str]) -> Self {
        let limits = format!("ulimit -Sn {soft} && ulimit -Hn {hard} && exec \"$0\" \"$@\"");
        let mut command = Command::new("sh");
        command.args(["-c", &limits]).arg(binary()).args(call).arg(data);
        command.env_remove("ASSAY_LOG").env_remove("ASSAY_LOAD_TEST").stdin(Stdio::null());
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let err = lines(process.stderr.take().unwrap());
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix("ready: http://").map(str::to_owned);
        let address = address.unwrap_or_else(|| panic!("{line:?} {:?}", err.iter().collect::<Vec<_>>()));
        Served { pid: process.id(), process: Some(process), address, err }
    }

    /// A call that is expected to end by itself.
    pub fn refused(data: &Path, files: usize, call: &[&str]) -> Ran {
        let limits = format!("ulimit -n {files} && exec \"$0\" \"$@\"");
        let mut command = Command::new("sh");
        command.args(["-c", &limits]).arg(binary()).args(call).arg(data);
        command.env("ASSAY_ADMIN_PASSWORD", "quiet tall lantern of Ada");
        let mut process =
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let err = lines(process.stderr.take().unwrap());
        let status = end_of(process);
        Ran { status, err: err.iter().collect::<Vec<_>>().join("\n") }
    }

    /// A file of `/proc/PID`.
    pub fn proc(&self, file: &str) -> String {
        std::fs::read_to_string(format!("/proc/{}/{file}", self.pid)).unwrap()
    }

    /// The most memory it ever had, in MiB.
    pub fn peak_mib(&self) -> u64 {
        let status = self.proc("status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.split_whitespace().next().unwrap().parse::<u64>().unwrap() / 1024
    }

    /// One request on a connection of its own; nothing where no answer comes in time.
    pub fn ask(&self, request: &str) -> Option<String> {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        let ended = stream.read_to_end(&mut answer);
        (ended.is_ok() || !answer.is_empty()).then(|| String::from_utf8_lossy(&answer).into_owned())
    }

    /// The status of a page.
    pub fn status_of(&self, path: &str) -> Option<u16> {
        let answer = self.ask(&format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"))?;
        answer.split(' ').nth(1)?.parse().ok()
    }

    /// SIGTERM, and what it said and how it ended; no status where it did not end in time.
    pub fn stop(mut self) -> Ran {
        let told = Command::new("kill").args(["-TERM", &self.pid.to_string()]).status().unwrap();
        assert!(told.success());
        let status = end_of(self.process.take().unwrap());
        let err = self.err.try_iter().collect::<Vec<_>>().join("\n");
        Ran { status, err }
    }

    /// Waits for a line on standard error that holds these words.
    pub fn says(&self, words: &str) -> bool {
        std::iter::from_fn(|| self.err.recv_timeout(PATIENCE).ok()).any(|line| line.contains(words))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            // Gone already, or the test failed.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

fn lines(from: impl Read + Send + 'static) -> mpsc::Receiver<String> {
    let (send, lines) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            // Nobody listens any more when the test is over.
            let _ = send.send(line);
        }
    });
    lines
}

/// How a process ended; one that does not end in time is killed, and has no status.
fn end_of(mut process: Child) -> Option<i32> {
    let pid = process.id();
    let (send, ended) = mpsc::channel();
    std::thread::spawn(move || send.send(process.wait().unwrap().code()));
    match ended.recv_timeout(PATIENCE) {
        Ok(status) => status,
        Err(_too_late) => {
            let _ = Command::new("kill").args(["-KILL", &pid.to_string()]).status();
            None
        }
    }
}

/// A folder on a small file system of its own, which can be filled; gone with the test.
pub struct FullDisk {
    disk: SmallDisk, // taken away before its folder
    _folder: tempfile::TempDir,
}

impl FullDisk {
    /// Mounted, where that is allowed.
    pub fn mount(megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        Some(FullDisk { disk: SmallDisk::mount(folder.path(), megabytes)?, _folder: folder })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.disk.path()
    }

    /// Takes what room there is, but for so many bytes.
    pub fn fill(&self, but: usize) {
        let ballast = self.path().join("ballast");
        // Writes until there is no more room; the error is the point.
        let _ = std::fs::write(&ballast, vec![1_u8; 64 << 20]);
        let file = std::fs::File::options().write(true).open(&ballast).unwrap();
        let length = file.metadata().unwrap().len();
        file.set_len(length.saturating_sub(but as u64)).unwrap();
    }
}
