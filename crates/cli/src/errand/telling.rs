//! Where what an errand says goes: to the terminal, or to whoever waits for it at the other end of a socket.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{outcome::Failure, rim};

/// Lines that are kept for whoever asked; a file of which each line is wrong has millions.
const LINES_KEPT_MAX: usize = 1_000;

/// What was said and given so far.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptWords {
    /// For standard error, a line each.
    said: Vec<String>,
    /// Lines beyond those that are kept.
    more: usize,
    /// For standard output.
    out: String,
}

impl KeptWords {
    /// Says and gives it here.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub fn tell(&self) -> Result<(), Failure> {
        for line in &self.said {
            rim::say(format_args!("{}", rim::harmless(line)));
        }
        if self.more > 0 {
            rim::say(format_args!("and {} more", rim::count(self.more, "line")));
        }
        rim::print(&self.out)
    }
}

/// Who hears it.
#[derive(Debug)]
pub enum Telling {
    /// Whoever sits at this terminal, at once.
    Here,
    /// Somebody else, at the end.
    Kept(KeptWords),
}

impl Telling {
    /// Says something to a person.
    pub fn say(&mut self, text: fmt::Arguments<'_>) {
        match self {
            Telling::Here => rim::say(text),
            Telling::Kept(kept) if kept.said.len() < LINES_KEPT_MAX => kept.said.push(text.to_string()),
            Telling::Kept(kept) => kept.more += 1,
        }
    }

    /// Gives data.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub fn print(&mut self, text: &str) -> Result<(), Failure> {
        match self {
            Telling::Here => rim::print(text),
            Telling::Kept(kept) => {
                kept.out.push_str(text);
                Ok(())
            }
        }
    }

    /// How far long work is: shown here, and nowhere else.
    pub fn progress(&self, what: &'static str, whole: usize) -> rim::Progress {
        match self {
            Telling::Here => rim::Progress::of(what, whole),
            Telling::Kept(_) => rim::Progress::of(what, 0),
        }
    }
}
