//! Having forms drawn: they are kept, open, with what they lack.

use std::collections::BTreeSet;

use assay_assessment::{
    assembly::{FORMS_MAX, assembled},
    form::{FormItem, Purpose},
};
use assay_kernel::{Arg, FormId, Said};
use assay_store::{ExamFormDone, NewExamForm, OfRevision, StoreError, Unit, statement::exam_form};

use super::{Forms, line::word_of, rules::DrawForms};
use crate::{
    AppError, Asking, FieldFault,
    deed::{Deed, by},
    reading::off_the_loop,
};

/// Forms that are drawn at once on a page: each is looked through by people.
const DRAWN_MAX: usize = 4;
/// Forms that are being made; more are dropped or become part of the programme first.
const MADE_MAX: i64 = 50;

/// What is to be drawn.
#[derive(Clone, Debug)]
pub struct FormsWanted {
    /// Of which exam version.
    pub exam: String,
    /// How many.
    pub forms: usize,
    /// A number that chance begins with.
    pub seed: u64,
    /// Only of items that stand on no other form.
    pub is_fresh: bool,
}

impl Forms {
    /// Draws forms, which can be edited then.
    ///
    /// # Errors
    /// Neither bank manager nor administrator; `Invalid` where there is no such exam version, nothing to draw
    /// from, or too much of it is being made; or the store failed.
    pub async fn draw(&self, asking: &Asking, wanted: &FormsWanted) -> Result<Vec<FormId>, AppError> {
        let permit = asking.permit::<DrawForms>()?;
        let invalid =
            |field: &'static str, text: String| Err(AppError::Invalid(vec![FieldFault::new(field, text)]));
        if !(1..=DRAWN_MAX.min(FORMS_MAX)).contains(&wanted.forms) {
            return invalid("forms", format!("Draw 1 to {DRAWN_MAX} forms at once."));
        }
        let store = self.shelf.under(&permit);
        let known = match self.source.pool(asking, store, &wanted.exam).await {
            Err(AppError::NotFound) => {
                return invalid("exam", "Choose an exam version that has an outline.".to_owned());
            }
            known => known?,
        };
        let made = store.count_exam_forms().await?;
        if made >= MADE_MAX {
            return invalid("forms", format!("Drop a form first: {made} are being made."));
        }
        let none = self.mint.id(asking.at);
        let others = store.exam_form_items_taken(&wanted.exam, none).await?;
        let mut taken: BTreeSet<String> = others.into_iter().collect();
        taken.extend(known.forms.iter().flat_map(|form| form.ids().map(str::to_owned)));
        let pool = if wanted.is_fresh { known.pool.without(&taken) } else { known.pool.clone() };
        if pool.items().len() == 0 {
            return invalid("exam", "There is no item of this exam to draw from.".to_owned());
        }
        let (blueprint, many, seed) = (known.blueprint.clone(), wanted.forms, wanted.seed);
        let drawn = off_the_loop(move || assembled(&pool, &blueprint, many, seed)).await?;
        let mut names: BTreeSet<String> = known.forms.iter().map(|form| form.name.clone()).collect();
        names.extend(self.names(asking).await?);
        // Behind every letter that is taken: a form that was given once keeps its name for good.
        let named = |letter: char| format!("{}-{letter}", wanted.exam);
        let last = ('A'..='Z').rev().find(|letter| names.contains(&named(*letter)));
        let free = ('A'..='Z').filter(|letter| last.is_none_or(|last| *letter > last));
        let free: Vec<String> = free.map(named).take(many).collect();
        if free.len() < many {
            return invalid("forms", "No letters are left to name so many forms.".to_owned());
        }
        let (mut unit, mut ids) = (Unit::default(), Vec::new());
        for (form, name) in drawn.forms.into_iter().zip(&free) {
            let id = self.mint.id(asking.at);
            let mut items = form.named().items;
            spread(&mut items);
            self.kept(asking, &mut unit, id, (wanted, name), &items);
            ids.push(id);
        }
        let did = Said::of("did.forms-drawn")
            .with("names", Arg::list(free.iter().map(Arg::text)))
            .with("n", free.len());
        let deed = Deed::of(&did)?.to(&wanted.exam);
        match self.shelf.commit_logged(asking, permit, deed, unit).await {
            Err(StoreError::Conflict(_)) => Err(AppError::Conflict),
            done => Ok(done.map(|()| ids)?),
        }
    }

    fn kept(
        &self,
        asking: &Asking,
        unit: &mut Unit,
        id: FormId,
        (wanted, name): (&FormsWanted, &str),
        items: &[FormItem],
    ) {
        let by = by(asking);
        let (exam, name) = (wanted.exam.clone(), name.to_owned());
        let form = NewExamForm { id, exam, name, seed: wanted.seed.to_string(), by: by.clone() };
        unit.run(exam_form::made(&form, asking.ms()));
        for (place, entry) in (1..).zip(items) {
            unit.run(exam_form::placed(id, place, &entry.item, word_of(entry.purpose)));
        }
        let of = OfRevision { id, revision: 0, by: &by };
        unit.run(exam_form::entered(of, ExamFormDone::Drawn, None, asking.ms()));
    }
}

/// Pretest items between the scored ones, about as far from each other; a form of the programme is given with
/// them at other places.
fn spread(items: &mut Vec<FormItem>) {
    let (scored, pretest): (Vec<_>, Vec<_>) =
        std::mem::take(items).into_iter().partition(|entry| entry.purpose == Purpose::Scored);
    let each = (scored.len() / (pretest.len() + 1)).max(1);
    let mut pretest = pretest.into_iter();
    for (nth, entry) in scored.into_iter().enumerate() {
        if nth > 0 && nth % each == 0 {
            items.extend(pretest.next());
        }
        items.push(entry);
    }
    items.extend(pretest);
}
