//! First answers of practice, given before anything about the item was told.

use std::collections::BTreeMap;

use assay_store::{FirstAnswerRow, Reads};

use super::count::{CountedAnswer, GivenCount, GivenCounts, REST_ITEMS_MIN};
use crate::{
    AppError, Asking,
    items::{
        held::HeldItem,
        open::{ItemRef, content_of},
    },
};

/// First answers that are read: a share of a thousand is exact to three in a hundred.
const ANSWERS_MAX: i64 = 1_000;
/// Versions, the latest first, whose files are read for a mark that no version has: an item has a few.
const VERSIONS_MAX: usize = 50;

/// By version, none first; and how many first answers there are.
pub(super) async fn counted(
    asking: &Asking,
    store: &Reads,
    item: &HeldItem,
) -> Result<(GivenCounts, i64), AppError> {
    let slug = item.record.slug.as_str();
    let rows = store.first_answers(slug, ANSWERS_MAX).await?;
    let read = i64::try_from(rows.len()).unwrap_or(ANSWERS_MAX);
    let all = if read < ANSWERS_MAX { read } else { store.count_first_answers(slug).await? };
    let mut asked: BTreeMap<String, Vec<&FirstAnswerRow>> = BTreeMap::new();
    for row in &rows {
        asked.entry(asked_mark(row, slug).unwrap_or_default()).or_default().push(row);
    }
    let numbers = numbers(asking, store, item, asked.keys()).await?;
    let mut counts = GivenCounts::new();
    for (mark, rows) in asked {
        let number = numbers.get(&mark).copied();
        let count = counts.entry(number).or_insert_with(|| GivenCount::of(number));
        count.told.times += i64::try_from(rows.len()).unwrap_or(ANSWERS_MAX);
        let Some(number) = number else { continue };
        // A run's mark and that of a version with pictures beside it may be two of one version.
        if count.told.read == 0 {
            count.asked(content_of(asking, store, item, number).await?.read.item_ref().options());
        }
        rows.into_iter().for_each(|row| count.count(0, &counted_answer(row)));
    }
    Ok((counts, all))
}

/// The version that a run asked, by the mark that the practice pool gave it.
fn asked_mark(row: &FirstAnswerRow, slug: &str) -> Option<String> {
    let items: Vec<(String, String)> = serde_json::from_str(&row.items).ok()?;
    items.into_iter().find_map(|(item, mark)| (item == slug).then_some(mark))
}

/// The numbers of the versions that have these marks.
async fn numbers(
    asking: &Asking,
    store: &Reads,
    item: &HeldItem,
    marks: impl Iterator<Item = &String> + Clone,
) -> Result<BTreeMap<String, u32>, AppError> {
    let known = item.work.versions.iter().map(|version| (version.marks.mark.clone(), version.number));
    let mut known: BTreeMap<String, u32> = known.collect();
    // The mark of a version is also made of pictures beside an item in its own words, that of the pool not.
    for version in item.work.versions.iter().rev().take(VERSIONS_MAX) {
        if marks.clone().all(|mark| known.contains_key(mark)) {
            break;
        }
        let content = content_of(asking, store, item, version.number).await?;
        known.entry(content.read.item_ref().version.as_str().to_owned()).or_insert(version.number);
    }
    Ok(known)
}

fn counted_answer(row: &FirstAnswerRow) -> CountedAnswer {
    let values = row.response.as_deref().and_then(|text| serde_json::from_str(text).ok());
    CountedAnswer {
        is_right: row.is_right,
        values: values.unwrap_or_default(),
        rest: (row.others >= REST_ITEMS_MIN).then(|| row.others_right as f64 / row.others as f64),
        // No page of practice says how long an answer took.
        seconds: None,
    }
}
