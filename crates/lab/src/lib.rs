//! Hands-on labs: what one is, what was done in it, and what that is worth.
//!
//! A lab is a folder of files: a customer's brief, a plan, guided steps, tasks with checks, and the solutions
//! and mistakes by which the checks are proved. It is done on the small cloud of `assay-cloud`. What somebody
//! did is a journal, the only thing that is stored: the state is its replay from the lab's variant, and the
//! grade is a function of that state. Nothing here reads a clock, a file, the network or chance.
//!
//! Checks ask for behaviour and never for shape: an alarm is fed figures and rings or not, a way is walked
//! there and back, a policy is asked for its decision. What cannot be told is *not evaluated*, which counts
//! against nobody.
#![forbid(unsafe_code)]

pub mod bench;
mod carry;
pub mod codes;
pub mod definition;
pub mod grade;
pub mod journal;
pub mod limits;
pub mod names;
pub mod proving;
mod start;
pub mod variant;

pub use bench::LabBench;
pub use carry::{LabCarried, LabState, LabWish};
pub use definition::{Lab, read};
pub use grade::{LabGrade, grade};
pub use journal::{LabDeed, LabJournal};
pub use start::{LabStart, start};
pub use variant::LabVariant;
