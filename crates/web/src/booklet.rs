//! A form on paper: a booklet with its questions, and an answer sheet of its own.
//!
//! It is made of what may be delivered, so no key can stand in it. Options have the letters of the bank, in
//! its order, and a sheet is marked by the form's keys as they are written. The same form gives the same
//! bytes. What cannot be printed rightly, a drawing, a formula or a letter that the fonts lack, is not
//! printed wrongly: the booklet is refused, and it is said why.

mod draw;
mod flow;
mod form;
mod measures;
mod pages;
mod picture;
mod sheet;
mod text;

use std::collections::BTreeSet;

use crate::paper::font::FontFault;
use draw::Faces;
pub use form::{Booklet, BookletFault, unprintable_told};
pub use text::Unprintable;
use text::{Album, printed};

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
    let (mut album, mut read) = (Album::of(booklet.pictures), Vec::with_capacity(booklet.questions.len()));
    for question in booklet.questions {
        let one = printed(question, &faces, &mut album);
        unprintable.extend(one.unprintable.into_iter().map(|what| (question.position, what)));
        read.push((question.position, one.blocks));
    }
    if !unprintable.is_empty() {
        return Err(BookletFault::Unprintable(unprintable));
    }
    let pictures = album.pictures;
    let set = flow::Setting { faces: &faces, pictures: &pictures };
    let questions = read.iter().map(|(position, blocks)| flow::question(set, *position, blocks)).collect();
    let pages = pages::booklet(&faces, booklet, questions);
    let title = format!("Booklet {}", booklet.form);
    Ok(draw::document(&mut faces, (&title, booklet.issuer), &pages, &pictures)?)
}

/// The answer sheet.
///
/// # Errors
/// The built-in fonts cannot be read.
pub fn answer_sheet(booklet: &Booklet<'_>) -> Result<Vec<u8>, BookletFault> {
    let mut faces = Faces::load()?;
    let pages = sheet::pages(&faces, booklet);
    let title = format!("Answer sheet {}", booklet.form);
    Ok(draw::document(&mut faces, (&title, booklet.issuer), &pages, &[])?)
}

#[cfg(test)]
#[path = "booklet/tests.rs"]
mod tests;
