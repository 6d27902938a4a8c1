//! Signed-in browsers: a random token in a cookie, its hash in the store, listed and revocable.

use assay_kernel::{Roles, SessionId};
use assay_store::{Ms, PersonRecord, SessionRecord, StoreError, Unit, statement::session};
use data_encoding::HEXLOWER;
use jiff::SignedDuration;

use super::{
    Accounts,
    caller::{Caller, Session, SignedIn},
    closing::is_closed,
    device::Devices,
    rules::{Enter, ManageOwn},
};
use crate::{AppError, Asking, permit::Permit};

/// A session ends after this many days, used or not.
pub const SESSION_DAYS: i64 = 14;
/// Use is noted at most this often: a note is a write.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(15);
/// More of a browser's name than this says nothing.
const USER_AGENT_CHARS_MAX: usize = 200;

impl Accounts {
    /// The session of a cookie; `None` where it is unknown or over.
    ///
    /// # Errors
    /// The store failed.
    pub async fn session(&self, asking: &Asking, token: &str) -> Result<Option<Session>, AppError> {
        Ok(self.record_of(asking, token).await?.map(Session::from))
    }

    async fn record_of(&self, asking: &Asking, token: &str) -> Result<Option<SessionRecord>, AppError> {
        if token.len() != 64 {
            return Ok(None);
        }
        let permit = asking.permit::<Enter>()?;
        let store = self.shelf.under(&permit);
        let Some(found) = store.session(&hash(token), asking.ms()).await? else { return Ok(None) };
        let now = asking.ms();
        if found.expires_at <= now {
            return Ok(None);
        }
        if now.duration_since(*found.seen_at) > SEEN_EVERY {
            // A note only: a request does not fail because it could not be made.
            if let Err(error) = self.shelf.commit(permit, session::seen(found.id, now)).await {
                tracing::warn!(%error, "the use of a session could not be noted");
            }
        }
        Ok(Some(found))
    }

    /// The same for a cookie under the name of before, which a neighbouring host could set: only for sessions
    /// that are older than the other name.
    ///
    /// # Errors
    /// The store failed.
    pub async fn session_of_before(&self, asking: &Asking, token: &str) -> Result<Option<Session>, AppError> {
        let session = self.record_of(asking, token).await?;
        let session = session.filter(|session| session.created_at < self.host_cookie_since);
        Ok(session.map(Session::from))
    }

    pub(super) async fn open_session(
        &self,
        asking: &Asking,
        permit: Permit<Enter>,
        person: &PersonRecord,
        caller: Caller<'_>,
    ) -> Result<SignedIn, AppError> {
        // Every way in leads here, by whatever a person proved who they are.
        if person.is_closed() {
            return Err(is_closed(asking));
        }
        let (token, csrf) = (self.secret(), self.secret());
        let now = asking.ms();
        let end = now.saturating_add(SignedDuration::from_hours(24 * SESSION_DAYS)).unwrap_or(now.0);
        let new = SessionRecord {
            id: self.mint.id(asking.at),
            person_id: person.id,
            csrf,
            user_agent: caller.user_agent.chars().take(USER_AGENT_CHARS_MAX).collect(),
            created_at: now,
            seen_at: now,
            expires_at: Ms(end),
            name: person.name.clone(),
            email: person.email.clone(),
            roles: Roles::NONE,
            unread: 0,
        };
        // Those that are over are swept out; signing in again leaves no session of this browser behind (F23).
        let mut unit = Unit::from(session::swept(now));
        unit.extend(caller.former.map(session::replaced));
        unit.run(session::opened(&new, &hash(&token)));
        self.shelf.commit(permit, unit).await?;
        let known = self.devices.of(caller.device, std::slice::from_ref(person));
        let name = known.map(|(name, _)| name.to_owned());
        let name = name.unwrap_or_else(|| Devices::new_name(&self.mint));
        // Read back with the roles of now: they decide where the person comes first.
        let permit = asking.permit::<Enter>()?;
        let kept = self.shelf.under(&permit).session(&hash(&token), now).await?.unwrap_or(new);
        Ok(SignedIn { token, session: kept.into(), device: self.devices.cookie(person.id, &name) })
    }

    /// Signs in as a demonstration person.
    ///
    /// # Errors
    /// The store failed.
    pub(crate) async fn sign_in_by_click(
        &self,
        asking: &Asking,
        person: &PersonRecord,
        caller: Caller<'_>,
    ) -> Result<SignedIn, AppError> {
        let permit = asking.permit::<Enter>()?;
        self.open_session(asking, permit, person, caller).await
    }

    /// The sessions of the person who asks, latest first.
    ///
    /// # Errors
    /// Not signed in, or the store failed.
    pub async fn my_sessions(&self, asking: &Asking) -> Result<Vec<Session>, AppError> {
        let permit = asking.permit::<ManageOwn>()?;
        let sessions = self.shelf.under(&permit).sessions_of(asking.person()?).await?;
        Ok(sessions.into_iter().map(Session::from).collect())
    }

    /// Ends a session of the person who asks.
    ///
    /// # Errors
    /// Not signed in, `NotFound` where it is nobody's or somebody else's, or the store failed.
    pub async fn end_session(&self, asking: &Asking, id: SessionId) -> Result<(), AppError> {
        let permit = asking.permit::<ManageOwn>()?;
        match self.shelf.commit(permit, session::ended(id, asking.person()?)).await {
            Err(StoreError::Conflict(_)) => Err(AppError::NotFound),
            other => Ok(other?),
        }
    }

    /// 256 bits of chance as 64 hexadecimal digits.
    pub(super) fn secret(&self) -> String {
        HEXLOWER.encode(&self.mint.bytes::<32>())
    }
}

pub(crate) fn hash(token: &str) -> String {
    HEXLOWER.encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, token.as_bytes()).as_ref())
}
