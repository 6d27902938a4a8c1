//! Practice of before is moved once: from positions in a set to items, and from ticks to reasons.
//!
//! A set's file may have been edited since, so each position is resolved with the file of the version that
//! was in force when the run began. SQL does not know the sets; this does.

use std::sync::Arc;

use assay_kernel::{Instant, PersonId};
use assay_learning::{
    event::{PrepEvent, TICKED_BEFORE},
    practice::PracticeSet,
    run::{RunMode, RunScope, Which},
};
use assay_store::{
    EnrolmentRecord, ExposureRecord, Ms, NewPracticeResponse, PracticeRecord, PracticeRunRecord, Store,
    TickRecord, Unit, VersionRecord,
    statement::{meta, practice_run, prep},
};

use super::json;
use crate::{AppError, Mint, Published, reading, vault::Pool};

/// People and ticks of one round.
const ROUND: i64 = 200;
/// The setting that says that every tick is moved.
const TICKS_MOVED: &str = "prep_ticks_moved";

/// An answer of before, with the item that it was given to.
struct AnswerOfBefore {
    at: Ms,
    run: usize,
    position: u32,
    item: String,
    /// Empty where the item is not known any more.
    version: String,
    exam: String,
    pool: String,
    response: String,
    is_right: bool,
}

/// Moves what the release before wrote; a start that was interrupted is finished by the next.
pub(crate) async fn practice_of_before(
    store: &Store,
    published: &Published,
    mint: &Mint,
) -> Result<(), AppError> {
    let mut pools = PoolsOfBefore { store, versions: Vec::new(), last: None };
    loop {
        let people = store.persons_with_practices(ROUND).await?;
        if people.is_empty() {
            break;
        }
        if pools.versions.is_empty() {
            pools.versions = store.programme_versions().await?;
        }
        for person in people {
            let unit = runs_of(store, &mut pools, person).await?;
            store.commit(unit).await?;
        }
    }
    if store.setting(TICKS_MOVED).await?.as_deref() != Some("yes") {
        ticks(store, published, mint).await?;
        store.commit(meta::set(TICKS_MOVED, "yes").into()).await?;
    }
    Ok(())
}

/// The pools of versions of before: one is kept, for runs come in the order of time.
struct PoolsOfBefore<'s> {
    store: &'s Store,
    versions: Vec<VersionRecord>,
    last: Option<(String, Arc<Pool>)>,
}

impl PoolsOfBefore<'_> {
    /// The pool that was in force at an instant, with its mark.
    async fn at(&mut self, at: Instant) -> Result<(String, Arc<Pool>), AppError> {
        let then = self.versions.iter().rev().find(|version| version.applied_at.0 <= at);
        let tree = then.or(self.versions.first()).map(|version| version.tree.clone()).unwrap_or_default();
        if let Some((known, pool)) = self.last.as_ref().filter(|(known, _)| *known == tree) {
            return Ok((known.clone(), pool.clone()));
        }
        let pool = Arc::new(reading::kept(self.store, &tree).await?.pool);
        self.last = Some((tree.clone(), pool.clone()));
        Ok((tree, pool))
    }
}

/// Everything that one person practised, in one unit: their first answer to an item is the exposure.
async fn runs_of(store: &Store, pools: &mut PoolsOfBefore<'_>, person: PersonId) -> Result<Unit, AppError> {
    let (mut unit, mut answers) = (Unit::new(), Vec::new());
    let practices = store.practices_of(person).await?;
    for (run, practice) in practices.iter().enumerate() {
        if store.practice_run(practice.id).await?.is_some() {
            continue;
        }
        let (tree, pool) = pools.at(practice.started_at.0).await?;
        let set = pool.set(&practice.practice_set);
        unit.run(practice_run::begun(&moved(practice, set, (&pool, tree))?));
        for (position, response, at) in store.practice_answers(practice.id).await? {
            let position = u32::try_from(position).unwrap_or_default();
            answers.push(answer(practice, set, &pool, (run, position, response, at))?);
        }
    }
    answers.sort_by_key(|answer| (answer.at, answer.run, answer.position));
    for answer in answers {
        let Some(practice) = practices.get(answer.run) else { continue };
        let given = NewPracticeResponse {
            run: practice.id,
            item: answer.item.clone(),
            command: format!("before:{}", answer.position),
            response: answer.response,
            is_right: answer.is_right,
            sure: None,
            took_ms: None,
        };
        unit.run(practice_run::given(&given, answer.at));
        if answer.version.is_empty() {
            continue;
        }
        let exposure = ExposureRecord {
            family: answer.item.clone(),
            version: answer.version,
            exam: answer.exam,
            pool: answer.pool,
            shown_at: answer.at,
            answered_at: None,
            is_right: None,
            revealed_at: None,
        };
        // Of the same item only the first of these changes anything.
        unit.run(practice_run::shown(person, &exposure));
        unit.run(practice_run::answered(person, &answer.item, answer.is_right, answer.at));
        unit.run(practice_run::revealed(person, &answer.item, answer.at));
    }
    Ok(unit)
}

fn moved(
    practice: &PracticeRecord,
    set: Option<&PracticeSet>,
    (pool, tree): (&Pool, String),
) -> Result<PracticeRunRecord, AppError> {
    let ids = set.map(|set| set.items.as_slice()).unwrap_or_default();
    let version = |id: &String| (id.clone(), pool.item(id).map_or("", |item| item.version).to_owned());
    let items: Vec<(String, String)> = ids.iter().map(version).collect();
    let scope = RunScope {
        set: Some(practice.practice_set.clone()),
        part: None,
        which: Which::default(),
        count: items.len(),
    };
    Ok(PracticeRunRecord {
        id: practice.id,
        person_id: practice.person_id,
        exam: set.map(|set| set.exam.to_string()).unwrap_or_default(),
        mode: RunMode::Set.as_str().to_owned(),
        scope: json(&scope)?,
        seed: practice.seed,
        items: json(&items)?,
        tree,
        started_at: practice.started_at,
        finished_at: practice.finished_at,
    })
}

/// An answer with its item. Where the set is gone it keeps its position and says nothing of any item.
fn answer(
    practice: &PracticeRecord,
    set: Option<&PracticeSet>,
    pool: &Pool,
    (run, position, response, at): (usize, u32, String, Ms),
) -> Result<AnswerOfBefore, AppError> {
    let chosen: Vec<String> =
        serde_json::from_str(&response).map_err(|e| AppError::internal("reading an answer", e))?;
    let id = set.and_then(|set| set.items.get((position as usize).checked_sub(1)?));
    let item = id.and_then(|id| pool.item(id));
    let name = id.cloned().unwrap_or_else(|| format!("{}#{position}", practice.practice_set));
    Ok(AnswerOfBefore {
        at,
        run,
        position,
        version: item.map_or("", |item| item.version).to_owned(),
        exam: set.map(|set| set.exam.to_string()).unwrap_or_default(),
        pool: set.map_or("", |set| set.counts_as().as_str()).to_owned(),
        is_right: pool.is_right(&name, (position, practice.seed.0), &chosen),
        item: name,
        response,
    })
}

async fn ticks(store: &Store, published: &Published, mint: &Mint) -> Result<(), AppError> {
    let mut last: Option<TickRecord> = None;
    loop {
        let ticked = store.prep_ticks(last.as_ref(), ROUND).await?;
        let Some(end) = ticked.last() else { return Ok(()) };
        for tick in &ticked {
            store.commit(tick_of(store, published, mint, tick).await?).await?;
        }
        last = Some(end.clone());
    }
}

async fn tick_of(
    store: &Store,
    published: &Published,
    mint: &Mint,
    tick: &TickRecord,
) -> Result<Unit, AppError> {
    let known = published.exam(&tick.exam);
    let certification = known.map_or_else(|| tick.exam.clone(), |exam| exam.certification.to_string());
    let mut unit = Unit::new();
    let open = store.enrolment(tick.person_id, &certification).await?;
    let id = open.as_ref().map_or_else(|| mint.id(tick.ticked_at.0), |open| open.id);
    if open.is_none() {
        let (person_id, started_at) = (tick.person_id, tick.ticked_at);
        let begun = EnrolmentRecord { id, person_id, certification, started_at, left_at: None };
        unit.run(prep::enrolled(&begun));
    }
    let (exam, step) = (tick.exam.clone(), tick.step.clone());
    let command = format!("ticked:{exam}:{step}");
    let event = PrepEvent::StepSkipped { exam, step, reason: TICKED_BEFORE.to_owned() };
    unit.run(prep::happened(id, &command, &json(&event)?, tick.ticked_at));
    Ok(unit)
}
