//! Preparation: practice sets, and the prep plan with a person's progress.
//!
//! Practice gives feedback on every option.
//!
//! Practice items are a pool of their own. This crate does not depend on `assessment`: no path leads from
//! practice to the examination's bank (ARCHITECTURE.md; impartiality, ISO/IEC 17024).
//!
//! ```
//! use assay_learning::plan::readiness_pct;
//! assert_eq!(readiness_pct(17, 20), 85);
//! ```

pub mod plan;
pub mod practice;
