//! Jobs as the team lists them: what failed first, then what runs, then what waits.
//!
//! The table holds what is not done yet, so it is read whole: what is done is gone.

use crate::{
    column::Ms,
    db::StoreError,
    store::Reads,
    table::{
        listed::{Rows, containing},
        work::{WorkRecord, WorkRow},
    },
    unit::{Sql, SqlValue},
};

/// How a job stands at `$1`, as a number: what somebody should look at comes first.
macro_rules! state {
    () => {
        "CASE WHEN dead_at IS NOT NULL THEN 1 WHEN leased_until > $1 THEN 2 WHEN cause IS NOT NULL THEN 3 \
        ELSE 4 END"
    };
}

/// Which jobs a filter leaves: in the state `$2`, of the kind `$3`, about what contains `$4`; what is empty
/// asks nothing.
macro_rules! left {
    () => {
        concat!("($2 = 0 OR ", state!(), " = $2) AND ($3 = '' OR kind = $3) AND ($4 = '' OR key LIKE $4)")
    };
}

const LISTED: Sql = Sql::named(
    "work.listed",
    concat!(
        "SELECT id, queue, key, kind, payload, run_at, attempts, leased_by, leased_until, done, total, \
        dead_at, cause, created_at, begun_at FROM work WHERE ",
        left!(),
        " ORDER BY ",
        state!(),
        ", id DESC LIMIT $5 OFFSET $6"
    ),
);
const AFTER: Sql = Sql::named(
    "work.listed_after",
    concat!(
        "SELECT id, queue, key, kind, payload, run_at, attempts, leased_by, leased_until, done, total, \
        dead_at, cause, created_at, begun_at FROM work WHERE ",
        left!(),
        " AND (",
        state!(),
        " > $5 OR (",
        state!(),
        " = $5 AND id < $6)) ORDER BY ",
        state!(),
        ", id DESC LIMIT $7"
    ),
);
const COUNT: Sql = Sql::named("work.listed_count", concat!("SELECT COUNT(*) FROM work WHERE ", left!()));

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[LISTED, AFTER, COUNT];

/// How a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkState {
    /// It is given up.
    Dead,
    /// Somebody holds it.
    Held,
    /// It failed, and is tried again.
    PutOff,
    /// It was not begun yet.
    Waiting,
}

impl WorkState {
    /// As `state!` says it.
    fn order(self) -> i64 {
        match self {
            WorkState::Dead => 1,
            WorkState::Held => 2,
            WorkState::PutOff => 3,
            WorkState::Waiting => 4,
        }
    }
}

/// A place in the list of jobs: how it stood when the part was read, and its row.
pub type WorkPlace = (WorkState, i64);

/// Which jobs are asked for; what is empty or none asks nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkFilter {
    /// How it stands.
    pub state: Option<WorkState>,
    /// What is to be done.
    pub kind: String,
    /// What it is about contains it.
    pub text: String,
}

impl WorkRecord {
    /// How it stands at an instant.
    pub fn state(&self, now: Ms) -> WorkState {
        let is_held = self.lease.as_ref().is_some_and(|(_, until)| *until > now);
        match (self.dead_at, is_held, &self.cause) {
            (Some(_), _, _) => WorkState::Dead,
            (None, true, _) => WorkState::Held,
            (None, false, Some(_)) => WorkState::PutOff,
            (None, false, None) => WorkState::Waiting,
        }
    }
}

impl WorkFilter {
    fn values(&self, now: Ms) -> [SqlValue; 4] {
        let state = self.state.map_or(0, WorkState::order);
        [now.into(), state.into(), (&self.kind).into(), containing(&self.text)]
    }
}

impl Reads {
    /// A page of the jobs that a filter leaves: what failed first, within a state the latest.
    ///
    /// # Errors
    /// The database failed, or a row cannot be read.
    pub async fn work_listed(
        &self,
        filter: &WorkFilter,
        rows: Rows,
        now: Ms,
    ) -> Result<Vec<WorkRecord>, StoreError> {
        let [now, state, kind, text] = filter.values(now);
        let rows: Vec<WorkRow> =
            self.all(LISTED, [now, state, kind, text, rows.limit.into(), rows.offset.into()]).await?;
        Ok(rows.into_iter().map(WorkRecord::from).collect())
    }

    /// The jobs that a filter leaves after a place, in the same order.
    ///
    /// # Errors
    /// The database failed, or a row cannot be read.
    pub async fn work_listed_after(
        &self,
        filter: &WorkFilter,
        after: Option<WorkPlace>,
        limit: i64,
        now: Ms,
    ) -> Result<Vec<WorkRecord>, StoreError> {
        let [now, state, kind, text] = filter.values(now);
        let (stood, id) = after.map_or((0, i64::MAX), |(stood, id)| (stood.order(), id));
        let after = [now, state, kind, text, stood.into(), id.into(), limit.into()];
        let rows: Vec<WorkRow> = self.all(AFTER, after).await?;
        Ok(rows.into_iter().map(WorkRecord::from).collect())
    }

    /// How many jobs a filter leaves.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count_work_listed(&self, filter: &WorkFilter, now: Ms) -> Result<i64, StoreError> {
        let (count,): (i64,) = self.one(COUNT, filter.values(now)).await?;
        Ok(count)
    }
}
