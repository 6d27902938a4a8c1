//! The final form of practice as the exam's client has it: its time, what may be answered, its score.

use std::collections::BTreeMap;

use assay_assessment::{
    cut::Rounding,
    form::{Form, FormItem, Purpose},
    occasion::Practice,
    score::{ScoreReport, score},
    sitting::{Refused, SaveResponse, Sitting},
    whole::NotWhole,
};
use assay_kernel::Instant;
use assay_learning::practice::PracticeSet;

use super::Pool;

/// What the cut of a final form rests on.
const STANDARD: &str = "the sum of its authors' estimates";

/// What anybody may know of a final form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FinalFormFacts {
    /// Its time: the exam version's; of a shorter form its share.
    pub(crate) time_limit_s: u32,
    /// Right answers that its authors expect of whoever just passes.
    pub(crate) cut_raw: u32,
}

impl Pool {
    /// A final form, given like a form of the exam: everything in it counts.
    fn as_form<'a>(&self, set: &PracticeSet, items: impl Iterator<Item = &'a str>) -> Form {
        let items: Vec<FormItem> =
            items.map(|item| FormItem { item: item.to_owned(), purpose: Purpose::Scored }).collect();
        let rated = items.iter().filter_map(|entry| self.items.get(&entry.item));
        let expected: f64 = rated.map(|item| item.meta.difficulty).sum();
        let exam = self.published.programme.exam(set.exam.as_str());
        let is_short = exam.is_some_and(|exam| items.len() < exam.items_total as usize);
        Form {
            id: set.id.clone(),
            exam: set.exam.clone(),
            demonstration: is_short,
            cut_raw: Rounding::Nearest.cut(expected).max(1),
            cut_unrounded: Some(expected),
            rounding: Some(Rounding::Nearest),
            standard: STANDARD.to_owned(),
            items,
            enemies_together: Vec::new(),
            at: set.at.clone(),
        }
    }

    /// What may be known of a final form; none where its exam version is gone.
    pub(crate) fn final_form(&self, set: &PracticeSet) -> Option<FinalFormFacts> {
        let exam = self.published.programme.exam(set.exam.as_str())?;
        let form = self.as_form(set, set.items.iter().map(String::as_str));
        let time_limit_s = form.time_limit_s(exam.items_total, exam.time_limit_min);
        Some(FinalFormFacts { time_limit_s, cut_raw: form.cut_raw })
    }

    /// Whether a change fits its item.
    pub(crate) fn fits(&self, item: Option<&str>, change: &SaveResponse) -> Result<(), Refused> {
        change.fits(item.and_then(|id| self.items.get(id)))
    }

    /// Whether a sitting of practice takes a change after the latest one of its item.
    pub(crate) fn takes(
        &self,
        sitting: &Sitting<Practice>,
        (item, latest): (Option<&str>, Option<i64>),
        change: &SaveResponse,
        now: Instant,
    ) -> Result<(), Refused> {
        sitting.accept(item.and_then(|id| self.items.get(id)), latest, change, now)
    }

    /// Scores a sitting of practice as the exam is scored, with the cut that the score has to reach.
    pub(crate) fn final_score<'a>(
        &self,
        sitting: &Sitting<Practice>,
        items: impl Iterator<Item = &'a str>,
        answers: &BTreeMap<u32, Vec<String>>,
    ) -> Result<(ScoreReport, u32), NotWhole> {
        let programme = &self.published.programme;
        let known = programme.exam(sitting.exam.as_str()).zip(programme.outline(sitting.exam.as_str()));
        let (exam, outline) = known.ok_or_else(|| NotWhole::NoExam(sitting.exam.to_string()))?;
        let set = self.set(&sitting.form).ok_or_else(|| NotWhole::FormGone(sitting.form.clone()))?;
        let form = self.as_form(set, items);
        let report = score(exam, outline, &form, &self.items, sitting.seed, answers)?;
        Ok((report, form.cut_raw))
    }
}
