//! Changes to the programme that somebody proposed.

use assay_kernel::{Persons, Proposals, TypedId};

use crate::{
    column::{Maybe, Ms, words},
    db::StoreError,
    store::Reads,
    table::programme::NewFile,
    unit::{Sql, Statement},
};

const PROPOSALS: Sql = Sql::named(
    "proposal.latest",
    "SELECT c.id, c.tree, c.title, c.state, c.proposed_by, c.proposed_at, c.reason, c.decided_by, \
    c.decided_at, c.decided_because, p.name AS person_name FROM programme_proposals AS c \
    LEFT JOIN persons AS p ON p.id = c.proposed_by ORDER BY c.proposed_at DESC, c.id LIMIT $1",
);
const PROPOSAL: Sql = Sql::named(
    "proposal.by_id",
    "SELECT id, tree, title, state, proposed_by, proposed_at, reason, decided_by, decided_at, \
    decided_because FROM programme_proposals WHERE id = $1",
);
const PROPOSAL_PLAN: Sql = Sql::named("proposal.plan", "SELECT plan FROM programme_proposals WHERE id = $1");
const ADD_PROPOSAL: Sql = Sql::named(
    "proposal.added",
    "INSERT INTO programme_proposals \
    (id, tree, title, plan, state, proposed_by, proposed_at, reason) \
    VALUES ($1, $2, $3, $4, 'open', $5, $6, $7)",
);
const DECIDE: Sql = Sql::named(
    "proposal.decided",
    "UPDATE programme_proposals SET state = $2, decided_by = $3, decided_at = $4, decided_because = $5 \
    WHERE id = $1 AND state = 'open'",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[PROPOSALS, PROPOSAL, PROPOSAL_PLAN, ADD_PROPOSAL, DECIDE];

words! {
    /// What became of a proposed change.
    pub enum ProposalState in "programme_proposals.state" {
        /// It waits for the second person.
        Open = "open",
        /// It is in force.
        Applied = "applied",
        /// It was taken back.
        Withdrawn = "withdrawn",
    }
}

/// A change that somebody proposed.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ProposalRecord {
    /// Id.
    #[sqlx(try_from = "String")]
    pub id: TypedId<Proposals>,
    /// Content mark of the proposed files.
    pub tree: String,
    /// What it is about, in a line.
    pub title: String,
    /// What became of it.
    pub state: ProposalState,
    /// Who proposed it.
    #[sqlx(try_from = "String")]
    pub proposed_by: TypedId<Persons>,
    /// When.
    pub proposed_at: Ms,
    /// Why, in the words of who proposed it; empty where an earlier release asked for none.
    pub reason: String,
    /// Who applied or withdrew it.
    #[sqlx(try_from = "Maybe<TypedId<Persons>>")]
    pub decided_by: Option<TypedId<Persons>>,
    /// When.
    pub decided_at: Option<Ms>,
    /// What they said to it.
    pub decided_because: Option<String>,
}

/// A proposal of the list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct NamedProposal {
    /// The proposal.
    #[sqlx(flatten)]
    pub proposal: ProposalRecord,
    /// How whoever proposed it is called.
    #[sqlx(rename = "person_name")]
    pub name: Option<String>,
}

impl ProposalRecord {
    /// Whether it waits for the second person.
    pub fn is_open(&self) -> bool {
        self.state == ProposalState::Open
    }
}

/// A change to be proposed.
#[derive(Clone, Debug)]
pub struct NewProposal {
    /// Id.
    pub id: TypedId<Proposals>,
    /// Content mark of the proposed files.
    pub tree: String,
    /// Those of its files that may not be kept yet.
    pub files: Vec<NewFile>,
    /// What it is about, in a line.
    pub title: String,
    /// The plan, JSON.
    pub plan: String,
    /// Who proposes it.
    pub proposed_by: TypedId<Persons>,
    /// Why.
    pub reason: String,
}

/// A change is proposed; one at a time. Its files are statements of their own.
pub fn added(proposal: &NewProposal, at: Ms) -> Statement {
    ADD_PROPOSAL.must([
        proposal.id.into(),
        (&proposal.tree).into(),
        (&proposal.title).into(),
        (&proposal.plan).into(),
        proposal.proposed_by.into(),
        at.into(),
        (&proposal.reason).into(),
    ])
}

/// A proposal was applied; it must be open.
pub fn applied(id: TypedId<Proposals>, by: TypedId<Persons>, because: Option<&str>, at: Ms) -> Statement {
    decided(id, ProposalState::Applied, by, because, at)
}

/// A proposal is taken back; it must be open.
pub fn withdrawn(id: TypedId<Proposals>, by: TypedId<Persons>, because: &str, at: Ms) -> Statement {
    decided(id, ProposalState::Withdrawn, by, Some(because), at)
}

fn decided(
    id: TypedId<Proposals>,
    state: ProposalState,
    by: TypedId<Persons>,
    because: Option<&str>,
    at: Ms,
) -> Statement {
    let because = because.map(str::to_owned);
    DECIDE.must([id.into(), state.as_str().into(), by.into(), at.into(), (&because).into()])
}

impl Reads {
    /// Proposals, latest first, with the names of who proposed them.
    ///
    /// # Errors
    /// The database failed.
    pub async fn proposals(&self, limit: i64) -> Result<Vec<NamedProposal>, StoreError> {
        self.all(PROPOSALS, [limit.into()]).await
    }

    /// One proposal with its plan, JSON.
    ///
    /// # Errors
    /// The database failed.
    pub async fn proposal(
        &self,
        id: TypedId<Proposals>,
    ) -> Result<Option<(ProposalRecord, String)>, StoreError> {
        let record: Option<ProposalRecord> = self.maybe(PROPOSAL, [id.into()]).await?;
        let plan: Option<(String,)> = self.maybe(PROPOSAL_PLAN, [id.into()]).await?;
        Ok(record.zip(plan.map(|(plan,)| plan)))
    }
}
