//! Random moments that can be had again by their seed.

use std::hash::{BuildHasher, RandomState};

/// A stream of numbers (splitmix64).
pub struct Chance {
    pub seed: u64,
    state: u64,
}

impl Chance {
    /// With the seed of `ASSAY_SEED`, or a new one.
    pub fn from_environment() -> Self {
        let given = std::env::var("ASSAY_SEED").ok().map(|text| text.parse().unwrap());
        let seed = given.unwrap_or_else(|| RandomState::new().hash_one(std::process::id()));
        Chance { seed, state: seed }
    }

    /// A number below a limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}
