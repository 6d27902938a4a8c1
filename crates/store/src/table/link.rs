//! One-time links that verify an address.

use assay_kernel::{Persons, TypedId};

use crate::{
    column::Ms,
    db::StoreError,
    store::Reads,
    unit::{Sql, Statement},
};

const LINK: Sql = Sql::named(
    "link.by_token",
    "SELECT person_id, address, made_by, made_at, ends_at, used_at FROM links \
    WHERE token_hash = $1 AND purpose = 'claim'",
);
const LINKS_OF: Sql = Sql::named(
    "link.of_person",
    "SELECT l.person_id, l.address, l.made_by, l.made_at, l.ends_at, l.used_at, \
    p.name AS maker_name FROM links AS l LEFT JOIN persons AS p ON p.id = l.made_by \
    WHERE l.person_id = $1 ORDER BY l.made_at DESC LIMIT 20",
);
const END_LINKS: Sql = Sql::named(
    "link.earlier_ended",
    "UPDATE links SET ends_at = $2 WHERE person_id = $1 AND used_at IS NULL AND ends_at > $2",
);
const MAKE_LINK: Sql = Sql::named(
    "link.made",
    "INSERT INTO links \
    (token_hash, purpose, person_id, address, made_by, made_at, ends_at) \
    VALUES ($1, 'claim', $2, $3, $4, $5, $6)",
);
// Two that press the button at once: the second touches no row and is refused.
const USE_LINK: Sql = Sql::named(
    "link.used",
    "UPDATE links SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND ends_at > $2",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[LINK, LINKS_OF, END_LINKS, MAKE_LINK, USE_LINK];

/// A one-time link as stored; its token is only in the link.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct LinkRecord {
    /// Whom it lets in.
    #[sqlx(try_from = "String")]
    pub person_id: TypedId<Persons>,
    /// The address that it verifies.
    pub address: String,
    /// An administrator's id, or `command line`.
    pub made_by: String,
    /// When.
    pub made_at: Ms,
    /// Until when it can be used.
    pub ends_at: Ms,
    /// When it was used.
    pub used_at: Option<Ms>,
}

/// A link of a person's list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct NamedLink {
    /// The link.
    #[sqlx(flatten)]
    pub link: LinkRecord,
    /// How whoever made it is called; none where that is nobody on record.
    pub maker_name: Option<String>,
}

/// A link to be made.
#[derive(Clone, Debug)]
pub struct NewLink {
    /// SHA-256 of the token.
    pub token_hash: String,
    /// Whom it lets in.
    pub person: TypedId<Persons>,
    /// The address that it verifies.
    pub address: String,
    /// An administrator's id, or `command line`.
    pub made_by: String,
    /// Now.
    pub made_at: Ms,
    /// Until when it can be used.
    pub ends_at: Ms,
}

/// The person's earlier links end.
pub fn earlier_ended(person: TypedId<Persons>, at: Ms) -> Statement {
    END_LINKS.with([person.into(), at.into()])
}

/// A link is made.
pub fn made(link: &NewLink) -> Statement {
    MAKE_LINK.with([
        (&link.token_hash).into(),
        link.person.into(),
        (&link.address).into(),
        (&link.made_by).into(),
        link.made_at.into(),
        link.ends_at.into(),
    ])
}

/// A link is used; it must be unused and not ended.
pub fn used(token_hash: &str, at: Ms) -> Statement {
    USE_LINK.must([token_hash.into(), at.into()])
}

impl Reads {
    /// The link of a token's hash; used and ended ones too.
    ///
    /// # Errors
    /// The database failed.
    pub async fn link(&self, token_hash: &str) -> Result<Option<LinkRecord>, StoreError> {
        self.maybe(LINK, [token_hash.into()]).await
    }

    /// The links that were made for a person, latest first, with the names of who made them.
    ///
    /// # Errors
    /// The database failed.
    pub async fn links_of(&self, person: TypedId<Persons>) -> Result<Vec<NamedLink>, StoreError> {
        self.all(LINKS_OF, [person.into()]).await
    }
}
