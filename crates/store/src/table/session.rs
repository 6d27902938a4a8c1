//! Signed-in browsers.

use assay_kernel::{Persons, Role, Roles, Sessions, TypedId};

use crate::{
    column::Ms,
    db::StoreError,
    store::Reads,
    unit::{Sql, Statement},
};

// A row for each role in force now: one that was withdrawn is gone with the next request. A closed account
// has no session, whenever it was opened. New messages are counted as far as a page says their number.
const SESSION: Sql = Sql::named(
    "session.by_token",
    "SELECT s.id, s.person_id, s.csrf, s.user_agent, s.created_at, s.seen_at, \
    s.expires_at, p.name, COALESCE(a.address, p.email) AS email, g.role AS granted, \
    (SELECT COUNT(*) FROM (SELECT 1 FROM messages m WHERE m.person_id = p.id \
    AND m.created_at > COALESCE(p.messages_seen_at, -1) LIMIT 10) unseen) AS unread FROM sessions s \
    JOIN persons p ON p.id = s.person_id AND p.closed_at IS NULL \
    LEFT JOIN addresses a ON a.person_id = p.id AND a.is_primary = 1 \
    LEFT JOIN grants g ON g.person_id = p.id AND g.scope_kind = 'all' AND g.withdrawn_at IS NULL \
    AND g.from_at <= $2 AND (g.until_at IS NULL OR g.until_at > $2) WHERE s.token_hash = $1 LIMIT 50",
);
const SESSIONS_OF: Sql = Sql::named(
    "session.of_person",
    "SELECT s.id, s.person_id, s.csrf, s.user_agent, s.created_at, s.seen_at, \
    s.expires_at, p.name, COALESCE(a.address, p.email) AS email FROM sessions s \
    JOIN persons p ON p.id = s.person_id \
    LEFT JOIN addresses a ON a.person_id = p.id AND a.is_primary = 1 \
    WHERE s.person_id = $1 ORDER BY s.seen_at DESC LIMIT 50",
);
const OPEN_SESSION: Sql = Sql::named(
    "session.opened",
    "INSERT INTO sessions \
    (id, token_hash, person_id, csrf, user_agent, created_at, seen_at, expires_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
);
const SEEN: Sql = Sql::named("session.seen", "UPDATE sessions SET seen_at = $2 WHERE id = $1");
const REPLACE: Sql = Sql::named("session.replaced", "DELETE FROM sessions WHERE id = $1");
const REVOKE: Sql = Sql::named("session.ended", "DELETE FROM sessions WHERE id = $1 AND person_id = $2");
const SWEEP: Sql = Sql::named("session.swept", "DELETE FROM sessions WHERE expires_at < $1");
pub(crate) const REVOKE_ALL: Sql =
    Sql::named("session.all_ended", "DELETE FROM sessions WHERE person_id = $1");

#[cfg(test)]
pub(crate) const SQL: &[Sql] =
    &[SESSION, SESSIONS_OF, OPEN_SESSION, SEEN, REPLACE, REVOKE, SWEEP, REVOKE_ALL];

/// A signed-in browser with its person.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SessionRecord {
    /// Public id, for the list of devices.
    #[sqlx(try_from = "String")]
    pub id: TypedId<Sessions>,
    /// Whose.
    #[sqlx(try_from = "String")]
    pub person_id: TypedId<Persons>,
    /// What forms of this session must carry.
    pub csrf: String,
    /// What the browser said of itself.
    pub user_agent: String,
    /// Signed in.
    pub created_at: Ms,
    /// Last request (to the quarter of an hour).
    pub seen_at: Ms,
    /// End.
    pub expires_at: Ms,
    /// The person's name.
    pub name: String,
    /// The person's address.
    pub email: String,
    /// The person's roles at the moment of asking; none in a list of sessions.
    #[sqlx(skip)]
    pub roles: Roles,
    /// New messages at the moment of asking, up to ten; none in a list of sessions.
    #[sqlx(skip)]
    pub unread: u16,
}

/// A session beside one of its person's roles.
#[derive(sqlx::FromRow)]
struct RoleRow {
    #[sqlx(flatten)]
    session: SessionRecord,
    granted: Option<String>,
    unread: i64,
}

/// A session is opened.
pub fn opened(session: &SessionRecord, token_hash: &str) -> Statement {
    OPEN_SESSION.with([
        session.id.into(),
        token_hash.into(),
        session.person_id.into(),
        (&session.csrf).into(),
        (&session.user_agent).into(),
        session.created_at.into(),
        session.seen_at.into(),
        session.expires_at.into(),
    ])
}

/// A session was used.
pub fn seen(id: TypedId<Sessions>, at: Ms) -> Statement {
    SEEN.with([id.into(), at.into()])
}

/// The browser's former session gives place to another one; it may be gone already.
pub fn replaced(former: TypedId<Sessions>) -> Statement {
    REPLACE.with([former.into()])
}

/// A person ends a session of theirs; there must be such a one.
pub fn ended(id: TypedId<Sessions>, person: TypedId<Persons>) -> Statement {
    REVOKE.must([id.into(), person.into()])
}

/// Every session of a person ends.
pub fn all_ended(person: TypedId<Persons>) -> Statement {
    REVOKE_ALL.with([person.into()])
}

/// Sessions that have expired before an instant are swept out.
pub fn swept(before: Ms) -> Statement {
    SWEEP.with([before.into()])
}

impl Reads {
    /// The session of a token's hash, with its person and their roles now; expired ones too.
    ///
    /// # Errors
    /// The database failed.
    pub async fn session(&self, token_hash: &str, now: Ms) -> Result<Option<SessionRecord>, StoreError> {
        let rows: Vec<RoleRow> = self.all(SESSION, [token_hash.into(), now.into()]).await?;
        // A role that this release does not know lets nobody do anything here.
        let roles = rows.iter().filter_map(|row| Role::parse(row.granted.as_deref()?)).collect();
        Ok(rows.into_iter().next().map(|row| {
            let unread = u16::try_from(row.unread).unwrap_or(u16::MAX);
            SessionRecord { roles, unread, ..row.session }
        }))
    }

    /// A person's sessions, latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sessions_of(&self, person: TypedId<Persons>) -> Result<Vec<SessionRecord>, StoreError> {
        self.all(SESSIONS_OF, [person.into()]).await
    }
}
