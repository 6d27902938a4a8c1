//! Reads files of questions in a process of its own: this program, called again to do nothing but that.
//!
//! What comes back is not believed: lines, bytes and time have limits here, whatever the limits over there
//! are worth. The process is ended by its handle as soon as nobody waits for it.

use std::{path::PathBuf, process::Stdio, time::Duration};

use assay_app::{
    LINE_BYTES_MAX, NextLine, QuestionReader, ReadLine, ReaderFault, ReadingFile, SAID_BYTES_MAX,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    process::{Child, ChildStdout, Command},
    task::JoinHandle,
    time::{Instant, timeout_at},
};

/// How long a reader may say nothing: the longest part of a file is read in less.
const SILENCE_MAX: Duration = Duration::from_secs(60);
/// How long it may take for all of a file, the pauses of whoever stores it included.
const WHOLE_MAX: Duration = Duration::from_secs(15 * 60);

/// Starts a process for each file.
pub struct ReaderProcess {
    program: PathBuf,
    arguments: Vec<String>,
    silence: Duration,
}

impl ReaderProcess {
    /// This program.
    ///
    /// # Errors
    /// The machine does not say where it is.
    pub fn of_this_program() -> std::io::Result<Self> {
        let arguments = ["qti", "read-for-import", "--from"].map(str::to_owned).to_vec();
        Ok(ReaderProcess { program: std::env::current_exe()?, arguments, silence: SILENCE_MAX })
    }
}

impl QuestionReader for ReaderProcess {
    fn begin(&self, file: Vec<u8>, from: u32) -> Result<Box<dyn ReadingFile>, ReaderFault> {
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .arg(from.to_string())
            // It gets the file and nothing else: no settings, no secrets, no folder.
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        let not_started = |error: std::io::Error| ReaderFault::NotStarted(error.to_string());
        let mut child = command.spawn().map_err(not_started)?;
        let missing = || ReaderFault::NotStarted("it has no input and output".to_owned());
        let mut input = child.stdin.take().ok_or_else(missing)?;
        let output = child.stdout.take().ok_or_else(missing)?;
        // A reader that ends early takes the rest of the file with it: what it said tells more.
        let giving = tokio::spawn(async move {
            let _ = input.write_all(&file).await;
        });
        let until = Instant::now() + WHOLE_MAX;
        let output = BufReader::with_capacity(1 << 16, output);
        let silence = self.silence;
        Ok(Box::new(ReadByProcess { child, output, giving, until, silence, said: 0, line: Vec::new() }))
    }
}

/// A file that a process reads.
struct ReadByProcess {
    child: Child,
    output: BufReader<ChildStdout>,
    giving: JoinHandle<()>,
    until: Instant,
    silence: Duration,
    said: usize,
    line: Vec<u8>,
}

impl ReadingFile for ReadByProcess {
    fn next(&mut self) -> NextLine<'_> {
        Box::pin(async move {
            let until = self.until.min(Instant::now() + self.silence);
            match timeout_at(until, self.line()).await {
                Ok(line) => line,
                Err(_elapsed) => Err(ReaderFault::TooSlow),
            }
        })
    }
}

impl ReadByProcess {
    async fn line(&mut self) -> Result<Option<ReadLine>, ReaderFault> {
        // What a wait that was given up has read already stays.
        let room = (LINE_BYTES_MAX + 1).saturating_sub(self.line.len());
        let mut limited = (&mut self.output).take(room as u64);
        let read = limited.read_until(b'\n', &mut self.line).await;
        read.map_err(|error| ReaderFault::Died(error.to_string()))?;
        if self.line.last() != Some(&b'\n') {
            if self.line.len() > LINE_BYTES_MAX {
                return Err(ReaderFault::TooMuch);
            }
            return Err(self.how_it_ended().await);
        }
        self.said += self.line.len();
        if self.said > SAID_BYTES_MAX {
            return Err(ReaderFault::TooMuch);
        }
        let line = serde_json::from_slice(&self.line).map_err(|_| ReaderFault::Rubbish);
        self.line.clear();
        line.map(Some)
    }

    /// Its output ended without its last word.
    async fn how_it_ended(&mut self) -> ReaderFault {
        match self.child.wait().await {
            Ok(status) if status.success() => ReaderFault::Rubbish,
            Ok(status) => ReaderFault::Died(in_words(status)),
            Err(error) => ReaderFault::Died(error.to_string()),
        }
    }
}

impl Drop for ReadByProcess {
    fn drop(&mut self) {
        self.giving.abort();
    }
}

/// What ended it, for whoever runs the machine.
#[cfg(unix)]
fn in_words(status: std::process::ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    match status.signal() {
        // SIGABRT: no memory is given beyond the limit. SIGXCPU, SIGKILL: the limit of the processor's time.
        Some(6) => "it needed more memory than a reader gets".to_owned(),
        Some(9 | 24) => "it was ended, or needed more of the processor's time than a reader gets".to_owned(),
        Some(signal) => format!("it was ended by signal {signal}"),
        None => status.to_string(),
    }
}

#[cfg(not(unix))]
fn in_words(status: std::process::ExitStatus) -> String {
    status.to_string()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    /// A reader that is a line of shell.
    fn reader(script: &str, silence: Duration) -> ReaderProcess {
        let arguments = ["-c", script].map(str::to_owned).to_vec();
        ReaderProcess { program: "/bin/sh".into(), arguments, silence }
    }

    /// What it says, and how that ends.
    async fn all(reader: &ReaderProcess) -> (usize, Option<ReaderFault>) {
        let mut reading = reader.begin(b"a file".to_vec(), 1).unwrap();
        let mut lines = 0;
        loop {
            match reading.next().await {
                Ok(Some(_line)) => lines += 1,
                Ok(None) => return (lines, None),
                Err(fault) => return (lines, Some(fault)),
            }
        }
    }

    #[tokio::test]
    async fn a_reader_that_dies_hangs_or_never_stops_is_told_apart() {
        const BEGUN: &str = r#"echo '{"is":"begun","format":"gift","about":1,"remarks":[]}';"#;
        let died = |why: &str| Some(ReaderFault::Died(why.to_owned()));
        let ended = "it was ended, or needed more of the processor's time than a reader gets";
        let stories = [
            (format!("{BEGUN} kill -9 $$"), (1, died(ended))),
            (format!("{BEGUN} kill -6 $$"), (1, died("it needed more memory than a reader gets"))),
            (format!("{BEGUN} exit 3"), (1, died("exit status: 3"))),
            // Cut off in the middle of a line.
            (format!("{BEGUN} printf '{{\"is\":'; kill -9 $$"), (1, died(ended))),
            (format!("{BEGUN} echo rubbish"), (1, Some(ReaderFault::Rubbish))),
            // It ends in order and has not said that it is at the end.
            (BEGUN.to_owned(), (1, Some(ReaderFault::Rubbish))),
            // A line without an end.
            ("tr '\\0' 'a' < /dev/zero".to_owned(), (0, Some(ReaderFault::TooMuch))),
        ];
        for (script, said) in stories {
            assert_eq!(all(&reader(&script, SILENCE_MAX)).await, said, "{script}");
        }
        let silent = reader("cat > /dev/null; tail -f /dev/null", Duration::ZERO);
        assert_eq!(all(&silent).await, (0, Some(ReaderFault::TooSlow)));
    }

    #[tokio::test]
    async fn a_reader_that_is_not_there_was_not_started_and_one_gets_nothing_but_the_file() {
        let gone = ReaderProcess { program: "/none".into(), arguments: Vec::new(), silence: SILENCE_MAX };
        assert!(matches!(gone.begin(Vec::new(), 1), Err(ReaderFault::NotStarted(_))));
        let curious =
            r#"cat > /dev/null; test -z "$HOME$USER$ASSAY_LOG" && test "$PWD" = / && exit 7; exit 8"#;
        let fault = all(&reader(curious, SILENCE_MAX)).await.1;
        assert_eq!(fault, Some(ReaderFault::Died("exit status: 7".to_owned())));
    }
}
