//! How the day stands: what waits for somebody, what ends soon, who sits, who is registered.

use assay_kernel::{PersonId, ProposalId};
use assay_store::{CountsOfToday, Day, NamedSitting, RegisteredForExam};

use super::{
    Ending, Overview,
    rules::{SeeToday, SeeWaiting},
};
use crate::{AppError, Asking, SittingLine};

/// Sittings of the day that are shown; how many there are is told beside them.
const SITTINGS_SHOWN: i64 = 8;

/// How the day stands. Every number is a whole one.
#[derive(Clone, Debug)]
pub struct Today {
    /// People with an account.
    pub people: i64,
    /// Sittings that run.
    pub running: i64,
    /// Sittings that were begun today.
    pub begun: i64,
    /// The latest of them, with whose they are.
    pub sittings: Vec<(SittingLine, String)>,
    /// Registrations that are not used, by exam version.
    pub registered: Vec<RegisteredLine>,
    /// What ends from today on.
    pub ending: Ending,
    /// What waits; none for whoever may not see it.
    pub waiting: Option<WaitingForTeam>,
}

/// Registrations for an exam version that are not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredLine {
    /// Exam version.
    pub exam: String,
    /// How many.
    pub registered: i64,
    /// Those of them whose last day of testing is over.
    pub too_late: i64,
}

impl From<RegisteredForExam> for RegisteredLine {
    fn from(row: RegisteredForExam) -> Self {
        let RegisteredForExam { exam, registered, too_late } = row;
        RegisteredLine { exam: exam.to_string(), registered, too_late }
    }
}

/// What waits for somebody of the team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingForTeam {
    /// Jobs that were given up.
    pub failed_jobs: i64,
    /// Results on hold, until somebody releases them.
    pub held_results: i64,
    /// A change of the programme that waits for a second person.
    pub change: Option<WaitingChange>,
}

/// A change that is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingChange {
    /// Its id.
    pub id: ProposalId,
    /// What it is about.
    pub title: String,
    /// Who proposed it.
    pub by: PersonId,
    /// How they are called.
    pub by_name: String,
}

impl WaitingForTeam {
    fn of(counts: &CountsOfToday) -> WaitingForTeam {
        let change = counts.change_id.zip(counts.change_by).map(|(id, by)| WaitingChange {
            id,
            title: counts.change_title.clone().unwrap_or_default(),
            by,
            by_name: counts.change_by_name.clone().unwrap_or_default(),
        });
        WaitingForTeam { failed_jobs: counts.failed, held_results: counts.held, change }
    }
}

impl Overview {
    /// How the day stands.
    ///
    /// # Errors
    /// Not of the team, or the store failed.
    pub async fn today(&self, asking: &Asking) -> Result<Today, AppError> {
        let permit = asking.permit::<SeeToday>()?;
        let (store, day) = (self.shelf.under(&permit), Day(asking.today));
        let counts = store.counts_of(day).await?;
        let sittings = store.sittings_on(day, SITTINGS_SHOWN).await?;
        let registered = store.registered_for_exams(day).await?;
        let line = |row: NamedSitting| {
            Ok::<_, AppError>((SittingLine::try_from(&row.sitting)?, row.name.unwrap_or_default()))
        };
        let days = store.ending_between(day, Day(Ending::last_day(day.0))).await?;
        Ok(Today {
            people: counts.people,
            running: counts.running,
            begun: counts.begun,
            sittings: sittings.into_iter().map(line).collect::<Result<_, _>>()?,
            registered: registered.into_iter().map(RegisteredLine::from).collect(),
            ending: Ending::of(day.0, days),
            waiting: asking.permit::<SeeWaiting>().ok().map(|_may| WaitingForTeam::of(&counts)),
        })
    }
}
