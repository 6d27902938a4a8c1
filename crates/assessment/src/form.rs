//! Forms: one fixed set of items each, and whether it fits the blueprint.

use std::collections::{BTreeMap, BTreeSet};

use assay_bank::{BankItem, order_of_options};
use assay_kernel::{
    Diagnostic, Diagnostics, ExamCode, Location,
    source::{Reader, SourceFile},
};
use assay_programme::model::Programme;

use crate::{
    cut::{self, Rounding},
    enemies::Together,
};

/// Faults of forms.
pub mod codes {
    /// The form names an item that the bank does not have.
    pub const NO_ITEM: &str = "F0001";
    /// An item stands twice on the form.
    pub const TWICE: &str = "F0002";
    /// The scored items do not fit the outline's weights.
    pub const BLUEPRINT: &str = "F0003";
    /// The number of items differs from the exam version's.
    pub const LENGTH: &str = "F0005";
    /// The exam version is not in the programme, or the item belongs to another.
    pub const EXAM: &str = "F0006";
    /// The cut is not within the scored items.
    pub const CUT: &str = "F0007";
    /// An item names a task or skill that the outline does not have.
    pub const TAG: &str = "F0008";
    /// The file's name is not the form's id.
    pub const NAME: &str = "F0009";
    /// Key positions or lengths are out of balance over the form.
    pub const BALANCE: &str = "F0010";
}

/// What an item is on a form for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// It counts.
    Scored,
    /// It is tried out and never counts.
    Pretest,
}

/// One item of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormItem {
    /// The item's id in the bank.
    pub item: String,
    /// Scored or pretest.
    pub purpose: Purpose,
}

/// One fixed set of items as given to candidates: `forms/<id>.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// The file name, e.g. `SOA-C03-A`.
    pub id: String,
    /// For which exam version.
    pub exam: ExamCode,
    /// Shorter than the guide says, marked as a demonstration wherever it appears.
    pub demonstration: bool,
    /// Scored items to answer correctly for a pass.
    ///
    /// Fixed by the standard-setting study. 0 where it could not be read: then the form is not whole.
    pub cut_raw: u32,
    /// The study's figure before it was rounded.
    pub cut_unrounded: Option<f64>,
    /// How it was rounded; to the nearest where the form does not say.
    pub rounding: Option<Rounding>,
    /// What the cut rests on, in words.
    pub standard: String,
    /// In the order of the form.
    pub items: Vec<FormItem>,
    /// Enemies that it holds knowingly.
    pub enemies_together: Vec<Together>,
    /// Where it stands.
    pub at: Location,
}

impl Form {
    /// How many items count.
    pub fn scored_count(&self) -> u32 {
        let scored = self.items.iter().filter(|item| item.purpose == Purpose::Scored);
        u32::try_from(scored.count()).unwrap_or(u32::MAX)
    }

    /// Testing time: the exam version's.
    ///
    /// A shorter demonstration form gets it in proportion.
    pub fn time_limit_s(&self, items_total: u32, time_limit_min: u32) -> u32 {
        let length = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        if !self.demonstration || items_total == 0 {
            return time_limit_min * 60;
        }
        // Rounded up to a whole minute: a candidate never gets less than the share.
        (time_limit_min * length).div_ceil(items_total) * 60
    }
}

/// Reads one form: whatever could be read of it is kept.
///
/// What was applied is read by this alone; whether a form may be applied say [`lint_form`] and
/// [`check_form`].
pub fn parse_form(file: &SourceFile) -> (Form, Diagnostics) {
    let (mut form, found) = Reader::read(file, |table| {
        let purposes = [("scored", Purpose::Scored), ("pretest", Purpose::Pretest)];
        let cut_raw = table.integer_kept("cut_raw", 1..=500);
        let mut items = Vec::new();
        for (key, purpose) in purposes {
            items.extend(table.texts(key).into_iter().map(|item| FormItem { item, purpose }));
        }
        Form {
            id: table.text("id"),
            exam: ExamCode::new(&table.text("exam")),
            demonstration: table.flag("demonstration", false),
            cut_raw: cut_raw.and_then(|cut| u32::try_from(cut).ok()).unwrap_or_default(),
            cut_unrounded: table.maybe_number("cut_unrounded"),
            rounding: table.maybe_choice("rounding", &cut::WORDS),
            standard: table.text("standard"),
            items: interleave(items),
            enemies_together: table.tables("enemies_together", Together::read),
            at: table.place("id"),
        }
    });
    if form.id.is_empty() {
        file.stem().clone_into(&mut form.id);
    }
    (form, found)
}

/// Holds a form against its file's name.
pub fn lint_form(file: &SourceFile, form: &Form) -> Diagnostics {
    let mut found = Diagnostics::default();
    if form.id != file.stem() {
        let message = format!("the form's id is `{}`, its file is `{}`", form.id, file.path);
        found.push(Diagnostic::error(codes::NAME, form.at.clone(), message));
    }
    found
}

/// Spreads the pretest items between the scored ones: one in each stretch of the form, at a place that nobody
/// can compute who does not know the items' ids (FNV-1a over all of them).
fn interleave(items: Vec<FormItem>) -> Vec<FormItem> {
    let secret =
        items.iter().flat_map(|item| item.item.bytes()).fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
    let (scored, pretest): (Vec<_>, Vec<_>) =
        items.into_iter().partition(|item| item.purpose == Purpose::Scored);
    let (total, extra) = (scored.len() + pretest.len(), pretest.len());
    let places: BTreeSet<usize> = (0..extra)
        .filter_map(|nth| {
            let (start, end) = (nth * total / extra, (nth + 1) * total / extra);
            let position = u32::try_from(nth).unwrap_or(u32::MAX);
            let pick = order_of_options(secret, position, end - start).first().copied();
            pick.map(|pick| start + pick)
        })
        .collect();
    let (mut scored, mut pretest) = (scored.into_iter(), pretest.into_iter());
    let next = |index| match places.contains(&index) {
        true => pretest.next(),
        false => scored.next(),
    };
    (0..total).filter_map(next).collect()
}

/// Whether an item's tags exist in its exam version's outline.
pub fn check_tags(item: &BankItem, programme: &Programme) -> Diagnostics {
    let mut found = Diagnostics::default();
    let mut fault = |message: String| {
        let hint = format!("see outlines/{}.toml", item.meta.exam);
        found.push(Diagnostic::error(codes::TAG, item.meta.at.clone(), message).hint(hint));
    };
    let Some(outline) = programme.outline(item.meta.exam.as_str()) else {
        fault(format!("there is no outline of {}", item.meta.exam));
        return found;
    };
    match (outline.task(&item.meta.task), &item.meta.skill) {
        (None, _) => fault(format!("{} has no task statement {}", item.meta.exam, item.meta.task)),
        (Some(task), Some(skill)) if !task.skills.iter().any(|s| s.id == *skill) => {
            fault(format!("task {} of {} has no skill {skill}", task.id, item.meta.exam));
        }
        (Some(task), None) if !task.skills.is_empty() => {
            fault(format!("the item names no skill; task {} has {}", task.id, task.skills.len()));
        }
        _ => {}
    }
    found
}

/// How keys and lengths are spread over a set of items (item, rule 2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Single-answer items by the letter of their key as authored.
    pub key_letters: BTreeMap<String, u32>,
    /// Single-answer items whose key is the longest option.
    pub key_longest: u32,
    /// Single-answer items.
    pub single: u32,
    /// Items by task statement.
    pub tasks: BTreeMap<String, u32>,
    /// Items by skill.
    pub skills: BTreeMap<String, u32>,
    /// Items by cognitive level: remember, apply, analyse.
    pub levels: [u32; 3],
}

/// No letter may hold more than this share of the keys of a set.
const KEY_LETTER_SHARE_MAX_PCT: u32 = 40;
/// The key may be the longest option in at most this share of a set (chance alone gives a quarter).
const KEY_LONGEST_SHARE_MAX_PCT: u32 = 40;
/// Balance says something only of sets of at least this size.
const BALANCE_ITEMS_MIN: u32 = 20;

/// Counts keys, lengths, tasks and skills of a set of items.
pub fn balance<'a>(items: impl IntoIterator<Item = &'a BankItem>) -> Balance {
    let mut balance = Balance::default();
    for item in items {
        *balance.tasks.entry(item.meta.task.clone()).or_default() += 1;
        if let Some(skill) = &item.meta.skill {
            *balance.skills.entry(skill.clone()).or_default() += 1;
        }
        if let Some(level) = balance.levels.get_mut(item.meta.level as usize) {
            *level += 1;
        }
        let choices = item.choices_of_one();
        let Some(right) = choices.iter().find(|choice| choice.is_right) else { continue };
        balance.single += 1;
        let length = |is_right: bool| {
            let of = choices.iter().filter(|choice| choice.is_right == is_right);
            of.map(|choice| choice.chars).max().unwrap_or_default()
        };
        balance.key_longest += u32::from(length(true) > length(false));
        *balance.key_letters.entry(right.id.clone()).or_default() += 1;
    }
    balance
}

/// Reports sets whose keys could be guessed from position or length.
pub fn check_balance(name: &str, at: Location, balance: &Balance) -> Diagnostics {
    let mut found = Diagnostics::default();
    if balance.single < BALANCE_ITEMS_MIN {
        return found;
    }
    for (letter, count) in &balance.key_letters {
        if count * 100 > balance.single * KEY_LETTER_SHARE_MAX_PCT {
            let message = format!("{name}: {count} of {} keys are option {letter}", balance.single);
            found.push(Diagnostic::error(codes::BALANCE, at.clone(), message).hint("reorder some options"));
        }
    }
    if balance.key_longest * 100 > balance.single * KEY_LONGEST_SHARE_MAX_PCT {
        let message =
            format!("{name}: the key is the longest option in {} of {}", balance.key_longest, balance.single);
        let hint = "give distractors as much detail as keys";
        found.push(Diagnostic::error(codes::BALANCE, at, message).hint(hint));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pretest_items_are_spread_over_the_form() {
        let item = |purpose, n: usize| FormItem { item: format!("{n}"), purpose };
        let mut items: Vec<_> = (0..50).map(|n| item(Purpose::Scored, n)).collect();
        items.extend((50..65).map(|n| item(Purpose::Pretest, n)));
        let spread = interleave(items);
        assert_eq!(spread.len(), 65);
        let places: Vec<_> = (0..65).filter(|i| spread[*i].purpose == Purpose::Pretest).collect();
        assert_eq!(places.len(), 15);
        assert!(places.windows(2).all(|pair| (1..=9).contains(&(pair[1] - pair[0]))), "{places:?}");
        let gaps: BTreeSet<usize> = places.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(gaps.len() > 3, "no pattern: {places:?}");
    }
}
