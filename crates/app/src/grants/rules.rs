//! Who may give and take roles.

use assay_store::{GrantRecord, PersonRecord};

use crate::permit::{Whole, acts};

acts! {
    /// Seeing who has which role, since when, by whom and why.
    SeeGrants on Whole, "grants.see": Administrator [Whole], Auditor [Whole], Operator [Whole];
    /// Granting a role to somebody else: nobody makes themselves more than they are.
    GiveRole on PersonRecord, "grants.give" logged:
        Administrator [Other, Colleague], Operator [Other, Colleague];
    /// Taking a role away; one's own too, as long as an administrator is left.
    TakeRole on GrantRecord, "grants.take" logged: Administrator [Own, Other], Operator [Other];
}
