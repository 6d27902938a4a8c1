//! What the application needs from the world: how it is set up, time, chance, files that could be proposed.

use std::{
    pin::Pin,
    sync::{Arc, Mutex},
};

use assay_kernel::Instant;
use jiff::SignedDuration;

use crate::Files;

/// How an installation is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where people and verifiers reach it, without a slash at the end.
    pub public_url: String,
    /// Demonstration: people in telling states, a demo clock, one-click sign-in.
    pub demo: bool,
}

/// The machine's two clocks. Only [`crate::steady::Steady`] reads them; everybody else asks it.
pub trait Clock: Send + Sync {
    /// What the machine's clock says. People set it and services correct it: it may jump either way.
    fn now(&self) -> Instant;

    /// How long the machine has run, sleep included: it only ever passes.
    fn passed(&self) -> SignedDuration;
}

/// Chance that nobody can guess.
pub trait Chance: Send + Sync {
    /// Fills all of the bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// One mail, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Its Message-ID without angle brackets: sent twice, it is the same mail (RFC 5322, 3.6.4).
    pub id: String,
    /// To whom.
    pub to: String,
    /// In a line.
    pub subject: String,
    /// Plain text.
    pub text: String,
}

/// A mail that lies in a folder, as it is shown in a demonstration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptMail {
    /// When it was sent.
    pub sent_at: Instant,
    /// The mail.
    pub mail: Mail,
}

/// Why a mail or a statement did not leave.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSent {
    /// It may go better later.
    #[error("{0}")]
    Later(String),
    /// It will never be taken as it stands.
    #[error("{0}")]
    Never(String),
}

/// What comes of sending, once it is known.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<(), NotSent>> + Send + 'a>>;

/// The way out for mail: a server that takes it on, or a folder.
pub trait Post: Send + Sync {
    /// Hands a mail over; once this is done, somebody else answers for it.
    fn send<'a>(&'a self, mail: &'a Mail) -> Sending<'a>;

    /// What lies in the folder, the latest first; nothing where mail leaves.
    fn kept(&self) -> Vec<KeptMail> {
        Vec::new()
    }
}

/// The way out for statements of preparation: a learning record store.
pub trait LearningRecords: Send + Sync {
    /// Hands a statement over under its id; one that is there already is as good as taken.
    fn put<'a>(&'a self, id: &'a str, statement: &'a str) -> Sending<'a>;
}

/// What leaves, and where to.
#[derive(Clone)]
pub struct StatementsOut {
    /// The store.
    pub to: Arc<dyn LearningRecords>,
    /// Whether answers to checks of lessons are told too.
    pub with_answers: bool,
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
pub struct ManualClock(Mutex<Hands>);

#[derive(Clone, Copy, Debug)]
struct Hands {
    /// What it says.
    shown: Instant,
    /// What really passed.
    passed: SignedDuration,
}

impl ManualClock {
    /// A clock that stands at an instant.
    pub fn at(instant: Instant) -> Self {
        ManualClock(Mutex::new(Hands { shown: instant, passed: SignedDuration::ZERO }))
    }

    /// Lets time pass until an instant.
    pub fn set(&self, instant: Instant) {
        if let Ok(mut hands) = self.0.lock() {
            let passed = instant.duration_since(hands.shown);
            *hands = Hands { shown: instant, passed: hands.passed + passed };
        }
    }

    /// Moves what it says; no time passes.
    pub fn jump(&self, by: SignedDuration) {
        if let Ok(mut hands) = self.0.lock() {
            hands.shown += by;
        }
    }

    fn hands(&self) -> Hands {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        self.hands().shown
    }

    fn passed(&self) -> SignedDuration {
        self.hands().passed
    }
}
