//! The bank as others use it.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "clippy.toml lets tests do this; helpers beside the test functions are tests too"
)]

mod lint;
