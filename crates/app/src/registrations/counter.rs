//! A registration is used, in the unit of whoever uses it.

use assay_kernel::RegistrationId;
use assay_store::{Statement, statement::registration};

/// It is used up by a sitting; once.
pub(crate) fn used(id: RegistrationId) -> Statement {
    registration::used(id)
}
