//! What was handed in is scored, in full or not at all.

use assay_assessment::{occasion::Examination, record::ExamResult, score::ScoreReport, sitting::Sitting};
use assay_kernel::{Date, Said, SittingId};
use assay_programme::model::ExamVersion;
use assay_standing::{Event, Happening};
use assay_store::{
    NewHistory, Statement, StoreError, Unit,
    statement::{history, sitting},
};

use super::{Sittings, rules::Score, seat::as_read};
use crate::{
    AppError, Asking,
    facts::{Fact, Letter},
};

impl Sittings {
    /// Scores a handed-in sitting. Unless the team keeps the result back, it is recorded and told at once,
    /// and what follows for badges is a job, committed with the score.
    pub(crate) async fn score(&self, asking: &Asking, id: SittingId) -> Result<(), AppError> {
        let (permit, handed_in) = self.shelf.open::<Score, _>(asking, |store| store.sitting(id)).await?;
        let store = self.shelf.under(&permit);
        if handed_in.submitted_at.is_none() || handed_in.scored_at.is_some() || handed_in.voided_at.is_some()
        {
            return Ok(());
        }
        // By the files it was started on, whatever was applied since. In full or not at all: what is missing
        // is said to the team, and the job waits.
        let sealed = self.exams.of(handed_in.tree.as_deref(), store).await?;
        let answers = super::deliver::answers(store, id).await?;
        let sat = as_read(&handed_in);
        let (report, exam) = sealed.score(&sat, &answers)?;
        let text = serde_json::to_string(&report).map_err(|e| AppError::internal("writing a report", e))?;
        let now = asking.ms();
        let mut unit = Unit::from(sitting::scored(id, handed_in.result_held_at, &text, report.passed, now));
        match handed_in.result_held_at {
            Some(_) => {
                let told = Said::of("notice.result-reviewed")
                    .with("exam", &exam.code)
                    .with("on", handed_in.started_on.0);
                let letter = Letter::of(format!("review:{id}"), &told)?;
                unit.extend(Fact::HeldBack { sitting: id, person: handed_in.person_id, letter }.follows(now));
            }
            None => {
                let started_on = handed_in.started_on.0;
                let given = GivenResult { sitting: &sat, started_on, report: &report, exam };
                unit.extend(given.given(asking)?);
            }
        }
        match self.shelf.commit(permit, unit).await {
            Ok(()) => {}
            Err(StoreError::Conflict(_)) => {
                let permit = asking.permit_on::<Score>(&handed_in)?;
                let now = self.shelf.under(&permit).sitting(id).await?.ok_or(AppError::NotFound)?;
                // Scored by another run of the job, or voided meanwhile; else it was put on hold or released
                // since it was read, and is scored as it stands now.
                return match now.scored_at.is_some() || now.voided_at.is_some() {
                    true => Ok(()),
                    false => Err(AppError::Conflict),
                };
            }
            Err(error) => return Err(error.into()),
        }
        self.bell.ring();
        Ok(())
    }
}

/// A result that is given: to the record of whoever sat, and to themselves. Practice has no way here.
pub(super) struct GivenResult<'a> {
    pub(super) sitting: &'a Sitting<Examination>,
    /// The programme's day on which it started.
    pub(super) started_on: Date,
    pub(super) report: &'a ScoreReport,
    pub(super) exam: &'a ExamVersion,
}

impl GivenResult<'_> {
    /// What it says on the record.
    pub(super) fn event(&self) -> Event {
        let result = ExamResult::of(self.sitting, self.report);
        let what = result.what().clone();
        let happening = if result.passed() { Happening::Pass { what } } else { Happening::Fail { what } };
        Event::new(self.started_on, happening)
    }

    /// What is written with it.
    pub(super) fn given(&self, asking: &Asking) -> Result<Vec<Statement>, AppError> {
        let GivenResult { sitting, started_on, report, exam } = self;
        let (id, person, now) = (sitting.id, sitting.person, asking.ms());
        let told = Said::of(if report.passed { "notice.passed" } else { "notice.failed" })
            .with("exam", &exam.code)
            .with("on", *started_on)
            .with("scored", report.scaled)
            .with("maximum", exam.scale.maximum)
            .with("needed", report.cut);
        let letter = Letter::of(format!("result:{id}"), &told)?;
        let event = NewHistory { person, event: self.event(), sitting: Some(id) };
        let mut written = vec![history::recorded(&event, now)];
        written.extend(Fact::Scored { sitting: id, person, letter }.follows(now));
        Ok(written)
    }
}
