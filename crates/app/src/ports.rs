//! What the application needs from the world: time, chance, and files that could be proposed.

use std::sync::Mutex;

use assay_kernel::Instant;

use crate::Files;

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

/// A change of the programme that lies ready to be planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Stable; part of a form.
    pub id: String,
    /// In a line.
    pub title: String,
    /// What it is for.
    pub text: String,
}

/// Where changed files come from: the folder the server was started with, or the demonstration's examples.
pub trait Drafts: Send + Sync {
    /// What lies ready.
    fn list(&self) -> Vec<Draft>;

    /// The whole programme as a draft would have it.
    ///
    /// # Errors
    /// It cannot be read; in the words of people.
    fn read(&self, id: &str, current: &Files) -> Result<Files, String>;
}

/// Nothing lies ready.
pub struct NoDrafts;

impl Drafts for NoDrafts {
    fn list(&self) -> Vec<Draft> {
        Vec::new()
    }

    fn read(&self, id: &str, _current: &Files) -> Result<Files, String> {
        Err(format!("There is no draft `{id}`."))
    }
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
