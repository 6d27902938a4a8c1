//! When an exam version may be sat: the one place that answers.
//!
//! Registration, the start of a sitting, the plan of a change and the pages ask here, so that what one of
//! them promises no other refuses. Days are civil days of the programme, both ends inclusive.
//!
//! ```
//! use assay_kernel::{date, source::SourceFile};
//! use assay_programme::testing::{self, Try};
//! let exam = "code = 'A-1'\nregistration_opens_on = 2025-01-02\nfirst_test_day_on = 2025-02-01\n\
//!             last_test_day_on = 2025-03-10";
//! let rules = "[retake]\nwaits = ['P14D']";
//! let files = [SourceFile::new("exams/A-1.toml", exam), SourceFile::new("examination.toml", rules)];
//! let (programme, _) = assay_programme::parse(&files);
//! let exam = programme.exam("A-1").unwrap();
//! let failed = |day| [Try { on: day, passed: false }];
//! let next = |day| testing::next_day(&programme, exam, &failed(day), day);
//! assert_eq!(next(date(2025, 2, 20)), Some(date(2025, 3, 6)));
//! assert_eq!(next(date(2025, 3, 1)), None, "the wait ends after the last test day");
//! ```

mod days;
mod retake;

pub use days::{
    Days, first_end, first_in_any, here, language_here, next_in_any, of_registration, registration_here,
};
pub use retake::{Hold, HoldReason, Try, hold, next_day};
