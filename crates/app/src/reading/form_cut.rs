//! The cut of a frozen form: a panel's, else what its authors' estimates add up to.

use assay_assessment::{assembly::CutOf, cut::Rounding};
use assay_store::ExamFormRecord;

/// What a form's file is to say of its cut.
pub(crate) fn form_cut(record: &ExamFormRecord) -> CutOf<'_> {
    let raw = record.cut_raw.and_then(|raw| u32::try_from(raw).ok());
    match raw.zip(record.cut_standard.as_deref()) {
        Some((raw, standard)) => CutOf::Panel { raw, standard },
        None => CutOf::Estimates(Rounding::default()),
    }
}
