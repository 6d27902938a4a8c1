//! Takes work under a lease, lets its room carry it out, and says what became of it.

use std::{sync::Arc, time::Duration};

use assay_kernel::Actor;
use assay_store::{Leased, Ms, StoreError, Take, Unit, statement::work};
use jiff::SignedDuration;
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{sleep, timeout},
};

use super::{
    queue::{Failed, QueueLimits, Then, Works},
    rules::Run,
};
use crate::{AppError, Door, bell::Bell, shelf::Shelf};

/// Nobody else gets what is held for so long; a process that dies leaves it to others after that.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// When a lease is prolonged: half of it is left if that fails once.
const RENEWED_EVERY: Duration = Duration::from_secs(30);
/// Without a ring of the bell, due jobs are looked for this often.
pub(super) const EVERY: Duration = Duration::from_secs(2);
/// Longest pause before a failed job is tried again.
const PAUSE_MAX_S: i64 = 3600;
/// Pause before what is held up is tried again.
const HELD_UP_S: i64 = 60;
/// At a stop, running jobs have so long to end; what is cut off then is done after the next start. Within
/// the grace of running requests, so that no stop takes longer for it.
const STOP_GRACE: Duration = Duration::from_secs(2);

/// How a run of a job ended.
enum Ended {
    Done(Unit),
    Failed(Failed),
    /// The application stops: the rest is for the next start.
    Stopped,
    /// Somebody else holds it by now.
    Lost,
}

/// What the lines of all queues share.
pub(super) struct Runner {
    shelf: Shelf,
    door: Arc<Door>,
    bell: Bell,
    /// Who takes, for people who look at the rows.
    by: String,
    stop: watch::Sender<bool>,
}

impl Runner {
    pub(super) fn new(shelf: Shelf, door: Arc<Door>, bell: Bell) -> Self {
        let by = format!("process {}", std::process::id());
        Runner { shelf, door, bell, by, stop: watch::Sender::new(false) }
    }

    /// Something is due.
    pub(super) fn ring(&self) {
        self.bell.ring();
    }

    /// Nothing more is taken; long jobs end after their page.
    pub(super) fn stop(&self) {
        self.stop.send_replace(true);
    }

    pub(super) fn stopping(&self) -> watch::Receiver<bool> {
        self.stop.subscribe()
    }

    /// Takes what is due: so many at most, or the one under a key.
    pub(super) async fn take(
        &self,
        limits: &QueueLimits,
        limit: usize,
        key: Option<String>,
    ) -> Result<Vec<Leased>, AppError> {
        let asking = self.door.ask(Actor::Worker);
        let take = Take {
            queue: limits.queue,
            kinds: limits.kinds,
            by: self.by.clone(),
            now: asking.ms(),
            until: after(asking.ms(), LEASE),
            limit: u32::try_from(limit).unwrap_or(u32::MAX),
            key,
        };
        Ok(self.shelf.take(asking.permit::<Run>()?, take).await?)
    }

    /// Carries out what is due in a queue until the application stops: so many at once, each in its task.
    pub(super) async fn serve<W: Works>(self: Arc<Self>, room: Arc<W>, limits: QueueLimits) {
        let (mut running, mut rung, mut stop) = (JoinSet::new(), self.bell.listen(), self.stopping());
        while !*stop.borrow_and_update() {
            let free = limits.at_once.saturating_sub(running.len());
            let taken = match free {
                0 => Vec::new(),
                free => self.take(&limits, free, None).await.unwrap_or_else(|error| {
                    tracing::warn!(queue = limits.queue, %error, "nothing could be taken");
                    Vec::new()
                }),
            };
            let nothing = taken.is_empty();
            for held in taken {
                let (runner, room) = (self.clone(), room.clone());
                running.spawn(async move { runner.carry_out(&*room, &limits, &held).await });
            }
            if nothing {
                tokio::select! {
                    Some(_ended) = running.join_next() => {}
                    () = rung.heard() => {}
                    () = sleep(EVERY) => {}
                    _ = stop.changed() => {}
                }
            }
            while running.try_join_next().is_some() {}
        }
        let ended = timeout(STOP_GRACE, async { while running.join_next().await.is_some() {} }).await;
        if ended.is_err() {
            tracing::warn!(queue = limits.queue, cut = running.len(), "jobs are cut off by the stop");
        }
        running.shutdown().await;
    }

    /// Carries out what is held, and says whether it is done. What goes wrong is written down with it.
    pub(super) async fn carry_out<W: Works>(&self, room: &W, limits: &QueueLimits, held: &Leased) -> bool {
        let ended = self.pages(room, limits, held).await;
        let done = matches!(ended, Ended::Done(_));
        let follows = matches!(&ended, Ended::Done(unit) if !unit.is_empty());
        let unit = match ended {
            Ended::Done(mut unit) => {
                unit.extend(work::finished(held));
                unit
            }
            Ended::Failed(failed) => self.failed(limits, held, failed),
            Ended::Stopped => work::given_back(held).into(),
            Ended::Lost => {
                tracing::warn!(held.kind, held.key, "a job is somebody else's by now");
                return false;
            }
        };
        match self.commit(unit).await {
            Ok(()) => {
                if follows {
                    self.bell.ring();
                }
                done
            }
            // It stays held until its lease is over, and is done again then: a second run changes nothing.
            Err(error) => {
                tracing::error!(held.kind, held.key, %error, "what became of a job is not written down");
                false
            }
        }
    }

    /// Page after page: each asks once, so that what was applied or passed meanwhile counts for the next one.
    async fn pages<W: Works>(&self, room: &W, limits: &QueueLimits, held: &Leased) -> Ended {
        if held.attempts > limits.attempts {
            let why = format!("it was begun {} times and never came to an end", held.attempts - 1);
            return Ended::Failed(Failed::Never(why));
        }
        let mut job: W::Job = match serde_json::from_str(&held.payload) {
            Ok(job) => job,
            Err(error) => return Ended::Failed(Failed::Never(format!("it cannot be read: {error}"))),
        };
        loop {
            let asking = self.door.ask(Actor::Worker);
            let page = timeout(limits.timeout, room.carry_out(&asking, job));
            let page = tokio::select! {
                page = page => page,
                () = self.keep(held) => return Ended::Lost,
            };
            match page {
                Err(_elapsed) => {
                    let why = format!("it took longer than {} s", limits.timeout.as_secs());
                    return Ended::Failed(Failed::Later(why));
                }
                Ok(Err(error)) => return Ended::Failed(error.into()),
                Ok(Ok(Then::Done(unit))) => return Ended::Done(unit),
                Ok(Ok(Then::More { mut unit, next, done, of })) => {
                    let cursor = serde_json::json!(&next).to_string();
                    unit.run(work::progressed(held, &cursor, done, of));
                    match self.commit(unit).await {
                        Ok(()) => {
                            self.bell.ring();
                            job = next;
                        }
                        Err(AppError::Conflict) => return Ended::Lost,
                        Err(error) => return Ended::Failed(error.into()),
                    }
                }
            }
            if *self.stop.borrow() {
                return Ended::Stopped;
            }
        }
    }

    /// Prolongs a lease for as long as it is waited for; comes back when it is lost.
    async fn keep(&self, held: &Leased) {
        loop {
            sleep(RENEWED_EVERY).await;
            let until = after(self.door.ask(Actor::Worker).ms(), LEASE);
            match self.commit(work::renewed(held, until)).await {
                Err(AppError::Conflict) => return,
                Err(error) => tracing::warn!(held.kind, held.key, %error, "a lease is not prolonged"),
                Ok(()) => {}
            }
        }
    }

    fn failed(&self, limits: &QueueLimits, held: &Leased, failed: Failed) -> Unit {
        let now = self.door.ask(Actor::Worker).ms();
        let failed = match failed {
            Failed::Later(why) if held.attempts >= limits.attempts => Failed::Never(why),
            other => other,
        };
        let (kind, key, attempts) = (&held.kind, &held.key, held.attempts);
        match failed {
            Failed::Later(why) => {
                tracing::error!(kind, key, attempts, why, "a job failed and is tried again");
                let pause = (1_i64 << (attempts - 1).clamp(0, 11)).min(PAUSE_MAX_S);
                work::put_off(held, &why, after(now, SignedDuration::from_secs(pause)))
            }
            Failed::HeldUp(why) => {
                tracing::error!(kind, key, why, "a job is held up");
                work::held_up(held, &why, after(now, SignedDuration::from_secs(HELD_UP_S)))
            }
            Failed::Never(why) => {
                tracing::error!(kind, key, attempts, why, "a job is given up");
                work::buried(held, &why, now)
            }
        }
        .into()
    }

    async fn commit(&self, unit: impl Into<Unit>) -> Result<(), AppError> {
        let permit = self.door.ask(Actor::Worker).permit::<Run>()?;
        match self.shelf.commit(permit, unit).await {
            Err(StoreError::Conflict(_)) => Err(AppError::Conflict),
            done => Ok(done?),
        }
    }
}

fn after(at: Ms, pause: SignedDuration) -> Ms {
    Ms(at.saturating_add(pause).unwrap_or(at.0))
}
