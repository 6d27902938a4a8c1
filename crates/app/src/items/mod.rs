//! The room of items: the bank in which a body works, and questions that come into it from elsewhere.
//!
//! What is asked, who wrote it, who reviewed it and what became of it are the data's once the bank of an exam
//! version was taken into work; what an examination gives is what was applied, as ever.

mod alike;
mod content;
mod demand;
mod edit;
mod folder;
mod found;
mod given;
mod held;
mod imports;
mod list;
mod look;
mod manage;
mod many;
mod open;
mod picture;
mod review;
mod rules;
mod said;
mod second;
mod staff;
mod take;
mod texts;
mod view;
mod write;

use std::sync::Arc;

use tokio::sync::Mutex;

pub(crate) use imports::{ACTS as IMPORT_ACTS, ItemsJob};
pub use imports::{
    DiscardImport, FILE_BYTES_MAX, FoundRemark, HandInQuestions, ImportLine, ImportStanding, ImportView,
    ImportedQuestion, KeepImport, LINE_BYTES_MAX, NextLine, NoReader, QUESTIONS_MAX, QuestionLine,
    QuestionReader, QuestionVerdict, QuestionsWanted, ReadHere, ReadLine, ReadMedium, ReadMetadata,
    ReadQuestion, ReaderFault, ReadingFile, RemarkLine, RemarkWeight, SAID_BYTES_MAX, SeeImports, UndoKeep,
    read_questions,
};

pub use alike::{Alike, AlikeItem};
pub use content::{FileBody, ItemFile, WrittenItem};
pub use demand::FORMS_WANTED;
pub use folder::{
    FolderBecame, FolderFrom, FolderImport, FolderImported, FolderOutcome, FolderParts, NewContent,
};
pub use given::{FEW as GIVEN_FEW, GivenVersion};
pub use held::HeldItem;
pub use list::ItemsWanted;
pub use look::{ItemLook, LanguageLine, LanguageLook};
pub use many::{BatchLine, MANY_MAX, ManyChange, ManyDone, UNDO as UNDO_MANY};
pub use picture::PICTURE_BYTES_MAX;
pub(crate) use rules::ACTS;
pub use rules::{
    AnswerItem, AssignItem, BeginItem, ChangeMany, CommentItem, DecideItem, GiveScope, LeaseItem, MoveItem,
    RetireItem, SeeBank, SeeItem, SeeStaff, TakeIn, UndoMany, UseItem, WriteItem,
};
pub use second::SecondReads;
pub use staff::StaffLine;
pub use take::TakenIn;
pub use texts::{SharedTextItem, SharedTextLine, SharedTextView, WhichText, WordingLine};
pub use view::{
    CommentView, DifferenceLine, FileDifferenceView, HistoryView, ItemCan, ItemLine, ItemParts,
    ItemVersionLine, ItemVersionView, LineChange, NamedDoer, NewAnswer, OpenVersion, OpenedItem, OptionPart,
    ReviewDesk, ReviewLine, ReviewerView,
};

use crate::{Mint, bell::Bell, shelf::Shelf};

/// The bank in which a body works.
pub struct Items {
    shelf: Shelf,
    mint: Mint,
    bell: Bell,
    reader: Arc<dyn QuestionReader>,
    /// What is being read, between two pages; after a stop it is begun anew where it was.
    running: Mutex<Option<imports::Running>>,
}

impl Items {
    pub(crate) fn new(shelf: Shelf, mint: Mint, bell: Bell, reader: Arc<dyn QuestionReader>) -> Self {
        Items { shelf, mint, bell, reader, running: Mutex::new(None) }
    }
}
