//! People as the team lists them: found by name and address, filtered, in four orders.
//!
//! Which rows are a page's is decided by an index alone, and counted so; only a page's rows are read. The
//! search key begins with the folded name, so it is the order of names too: whatever the case, accents and
//! database.

use assay_kernel::{Persons, TypedId, identity::search_key};

use crate::{
    column::Ms,
    db::StoreError,
    store::Reads,
    table::{
        listed::{Between, Rows, containing},
        person::{PersonRecord, until},
    },
    unit::{Sql, SqlValue},
};

/// Whom a filter leaves. `$1` is what the key contains, `$2` and `$3` the span, `$4` the role at `$5`, `$6`
/// whether the address is confirmed, `$7` whether the account is closed; what is empty asks nothing.
macro_rules! left {
    ($age:literal) => {
        concat!(
            "($1 = '' OR i.search_key LIKE $1) AND ",
            $age,
            " >= $2 AND ",
            $age,
            " < $3 AND ($4 = '' OR ($4 = 'candidate') = (i.id NOT IN (SELECT g.person_id FROM grants g \
            WHERE g.withdrawn_at IS NULL AND g.from_at <= $5 AND (g.until_at IS NULL OR g.until_at > $5) \
            AND ($4 = 'candidate' OR $4 = 'team' OR g.role = $4)))) \
            AND ($6 = '' OR ($6 = 'no') = (i.id IN (SELECT u.person_id FROM addresses u \
            WHERE u.is_primary = 1 AND u.verified_at IS NULL))) \
            AND ($7 = '' OR ($7 = 'yes') = (i.id IN (SELECT c.id FROM persons c \
            WHERE c.closed_at IS NOT NULL)))"
        )
    };
}

macro_rules! page {
    ($age:literal, $found:literal, $order:literal, $and:literal) => {
        concat!(
            "SELECT p.id, COALESCE(a.address, p.email) AS email, p.name, p.password_hash, p.story, \
            p.created_at, a.verified_how, p.search_key, ",
            until!(),
            " FROM (SELECT i.id FROM persons AS i WHERE ",
            left!($age),
            $and,
            " ORDER BY ",
            $found,
            " LIMIT $8 OFFSET $9) AS found JOIN persons AS p ON p.id = found.id \
            LEFT JOIN addresses a ON a.person_id = p.id AND a.is_primary = 1 ORDER BY ",
            $order
        )
    };
}

// The sum keeps an order by name on the index of names: what is asked of the age is read there too.
const BY_NAME: Sql = Sql::named(
    "person.listed_by_name",
    page!("i.created_at + 0", "i.search_key, i.id", "p.search_key, p.id", ""),
);
const BY_NAME_BACK: Sql = Sql::named(
    "person.listed_by_name_back",
    page!("i.created_at + 0", "i.search_key DESC, i.id DESC", "p.search_key DESC, p.id DESC", ""),
);
const OLDEST: Sql =
    Sql::named("person.listed_oldest", page!("i.created_at", "i.created_at, i.id", "p.created_at, p.id", ""));
const NEWEST: Sql = Sql::named(
    "person.listed_newest",
    page!("i.created_at", "i.created_at DESC, i.id DESC", "p.created_at DESC, p.id DESC", ""),
);
const AFTER: Sql = Sql::named(
    "person.listed_after",
    page!(
        "i.created_at + 0",
        "i.search_key, i.id",
        "p.search_key, p.id",
        " AND i.search_key >= $10 AND (i.search_key > $10 OR i.id > $11)"
    ),
);
const COUNT: Sql = Sql::named(
    "person.listed_count",
    concat!("SELECT COUNT(*) FROM persons AS i WHERE ", left!("i.created_at")),
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[BY_NAME, BY_NAME_BACK, OLDEST, NEWEST, AFTER, COUNT];

/// Which people are asked for; what is empty or none asks nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonFilter {
    /// Their name or address contains it, whatever the case and accents.
    pub text: String,
    /// `team`, `candidate`, or a role's name.
    pub role: String,
    /// Whether somebody proved the address.
    pub confirmed: Option<bool>,
    /// Whether the account is closed.
    pub closed: Option<bool>,
    /// When they were added.
    pub added: Between,
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PeopleOrder {
    /// By name.
    #[default]
    Name,
    /// By name, the last first.
    NameBack,
    /// Whoever is here longest first.
    Oldest,
    /// Whoever came last first.
    Newest,
}

/// A person of the list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ListedPerson {
    /// The person.
    #[sqlx(flatten)]
    pub person: PersonRecord,
    search_key: Option<String>,
}

impl ListedPerson {
    /// Their place in the list by name.
    pub fn place(&self) -> PersonPlace {
        (self.search_key.clone().unwrap_or_default(), self.person.id)
    }
}

/// A place in the list of people by name.
pub type PersonPlace = (String, TypedId<Persons>);

impl PersonFilter {
    fn values(&self, now: Ms) -> [SqlValue; 7] {
        let (from, before) = self.added.values();
        let word = |asked: Option<bool>| asked.map_or("", |asked| if asked { "yes" } else { "no" });
        let (confirmed, closed) = (word(self.confirmed).into(), word(self.closed).into());
        let text = containing(&search_key(&self.text, ""));
        [text, from, before, (&self.role).into(), now.into(), confirmed, closed]
    }
}

impl Reads {
    /// A page of the people that a filter leaves.
    ///
    /// # Errors
    /// The database failed.
    pub async fn people_listed(
        &self,
        filter: &PersonFilter,
        order: PeopleOrder,
        rows: Rows,
        now: Ms,
    ) -> Result<Vec<ListedPerson>, StoreError> {
        let sql = match order {
            PeopleOrder::Name => BY_NAME,
            PeopleOrder::NameBack => BY_NAME_BACK,
            PeopleOrder::Oldest => OLDEST,
            PeopleOrder::Newest => NEWEST,
        };
        let [text, from, before, role, now, confirmed, closed] = filter.values(now);
        let (limit, offset) = (rows.limit.into(), rows.offset.into());
        self.all(sql, [text, from, before, role, now, confirmed, closed, limit, offset]).await
    }

    /// The people that a filter leaves after a place, by name.
    ///
    /// # Errors
    /// The database failed.
    pub async fn people_listed_after(
        &self,
        filter: &PersonFilter,
        after: Option<&PersonPlace>,
        limit: i64,
        now: Ms,
    ) -> Result<Vec<ListedPerson>, StoreError> {
        let [text, from, before, role, now, confirmed, closed] = filter.values(now);
        let (key, id) = after.map(|(key, id)| (key.clone(), id.to_string())).unwrap_or_default();
        let (limit, offset) = (limit.into(), 0_i64.into());
        let (key, id) = (key.into(), id.into());
        self.all(AFTER, [text, from, before, role, now, confirmed, closed, limit, offset, key, id]).await
    }

    /// How many people a filter leaves.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count_people_listed(&self, filter: &PersonFilter, now: Ms) -> Result<i64, StoreError> {
        let (count,): (i64,) = self.one(COUNT, filter.values(now)).await?;
        Ok(count)
    }
}
