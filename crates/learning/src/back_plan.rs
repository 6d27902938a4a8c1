//! A plan backwards from a day: what is done in which week, and what is left out.
//!
//! Three things are fixed: the first look now, the final practice exam seven to ten days before, and the last
//! three days for reviews alone. Between them comes what is worth most for its time. Weeks are planned, not
//! days: whoever leaves a day out has lost nothing.
//!
//! ```
//! use assay_kernel::date;
//! use assay_learning::back_plan::{PlanSpan, back_plan};
//! let span = PlanSpan { today: date(2026, 1, 12), exam: date(2026, 1, 29), hours_a_week: 5 };
//! let plan = back_plan(span, &[]);
//! assert_eq!((plan.has_minutes, plan.needs_minutes), (600, 0));
//! assert_eq!(plan.reviews_from, Some(date(2026, 1, 26)));
//! ```

use assay_kernel::Date;

use crate::{days, review_day::REST_DAYS};

/// Minutes of the first look, of twenty questions with what is told about them.
pub const PRETEST_MIN: u32 = 30;
/// Questions that are practised with in one go.
pub const DRILL_BLOCK: u32 = 10;
/// Minutes of these, with what is told about them: two and a half each.
pub const DRILL_BLOCK_MIN: u32 = 25;
/// Minutes of looking back at the final practice exam.
pub const LOOK_BACK_MIN: u32 = 60;
/// Minutes of a lab.
pub const LAB_MIN: u32 = 45;
/// Days before the exam on which the final practice exam is: seven to ten.
const FINAL_DAYS: u32 = 8;
/// Tasks of one plan at most: an exam of forty courses and a thousand questions.
const TASKS_MAX: usize = 200;

/// How much time there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanSpan {
    /// The day on which it begins.
    pub today: Date,
    /// The day of the exam.
    pub exam: Date,
    /// Hours of each week.
    pub hours_a_week: u32,
}

/// When a task has its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskPlace {
    /// Before all others.
    Now,
    /// Where it is worth most.
    Between,
    /// About a week before the exam.
    NearTheEnd,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanTask {
    /// When it has its place.
    pub place: TaskPlace,
    /// How long it takes.
    pub minutes: u32,
    /// Points of the exam that it may bring.
    pub points: f64,
}

/// A week of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanWeek {
    /// Its first day: today, or a Monday.
    pub from: Date,
    /// Its last day.
    pub until: Date,
    /// Minutes that there are.
    pub has_minutes: u32,
    /// Places of what is begun in it, with the minutes that fall into it.
    pub tasks: Vec<(usize, u32)>,
}

/// A plan backwards from a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackPlan {
    /// The weeks until the last days.
    pub weeks: Vec<PlanWeek>,
    /// The day of the final practice exam.
    ///
    /// None where it is done, or the exam is too near.
    pub final_on: Option<Date>,
    /// The first of the days that are for reviews alone; none where the exam is over.
    pub reviews_from: Option<Date>,
    /// Minutes that there are.
    pub has_minutes: u32,
    /// Minutes that everything would take.
    pub needs_minutes: u32,
    /// Places of what is planned, what is worth most first.
    pub planned: Vec<usize>,
    /// Places of what there is no time for.
    pub left_out: Vec<usize>,
}

impl BackPlan {
    /// Whether there is time for all of it.
    pub fn fits(&self) -> bool {
        self.left_out.is_empty()
    }
}

/// What is done when.
pub fn back_plan(span: PlanSpan, tasks: &[PlanTask]) -> BackPlan {
    let tasks = tasks.get(..TASKS_MAX).unwrap_or(tasks);
    let left = days::between(span.today, span.exam);
    let needs_minutes = tasks.iter().map(|task| task.minutes).sum();
    if span.exam <= span.today {
        let left_out = (0..tasks.len()).collect();
        return BackPlan { needs_minutes, left_out, ..BackPlan::default() };
    }
    let mut weeks = weeks(span, left);
    let has_minutes = weeks.iter().map(|week| week.has_minutes).sum();
    let final_on = final_day(span, left, tasks);
    let (planned, left_out) = chosen(tasks, final_on.is_some(), has_minutes);
    place(&mut weeks, tasks, &planned, final_on);
    let reviews_from = Some(days::before(span.exam, REST_DAYS).max(span.today));
    BackPlan { weeks, final_on, reviews_from, has_minutes, needs_minutes, planned, left_out }
}

/// Minutes of so many days of a week.
fn minutes(hours_a_week: u32, of_days: u32) -> u32 {
    (hours_a_week.saturating_mul(60).saturating_mul(of_days) + 3) / 7
}

/// Weeks from today to the day before the last ones, each ending on a Sunday.
fn weeks(span: PlanSpan, left: u32) -> Vec<PlanWeek> {
    let (mut weeks, mut passed) = (Vec::new(), 0);
    let work = left.saturating_sub(REST_DAYS);
    while passed < work {
        let from = days::after(span.today, passed);
        // Monday is 0.
        let weekday = u32::try_from(from.weekday().to_monday_zero_offset()).unwrap_or_default();
        let of_days = (7 - weekday).min(work - passed);
        let until = days::after(from, of_days - 1);
        let has_minutes = minutes(span.hours_a_week, of_days);
        weeks.push(PlanWeek { from, until, has_minutes, tasks: Vec::new() });
        passed += of_days;
    }
    weeks
}

/// About a week before, or as soon as possible; none in the last days.
fn final_day(span: PlanSpan, left: u32, tasks: &[PlanTask]) -> Option<Date> {
    tasks.iter().find(|task| task.place == TaskPlace::NearTheEnd)?;
    (left > REST_DAYS).then(|| days::before(span.exam, FINAL_DAYS).max(span.today))
}

/// What there is time for: what has a fixed place, then what is worth most for its minutes.
fn chosen(tasks: &[PlanTask], has_final: bool, mut minutes: u32) -> (Vec<usize>, Vec<usize>) {
    let mut order: Vec<(usize, &PlanTask)> = tasks.iter().enumerate().collect();
    let rate = |task: &PlanTask| task.points / f64::from(task.minutes.max(1));
    order.sort_by(|(_, one), (_, other)| {
        let is_free = |task: &PlanTask| task.place == TaskPlace::Between;
        is_free(one).cmp(&is_free(other)).then(rate(other).total_cmp(&rate(one)))
    });
    let (mut planned, mut left_out) = (Vec::new(), Vec::new());
    for (place, task) in order {
        let has_day = task.place != TaskPlace::NearTheEnd || has_final;
        if has_day && task.minutes <= minutes {
            minutes -= task.minutes;
            planned.push(place);
        } else {
            left_out.push(place);
        }
    }
    (planned, left_out)
}

/// Gives each task the week in which it is begun; what does not fit into it goes on in the next.
fn place(weeks: &mut [PlanWeek], tasks: &[PlanTask], planned: &[usize], final_on: Option<Date>) {
    let mut free: Vec<u32> = weeks.iter().map(|week| week.has_minutes).collect();
    let put = |weeks: &mut [PlanWeek], free: &mut [u32], place: usize, from: usize| {
        let mut minutes = tasks.get(place).map_or(0, |task| task.minutes);
        for (week, free) in weeks.iter_mut().zip(free).skip(from) {
            let taken = minutes.min(*free);
            if taken > 0 {
                *free -= taken;
                minutes -= taken;
                week.tasks.push((place, taken));
            }
        }
    };
    let fixed = |wanted: TaskPlace| {
        planned.iter().copied().filter(move |place| tasks.get(*place).is_some_and(|t| t.place == wanted))
    };
    for place in fixed(TaskPlace::Now) {
        put(weeks, &mut free, place, 0);
    }
    let at = weeks.iter().position(|week| final_on.is_some_and(|on| on <= week.until)).unwrap_or_default();
    for place in fixed(TaskPlace::NearTheEnd) {
        put(weeks, &mut free, place, at);
    }
    for place in fixed(TaskPlace::Between) {
        put(weeks, &mut free, place, 0);
    }
}

#[cfg(test)]
mod tests {
    use assay_kernel::date;
    use proptest::prelude::*;

    use super::*;

    fn between(minutes: u32, points: f64) -> PlanTask {
        PlanTask { place: TaskPlace::Between, minutes, points }
    }

    /// What SOA-C03 is: a first look, thirteen courses, 150 questions, eight labs, a final form.
    fn whole() -> Vec<PlanTask> {
        let mut tasks = vec![PlanTask { place: TaskPlace::Now, minutes: PRETEST_MIN, points: 0.0 }];
        tasks.extend((0..13).map(|number| between(30, f64::from(number))));
        tasks.extend((0..15).map(|number| between(DRILL_BLOCK_MIN, f64::from(number))));
        tasks.extend((0..8).map(|_| between(LAB_MIN, 1.0)));
        let minutes = 130 + LOOK_BACK_MIN;
        tasks.push(PlanTask { place: TaskPlace::NearTheEnd, minutes, points: 0.0 });
        tasks
    }

    #[test]
    fn the_full_plan_needs_about_22_hours_and_ends_a_week_before_the_exam() {
        let span = PlanSpan { today: date(2025, 11, 3), exam: date(2026, 1, 29), hours_a_week: 4 };
        let plan = back_plan(span, &whole());
        assert_eq!(plan.needs_minutes / 60, 22);
        assert!(plan.fits() && plan.has_minutes > plan.needs_minutes);
        assert_eq!(plan.final_on, Some(date(2026, 1, 21)));
        assert_eq!(plan.reviews_from, Some(date(2026, 1, 26)));
        assert_eq!(plan.weeks[0].tasks[0], (0, PRETEST_MIN), "the first look is now");
        let last =
            plan.weeks.iter().find(|week| week.from <= date(2026, 1, 21) && week.until >= date(2026, 1, 21));
        assert!(last.unwrap().tasks.iter().any(|(place, _)| *place == whole().len() - 1));
        assert!(plan.weeks.iter().all(|week| week.until < date(2026, 1, 26)), "the last three days are free");
    }

    #[test]
    fn what_does_not_fit_is_left_out_and_what_is_worth_most_stays() {
        let span = PlanSpan { today: date(2026, 1, 12), exam: date(2026, 1, 29), hours_a_week: 6 };
        let plan = back_plan(span, &whole());
        assert_eq!(plan.has_minutes, 12 * 60);
        assert!(!plan.fits() && plan.needs_minutes > plan.has_minutes);
        let tasks = whole();
        let rate = |place: &usize| tasks[*place].points / f64::from(tasks[*place].minutes);
        let least = plan.planned.iter().filter(|place| tasks[**place].place == TaskPlace::Between);
        let least = least.map(rate).fold(f64::INFINITY, f64::min);
        let most = plan.left_out.iter().map(rate).fold(0.0, f64::max);
        assert!(most <= least, "{most} was left out, and {least} was not");
    }

    #[test]
    fn an_exam_in_the_next_days_leaves_reviews_alone_and_one_that_is_over_nothing() {
        let today = date(2026, 1, 27);
        let plan = back_plan(PlanSpan { today, exam: date(2026, 1, 29), hours_a_week: 4 }, &whole());
        assert_eq!((plan.final_on, plan.has_minutes, plan.weeks.len()), (None, 0, 0));
        assert_eq!((plan.reviews_from, plan.planned.len()), (Some(today), 0));
        let over = back_plan(PlanSpan { today, exam: today, hours_a_week: 4 }, &whole());
        assert_eq!((over.reviews_from, over.left_out.len()), (None, whole().len()));
        let soon = back_plan(PlanSpan { today, exam: date(2026, 2, 2), hours_a_week: 14 }, &whole());
        assert_eq!(soon.final_on, Some(today), "as soon as possible");
    }

    proptest! {
        #[test]
        fn no_week_has_more_than_its_time_and_every_task_is_planned_or_left_out(
            lengths in prop::collection::vec((1_u32..200, 0.0_f64..9.0), 0..60),
            ahead in 0_u32..400,
            hours_a_week in 0_u32..60,
        ) {
            let today = date(2025, 11, 4);
            let task = |(minutes, points): &(u32, f64)| between(*minutes, *points);
            let mut tasks: Vec<PlanTask> = lengths.iter().map(task).collect();
            tasks.push(PlanTask { place: TaskPlace::NearTheEnd, minutes: 190, points: 0.0 });
            let span = PlanSpan { today, exam: days::after(today, ahead), hours_a_week };
            let plan = back_plan(span, &tasks);
            let mut all: Vec<usize> = plan.planned.iter().chain(&plan.left_out).copied().collect();
            all.sort_unstable();
            prop_assert_eq!(all, (0..tasks.len()).collect::<Vec<_>>());
            let mut placed = vec![0; tasks.len()];
            for week in &plan.weeks {
                let taken: u32 = week.tasks.iter().map(|(_, minutes)| minutes).sum();
                prop_assert!(taken <= week.has_minutes);
                prop_assert!(week.until < span.exam);
                week.tasks.iter().for_each(|(place, minutes)| placed[*place] += minutes);
            }
            for place in &plan.planned {
                let task = &tasks[*place];
                prop_assert!(placed[*place] == task.minutes || task.place == TaskPlace::NearTheEnd);
            }
        }
    }
}
