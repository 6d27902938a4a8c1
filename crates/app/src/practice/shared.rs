//! What somebody's preparation has come to, for a room that may show it to another.
//!
//! The same replay as of their own pages, asked as they would ask themselves, and nothing is written: what
//! was shown to somebody else is no reading of theirs.

use std::collections::BTreeSet;

use assay_kernel::{Actor, Date, PersonId, Roles};
use assay_learning::{
    crew::DoneState,
    event::PrepEvent,
    plan::{StepState, progress},
};
use assay_store::Reads;

use super::{
    Practice,
    carried::Carried,
    checked::{CheckedReadings, checked},
    evidence::AllAnswers,
    must_be_public,
    readiness::{ReadinessTold, view},
    recorded::record_of,
    rules::LookAtPlan,
    seen::Seen,
    situation::{EVENTS_MAX, Situation, happened},
};
use crate::{
    AppError, Asking,
    progress::{KnowsProgress, LookingAt, PersonProgress, PlanSteps, WantedProgress},
    vault::Pool,
};

/// Preparations of one person that are looked at, the latest: nobody prepares for more at a time.
const OWN_MAX: usize = 4;

impl KnowsProgress for Practice {
    fn progress<'a>(
        &'a self,
        asking: &'a Asking,
        person: PersonId,
        wanted: &'a WantedProgress,
    ) -> LookingAt<'a> {
        Box::pin(async move {
            // As they would ask themselves: the actor is them, at the same instant, on the same day.
            let theirs = asking.clone().by(Actor::Person { id: person, roles: Roles::NONE });
            self.progress_of(&theirs, wanted).await
        })
    }
}

impl Practice {
    async fn progress_of(
        &self,
        asking: &Asking,
        wanted: &WantedProgress,
    ) -> Result<PersonProgress, AppError> {
        let permit = asking.permit::<LookAtPlan>()?;
        let store = self.shelf.under(&permit);
        let mut found = PersonProgress::default();
        if wanted.own_plans || wanted.readiness {
            found.own = own(store, asking).await?;
        }
        for course in &wanted.courses {
            found.courses.insert(course.clone(), course_state(store, asking, course).await?);
        }
        let mut plans = wanted.plans.clone();
        if wanted.own_plans || wanted.readiness {
            plans.extend(found.own.iter().cloned());
        }
        plans.retain(|exam| must_be_public(asking, exam).is_ok());
        if !plans.is_empty() {
            let (pool, seen) = self.practised_by(asking, store).await?;
            for exam in plans {
                let situation = Situation::of(store, asking, &exam).await?;
                let known = (&*pool, &seen, &situation);
                if let Some(steps) = steps(asking, known, &exam)? {
                    found.plans.insert(exam.clone(), steps);
                }
                if wanted.readiness && found.own.contains(&exam) {
                    let checked = checked(store, asking, &exam).await?.map(|(checked, _)| checked);
                    let words = outlook(asking, known, (&exam, checked))?;
                    found.readiness.insert(exam.clone(), words);
                }
            }
        }
        let roles: BTreeSet<&String> = wanted.roles.iter().chain(&wanted.skills_of).collect();
        for (id, role) in self.some_job_roles(asking, &roles).await? {
            let (met, all) = (role.met(), role.skills.len());
            found.roles.insert(id.clone(), DoneState::of(met, all, role.latest()));
            if wanted.skills_of.as_ref() == Some(id) {
                let places = role.skills.iter().enumerate().filter(|(_, skill)| skill.gap() == 0);
                found.skills = places.map(|(place, _)| place).collect();
            }
        }
        Ok(found)
    }
}

/// The exam versions for which they prepare: of each preparation the one that it is for now.
async fn own(store: &Reads, asking: &Asking) -> Result<BTreeSet<String>, AppError> {
    let (mut known, mut exams) = (BTreeSet::new(), BTreeSet::new());
    // The latest comes first.
    for record in store.own_prep_events(asking.person()?, EVENTS_MAX).await? {
        let exam = match serde_json::from_str(&record.event) {
            Ok(PrepEvent::Enrolled { exam } | PrepEvent::PlanSwitched { to: exam, .. }) => exam,
            _ => continue,
        };
        if known.len() < OWN_MAX && known.insert(record.certification) {
            exams.insert(exam);
        }
    }
    Ok(exams)
}

async fn course_state(store: &Reads, asking: &Asking, course: &str) -> Result<DoneState, AppError> {
    let Some(outline) = asking.programme.courses.get(course) else { return Ok(DoneState::NotBegun) };
    let (at, events): (Vec<_>, Vec<_>) =
        happened(store, asking, outline.exam.as_str()).await?.into_iter().unzip();
    let progress = assay_learning::course::CourseProgress::of(outline, &events);
    let finished = progress.lessons.values().filter_map(|lesson| lesson.finished);
    let last = finished.filter_map(|lesson| at.get(lesson.event)).max();
    Ok(match (progress.is_done, progress.finished()) {
        (true, _) => DoneState::Done(last.map(|at| asking.day_of(*at))),
        (false, 0) => DoneState::NotBegun,
        (false, _) => DoneState::Begun,
    })
}

/// Steps of a plan; none where there is no plan. What is not here counts for nothing.
fn steps(
    asking: &Asking,
    (pool, seen, situation): (&Pool, &Seen, &Situation),
    exam: &str,
) -> Result<Option<PlanSteps>, AppError> {
    let Some(plan) = asking.programme.prep_plan(exam) else { return Ok(None) };
    let states = progress(plan, &record_of(asking, (pool, seen), situation, exam)?);
    let here = states.iter().filter(|step| step.state != StepState::NotHere);
    let (mut done, mut all, mut open) = (0, 0, 0);
    for step in here {
        all += 1;
        done += usize::from(step.state == StepState::Done);
        open += usize::from(matches!(step.state, StepState::Next | StepState::Later));
    }
    let nothing: Option<Date> = None;
    let state = match (done, open) {
        // What was left out with a reason is no longer asked for.
        (1.., 0) => DoneState::Done(nothing),
        _ => DoneState::of(done, all + 1, nothing),
    };
    Ok(Some(PlanSteps { done, all, state }))
}

/// The words of what their own page says today; none where it says nothing.
fn outlook(
    asking: &Asking,
    (pool, seen, situation): (&Pool, &Seen, &Situation),
    (exam, checked): (&str, Option<CheckedReadings>),
) -> Result<Option<&'static str>, AppError> {
    let known = asking.programme.exam(exam).zip(asking.programme.outline(exam));
    let Some(known) = known else { return Ok(None) };
    let carried = Carried::of(&asking.programme, pool, seen, (situation, exam))?;
    let answers = AllAnswers::of(pool, seen, exam, carried)?;
    let (said, _) = view(asking, known, pool, (answers, 0), (Vec::new(), checked))?;
    Ok(match said.told {
        ReadinessTold::Today(spoken) => Some(spoken.words),
        ReadinessTold::Faded(..) | ReadinessTold::TooFew(..) => None,
    })
}
