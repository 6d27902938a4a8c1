//! Credentials as the team lists them: by certification, by what their latest edition says, and by its end.

use assay_kernel::{Date, identity::search_key};

use crate::{
    column::Day,
    db::StoreError,
    store::Reads,
    table::{
        credential::{CredentialPlace, CredentialRecord},
        listed::{Rows, containing},
        place,
    },
    unit::{Sql, SqlValue},
};

/// Which a filter leaves: of the certification `$1`, in the state `$2` on the day `$6`, whose latest edition
/// ends from the day `$3` to `$4`, of somebody whose key contains `$5`; what is empty asks nothing.
macro_rules! left {
    () => {
        "($1 = '' OR i.certification = $1) \
        AND ($3 = '' OR (SELECT v.valid_until FROM credential_versions AS v \
        WHERE v.credential_id = i.id AND v.published_at IS NOT NULL \
        ORDER BY v.version DESC LIMIT 1) BETWEEN $3 AND $4) \
        AND ($5 = '' OR i.person_id IN (SELECT k.id FROM persons AS k WHERE k.search_key LIKE $5)) \
        AND ($2 = '' OR $2 = CASE WHEN NOT EXISTS (SELECT 1 FROM credential_versions AS v \
        WHERE v.credential_id = i.id AND v.published_at IS NOT NULL) THEN 'being-issued' \
        WHEN EXISTS (SELECT 1 FROM status_entries AS e WHERE e.credential_id = i.id \
        AND e.taken_back_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM status_entries AS n \
        WHERE n.credential_id = e.credential_id AND n.version > e.version)) THEN 'withdrawn' \
        WHEN (SELECT v.valid_until FROM credential_versions AS v WHERE v.credential_id = i.id \
        AND v.published_at IS NOT NULL ORDER BY v.version DESC LIMIT 1) < $6 THEN 'over' \
        ELSE 'valid' END)"
    };
}

macro_rules! page {
    ($and:literal, $found:literal, $order:literal) => {
        concat!(
            "SELECT c.id, c.person_id, c.certification, c.earned_on, c.created_at, p.name AS person_name, \
            COALESCE(a.address, p.email) AS person_address, \
            (SELECT MAX(v.version) FROM credential_versions AS v \
            WHERE v.credential_id = c.id AND v.published_at IS NOT NULL) AS published_version \
            FROM (SELECT i.id FROM credentials AS i WHERE ",
            left!(),
            $and,
            " ORDER BY ",
            $found,
            " LIMIT $7 OFFSET $8) AS found JOIN credentials AS c ON c.id = found.id \
            LEFT JOIN persons AS p ON p.id = c.person_id \
            LEFT JOIN addresses AS a ON a.person_id = p.id AND a.is_primary = 1 ORDER BY ",
            $order
        )
    };
}

const LATEST: Sql =
    Sql::named("credential.listed", page!("", "i.created_at DESC, i.id", "c.created_at DESC, c.id"));
const AFTER: Sql = Sql::named(
    "credential.listed_after",
    page!(
        " AND i.created_at <= $9 AND (i.created_at < $9 OR i.id > $10)",
        "i.created_at DESC, i.id",
        "c.created_at DESC, c.id"
    ),
);
const COUNT: Sql =
    Sql::named("credential.listed_count", concat!("SELECT COUNT(*) FROM credentials AS i WHERE ", left!()));

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[LATEST, AFTER, COUNT];

/// Which credentials are asked for; what is empty or none asks nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialFilter {
    /// Of this certification.
    pub certification: String,
    /// What the latest edition says: `valid`, `over`, `withdrawn` or `being-issued`.
    pub state: String,
    /// It ends on this day or later.
    pub from: Option<Date>,
    /// It ends on this day or before.
    pub until: Option<Date>,
    /// Its holder's name or address contains it, whatever the case and accents.
    pub text: String,
    /// The day of the question.
    pub today: Date,
}

/// A credential of the team's list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ListedCredential {
    /// The credential.
    #[sqlx(flatten)]
    pub credential: CredentialRecord,
    /// How its holder is called.
    #[sqlx(rename = "person_name")]
    pub name: Option<String>,
    /// Their address.
    #[sqlx(rename = "person_address")]
    pub address: Option<String>,
    /// Its latest edition that is published.
    pub published_version: Option<i64>,
}

impl ListedCredential {
    /// Its place in the list.
    pub fn place(&self) -> CredentialPlace {
        (self.credential.created_at, self.credential.id)
    }
}

impl CredentialFilter {
    /// Everything there is.
    pub fn all(today: Date) -> CredentialFilter {
        let none = String::new;
        CredentialFilter {
            certification: none(),
            state: none(),
            from: None,
            until: None,
            text: none(),
            today,
        }
    }

    fn values(&self) -> [SqlValue; 6] {
        let asks = self.from.is_some() || self.until.is_some();
        let day = |day: Option<Date>, none: &str| match (day, asks) {
            (Some(day), _) => day.to_string(),
            (None, true) => none.to_owned(),
            (None, false) => String::new(),
        };
        [
            (&self.certification).into(),
            (&self.state).into(),
            day(self.from, "0000-01-01").into(),
            day(self.until, "9999-12-31").into(),
            containing(&search_key(&self.text, "")),
            Day(self.today).into(),
        ]
    }
}

impl Reads {
    /// A page of the credentials that a filter leaves, the latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn credentials_listed(
        &self,
        filter: &CredentialFilter,
        rows: Rows,
    ) -> Result<Vec<ListedCredential>, StoreError> {
        let [certification, state, from, until, text, today] = filter.values();
        let (limit, offset) = (rows.limit.into(), rows.offset.into());
        self.all(LATEST, [certification, state, from, until, text, today, limit, offset]).await
    }

    /// The credentials that a filter leaves after a place, the latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn credentials_listed_after(
        &self,
        filter: &CredentialFilter,
        after: Option<CredentialPlace>,
        limit: i64,
    ) -> Result<Vec<ListedCredential>, StoreError> {
        let [certification, state, from, until, text, today] = filter.values();
        let ((at, id), none) = (place::latest(after), 0_i64.into());
        let values = [certification, state, from, until, text, today, limit.into(), none, at, id];
        self.all(AFTER, values).await
    }

    /// How many credentials a filter leaves.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count_credentials_listed(&self, filter: &CredentialFilter) -> Result<i64, StoreError> {
        let (count,): (i64,) = self.one(COUNT, filter.values()).await?;
        Ok(count)
    }
}
