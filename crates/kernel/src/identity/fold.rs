//! Texts made comparable: for searching, and for passwords.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::{address::unicode_domain, characters::hidden};

/// What people are found by, whatever the case, the accents and the width.
///
/// The same function makes the stored key and the key of a query, on both databases (N10).
pub fn search_key(name: &str, address: &str) -> String {
    let mut key = fold(name);
    if !address.is_empty() {
        key.push('\n');
        key.push_str(&fold(address));
        let readable = unicode_domain(address);
        if readable != address {
            key.push('\n');
            key.push_str(&fold(&readable));
        }
    }
    key
}

/// Compatibility forms taken apart (UAX 15), marks dropped, lower case, spaces single.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let plain = text.nfkd().filter(|letter| !is_combining_mark(*letter) && hidden(*letter).is_none());
    for letter in plain.flat_map(char::to_lowercase).filter(|letter| !is_combining_mark(*letter)) {
        match letter {
            // Letters that no normalisation takes apart, as people without that key write them.
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ł' => folded.push('l'),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'ŧ' => folded.push('t'),
            'ς' => folded.push('σ'),
            space if space.is_whitespace() => {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            other => folded.push(other),
        }
    }
    folded.trim_end().to_owned()
}

/// A password however its accents and spaces are typed.
///
/// NFKC (NIST SP 800-63B-4, 3.1.1.2), which also makes every space the plain one (RFC 8265, 4.2.2).
pub fn password_text(typed: &str) -> String {
    typed
        .nfkc()
        .map(|letter| if letter.is_whitespace() && !letter.is_control() { ' ' } else { letter })
        .collect()
}
