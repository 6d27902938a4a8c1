//! A client of HTTP/1.1 over one kept-alive connection: no more than benchmarks and kill tests need.
//!
//! Shared with `crates/cli/tests/durability`. What was looked at: reqwest and ureq bring TLS and pools, and a
//! pool retries by itself, which here would hide a lost request.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::Duration,
};

use anyhow::Context;

/// Nothing here may take longer; a server that hangs fails the run.
const PATIENCE: Duration = Duration::from_secs(30);

/// An open connection to the server.
pub struct Connection {
    stream: BufReader<TcpStream>,
    host: String,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).next()
    }

    /// The answer, where it has this status.
    pub fn expect(self, status: u16) -> anyhow::Result<Answer> {
        let start: String = self.body.chars().take(600).collect();
        anyhow::ensure!(self.status == status, "{} instead of {status}: {}{start}", self.status, self.head);
        Ok(self)
    }
}

impl Connection {
    /// Connects to `127.0.0.1:PORT`.
    pub fn open(address: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).with_context(|| format!("connecting to {address}"))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Connection { stream: BufReader::new(stream), host: address.to_owned() })
    }

    /// Where it leads.
    pub fn address(&self) -> &str {
        &self.host
    }

    /// Sends one request and reads its answer. `headers` are whole lines, each with its line end.
    pub fn exchange(
        &mut self,
        method: &str,
        path: &str,
        headers: &str,
        body: &str,
    ) -> anyhow::Result<Answer> {
        let (host, length) = (&self.host, body.len());
        let head =
            format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\n{headers}content-length: {length}\r\n");
        self.stream.get_mut().write_all(format!("{head}\r\n{body}").as_bytes())?;
        self.read()
    }

    fn read(&mut self) -> anyhow::Result<Answer> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            anyhow::ensure!(self.stream.read_line(&mut head)? > 0, "the connection ended inside an answer");
        }
        let status = head.split(' ').nth(1).and_then(|text| text.parse().ok()).context("no status")?;
        let mut answer = Answer { status, head, body: String::new() };
        let length: usize = match answer.header("content-length") {
            Some(text) => text.parse()?,
            None => anyhow::bail!("an answer without a length: {}", answer.head),
        };
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        answer.body = String::from_utf8_lossy(&body).into_owned();
        Ok(answer)
    }
}
