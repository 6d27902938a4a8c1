//! Practice: runs through a set with feedback at once, and the prep plan with its progress.

use std::collections::BTreeMap;

use assay_kernel::{Actor, Practices, TypedId};
use assay_learning::{
    plan::{PrepRecord, StepProgress, progress},
    practice::{DomainPractice, Feedback, PracticeSet, by_domain, feedback},
};
use assay_programme::{model::PrepPlan, offer::offer_on};
use assay_qti::{DeliveryItem, Item, order_of_options};
use assay_store::PracticeRecord;

use crate::{Action, App, AppError, FieldFault, Loaded, authorise};

/// A run through a practice set.
pub struct PracticeView {
    /// The run.
    pub record: PracticeRecord,
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
pub struct PracticedItem {
    /// The run it belongs to.
    pub view: PracticeView,
    /// Place in the set, from 1.
    pub position: u32,
    /// What is asked.
    pub item: DeliveryItem,
    /// Task and skill it practises.
    pub tags: (String, Option<String>),
    /// After the answer: everything.
    pub feedback: Option<Feedback>,
    /// After the answer: the page that settles it (title, address).
    pub source: Option<(String, String)>,
}

impl App {
    /// Starts a run through a practice set.
    ///
    /// # Errors
    /// `NotFound`, not signed in, or the store failed.
    pub async fn start_practice(&self, actor: &Actor, set: &str) -> Result<TypedId<Practices>, AppError> {
        let person = authorise(actor, Action::Practise, None)?;
        let loaded = self.loaded();
        let set = loaded.sets.get(set).ok_or(AppError::NotFound)?;
        self.must_be_public(set.exam.as_str())?;
        let mut seed = [0; 8];
        self.chance.fill(&mut seed);
        let record = PracticeRecord {
            id: self.new_id(),
            person_id: person,
            practice_set: set.id.clone(),
            seed: i64::from_le_bytes(seed),
            started_at: self.ms(),
            finished_at: None,
            correct: 0,
            items: i64::try_from(set.items.len()).unwrap_or_default(),
        };
        self.store.start_practice(&record).await?;
        Ok(record.id)
    }

    /// A run as it stands.
    ///
    /// # Errors
    /// `NotFound` where it is not theirs, or the store failed.
    pub async fn practice(&self, actor: &Actor, id: TypedId<Practices>) -> Result<PracticeView, AppError> {
        crate::signed_in(actor)?;
        let record = self.store.practice(id).await?.ok_or(AppError::NotFound)?;
        authorise(actor, Action::Practise, Some(record.person_id))?;
        let loaded = self.loaded();
        let set = loaded.sets.get(&record.practice_set).ok_or(AppError::NotFound)?.clone();
        let answers = self.practice_answers(id).await?;
        let right = |position: u32, response: &[String]| {
            practice_item(&loaded, &set, position).is_some_and(|item| item.is_correct(response))
        };
        let answered: BTreeMap<u32, bool> =
            answers.iter().map(|(position, response)| (*position, right(*position, response))).collect();
        let count = u32::try_from(set.items.len()).unwrap_or_default();
        let next = (1..=count).find(|position| !answered.contains_key(position));
        let outline = loaded.programme.outline(set.exam.as_str()).ok_or(AppError::NotFound)?;
        let domains = by_domain(&set, outline, &loaded.pool, &answers);
        Ok(PracticeView { record, set, answered, next, domains })
    }

    /// One item of a run; with everything about it once it is answered.
    ///
    /// # Errors
    /// `NotFound`, or the store failed.
    pub async fn practiced_item(
        &self,
        actor: &Actor,
        id: TypedId<Practices>,
        position: u32,
    ) -> Result<PracticedItem, AppError> {
        let view = self.practice(actor, id).await?;
        let loaded = self.loaded();
        let item = practice_item(&loaded, &view.set, position).ok_or(AppError::NotFound)?;
        let seed = u64::from_le_bytes(view.record.seed.to_le_bytes());
        let order = order_of_options(seed, position, item.options.len());
        let answers = self.practice_answers(id).await?;
        let given = answers.get(&position).map(|response| feedback(item, response, &order));
        Ok(PracticedItem {
            position,
            item: DeliveryItem::of(item, position, &order),
            tags: (item.task.clone(), item.skill.clone()),
            source: given.as_ref().map(|_| (item.source.title.clone(), item.source.url.clone())),
            feedback: given,
            view,
        })
    }

    /// Answers an item of a run. The first answer counts, since everything is told afterwards.
    ///
    /// # Errors
    /// `Invalid` where nothing or something impossible was chosen; `NotFound`; or the store failed.
    pub async fn answer_practice(
        &self,
        actor: &Actor,
        id: TypedId<Practices>,
        position: u32,
        response: &[String],
    ) -> Result<(), AppError> {
        let view = self.practice(actor, id).await?;
        let loaded = self.loaded();
        let item = practice_item(&loaded, &view.set, position).ok_or(AppError::NotFound)?;
        if view.answered.contains_key(&position) {
            return Ok(());
        }
        if response.len() != item.choose() || item.accepts(response).is_err() {
            let text = match item.choose() {
                1 => "Choose one answer.".to_owned(),
                count => format!("Choose {count} answers; you chose {}.", response.len()),
            };
            return Err(AppError::Invalid(vec![FieldFault::new("response", text)]));
        }
        let last = view.answered.len() + 1 == view.set.items.len();
        let right_before = view.answered.values().filter(|right| **right).count();
        let right = right_before + usize::from(item.is_correct(response));
        let finished = last.then(|| u32::try_from(right).unwrap_or_default());
        let text = serde_json::to_string(response).map_err(|e| AppError::internal("writing an answer", e))?;
        Ok(self.store.answer_practice(id, position, &text, finished, self.ms()).await?)
    }

    /// The prep plan of an exam version with the progress of the person who asks; nobody's without one.
    ///
    /// # Errors
    /// `NotFound`, or the store failed.
    pub async fn prep(
        &self,
        actor: &Actor,
        exam: &str,
    ) -> Result<(PrepPlan, Vec<StepProgress>, Vec<PracticeRecord>), AppError> {
        let plan = self.programme().prep_plan(exam).ok_or(AppError::NotFound)?.clone();
        let Ok(person) = authorise(actor, Action::Practise, None) else {
            let steps = progress(&plan, &PrepRecord::default());
            return Ok((plan, steps, Vec::new()));
        };
        let runs = self.store.practices_of(person).await?;
        let count = |number: i64| u32::try_from(number).unwrap_or_default();
        let finished = runs.iter().filter(|run| run.finished_at.is_some());
        let finished =
            finished.map(|run| (run.practice_set.clone(), count(run.correct), count(run.items))).collect();
        let ticked = self.store.prep_ticks(person, exam).await?.into_iter().collect();
        let steps = progress(&plan, &PrepRecord { finished, ticked });
        let runs = runs.into_iter().filter(|run| {
            plan.steps.iter().any(|step| step.practice_set.as_ref() == Some(&run.practice_set))
        });
        let runs = runs.collect();
        Ok((plan, steps, runs))
    }

    /// Ticks a step of a prep plan off, or takes the tick back.
    ///
    /// # Errors
    /// `NotFound`, not signed in, or the store failed.
    pub async fn tick_prep_step(
        &self,
        actor: &Actor,
        exam: &str,
        step: &str,
        done: bool,
    ) -> Result<(), AppError> {
        let person = authorise(actor, Action::Practise, None)?;
        self.must_be_public(exam)?;
        let programme = self.programme();
        let plan = programme.prep_plan(exam).ok_or(AppError::NotFound)?;
        if !plan.steps.iter().any(|s| s.id == step) {
            return Err(AppError::NotFound);
        }
        Ok(self.store.tick_prep_step(person, exam, step, done, self.ms()).await?)
    }

    /// What is not announced yet does not exist for anybody outside.
    fn must_be_public(&self, exam: &str) -> Result<(), AppError> {
        let programme = self.programme();
        let exam = programme.exam(exam).ok_or(AppError::NotFound)?;
        match offer_on(&programme, exam, self.today()).is_public() {
            true => Ok(()),
            false => Err(AppError::NotFound),
        }
    }

    async fn practice_answers(&self, id: TypedId<Practices>) -> Result<BTreeMap<u32, Vec<String>>, AppError> {
        let mut answers = BTreeMap::new();
        for (position, text) in self.store.practice_answers(id).await? {
            let response: Vec<String> =
                serde_json::from_str(&text).map_err(|e| AppError::internal("reading an answer", e))?;
            answers.insert(u32::try_from(position).unwrap_or_default(), response);
        }
        Ok(answers)
    }
}

fn practice_item<'l>(loaded: &'l Loaded, set: &PracticeSet, position: u32) -> Option<&'l Item> {
    let id = set.items.get((position as usize).checked_sub(1)?)?;
    loaded.pool.get(id)
}
