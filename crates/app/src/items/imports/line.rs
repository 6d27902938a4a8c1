//! What whoever reads a file of questions says: a line of JSON each, the way a process of its own gives them.

use serde::{Deserialize, Serialize};

/// The bytes of a file that is handed in. A bank of ten thousand questions of Moodle has seven megabytes;
/// what is longer has pictures, and comes in parts.
pub const FILE_BYTES_MAX: usize = 32 << 20;
/// Questions of one file; a larger bank comes in parts.
pub const QUESTIONS_MAX: u32 = 20_000;
/// Files that the questions of one file show.
pub const MEDIA_MAX: u32 = 5_000;
/// Bytes of one question in QTI, and of one file that questions show.
pub const PART_BYTES_MAX: usize = 8 << 20;
/// All bytes that a reader says of one file.
pub const SAID_BYTES_MAX: usize = 256 << 20;
/// One line: a file that questions show, in Base64, with what is said of it.
pub const LINE_BYTES_MAX: usize = 12 << 20;
/// Remarks on one question that are kept one by one; the rest is counted.
pub const REMARKS_MAX: usize = 50;
/// Letters of a name, of a title and of a remark.
pub const TEXT_CHARS_MAX: usize = 400;

/// One thing that a reader says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum ReadLine {
    /// First: what the file is, and about how many questions it has.
    Begun {
        /// `qti-package`, `qti-item`, or the name of a foreign format.
        format: String,
        /// Counted without reading them.
        about: u32,
        /// On the file itself.
        remarks: Vec<RemarkLine>,
    },
    /// Something that questions show.
    Medium(ReadMedium),
    /// A question, in the order of the file.
    Question(Box<ReadQuestion>),
    /// Last: the file is read to its end.
    End,
    /// Last: the file cannot be read at all.
    Refused {
        /// Why, as whoever reads packages says it; none where the file is of no form that is known.
        why: Option<String>,
    },
}

/// A remark on a question, with what became of what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemarkLine {
    /// Which kind of remark: `assay_qti::remark::codes`, or one of an import's own.
    pub code: String,
    /// How much it weighs.
    pub weight: RemarkWeight,
    /// The element, attribute or file.
    pub construct: String,
    /// What is at fault and what became of it.
    pub message: String,
    /// From 1; 0 where that is not known.
    pub line: u32,
}

/// How much a remark weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RemarkWeight {
    /// Nothing is lost.
    Lenient,
    /// Something is.
    Loss,
    /// The question cannot be used.
    Error,
}

/// A picture, a sound, a film, or a text that questions share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadMedium {
    /// As questions name it.
    pub path: String,
    /// What it is, by its bytes.
    pub media_type: String,
    /// How long it is.
    pub bytes: u32,
    /// In Base64.
    pub content: String,
}

/// A question, or what stands in its place and is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadQuestion {
    /// Which one it is in its file, from 1.
    pub number: u32,
    /// Its name.
    pub identifier: String,
    /// For lists.
    pub title: String,
    /// What it asks: `choice`, `text-entry`; of what is no question, what it is.
    pub kinds: Vec<String>,
    /// Where it begins; 0 where that is not known.
    pub line: u32,
    /// QTI 3; none where it cannot be used.
    pub item: Option<String>,
    /// All there is to know.
    pub remarks: Vec<RemarkLine>,
    /// What the file says beside it.
    pub metadata: ReadMetadata,
}

/// What a file says beside a question: kept with it, so that nothing is lost.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadMetadata {
    /// Its name for authors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The source's own identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The folders it lies in, from the outermost.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub category: Vec<String>,
    /// Its tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// What else is said: name and value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<(String, String)>,
    /// What a package's manifest says, as XML.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub manifest: Vec<String>,
}

impl ReadQuestion {
    /// The heaviest remark.
    pub(super) fn worst(&self) -> Option<RemarkWeight> {
        self.remarks.iter().map(|remark| remark.weight).max()
    }
}

/// A text cut at a number of letters, without what moves a terminal.
pub(super) fn clipped(text: &str) -> String {
    let mut shown: String = text.chars().filter(|letter| !letter.is_control()).take(TEXT_CHARS_MAX).collect();
    if text.chars().nth(TEXT_CHARS_MAX).is_some() {
        shown.push('…');
    }
    shown
}
