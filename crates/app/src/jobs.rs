//! The runner of consequences: takes due jobs, carries each out, puts failed ones off.

use std::{sync::Arc, time::Duration};

use assay_kernel::TypedId;
use assay_store::{Job, Ms};
use jiff::SignedDuration;

use crate::{App, AppError};

/// Without a ring of the bell, due jobs and overdue sittings are looked for this often.
const EVERY: Duration = Duration::from_secs(2);
/// Jobs in one round.
const ROUND_MAX: usize = 50;
/// How often the present instant is noted, for the next start.
const NOTE_EVERY: SignedDuration = SignedDuration::from_secs(60);
/// Longest pause before a failed job is tried again.
const PAUSE_MAX_S: i64 = 3600;

impl App {
    /// Carries out what is due, for ever; stops when the task is dropped.
    pub async fn run_jobs(self: Arc<Self>) {
        let mut noted = None;
        loop {
            let now = self.now();
            if noted.is_none_or(|noted| now.duration_since(noted) >= NOTE_EVERY) {
                noted = Some(now);
                // A note only: the next start looks at what is stored as well.
                if let Err(error) = self.note_instant().await {
                    tracing::warn!(%error, "the present instant could not be noted");
                }
            }
            match self.run_due_jobs().await {
                // More wait: a pause after each round would make hours of a million consequences.
                Ok(done) if done >= ROUND_MAX => continue,
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "a round of jobs was not finished"),
            }
            // Whichever comes first; a timeout is not an error here.
            let _ = tokio::time::timeout(EVERY, self.job_bell.notified()).await;
        }
    }

    /// One round: overdue sittings are handed in, due jobs carried out. Says how many were done.
    ///
    /// # Errors
    /// The store failed; single jobs that fail are put off instead.
    pub async fn run_due_jobs(&self) -> Result<usize, AppError> {
        self.look_at_clock();
        // One sitting that cannot be read must not stop everybody's jobs.
        if let Err(error) = self.close_overdue().await {
            tracing::error!(%error, "overdue sittings were not all handed in");
        }
        // Nor must what cannot be read of one day's facts.
        if let Err(error) = self.carry_out_dated_facts().await {
            tracing::error!(%error, "the facts of the day were not all carried out");
        }
        if let Err(error) = self.look_at_unlisted().await {
            tracing::error!(%error, "badges of before the lists were not all looked at");
        }
        let mut done = 0;
        for job in self.store.due_jobs(self.ms(), ROUND_MAX).await? {
            match self.carry_out(&job).await {
                Ok(()) => {
                    self.store.finish_job(&job).await?;
                    done += 1;
                }
                Err(error) => {
                    let pause = (1_i64 << job.attempts.clamp(0, 11)).min(PAUSE_MAX_S);
                    tracing::error!(job.kind, job.subject, attempts = job.attempts, %error, "a job failed");
                    let later = self.now().saturating_add(SignedDuration::from_secs(pause));
                    let run_at = Ms(later.unwrap_or(self.now()));
                    self.store.put_job_off(&job, &error.to_string(), run_at).await?;
                }
            }
        }
        Ok(done)
    }

    async fn carry_out(&self, job: &Job) -> Result<(), AppError> {
        let wrong = |error: assay_kernel::IdError| AppError::internal("reading a job", error);
        match job.kind.as_str() {
            "score" => self.score_sitting(TypedId::parse(&job.subject).map_err(wrong)?).await,
            "issue" => self.issue(TypedId::parse(&job.subject).map_err(wrong)?).await,
            "programme" => {
                let number = job.subject.parse().map_err(|e| AppError::internal("reading a job", e))?;
                self.follow_up(number).await
            }
            other => Err(AppError::internal("an unknown kind of job", other)),
        }
    }
}
