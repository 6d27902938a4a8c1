//! Practice runs and prep plans.

use assay_kernel::{Persons, Practices, TypedId};

use crate::{
    db::{Ms, StoreError},
    store::Store,
    table::practice::{self, PracticeRecord},
    unit::Unit,
};

impl Store {
    /// Starts a run.
    ///
    /// # Errors
    /// The database failed.
    pub async fn start_practice(&self, practice: &PracticeRecord) -> Result<(), StoreError> {
        self.commit(practice::started(practice).into()).await
    }

    /// Stores an answer: the first counts, since its feedback follows at once. `finished` carries the number
    /// of right answers when this was the last item.
    ///
    /// # Errors
    /// The database failed.
    pub async fn answer_practice(
        &self,
        id: TypedId<Practices>,
        position: u32,
        response: &str,
        finished: Option<u32>,
        now: Ms,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::from(practice::answered(id, position, response, now));
        unit.extend(finished.map(|correct| practice::finished(id, correct, now)));
        self.commit(unit).await
    }

    /// Ticks a step of a prep plan off, or takes the tick back.
    ///
    /// # Errors
    /// The database failed.
    pub async fn tick_prep_step(
        &self,
        person: TypedId<Persons>,
        exam: &str,
        step: &str,
        done: bool,
        now: Ms,
    ) -> Result<(), StoreError> {
        let statement = match done {
            true => practice::step_ticked(person, exam, step, now),
            false => practice::step_unticked(person, exam, step),
        };
        self.commit(statement.into()).await
    }
}
