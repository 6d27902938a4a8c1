//! The real clock and real chance: nobody else constructs them.

use assay_app::{Chance, Clock};
use assay_kernel::Instant;
use jiff::SignedDuration;

use crate::outcome::Failure;

/// The clocks of the machine.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one real clock; everybody else gets the port")]
    fn now(&self) -> Instant {
        Instant::now()
    }

    #[cfg(target_os = "linux")]
    fn passed(&self) -> SignedDuration {
        // Sleep included: a machine that slept has not gained its people any time.
        let passed = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
        SignedDuration::new(passed.tv_sec, i32::try_from(passed.tv_nsec).unwrap_or_default())
    }

    #[cfg(not(target_os = "linux"))]
    fn passed(&self) -> SignedDuration {
        static BEGAN: std::sync::LazyLock<std::time::Instant> =
            std::sync::LazyLock::new(std::time::Instant::now);
        SignedDuration::try_from(BEGAN.elapsed()).unwrap_or(SignedDuration::MAX)
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
