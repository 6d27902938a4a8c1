//! What the blueprint leaves open, for writers and whoever looks after the bank.

use std::collections::BTreeMap;

use assay_assessment::demand::{Demand, DemandWanted, SupplyOfSkill, demand};
use assay_bank::work::{ItemPool, ItemState};

use super::{Items, rules::SeeBank};
use crate::{AppError, Asking};

/// Forms of a bank that share no item: what was drawn once is not drawn again at the next try.
pub const FORMS_WANTED: u32 = 2;
/// Items of every skill, by pool: a form takes one, and one stands in for it.
const EACH: [(ItemPool, u32); 2] = [(ItemPool::Exam, 3), (ItemPool::Practice, 2)];

impl Items {
    /// What the bank of an exam version still needs, by skill: for so many forms that share no item, and of
    /// kinds or artefacts so many. Without a number of forms it is [`FORMS_WANTED`].
    ///
    /// # Errors
    /// No role in the bank; `NotFound` for an exam version without an outline; or the store failed.
    pub async fn demand(
        &self,
        asking: &Asking,
        pool: ItemPool,
        exam: &str,
        forms: Option<u32>,
        of_kinds: Vec<(String, u32)>,
    ) -> Result<Demand, AppError> {
        let permit = asking.permit::<SeeBank>()?;
        let programme = &asking.programme.programme;
        let (version, outline) =
            programme.exam(exam).zip(programme.outline(exam)).ok_or(AppError::NotFound)?;
        let counts = self.shelf.under(&permit).items_by_skill(pool, exam).await?;
        let mut supply: BTreeMap<String, SupplyOfSkill> = BTreeMap::new();
        for count in counts {
            let many = u32::try_from(count.many).unwrap_or(u32::MAX);
            let is_ready = count.live_state.is_some();
            if !is_ready && count.state == ItemState::Retired {
                continue;
            }
            let skill = count.skill.clone();
            let of =
                supply.entry(skill.clone()).or_insert_with(|| SupplyOfSkill { skill, ..Default::default() });
            *(if is_ready { &mut of.ready } else { &mut of.coming }) += many;
            for kind in [count.kind, count.artefact].into_iter().filter(|kind| !kind.is_empty()) {
                *of.of_kinds.entry(kind).or_default() += many;
            }
        }
        let each = EACH.iter().find(|(of, _)| *of == pool).map_or(0, |(_, each)| *each);
        let wanted =
            DemandWanted { items: version.items_total, forms: forms.unwrap_or(FORMS_WANTED), each, of_kinds };
        Ok(demand(outline, &wanted, &supply.into_values().collect::<Vec<_>>()))
    }
}
