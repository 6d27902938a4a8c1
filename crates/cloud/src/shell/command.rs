//! What a line of the console can be, and what it is read in.

use std::collections::BTreeMap;

use super::query::Query;
use crate::{
    call::{Call, Principal},
    model::{Operation, Paginator, Waiter},
    value::Value,
};

/// What a line is read in.
#[derive(Debug, Clone, Default)]
pub struct Env {
    /// Where commands go that name no Region.
    pub region: String,
    /// Names that were set.
    pub variables: BTreeMap<String, String>,
    /// The files of the lab, by name.
    pub files: BTreeMap<String, String>,
}

/// What a line asks for.
#[derive(Debug, Clone)]
pub enum Command {
    /// A call, whose answer is printed.
    Ask(Box<Ask>),
    /// A call again and again, with the lab's time passing in between, until the waiter is satisfied.
    Await(Box<Ask>, &'static Waiter),
    /// A call, whose printed answer is kept under a name.
    Keep(String, Box<Ask>),
    /// A value that is kept under a name.
    Set(String, String),
    /// Text that is printed.
    Show(String),
    /// The editor, with this file.
    Edit(String),
    /// The lab's time passes, by so many seconds.
    Pass(u64),
    /// What is done is checked.
    Check,
    /// The last command is taken back.
    Undo,
    /// An empty line.
    Nothing,
}

/// Why a line is no command; printed as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct Complaint {
    text: String,
}

impl Complaint {
    pub(super) fn of(text: impl Into<String>) -> Self {
        Complaint { text: text.into() }
    }

    pub(super) fn aws(text: impl Into<String>) -> Self {
        Complaint { text: format!("aws: error: {}", text.into()) }
    }
}

impl Env {
    pub(super) fn file(&self, path: &str) -> Option<&String> {
        self.files.get(path.strip_prefix("./").unwrap_or(path))
    }

    /// The value of an option, which may stand in a file.
    pub(super) fn param(&self, option: &str, word: &str) -> Result<String, Complaint> {
        let Some(path) = word.strip_prefix("file://").or_else(|| word.strip_prefix("fileb://")) else {
            return Ok(word.to_owned());
        };
        self.file(path).cloned().ok_or_else(|| {
            let why = format!("Unable to load paramfile {word}: No such file or directory: '{path}'");
            Complaint::aws(format!("Error parsing parameter '--{option}': {why}"))
        })
    }
}

/// One `aws` command, read and checked.
#[derive(Debug, Clone)]
pub struct Ask {
    pub(super) operation: Operation,
    pub(super) input: Value,
    /// The Region that is asked.
    pub region: String,
    pub(super) query: Option<Query>,
    pub(super) format: Format,
    pub(super) paging: Option<Paging>,
    /// The file that the body of the answer goes into.
    pub save_as: Option<String>,
}

impl Ask {
    /// The first call of it; `Pages` makes the others.
    #[must_use]
    pub fn call(&self, who: Principal) -> Call {
        Call {
            service: self.operation.service().to_owned(),
            operation: self.operation.name().to_owned(),
            region: self.region.clone(),
            who,
            input: self.input.clone(),
        }
    }

    /// The operation that is asked for.
    #[must_use]
    pub fn operation(&self) -> Operation {
        self.operation
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Text,
    Table,
}

impl Format {
    pub(super) fn of(name: &str) -> Option<Self> {
        match name {
            "json" => Some(Format::Json),
            "text" => Some(Format::Text),
            "table" => Some(Format::Table),
            _ => None,
        }
    }
}

/// How a command wants its pages.
#[derive(Debug, Clone)]
pub(super) struct Paging {
    pub(super) paginator: &'static Paginator,
    pub(super) max_items: Option<usize>,
    /// Elements of the first page that were printed before.
    pub(super) skip: usize,
}
