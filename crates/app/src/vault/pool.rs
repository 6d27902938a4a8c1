//! The practice pool: items whose answers are told, after the answer. Only the room of practice holds it.

use std::{collections::BTreeMap, sync::Arc};

use assay_bank::{DeliveryItem, Item, order_of_options};
use assay_learning::practice::{DomainPractice, Feedback, PracticeSet, by_domain, feedback};

use crate::Published;

/// The practice pool of a version of the programme.
pub(crate) struct Pool {
    published: Arc<Published>,
    sets: BTreeMap<String, PracticeSet>,
    items: BTreeMap<String, Item>,
}

/// What one may know of a practice item before and after its answer.
pub(crate) struct Practised {
    /// What is asked.
    pub(crate) item: DeliveryItem,
    /// Task and skill it practises.
    pub(crate) tags: (String, Option<String>),
    /// After the answer: everything.
    pub(crate) feedback: Option<Feedback>,
    /// After the answer: the page that settles it (title, address).
    pub(crate) source: Option<(String, String)>,
}

impl Pool {
    pub(crate) fn new(
        published: Arc<Published>,
        sets: BTreeMap<String, PracticeSet>,
        items: BTreeMap<String, Item>,
    ) -> Self {
        Pool { published, sets, items }
    }

    /// A practice set.
    pub(crate) fn set(&self, id: &str) -> Option<&PracticeSet> {
        self.sets.get(id)
    }

    fn item(&self, set: &PracticeSet, position: u32) -> Option<&Item> {
        let id = set.items.get((position as usize).checked_sub(1)?)?;
        self.items.get(id)
    }

    /// Whether an answer that was given is right.
    pub(crate) fn is_right(&self, set: &PracticeSet, position: u32, response: &[String]) -> bool {
        self.item(set, position).is_some_and(|item| item.is_correct(response))
    }

    /// Whether something can be an answer: none where it can; how many to choose where it cannot; outside it
    /// is none where there is no such item.
    pub(crate) fn accepts(
        &self,
        set: &PracticeSet,
        position: u32,
        response: &[String],
    ) -> Option<Result<(), usize>> {
        let item = self.item(set, position)?;
        let choose = item.choose();
        Some(if response.len() == choose && item.accepts(response).is_ok() { Ok(()) } else { Err(choose) })
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
        let order = order_of_options(seed, position, item.options.len());
        let given = answer.map(|response| feedback(item, response, &order));
        Some(Practised {
            item: DeliveryItem::of(item, position, &order),
            tags: (item.task.clone(), item.skill.clone()),
            source: given.as_ref().map(|_| (item.source.title.clone(), item.source.url.clone())),
            feedback: given,
        })
    }

    /// How a run went by domain; none where the exam version has no outline.
    pub(crate) fn by_domain(
        &self,
        set: &PracticeSet,
        answers: &BTreeMap<u32, Vec<String>>,
    ) -> Option<Vec<DomainPractice>> {
        let outline = self.published.programme.outline(set.exam.as_str())?;
        Some(by_domain(set, outline, &self.items, answers))
    }
}
