//! Sentences with places for arguments, filled in.
//!
//! | in a sentence | becomes |
//! |---|---|
//! | `{day}` | the argument; several as `a, b and c` |
//! | `{^task}` | the argument with a capital letter, as a sentence begins |
//! | `{names\| or }` | several with that between them |
//! | `{n?credit:credits}` | the first word where the argument is one, else the second |
//! | `[ until {day}]` | what is within, if every argument of it was given, else nothing |
//! | `[to {day}\|on]` | the first of these of which every argument was given |

use assay_kernel::{Arg, Args, Date, Said};

use crate::english;

/// Where a wrong or missing name stands in a sentence: no reader overlooks it, and tests look for it.
const MARK: [&str; 2] = ["‹", "›"];

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

/// Adds what is said to a text.
pub(crate) fn say(out: &mut String, said: &Said) {
    match english::text(said.code.as_str()) {
        Some(pattern) => _ = fill(out, pattern, &said.args),
        None => mark(out, said.code.as_str()),
    }
}

/// Adds the headline of what is said to a text.
pub(crate) fn headline(out: &mut String, said: &Said) {
    match english::title(said.code.as_str()) {
        Some(pattern) => _ = fill(out, pattern, &said.args),
        None => mark(out, said.code.as_str()),
    }
}

fn mark(out: &mut String, name: &str) {
    let [open, close] = MARK;
    out.extend([open, name, close]);
}

/// Fills a pattern in; whether every argument it names was given.
fn fill(out: &mut String, pattern: &str, args: &Args) -> bool {
    let (mut rest, mut complete) = (pattern, true);
    while let Some(at) = rest.find(['{', '[']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let close = if from.starts_with('{') { '}' } else { ']' };
        let Some((within, after)) = from.get(1..).and_then(|from| from.split_once(close)) else { break };
        match close {
            '}' => complete &= put(out, within, args),
            _ => either(out, within, args),
        }
        rest = after;
    }
    out.push_str(rest);
    complete
}

/// The first of some alternatives that can be filled in; nothing where none can.
fn either(out: &mut String, alternatives: &str, args: &Args) {
    let mut rest = Some(alternatives);
    while let Some(pattern) = rest {
        let (one, others) = first_of(pattern);
        let length = out.len();
        if fill(out, one, args) {
            return;
        }
        out.truncate(length);
        rest = others;
    }
}

/// Up to a bar that stands in no place for an argument, and what follows it.
fn first_of(alternatives: &str) -> (&str, Option<&str>) {
    let mut within = false;
    let bar = alternatives.find(|letter| {
        within = (within || letter == '{') && letter != '}';
        letter == '|' && !within
    });
    match bar.and_then(|bar| alternatives.split_at_checked(bar)) {
        Some((one, others)) => (one, others.get(1..)),
        None => (alternatives, None),
    }
}

/// Puts one argument into a sentence; whether it was given.
fn put(out: &mut String, place: &str, args: &Args) -> bool {
    let (name, between) =
        place.split_once('|').map_or((place, None), |(name, between)| (name, Some(between)));
    let (name, forms) = name.split_once('?').map_or((name, None), |(name, forms)| (name, Some(forms)));
    let (name, capital) = name.strip_prefix('^').map_or((name, false), |name| (name, true));
    let Some(arg) = args.get(name) else {
        mark(out, name);
        return false;
    };
    if let Some((one, many)) = forms.and_then(|forms| forms.split_once(':')) {
        out.push_str(if *arg == Arg::Count(1) { one } else { many });
        return true;
    }
    let from = out.len();
    write(out, arg, between);
    if capital && let Some(first) = out.get(from..).and_then(|put| put.chars().next()) {
        let upper = first.to_uppercase().to_string();
        out.replace_range(from..from + first.len_utf8(), &upper);
    }
    true
}

fn write(out: &mut String, arg: &Arg, between: Option<&str>) {
    match arg {
        Arg::Day(on) => day(out, *on),
        Arg::At(at) => out.push_str(&at.strftime("%-d %B %Y, %H:%M UTC").to_string()),
        Arg::Count(n) => out.push_str(&n.to_string()),
        Arg::Period(period) => out.push_str(&period.words()),
        Arg::Exam(code) => out.push_str(code.as_str()),
        Arg::Certification(code) => out.push_str(code.as_str()),
        Arg::Title(text) | Arg::Text(text) => out.push_str(text),
        Arg::Said(said) => say(out, said),
        Arg::List(parts) => {
            let last = parts.len().saturating_sub(1);
            for (place, part) in parts.iter().enumerate() {
                match place {
                    0 => {}
                    _ if between.is_some() => out.push_str(between.unwrap_or_default()),
                    place if place == last => out.push_str(" and "),
                    _ => out.push_str(", "),
                }
                write(out, part, None);
            }
        }
    }
}

/// `29 September 2025`.
pub(crate) fn day(out: &mut String, day: Date) {
    let month = usize::from(day.month().unsigned_abs()).checked_sub(1).and_then(|place| MONTHS.get(place));
    out.push_str(&day.day().to_string());
    out.extend([" ", month.copied().unwrap_or_default(), " "]);
    out.push_str(&day.year().to_string());
}

#[cfg(test)]
mod tests {
    use assay_kernel::date;

    use super::*;

    fn filled(pattern: &str) -> (String, bool) {
        let said = Said::of("x")
            .with("day", date(2025, 9, 9))
            .with("one", 1_u32)
            .with("none", 0_u32)
            .with("names", Arg::list(["éva", "ben", "cy"].map(Arg::text)))
            .with("name", Arg::list([Arg::text("éva")]))
            .with("nobody", Arg::list(Vec::<Arg>::new()));
        let mut out = String::new();
        let complete = fill(&mut out, pattern, &said.args);
        (out, complete)
    }

    #[test]
    fn a_sentence_takes_its_arguments_as_they_are_asked_for() {
        for (pattern, sentence) in [
            ("on {day}.", "on 9 September 2025."),
            ("{names}; {name}; {nobody}.", "éva, ben and cy; éva; ."),
            ("{^names| or }", "Éva or ben or cy"),
            ("{one} {one?credit:credits}, {none} {none?credit:credits}", "1 credit, 0 credits"),
            ("ends[ on {day}][ at {at}].", "ends on 9 September 2025."),
            ("from [{at} to {day}|{names|, or }|on]", "from éva, or ben, or cy"),
            ("from [{at}|on]", "from on"),
        ] {
            assert_eq!(filled(pattern), (sentence.to_owned(), true), "{pattern}");
        }
    }

    #[test]
    fn what_was_not_given_shows() {
        assert_eq!(filled("at {at} on {day}"), ("at ‹at› on 9 September 2025".to_owned(), false));
        let mut out = String::new();
        say(&mut out, &Said::of("never.heard-of"));
        assert_eq!(out, "‹never.heard-of›");
    }

    #[test]
    fn what_people_write_is_no_pattern() {
        let said = Said::of("route.quoted").with("title", Arg::title("{day} [x|y]"));
        let mut out = String::new();
        say(&mut out, &said);
        assert_eq!(out, "“{day} [x|y]”");
    }
}
