//! Who may do what with crews. The team of the body sees none of it: they are between people.

use assay_kernel::{Actor, Instant};
use assay_store::{CrewMemberRecord, CrewRecord};

use crate::permit::{Thing, Tie, Whole, acts};

acts! {
    /// Beginning a crew, and seeing one's own with what one is asked to do.
    OwnCrews on Whole, "crews.own": Candidate [Whole], Administrator [Whole];
    /// Looking at a crew that one leads, inviting, assigning, taking somebody out, ending it.
    LeadCrew on CrewRecord, "crews.lead": Candidate [Own], Administrator [Own];
    /// Looking at what is seen of oneself, saying what is shown, leaving.
    BelongToCrew on CrewMemberRecord, "crews.belong": Candidate [Own], Administrator [Own];
    /// Opening an invitation by its link: whoever has it, signed in or not.
    OpenInvitation on Whole, "crews.open-invitation": Anyone [Whole];
    /// Accepting one.
    AcceptInvitation on Whole, "crews.accept-invitation": Candidate [Whole], Administrator [Whole];
}

impl Thing for CrewRecord {
    fn relation(&self, actor: &Actor, _now: Instant) -> Tie {
        Tie::of_owner(self.lead_id, actor)
    }
}

impl Thing for CrewMemberRecord {
    fn relation(&self, actor: &Actor, _now: Instant) -> Tie {
        Tie::of_owner(self.person_id, actor)
    }
}
