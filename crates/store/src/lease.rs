//! How work is taken: by one statement that returns what was taken, so that no two hold one at a time.

use crate::{
    column::Ms,
    unit::{Sql, SqlValue},
};

/// Who wants to work on what, and until when.
#[derive(Clone, Debug)]
pub struct Take {
    /// From which queue.
    pub queue: &'static str,
    /// The kinds that are known: others are left alone, for a release that knows them.
    pub kinds: &'static [&'static str],
    /// Who takes, for people.
    pub by: String,
    /// Due before or now, and with no lease that holds.
    pub now: Ms,
    /// How long nobody else gets it.
    pub until: Ms,
    /// At most so many.
    pub limit: u32,
    /// This one alone, if it is free.
    pub key: Option<String>,
}

/// A piece of work that is held, and the lease on it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Leased {
    pub(crate) id: i64,
    /// Its queue.
    pub queue: String,
    /// What it is about; one a queue.
    pub key: String,
    /// What is to be done.
    pub kind: String,
    /// With what, JSON.
    pub payload: String,
    /// How often it was begun since it was asked for, this time included. Above the limit of its queue it was
    /// never finished: nobody but a process that died over it was left to say why.
    pub attempts: i64,
    pub(crate) generation: i64,
    pub(crate) lease: i64,
    rank: i64,
    run_at: i64,
}

impl Leased {
    /// Which comes first.
    pub(crate) fn order(&self) -> (i64, i64, i64) {
        (self.rank, self.run_at, self.id)
    }
}

// Each database's way to read a list, and to pass over what another one is taking. The writer is SQLite's
// lock. PostgreSQL would be free to run a subquery with a limit more than once; a common table expression
// that locks runs once.
macro_rules! sqlite {
    ($which:literal) => {
        concat!(
            "UPDATE work SET lease = lease + 1, leased_by = $1, leased_until = $2, begun_at = $4, ",
            "attempts = attempts + 1 ",
            "WHERE id IN (SELECT id FROM work WHERE queue = $3 AND dead_at IS NULL AND run_at <= $4 ",
            "AND (leased_until IS NULL OR leased_until <= $4) ",
            "AND kind IN (SELECT value FROM json_each($5)) ",
            $which,
            ") RETURNING id, queue, key, kind, payload, attempts, generation, lease, rank, run_at"
        )
    };
}
macro_rules! postgres {
    ($which:literal) => {
        concat!(
            "WITH due AS (SELECT id FROM work WHERE queue = $3 AND dead_at IS NULL AND run_at <= $4 ",
            "AND (leased_until IS NULL OR leased_until <= $4) ",
            "AND kind IN (SELECT jsonb_array_elements_text($5::jsonb)) ",
            $which,
            " FOR UPDATE SKIP LOCKED) ",
            "UPDATE work SET lease = lease + 1, leased_by = $1, leased_until = $2, begun_at = $4, ",
            "attempts = attempts + 1 ",
            "FROM due WHERE work.id = due.id ",
            "RETURNING work.id, queue, key, kind, payload, attempts, generation, lease, rank, run_at"
        )
    };
}

/// One database's statements: for the first that are due, and for one by its key.
pub(crate) struct TakingSql {
    pub(crate) first: Sql,
    pub(crate) one: Sql,
}

pub(crate) const SQLITE: TakingSql = TakingSql {
    first: Sql::named("work.taken", sqlite!("ORDER BY rank, run_at, id LIMIT $6")),
    one: Sql::named("work.taken_one", sqlite!("AND key = $6")),
};
pub(crate) const POSTGRES: TakingSql = TakingSql {
    first: Sql::named("work.taken", postgres!("ORDER BY rank, run_at, id LIMIT $6")),
    one: Sql::named("work.taken_one", postgres!("AND key = $6")),
};

impl Take {
    pub(crate) fn statement(&self, taking: &TakingSql) -> Sql {
        if self.key.is_some() { taking.one } else { taking.first }
    }

    pub(crate) fn values(&self) -> [SqlValue; 6] {
        let kinds = serde_json::Value::from(self.kinds).to_string();
        let which = self.key.as_deref().map_or(SqlValue::from(self.limit), SqlValue::from);
        [self.by.as_str().into(), self.until.into(), self.queue.into(), self.now.into(), kinds.into(), which]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_waits_for_comes_first_then_what_waits_longest_then_what_came_first() {
        let leased = |rank, run_at, id| Leased {
            id,
            queue: "badges".to_owned(),
            key: String::new(),
            kind: "look".to_owned(),
            payload: String::new(),
            attempts: 1,
            generation: 1,
            lease: 1,
            rank,
            run_at,
        };
        let right = [(0, 2, 9), (0, 3, 1), (0, 3, 8), (1, 1, 2), (2, 0, 0)];
        let mut all: Vec<Leased> = right.iter().rev().map(|(rank, at, id)| leased(*rank, *at, *id)).collect();
        all.sort_by_key(Leased::order);
        assert_eq!(all.iter().map(Leased::order).collect::<Vec<_>>(), right);
        assert_eq!(all.iter().map(|held| held.id).collect::<Vec<_>>(), [9, 1, 8, 2, 0]);
    }
}
