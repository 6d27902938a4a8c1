//! A badge as a page to print: a PDF with its dates, its number and where to ask how it stands today.
//!
//! It is no credential and says so by where it leads: whoever doubts it opens the address. The same edition
//! with the same name gives the same bytes: no clock and no chance are in it.
//!
//! Looked at: krilla, which brings a shaper and four readers of pictures for a page without any of them;
//! genpdf and printpdf, which are no longer kept well. `pdf-writer` writes objects, `subsetter` takes the
//! letters that are used out of the font, `ttf-parser` measures them: four packages with rustc-hash.

mod page;

use crate::{
    paper::font::{FontFault, Typeface},
    preview::Pixels,
};
pub use page::Certificate;

/// Draws it.
///
/// # Errors
/// The font that is built in cannot be read.
pub fn pdf(certificate: &Certificate<'_>) -> Result<Vec<u8>, FontFault> {
    let (regular, strong) = (Typeface::regular()?, Typeface::strong()?);
    // A picture that cannot be read leaves its place empty: the words are what counts.
    let picture = certificate.picture.and_then(|png| Pixels::read(png).ok());
    page::written(certificate, regular, strong, picture.as_ref())
}

#[cfg(test)]
#[path = "certificate/tests.rs"]
mod tests;
