//! `assay standing`: who holds what, until when, why, what next. Files in, answers out, no database.

use std::{
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use assay_kernel::{Date, Instant};
use assay_standing::{CredentialStanding, PersonStanding, Reason, RenewBy, known::Editions};
use assay_words::{InEnglish, Told};
use clap::Args;

use crate::{
    files::read_programme,
    history::read_history,
    outcome::{Failure, Found},
    paint,
    rim::{self, ReportFormat, harmless},
};

/// The arguments of `standing`.
#[derive(Debug, Args)]
pub struct StandingArgs {
    /// The folder that holds programme.toml
    dir: PathBuf,
    /// JSON lines, one event each; `-` reads standard input
    #[arg(long)]
    history: PathBuf,
    /// The day asked about
    #[arg(long, value_name = "DATE", value_parser = rim::day)]
    as_of: Date,
    /// By what was recorded until an instant, like 2026-03-12T09:00:00Z; lines say it as `recorded_at`
    #[arg(long, value_name = "INSTANT")]
    known_at: Option<Instant>,
    /// Only this person
    #[arg(long, value_name = "ID")]
    person: Option<String>,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
}

impl StandingArgs {
    /// Reads the rules and the history, and answers person by person.
    pub fn run(self) -> Result<Found, Failure> {
        let programme = read_programme(&self.dir)?;
        let histories = read_history(&self.history)?;
        let editions = Editions::new(&[(Instant::MIN, &programme)]);
        if let Some(person) = &self.person
            && histories.of(person).is_empty()
        {
            let message = format!("the history has no person `{person}`");
            return Err(Failure::unusable(message, "write the id as it stands in the history"));
        }
        let wanted = |person: &str| self.person.as_deref().is_none_or(|only| only == person);
        let mut out = BufWriter::new(io::stdout().lock());
        if self.format == ReportFormat::Json {
            out.write_all(b"[")?;
        }
        let mut separator = "\n";
        for (person, events) in histories.iter().filter(|(person, _)| wanted(person)) {
            let standing = PersonStanding {
                person: person.to_owned(),
                standing: editions.standing(events, self.as_of, self.known_at),
            };
            match self.format {
                ReportFormat::Text => {
                    let mut text = Vec::new();
                    write_person(&mut text, &standing, self.as_of)?;
                    out.write_all(paint::output(&String::from_utf8_lossy(&text)).as_bytes())?;
                }
                ReportFormat::Json => {
                    out.write_all(separator.as_bytes())?;
                    serde_json::to_writer(&mut out, &Told(&standing))?;
                    separator = ",\n";
                }
            }
        }
        if self.format == ReportFormat::Json {
            out.write_all(b"\n]\n")?;
        }
        out.flush()?;
        Ok(Found::Nothing)
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

/// A credential with its reasons and what comes next.
pub fn write_credential(out: &mut impl Write, held: &CredentialStanding) -> io::Result<()> {
    let until = match (held.revoked_on, held.barred_on, held.valid_until) {
        // What was revoked ended on that day, whatever its last valid day would have been.
        (Some(day), ..) => format!("on {day}"),
        // Told apart from the state of dates, which has no body in it.
        (None, Some(day), _) => format!("by the body since {day}"),
        (None, None, Some(day)) => format!("last valid day {day}"),
        (None, None, None) => "without end".to_owned(),
    };
    writeln!(out, "  {} ({}): {}, {until}", harmless(&held.title), held.credential, held.status.as_str())?;
    for reason in &held.reasons {
        write_reason(out, reason)?;
    }
    for ahead in &held.foreseen {
        writeln!(out, "    ahead       {}", harmless(&ahead.said.text()))?;
        writeln!(out, "{:16}by {}", "", harmless(&ahead.rule))?;
    }
    for way in &held.renew_by {
        write_way(out, way)?;
    }
    Ok(())
}

/// The texts stand below one another, 16 columns in.
fn write_reason(out: &mut impl Write, reason: &Reason) -> io::Result<()> {
    writeln!(out, "    {}  {}", reason.on, harmless(&reason.said.text()))?;
    writeln!(out, "{:16}by {}", "", harmless(&reason.rule))
}

fn write_way(out: &mut impl Write, way: &RenewBy) -> io::Result<()> {
    let days = match (way.opens_on, way.closes_on) {
        (Some(opens), Some(closes)) => format!("{opens} to {closes}"),
        (Some(opens), None) => format!("from {opens}"),
        (None, Some(closes)) => format!("until {closes}"),
        (None, None) => "at any time".to_owned(),
    };
    writeln!(out, "    next        {}, {days}", harmless(&way.said.title()))?;
    writeln!(out, "{:16}{}", "", harmless(&way.said.text()))
}
