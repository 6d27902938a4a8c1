//! The small cloud from outside: against its originals, labs as stories, refusals, laws that always hold.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests: what does not hold ends the test")]

mod alarm_lab;
mod lab;
mod laws;
mod network_lab;
mod refusals;
mod services;
mod session;
mod shell;
mod wire;
