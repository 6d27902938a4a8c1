//! A form on paper: a booklet with its questions, and an answer sheet of its own.
//!
//! It is made of what may be delivered, so no key can stand in it. Options have the letters of the bank, in
//! its order, and a sheet is marked by the form's keys as they are written. The same form gives the same
//! bytes. What cannot be printed rightly, a picture, a formula or a letter that the fonts lack, is not
//! printed wrongly: the booklet is refused, and it is said why.

mod draw;
mod flow;
mod form;
mod pages;
mod sheet;
mod text;

use std::collections::BTreeSet;

use crate::paper::font::FontFault;
use draw::Faces;
pub use form::{Booklet, BookletFault};
pub use text::Unprintable;
use text::printed;

impl From<FontFault> for BookletFault {
    fn from(fault: FontFault) -> Self {
        BookletFault::Font(fault)
    }
}

/// The booklet.
///
/// # Errors
/// Something cannot be printed.
pub fn question_booklet(booklet: &Booklet<'_>) -> Result<Vec<u8>, BookletFault> {
    let mut faces = Faces::load()?;
    let mut unprintable = BTreeSet::new();
    let mut questions = Vec::with_capacity(booklet.questions.len());
    for question in booklet.questions {
        let read = printed(question, &faces);
        unprintable.extend(read.unprintable.into_iter().map(|what| (question.position, what)));
        questions.push(flow::question(&faces, question.position, &read.blocks));
    }
    if !unprintable.is_empty() {
        return Err(BookletFault::Unprintable(unprintable));
    }
    let pages = pages::booklet(&faces, booklet, questions);
    Ok(draw::document(&mut faces, (&format!("Booklet {}", booklet.form), booklet.issuer), &pages)?)
}

/// The answer sheet.
///
/// # Errors
/// The built-in fonts cannot be read.
pub fn answer_sheet(booklet: &Booklet<'_>) -> Result<Vec<u8>, BookletFault> {
    let mut faces = Faces::load()?;
    let pages = sheet::pages(&faces, booklet);
    Ok(draw::document(&mut faces, (&format!("Answer sheet {}", booklet.form), booklet.issuer), &pages)?)
}

#[cfg(test)]
#[path = "booklet/tests.rs"]
mod tests;
