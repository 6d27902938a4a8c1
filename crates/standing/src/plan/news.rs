//! What is new in a programme.
//!
//! Versions of policies and how they differ, facts, exam versions, certifications.

use assay_kernel::{Arg, CertificationCode, Date, Period, Said};
use assay_programme::{
    model::{Amendment, Anchor, Cascade, CascadeEnd, Cohort, EndRule, PolicyVersion, Programme, Route},
    zone,
};

use super::finding::{Finding, FindingKind, FindingWeight, finding, place, title};
use crate::words;

/// What starts with the proposed programme, for the record.
pub(super) fn news(current: &Programme, proposed: &Programme, today: Date, found: &mut Vec<Finding>) {
    if current.zone != proposed.zone {
        let is = |zone: &str| Arg::text(if zone.is_empty() { "UTC" } else { zone });
        let said = Said::of("finding.zone")
            .with("is", is(&proposed.zone))
            .with("was", is(&current.zone))
            .with("moved", moved(&current.zone, &proposed.zone, today));
        let warning = finding(FindingKind::RulesChange, FindingWeight::Warning, said);
        found.push(Finding { place: Some("programme.toml:1".to_owned()), ..warning });
    }
    let mut note = |said: Said, clause: &assay_programme::model::Clause| {
        let place = place(clause);
        let note = finding(FindingKind::RulesChange, FindingWeight::Note, said);
        found.push(Finding { place, ..note });
    };
    for certification in &proposed.certifications {
        if current.certification(certification.code.as_str()).is_none() {
            let said = Said::of("finding.new-certification")
                .with("title", Arg::title(&certification.title))
                .with("code", &certification.code);
            note(said, &certification.clause);
        }
    }
    for exam in &proposed.exams {
        if current.exam(exam.code.as_str()).is_none() {
            let said = Said::of("finding.new-exam")
                .with("title", Arg::title(&exam.title))
                .with("exam", &exam.code)
                .with("first", exam.first_test_day_on);
            note(said, &exam.clause);
        }
    }
    for policy in &proposed.policies {
        let known = current.policy(policy.certification.as_str());
        let is_new = |version: &PolicyVersion| {
            known.is_some_and(|known| known.versions.iter().all(|old| old.version != version.version))
        };
        for (older, version) in policy.versions.iter().zip(policy.versions.iter().skip(1)) {
            if is_new(version) {
                let parts = changes(proposed, older, version);
                let code = if parts.is_empty() { "finding.new-rules-the-same" } else { "finding.new-rules" };
                let ever = || Said::of("finding.ever").into();
                let said = Said::of(code)
                    .with("policy", title(proposed, &policy.certification))
                    .with("from", version.in_force_from.map_or_else(ever, Arg::from))
                    .with("changes", parts);
                note(said, &version.clause);
            }
        }
    }
    for amendment in
        proposed.amendments.iter().filter(|new| current.amendments.iter().all(|old| old.on != new.on))
    {
        note(amended(proposed, amendment), &amendment.clause);
    }
}

/// By how much every last day moves with the zone, as a clause.
fn moved(from: &str, to: &str, today: Date) -> Said {
    match zone::shift(from, to, today) {
        Some((0, 0)) => Said::of("zone.same"),
        Some((n, 0)) => Said::of("zone.earlier").with("n", n),
        Some((0, n)) => Said::of("zone.later").with("n", n),
        Some((earlier, later)) => Said::of("zone.both")
            .with("most", earlier.max(later))
            .with("earlier", earlier)
            .with("later", later),
        // From the farthest west to the farthest east: UTC-12 to UTC+14.
        None => Said::of("zone.unknown"),
    }
}

fn titles(programme: &Programme, codes: &[CertificationCode]) -> Arg {
    Arg::list(codes.iter().map(|code| title(programme, code)))
}

fn amended(programme: &Programme, amendment: &Amendment) -> Said {
    let all = amendment.certifications.is_empty();
    let whose = if all {
        Said::of("rule.everything-that-runs").into()
    } else {
        titles(programme, &amendment.certifications)
    };
    let later = amendment.shift.map(|shift| Said::of("rule.ends-later").with("by", shift));
    let anew = amendment.revalidate.map(|validity| Said::of("rule.valid-for").with("validity", validity));
    Said::of("finding.amended")
        .with("on", amendment.on)
        .with("whose", whose)
        .maybe("since", amendment.earned_from)
        .maybe("how", later.or(anew))
        .with("reason", Arg::text(&amendment.reason))
}

/// How a version differs from the one before it.
fn changes(programme: &Programme, old: &PolicyVersion, new: &PolicyVersion) -> Vec<Said> {
    let mut parts = Vec::new();
    let mut differs = |code: &'static str, was: Arg, is: Arg| {
        if was != is {
            parts.push(Said::of(code).with("is", is).with("was", was));
        }
    };
    let period = |period: Option<Period>| period.map_or_else(|| Said::of("fact.none").into(), Arg::from);
    differs("rule.validity", old.validity.into(), new.validity.into());
    differs("rule.last-valid-day", end(old.end), end(new.end));
    differs("rule.grace", period(old.grace), period(new.grace));
    differs("rule.suspension", period(old.suspension), period(new.suspension));
    differs("rule.never-shortens", yes(old.never_shorten), yes(new.never_shorten));
    let cohorts = |version: &PolicyVersion| version.cohorts.iter().map(cohort).collect();
    lists(&mut parts, cohorts(old), cohorts(new));
    let routes = |version: &PolicyVersion| version.routes.iter().map(|own| route(own, version)).collect();
    lists(&mut parts, routes(old), routes(new));
    let cascades =
        |version: &PolicyVersion| version.cascades.iter().map(|own| cascade(programme, own)).collect();
    lists(&mut parts, cascades(old), cascades(new));
    if (&old.derived, &old.expire_after, &old.alive_while_any)
        != (&new.derived, &new.expire_after, &new.alive_while_any)
    {
        parts.push(Said::of("rule.made-of"));
    }
    parts
}

fn lists(parts: &mut Vec<Said>, old: Vec<Said>, new: Vec<Said>) {
    let now = new.iter().filter(|is| !old.contains(is));
    parts.extend(now.map(|is| Said::of("rule.now").with("what", is.clone())));
    let gone = old.iter().filter(|was| !new.contains(was));
    parts.extend(gone.map(|was| Said::of("rule.no-longer").with("what", was.clone())));
}

fn yes(so: bool) -> Arg {
    Said::of(if so { "rule.yes" } else { "rule.no" }).into()
}

fn end(rule: EndRule) -> Arg {
    Said::of(match rule {
        EndRule::Anniversary => "rule.anniversary",
        EndRule::DayBefore => "rule.day-before",
        EndRule::EndOfMonth => "rule.end-of-month",
    })
    .into()
}

fn cohort(cohort: &Cohort) -> Said {
    let good: Arg = match (cohort.fixed, cohort.validity) {
        (Some(fixed), _) => Said::of("rule.until").with("day", fixed).into(),
        (None, Some(validity)) => validity.into(),
        (None, None) => Said::of("rule.as-usual").into(),
    };
    Said::of("rule.cohort").with("good", good).maybe("from", cohort.from).maybe("to", cohort.to)
}

/// With the length it gives: said in the route or by the validity, it is the same.
fn route(route: &Route, version: &PolicyVersion) -> Said {
    let from_end = (route.anchor == Anchor::Expiry).then(|| Said::of("rule.from-the-old-end"));
    Said::of("rule.route")
        .with("route", Arg::title(words::title(route)))
        .maybe("opens", route.opens)
        .maybe("closes", route.closes)
        .maybe("anchor", from_end)
        .with("length", route.length.unwrap_or(version.validity))
        .maybe("credits", route.credits.as_ref().map(|rule| rule.total))
        .maybe("payments", Some(route.fees).filter(|fees| *fees > 0))
        .maybe("until", route.until)
}

fn cascade(programme: &Programme, cascade: &Cascade) -> Said {
    let set = match cascade.set {
        CascadeEnd::Match => "rule.to-its-own-end",
        CascadeEnd::Event => "rule.for-their-validity",
    };
    Said::of("rule.cascade")
        .with("to", titles(programme, &cascade.to))
        .with("set", Said::of(set))
        .maybe("retired", cascade.even_retired.then(|| Said::of("rule.retired-too")))
        .maybe("until", cascade.until)
}
