//! A small cloud inside: what hands-on labs are done on.
//!
//! The whole cloud of a lab is a value. A call makes the next value and an answer; time passes when it is
//! told to; nothing here reads a clock, a file, the network or chance. So a snapshot is a clone, undo is the
//! value before, and the journal of calls is all that has to be kept: state is its replay.
//!
//! Wire formats come from the provider's own models; behaviour is ours, from the documentation. An operation
//! is here only where a lab needs it; every other answers `NotAvailableInThisLab`.
#![forbid(unsafe_code)]

pub mod call;
pub mod engine;
pub mod model;
pub mod probe;
pub mod service;
pub mod shell;
pub mod state;
mod time;
pub mod value;
pub mod wire;

pub use engine::clock::{advance, next_due};
pub use service::{operations, step};
pub use state::{Cloud, limits, time as clock};
