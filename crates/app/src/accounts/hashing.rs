//! Hashing and comparing passwords, in turns.

use std::{sync::LazyLock, time::Duration};

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use assay_kernel::identity::password_text;
use assay_store::PersonRecord;
use tokio::runtime::Runtime;

use super::{
    Accounts,
    password::BYTES_MAX,
    turns::{Lane, Turn},
};
use crate::AppError;

/// A hash of no password, so that signing in without an account takes as long as with one.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

impl Accounts {
    /// Waits for a turn at hashing.
    pub(super) async fn turn(&self, line: Lane) -> Result<Turn, AppError> {
        self.turns.wait(line).await.ok_or(AppError::Busy)
    }

    /// Hashes a new password. Accounts with one address share a salt, so that comparing a password with all
    /// of them costs one hash: time tells nobody how many there are.
    pub(super) async fn hash_password(
        &self,
        password: &str,
        neighbours: &[PersonRecord],
        _turn: &Turn,
    ) -> Result<String, AppError> {
        let new: [u8; 16] = self.mint.bytes();
        let salt = neighbours.iter().find_map(salt_of).unwrap_or_else(|| new.to_vec());
        let password = password_text(password);
        blocking(move || {
            let hash: PasswordHash = Argon2::default()
                .hash_password_with_salt(password.as_bytes(), &salt)
                .map_err(|error| AppError::internal("hashing a password", error))?;
            Ok(hash.to_string())
        })
        .await
    }

    /// The first of these people whose password this is.
    pub(super) async fn whose_password(
        &self,
        password: &str,
        people: &[PersonRecord],
        _turn: &Turn,
    ) -> Result<Option<PersonRecord>, AppError> {
        if password.len() > BYTES_MAX {
            return Ok(None);
        }
        let hashes: Vec<Option<String>> = people.iter().map(|person| person.password_hash.clone()).collect();
        let typed = password.to_owned();
        let found = blocking(move || {
            let normal = password_text(&typed);
            // Passwords of before were hashed as they were typed (RFC 8265 came later).
            match place_of(&normal, &hashes)? {
                None if normal != typed => place_of(&typed, &hashes),
                found => Ok(found),
            }
        });
        Ok(found.await?.and_then(|place| people.get(place).cloned()))
    }
}

fn salt_of(person: &PersonRecord) -> Option<Vec<u8>> {
    let hash = PasswordHash::new(person.password_hash.as_deref()?).ok()?;
    hash.salt.map(|salt| salt.as_ref().to_vec())
}

/// Where a password stands in a list of hashes; the work is one hash for each salt in it, and one at least.
fn place_of(password: &str, hashes: &[Option<String>]) -> Result<Option<usize>, AppError> {
    let unreadable = |error| AppError::internal("reading a password hash", error);
    let mut stored = Vec::with_capacity(hashes.len());
    for (place, hash) in hashes.iter().enumerate() {
        if let Some(text) = hash {
            stored.push((place, PasswordHash::new(text).map_err(unreadable)?));
        }
    }
    if stored.is_empty() {
        let nobody = PasswordHash::new(NOBODY).map_err(unreadable)?;
        // The answer is known; the work is what counts.
        let _ = Argon2::default().verify_password(password.as_bytes(), &nobody);
        return Ok(None);
    }
    let mut made: Vec<PasswordHash> = Vec::new();
    for (place, hash) in &stored {
        let known = made.iter().find(|known| known.salt == hash.salt && known.params == hash.params);
        let right = match (known, &hash.salt) {
            (Some(known), _) => known == hash,
            (None, Some(salt)) => {
                let new: PasswordHash = Argon2::default()
                    .hash_password_with_salt(password.as_bytes(), salt.as_ref())
                    .map_err(|error| AppError::internal("hashing a password", error))?;
                let same = match new.params == hash.params {
                    true => new == *hash,
                    // Hashed when the parameters were others.
                    false => Argon2::default().verify_password(password.as_bytes(), hash).is_ok(),
                };
                made.push(new);
                same
            }
            (None, None) => false,
        };
        if right {
            return Ok(Some(*place));
        }
    }
    Ok(None)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    let hashers = HASHERS.as_ref().map_err(|error| AppError::internal("starting hashers", error))?;
    hashers.spawn_blocking(work).await.map_err(|error| AppError::internal("hashing", error))?
}

/// Two threads that stay. On threads that come and go each hash leaves its 19 MiB with another arena of the
/// C library, which keeps it: some hundred sign-ins took a gigabyte that was never given back (finding F9).
static HASHERS: LazyLock<std::io::Result<Runtime>> = LazyLock::new(|| {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.max_blocking_threads(THREADS).thread_keep_alive(THREAD_TIME).build()
});
/// As many as there are turns at hashing.
const THREADS: usize = 2;
/// A thread that has nothing to do stays this long: for as long as the process runs.
const THREAD_TIME: Duration = Duration::from_secs(365 * 24 * 3600);

#[cfg(test)]
mod tests {
    use super::*;

    fn hashed(password: &str, salt: &[u8; 16]) -> Option<String> {
        let hash: PasswordHash =
            Argon2::default().hash_password_with_salt(password.as_bytes(), salt).unwrap();
        Some(hash.to_string())
    }

    #[test]
    fn a_password_is_found_among_accounts_of_one_address_and_nobody_has_one() {
        let salt = [7; 16];
        let hashes = [hashed("one", &salt), None, hashed("two", &salt), hashed("three", &[8; 16])];
        for (password, place) in [("one", Some(0)), ("two", Some(2)), ("three", Some(3)), ("four", None)] {
            assert_eq!(place_of(password, &hashes).unwrap(), place, "{password}");
        }
        assert_eq!(place_of("anything at all", &[]).unwrap(), None);
        assert_eq!(place_of("anything at all", &[None]).unwrap(), None);
    }

    #[test]
    fn a_hash_with_older_parameters_is_compared_by_its_own() {
        let params = argon2::Params::new(8, 1, 1, None).unwrap();
        let old = Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
        let hash: PasswordHash = old.hash_password_with_salt(b"one", &[7; 16]).unwrap();
        assert_eq!(place_of("one", &[Some(hash.to_string())]).unwrap(), Some(0));
        assert_eq!(place_of("two", &[Some(hash.to_string())]).unwrap(), None);
    }
}
