//! Names of people.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::{IdentityFault, characters};

/// Longest name shown.
const NAME_CHARS_MAX: usize = 100;
/// Marks on one letter; Vietnamese and pointed Hebrew need three.
const MARKS_MAX: usize = 4;

/// A name in the form that is kept: NFC, single spaces, nothing hidden.
///
/// # Errors
/// Empty, too long, without a letter, or with a character that is not seen; the sentence names it.
pub fn person_name(typed: &str) -> Result<String, IdentityFault> {
    let typed: String = typed.trim().nfc().collect();
    if let Some((letter, what)) = characters::first_hidden(&typed) {
        let code = characters::code_point(letter);
        return Err(IdentityFault(format!("The name holds {code}, {what}. Type it again without it.")));
    }
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        return Err(IdentityFault(format!("Enter your name, up to {NAME_CHARS_MAX} characters.")));
    }
    if !name.chars().any(char::is_alphabetic) {
        return Err(IdentityFault("Enter your name; it has at least one letter.".to_owned()));
    }
    let mut marks = 0;
    for letter in name.nfd() {
        marks = if is_combining_mark(letter) { marks + 1 } else { 0 };
        if marks > MARKS_MAX {
            return Err(IdentityFault(
                "A letter of the name carries too many marks. Leave some out.".to_owned(),
            ));
        }
    }
    Ok(name)
}

/// Whether a word of a name may be read as another.
///
/// It has letters of two alphabets, or letters of another one that all look like Latin ones (UTS 39, sections
/// 4 and 5). Shown to the team, never refused.
pub fn looks_like_another_alphabet(name: &str) -> bool {
    name.split(|letter: char| !letter.is_alphabetic() && !is_combining_mark(letter)).any(|word| {
        let has = |alphabet: Alphabet| word.chars().any(|letter| alphabet_of(letter) == Some(alphabet));
        let mixed = [Alphabet::Latin, Alphabet::Greek, Alphabet::Cyrillic, Alphabet::Other]
            .into_iter()
            .filter(|alphabet| has(*alphabet))
            .count();
        let disguised = |letter: char| LIKE_LATIN.contains(letter);
        mixed > 1 || (word.chars().count() > 2 && word.chars().all(disguised))
    })
}

/// Letters of Greek and Cyrillic that look like Latin ones (UTS 39, confusables).
const LIKE_LATIN: &str = "АВЕЅІЈКМНОРСТУХҮԌԚԜаеѕіјорсухԁԛԝһҽӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ";

/// Alphabets whose letters are mistaken for one another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    Latin,
    Greek,
    Cyrillic,
    /// Armenian, Georgian, Cherokee, Coptic.
    Other,
}

fn alphabet_of(letter: char) -> Option<Alphabet> {
    match letter {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{250}'..='\u{2af}' | '\u{1e00}'..='\u{1eff}' => {
            Some(Alphabet::Latin)
        }
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some(Alphabet::Greek),
        '\u{400}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' => Some(Alphabet::Cyrillic),
        '\u{530}'..='\u{58f}'
        | '\u{10a0}'..='\u{10ff}'
        | '\u{13a0}'..='\u{13ff}'
        | '\u{2c80}'..='\u{2cff}' => Some(Alphabet::Other),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_world_are_names() {
        for name in [
            "Öznur Çelik",
            "محمد",
            "می\u{200c}خواهم",
            "李小龍",
            "葛\u{e0100}城",
            "O’Connor-Ní",
            "क्ष\u{94d}\u{200d}ण",
        ] {
            assert!(person_name(name).is_ok(), "{name}: {:?}", person_name(name));
        }
        assert_eq!(person_name("  Rene\u{301}e\u{a0} B ").unwrap(), "Ren\u{e9}e B");
    }

    #[test]
    fn what_is_not_seen_is_named() {
        for (name, said) in [("A\u{202e}b", "U+202E"), ("\u{200b}", "U+200B"), ("a\u{200d}b", "U+200D")] {
            assert!(person_name(name).unwrap_err().to_string().contains(said), "{name:?}");
        }
        assert!(person_name(&format!("a{}", "\u{301}".repeat(9))).is_err());
        assert!(person_name(&"a".repeat(101)).is_err());
    }

    #[test]
    fn letters_of_two_alphabets_in_a_word_are_noticed() {
        for fake in ["Аdа", "Αlice", "рауа"] {
            assert!(looks_like_another_alphabet(fake), "{fake}");
        }
        for honest in ["Ada Lovelace", "Владимир", "Μαρία", "Анна Müller", "李 Ada"] {
            assert!(!looks_like_another_alphabet(honest), "{honest}");
        }
    }
}
