//! A way to renew, as its holder is told it: when it works, what it gives, how far it has come.

use assay_assessment::registration::long;
use assay_kernel::{Date, Period};
use assay_standing::{CredentialStanding, ExamDays, Missing, RenewBy};
use assay_words::InEnglish;

use crate::ui;

/// Whether a way gives a later last valid day than the one that is held.
pub(super) fn lengthens(held: &CredentialStanding, way: &RenewBy) -> bool {
    match (way.gives_until, held.valid_until) {
        (Some(new), Some(old)) => new > old,
        _ => true,
    }
}

/// A way to renew what is held, seen on a day.
pub(super) fn renew_by(held: &CredentialStanding, way: &RenewBy, today: Date) -> ui::WayLine {
    let when = match (way.opens_on.filter(|opens| *opens > today), way.closes_on) {
        (Some(opens), Some(closes)) => format!("{} to {}", long(opens), long(closes)),
        (Some(opens), None) => format!("from {}", long(opens)),
        (None, Some(closes)) => format!("until {}", long(closes)),
        (None, None) => String::new(),
    };
    let gain = lengthens(held, way);
    let (tone, state) = match way.open_now {
        true if gain => (ui::Tone::Good, "Open now"),
        true => (ui::Tone::Neutral, "Not needed yet"),
        false if way.opens_on.is_some_and(|opens| opens > today) => (ui::Tone::Neutral, "Opens later"),
        false => (ui::Tone::Neutral, "Not now"),
    };
    let mut parts = so_far(&way.missing);
    if let Some(until) = way.gives_until.filter(|_| gain) {
        let when = if way.open_now { "today" } else { "on the first day" };
        parts.push(format!("Done {when}: valid until {}", long(until)));
    } else if let Some(old) = held.valid_until.filter(|_| way.open_now && !gain) {
        parts.push(format!(
            "It is possible today, but would not lengthen anything: valid until {} already",
            long(old)
        ));
        parts.extend(pays_from(way, old, today).map(|first| format!("From {} on it does", long(first))));
    }
    parts.extend(way.counts_from.map(|from| format!("What you do for it counts from {} on", long(from))));
    let versions = exam_days(way);
    // Earning it anew and the routes have a title of their own; a cascade is named by the exam it takes,
    // unless that one gives way to another meanwhile.
    let text = match (&way.exam, way.route.starts_with("cascade")) {
        (Some(exam), true) if versions.is_empty() => format!("Pass {exam}: {}", way.said.title()),
        _ => way.said.title(),
    };
    parts.extend(Some(versions).filter(|versions| !versions.is_empty()));
    ui::WayLine {
        text,
        when,
        tone,
        state: state.to_owned(),
        href: way.exam.as_ref().map_or(String::new(), |exam| format!("/exams/{exam}/register")),
        progress: parts.join(". "),
    }
}

/// The first later day on which a way that gives some months from its day lengthens what is held.
///
/// Told only where waiting for it is more than a day's matter, and where the way is still open then.
fn pays_from(way: &RenewBy, old: Date, today: Date) -> Option<Date> {
    let given = way.gives_until?;
    let months = Period::months(today.until((jiff::Unit::Month, given)).ok()?.get_months());
    let whole = months.after(today) == given;
    // Months end on the last day of a short month: a few days are looked at, never more.
    let mut days = (0..5).map(|n| Period::days(n).after(months.before(old)));
    let first = days.find(|day| months.after(*day) > old).filter(|_| whole)?;
    let waits = (first - today).get_days() > 1;
    (waits && way.closes_on.is_none_or(|closes| first <= closes)).then_some(first)
}

/// What counts already and what is missing, and by whom it is recorded.
fn so_far(missing: &Missing) -> Vec<String> {
    let (credits, counted) = (missing.credits, missing.counted);
    let mut parts = Vec::new();
    if credits > 0 {
        let groups = missing.groups.iter().map(|(of, n)| format!("{n} of {}", of.replace('|', " or ")));
        let groups = groups.collect::<Vec<_>>().join(", ");
        let among = if groups.is_empty() { groups } else { format!(", {groups} among those missing") };
        parts.push(format!("{counted} of {} credits recorded{among}", counted.saturating_add(credits)));
    }
    if missing.fees > 0 {
        parts.push(format!("{} missing", counted_of(missing.fees, "payment")));
    }
    if credits > 0 || missing.fees > 0 || !missing.needs.is_empty() {
        parts.push("The team records it once it is done".to_owned());
    }
    parts
}

/// `1 payment`, `3 payments`.
fn counted_of(n: u32, unit: &str) -> String {
    format!("{n} {unit}{}", if n == 1 { "" } else { "s" })
}

/// `DVA-C02 until 30 November 2026, DVA-C03 from 1 December 2026 on`.
///
/// Empty where the one exam version can be sat on every day of the way.
fn exam_days(way: &RenewBy) -> String {
    let part = |days: &ExamDays| match (days.opens_on, days.closes_on) {
        (None, None) => None,
        (None, Some(last)) => Some(format!("{} until {}", days.exam, long(last))),
        (Some(first), None) => Some(format!("{} from {} on", days.exam, long(first))),
        (Some(first), Some(last)) => Some(format!("{} from {} to {}", days.exam, long(first), long(last))),
    };
    way.exams.iter().filter_map(part).collect::<Vec<_>>().join(", ")
}
