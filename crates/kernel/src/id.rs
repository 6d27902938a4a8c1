//! Typed identifiers: an id of the wrong kind does not compile (STYLE.md).
//!
//! 128 bits in the layout of UUID version 7 (RFC 9562, 5.7), printed with the kind's prefix in Crockford
//! base 32 (`sit_01k6…`), so that a log line or a support request names the kind.
//!
//! Looked at: uuid, whose constructor for version 7 takes the same time and chance; it would save the eight
//! lines that place them. Prefix, alphabet and type stay, and those are the module.

use std::{fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A kind of thing that has ids.
pub trait Kind: 'static {
    /// What stands before the underscore.
    const PREFIX: &'static str;
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {}
        impl Kind for $name {
            const PREFIX: &'static str = $prefix;
        }
    )*};
}

kinds! {
    /// People known to the programme.
    Persons = "per";
    /// Rights to test.
    Registrations = "reg";
    /// Administrations of a form to a candidate.
    Sittings = "sit";
    /// Signed statements of awards.
    Credentials = "crd";
    /// Signed-in browsers.
    Sessions = "ses";
    /// Runs through a practice set.
    Practices = "prc";
    /// Preparations of somebody for a certification.
    Enrolments = "enr";
    /// Changes to the programme that somebody proposed.
    Proposals = "prp";
    /// Roles that were granted to people.
    Grants = "grt";
    /// Lines of the audit log.
    Entries = "log";
    /// What the team notes about people.
    TeamNotes = "nte";
    /// Files of questions that were handed in.
    ItemImports = "imp";
    /// Items of examinations.
    ExamItems = "itm";
    /// Items to practise with: another pool, so another kind of id.
    PracticeItems = "pit";
    /// Forms that are being made.
    ExamForms = "frm";
    /// Changes of many items at once, to be undone together.
    ItemBatches = "bat";
    /// Studies of the work on which an outline rests.
    PracticeAnalyses = "ana";
    /// People who are asked in a practice analysis.
    AnalysisExperts = "exp";
    /// Changes of the programme that a room has prepared.
    PreparedChanges = "chg";
    /// People whom an employer or a trainer looks after.
    Crews = "crw";
    /// People in a crew.
    CrewMembers = "mem";
    /// Invitations to a crew.
    CrewInvitations = "inv";
    /// What people of a crew are asked to do.
    CrewAssignments = "asg";
}

/// An id of one kind.
pub struct TypedId<K> {
    bits: u128,
    kind: PhantomData<fn() -> K>,
}

/// A text that is no id of the expected kind.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("'{text}' is not an id of the form {prefix}_ and 26 characters")]
pub struct IdError {
    text: String,
    prefix: &'static str,
}

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const DIGITS: usize = 26;

impl<K: Kind> TypedId<K> {
    /// Builds an id from a time and 80 bits of chance, both given by the caller.
    ///
    /// The time is in milliseconds since 1970.
    pub fn from_parts(unix_ms: u64, chance: [u8; 10]) -> Self {
        let mut random = [0_u8; 16];
        random[6..].copy_from_slice(&chance);
        let random = u128::from_be_bytes(random);
        let time = u128::from(unix_ms & 0xffff_ffff_ffff) << 80;
        let version = 0x7_u128 << 76;
        let variant = 0b10_u128 << 62;
        let mask = !((0xf_u128 << 76) | (0b11_u128 << 62));
        TypedId { bits: ((time | random) & mask) | version | variant, kind: PhantomData }
    }

    /// Reads the printed form.
    ///
    /// # Errors
    /// The text has another prefix, another length, or a character outside the alphabet.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        let fail = || IdError { text: text.chars().take(64).collect(), prefix: K::PREFIX };
        let digits = text.strip_prefix(K::PREFIX).and_then(|rest| rest.strip_prefix('_')).ok_or_else(fail)?;
        if digits.len() != DIGITS {
            return Err(fail());
        }
        let mut bits: u128 = 0;
        for byte in digits.bytes() {
            let value = ALPHABET.iter().position(|letter| *letter == byte).ok_or_else(fail)?;
            if bits >> 123 != 0 {
                return Err(fail());
            }
            bits = (bits << 5) | value as u128;
        }
        Ok(TypedId { bits, kind: PhantomData })
    }
}

impl<K: Kind> fmt::Display for TypedId<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(K::PREFIX.len() + 1 + DIGITS);
        text.push_str(K::PREFIX);
        text.push('_');
        for place in (0..DIGITS).rev() {
            let value = ((self.bits >> (5 * place)) & 31) as usize;
            text.push(ALPHABET.get(value).copied().unwrap_or(b'0') as char);
        }
        f.write_str(&text)
    }
}

impl<K: Kind> fmt::Debug for TypedId<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<K> Clone for TypedId<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for TypedId<K> {}
impl<K> PartialEq for TypedId<K> {
    fn eq(&self, other: &Self) -> bool {
        self.bits == other.bits
    }
}
impl<K> Eq for TypedId<K> {}
impl<K> PartialOrd for TypedId<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for TypedId<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.bits.cmp(&other.bits)
    }
}
impl<K> std::hash::Hash for TypedId<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.bits.hash(state);
    }
}

impl<K: Kind> TryFrom<String> for TypedId<K> {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        TypedId::parse(&text)
    }
}

impl<K: Kind> Serialize for TypedId<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, K: Kind> Deserialize<'de> for TypedId<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        TypedId::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// Whose: a person's id.
pub type PersonId = TypedId<Persons>;
/// A session's id.
pub type SessionId = TypedId<Sessions>;
/// A registration's id.
pub type RegistrationId = TypedId<Registrations>;
/// A sitting's id.
pub type SittingId = TypedId<Sittings>;
/// A credential's id.
pub type CredentialId = TypedId<Credentials>;
/// The id of a run through a practice set.
pub type PracticeId = TypedId<Practices>;
/// The id of somebody's preparation for a certification.
pub type EnrolmentId = TypedId<Enrolments>;
/// The id of a proposed change.
pub type ProposalId = TypedId<Proposals>;
/// Id of a grant.
pub type GrantId = TypedId<Grants>;
/// Id of a line of the audit log.
pub type EntryId = TypedId<Entries>;
/// Id of a note of the team.
pub type NoteId = TypedId<TeamNotes>;
/// The id of a file of questions that was handed in.
pub type ImportId = TypedId<ItemImports>;
/// A form that is being made.
pub type FormId = TypedId<ExamForms>;
/// An examination item's id.
pub type ExamItemId = TypedId<ExamItems>;
/// A practice item's id.
pub type PracticeItemId = TypedId<PracticeItems>;
/// The id of a change of many items at once.
pub type BatchId = TypedId<ItemBatches>;
/// The id of a practice analysis.
pub type AnalysisId = TypedId<PracticeAnalyses>;
/// The id of somebody who is asked in one.
pub type ExpertId = TypedId<AnalysisExperts>;
/// The id of a change that a room has prepared.
pub type PreparedId = TypedId<PreparedChanges>;
/// A crew's id.
pub type CrewId = TypedId<Crews>;
/// The id of somebody's place in a crew.
pub type CrewMemberId = TypedId<CrewMembers>;
/// The id of an invitation to a crew.
pub type CrewInvitationId = TypedId<CrewInvitations>;
/// The id of what somebody of a crew is asked to do.
pub type CrewAssignmentId = TypedId<CrewAssignments>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_prints_its_kind_and_reads_back() {
        let id: TypedId<Sittings> = TypedId::from_parts(1_758_326_400_000, [7; 10]);
        let text = id.to_string();
        assert!(text.starts_with("sit_0"), "{text}");
        assert_eq!(TypedId::parse(&text), Ok(id));
        assert!(TypedId::<Persons>::parse(&text).is_err());
    }

    proptest::proptest! {
        #[test]
        fn ids_sort_by_time_and_round_trip(a in 0_u64..1 << 48, b in 0_u64..1 << 48, chance: [u8; 10]) {
            let x = TypedId::<Sittings>::from_parts(a, chance);
            let y = TypedId::<Sittings>::from_parts(b, chance);
            proptest::prop_assert_eq!(a.cmp(&b), x.cmp(&y));
            proptest::prop_assert_eq!(x.to_string().cmp(&y.to_string()), x.cmp(&y));
            proptest::prop_assert_eq!(TypedId::parse(&x.to_string()), Ok(x));
        }

        #[test]
        fn reading_never_panics(text: String) {
            let _ = TypedId::<Sittings>::parse(&text);
        }
    }
}
