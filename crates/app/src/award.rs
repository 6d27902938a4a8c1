//! From a score to a signed credential, in the order of durable effects (`docs/lifecycle/issue-a-badge.md`):
//! the award is stored, then the bytes to be signed, then the signature, then it is published (`look.rs`).

use assay_assessment::{registration::long, score::score};
use assay_kernel::{Credentials, Sittings, TypedId};
use assay_programme::model::Earned;
use assay_standing::{Event, Happening};
use assay_store::NewHistory;

use crate::{App, AppError, Issued, IssuerKeys, Sittable, issued::issued_of};

impl App {
    /// The issuer.
    pub fn issuer(&self) -> &IssuerKeys {
        &self.keys
    }

    /// Scores a handed-in sitting, records the event, tells the person; then issues what follows.
    pub(crate) async fn score_sitting(&self, id: TypedId<Sittings>) -> Result<(), AppError> {
        let sitting = self.store.sitting(id).await?.ok_or(AppError::NotFound)?;
        if sitting.submitted_at.is_none() || sitting.scored_at.is_some() {
            return Ok(());
        }
        // By the files it was started on, whatever was applied since.
        let loaded = self.loaded_as(sitting.tree.as_deref()).await?;
        // In full or not at all: what is missing is said to the team, and the job waits.
        let Sittable { exam, outline, form, .. } = loaded.sittable(&sitting.exam, Some(&sitting.form))?;
        let report = score(exam, outline, form, &loaded.bank, &self.answers(id).await?)?;
        let text = serde_json::to_string(&report).map_err(|e| AppError::internal("writing a report", e))?;
        let what = Earned::Exam(exam.code.clone());
        let happening = if report.passed { Happening::Pass { what } } else { Happening::Fail { what } };
        let event = Event::new(sitting.started_on.0, happening);
        let event = NewHistory { person: sitting.person_id, event, sitting: Some(id) };
        let decision = if report.passed { "passed" } else { "did not pass" };
        let subject = format!("Your result of {}: you {decision}", exam.code);
        let (day, scaled, maximum) = (long(sitting.started_on.0), report.scaled, exam.scale.maximum);
        let body = format!("{day}: you scored {scaled} of {maximum}; {} was needed.", report.cut);
        match self.store.record_score(id, &text, &event, (&subject, &body), self.ms()).await {
            // Scored by the job meanwhile.
            Ok(()) | Err(assay_store::StoreError::Conflict(_)) => {}
            Err(error) => return Err(error.into()),
        }
        // At once, so that the candidate finds the badge. The same job is queued with the score: whatever
        // goes wrong with a badge is tried again there, and the score stands.
        if let Err(error) = self.issue(sitting.person_id).await {
            tracing::error!(sitting = %id, %error, "a badge is not issued yet");
        }
        Ok(())
    }

    /// A published credential, for everybody.
    ///
    /// # Errors
    /// `NotFound` where there is none, or the store failed.
    pub async fn issued(&self, id: TypedId<Credentials>) -> Result<Issued, AppError> {
        issued_of(&self.store, &self.programme(), self.today(), id).await
    }
}
