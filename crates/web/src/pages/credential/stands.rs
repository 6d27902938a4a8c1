//! What a badge is today, in a word with its day: all that the public is told of its state.

use assay_app::Issued;
use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_standing::{CredentialStanding, Status};

use crate::ui::Tone;

/// A badge's state as everybody may know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pages) struct Stands {
    /// Its tone.
    pub(in crate::pages) tone: Tone,
    /// The word with its day: 'Revoked on 1 March 2026'.
    pub(in crate::pages) words: String,
    /// The word alone, for tables and exports.
    pub(in crate::pages) word: &'static str,
    /// The day that belongs to the word.
    pub(in crate::pages) day: Option<Date>,
    /// Whether it stands: only then is there anything to show around.
    pub(in crate::pages) today: bool,
}

/// What is over has the day on which it ended, never an 'until'.
pub(in crate::pages) fn stands(issued: &Issued, today: Date) -> Stands {
    stands_so(issued.standing.as_ref(), issued.revoked().map(|(on, _)| on), today)
}

/// The same of a badge in a list.
pub(in crate::pages) fn stands_so(
    held: Option<&CredentialStanding>,
    revoked_on: Option<Date>,
    today: Date,
) -> Stands {
    let of = |tone, word: &'static str, day: Option<(&str, Date)>, stands| Stands {
        tone,
        words: match day {
            Some((before, day)) => format!("{word} {before} {}", long(day)),
            None => word.to_owned(),
        },
        word,
        day: day.map(|(_, day)| day),
        today: stands,
    };
    if let Some(on) = revoked_on {
        return of(Tone::Bad, "Revoked", Some(("on", on)), false);
    }
    let Some(held) = held else {
        return of(Tone::Attention, "No longer on record", None, false);
    };
    match held.status {
        // Kept alive by another certification, its own last valid day is past.
        Status::Active => {
            let until = held.valid_until.filter(|until| *until >= today);
            of(Tone::Good, "Active", until.map(|until| ("until", until)), true)
        }
        Status::Grace => {
            of(Tone::Attention, "In grace", held.grace_until.map(|until| ("until", until)), false)
        }
        Status::Expired => of(Tone::Attention, "Expired", held.valid_until.map(|last| ("on", last)), false),
        Status::Revoked => of(Tone::Bad, "Revoked", held.revoked_on.map(|on| ("on", on)), false),
        Status::Barred => {
            of(Tone::Attention, "Suspended by the body", held.barred_on.map(|on| ("on", on)), false)
        }
        Status::Suspended => of(Tone::Attention, "Suspended", None, false),
        Status::Inactive | Status::None => of(Tone::Attention, "Not active today", None, false),
    }
}
