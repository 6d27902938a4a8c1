//! The programme as it was applied, version by version, and what is proposed.

use assay_kernel::{Persons, Proposals, TypedId};

use crate::{
    Store,
    db::{Day, Ms, StoreError, on, optional},
    table::job,
    writer::Unit,
};

const VERSIONS: &str = "SELECT number, tree, proposed_by, applied_by, applied_on, applied_at \
    FROM programme_versions ORDER BY number";
const PLAN: &str = "SELECT plan FROM programme_versions WHERE number = $1";
const TREE: &str = "SELECT path, content, base64 FROM programme_trees \
    JOIN programme_files ON digest = file WHERE tree = $1 ORDER BY path";
const ADD_FILE: &str = "INSERT INTO programme_files (digest, content, base64) VALUES ($1, $2, $3) \
    ON CONFLICT (digest) DO NOTHING";
const ADD_TO_TREE: &str = "INSERT INTO programme_trees (tree, path, file) VALUES ($1, $2, $3) \
    ON CONFLICT (tree, path) DO NOTHING";
// The parent is checked where the row is made: of two who apply at once, one finds that nothing was touched.
const ADD_VERSION: &str = "INSERT INTO programme_versions \
    (number, tree, plan, proposed_by, applied_by, applied_on, applied_at) \
    SELECT CAST($1 AS BIGINT), $2, $3, $4, $5, $6, CAST($7 AS BIGINT) \
    WHERE (SELECT COALESCE(MAX(number), 0) FROM programme_versions) = CAST($1 AS BIGINT) - 1";
const PIN_SITTINGS: &str = "UPDATE sittings SET tree = $1 WHERE tree IS NULL";
const ADD_PROPOSAL: &str = "INSERT INTO programme_proposals \
    (id, tree, title, plan, state, proposed_by, proposed_at) VALUES ($1, $2, $3, $4, 'open', $5, $6)";
const PROPOSALS: &str = "SELECT id, tree, title, state, proposed_by, proposed_at, decided_by, decided_at \
    FROM programme_proposals ORDER BY proposed_at DESC, id LIMIT $1";
const PROPOSAL: &str = "SELECT id, tree, title, state, proposed_by, proposed_at, decided_by, decided_at \
    FROM programme_proposals WHERE id = $1";
const PROPOSAL_PLAN: &str = "SELECT plan FROM programme_proposals WHERE id = $1";
const DECIDE: &str = "UPDATE programme_proposals SET state = $2, decided_by = $3, decided_at = $4 \
    WHERE id = $1 AND state = 'open'";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[
    VERSIONS,
    PLAN,
    TREE,
    ADD_FILE,
    ADD_TO_TREE,
    ADD_VERSION,
    PIN_SITTINGS,
    ADD_PROPOSAL,
    PROPOSALS,
    PROPOSAL,
    PROPOSAL_PLAN,
    DECIDE,
];

/// A version of the programme that was or is served.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct VersionRecord {
    /// From 1, without gaps.
    pub number: i64,
    /// Content mark of its files.
    pub tree: String,
    /// Who proposed it, where somebody did.
    pub proposed_by: Option<String>,
    /// Who applied it: a person's id, or how it came.
    pub applied_by: String,
    /// The programme's day on which it was applied.
    #[sqlx(try_from = "String")]
    pub applied_on: Day,
    /// When it was applied: what was known when.
    #[sqlx(try_from = "i64")]
    pub applied_at: Ms,
}

/// A file of a tree.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct FileRecord {
    /// Path below the programme's folder.
    pub path: String,
    /// Its text, or its bytes in Base64.
    pub content: String,
    /// 1 where it is Base64.
    pub base64: i64,
}

/// A file to be kept.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// Path below the programme's folder.
    pub path: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub digest: String,
    /// Its text, or its bytes in Base64.
    pub content: String,
    /// Whether it is Base64.
    pub base64: bool,
}

/// A version to be applied.
#[derive(Clone, Debug)]
pub struct NewVersionOfProgramme {
    /// One more than its parent's.
    pub number: i64,
    /// Content mark of its files.
    pub tree: String,
    /// Those of its files that may not be kept yet.
    pub files: Vec<NewFile>,
    /// The plan under which it is applied, JSON.
    pub plan: Option<String>,
    /// Who proposed it.
    pub proposed_by: Option<String>,
    /// Who applies it.
    pub applied_by: String,
    /// The programme's day.
    pub applied_on: Day,
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
    /// `open`, `applied` or `withdrawn`.
    pub state: String,
    /// Who proposed it.
    #[sqlx(try_from = "String")]
    pub proposed_by: TypedId<Persons>,
    /// When.
    #[sqlx(try_from = "i64")]
    pub proposed_at: Ms,
    /// Who applied or withdrew it.
    pub decided_by: Option<String>,
    /// When, milliseconds.
    pub decided_at: Option<i64>,
}

impl ProposalRecord {
    /// When it was applied or withdrawn.
    ///
    /// # Errors
    /// The stored number is no instant.
    pub fn decided_at(&self) -> Result<Option<Ms>, StoreError> {
        optional(self.decided_at)
    }

    /// Whether it waits for the second person.
    pub fn is_open(&self) -> bool {
        self.state == "open"
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
}

fn keep(unit: &mut Unit, tree: &str, files: &[NewFile]) {
    for file in files {
        let digest = file.digest.as_str();
        let base64 = i64::from(file.base64);
        unit.run(ADD_FILE, vec![digest.into(), file.content.clone().into(), base64.into()]);
        unit.run(ADD_TO_TREE, vec![tree.into(), file.path.clone().into(), digest.into()]);
    }
}

impl Store {
    /// Every version of the programme, oldest first; the last one is in force.
    ///
    /// # Errors
    /// The database failed.
    pub async fn programme_versions(&self) -> Result<Vec<VersionRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(VERSIONS).fetch_all(p).await)?)
    }

    /// The plan under which a version was applied.
    ///
    /// # Errors
    /// The database failed.
    pub async fn plan_of_version(&self, number: i64) -> Result<Option<String>, StoreError> {
        let row: Option<(Option<String>,)> =
            on!(&self.readers, p => sqlx::query_as(PLAN).bind(number).fetch_optional(p).await)?;
        Ok(row.and_then(|(plan,)| plan))
    }

    /// The files of a tree, by path; none where it is not kept.
    ///
    /// # Errors
    /// The database failed.
    pub async fn programme_tree(&self, tree: &str) -> Result<Vec<FileRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(TREE).bind(tree).fetch_all(p).await)?)
    }

    /// Applies a version, with the carrying out of what follows for people, in one commit.
    ///
    /// # Errors
    /// `Conflict` where another version was applied meanwhile, or the proposal is not open any more.
    pub async fn apply_programme(
        &self,
        version: &NewVersionOfProgramme,
        proposal: Option<(TypedId<Proposals>, TypedId<Persons>)>,
        now: Ms,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        keep(&mut unit, &version.tree, &version.files);
        let at = now.as_millisecond();
        unit.must(
            ADD_VERSION,
            vec![
                version.number.into(),
                version.tree.clone().into(),
                version.plan.clone().into(),
                version.proposed_by.clone().into(),
                version.applied_by.clone().into(),
                version.applied_on.to_string().into(),
                at.into(),
            ],
        );
        if let Some((id, by)) = proposal {
            let (id, by) = (id.to_string(), Some(by.to_string()));
            unit.must(DECIDE, vec![id.into(), "applied".into(), by.into(), Some(at).into()]);
        }
        if version.number == 1 {
            // Sittings of before there were versions were started on these files.
            unit.run(PIN_SITTINGS, vec![version.tree.clone().into()]);
        }
        if version.plan.is_some() {
            job::enqueue(&mut unit, "programme", &version.number.to_string(), now);
        }
        self.write_unit("", unit).await
    }

    /// Keeps a proposed change.
    ///
    /// # Errors
    /// `Conflict` where another one is open.
    pub async fn propose_programme(&self, proposal: &NewProposal, now: Ms) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        keep(&mut unit, &proposal.tree, &proposal.files);
        unit.must(
            ADD_PROPOSAL,
            vec![
                proposal.id.to_string().into(),
                proposal.tree.clone().into(),
                proposal.title.clone().into(),
                proposal.plan.clone().into(),
                proposal.proposed_by.to_string().into(),
                now.as_millisecond().into(),
            ],
        );
        self.write_unit("", unit).await
    }

    /// Takes an open proposal back.
    ///
    /// # Errors
    /// `Conflict` where it is not open any more.
    pub async fn withdraw_proposal(
        &self,
        id: TypedId<Proposals>,
        by: TypedId<Persons>,
        now: Ms,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        let (by, at) = (Some(by.to_string()), Some(now.as_millisecond()));
        unit.must(DECIDE, vec![id.to_string().into(), "withdrawn".into(), by.into(), at.into()]);
        self.write_unit("", unit).await
    }

    /// Proposals, latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn proposals(&self, limit: i64) -> Result<Vec<ProposalRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(PROPOSALS).bind(limit).fetch_all(p).await)?)
    }

    /// One proposal with its plan, JSON.
    ///
    /// # Errors
    /// The database failed.
    pub async fn proposal(
        &self,
        id: TypedId<Proposals>,
    ) -> Result<Option<(ProposalRecord, String)>, StoreError> {
        let id = id.to_string();
        let record: Option<ProposalRecord> =
            on!(&self.readers, p => sqlx::query_as(PROPOSAL).bind(&id).fetch_optional(p).await)?;
        let plan: Option<(String,)> =
            on!(&self.readers, p => sqlx::query_as(PROPOSAL_PLAN).bind(&id).fetch_optional(p).await)?;
        Ok(record.zip(plan.map(|(plan,)| plan)))
    }

    /// Queues a look at the badges of people, in one commit.
    ///
    /// # Errors
    /// The database failed.
    pub async fn look_at_badges(&self, people: &[TypedId<Persons>], now: Ms) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        for person in people {
            job::enqueue(&mut unit, "issue", &person.to_string(), now);
        }
        self.write_unit("", unit).await
    }

    /// Tells people of a change and queues the issuing that may follow for each, in one commit.
    ///
    /// # Errors
    /// The database failed.
    pub async fn notify_of_change(
        &self,
        topic: &str,
        notices: &[(TypedId<Persons>, String, String)],
        now: Ms,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        for (person, subject, body) in notices {
            job::message(&mut unit, *person, topic, subject, body, now);
            job::enqueue(&mut unit, "issue", &person.to_string(), now);
        }
        self.write_unit("", unit).await
    }
}
