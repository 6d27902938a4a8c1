//! Whom crews invited, and what their people are asked to do: both by address, whoever has it.

use assay_kernel::{CrewAssignments, CrewInvitations, Crews, Date, Persons, TypedId};

use crate::{
    column::{Day, Ms},
    db::StoreError,
    store::Reads,
    unit::{Sql, Statement},
};

/// The columns of an invitation.
macro_rules! invitation {
    () => {
        "i.id, i.crew_id, i.address, i.token_hash, i.invited_at, i.ends_at, c.name AS crew_name, \
        l.name AS lead_name FROM crew_invitations AS i JOIN crews AS c ON c.id = i.crew_id \
        JOIN persons AS l ON l.id = c.lead_id WHERE i.closed_at IS NULL AND c.ended_at IS NULL "
    };
}

const INVITATION: Sql =
    Sql::named("crew_invitation.by_id", concat!("SELECT ", invitation!(), "AND i.id = $1"));
const BY_TOKEN: Sql =
    Sql::named("crew_invitation.by_token", concat!("SELECT ", invitation!(), "AND i.token_hash = $1"));
const OF_CREW: Sql = Sql::named(
    "crew_invitation.of_crew",
    concat!("SELECT ", invitation!(), "AND i.crew_id = $1 ORDER BY i.address LIMIT 1000"),
);
const TO: Sql = Sql::named(
    "crew_invitation.to",
    concat!("SELECT ", invitation!(), "AND i.address = $1 AND i.ends_at > $2 ORDER BY i.id LIMIT 100"),
);
// Sent again, it is another one: what was asked of the one of before finds nothing, and its link is over.
const INVITE: Sql = Sql::named(
    "crew_invitation.made",
    "INSERT INTO crew_invitations (id, crew_id, address, invited_at, ends_at) VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (crew_id, address) DO UPDATE SET id = excluded.id, token_hash = NULL, \
    invited_at = excluded.invited_at, ends_at = excluded.ends_at, closed_at = NULL \
    WHERE crew_invitations.invited_at < $6",
);
const LINK: Sql = Sql::named(
    "crew_invitation.link_made",
    "UPDATE crew_invitations SET token_hash = $2 WHERE id = $1 AND closed_at IS NULL",
);
const CLOSE: Sql = Sql::named(
    "crew_invitation.closed",
    "UPDATE crew_invitations SET closed_at = $2, token_hash = NULL WHERE id = $1 AND closed_at IS NULL",
);
const ASSIGN: Sql = Sql::named(
    "crew_assignment.made",
    "INSERT INTO crew_assignments (id, crew_id, address, kind, what, due_on, note, assigned_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (crew_id, address, what) DO UPDATE SET \
    due_on = excluded.due_on, note = excluded.note, withdrawn_at = NULL, assigned_at = \
    CASE WHEN crew_assignments.withdrawn_at IS NULL THEN crew_assignments.assigned_at \
    ELSE excluded.assigned_at END",
);
const WITHDRAW: Sql = Sql::named(
    "crew_assignment.withdrawn",
    "UPDATE crew_assignments SET withdrawn_at = $3 WHERE id = $1 AND crew_id = $2 AND withdrawn_at IS NULL",
);
const ASSIGNED: Sql = Sql::named(
    "crew_assignment.of_crew",
    "SELECT id, crew_id, address, kind, what, due_on, note, assigned_at FROM crew_assignments \
    WHERE crew_id = $1 AND withdrawn_at IS NULL ORDER BY address, due_on, what LIMIT 10000",
);
const OF_PERSON: Sql = Sql::named(
    "crew_assignment.of_person",
    "SELECT a.id, a.crew_id, a.address, a.kind, a.what, a.due_on, a.note, a.assigned_at \
    FROM crew_members AS m JOIN crews AS c ON c.id = m.crew_id \
    JOIN crew_assignments AS a ON a.crew_id = m.crew_id AND a.address = m.address \
    WHERE m.person_id = $1 AND m.left_at IS NULL AND c.ended_at IS NULL AND a.withdrawn_at IS NULL \
    ORDER BY a.due_on, a.what LIMIT 1000",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] =
    &[INVITATION, BY_TOKEN, OF_CREW, TO, INVITE, LINK, CLOSE, ASSIGN, WITHDRAW, ASSIGNED, OF_PERSON];

/// An invitation that nobody answered yet.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CrewInvitationRecord {
    /// Id.
    #[sqlx(try_from = "String")]
    pub id: TypedId<CrewInvitations>,
    /// To which crew.
    #[sqlx(try_from = "String")]
    pub crew_id: TypedId<Crews>,
    /// To which address.
    pub address: String,
    /// SHA-256 of what stands in the link that was mailed last; none before a mail was sent.
    pub token_hash: Option<String>,
    /// When.
    pub invited_at: Ms,
    /// Until when it can be accepted.
    pub ends_at: Ms,
    /// What the crew is called.
    pub crew_name: String,
    /// How its lead is called.
    pub lead_name: String,
}

/// What somebody is asked to do.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct CrewAssignmentRecord {
    /// Id.
    #[sqlx(try_from = "String")]
    pub id: TypedId<CrewAssignments>,
    /// By which crew.
    #[sqlx(try_from = "String")]
    pub crew_id: TypedId<Crews>,
    /// Whom, by where they were invited.
    pub address: String,
    /// A plan, a course or a job role.
    pub kind: String,
    /// Which.
    pub what: String,
    /// By which day; none without one.
    pub due_on: Option<Day>,
    /// In the words of whoever asks.
    pub note: String,
    /// When it was asked first.
    pub assigned_at: Ms,
}

/// Somebody is to be asked to do something.
#[derive(Clone, Debug)]
pub struct NewCrewAssignment {
    /// Id, where it is a new one.
    pub id: TypedId<CrewAssignments>,
    /// By which crew.
    pub crew: TypedId<Crews>,
    /// Whom.
    pub address: String,
    /// A plan, a course or a job role.
    pub kind: String,
    /// Which.
    pub what: String,
    /// By which day.
    pub due_on: Option<Date>,
    /// In their words.
    pub note: String,
}

/// An address is invited, or invited again where that was before an instant: of an address a crew has one
/// invitation.
pub fn invited(
    (id, crew): (TypedId<CrewInvitations>, TypedId<Crews>),
    address: &str,
    (at, ends, before): (Ms, Ms, Ms),
) -> Statement {
    INVITE.must([id.into(), crew.into(), address.into(), at.into(), ends.into(), before.into()])
}

/// Its link is this one from now on.
pub fn link_made(id: TypedId<CrewInvitations>, token_hash: &str) -> Statement {
    LINK.must([id.into(), token_hash.into()])
}

/// It was accepted, or taken back; it must be open.
pub fn closed(id: TypedId<CrewInvitations>, at: Ms) -> Statement {
    CLOSE.must([id.into(), at.into()])
}

/// Somebody is asked to do something; asked again, it has another day and note.
pub fn assigned(new: &NewCrewAssignment, at: Ms) -> Statement {
    ASSIGN.with([
        new.id.into(),
        new.crew.into(),
        (&new.address).into(),
        (&new.kind).into(),
        (&new.what).into(),
        new.due_on.map(Day).into(),
        (&new.note).into(),
        at.into(),
    ])
}

/// They are asked no more.
pub fn withdrawn(id: TypedId<CrewAssignments>, crew: TypedId<Crews>, at: Ms) -> Statement {
    WITHDRAW.must([id.into(), crew.into(), at.into()])
}

impl Reads {
    /// An open invitation.
    ///
    /// # Errors
    /// The database failed.
    pub async fn crew_invitation(
        &self,
        id: TypedId<CrewInvitations>,
    ) -> Result<Option<CrewInvitationRecord>, StoreError> {
        self.maybe(INVITATION, [id.into()]).await
    }

    /// The open invitation of a link, by the hash of what stands in it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn crew_invitation_by_token(
        &self,
        token_hash: &str,
    ) -> Result<Option<CrewInvitationRecord>, StoreError> {
        self.maybe(BY_TOKEN, [token_hash.into()]).await
    }

    /// The open invitations of a crew, by address; those whose time is over with them.
    ///
    /// # Errors
    /// The database failed.
    pub async fn crew_invitations(
        &self,
        crew: TypedId<Crews>,
    ) -> Result<Vec<CrewInvitationRecord>, StoreError> {
        self.all(OF_CREW, [crew.into()]).await
    }

    /// The invitations to an address that can be accepted.
    ///
    /// # Errors
    /// The database failed.
    pub async fn crew_invitations_to(
        &self,
        address: &str,
        now: Ms,
    ) -> Result<Vec<CrewInvitationRecord>, StoreError> {
        self.all(TO, [address.into(), now.into()]).await
    }

    /// What the people of a crew are asked to do, by address and day.
    ///
    /// # Errors
    /// The database failed.
    pub async fn crew_assignments(
        &self,
        crew: TypedId<Crews>,
    ) -> Result<Vec<CrewAssignmentRecord>, StoreError> {
        self.all(ASSIGNED, [crew.into()]).await
    }

    /// What somebody is asked to do by the crews they are in, by day.
    ///
    /// # Errors
    /// The database failed.
    pub async fn crew_assignments_of_person(
        &self,
        person: TypedId<Persons>,
    ) -> Result<Vec<CrewAssignmentRecord>, StoreError> {
        self.all(OF_PERSON, [person.into()]).await
    }
}
