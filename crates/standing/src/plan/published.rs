//! Rules in force that a change edits instead of adding a version from a day on.

use assay_kernel::Date;
use assay_programme::model::{Amendment, Clause, Policy, PolicyVersion, Programme};

use super::finding::{Finding, FindingKind, Severity, finding, place, title};
use crate::words;

/// What to do about a rule that was edited.
const ADVICE: &str = "Rules in force are never edited, so that every decision can still be explained: put \
                      the old text back and add a version with `in_force_from` on a later day.";

/// What to do about a policy that is gone.
const WITHOUT_POLICY: &str = "Holders were promised its last valid day and its ways to renew: put the \
                              file back. What ends has a `retired_on`.";

/// What is in force is never edited: a change is a new version from a date.
pub(super) fn published(current: &Programme, proposed: &Programme, today: Date, found: &mut Vec<Finding>) {
    let kind = FindingKind::PublishedRuleEdited;
    for policy in &current.policies {
        let code = &policy.certification;
        let name = title(current, code);
        let Some(other) = proposed.policy(code.as_str()) else {
            // What goes with its certification is told with that.
            let stays = proposed.certification(code.as_str()).is_some()
                || current.certification(code.as_str()).is_none();
            if stays && policy.versions.iter().any(|version| is_in_force(version, today)) {
                let title = format!("The policy of {name} is in force and was removed");
                found.push(finding(kind, Severity::Error, title, WITHOUT_POLICY.to_owned()));
            }
            continue;
        };
        for version in policy.versions.iter().filter(|version| is_in_force(version, today)) {
            let id = &version.version;
            let title = match other.versions.iter().find(|other| other.version == *id) {
                Some(same) if without_places(same) == without_places(version) => continue,
                Some(_) => format!("Version {id} of the policy of {name} is in force and was edited"),
                None => format!("Version {id} of the policy of {name} is in force and was removed"),
            };
            let place = place(&other.versions.first().map_or(Clause::default(), |v| v.clause.clone()));
            found.push(Finding { place, ..finding(kind, Severity::Error, title, ADVICE.to_owned()) });
        }
        for version in other.versions.iter().filter(|version| is_in_force(version, today)) {
            if policy.versions.iter().all(|old| old.version != version.version) {
                let title = format!(
                    "Version {} of the policy of {name} is new and already in force",
                    version.version
                );
                let text = "It judges events that have already been decided under another version: let it \
                            start on a later day.";
                let found_one = finding(kind, Severity::Warning, title, text.to_owned());
                found.push(Finding { place: place(&version.clause), ..found_one });
            }
        }
        policy_days(name, (policy, other), found);
    }
    facts(current, proposed, today, found);
}

/// Facts about everyone whose day has come: they stay, and none is added behind.
fn facts(current: &Programme, proposed: &Programme, today: Date, found: &mut Vec<Finding>) {
    let kind = FindingKind::PublishedRuleEdited;
    let gone = |title: String| finding(kind, Severity::Error, title, ADVICE.to_owned());
    let back = |title: String| {
        let text = "What was shown and decided since that day is judged anew, also of what is over by now: \
                    let it be of a later day, or look at everybody below.";
        finding(kind, Severity::Warning, title, text.to_owned())
    };
    let past = |on: Date| on <= today;
    let amends = |programme: &Programme, amendment: &Amendment| {
        programme.amendments.iter().any(|other| bare(other) == bare(amendment))
    };
    for amendment in current.amendments.iter().filter(|amendment| past(amendment.on)) {
        if !amends(proposed, amendment) {
            let on = words::day(amendment.on);
            found.push(gone(format!("The amendment of {on} was edited or removed")));
        }
    }
    for amendment in proposed.amendments.iter().filter(|amendment| past(amendment.on)) {
        if !amends(current, amendment) {
            let title = format!("A new amendment reaches back: it is of {}", words::day(amendment.on));
            found.push(Finding { place: place(&amendment.clause), ..back(title) });
        }
    }
    let comes = |programme: &Programme, name: &str, on: Date| {
        programme.world.iter().any(|(other, day)| other == name && *day == on)
    };
    for (name, on) in current.world.iter().filter(|(_, on)| past(*on)) {
        if !comes(proposed, name, *on) {
            found.push(gone(format!("The event “{name}” of {} was moved or removed", words::day(*on))));
        }
    }
    for (name, on) in proposed.world.iter().filter(|(_, on)| past(*on)) {
        if !comes(current, name, *on) {
            found.push(back(format!("The event “{name}” reaches back: it is of {}", words::day(*on))));
        }
    }
}

/// An amendment without the line it stands on.
fn bare(amendment: &Amendment) -> Amendment {
    Amendment { clause: Clause::default(), ..amendment.clone() }
}

fn is_in_force(version: &PolicyVersion, today: Date) -> bool {
    version.in_force_from.is_none_or(|from| from <= today)
}

/// A version without the lines it stands on: a comment above it changes no rule.
fn without_places(version: &PolicyVersion) -> PolicyVersion {
    let mut bare = version.clone();
    bare.clause = Clause::default();
    bare.routes.iter_mut().for_each(|route| route.clause = Clause::default());
    bare.cascades.iter_mut().for_each(|cascade| cascade.clause = Clause::default());
    bare
}

/// The days of a policy as a whole.
fn policy_days(name: &str, (old, new): (&Policy, &Policy), found: &mut Vec<Finding>) {
    let mut moved = |what: &str, was: Option<Date>, is: Option<Date>| {
        if was != is {
            let day = |day: Option<Date>| day.map_or_else(|| "no day".to_owned(), words::day);
            let title = format!("{what} of {name} moves from {} to {}", day(was), day(is));
            let text = "Holders below are compared with the new day.".to_owned();
            let kind = FindingKind::ExamDatesMoved;
            found.push(finding(kind, Severity::Note, title, text));
        }
    };
    moved("The retirement", old.retired_on, new.retired_on);
    moved("The last day of new awards", old.award_until, new.award_until);
    if old.governed_by != new.governed_by {
        let title = format!("Another day selects the policy version that governs {name}");
        let text =
            "Which version judges what has already happened changes with it: look at every date below.";
        found.push(finding(FindingKind::PublishedRuleEdited, Severity::Error, title, text.to_owned()));
    }
}
