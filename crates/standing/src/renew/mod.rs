//! What comes next: renewing, or earning anew.
//!
//! The routes that still work, and the upper certifications that renew, as `numbers`; `tell` says them.

mod members;
mod numbers;
mod tell;
mod way;

pub(crate) use numbers::numbers;
pub(crate) use tell::ways;
pub(crate) use way::{By, Way, Window};
