//! The practice pool: items whose answers are told, after the answer. Only the room of practice holds it.

use std::{collections::BTreeMap, sync::Arc};

use assay_bank::{BankItem, DeliveryItem, ItemKind, MissingValues, ReleasedItem, item_seed};
use assay_kernel::{Date, ExamCode};
use assay_learning::{
    choice::{Candidate, choose},
    practice::{DomainPractice, PracticePool, PracticeSet, by_domain},
};

use assay_psychometrics::readiness::{GUESSING_ONE, GUESSING_SEVERAL};

use super::media::{ItemMedium, Media};
use crate::Published;

mod final_form;
mod invented;

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
    Missing(MissingValues),
}

/// What one may know of a practice item before and after its answer.
pub(crate) struct Practised {
    /// What is asked.
    pub(crate) item: DeliveryItem,
    /// Task and skill it practises.
    pub(crate) tags: (String, Option<String>),
    /// After the answer: everything.
    pub(crate) feedback: Option<ReleasedItem>,
    /// After the answer: the page that settles it.
    pub(crate) source: Option<PractisedSource>,
}

/// The page that settles a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PractisedSource {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// The day on which its text was read; none where nobody has said so.
    pub read: Option<Date>,
}

/// A practice item without anything of its content: what a choice is made by.
pub(crate) struct PractisedEntry<'a> {
    pub(crate) id: &'a str,
    pub(crate) version: &'a str,
    pub(crate) exam: &'a str,
    pub(crate) task: &'a str,
    pub(crate) skill: Option<&'a str>,
    pub(crate) time_s: u32,
}

/// What a practice item tells of whoever answers it: no content.
pub(crate) struct RatedItem<'a> {
    pub(crate) id: &'a str,
    pub(crate) task: &'a str,
    pub(crate) skill: Option<&'a str>,
    /// The share that its author expects of those who just pass.
    pub(crate) rating: f64,
    has_one_key: bool,
}

impl RatedItem<'_> {
    /// The chance to be right without knowing.
    pub(crate) fn guessing(&self) -> f64 {
        if self.has_one_key { GUESSING_ONE } else { GUESSING_SEVERAL }
    }
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

    /// The sets of an exam version.
    pub(crate) fn sets_of<'a>(&'a self, exam: &'a str) -> impl Iterator<Item = &'a PracticeSet> + 'a {
        self.sets.values().filter(move |set| set.exam == exam)
    }

    /// The items that are practised with: of one set, or of all that are no first look and no final form.
    pub(crate) fn drills<'p>(&'p self, exam: &'p str, set: Option<&str>) -> Vec<&'p str> {
        let sets = self.sets_of(exam).filter(|one| set.is_none_or(|set| one.id == set));
        let sets = sets.filter(|set| matches!(set.pool, None | Some(PracticePool::Drill)));
        let mut items: Vec<&str> = sets.flat_map(|set| set.items.iter().map(String::as_str)).collect();
        items.sort_unstable();
        items.dedup();
        items
    }

    /// What an item is, but for its content.
    pub(crate) fn item(&self, id: &str) -> Option<PractisedEntry<'_>> {
        let (id, item) = self.items.get_key_value(id)?;
        Some(PractisedEntry {
            id,
            version: item.version.as_str(),
            exam: item.meta.exam.as_str(),
            task: &item.meta.task,
            skill: item.meta.skill.as_deref(),
            time_s: item.meta.time_s,
        })
    }

    /// The skill that an item asks for, and of which exam version; none that names no skill.
    pub(crate) fn skill_of(&self, id: &str) -> Option<(&ExamCode, &str)> {
        let meta = &self.items.get(id)?.meta;
        Some((&meta.exam, meta.skill.as_deref()?))
    }

    /// Every item of an exam version with its author's rating, by id.
    pub(crate) fn rated<'a>(&'a self, exam: &'a str) -> impl Iterator<Item = RatedItem<'a>> + 'a {
        let of_exam = self.items.values().filter(move |item| item.meta.exam == exam);
        of_exam.map(|item| RatedItem {
            id: &item.meta.id,
            task: &item.meta.task,
            skill: item.meta.skill.as_deref(),
            rating: item.meta.difficulty,
            has_one_key: item.kind() != Some(ItemKind::MultipleResponse),
        })
    }

    /// Whether two items must not meet, whichever of them says so.
    pub(crate) fn are_enemies(&self, one: &str, other: &str) -> bool {
        let says = |one: &str, other: &str| {
            self.items.get(one).is_some_and(|item| item.meta.enemies.iter().any(|enemy| enemy == other))
        };
        says(one, other) || says(other, one)
    }

    /// The pool as which an item counts: the first set that has it says so.
    pub(crate) fn pool_of(&self, id: &str) -> PracticePool {
        let set = self.sets.values().find(|set| set.items.iter().any(|item| item == id));
        set.map_or(PracticePool::Drill, PracticeSet::counts_as)
    }

    /// Whether every item is here in the version that a run pinned.
    pub(crate) fn has_all(&self, pinned: &[(String, String)]) -> bool {
        pinned.iter().all(|(id, version)| self.item(id).is_some_and(|item| item.version == version))
    }

    /// Chooses items of a list; those that are new come first.
    pub(crate) fn choose(
        &self,
        list: &[&str],
        is_new: impl Fn(&str) -> bool,
        practised: &BTreeMap<String, u32>,
        (count, seed): (usize, u64),
    ) -> Vec<String> {
        let mut skills: BTreeMap<&str, usize> = BTreeMap::new();
        let mut number = |name| {
            let next = skills.len();
            *skills.entry(name).or_insert(next)
        };
        let items: Vec<&BankItem> = list.iter().filter_map(|id| self.items.get(*id)).collect();
        let place = |id: &String| items.iter().position(|item| item.meta.id == *id);
        let mut candidates = Vec::with_capacity(items.len());
        for item in &items {
            candidates.push(Candidate {
                domain: item
                    .meta
                    .task
                    .split('.')
                    .next()
                    .and_then(|text| text.parse().ok())
                    .unwrap_or_default(),
                skill: number(item.meta.skill.as_deref().unwrap_or(&item.meta.task)),
                rating: item.meta.difficulty,
                is_new: is_new(&item.meta.id),
                enemies: item.meta.enemies.iter().filter_map(place).collect(),
            });
        }
        let practised =
            skills.iter().filter_map(|(name, skill)| Some((*skill, *practised.get(*name)?))).collect();
        let chosen = choose(&candidates, &practised, count, seed);
        chosen.into_iter().filter_map(|place| Some(items.get(place)?.meta.id.clone())).collect()
    }

    /// A picture of an item; one of a rationale only where everything about the item is told.
    pub(crate) fn medium(&self, id: &str, name: &str, is_told: bool) -> Option<ItemMedium> {
        let item = self.items.get(id)?;
        if is_told { self.media.medium(item, name) } else { self.media.asked(item, name) }
    }

    /// Whether an answer that was given is right.
    pub(crate) fn is_right(&self, id: &str, (position, seed): (u32, u64), answer: &[String]) -> bool {
        self.items.get(id).is_some_and(|item| item.is_right(item_seed(seed, position), answer))
    }

    /// Whether something can be an answer, and what it lacks where it cannot.
    ///
    /// None where there is no such item.
    pub(crate) fn accepts(&self, id: &str, response: &[String]) -> Option<Result<(), Unanswered>> {
        let item = self.items.get(id)?;
        Some(match item.accepts(response) {
            Err(_) => Err(Unanswered::NoAnswer),
            Ok(()) => item.missing(response).map_or(Ok(()), |missing| Err(Unanswered::Missing(missing))),
        })
    }

    /// An item of a run; with everything about it once it is answered and may be told.
    pub(crate) fn practised(
        &self,
        id: &str,
        (position, seed): (u32, u64),
        answer: Option<&[String]>,
    ) -> Option<Practised> {
        let item = self.items.get(id)?;
        let given = answer.map(|answer| item.released(position, seed, answer));
        let source = &item.meta.source;
        let source =
            PractisedSource { title: source.title.clone(), url: source.url.clone(), read: source.read };
        Some(Practised {
            item: DeliveryItem::of(item, position, seed),
            tags: (item.meta.task.clone(), item.meta.skill.clone()),
            source: given.as_ref().map(|_| source),
            feedback: given,
        })
    }

    /// How a run went by domain; none where the exam version has no outline.
    pub(crate) fn by_domain<'q>(
        &self,
        exam: &str,
        questions: impl IntoIterator<Item = (&'q str, Option<bool>)>,
    ) -> Option<Vec<DomainPractice>> {
        let outline = self.published.programme.outline(exam)?;
        let of = |(id, right)| Some((self.items.get(id)?.meta.task.as_str(), right));
        Some(by_domain(outline, questions.into_iter().filter_map(of)))
    }
}
