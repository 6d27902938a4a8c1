//! Forms looked at: each with what it has and lacks, several side by side, and what could be swapped.

use std::collections::BTreeSet;

use assay_assessment::assembly::{Comparison, FormCounts, NamedForm, Short, short_of_form, swap_offers};
use assay_kernel::FormId;
use assay_store::{ExamFormRecord, ExamFormState, Reads, Rows};

use super::{
    Forms,
    line::{
        FormCut, FormEventLine, FormItemLine, FormLine, FormView, FormsView, GivenFormLine, ShortLine,
        SwapLine, named,
    },
    rules::{EditForm, FreezeForm, ReleaseForm, SeeForms, SetCut},
};
use crate::{AppError, Asking, FieldFault};

/// Forms on one page; more are not being made at once.
const FORMS_SHOWN: Rows = Rows { limit: 200, offset: 0 };
/// What happened to a form, as far as a page shows it.
const EVENTS_SHOWN: i64 = 50;
/// Forms beside each other: what a wide page has room for.
pub(super) const COMPARED_MAX: usize = 6;

/// A form whose items are looked at as they were frozen.
fn frozen_id(record: &ExamFormRecord) -> Option<FormId> {
    (record.state == ExamFormState::Frozen).then_some(record.id)
}

impl Forms {
    /// Every form that is being made or given.
    ///
    /// # Errors
    /// Neither bank manager nor administrator, or the store failed.
    pub async fn all(&self, asking: &Asking) -> Result<FormsView, AppError> {
        let permit = asking.permit::<SeeForms>()?;
        let made = self.shelf.under(&permit).exam_forms(FORMS_SHOWN).await?;
        let programme = &asking.programme;
        let given = programme.forms.values().map(|form| GivenFormLine {
            name: form.id.clone(),
            exam: form.exam.clone(),
            items: form.items,
        });
        let exams = programme.exams.iter().map(|exam| exam.code.to_string());
        let seed = u64::from(u16::from_be_bytes(self.mint.bytes()));
        Ok(FormsView {
            made: made.iter().map(FormLine::from).collect(),
            given: given.collect(),
            exams: exams.filter(|exam| programme.outline(exam).is_some()).collect(),
            seed,
        })
    }

    /// The names of those that are being made.
    pub(super) async fn names(&self, asking: &Asking) -> Result<Vec<String>, AppError> {
        let permit = asking.permit::<SeeForms>()?;
        let made = self.shelf.under(&permit).exam_forms(FORMS_SHOWN).await?;
        Ok(made.into_iter().map(|form| form.name).collect())
    }

    /// A form with what it has and lacks; of an item that is named, what could stand in its place.
    ///
    /// # Errors
    /// Neither bank manager nor administrator; `NotFound`; or the store failed.
    pub async fn form(&self, asking: &Asking, id: FormId, swap: &str) -> Result<FormView, AppError> {
        let permit = asking.permit::<SeeForms>()?;
        let store = self.shelf.under(&permit);
        let record = store.exam_form(id).await?.ok_or(AppError::NotFound)?;
        let is_owned = self.source.is_owned(store, &record.exam).await?;
        let of = (record.exam.as_str(), is_owned);
        let known = self.source.pool_with(asking, store, of, frozen_id(&record)).await?;
        let form = named(&record, store.exam_form_items(id).await?)?;
        let counts = FormCounts::of(&form, &known.pool, &known.blueprint);
        let short = short_of_form(&counts, &known.pool, &known.blueprint);
        let items =
            form.items.iter().map(|entry| FormItemLine::of(entry, known.pool.item(&entry.item), &counts));
        let mut offers = Vec::new();
        if !swap.is_empty() {
            let mut taken: BTreeSet<String> =
                store.exam_form_items_taken(&record.exam, id).await?.into_iter().collect();
            taken.extend(known.forms.iter().flat_map(|form| form.ids().map(str::to_owned)));
            let of = swap_offers(&form, swap, &known.pool, &known.blueprint, &taken);
            offers.extend(of.into_iter().map(|offer| {
                let item = known.pool.item(&offer.item);
                let hard = offer.short.iter().filter(|short| short.is_hard()).count();
                SwapLine {
                    skill: item.and_then(|item| item.skill.clone()).unwrap_or_default(),
                    difficulty: item.map_or(0.0, |item| item.difficulty),
                    hard,
                    soft: offer.short.len() - hard,
                    skills: offer.then.skills.len(),
                    expected: offer.then.expected,
                    item: offer.item,
                }
            }));
        }
        let events = store.exam_form_events(id, EVENTS_SHOWN).await?;
        let events = events.into_iter().map(|event| FormEventLine {
            kind: event.kind,
            by: event.name.unwrap_or_else(|| "The command line".to_owned()),
            at: event.done_at.0,
            swap: event.item_from.zip(event.item_to),
        });
        Ok(FormView {
            line: FormLine::from(&record),
            cut: FormCut::of(&record, &counts),
            may_set_cut: asking.may::<SetCut>(&record),
            skills_of_outline: known.blueprint.skills.len(),
            short: ShortLine::all(&short),
            items: items.collect(),
            counts,
            events: events.collect(),
            offers,
            may_edit: asking.may::<EditForm>(&record),
            may_freeze: asking.may::<FreezeForm>(&record),
            may_release: asking.may::<ReleaseForm>(&record),
            is_owned,
            is_given: asking.programme.form_of(&record.exam).is_some_and(|form| form.id == record.name),
        })
    }

    /// Forms of one exam version side by side, by their names: those that are being made, and those that are
    /// given.
    ///
    /// # Errors
    /// Neither bank manager nor administrator; `NotFound` for a name that no form has; `Invalid` where they
    /// are
    /// of several exam versions, or too few or too many; or the store failed.
    pub async fn compare(&self, asking: &Asking, names: &[String]) -> Result<Comparison, AppError> {
        let permit = asking.permit::<SeeForms>()?;
        let names: Vec<&String> = names.iter().collect::<BTreeSet<_>>().into_iter().collect();
        let invalid = |text: String| Err(AppError::Invalid(vec![FieldFault::new("form", text)]));
        if !(2..=COMPARED_MAX).contains(&names.len()) {
            return invalid(format!("Choose 2 to {COMPARED_MAX} forms of one exam."));
        }
        let store = self.shelf.under(&permit);
        let made = store.exam_forms(FORMS_SHOWN).await?;
        let exam_of = |name: &str| {
            let of_made = made.iter().find(|form| form.name == name).map(|form| form.exam.clone());
            of_made.or_else(|| asking.programme.forms.get(name).map(|form| form.exam.clone()))
        };
        let exams = names.iter().map(|name| exam_of(name).ok_or(AppError::NotFound));
        let exams: BTreeSet<String> = exams.collect::<Result<_, _>>()?;
        let mut exams = exams.into_iter();
        let (Some(exam), None) = (exams.next(), exams.next()) else {
            return invalid("Choose forms of one exam: others have other outlines.".to_owned());
        };
        let known = self.source.pool(asking, store, &exam).await?;
        let mut forms = Vec::new();
        for name in names {
            match made.iter().find(|form| form.name == *name) {
                Some(record) => forms.push(named(record, store.exam_form_items(record.id).await?)?),
                None => forms.extend(known.forms.iter().find(|form| form.name == *name).cloned()),
            }
        }
        Ok(Comparison::of(&forms, &known.pool, &known.blueprint))
    }

    /// The form, where nothing keeps it from being frozen.
    pub(super) async fn is_whole(
        &self,
        asking: &Asking,
        store: &Reads,
        record: &ExamFormRecord,
    ) -> Result<NamedForm, AppError> {
        let known = self.source.pool(asking, store, &record.exam).await?;
        let form = named(record, store.exam_form_items(record.id).await?)?;
        let counts = FormCounts::of(&form, &known.pool, &known.blueprint);
        let short = short_of_form(&counts, &known.pool, &known.blueprint);
        let hard: Vec<Short> = short.into_iter().filter(Short::is_hard).collect();
        match hard.is_empty() {
            true => Ok(form),
            false => {
                let faults = ShortLine::all(&hard).into_iter().map(|line| FieldFault::new("", line.text));
                Err(AppError::Invalid(faults.collect()))
            }
        }
    }
}
