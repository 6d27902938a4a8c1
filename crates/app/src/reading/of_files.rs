//! What can be asked of a programme's files before they are applied: a pool to draw forms from, a form on
//! paper.

use assay_kernel::Diagnostics;

use super::{Assembling, Files, FormOnPaper, Parsed};
use crate::vault::Media;

/// Where forms stand: what is wrong with those that are there keeps nobody from drawing others.
const FORMS: &str = "forms/";

/// From a programme's files to a pool; none where it has no such exam version with an outline.
///
/// # Errors
/// Everything that was found, where any of it is an error of another file than a form's.
pub fn assembling(files: Files, exam: &str) -> Result<Option<Assembling>, Diagnostics> {
    let parsed = Parsed::of(files);
    let mut found = Diagnostics::default();
    for fault in parsed.review().iter().filter(|fault| !fault.at.file.starts_with(FORMS)) {
        found.push(fault.clone());
    }
    if found.has_errors() {
        return Err(found);
    }
    let loaded = parsed.loaded();
    Ok(Assembling::of(exam, &loaded.programme, &loaded.bank, &loaded.forms))
}

/// A form of a programme's files as it is printed; none where there is none of that name that can be given.
///
/// # Errors
/// Everything that was found, where any of it is an error.
pub fn on_paper(files: Files, form: &str) -> Result<Option<FormOnPaper>, Diagnostics> {
    let artwork = files.artwork.clone();
    let parsed = Parsed::of(files);
    let found = parsed.review();
    if found.has_errors() {
        return Err(found);
    }
    let loaded = parsed.loaded();
    let media = Media::of(loaded.bank.values(), &artwork);
    let form = loaded.forms.get(form);
    Ok(form.and_then(|form| {
        let name = (form.exam.as_str(), form.id.as_str());
        let seconds = loaded.programme.exam(form.exam.as_str());
        let seconds = seconds.map(|exam| form.time_limit_s(exam.items_total, exam.time_limit_min));
        let paper = FormOnPaper::of(name, &form.items, &loaded.programme, (&loaded.bank, &media))?;
        Some(FormOnPaper { minutes: seconds.map(|seconds| seconds.div_ceil(60)), ..paper })
    }))
}
