//! The last step of every reader: a question with all that was noted of it.

use super::{
    Foreign, ForeignReading, Made, Metadata,
    build::{self, ItemHeading},
    codes,
    markup::{Desk, is_blank, is_block_name, legal},
    question::ForeignQuestion,
    splice,
};
use crate::{
    remark::{Remark, Remarks, Weight},
    tree::{Place, XmlNode},
};

/// A remark that stands alone.
pub(super) fn told(
    weight: Weight,
    code: &'static str,
    line: u32,
    construct: &str,
    message: impl Into<String>,
) -> Remark {
    Remark { code, weight, construct: construct.to_owned(), message: message.into(), line, column: 1 }
}

/// What stood in a file and became no question.
pub(super) fn nothing(number: u32, kind: &str, category: &[String], remark: Remark) -> Foreign {
    Foreign {
        number,
        kind: kind.to_owned(),
        line: remark.line,
        metadata: Metadata { category: category.to_vec(), ..Metadata::default() },
        made: Made::Nothing,
        media: Vec::new(),
        remarks: Remarks { remarks: vec![remark] },
    }
}

/// What a question became, with all that was noted of it; the last step of every reader.
pub(super) fn finished(
    reading: &ForeignReading,
    number: u32,
    kind: String,
    line: u32,
    metadata: Metadata,
    asked: Option<ForeignQuestion>,
    mut desk: Desk,
) -> Foreign {
    let made = match asked {
        Some(question) if question.parts.is_empty() => {
            Made::Stimulus(build::stimulus(question.stem, called(reading, number, &metadata, "")))
        }
        Some(question) => {
            if is_blank(&question.stem) {
                desk.notes.loss(codes::INCOMPLETE, "stem", "The question has no text.");
            }
            let text = spaced(&question.stem);
            Made::Item(build::item(question, called(reading, number, &metadata, &text)))
        }
        None => Made::Nothing,
    };
    let remarks = desk.notes.remarks(Place { line, column: 1 });
    Foreign { number, kind, line, metadata, made, media: desk.shelf.media(), remarks }
}

fn called<'a>(reading: &'a ForeignReading, number: u32, metadata: &Metadata, text: &str) -> ItemHeading<'a> {
    /// Letters of a title that is made of the question's text.
    const TITLE: usize = 80;
    let identifier = metadata.id.as_deref().and_then(identifier);
    let text: String = splice::unmarked(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let title = metadata.name.clone().unwrap_or_else(|| text.chars().take(TITLE).collect());
    let title = legal(&title).split_whitespace().collect::<Vec<_>>().join(" ");
    ItemHeading {
        identifier: identifier.unwrap_or_else(|| format!("question-{number}")),
        title: if title.is_empty() { format!("Question {number}") } else { title },
        language: reading.language.as_deref(),
    }
}

/// A source's identifier where it can be one here.
fn identifier(text: &str) -> Option<String> {
    /// Longer ones are no names.
    const LENGTH: usize = 100;
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let is_identifier = text.chars().next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && text.chars().all(is_letter)
        && text.len() <= LENGTH;
    is_identifier.then(|| text.to_owned())
}

/// The folders of a category's path: `$course$/top/Networks`; two slashes are one in a name.
pub(super) fn folders(path: &str) -> Vec<String> {
    let path = path.replace("//", "\0");
    let names = path.split('/').map(|name| name.replace('\0', "/").trim().to_owned());
    let is_place =
        |name: &String| name.is_empty() || name == "top" || (name.starts_with('$') && name.ends_with('$'));
    names.skip_while(is_place).filter(|name| !name.is_empty()).collect()
}

/// Text with a space between what stands apart.
fn spaced(nodes: &[XmlNode]) -> String {
    let texts = nodes.iter().map(|node| match node {
        XmlNode::Text(text) => text.clone(),
        XmlNode::Element(element) if element.is("br") => " ".to_owned(),
        XmlNode::Element(element) => {
            let text = spaced(&element.children);
            if is_block_name(&element.name) { format!(" {text} ") } else { text }
        }
    });
    texts.collect()
}
