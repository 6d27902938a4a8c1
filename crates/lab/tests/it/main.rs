//! Labs as they are: files, journals, grades, and the proof of the real ones.
#![expect(clippy::unwrap_used, reason = "helpers of tests: what does not hold ends the test")]

mod definition;
mod fairness;
mod gates;
mod journal;
mod labs;
mod real_labs;
mod story;
