//! One word per thing: a type's name has one meaning, and a word that was given up stays so (GLOSSARY.md).

use std::collections::BTreeMap;

use super::file::{Finding, SourceFile};

/// Words of before: where they still stand, and what is said now.
const GIVEN_UP: [(&str, &[&str], &str); 2] = [
    ("booking", &["crates/", "client/", "docs/", "tests/"], "registration"),
    // A job, a sign-in and a request have attempts; who sits an exam has tries.
    ("attempt", &["crates/programme/", "crates/assessment/", "crates/standing/"], "try"),
];
/// Keys of files and words of JSON, which others hold: they are read and written as before.
const KEPT: [&str; 6] = [
    "attempt-limit",
    "attempts",
    "booking_after_last_day",
    "booking_closed",
    "last_booking_day",
    "last_booking_day_on",
];

/// Crates that speak another's language, in which each word has one meaning too: there an `Answer` is what a
/// cloud answers, and nobody reads it beside a learner's.
const OTHER_LANGUAGES: [&str; 1] = ["crates/cloud/"];

/// Every type of the product has a name of its own: the second of one name is the fault.
pub fn type_names(files: &[SourceFile]) -> Vec<Finding> {
    let mut first: BTreeMap<(Option<&str>, &str), &str> = BTreeMap::new();
    let mut found = Vec::new();
    let is_product = |path: &str| path.starts_with("crates/") && path.contains("/src/");
    for file in files.iter().filter(|file| is_product(&file.path) && !file.path.ends_with("_tests.rs")) {
        let Some(rust) = &file.rust else { continue };
        let language = OTHER_LANGUAGES.into_iter().find(|folder| file.path.starts_with(folder));
        for (line, number) in rust.code.lines().zip(1..).filter(|(_, number)| !rust.is_test(*number)) {
            let Some(name) = declared(line) else { continue };
            match first.get(&(language, name)) {
                None => drop(first.insert((language, name), &file.path)),
                Some(other) => {
                    let message = format!("`{name}` is a type of {other} too: name it for what it is here");
                    found.push(file.fault(number, message));
                }
            }
        }
    }
    found
}

/// The type that a line declares; one of a trait's own is indented and declares nothing new.
fn declared(line: &str) -> Option<&str> {
    let item = line.trim_start();
    let item = match item.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(')')?.1.trim_start(),
        Some(rest) => rest.trim_start(),
        None => item,
    };
    let (keyword, rest) = item.split_once(' ')?;
    let is_type = matches!(keyword, "struct" | "enum" | "trait" | "union")
        || keyword == "type" && !line.starts_with(' ');
    let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
    rest.get(..end).filter(|name| is_type && !name.is_empty())
}

/// Words that the glossary has replaced.
pub fn words(file: &SourceFile) -> Vec<Finding> {
    if !(file.rust.is_some() || file.is_script() || file.extension() == "md") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (line, number) in file.text.lines().zip(1..) {
        let line = line.replace("\\n", " ");
        for word in line.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')) {
            let said = word.to_lowercase();
            let given_up = GIVEN_UP.iter().find(|(old, folders, _)| {
                said.contains(old) && folders.iter().any(|folder| file.path.starts_with(folder))
            });
            if let Some((_, _, now)) = given_up.filter(|_| !KEPT.contains(&word)) {
                found.push(file.fault(number, format!("`{word}`: say {now} (GLOSSARY.md)")));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(found: &[Finding]) -> Vec<(&str, usize)> {
        found.iter().map(|finding| (finding.path.as_str(), finding.line)).collect()
    }

    #[test]
    fn a_second_type_of_one_name_is_refused_wherever_it_stands() {
        let files = [
            ("crates/a/src/lib.rs", "pub struct Step;\npub(crate) enum Way {}\n// struct Way;"),
            (
                "crates/b/src/lib.rs",
                "trait Own {\n    type Step;\n}\nfn f() {\n    enum Way {}\n}\ntype Step = u8;",
            ),
            ("crates/b/src/lib_tests.rs", "struct Own;"),
            ("crates/b/tests/it/main.rs", "struct Own;"),
            ("xtask/src/main.rs", "struct Own;"),
            ("crates/cloud/src/call.rs", "struct Step;"),
            ("crates/cloud/src/wire.rs", "struct Step;"),
        ];
        let files = files.map(|(path, text)| SourceFile::new(path, text));
        let found = type_names(&files);
        assert_eq!(
            lines(&found),
            [("crates/b/src/lib.rs", 5), ("crates/b/src/lib.rs", 7), ("crates/cloud/src/wire.rs", 1)]
        );
        assert!(found[1].message.contains("of crates/a/src/lib.rs too"), "{}", found[1].message);
    }

    #[test]
    fn a_word_that_was_given_up_does_not_come_back() {
        let in_file = |path: &str, text: &str| words(&SourceFile::new(path, text)).len();
        assert_eq!(in_file("crates/web/src/a.rs", "let bookings = 1; // a Booking's days"), 2);
        assert_eq!(in_file("docs/guides/a.md", "your booking"), 1);
        assert_eq!(in_file("crates/programme/src/a.rs", "fn f(attempts_max: u8) {} // an attempt"), 2);
        assert_eq!(in_file("crates/store/src/a.rs", "attempts of a job"), 0);
        assert_eq!(in_file("programmes/a.md", "bookings"), 0, "bodies have words of their own");
        assert_eq!(in_file("crates/programme/src/a.rs", "\"last_booking_day_on\" \"attempt-limit\""), 0);
    }
}
