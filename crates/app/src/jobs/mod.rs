//! What follows, carried out: one line of jobs a queue, each under a lease.
//!
//! The jobs themselves and what they do are their rooms' (`work.rs` in each); here is what all share. How
//! leases work: [ADR 19](../../../../docs/decisions/0019-typed-jobs-under-a-lease.md).

mod before;
mod list;
mod queue;
mod rules;
mod runner;
#[cfg(test)]
mod tests;

use std::{sync::Arc, time::Duration};

use assay_kernel::{Actor, PersonId};
use jiff::SignedDuration;
use tokio::time::sleep;

pub(crate) use before::begin;
pub use list::{JobLine, JobState, JobSubject, JobsWanted, job_kinds};
pub(crate) use queue::{Job, QueueLimits, Rank, Then, Works};
pub(crate) use rules::ACTS;
use rules::{Count, Run};
pub use rules::{Retry, SeeJobs};
use runner::{EVERY, Runner};

use crate::{
    Accounts, AppError, Asking, Awards, Changes, Door, Items, Practice, Sittings, accounts::AccountsJob,
    awards::AwardsJob, bell::Bell, changes::ChangesJob, items::ItemsJob, practice::PracticeJob, shelf::Shelf,
    sittings::SittingsJob, steady::noted,
};

/// Jobs of each queue in one round.
const ROUND_MAX: usize = 50;
/// How often the present instant is noted, for the next start.
const NOTE_EVERY: SignedDuration = SignedDuration::from_secs(60);
/// How long somebody waits for what another task is carrying out, and how often it is looked at.
const HURRY: (u32, Duration) = (100, Duration::from_millis(20));

/// The runner of jobs: it takes what waits and lets the room carry it out whose it is.
pub struct Jobs {
    shelf: Shelf,
    door: Arc<Door>,
    runner: Arc<Runner>,
    sittings: Arc<Sittings>,
    awards: Arc<Awards>,
    changes: Arc<Changes>,
    accounts: Arc<Accounts>,
    items: Arc<Items>,
    practice: Arc<Practice>,
}

/// The rooms that carry out jobs.
pub(crate) type Workers =
    (Arc<Sittings>, Arc<Awards>, Arc<Changes>, Arc<Accounts>, Arc<Items>, Arc<Practice>);

/// Every queue with its limits.
fn limits() -> [QueueLimits; 6] {
    [
        SittingsJob::LIMITS,
        AwardsJob::LIMITS,
        ChangesJob::LIMITS,
        AccountsJob::LIMITS,
        ItemsJob::LIMITS,
        PracticeJob::LIMITS,
    ]
}

/// How much of one kind of job there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobCount {
    /// Its queue; empty for one of before there were queues.
    pub queue: String,
    /// What is to be done.
    pub kind: String,
    /// Whether this release knows how; if not, it is left alone.
    pub known: bool,
    /// Not begun, or put off.
    pub waiting: i64,
    /// Being carried out.
    pub held: i64,
    /// Given up.
    pub dead: i64,
}

impl Jobs {
    pub(crate) fn new(
        shelf: Shelf,
        bell: Bell,
        door: Arc<Door>,
        (sittings, awards, changes, accounts, items, practice): Workers,
    ) -> Self {
        let runner = Arc::new(Runner::new(shelf.clone(), door.clone(), bell));
        Jobs { shelf, door, runner, sittings, awards, changes, accounts, items, practice }
    }

    /// How many consequences wait to be carried out, or are being carried out.
    ///
    /// # Errors
    /// The store failed.
    pub async fn waiting(&self, asking: &Asking) -> Result<i64, AppError> {
        let permit = asking.permit::<Count>()?;
        Ok(self.shelf.under(&permit).work_waiting().await?)
    }

    /// How much there is of each kind, by queue; those that this release does not know included.
    ///
    /// # Errors
    /// The store failed.
    pub async fn counts(&self, asking: &Asking) -> Result<Vec<JobCount>, AppError> {
        let permit = asking.permit::<Count>()?;
        let counts = self.shelf.under(&permit).work_counts(asking.ms()).await?;
        let known = |queue: &str, kind: &str| {
            limits().iter().any(|limits| limits.queue == queue && limits.kinds.contains(&kind))
        };
        let count = |count: assay_store::WorkCount| JobCount {
            known: known(&count.queue, &count.kind),
            queue: count.queue,
            kind: count.kind,
            waiting: count.waiting,
            held: count.leased,
            dead: count.dead,
        };
        Ok(counts.into_iter().map(count).collect())
    }

    /// Whether changes are accepted at the moment.
    pub fn accepts_changes(&self, asking: &Asking) -> bool {
        asking.permit::<Count>().is_ok_and(|permit| self.shelf.accepts_changes(&permit))
    }

    /// Carries out what is due until [`Jobs::stop`]; then comes back when what runs has ended or was cut off.
    /// Every queue has a line of its own: a score waits for nobody's badge.
    pub async fn run(&self) {
        let mut lines = tokio::task::JoinSet::new();
        lines.spawn(self.runner.clone().serve(self.sittings.clone(), SittingsJob::LIMITS));
        lines.spawn(self.runner.clone().serve(self.changes.clone(), ChangesJob::LIMITS));
        lines.spawn(self.runner.clone().serve(self.awards.clone(), AwardsJob::LIMITS));
        lines.spawn(self.runner.clone().serve(self.accounts.clone(), AccountsJob::LIMITS));
        lines.spawn(self.runner.clone().serve(self.items.clone(), ItemsJob::LIMITS));
        lines.spawn(self.runner.clone().serve(self.practice.clone(), PracticeJob::LIMITS));
        let (mut noted_at, mut stop) = (None, self.runner.stopping());
        while !*stop.borrow_and_update() {
            let asking = self.door.ask(Actor::Worker);
            if noted_at.is_none_or(|noted| asking.at.duration_since(noted) >= NOTE_EVERY) {
                noted_at = Some(asking.at);
                // A note only: the next start looks at what is stored as well.
                if let Err(error) = self.note(&asking).await {
                    tracing::warn!(%error, "the present instant could not be noted");
                }
            }
            self.look_round(&asking).await;
            tokio::select! {
                () = sleep(EVERY) => {}
                _ = stop.changed() => {}
            }
        }
        while lines.join_next().await.is_some() {}
    }

    /// Nothing more is begun: what runs may end, long jobs after their page.
    pub fn stop(&self) {
        self.runner.stop();
    }

    async fn note(&self, asking: &Asking) -> Result<(), AppError> {
        let permit = asking.permit::<Run>()?;
        Ok(self.shelf.commit(permit, noted(asking.at)).await?)
    }

    /// What nobody asked for and a day or an hour brings: overdue sittings are handed in, facts of the day
    /// and badges of before the lists become jobs.
    async fn look_round(&self, asking: &Asking) {
        self.door.steady.look_at_clock();
        // One sitting that cannot be read must not stop everybody's jobs.
        if let Err(error) = self.sittings.close_overdue(asking).await {
            tracing::error!(%error, "overdue sittings were not all handed in");
        }
        if let Err(error) = self.practice.close_overdue(asking).await {
            tracing::error!(%error, "overdue practice exams were not all handed in");
        }
        // Nor must what cannot be read of one day's facts.
        if let Err(error) = self.changes.ask_for_dated_facts(asking).await {
            tracing::error!(%error, "the facts of the day were not asked for");
        }
        if let Err(error) = self.awards.ask_for_unlisted(asking).await {
            tracing::error!(%error, "badges of before the lists were not asked for");
        }
    }

    /// Looks at the badges of somebody who waits for one, at once. Where another task is at it, it is waited
    /// for; what goes wrong is tried again there.
    pub async fn hurry(&self, person: PersonId) {
        if let Err(error) = self.hurried(person).await {
            tracing::error!(%person, %error, "a badge is not issued yet");
        }
    }

    async fn hurried(&self, person: PersonId) -> Result<(), AppError> {
        let (limits, key) = (AwardsJob::LIMITS, AwardsJob::Look { person }.key());
        if let [held] = self.runner.take(&limits, 1, Some(key.clone())).await?.as_slice() {
            self.runner.carry_out(&*self.awards, &limits, held).await;
            return Ok(());
        }
        let permit = self.door.ask(Actor::Worker).permit::<Run>()?;
        let (times, pause) = HURRY;
        for _ in 0..times {
            let job = self.shelf.under(&permit).work(limits.queue, &key).await?;
            if job.is_none_or(|job| job.lease.is_none()) {
                break;
            }
            sleep(pause).await;
        }
        Ok(())
    }

    /// One round: overdue sittings are handed in, due jobs of each queue carried out, one after another. Says
    /// how many were done.
    ///
    /// # Errors
    /// The store failed; single jobs that fail are put off instead.
    pub async fn run_due(&self) -> Result<usize, AppError> {
        self.look_round(&self.door.ask(Actor::Worker)).await;
        // Badges last: both others make looks at them.
        let scored = self.round(&*self.sittings).await?;
        let carried = self.round(&*self.changes).await? + self.round(&*self.accounts).await?;
        let carried = carried + self.round(&*self.items).await? + self.round(&*self.practice).await?;
        Ok(scored + carried + self.round(&*self.awards).await?)
    }

    /// Reads the files of questions that were handed in, one after another, and does nothing else: for a
    /// command that has the data to itself.
    ///
    /// # Errors
    /// The store failed.
    pub async fn read_imports(&self) -> Result<usize, AppError> {
        self.round(&*self.items).await
    }

    async fn round<W: Works>(&self, room: &W) -> Result<usize, AppError> {
        let limits = W::Job::LIMITS;
        let (mut taken, mut done) = (0, 0);
        while taken < ROUND_MAX {
            let held = self.runner.take(&limits, limits.at_once, None).await?;
            if held.is_empty() {
                break;
            }
            for held in held {
                taken += 1;
                done += usize::from(self.runner.carry_out(room, &limits, &held).await);
            }
        }
        Ok(done)
    }
}
