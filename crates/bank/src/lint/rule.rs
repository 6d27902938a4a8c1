//! The rules that a script can decide, each with its code and its name.

/// One rule of items that a script can decide.
///
/// Its thresholds stand as constants in the file of its kind, their reasons in `docs/concepts/item-rules.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LintRule {
    /// Stable, e.g. `Q0103`.
    pub code: &'static str,
    /// The word with which a note clears it: `cleared cue-words`.
    pub name: &'static str,
    /// What it looks at and what it finds.
    pub what: &'static str,
}

macro_rules! rules {
    ($($constant:ident = $code:literal, $name:literal, $what:literal;)*) => {
        $(
            #[doc = $what]
            pub const $constant: LintRule = LintRule { code: $code, name: $name, what: $what };
        )*
        /// Every rule, in the order of codes.
        pub const RULES: &[LintRule] = &[$($constant),*];
    };
}

rules! {
    LENGTH_RATIO = "Q0101", "length-ratio",
        "Keys are on average shorter than 0.55 or longer than 1.60 of the distractors.";
    LENGTH_SPREAD = "Q0102", "length-spread",
        "The longest option is more than 2.2 times as long as the shortest, and longer than 40 characters.";
    CUE_WORDS = "Q0103", "cue-words",
        "Rare words of the stem stand in a key and in no distractor: two are a fault, one is a warning.";
    CUE_ECHO = "Q0104", "cue-echo",
        "The key repeats more of the stem than every distractor, by 0.15 of its words or more.";
    CUE_NUMBERS = "Q0105", "cue-numbers",
        "The key repeats two or more numbers of the stem, and more than every distractor.";
    FIRST_WORD = "Q0106", "first-word",
        "The key begins with another word than the distractors, which agree.";
    GRAMMATICAL_NUMBER = "Q0107", "grammatical-number",
        "The key is singular and the distractors are plural, or the other way round.";
    ARTICLE = "Q0108", "article",
        "The key begins with another article than the distractors, which agree.";
    FULL_STOP = "Q0109", "full-stop",
        "Options end or begin differently: a fault where the key alone does, else a warning.";
    ABSOLUTES = "Q0110", "absolutes",
        "Words such as `always` stand in each distractor and not in the key, or in the key alone.";
    PARTITION = "Q0111", "partition",
        "Options fall by their first three words into as many groups as there are keys, one key in each.";
    ARTEFACT = "Q0112", "artefact",
        "What is declared to be read is not in the stem, or what is in the stem is not declared.";
    ARTEFACT_FORM = "Q0113", "artefact-form",
        "A block of JSON or YAML in the stem cannot be read as such.";
    ADDRESS = "Q0114", "address",
        "An address of the internet that is neither private nor set aside for documentation.";
    ACCOUNT = "Q0115", "account",
        "An account number that is not one of the examples.";
    ALTERNATIVE = "Q0116", "alternative",
        "A picture without a text in its place.";
    OLD_NAME = "Q0117", "old-name",
        "A name that changed: a fault where it stands alone, a warning beside the new one.";
    BIAS = "Q0118", "bias",
        "A word that some readers are hurt or put off by.";
    BROKEN_SOURCE = "Q0119", "broken-source",
        "The source is a page that is gone.";
    READABILITY = "Q0120", "readability",
        "The stem is harder to read than its subject: LIX above 65, or a sentence of more than 45 words.";
    LIKENESS = "Q0121", "likeness",
        "Another item is alike (0.30 or more) and neither an enemy nor named in a note.";
}

/// Codes of the rules that look at other items.
///
/// Beside none they say nothing, or too much.
pub const OF_THE_POOL: [&str; 2] = [CUE_WORDS.code, LIKENESS.code];

#[cfg(test)]
mod tests {
    use super::RULES;

    #[test]
    fn codes_and_names_are_unique_and_in_order() {
        let codes: Vec<_> = RULES.iter().map(|rule| rule.code).collect();
        assert!(codes.is_sorted_by(|a, b| a < b));
        let names: std::collections::BTreeSet<_> = RULES.iter().map(|rule| rule.name).collect();
        assert_eq!(names.len(), RULES.len());
    }
}
