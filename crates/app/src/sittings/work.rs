//! What is done for sittings after the request: scoring.

use assay_store::Unit;

use super::{Sittings, job::SittingsJob};
use crate::{
    AppError, Asking,
    jobs::{Then, Works},
};

impl Works for Sittings {
    type Job = SittingsJob;

    async fn carry_out(&self, asking: &Asking, job: SittingsJob) -> Result<Then<SittingsJob>, AppError> {
        let SittingsJob::Score { sitting } = job;
        self.score(asking, sitting).await?;
        Ok(Then::Done(Unit::new()))
    }
}
