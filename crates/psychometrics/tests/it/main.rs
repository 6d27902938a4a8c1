//! Readiness, held against the benchmark's answers and against what must hold for every log.
#![cfg(test)]

mod choosing;
mod golden;
mod properties;
mod readings;
mod recalibrating;
