//! What is printed, and why it may not be.

use std::collections::{BTreeMap, BTreeSet};

use assay_app::ItemMedium;
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
    /// Their pictures, by place and by the name that a question has for it.
    pub pictures: &'a BTreeMap<(u32, String), ItemMedium>,
}

/// Why a form is not printed.
#[derive(Debug)]
pub enum BookletFault {
    /// The built-in fonts cannot be read.
    Font(FontFault),
    /// Positions of questions with what paper cannot show of them.
    Unprintable(BTreeSet<(u32, Unprintable)>),
}

/// What paper cannot show of a form, a sentence each: 'question 7 (c03-alarm) has a formula'.
pub fn unprintable_told(names: &[String], found: &BTreeSet<(u32, Unprintable)>) -> Vec<String> {
    let told = |(position, what): &(u32, Unprintable)| {
        let place = usize::try_from(*position).ok().and_then(|place| place.checked_sub(1));
        let name = place.and_then(|place| names.get(place)).map(|name| format!(" ({name})"));
        format!("question {position}{} {}", name.unwrap_or_default(), what.words())
    };
    found.iter().map(told).collect()
}
