//! Packages: QTI 2.0 to 3.0, and those of other systems with questions of theirs inside.

use std::io;

use assay_qti::{
    foreign::Format,
    package::{EntryName, ImportedContent, ImportedResource, PackageImport, ResourceKind, ZipReader},
    remark::{Remarks, Weight},
    tree::{Place, XmlElement},
    xml,
};

use super::{
    line::{PART_BYTES_MAX, ReadMetadata},
    read_foreign,
    saying::{Saying, limits},
};

/// What a shared text is called among the files that questions show.
const STIMULUS: &str = "application/vnd.qti-stimulus+xml";

/// Reads a package, resource after resource.
pub(super) fn read(file: &[u8], saying: &mut Saying<'_, '_>) -> io::Result<()> {
    let package = match PackageImport::open(file, &limits()) {
        Ok(package) => package,
        Err(refusal) => return saying.refused(Some(refusal.to_string())),
    };
    let is_question = |kind| matches!(kind, ResourceKind::Item | ResourceKind::Qti12);
    let items = package.manifest().resources.iter().filter(|resource| is_question(resource.kind)).count();
    saying.begun("qti-package", u32::try_from(items).unwrap_or(u32::MAX), package.remarks())?;
    for resource in package.from(0) {
        one(file, resource, saying)?;
    }
    saying.end()
}

fn one(file: &[u8], resource: ImportedResource, saying: &mut Saying<'_, '_>) -> io::Result<()> {
    let ImportedResource { identifier, name, kind, metadata, content, mut remarks, .. } = resource;
    let path = name.as_ref().map(EntryName::to_address);
    let metadata = ReadMetadata {
        id: Some(identifier.clone()),
        manifest: metadata.iter().map(xml::write).collect(),
        ..ReadMetadata::default()
    };
    let place = Place { line: 1, column: 1 };
    let is_none = |remarks: &mut Remarks, what: &str| {
        let message = format!("This is {what} and no question: it is not imported.");
        remarks.add(Weight::Error, "import-no-question", place, path.clone().unwrap_or_default(), message);
    };
    match content {
        ImportedContent::Item(item) => saying.item(Some(*item), &identifier, 1, remarks, metadata),
        ImportedContent::Media(media) if media.bytes.len() > PART_BYTES_MAX => {
            let message = format!("The file is longer than {} MB: it is left out.", PART_BYTES_MAX >> 20);
            remarks.add(Weight::Error, "import-large", place, identifier.clone(), message);
            saying.nothing(&identifier, "file", 0, remarks, metadata)
        }
        ImportedContent::Media(media) => {
            let path = path.unwrap_or_else(|| identifier.clone());
            saying.medium(&path, media.media_type, &media.bytes)?;
            only_told(&identifier, "file", remarks, metadata, saying)
        }
        ImportedContent::Stimulus(stimulus) => {
            let path = path.unwrap_or_else(|| identifier.clone());
            saying.medium(&path, STIMULUS, xml::write(&stimulus.write()).as_bytes())?;
            only_told(&identifier, "shared text", remarks, metadata, saying)
        }
        ImportedContent::Foreign(tree) => match foreign_text(file, name.as_ref(), &tree) {
            Some((format, text)) => {
                only_told(&identifier, "file", remarks, metadata, saying)?;
                read_foreign::read(format, &text, saying)
            }
            None => {
                is_none(&mut remarks, "XML of another kind");
                saying.nothing(&identifier, "file", 1, remarks, metadata)
            }
        },
        ImportedContent::Test(_) => {
            is_none(&mut remarks, "a test");
            saying.nothing(&identifier, "test", 1, remarks, metadata)
        }
        ImportedContent::Section(_) => {
            is_none(&mut remarks, "a part of a test");
            saying.nothing(&identifier, "section", 1, remarks, metadata)
        }
        ImportedContent::Beside(_) => {
            is_none(&mut remarks, "something beside the questions");
            saying.nothing(&identifier, "file", 1, remarks, metadata)
        }
        ImportedContent::Nothing => {
            if remarks.remarks.is_empty() {
                is_none(&mut remarks, "something that cannot be read");
            }
            let what = if kind == ResourceKind::Item { "question" } else { "file" };
            saying.nothing(&identifier, what, 1, remarks, metadata)
        }
    }
}

/// What is no question and comes with the questions has a line only where there is something to know.
fn only_told(
    identifier: &str,
    what: &str,
    remarks: Remarks,
    metadata: ReadMetadata,
    saying: &mut Saying<'_, '_>,
) -> io::Result<()> {
    if remarks.remarks.is_empty() {
        return Ok(());
    }
    saying.nothing(identifier, what, 0, remarks, metadata)
}

/// The text of a file of another system inside the package.
fn foreign_text(file: &[u8], name: Option<&EntryName>, tree: &XmlElement) -> Option<(Format, String)> {
    let zip = ZipReader::open(file, &limits()).ok()?;
    let bytes = zip.read(name?).ok()??;
    let text = xml::decode(&bytes).ok()?;
    let format = Format::of(&text)?;
    let has_questions = !tree.children.is_empty();
    has_questions.then_some((format, text))
}
