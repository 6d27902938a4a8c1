//! Announcements and prep plans.

use std::collections::BTreeSet;

use super::found::{Findings, known};
use crate::{
    codes,
    model::{Announcement, PrepPlan, PrepStepKind, Programme},
};

pub(super) fn check(programme: &Programme, found: &mut Findings) {
    for announcement in &programme.announcements {
        revisions(announcement, found);
    }
    for plan in &programme.prep_plans {
        steps(plan, found);
        until(programme, plan, found);
    }
}

fn revisions(announcement: &Announcement, found: &mut Findings) {
    let place = (&announcement.clause, "published_on");
    let published_on = announcement.published_on;
    match announcement.revisions.first() {
        None => {
            let message = format!("the announcement `{}` has no text", announcement.slug);
            let hint = "add a `[[revision]]` with `on` and `body`";
            found.error(codes::REVISIONS, place, message, hint);
        }
        Some(first) if first.on != published_on && known(first.on).and(known(published_on)).is_some() => {
            let message =
                format!("it was published on {published_on}, but its first text is of {}", first.on);
            found.error(codes::REVISIONS, place, message, "the first revision is the publication: same day");
        }
        Some(_) => {}
    }
    let pairs = announcement.revisions.iter().zip(announcement.revisions.iter().skip(1));
    for (earlier, later) in pairs {
        if known(earlier.on).and(known(later.on)).is_some() && later.on <= earlier.on {
            let message = format!("the revision of {} comes after that of {}", later.on, earlier.on);
            let hint = "write the revisions oldest first, at most one a day";
            found.error(codes::REVISIONS, (&later.clause, "on"), message, hint);
        }
        if later.change.is_empty() {
            let message = format!("the revision of {} does not say what changed", later.on);
            let hint = "say in `change` what a reader of the earlier text must know";
            found.warning(codes::REVISION_CHANGE, (&later.clause, "on"), message, hint);
        }
    }
}

/// A plan ends with its exam version: earlier leaves candidates alone, later prepares for nothing.
fn until(programme: &Programme, plan: &PrepPlan, found: &mut Findings) {
    let Some(exam) = programme.exam(plan.exam.as_str()) else { return };
    let Some(until) = plan.until.and_then(known) else { return };
    let last = exam.last_test_day_of_all();
    if last == Some(until) || last.is_some_and(|last| known(last).is_none()) {
        return;
    }
    let end = last.map_or_else(|| "for ever".to_owned(), |last| format!("until {last}"));
    let message = format!("the prep plan is offered until {until}, but {} can be sat {end}", exam.code);
    let hint = "leave `until` out to end with the exam version; nothing to do if the other day is intended";
    found.warning(codes::PREP_END, (&plan.clause, "until"), message, hint);
}

fn steps(plan: &PrepPlan, found: &mut Findings) {
    let mut seen = BTreeSet::new();
    for step in &plan.steps {
        if !step.id.is_empty() && !seen.insert(&step.id) {
            let message = format!("two steps of the prep plan for {} are called `{}`", plan.exam, step.id);
            let hint = "progress is kept by a step's id: give each its own";
            found.error(codes::PREP_STEP, (&step.clause, "id"), message, hint);
        }
        let missing = match step.kind {
            PrepStepKind::Pretest | PrepStepKind::Practice | PrepStepKind::Final => {
                step.practice_set.is_none().then_some("practice_set")
            }
            PrepStepKind::Course => step.course.is_none().then_some("course"),
            PrepStepKind::Lab => step.lab.is_none().then_some("lab"),
            PrepStepKind::Reviews | PrepStepKind::Reading => None,
        };
        if let Some(key) = missing {
            let message = format!("nothing shows that the step `{}` is done", step.id);
            let hint = format!("name its `{key}`, or make its `kind` `reading`");
            found.error(codes::PREP_STEP, (&step.clause, "kind"), message, hint);
        }
        for link in &step.resources {
            let fits = link.url.starts_with("https://") || link.url.starts_with('/');
            if !link.url.is_empty() && !fits {
                let message = format!("`{}` is not a link that a page may show", link.url);
                let hint = "write an https:// address, or a path on this site that starts with `/`";
                found.error(codes::LINK, (&step.clause, "id"), message, hint);
            }
        }
    }
}
