//! The credential crate against the standards' own suites and its own badges.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy.toml lets tests do this; helpers beside the test functions are tests too"
)]

mod artwork;
mod baking;
mod canon;
mod corpora;
mod fixtures;
mod issuing;
mod jwt;
mod methods;
mod nquads;
mod pins;
mod sample;
mod texts;
mod verifying;
