//! Who may do what with registrations.

use assay_store::RegistrationRecord;

use crate::permit::{Whole, acts};

acts! {
    /// Asking whether one could register, signed in or not.
    LookAtOffer on Whole, "registrations.look-at-offer": Anyone [Whole];
    /// Registering for an exam version. Those who run the examination do not sit it (impartiality).
    Register on Whole, "registrations.register": Candidate [Whole];
    /// Taking up again what one withdrew.
    Reopen on RegistrationRecord, "registrations.reopen": Candidate [Own];
    /// Withdrawing a registration.
    Withdraw on RegistrationRecord, "registrations.withdraw": Candidate [Own];
    /// Seeing one's own registrations.
    SeeOwn on Whole, "registrations.see-own": Candidate [Whole], Administrator [Whole];
}
