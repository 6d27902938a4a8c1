//! Dates, periods and lists as sentences say them.

use assay_kernel::{Date, Validity};
use assay_programme::model::Route;

/// Formatting by a pattern costs several times as much, and a plan tells millions of days.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `29 September 2025`.
pub(crate) fn day(day: Date) -> String {
    let month = usize::from(day.month().unsigned_abs()).checked_sub(1).and_then(|place| MONTHS.get(place));
    format!("{} {} {}", day.day(), month.copied().unwrap_or_default(), day.year())
}

/// `10 March 2027`, or what stands for no end.
pub(crate) fn until(until: Option<Date>) -> String {
    until.map_or_else(|| "no end".to_owned(), day)
}

/// Where the last valid day went, as a sentence without its full stop.
pub(crate) fn moved(old: Option<Date>, new: Option<Date>) -> String {
    match (old, new) {
        (Some(old), Some(new)) if old == new => format!("The last valid day stays {}", day(new)),
        (Some(old), Some(new)) => {
            format!("The last valid day moves from {} to {}", day(old), day(new))
        }
        (Some(old), None) => format!("The last valid day was {}; now it has no end", day(old)),
        (None, Some(new)) => format!("It had no end; now the last valid day is {}", day(new)),
        (None, None) => "It stays without end".to_owned(),
    }
}

/// Where the last valid day will go, as a sentence without its full stop.
pub(crate) fn moving(old: Option<Date>, new: Option<Date>) -> String {
    match (old, new) {
        (_, None) => "It then has no end".to_owned(),
        (None, Some(new)) => format!("It has no end; then the last valid day is {}", day(new)),
        (Some(old), Some(new)) => format!("The last valid day then moves from {} to {}", day(old), day(new)),
    }
}

/// `3 years`, `without end`.
pub(crate) fn validity(validity: Validity) -> String {
    match validity {
        Validity::For(period) => period.words(),
        Validity::Unlimited => "without end".to_owned(),
    }
}

/// A route as people call it.
pub(crate) fn title(route: &Route) -> &str {
    if route.title.is_empty() { &route.id } else { &route.title }
}

/// `valid until …` or `without end`.
pub(crate) fn valid_until(until: Option<Date>) -> String {
    until.map_or_else(|| "valid without end".to_owned(), |until| format!("valid until {}", day(until)))
}

/// `1 credit`, `5 credits`.
pub(crate) fn count(n: u32, noun: &str) -> String {
    format!("{n} {}", self::noun(n, noun))
}

/// `earn 6 more credits, among them 3 of A or B`; none where none are missing.
pub(crate) fn credits(more: u32, groups: &[(String, u32)]) -> Option<String> {
    let by_group = |(group, n): &(String, u32)| format!("{n} of {}", group.replace('|', " or "));
    let by_group = list(&groups.iter().map(by_group).collect::<Vec<_>>());
    match (more, groups) {
        (0, []) => None,
        (more, []) => Some(format!("earn {more} more {}", noun(more, "credit"))),
        (0, _) => Some(format!("earn credits: {by_group}")),
        (more, _) => Some(format!("earn {more} more {}, among them {by_group}", noun(more, "credit"))),
    }
}

/// `credit` of one, `credits` of others.
pub(crate) fn noun(n: u32, noun: &str) -> String {
    format!("{noun}{}", if n == 1 { "" } else { "s" })
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// With a capital letter, as a sentence begins.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}
