//! A file that is being read: what its reader says, held against what a reader may say.

use assay_kernel::{Arg, ImportId, Said};

use super::{
    line::{
        MEDIA_MAX, PART_BYTES_MAX, QUESTIONS_MAX, REMARKS_MAX, ReadLine, ReadMedium, ReadQuestion,
        RemarkLine, RemarkWeight, TEXT_CHARS_MAX,
    },
    reader::{ReaderFault, ReadingFile},
};
use crate::AppError;

/// Questions of one commit: at most so many, and of so many bytes with what they show.
const BATCH: (usize, usize) = (200, 8 << 20);

/// A file that is being read, and how far.
pub(in crate::items) struct Running {
    pub(super) import: ImportId,
    /// The question behind which it goes on.
    pub(super) done: i64,
    media: u32,
    reading: Box<dyn ReadingFile>,
}

/// What came of a page.
pub(super) struct ReadPage {
    pub(super) begun: Option<(String, u32, Vec<RemarkLine>)>,
    pub(super) questions: Vec<ReadQuestion>,
    pub(super) media: Vec<ReadMedium>,
    pub(super) end: Option<PageEnd>,
}

/// How the reading ended.
pub(super) enum PageEnd {
    Whole,
    Fault(Said),
}

impl Running {
    pub(super) fn behind(import: ImportId, done: i64, reading: Box<dyn ReadingFile>) -> Self {
        Running { import, done, media: 0, reading }
    }

    /// What is read until a page is full, or to the end.
    pub(super) async fn page(&mut self) -> Result<ReadPage, AppError> {
        let mut page = ReadPage { begun: None, questions: Vec::new(), media: Vec::new(), end: None };
        let (many, mut room) = BATCH;
        while page.end.is_none() && page.questions.len() < many && room > 0 {
            let line = match self.reading.next().await {
                Ok(Some(line)) => line,
                Ok(None) => {
                    let why = "it stopped".to_owned();
                    page.end = Some(PageEnd::Fault(told(&ReaderFault::Died(why))));
                    break;
                }
                Err(fault @ ReaderFault::NotStarted(_)) => {
                    return Err(AppError::internal("reading questions", fault));
                }
                Err(fault) => {
                    page.end = Some(PageEnd::Fault(told(&fault)));
                    break;
                }
            };
            room = room.saturating_sub(self.take(line, &mut page));
        }
        Ok(page)
    }

    /// Takes a line in if it is what it should be; how many bytes that were.
    fn take(&mut self, line: ReadLine, page: &mut ReadPage) -> usize {
        let rubbish = || Some(PageEnd::Fault(told(&ReaderFault::Rubbish)));
        match line {
            ReadLine::Begun { format, about, remarks } => {
                if format.chars().count() > TEXT_CHARS_MAX || !are_within(&remarks) {
                    page.end = rubbish();
                }
                page.begun = Some((format, about, remarks));
                0
            }
            ReadLine::Medium(medium) => {
                let bytes = medium.content.len();
                self.media += 1;
                if self.media > MEDIA_MAX {
                    let many = Said::of("import.many-media").with("n", u64::from(MEDIA_MAX));
                    page.end = Some(PageEnd::Fault(many));
                } else if bytes > PART_BYTES_MAX * 2 || medium.path.chars().count() > TEXT_CHARS_MAX {
                    page.end = rubbish();
                } else {
                    page.media.push(medium);
                }
                bytes
            }
            ReadLine::Question(question) if question.number > QUESTIONS_MAX => {
                let many = Said::of("import.many-questions").with("n", u64::from(QUESTIONS_MAX));
                page.end = Some(PageEnd::Fault(many));
                0
            }
            ReadLine::Question(question) => {
                let bytes = question.item.as_ref().map_or(0, String::len);
                if i64::from(question.number) != self.done + 1 || !is_within(&question) {
                    page.end = rubbish();
                } else {
                    self.done += 1;
                    page.questions.push(*question);
                }
                bytes
            }
            ReadLine::End => {
                page.end = Some(PageEnd::Whole);
                0
            }
            ReadLine::Refused { why } => {
                let said = match why {
                    Some(why) => Said::of("import.refused").with("why", Arg::text(sentence(&why))),
                    None => Said::of("import.unknown-form"),
                };
                page.end = Some(PageEnd::Fault(said));
                0
            }
        }
    }
}

/// A reader is not believed: what it says must fit what it may say.
fn is_within(question: &ReadQuestion) -> bool {
    let texts = [&question.identifier, &question.title];
    let is_short = |text: &str| text.chars().count() <= TEXT_CHARS_MAX + 1;
    texts.iter().all(|text| is_short(text))
        && question.kinds.len() <= 30
        && question.kinds.iter().all(|kind| is_short(kind))
        && question.item.as_ref().is_none_or(|item| item.len() <= PART_BYTES_MAX)
        && (question.item.is_none() || question.worst() < Some(RemarkWeight::Error))
        && are_within(&question.remarks)
}

fn are_within(remarks: &[RemarkLine]) -> bool {
    let is_short = |text: &str| text.chars().count() <= TEXT_CHARS_MAX + 1;
    remarks.len() <= REMARKS_MAX + 1
        && remarks
            .iter()
            .all(|remark| is_short(&remark.code) && is_short(&remark.construct) && is_short(&remark.message))
}

/// A reader's fault in words of people.
fn told(fault: &ReaderFault) -> Said {
    match fault {
        ReaderFault::NotStarted(why) | ReaderFault::Died(why) => {
            Said::of("import.died").with("why", Arg::text(why))
        }
        ReaderFault::TooSlow => Said::of("import.slow"),
        ReaderFault::TooMuch => Said::of("import.much"),
        ReaderFault::Rubbish => Said::of("import.rubbish"),
    }
}

/// With a full stop.
fn sentence(text: &str) -> String {
    let text: String = text.chars().take(TEXT_CHARS_MAX).collect();
    let mut letters = text.trim_end_matches('.').chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
