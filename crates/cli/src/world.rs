//! The real clock and real chance: nobody else constructs them.

use assay_app::{Chance, Clock};
use assay_kernel::Instant;

use crate::outcome::Failure;

/// The clock of the machine.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one real clock; everybody else gets the port")]
    fn now(&self) -> Instant {
        Instant::now()
    }
}

/// The chance of the operating system.
pub struct SystemChance;

impl Chance for SystemChance {
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            // Guessable keys and tokens are worse than no program.
            crate::rim::say(format_args!("error: the operating system gave no random bytes: {error}"));
            std::process::exit(3);
        }
    }
}

/// Random bytes for a command that can still say no.
///
/// # Errors
/// The operating system gave none.
pub fn random<const N: usize>() -> Result<[u8; N], Failure> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| {
        Failure::World(anyhow::anyhow!("the operating system gave no random bytes: {error}"))
    })?;
    Ok(bytes)
}
