//! What is done for items after the request.

use super::{Items, ItemsJob};
use crate::{
    AppError, Asking,
    jobs::{Then, Works},
};

impl Works for Items {
    type Job = ItemsJob;

    async fn carry_out(&self, asking: &Asking, job: ItemsJob) -> Result<Then<ItemsJob>, AppError> {
        match job {
            ItemsJob::ReadImport { import } => self.read_page(asking, import).await,
            ItemsJob::PutToUse { version } => self.put_to_use(asking, version).await,
        }
    }
}
