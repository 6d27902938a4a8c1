//! `assay demo` as a process: started, ready, killed. Shared with `crates/cli/tests/durability`.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::Context;

/// A demonstration on a port of its own; killed when it is dropped.
pub struct Server {
    process: Child,
    out: BufReader<ChildStdout>,
    started: Instant,
}

impl Server {
    /// Starts it on a data folder.
    pub fn spawn(binary: &Path, data: &Path) -> anyhow::Result<Self> {
        let mut command = Command::new(binary);
        command.args(["demo", "--data"]).arg(data);
        Self::start(command)
    }

    /// Starts any call of the binary that serves, on a port of its own.
    pub fn start(mut command: Command) -> anyhow::Result<Self> {
        command.args(["--listen", "127.0.0.1:0"]);
        // Five people stand for thousands here.
        command.env("ASSAY_LOAD_TEST", "1");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let started = Instant::now();
        let mut process = command.spawn().with_context(|| format!("starting {command:?}"))?;
        let out = process.stdout.take().context("its standard output")?;
        Ok(Server { process, out: BufReader::new(out), started })
    }

    /// Waits for the line that says it answers; gives `127.0.0.1:PORT`.
    pub fn ready(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        self.out.read_line(&mut line)?;
        let address = line.trim_end().strip_prefix("ready: http://");
        address.map(str::to_owned).with_context(|| format!("instead of `ready:` it says {line:?}"))
    }

    /// Time since the process was started.
    pub fn age(&self) -> Duration {
        self.started.elapsed()
    }

    /// What Linux says of the process in `/proc/PID/FILE`.
    pub fn proc(&self, file: &str) -> anyhow::Result<String> {
        let path = format!("/proc/{}/{file}", self.process.id());
        std::fs::read_to_string(&path).with_context(|| format!("reading {path}"))
    }

    /// Resident memory in KiB.
    pub fn resident_kib(&self) -> anyhow::Result<u64> {
        let status = self.proc("status")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.and_then(|rest| rest.split_whitespace().next()).context("no VmRSS")?;
        Ok(number.parse()?)
    }

    /// SIGKILL, and waits until it is gone.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.process.kill()?;
        self.process.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Gone already after `kill`.
        let _ = self.kill();
    }
}
