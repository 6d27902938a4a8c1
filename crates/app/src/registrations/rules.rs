//! Who may do what with registrations.

use assay_store::{PersonRecord, RegistrationRecord};

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
    /// Seeing everybody's registrations.
    SeeAll on Whole, "registrations.see-all": Administrator [Whole], Support [Whole], Auditor [Whole];
    /// Registering somebody else. Nobody of the team does it for themselves this way.
    RegisterSomebody on PersonRecord, "registrations.register-for" logged:
        Administrator [Other, Colleague], Support [Other, Colleague];
    /// Withdrawing somebody else's registration.
    WithdrawForSomebody on RegistrationRecord, "registrations.withdraw-for" logged:
        Administrator [Other], Support [Other];
    /// Taking up again a registration of somebody else, whoever withdrew it.
    ReopenForSomebody on RegistrationRecord, "registrations.reopen-for" logged:
        Administrator [Other], Support [Other];
    /// Moving somebody else's registration to another exam version.
    MoveForSomebody on RegistrationRecord, "registrations.move" logged:
        Administrator [Other], Support [Other];
}
