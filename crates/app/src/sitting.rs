//! The sitting: start, deliver, save, hand in, result.
//!
//! The walk of a saved answer is in `docs/lifecycle/save-an-answer.md`.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex},
};

use assay_assessment::{
    form::Form,
    registration::may_use,
    score::ScoreReport,
    sitting::{Refused, SaveResponse, Sitting, State},
    whole::{Place, not_ready},
};
use assay_kernel::{Actor, ExamCode, Instant, Persons, Registrations, Sittings, TypedId};
use assay_qti::{DeliveryItem, Item, order_of_options};
use assay_store::{Day, Ms, ResponseStep, SittingRecord, StoreError};
use jiff::SignedDuration;

use crate::{Action, App, AppError, Loaded, Sittable, authorise};

/// Sittings held in memory at most; beyond that the ones not in use are read again when needed.
const OPEN_SITTINGS_MAX: usize = 50_000;

/// The latest change of one answer.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
struct Latest {
    seq: i64,
    response: Vec<String>,
    flagged: bool,
}

/// A sitting in memory: what is fixed, and its latest answers. The truth is in the store.
pub(crate) struct OpenSitting {
    person: TypedId<Persons>,
    /// The programme it was started on: a change applied meanwhile does not reach it.
    loaded: Arc<Loaded>,
    live: Mutex<Live>,
    /// Saves share it until they are durable; a hand-in takes it alone, after all of them. A second hand-in
    /// waits for what the store says to the first.
    gate: Arc<tokio::sync::RwLock<()>>,
}

impl OpenSitting {
    fn of(
        record: &SittingRecord,
        loaded: Arc<Loaded>,
        answers: BTreeMap<u32, Latest>,
    ) -> Result<Self, AppError> {
        let live = Mutex::new(live(record, answers)?);
        Ok(OpenSitting { person: record.person_id, loaded, live, gate: Arc::default() })
    }

    fn item_at(&self, sitting: &Sitting, position: u32) -> Result<Option<&Item>, AppError> {
        let form = form(&self.loaded, &sitting.form)?;
        let index = (position as usize).checked_sub(1);
        let entry = index.and_then(|index| form.items.get(index));
        Ok(entry.and_then(|entry| self.loaded.bank.get(&entry.item)))
    }
}

struct Live {
    sitting: Sitting,
    /// A hand-in is on its way to the store: nothing is accepted any more, and nothing is handed in yet.
    handing_in: bool,
    answers: BTreeMap<u32, Latest>,
}

/// An answer is durable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The change that is stored.
    pub seq: i64,
    /// When.
    pub saved_at: Instant,
    /// Milliseconds left: the server's clock is the only clock.
    pub time_left_ms: i64,
}

/// An item as delivered, with the candidate's own answer.
#[derive(Clone, Debug)]
pub struct DeliveredItem {
    /// The safe view.
    pub item: DeliveryItem,
    /// What is stored as the answer.
    pub response: Vec<String>,
    /// Marked for review.
    pub flagged: bool,
    /// Number of the latest change; 0 before the first.
    pub seq: i64,
}

/// A whole sitting as delivered.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Its id.
    pub sitting: TypedId<Sittings>,
    /// Exam version.
    pub exam: String,
    /// The form is a demonstration form.
    pub demonstration: bool,
    /// Open or not.
    pub open: bool,
    /// Testing time.
    pub time_limit_ms: i64,
    /// What is left of it.
    pub time_left_ms: i64,
    /// In order.
    pub items: Vec<DeliveredItem>,
}

/// A finished sitting with its report, once it is scored.
#[derive(Clone, Debug)]
pub struct ResultView {
    /// The sitting.
    pub sitting: SittingRecord,
    /// The report.
    pub report: Option<ScoreReport>,
    /// Still open: no result yet.
    pub open: bool,
    /// Its form is not whole, so its scoring waits for the team.
    pub held: bool,
}

impl App {
    /// Starts the sitting of a registration, or finds it where it runs already.
    ///
    /// # Errors
    /// `Registration` where it is too early or too late; `NotFound`; or the store failed.
    pub async fn start_sitting(
        &self,
        actor: &Actor,
        registration: TypedId<Registrations>,
    ) -> Result<TypedId<Sittings>, AppError> {
        let record = self.store.registration(registration).await?.ok_or(AppError::NotFound)?;
        let person = authorise(actor, Action::Sit, Some(record.person_id))?;
        if let Some(running) = self.store.sitting_of_registration(registration).await? {
            return Ok(running.id);
        }
        let loaded = self.loaded();
        // Whoever is registered is told why not; a clock never starts on a form with something missing.
        let not_ready = |_| AppError::Registration(not_ready(&record.exam));
        let Sittable { exam, form, .. } = loaded.sittable(&record.exam, None).map_err(not_ready)?;
        let today = self.today();
        let sit_until = record.sit_until()?.map(|day| day.0);
        let candidate = self.candidate_record(person).await?;
        may_use(&loaded.programme, exam, sit_until, &candidate, today).map_err(AppError::Registration)?;
        let others = self.store.sittings_of(person).await?;
        let running = others.iter().find(|other| other.exam == record.exam && other.scored_at.is_none());
        match running {
            // Two starts at once: the other one won.
            Some(running) if running.registration_id == registration => return Ok(running.id),
            // Two sittings of one exam at once would be two tries under one wait.
            Some(_) => return Err(AppError::Conflict),
            None => {}
        }
        let now = self.ms();
        let limit_s = i64::from(form.time_limit_s(exam.items_total, exam.time_limit_min));
        let deadline = now.saturating_add(SignedDuration::from_secs(limit_s)).unwrap_or(now.0);
        let mut seed = [0; 8];
        self.chance.fill(&mut seed);
        let sitting = SittingRecord {
            id: self.new_id(),
            registration_id: registration,
            person_id: person,
            exam: record.exam.clone(),
            form: form.id.clone(),
            seed: i64::from_le_bytes(seed),
            started_on: Day(today),
            started_at: now,
            deadline_at: Ms(deadline),
            submitted_at: None,
            time_over: 0,
            report: None,
            scored_at: None,
            tree: Some(loaded.tree.clone()),
        };
        match self.store.start_sitting(&sitting).await {
            Ok(()) => Ok(sitting.id),
            // Two starts at once: the other one won, and it is the same sitting to the candidate.
            Err(StoreError::Conflict(_)) => {
                let running = self.store.sitting_of_registration(registration).await?;
                running.map(|s| s.id).ok_or(AppError::Conflict)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// What the candidate sees of a sitting: the safe view of each item, and their own answers.
    ///
    /// # Errors
    /// `NotFound` where it is not theirs; or the store failed.
    pub async fn deliver(&self, actor: &Actor, id: TypedId<Sittings>) -> Result<Delivery, AppError> {
        let open = self.open_sitting(id).await?;
        authorise(actor, Action::Sit, Some(open.person))?;
        let live = lock(&open)?;
        let sitting = &live.sitting;
        let Sittable { form, places, .. } =
            open.loaded.sittable(sitting.exam.as_str(), Some(&sitting.form))?;
        let now = self.now();
        let is_open = sitting.state == State::Open && !sitting.time_is_over(now);
        // After handing in nothing of the form is shown again: items stay secret.
        let places = if is_open { places.as_slice() } else { &[] };
        let items = places.iter().zip(1_u32..).map(|(Place { item, .. }, position)| {
            let order = order_of_options(sitting.seed, position, item.options.len());
            let answer = live.answers.get(&position).cloned().unwrap_or_default();
            DeliveredItem {
                item: DeliveryItem::of(item, position, &order),
                response: answer.response,
                flagged: answer.flagged,
                seq: answer.seq,
            }
        });
        let limit = sitting.deadline_at.duration_since(sitting.started_at).as_millis();
        Ok(Delivery {
            sitting: id,
            exam: sitting.exam.to_string(),
            demonstration: form.demonstration,
            open: is_open,
            time_limit_ms: i64::try_from(limit).unwrap_or(i64::MAX),
            time_left_ms: sitting.time_left_ms(now),
            items: items.collect(),
        })
    }

    /// Saves a change of an answer; returns when it is durable.
    ///
    /// # Errors
    /// `Sitting` with the rule that says no; `Unavailable`: nothing was stored, try again.
    pub async fn save_response(
        &self,
        actor: &Actor,
        id: TypedId<Sittings>,
        save: SaveResponse,
    ) -> Result<Saved, AppError> {
        let open = self.open_sitting(id).await?;
        authorise(actor, Action::Sit, Some(open.person))?;
        let shared = open.gate.clone().read_owned().await;
        let now = self.now();
        let (step, time_left_ms) = {
            let mut live = lock(&open)?;
            if live.handing_in {
                return Err(Refused::Closed.into());
            }
            let item = open.item_at(&live.sitting, save.position)?;
            let stored = live.answers.get(&save.position);
            live.sitting.accept(item, stored.map(|latest| latest.seq), &save, now)?;
            let latest = Latest { seq: save.seq, response: save.response.clone(), flagged: save.flagged };
            // The same number with another content is not a repeat: it would be lost, so it is refused.
            if let Some(stored) = stored.filter(|stored| stored.seq == save.seq && **stored != latest) {
                return Err(Refused::StaleSeq { current: stored.seq }.into());
            }
            live.answers.insert(save.position, latest);
            let response = serde_json::to_string(&save.response)
                .map_err(|error| AppError::internal("writing a response", error))?;
            let step = ResponseStep {
                sitting: id,
                position: save.position,
                seq: save.seq,
                response,
                flagged: save.flagged,
                saved_at: Ms(now),
            };
            (step, live.sitting.time_left_ms(now))
        };
        self.store_step(step, shared).await?;
        Ok(Saved { seq: save.seq, saved_at: now, time_left_ms })
    }

    /// Hands a sitting in; scoring follows at once. Handing in twice changes nothing.
    ///
    /// # Errors
    /// `NotFound` where it is not theirs; or the store failed.
    pub async fn submit_sitting(&self, actor: &Actor, id: TypedId<Sittings>) -> Result<(), AppError> {
        let open = self.open_sitting(id).await?;
        authorise(actor, Action::Sit, Some(open.person))?;
        self.close_sitting(id, &open).await?;
        // The candidate waits for the result page; the job is there in case this is interrupted, or held.
        match self.score_sitting(id).await {
            Err(AppError::Held(_)) => Ok(()),
            scored => scored,
        }
    }

    /// Hands in what ran out of time, and queues its scoring.
    pub(crate) async fn close_overdue(&self) -> Result<(), AppError> {
        let before = self.now().saturating_sub(SignedDuration::from_secs(6)).unwrap_or(self.now());
        for id in self.store.overdue_sittings(Ms(before)).await? {
            // One that cannot be read must not keep the others open.
            let closed = match self.open_sitting(id).await {
                Ok(open) => self.close_sitting(id, &open).await,
                Err(error) => Err(error),
            };
            if let Err(error) = closed {
                tracing::error!(%id, %error, "an overdue sitting could not be handed in");
            }
        }
        Ok(())
    }

    /// Stores a step in a task of its own: a request that goes away (closed browser, time limit) must not
    /// keep memory and store from agreeing. After a failure memory is forgotten, the store is the truth.
    async fn store_step(
        &self,
        step: ResponseStep,
        shared: tokio::sync::OwnedRwLockReadGuard<()>,
    ) -> Result<(), AppError> {
        let (store, sittings) = (self.store.clone(), self.open_sittings.clone());
        let (id, key, seq) = (step.sitting, step.sitting.to_string(), step.seq);
        let task = tokio::spawn(async move {
            let stored = store.save_response(step).await;
            drop(shared);
            if stored.is_err() {
                forget(&sittings, &key);
            }
            stored
        });
        match task.await.map_err(|error| AppError::internal("storing an answer", error))? {
            Ok(()) => Ok(()),
            // The store knows better than memory did: handed in elsewhere, or another answer of this number.
            Err(StoreError::Conflict(_)) => {
                let record = self.store.sitting(id).await?.ok_or(AppError::NotFound)?;
                match record.submitted_at {
                    Some(_) => Err(Refused::Closed.into()),
                    None => Err(Refused::StaleSeq { current: seq }.into()),
                }
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Hands a sitting in; done once the store says so. In a task of its own, as a step is.
    async fn close_sitting(&self, id: TypedId<Sittings>, open: &Arc<OpenSitting>) -> Result<(), AppError> {
        let (store, sittings, open) = (self.store.clone(), self.open_sittings.clone(), open.clone());
        let now = self.now();
        let task = tokio::spawn(async move {
            let _alone = open.gate.write().await;
            let state = {
                let mut live = lock(&open)?;
                if live.sitting.state != State::Open {
                    return Ok(());
                }
                // No answer is accepted from here on; those accepted before are durable by now.
                live.handing_in = true;
                live.sitting.submitted(now)
            };
            let State::Submitted { at, time_over } = state else { return Ok(()) };
            let stored = store.submit_sitting(id, Ms(at), time_over, Ms(now)).await;
            let mut live = lock(&open)?;
            live.handing_in = false;
            // Nothing more is accepted, or nothing is known any more: memory is for sittings that run.
            forget(&sittings, &id.to_string());
            match stored {
                Ok(()) | Err(StoreError::Conflict(_)) => {
                    live.sitting.state = state;
                    Ok(())
                }
                Err(error) => Err(AppError::from(error)),
            }
        });
        task.await.map_err(|error| AppError::internal("handing in", error))??;
        self.job_bell.notify_one();
        Ok(())
    }

    /// A sitting's result.
    ///
    /// # Errors
    /// `NotFound` where it is not theirs; or the store failed.
    pub async fn result(&self, actor: &Actor, id: TypedId<Sittings>) -> Result<ResultView, AppError> {
        let sitting = self.store.sitting(id).await?.ok_or(AppError::NotFound)?;
        authorise(actor, Action::ReadResult, Some(sitting.person_id))?;
        let report = sitting.report.as_deref().map(serde_json::from_str).transpose();
        let report = report.map_err(|error| AppError::internal("reading a score report", error))?;
        let open = sitting.submitted_at.is_none();
        let held = report.is_none() && {
            let loaded = self.loaded_as(sitting.tree.as_deref()).await?;
            loaded.sittable(&sitting.exam, Some(&sitting.form)).is_err()
        };
        Ok(ResultView { sitting, report, open, held })
    }

    async fn open_sitting(&self, id: TypedId<Sittings>) -> Result<Arc<OpenSitting>, AppError> {
        let key = id.to_string();
        let poisoned = |_| AppError::internal("the list of open sittings", "a thread died holding it");
        if let Some(open) = self.open_sittings.lock().map_err(poisoned)?.get(&key) {
            return Ok(open.clone());
        }
        let record = self.store.sitting(id).await?.ok_or(AppError::NotFound)?;
        let answers = self.stored_answers(id).await?;
        let loaded = self.loaded_as(record.tree.as_deref()).await?;
        let read = Arc::new(OpenSitting::of(&record, loaded.clone(), answers)?);
        let kept = {
            let mut open = self.open_sittings.lock().map_err(poisoned)?;
            if open.len() >= OPEN_SITTINGS_MAX {
                open.retain(|_, sitting| Arc::strong_count(sitting) > 1);
            }
            // Another request may have been faster: all must share one.
            open.entry(key.clone()).or_insert(read).clone()
        };
        // Handed in between reading and keeping it: what is kept would be open for ever.
        let again = self.store.sitting(id).await?.ok_or(AppError::NotFound)?;
        if again.submitted_at.is_some() && record.submitted_at.is_none() {
            forget(&self.open_sittings, &key);
            return Ok(Arc::new(OpenSitting::of(&again, loaded, BTreeMap::new())?));
        }
        Ok(kept)
    }

    async fn stored_answers(&self, id: TypedId<Sittings>) -> Result<BTreeMap<u32, Latest>, AppError> {
        let mut answers = BTreeMap::new();
        for row in self.store.responses(id).await? {
            let response: Vec<String> = serde_json::from_str(&row.response)
                .map_err(|error| AppError::internal("reading a response", error))?;
            let position = u32::try_from(row.position).unwrap_or_default();
            answers.insert(position, Latest { seq: row.seq, response, flagged: row.flagged != 0 });
        }
        Ok(answers)
    }

    /// The stored answers of a sitting by position: what is scored.
    pub(crate) async fn answers(
        &self,
        id: TypedId<Sittings>,
    ) -> Result<BTreeMap<u32, Vec<String>>, AppError> {
        let stored = self.stored_answers(id).await?;
        Ok(stored.into_iter().map(|(position, latest)| (position, latest.response)).collect())
    }
}

pub(crate) fn form<'l>(loaded: &'l Loaded, id: &str) -> Result<&'l Form, AppError> {
    loaded.forms.get(id).ok_or_else(|| AppError::internal("the form is gone from the programme", id))
}

fn forget(sittings: &Mutex<HashMap<String, Arc<OpenSitting>>>, key: &str) {
    if let Ok(mut open) = sittings.lock() {
        open.remove(key);
    }
}

fn lock(open: &OpenSitting) -> Result<std::sync::MutexGuard<'_, Live>, AppError> {
    open.live.lock().map_err(|_| AppError::internal("a sitting", "a thread died holding it"))
}

fn live(record: &SittingRecord, answers: BTreeMap<u32, Latest>) -> Result<Live, AppError> {
    let state = match record.submitted_at()? {
        Some(at) => State::Submitted { at: at.0, time_over: record.time_over != 0 },
        None => State::Open,
    };
    let sitting = Sitting {
        id: record.id,
        registration: record.registration_id,
        person: record.person_id,
        exam: ExamCode::new(&record.exam),
        form: record.form.clone(),
        seed: u64::from_le_bytes(record.seed.to_le_bytes()),
        started_at: record.started_at.0,
        deadline_at: record.deadline_at.0,
        state,
    };
    Ok(Live { sitting, handing_in: false, answers })
}
