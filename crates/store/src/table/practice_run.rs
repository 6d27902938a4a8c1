//! Runs of practice with what was answered, and what people have seen of the practice pool.

use assay_kernel::{Persons, Practices, TypedId};

use crate::{
    column::{Flag, Ms, Seed},
    db::StoreError,
    store::Reads,
    unit::{Sql, Statement},
};

/// Runs that are looked at of one person, the latest first: a page, and the choice of what is new.
const RUNS_MAX: i64 = 200;
/// Items of which somebody may have been shown one: several whole pools.
const EXPOSURES_MAX: i64 = 5_000;

const BY_ID: Sql = Sql::named(
    "practice_run.by_id",
    "SELECT id, person_id, exam, mode, scope, seed, items, tree, started_at, finished_at \
    FROM practice_runs WHERE id = $1",
);
const OF_PERSON: Sql = Sql::named(
    "practice_run.of_person",
    "SELECT id, person_id, exam, mode, scope, seed, items, tree, started_at, finished_at \
    FROM practice_runs WHERE person_id = $1 ORDER BY started_at DESC, id LIMIT $2",
);
const BEGIN: Sql = Sql::named(
    "practice_run.begun",
    "INSERT INTO practice_runs \
    (id, person_id, exam, mode, scope, seed, items, tree, started_at, finished_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
);
const FINISH: Sql = Sql::named(
    "practice_run.finished",
    "UPDATE practice_runs SET finished_at = $2 WHERE id = $1 AND finished_at IS NULL",
);
const RESPONSES: Sql = Sql::named(
    "practice_response.of_run",
    "SELECT run_id, item, seq, response, is_right, sure, took_ms, answered_at, flagged \
    FROM practice_responses WHERE run_id = $1 ORDER BY item, seq",
);
const RESPONSES_OF_PERSON: Sql = Sql::named(
    "practice_response.of_person",
    "SELECT a.run_id, a.item, a.seq, a.response, a.is_right, a.sure, a.took_ms, a.answered_at, \
    a.flagged FROM practice_runs AS r JOIN practice_responses AS a ON a.run_id = r.id \
    WHERE r.person_id = $1 \
    ORDER BY r.started_at DESC, a.run_id, a.item, a.seq LIMIT $2",
);
const RESPOND: Sql = Sql::named(
    "practice_response.given",
    "INSERT INTO practice_responses \
    (run_id, item, seq, command, response, is_right, sure, took_ms, answered_at) \
    SELECT $1, $2, COALESCE(MAX(seq), 0) + 1, CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS BIGINT), \
    CAST($6 AS TEXT), CAST($7 AS BIGINT), CAST($8 AS BIGINT) \
    FROM practice_responses WHERE run_id = $1 AND item = $2 ON CONFLICT (run_id, item, command) DO NOTHING",
);
const SHOW: Sql = Sql::named(
    "practice_exposure.shown",
    "INSERT INTO practice_exposures (person_id, family, version, exam, pool, shown_at) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person_id, family) DO NOTHING",
);
const ANSWER: Sql = Sql::named(
    "practice_exposure.answered",
    "UPDATE practice_exposures SET answered_at = $3, is_right = $4 \
    WHERE person_id = $1 AND family = $2 AND answered_at IS NULL AND revealed_at IS NULL",
);
const REVEAL: Sql = Sql::named(
    "practice_exposure.revealed",
    "UPDATE practice_exposures SET revealed_at = $3 \
    WHERE person_id = $1 AND family = $2 AND revealed_at IS NULL",
);
const SEEN_ONE: Sql = Sql::named(
    "practice_exposure.one",
    "SELECT family, version, exam, pool, shown_at, answered_at, is_right, revealed_at \
    FROM practice_exposures WHERE person_id = $1 AND family = $2",
);
const SEEN: Sql = Sql::named(
    "practice_exposure.of_person",
    "SELECT family, version, exam, pool, shown_at, answered_at, is_right, revealed_at \
    FROM practice_exposures WHERE person_id = $1 ORDER BY family LIMIT $2",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[
    BY_ID,
    OF_PERSON,
    BEGIN,
    FINISH,
    RESPONSES,
    RESPONSES_OF_PERSON,
    RESPOND,
    SHOW,
    ANSWER,
    REVEAL,
    SEEN_ONE,
    SEEN,
];

/// A run of practice as stored.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PracticeRunRecord {
    /// Id.
    #[sqlx(try_from = "String")]
    pub id: TypedId<Practices>,
    /// Whose.
    #[sqlx(try_from = "String")]
    pub person_id: TypedId<Persons>,
    /// For which exam version.
    pub exam: String,
    /// How it asks.
    pub mode: String,
    /// What it is about, as JSON.
    pub scope: String,
    /// Decides the order of options.
    pub seed: Seed,
    /// Item and version of each question, as JSON.
    pub items: String,
    /// The files of the programme in which these stand.
    pub tree: String,
    /// When it began.
    pub started_at: Ms,
    /// When it ended.
    pub finished_at: Option<Ms>,
}

/// An answer as stored.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PracticeResponseRecord {
    /// In which run.
    #[sqlx(try_from = "String")]
    pub run_id: TypedId<Practices>,
    /// To which item.
    pub item: String,
    /// From 1; the latest is what was answered.
    pub seq: i64,
    /// What was answered, as JSON.
    pub response: String,
    /// Whether it is right.
    #[sqlx(try_from = "Flag")]
    pub is_right: bool,
    /// How sure they were, where they said so.
    pub sure: Option<String>,
    /// How long it took, in milliseconds.
    pub took_ms: Option<i64>,
    /// When.
    pub answered_at: Ms,
    /// Marked to be looked at again.
    #[sqlx(try_from = "Flag")]
    pub flagged: bool,
}

impl PracticeResponseRecord {
    /// Whether it is an answer: in the exam's client one may take an answer back, or only mark a question.
    pub fn is_given(&self) -> bool {
        self.response != "[]"
    }
}

/// An answer that is given.
#[derive(Clone, Debug)]
pub struct NewPracticeResponse {
    /// In which run.
    pub run: TypedId<Practices>,
    /// To which item.
    pub item: String,
    /// What asked for it.
    pub command: String,
    /// What was answered, as JSON.
    pub response: String,
    /// Whether it is right.
    pub is_right: bool,
    /// How sure they are, where they say so.
    pub sure: Option<String>,
    /// How long it took, in milliseconds.
    pub took_ms: Option<i64>,
}

/// What somebody has seen of the practice pool.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ExposureRecord {
    /// The item, with all its versions.
    pub family: String,
    /// The version that was shown first.
    pub version: String,
    /// For which exam version.
    pub exam: String,
    /// Of which pool.
    pub pool: String,
    /// When it was shown first.
    pub shown_at: Ms,
    /// When it was answered first, before its key was told.
    pub answered_at: Option<Ms>,
    /// Whether that answer is right.
    pub is_right: Option<i64>,
    /// When its key was told first.
    pub revealed_at: Option<Ms>,
}

/// A run begins.
pub fn begun(run: &PracticeRunRecord) -> Statement {
    BEGIN.with([
        run.id.into(),
        run.person_id.into(),
        (&run.exam).into(),
        (&run.mode).into(),
        (&run.scope).into(),
        run.seed.into(),
        (&run.items).into(),
        (&run.tree).into(),
        run.started_at.into(),
        run.finished_at.into(),
    ])
}

/// A run ends, unless it has already.
pub fn finished(id: TypedId<Practices>, at: Ms) -> Statement {
    FINISH.with([id.into(), at.into()])
}

/// An answer is given, unless the same command gave it before.
pub fn given(response: &NewPracticeResponse, at: Ms) -> Statement {
    RESPOND.with([
        response.run.into(),
        (&response.item).into(),
        (&response.command).into(),
        (&response.response).into(),
        response.is_right.into(),
        (&response.sure).into(),
        response.took_ms.into(),
        at.into(),
    ])
}

/// An item is shown, unless it was before.
pub fn shown(person: TypedId<Persons>, exposure: &ExposureRecord) -> Statement {
    SHOW.with([
        person.into(),
        (&exposure.family).into(),
        (&exposure.version).into(),
        (&exposure.exam).into(),
        (&exposure.pool).into(),
        exposure.shown_at.into(),
    ])
}

/// An item is answered for the first time, unless it was before or its key was told.
pub fn answered(person: TypedId<Persons>, family: &str, is_right: bool, at: Ms) -> Statement {
    ANSWER.with([person.into(), family.into(), at.into(), is_right.into()])
}

/// The key of an item is told, unless it was before.
pub fn revealed(person: TypedId<Persons>, family: &str, at: Ms) -> Statement {
    REVEAL.with([person.into(), family.into(), at.into()])
}

impl Reads {
    /// One run.
    ///
    /// # Errors
    /// The database failed.
    pub async fn practice_run(
        &self,
        id: TypedId<Practices>,
    ) -> Result<Option<PracticeRunRecord>, StoreError> {
        self.maybe(BY_ID, [id.into()]).await
    }

    /// A person's runs, latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn practice_runs_of(
        &self,
        person: TypedId<Persons>,
    ) -> Result<Vec<PracticeRunRecord>, StoreError> {
        self.all(OF_PERSON, [person.into(), RUNS_MAX.into()]).await
    }

    /// The answers of a run, by item, the earliest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn practice_responses(
        &self,
        id: TypedId<Practices>,
    ) -> Result<Vec<PracticeResponseRecord>, StoreError> {
        self.all(RESPONSES, [id.into()]).await
    }

    /// The answers of a person in practice, those of the latest run first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn practice_responses_of(
        &self,
        person: TypedId<Persons>,
        limit: i64,
    ) -> Result<Vec<PracticeResponseRecord>, StoreError> {
        self.all(RESPONSES_OF_PERSON, [person.into(), limit.into()]).await
    }

    /// What a person has seen of one item; none where they have not seen it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn exposure(
        &self,
        person: TypedId<Persons>,
        family: &str,
    ) -> Result<Option<ExposureRecord>, StoreError> {
        self.maybe(SEEN_ONE, [person.into(), family.into()]).await
    }

    /// What a person has seen of the practice pool.
    ///
    /// # Errors
    /// The database failed.
    pub async fn exposures_of(&self, person: TypedId<Persons>) -> Result<Vec<ExposureRecord>, StoreError> {
        self.all(SEEN, [person.into(), EXPOSURES_MAX.into()]).await
    }
}
