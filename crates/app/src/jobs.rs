//! The runner of consequences: takes due jobs, carries each out, puts failed ones off.

use std::{sync::Arc, time::Duration};

use assay_kernel::{Actor, PersonId, TypedId};
use assay_store::{Job, Ms, statement::job};
use jiff::SignedDuration;

use crate::{
    AppError, Asking, Awards, Changes, Door, Sittings,
    bell::Bell,
    permit::{Whole, acts},
    shelf::Shelf,
    steady::noted,
};

acts! {
    /// Taking jobs and carrying them out.
    Run on Whole, "jobs.run": Worker [Whole];
    /// Seeing how many wait.
    Count on Whole, "jobs.count": Anyone [Whole];
}

/// Without a ring of the bell, due jobs and overdue sittings are looked for this often.
const EVERY: Duration = Duration::from_secs(2);
/// Jobs in one round.
const ROUND_MAX: usize = 50;
/// How often the present instant is noted, for the next start.
const NOTE_EVERY: SignedDuration = SignedDuration::from_secs(60);
/// Longest pause before a failed job is tried again.
const PAUSE_MAX_S: i64 = 3600;

/// The runner: it takes what waits and lets the room carry it out whose it is.
pub struct Jobs {
    shelf: Shelf,
    bell: Bell,
    door: Arc<Door>,
    sittings: Arc<Sittings>,
    awards: Arc<Awards>,
    changes: Arc<Changes>,
}

impl Jobs {
    pub(crate) fn new(
        shelf: Shelf,
        bell: Bell,
        door: Arc<Door>,
        (sittings, awards, changes): (Arc<Sittings>, Arc<Awards>, Arc<Changes>),
    ) -> Self {
        Jobs { shelf, bell, door, sittings, awards, changes }
    }

    /// How many consequences wait to be carried out.
    ///
    /// # Errors
    /// The store failed.
    pub async fn waiting(&self, asking: &Asking) -> Result<i64, AppError> {
        let permit = asking.permit::<Count>()?;
        Ok(self.shelf.under(&permit).waiting_jobs().await?)
    }

    /// Whether changes are accepted at the moment.
    pub fn accepts_changes(&self, asking: &Asking) -> bool {
        asking.permit::<Count>().is_ok_and(|permit| self.shelf.accepts_changes(&permit))
    }

    /// Carries out what is due, for ever; stops when the task is dropped.
    pub async fn run(&self) {
        let mut noted = None;
        loop {
            let asking = self.door.ask(Actor::Worker);
            if noted.is_none_or(|noted| asking.at.duration_since(noted) >= NOTE_EVERY) {
                noted = Some(asking.at);
                // A note only: the next start looks at what is stored as well.
                if let Err(error) = self.note(&asking).await {
                    tracing::warn!(%error, "the present instant could not be noted");
                }
            }
            match self.run_due().await {
                // More wait: a pause after each round would make hours of a million consequences.
                Ok(done) if done >= ROUND_MAX => continue,
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "a round of jobs was not finished"),
            }
            // Whichever comes first; a timeout is not an error here.
            let _ = tokio::time::timeout(EVERY, self.bell.heard()).await;
        }
    }

    /// Looks at the badges of somebody who waits for one, at once. The same is queued with the score: what
    /// goes wrong here is tried again there.
    pub async fn hurry(&self, person: PersonId) {
        if let Err(error) = self.awards.look_at(&self.door.ask(Actor::Worker), person).await {
            tracing::error!(%person, %error, "a badge is not issued yet");
        }
    }

    async fn note(&self, asking: &Asking) -> Result<(), AppError> {
        let permit = asking.permit::<Run>()?;
        Ok(self.shelf.commit(permit, noted(asking.at)).await?)
    }

    /// One round: overdue sittings are handed in, due jobs carried out. Says how many were done.
    ///
    /// # Errors
    /// The store failed; single jobs that fail are put off instead.
    pub async fn run_due(&self) -> Result<usize, AppError> {
        self.door.steady.look_at_clock();
        let asking = self.door.ask(Actor::Worker);
        // One sitting that cannot be read must not stop everybody's jobs.
        if let Err(error) = self.sittings.close_overdue(&asking).await {
            tracing::error!(%error, "overdue sittings were not all handed in");
        }
        // Nor must what cannot be read of one day's facts.
        if let Err(error) = self.changes.carry_out_dated_facts(&asking).await {
            tracing::error!(%error, "the facts of the day were not all carried out");
        }
        if let Err(error) = self.awards.look_at_unlisted(&asking).await {
            tracing::error!(%error, "badges of before the lists were not all looked at");
        }
        let permit = asking.permit::<Run>()?;
        let store = self.shelf.under(&permit);
        let mut done = 0;
        for due in store.due_jobs(asking.ms(), ROUND_MAX).await? {
            // Each job asks once: what was applied or what passed meanwhile counts for the next one.
            let asking = self.door.ask(Actor::Worker);
            match self.carry_out(&asking, &due).await {
                Ok(()) => {
                    self.shelf.commit(asking.permit::<Run>()?, job::done(&due)).await?;
                    done += 1;
                }
                Err(error) => {
                    let pause = (1_i64 << due.attempts.clamp(0, 11)).min(PAUSE_MAX_S);
                    tracing::error!(due.kind, due.subject, attempts = due.attempts, %error, "a job failed");
                    let later = asking.at.saturating_add(SignedDuration::from_secs(pause));
                    let run_at = Ms(later.unwrap_or(asking.at));
                    let put_off = job::put_off(&due, &error.to_string(), run_at);
                    self.shelf.commit(asking.permit::<Run>()?, put_off).await?;
                }
            }
        }
        Ok(done)
    }

    async fn carry_out(&self, asking: &Asking, job: &Job) -> Result<(), AppError> {
        let wrong = |error: assay_kernel::IdError| AppError::internal("reading a job", error);
        match job.kind.as_str() {
            "score" => self.sittings.score(asking, TypedId::parse(&job.subject).map_err(wrong)?).await,
            "issue" => self.awards.look_at(asking, TypedId::parse(&job.subject).map_err(wrong)?).await,
            "programme" => {
                let number = job.subject.parse().map_err(|e| AppError::internal("reading a job", e))?;
                self.changes.follow_up(asking, number).await
            }
            other => Err(AppError::internal("an unknown kind of job", other)),
        }
    }
}
