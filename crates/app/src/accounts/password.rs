//! Passwords: their form, and which are refused because everybody tries them first.
//!
//! NIST SP 800-63B-4, 3.1.1.2: long enough, no rules of composition, a blocklist of common, expected and
//! compromised ones, with words of the service and of the person. Looked at: `zxcvbn` (a megabyte of lists
//! and an estimate that nobody can explain in a sentence).

use std::{collections::HashSet, sync::LazyLock};

use assay_kernel::identity::{password_text, search_key};

/// Shorter passwords are guessed (NIST SP 800-63B-4, 3.1.1.2: 15 where it is the only factor, at least 8; the
/// limits on guessing and the blocklist make up for the difference).
const CHARS_MIN: usize = 12;
/// Longer ones cost the server time and add nothing.
pub(crate) const BYTES_MAX: usize = 256;
/// What is said at the field where the present one was asked for and another one typed.
pub(super) const WRONG_PASSWORD: &str =
    "Enter your current password: what you typed is another one, so nothing was changed.";
/// Rows of keys and digits, read in both directions.
const ROWS: [&str; 12] = [
    "12345678901234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "azertyuiop",
    "yxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujm",
    "qweasdzxc",
];
/// A shorter piece of a row is chance.
const ROW_PIECE: usize = 3;
/// A shorter word is chance.
const WORD_MIN: usize = 3;
/// Longer words are compared as a whole only.
const LONGEST_WORD: usize = 40;

static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("common_passwords.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// What is wrong with a new password, in a sentence; nothing where it can be taken.
///
/// `about` are words that somebody who knows the person or the body tries: names and the address.
pub(crate) fn fault(typed: &str, about: &[&str]) -> Option<String> {
    let password = password_text(typed);
    if password.chars().count() < CHARS_MIN {
        return Some(format!("Use at least {CHARS_MIN} characters; a few words in a row are good."));
    }
    if password.len() > BYTES_MAX {
        return Some(format!("Use at most {BYTES_MAX} characters."));
    }
    if password.chars().any(char::is_control) {
        return Some(
            "The password holds a character that cannot be typed everywhere. Leave it out.".to_owned(),
        );
    }
    let expected = expected_words(about);
    is_expected(&search_key(&password, ""), &expected).then(|| {
        "This is one of the first passwords that people try: a common word, a name, a number, a row of keys \
         or a repeat. Use a few words that have nothing to do with each other."
            .to_owned()
    })
}

/// The words of names and addresses, folded as passwords are; whole and in pieces.
fn expected_words(about: &[&str]) -> HashSet<String> {
    let mut words = HashSet::new();
    for text in about {
        let text = search_key(text, "");
        words.extend(pieces(&text).map(str::to_owned).filter(|word| word.chars().count() >= WORD_MIN));
        words.insert(text.chars().filter(|notice| notice.is_alphanumeric()).collect());
    }
    words
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|notice: char| !notice.is_alphanumeric()).filter(|piece| !piece.is_empty())
}

/// Whether nothing is left of a password once repeats, rows, numbers and one common word are taken away.
fn is_expected(password: &str, expected: &HashSet<String>) -> bool {
    let letters: Vec<char> = password.chars().collect();
    let solid: Vec<char> = letters.iter().copied().filter(|notice| notice.is_alphanumeric()).collect();
    let whole: String = solid.iter().collect();
    COMMON.contains(whole.as_str())
        || expected.contains(&whole)
        || repeats(&solid)
        || made_of_one_word(&letters, expected)
}

/// Digits and signs that stand for letters, as people and guessers write them.
fn plain(notice: char) -> char {
    match notice {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

/// The same short piece again and again: `aaaaaaaaaaaa`, `abcabcabcabc`.
fn repeats(letters: &[char]) -> bool {
    (1..=letters.len() / 3).any(|length| {
        let (unit, rest) = letters.split_at(length);
        rest.chunks(length).all(|chunk| unit.starts_with(chunk))
    })
}

/// Whether the letters are rows, digits and signs around one common word, however often it stands there.
fn made_of_one_word(letters: &[char], expected: &HashSet<String>) -> bool {
    let mut word = None;
    let mut place = 0;
    while let Some(rest) = letters.get(place..).filter(|rest| !rest.is_empty()) {
        let row = row(rest);
        if let Some(found) = longest_word(rest, expected).filter(|found| found.chars().count() > row) {
            if word.as_ref().is_some_and(|word| *word != found) {
                return false;
            }
            place += found.chars().count();
            word = Some(found);
            continue;
        }
        place += match row {
            0 if rest.first().is_some_and(|notice| !notice.is_alphabetic()) => 1,
            0 => return false,
            row => row,
        };
    }
    true
}

/// The longest word, common or about the person, that the letters begin with.
fn longest_word(letters: &[char], expected: &HashSet<String>) -> Option<String> {
    (WORD_MIN..=letters.len().min(LONGEST_WORD)).rev().find_map(|length| {
        let (typed, read): (String, String) =
            letters.iter().take(length).map(|notice| (*notice, plain(*notice))).unzip();
        let known =
            |word: &String| expected.contains(word) || (length > WORD_MIN && COMMON.contains(word.as_str()));
        [typed, read].into_iter().find(known)
    })
}

/// How many letters at the beginning are a row of keys, or one notice again and again.
fn row(letters: &[char]) -> usize {
    let Some(first) = letters.first() else { return 0 };
    let same = letters.iter().take_while(|notice| *notice == first).count();
    let along = |row: &str| {
        let mut longest = 0;
        for length in ROW_PIECE..=letters.len() {
            let piece: String = letters.iter().take(length).collect();
            if !row.contains(&piece) {
                break;
            }
            longest = length;
        }
        longest
    };
    let rows = ROWS.iter().flat_map(|row| [along(row), along(&row.chars().rev().collect::<String>())]);
    let longest = rows.max().unwrap_or_default().max(same);
    if longest >= ROW_PIECE { longest } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABOUT: [&str; 3] = ["Assay Demonstration Body", "Lea Learner", "lea.learner@example.org"];

    #[test]
    fn what_is_tried_first_is_refused() {
        for bad in [
            "aaaaaaaaaaaa",
            "q9xmq9xmq9xm",
            "123456789012",
            "passwordpassword",
            "            ",
            "abcabcabcabc",
            "qwertyuiopasdf",
            "Password12345!",
            "P@ssw0rd1234",
            "LeaLearner2025",
            "lea.learner@example.org",
            "Learner!Learner!",
            "assaydemonstrationbody",
            "1q2w3e4r5t6y",
            "certification",
            "letmein 123456",
            "monkey monkey monkey",
            "000000000000",
            "qwerty-qwerty",
            "administrator1",
            "ｐａｓｓｗｏｒｄ1234",
            "!!!!!!!!!!!!",
            "iloveyou2024!!",
            "zxcvbnm,./123",
            "102030405060",
        ] {
            assert!(fault(bad, &ABOUT).is_some(), "{bad:?} is accepted");
        }
    }

    #[test]
    fn a_few_words_and_what_a_machine_made_are_taken() {
        for good in [
            "correct horse battery",
            "staple battery horse",
            "another long password",
            "vT9#kQ2!mZ7p",
            "ein schöner Tag am Meer",
            "a quiet morning walk",
            "пароль из трёх слов",
            "not the right password",
            "7f3a9c1e5b2d",
            "green tea, cold rain",
            "twelve letters",
        ] {
            assert_eq!(fault(good, &ABOUT), None, "{good:?}");
        }
    }

    #[test]
    fn length_is_counted_in_characters_after_normalisation() {
        assert!(fault("e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}", &[]).is_some(), "six letters");
        assert!(fault(&"x7 ".repeat(100), &[]).is_some());
    }
}
