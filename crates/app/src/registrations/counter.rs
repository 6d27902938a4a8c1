//! A registration is used, or withdrawn with its account, in the unit of whoever does that.

use assay_kernel::{PersonId, RegistrationId};
use assay_store::{Day, Statement, statement::registration};

/// It is used up by a sitting; once.
pub(crate) fn used(id: RegistrationId) -> Statement {
    registration::used(id)
}

/// It is withdrawn with the account that it belongs to, by nobody of the team; it must be open.
pub(crate) fn withdrawn(id: RegistrationId, person: PersonId, on: Day) -> Statement {
    registration::withdrawn(id, person, None, on)
}
