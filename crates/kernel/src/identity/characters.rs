//! Characters that are not seen, or that turn around what is seen.

use unicode_normalization::char::is_combining_mark;

/// What a hidden character is called where it is refused (UAX 44; UTS 39, section 3.1 restricts the same).
pub(super) fn hidden(letter: char) -> Option<&'static str> {
    Some(match letter {
        '\u{2028}' | '\u{2029}' => "a line break",
        _ if letter.is_control() => "a control character",
        '\u{61c}' | '\u{200e}' | '\u{200f}' => "a mark of direction",
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "a character that turns the text around",
        '\u{ad}' => "a soft hyphen",
        '\u{200b}' | '\u{feff}' | '\u{2060}' => "a space without width",
        '\u{200c}' | '\u{200d}' => "a joiner without width",
        // Default ignorable code points (Unicode, DerivedCoreProperties) that are left.
        '\u{34f}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{2061}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => "an invisible character",
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{2800}' => "a blank that is not a space",
        '\u{fffc}' | '\u{fffd}' => "a stand-in for something that got lost",
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => "a character of private use",
        _ => return None,
    })
}

/// The first hidden character, unless its neighbours need it.
pub(super) fn first_hidden(text: &str) -> Option<(char, &'static str)> {
    let letters: Vec<char> = text.chars().collect();
    letters.iter().enumerate().find_map(|(place, letter)| {
        let what = hidden(*letter)?;
        let before = place.checked_sub(1).and_then(|place| letters.get(place)).copied();
        let after = letters.get(place + 1).copied();
        let needed = match letter {
            // RFC 5892, appendix A: joiners shape words of scripts whose letters join.
            '\u{200c}' | '\u{200d}' => before.is_some_and(joins) && after.is_some_and(joins),
            // Forms of ideographs in names (UTS 37).
            '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => before.is_some_and(ideograph),
            _ => false,
        };
        (!needed).then_some((*letter, what))
    })
}

/// Letters and marks of Arabic, Syriac, N'Ko, Indic and South-East Asian scripts.
fn joins(letter: char) -> bool {
    let place = matches!(letter, '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{18af}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    place && (letter.is_alphabetic() || is_combining_mark(letter))
}

fn ideograph(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}')
}

/// A character as a message names it: `U+202E`.
pub(super) fn code_point(letter: char) -> String {
    format!("U+{:04X}", u32::from(letter))
}

/// The first character of a text that is not seen, as a message names it.
///
/// For texts that are no names, such as what an import calls a person.
pub fn hidden_character(text: &str) -> Option<String> {
    first_hidden(text).map(|(letter, what)| format!("{}, {what}", code_point(letter)))
}
