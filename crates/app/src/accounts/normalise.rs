//! People of before are brought into the one form that the door asks for today (N10, N11), once.

use assay_kernel::identity::{Address, person_name};
use assay_store::{PersonRecord, Store, StoreError};

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

async fn normalise(store: &Store, person: &PersonRecord) -> Result<(), AppError> {
    let name = person_name(&person.name).unwrap_or_else(|_| person.name.clone());
    let address = Address::compared(&person.email);
    if address != person.email {
        let others = store.persons_with_address(&address).await?;
        for other in others.iter().filter(|other| other.id != person.id) {
            tracing::warn!(
                one = %person.id, other = %other.id,
                "two accounts have one address in two spellings; they stay two until somebody decides"
            );
        }
    }
    match store.normalise_person(person, &name, &address).await {
        // Both were verified: the later one keeps its spelling.
        Err(StoreError::Conflict(_)) => Ok(store.normalise_person(person, &name, &person.email).await?),
        other => Ok(other?),
    }
}
