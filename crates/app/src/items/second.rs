//! Who answered items before they saw the key: people here, and people and machines in the records.

use assay_bank::work::ItemPool;
use assay_store::{AnsweredBank, Reads, StoreError};

use super::{Items, held::HeldItem, rules::SeeBank};
use crate::{AppError, Asking};

/// How many items have a second answer, or how many an item has, by who gave them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SecondReads {
    /// By people who worked here, to any version.
    pub here: i64,
    /// By people, as the files beside the programme record them, to the present wording.
    pub people: i64,
    /// By machines, as those files record them, to the present wording.
    pub machines: i64,
}

impl SecondReads {
    /// Whether all that is known of are a machine's.
    pub fn are_by_machine_alone(self) -> bool {
        self.machines > 0 && self.here == 0 && self.people == 0
    }
}

impl SecondReads {
    fn of(counted: AnsweredBank) -> Self {
        let AnsweredBank { here, people, machines } = counted;
        SecondReads { here, people, machines }
    }
}

impl Items {
    /// How many items of a pool have a second answer.
    ///
    /// # Errors
    /// No role in the bank, or the store failed.
    pub async fn second_reads(
        &self,
        asking: &Asking,
        pool: ItemPool,
        exam: &str,
    ) -> Result<SecondReads, AppError> {
        let permit = asking.permit::<SeeBank>()?;
        Ok(SecondReads::of(self.shelf.under(&permit).second_answers_of_bank(pool, exam).await?))
    }
}

/// How many items of its pool have a second answer, and how many a version of this item has; of those that
/// were given here, to any version.
pub(super) async fn second_reads_at(
    store: &Reads,
    item: &HeldItem,
    version: u32,
) -> Result<(SecondReads, SecondReads), StoreError> {
    let recorded = store.second_answers_of_item(&item.record, version.into()).await?;
    let here: usize = item.work.versions.iter().map(|version| version.answers.len()).sum();
    let of_item = SecondReads {
        here: i64::try_from(here).unwrap_or(i64::MAX),
        people: recorded.item_people,
        machines: recorded.item_machines,
    };
    Ok((SecondReads::of(recorded.bank), of_item))
}
