//! Questions of other systems: Moodle XML, GIFT, Aiken, tables, QTI 1.2.

use std::io;

use assay_qti::{
    foreign::{self, Foreign, Format, Made},
    item::AssessmentItem,
    package::{self, EntryName},
    remark::{Remarks, Weight, codes},
    tree::Place,
    validate::validate,
};

use super::{
    line::{PART_BYTES_MAX, ReadMetadata},
    saying::{Saying, reading},
};

/// Reads the questions of a text, one after the other.
pub(super) fn read(format: Format, text: &str, saying: &mut Saying<'_, '_>) -> io::Result<()> {
    for question in foreign::read(format, text, &reading()) {
        one(question, saying)?;
    }
    Ok(())
}

fn one(question: Foreign, saying: &mut Saying<'_, '_>) -> io::Result<()> {
    let Foreign { number, kind, line, metadata, made, media, mut remarks } = question;
    let metadata = ReadMetadata {
        name: metadata.name,
        id: metadata.id,
        category: metadata.category,
        tags: metadata.tags,
        others: metadata.others,
        manifest: Vec::new(),
    };
    let name = format!("{kind}-{number}");
    let place = Place { line, column: 1 };
    for medium in media {
        match shown(&medium.name, medium.bytes, place, &mut remarks) {
            Some((path, shown)) if remarks.is_usable() => {
                saying.medium(&path, shown.media_type, &shown.bytes)?;
            }
            _ => {}
        }
    }
    match made {
        Made::Item(tree) => {
            let item = AssessmentItem::read(&tree, &mut remarks);
            if let Some(item) = &item {
                remarks.remarks.extend(validate(item).remarks);
            }
            saying.item(item, &name, line, remarks, metadata)
        }
        Made::Stimulus(_) => {
            let message = "This text asks nothing, so it is no question: it is not imported.";
            remarks.add(Weight::Error, "import-no-question", place, kind.clone(), message);
            saying.nothing(&name, &kind, line, remarks, metadata)
        }
        Made::Nothing => saying.nothing(&name, &kind, line, remarks, metadata),
    }
}

/// A file that a question shows, if it only shows something.
fn shown(
    name: &str,
    bytes: Vec<u8>,
    place: Place,
    remarks: &mut Remarks,
) -> Option<(String, package::ImportedMedia)> {
    let Ok(entry) = EntryName::new(name) else {
        let message = format!("`{name}` cannot be a file's name: the file is left out.");
        remarks.add(Weight::Loss, codes::NAME, place, name, message);
        return None;
    };
    if bytes.len() > PART_BYTES_MAX {
        let message = format!("The file is longer than {} MB: it is left out.", PART_BYTES_MAX >> 20);
        remarks.add(Weight::Loss, "import-large", place, name, message);
        return None;
    }
    let media = package::media(&entry, bytes, remarks)?;
    Some((entry.to_address(), media))
}
