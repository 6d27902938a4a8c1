//! Starting a run: which questions it has is decided once and pinned with their versions.

use assay_kernel::{Date, PracticeId};
use assay_learning::{
    exposure::NEW_A_DAY_MAX,
    practice::PracticePool,
    run::{RunMode, RunScope, Which},
};
use assay_store::{PracticeRunRecord, Seed, StoreError, Unit, statement::practice_run};
use jiff::SignedDuration;

use super::{
    Practice, Wanted,
    carried::Carried,
    evidence::{AllAnswers, LogEvidence},
    json, must_be_public,
    next::worth_most,
    pinned,
    reviews::Reviews,
    rules::Begin,
    seen::Seen,
    situation::Situation,
};
use crate::{AppError, Asking, FieldFault, permit::Permit, vault::Pool};

/// Questions of a run where nobody says how many.
const COUNT: usize = 10;
/// Questions of a run, at most: as many as an exam has.
const COUNT_MAX: usize = 65;

/// A run that somebody wants.
#[derive(Clone, Debug, Default)]
pub struct NewRun {
    /// For which exam version; a set knows its own.
    pub exam: String,
    /// How it asks; a set knows how.
    pub mode: Option<RunMode>,
    /// What it is about.
    pub scope: RunScope,
}

impl From<&str> for NewRun {
    /// Through a set.
    fn from(set: &str) -> NewRun {
        let scope = RunScope { set: Some(set.to_owned()), ..RunScope::default() };
        NewRun { scope, ..NewRun::default() }
    }
}

impl Practice {
    /// Starts a run, or finds the open one that asks the same.
    ///
    /// # Errors
    /// `NotFound`, not signed in, `Invalid` where no question is left, or the store failed.
    pub async fn start(
        &self,
        asking: &Asking,
        run: impl Into<NewRun>,
        wanted: Wanted,
    ) -> Result<PracticeId, AppError> {
        let run = run.into();
        match self.started(asking, run.clone(), wanted).await {
            // Somebody else of theirs began to prepare at the same moment: theirs is found now.
            Err(AppError::Conflict) => self.started(asking, run, wanted).await,
            other => other,
        }
    }

    async fn started(&self, asking: &Asking, run: NewRun, wanted: Wanted) -> Result<PracticeId, AppError> {
        let permit = asking.permit::<Begin>()?;
        let (store, person) = (self.shelf.under(&permit), asking.person()?);
        let pool = self.pools.of(Some(&asking.programme.tree), store).await?;
        let NewRun { exam, mode, mut scope } = run;
        let set = scope.set.as_deref().map(|set| pool.set(set).ok_or(AppError::NotFound)).transpose()?;
        let exam = set.map_or(exam, |set| set.exam.to_string());
        must_be_public(asking, &exam)?;
        let mode = match set.map(|set| set.pool) {
            Some(Some(PracticePool::Pretest)) => RunMode::Pretest,
            Some(Some(PracticePool::Final)) => RunMode::Final,
            Some(None) => RunMode::Set,
            Some(Some(PracticePool::Drill)) | None => mode
                .filter(|mode| !matches!(mode, RunMode::Set | RunMode::Pretest | RunMode::Final))
                .unwrap_or(RunMode::Learn),
        };
        scope.count = if scope.count == 0 { COUNT } else { scope.count.min(COUNT_MAX) };
        scope.which = mode.asks().unwrap_or(scope.which);
        let seen = Seen::of(store, person).await?;
        if let (RunMode::Final, Some(set)) = (mode, set) {
            return self.sit_down(asking, permit, (&pool, &seen), set).await;
        }
        let scope_text = json(&scope)?;
        if wanted == Wanted::GoOn {
            let same = |one: &&PracticeRunRecord| {
                one.exam == exam && one.mode == mode.as_str() && one.scope == scope_text
            };
            let latest = seen.runs.iter().find(same);
            if let Some(open) = latest.filter(|run| run.finished_at.is_none()) {
                // Two devices may have answered its last two questions at once.
                let is_through = seen.answers(open.id).count() == pinned(open)?.len();
                if !(mode.tells_at_once() && is_through) {
                    return Ok(open.id);
                }
            }
        }
        let seed = Seed(u64::from_le_bytes(self.mint.bytes()));
        let items = match scope.which {
            Which::Due | Which::Card => {
                let target = Situation::of(store, asking, &exam).await?.day();
                coming_back(asking, &pool, &seen, (&exam, target), &scope)?
            }
            Which::New | Which::Wrong | Which::Any => {
                let situation = Situation::of(store, asking, &exam).await?;
                let carried = Carried::of(&asking.programme, &pool, &seen, (&situation, &exam))?;
                let answers = AllAnswers::of(&pool, &seen, &exam, carried)?;
                chosen(asking, (&pool, &seen, &answers), (&exam, &scope), seed.0)?
            }
        };
        let version = |id: &String| Some((id.clone(), pool.item(id)?.version.to_owned()));
        let pinned: Vec<(String, String)> = items.iter().filter_map(version).collect();
        let record = PracticeRunRecord {
            id: self.mint.id(asking.at),
            person_id: person,
            exam: exam.clone(),
            mode: mode.as_str().to_owned(),
            scope: scope_text,
            seed,
            items: json(&pinned)?,
            tree: asking.programme.tree.clone(),
            started_at: asking.ms(),
            finished_at: None,
        };
        let mut unit = Unit::new();
        self.enrolment(asking, (store, &exam), &mut unit).await?;
        unit.run(practice_run::begun(&record));
        self.begun(permit, unit).await?;
        Ok(record.id)
    }

    async fn begun(&self, permit: Permit<Begin>, unit: Unit) -> Result<(), AppError> {
        match self.shelf.commit(permit, unit).await {
            Err(StoreError::Conflict(_)) => Err(AppError::Conflict),
            other => Ok(other?),
        }
    }
}

fn nothing_left(text: &str) -> AppError {
    AppError::Invalid(vec![FieldFault::new("scope", text)])
}

/// Which items are asked, in order.
fn chosen(
    asking: &Asking,
    (pool, seen, answers): (&Pool, &Seen, &AllAnswers),
    (exam, scope): (&str, &RunScope),
    seed: u64,
) -> Result<Vec<String>, AppError> {
    let whole = scope.set.as_deref().and_then(|set| pool.set(set));
    if let Some(set) = whole.filter(|set| set.pool != Some(PracticePool::Drill)) {
        return Ok(set.items.iter().filter(|id| pool.item(id).is_some()).cloned().collect());
    }
    let wrong = seen.wrong(exam);
    let in_scope = |id: &&str| pool.item(id).is_some_and(|item| scope.has(item.task, item.skill));
    let is_new = |id: &str| seen.exposures.is_new(id);
    let list: Vec<&str> = match scope.which {
        Which::Wrong => wrong.into_iter().filter(in_scope).collect(),
        which => {
            let drills = pool.drills(exam, scope.set.as_deref());
            drills.into_iter().filter(in_scope).filter(|id| which == Which::Any || is_new(id)).collect()
        }
    };
    let day_ago = asking.at.checked_sub(SignedDuration::from_hours(24)).unwrap_or(asking.at);
    let today = seen.exposures.iter().filter(|(_, exposure)| exposure.shown_at > day_ago).count();
    if scope.which != Which::Wrong && today >= NEW_A_DAY_MAX {
        return Err(nothing_left(
            "You have seen 300 new questions in a day. Go on tomorrow: rest helps more now.",
        ));
    }
    let mut practised = seen.practised(pool, exam);
    for (skill, times) in answers.carried.iter().flat_map(|carried| &carried.practised) {
        *practised.entry(skill.clone()).or_default() += times;
    }
    let known = asking.programme.exam(exam);
    let mut chosen = match known.zip(asking.programme.outline(exam)) {
        Some(known) => {
            let new: Vec<&str> = list.iter().copied().filter(|id| is_new(id)).collect();
            let evidence = LogEvidence::today(asking, known, pool, answers)?;
            worth_most(known, pool, &evidence, &practised, &new, (scope.count, seed))?
        }
        None => Vec::new(),
    };
    // What was seen fills up a run that may have it.
    let is_free = |id: &&str| chosen.iter().all(|one| one != id && !pool.are_enemies(one, id));
    let rest: Vec<&str> = list.into_iter().filter(is_free).collect();
    let wanted = scope.count.saturating_sub(chosen.len());
    chosen.extend(pool.choose(&rest, is_new, &practised, (wanted, seed)));
    match (chosen.is_empty(), scope.which) {
        (false, _) => Ok(chosen),
        (true, Which::Wrong) => {
            Err(nothing_left("Nothing of this was answered wrong, so nothing is asked again."))
        }
        (true, _) => Err(nothing_left(
            "No new questions are left here. Choose another part, or questions that you have seen.",
        )),
    }
}

/// What comes back, in the order in which it is due; no two enemies in one run.
fn coming_back(
    asking: &Asking,
    pool: &Pool,
    seen: &Seen,
    (exam, target): (&str, Option<Date>),
    scope: &RunScope,
) -> Result<Vec<String>, AppError> {
    let reviews = Reviews::of(asking, pool, seen, (exam, target))?;
    let list = if scope.which == Which::Due { reviews.due() } else { reviews.all() };
    let mut asked: Vec<String> = Vec::new();
    for id in list {
        let is_in = pool.item(id).is_some_and(|item| scope.has(item.task, item.skill));
        if is_in && asked.len() < scope.count && !asked.iter().any(|one| pool.are_enemies(one, id)) {
            asked.push(id.to_owned());
        }
    }
    match asked.is_empty() {
        false => Ok(asked),
        true => Err(nothing_left("No question is due to be looked at again here.")),
    }
}
