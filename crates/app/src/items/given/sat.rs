//! Answers of sittings whose result counts.

use std::collections::{BTreeMap, btree_map::Entry};

use assay_assessment::form::{Purpose, parse_form};
use assay_bank::{BankItem, item_seed};
use assay_kernel::source::SourceFile;
use assay_store::{AnswerAt, Reads, SatForm};
use serde::Deserialize;

use super::count::{CountedAnswer, GivenCount, GivenCounts};
use crate::{
    AppError, Asking,
    items::{
        held::HeldItem,
        open::{ItemRef, content_of},
    },
};

/// Sittings of one form whose answers are read: a share of a thousand is exact to three in a hundred.
const SITTINGS_MAX: i64 = 1_000;
/// Sittings that are read for one item, whatever forms gave it: a page that somebody waits a second for.
const READ_MAX: i64 = 10_000;
/// Forms, by the files of then, that are looked through: a body gives a few a year.
const FORMS_MAX: i64 = 200;

/// What a score report says of the whole sitting.
#[derive(Deserialize)]
struct WholeScore {
    raw: u32,
    raw_max: u32,
}

/// A place on a form, from 1, and whether it counts.
#[derive(Clone, Copy)]
struct SatAt {
    position: u32,
    purpose: Purpose,
}

/// By version, none first; and how many sittings there are.
pub(super) async fn counted(
    asking: &Asking,
    store: &Reads,
    item: &HeldItem,
) -> Result<(GivenCounts, i64), AppError> {
    let (id, exam, slug) = (item.record.id, item.record.exam.as_str(), item.record.slug.as_str());
    let own: BTreeMap<String, i64> = store
        .item_digests(id, &format!("{slug}.toml"))
        .await?
        .into_iter()
        .map(|(number, digest)| (digest, number))
        .collect();
    let path = format!("bank/{exam}/{slug}.toml");
    let mut counts = GivenCounts::new();
    let mut wordings: BTreeMap<u32, BankItem> = BTreeMap::new();
    // One form under several versions of the programme is one form.
    let mut groups: BTreeMap<String, u32> = BTreeMap::new();
    let (mut left, mut all) = (READ_MAX, 0);
    for given in store.forms_given(exam, &path, FORMS_MAX).await? {
        let Some(place) = place_of(&given, slug) else { continue };
        let number = own.get(&given.item_file).and_then(|number| u32::try_from(*number).ok());
        let count = counts.entry(number).or_insert_with(|| GivenCount::of(number));
        count.told.forms.insert(given.form.clone());
        count.told.times += given.sittings;
        all += given.sittings;
        let Some(number) = number else { continue };
        let asked = match wordings.entry(number) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let content = content_of(asking, store, item, number).await?;
                count.asked(content.read.item_ref().options());
                place.insert(content.read.read.item)
            }
        };
        if left == 0 {
            continue;
        }
        let known = u32::try_from(groups.len()).unwrap_or(u32::MAX);
        let group = *groups.entry(given.form.clone()).or_insert(known);
        let answers = store.answers_at(exam, &given, place.position, SITTINGS_MAX.min(left)).await?;
        left -= i64::try_from(answers.len()).unwrap_or(left);
        for answer in &answers {
            count.count(group, &counted_answer(asked, place, answer));
        }
    }
    Ok((counts, all))
}

/// Where an item stood on a form.
fn place_of(given: &SatForm, slug: &str) -> Option<SatAt> {
    let path = format!("forms/{}.toml", given.form);
    let (form, _) = parse_form(&SourceFile::new(path, given.form_text.as_str()));
    let (entry, position) = form.items.iter().zip(1_u32..).find(|(entry, _)| entry.item == slug)?;
    Some(SatAt { position, purpose: entry.purpose })
}

/// What was not answered is not right.
fn counted_answer(item: &BankItem, place: SatAt, answer: &AnswerAt) -> CountedAnswer {
    let values = answer.response.as_deref().and_then(|text| serde_json::from_str::<Vec<String>>(text).ok());
    let values = values.unwrap_or_default();
    let is_right = item.is_right(item_seed(answer.seed.0, place.position), &values);
    let score: Option<WholeScore> =
        answer.report.as_deref().and_then(|report| serde_json::from_str(report).ok());
    CountedAnswer {
        is_right,
        rest: score.and_then(|score| rest_of(&score, place.purpose, is_right)),
        seconds: answer.item_elapsed_ms.filter(|ms| *ms >= 0).map(|ms| ms as f64 / 1000.0),
        values,
    }
}

/// The share of right answers among the items that count, without this one.
fn rest_of(score: &WholeScore, purpose: Purpose, is_right: bool) -> Option<f64> {
    let own = |part: bool| u32::from(purpose == Purpose::Scored && part);
    let right = score.raw.checked_sub(own(is_right))?;
    let items = score.raw_max.checked_sub(own(true)).filter(|items| *items > 0 && right <= *items)?;
    Some(f64::from(right) / f64::from(items))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_is_what_counts_without_the_item_itself() {
        let score = |raw, raw_max| WholeScore { raw, raw_max };
        let rest = |score, purpose, is_right| rest_of(&score, purpose, is_right);
        assert_eq!(rest(score(9, 11), Purpose::Scored, true), Some(0.8), "8 of 10");
        assert_eq!(rest(score(9, 11), Purpose::Scored, false), Some(0.9), "9 of 10");
        assert_eq!(rest(score(9, 10), Purpose::Pretest, true), Some(0.9), "it is no part of the score");
        assert_eq!(rest(score(0, 11), Purpose::Scored, true), None, "the report is of something else");
        assert_eq!(rest(score(1, 1), Purpose::Scored, true), None, "there is no rest");
    }
}
