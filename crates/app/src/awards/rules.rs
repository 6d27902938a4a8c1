//! Who may do what with badges.

use assay_store::{CredentialRecord, PersonRecord};

use crate::permit::{Whole, acts};

acts! {
    /// Reading a published badge or a status list: they are there to be verified by anybody.
    ReadBadge on Whole, "awards.read-badge": Anyone [Whole];
    /// Seeing one's own badges.
    SeeOwn on Whole, "awards.see-own": Candidate [Whole], Administrator [Whole];
    /// Choosing whether a badge's page names its holder: the holder alone.
    ChooseName on CredentialRecord, "awards.choose-name": Candidate [Own], Administrator [Own];
    /// Seeing everybody's.
    SeeAll on Whole, "awards.see-all": Administrator [Whole], Support [Whole], Auditor [Whole];
    /// Bringing somebody's badges in line with what they hold.
    Look on PersonRecord, "awards.look": Worker [Other, Colleague];
    /// Making a list of what was taken back, which anybody may ask for.
    MakeList on Whole, "awards.make-list": Anyone [Whole];
    /// Looking at badges of before there were lists.
    LookAtUnlisted on Whole, "awards.look-at-unlisted": Worker [Whole];
}
