//! Jobs as the team sees them: what failed and why, what runs and how far it is, what waits.

use assay_kernel::{Actor, Arg, Instant, PersonId, Said, SittingId};
use assay_store::{StoreError, WorkFilter, WorkPlace, WorkRecord, WorkState, statement::work};

use super::{
    Jobs, limits,
    rules::{Retry, SeeJobs},
};
use crate::{
    AppError, Asking, FieldFault, ListPart, Listed, Why,
    accounts::AccountsJob,
    deed::Deed,
    jobs::Job,
    listing::page_of,
    permit::{Thing, Tie},
};

/// How a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// It is not tried again until somebody says so.
    Failed,
    /// It is being carried out.
    Running,
    /// It went wrong, and is tried again by itself.
    PutOff,
    /// It was not begun yet.
    Waiting,
}

impl JobState {
    /// Every state, in the order of the list.
    pub const ALL: [JobState; 4] = [JobState::Failed, JobState::Running, JobState::PutOff, JobState::Waiting];

    /// Its word in addresses and exports.
    pub fn as_str(self) -> &'static str {
        match self {
            JobState::Failed => "failed",
            JobState::Running => "running",
            JobState::PutOff => "put-off",
            JobState::Waiting => "waiting",
        }
    }

    /// By its word.
    pub fn parse(word: &str) -> Option<JobState> {
        JobState::ALL.into_iter().find(|state| state.as_str() == word)
    }

    fn stored(self) -> WorkState {
        match self {
            JobState::Failed => WorkState::Dead,
            JobState::Running => WorkState::Held,
            JobState::PutOff => WorkState::PutOff,
            JobState::Waiting => WorkState::Waiting,
        }
    }
}

impl From<WorkState> for JobState {
    fn from(state: WorkState) -> Self {
        match state {
            WorkState::Dead => JobState::Failed,
            WorkState::Held => JobState::Running,
            WorkState::PutOff => JobState::PutOff,
            WorkState::Waiting => JobState::Waiting,
        }
    }
}

/// Which jobs are asked for; what is empty or none asks nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobsWanted {
    /// How it stands.
    pub state: Option<JobState>,
    /// What is to be done.
    pub kind: String,
    /// What it is about contains it: an id, an address.
    pub text: String,
}

impl JobsWanted {
    fn filter(&self) -> WorkFilter {
        let text = self.text.to_lowercase();
        WorkFilter { state: self.state.map(JobState::stored), kind: self.kind.clone(), text }
    }
}

/// What a job is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobSubject {
    /// Somebody.
    Person(PersonId),
    /// A sitting.
    Sitting(SittingId),
    /// In words: an address, a version of the programme.
    Words(String),
}

/// A job of the list.
#[derive(Clone, Debug)]
pub struct JobLine {
    /// Its number.
    pub number: i64,
    /// Its queue.
    pub queue: String,
    /// What is to be done, by its name.
    pub kind: String,
    /// The same in words.
    pub said: Said,
    /// What it is about, as it is stored.
    pub key: String,
    /// How it stands.
    pub state: JobState,
    /// How far it is, and of how much.
    pub progress: Option<(i64, i64)>,
    /// How often it was begun since it was asked for.
    pub attempts: i64,
    /// How often that may be; none of what this release does not know.
    pub attempts_max: Option<i64>,
    /// Why it failed last.
    pub cause: Option<String>,
    /// When it was asked for first.
    pub asked_at: Instant,
    /// When it was begun last.
    pub begun_at: Option<Instant>,
    /// When it is tried next; none of what runs or is given up.
    pub next_at: Option<Instant>,
    /// When it was given up.
    pub failed_at: Option<Instant>,
}

impl JobLine {
    fn of(job: WorkRecord, asking: &Asking) -> JobLine {
        let state = JobState::from(job.state(asking.ms()));
        let waits = matches!(state, JobState::PutOff | JobState::Waiting);
        JobLine {
            number: job.id,
            said: said(&job.kind),
            state,
            progress: job.progress,
            attempts: job.attempts,
            attempts_max: limits()
                .into_iter()
                .find(|known| known.queue == job.queue)
                .map(|known| known.attempts),
            cause: job.cause,
            asked_at: job.created_at.0,
            begun_at: job.begun_at.map(|at| at.0),
            next_at: waits.then_some(job.run_at.0),
            failed_at: job.dead_at.map(|at| at.0),
            queue: job.queue,
            kind: job.kind,
            key: job.key,
        }
    }

    /// What it is about.
    pub fn subject(&self) -> JobSubject {
        let last = self.key.rsplit(' ').next().unwrap_or_default();
        match (PersonId::parse(last), SittingId::parse(last)) {
            (Ok(person), _) => JobSubject::Person(person),
            (_, Ok(sitting)) => JobSubject::Sitting(sitting),
            _ if self.queue == AccountsJob::LIMITS.queue => JobSubject::Words(last.to_owned()),
            _ => JobSubject::Words(self.key.clone()),
        }
    }
}

/// Every kind of job that this release knows, with its words, in the order of the queues.
pub fn job_kinds() -> Vec<(&'static str, Said)> {
    limits().into_iter().flat_map(|known| known.kinds).map(|kind| (*kind, said(kind))).collect()
}

/// What is to be done, in words.
fn said(kind: &str) -> Said {
    let known = match kind {
        "score" => "job.score",
        "look" => "job.look",
        "unlisted" => "job.unlisted",
        "follow_up" => "job.follow-up",
        "read_import" => "job.read-import",
        "put_to_use" => "job.put-to-use",
        "dated_facts" => "job.dated-facts",
        "proof" => "job.proof",
        "invitation" => "job.invitation",
        "new_password" => "job.new-password",
        "sign_in" => "job.sign-in",
        "new_address" => "job.new-address",
        "address_left" => "job.address-left",
        "crew_invitation" => "job.crew-invitation",
        "notice" => "job.notice",
        "tell_preparation" => "job.tell-preparation",
        other => return Said::of("job.unknown").with("kind", Arg::text(other)),
    };
    Said::of(known)
}

impl Thing for WorkRecord {
    // What follows from a decision is nobody's own: to carry it out decides nothing.
    fn relation(&self, _actor: &Actor, _now: Instant) -> Tie {
        Tie::Other
    }
}

impl Jobs {
    /// A page of what a filter leaves: what failed first.
    ///
    /// # Errors
    /// Neither administrator nor auditor, or the store failed.
    pub async fn list(
        &self,
        asking: &Asking,
        wanted: &JobsWanted,
        page: i64,
    ) -> Result<Listed<JobLine>, AppError> {
        let permit = asking.permit::<SeeJobs>()?;
        let (store, filter, now) = (self.shelf.under(&permit), wanted.filter(), asking.ms());
        let count = store.count_work_listed(&filter, now).await?;
        let of = match *wanted == JobsWanted::default() {
            true => count,
            false => store.count_work_listed(&WorkFilter::default(), now).await?,
        };
        let (page, rows) = page_of(page, count);
        let rows = store.work_listed(&filter, rows, now).await?;
        Ok(Listed {
            lines: rows.into_iter().map(|job| JobLine::of(job, asking)).collect(),
            count,
            of,
            page,
            has_more: false,
        })
    }

    /// What a filter leaves, part by part, in the same order.
    ///
    /// # Errors
    /// Neither administrator nor auditor, or the store failed.
    pub async fn list_after(
        &self,
        asking: &Asking,
        wanted: &JobsWanted,
        after: Option<WorkPlace>,
        limit: i64,
    ) -> Result<ListPart<JobLine, WorkPlace>, AppError> {
        let permit = asking.permit::<SeeJobs>()?;
        let store = self.shelf.under(&permit);
        let rows = store.work_listed_after(&wanted.filter(), after, limit, asking.ms()).await?;
        let place = |job: &WorkRecord| (job.state(asking.ms()), job.id);
        ListPart::of(rows, limit, place, |job| Ok(JobLine::of(job, asking)))
    }

    /// One job; nothing where there is none of the number, as is so of one that is done.
    ///
    /// # Errors
    /// Neither administrator nor auditor, or the store failed.
    pub async fn one(&self, asking: &Asking, number: i64) -> Result<Option<JobLine>, AppError> {
        let permit = asking.permit::<SeeJobs>()?;
        let job = self.shelf.under(&permit).work_by_id(number).await?;
        Ok(job.map(|job| JobLine::of(job, asking)))
    }

    /// A job that was given up is tried again at once. `failed_at` is when it was, as it was looked at:
    /// numbers are given to other jobs once one is done.
    ///
    /// # Errors
    /// Not an administrator; `NotFound` where it is done; `Invalid` where it was not given up; `Conflict`
    /// where it failed anew since it was looked at; or the store failed.
    pub async fn retry(
        &self,
        asking: &Asking,
        number: i64,
        failed_at: Instant,
        why: &Why,
    ) -> Result<(), AppError> {
        let (permit, job) = self.shelf.open::<Retry, _>(asking, |store| store.work_by_id(number)).await?;
        let Some(dead_at) = job.dead_at else {
            let text = match JobState::from(job.state(asking.ms())) {
                JobState::Running => "It is being carried out, so there is nothing to try again.",
                _ => "It is tried by itself, so there is nothing to try again.",
            };
            return Err(AppError::Invalid(vec![FieldFault::new("", text)]));
        };
        // Stored to the millisecond.
        if dead_at.0.as_millisecond() != failed_at.as_millisecond() {
            return Err(AppError::Conflict);
        }
        let did = Said::of("did.job-retried")
            .with("what", said(&job.kind))
            .with("n", u64::try_from(job.attempts).unwrap_or_default())
            .maybe("cause", job.cause.as_deref().map(Arg::text));
        let deed = Deed::of(&did)?.to(format!("{} {}", job.queue, job.key)).because(why);
        let unit = work::retried(job.id, dead_at, asking.ms());
        match self.shelf.commit_logged(asking, permit, deed, unit).await {
            Err(StoreError::Conflict(_)) => return Err(AppError::Conflict),
            done => done?,
        }
        self.runner.ring();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_that_is_known_has_words_of_its_own() {
        let kinds = job_kinds();
        let words: std::collections::BTreeSet<&str> =
            kinds.iter().map(|(_, said)| said.code.as_str()).collect();
        assert_eq!(words.len(), kinds.len());
        assert!(!words.contains("job.unknown"), "{kinds:?}");
    }
}
