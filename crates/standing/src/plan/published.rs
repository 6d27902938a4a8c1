//! Rules in force that a change edits instead of adding a version from a day on.

use assay_kernel::{Arg, Date, Said};
use assay_programme::model::{Amendment, Clause, Policy, PolicyVersion, Programme};

use super::finding::{Finding, FindingKind, FindingWeight, finding, place, title};

/// What is in force is never edited: a change is a new version from a date.
pub(super) fn published(current: &Programme, proposed: &Programme, today: Date, found: &mut Vec<Finding>) {
    let kind = FindingKind::PublishedRuleEdited;
    for policy in &current.policies {
        let code = &policy.certification;
        let name = || title(current, code);
        let Some(other) = proposed.policy(code.as_str()) else {
            // What goes with its certification is told with that.
            let stays = proposed.certification(code.as_str()).is_some()
                || current.certification(code.as_str()).is_none();
            if stays && policy.versions.iter().any(|version| is_in_force(version, today)) {
                let said = Said::of("finding.policy-removed").with("policy", name());
                found.push(finding(kind, FindingWeight::Error, said));
            }
            continue;
        };
        for version in policy.versions.iter().filter(|version| is_in_force(version, today)) {
            let id = &version.version;
            let code = match other.versions.iter().find(|other| other.version == *id) {
                Some(same) if without_places(same) == without_places(version) => continue,
                Some(_) => "finding.version-edited",
                None => "finding.version-removed",
            };
            let said = Said::of(code).with("version", Arg::text(id)).with("policy", name());
            let place = place(&other.versions.first().map_or(Clause::default(), |v| v.clause.clone()));
            found.push(Finding { place, ..finding(kind, FindingWeight::Error, said) });
        }
        for version in other.versions.iter().filter(|version| is_in_force(version, today)) {
            if policy.versions.iter().all(|old| old.version != version.version) {
                let said = Said::of("finding.version-in-force-at-once")
                    .with("version", Arg::text(&version.version))
                    .with("policy", name());
                let found_one = finding(kind, FindingWeight::Warning, said);
                found.push(Finding { place: place(&version.clause), ..found_one });
            }
        }
        policy_days(&name(), (policy, other), found);
    }
    facts(current, proposed, today, found);
}

/// Facts about everyone whose day has come: they stay, and none is added behind.
fn facts(current: &Programme, proposed: &Programme, today: Date, found: &mut Vec<Finding>) {
    let kind = FindingKind::PublishedRuleEdited;
    let gone = |said: Said| finding(kind, FindingWeight::Error, said);
    let back = |said: Said| finding(kind, FindingWeight::Warning, said);
    let past = |on: Date| on <= today;
    let amends = |programme: &Programme, amendment: &Amendment| {
        programme.amendments.iter().any(|other| bare(other) == bare(amendment))
    };
    for amendment in current.amendments.iter().filter(|amendment| past(amendment.on)) {
        if !amends(proposed, amendment) {
            found.push(gone(Said::of("finding.amendment-edited").with("on", amendment.on)));
        }
    }
    for amendment in proposed.amendments.iter().filter(|amendment| past(amendment.on)) {
        if !amends(current, amendment) {
            let said = Said::of("finding.amendment-back").with("on", amendment.on);
            found.push(Finding { place: place(&amendment.clause), ..back(said) });
        }
    }
    let comes = |programme: &Programme, name: &str, on: Date| {
        programme.world.iter().any(|(other, day)| other == name && *day == on)
    };
    for (name, on) in current.world.iter().filter(|(_, on)| past(*on)) {
        if !comes(proposed, name, *on) {
            found.push(gone(Said::of("finding.event-moved").with("event", Arg::text(name)).with("on", *on)));
        }
    }
    for (name, on) in proposed.world.iter().filter(|(_, on)| past(*on)) {
        if !comes(current, name, *on) {
            found.push(back(Said::of("finding.event-back").with("event", Arg::text(name)).with("on", *on)));
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
fn policy_days(name: &Arg, (old, new): (&Policy, &Policy), found: &mut Vec<Finding>) {
    let mut moved = |code: &'static str, was: Option<Date>, is: Option<Date>| {
        if was != is {
            let day = |day: Option<Date>| day.map_or_else(|| Said::of("finding.no-day").into(), Arg::from);
            let said = Said::of(code).with("policy", name.clone()).with("from", day(was)).with("to", day(is));
            found.push(finding(FindingKind::ExamDatesMoved, FindingWeight::Note, said));
        }
    };
    moved("finding.retirement-moved", old.retired_on, new.retired_on);
    moved("finding.last-award-moved", old.award_until, new.award_until);
    if old.governed_by != new.governed_by {
        let said = Said::of("finding.governing-day").with("policy", name.clone());
        found.push(finding(FindingKind::PublishedRuleEdited, FindingWeight::Error, said));
    }
}
