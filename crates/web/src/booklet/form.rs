//! What is printed, and why it may not be.

use std::collections::BTreeSet;

use assay_bank::DeliveryItem;

use super::text::Unprintable;
use crate::paper::font::FontFault;

/// A form to be printed.
pub struct Booklet<'a> {
    /// Whose exam it is.
    pub issuer: &'a str,
    /// The exam version's title.
    pub title: &'a str,
    /// The exam version's code.
    pub exam: &'a str,
    /// The form's name.
    pub form: &'a str,
    /// Which wording of which items: a mark that changes with any of them.
    pub mark: &'a str,
    /// Testing time in minutes; none where it is not known.
    pub minutes: Option<u32>,
    /// What kind of demonstration it is; empty for none.
    pub notice: &'a str,
    /// The questions, in their order.
    pub questions: &'a [DeliveryItem],
}

/// Why a form is not printed.
#[derive(Debug)]
pub enum BookletFault {
    /// The built-in fonts cannot be read.
    Font(FontFault),
    /// Positions of questions with what paper cannot show of them.
    Unprintable(BTreeSet<(u32, Unprintable)>),
}
