//! An item held against the standard: what would be shown or scored wrong.
//!
//! Reading tells what a file's parts lack each for itself; here stands what they must have to do with each
//! other, and what the standard says of the trees that stay trees. Every code has a file that brings it about
//! in `tests/must-fail`.
//!
//! ```
//! use assay_qti::{item::AssessmentItem, remark::codes, validate::validate, xml::XmlLimits};
//!
//! let text = "<qti-assessment-item xmlns='http://www.imsglobal.org/xsd/imsqtiasi_v3p0' identifier='i' \
//!     title='t' time-dependent='false'><qti-item-body><p>\n<qti-text-entry-interaction \
//!     response-identifier='R'/></p></qti-item-body></qti-assessment-item>";
//! let item = AssessmentItem::from_text(text, &XmlLimits::ITEM).unwrap().item.unwrap();
//! let told = &validate(&item).remarks[0];
//! assert_eq!((told.code, told.line), (codes::NAME, 2));
//! ```

mod body;
mod interactions;
mod names;
mod processing;
mod table;

use names::{Declared, DeclaredNames};

use crate::{
    item::AssessmentItem,
    process::ItemRules,
    reading::tell,
    remark::{Remarks, Weight, codes},
};

/// What of an item the standard does not allow, or cannot be shown or scored.
///
/// Of an item that was read; what reading told is not told again.
pub fn validate(item: &AssessmentItem) -> Remarks {
    let mut remarks = Remarks::default();
    let names = DeclaredNames::of(item);
    body::check(&item.body, &names, &mut remarks);
    for tree in [&item.companion_materials, &item.catalog_info].into_iter().flatten() {
        body::check(tree, &names, &mut remarks);
    }
    for feedback in &item.modal_feedback {
        for part in &feedback.content {
            if names.of_kind(&feedback.outcome_identifier, Declared::Outcome).is_none() {
                let outcome = &feedback.outcome_identifier;
                let message =
                    format!("Nothing declares the outcome `{outcome}`: this is never shown. Declare it.");
                tell(&mut remarks, Weight::Loss, codes::NAME, part, message);
            }
            body::check(part, &names, &mut remarks);
        }
    }
    interactions::check(item, &names, &mut remarks);
    for tree in [&item.template_processing, &item.response_processing].into_iter().flatten() {
        processing::check(tree, &names, &mut remarks);
    }
    // What the rules lack each for itself, their reading tells.
    ItemRules::read(item, &mut remarks);
    remarks
}
