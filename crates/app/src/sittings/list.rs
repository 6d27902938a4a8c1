//! The team's list of sittings, and one of them.

use assay_kernel::{Date, Instant, PersonId, SittingId};
use assay_store::{NamedSitting, SittingFilter, SittingPlace, SittingRecord};

use super::{
    Sittings,
    rules::{SeeAll, Void},
};
use crate::{AppError, Asking, DaysBetween, ListPart, Listed, listing::page_of, view::report_of};

/// How a sitting stands, as the team knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TeamState {
    /// It runs.
    Running,
    /// It was handed in and waits for its score.
    Scoring,
    /// It was passed, and that was told.
    Passed,
    /// It was not passed, and that was told.
    NotPassed,
    /// Its result is kept back, or will be.
    OnHold,
    /// It does not count.
    Voided,
}

impl TeamState {
    /// Every state.
    pub const ALL: [TeamState; 6] = [
        TeamState::Running,
        TeamState::Scoring,
        TeamState::Passed,
        TeamState::NotPassed,
        TeamState::OnHold,
        TeamState::Voided,
    ];

    /// Its word in addresses and exports; the store's statements ask for the same.
    pub fn as_str(self) -> &'static str {
        match self {
            TeamState::Running => "running",
            TeamState::Scoring => "scoring",
            TeamState::Passed => "passed",
            TeamState::NotPassed => "not-passed",
            TeamState::OnHold => "on-hold",
            TeamState::Voided => "voided",
        }
    }
}

/// Which sittings are asked for; what is empty or none asks nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SittingsWanted {
    /// Whose name or address contains it.
    pub text: String,
    /// Of this exam version.
    pub exam: String,
    /// How they stand, by its word.
    pub state: String,
    /// Started on these days of the programme.
    pub days: DaysBetween,
}

impl SittingsWanted {
    fn filter(&self) -> SittingFilter {
        SittingFilter {
            exam: self.exam.clone(),
            state: self.state.clone(),
            from: self.days.from,
            until: self.days.until,
            text: self.text.clone(),
        }
    }
}

/// A sitting as the team sees it.
#[derive(Clone, Debug)]
pub struct SittingForTeam {
    /// Id.
    pub id: SittingId,
    /// Whose.
    pub person: PersonId,
    /// How they are called.
    pub name: String,
    /// Exam version.
    pub exam: String,
    /// Form.
    pub form: String,
    /// The programme's day on which it started.
    pub started_on: Date,
    /// When it started.
    pub started_at: Instant,
    /// When it was handed in, and whether because time was over.
    pub handed_in: Option<(Instant, bool)>,
    /// How it stands.
    pub state: TeamState,
    /// Passed or not, and the score: whatever was told of it.
    pub result: Option<(bool, u32)>,
    /// Since when its result is kept back.
    pub held_at: Option<Instant>,
    /// On which day it was voided.
    pub voided_on: Option<Date>,
    /// Whether whoever looks may decide about it.
    pub may_decide: bool,
}

impl SittingForTeam {
    pub(super) fn of(asking: &Asking, sitting: &SittingRecord, name: String) -> Result<Self, AppError> {
        let report = report_of(sitting)?;
        let state = match (sitting.voided_at, sitting.result_held_at, sitting.submitted_at, &report) {
            (Some(_), _, _, _) => TeamState::Voided,
            (None, Some(_), _, _) => TeamState::OnHold,
            (None, None, None, _) => TeamState::Running,
            (None, None, Some(_), None) => TeamState::Scoring,
            (None, None, Some(_), Some(report)) if report.passed => TeamState::Passed,
            (None, None, Some(_), Some(_)) => TeamState::NotPassed,
        };
        // Kept back from whoever sat, though they are of the team: as `ResultView` does.
        let is_told = sitting.result_held_at.is_none() && sitting.voided_at.is_none();
        let shown = report.filter(|_| is_told || !asking.owns(sitting.person_id));
        Ok(SittingForTeam {
            id: sitting.id,
            person: sitting.person_id,
            name,
            exam: sitting.exam.to_string(),
            form: sitting.form.clone(),
            started_on: sitting.started_on.0,
            started_at: sitting.started_at.0,
            handed_in: sitting.submitted_at.map(|at| (at.0, sitting.time_over)),
            state,
            result: shown.map(|report| (report.passed, report.scaled)),
            held_at: sitting.result_held_at.map(|at| at.0),
            voided_on: sitting.voided_on.map(|day| day.0),
            may_decide: asking.may::<Void>(sitting),
        })
    }
}

impl Sittings {
    /// A page of the sittings that a filter leaves, the latest first unless the oldest are wanted first.
    ///
    /// # Errors
    /// Not of the team, or the store failed.
    pub async fn list(
        &self,
        asking: &Asking,
        wanted: &SittingsWanted,
        oldest_first: bool,
        page: i64,
    ) -> Result<Listed<SittingForTeam>, AppError> {
        let permit = asking.permit::<SeeAll>()?;
        let (store, filter) = (self.shelf.under(&permit), wanted.filter());
        let count = store.count_sittings_listed(&filter).await?;
        let of = match *wanted == SittingsWanted::default() {
            true => count,
            false => store.count_sittings_listed(&SittingFilter::default()).await?,
        };
        let (page, rows) = page_of(page, count);
        let rows = store.sittings_listed(&filter, oldest_first, rows).await?;
        let lines = rows.into_iter().map(|row| line(asking, row)).collect::<Result<_, _>>()?;
        Ok(Listed { lines, count, of, page, has_more: false })
    }

    /// What a filter leaves, part by part, the latest first.
    ///
    /// # Errors
    /// Not of the team, or the store failed.
    pub async fn list_after(
        &self,
        asking: &Asking,
        wanted: &SittingsWanted,
        after: Option<SittingPlace>,
        limit: i64,
    ) -> Result<ListPart<SittingForTeam, SittingPlace>, AppError> {
        let permit = asking.permit::<SeeAll>()?;
        let rows = self.shelf.under(&permit).sittings_listed_after(&wanted.filter(), after, limit).await?;
        ListPart::of(rows, limit, NamedSitting::place, |row| line(asking, row))
    }

    /// One sitting as the team sees it.
    ///
    /// # Errors
    /// Not of the team, nothing there, or the store failed.
    pub async fn for_team(&self, asking: &Asking, id: SittingId) -> Result<SittingForTeam, AppError> {
        let permit = asking.permit::<SeeAll>()?;
        let store = self.shelf.under(&permit);
        let sitting = store.sitting(id).await?.ok_or(AppError::NotFound)?;
        let person = store.person(sitting.person_id).await?;
        SittingForTeam::of(asking, &sitting, person.map(|person| person.name).unwrap_or_default())
    }
}

fn line(asking: &Asking, row: NamedSitting) -> Result<SittingForTeam, AppError> {
    SittingForTeam::of(asking, &row.sitting, row.name.unwrap_or_default())
}
