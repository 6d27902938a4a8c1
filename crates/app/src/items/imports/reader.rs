//! How a file is read: somewhere else, so that a file of a stranger can harm nothing but its own reading.

use std::pin::Pin;

use super::line::ReadLine;

/// The next line, once it is there; none where nothing more comes.
pub type NextLine<'a> = Pin<Box<dyn Future<Output = Result<Option<ReadLine>, ReaderFault>> + Send + 'a>>;

/// Whoever reads files of questions: a process of its own with limits, or in tests this one.
pub trait QuestionReader: Send + Sync {
    /// Begins to read a file, from the question of that number on.
    ///
    /// # Errors
    /// `NotStarted`.
    fn begin(&self, file: Vec<u8>, from: u32) -> Result<Box<dyn ReadingFile>, ReaderFault>;
}

/// A file that is being read. Whoever drops it ends the reading.
pub trait ReadingFile: Send {
    /// What is read next.
    fn next(&mut self) -> NextLine<'_>;
}

/// Why nothing more is read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReaderFault {
    /// There is no reader: it is the machine's fault, and may go better later.
    #[error("the reader of questions could not be started: {0}")]
    NotStarted(String),
    /// It ended before the file did.
    #[error("the reader ended in the middle: {0}")]
    Died(String),
    /// It said nothing for too long, or took too long for all of it.
    #[error("the reader took too long")]
    TooSlow,
    /// It said more than a file can hold.
    #[error("the reader said too much")]
    TooMuch,
    /// It said what nobody understands.
    #[error("the reader said what nobody understands")]
    Rubbish,
}

/// Where nobody reads files: it says so.
pub struct NoReader;

impl QuestionReader for NoReader {
    fn begin(&self, _file: Vec<u8>, _from: u32) -> Result<Box<dyn ReadingFile>, ReaderFault> {
        Err(ReaderFault::NotStarted("this process has none".to_owned()))
    }
}
