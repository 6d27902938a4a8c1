//! What is durable: SQL on SQLite and PostgreSQL, one statement text for both.
//!
//! Reads go through a pool; all writes go through writer tasks that own their connection, commit in groups
//! and acknowledge afterwards. No handler ever owns a transaction, so none can be cancelled inside one
//! (the hazard: sqlx #4385). What is read are methods of [`Reads`], what is written is a [`Unit`] of named
//! statements that a room puts together; neither pool nor transaction leaves.

mod append;
mod column;
mod connection;
mod db;
mod files;
mod group;
mod item_search;
mod lease;
mod open;
#[cfg(test)]
mod plans;
mod read;
#[cfg(test)]
mod sql;
pub mod statement;
mod steps;
mod store;
mod table;
mod unit;
mod writer;

pub use column::{Day, Ms, Seed, UnknownWord};
pub use db::StoreError;
pub use item_search::{ItemFilter, ItemOrder};
pub use lease::{Leased, Take};
pub use open::DataPlace;
pub use steps::ResponseStep;
pub use store::{Reads, Store};
pub use table::{
    analysis::{AnalysisRecord, ExpertRecord, NewAnalysis, NewExpert, NewRating, RatingRecord},
    audit::{EntryFilter, EntryPlace, EntryRecord, NamedEntry},
    credential::{CredentialPlace, CredentialRecord, CredentialVersion, NamedCredential, NewVersion},
    crew::{CrewMemberRecord, CrewRecord, CrewShareRecord, NewCrewMember},
    crew_asked::{CrewAssignmentRecord, CrewInvitationRecord, NewCrewAssignment},
    exam_form::{
        ExamFormDone, ExamFormEvent, ExamFormItem, ExamFormRecord, ExamFormState, NewExamForm, OfRevision,
    },
    grant::{GrantRecord, NamedGrant},
    history::{HistoryRecord, NewHistory},
    item::{ItemRecord, OwnedExam, SkillCount},
    item_desk::{BankStaff, BatchItem, BatchRecord, ScopeRecord},
    item_import::{HowFar, ImportRecord, ImportState, NamedImport, NewImport},
    item_question::{
        DraftRecord, DraftState, ListedQuestion, NewMedium, NewQuestion, QuestionFilter, QuestionRecord,
        QuestionVerdict,
    },
    item_shared::{SharedTextRecord, WordingRecord},
    item_use::{AnswerAt, FirstAnswerRow, SatForm},
    item_version::{
        BankFileRecord, ItemEventRecord, ItemFileRecord, ItemVersionRecord, NewSeat, OwnFileRecord,
        SeatRecord,
    },
    link::{LinkPurpose, LinkRecord, NamedLink, NewLink},
    listed::{Between, Rows},
    listed_credentials::{CredentialFilter, ListedCredential},
    listed_people::{ListedPerson, PeopleOrder, PersonFilter, PersonPlace},
    listed_registrations::{
        NamedRegistration, RegistrationFilter, RegistrationOrder, RegistrationPlace, SatRegistration,
    },
    listed_sittings::{NamedSitting, SittingFilter, SittingPlace},
    listed_work::{WorkFilter, WorkPlace, WorkState},
    message::MessageRecord,
    note::{NewNote, NoteKind, NoteRecord},
    outcome::OutcomeRecord,
    own_data::{OwnEdition, OwnShownName, OwnStep},
    person::{PersonRecord, VerifiedHow},
    population::Page,
    practice::{PracticeRecord, TickRecord},
    practice_run::{ExposureRecord, NewPracticeResponse, PracticeResponseRecord, PracticeRunRecord},
    practice_sitting::{NewPracticeSitting, PracticeHandIn, PracticeSittingRecord, PracticeStep},
    prep::{EnrolmentRecord, OwnPrepEvent, PrepEventRecord, ReadingRecord},
    prepared::{PreparedFile, PreparedRecord},
    programme::{FileRecord, NamedVersion, NewFile, NewVersionOfProgramme, VersionRecord},
    proposal::{NamedProposal, NewProposal, ProposalRecord, ProposalState},
    registration::{RegistrationRecord, RegistrationState},
    report::{
        EndingInMonth, FirstTriesOfExam, FunnelOfExam, ReportFilter, ResultPlace, ResultRecord,
        ResultsOfMonth,
    },
    response::{ExportedResponse, RefusedStep, ResponseRecord},
    second_answer::{AnsweredBank, AnsweredItem, SecondAnswerRecord},
    session::SessionRecord,
    sitting::{SittingNow, SittingRecord, WaitingRecord},
    status::{NewPlace, PlaceRecord, StatusListRecord},
    team_note::{NewTeamNote, TeamNoteRecord},
    today::{CountsOfToday, EndingOnDay, RegisteredForExam},
    work::{NewWork, OldJobs, WorkCount, WorkRecord},
};
pub use unit::{Statement, Unit};
pub use writer::Closed;
