//! Whom mail reaches: an address that somebody proved, and no name that stands for one.

use assay_store::PersonRecord;

/// Mail reaches nobody there (RFC 2606, 2): addresses of it stand for names without one.
const RESERVED_ENDING: &str = ".invalid";

/// What whoever types such an address is told.
pub(crate) const ENTER_ANOTHER: &str = "Enter another address: no mail reaches one that ends in .invalid.";

/// Whether this is no address: a name on record without one.
pub(crate) fn is_nowhere(address: &str) -> bool {
    address.ends_with(RESERVED_ENDING)
}

/// Whether somebody is told by mail too, where mail is set up: it goes to no address that nobody proved.
pub(crate) fn can_be_mailed(person: &PersonRecord) -> bool {
    person.is_verified() && !is_nowhere(&person.email)
}
