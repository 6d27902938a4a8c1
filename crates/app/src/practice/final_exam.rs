//! The final practice exam before it begins, and its beginning: the clock of the exam, and every question of
//! the form seen in the commit that lets them be sent.

use assay_kernel::{PersonId, PracticeId};
use assay_learning::{
    practice::{PracticePool, PracticeSet},
    run::{RunMode, RunScope},
};
use assay_store::{
    ExposureRecord, Ms, NewPracticeSitting, PracticeRunRecord, Seed, StoreError, Unit,
    statement::{practice_run, practice_sitting},
};
use jiff::SignedDuration;

use super::{Practice, json, must_be_public, rules::Begin, seen::Seen};
use crate::{AppError, Asking, permit::Permit, vault::Pool};

/// A final practice exam before it begins.
#[derive(Clone, Debug)]
pub struct FinalExamView {
    /// For which exam version.
    pub exam: String,
    /// Its set.
    pub set: String,
    /// Its title.
    pub title: String,
    /// What it is.
    pub summary: String,
    /// Questions.
    pub items: usize,
    /// How long it takes.
    pub time_limit_s: u32,
    /// Right answers that its authors expect of whoever just passes.
    pub cut_raw: u32,
    /// Questions of it that were seen already.
    pub seen_before: usize,
    /// The one that runs.
    pub open: Option<PracticeId>,
}

fn seen_of(seen: &Seen, set: &PracticeSet) -> usize {
    set.items.iter().filter(|id| !seen.exposures.is_new(id)).count()
}

impl Practice {
    /// A final practice exam before it begins; none where the set is for something else.
    ///
    /// # Errors
    /// `NotFound`, not signed in, or the store failed.
    pub async fn final_exam(&self, asking: &Asking, set: &str) -> Result<Option<FinalExamView>, AppError> {
        let permit = asking.permit::<Begin>()?;
        let store = self.shelf.under(&permit);
        let pool = self.pools.of(Some(&asking.programme.tree), store).await?;
        let set = pool.set(set).ok_or(AppError::NotFound)?;
        must_be_public(asking, set.exam.as_str())?;
        if set.pool != Some(PracticePool::Final) {
            return Ok(None);
        }
        let facts = pool.final_form(set).ok_or(AppError::NotFound)?;
        let person = asking.person()?;
        let seen = Seen::of(store, person).await?;
        Ok(Some(FinalExamView {
            exam: set.exam.to_string(),
            set: set.id.clone(),
            title: set.title.clone(),
            summary: set.summary.clone(),
            items: set.items.len(),
            time_limit_s: facts.time_limit_s,
            cut_raw: facts.cut_raw,
            seen_before: seen_of(&seen, set),
            open: store.open_practice_sitting(person, &set.id).await?,
        }))
    }

    /// Begins the final practice exam, or finds the one that runs: there is one at a time.
    pub(super) async fn sit_down(
        &self,
        asking: &Asking,
        permit: Permit<Begin>,
        (pool, seen): (&Pool, &Seen),
        set: &PracticeSet,
    ) -> Result<PracticeId, AppError> {
        let (store, person) = (self.shelf.under(&permit), asking.person()?);
        if let Some(open) = store.open_practice_sitting(person, &set.id).await?
            && !self.closed_by_time(asking, open).await?
        {
            return Ok(open);
        }
        let exam = set.exam.to_string();
        let limit = pool.final_form(set).ok_or(AppError::NotFound)?.time_limit_s;
        let limit = SignedDuration::from_secs(i64::from(limit));
        let version = |id: &String| Some((id.clone(), pool.item(id)?.version.to_owned()));
        let pinned: Vec<(String, String)> = set.items.iter().filter_map(version).collect();
        let scope = RunScope { set: Some(set.id.clone()), count: pinned.len(), ..RunScope::default() };
        let record = PracticeRunRecord {
            id: self.mint.id(asking.at),
            person_id: person,
            exam: exam.clone(),
            mode: RunMode::Final.as_str().to_owned(),
            scope: json(&scope)?,
            seed: Seed(u64::from_le_bytes(self.mint.bytes())),
            items: json(&pinned)?,
            tree: asking.programme.tree.clone(),
            started_at: asking.ms(),
            finished_at: None,
        };
        let new = NewPracticeSitting {
            run: record.id,
            person,
            practice_set: set.id.clone(),
            deadline_at: Ms(asking.at.saturating_add(limit).unwrap_or(asking.at)),
            seen_before: u32::try_from(seen_of(seen, set)).unwrap_or(u32::MAX),
        };
        let mut unit = Unit::new();
        self.enrolment(asking, (store, &exam), &mut unit).await?;
        unit.run(practice_run::begun(&record));
        unit.run(practice_sitting::started(&new));
        unit.extend(all_shown(asking, pool, person, (&exam, &pinned)));
        match self.shelf.commit(permit, unit).await {
            // Two starts at once: whoever asks again finds the other one.
            Err(StoreError::Conflict(_)) => Err(AppError::Conflict),
            other => other.map(|()| record.id).map_err(AppError::from),
        }
    }
}

/// The client has the whole form from its first answer on.
fn all_shown(
    asking: &Asking,
    pool: &Pool,
    person: PersonId,
    (exam, pinned): (&str, &[(String, String)]),
) -> Vec<assay_store::Statement> {
    let shown = |(family, version): &(String, String)| {
        let exposure = ExposureRecord {
            family: family.clone(),
            version: version.clone(),
            exam: exam.to_owned(),
            pool: pool.pool_of(family).as_str().to_owned(),
            shown_at: asking.ms(),
            answered_at: None,
            is_right: None,
            revealed_at: None,
        };
        practice_run::shown(person, &exposure)
    };
    pinned.iter().map(shown).collect()
}
