//! What is durable: SQL on SQLite and PostgreSQL, one statement text for both.
//!
//! Reads go through a pool; all writes go through writer tasks that own their connection, commit in groups
//! and acknowledge afterwards. No handler ever owns a transaction, so none can be cancelled inside one
//! (the hazard: sqlx #4385). Methods are named after use cases; neither pool nor transaction leaves.

mod address;
mod connection;
mod credential;
mod db;
mod files;
mod held;
mod history;
mod job;
mod note;
mod open;
mod person;
mod population;
mod practice;
mod programme;
mod registration;
mod sitting;
mod sql;
mod status;
mod steps;
mod writer;

pub use address::{LinkRecord, NewAccess, NewLink};
pub use credential::{CredentialRecord, CredentialVersion, NewVersion};
pub use db::{Day, Ms, StoreError};
pub use held::WaitingRecord;
pub use history::{HistoryRecord, NewHistory};
pub use job::{Job, MessageRecord};
pub use note::{NewNote, NoteRecord};
pub use open::{Closed, Location, Store};
pub use person::{PersonRecord, SessionRecord};
pub use population::Page;
pub use practice::PracticeRecord;
pub use programme::{FileRecord, NewFile, NewProposal, NewVersionOfProgramme, ProposalRecord, VersionRecord};
pub use registration::RegistrationRecord;
pub use sitting::{RefusedStep, ResponseRecord, SittingRecord, SittingState};
pub use status::{NewPlace, StatusEntry, StatusListRecord};
pub use steps::ResponseStep;
pub use writer::Unit;
