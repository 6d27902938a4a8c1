//! What the application needs from the world: time and chance.

use std::sync::Mutex;

use assay_kernel::Instant;

/// The clock.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Instant;
}

/// Chance that nobody can guess.
pub trait Chance: Send + Sync {
    /// Fills all of the bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// A clock for tests: it stands until it is moved.
#[derive(Debug)]
pub struct ManualClock(Mutex<Instant>);

impl ManualClock {
    /// A clock that stands at an instant.
    pub fn at(instant: Instant) -> Self {
        ManualClock(Mutex::new(instant))
    }

    /// Moves it.
    pub fn set(&self, instant: Instant) {
        if let Ok(mut now) = self.0.lock() {
            *now = instant;
        }
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        self.0.lock().map(|now| *now).unwrap_or(Instant::UNIX_EPOCH)
    }
}
