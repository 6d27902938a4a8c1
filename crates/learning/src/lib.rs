//! Preparation: practice, what counts of it, and how far people are.
//!
//! Practice gives feedback on every option; only what was new to somebody says what they can do.
//!
//! Practice items are a pool of their own. This crate does not depend on `assessment`: no path leads from
//! practice to the examination's bank (ARCHITECTURE.md; impartiality, ISO/IEC 17024).
//!
//! ```
//! use assay_learning::exposure::Exposures;
//! let mut seen = Exposures::default();
//! assert!(seen.is_new("c03p-nas-datasync"));
//! ```

pub mod back_plan;
pub mod carry;
pub mod choice;
pub mod course;
pub mod crew;
pub mod days;
pub mod event;
pub mod exposure;
pub mod job;
pub mod plan;
pub mod practice;
pub mod review;
pub mod review_day;
pub mod run;
pub mod statement;
pub mod target;
