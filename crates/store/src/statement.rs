//! Everything that can be written, by table: what rooms put their units together of.
//!
//! A statement that must find something to change says so itself; one that must not is silent. What follows
//! from a statement is another one, in the same unit, and never in here.

/// Addresses, and what proves them.
pub mod address {
    pub use crate::table::address::{added, changed, normalised, verified};
}

/// Practice analyses.
pub mod analysis {
    pub use crate::table::analysis::{
        closed, invited, invited_anew, left_out, made, opened_again, rated, taken_in,
    };
}

/// The audit log.
pub mod audit {
    pub use crate::table::audit::entered;
}

/// Credentials and their editions.
pub mod credential {
    pub use crate::table::credential::{made, name_hidden, name_shown, prepared, published, signed};
}

/// Crews, who is in them, and what they show.
pub mod crew {
    pub use crate::table::crew::{begun, ended, joined, left, shared, summed};
}

/// Whom crews invited, and what their people are asked to do.
pub mod crew_asked {
    pub use crate::table::crew_asked::{assigned, closed, invited, link_made, withdrawn};
}

/// Roles, as they are granted.
pub mod grant {
    pub use crate::table::grant::{administrator_left, given, over_closed, turn_taken, withdrawn};
}

/// What happened to people.
pub mod history {
    pub use crate::table::history::{recorded, turn_taken, unchanged};
}

/// Items in which a body works.
pub mod item {
    pub use crate::table::item::{changed, made, tag_added, tags_dropped, text_set};
}

/// Who works where in the bank, and changes of many items at once.
pub mod item_desk {
    pub use crate::table::item_desk::{
        batch_item_added, batch_made, batch_undone, scope_given, scope_taken, seen,
    };
}

/// Versions of items, what happened to items, and who reviews them.
pub mod item_version {
    pub use crate::table::item_version::{
        added, content_dropped, content_kept, file_added, files_dropped, happened, rewritten, seat_dropped,
        seat_set,
    };
}

/// Which text an item shares with others.
pub mod item_shared {
    pub use crate::table::item_shared::{dropped, set};
}

/// Forms that are being made.
pub mod exam_form {
    pub use crate::table::exam_form::{
        asked, cut_set, dropped, edited, entered, frozen, made, opened_again, pinned, placed, prepared,
        swapped,
    };
}

/// Files of questions that were handed in.
pub mod item_import {
    pub use crate::table::item_import::{
        discarded, failed, kept, made, media_dropped, opened_again, part_added, parts_dropped, read, read_on,
    };
}

/// Questions of such files, and drafts of them.
pub mod item_question {
    pub use crate::table::item_question::{added, drafts_dropped, dropped, kept, medium_added};
}

/// Signing keys.
pub mod key {
    pub use crate::table::key::added;
}

/// One-time links.
pub mod link {
    pub use crate::table::link::{earlier_ended, made, others_ended, used};
}

/// What people are told.
pub mod message {
    pub use crate::table::message::{seen, told, told_again};
}

/// Settings of the installation.
pub mod meta {
    pub use crate::table::meta::set;
}

/// What is noted of sittings.
pub mod note {
    pub use crate::table::note::added;
}

/// People.
pub mod person {
    pub use crate::table::person::{access_set, added, closed, normalised, opened, password_set, renamed};
}

/// Practice and prep plans of before: nothing but stories of their move writes them.
pub mod practice {
    pub use crate::table::practice::{answered, finished, started, step_ticked};
}

/// Runs of practice, and what people have seen of the pool.
pub mod practice_run {
    pub use crate::table::practice_run::{answered, begun, finished, given, revealed, shown};
}

/// Practice in the exam's client.
pub mod practice_sitting {
    pub use crate::table::practice_sitting::{started, stepped, submitted, taken, written};
}

/// Results that are held against readings.
pub mod outcome {
    pub use crate::table::outcome::{consented, fitted, withdrawn};
}

/// Preparing for a certification.
pub mod prep {
    pub use crate::table::prep::{enrolled, happened, left, read};
}

/// Changes that a room has prepared.
pub mod prepared {
    pub use crate::table::prepared::{file_added, file_removed, made, taken_back};
}

/// Versions of the programme and their files.
pub mod programme {
    pub use crate::table::programme::{applied, files_kept};
}

/// Proposed changes.
pub mod proposal {
    pub use crate::table::proposal::{added, applied, withdrawn};
}

/// Rights to test.
pub mod registration {
    pub use crate::table::registration::{added, reopened, reopened_by_team, used, withdrawn};
}

/// Second answers to items, from the files beside a programme.
pub mod second_answer {
    pub use crate::table::second_answer::{forgotten, kept};
}

/// Signed-in browsers.
pub mod session {
    pub use crate::table::session::{all_ended, ended, opened, replaced, seen, swept};
}

/// Sittings.
pub mod sitting {
    pub use crate::table::sitting::{
        pinned, result_held, result_released, scored, started, submitted, taken, voided,
    };
}

/// Places in status lists, and the lists.
pub mod status {
    pub use crate::table::status::{added, list_prepared, list_signed, taken_back};
}

/// What the team notes about people.
pub mod team_note {
    pub use crate::table::team_note::{changed, removed, written};
}

/// Work that follows.
pub mod work {
    pub use crate::table::work::{
        asked, buried, dropped, finished, freed, given_back, held_up, moved, progressed, put_off, renewed,
        retried,
    };
}
