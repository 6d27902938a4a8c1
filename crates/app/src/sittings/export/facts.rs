//! `assay.json` in a package: what the body knows of its items and forms and QTI has no place for.

use assay_assessment::{
    cut::Rounding,
    enemies::Together,
    form::{Form, FormItem, Purpose},
};
use assay_bank::{Artefact, BankItem, CognitiveLevel};
use serde::Serialize;

use super::item::ExportedItem;

/// The file's name in its package.
pub(super) const FILE: &str = "assay.json";
/// Changes where a reader of before would misunderstand the file.
const FORMAT: &str = "assay-bank/1";

/// The whole file.
#[derive(Serialize)]
pub(super) struct KnownOfBank {
    format: &'static str,
    /// Number of the programme's version.
    programme_version: i64,
    /// Content mark of its files.
    programme_mark: String,
    pub(super) items: Vec<KnownOfItem>,
    pub(super) forms: Vec<KnownOfForm>,
    /// What is not in the package, and why.
    pub(super) left_out: Vec<NotExported>,
}

/// What is known of an item besides the question.
#[derive(Serialize)]
pub(super) struct KnownOfItem {
    identifier: String,
    version: String,
    /// What the item itself calls itself.
    qti_identifier: String,
    exam: String,
    task: String,
    skill: Option<String>,
    level: &'static str,
    /// Expected share of right answers of a minimally qualified candidate.
    difficulty: f64,
    /// Expected time in seconds.
    time_s: u32,
    enemies: Vec<String>,
    tags: Vec<String>,
    artefact: Option<&'static str>,
    source_title: String,
    source_url: String,
    /// The day on which the source was last read for the item.
    source_read: Option<String>,
    source_unread: bool,
    note: String,
}

/// What is known of a form besides the test.
#[derive(Serialize)]
pub(super) struct KnownOfForm {
    identifier: String,
    exam: String,
    demonstration: bool,
    cut_raw: u32,
    cut_unrounded: Option<f64>,
    rounding: Option<&'static str>,
    standard: String,
    items: Vec<KnownOfPlace>,
    enemies_together: Vec<KnownEnemies>,
}

#[derive(Serialize)]
struct KnownOfPlace {
    item: String,
    purpose: &'static str,
}

#[derive(Serialize)]
struct KnownEnemies {
    items: Vec<String>,
    why: String,
}

/// Something of which nothing is in the package.
#[derive(Serialize)]
pub(super) struct NotExported {
    pub(super) identifier: String,
    pub(super) why: String,
}

impl KnownOfBank {
    pub(super) fn new(number: i64, tree: &str) -> Self {
        KnownOfBank {
            format: FORMAT,
            programme_version: number,
            programme_mark: tree.to_owned(),
            items: Vec::new(),
            forms: Vec::new(),
            left_out: Vec::new(),
        }
    }
}

impl KnownOfItem {
    pub(super) fn of(exported: &ExportedItem, known: &BankItem) -> Self {
        let meta = &known.meta;
        KnownOfItem {
            identifier: exported.identifier.clone(),
            version: exported.version.clone(),
            qti_identifier: known.standard().identifier.clone(),
            exam: meta.exam.to_string(),
            task: meta.task.clone(),
            skill: meta.skill.clone(),
            level: match meta.level {
                CognitiveLevel::Remember => "remember",
                CognitiveLevel::Apply => "apply",
                CognitiveLevel::Analyse => "analyse",
            },
            difficulty: meta.difficulty,
            time_s: meta.time_s,
            enemies: meta.enemies.clone(),
            tags: meta.tags.clone(),
            artefact: meta.artefact.map(Artefact::as_str),
            source_title: meta.source.title.clone(),
            source_url: meta.source.url.clone(),
            source_read: meta.source.read.map(|day| day.to_string()),
            source_unread: meta.source.unread,
            note: meta.note.clone(),
        }
    }
}

impl KnownOfForm {
    pub(super) fn of(form: &Form) -> Self {
        let place =
            |entry: &FormItem| KnownOfPlace { item: entry.item.clone(), purpose: purpose(entry.purpose) };
        let together = |pair: &Together| KnownEnemies { items: pair.items.clone(), why: pair.why.clone() };
        KnownOfForm {
            identifier: form.id.clone(),
            exam: form.exam.to_string(),
            demonstration: form.demonstration,
            cut_raw: form.cut_raw,
            cut_unrounded: form.cut_unrounded,
            rounding: form.rounding.map(Rounding::as_str),
            standard: form.standard.clone(),
            items: form.items.iter().map(place).collect(),
            enemies_together: form.enemies_together.iter().map(together).collect(),
        }
    }
}

/// What an item is on a form for, in a word.
pub(super) fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Scored => "scored",
        Purpose::Pretest => "pretest",
    }
}
