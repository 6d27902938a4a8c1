//! The sitting: start, deliver, save, hand in, result.
//!
//! Memory keeps of a sitting what never changes; whether it is open, who writes it and what it holds is read
//! from the store each time, so that nothing is shown or told that is not durable (F11). Whether a change is
//! taken is judged by the statement that appends it. The walk of a saved answer is in
//! `docs/lifecycle/save-an-answer.md`.

use std::{collections::BTreeMap, sync::Arc};

use assay_assessment::{
    form::Form,
    registration::may_use,
    score::ScoreReport,
    sitting::{Because, Refused, SEQ_STEP_MAX, SaveResponse, Sitting, State, TRANSIT_GRACE},
    whole::{Place, not_ready},
    writer::{Holder, Writer},
};
use assay_kernel::{Actor, ExamCode, Instant, Persons, Registrations, Sittings, TypedId};
use assay_qti::{DeliveryItem, Item, order_of_options};
use assay_store::{Day, Ms, ResponseStep, SittingRecord, SittingState, StoreError};
use jiff::SignedDuration;

use crate::{Action, App, AppError, Loaded, Sittable, authorise, authorise::signed_in};

/// Sittings held in memory at most; beyond that the ones not in use are read again when needed.
const SEATS_MAX: usize = 50_000;
/// More of a browser's name than this says nothing.
const DEVICE_CHARS_MAX: usize = 200;

/// The latest change of one answer, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
struct Latest {
    seq: i64,
    response: Vec<String>,
    flagged: bool,
}

/// What of a sitting never changes, kept in memory.
pub(crate) struct Seat {
    person: TypedId<Persons>,
    /// The programme it was started on: a change applied meanwhile does not reach it.
    loaded: Arc<Loaded>,
    /// Its state and deadline are those of the reading: nothing is decided by them.
    as_read: Sitting,
}

impl Seat {
    fn item_at(&self, position: u32) -> Result<Option<&Item>, AppError> {
        let form = form(&self.loaded, &self.as_read.form)?;
        let index = (position as usize).checked_sub(1);
        let entry = index.and_then(|index| form.items.get(index));
        Ok(entry.and_then(|entry| self.loaded.bank.get(&entry.item)))
    }

    /// The sitting as it is now.
    pub(crate) fn as_it_is(&self, state: &SittingState) -> Result<Sitting, AppError> {
        let deadline_at = state.deadline_at.0;
        let state = match state.submitted_at()? {
            Some(at) => State::Submitted { at: at.0, time_over: state.time_over != 0 },
            None => State::Open,
        };
        Ok(Sitting { deadline_at, state, ..self.as_read.clone() })
    }
}

/// A change of an answer, with the device that sends it.
#[derive(Clone, Debug)]
pub struct Save {
    /// The change.
    pub change: SaveResponse,
    /// Who writes.
    pub writer: Writer,
}

/// A hand-in, with the device that sends it.
#[derive(Clone, Debug)]
pub struct HandIn {
    /// Why.
    pub because: Because,
    /// Who writes.
    pub writer: Writer,
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

/// How much time a sitting has left.
#[derive(Clone, Copy, Debug)]
pub struct TimeLeft {
    /// Open or not.
    pub open: bool,
    /// What is left of it.
    pub time_left_ms: i64,
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
    /// Who writes it, as the one sees it who asked.
    pub writer: Holder,
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
    /// Starts the sitting of a registration, or finds it where it runs already. Whoever starts it writes it.
    ///
    /// # Errors
    /// `Registration` where it is too early or too late; `NotFound`; or the store failed.
    pub async fn start_sitting(
        &self,
        actor: &Actor,
        registration: TypedId<Registrations>,
        writer: &Writer,
        device: &str,
    ) -> Result<TypedId<Sittings>, AppError> {
        signed_in(actor)?;
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
            lease: writer.as_str().to_owned(),
            lease_at: Some(now.as_millisecond()),
        };
        match self.store.start_sitting(&sitting, &shortened(device)).await {
            Ok(()) => Ok(sitting.id),
            // Two starts at once: the other one won, and it is the same sitting to the candidate.
            Err(StoreError::Conflict(_)) => {
                let running = self.store.sitting_of_registration(registration).await?;
                running.map(|s| s.id).ok_or(AppError::Conflict)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// What the candidate sees of a sitting: the safe view of each item, and their own stored answers.
    ///
    /// # Errors
    /// `NotFound` where it is not theirs; or the store failed.
    pub async fn deliver(
        &self,
        actor: &Actor,
        id: TypedId<Sittings>,
        writer: &Writer,
    ) -> Result<Delivery, AppError> {
        let (seat, state) = self.own_sitting(actor, id).await?;
        let now = self.now();
        let sitting = seat.as_it_is(&state)?;
        let Sittable { form, places, .. } =
            seat.loaded.sittable(sitting.exam.as_str(), Some(&sitting.form))?;
        let is_open = sitting.state == State::Open && !sitting.time_is_over(now);
        // After handing in nothing of the form is shown again: items stay secret.
        let places = if is_open { places.as_slice() } else { &[] };
        let mut answers = if is_open { self.stored_answers(id).await? } else { BTreeMap::new() };
        let items = places.iter().zip(1_u32..).map(|(Place { item, .. }, position)| {
            let order = order_of_options(sitting.seed, position, item.options.len());
            let answer = answers.remove(&position).unwrap_or_default();
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
            writer: writer.stands(&state.lease),
            time_limit_ms: i64::try_from(limit).unwrap_or(i64::MAX),
            time_left_ms: sitting.time_left_ms(now),
            items: items.collect(),
        })
    }

    /// How much time is left: asked by a page that woke up, or believes that it is over (N4, N5).
    ///
    /// # Errors
    /// `NotFound` where it is not theirs; or the store failed.
    pub async fn time_left(&self, actor: &Actor, id: TypedId<Sittings>) -> Result<TimeLeft, AppError> {
        let (seat, state) = self.own_sitting(actor, id).await?;
        let (sitting, now) = (seat.as_it_is(&state)?, self.now());
        let open = sitting.state == State::Open && !sitting.time_is_over(now);
        Ok(TimeLeft { open, time_left_ms: if open { sitting.time_left_ms(now) } else { 0 } })
    }

    /// Saves a change of an answer; returns when it is durable.
    ///
    /// # Errors
    /// `Sitting` with the rule that says no; `Unavailable`: nothing was stored, try again.
    pub async fn save_response(
        &self,
        actor: &Actor,
        id: TypedId<Sittings>,
        save: Save,
    ) -> Result<Saved, AppError> {
        signed_in(actor)?;
        let seat = self.seat(id).await?;
        authorise(actor, Action::Sit, Some(seat.person))?;
        let Save { change, writer } = save;
        Sitting::fits(seat.item_at(change.position)?, &change)?;
        let now = self.now();
        let response = serde_json::to_string(&change.response)
            .map_err(|error| AppError::internal("writing a response", error))?;
        let step = ResponseStep {
            sitting: id,
            position: change.position,
            seq: change.seq,
            response,
            flagged: change.flagged,
            saved_at: Ms(now),
            writer: writer.as_str().to_owned(),
            ends_from: Ms(now.saturating_sub(TRANSIT_GRACE).unwrap_or(now)),
            seq_step_max: SEQ_STEP_MAX,
            item_seen_ms: change.evidence.item_seen_ms,
            item_elapsed_ms: change.evidence.item_elapsed_ms,
            client_elapsed_ms: change.evidence.client_elapsed_ms,
        };
        match self.store.save_response(step).await {
            Ok(()) => {
                Ok(Saved { seq: change.seq, saved_at: now, time_left_ms: seat.as_read.time_left_ms(now) })
            }
            Err(StoreError::Conflict(_)) => Err(self.why_refused(&seat, &change, &writer, now).await?),
            Err(error) => Err(error.into()),
        }
    }

    /// Why the store took no change, in words that name only what is stored.
    async fn why_refused(
        &self,
        seat: &Seat,
        change: &SaveResponse,
        writer: &Writer,
        now: Instant,
    ) -> Result<AppError, AppError> {
        let id = seat.as_read.id;
        let found = self.store.refused_step(id, change.position).await?.ok_or(AppError::NotFound)?;
        let sitting = seat.as_it_is(&found.state)?;
        let refused = match sitting.accept(seat.item_at(change.position)?, found.latest_seq, change, now) {
            Err(Refused::Closed) => Refused::Closed,
            _ if !writer.may_write(&found.state.lease) => Refused::WriterElsewhere,
            Err(refused) => refused,
            // The same number with another content is not a repeat: it would be lost.
            Ok(()) => match found.latest_seq {
                Some(current) if current == change.seq => Refused::StaleSeq { current },
                // It was refused and would be taken now: whoever sends it again will see.
                _ => return Ok(AppError::Unavailable(StoreError::Conflict("changed meanwhile".to_owned()))),
            },
        };
        Ok(refused.into())
    }

    /// Hands a sitting in; scoring follows at once. Handing in twice changes nothing.
    ///
    /// # Errors
    /// `NotFound` where it is not theirs; `Sitting` where another device writes it, or time is given as the
    /// reason and some is left; or the store failed.
    pub async fn submit_sitting(
        &self,
        actor: &Actor,
        id: TypedId<Sittings>,
        hand_in: &HandIn,
    ) -> Result<(), AppError> {
        let (seat, state) = self.own_sitting(actor, id).await?;
        let sitting = seat.as_it_is(&state)?;
        if sitting.state == State::Open {
            // Before the clock is asked: one who only reads is told so, whatever the time.
            if !hand_in.writer.may_write(&state.lease) {
                return Err(Refused::WriterElsewhere.into());
            }
            let then = sitting.handed_in(hand_in.because, self.now())?;
            self.close_sitting(id, then, hand_in.writer.as_str()).await?;
        }
        // The candidate waits for the result page; the job is there in case this is interrupted, or held.
        match self.score_sitting(id).await {
            Err(AppError::Held(_)) => Ok(()),
            // Handed in it is, durably: whatever goes wrong with its score is the job's to try again.
            Err(error) => {
                tracing::error!(sitting = %id, %error, "a sitting that was handed in is not scored yet");
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// Hands in what ran out of time, and queues its scoring.
    pub(crate) async fn close_overdue(&self) -> Result<(), AppError> {
        let before = self.now().saturating_sub(SignedDuration::from_secs(6)).unwrap_or(self.now());
        for id in self.store.overdue_sittings(Ms(before)).await? {
            // One that cannot be read must not keep the others open.
            if let Err(error) = self.close_if_over(id).await {
                tracing::error!(%id, %error, "an overdue sitting could not be handed in");
            }
        }
        Ok(())
    }

    async fn close_if_over(&self, id: TypedId<Sittings>) -> Result<(), AppError> {
        let seat = self.seat(id).await?;
        let state = self.store.sitting_state(id).await?.ok_or(AppError::NotFound)?;
        let sitting = seat.as_it_is(&state)?;
        match sitting.submitted(self.now()) {
            then @ State::Submitted { time_over: true, .. } if sitting.state == State::Open => {
                self.close_sitting(id, then, "").await
            }
            _ => Ok(()),
        }
    }

    /// Hands a sitting in; done once the store says so.
    async fn close_sitting(&self, id: TypedId<Sittings>, then: State, writer: &str) -> Result<(), AppError> {
        let State::Submitted { at, time_over } = then else { return Ok(()) };
        match self.store.submit_sitting(id, Ms(at), time_over, writer, self.ms()).await {
            Ok(()) => {}
            // Somebody was faster: the one who handed it in, or the one who took it over.
            Err(StoreError::Conflict(_)) => {
                let state = self.store.sitting_state(id).await?.ok_or(AppError::NotFound)?;
                if state.submitted_at.is_none() {
                    return Err(Refused::WriterElsewhere.into());
                }
            }
            Err(error) => return Err(error.into()),
        }
        // Memory is for sittings that run.
        self.seats.lock().map_err(poisoned)?.remove(&id);
        self.job_bell.notify_one();
        Ok(())
    }

    /// A sitting's result.
    ///
    /// # Errors
    /// `NotFound` where it is not theirs; or the store failed.
    pub async fn result(&self, actor: &Actor, id: TypedId<Sittings>) -> Result<ResultView, AppError> {
        signed_in(actor)?;
        let sitting = self.store.sitting(id).await?.ok_or(AppError::NotFound)?;
        authorise(actor, Action::ReadResult, Some(sitting.person_id))?;
        let report = sitting.report.as_deref().map(serde_json::from_str).transpose();
        let report = report.map_err(|error| AppError::internal("reading a score report", error))?;
        let open = sitting.submitted_at.is_none();
        let held = report.is_none() && {
            // Files that are gone hold it as an item that is gone does (`held.rs`).
            let loaded = self.loaded_as(sitting.tree.as_deref()).await;
            loaded.map_or(true, |loaded| loaded.sittable(&sitting.exam, Some(&sitting.form)).is_err())
        };
        Ok(ResultView { sitting, report, open, held })
    }

    /// A sitting of the person who asks, as it is now.
    pub(crate) async fn own_sitting(
        &self,
        actor: &Actor,
        id: TypedId<Sittings>,
    ) -> Result<(Arc<Seat>, SittingState), AppError> {
        signed_in(actor)?;
        let seat = self.seat(id).await?;
        authorise(actor, Action::Sit, Some(seat.person))?;
        let state = self.store.sitting_state(id).await?.ok_or(AppError::NotFound)?;
        Ok((seat, state))
    }

    async fn seat(&self, id: TypedId<Sittings>) -> Result<Arc<Seat>, AppError> {
        if let Some(seat) = self.seats.lock().map_err(poisoned)?.get(&id) {
            return Ok(seat.clone());
        }
        let record = self.store.sitting(id).await?.ok_or(AppError::NotFound)?;
        let loaded = self.loaded_as(record.tree.as_deref()).await?;
        let seat = Arc::new(Seat { person: record.person_id, loaded, as_read: as_read(&record)? });
        if record.submitted_at.is_none() {
            let mut seats = self.seats.lock().map_err(poisoned)?;
            if seats.len() >= SEATS_MAX {
                seats.retain(|_, seat| Arc::strong_count(seat) > 1);
            }
            seats.insert(id, seat.clone());
        }
        Ok(seat)
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

fn poisoned<T>(_: std::sync::PoisonError<T>) -> AppError {
    AppError::internal("the sittings in memory", "a thread died holding them")
}

/// A browser's name for itself, as far as it says something.
pub(crate) fn shortened(device: &str) -> String {
    device.chars().take(DEVICE_CHARS_MAX).collect()
}

fn as_read(record: &SittingRecord) -> Result<Sitting, AppError> {
    let state = match record.submitted_at()? {
        Some(at) => State::Submitted { at: at.0, time_over: record.time_over != 0 },
        None => State::Open,
    };
    Ok(Sitting {
        id: record.id,
        registration: record.registration_id,
        person: record.person_id,
        exam: ExamCode::new(&record.exam),
        form: record.form.clone(),
        seed: u64::from_le_bytes(record.seed.to_le_bytes()),
        started_at: record.started_at.0,
        deadline_at: record.deadline_at.0,
        state,
    })
}
