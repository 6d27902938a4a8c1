//! Forms as the team sees them.

use assay_assessment::{
    assembly::{CutOf, FormCounts, NamedForm, PoolItem, Short, item_kind},
    form::{FormItem, Purpose},
};
use assay_kernel::{FormId, Instant};
use assay_store::{ExamFormItem, ExamFormRecord};
use assay_words::InEnglish;

use crate::{AppError, reading::form_cut};

pub use assay_store::{ExamFormDone, ExamFormState};

/// A form that is being made.
#[derive(Clone, Debug)]
pub struct FormLine {
    /// Id.
    pub id: FormId,
    /// For which exam version.
    pub exam: String,
    /// As its file will be called.
    pub name: String,
    /// How it stands.
    pub state: ExamFormState,
    /// What whoever decides has seen.
    pub revision: i64,
    /// The number that chance began with.
    pub seed: String,
    /// When it was drawn.
    pub at: Instant,
    /// Which wording of which items was frozen.
    pub mark: Option<String>,
}

/// A form of the programme in force.
#[derive(Clone, Debug)]
pub struct GivenFormLine {
    /// Its name.
    pub name: String,
    /// For which exam version.
    pub exam: String,
    /// How many items stand on it.
    pub items: usize,
}

/// Every form there is.
pub struct FormsView {
    /// Those that are being made.
    pub made: Vec<FormLine>,
    /// Those of the programme in force.
    pub given: Vec<GivenFormLine>,
    /// Exam versions of which forms can be drawn.
    pub exams: Vec<String>,
    /// A number that chance can begin with.
    pub seed: u64,
}

/// Something that a form lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortLine {
    /// Whether it keeps the form from being frozen.
    pub is_hard: bool,
    /// In words.
    pub text: String,
}

impl ShortLine {
    pub(super) fn all(short: &[Short]) -> Vec<ShortLine> {
        short.iter().map(|short| ShortLine { is_hard: short.is_hard(), text: short.said().text() }).collect()
    }
}

/// An item of a form.
#[derive(Clone, Debug)]
pub struct FormItemLine {
    /// Its id in the bank.
    pub item: String,
    /// Whether it counts.
    pub is_scored: bool,
    /// Skill of the outline, or its task.
    pub skill: String,
    /// What it asks for.
    pub kind: &'static str,
    /// What it gives to read.
    pub artefact: Option<&'static str>,
    /// Expected proportion correct.
    pub difficulty: f64,
    /// Enemies on the same form, and whether the bank has it no more.
    pub says: Vec<String>,
}

impl FormItemLine {
    pub(super) fn of(entry: &FormItem, known: Option<&PoolItem>, counts: &FormCounts) -> Self {
        let enemies = counts.enemies.iter().filter_map(|(one, other)| match entry.item.as_str() {
            item if item == one => Some(format!("Enemy of {other}")),
            item if item == other => Some(format!("Enemy of {one}")),
            _ => None,
        });
        let mut says: Vec<String> = enemies.collect();
        if known.is_none() {
            says.push("Not in the bank".to_owned());
        }
        FormItemLine {
            item: entry.item.clone(),
            is_scored: entry.purpose == Purpose::Scored,
            skill: known
                .map_or_else(String::new, |item| item.skill.clone().unwrap_or_else(|| item.task.clone())),
            kind: known.map_or("", item_kind),
            artefact: known.and_then(|item| item.artefact).map(|artefact| artefact.as_str()),
            difficulty: known.map_or(0.0, |item| item.difficulty),
            says,
        }
    }
}

/// An item that could stand at a place, with what the form would then have.
#[derive(Clone, Debug)]
pub struct SwapLine {
    /// Its id in the bank.
    pub item: String,
    /// Skill of the outline, or its task.
    pub skill: String,
    /// Expected proportion correct.
    pub difficulty: f64,
    /// What would keep the form from being frozen then.
    pub hard: usize,
    /// What people would have to weigh then.
    pub soft: usize,
    /// Skills that the form would reach.
    pub skills: usize,
    /// The raw cut before it is rounded.
    pub expected: f64,
}

/// Something that happened to a form.
#[derive(Clone, Debug)]
pub struct FormEventLine {
    /// What.
    pub kind: ExamFormDone,
    /// Who.
    pub by: String,
    /// When.
    pub at: Instant,
    /// Of a swap: what went, and what came.
    pub swap: Option<(String, String)>,
}

/// The cut of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormCut {
    /// Scored items to answer correctly for a pass.
    pub raw: u32,
    /// A panel's study, in words; none where the authors' estimates were added up.
    pub standard: Option<String>,
}

impl FormCut {
    pub(super) fn of(record: &ExamFormRecord, counts: &FormCounts) -> Self {
        let cut = form_cut(record);
        let standard = match cut {
            CutOf::Panel { standard, .. } => Some(standard.to_owned()),
            CutOf::Estimates(_) => None,
        };
        FormCut { raw: cut.raw(counts), standard }
    }
}

/// A form with what it has and lacks.
pub struct FormView {
    /// The form.
    pub line: FormLine,
    /// What it has.
    pub counts: FormCounts,
    /// Skills that the outline has.
    pub skills_of_outline: usize,
    /// What it lacks.
    pub short: Vec<ShortLine>,
    /// In the order of the form.
    pub items: Vec<FormItemLine>,
    /// The latest first.
    pub events: Vec<FormEventLine>,
    /// What could stand in the place of the item that was asked about.
    pub offers: Vec<SwapLine>,
    /// Whether whoever asks may edit it.
    pub may_edit: bool,
    /// Whether whoever asks may freeze it: a second person.
    pub may_freeze: bool,
    /// What its cut is to be, or is.
    pub cut: FormCut,
    /// Whether whoever asks may enter a panel's cut.
    pub may_set_cut: bool,
    /// Whether whoever asks may prepare its release.
    pub may_release: bool,
    /// Whether the bank of its exam version is in the data: else its file goes into the programme's folder.
    pub is_owned: bool,
    /// Whether it is what whoever begins now is given.
    pub is_given: bool,
}

impl From<&ExamFormRecord> for FormLine {
    fn from(record: &ExamFormRecord) -> Self {
        FormLine {
            id: record.id,
            exam: record.exam.clone(),
            name: record.name.clone(),
            state: record.state,
            revision: record.revision,
            seed: record.seed.clone(),
            at: record.made_at.0,
            mark: record.mark.clone(),
        }
    }
}

/// The word of a purpose in rows.
pub(super) fn word_of(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Scored => "scored",
        Purpose::Pretest => "pretest",
    }
}

/// A form by its rows.
pub(super) fn named(record: &ExamFormRecord, rows: Vec<ExamFormItem>) -> Result<NamedForm, AppError> {
    let of = |ExamFormItem { item, purpose, .. }| match purpose.as_str() {
        "scored" => Ok(FormItem { item, purpose: Purpose::Scored }),
        "pretest" => Ok(FormItem { item, purpose: Purpose::Pretest }),
        _ => Err(AppError::internal("a form's item", UnknownPurpose(purpose))),
    };
    Ok(NamedForm { name: record.name.clone(), items: rows.into_iter().map(of).collect::<Result<_, _>>()? })
}

/// A word that this release does not know.
#[derive(Debug, thiserror::Error)]
#[error("a form's item is for `{0}`, which this release does not know")]
struct UnknownPurpose(String);
