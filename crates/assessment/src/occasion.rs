//! What a sitting is for: an examination, or practice in the exam's client.
//!
//! Both run by the same rules: `sitting.rs` asks for no occasion in particular. What leads on to a score that
//! counts, to the history, to standing and to the figures of the bank asks for a `Sitting<Examination>`, so a
//! sitting of practice is not taken there.
//!
//! ```
//! use assay_assessment::{occasion::Examination, record::ExamResult, score::ScoreReport, sitting::Sitting};
//! fn recorded(sitting: &Sitting<Examination>, report: &ScoreReport) -> ExamResult {
//!     ExamResult::of(sitting, report)
//! }
//! ```
//!
//! The same of practice does not compile:
//!
//! ```compile_fail,E0308
//! use assay_assessment::{occasion::Practice, record::ExamResult, score::ScoreReport, sitting::Sitting};
//! fn recorded(sitting: &Sitting<Practice>, report: &ScoreReport) -> ExamResult {
//!     ExamResult::of(sitting, report)
//! }
//! ```
//!
//! Nor is its id one that the examination's tables, exports and statistics take, nor is there a registration
//! whose right it could use up:
//!
//! ```compile_fail,E0308
//! use assay_assessment::{occasion::Practice, sitting::Sitting};
//! use assay_kernel::SittingId;
//! fn counted(sitting: &Sitting<Practice>) -> SittingId {
//!     sitting.id
//! }
//! ```
//!
//! ```compile_fail,E0308
//! use assay_assessment::{occasion::Practice, sitting::Sitting};
//! use assay_kernel::RegistrationId;
//! fn used_up(sitting: &Sitting<Practice>) -> RegistrationId {
//!     sitting.right
//! }
//! ```
//!
//! And there is no third occasion that somebody else could add:
//!
//! ```compile_fail,E0277
//! use assay_assessment::occasion::Occasion;
//! use assay_kernel::Sittings;
//! #[derive(Clone, Copy, Debug, PartialEq, Eq)]
//! enum Pretended {}
//! impl Occasion for Pretended {
//!     type Ids = Sittings;
//!     type Right = ();
//! }
//! ```

use std::fmt::Debug;

use assay_kernel::{Kind, Practices, Registrations, Sittings, TypedId};

mod sealed {
    pub trait OccasionSeal {}
}

/// What a sitting is for.
pub trait Occasion: sealed::OccasionSeal + Clone + Copy + Debug + PartialEq + Eq + 'static {
    /// The kind of its id.
    type Ids: Kind + Clone + Copy + Debug + PartialEq + Eq;
    /// The right under which it takes place.
    type Right: Clone + Copy + Debug + PartialEq + Eq + Send + Sync;
}

macro_rules! occasions {
    ($($(#[$doc:meta])* $name:ident { $ids:ty, $right:ty })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {}
        impl sealed::OccasionSeal for $name {}
        impl Occasion for $name {
            type Ids = $ids;
            type Right = $right;
        }
    )*};
}

occasions! {
    /// An examination: its result goes on the record.
    Examination { Sittings, TypedId<Registrations> }
    /// Practice in the exam's client: its result is told, and leads to nothing.
    Practice { Practices, () }
}
