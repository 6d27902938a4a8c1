//! Forms that are being made: what stands on them, how they stand, and what happened to them.

use assay_kernel::{ExamForms, TypedId};

use crate::{
    column::{Ms, words},
    db::StoreError,
    store::Reads,
    table::{item_version::BankFileRecord, listed::Rows},
    unit::{Sql, Statement},
};

/// The columns of a form.
macro_rules! columns {
    () => {
        "f.id, f.exam, f.name, f.state, f.revision, f.seed, f.made_by, f.made_at, f.edited_by, f.asked_by, \
        f.ended_by, f.ended_at, f.mark, f.cut_raw, f.cut_standard"
    };
}

const BY_ID: Sql =
    Sql::named("exam_form.by_id", concat!("SELECT ", columns!(), " FROM exam_forms AS f WHERE f.id = $1"));
const FROZEN: Sql = Sql::named(
    "exam_form.frozen_by_name",
    concat!("SELECT ", columns!(), " FROM exam_forms AS f WHERE f.name = $1 AND f.state = 'frozen'"),
);
const LISTED: Sql = Sql::named(
    "exam_form.listed",
    concat!(
        "SELECT ",
        columns!(),
        " FROM exam_forms AS f WHERE f.state <> 'dropped' ORDER BY f.exam, f.name LIMIT $1 OFFSET $2"
    ),
);
const COUNT: Sql = Sql::named("exam_form.count", "SELECT COUNT(*) FROM exam_forms WHERE state <> 'dropped'");
const ITEMS: Sql = Sql::named(
    "exam_form.items",
    "SELECT item, purpose, version FROM exam_form_items WHERE form_id = $1 ORDER BY place",
);
const FILES: Sql = Sql::named(
    "exam_form.files",
    "SELECT i.slug, v.number, i.live, v.name, c.content, c.base64 FROM exam_form_items AS e \
    JOIN items AS i ON i.pool = 'exam' AND i.slug = e.item \
    JOIN item_version_files AS v ON v.item_id = i.id AND v.number = COALESCE(e.version, i.live) \
    JOIN item_contents AS c ON c.digest = v.digest WHERE e.form_id = $1 ORDER BY e.place, v.name",
);
const TAKEN: Sql = Sql::named(
    "exam_form.taken",
    "SELECT i.item FROM exam_forms AS f JOIN exam_form_items AS i ON i.form_id = f.id \
    WHERE f.exam = $1 AND f.id <> $2 AND f.state <> 'dropped' ORDER BY i.item",
);
const EVENTS: Sql = Sql::named(
    "exam_form.events",
    "SELECT e.number, e.kind, e.done_by, e.done_at, e.item_from, e.item_to, p.name AS person_name \
    FROM exam_form_events AS e LEFT JOIN persons AS p ON p.id = e.done_by \
    WHERE e.form_id = $1 ORDER BY e.number DESC LIMIT $2",
);
const MAKE: Sql = Sql::named(
    "exam_form.made",
    "INSERT INTO exam_forms (id, exam, name, state, revision, seed, made_by, made_at, edited_by) \
    VALUES ($1, $2, $3, 'open', 1, $4, $5, $6, $5)",
);
const PLACE: Sql = Sql::named(
    "exam_form.placed",
    "INSERT INTO exam_form_items (form_id, place, item, purpose) VALUES ($1, $2, $3, $4)",
);
const SWAP: Sql =
    Sql::named("exam_form.swapped", "UPDATE exam_form_items SET item = $3 WHERE form_id = $1 AND item = $2");
const PIN: Sql = Sql::named(
    "exam_form.pinned",
    "UPDATE exam_form_items SET version = $3 WHERE form_id = $1 AND item = $2",
);
const EDIT: Sql = Sql::named(
    "exam_form.edited",
    "UPDATE exam_forms SET revision = revision + 1, edited_by = $3 \
    WHERE id = $1 AND revision = $2 AND state = 'open'",
);
const ASK: Sql = Sql::named(
    "exam_form.asked",
    "UPDATE exam_forms SET revision = revision + 1, state = 'asked', asked_by = $3 \
    WHERE id = $1 AND revision = $2 AND state = 'open'",
);
const OPEN_AGAIN: Sql = Sql::named(
    "exam_form.opened_again",
    "UPDATE exam_forms SET revision = revision + 1, state = 'open', asked_by = NULL \
    WHERE id = $1 AND revision = $2 AND state = 'asked'",
);
const FREEZE: Sql = Sql::named(
    "exam_form.frozen",
    "UPDATE exam_forms SET revision = revision + 1, state = 'frozen', ended_by = $3, ended_at = $4, \
    mark = $5 WHERE id = $1 AND revision = $2 AND state = 'asked'",
);
const PREPARE: Sql = Sql::named(
    "exam_form.prepared",
    "UPDATE exam_forms SET revision = revision + 1 WHERE id = $1 AND revision = $2 AND state = 'frozen'",
);
const CUT: Sql = Sql::named(
    "exam_form.cut_set",
    "UPDATE exam_forms SET revision = revision + 1, cut_raw = $3, cut_standard = $4 \
    WHERE id = $1 AND revision = $2 AND state = 'frozen'",
);
const DROP: Sql = Sql::named(
    "exam_form.dropped",
    "UPDATE exam_forms SET revision = revision + 1, state = 'dropped', ended_by = $3, ended_at = $4 \
    WHERE id = $1 AND revision = $2 AND state IN ('open', 'asked')",
);
const ENTER: Sql = Sql::named(
    "exam_form.entered",
    "INSERT INTO exam_form_events (form_id, number, kind, done_by, done_at, item_from, item_to) \
    VALUES ($1, $2, $3, $4, $5, $6, $7)",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[
    BY_ID, FROZEN, LISTED, COUNT, ITEMS, FILES, TAKEN, EVENTS, MAKE, PLACE, SWAP, PIN, EDIT, ASK, OPEN_AGAIN,
    FREEZE, PREPARE, CUT, DROP, ENTER,
];

words! {
    /// How a form stands that is being made.
    pub enum ExamFormState in "exam_forms.state" {
        /// It can be edited.
        Open = "open",
        /// A second person is asked to freeze it.
        Asked = "asked",
        /// It is never changed again.
        Frozen = "frozen",
        /// Nothing became of it.
        Dropped = "dropped",
    }
}

words! {
    /// What happened to a form.
    pub enum ExamFormDone in "exam_form_events.kind" {
        /// It was drawn.
        Drawn = "drawn",
        /// An item was put in the place of another.
        Swapped = "swapped",
        /// Somebody asked that it be frozen.
        Asked = "asked",
        /// It was opened to be edited again.
        OpenedAgain = "opened-again",
        /// It was frozen.
        Frozen = "frozen",
        /// A change of the programme was prepared that gives it.
        Prepared = "prepared",
        /// A panel's cut was entered, or taken out.
        CutSet = "cut-set",
        /// It was dropped.
        Dropped = "dropped",
    }
}

/// A form that is being made.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ExamFormRecord {
    /// Id.
    #[sqlx(try_from = "String")]
    pub id: TypedId<ExamForms>,
    /// For which exam version.
    pub exam: String,
    /// As its file will be called.
    pub name: String,
    /// How it stands.
    pub state: ExamFormState,
    /// Rises with each change.
    pub revision: i64,
    /// The number that chance began with.
    pub seed: String,
    /// Who had it drawn: a person's id, or `command line`.
    pub made_by: String,
    /// When.
    pub made_at: Ms,
    /// Who changed it last.
    pub edited_by: String,
    /// Who asked that it be frozen.
    pub asked_by: Option<String>,
    /// Who froze or dropped it.
    pub ended_by: Option<String>,
    /// When.
    pub ended_at: Option<Ms>,
    /// Which wording of which items was frozen.
    pub mark: Option<String>,
    /// Scored items to answer correctly, as a panel decided.
    pub cut_raw: Option<i64>,
    /// The panel's study, in words.
    pub cut_standard: Option<String>,
}

/// An item of a form.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ExamFormItem {
    /// Its name.
    pub item: String,
    /// What it is there for.
    pub purpose: String,
    /// Which version of it was frozen.
    pub version: Option<i64>,
}

/// Something that happened to a form.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ExamFormEvent {
    /// The revision that it made.
    pub number: i64,
    /// What.
    pub kind: ExamFormDone,
    /// Who.
    pub done_by: String,
    /// When.
    pub done_at: Ms,
    /// The item that went.
    pub item_from: Option<String>,
    /// The item that came.
    pub item_to: Option<String>,
    /// How whoever did it is called.
    #[sqlx(rename = "person_name")]
    pub name: Option<String>,
}

/// A form to be kept.
#[derive(Clone, Debug)]
pub struct NewExamForm {
    /// Id.
    pub id: TypedId<ExamForms>,
    /// For which exam version.
    pub exam: String,
    /// As its file will be called.
    pub name: String,
    /// The number that chance began with.
    pub seed: String,
    /// Who had it drawn.
    pub by: String,
}

/// Who changes which revision of a form.
#[derive(Clone, Copy, Debug)]
pub struct OfRevision<'a> {
    /// The form.
    pub id: TypedId<ExamForms>,
    /// As whoever decides saw it.
    pub revision: i64,
    /// Who.
    pub by: &'a str,
}

/// A form is drawn; its items are statements of their own. Nobody has another of its name.
pub fn made(form: &NewExamForm, at: Ms) -> Statement {
    MAKE.with([
        form.id.into(),
        (&form.exam).into(),
        (&form.name).into(),
        (&form.seed).into(),
        (&form.by).into(),
        at.into(),
    ])
}

/// An item stands at a place.
pub fn placed(id: TypedId<ExamForms>, place: i64, item: &str, purpose: &str) -> Statement {
    PLACE.with([id.into(), place.into(), item.into(), purpose.into()])
}

/// Another item stands where one stood. Comes with the statement that it was edited.
pub fn swapped(id: TypedId<ExamForms>, from: &str, to: &str) -> Statement {
    SWAP.must([id.into(), from.into(), to.into()])
}

/// Of an item that version is frozen. Comes with the statement that the form is.
pub fn pinned(id: TypedId<ExamForms>, item: &str, version: i64) -> Statement {
    PIN.must([id.into(), item.into(), version.into()])
}

/// It is edited: it must be open, and as it was seen.
pub fn edited(of: OfRevision<'_>) -> Statement {
    EDIT.must([of.id.into(), of.revision.into(), of.by.into()])
}

/// A second person is asked for.
pub fn asked(of: OfRevision<'_>) -> Statement {
    ASK.must([of.id.into(), of.revision.into(), of.by.into()])
}

/// It can be edited again.
pub fn opened_again(of: OfRevision<'_>) -> Statement {
    OPEN_AGAIN.must([of.id.into(), of.revision.into()])
}

/// It is never changed again.
pub fn frozen(of: OfRevision<'_>, mark: &str, at: Ms) -> Statement {
    FREEZE.must([of.id.into(), of.revision.into(), of.by.into(), at.into(), mark.into()])
}

/// A change of the programme is prepared that gives it: it must be frozen, and as it was seen.
pub fn prepared(of: OfRevision<'_>) -> Statement {
    PREPARE.must([of.id.into(), of.revision.into()])
}

/// A panel's cut is entered, or taken out: it must be frozen, and as it was seen.
pub fn cut_set(of: OfRevision<'_>, cut: Option<(i64, &str)>) -> Statement {
    let (raw, standard) = cut.map_or((None, None), |(raw, text)| (Some(raw), Some(text.to_owned())));
    CUT.must([of.id.into(), of.revision.into(), raw.into(), standard.into()])
}

/// Nothing becomes of it.
pub fn dropped(of: OfRevision<'_>, at: Ms) -> Statement {
    DROP.must([of.id.into(), of.revision.into(), of.by.into(), at.into()])
}

/// What happened to it, behind the revision that was seen; of a swap with both items.
pub fn entered(of: OfRevision<'_>, kind: ExamFormDone, swap: Option<(&str, &str)>, at: Ms) -> Statement {
    let (from, to) = swap.map_or((None, None), |(from, to)| (Some(from.to_owned()), Some(to.to_owned())));
    ENTER.with([
        of.id.into(),
        (of.revision + 1).into(),
        kind.as_str().into(),
        of.by.into(),
        at.into(),
        from.into(),
        to.into(),
    ])
}

impl Reads {
    /// One form.
    ///
    /// # Errors
    /// The database failed.
    pub async fn exam_form(&self, id: TypedId<ExamForms>) -> Result<Option<ExamFormRecord>, StoreError> {
        self.maybe(BY_ID, [id.into()]).await
    }

    /// The frozen form of a name.
    ///
    /// # Errors
    /// The database failed.
    pub async fn frozen_form(&self, name: &str) -> Result<Option<ExamFormRecord>, StoreError> {
        self.maybe(FROZEN, [name.into()]).await
    }

    /// A page of forms, by exam version and name.
    ///
    /// # Errors
    /// The database failed.
    pub async fn exam_forms(&self, rows: Rows) -> Result<Vec<ExamFormRecord>, StoreError> {
        self.all(LISTED, [rows.limit.into(), rows.offset.into()]).await
    }

    /// How many there are.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count_exam_forms(&self) -> Result<i64, StoreError> {
        let (count,): (i64,) = self.one(COUNT, []).await?;
        Ok(count)
    }

    /// The items of a form with what they are there for, in its order.
    ///
    /// # Errors
    /// The database failed.
    pub async fn exam_form_items(&self, id: TypedId<ExamForms>) -> Result<Vec<ExamFormItem>, StoreError> {
        self.all(ITEMS, [id.into()]).await
    }

    /// The files of a form's items, in its order: of the versions that were frozen, else of those that live.
    ///
    /// # Errors
    /// The database failed.
    pub async fn exam_form_files(&self, id: TypedId<ExamForms>) -> Result<Vec<BankFileRecord>, StoreError> {
        self.all(FILES, [id.into()]).await
    }

    /// The items of an exam version's other forms.
    ///
    /// # Errors
    /// The database failed.
    pub async fn exam_form_items_taken(
        &self,
        exam: &str,
        but: TypedId<ExamForms>,
    ) -> Result<Vec<String>, StoreError> {
        let items: Vec<(String,)> = self.all(TAKEN, [exam.into(), but.into()]).await?;
        Ok(items.into_iter().map(|(item,)| item).collect())
    }

    /// What happened to a form, the latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn exam_form_events(
        &self,
        id: TypedId<ExamForms>,
        limit: i64,
    ) -> Result<Vec<ExamFormEvent>, StoreError> {
        self.all(EVENTS, [id.into(), limit.into()]).await
    }
}
