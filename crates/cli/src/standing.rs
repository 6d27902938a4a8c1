//! `assay standing`: who holds what, until when, why, what next. Files in, answers out, no database.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use assay_kernel::Date;
use assay_standing::{
    CredentialStanding, Event, Histories, HistoryLine, PersonStanding, Reason, RenewBy, Rules,
};
use clap::Args;

use crate::{
    files::read_programme,
    outcome::{Failure, Found},
    rim::{self, Format, harmless},
};

/// An event is a short line; this is a hundred times one.
const LINE_BYTES_MAX: usize = 64 << 10;
/// Events of one run: a million people with ten each.
const LINES_MAX: usize = 10_000_000;

/// The arguments of `standing`.
#[derive(Debug, Args)]
pub struct Standing {
    /// The folder that holds programme.toml
    dir: PathBuf,
    /// JSON lines, one event each; `-` reads standard input
    #[arg(long)]
    history: PathBuf,
    /// The day asked about
    #[arg(long, value_name = "DATE", value_parser = rim::day)]
    as_of: Date,
    /// Only this person
    #[arg(long, value_name = "ID")]
    person: Option<String>,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Standing {
    /// Reads the rules and the history, and answers person by person.
    pub fn run(self) -> Result<Found, Failure> {
        let programme = read_programme(&self.dir)?;
        let histories = self.read_history()?;
        let rules = Rules::new(&programme);
        if let Some(person) = &self.person
            && histories.of(person).is_empty()
        {
            let message = format!("the history has no person `{person}`");
            return Err(Failure::unusable(message, "write the id as it stands in the history"));
        }
        let wanted = |person: &str| self.person.as_deref().is_none_or(|only| only == person);
        let mut out = BufWriter::new(io::stdout().lock());
        if self.format == Format::Json {
            out.write_all(b"[")?;
        }
        let mut separator = "\n";
        for (person, events) in histories.iter().filter(|(person, _)| wanted(person)) {
            let standing =
                PersonStanding { person: person.to_owned(), standing: rules.standing(events, self.as_of) };
            match self.format {
                Format::Text => write_person(&mut out, &standing, self.as_of)?,
                Format::Json => {
                    out.write_all(separator.as_bytes())?;
                    serde_json::to_writer(&mut out, &standing)?;
                    separator = ",\n";
                }
            }
        }
        if self.format == Format::Json {
            out.write_all(b"\n]\n")?;
        }
        out.flush()?;
        Ok(Found::Nothing)
    }

    fn read_history(&self) -> Result<Histories, Failure> {
        let shown = self.history.display().to_string();
        if self.history == Path::new("-") {
            return read_lines(io::stdin().lock(), "standard input");
        }
        let file = File::open(&self.history).map_err(|error| Failure::reading(&self.history, error))?;
        read_lines(BufReader::new(file), &shown)
    }
}

/// Reads every line, says what is wrong with each that cannot be used, and goes on only if none is.
fn read_lines(mut source: impl BufRead, name: &str) -> Result<Histories, Failure> {
    let mut histories = Histories::default();
    let (mut number, mut bad) = (0, 0);
    let mut line = Vec::new();
    loop {
        line.clear();
        let limit = LINE_BYTES_MAX as u64 + 1;
        let read = source.by_ref().take(limit).read_until(b'\n', &mut line);
        if read.map_err(|error| Failure::reading(Path::new(name), error))? == 0 {
            break;
        }
        number += 1;
        if line.len() > LINE_BYTES_MAX || number > LINES_MAX {
            let message = format!("{name}:{number}: longer than a history may be");
            return Err(Failure::unusable(message, "write one event a line, as JSON"));
        }
        match read_line(&line) {
            Ok(Some((person, event))) => histories.add(person, event),
            Ok(None) => {}
            Err(text) => {
                bad += 1;
                rim::say(format_args!("{name}:{number}: {text}"));
            }
        }
    }
    if bad > 0 {
        let message = format!("{} of {name} cannot be used", rim::count(bad, "line"));
        let example = r#"{"person":"p1","date":"2024-03-10","do":"pass","exam":"SOA-C02"}"#;
        return Err(Failure::unusable(message, format!("write one event a line, like {example}")));
    }
    Ok(histories)
}

/// Nothing for an empty line; else a person and an event, or what is wrong.
fn read_line(line: &[u8]) -> Result<Option<(String, Event)>, String> {
    let line = line.trim_ascii();
    if line.is_empty() {
        return Ok(None);
    }
    let line: HistoryLine =
        serde_json::from_slice(line).map_err(|error| format!("not an event: {}", without_line(&error)))?;
    if line.person.is_empty() {
        return Err("`person` is empty; whose event is it?".to_owned());
    }
    <(String, Event)>::try_from(line).map(Some).map_err(|error| error.to_string())
}

/// The message of the JSON reader, which counts lines from the start of this line only.
pub fn without_line(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    match text.strip_suffix(&place) {
        Some(text) => format!("{text} (column {})", error.column()),
        None => text,
    }
}

fn write_person(out: &mut impl Write, whose: &PersonStanding, as_of: Date) -> io::Result<()> {
    writeln!(out, "{} on {as_of}", harmless(&whose.person))?;
    if whose.standing.credentials.is_empty() {
        writeln!(out, "  holds nothing and never has")?;
    }
    for credential in &whose.standing.credentials {
        write_credential(out, credential)?;
    }
    if !whose.standing.unused.is_empty() {
        writeln!(out, "  came to nothing")?;
    }
    for reason in &whose.standing.unused {
        write_reason(out, reason)?;
    }
    writeln!(out)
}

fn write_credential(out: &mut impl Write, held: &CredentialStanding) -> io::Result<()> {
    let until = match held.valid_until {
        Some(day) => format!("last valid day {day}"),
        None => "without end".to_owned(),
    };
    writeln!(out, "  {} ({}): {}, {until}", harmless(&held.title), held.credential, held.status.as_str())?;
    for reason in &held.reasons {
        write_reason(out, reason)?;
    }
    for way in &held.renew_by {
        write_way(out, way)?;
    }
    Ok(())
}

/// The texts stand below one another, 16 columns in.
fn write_reason(out: &mut impl Write, reason: &Reason) -> io::Result<()> {
    writeln!(out, "    {}  {}", reason.on, harmless(&reason.text))?;
    writeln!(out, "{:16}by {}", "", harmless(&reason.rule))
}

fn write_way(out: &mut impl Write, way: &RenewBy) -> io::Result<()> {
    let days = match (way.opens_on, way.closes_on) {
        (Some(opens), Some(closes)) => format!("{opens} to {closes}"),
        (Some(opens), None) => format!("from {opens}"),
        (None, Some(closes)) => format!("until {closes}"),
        (None, None) => "at any time".to_owned(),
    };
    writeln!(out, "    next        {}, {days}", harmless(&way.title))?;
    writeln!(out, "{:16}{}", "", harmless(&way.text))
}
