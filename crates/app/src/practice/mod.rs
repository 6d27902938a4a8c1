//! The room of practice: runs through a set with feedback at once, and the prep plan with its progress.

mod prep;
mod rules;

use std::{collections::BTreeMap, sync::Arc};

use assay_bank::{DeliveryItem, Missing, ReleasedItem};
use assay_kernel::PracticeId;
use assay_learning::practice::{DomainPractice, PracticeSet};
use assay_programme::offer::offer_on;
use assay_store::{PracticeRecord, Reads, Seed, Unit, statement::practice};

pub use prep::{OpenRun, PrepView, RunLine};
pub(crate) use rules::ACTS;
use rules::{Begin, Practise};

use crate::{
    AppError, Asking, FieldFault, Mint,
    permit::Permit,
    shelf::Shelf,
    vault::{Medium, Pool, Practised, Unanswered, Vault},
};

/// Practising: the only room that holds the practice pool with its answers.
pub struct Practice {
    shelf: Shelf,
    mint: Mint,
    pools: Arc<Vault<Pool>>,
}

/// A run through a practice set.
pub struct PracticeView {
    /// Id.
    pub id: PracticeId,
    /// The set.
    pub set: PracticeSet,
    /// Positions answered so far, with whether the answer was right.
    pub answered: BTreeMap<u32, bool>,
    /// The first position not answered; none when finished.
    pub next: Option<u32>,
    /// How it went by domain.
    pub domains: Vec<DomainPractice>,
}

/// One item of a run, before or after its answer.
pub struct PractisedItem {
    /// The run it belongs to.
    pub view: PracticeView,
    /// Place in the set, from 1.
    pub position: u32,
    /// What is asked.
    pub item: DeliveryItem,
    /// Task and skill it practises.
    pub tags: (String, Option<String>),
    /// What was answered; none before the answer.
    pub answer: Option<Vec<String>>,
    /// After the answer: everything.
    pub feedback: Option<ReleasedItem>,
    /// After the answer: the page that settles it (title, address).
    pub source: Option<(String, String)>,
}

/// What is meant where a run through the same set is open already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// To go on with it: nothing that was answered gets lost without a word.
    GoOn,
    /// A run of its own.
    Anew,
}

/// A run that was opened.
struct Opened {
    permit: Permit<Practise>,
    record: PracticeRecord,
    pool: Arc<Pool>,
    answers: BTreeMap<u32, Vec<String>>,
}

impl Practice {
    pub(crate) fn new(shelf: Shelf, mint: Mint, pools: Arc<Vault<Pool>>) -> Self {
        Practice { shelf, mint, pools }
    }

    /// Starts a run through a practice set, or finds the one that is open.
    ///
    /// # Errors
    /// `NotFound`, not signed in, or the store failed.
    pub async fn start(&self, asking: &Asking, set: &str, wanted: Wanted) -> Result<PracticeId, AppError> {
        let permit = asking.permit::<Begin>()?;
        let store = self.shelf.under(&permit);
        let pool = self.pools.of(Some(&asking.programme.tree), store).await?;
        let set = pool.set(set).ok_or(AppError::NotFound)?;
        must_be_public(asking, set.exam.as_str())?;
        if wanted == Wanted::GoOn {
            let runs = store.practices_of(asking.person()?).await?;
            let latest = runs.iter().find(|run| run.practice_set == set.id);
            if let Some(open) = latest.filter(|run| run.finished_at.is_none()) {
                return Ok(open.id);
            }
        }
        let seed = Seed(u64::from_le_bytes(self.mint.bytes()));
        let record = PracticeRecord {
            id: self.mint.id(asking.at),
            person_id: asking.person()?,
            practice_set: set.id.clone(),
            seed,
            started_at: asking.ms(),
            finished_at: None,
            correct: 0,
            items: u32::try_from(set.items.len()).unwrap_or_default(),
        };
        self.shelf.commit(permit, practice::started(&record)).await?;
        Ok(record.id)
    }

    /// A run as it stands.
    ///
    /// # Errors
    /// `NotFound` where it is not theirs, or the store failed.
    pub async fn run(&self, asking: &Asking, id: PracticeId) -> Result<PracticeView, AppError> {
        view(&self.open(asking, id).await?)
    }

    /// One item of a run; with everything about it once it is answered.
    ///
    /// # Errors
    /// `NotFound`, or the store failed.
    pub async fn item(
        &self,
        asking: &Asking,
        id: PracticeId,
        position: u32,
    ) -> Result<PractisedItem, AppError> {
        let opened = self.open(asking, id).await?;
        let view = view(&opened)?;
        let answer = opened.answers.get(&position).cloned();
        let practised = opened.pool.practised(&view.set, position, opened.record.seed.0, answer.as_deref());
        let Practised { item, tags, feedback, source } = practised.ok_or(AppError::NotFound)?;
        Ok(PractisedItem { view, position, item, tags, answer, feedback, source })
    }

    /// A picture of an item of a run.
    ///
    /// # Errors
    /// `NotFound` where the run is not theirs or the item has no such picture; or the store failed.
    pub async fn medium(
        &self,
        asking: &Asking,
        id: PracticeId,
        position: u32,
        name: &str,
    ) -> Result<Medium, AppError> {
        let opened = self.open(asking, id).await?;
        let set = opened.pool.set(&opened.record.practice_set).ok_or(AppError::NotFound)?;
        opened.pool.medium(set, position, name).ok_or(AppError::NotFound)
    }

    /// Answers an item of a run. The first answer counts, since everything is told afterwards.
    ///
    /// # Errors
    /// `Invalid` where nothing or something impossible was chosen; `NotFound`; or the store failed.
    pub async fn answer(
        &self,
        asking: &Asking,
        id: PracticeId,
        position: u32,
        response: &[String],
    ) -> Result<(), AppError> {
        let opened = self.open(asking, id).await?;
        let view = view(&opened)?;
        let accepted = opened.pool.accepts(&view.set, position, response).ok_or(AppError::NotFound)?;
        if view.answered.contains_key(&position) {
            return Ok(());
        }
        if let Err(why) = accepted {
            return Err(AppError::Invalid(vec![FieldFault::new("response", asked_for(why))]));
        }
        let last = view.answered.len() + 1 == view.set.items.len();
        let right_before = view.answered.values().filter(|right| **right).count();
        let right = right_before + usize::from(opened.is_right(&view.set, position, response));
        let finished = last.then(|| u32::try_from(right).unwrap_or_default());
        let text = serde_json::to_string(response).map_err(|e| AppError::internal("writing an answer", e))?;
        let now = asking.ms();
        let mut unit = Unit::from(practice::answered(id, position, &text, now));
        unit.extend(finished.map(|correct| practice::finished(id, correct, now)));
        Ok(self.shelf.commit(opened.permit, unit).await?)
    }

    async fn open(&self, asking: &Asking, id: PracticeId) -> Result<Opened, AppError> {
        let (permit, record) = self.shelf.open::<Practise, _>(asking, |store| store.practice(id)).await?;
        let store = self.shelf.under(&permit);
        let pool = self.pools.of(Some(&asking.programme.tree), store).await?;
        let answers = answers(store, id).await?;
        Ok(Opened { permit, record, pool, answers })
    }
}

impl Opened {
    fn is_right(&self, set: &PracticeSet, position: u32, answer: &[String]) -> bool {
        self.pool.is_right(set, position, self.record.seed.0, answer)
    }
}

/// What somebody is asked for who has not answered.
fn asked_for(why: Unanswered) -> String {
    let Unanswered::Missing(Missing { least, most, given }) = why else {
        return "Choose one answer.".to_owned();
    };
    match (least, most) {
        (1, _) if given == 0 => "Choose one answer.".to_owned(),
        (least, most) if least == most => format!("Choose {least} answers; you chose {given}."),
        (least, _) if u32::try_from(given).unwrap_or(u32::MAX) < least => {
            format!("Choose at least {least} answers; you chose {given}.")
        }
        (_, most) => format!("Choose at most {most} answers; you chose {given}."),
    }
}

fn view(opened: &Opened) -> Result<PracticeView, AppError> {
    let Opened { record, pool, answers, .. } = opened;
    let set = pool.set(&record.practice_set).ok_or(AppError::NotFound)?.clone();
    let right =
        |(position, response): (&u32, &Vec<String>)| (*position, opened.is_right(&set, *position, response));
    let answered: BTreeMap<u32, bool> = answers.iter().map(right).collect();
    let count = u32::try_from(set.items.len()).unwrap_or_default();
    let next = (1..=count).find(|position| !answered.contains_key(position));
    let domains = pool.by_domain(&set, record.seed.0, answers).ok_or(AppError::NotFound)?;
    Ok(PracticeView { id: record.id, set, answered, next, domains })
}

/// What is not announced yet does not exist for anybody outside.
fn must_be_public(asking: &Asking, exam: &str) -> Result<(), AppError> {
    let exam = asking.programme.exam(exam).ok_or(AppError::NotFound)?;
    match offer_on(&asking.programme, exam, asking.today).is_public() {
        true => Ok(()),
        false => Err(AppError::NotFound),
    }
}

async fn answers(store: &Reads, id: PracticeId) -> Result<BTreeMap<u32, Vec<String>>, AppError> {
    let mut answers = BTreeMap::new();
    for (position, text) in store.practice_answers(id).await? {
        let response: Vec<String> =
            serde_json::from_str(&text).map_err(|e| AppError::internal("reading an answer", e))?;
        answers.insert(u32::try_from(position).unwrap_or_default(), response);
    }
    Ok(answers)
}
