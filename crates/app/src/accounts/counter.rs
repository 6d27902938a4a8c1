//! A person is added, in the unit of whoever adds them.

use assay_store::{
    PersonRecord, Statement,
    statement::{address, person},
};

/// Person and address.
pub(crate) fn added(new: &PersonRecord) -> [Statement; 2] {
    [person::added(new), address::added(new.id, &new.email, new.verified_how, new.created_at)]
}
