//! What a queue is: jobs as values with what they need, its limits, and the room that carries them out.
//!
//! A job is stored as JSON with its kind in it. A field is added with a default; what changes its meaning is
//! a new kind, which a release that does not know it leaves alone.

use std::time::Duration;

use assay_store::{Ms, NewWork, Statement, Unit, statement::work};
use serde::{Serialize, de::DeserializeOwned};

use crate::{AppError, Asking, ports::NotSent};

/// What may be asked of a queue.
#[derive(Clone, Copy, Debug)]
pub(crate) struct QueueLimits {
    /// Its name, as stored.
    pub(crate) queue: &'static str,
    /// The kinds that are known.
    pub(crate) kinds: &'static [&'static str],
    /// Jobs at the same time.
    pub(crate) at_once: usize,
    /// How long a job may take, or a page of a long one.
    pub(crate) timeout: Duration,
    /// How often a job may fail before it is given up.
    pub(crate) attempts: i64,
}

/// Which comes first within a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rank {
    /// Somebody may wait for it.
    Somebody,
    /// It is done for many, and nobody queues behind it.
    Everybody,
}

/// Something to be done, with what it needs.
pub(crate) trait Job: Serialize + DeserializeOwned + Send + 'static {
    /// Its queue.
    const LIMITS: QueueLimits;

    /// What it is about: asked for twice before it is begun, it is done once.
    fn key(&self) -> String;

    /// It is to be done; in the unit of what it follows from.
    fn asked(&self, rank: Rank, at: Ms) -> Statement {
        let payload = serde_json::json!(self);
        let kind = payload.get("kind").and_then(|kind| kind.as_str()).unwrap_or_default().to_owned();
        let new = NewWork {
            queue: Self::LIMITS.queue,
            key: self.key(),
            kind,
            payload: payload.to_string(),
            rank: rank as i64,
            run_at: at,
        };
        work::asked(&new, at)
    }

    /// It was done without its lease.
    fn dropped(&self) -> Statement {
        work::dropped(Self::LIMITS.queue, &self.key())
    }
}

/// How far a job is, and what is still to be written of it.
pub(crate) enum Then<J> {
    /// It is done once this is written, which happens with its end.
    Done(Unit),
    /// A page of it is done once this is written, which happens with its cursor.
    More {
        /// What the page does.
        unit: Unit,
        /// Where it goes on.
        next: J,
        /// How far it is.
        done: i64,
        /// Of how much.
        of: i64,
    },
}

/// Whoever carries out the jobs of a queue.
pub(crate) trait Works: Send + Sync + 'static {
    /// The jobs.
    type Job: Job;

    /// Carries out a job, or a page of it. What it writes has keys: a second run changes nothing.
    fn carry_out(
        &self,
        asking: &Asking,
        job: Self::Job,
    ) -> impl Future<Output = Result<Then<Self::Job>, AppError>> + Send;
}

/// Why a job is not done.
#[derive(Debug)]
pub(crate) enum Failed {
    /// It may go better later, so many times.
    Later(String),
    /// Something else must be mended first, and until then it waits.
    HeldUp(String),
    /// It will never be done as it stands.
    Never(String),
}

impl From<AppError> for Failed {
    fn from(error: AppError) -> Self {
        match error {
            AppError::NotFound => Failed::Never("what it is about is not there".to_owned()),
            AppError::Unavailable(why) => Failed::HeldUp(why.to_string()),
            AppError::Held(_) => Failed::HeldUp(error.to_string()),
            AppError::Mail(NotSent::Never(why)) | AppError::Statement(NotSent::Never(why)) => {
                Failed::Never(why)
            }
            // What people are not told and whoever mends it has to know.
            AppError::Internal(why) => Failed::Later(why),
            other => Failed::Later(other.to_string()),
        }
    }
}
