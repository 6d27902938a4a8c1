//! A plan goes over from one exam version to the next: what that means, before it happens and after it has.
//!
//! Nothing that happened is written anew. What it says of the new outline is derived through the crosswalk,
//! and the old plan stays to be looked at.

use std::collections::BTreeMap;

use assay_kernel::{Date, Instant};
use assay_learning::{
    carry::{Carriage, CarryOver},
    course::CourseProgress,
    event::PrepEvent,
    plan::{StepProgress, progress},
};
use assay_programme::{
    model::{PrepPlan, PrepStep, StepCourse},
    testing,
};
use assay_store::{Reads, StoreError, Unit, statement::prep};

use super::{
    Practice,
    carried::Carried,
    json, must_be_public,
    recorded::{courses_of, record_of},
    reviews::Reviews,
    rules::Begin,
    seen::Seen,
    situation::Situation,
};
use crate::{AppError, Asking, vault::Pool};

/// What brings a switch about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SwitchWhy {
    /// They are registered for the other version.
    Registration,
    /// Their day lies beyond the last test day of the one they prepare for.
    Day,
    /// They want to.
    Wish,
}

impl SwitchWhy {
    /// Its word in events.
    pub fn as_str(self) -> &'static str {
        match self {
            SwitchWhy::Registration => "registration",
            SwitchWhy::Day => "day",
            SwitchWhy::Wish => "wish",
        }
    }

    /// What a word says; a wish, of any other.
    fn of(word: &str) -> SwitchWhy {
        let known = [SwitchWhy::Registration, SwitchWhy::Day];
        known.into_iter().find(|why| why.as_str() == word).unwrap_or(SwitchWhy::Wish)
    }
}

/// What a switch means: of one that would be, or of one that was.
pub struct SwitchView {
    /// The exam version that is left.
    pub from: String,
    /// The one that is gone over to.
    pub to: String,
    /// Its title.
    pub title: String,
    /// Why.
    pub why: SwitchWhy,
    /// The day of the exam, where there is one.
    pub on: Option<Date>,
    /// When it was done; none of one that would be.
    pub done_at: Option<Instant>,
    /// Whether the version that is gone over to has a plan.
    pub has_plan: bool,
    /// What carries over; none where nobody has compared the two outlines.
    pub carried: Option<CarriedCounts>,
    /// Finished lessons of its courses that stay as they are, and those that say something else now.
    pub lessons: (usize, usize),
    /// Questions that come back, of those that its pool has.
    pub reviews: usize,
}

/// What carries over, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CarriedCounts {
    /// Skills of the new outline whose evidence carries whole.
    pub skills_whole: usize,
    /// Those whose evidence carries in part.
    pub skills_in_part: usize,
    /// Those about which nothing is known: number and text.
    pub skills_new: Vec<(String, String)>,
    /// Answers that count whole.
    pub answers_whole: usize,
    /// Answers that count half.
    pub answers_in_part: usize,
    /// Answers that say nothing of the new outline.
    pub answers_gone: usize,
}

/// Both plans of somebody who has gone over.
pub struct PlansView {
    /// What it means.
    pub switch: SwitchView,
    /// The plan that was left, with how far it had come; none where there was none.
    pub old: Option<(PrepPlan, Vec<StepProgress>)>,
    /// The plan that it is now, each step with how much of it carries; none where there is none.
    pub new: Option<(PrepPlan, Vec<StepProgress>)>,
    /// By step of the new plan, how much carries.
    pub carries: BTreeMap<String, Carriage>,
    /// Days that were set and switches, with when, the latest first.
    pub history: Vec<(Instant, PrepEvent)>,
}

impl Practice {
    /// What it means to go over to an exam version, or what it meant, with both plans.
    ///
    /// # Errors
    /// `NotFound` where nothing leads there, not signed in, or the store failed.
    pub async fn plans(&self, asking: &Asking, exam: &str) -> Result<PlansView, AppError> {
        let permit = asking.permit::<Begin>()?;
        must_be_public(asking, exam)?;
        let store = self.shelf.under(&permit);
        let situation = Situation::of(store, asking, exam).await?;
        let (pool, seen) = self.practised_by(asking, store).await?;
        let done =
            situation.switched_to(exam).map(|(from, why, at)| (from.to_owned(), SwitchWhy::of(why), at));
        let (from, why, done_at) = match done {
            Some((from, why, at)) => (from, why, Some(at)),
            None => {
                let (from, why) = way_to(asking, &situation, exam).ok_or(AppError::NotFound)?;
                (from, why, None)
            }
        };
        let ways = (from.as_str(), exam, why);
        let mut switch = seen_switch(asking, (&pool, &seen), &situation, (ways, situation.day()))?;
        switch.done_at = done_at;
        let plan = |exam: &str| -> Result<Option<(PrepPlan, Vec<StepProgress>)>, AppError> {
            let Some(plan) = asking.programme.prep_plan(exam) else { return Ok(None) };
            let record = record_of(asking, (&pool, &seen), &situation, exam)?;
            Ok(Some((plan.clone(), progress(plan, &record))))
        };
        let carries = carries(asking, &pool, (&from, exam));
        let is_told =
            |event: &PrepEvent| matches!(event, PrepEvent::TargetSet { .. } | PrepEvent::PlanSwitched { .. });
        let history = situation.at.iter().zip(&situation.events).rev();
        let history = history.filter(|(_, event)| is_told(event)).map(|(at, event)| (*at, event.clone()));
        Ok(PlansView { switch, old: plan(&from)?, new: plan(exam)?, carries, history: history.collect() })
    }

    /// Goes over to an exam version, as the registration, the day or a wish has it.
    ///
    /// # Errors
    /// `NotFound` where nothing leads there, not signed in, or the store failed.
    pub async fn switch(&self, asking: &Asking, exam: &str) -> Result<(), AppError> {
        let permit = asking.permit::<Begin>()?;
        must_be_public(asking, exam)?;
        let store = self.shelf.under(&permit);
        let situation = Situation::of(store, asking, exam).await?;
        if situation.current() == Some(exam) {
            return Ok(());
        }
        let (from, why) = way_to(asking, &situation, exam).ok_or(AppError::NotFound)?;
        let mut unit = Unit::new();
        let enrolment = self.enrolment(asking, (store, exam), &mut unit).await?;
        let command = format!("{}:switch:{from}:{exam}", asking.at.as_millisecond());
        let (to, why) = (exam.to_owned(), why.as_str().to_owned());
        let event = json(&PrepEvent::PlanSwitched { from, to, why })?;
        unit.run(prep::happened(enrolment, &command, &event, asking.ms()));
        self.tells(&mut unit, asking.person()?, asking.ms());
        match self.shelf.commit(permit, unit).await {
            Err(StoreError::Conflict(_)) => Err(AppError::Conflict),
            other => Ok(other?),
        }
    }

    /// What a switch would mean.
    pub(super) async fn switch_view(
        &self,
        asking: &Asking,
        store: &Reads,
        situation: &Situation,
        way: ((&str, &str, SwitchWhy), Option<Date>),
    ) -> Result<SwitchView, AppError> {
        let (pool, seen) = self.practised_by(asking, store).await?;
        seen_switch(asking, (&pool, &seen), situation, way)
    }
}

/// From where and why a plan would go over to an exam version; none where it is there, or nothing leads to
/// it.
fn way_to(asking: &Asking, situation: &Situation, exam: &str) -> Option<(String, SwitchWhy)> {
    let from = situation.current().filter(|current| *current != exam)?;
    let wanted = situation.wanted(asking, exam).is_some_and(|version| version.code == *exam);
    let why = match (wanted, &situation.window) {
        (true, Some(_)) => SwitchWhy::Registration,
        (true, None) => SwitchWhy::Day,
        (false, _) => SwitchWhy::Wish,
    };
    Some((from.to_owned(), why))
}

/// The switch that is asked about on a plan's page: to the version that it would be, or to this one.
pub(super) fn offered(
    asking: &Asking,
    known: (&Pool, &Seen),
    situation: &Situation,
    exam: &str,
) -> Result<Option<SwitchView>, AppError> {
    let wanted = situation.wanted(asking, exam).map(|version| version.code.to_string());
    let to = wanted.unwrap_or_else(|| exam.to_owned());
    let Some((from, why)) = way_to(asking, situation, &to) else { return Ok(None) };
    // Of two other versions, neither of which this page is about, it says nothing.
    if from != exam && to != exam {
        return Ok(None);
    }
    // Nobody is asked whether they want to go back to what is not sat any more.
    let version = asking.programme.exam(&to);
    if why == SwitchWhy::Wish && version.is_none_or(|version| testing::here(version).are_over(asking.today)) {
        return Ok(None);
    }
    let ways = (from.as_str(), to.as_str(), why);
    seen_switch(asking, known, situation, (ways, situation.day())).map(Some)
}

pub(super) fn seen_switch(
    asking: &Asking,
    (pool, seen): (&Pool, &Seen),
    situation: &Situation,
    ((from, to, why), on): ((&str, &str, SwitchWhy), Option<Date>),
) -> Result<SwitchView, AppError> {
    let programme = &asking.programme;
    let mut lessons = (0, 0);
    for course in courses_of(asking, to).values() {
        let finished = CourseProgress::of(course, &situation.events);
        for lesson in finished.lessons.values().filter_map(|lesson| lesson.finished) {
            if lesson.is_changed { lessons.1 += 1 } else { lessons.0 += 1 }
        }
    }
    Ok(SwitchView {
        from: from.to_owned(),
        to: to.to_owned(),
        title: programme.exam(to).map(|exam| exam.title.clone()).unwrap_or_default(),
        why,
        on,
        done_at: None,
        has_plan: programme.prep_plan(to).is_some(),
        carried: counts(asking, (pool, seen), (from, to))?,
        lessons,
        reviews: Reviews::of(asking, pool, seen, (to, on))?.cards(),
    })
}

fn counts(
    asking: &Asking,
    (pool, seen): (&Pool, &Seen),
    (from, to): (&str, &str),
) -> Result<Option<CarriedCounts>, AppError> {
    let Some(over) = CarryOver::between(&asking.programme, from, to) else { return Ok(None) };
    let Some(answers) = Carried::between(&asking.programme, pool, seen, (from, to))? else { return Ok(None) };
    let skills = over.skills();
    let new = over.new.skills().filter(|skill| skills.get(skill.id.as_str()) == Some(&Carriage::Nothing));
    Ok(Some(CarriedCounts {
        skills_whole: over.count(Carriage::Whole),
        skills_in_part: over.count(Carriage::InPart),
        skills_new: new.map(|skill| (skill.id.clone(), skill.text.clone())).collect(),
        answers_whole: answers.count(Carriage::Whole),
        answers_in_part: answers.count(Carriage::InPart),
        answers_gone: answers.count(Carriage::Nothing),
    }))
}

/// By step of a plan, how much of its skills carries over.
fn carries(asking: &Asking, pool: &Pool, (from, to): (&str, &str)) -> BTreeMap<String, Carriage> {
    let programme = &asking.programme;
    let known = CarryOver::between(programme, from, to).zip(programme.prep_plan(to));
    let Some((over, plan)) = known else { return BTreeMap::new() };
    let of_step = |step: &PrepStep| {
        let courses = programme.courses.values().filter(|course| match &step.course {
            Some(StepCourse::One(id)) => course.id == *id,
            Some(StepCourse::All) => course.exam == *to,
            None => false,
        });
        let set = step.practice_set.as_deref().and_then(|id| pool.set(id));
        let of_course = courses.flat_map(|course| course.skills.iter().map(String::as_str));
        let items = set.into_iter().flat_map(|set| &set.items).filter_map(|id| pool.item(id)?.skill);
        Some((step.id.clone(), over.of_skills(of_course.chain(items))?))
    };
    plan.steps.iter().filter_map(of_step).collect()
}
