//! Languages as people call them.

/// English names of the languages that exams are published in, by BCP 47 code.
const NAMES: [(&str, &str); 24] = [
    ("ar", "Arabic"),
    ("cs", "Czech"),
    ("de", "German"),
    ("en", "English"),
    ("es", "Spanish"),
    ("es-419", "Spanish (Latin America)"),
    ("fr", "French"),
    ("he", "Hebrew"),
    ("id", "Indonesian"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ko", "Korean"),
    ("nl", "Dutch"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("pt-BR", "Portuguese (Brazil)"),
    ("ru", "Russian"),
    ("th", "Thai"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("vi", "Vietnamese"),
    ("zh", "Chinese"),
    ("zh-Hans", "Chinese (simplified)"),
    ("zh-Hant", "Chinese (traditional)"),
];

/// What people call a language; its code where no name is known.
pub fn language_name(code: &str) -> &str {
    NAMES.iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| *name)
}

/// `Portuguese, Spanish and Thai`.
pub fn languages_in_words<'c>(codes: impl IntoIterator<Item = &'c str>) -> String {
    let names: Vec<&str> = codes.into_iter().map(language_name).collect();
    in_words(&names)
}

/// `A`, `A and B`, `A, B and C`.
pub(super) fn in_words(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}
