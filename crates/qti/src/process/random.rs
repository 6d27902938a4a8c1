//! SeededChance by seed: the same numbers on every machine, for ever.
//!
//! SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014; public
//! domain) over a seed that is mixed with a name, so that the numbers of one purpose say nothing of those of
//! another. A number below a limit is taken without bias by multiplication and rejection (Lemire, 2019). What
//! a seed gives is part of what a sitting was: none of it may ever change, and tests hold it to its values.

/// A source of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeededChance {
    state: u64,
}

/// Values thrown away at most for one number; each is thrown away with a probability below one half.
const TRIES_MAX: u32 = 64;

impl SeededChance {
    /// The numbers of one seed for one purpose.
    pub fn new(seed: u64, purpose: u64) -> Self {
        let mut chance = SeededChance { state: purpose };
        let mixed = chance.next_u64();
        SeededChance { state: seed ^ mixed }
    }

    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to one below the limit; 0 for a limit of 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        let reject_below = limit.wrapping_neg().checked_rem(limit).unwrap_or(0);
        for _ in 0..TRIES_MAX {
            let product = u128::from(self.next_u64()) * u128::from(limit);
            if product as u64 >= reject_below {
                return (product >> 64) as u64;
            }
        }
        0
    }

    /// A number from 0 to below 1, of 53 bits.
    pub fn unit(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }
}
