//! What is done about somebody's preparation after the request: a learning record store is told.

use assay_kernel::PersonId;
use assay_learning::statement::PrepStatement;
use assay_store::Unit;

use super::{Practice, job::PracticeJob, rules::TellStatements};
use crate::{
    AppError, Asking,
    jobs::{Then, Works},
};

impl Works for Practice {
    type Job = PracticeJob;

    /// A second run, after a crash before the end of the first, sends the same under the same ids.
    async fn carry_out(&self, asking: &Asking, job: PracticeJob) -> Result<Then<PracticeJob>, AppError> {
        let PracticeJob::TellPreparation { person, at } = job;
        let Some(out) = &self.out else {
            // Told no more since it was asked for.
            return Ok(Then::Done(Unit::new()));
        };
        for statement in self.statements_at(asking, person, at, out.with_answers).await? {
            let text = serde_json::to_string(&statement);
            let text = text.map_err(|error| AppError::internal("writing a statement", error))?;
            out.to.put(&statement.id, &text).await.map_err(AppError::Statement)?;
        }
        Ok(Then::Done(Unit::new()))
    }
}

impl Practice {
    /// What is told of an instant; nothing of somebody whose account is closed or gone.
    async fn statements_at(
        &self,
        asking: &Asking,
        person: PersonId,
        at: i64,
        with_answers: bool,
    ) -> Result<Vec<PrepStatement>, AppError> {
        let permit = asking.permit::<TellStatements>()?;
        let store = self.shelf.under(&permit);
        if store.person(person).await?.is_none_or(|person| person.is_closed()) {
            return Ok(Vec::new());
        }
        let mut told = self.statements_of(asking, store, person, with_answers).await?;
        told.retain(|statement| statement.timestamp.as_millisecond() == at);
        Ok(told)
    }
}
