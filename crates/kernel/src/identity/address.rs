//! E-mail addresses in one form.

use std::fmt;

use idna::{AsciiDenyList, domain_to_ascii_cow, domain_to_unicode};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::{IdentityFault, characters};

/// Longest address (RFC 5321, 4.5.3.1.3) and longest part before the `@` (4.5.3.1.1).
const ADDRESS_BYTES_MAX: usize = 254;
const LOCAL_BYTES_MAX: usize = 64;
/// What mailboxes are made of besides letters and digits (RFC 5322, 3.2.3), without `|` and the backtick,
/// which no provider gives out and spreadsheets and shells act on.
const LOCAL_MARKS: &str = ".!#$%&'*+-/=?^_{}~";

/// An address in the form that is kept and compared.
///
/// The mailbox is in NFC and lower case (RFC 6532, 3.1), the domain in A-labels (RFC 5891).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(String);

impl Address {
    /// Reads an address as people type it.
    ///
    /// # Errors
    /// It is none, or has something that is not seen.
    pub fn parse(typed: &str) -> Result<Self, IdentityFault> {
        let typed = typed.trim();
        if let Some((letter, what)) = characters::first_hidden(typed) {
            let code = characters::code_point(letter);
            return Err(IdentityFault(format!(
                "The address holds {code}, {what}. Type it again without it."
            )));
        }
        read(typed)
            .map(Address)
            .ok_or_else(|| IdentityFault("Enter an e-mail address like name@example.org.".to_owned()))
    }

    /// What is compared where somebody signs in.
    ///
    /// The kept form; for what is no address the typed text in lower case, which old accounts may have.
    pub fn compared(typed: &str) -> String {
        read(typed.trim()).unwrap_or_else(|| typed.trim().nfc().collect::<String>().to_lowercase())
    }

    /// As it is kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the `@`.
    pub fn local(&self) -> &str {
        self.0.split_once('@').map_or("", |(local, _)| local)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn read(typed: &str) -> Option<String> {
    let (local, domain) = typed.split_once('@')?;
    let local = local.nfc().collect::<String>().to_lowercase().nfc().collect::<String>();
    let in_mailbox =
        |letter: char| letter.is_alphanumeric() || is_combining_mark(letter) || LOCAL_MARKS.contains(letter);
    let begins = local.chars().next().is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    let dotted = local.split('.').all(|atom| !atom.is_empty());
    if !begins || !dotted || local.len() > LOCAL_BYTES_MAX || !local.chars().all(in_mailbox) {
        return None;
    }
    let domain: String = domain.nfc().collect();
    let domain = domain_to_ascii_cow(domain.as_bytes(), AsciiDenyList::STD3).ok()?;
    let labels: Vec<&str> = domain.split('.').collect();
    let label = |label: &&str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let last_is_a_word =
        labels.last().is_some_and(|last| last.bytes().any(|byte| byte.is_ascii_alphabetic()));
    let address = format!("{local}@{domain}");
    let fits = labels.len() > 1 && address.len() <= ADDRESS_BYTES_MAX;
    (fits && labels.iter().all(label) && last_is_a_word).then_some(address)
}

/// The address with its domain as people read it; the same where the domain is ASCII anyway.
pub(super) fn unicode_domain(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) if domain.contains("xn--") => {
            let (readable, _) = domain_to_unicode(domain);
            format!("{local}@{readable}")
        }
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_as_people_write_them() {
        for (typed, kept) in [
            ("a@b.co", "a@b.co"),
            (" First.Last+tag@Sub.Example.ORG ", "first.last+tag@sub.example.org"),
            ("zoe\u{308}@exa\u{308}mple.org", "zo\u{eb}@xn--exmple-cua.org"),
            ("用户@例子.公司", "用户@xn--fsqu00a.xn--55qx5d"),
            ("a@b。co", "a@b.co"),
        ] {
            assert_eq!(Address::parse(typed).unwrap().as_str(), kept);
            assert_eq!(Address::parse(kept).unwrap().as_str(), kept, "the kept form is kept");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "@b.co",
            "a b@c.de",
            "a@.de",
            "a\n@b.de",
            "a@-.-",
            "=cmd|x@a.bc",
            "a@x.y,b@x.y",
            "a@b@c.de",
            "a..b@c.de",
            "a@c..de",
            "a@c_d.de",
            "a@1.2.3.4",
            "a@b.c\u{202e}",
            "-a@b.co",
            "a@c.d-",
        ] {
            assert!(Address::parse(bad).is_err(), "{bad}");
        }
    }
}
