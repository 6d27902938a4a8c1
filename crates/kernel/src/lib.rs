//! The words every context shares: ids, dates and periods, diagnostics, actors.
//!
//! Pure: no clock, no chance, no input or output. Instants and randomness arrive as arguments.
//!
//! ```
//! use assay_kernel::{Period, date};
//! let earned_on = date(2024, 2, 29);
//! assert_eq!(Period::parse("P3Y").unwrap().after(earned_on), date(2027, 2, 28)); // clamped
//! ```

mod actor;
mod code;
pub mod day;
mod diagnostic;
mod id;
pub mod identity;
mod period;
mod said;
pub mod source;

pub use actor::{Actor, Role, Roles};
pub use code::{CertificationCode, ExamCode};
pub use diagnostic::{Diagnostic, Diagnostics, Location, Severity};
pub use id::{
    AnalysisExperts, AnalysisId, BatchId, CredentialId, Credentials, CrewAssignmentId, CrewAssignments,
    CrewId, CrewInvitationId, CrewInvitations, CrewMemberId, CrewMembers, Crews, EnrolmentId, Enrolments,
    Entries, EntryId, ExamForms, ExamItemId, ExamItems, ExpertId, FormId, GrantId, Grants, IdError, ImportId,
    ItemBatches, ItemImports, Kind, NoteId, PersonId, Persons, PracticeAnalyses, PracticeId, PracticeItemId,
    PracticeItems, Practices, PreparedChanges, PreparedId, ProposalId, Proposals, RegistrationId,
    Registrations, SessionId, Sessions, SittingId, Sittings, TeamNotes, TypedId,
};
pub use jiff::Timestamp as Instant;
pub use jiff::civil::{Date, date};
pub use period::{Period, PeriodError, Validity};
pub use said::{Arg, Args, Code, Said};
