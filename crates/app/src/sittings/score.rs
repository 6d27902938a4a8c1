//! What was handed in is scored, in full or not at all.

use assay_kernel::{Said, SittingId};
use assay_programme::model::Earned;
use assay_standing::{Event, Happening};
use assay_store::{
    NewHistory, StoreError, Unit,
    statement::{history, sitting},
};

use super::{Sittings, rules::Score};
use crate::{
    AppError, Asking,
    facts::{Fact, Letter},
};

impl Sittings {
    /// Scores a handed-in sitting, records the event and tells the person. What follows for badges is a job,
    /// committed with the score.
    pub(crate) async fn score(&self, asking: &Asking, id: SittingId) -> Result<(), AppError> {
        let (permit, handed_in) = self.shelf.open::<Score, _>(asking, |store| store.sitting(id)).await?;
        let store = self.shelf.under(&permit);
        if handed_in.submitted_at.is_none() || handed_in.scored_at.is_some() {
            return Ok(());
        }
        // By the files it was started on, whatever was applied since. In full or not at all: what is missing
        // is said to the team, and the job waits.
        let sealed = self.exams.of(handed_in.tree.as_deref(), store).await?;
        let answers = super::deliver::answers(store, id).await?;
        let (report, exam) = sealed.score(handed_in.exam.as_str(), &handed_in.form, &answers)?;
        let text = serde_json::to_string(&report).map_err(|e| AppError::internal("writing a report", e))?;
        let what = Earned::Exam(exam.code.clone());
        let happening = if report.passed { Happening::Pass { what } } else { Happening::Fail { what } };
        let event = Event::new(handed_in.started_on.0, happening);
        let event = NewHistory { person: handed_in.person_id, event, sitting: Some(id) };
        let told = Said::of(if report.passed { "notice.passed" } else { "notice.failed" })
            .with("exam", &exam.code)
            .with("on", handed_in.started_on.0)
            .with("scored", report.scaled)
            .with("maximum", exam.scale.maximum)
            .with("needed", report.cut);
        let letter = Letter::of(format!("result:{id}"), &told)?;
        let now = asking.ms();
        let mut unit = Unit::from(sitting::scored(id, &text, now));
        unit.run(history::recorded(&event, now));
        unit.extend(Fact::Scored { sitting: id, person: event.person, letter }.follows(now));
        match self.shelf.commit(permit, unit).await {
            // Scored by another run of the job meanwhile.
            Ok(()) | Err(StoreError::Conflict(_)) => {}
            Err(error) => return Err(error.into()),
        }
        self.bell.ring();
        Ok(())
    }
}
