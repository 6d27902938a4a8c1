//! Standard output, standard error, the log, and the arguments that several commands share.

use std::{
    ffi::OsStr,
    fmt,
    io::{self, IsTerminal, Write},
    sync::atomic::{AtomicUsize, Ordering},
};

use assay_kernel::{Date, day};
use clap::ValueEnum;
use serde::Serialize;
use tracing_subscriber::EnvFilter;

use crate::outcome::Failure;

/// The form of what a command reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people.
    Text,
    /// For programs: one document.
    Json,
}

/// The form of the log.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// How far long work is, on a terminal; says nothing where standard error is none, or the work is short.
pub struct Progress {
    what: &'static str,
    whole: usize,
    shown: AtomicUsize,
    speaks: bool,
}

/// Shorter work is done before a line about it is read.
const PROGRESS_FROM: usize = 10_000;

impl Progress {
    /// Work of so many parts.
    pub fn of(what: &'static str, whole: usize) -> Self {
        let speaks = io::stderr().is_terminal() && whole >= PROGRESS_FROM;
        Progress { what, whole, shown: AtomicUsize::new(0), speaks }
    }

    /// So many parts are done; each percent is shown once.
    pub fn at(&self, done: usize) {
        let percent = done.saturating_mul(100).checked_div(self.whole).unwrap_or_default().min(100);
        if self.speaks && self.shown.fetch_max(percent, Ordering::Relaxed) < percent {
            // If the terminal is gone there is nobody to tell.
            let _ = write!(io::stderr().lock(), "\r{percent:>3} % {}", self.what);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.speaks && self.shown.load(Ordering::Relaxed) > 0 {
            let _ = writeln!(io::stderr().lock());
        }
    }
}

/// Reads a civil date argument.
///
/// # Errors
/// What to write instead.
pub fn day(text: &str) -> Result<Date, String> {
    day::read(text).map_err(|error| error.to_string())
}

/// Writes data to standard output.
///
/// # Errors
/// Standard output cannot be written.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Writes one JSON document to standard output.
///
/// # Errors
/// Standard output cannot be written.
pub fn print_json(value: &impl Serialize) -> Result<(), Failure> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    print(&text)
}

/// Says something to the person at the terminal. If even that fails there is nobody to tell.
pub fn say(text: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Whether standard output may be coloured: on a terminal, unless `NO_COLOR` is set (no-color.org), or where
/// `CLICOLOR_FORCE` asks for it (bixense.com/clicolors).
pub fn output_in_colour() -> bool {
    colour(io::stdout().is_terminal())
}

/// Whether standard error may be coloured.
pub fn speech_in_colour() -> bool {
    colour(io::stderr().is_terminal())
}

fn colour(terminal: bool) -> bool {
    let is =
        |name: &str, means: fn(&OsStr) -> bool| std::env::var_os(name).is_some_and(|value| means(&value));
    let unwanted = is("NO_COLOR", |value| !value.is_empty());
    let forced = is("CLICOLOR_FORCE", |value| !value.is_empty() && value != "0");
    let declined = is("CLICOLOR", |value| value == "0") || is("TERM", |value| value == "dumb");
    !unwanted && (forced || terminal && !declined)
}

/// The same text without control characters, which could move a terminal's cursor; of the same length, so
/// that places in it stay right.
pub fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\t' => shown.push(letter),
            control if control.is_control() => shown.extend(std::iter::repeat_n('?', control.len_utf8())),
            other => shown.push(other),
        }
    }
    shown
}

/// Starts the log on standard error: warnings and errors, unless `ASSAY_LOG` says otherwise.
pub fn start_log(format: LogFormat) {
    let wanted = std::env::var("ASSAY_LOG").unwrap_or_else(|_| "warn".to_owned());
    let filter = EnvFilter::try_new(&wanted).unwrap_or_else(|error| {
        say(format_args!(
            "warning: ASSAY_LOG is not understood ({error}); write e.g. `info` or `assay_app=debug`"
        ));
        EnvFilter::new("warn")
    });
    let log = tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_env_filter(filter)
        .with_ansi(speech_in_colour());
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
}

/// `1 error`, `2 errors`.
pub fn count(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}
