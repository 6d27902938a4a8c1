//! A role that comes with an account, in the unit of whoever makes it.

use assay_kernel::{PersonId, Role};
use assay_store::{GrantRecord, Statement, statement::grant};

use crate::{Asking, Mint, deed::by};

/// The scope of every grant of this release: the whole installation.
pub(super) const EVERYWHERE: &str = "all";

/// The role is granted from now on, without an end.
pub(crate) fn given(mint: &Mint, asking: &Asking, person: PersonId, role: Role, reason: &str) -> Statement {
    grant::given(&GrantRecord { reason: reason.to_owned(), ..fresh(mint, asking, person, role) })
}

/// Whoever closes an account takes turns with whoever grants a role to it: neither overlooks the other.
pub(crate) fn turn_taken() -> Statement {
    grant::turn_taken()
}

/// A grant from now on, without an end and without a reason yet.
pub(super) fn fresh(mint: &Mint, asking: &Asking, person: PersonId, role: Role) -> GrantRecord {
    GrantRecord {
        id: mint.id(asking.at),
        person_id: person,
        role: role.as_str().to_owned(),
        scope_kind: EVERYWHERE.to_owned(),
        scope_id: String::new(),
        from_at: asking.ms(),
        until_at: None,
        granted_by: by(asking),
        granted_at: asking.ms(),
        reason: String::new(),
        withdrawn_at: None,
        withdrawn_by: None,
        withdrawn_because: None,
    }
}
