//! What a panel decided about the cut of a frozen form.

use assay_assessment::form::Purpose;
use assay_kernel::{Arg, FormId, Said};
use assay_store::{ExamFormDone, ExamFormState, OfRevision, Unit, statement::exam_form};

use super::{
    Forms,
    edit::{deed, stored},
    line::named,
    rules::SetCut,
};
use crate::{
    AppError, Asking, FieldFault,
    deed::{Deed, by},
};

/// The words for a panel's study: a line or two of a form's file.
const STANDARD_MAX: usize = 400;

/// A panel's cut, as somebody enters it.
#[derive(Clone, Copy, Debug)]
pub struct PanelCut<'a> {
    /// Scored items to answer correctly for a pass.
    pub raw: u32,
    /// The study: its method, who met, and when.
    pub standard: &'a str,
}

impl Forms {
    /// Enters a panel's cut; without one the sum of the authors' estimates holds again. What is released
    /// later has it, and what was released is not touched.
    ///
    /// # Errors
    /// No bank manager; `NotFound`; `Conflict` where it is not frozen, or was changed meanwhile; `Invalid`
    /// where the cut is none of the form, or its study has no words; or the store failed.
    pub async fn set_cut(
        &self,
        asking: &Asking,
        (id, revision): (FormId, i64),
        cut: Option<PanelCut<'_>>,
    ) -> Result<(), AppError> {
        let (permit, record) = self.shelf.open::<SetCut, _>(asking, |store| store.exam_form(id)).await?;
        if record.state != ExamFormState::Frozen {
            return Err(AppError::Conflict);
        }
        let form = named(&record, self.shelf.under(&permit).exam_form_items(id).await?)?;
        let scored = form.items.iter().filter(|entry| entry.purpose == Purpose::Scored).count();
        let cut = cut.map(|cut| checked(cut, scored)).transpose()?;
        let by = by(asking);
        let of = OfRevision { id, revision, by: &by };
        let mut unit = Unit::from(exam_form::cut_set(of, cut));
        unit.run(exam_form::entered(of, ExamFormDone::CutSet, None, asking.ms()));
        let deed = match cut {
            None => deed("did.form-cut-taken-out", &record)?,
            Some((raw, standard)) => {
                let said = Said::of("did.form-cut-set").with("name", Arg::text(&record.name));
                let n = u64::try_from(raw).unwrap_or_default();
                Deed::of(&said.with("n", n).with("standard", Arg::text(standard)))?.to(id)
            }
        };
        stored(self.shelf.commit_logged(asking, permit, deed, unit).await)
    }
}

fn checked(cut: PanelCut<'_>, scored: usize) -> Result<(i64, &str), AppError> {
    let mut faults = Vec::new();
    let standard = cut.standard.trim();
    if cut.raw == 0 || usize::try_from(cut.raw).is_ok_and(|raw| raw > scored) {
        let text = format!("The cut is a number from 1 to {scored}: so many items of the form count.");
        faults.push(FieldFault::new("raw", text));
    }
    let letters = standard.chars().count();
    if letters == 0 || letters > STANDARD_MAX || standard.chars().any(char::is_control) {
        let text = format!(
            "Say on one line what the cut rests on (method, panel, day), in {STANDARD_MAX} characters at \
             most."
        );
        faults.push(FieldFault::new("standard", text));
    }
    if faults.is_empty() { Ok((i64::from(cut.raw), standard)) } else { Err(AppError::Invalid(faults)) }
}
