//! Readiness and statistics of items, held against other answers and against what must hold for every log.
#![cfg(test)]

mod choosing;
mod classical;
mod corrected;
mod golden;
mod growing;
mod invented;
mod promises;
mod properties;
mod readings;
mod recalibrating;
