//! Where somebody stands on the way to an exam: what happened, their registration, the day, the version.

use assay_kernel::{Date, Instant};
use assay_learning::{
    event::PrepEvent,
    target::{PrepTarget, RegisteredWindow, line, target, version_on},
};
use assay_programme::{model::ExamVersion, offer::end_known_from, testing::of_registration};
use assay_store::{OwnPrepEvent, Reads};

use crate::{AppError, Asking};

/// Events of a person that are looked at, the latest: ten years of three a day.
pub(super) const EVENTS_MAX: i64 = 10_000;
/// Hours a week of somebody who has not said how many.
pub(super) const HOURS: u32 = 4;

/// Where somebody stands.
pub(super) struct Situation {
    /// What happened on the way to the versions of the line, the earliest first.
    pub(super) events: Vec<PrepEvent>,
    /// When each of them was.
    pub(super) at: Vec<Instant>,
    /// Their open registration for one of these; the latest, where they have several.
    pub(super) window: Option<RegisteredWindow>,
}

/// What happened on the way to the certification of an exam version, the earliest first.
///
/// One version gives way to the next, so what happened on the way to those before it belongs to it.
pub(super) async fn happened(
    store: &Reads,
    asking: &Asking,
    exam: &str,
) -> Result<Vec<(Instant, PrepEvent)>, AppError> {
    let versions = line(&asking.programme, exam, asking.today);
    let is_of_line = |certification: &str| {
        versions.iter().any(|version| version.certification == *certification) || certification == exam
    };
    let mut events = store.own_prep_events(asking.person()?, EVENTS_MAX).await?;
    events.retain(|event| is_of_line(&event.certification));
    events.reverse();
    // What a later release wrote is passed over: it concerns nothing that this one knows.
    let read =
        |record: &OwnPrepEvent| Some((record.happened_at.0, serde_json::from_str(&record.event).ok()?));
    Ok(events.iter().filter_map(read).collect())
}

impl Situation {
    pub(super) async fn of(store: &Reads, asking: &Asking, exam: &str) -> Result<Situation, AppError> {
        let (at, events) = happened(store, asking, exam).await?.into_iter().unzip();
        let versions = line(&asking.programme, exam, asking.today);
        // The latest comes first.
        let registered = store.registrations_of(asking.person()?).await?.into_iter().find_map(|one| {
            let version = versions.iter().copied().find(|version| version.code == one.exam)?;
            let days = of_registration(version, one.sit_from.0, one.sit_until.map(|day| day.0))?;
            // What is over is no right any more, whatever its state says.
            (one.is_open() && !days.are_over(asking.today)).then_some((version, days))
        });
        let window = registered.map(|(version, days)| RegisteredWindow {
            exam: version.code.to_string(),
            from: days.first,
            until: days.last.filter(|last| is_known(asking, version, *last)),
        });
        Ok(Situation { events, at, window })
    }

    /// The day that they said last; none where they said none, or took it back.
    pub(super) fn own(&self) -> Option<Date> {
        let said = self.events.iter().rev().find_map(|event| match event {
            PrepEvent::TargetSet { on } => Some(*on),
            _ => None,
        });
        said.flatten()
    }

    /// The day of the exam, and why that one.
    pub(super) fn target(&self) -> Option<PrepTarget> {
        target(self.own(), self.window.as_ref())
    }

    /// The day of the exam.
    pub(super) fn day(&self) -> Option<Date> {
        self.target().map(|target| target.on)
    }

    /// Hours a week, and whether they said so.
    pub(super) fn hours(&self) -> (u32, bool) {
        let said = self.events.iter().rev().find_map(|event| match event {
            PrepEvent::HoursSet { hours } => Some(*hours),
            _ => None,
        });
        (said.unwrap_or(HOURS), said.is_some())
    }

    /// The exam version that their plan is for; none before anything happened.
    pub(super) fn current(&self) -> Option<&str> {
        self.events.iter().rev().find_map(|event| match event {
            PrepEvent::PlanSwitched { to, .. } => Some(to.as_str()),
            PrepEvent::Enrolled { exam } => Some(exam.as_str()),
            _ => None,
        })
    }

    /// The exam version that it would be: the registration's, else the one that is sat on their day.
    pub(super) fn wanted<'p>(&self, asking: &'p Asking, exam: &str) -> Option<&'p ExamVersion> {
        match &self.window {
            Some(window) => asking.programme.exam(&window.exam),
            None => version_on(&asking.programme, self.current().unwrap_or(exam), self.own()?, asking.today),
        }
    }

    /// The last switch to an exam version: from which, why, and when.
    pub(super) fn switched_to(&self, exam: &str) -> Option<(&str, &str, Instant)> {
        self.events.iter().zip(&self.at).rev().find_map(|(event, at)| match event {
            PrepEvent::PlanSwitched { from, to, why } if to == exam => {
                Some((from.as_str(), why.as_str(), *at))
            }
            _ => None,
        })
    }
}

/// Whether a last day may be named: an end that is not announced is none to anybody outside.
fn is_known(asking: &Asking, version: &ExamVersion, last: Date) -> bool {
    version.last_test_day_of_all() != Some(last)
        || end_known_from(&asking.programme, version).is_none_or(|known| known <= asking.today)
}
