//! What a reader of a foreign format takes and gives.

use crate::{remark::Remarks, tree::XmlElement};

/// How a text is read.
#[derive(Clone, Debug, PartialEq)]
pub struct ForeignReading {
    /// Bytes of one question with its pictures.
    pub question_bytes_max: usize,
    /// Options, answers, gaps or rows of one question.
    pub parts_max: usize,
    /// The language of the questions, a BCP 47 tag; formats do not say it.
    pub language: Option<String>,
    /// The words for true and for false; formats do not say them.
    pub truth: [String; 2],
}

impl Default for ForeignReading {
    /// Limits that hold every real question seen, and English words.
    fn default() -> Self {
        ForeignReading {
            question_bytes_max: 32 << 20,
            parts_max: 500,
            language: None,
            truth: ["True".to_owned(), "False".to_owned()],
        }
    }
}

/// What a source says of a question beside the question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Its name for authors.
    pub name: Option<String>,
    /// The source's own identifier.
    pub id: Option<String>,
    /// The folders it lies in, from the outermost.
    pub category: Vec<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// What else is said and asks for nothing: name and value as written.
    pub others: Vec<(String, String)>,
}

/// A file that belongs to an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Medium {
    /// Its path beside the item, as the item names it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What a question became.
#[derive(Clone, Debug, PartialEq)]
pub enum Made {
    /// A `qti-assessment-item` of 3.0.
    Item(XmlElement),
    /// A `qti-assessment-stimulus`: a text that asks nothing.
    Stimulus(XmlElement),
    /// Nothing; the remarks say why.
    Nothing,
}

/// One question of a foreign file.
#[derive(Clone, Debug, PartialEq)]
pub struct Foreign {
    /// Which one it is in its file, from 1.
    pub number: u32,
    /// The source's word for its kind: `multichoice`, `cloze`.
    pub kind: String,
    /// The line it begins in, from 1.
    pub line: u32,
    /// What the source says beside the question.
    pub metadata: Metadata,
    /// The question.
    pub made: Made,
    /// The files it shows.
    pub media: Vec<Medium>,
    /// What of it is not in the item, and what became of it.
    pub remarks: Remarks,
}

impl Foreign {
    /// The item, where it became one that can be used.
    pub fn item(&self) -> Option<&XmlElement> {
        match &self.made {
            Made::Item(item) if self.remarks.is_usable() => Some(item),
            _ => None,
        }
    }
}
