//! The small cloud against its originals: what they send, and what they make of our answers.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests: what does not hold ends the test")]

mod shell;
mod wire;
