//! Questions that come from elsewhere, until they are drafts of the body.
//!
//! A file is handed in, read by a process of its own into QTI 3, and shown with everything that is lost; then
//! somebody keeps what can be used, or nothing. Until then no question of it is one of the body.

mod decide;
mod hand_in;
mod here;
mod line;
mod look;
mod mark;
mod read;
mod read_foreign;
mod read_package;
mod reader;
mod remark;
mod rules;
mod running;
mod saying;
mod work;

pub use here::ReadHere;
pub use line::{
    FILE_BYTES_MAX, LINE_BYTES_MAX, QUESTIONS_MAX, ReadLine, ReadMedium, ReadMetadata, ReadQuestion,
    RemarkLine, RemarkWeight, SAID_BYTES_MAX,
};
pub use look::{
    FoundRemark, ImportLine, ImportStanding, ImportView, ImportedQuestion, QuestionLine, QuestionVerdict,
    QuestionsWanted,
};
pub use read::read_questions;
pub use reader::{NextLine, NoReader, QuestionReader, ReaderFault, ReadingFile};
pub(crate) use rules::ACTS;
pub use rules::{DiscardImport, HandIn as HandInQuestions, KeepImport, SeeImports, UndoKeep};
pub(super) use running::Running;

use super::Items;
