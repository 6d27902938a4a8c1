//! Whom an imported history is about.
//!
//! By id, or by an address that was verified: whoever only typed an address into a form is somebody else
//! (F3). Such a person is added apart where people are to be added, and gets in by a link.

use assay_kernel::{
    PersonId,
    identity::{Address, hidden_character},
};
use assay_store::{PersonRecord, Reads, VerifiedHow};

use super::{Record, Recorded};
use crate::{AppError, Asking};

/// Where invented people have their address: a domain that nobody has (RFC 2606).
const NOBODYS_DOMAIN: &str = "people.invalid";

impl Record {
    /// The person that an import names, with their record where they are new; none where nobody is meant.
    pub(super) async fn person_of_import(
        &self,
        asking: &Asking,
        store: &Reads,
        name: &str,
        add_people: bool,
        done: &mut Recorded,
    ) -> Result<Option<(PersonId, Option<PersonRecord>)>, AppError> {
        if let Ok(id) = PersonId::parse(name) {
            // An id that nobody has is a slip, not a new person.
            let known = store.person(id).await?;
            if known.is_none() {
                done.unknown.push(name.to_owned());
            }
            return Ok(known.map(|person| (person.id, None)));
        }
        let address = address(name);
        let known = store.persons_with_address(&address).await?;
        match known.first() {
            Some(person) if person.is_verified() => return Ok(Some((person.id, None))),
            // Named with its id: by that the body can mean it all the same.
            Some(person) => done.unconfirmed.push(format!("{name} ({})", person.id)),
            None => {}
        }
        if !add_people {
            done.unknown.push(name.to_owned());
            return Ok(None);
        }
        if let Some(hidden) = hidden_character(name) {
            done.refused.push(format!("{}: the name holds {hidden}", name.escape_debug()));
            return Ok(None);
        }
        if let Some(fault) = name.contains('@').then(|| Address::parse(name).err()).flatten() {
            done.refused.push(format!("{name}: {fault}"));
            return Ok(None);
        }
        // Without a password nobody signs in as them. The body names the address: that is its own word, and
        // the same address finds the same person the next time.
        let new = PersonRecord {
            id: self.mint.id(asking.at),
            email: address,
            name: name.to_owned(),
            password_hash: None,
            story: None,
            created_at: asking.ms(),
            verified_how: Some(VerifiedHow::Record),
            team_until: None,
            closed_at: None,
            closed_by: None,
        };
        Ok(Some((new.id, Some(new))))
    }
}

/// What people are found by: their address, or the one that stands for a name without one.
fn address(name: &str) -> String {
    match name.contains('@') {
        true => Address::compared(name),
        false => format!("{}@{NOBODYS_DOMAIN}", name.trim().to_lowercase()),
    }
}
