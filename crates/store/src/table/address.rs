//! Addresses, and what proves them.

use assay_kernel::{Persons, TypedId};

use crate::{
    column::Ms,
    table::person::VerifiedHow,
    unit::{Sql, Statement},
};

const INSERT_ADDRESS: Sql = Sql::named(
    "address.added",
    "INSERT INTO addresses \
    (person_id, address, is_primary, verified_at, verified_how, created_at) VALUES ($1, $2, 1, $3, $4, $5)",
);
const VERIFY: Sql = Sql::named(
    "address.verified",
    "UPDATE addresses SET verified_at = $3, verified_how = 'link' \
    WHERE person_id = $1 AND address = $2",
);
const SET_ADDRESS: Sql = Sql::named(
    "address.normalised",
    "UPDATE addresses SET address = $3 WHERE person_id = $1 AND address = $2",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[INSERT_ADDRESS, VERIFY, SET_ADDRESS];

/// A person's address is added; verified at once where it says how.
pub fn added(
    person: TypedId<Persons>,
    address: &str,
    verified_how: Option<VerifiedHow>,
    at: Ms,
) -> Statement {
    let verified_at = verified_how.map(|_| at);
    let how = verified_how.map(|how| how.as_str().to_owned());
    INSERT_ADDRESS.with([person.into(), address.into(), verified_at.into(), how.into(), at.into()])
}

/// A link proved an address; the person must have it.
pub fn verified(person: TypedId<Persons>, address: &str, at: Ms) -> Statement {
    VERIFY.must([person.into(), address.into(), at.into()])
}

/// An address of before is brought into its one form; the person must have it.
pub fn normalised(person: TypedId<Persons>, before: &str, address: &str) -> Statement {
    SET_ADDRESS.must([person.into(), before.into(), address.into()])
}
