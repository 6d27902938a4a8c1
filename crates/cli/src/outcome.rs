//! How a command ends: four exit statuses (docs/concepts/contract.md), and what is said with them.

use std::io;

use assay_app::AppError;
use assay_store::StoreError;

/// A command that was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing wrong: status 0.
    Nothing,
    /// Something wrong, and said on the way: status 1.
    Wrong,
}

impl Found {
    /// Wrong if it is so.
    pub fn wrong_if(wrong: bool) -> Self {
        if wrong { Found::Wrong } else { Found::Nothing }
    }
}

/// A command that was not carried out.
#[derive(Debug)]
pub enum Failure {
    /// The call or its input cannot be used: status 2.
    Unusable {
        /// What is wrong with it.
        message: String,
        /// What to do instead; empty where the message says it.
        hint: String,
    },
    /// Disk, database or network failed: status 3.
    World(anyhow::Error),
    /// Whoever read standard output went away, as `head` does: nothing is left to do.
    ReaderGone,
}

impl Failure {
    /// An unusable call, with what to do instead.
    pub fn unusable(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Failure::Unusable { message: message.into(), hint: hint.into() }
    }

    /// A file that could not be read: not there is a fault of the call, all else of the world.
    pub fn reading(what: &std::path::Path, error: io::Error) -> Self {
        let shown = what.display();
        match error.kind() {
            io::ErrorKind::NotFound => Failure::unusable(
                format!("there is no {shown}"),
                "check the path; it counts from this folder",
            ),
            io::ErrorKind::IsADirectory => {
                Failure::unusable(format!("{shown} is a folder"), "name a file in it")
            }
            _ => Failure::World(anyhow::Error::new(error).context(format!("{shown} could not be read"))),
        }
    }

    /// A file that could not be written.
    pub fn writing(what: &std::path::Path, error: io::Error) -> Self {
        let shown = what.display();
        match error.kind() {
            io::ErrorKind::AlreadyExists => Failure::unusable(
                format!("{shown} exists already and is not overwritten"),
                "choose another name, or move the file away first",
            ),
            io::ErrorKind::NotFound => Failure::unusable(
                format!("{shown} cannot be written: its folder does not exist"),
                "make the folder first",
            ),
            _ => Failure::World(anyhow::Error::new(error).context(format!("{shown} could not be written"))),
        }
    }

    /// The database took nothing any more when it was closed.
    pub fn not_closed() -> Self {
        Failure::World(anyhow::anyhow!(
            "the database stored nothing when it was closed: what was not acknowledged is not stored, and \
             everything acknowledged is. Check that the disk has room and the database is there, then start \
             again"
        ))
    }

    /// A failure of the world with its context.
    pub fn world(
        context: impl std::fmt::Display + Send + Sync + 'static,
        cause: impl Into<anyhow::Error>,
    ) -> Self {
        Failure::World(cause.into().context(context))
    }
}

/// Only standard output is written without naming a file.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::ReaderGone,
            _ => Failure::world("standard output could not be written", error),
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        io::Error::from(error).into()
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::InUse(_)
            | StoreError::Newer(_)
            | StoreError::NotServedYet(_)
            | StoreError::Lost(_) => Failure::unusable(error.to_string(), ""),
            other => Failure::World(other.into()),
        }
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Internal(text) => Failure::World(anyhow::anyhow!(text)),
            AppError::Unavailable(store) => store.into(),
            other => Failure::World(other.into()),
        }
    }
}
