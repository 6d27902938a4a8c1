//! The writer of a sitting: one device at a time (sitting, invariant 5; F15).
//!
//! A device names itself by a token that its page made; without one, the session it is signed in with stands
//! for it. Whoever holds the sitting writes it, everybody else reads, and taking it over is explicit.
//!
//! ```
//! use assay_assessment::writer::{Holder, Writer};
//! let here = Writer::device("0123456789abcdef").unwrap();
//! assert_eq!(here.stands("0123456789abcdef"), Holder::Here);
//! assert_eq!(here.stands(""), Holder::Nobody);
//! assert_eq!(here.stands("session:ses_1"), Holder::Elsewhere);
//! ```

use assay_kernel::{Sessions, TypedId};

/// Characters of a device's token at least: nobody meets another's by chance.
pub const TOKEN_CHARS_MIN: usize = 16;
/// Characters of a device's token at most.
pub const TOKEN_CHARS_MAX: usize = 64;

/// The name under which a device writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writer(String);

/// Who holds a sitting, as one writer sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Nobody yet: whoever saves first may.
    Nobody,
    /// The writer who asks.
    Here,
    /// Another one.
    Elsewhere,
}

impl Holder {
    /// The word for it in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Holder::Nobody => "nobody",
            Holder::Here => "here",
            Holder::Elsewhere => "elsewhere",
        }
    }
}

impl Writer {
    /// The writer of a token that a device made.
    ///
    /// It has 16 to 64 letters, digits, `-` and `_`.
    pub fn device(token: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        let fits = (TOKEN_CHARS_MIN..=TOKEN_CHARS_MAX).contains(&token.len()) && token.bytes().all(plain);
        fits.then(|| Writer(token.to_owned()))
    }

    /// The writer of a page that sends no token.
    ///
    /// No token looks like it: none has a colon.
    pub fn session(session: TypedId<Sessions>) -> Self {
        Writer(format!("session:{session}"))
    }

    /// The name as it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How a stored name looks to this writer; the empty one is nobody's.
    pub fn stands(&self, lease: &str) -> Holder {
        match lease {
            "" => Holder::Nobody,
            same if same == self.0 => Holder::Here,
            _ => Holder::Elsewhere,
        }
    }

    /// Whether this writer may write what is held by `lease`.
    pub fn may_write(&self, lease: &str) -> bool {
        self.stands(lease) != Holder::Elsewhere
    }
}

/// How a sitting came to its writer; noted with each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taking {
    /// Nobody held it, or the same session did before its page had a token.
    Claimed,
    /// Another device held it and was told nothing: it becomes read-only.
    TakenOver,
}

/// What becomes of the wish to write a sitting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriterClaim {
    /// The writer holds it already.
    Held,
    /// The writer gets it.
    Taken(Taking),
    /// Another one holds it, and nobody asked to take it over.
    Elsewhere,
}

/// Decides a wish to write what is held by `lease`.
///
/// `session` is the name that the same page had before it knew a token; `take` asks explicitly to take the
/// sitting over from whoever holds it.
pub fn claim(lease: &str, writer: &Writer, session: &Writer, take: bool) -> WriterClaim {
    match writer.stands(lease) {
        Holder::Here => WriterClaim::Held,
        Holder::Nobody => WriterClaim::Taken(Taking::Claimed),
        Holder::Elsewhere if session.stands(lease) == Holder::Here => WriterClaim::Taken(Taking::Claimed),
        Holder::Elsewhere if take => WriterClaim::Taken(Taking::TakenOver),
        Holder::Elsewhere => WriterClaim::Elsewhere,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(number: u8) -> Writer {
        Writer::session(TypedId::from_parts(1, [number; 10]))
    }

    #[test]
    fn a_token_is_sixteen_to_sixty_four_plain_letters() {
        for good in ["0123456789abcdef", "A-Z_a-z_0-9_A-Z_", &"x".repeat(64)] {
            assert!(Writer::device(good).is_some(), "{good}");
        }
        let bad = ["", "short", "0123456789abcde", &"x".repeat(65), "session:ses_0123", "0123456789abcdeé"];
        for bad in bad {
            assert!(Writer::device(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_page_goes_on_under_its_token_and_another_device_has_to_ask() {
        let (tab, other) =
            (Writer::device(&"t".repeat(16)).unwrap(), Writer::device(&"o".repeat(16)).unwrap());
        let started = session(1);
        let taken = WriterClaim::Taken(Taking::Claimed);
        assert_eq!(claim("", &tab, &started, false), taken);
        assert_eq!(claim(started.as_str(), &tab, &started, false), taken, "the page that started it");
        assert_eq!(claim(tab.as_str(), &tab, &started, false), WriterClaim::Held);
        assert_eq!(claim(tab.as_str(), &other, &started, false), WriterClaim::Elsewhere, "a second tab");
        assert_eq!(claim(started.as_str(), &other, &session(2), false), WriterClaim::Elsewhere);
        assert_eq!(claim(tab.as_str(), &other, &session(2), true), WriterClaim::Taken(Taking::TakenOver));
        assert_eq!(
            claim(tab.as_str(), &tab, &started, true),
            WriterClaim::Held,
            "nothing to take from oneself"
        );
    }

    proptest::proptest! {
        /// Whoever was told that it writes here may write, and nobody else may.
        #[test]
        fn after_a_claim_one_writer_may_write(held in 0_u8..4, asks in 0_u8..3, take: bool) {
            let names: Vec<Writer> = (0..3).map(session).collect();
            let lease = names.get(usize::from(held)).map_or("", Writer::as_str);
            let asking = &names[usize::from(asks)];
            let after = match claim(lease, asking, asking, take) {
                WriterClaim::Taken(_) => asking.as_str(),
                WriterClaim::Held | WriterClaim::Elsewhere => lease,
            };
            let writing = names.iter().filter(|name| name.may_write(after)).count();
            proptest::prop_assert_eq!(writing, 1);
            let told = claim(lease, asking, asking, take) != WriterClaim::Elsewhere;
            proptest::prop_assert_eq!(asking.may_write(after), told);
        }
    }
}
