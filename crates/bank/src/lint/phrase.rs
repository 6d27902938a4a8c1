//! Phrases of a body's lists, looked for without a language of patterns.
//!
//! A capital letter of a phrase stands for itself, a small one for both, a space for any white space, and a
//! phrase is found where words begin and end. A `*` at its end stands for any ending of the last word.

use std::ops::Range;

/// Words to look for, and where they do not count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PhraseList {
    /// Any of them is a hit.
    pub words: Vec<String>,
    /// A hit within one of these is none.
    pub unless: Vec<String>,
}

impl PhraseList {
    /// The first place that is meant; none where there is none.
    ///
    /// ```
    /// use assay_bank::lint::PhraseList;
    /// let list = PhraseList {
    ///     words: vec!["Shield".into(), "service control polic*".into()],
    ///     unless: vec!["Origin Shield".into()],
    /// };
    /// let text = "Origin Shield and Service control policies";
    /// assert_eq!(list.find(text).map(|at| &text[at]), Some("Service control policies"));
    /// assert!(list.find("shield, Origin Shield").is_none());
    /// ```
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        let mut hits = self.words.iter().flat_map(|phrase| Hits { text, phrase, from: 0 });
        hits.find(|hit| {
            let mut excuses = self.unless.iter().flat_map(|phrase| Hits { text, phrase, from: 0 });
            !excuses.any(|excuse| excuse.start <= hit.start && hit.end <= excuse.end)
        })
    }

    /// Whether any of them is meant somewhere in a text.
    pub fn is_in(&self, text: &str) -> bool {
        self.find(text).is_some()
    }
}

/// The places of one phrase in a text.
struct Hits<'a> {
    text: &'a str,
    phrase: &'a str,
    from: usize,
}

impl Iterator for Hits<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let phrase = self.phrase.strip_suffix('*').unwrap_or(self.phrase);
        let first = phrase.chars().next()?;
        loop {
            let rest = self.text.get(self.from..)?;
            let (step, letter) = rest.char_indices().find(|(_, letter)| is_same(first, *letter))?;
            let start = self.from + step;
            self.from = start + letter.len_utf8();
            let before = self.text.get(..start).and_then(|before| before.chars().next_back());
            if is_word(first) && before.is_some_and(is_word) {
                continue;
            }
            if let Some(end) = end_of(self.text, start, phrase, phrase.len() < self.phrase.len()) {
                return Some(start..end);
            }
        }
    }
}

/// Where a phrase ends that begins at a place; none where another text stands there.
fn end_of(text: &str, start: usize, phrase: &str, is_open: bool) -> Option<usize> {
    let rest = text.get(start..)?;
    let mut letters = rest.char_indices().peekable();
    for wanted in phrase.chars() {
        let (_, letter) = letters.next().filter(|(_, letter)| is_same(wanted, *letter))?;
        while letter.is_whitespace() && letters.next_if(|(_, next)| next.is_whitespace()).is_some() {}
    }
    if is_open {
        while letters.next_if(|(_, letter)| is_word(*letter)).is_some() {}
    }
    match letters.peek() {
        Some((_, next)) if is_word(*next) && phrase.chars().next_back().is_some_and(is_word) => None,
        Some((at, _)) => Some(start + at),
        None => Some(text.len()),
    }
}

fn is_same(wanted: char, letter: char) -> bool {
    wanted == letter
        || wanted == ' ' && letter.is_whitespace()
        || wanted.is_lowercase() && letter.to_lowercase().eq([wanted])
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(phrase: &str, text: &str) -> Option<String> {
        let list = PhraseList { words: vec![phrase.to_owned()], unless: Vec::new() };
        list.find(text).and_then(|at| text.get(at)).map(str::to_owned)
    }

    #[test]
    fn phrases_stand_where_words_begin_and_end() {
        for (phrase, text, is_found) in [
            ("SNS", "an SNS topic", true),
            ("SNS", "sns", false),
            ("SNS", "SNSX", false),
            ("SNS", "_SNS", false),
            ("standby", "A Standby.", true),
            ("flow log*", "VPC Flow\nLogs", true),
            ("kms:", "kms:Decrypt", true),
            ("-x", "a-x", true),
            ("", "x", false),
            ("*", "x", false),
        ] {
            assert_eq!(found(phrase, text).is_some(), is_found, "{phrase} in {text}");
        }
        assert_eq!(found("polic*", "the policies of"), Some("policies".to_owned()));
        assert_eq!(found("ÄU*", "ÄUẞERE"), Some("ÄUẞERE".to_owned()));
    }

    proptest! {
        #[test]
        fn any_phrase_in_any_text_is_a_place_of_it_or_none(phrase in ".{0,8}", text in ".{0,60}") {
            let list = PhraseList { words: vec![phrase.clone()], unless: vec![phrase] };
            prop_assert!(list.find(&text).is_none());
            let bare = PhraseList { unless: Vec::new(), ..list };
            if let Some(at) = bare.find(&text) {
                prop_assert!(text.get(at).is_some());
            }
        }
    }
}
