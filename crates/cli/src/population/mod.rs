//! `assay population`: invented people and what happened to them.
//!
//! To try a programme's rules before there are real people under them. The same seed gives the same people,
//! and more people do not change the first ones.

mod chance;
mod life;

use std::{
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use assay_kernel::Date;
use assay_programme::model::Earned;
use assay_standing::{Event, Happening, Rules};
use clap::Args;
use serde::Serialize;

use crate::{
    files::read_programme,
    outcome::{Failure, Found},
    rim,
};
use chance::Chance;
use life::Life;

/// People of one run, at most: what `assay standing` still reads.
const PEOPLE_MAX: u32 = 1_000_000;

/// The arguments of `population`.
#[derive(Debug, Args)]
pub struct Population {
    /// The folder that holds programme.toml
    dir: PathBuf,
    /// How many people
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(PEOPLE_MAX)))]
    people: u32,
    /// The same seed gives the same people
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The last day on which anything happens
    #[arg(long, value_name = "DATE", value_parser = rim::day)]
    until: Date,
}

/// A line as `assay standing --history` reads it.
#[derive(Default, Serialize)]
struct Line<'e> {
    person: &'e str,
    date: Date,
    #[serde(rename = "do")]
    verb: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    exam: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cred: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cat: Option<&'e str>,
}

impl Population {
    /// Writes person after person.
    pub fn run(self) -> Result<Found, Failure> {
        let programme = read_programme(&self.dir)?;
        let rules = Rules::new(&programme);
        let mut out = BufWriter::new(io::stdout().lock());
        for number in 1..=self.people {
            let chance = Chance::of_person(self.seed, number.into());
            let person = format!("p{number:06}");
            for event in Life::live(&rules, chance, self.until) {
                if let Some(line) = line(&person, &event) {
                    serde_json::to_writer(&mut out, &line)?;
                    out.write_all(b"\n")?;
                }
            }
        }
        out.flush()?;
        Ok(Found::Nothing)
    }
}

/// The line of an event; only of those that a life has.
fn line<'e>(person: &'e str, event: &'e Event) -> Option<Line<'e>> {
    let line = Line { person, date: event.date, ..Line::default() };
    let about = |what: &'e Earned| match what {
        Earned::Exam(exam) => (Some(exam.as_str()), None),
        Earned::Certification(certification) => (None, Some(certification.as_str())),
    };
    Some(match &event.happening {
        Happening::Pass { what } | Happening::Fail { what } => {
            let passed = matches!(event.happening, Happening::Pass { .. });
            let (exam, cred) = about(what);
            Line { verb: if passed { "pass" } else { "fail" }, exam, cred, ..line }
        }
        Happening::Do { certification, what } => {
            Line { verb: "do", cred: Some(certification.as_str()), what: Some(what), ..line }
        }
        Happening::Credit { certification, n, category } => {
            let (cred, cat) = (Some(certification.as_str()), category.as_deref());
            Line { verb: "credit", cred, n: Some(*n), cat, ..line }
        }
        Happening::Fee { certification, n } => {
            Line { verb: "fee", cred: Some(certification.as_str()), n: Some(*n), ..line }
        }
        _ => return None,
    })
}
