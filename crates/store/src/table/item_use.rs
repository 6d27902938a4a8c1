//! How often items were given, and what was answered to them: read from sittings and the files of then.

use assay_bank::work::ItemId;

use crate::{column::Seed, db::StoreError, store::Reads, unit::Sql};

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
const ANSWERS: Sql = Sql::named(
    "item_use.answers",
    "SELECT s.seed, (SELECT r.response FROM response_steps AS r WHERE r.sitting_id = s.id \
    AND r.position = $4 ORDER BY r.seq DESC LIMIT 1) AS response FROM sittings AS s \
    WHERE s.exam = $1 AND s.tree = $2 AND s.form = $3 AND s.scored_at IS NOT NULL \
    AND s.voided_at IS NULL AND s.result_held_at IS NULL ORDER BY s.id LIMIT $5",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[GIVEN, DIGESTS, ANSWERS];

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
    /// The values, a JSON list; none where nothing was answered.
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

    /// What was answered at a place of a form, at most so many times.
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
