//! Signed-in browsers: a random token in a cookie, its hash in the store, listed and revocable.

use assay_kernel::{Actor, Role, Sessions, TypedId};
use assay_store::{Ms, PersonRecord, SessionRecord};
use jiff::SignedDuration;

use crate::{App, AppError};

/// A session ends after this many days, used or not.
pub const SESSION_DAYS: i64 = 14;
/// Use is noted at most this often: a note is a write.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(15);
/// More of a browser's name than this says nothing.
const USER_AGENT_CHARS_MAX: usize = 200;

/// Somebody signed in just now.
pub struct SignedIn {
    /// The cookie's value; only its hash is kept.
    pub token: String,
    /// The session.
    pub session: SessionRecord,
}

impl App {
    /// The session of a cookie; `None` where it is unknown or over.
    ///
    /// # Errors
    /// The store failed.
    pub async fn session(&self, token: &str) -> Result<Option<SessionRecord>, AppError> {
        if token.len() != 64 {
            return Ok(None);
        }
        let Some(session) = self.store.session(&hash(token)).await? else { return Ok(None) };
        let now = self.ms();
        if session.expires_at <= now {
            return Ok(None);
        }
        if now.duration_since(*session.seen_at) > SEEN_EVERY {
            // A note only: a request does not fail because it could not be made.
            if let Err(error) = self.store.session_seen(session.id, now).await {
                tracing::warn!(%error, "the use of a session could not be noted");
            }
        }
        Ok(Some(session))
    }

    pub(crate) async fn open_session(
        &self,
        person: &PersonRecord,
        user_agent: &str,
    ) -> Result<SignedIn, AppError> {
        let (token, csrf) = (self.secret(), self.secret());
        let now = self.ms();
        let end = now.saturating_add(SignedDuration::from_hours(24 * SESSION_DAYS)).unwrap_or(now.0);
        let session = SessionRecord {
            id: self.new_id(),
            person_id: person.id,
            csrf,
            user_agent: user_agent.chars().take(USER_AGENT_CHARS_MAX).collect(),
            created_at: now,
            seen_at: now,
            expires_at: Ms(end),
            name: person.name.clone(),
            email: person.email.clone(),
            role: person.role.clone(),
        };
        self.store.open_session(&session, &hash(&token)).await?;
        Ok(SignedIn { token, session })
    }

    /// The sessions of the person who asks, latest first.
    ///
    /// # Errors
    /// Not signed in, or the store failed.
    pub async fn my_sessions(&self, actor: &Actor) -> Result<Vec<SessionRecord>, AppError> {
        let person = crate::authorise(actor, crate::Action::ManageAccount, None)?;
        Ok(self.store.sessions_of(person).await?)
    }

    /// Ends a session of the person who asks.
    ///
    /// # Errors
    /// Not signed in, or the store failed.
    pub async fn end_session(&self, actor: &Actor, session: TypedId<Sessions>) -> Result<(), AppError> {
        let person = crate::authorise(actor, crate::Action::ManageAccount, None)?;
        Ok(self.store.end_session(session, person).await?)
    }

    /// 256 bits of chance as 64 hexadecimal digits.
    pub(crate) fn secret(&self) -> String {
        let mut bytes = [0; 32];
        self.chance.fill(&mut bytes);
        hex(&bytes)
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hash(token: &str) -> String {
    hex(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, token.as_bytes()).as_ref())
}

impl App {
    /// Who acts in a session.
    pub fn actor_of(session: &SessionRecord) -> Actor {
        Actor::Person { id: session.person_id, role: session.role() }
    }

    /// Whether somebody may see the team's pages.
    pub fn is_administrator(actor: &Actor) -> bool {
        matches!(actor, Actor::Person { role: Role::Administrator, .. })
    }
}
