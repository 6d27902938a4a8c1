//! A reader in this process, for tests: the same lines, without limits.

use std::collections::VecDeque;

use super::{
    line::ReadLine,
    read::read_questions,
    reader::{NextLine, QuestionReader, ReaderFault, ReadingFile},
};

/// Reads here and now. What is served reads in a process of its own.
pub struct ReadHere;

struct ReadAlready(VecDeque<ReadLine>);

impl QuestionReader for ReadHere {
    fn begin(&self, file: Vec<u8>, from: u32) -> Result<Box<dyn ReadingFile>, ReaderFault> {
        let mut lines = VecDeque::new();
        let read = read_questions(&file, from, &mut |line| {
            lines.push_back(line);
            Ok(())
        });
        read.map_err(|error| ReaderFault::Died(error.to_string()))?;
        Ok(Box::new(ReadAlready(lines)))
    }
}

impl ReadingFile for ReadAlready {
    fn next(&mut self) -> NextLine<'_> {
        let next = self.0.pop_front();
        Box::pin(async move { Ok(next) })
    }
}
