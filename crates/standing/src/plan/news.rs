//! What is new in a programme, in words.
//!
//! Versions of policies and how they differ, facts, exam versions, certifications.

use assay_kernel::{CertificationCode, Date, Period};
use assay_programme::{
    model::{Amendment, Anchor, Cascade, CascadeEnd, Cohort, EndRule, PolicyVersion, Programme, Route},
    zone,
};

use super::finding::{Finding, FindingKind, Severity, finding, place, title};
use crate::words;

/// What starts with the proposed programme, for the record.
pub(super) fn news(current: &Programme, proposed: &Programme, today: Date, found: &mut Vec<Finding>) {
    if current.zone != proposed.zone {
        let is = |zone: &str| if zone.is_empty() { "UTC".to_owned() } else { zone.to_owned() };
        let title =
            format!("The zone of all dates is {} instead of {}", is(&proposed.zone), is(&current.zone));
        let text = format!(
            "No date changes, yet {}. The same goes for windows and test days: announce it.",
            moved(&current.zone, &proposed.zone, today)
        );
        let warning = finding(FindingKind::RulesChange, Severity::Warning, title, text);
        found.push(Finding { place: Some("programme.toml:1".to_owned()), ..warning });
    }
    let mut note = |title: String, text: String, clause: &assay_programme::model::Clause| {
        let place = place(clause);
        let note = finding(FindingKind::RulesChange, Severity::Note, title, text);
        found.push(Finding { place, ..note });
    };
    for certification in &proposed.certifications {
        if current.certification(certification.code.as_str()).is_none() {
            let title = format!("New certification: {} ({})", certification.title, certification.code);
            note(title, "Nobody holds it yet.".to_owned(), &certification.clause);
        }
    }
    for exam in &proposed.exams {
        if current.exam(exam.code.as_str()).is_none() {
            let title = format!("New exam version: {} ({})", exam.title, exam.code);
            let first = words::day(exam.first_test_day_on);
            note(title, format!("It can be sat from {first} on."), &exam.clause);
        }
    }
    for policy in &proposed.policies {
        let known = current.policy(policy.certification.as_str());
        let is_new = |version: &PolicyVersion| {
            known.is_some_and(|known| known.versions.iter().all(|old| old.version != version.version))
        };
        for (older, version) in policy.versions.iter().zip(policy.versions.iter().skip(1)) {
            if is_new(version) {
                let from = version.in_force_from.map_or_else(|| "ever".to_owned(), words::day);
                let headline =
                    format!("{}: new rules from {from} on", title(proposed, &policy.certification));
                note(headline, sentence(&changes(proposed, older, version)), &version.clause);
            }
        }
    }
    for amendment in
        proposed.amendments.iter().filter(|new| current.amendments.iter().all(|old| old.on != new.on))
    {
        let on = words::day(amendment.on);
        note(
            format!("Running certifications are amended on {on}"),
            amended(proposed, amendment),
            &amendment.clause,
        );
    }
}

/// By how much every last day moves with the zone, as a clause.
fn moved(from: &str, to: &str, today: Date) -> String {
    let hours = |n: u32| words::count(n, "hour");
    match zone::shift(from, to, today) {
        Some((0, 0)) => "the clock is another's".to_owned(),
        Some((n, 0)) => format!("every last day moves by up to {}: it ends earlier", hours(n)),
        Some((0, n)) => format!("every last day moves by up to {}: it ends later", hours(n)),
        Some((earlier, later)) => {
            let (most, earlier, later) = (hours(earlier.max(later)), hours(earlier), hours(later));
            format!("every last day moves by up to {most}: up to {earlier} earlier or {later} later")
        }
        // From the farthest west to the farthest east: UTC-12 to UTC+14.
        None => "every last day moves by up to 26 hours".to_owned(),
    }
}

fn titles(programme: &Programme, codes: &[CertificationCode]) -> String {
    let titles: Vec<String> = codes.iter().map(|code| title(programme, code).to_owned()).collect();
    words::list(&titles)
}

fn sentence(parts: &[String]) -> String {
    if parts.is_empty() {
        return "Nothing differs from the version before.".to_owned();
    }
    format!("{}.", words::capital(&parts.join("; ")))
}

fn amended(programme: &Programme, amendment: &Amendment) -> String {
    let all = amendment.certifications.is_empty();
    let whose = titles(programme, &amendment.certifications);
    let whose = if all { "Everything that runs".to_owned() } else { whose };
    let since = amendment.earned_from.map(|from| format!(" awarded from {} on", words::day(from)));
    let shift = amendment.shift.map(|shift| format!(" ends {} later", shift.words()));
    let anew = amendment.revalidate.map(|validity| format!(" is valid for {}", words::validity(validity)));
    let how = shift.or(anew).unwrap_or_default();
    format!("{whose}{}{how}. {}", since.unwrap_or_default(), amendment.reason)
}

/// How a version differs from the one before it.
fn changes(programme: &Programme, old: &PolicyVersion, new: &PolicyVersion) -> Vec<String> {
    let mut parts = Vec::new();
    let mut differs = |what: &str, was: String, is: String| {
        if was != is {
            parts.push(format!("{what} {is} instead of {was}"));
        }
    };
    let period = |period: Option<Period>| period.map_or_else(|| "none".to_owned(), Period::words);
    differs("validity", words::validity(old.validity), words::validity(new.validity));
    differs("last valid day is", end(old.end), end(new.end));
    differs("grace", period(old.grace), period(new.grace));
    differs("suspension", period(old.suspension), period(new.suspension));
    differs("never shortens:", yes(old.never_shorten), yes(new.never_shorten));
    let cohorts = |version: &PolicyVersion| version.cohorts.iter().map(cohort).collect();
    lists(&mut parts, "validity", cohorts(old), cohorts(new));
    let routes = |version: &PolicyVersion| version.routes.iter().map(|own| route(own, version)).collect();
    lists(&mut parts, "", routes(old), routes(new));
    let cascades =
        |version: &PolicyVersion| version.cascades.iter().map(|own| cascade(programme, own)).collect();
    lists(&mut parts, "", cascades(old), cascades(new));
    if (&old.derived, &old.expire_after, &old.alive_while_any)
        != (&new.derived, &new.expire_after, &new.alive_while_any)
    {
        parts.push("what it is made of, or what ends it from outside, changes".to_owned());
    }
    parts
}

fn lists(parts: &mut Vec<String>, what: &str, old: Vec<String>, new: Vec<String>) {
    let what = if what.is_empty() { String::new() } else { format!("{what} ") };
    parts.extend(new.iter().filter(|is| !old.contains(is)).map(|is| format!("now: {what}{is}")));
    parts.extend(old.iter().filter(|was| !new.contains(was)).map(|was| format!("no longer: {what}{was}")));
}

fn yes(so: bool) -> String {
    if so { "yes" } else { "no" }.to_owned()
}

fn end(rule: EndRule) -> String {
    match rule {
        EndRule::Anniversary => "the anniversary",
        EndRule::DayBefore => "the day before the anniversary",
        EndRule::EndOfMonth => "the end of the anniversary's month",
    }
    .to_owned()
}

fn cohort(cohort: &Cohort) -> String {
    let from = cohort.from.map(|day| format!(" from {}", words::day(day))).unwrap_or_default();
    let to = cohort.to.map(|day| format!(" until {}", words::day(day))).unwrap_or_default();
    let good = match (cohort.fixed, cohort.validity) {
        (Some(fixed), _) => format!("until {}", words::day(fixed)),
        (None, Some(validity)) => words::validity(validity),
        (None, None) => "as usual".to_owned(),
    };
    format!("{good} for awards{from}{to}")
}

/// With the length it gives: said in the route or by the validity, it is the same.
fn route(route: &Route, version: &PolicyVersion) -> String {
    let mut text = format!("the route “{}”", words::title(route));
    let mut more = |part: Option<String>| text.extend(part.map(|part| format!(", {part}")));
    more(route.opens.map(|opens| format!("from {} before the end on", opens.words())));
    more(route.closes.map(|closes| format!("until {} before the end", closes.words())));
    more((route.anchor == Anchor::Expiry).then(|| "counted from the old last valid day".to_owned()));
    more(Some(format!("for {}", words::validity(route.length.unwrap_or(version.validity)))));
    more(route.credits.as_ref().map(|rule| words::count(rule.total, "credit")));
    more((route.fees > 0).then(|| words::count(route.fees, "payment")));
    more(route.until.map(|until| format!("until {}", words::day(until))));
    text
}

fn cascade(programme: &Programme, cascade: &Cascade) -> String {
    let set = match cascade.set {
        CascadeEnd::Match => "to its own last valid day",
        CascadeEnd::Event => "for their own validity",
    };
    let retired = if cascade.even_retired { ", retired ones too" } else { "" };
    let until = cascade.until.map(|until| format!(", until {}", words::day(until))).unwrap_or_default();
    format!("it renews {} {set}{retired}{until}", titles(programme, &cascade.to))
}
