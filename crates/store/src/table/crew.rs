//! Crews: who leads one, who is in it, and what each of them shows since when.

use assay_kernel::{CrewMembers, Crews, Persons, TypedId};

use crate::{
    column::{Flag, Ms},
    db::StoreError,
    store::Reads,
    unit::{Sql, Statement},
};

/// The columns of a crew.
macro_rules! columns {
    () => {
        "c.id, c.name, c.lead_id, c.made_at, c.ended_at, p.name AS lead_name"
    };
}
/// The columns of a member; whoever closed their account is in no crew.
macro_rules! member {
    () => {
        "m.id, m.crew_id, m.person_id, m.address, m.joined_at, p.name, c.name AS crew_name, \
        l.name AS lead_name FROM crew_members AS m JOIN persons AS p ON p.id = m.person_id \
        JOIN crews AS c ON c.id = m.crew_id JOIN persons AS l ON l.id = c.lead_id \
        WHERE m.left_at IS NULL AND c.ended_at IS NULL AND p.closed_at IS NULL "
    };
}

const BY_ID: Sql = Sql::named(
    "crew.by_id",
    concat!(
        "SELECT ",
        columns!(),
        " FROM crews AS c JOIN persons AS p ON p.id = c.lead_id WHERE c.id = $1 AND c.ended_at IS NULL"
    ),
);
const LED_BY: Sql = Sql::named(
    "crew.led_by",
    concat!(
        "SELECT ",
        columns!(),
        " FROM crews AS c JOIN persons AS p ON p.id = c.lead_id \
        WHERE c.lead_id = $1 AND c.ended_at IS NULL ORDER BY c.made_at, c.id LIMIT 100"
    ),
);
const BEGIN: Sql = Sql::named(
    "crew.begun",
    "INSERT INTO crews (id, name, lead_id, made_at) SELECT $1, $2, $3, CAST($4 AS BIGINT) \
    WHERE (SELECT COUNT(*) FROM crews WHERE lead_id = $3 AND ended_at IS NULL) < CAST($5 AS BIGINT)",
);
const END: Sql =
    Sql::named("crew.ended", "UPDATE crews SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL");
const MEMBER: Sql = Sql::named("crew.member", concat!("SELECT ", member!(), "AND m.id = $1"));
const MEMBERS: Sql = Sql::named(
    "crew.members",
    concat!("SELECT ", member!(), "AND m.crew_id = $1 ORDER BY p.name, m.id LIMIT 1000"),
);
const MEMBERSHIPS: Sql = Sql::named(
    "crew.memberships",
    concat!("SELECT ", member!(), "AND m.person_id = $1 ORDER BY m.joined_at, m.id LIMIT 100"),
);
const JOIN: Sql = Sql::named(
    "crew.joined",
    "INSERT INTO crew_members (id, crew_id, person_id, address, joined_at) VALUES ($1, $2, $3, $4, $5)",
);
const LEAVE: Sql =
    Sql::named("crew.left", "UPDATE crew_members SET left_at = $2 WHERE id = $1 AND left_at IS NULL");
const SHARES: Sql = Sql::named(
    "crew.shares",
    "SELECT s.member_id, s.scope, s.is_on, s.changed_at FROM crew_members AS m \
    JOIN crew_shares AS s ON s.member_id = m.id WHERE m.crew_id = $1 AND m.left_at IS NULL",
);
const SHARES_OF: Sql = Sql::named(
    "crew.shares_of",
    "SELECT member_id, scope, is_on, changed_at FROM crew_shares WHERE member_id = $1 ORDER BY scope",
);
const SHARES_OF_PERSON: Sql = Sql::named(
    "crew.shares_of_person",
    "SELECT s.member_id, s.scope, s.is_on, s.changed_at FROM crew_members AS m \
    JOIN crew_shares AS s ON s.member_id = m.id WHERE m.person_id = $1 AND m.left_at IS NULL \
    ORDER BY s.member_id, s.scope LIMIT 1000",
);
const SHARE: Sql = Sql::named(
    "crew.shared",
    "INSERT INTO crew_shares (member_id, scope, is_on, changed_at) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (member_id, scope) DO UPDATE SET is_on = excluded.is_on, changed_at = excluded.changed_at",
);
const SUMS: Sql = Sql::named(
    "crew.sums",
    "SELECT people FROM crew_sums WHERE crew_id = $1 ORDER BY shown_at DESC, people LIMIT 200",
);
const SUM: Sql = Sql::named(
    "crew.summed",
    "INSERT INTO crew_sums (crew_id, people, shown_at) VALUES ($1, $2, $3) \
    ON CONFLICT (crew_id, people) DO NOTHING",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[
    BY_ID,
    LED_BY,
    BEGIN,
    END,
    MEMBER,
    MEMBERS,
    MEMBERSHIPS,
    JOIN,
    LEAVE,
    SHARES,
    SHARES_OF,
    SHARES_OF_PERSON,
    SHARE,
    SUMS,
    SUM,
];

/// A crew that goes on.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CrewRecord {
    /// Id.
    #[sqlx(try_from = "String")]
    pub id: TypedId<Crews>,
    /// What it is called.
    pub name: String,
    /// Who leads it.
    #[sqlx(try_from = "String")]
    pub lead_id: TypedId<Persons>,
    /// When it was begun.
    pub made_at: Ms,
    /// When it ended.
    pub ended_at: Option<Ms>,
    /// How its lead is called.
    pub lead_name: String,
}

/// Somebody who is in a crew.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CrewMemberRecord {
    /// Id.
    #[sqlx(try_from = "String")]
    pub id: TypedId<CrewMembers>,
    /// Of which crew.
    #[sqlx(try_from = "String")]
    pub crew_id: TypedId<Crews>,
    /// Who.
    #[sqlx(try_from = "String")]
    pub person_id: TypedId<Persons>,
    /// Where they were invited.
    pub address: String,
    /// Since when.
    pub joined_at: Ms,
    /// How they are called.
    pub name: String,
    /// What the crew is called.
    pub crew_name: String,
    /// How its lead is called.
    pub lead_name: String,
}

/// What a member said of a scope last.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CrewShareRecord {
    /// Who.
    #[sqlx(try_from = "String")]
    pub member_id: TypedId<CrewMembers>,
    /// Of what.
    pub scope: String,
    /// Whether it is shown.
    #[sqlx(try_from = "Flag")]
    pub is_on: bool,
    /// Since when.
    pub changed_at: Ms,
}

/// Somebody joins.
#[derive(Clone, Debug)]
pub struct NewCrewMember {
    /// Id.
    pub id: TypedId<CrewMembers>,
    /// Which crew.
    pub crew: TypedId<Crews>,
    /// Who.
    pub person: TypedId<Persons>,
    /// Where they were invited.
    pub address: String,
}

/// A crew is begun, where its lead has fewer than so many.
pub fn begun(id: TypedId<Crews>, name: &str, lead: TypedId<Persons>, at: Ms, most: i64) -> Statement {
    BEGIN.must([id.into(), name.into(), lead.into(), at.into(), most.into()])
}

/// A crew ends, and with it every view of its people.
pub fn ended(id: TypedId<Crews>, at: Ms) -> Statement {
    END.must([id.into(), at.into()])
}

/// Somebody joins; once a crew, and one an address.
pub fn joined(new: &NewCrewMember, at: Ms) -> Statement {
    JOIN.with([new.id.into(), new.crew.into(), new.person.into(), (&new.address).into(), at.into()])
}

/// Somebody leaves, or is taken out.
pub fn left(id: TypedId<CrewMembers>, at: Ms) -> Statement {
    LEAVE.must([id.into(), at.into()])
}

/// A member shows a scope from now on, or no more.
pub fn shared(member: TypedId<CrewMembers>, scope: &str, is_on: bool, at: Ms) -> Statement {
    SHARE.with([member.into(), scope.into(), i64::from(is_on).into(), at.into()])
}

/// Sums over these people were shown.
pub fn summed(crew: TypedId<Crews>, people: &str, at: Ms) -> Statement {
    SUM.with([crew.into(), people.into(), at.into()])
}

impl Reads {
    /// A crew that goes on.
    ///
    /// # Errors
    /// The database failed.
    pub async fn crew(&self, id: TypedId<Crews>) -> Result<Option<CrewRecord>, StoreError> {
        self.maybe(BY_ID, [id.into()]).await
    }

    /// The crews that somebody leads, the earliest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn crews_led_by(&self, lead: TypedId<Persons>) -> Result<Vec<CrewRecord>, StoreError> {
        self.all(LED_BY, [lead.into()]).await
    }

    /// Somebody who is in a crew.
    ///
    /// # Errors
    /// The database failed.
    pub async fn crew_member(
        &self,
        id: TypedId<CrewMembers>,
    ) -> Result<Option<CrewMemberRecord>, StoreError> {
        self.maybe(MEMBER, [id.into()]).await
    }

    /// Everybody who is in a crew, by name.
    ///
    /// # Errors
    /// The database failed.
    pub async fn crew_members(&self, crew: TypedId<Crews>) -> Result<Vec<CrewMemberRecord>, StoreError> {
        self.all(MEMBERS, [crew.into()]).await
    }

    /// The crews in which somebody is, the earliest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn crew_memberships(
        &self,
        person: TypedId<Persons>,
    ) -> Result<Vec<CrewMemberRecord>, StoreError> {
        self.all(MEMBERSHIPS, [person.into()]).await
    }

    /// What everybody in a crew shows, or showed.
    ///
    /// # Errors
    /// The database failed.
    pub async fn crew_shares(&self, crew: TypedId<Crews>) -> Result<Vec<CrewShareRecord>, StoreError> {
        self.all(SHARES, [crew.into()]).await
    }

    /// What one member shows, or showed.
    ///
    /// # Errors
    /// The database failed.
    pub async fn crew_shares_of(
        &self,
        member: TypedId<CrewMembers>,
    ) -> Result<Vec<CrewShareRecord>, StoreError> {
        self.all(SHARES_OF, [member.into()]).await
    }

    /// What somebody shows, or showed, in all the crews they are in.
    ///
    /// # Errors
    /// The database failed.
    pub async fn crew_shares_of_person(
        &self,
        person: TypedId<Persons>,
    ) -> Result<Vec<CrewShareRecord>, StoreError> {
        self.all(SHARES_OF_PERSON, [person.into()]).await
    }

    /// Of whom sums were shown, the latest first: ids as JSON.
    ///
    /// # Errors
    /// The database failed.
    pub async fn crew_sums(&self, crew: TypedId<Crews>) -> Result<Vec<String>, StoreError> {
        let rows: Vec<(String,)> = self.all(SUMS, [crew.into()]).await?;
        Ok(rows.into_iter().map(|(people,)| people).collect())
    }
}
