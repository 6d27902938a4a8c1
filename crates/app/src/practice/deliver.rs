//! A question of a run is sent and answered.
//!
//! That it was seen is stored before it is sent. An answer that is explained at once is the only one; the
//! answers of a run that is explained at its end may be changed until it is handed in.

use std::collections::BTreeSet;

use assay_bank::MissingValues;
use assay_kernel::{Instant, PracticeId};
use assay_learning::{
    event::PrepEvent,
    run::{RunMode, Sure},
};
use assay_store::{ExposureRecord, NewPracticeResponse, Reads, Unit, statement::practice_run};

use super::{Opened, Practice, PractisedItem, json, situation::happened, view};
use crate::{
    AppError, Asking, FieldFault,
    vault::{ItemMedium, Practised, Unanswered},
};

/// Letters of the name of an answer: those that pages send have 32.
const COMMAND_CHARS_MAX: usize = 64;

/// An answer as a page sends it.
#[derive(Clone, Debug, Default)]
pub struct NewPracticeAnswer {
    /// What was chosen or typed.
    pub response: Vec<String>,
    /// How sure they say they are.
    pub sure: Option<Sure>,
    /// Names the answer: the same twice is one.
    pub command: String,
}

impl<T: AsRef<[String]> + ?Sized> From<&T> for NewPracticeAnswer {
    fn from(response: &T) -> Self {
        NewPracticeAnswer { response: response.as_ref().to_vec(), ..NewPracticeAnswer::default() }
    }
}

impl Practice {
    /// One item of a run; with everything about it once that is told. From then on it is seen.
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
        let view = view(asking, &opened)?;
        let item = opened.id_at(position).ok_or(AppError::NotFound)?.to_owned();
        let given = opened.answers.get(&item);
        let answer = given.map(|given| serde_json::from_str::<Vec<String>>(&given.response)).transpose();
        let answer = answer.map_err(|e| AppError::internal("reading an answer", e))?;
        let sure = given.and_then(|given| Sure::of(given.sure.as_deref()?));
        let is_wrong = given.is_some_and(|given| !given.is_right);
        let told = answer.as_deref().filter(|_| opened.tells());
        let place = (position, opened.record.seed.0);
        let practised = opened.pool.practised(&item, place, told).ok_or(AppError::NotFound)?;
        let Practised { item: shown, tags, feedback, source } = practised;
        let store = self.shelf.under(&opened.permit);
        let seen = store.exposure(opened.record.person_id, &item).await?;
        let started_at = opened.record.started_at;
        let is_known = seen.as_ref().and_then(|seen| seen.revealed_at).is_some_and(|told| told < started_at);
        let named = match is_wrong && feedback.is_some() {
            true => named(store, asking, &opened, &item).await?,
            false => None,
        };
        // What is over is not sent any more, so it is not seen either.
        if seen.is_none() && !view.is_finished {
            let exposure = exposure(&opened, &item, asking.at);
            let unit = practice_run::shown(opened.record.person_id, &exposure);
            self.shelf.commit(opened.permit, unit).await?;
        }
        let command = self.mint.bytes::<16>().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(PractisedItem {
            view,
            position,
            item: shown,
            tags,
            answer,
            sure,
            feedback,
            source,
            named,
            is_known,
            command,
        })
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
    ) -> Result<ItemMedium, AppError> {
        let opened = self.open(asking, id).await?;
        let item = opened.id_at(position).ok_or(AppError::NotFound)?;
        let is_told = opened.tells() && opened.answers.contains_key(item);
        opened.pool.medium(item, name, is_told).ok_or(AppError::NotFound)
    }

    /// Answers an item of a run. What is explained at once is answered once.
    ///
    /// # Errors
    /// `Invalid` where nothing or something impossible was chosen; `NotFound`; or the store failed.
    pub async fn answer(
        &self,
        asking: &Asking,
        id: PracticeId,
        position: u32,
        answer: impl Into<NewPracticeAnswer>,
    ) -> Result<(), AppError> {
        let answer = answer.into();
        let opened = self.open(asking, id).await?;
        let item = opened.id_at(position).ok_or(AppError::NotFound)?.to_owned();
        let accepted = opened.pool.accepts(&item, &answer.response).ok_or(AppError::NotFound)?;
        let tells = opened.mode.tells_at_once();
        // The exam's client has a way of its own, by which one device writes.
        if opened.mode == RunMode::Final && !opened.is_finished() {
            return Err(AppError::Conflict);
        }
        let is_over = opened.is_finished() || opened.ends_at().is_some_and(|end| end <= asking.at);
        if is_over || tells && opened.answers.contains_key(&item) {
            return Ok(());
        }
        if let Err(why) = accepted {
            return Err(AppError::Invalid(vec![FieldFault::new("response", asked_for(why))]));
        }
        // Once told there is one answer, whichever page or device sends it first.
        let command = match tells || answer.command.is_empty() {
            true => format!("first:{item}"),
            false => answer.command.chars().take(COMMAND_CHARS_MAX).collect(),
        };
        let (now, person) = (asking.ms(), opened.record.person_id);
        let is_right = opened.pool.is_right(&item, (position, opened.record.seed.0), &answer.response);
        let sure = answer.sure.map(|sure| sure.as_str().to_owned());
        let response = json(&answer.response)?;
        let given = NewPracticeResponse {
            run: id,
            item: item.clone(),
            command,
            response,
            is_right,
            sure,
            took_ms: None,
        };
        let mut unit = Unit::from(practice_run::given(&given, now));
        if tells {
            unit.run(practice_run::shown(person, &exposure(&opened, &item, asking.at)));
            unit.run(practice_run::answered(person, &item, is_right, now));
            unit.run(practice_run::revealed(person, &item, now));
            let open = opened.places().filter(|(_, other)| !opened.answers.contains_key(*other));
            let open: BTreeSet<&str> = open.map(|(_, other)| other).collect();
            if open.len() == 1 {
                unit.run(practice_run::finished(id, now));
                self.tells(&mut unit, person, now);
            }
        }
        Ok(self.shelf.commit(opened.permit, unit).await?)
    }

    /// Hands a run in that is explained at its end: the latest answers are the first ones.
    ///
    /// # Errors
    /// `NotFound`, or the store failed.
    pub async fn hand_in(&self, asking: &Asking, id: PracticeId) -> Result<(), AppError> {
        let opened = self.open(asking, id).await?;
        if opened.mode.tells_at_once() || opened.record.finished_at.is_some() {
            return Ok(());
        }
        if opened.mode == RunMode::Final {
            return Err(AppError::Conflict);
        }
        let (now, person) = (asking.ms(), opened.record.person_id);
        let mut unit = Unit::new();
        // What was not answered is not explained either, and stays new.
        for (item, given) in &opened.answers {
            unit.run(practice_run::shown(person, &exposure(&opened, item, asking.at)));
            unit.run(practice_run::answered(person, item, given.is_right, now));
            unit.run(practice_run::revealed(person, item, now));
        }
        unit.run(practice_run::finished(id, now));
        self.tells(&mut unit, person, now);
        Ok(self.shelf.commit(opened.permit, unit).await?)
    }
}

fn exposure(opened: &Opened, item: &str, at: Instant) -> ExposureRecord {
    let version = opened.items.iter().find(|(id, _)| id == item).map(|(_, version)| version.clone());
    ExposureRecord {
        family: item.to_owned(),
        version: version.unwrap_or_default(),
        exam: opened.record.exam.clone(),
        pool: opened.pool.pool_of(item).as_str().to_owned(),
        shown_at: assay_store::Ms(at),
        answered_at: None,
        is_right: None,
        revealed_at: None,
    }
}

/// What somebody said last that went wrong with an item.
async fn named(
    store: &Reads,
    asking: &Asking,
    opened: &Opened,
    item: &str,
) -> Result<Option<assay_learning::event::ErrorKind>, AppError> {
    let kind = |(_, event): (_, PrepEvent)| match event {
        PrepEvent::ErrorNamed { item: of, kind } if of == item => Some(kind),
        _ => None,
    };
    let events = happened(store, asking, &opened.record.exam).await?;
    Ok(events.into_iter().rev().find_map(kind))
}

/// What somebody is asked for who has not answered.
fn asked_for(why: Unanswered) -> String {
    let Unanswered::Missing(MissingValues { least, most, given }) = why else {
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
