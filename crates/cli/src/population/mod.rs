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
use assay_standing::{HistoryLine, Rules};
use clap::Args;

use crate::{
    files::read_programme,
    outcome::{Failure, Found},
    rim,
};
use chance::SplitMix;
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

impl Population {
    /// Writes person after person.
    pub fn run(self) -> Result<Found, Failure> {
        let programme = read_programme(&self.dir)?;
        let rules = Rules::new(&programme);
        let mut out = BufWriter::new(io::stdout().lock());
        for number in 1..=self.people {
            let chance = SplitMix::of_person(self.seed, number.into());
            let person = format!("p{number:06}");
            for event in Life::live(&rules, chance, self.until) {
                serde_json::to_writer(&mut out, &HistoryLine::of(&person, &event))?;
                out.write_all(b"\n")?;
            }
        }
        out.flush()?;
        Ok(Found::Nothing)
    }
}
