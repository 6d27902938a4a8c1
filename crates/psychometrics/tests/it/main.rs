//! Readiness, held against the benchmark's answers and against what must hold for every log.
#![cfg(test)]

mod golden;
mod properties;
mod readings;
