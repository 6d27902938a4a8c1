//! Accounts: e-mail and password to begin with.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use assay_kernel::{Actor, Role};
use assay_store::{PersonRecord, StoreError};

use crate::{Action, App, AppError, FieldFault, SignedIn, authorise};

/// Shorter passwords are guessed (NIST SP 800-63B, 3.1.1: at least 8; 12 where it is the only factor).
const PASSWORD_CHARS_MIN: usize = 12;
/// Longer ones cost the server time and add nothing.
const PASSWORD_BYTES_MAX: usize = 256;
/// Longest address (RFC 5321, 4.5.3.1.3).
const EMAIL_BYTES_MAX: usize = 254;
/// Longest name shown.
const NAME_CHARS_MAX: usize = 100;

/// What somebody types to make an account.
#[derive(Clone, Debug, Default)]
pub struct NewAccount {
    /// How they want to be called; on the badge only with consent.
    pub name: String,
    /// Address.
    pub email: String,
    /// Password.
    pub password: String,
}

impl App {
    /// Makes a candidate's account and signs in.
    ///
    /// # Errors
    /// `Invalid` with a fault per field, or the store failed.
    pub async fn sign_up(&self, account: NewAccount, user_agent: &str) -> Result<SignedIn, AppError> {
        let person = self.add_account(account, Role::Candidate).await?;
        self.open_session(&person, user_agent).await
    }

    /// Makes an account with a role. The first administrator is made this way, on the command line.
    ///
    /// # Errors
    /// `Invalid` with a fault per field, or the store failed.
    pub async fn add_account(&self, account: NewAccount, role: Role) -> Result<PersonRecord, AppError> {
        let NewAccount { name, email, password } = account;
        let (name, email) = (name.trim().to_owned(), email.trim().to_lowercase());
        let mut faults = Vec::new();
        if name.is_empty() || name.chars().count() > NAME_CHARS_MAX || name.chars().any(char::is_control) {
            faults.push(FieldFault::new(
                "name",
                format!("Enter your name, up to {NAME_CHARS_MAX} characters."),
            ));
        }
        if !looks_like_an_address(&email) {
            faults.push(FieldFault::new("email", "Enter an e-mail address like name@example.org."));
        }
        faults.extend(password_fault("password", &password));
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
        let person = PersonRecord {
            id: self.new_id(),
            email,
            name,
            role: role.as_str().to_owned(),
            password_hash: Some(self.hash_password(password).await?),
            story: None,
            created_at: self.ms(),
        };
        match self.store.add_person(&person).await {
            Err(StoreError::Conflict(_)) => {
                let text = "An account with this address exists. Sign in instead.";
                Err(AppError::Invalid(vec![FieldFault::new("email", text)]))
            }
            other => other.map(|()| person).map_err(AppError::from),
        }
    }

    /// Signs in by address and password.
    ///
    /// # Errors
    /// `Invalid`, with the same words whether address or password is wrong; or the store failed.
    pub async fn sign_in(&self, email: &str, password: &str, user_agent: &str) -> Result<SignedIn, AppError> {
        let person = self.store.person_by_email(&email.trim().to_lowercase()).await?;
        let stored = person.as_ref().and_then(|person| person.password_hash.clone());
        // Without an account the same work is done: time tells nothing about who has one.
        let right = verify_password(password.to_owned(), stored).await?;
        match person.filter(|_| right) {
            Some(person) => self.open_session(&person, user_agent).await,
            None => {
                let text = "This address and password do not belong together. Check both and try again.";
                Err(AppError::Invalid(vec![FieldFault::new("", text)]))
            }
        }
    }

    /// Changes a password and ends every session of the person.
    ///
    /// # Errors
    /// `Invalid` with a fault per field, not signed in, or the store failed.
    pub async fn change_password(&self, actor: &Actor, old: &str, new: &str) -> Result<(), AppError> {
        let id = authorise(actor, Action::ManageAccount, None)?;
        let person = self.store.person(id).await?.ok_or(AppError::NotFound)?;
        let mut faults: Vec<FieldFault> = password_fault("new", new).into_iter().collect();
        if !verify_password(old.to_owned(), person.password_hash).await? {
            faults.push(FieldFault::new("old", "This is not your present password."));
        }
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
        let hash = self.hash_password(new.to_owned()).await?;
        Ok(self.store.set_password(id, &hash).await?)
    }

    async fn hash_password(&self, password: String) -> Result<String, AppError> {
        let mut salt = [0; 16];
        self.chance.fill(&mut salt);
        off_the_loop(move || {
            let hash: PasswordHash = Argon2::default()
                .hash_password_with_salt(password.as_bytes(), &salt)
                .map_err(|error| AppError::internal("hashing a password", error))?;
            Ok(hash.to_string())
        })
        .await
    }
}

/// A hash of no password, so that signing in without an account takes as long as with one.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

async fn verify_password(password: String, stored: Option<String>) -> Result<bool, AppError> {
    if password.len() > PASSWORD_BYTES_MAX {
        return Ok(false);
    }
    off_the_loop(move || {
        let text = stored.as_deref().unwrap_or(NOBODY);
        let hash =
            PasswordHash::new(text).map_err(|error| AppError::internal("reading a password hash", error))?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok() && stored.is_some())
    })
    .await
}

/// Hashing takes tens of milliseconds and 19 MiB: beside the loop, and two at a time at most.
async fn off_the_loop<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    static AT_ONCE: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);
    let _turn = AT_ONCE.acquire().await.map_err(|error| AppError::internal("waiting for a turn", error))?;
    tokio::task::spawn_blocking(work).await.map_err(|error| AppError::internal("hashing", error))?
}

fn password_fault(field: &'static str, password: &str) -> Option<FieldFault> {
    if password.chars().count() < PASSWORD_CHARS_MIN {
        let text = format!("Use at least {PASSWORD_CHARS_MIN} characters; a few words in a row are good.");
        return Some(FieldFault::new(field, text));
    }
    let long = password.len() > PASSWORD_BYTES_MAX;
    long.then(|| FieldFault::new(field, format!("Use at most {PASSWORD_BYTES_MAX} characters.")))
}

fn looks_like_an_address(email: &str) -> bool {
    let Some((local, host)) = email.rsplit_once('@') else { return false };
    let plain = email.bytes().all(|byte| byte > b' ' && byte != 0x7f);
    plain
        && email.len() <= EMAIL_BYTES_MAX
        && !local.is_empty()
        && host.contains('.')
        && !host.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_as_people_write_them() {
        for good in ["a@b.co", "first.last+tag@sub.example.org"] {
            assert!(looks_like_an_address(good), "{good}");
        }
        for bad in ["", "a", "a@b", "@b.co", "a b@c.de", "a@.de", "a\n@b.de"] {
            assert!(!looks_like_an_address(bad), "{bad}");
        }
    }

    #[tokio::test]
    async fn the_hash_of_nobody_is_read_and_never_matches() {
        assert!(!verify_password("anything at all".into(), None).await.unwrap());
    }
}
