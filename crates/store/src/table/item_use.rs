//! How often items were given, and what was answered to them: read from sittings and the files of then.

use assay_bank::work::ItemId;

use crate::{
    column::{Flag, Seed},
    db::StoreError,
    store::Reads,
    unit::Sql,
};

// As far as a result counts: what is held or voided says nothing of an item.
const GIVEN: Sql = Sql::named(
    "item_use.forms_given",
    "SELECT s.tree, s.form, s.sittings, f.content AS form_text, b.file AS item_file FROM (SELECT tree, form, \
    COUNT(*) AS sittings FROM sittings WHERE exam = $1 AND scored_at IS NOT NULL AND voided_at IS NULL \
    AND result_held_at IS NULL AND tree IS NOT NULL GROUP BY tree, form) AS s \
    JOIN programme_trees AS t ON t.tree = s.tree AND t.path = 'forms/' || s.form || '.toml' \
    JOIN programme_files AS f ON f.digest = t.file \
    JOIN programme_trees AS b ON b.tree = s.tree AND b.path = $2 ORDER BY s.tree, s.form LIMIT $3",
);
const DIGESTS: Sql = Sql::named(
    "item_use.digests",
    "SELECT number, digest FROM item_version_files WHERE item_id = $1 AND name = $2 ORDER BY number",
);
// The latest first: what is asked today is told by those who answered it last.
const ANSWERS: Sql = Sql::named(
    "item_use.answers",
    "SELECT s.seed, s.report, r.response, r.item_elapsed_ms FROM (SELECT id, seed, report FROM sittings \
    WHERE exam = $1 AND tree = $2 AND form = $3 AND scored_at IS NOT NULL AND voided_at IS NULL \
    AND result_held_at IS NULL ORDER BY id DESC LIMIT $5) AS s \
    LEFT JOIN response_steps AS r ON r.sitting_id = s.id AND r.position = $4 AND r.seq = \
    (SELECT MAX(l.seq) FROM response_steps AS l WHERE l.sitting_id = s.id AND l.position = $4) \
    ORDER BY s.id DESC",
);
const PRACTISED: Sql = Sql::named(
    "item_use.practised",
    "SELECT COUNT(*) AS many FROM practice_exposures WHERE family = $1 AND answered_at IS NOT NULL",
);
// A first answer that was explained at once has the instant of its exposure; of a run that is explained at
// its end it is the last one before it was handed in. Which version was asked stands in the run.
const FIRST_ANSWERS: Sql = Sql::named(
    "item_use.first_answers",
    "SELECT e.is_right, e.others, e.others_right, r.items, (SELECT a.response FROM practice_responses AS a \
    WHERE a.run_id = r.id AND a.item = $1 ORDER BY a.seq DESC LIMIT 1) AS response FROM (SELECT x.person_id, \
    x.answered_at, x.is_right, (SELECT COUNT(*) FROM practice_exposures AS o WHERE o.person_id = x.person_id \
    AND o.exam = x.exam AND o.family <> $1 AND o.answered_at IS NOT NULL) AS others, \
    (SELECT COUNT(*) FROM practice_exposures AS o WHERE o.person_id = x.person_id AND o.exam = x.exam \
    AND o.family <> $1 AND o.is_right = 1) AS others_right, (SELECT q.id FROM practice_runs AS q \
    JOIN practice_responses AS b ON b.run_id = q.id AND b.item = $1 WHERE q.person_id = x.person_id \
    AND (b.answered_at = x.answered_at OR q.finished_at = x.answered_at) ORDER BY q.id LIMIT 1) AS run_id \
    FROM practice_exposures AS x WHERE x.family = $1 AND x.answered_at IS NOT NULL \
    ORDER BY x.answered_at DESC, x.person_id DESC LIMIT $2) AS e \
    JOIN practice_runs AS r ON r.id = e.run_id ORDER BY e.answered_at DESC, e.person_id DESC",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[GIVEN, DIGESTS, ANSWERS, PRACTISED, FIRST_ANSWERS];

/// A form as it was given with the files of then.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SatForm {
    /// The files.
    pub tree: String,
    /// The form.
    pub form: String,
    /// How many sittings of it count.
    pub sittings: i64,
    /// The form's file.
    pub form_text: String,
    /// What the item's file is kept under.
    pub item_file: String,
}

/// What a sitting answered at a place.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct AnswerAt {
    /// The number that the sitting's chance began with.
    #[sqlx(try_from = "i64")]
    pub seed: Seed,
    /// The score report of the whole sitting, JSON.
    pub report: Option<String>,
    /// The values, a JSON list; none where nothing was answered.
    pub response: Option<String>,
    /// By the client: milliseconds that the item was on screen before its answer was changed last.
    pub item_elapsed_ms: Option<i64>,
}

/// Somebody's first answer to a practice item, given before anything about it was told.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct FirstAnswerRow {
    /// Whether it is right.
    #[sqlx(try_from = "Flag")]
    pub is_right: bool,
    /// To how many other items of the exam version's pool they gave a first answer.
    pub others: i64,
    /// How many of those are right.
    pub others_right: i64,
    /// Item and version of each question of the run, as JSON.
    pub items: String,
    /// The values, a JSON list.
    pub response: Option<String>,
}

impl Reads {
    /// The forms of an exam version that were sat with a file of its bank, by the files of then; at most so
    /// many.
    ///
    /// # Errors
    /// The database failed.
    pub async fn forms_given(&self, exam: &str, path: &str, limit: i64) -> Result<Vec<SatForm>, StoreError> {
        self.all(GIVEN, [exam.into(), path.into(), limit.into()]).await
    }

    /// What a file of an item's versions is kept under, by version.
    ///
    /// # Errors
    /// The database failed.
    pub async fn item_digests(&self, id: ItemId, name: &str) -> Result<Vec<(i64, String)>, StoreError> {
        self.all(DIGESTS, [id.to_string().into(), name.into()]).await
    }

    /// How many people gave a first answer to a practice item, before anything about it was told.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count_first_answers(&self, item: &str) -> Result<i64, StoreError> {
        let one: Option<(i64,)> = self.maybe(PRACTISED, [item.into()]).await?;
        Ok(one.map_or(0, |(many,)| many))
    }

    /// The first answers to a practice item, the latest first, at most so many.
    ///
    /// # Errors
    /// The database failed.
    pub async fn first_answers(&self, item: &str, limit: i64) -> Result<Vec<FirstAnswerRow>, StoreError> {
        self.all(FIRST_ANSWERS, [item.into(), limit.into()]).await
    }

    /// What was answered at a place of a form, the latest sitting first, at most so many times.
    ///
    /// # Errors
    /// The database failed.
    pub async fn answers_at(
        &self,
        exam: &str,
        given: &SatForm,
        position: u32,
        limit: i64,
    ) -> Result<Vec<AnswerAt>, StoreError> {
        let (tree, form) = (&given.tree, &given.form);
        self.all(ANSWERS, [exam.into(), tree.into(), form.into(), position.into(), limit.into()]).await
    }
}
