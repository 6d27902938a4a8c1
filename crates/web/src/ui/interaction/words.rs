//! What a question says by itself, and in which direction its language runs.

/// Primary subtags of languages that are written from right to left (CLDR, `characterOrder`).
const RIGHT_TO_LEFT: [&str; 12] = ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"];
/// Scripts that run from right to left, where a tag names one.
const RIGHT_TO_LEFT_SCRIPTS: [&str; 6] = ["adlm", "arab", "hebr", "nkoo", "syrc", "thaa"];
/// A script has four letters (RFC 5646, 2.2.3).
const SCRIPT_LETTERS: usize = 4;

const NUMBERS: [&str; 7] = ["none", "one", "two", "three", "four", "five", "six"];

/// A small number in words.
pub(super) fn in_words(number: u32) -> String {
    let found = usize::try_from(number).ok().and_then(|at| NUMBERS.get(at));
    found.map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// `rtl` or `ltr`, for a BCP 47 tag.
pub(crate) fn direction(tag: &str) -> &'static str {
    let lower = tag.to_ascii_lowercase();
    let mut subtags = lower.split('-');
    let language = subtags.next().unwrap_or_default();
    let script = subtags.find(|subtag| subtag.len() == SCRIPT_LETTERS);
    let is_rtl = match script {
        Some(script) => RIGHT_TO_LEFT_SCRIPTS.contains(&script),
        None => RIGHT_TO_LEFT.contains(&language),
    };
    if is_rtl { "rtl" } else { "ltr" }
}

pub(super) fn is_english(tag: &str) -> bool {
    tag.split('-').next().is_some_and(|language| language.eq_ignore_ascii_case("en"))
}

/// `Choose two.`: what the limits ask for; `max` 0 is without a limit.
pub(super) fn choose(min: u32, max: u32) -> String {
    match (min, max) {
        (_, 1) => "Choose one.".to_owned(),
        (0, 0) => "Choose all that apply.".to_owned(),
        (min, 0) => format!("Choose at least {}.", in_words(min)),
        (0, max) => format!("Choose at most {}.", in_words(max)),
        (min, max) if min == max => format!("Choose {}.", in_words(max)),
        (min, max) => format!("Choose {} to {}.", in_words(min), in_words(max)),
    }
}

/// What is said of too few.
pub(super) fn too_few(chosen: u32, min: u32, max: u32) -> String {
    let asked = if max == min { in_words(min) } else { format!("at least {}", in_words(min)) };
    match chosen {
        0 => format!("Choose {asked}: nothing is chosen yet."),
        _ => format!("Choose {asked}: you have chosen {}.", in_words(chosen)),
    }
}

/// What is said of too many.
pub(super) fn too_many(max: u32) -> String {
    match max {
        1 => "Choose one alone: take the other away first.".to_owned(),
        _ => format!("Choose at most {}: take one away first.", in_words(max)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_or_its_script_gives_the_direction() {
        for tag in ["ar", "he-IL", "ur-Arab-PK", "FA", "ku-Arab", "az-Arab-IR"] {
            assert_eq!(direction(tag), "rtl", "{tag}");
        }
        for tag in ["en", "de-CH", "ku", "ur-Latn", "zh-Hant-TW", ""] {
            assert_eq!(direction(tag), "ltr", "{tag}");
        }
    }

    #[test]
    fn limits_are_said_in_words() {
        let said: Vec<String> =
            [(1, 1), (0, 1), (2, 2), (0, 0), (1, 0), (0, 3), (1, 3)].map(|(a, b)| choose(a, b)).to_vec();
        assert_eq!(
            said,
            [
                "Choose one.",
                "Choose one.",
                "Choose two.",
                "Choose all that apply.",
                "Choose at least one.",
                "Choose at most three.",
                "Choose one to three."
            ]
        );
        assert_eq!(too_few(1, 2, 2), "Choose two: you have chosen one.");
        assert_eq!(too_few(0, 2, 0), "Choose at least two: nothing is chosen yet.");
    }
}
