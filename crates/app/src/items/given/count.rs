//! What answers to one version of an item add up to, and what is told of it: nothing of a few.

use std::collections::{BTreeMap, BTreeSet};

use assay_bank::OptionFact;
use assay_psychometrics::classical::{ComparedAnswer, item_rest_correlation, mean, median};

/// Answers below which a share or a coefficient tells more of chance than of an item.
pub const FEW: usize = 30;
/// People below whom the mean of those who chose an option says nothing of it.
pub const CHOSEN_FEW: usize = 5;
/// Other questions that somebody must have answered to be compared by them in practice: of fewer one answer
/// moves the share by more than a tenth.
pub const REST_ITEMS_MIN: i64 = 10;

/// How a version of an item was answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GivenVersion {
    /// From 1; none where it was given in a wording that is no version here.
    pub number: Option<u32>,
    /// The forms that gave it; none in practice.
    pub forms: BTreeSet<String>,
    /// How often it was given so that it counts.
    pub times: i64,
    /// How many of these answers were read; none of a wording that is no version here.
    pub read: usize,
    /// How many of those are right.
    pub right: usize,
    /// How many could be compared by the rest of what they were asked.
    pub compared: usize,
    /// The correlation with the rest; none of too few, or where nobody differs.
    pub item_rest: Option<f64>,
    /// Of how many it is known how long the question was on screen.
    pub timed: usize,
    /// Seconds on screen, mean and median; none of too few.
    pub seconds: Option<(f64, f64)>,
    /// Its options, in the order of the file; none where nothing is chosen from options.
    pub options: Vec<GivenOption>,
    /// Those who answered nothing.
    pub unanswered: GivenOption,
}

/// What became of an option.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GivenOption {
    /// Its value in an answer.
    pub value: String,
    /// Its words.
    pub text: String,
    /// Whether it is right.
    pub is_key: bool,
    /// How many chose it.
    pub chosen: usize,
    /// Their mean share of right answers in the rest; none of too few.
    pub rest: Option<f64>,
}

impl GivenVersion {
    /// The share that got it right; none where they are too few to say.
    pub fn share(&self) -> Option<f64> {
        self.share_of(self.right)
    }

    /// A share of the answers that were read; none where they are too few to say.
    pub fn share_of(&self, some: usize) -> Option<f64> {
        (self.read >= FEW).then(|| some as f64 / self.read as f64)
    }

    /// Wrong options whose people did better in the rest than those of every right one: the key is doubtful.
    pub fn doubts(&self) -> impl Iterator<Item = &GivenOption> {
        let right = self.options.iter().filter(|option| option.is_key).map(|option| option.rest);
        let best = right.collect::<Option<Vec<f64>>>().unwrap_or_default().into_iter().reduce(f64::max);
        self.options.iter().filter(move |option| {
            !option.is_key && option.rest.zip(best).is_some_and(|(rest, best)| rest > best)
        })
    }
}

/// An answer as it is counted.
pub(super) struct CountedAnswer {
    pub(super) is_right: bool,
    /// What was chosen; empty where nothing was answered.
    pub(super) values: Vec<String>,
    /// The share of right answers in the rest of what they were asked, where there is enough of it.
    pub(super) rest: Option<f64>,
    /// Seconds on screen.
    pub(super) seconds: Option<f64>,
}

/// Answers by version, while they are counted.
pub(super) type GivenCounts = BTreeMap<Option<u32>, GivenCount>;

/// Answers to a version while they are counted.
#[derive(Default)]
pub(super) struct GivenCount {
    pub(super) told: GivenVersion,
    compared: Vec<ComparedAnswer>,
    seconds: Vec<f64>,
    /// Of each option, and last of no answer, the rests of those who chose it.
    rests: BTreeMap<usize, Vec<f64>>,
}

impl GivenCount {
    pub(super) fn of(number: Option<u32>) -> Self {
        GivenCount { told: GivenVersion { number, ..GivenVersion::default() }, ..GivenCount::default() }
    }

    /// What may be chosen. Said once, before the answers.
    pub(super) fn asked(&mut self, options: Vec<OptionFact>) {
        let option = |fact: OptionFact| GivenOption {
            value: fact.value,
            text: fact.text,
            is_key: fact.is_right,
            ..GivenOption::default()
        };
        self.told.options = options.into_iter().map(option).collect();
    }

    /// An answer, given on one of several forms.
    pub(super) fn count(&mut self, group: u32, answer: &CountedAnswer) {
        let told = &mut self.told;
        told.read += 1;
        told.right += usize::from(answer.is_right);
        self.seconds.extend(answer.seconds);
        let is_right = answer.is_right;
        self.compared.extend(answer.rest.map(|rest| ComparedAnswer { group, is_right, rest }));
        let last = told.options.len();
        for (place, option) in told.options.iter_mut().enumerate() {
            if answer.values.contains(&option.value) {
                option.chosen += 1;
                self.rests.entry(place).or_default().extend(answer.rest);
            }
        }
        if answer.values.is_empty() {
            told.unanswered.chosen += 1;
            self.rests.entry(last).or_default().extend(answer.rest);
        }
    }

    /// What is told of them.
    pub(super) fn told(self) -> GivenVersion {
        let mut told = self.told;
        told.compared = self.compared.len();
        told.timed = self.seconds.len();
        let enough = |many: usize| many >= FEW;
        if enough(told.compared) {
            told.item_rest = item_rest_correlation(&self.compared);
            let all = told.options.iter_mut().chain([&mut told.unanswered]);
            for (place, option) in all.enumerate() {
                let rests = self.rests.get(&place).filter(|rests| rests.len() >= CHOSEN_FEW);
                option.rest = rests.and_then(|rests| mean(rests));
            }
        }
        if enough(told.timed) {
            told.seconds = mean(&self.seconds).zip(median(&self.seconds));
        }
        told
    }
}
