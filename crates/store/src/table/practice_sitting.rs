//! Practice in the exam's client: who writes it, until when, and what came of it.
//!
//! A change of an answer first raises the number of changes in the row, which takes its lock: a hand-in names
//! the number that it read, so nothing that was acknowledged is left out of it.

use assay_kernel::{Persons, Practices, TypedId};

use crate::{
    column::{Flag, Ms},
    db::StoreError,
    store::Reads,
    unit::{Sql, Statement},
};

const OF_RUN: Sql = Sql::named(
    "practice_sitting.of_run",
    "SELECT run_id, practice_set, deadline_at, seen_before, writer, writing_since, saves, submitted_at, \
    time_over, report FROM practice_sittings WHERE run_id = $1",
);
const OPEN: Sql = Sql::named(
    "practice_sitting.open",
    "SELECT run_id FROM practice_sittings \
    WHERE person_id = $1 AND practice_set = $2 AND submitted_at IS NULL",
);
const OVERDUE: Sql = Sql::named(
    "practice_sitting.overdue",
    "SELECT run_id FROM practice_sittings WHERE submitted_at IS NULL AND deadline_at < $1 \
    ORDER BY deadline_at LIMIT 100",
);
const START: Sql = Sql::named(
    "practice_sitting.started",
    "INSERT INTO practice_sittings \
    (run_id, person_id, practice_set, deadline_at, seen_before, writer, saves) \
    VALUES ($1, $2, $3, $4, $5, '', 0)",
);
const TAKE: Sql = Sql::named(
    "practice_sitting.taken",
    "UPDATE practice_sittings SET writer = $2, writing_since = $3 \
    WHERE run_id = $1 AND submitted_at IS NULL AND writer = $4",
);
const WRITE: Sql = Sql::named(
    "practice_sitting.written",
    "UPDATE practice_sittings SET saves = saves + 1 WHERE run_id = $1 AND submitted_at IS NULL \
    AND deadline_at >= $2 AND (writer = '' OR writer = $3)",
);
// A repeat of a change is not appended again; whoever sent it is told by what is stored.
const STEP: Sql = Sql::named(
    "practice_response.stepped",
    "INSERT INTO practice_responses \
    (run_id, item, seq, command, response, is_right, took_ms, answered_at, flagged) \
    SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS BIGINT), CAST($4 AS TEXT), CAST($5 AS TEXT), \
    CAST($6 AS BIGINT), CAST($7 AS BIGINT), CAST($8 AS BIGINT), CAST($9 AS BIGINT) \
    WHERE CAST($3 AS BIGINT) - COALESCE((SELECT MAX(r.seq) FROM practice_responses AS r \
    WHERE r.run_id = $1 AND r.item = $2), 0) BETWEEN 1 AND CAST($10 AS BIGINT)",
);
// Whoever writes it hands it in; the empty writer is the server, when time is over.
const SUBMIT: Sql = Sql::named(
    "practice_sitting.submitted",
    "UPDATE practice_sittings SET submitted_at = $2, time_over = $3, report = $4 \
    WHERE run_id = $1 AND submitted_at IS NULL AND saves = $5 AND (writer = '' OR writer = $6 OR $6 = '')",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[OF_RUN, OPEN, OVERDUE, START, TAKE, WRITE, STEP, SUBMIT];

/// Practice in the exam's client as stored.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PracticeSittingRecord {
    /// The run that is sat.
    #[sqlx(try_from = "String")]
    pub run_id: TypedId<Practices>,
    /// The final form.
    pub practice_set: String,
    /// When its time is over.
    pub deadline_at: Ms,
    /// Questions of it that were seen before it began.
    pub seen_before: i64,
    /// Who writes it; empty while nobody does.
    pub writer: String,
    /// Since when.
    pub writing_since: Option<Ms>,
    /// Changes of answers so far.
    pub saves: i64,
    /// When it was handed in.
    pub submitted_at: Option<Ms>,
    /// Whether time ran out before.
    #[sqlx(try_from = "Flag")]
    pub time_over: bool,
    /// What came of it, as JSON.
    pub report: Option<String>,
}

/// A run that begins to be sat.
#[derive(Clone, Debug)]
pub struct NewPracticeSitting {
    /// The run.
    pub run: TypedId<Practices>,
    /// Whose.
    pub person: TypedId<Persons>,
    /// The final form.
    pub practice_set: String,
    /// When its time is over.
    pub deadline_at: Ms,
    /// Questions of it that were seen before.
    pub seen_before: u32,
}

/// A change of an answer as a device numbers it.
#[derive(Clone, Debug)]
pub struct PracticeStep {
    /// In which run.
    pub run: TypedId<Practices>,
    /// To which item.
    pub item: String,
    /// Rises with each change of this item on the device.
    pub seq: i64,
    /// What was answered, as JSON.
    pub response: String,
    /// Whether it is right.
    pub is_right: bool,
    /// Marked to be looked at again.
    pub flagged: bool,
    /// How long the item was on screen, in milliseconds.
    pub took_ms: Option<i64>,
}

/// How a run is handed in.
#[derive(Clone, Debug)]
pub struct PracticeHandIn {
    /// When.
    pub at: Ms,
    /// Whether time ran out before.
    pub time_over: bool,
    /// What came of it, as JSON.
    pub report: Option<String>,
    /// The changes of answers that it was made of.
    pub saves: i64,
    /// Who hands it in; empty where the server does.
    pub writer: String,
}

/// A run begins to be sat; no other one of the same form may be open.
pub fn started(new: &NewPracticeSitting) -> Statement {
    START.with([
        new.run.into(),
        new.person.into(),
        (&new.practice_set).into(),
        new.deadline_at.into(),
        new.seen_before.into(),
    ])
}

/// It gets another writer; it must not be handed in, and `from` must hold it.
pub fn taken(run: TypedId<Practices>, from: &str, to: &str, at: Ms) -> Statement {
    TAKE.must([run.into(), to.into(), at.into(), from.into()])
}

/// An answer is about to change: it must be open, not past its end, and held by this writer or by nobody.
pub fn written(run: TypedId<Practices>, ends_from: Ms, writer: &str) -> Statement {
    WRITE.must([run.into(), ends_from.into(), writer.into()])
}

/// A change of an answer; its number must be above the stored one, and not too far.
pub fn stepped(step: &PracticeStep, seq_step_max: i64, at: Ms) -> Statement {
    STEP.must([
        step.run.into(),
        (&step.item).into(),
        step.seq.into(),
        format!("seq:{}", step.seq).into(),
        (&step.response).into(),
        step.is_right.into(),
        step.took_ms.into(),
        at.into(),
        step.flagged.into(),
        seq_step_max.into(),
    ])
}

/// It is handed in; it must be open, held by this writer or by nobody, and hold what was read of it.
pub fn submitted(run: TypedId<Practices>, hand_in: &PracticeHandIn) -> Statement {
    SUBMIT.must([
        run.into(),
        hand_in.at.into(),
        hand_in.time_over.into(),
        (&hand_in.report).into(),
        hand_in.saves.into(),
        (&hand_in.writer).into(),
    ])
}

impl Reads {
    /// How a run is sat; none of one that is not.
    ///
    /// # Errors
    /// The database failed.
    pub async fn practice_sitting(
        &self,
        run: TypedId<Practices>,
    ) -> Result<Option<PracticeSittingRecord>, StoreError> {
        self.maybe(OF_RUN, [run.into()]).await
    }

    /// The run of a final form that somebody sits now.
    ///
    /// # Errors
    /// The database failed.
    pub async fn open_practice_sitting(
        &self,
        person: TypedId<Persons>,
        practice_set: &str,
    ) -> Result<Option<TypedId<Practices>>, StoreError> {
        let rows: Vec<(String,)> = self.all(OPEN, [person.into(), practice_set.into()]).await?;
        Ok(runs(rows)?.into_iter().next())
    }

    /// Open ones whose time was over before an instant.
    ///
    /// # Errors
    /// The database failed.
    pub async fn overdue_practice_sittings(&self, before: Ms) -> Result<Vec<TypedId<Practices>>, StoreError> {
        let rows: Vec<(String,)> = self.all(OVERDUE, [before.into()]).await?;
        runs(rows)
    }
}

fn runs(rows: Vec<(String,)>) -> Result<Vec<TypedId<Practices>>, StoreError> {
    let read = |(id,): (String,)| TypedId::parse(&id).map_err(|e| StoreError::Corrupt(e.to_string()));
    rows.into_iter().map(read).collect()
}
