//! Signed-in browsers: a random token in a cookie, its hash in the store, listed and revocable.

use assay_kernel::{Actor, Role, Sessions, TypedId};
use assay_store::{Ms, PersonRecord, SessionRecord, Store, StoreError};
use jiff::SignedDuration;

use crate::{App, AppError, Caller, device::Devices};

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
    /// The value of the cookie that knows this browser again; it lets nobody in.
    pub device: String,
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

    /// The same for a cookie under the name of before, which a neighbouring host could set: only for sessions
    /// that are older than the other name.
    ///
    /// # Errors
    /// The store failed.
    pub async fn session_of_before(&self, token: &str) -> Result<Option<SessionRecord>, AppError> {
        let session = self.session(token).await?;
        Ok(session.filter(|session| session.created_at < self.host_cookie_since))
    }

    pub(crate) async fn open_session(
        &self,
        person: &PersonRecord,
        caller: Caller<'_>,
    ) -> Result<SignedIn, AppError> {
        let (token, csrf) = (self.secret(), self.secret());
        let now = self.ms();
        let end = now.saturating_add(SignedDuration::from_hours(24 * SESSION_DAYS)).unwrap_or(now.0);
        let session = SessionRecord {
            id: self.new_id(),
            person_id: person.id,
            csrf,
            user_agent: caller.user_agent.chars().take(USER_AGENT_CHARS_MAX).collect(),
            created_at: now,
            seen_at: now,
            expires_at: Ms(end),
            name: person.name.clone(),
            email: person.email.clone(),
            role: person.role.clone(),
        };
        // Signing in again leaves no session of this browser behind (F23).
        self.store.open_session(&session, &hash(&token), caller.former).await?;
        let known = self.devices.of(caller.device, std::slice::from_ref(person));
        let name = known.map(|(name, _)| name.to_owned());
        let name = name.unwrap_or_else(|| Devices::new_name(self.chance.as_ref()));
        Ok(SignedIn { token, session, device: self.devices.cookie(person.id, &name) })
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
    /// Not signed in, `NotFound` where it is nobody's or somebody else's, or the store failed.
    pub async fn end_session(&self, actor: &Actor, session: TypedId<Sessions>) -> Result<(), AppError> {
        let person = crate::authorise(actor, crate::Action::ManageAccount, None)?;
        match self.store.end_session(session, person).await {
            Err(StoreError::Conflict(_)) => Err(AppError::NotFound),
            other => Ok(other?),
        }
    }

    /// 256 bits of chance as 64 hexadecimal digits.
    pub(crate) fn secret(&self) -> String {
        let mut bytes = [0; 32];
        self.chance.fill(&mut bytes);
        hex(&bytes)
    }
}

/// Since when this installation names its cookies so that no neighbouring host can set them.
pub(crate) async fn host_cookie_since(store: &Store, now: Ms) -> Result<Ms, AppError> {
    const SETTING: &str = "host_cookie_since";
    let stored = store.setting(SETTING).await?.and_then(|text| text.parse::<i64>().ok());
    match stored {
        Some(at) => Ok(Ms::try_from(at)?),
        None => {
            store.set_setting(SETTING, &now.as_millisecond().to_string()).await?;
            Ok(now)
        }
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

pub(crate) fn hash(token: &str) -> String {
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
