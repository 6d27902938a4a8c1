//! What the team decides about a sitting: its result is kept back, given after all, or the sitting is void.
//!
//! What follows is shown first, and done only as it was shown. A result that was told is not held back any
//! more; what must not stand is voided, and the history says so from that day on.

use assay_assessment::score::ScoreReport;
use assay_kernel::{Arg, Date, Said, SittingId};
use assay_programme::model::Earned;
use assay_standing::{Consequence, Event, Happening, HistoryLine, Rules, consequence};
use assay_store::{
    Day, Ms, NewHistory, Reads, SittingRecord, Statement, StoreError, Unit,
    statement::{history, sitting},
};

use super::{
    SittingForTeam, Sittings,
    rules::{Hold, Release, Void},
    score::GivenResult,
    seat::as_read,
};
use crate::{
    AppError, Asking, FieldFault, Why,
    deed::Deed,
    facts::{Fact, Letter},
    permit::{Act, Logged, Permit},
    reading::sha256,
    view::report_of,
};

/// Letters of what somebody reads about why.
const TOLD_CHARS_MAX: usize = 1_000;

/// What is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SittingDecision {
    /// The result is kept back.
    Hold,
    /// The result is given after all.
    Release,
    /// The sitting does not count.
    Void,
}

/// What follows from a decision, before it is made.
pub struct SittingPreview {
    /// The sitting.
    pub sitting: SittingForTeam,
    /// What it changes of what is held; none where nothing on record changes.
    pub consequence: Option<Consequence>,
    /// What whoever sat will read; none where nothing is told at once.
    pub told: Option<Said>,
    /// Why it cannot be done; none where it can.
    pub refused: Option<&'static str>,
    /// Of what was looked at: it is done only while this is the same.
    pub mark: String,
}

/// A sitting, whoever sat it, and what a decision would do.
struct BeforeDecision {
    sitting: SittingRecord,
    report: Option<ScoreReport>,
    /// How many events are on record.
    events: usize,
    preview: SittingPreview,
}

impl Sittings {
    /// What a decision would do; nothing is done yet.
    ///
    /// # Errors
    /// Not an administrator, one's own sitting, nothing there, or the store failed.
    pub async fn preview(
        &self,
        asking: &Asking,
        id: SittingId,
        decision: SittingDecision,
    ) -> Result<SittingPreview, AppError> {
        let before = match decision {
            SittingDecision::Hold => self.look::<Hold>(asking, id, decision).await?.1,
            SittingDecision::Release => self.look::<Release>(asking, id, decision).await?.1,
            SittingDecision::Void => self.look::<Void>(asking, id, decision).await?.1,
        };
        Ok(before.preview)
    }

    /// Decides as it was looked at. `told` is what whoever sat reads about why a sitting is void; the reason
    /// is the audit log's alone.
    ///
    /// # Errors
    /// As above; `Invalid` where it cannot be done, `Conflict` where the sitting, the record, the day or the
    /// programme is not what was looked at.
    pub async fn decide(
        &self,
        asking: &Asking,
        id: SittingId,
        decision: SittingDecision,
        (mark, told, why): (&str, &str, &Why),
    ) -> Result<(), AppError> {
        match decision {
            SittingDecision::Hold => {
                let looked = self.looked_at::<Hold>(asking, id, decision, mark).await?;
                let unit = Unit::from(sitting::result_held(id, asking.ms()));
                self.done(asking, looked, Said::of("did.result-held"), why, unit).await
            }
            SittingDecision::Release => {
                let looked = self.looked_at::<Release>(asking, id, decision, mark).await?;
                let unit = self.released(asking, &looked).await?;
                self.done(asking, looked, Said::of("did.result-released"), why, unit).await
            }
            SittingDecision::Void => {
                let told = told.trim();
                if told.chars().count() > TOLD_CHARS_MAX {
                    let text = "Use at most 1,000 characters.";
                    return Err(AppError::Invalid(vec![FieldFault::new("told", text)]));
                }
                let mut looked = self.looked_at::<Void>(asking, id, decision, mark).await?;
                let unit = voided(asking, &looked.1, told)?;
                // It was told to nobody, and the log's line stands in the copy of their own data.
                if looked.1.sitting.result_held_at.is_some() {
                    looked.1.report = None;
                }
                self.done(asking, looked, Said::of("did.sitting-voided"), why, unit).await
            }
        }
    }

    /// What is decided about, as it was looked at and so that it can be done.
    async fn looked_at<A: Act<On = SittingRecord>>(
        &self,
        asking: &Asking,
        id: SittingId,
        decision: SittingDecision,
        mark: &str,
    ) -> Result<(Permit<A>, BeforeDecision), AppError> {
        let looked = self.look::<A>(asking, id, decision).await?;
        // First: who sends it twice is told that it is done.
        if let Some(refused) = looked.1.preview.refused {
            return Err(AppError::Invalid(vec![FieldFault::new("sitting", refused)]));
        }
        if looked.1.preview.mark != mark {
            return Err(AppError::Conflict);
        }
        Ok(looked)
    }

    async fn look<A: Act<On = SittingRecord>>(
        &self,
        asking: &Asking,
        id: SittingId,
        decision: SittingDecision,
    ) -> Result<(Permit<A>, BeforeDecision), AppError> {
        let (permit, sitting) = self.shelf.open::<A, _>(asking, |store| store.sitting(id)).await?;
        let store = self.shelf.under(&permit);
        let person = store.person(sitting.person_id).await?.ok_or(AppError::NotFound)?;
        let history = store.history_of(sitting.person_id).await?;
        let report = report_of(&sitting)?;
        let event = match (decision, &report) {
            (SittingDecision::Release, Some(report)) => {
                Some(self.given(asking, store, &sitting, report).await?.0)
            }
            // A result that was never given has nothing on record to be taken from.
            (SittingDecision::Void, Some(_)) if sitting.result_held_at.is_none() => {
                Some(void_event(&sitting, asking.today))
            }
            _ => None,
        };
        let rules = Rules::new(&asking.programme);
        let consequence = event.as_ref().map(|event| consequence(&rules, &history, event, asking.today));
        let told = (decision == SittingDecision::Void).then(|| void_said(&sitting, asking.today, ""));
        let preview = SittingPreview {
            refused: refused(decision, &sitting),
            mark: mark(asking, &sitting, &history)?,
            sitting: SittingForTeam::of(asking, &sitting, person.name)?,
            consequence,
            told,
        };
        Ok((permit, BeforeDecision { sitting, report, events: history.len(), preview }))
    }

    /// What a result says on the record, and what is written when it is given.
    async fn given(
        &self,
        asking: &Asking,
        store: &Reads,
        sitting: &SittingRecord,
        report: &ScoreReport,
    ) -> Result<(Event, Vec<Statement>), AppError> {
        let sealed = self.exams.of(sitting.tree.as_deref(), store).await?;
        let exam = sealed.published().exam(sitting.exam.as_str()).ok_or(AppError::NotFound)?;
        let (sat, started_on) = (as_read(sitting), sitting.started_on.0);
        let given = GivenResult { sitting: &sat, started_on, report, exam };
        Ok((given.event(), given.given(asking)?))
    }

    /// The result is given; one that is not scored yet is, once it is.
    async fn released<A: Act<On = SittingRecord>>(
        &self,
        asking: &Asking,
        (permit, before): &(Permit<A>, BeforeDecision),
    ) -> Result<Unit, AppError> {
        let mut unit = Unit::from(sitting::result_released(&before.sitting));
        if let Some(report) = &before.report {
            let store = self.shelf.under(permit);
            unit.extend(as_looked_at(before));
            unit.extend(self.given(asking, store, &before.sitting, report).await?.1);
        }
        Ok(unit)
    }

    async fn done<A: Act<On = SittingRecord> + Logged>(
        &self,
        asking: &Asking,
        (permit, before): (Permit<A>, BeforeDecision),
        did: Said,
        why: &Why,
        unit: Unit,
    ) -> Result<(), AppError> {
        let sitting = &before.sitting;
        let result = before.report.as_ref().map(|report| {
            let said = Said::of(if report.passed { "result.passed" } else { "result.not-passed" });
            said.with("scored", report.scaled)
        });
        let did = did.with("exam", &sitting.exam).with("on", sitting.started_on.0).maybe("result", result);
        let deed = Deed::of(&did)?.about(sitting.person_id).to(sitting.id).because(why);
        match self.shelf.commit_logged(asking, permit, deed, unit).await {
            Err(StoreError::Conflict(_)) => return Err(AppError::Conflict),
            done => done?,
        }
        self.bell.ring();
        Ok(())
    }
}

/// Whoever decides about a person's record takes turns, and finds it as it was looked at.
fn as_looked_at(before: &BeforeDecision) -> [Statement; 2] {
    let person = before.sitting.person_id;
    let events = i64::try_from(before.events).unwrap_or(i64::MAX);
    [history::turn_taken(person), history::unchanged(person, events)]
}

/// The sitting does not count: its row says so, the record where its result stands there, and the person is
/// told.
fn voided(asking: &Asking, before: &BeforeDecision, told: &str) -> Result<Unit, AppError> {
    let (sitting, now) = (&before.sitting, asking.ms());
    let (id, person) = (sitting.id, sitting.person_id);
    let mut unit = Unit::from(sitting::voided(sitting, now, Day(asking.today)));
    if before.preview.consequence.is_some() {
        unit.extend(as_looked_at(before));
        let event = void_event(sitting, asking.today);
        unit.run(history::recorded(&NewHistory { person, event, sitting: None }, now));
    }
    let letter = Letter::of(format!("void:{id}"), &void_said(sitting, asking.today, told))?;
    unit.extend(Fact::Voided { sitting: id, person, letter }.follows(now));
    Ok(unit)
}

/// What is put on record: the result with this reference does not stand.
fn void_event(sitting: &SittingRecord, today: Date) -> Event {
    let what = Earned::Exam(sitting.exam.clone());
    Event { reference: Some(sitting.id.to_string()), ..Event::new(today, Happening::Void { what }) }
}

fn void_said(sitting: &SittingRecord, today: Date, told: &str) -> Said {
    let why = (!told.is_empty()).then(|| Arg::text(told));
    Said::of("notice.sitting-voided")
        .with("exam", &sitting.exam)
        .with("on", sitting.started_on.0)
        .with("today", today)
        .maybe("why", why)
}

/// Why a decision cannot be made: it would change nothing, or comes too late or too early.
fn refused(decision: SittingDecision, sitting: &SittingRecord) -> Option<&'static str> {
    let is_void = sitting.voided_at.is_some();
    match decision {
        SittingDecision::Hold if is_void => Some("The sitting is void, so there is no result to hold."),
        SittingDecision::Hold if sitting.result_held_at.is_some() => {
            Some("The result is on hold already, so nothing changes.")
        }
        SittingDecision::Hold if sitting.scored_at.is_some() => Some(
            "The result was given already, and what somebody was told is not held back. Void the sitting \
             where its result must not stand.",
        ),
        SittingDecision::Release if is_void => Some("The sitting is void, so there is no result to give."),
        SittingDecision::Release if sitting.result_held_at.is_none() => {
            Some("The result is not on hold, so there is nothing to release.")
        }
        SittingDecision::Void if is_void => Some("The sitting is void already, so nothing changes."),
        SittingDecision::Void if sitting.submitted_at.is_none() => Some(
            "The sitting still runs. Hold its result now, and void it once it is handed in or its time is \
             over.",
        ),
        _ => None,
    }
}

/// Everything that what is shown was computed from.
fn mark(asking: &Asking, sitting: &SittingRecord, history: &[Event]) -> Result<String, AppError> {
    let at = |at: Option<Ms>| at.map(|at| at.0);
    let stands = [at(sitting.submitted_at), at(sitting.scored_at), at(sitting.result_held_at)];
    let lines: Vec<HistoryLine> = history.iter().map(|event| HistoryLine::of("", event)).collect();
    let looked_at = serde_json::to_vec(&(&asking.programme.tree, asking.today, stands, lines));
    let looked_at = looked_at.map_err(|error| AppError::internal("marking a sitting", error))?;
    Ok(sha256(&looked_at))
}
