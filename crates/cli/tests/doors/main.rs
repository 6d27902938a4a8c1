//! The doors of the product, tried from outside: files, memory, rates, data that vanish, and ends.
//!
//! Each test starts the binary as an operator would, with the limits of a small machine. `ASSAY_TEST_BINARY`
//! names another binary than the one under test; `cargo xtask prove descriptors` and `prove uploads` run the
//! storms in full size. The findings F5, F9, F10, F12, F13 and F23 are named where they are tested.
#![cfg(test)]

mod crowds;
mod ends;
mod files;
#[path = "../../../../xtask/src/bench/http.rs"]
mod http;
mod pages;
mod people;
mod rates;
mod served;
mod uploads;

use std::time::Duration;

/// What must happen has happened by then.
const PATIENCE: Duration = Duration::from_secs(25);

/// A number from the environment, for the full size of a proof.
fn size(name: &str, small: usize) -> usize {
    std::env::var(name).map_or(small, |text| text.parse().unwrap())
}
