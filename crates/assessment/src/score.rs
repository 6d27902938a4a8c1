//! From responses to a score report.
//!
//! Raw count, scaled score, decision, and a table per domain.

use std::collections::BTreeMap;

use assay_bank::{BankItem, item_seed};
use assay_programme::model::{ExamVersion, Outline, Scale};
use serde::{Deserialize, Serialize};

use crate::{
    form::{Form, Purpose},
    whole::{NotWhole, whole},
};

/// Names this way of scoring in stored reports.
///
/// Piecewise linear through the cut, all or nothing per item.
pub const SCORING_VERSION: &str = "linear-through-cut/1";

/// What a candidate is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreReport {
    /// How it was computed.
    pub scoring: String,
    /// Form that was given.
    pub form: String,
    /// Scored items answered correctly.
    pub raw: u32,
    /// Scored items.
    pub raw_max: u32,
    /// On the exam version's scale.
    pub scaled: u32,
    /// The cut score on that scale.
    pub cut: u32,
    /// The decision: compensatory, only the total counts.
    pub passed: bool,
    /// By domain, in the outline's order.
    pub domains: Vec<DomainResult>,
}

/// One row of the domain table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainResult {
    /// Domain id.
    pub domain: String,
    /// Its title.
    pub title: String,
    /// Its weight in percent.
    pub weight_pct: u32,
    /// Scored items answered correctly.
    pub correct: u32,
    /// Scored items of the domain on the form.
    pub items: u32,
    /// At or above the proportion that the cut asks for.
    pub meets: bool,
}

/// Where a share lies and how far chance could move it, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShareRange {
    /// The lower end.
    pub low: u16,
    /// The share itself.
    pub at: u16,
    /// The upper end.
    pub high: u16,
}

/// How a domain stands against what passing takes, as far as its items tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// Above, whichever way chance moved it.
    Above,
    /// It could lie on either side.
    Near,
    /// Below, whichever way chance moved it.
    Below,
    /// It has too few items to say anything.
    TooFew,
}

/// With fewer items than these one answer moves a share by more than the range is wide.
const ITEMS_TO_TELL: u32 = 5;

impl DomainResult {
    /// The share of right answers, with one standard error to both sides.
    ///
    /// Wilson's interval (1927), which is never empty: all of two answers right is no proof of knowing all.
    pub fn range(&self) -> ShareRange {
        let items = u64::from(self.items);
        let correct = u64::from(self.correct.min(self.items));
        let permille = |part: u64| u16::try_from(part.min(1000)).unwrap_or(1000);
        if items == 0 {
            return ShareRange { low: 0, at: 0, high: 1000 };
        }
        let middle = (2 * correct + 1) * 500 / (items + 1);
        let spread = 250_000 * (4 * correct * (items - correct) + items) / items;
        let half = spread.isqrt() / (items + 1);
        ShareRange {
            low: permille(middle.saturating_sub(half)),
            at: permille(correct * 1000 / items),
            high: permille(middle + half),
        }
    }

    /// How it stands against the share that passing takes, in thousandths.
    pub fn against(&self, needed: u16) -> Against {
        let range = self.range();
        match needed {
            _ if self.items < ITEMS_TO_TELL => Against::TooFew,
            needed if range.low > needed => Against::Above,
            needed if range.high < needed => Against::Below,
            _ => Against::Near,
        }
    }
}

/// The scaled score of a raw score.
///
/// Lowest at 0, the cut exactly at the raw cut, highest at the maximum, straight lines between. Rounded
/// down, so that nobody below the raw cut reaches the cut.
pub fn scaled(scale: Scale, raw: u32, raw_max: u32, raw_cut: u32) -> u32 {
    let (raw, raw_cut) = (raw.min(raw_max), raw_cut.min(raw_max));
    let line = |low: u32, high: u32, part: u32, whole: u32| match whole {
        0 => high,
        _ => low + (high.saturating_sub(low)) * part / whole,
    };
    if raw >= raw_cut {
        line(scale.cut, scale.maximum, raw - raw_cut, raw_max - raw_cut)
    } else {
        line(scale.minimum, scale.cut, raw, raw_cut)
    }
}

/// Scores a sitting.
///
/// `responses` are by position from 1; what is absent was not answered and is wrong. Pretest items never
/// count. `seed` is the sitting's: it decides what a template asks.
///
/// # Errors
/// The form is not whole: the error names the item. A report of fewer items would be a smaller maximum under
/// the same cut.
pub fn score(
    exam: &ExamVersion,
    outline: &Outline,
    form: &Form,
    bank: &BTreeMap<String, BankItem>,
    seed: u64,
    responses: &BTreeMap<u32, Vec<String>>,
) -> Result<ScoreReport, NotWhole> {
    let mut tally: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for (place, position) in whole(form, outline, bank)?.iter().zip(1_u32..) {
        if place.entry.purpose != Purpose::Scored {
            continue;
        }
        let response = responses.get(&position).map(Vec::as_slice).unwrap_or_default();
        let (correct, items) = tally.entry(place.domain.id.as_str()).or_default();
        *correct += u32::from(place.item.is_right(item_seed(seed, position), response));
        *items += 1;
    }
    let raw = tally.values().map(|(correct, _)| correct).sum();
    let raw_max = tally.values().map(|(_, items)| items).sum();
    let domains = outline.domains.iter().map(|domain| {
        let (correct, items) = tally.get(domain.id.as_str()).copied().unwrap_or_default();
        DomainResult {
            domain: domain.id.clone(),
            title: domain.title.clone(),
            weight_pct: domain.weight_pct,
            correct,
            items,
            meets: correct * raw_max >= form.cut_raw * items,
        }
    });
    Ok(ScoreReport {
        scoring: SCORING_VERSION.to_owned(),
        form: form.id.clone(),
        raw,
        raw_max,
        scaled: scaled(exam.scale, raw, raw_max, form.cut_raw),
        cut: exam.scale.cut,
        passed: raw >= form.cut_raw,
        domains: domains.collect(),
    })
}

#[cfg(test)]
mod tests {
    use assay_kernel::source::SourceFile;

    use super::*;
    use crate::{
        form::parse_form,
        whole::tests::{item, outline},
    };

    const SCALE: Scale = Scale { minimum: 100, maximum: 1000, cut: 720 };

    #[test]
    fn the_ends_and_the_cut_are_exact() {
        assert_eq!(scaled(SCALE, 0, 50, 33), 100);
        assert_eq!(scaled(SCALE, 33, 50, 33), 720);
        assert_eq!(scaled(SCALE, 50, 50, 33), 1000);
        assert_eq!(scaled(SCALE, 10, 10, 10), 1000);
    }

    proptest::proptest! {
        #[test]
        fn a_scaled_score_rises_with_the_raw_one_and_decides_alike(
            max in 1_u32..200,
            cut in 1_u32..200,
            raw in 0_u32..200,
        ) {
            let (cut, raw) = (cut.min(max), raw.min(max));
            let here = scaled(SCALE, raw, max, cut);
            proptest::prop_assert!((100..=1000).contains(&here));
            proptest::prop_assert!(here <= scaled(SCALE, (raw + 1).min(max), max, cut));
            proptest::prop_assert_eq!(here >= SCALE.cut, raw >= cut);
        }
    }

    /// Three items count, two of the first domain and one of the second; one is tried out.
    fn scored(cut_raw: u32, answers: &[(u32, &str)]) -> Result<ScoreReport, NotWhole> {
        let exam = SourceFile::new("exams/X.toml", "code = 'X'");
        let mut exam = assay_programme::parse(&[exam]).0.exams.remove(0);
        exam.scale = SCALE;
        let text = "id = 'f'\nscored = ['one', 'two', 'three']\npretest = ['new']\ncut_raw = ";
        let text = format!("{text}{cut_raw}");
        let form = parse_form(&SourceFile::new("forms/f.toml", text)).0;
        let bank = [item("one", "1.1"), item("two", "1.1"), item("three", "2.1"), item("new", "2.1")];
        // By name, since the order of a form is its own affair.
        let names = ["one", "two", "three", "new"];
        let place = |number: u32| {
            let name = names[number as usize - 1];
            form.items.iter().zip(1..).find(|(entry, _)| entry.item == name).map(|(_, at)| at).unwrap()
        };
        let answers = answers.iter().map(|(item, option)| (place(*item), vec![(*option).to_owned()]));
        score(&exam, &outline(&[("1", 60), ("2", 40)]), &form, &bank.into(), 7, &answers.collect())
    }

    #[test]
    fn what_counts_is_counted_by_domain_and_the_cut_decides() {
        let report = scored(2, &[(1, "A"), (2, "B"), (3, "A"), (4, "B")]).unwrap();
        assert_eq!((report.raw, report.raw_max, report.scaled, report.passed), (2, 3, 720, true));
        assert_eq!((report.cut, report.form.as_str()), (720, "f"));
        let rows: Vec<_> = report.domains.iter().map(|row| (row.correct, row.items, row.meets)).collect();
        assert_eq!(rows, [(1, 2, false), (1, 1, true)], "two thirds were asked for");
        let named: Vec<_> = report.domains.iter().map(|row| (row.title.as_str(), row.weight_pct)).collect();
        assert_eq!(named, [("Domain 1", 60), ("Domain 2", 40)]);
    }

    #[test]
    fn few_items_say_little_and_many_say_more() {
        let domain = |correct, items| DomainResult {
            domain: "1".into(),
            title: "Domain 1".into(),
            weight_pct: 50,
            correct,
            items,
            meets: false,
        };
        let range = |correct, items| {
            let ShareRange { low, at, high } = domain(correct, items).range();
            (low, at, high)
        };
        assert_eq!(range(0, 0), (0, 0, 1000), "nothing asked, nothing known");
        assert_eq!(range(2, 2), (667, 1000, 999), "all of two is no proof of all");
        assert_eq!(range(0, 4), (0, 0, 200));
        assert_eq!(range(4, 11), (236, 363, 514));
        assert_eq!(range(400, 1100), (349, 363, 377));
        let against = |correct, items| domain(correct, items).against(720);
        assert_eq!(against(4, 11), Against::Below);
        assert_eq!(against(7, 11), Against::Near);
        assert_eq!(against(2, 2), Against::TooFew, "one answer more or less would turn it round");
        assert_eq!(against(0, 4), Against::TooFew);
        assert_eq!(against(0, 5), Against::Below);
        assert_eq!(against(11, 11), Against::Above);
    }

    #[test]
    fn what_was_not_answered_is_wrong_and_what_is_tried_out_never_counts() {
        let report = scored(2, &[(1, "A"), (4, "A")]).unwrap();
        assert_eq!((report.raw, report.raw_max, report.scaled, report.passed), (1, 3, 410, false));
        let report = scored(2, &[(1, "A"), (2, "A"), (3, "A")]).unwrap();
        assert_eq!((report.raw, report.scaled), (3, 1000));
        assert!(report.domains.iter().all(|row| row.meets));
        let report = scored(3, &[(1, "A"), (2, "A"), (3, "A")]).unwrap();
        assert!(report.passed && report.domains.iter().all(|row| row.meets), "all were asked for");
        assert_eq!(scored(2, &[]).unwrap().scaled, 100);
    }
}
