//! Second answers to items, as the files beside a programme record them.

use assay_bank::work::ItemPool;

use crate::{
    db::StoreError,
    store::Reads,
    table::item::ItemRecord,
    unit::{Sql, Statement},
};

const ALL: Sql = Sql::named(
    "second_answer.all",
    "SELECT exam, item, reader, kind, asked FROM second_answers ORDER BY exam, item, reader",
);
const FORGET: Sql = Sql::named("second_answer.forgotten", "DELETE FROM second_answers");
const KEEP: Sql = Sql::named(
    "second_answer.kept",
    "INSERT INTO second_answers (exam, item, reader, kind, asked) VALUES ($1, $2, $3, $4, $5)",
);
/// How many items of a pool were answered before their key was seen: here, and by whom in the records.
///
/// Of the records those to the present wording count alone: another one's answers say nothing of it.
///
/// Crossed, so that SQLite goes from the few records and answers to their items and not through a whole pool.
macro_rules! of_bank {
    () => {
        "(SELECT COUNT(DISTINCT e.item_id) FROM item_events AS e CROSS JOIN items AS i \
        WHERE e.kind = 'answered' AND i.id = e.item_id AND i.pool = $1 AND i.exam = $2) AS here, \
        (SELECT COUNT(DISTINCT i.id) FROM second_answers AS s CROSS JOIN items AS i \
        CROSS JOIN item_versions AS v WHERE s.exam = $2 AND s.kind = 'person' AND i.pool = $1 \
        AND i.slug = s.item AND i.exam = s.exam AND v.item_id = i.id AND v.number = i.latest \
        AND v.asked = s.asked) AS people, \
        (SELECT COUNT(DISTINCT i.id) FROM second_answers AS s CROSS JOIN items AS i \
        CROSS JOIN item_versions AS v WHERE s.exam = $2 AND s.kind = 'machine' AND i.pool = $1 \
        AND i.slug = s.item AND i.exam = s.exam AND v.item_id = i.id AND v.number = i.latest \
        AND v.asked = s.asked) AS machines"
    };
}
const OF_BANK: Sql = Sql::named("second_answer.of_bank", concat!("SELECT ", of_bank!()));
const OF_ITEM: Sql = Sql::named(
    "second_answer.of_item",
    concat!(
        "SELECT ",
        of_bank!(),
        ", (SELECT COUNT(*) FROM second_answers AS s JOIN item_versions AS v ON v.item_id = $4 \
        AND v.number = $5 AND v.asked = s.asked WHERE s.exam = $2 AND s.item = $3 AND s.kind = 'person') \
        AS item_people, (SELECT COUNT(*) FROM second_answers AS s JOIN item_versions AS v ON v.item_id = $4 \
        AND v.number = $5 AND v.asked = s.asked WHERE s.exam = $2 AND s.item = $3 AND s.kind = 'machine') \
        AS item_machines"
    ),
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[ALL, FORGET, KEEP, OF_BANK, OF_ITEM];

/// A second answer, without what was answered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, sqlx::FromRow)]
pub struct SecondAnswerRecord {
    /// Exam version.
    pub exam: String,
    /// The item's name.
    pub item: String,
    /// Who answered, as a code.
    pub reader: String,
    /// `person` or `machine`.
    pub kind: String,
    /// Mark of what was asked.
    pub asked: String,
}

/// How many items of a pool were answered before their key was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct AnsweredBank {
    /// By people who worked here.
    pub here: i64,
    /// By people, as the records say.
    pub people: i64,
    /// By machines, as the records say.
    pub machines: i64,
}

/// The same with how many second answers the records have to one of its items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct AnsweredItem {
    /// Of its pool.
    #[sqlx(flatten)]
    pub bank: AnsweredBank,
    /// By people.
    pub item_people: i64,
    /// By machines.
    pub item_machines: i64,
}

/// All that are kept are forgotten.
pub fn forgotten() -> Statement {
    FORGET.with([])
}

/// One is kept.
pub fn kept(answer: &SecondAnswerRecord) -> Statement {
    let SecondAnswerRecord { exam, item, reader, kind, asked } = answer;
    KEEP.with([exam.into(), item.into(), reader.into(), kind.into(), asked.into()])
}

impl Reads {
    /// All that are kept, in the order of exam version, item and reader.
    ///
    /// # Errors
    /// The database failed.
    pub async fn second_answers(&self) -> Result<Vec<SecondAnswerRecord>, StoreError> {
        self.all(ALL, []).await
    }

    /// How many items of a pool were answered before their key was seen.
    ///
    /// # Errors
    /// The database failed.
    pub async fn second_answers_of_bank(
        &self,
        pool: ItemPool,
        exam: &str,
    ) -> Result<AnsweredBank, StoreError> {
        self.one(OF_BANK, [pool.as_str().into(), exam.into()]).await
    }

    /// The same with how many second answers the records have to a version of an item of it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn second_answers_of_item(
        &self,
        item: &ItemRecord,
        version: i64,
    ) -> Result<AnsweredItem, StoreError> {
        let (pool, id) = (item.id.pool().as_str(), item.id.to_string());
        let (exam, slug) = (&item.exam, &item.slug);
        self.one(OF_ITEM, [pool.into(), exam.into(), slug.into(), id.into(), version.into()]).await
    }
}
