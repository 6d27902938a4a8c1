//! `assay explain`: every decision about a person, with the rule, its version, and when it was known.

use std::fmt::Write;

use assay_app::{AppError, Explanation, Question, explain_of, shown_day};
use assay_kernel::{Date, Instant};
use assay_store::{DataPlace, Store};
use assay_words::InEnglish;
use clap::Args;

use crate::{
    installation::{must_be_served, runtime},
    outcome::{Failure, Found},
    paint,
    rim::{self, ReportFormat, harmless},
    standing::write_credential,
    world::SystemClock,
};

/// The arguments of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// An id, or an e-mail address
    person: String,
    /// A folder, or the address of a PostgreSQL database; it may be served meanwhile
    #[arg(long, value_name = "DIR|postgres://…")]
    data: String,
    /// The day asked about; today where it is left out
    #[arg(long, value_name = "DATE", value_parser = rim::day)]
    as_of: Option<Date>,
    /// By what was known at an instant, like 2026-03-12T09:00:00Z; by all that is known where it is left out
    #[arg(long, value_name = "INSTANT")]
    known_at: Option<Instant>,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
}

impl Explain {
    /// Looks the person up and explains.
    pub fn run(self) -> Result<Found, Failure> {
        let location: DataPlace = self.data.parse().unwrap_or_else(|never| match never {});
        let explanation = runtime()?.block_on(async {
            let store = Store::open_to_read(&location).await?;
            let current = must_be_served(&store).await?;
            let now = assay_app::Clock::now(&SystemClock);
            let today = shown_day(&store, &current, now).await?;
            let question = Question { as_of: self.as_of.unwrap_or(today), known_at: self.known_at };
            let explained = explain_of(&store, &self.person, question).await;
            store.close().await;
            explained.map_err(|error| match error {
                AppError::NotFound => Failure::unusable(
                    format!("nobody on record is called `{}`", self.person),
                    "write an id like per_01m84… or an e-mail address",
                ),
                other => other.into(),
            })
        })?;
        match self.format {
            ReportFormat::Json => rim::print_json(&explanation)?,
            ReportFormat::Text => rim::print(&paint::output(&in_words(&explanation)?))?,
        }
        Ok(Found::Nothing)
    }
}

fn in_words(explanation: &Explanation) -> Result<String, Failure> {
    let mut held = Vec::new();
    for credential in &explanation.standing.credentials {
        write_credential(&mut held, credential)?;
    }
    let mut text = String::new();
    head(&mut text, explanation)
        .and_then(|()| text.write_str(&String::from_utf8_lossy(&held)))
        .and_then(|()| decisions(&mut text, explanation))
        .map_err(|error| Failure::world("the answer could not be written", error))?;
    Ok(text)
}

fn head(text: &mut String, explanation: &Explanation) -> std::fmt::Result {
    let Explanation { person, as_of, known_at, programme, .. } = explanation;
    writeln!(text, "{} ({}) on {as_of}", harmless(&person.name), person.id)?;
    if let Some(known_at) = known_at {
        writeln!(text, "  by what was known at {known_at}")?;
    }
    let tree = programme.tree.get(..12).unwrap_or_default();
    let (version, on, by) = (programme.version, programme.applied_on, harmless(&programme.applied_by));
    writeln!(text, "  judged by version {version} of the programme ({tree}), applied on {on} by {by}")?;
    if explanation.standing.credentials.is_empty() {
        writeln!(text, "  holds nothing and never has")?;
    }
    Ok(())
}

fn decisions(text: &mut String, explanation: &Explanation) -> std::fmt::Result {
    writeln!(text, "  every decision")?;
    if explanation.decisions.is_empty() {
        writeln!(text, "    none: nothing happened by then")?;
    }
    for decision in &explanation.decisions {
        let reason = &decision.reason;
        let about = decision.certification.as_ref().map_or("", |code| code.as_str());
        writeln!(text, "    {}  {about}: {}", reason.on, harmless(&reason.said.text()))?;
        writeln!(text, "{:16}by {}", "", harmless(&reason.rule))?;
        if let Some(at) = decision.recorded_at {
            let reference = decision.reference.as_deref().unwrap_or_default();
            writeln!(text, "{:16}recorded {} {reference}", "", at.strftime("%Y-%m-%d %H:%M:%S UTC"))?;
        }
    }
    if !explanation.since_then.is_empty() {
        writeln!(text, "  known since then")?;
    }
    for difference in &explanation.since_then {
        writeln!(text, "    {}: {}", difference.certification, harmless(&difference.said.text()))?;
    }
    Ok(())
}
