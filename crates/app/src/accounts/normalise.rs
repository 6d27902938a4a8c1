//! People of before are brought into the one form that the door asks for today (N10, N11), once.

use assay_kernel::identity::{Address, person_name};
use assay_store::{
    PersonRecord, Store, StoreError, Unit,
    statement::{address, person},
};

use crate::AppError;

/// People of one round.
const ROUND: i64 = 500;

/// Normalises names and addresses and fills search keys. Two accounts that turn out to have one address stay
/// two: that is said, and nothing is merged.
pub(crate) async fn people_of_before(store: &Store) -> Result<(), AppError> {
    loop {
        let people = store.persons_without_key(ROUND).await?;
        if people.is_empty() {
            return Ok(());
        }
        for person in &people {
            normalise(store, person).await?;
        }
    }
}

async fn normalise(store: &Store, of_before: &PersonRecord) -> Result<(), AppError> {
    let name = person_name(&of_before.name).unwrap_or_else(|_| of_before.name.clone());
    let in_one_form = Address::compared(&of_before.email);
    if in_one_form != of_before.email {
        let others = store.persons_with_address(&in_one_form).await?;
        for other in others.iter().filter(|other| other.id != of_before.id) {
            tracing::warn!(
                one = %of_before.id, other = %other.id,
                "two accounts have one address in two spellings; they stay two until somebody decides"
            );
        }
    }
    match store.commit(normalised(of_before, &name, &in_one_form)).await {
        // Both were verified: the later one keeps its spelling.
        Err(StoreError::Conflict(_)) => {
            Ok(store.commit(normalised(of_before, &name, &of_before.email)).await?)
        }
        other => Ok(other?),
    }
}

fn normalised(of_before: &PersonRecord, name: &str, in_one_form: &str) -> Unit {
    let mut unit = Unit::from(person::normalised(of_before.id, name, in_one_form));
    if in_one_form != of_before.email {
        unit.run(address::normalised(of_before.id, &of_before.email, in_one_form));
    }
    unit
}
