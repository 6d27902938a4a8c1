//! Who comes, from where, and the session in which they stay.

use std::net::IpAddr;

use assay_kernel::{Actor, Instant, PersonId, SessionId};
use assay_store::SessionRecord;

/// Where a request comes from.
#[derive(Clone, Copy, Debug)]
pub struct Caller<'a> {
    /// What the browser says of itself.
    pub user_agent: &'a str,
    /// Its address.
    pub address: IpAddr,
    /// The cookie of a browser that signed in before; empty where there is none.
    pub device: &'a str,
    /// The session that this browser has; another one takes its place.
    pub former: Option<SessionId>,
}

impl<'a> From<&'a str> for Caller<'a> {
    fn from(user_agent: &'a str) -> Self {
        Caller { user_agent, address: IpAddr::from([0, 0, 0, 0]), device: "", former: None }
    }
}

/// Somebody signed in just now.
pub struct SignedIn {
    /// The cookie's value; only its hash is kept.
    pub token: String,
    /// The session.
    pub session: Session,
    /// The value of the cookie that knows this browser again; it lets nobody in.
    pub device: String,
}

/// A signed-in browser with its person.
#[derive(Clone, Debug)]
pub struct Session {
    /// Id.
    pub id: SessionId,
    person: PersonId,
    /// Who is signed in, in which role.
    pub actor: Actor,
    /// The token that this session's forms carry.
    pub csrf: String,
    /// What the browser said of itself.
    pub user_agent: String,
    /// When it began.
    pub created_at: Instant,
    /// When it was last used.
    pub seen_at: Instant,
    /// When it ends, used or not.
    pub expires_at: Instant,
    /// The person's name.
    pub name: String,
    /// The person's address.
    pub email: String,
    /// Messages that they have not seen, up to ten.
    pub unread: u16,
}

impl Session {
    /// Whose it is.
    pub fn person(&self) -> PersonId {
        self.person
    }
}

impl From<SessionRecord> for Session {
    fn from(record: SessionRecord) -> Self {
        Session {
            id: record.id,
            person: record.person_id,
            actor: Actor::Person { id: record.person_id, roles: record.roles },
            csrf: record.csrf,
            user_agent: record.user_agent,
            created_at: record.created_at.0,
            seen_at: record.seen_at.0,
            expires_at: record.expires_at.0,
            name: record.name,
            email: record.email,
            unread: record.unread,
        }
    }
}
