//! What the pages of the bank have in common: addresses, words, faults of one form among several.

use assay_app::{AppError, Asking, FieldFault, ItemLine, acts};
use assay_bank::work::{ItemId, ItemPool, ItemState};
use assay_programme::model::Outline;
use maud::{Markup, html};

use crate::{fault::Fault, ui, visitor::Visitor};

/// Where the bank stands.
pub(super) const BANK: &str = "/admin/bank";
/// What waits for whoever asks.
pub(super) const WORK: &str = "/admin/bank/work";
/// Who works in it.
pub(super) const PEOPLE: &str = "/admin/bank/people";

/// The id in an address; who is not signed in learns nothing of it.
pub(super) fn id_of(visitor: &Visitor, text: &str) -> Result<ItemId, Fault> {
    visitor.must_be_signed_in()?;
    ItemId::parse(text).map_err(|_no_id| Fault::not_found())
}

pub(super) fn place(id: ItemId) -> String {
    format!("{BANK}/items/{id}")
}

pub(super) fn review_place(id: ItemId) -> String {
    format!("{BANK}/review/{id}")
}

/// The list of a pool.
pub(super) fn list_place(exam: &str, pool: ItemPool) -> String {
    match pool {
        ItemPool::Exam => format!("{BANK}/{exam}"),
        ItemPool::Practice => format!("{BANK}/{exam}/practice"),
    }
}

/// Where one writes; a query may say what is wanted.
pub(super) fn write_place(exam: &str, pool: ItemPool) -> String {
    format!("{BANK}/{exam}/write?pool={}", pool.as_str())
}

/// Whether whoever asks looks after the bank.
pub(super) fn manages(asking: &Asking) -> bool {
    asking.may_at_all::<acts::GiveScope>()
}

pub(super) fn state_words(state: ItemState) -> (ui::Tone, &'static str) {
    match state {
        ItemState::Draft => (ui::Tone::Neutral, "Draft"),
        ItemState::InReview => (ui::Tone::Attention, "In review"),
        ItemState::Revised => (ui::Tone::Attention, "Revised"),
        ItemState::Accepted => (ui::Tone::Good, "Accepted"),
        ItemState::Pretest => (ui::Tone::Information, "Pretest"),
        ItemState::Scored => (ui::Tone::Good, "Scored"),
        ItemState::Retired => (ui::Tone::Neutral, "Retired"),
    }
}

pub(super) fn state_chip(state: ItemState) -> Markup {
    let (tone, words) = state_words(state);
    ui::chip(tone, words)
}

pub(super) fn pool_words(pool: ItemPool) -> &'static str {
    match pool {
        ItemPool::Exam => "Examination bank",
        ItemPool::Practice => "Practice pool",
    }
}

/// What an item asks, in words.
pub(super) fn kind_words(kind: &str) -> String {
    match kind {
        "multiple-choice" => "One answer".to_owned(),
        "multiple-response" => "Several answers".to_owned(),
        other => {
            let words = other.replace('-', " ");
            let mut letters = words.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
        }
    }
}

/// The outline of an exam version.
pub(super) fn outline_of<'a>(asking: &'a Asking, exam: &str) -> Option<&'a Outline> {
    asking.programme.programme.outline(exam)
}

/// Where an item belongs, as the outline says: its skill, else its task.
pub(super) fn place_words(asking: &Asking, line: &ItemLine) -> String {
    let outline = outline_of(asking, &line.exam);
    let skill = outline.and_then(|outline| outline.skill(&line.skill));
    if let Some(skill) = skill {
        return format!("{} {}", skill.id, skill.text);
    }
    match outline.and_then(|outline| outline.task(&line.task)) {
        Some(task) => format!("{} {}", task.id, task.title),
        None => line.task.clone(),
    }
}

/// What went wrong in one of several forms of a page.
#[derive(Default)]
pub(super) struct ActFaults {
    act: String,
    faults: Vec<FieldFault>,
}

impl ActFaults {
    pub(super) fn of(act: &str, faults: Vec<FieldFault>) -> Self {
        ActFaults { act: act.to_owned(), faults }
    }

    pub(super) fn all(&self) -> &[FieldFault] {
        &self.faults
    }

    /// Whether they are of this form: then it is not folded.
    pub(super) fn is_of(&self, act: &str) -> bool {
        self.act == act && !self.faults.is_empty()
    }

    /// The errors above the page, each leading to its field.
    pub(super) fn summary(&self) -> Markup {
        let field = |name: &str| match name {
            "" => String::new(),
            name => format!("{}-{name}", self.act),
        };
        let errors = self
            .faults
            .iter()
            .map(|fault| ui::FieldError { field: field(fault.field), text: fault.text.clone() });
        ui::error_summary(&errors.collect::<Vec<_>>())
    }

    /// A field of a form, with its fault where it is this form's.
    pub(super) fn field(&self, act: &str, name: &str, label: &str) -> ui::Field {
        let fault = self.faults.iter().find(|fault| self.act == act && fault.field == name);
        let text = fault.map(|fault| fault.text.clone()).unwrap_or_default();
        ui::Field::new(name, label).id_end(format!("{act}-{name}")).error(text)
    }
}

/// What came of an act: done, refused with faults, changed meanwhile, or another fault.
pub(super) enum LedFrom {
    Done,
    Refused(Vec<FieldFault>),
    Stale,
}

pub(super) fn came<T>(done: Result<T, AppError>) -> Result<LedFrom, Fault> {
    match done {
        Ok(_) => Ok(LedFrom::Done),
        Err(AppError::Invalid(faults)) => Ok(LedFrom::Refused(faults)),
        Err(AppError::Conflict) => Ok(LedFrom::Stale),
        Err(error) => Err(error.into()),
    }
}

/// The way back from a page of the bank.
pub(super) fn crumbs(exam: &str, pool: ItemPool) -> Vec<ui::Crumb> {
    let words = format!("{exam}, {}", pool_words(pool).to_lowercase());
    vec![ui::Crumb::new("Bank", BANK), ui::Crumb::new(words, list_place(exam, pool))]
}

/// A tag of code or version beside a chip.
pub(super) fn tag(text: &str) -> Markup {
    html! { span class="tag" { (text) } }
}

/// Letters of a skill's words in a filter.
const PLACE_CHARS: usize = 60;

/// The beginning of a long text.
pub(super) fn short(text: &str) -> String {
    match text.char_indices().nth(PLACE_CHARS) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
    }
}

/// Domains, tasks and skills of the outline, in its order.
pub(super) fn places(asking: &Asking, exam: &str) -> Vec<(String, String)> {
    let Some(outline) = outline_of(asking, exam) else { return Vec::new() };
    let mut places = Vec::new();
    for domain in &outline.domains {
        places.push((domain.id.clone(), format!("Domain {}: {}", domain.id, domain.title)));
        for task in &domain.tasks {
            places.push((task.id.clone(), format!("{} {}", task.id, short(&task.title))));
            let skills = task.skills.iter();
            places.extend(
                skills.map(|skill| (skill.id.clone(), format!("{} {}", skill.id, short(&skill.text)))),
            );
        }
    }
    places
}
