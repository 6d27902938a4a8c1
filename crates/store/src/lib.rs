//! What is durable: SQL on SQLite and PostgreSQL, one statement text for both.
//!
//! Reads go through a pool; all writes go through writer tasks that own their connection, commit in groups
//! and acknowledge afterwards. No handler ever owns a transaction, so none can be cancelled inside one
//! (the hazard: sqlx #4385). Methods are named after use cases; neither pool nor transaction leaves.

mod connection;
mod db;
mod files;
mod open;
mod sql;
mod steps;
mod table;
mod writer;

pub use db::{Day, Ms, StoreError};
pub use open::{Closed, Location, Store};
pub use steps::ResponseStep;
pub use table::address::{LinkRecord, NewAccess, NewLink};
pub use table::credential::{CredentialRecord, CredentialVersion, NewVersion};
pub use table::held::WaitingRecord;
pub use table::history::{HistoryRecord, NewHistory};
pub use table::job::{Job, MessageRecord};
pub use table::note::{NewNote, NoteRecord};
pub use table::person::{PersonRecord, SessionRecord};
pub use table::population::Page;
pub use table::practice::PracticeRecord;
pub use table::programme::{
    FileRecord, NewFile, NewProposal, NewVersionOfProgramme, ProposalRecord, VersionRecord,
};
pub use table::registration::RegistrationRecord;
pub use table::sitting::{RefusedStep, ResponseRecord, SittingRecord, SittingState};
pub use table::status::{NewPlace, StatusEntry, StatusListRecord};
pub use writer::Unit;
