//! What a learning record store is told of somebody, and the copy that they may take of it.
//!
//! Everything is derived from what is stored: what is sent and what somebody downloads come from one
//! function, and say the same under the same ids.

use std::collections::BTreeMap;

use assay_kernel::{EnrolmentId, PersonId};
use assay_learning::{
    run::{RunMode, RunScope},
    statement::{
        EndedRun, Installation, Learner, PlacedEvent, PrepStatement, Preparation, Profile, profile,
        statements,
    },
};
use assay_store::{PracticeRunRecord, Reads};
use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

use super::{Practice, pinned, rules::CopyStatements, seen::Seen, situation::EVENTS_MAX};
use crate::{AppError, Asking, reading::sha256};

/// The namespace of names that are addresses (RFC 9562, 6.6), as bytes.
const NAMESPACE_URL: [u8; 16] =
    [0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8];
/// Letters of the name of an account: as many as a UUID has, which nobody guesses.
const NAME_CHARS: usize = 32;

impl Practice {
    /// Everything that a learning record store is told of whoever asks, or would be.
    ///
    /// # Errors
    /// Not signed in, or the store failed.
    pub async fn own_statements(&self, asking: &Asking) -> Result<Vec<PrepStatement>, AppError> {
        let permit = asking.permit::<CopyStatements>()?;
        let with_answers = self.out.as_ref().is_some_and(|out| out.with_answers);
        self.statements_of(asking, self.shelf.under(&permit), asking.person()?, with_answers).await
    }

    /// Whether a learning record store is told anything.
    pub fn tells_statements(&self) -> bool {
        self.out.is_some()
    }

    /// The profile by which statements are made.
    pub fn statement_profile(&self, asking: &Asking) -> Profile {
        profile(&self.home, &asking.programme.body.name)
    }

    pub(super) async fn statements_of(
        &self,
        asking: &Asking,
        store: &Reads,
        person: PersonId,
        with_answers: bool,
    ) -> Result<Vec<PrepStatement>, AppError> {
        let seen = Seen::of(store, person).await?;
        let mut runs = Vec::new();
        for run in &seen.runs {
            runs.extend(ended(&seen, run)?);
        }
        let learner = Learner {
            name: account_name(&self.home, person),
            preparations: preparations(store, person).await?,
            runs,
        };
        let home = Installation { home: &self.home, uuid: &uuid_of };
        Ok(statements(&home, &learner, &asking.programme.courses, with_answers))
    }
}

/// Preparations with what happened in each, the earliest first.
async fn preparations(store: &Reads, person: PersonId) -> Result<Vec<Preparation>, AppError> {
    let mut order: Vec<EnrolmentId> = Vec::new();
    let mut by_id: BTreeMap<EnrolmentId, Vec<PlacedEvent>> = BTreeMap::new();
    // The latest comes first.
    for record in store.own_prep_events(person, EVENTS_MAX).await?.into_iter().rev() {
        let id = record.enrolment_id;
        if !by_id.contains_key(&id) {
            order.push(id);
        }
        let events = by_id.entry(id).or_default();
        // What a later release wrote is passed over.
        if let Ok(event) = serde_json::from_str(&record.event) {
            events.push(PlacedEvent { seq: record.seq, at: record.happened_at.0, event });
        }
    }
    let of =
        |id: EnrolmentId| Preparation { id: id.to_string(), events: by_id.remove(&id).unwrap_or_default() };
    Ok(order.into_iter().map(of).collect())
}

/// A run with its points; none that has not ended.
fn ended(seen: &Seen, run: &PracticeRunRecord) -> Result<Option<EndedRun>, AppError> {
    let (Some(at), Some(mode)) = (run.finished_at, RunMode::of(&run.mode)) else { return Ok(None) };
    // Of a final practice exam too: so many right of so many, as its report begins.
    let right = seen.answers(run.id).filter(|answer| answer.is_right).count();
    let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let points = (small(right), small(pinned(run)?.len()));
    let scope: RunScope =
        serde_json::from_str(&run.scope).map_err(|error| AppError::internal("reading a run", error))?;
    let (id, exam, set) = (run.id.to_string(), run.exam.clone(), scope.set);
    Ok(Some(EndedRun { id, exam, mode, set, at: at.0, points }))
}

/// The name of somebody's account at a learning record store: always the same, and it leads back to nobody
/// without this installation's ids.
fn account_name(home: &str, person: PersonId) -> String {
    sha256(format!("xapi account {home} {person}").as_bytes()).chars().take(NAME_CHARS).collect()
}

/// The UUID that a text has as a name (RFC 9562, 5.5: version 5, which is SHA-1 by its definition; nothing is
/// protected by it).
fn uuid_of(text: &str) -> String {
    let named = [NAMESPACE_URL.as_slice(), text.as_bytes()].concat();
    let mut bytes = [0_u8; 16];
    bytes
        .iter_mut()
        .zip(digest(&SHA1_FOR_LEGACY_USE_ONLY, &named).as_ref())
        .for_each(|(to, from)| *to = *from);
    let [.., version, _, variant, _, _, _, _, _, _, _] = &mut bytes;
    *version = (*version & 0x0f) | 0x50;
    *variant = (*variant & 0x3f) | 0x80;
    let hex = data_encoding::HEXLOWER.encode(&bytes);
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32].into_iter().filter_map(|part| hex.get(part));
    parts.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use assay_kernel::{Persons, TypedId};

    use super::*;

    #[test]
    fn a_uuid_of_a_name_is_the_one_that_others_make() {
        // Python: uuid.uuid5(uuid.NAMESPACE_URL, "https://example.org/xapi/statements/1")
        assert_eq!(uuid_of("https://example.org/xapi/statements/1"), "afc4d76e-cf89-56bb-a993-a5a74aab6a3a");
    }

    #[test]
    fn the_name_of_an_account_tells_neither_whose_it_is_nor_their_id() {
        let person = TypedId::<Persons>::from_parts(1, [7; 10]);
        let name = account_name("https://a.example", person);
        assert_eq!(name.len(), NAME_CHARS);
        assert_eq!(name, account_name("https://a.example", person));
        assert_ne!(name, account_name("https://b.example", person));
        assert!(!person.to_string().contains(&name) && !name.contains(&person.to_string()));
    }
}
