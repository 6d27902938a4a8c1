//! What is done for changes after the request: following up, page by page.

use super::{Changes, job::ChangesJob};
use crate::{
    AppError, Asking,
    jobs::{Then, Works},
};

impl Works for Changes {
    type Job = ChangesJob;

    async fn carry_out(&self, asking: &Asking, job: ChangesJob) -> Result<Then<ChangesJob>, AppError> {
        match job {
            ChangesJob::FollowUp { version, after } => self.follow_up(asking, version, after).await,
            ChangesJob::DatedFacts { after, done } => self.carry_out_dated_facts(asking, after, done).await,
        }
    }
}
