//! Says what is read, a line each: numbers it, and cuts what is longer than anybody reads.

use std::io;

use assay_qti::{
    foreign::ForeignReading,
    interaction::is_interaction,
    item::AssessmentItem,
    package::PackageLimits,
    remark::{Remarks, Weight},
    tree::XmlElement,
};
use base64::{Engine, engine::general_purpose::STANDARD};

use super::line::{
    FILE_BYTES_MAX, LINE_BYTES_MAX, PART_BYTES_MAX, REMARKS_MAX, ReadLine, ReadMedium, ReadMetadata,
    ReadQuestion, RemarkLine, RemarkWeight, clipped,
};

/// Who hears what is read.
pub type Hearing<'a> = dyn FnMut(ReadLine) -> io::Result<()> + 'a;

/// What a package may hold to be imported; its parts are unpacked one at a time.
pub(super) fn limits() -> PackageLimits {
    PackageLimits {
        bytes: FILE_BYTES_MAX as u64,
        entries: 30_000,
        entry_bytes: PART_BYTES_MAX as u64 * 4,
        total_bytes: 512 << 20,
        ..PackageLimits::default()
    }
}

/// Of foreign questions: each with its pictures is a few lines.
pub(super) fn reading() -> ForeignReading {
    ForeignReading { question_bytes_max: PART_BYTES_MAX * 2, ..ForeignReading::default() }
}

/// Numbers what is said, and says nothing before the number from which on it is wanted.
pub(super) struct Saying<'a, 'h> {
    from: u32,
    next: u32,
    hearing: &'a mut Hearing<'h>,
}

impl<'a, 'h> Saying<'a, 'h> {
    pub(super) fn from(from: u32, hearing: &'a mut Hearing<'h>) -> Self {
        Saying { from, next: 1, hearing }
    }
}

impl Saying<'_, '_> {
    pub(super) fn begun(&mut self, format: &str, about: u32, remarks: &Remarks) -> io::Result<()> {
        let remarks = lines_of(remarks);
        (self.hearing)(ReadLine::Begun { format: format.to_owned(), about, remarks })
    }

    pub(super) fn end(&mut self) -> io::Result<()> {
        (self.hearing)(ReadLine::End)
    }

    pub(super) fn refused(&mut self, why: Option<String>) -> io::Result<()> {
        let why = why.map(|why| clipped(&why));
        (self.hearing)(ReadLine::Refused { why })
    }

    /// Something that questions show; belongs to the question that comes next.
    pub(super) fn medium(&mut self, path: &str, media_type: &str, bytes: &[u8]) -> io::Result<()> {
        if self.next < self.from {
            return Ok(());
        }
        (self.hearing)(ReadLine::Medium(ReadMedium {
            path: path.to_owned(),
            media_type: media_type.to_owned(),
            bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
            content: STANDARD.encode(bytes),
        }))
    }

    /// A question as it was read; none, with what is wrong, where it is not to be used.
    pub(super) fn item(
        &mut self,
        item: Option<AssessmentItem>,
        name: &str,
        line: u32,
        mut remarks: Remarks,
        metadata: ReadMetadata,
    ) -> io::Result<()> {
        let Some(item) = item else { return self.nothing(name, "question", line, remarks, metadata) };
        let text = remarks.is_usable().then(|| item.to_text());
        let text = text.filter(|text| {
            let fits = text.len() <= PART_BYTES_MAX && text.len() * 2 <= LINE_BYTES_MAX;
            if !fits {
                let message = format!("The question is longer than {} MB.", PART_BYTES_MAX >> 20);
                remarks.add(Weight::Error, "import-large", item.body.place, "", message);
            }
            fits
        });
        let mut kinds = Vec::new();
        collect_kinds(&item.body, &mut kinds);
        let title = if item.title.is_empty() { &item.identifier } else { &item.title };
        self.say(ReadQuestion {
            number: 0,
            identifier: clipped(&item.identifier),
            title: clipped(title),
            kinds,
            line,
            item: text,
            remarks: lines_of(&remarks),
            metadata,
        })
    }

    /// What is no question, or none that can be used.
    pub(super) fn nothing(
        &mut self,
        name: &str,
        what: &str,
        line: u32,
        remarks: Remarks,
        metadata: ReadMetadata,
    ) -> io::Result<()> {
        self.say(ReadQuestion {
            number: 0,
            identifier: clipped(name),
            title: clipped(metadata.name.as_deref().unwrap_or(name)),
            kinds: vec![clipped(what)],
            line,
            item: None,
            remarks: lines_of(&remarks),
            metadata,
        })
    }

    fn say(&mut self, question: ReadQuestion) -> io::Result<()> {
        let number = self.next;
        self.next += 1;
        if number < self.from {
            return Ok(());
        }
        (self.hearing)(ReadLine::Question(Box::new(ReadQuestion { number, ..question })))
    }
}

/// Remarks as they are kept: so many, and how many more there are.
fn lines_of(remarks: &Remarks) -> Vec<RemarkLine> {
    let weight = |weight| match weight {
        Weight::Lenient => RemarkWeight::Lenient,
        Weight::Loss => RemarkWeight::Loss,
        Weight::Error => RemarkWeight::Error,
    };
    let all = &remarks.remarks;
    let mut lines: Vec<RemarkLine> = all
        .iter()
        .take(REMARKS_MAX)
        .map(|remark| RemarkLine {
            code: remark.code.to_owned(),
            weight: weight(remark.weight),
            construct: clipped(&remark.construct),
            message: clipped(&remark.message),
            line: remark.line,
        })
        .collect();
    if let Some(rest) = all.get(REMARKS_MAX..).filter(|rest| !rest.is_empty()) {
        let heaviest = rest.iter().map(|remark| remark.weight).max().map_or(RemarkWeight::Lenient, weight);
        lines.push(RemarkLine {
            code: "import-more".to_owned(),
            weight: heaviest,
            construct: String::new(),
            message: format!("There are {} more remarks on this question.", rest.len()),
            line: 0,
        });
    }
    lines
}

/// The kinds of interactions of a body, each once.
fn collect_kinds(element: &XmlElement, kinds: &mut Vec<String>) {
    if is_interaction(&element.name) {
        let kind = element.name.trim_start_matches("qti-").trim_end_matches("-interaction").to_owned();
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    element.elements().for_each(|child| collect_kinds(child, kinds));
}
