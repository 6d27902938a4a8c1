//! One-time links that verify an address.

use assay_kernel::{Persons, TypedId};

use crate::{
    column::{Ms, words},
    db::StoreError,
    store::Reads,
    unit::{Sql, Statement},
};

const LINK: Sql = Sql::named(
    "link.by_token",
    "SELECT purpose, person_id, address, made_by, made_at, ends_at, used_at FROM links \
    WHERE token_hash = $1",
);
const LINKS_OF: Sql = Sql::named(
    "link.of_person",
    "SELECT l.purpose, l.person_id, l.address, l.made_by, l.made_at, l.ends_at, l.used_at, \
    p.name AS maker_name FROM links AS l LEFT JOIN persons AS p ON p.id = l.made_by \
    WHERE l.person_id = $1 ORDER BY l.made_at DESC LIMIT 20",
);
const END_LINKS: Sql = Sql::named(
    "link.earlier_ended",
    "UPDATE links SET ends_at = $2 WHERE person_id = $1 AND used_at IS NULL AND ends_at > $2",
);
const END_OTHERS: Sql = Sql::named(
    "link.others_ended",
    "UPDATE links SET ends_at = $3 WHERE person_id = $1 AND purpose = $2 AND used_at IS NULL \
    AND ends_at > $3 AND COALESCE(mail_id, '') <> $4",
);
const USED_OF_MAIL: Sql = Sql::named(
    "link.used_of_mail",
    "SELECT COUNT(*) FROM links WHERE person_id = $1 AND mail_id = $2 AND used_at IS NOT NULL",
);
const MAKE_LINK: Sql = Sql::named(
    "link.made",
    "INSERT INTO links \
    (token_hash, purpose, person_id, address, made_by, made_at, ends_at, mail_id) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
);
// Two that press the button at once: the second touches no row and is refused.
const USE_LINK: Sql = Sql::named(
    "link.used",
    "UPDATE links SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND ends_at > $2",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[LINK, LINKS_OF, END_LINKS, END_OTHERS, USED_OF_MAIL, MAKE_LINK, USE_LINK];

/// No mail is called so.
const NO_MAIL: &str = "-";

words! {
    /// What a link is for.
    pub enum LinkPurpose in "links.purpose" {
        /// Proving an address, and with it coming into one's record.
        Claim = "claim",
        /// Choosing another password.
        NewPassword = "new-password",
        /// Signing in once.
        SignIn = "sign-in",
        /// Proving the address that takes the place of the present one.
        NewAddress = "new-address",
    }
}

/// A one-time link as stored; its token is only in the link.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct LinkRecord {
    /// What for.
    pub purpose: LinkPurpose,
    /// Whom it lets in.
    #[sqlx(try_from = "String")]
    pub person_id: TypedId<Persons>,
    /// The address that it verifies.
    pub address: String,
    /// An administrator's id, `command line`, or `mail`.
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
    /// What for.
    pub purpose: LinkPurpose,
    /// Whom it lets in.
    pub person: TypedId<Persons>,
    /// The address that it verifies.
    pub address: String,
    /// An administrator's id, `command line`, or `mail`.
    pub made_by: String,
    /// Now.
    pub made_at: Ms,
    /// Until when it can be used.
    pub ends_at: Ms,
    /// The mail that it goes out with; none where it is handed over.
    pub mail: Option<String>,
}

/// The person's earlier links end.
pub fn earlier_ended(person: TypedId<Persons>, at: Ms) -> Statement {
    END_LINKS.with([person.into(), at.into()])
}

/// The person's links for one purpose end, but those of one mail.
pub fn others_ended(person: TypedId<Persons>, purpose: LinkPurpose, mail: Option<&str>, at: Ms) -> Statement {
    END_OTHERS.with([person.into(), purpose.as_str().into(), at.into(), mail.unwrap_or(NO_MAIL).into()])
}

/// A link is made.
pub fn made(link: &NewLink) -> Statement {
    MAKE_LINK.with([
        (&link.token_hash).into(),
        link.purpose.as_str().into(),
        link.person.into(),
        (&link.address).into(),
        (&link.made_by).into(),
        link.made_at.into(),
        link.ends_at.into(),
        (&link.mail).into(),
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

    /// Whether a link of a mail to a person was used.
    ///
    /// # Errors
    /// The database failed.
    pub async fn mail_was_used(&self, person: TypedId<Persons>, mail: &str) -> Result<bool, StoreError> {
        let (used,): (i64,) = self.one(USED_OF_MAIL, [person.into(), mail.into()]).await?;
        Ok(used > 0)
    }

    /// The links that were made for a person, latest first, with the names of who made them.
    ///
    /// # Errors
    /// The database failed.
    pub async fn links_of(&self, person: TypedId<Persons>) -> Result<Vec<NamedLink>, StoreError> {
        self.all(LINKS_OF, [person.into()]).await
    }
}
