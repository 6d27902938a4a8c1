//! The practice pool: items whose answers are told, after the answer. Only the room of practice holds it.

use std::{collections::BTreeMap, sync::Arc};

use assay_bank::{BankItem, DeliveryItem, Missing, ReleasedItem, item_seed};
use assay_learning::practice::{DomainPractice, PracticeSet, by_domain};

use super::media::{Media, Medium};
use crate::Published;

/// The practice pool of a version of the programme.
pub(crate) struct Pool {
    published: Arc<Published>,
    sets: BTreeMap<String, PracticeSet>,
    items: BTreeMap<String, BankItem>,
    media: Media,
}

/// Why something is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unanswered {
    /// No page of ours sends it.
    NoAnswer,
    /// It lacks something.
    Missing(Missing),
}

/// What one may know of a practice item before and after its answer.
pub(crate) struct Practised {
    /// What is asked.
    pub(crate) item: DeliveryItem,
    /// Task and skill it practises.
    pub(crate) tags: (String, Option<String>),
    /// After the answer: everything.
    pub(crate) feedback: Option<ReleasedItem>,
    /// After the answer: the page that settles it (title, address).
    pub(crate) source: Option<(String, String)>,
}

impl Pool {
    pub(crate) fn new(
        published: Arc<Published>,
        sets: BTreeMap<String, PracticeSet>,
        items: BTreeMap<String, BankItem>,
        media: Media,
    ) -> Self {
        Pool { published, sets, items, media }
    }

    /// A practice set.
    pub(crate) fn set(&self, id: &str) -> Option<&PracticeSet> {
        self.sets.get(id)
    }

    fn item(&self, set: &PracticeSet, position: u32) -> Option<&BankItem> {
        let id = set.items.get((position as usize).checked_sub(1)?)?;
        self.items.get(id)
    }

    /// A picture of an item of a set.
    pub(crate) fn medium(&self, set: &PracticeSet, position: u32, name: &str) -> Option<Medium> {
        self.media.medium(self.item(set, position)?, name)
    }

    /// Whether an answer that was given is right.
    pub(crate) fn is_right(&self, set: &PracticeSet, position: u32, seed: u64, answer: &[String]) -> bool {
        self.item(set, position).is_some_and(|item| item.is_right(item_seed(seed, position), answer))
    }

    /// Whether something can be an answer, and what it lacks where it cannot; none where there is no such item.
    pub(crate) fn accepts(
        &self,
        set: &PracticeSet,
        position: u32,
        response: &[String],
    ) -> Option<Result<(), Unanswered>> {
        let item = self.item(set, position)?;
        Some(match item.accepts(response) {
            Err(_) => Err(Unanswered::NoAnswer),
            Ok(()) => item.missing(response).map_or(Ok(()), |missing| Err(Unanswered::Missing(missing))),
        })
    }

    /// An item of a run; with everything about it once it is answered.
    pub(crate) fn practised(
        &self,
        set: &PracticeSet,
        position: u32,
        seed: u64,
        answer: Option<&[String]>,
    ) -> Option<Practised> {
        let item = self.item(set, position)?;
        let given = answer.map(|answer| item.released(position, seed, answer));
        Some(Practised {
            item: DeliveryItem::of(item, position, seed),
            tags: (item.meta.task.clone(), item.meta.skill.clone()),
            source: given.as_ref().map(|_| (item.meta.source.title.clone(), item.meta.source.url.clone())),
            feedback: given,
        })
    }

    /// How a run went by domain; none where the exam version has no outline.
    pub(crate) fn by_domain(
        &self,
        set: &PracticeSet,
        seed: u64,
        answers: &BTreeMap<u32, Vec<String>>,
    ) -> Option<Vec<DomainPractice>> {
        let outline = self.published.programme.outline(set.exam.as_str())?;
        Some(by_domain(set, outline, &self.items, seed, answers))
    }
}
