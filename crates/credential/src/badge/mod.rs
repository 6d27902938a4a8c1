//! Building an Open Badges 3.0 credential from typed values.
//!
//! The requirements I1 to I8 are those of docs/concepts/issuing.md, taken from Open Badges 3.0
//! annex B: fixed order of contexts, a type on every nested object that the data model types, `awardedDate`
//! for the first award. Every date is text the caller made: which instant "valid until 30 June" means is
//! the programme's rule, not this crate's.
//!
//! ```
//! use assay_credential::{badge, Achievement, BadgeInput, IssuerProfile, Subject};
//! let input = BadgeInput {
//!     id: "https://body.example/credentials/1".into(),
//!     name: "Cloud Operations".into(),
//!     issuer: IssuerProfile {
//!         id: "https://body.example/issuer".into(),
//!         name: "Body".into(),
//!         ..Default::default()
//!     },
//!     achievement: Achievement {
//!         id: "https://body.example/achievements/soa-c03".into(),
//!         name: "Cloud Operations".into(),
//!         description: "Operates cloud systems.".into(),
//!         criteria_narrative: "Passed the examination.".into(),
//!         ..Default::default()
//!     },
//!     subject: Subject { id: Some("urn:uuid:6f2e33e5".into()), ..Default::default() },
//!     valid_from: "2026-01-15T00:00:00Z".into(),
//!     ..Default::default()
//! };
//! let credential = badge::build(&input)?;
//! assert_eq!(credential["credentialSubject"]["achievement"]["achievementType"], "Certification");
//! # Ok::<(), assay_credential::BadgeError>(())
//! ```

mod build;

use aws_lc_rs::digest::{SHA256, digest};

pub use build::build;

/// Longest text of one field, in characters:
/// a criteria narrative is a page; a badge has to fit into a picture.
pub const MAX_TEXT_CHARS: usize = 10_000;
/// Most alignments of an achievement: an outline has four to eight domains.
pub const MAX_ALIGNMENTS: usize = 64;

/// Why a badge cannot be built.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadgeError {
    /// A field that must be a complete URL is not.
    #[error("{field} must be a complete URL, not \"{value}\"")]
    NotUrl {
        /// The field.
        field: &'static str,
        /// Its value.
        value: String,
    },
    /// A field that must be an instant is not.
    #[error("{field} must be a date and time with a time zone (RFC 3339), not \"{value}\"")]
    NotInstant {
        /// The field.
        field: &'static str,
        /// Its value.
        value: String,
    },
    /// A required field is empty.
    #[error("{0} must not be empty")]
    Empty(&'static str),
    /// A field is longer than allowed.
    #[error("{field} is longer than {limit}")]
    TooLong {
        /// The field.
        field: &'static str,
        /// The limit.
        limit: usize,
    },
    /// The subject has neither id nor e-mail (OB 3.0, section 9.1 step 1).
    #[error("the holder must be identified by an id or an e-mail address")]
    NoSubject,
    /// The dates contradict one another.
    #[error("valid_until must be later than valid_from")]
    EndsBeforeStart,
    /// A result without a scale has no meaning (OB 3.0, annex B Result).
    #[error("a result needs the achievement's score scale")]
    NoScale,
}

/// Everything a badge says, in our own words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BadgeInput {
    /// The credential's own URL; the same id with a newer `valid_from` replaces it
    /// (OB 3.0, section 10).
    pub id: String,
    /// The name shown for the credential.
    pub name: String,
    /// A sentence about the credential.
    pub description: Option<String>,
    /// Who issues it.
    pub issuer: IssuerProfile,
    /// What was achieved.
    pub achievement: Achievement,
    /// Who achieved it.
    pub subject: Subject,
    /// The instant of the first award; kept on renewal (I7).
    pub awarded_date: Option<String>,
    /// The instant from which this edition of the credential counts.
    pub valid_from: String,
    /// The instant at which it ends: the caller turns the last valid day into it.
    pub valid_until: Option<String>,
    /// The holder's result, if the badge discloses it.
    pub result: Option<ScaledScore>,
    /// Where to ask whether the credential was revoked.
    pub status: Option<StatusEntry>,
}

/// The issuer as a badge shows it (OB 3.0, annex B Profile).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IssuerProfile {
    /// The https URL of the controller document.
    pub id: String,
    /// The body's name.
    pub name: String,
    /// The body's home page.
    pub url: Option<String>,
    /// A sentence about the body.
    pub description: Option<String>,
}

/// What a badge is for (OB 3.0, annex B Achievement).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Achievement {
    /// The achievement's URL; a new exam version has a new one.
    pub id: String,
    /// The certification's name, as it was when awarded.
    pub name: String,
    /// What a holder has shown.
    pub description: String,
    /// What had to be done, in words.
    pub criteria_narrative: String,
    /// The exam version.
    pub version: Option<String>,
    /// The exam code, such as `SOA-C03`.
    pub human_code: Option<String>,
    /// The picture's URL.
    pub image_url: Option<String>,
    /// The domains of the outline.
    pub alignments: Vec<Alignment>,
    /// Earlier or other editions.
    pub related: Vec<RelatedAchievement>,
    /// The scale of the result, needed when a result is given.
    pub score: Option<ScoreScale>,
}

/// One domain of the outline (OB 3.0, annex B Alignment).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alignment {
    /// The domain's name.
    pub target_name: String,
    /// Where the domain is described.
    pub target_url: String,
    /// The domain's code.
    pub target_code: Option<String>,
    /// What the domain covers.
    pub target_description: Option<String>,
    /// The outline's name.
    pub target_framework: Option<String>,
}

/// Another edition of an achievement (OB 3.0, annex B Related).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RelatedAchievement {
    /// The other achievement's URL.
    pub id: String,
    /// Its version.
    pub version: Option<String>,
}

/// The scale a result is on (OB 3.0, annex B ResultDescription,
/// type `ScaledScore`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScoreScale {
    /// The URL or URN of the scale.
    pub id: String,
    /// What is measured.
    pub name: String,
    /// The lowest score that can be reported.
    pub minimum: String,
    /// The highest score that can be reported.
    pub maximum: String,
    /// The cut score.
    pub required: String,
}

/// The holder's reported score; numbers are text in Open Badges.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScaledScore {
    /// The score, such as `812`.
    pub value: String,
}

/// Who holds the badge (OB 3.0, annex B AchievementSubject).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// A URN or DID; the better way, it says nothing about the person.
    pub id: Option<String>,
    /// The e-mail address, hashed.
    pub email: Option<HashedEmail>,
    /// The holder's name, only with consent.
    pub holder_name: Option<String>,
}

/// An e-mail address as `sha256$` and its salt
/// (OB 3.0, section 9.3; annex B IdentityObject).
///
/// The salt travels with the badge: this hides the address from readers, not from somebody with a list of
/// addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HashedEmail {
    hash: String,
    salt: String,
}

impl HashedEmail {
    /// Hashes the address, trimmed and in lower case, with a salt of the caller
    /// (128 random bits as text).
    #[must_use]
    pub fn new(email: &str, salt: &str) -> Self {
        let text = format!("{}{salt}", email.trim().to_lowercase());
        let hash = digest(&SHA256, text.as_bytes());
        Self {
            hash: format!("sha256${}", data_encoding::HEXLOWER.encode(hash.as_ref())),
            salt: salt.to_owned(),
        }
    }

    /// Takes hash (`sha256$…`) and salt as a badge carries them.
    pub fn from_parts(hash: &str, salt: &str) -> Self {
        Self { hash: hash.to_owned(), salt: salt.to_owned() }
    }

    /// Whether an address is the hashed one.
    #[must_use]
    pub fn matches(&self, email: &str) -> bool {
        Self::new(email, &self.salt) == *self
    }
}

/// Where a verifier asks whether the credential was revoked;
/// one entry, never a list (docs/concepts/status.md).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatusEntry {
    /// 1EdTech's list of revoked credentials.
    RevocationList {
        /// The list's URL.
        url: String,
    },
    /// A W3C bitstring status list with purpose `revocation`
    /// (Bitstring Status List 1.0, section 2.1).
    Bitstring {
        /// The URL of the signed list.
        list_url: String,
        /// The credential's place in the list.
        index: u64,
    },
}
