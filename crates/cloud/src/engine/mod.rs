//! What a cloud does by itself: measures, evaluates, publishes, decides and routes.
//!
//! Engines are functions of a state and a moment. Each is tested on the provider's own published examples
//! first.

pub mod alarm;
pub(crate) mod clock;
pub(crate) mod composite;
pub(crate) mod logs;
pub(crate) mod metric;
pub(crate) mod net;
pub mod pattern;
pub mod policy;
pub mod reach;
pub(crate) mod topic;
mod walk;
pub mod way;
