//! A file of questions, read one question after the other into QTI 3, with what is lost on the way.
//!
//! Pure: bytes in, lines out. Each file says by its content what it is. Nothing is left out in silence: what
//! is no question has a line of its own that says so.

use std::io;

use assay_qti::{
    foreign::Format,
    item::AssessmentItem,
    remark::Remarks,
    xml::{self, XmlLimits},
};

use super::{
    line::ReadMetadata,
    read_foreign, read_package,
    saying::{Hearing, Saying},
};

/// How a zip begins, whatever its name says.
const ZIP: &[u8] = b"PK";

/// Reads a file, from the question of that number on; what comes before is read and not said again.
///
/// # Errors
/// Whoever hears it does not take it.
pub fn read_questions(file: &[u8], from: u32, hearing: &mut Hearing<'_>) -> io::Result<()> {
    let mut saying = Saying::from(from, hearing);
    if file.starts_with(ZIP) {
        return read_package::read(file, &mut saying);
    }
    let text = match xml::decode(file) {
        Ok(text) => text,
        Err(remark) => return saying.refused(Some(remark.message)),
    };
    match Format::of(&text) {
        Some(format) => {
            saying.begun(format.as_str(), about(format, &text), &Remarks::default())?;
            read_foreign::read(format, &text, &mut saying)?;
        }
        None if text.trim_start_matches('\u{feff}').trim_start().starts_with('<') => {
            saying.begun("qti-item", 1, &Remarks::default())?;
            match AssessmentItem::from_text(&text, &XmlLimits::ITEM) {
                Ok(read) => saying.item(read.item, "item", 1, read.remarks, ReadMetadata::default())?,
                Err(remark) => {
                    let remarks = Remarks { remarks: vec![remark] };
                    saying.nothing("item", "file", 1, remarks, ReadMetadata::default())?;
                }
            }
        }
        None => return saying.refused(None),
    }
    saying.end()
}

/// About how many questions a text has, without reading them.
fn about(format: Format, text: &str) -> u32 {
    let many = match format {
        Format::MoodleXml => {
            let categories = text.matches("<question type=\"category\"").count();
            text.matches("<question ").count().saturating_sub(categories)
        }
        Format::Qti1 => text.matches("<item ").count(),
        Format::Aiken => text.matches("\nANSWER:").count(),
        Format::Csv => text.lines().filter(|line| !line.trim().is_empty()).count().saturating_sub(1),
        Format::Gift => text.matches('{').count(),
    };
    u32::try_from(many).unwrap_or(u32::MAX)
}
