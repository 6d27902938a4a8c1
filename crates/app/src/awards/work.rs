//! What is done for badges after the request: looking at a person's, and at those of before the lists.

use assay_store::{Unit, statement::meta};

use super::{Awards, job::AwardsJob, rules::LookAtUnlisted};
use crate::{
    AppError, Asking,
    facts::Fact,
    jobs::{Job, Rank, Then, Works},
};

/// People whose badges of before the lists are asked for in one commit.
const UNLISTED_PAGE: i64 = 500;
/// Under this name it is remembered that this was done, or up to whom an earlier release did it.
const UNLISTED_SETTING: &str = "badges_listed_up_to";
const UNLISTED_DONE: &str = "done";

impl Works for Awards {
    type Job = AwardsJob;

    async fn carry_out(&self, asking: &Asking, job: AwardsJob) -> Result<Then<AwardsJob>, AppError> {
        match job {
            AwardsJob::Look { person } => {
                self.look_at(asking, person).await?;
                Ok(Then::Done(Unit::new()))
            }
            AwardsJob::Unlisted { after, done } => self.look_at_unlisted(asking, &after, done).await,
        }
    }
}

impl Awards {
    /// Asks once for the badges of before the lists.
    ///
    /// # Errors
    /// The store failed.
    pub(crate) async fn ask_for_unlisted(&self, asking: &Asking) -> Result<(), AppError> {
        use std::sync::atomic::Ordering;
        if self.all_asked.load(Ordering::Relaxed) {
            return Ok(());
        }
        let permit = asking.permit::<LookAtUnlisted>()?;
        let store = self.shelf.under(&permit);
        let after = store.setting(UNLISTED_SETTING).await?.unwrap_or_default();
        let job = AwardsJob::Unlisted { after, done: 0 };
        let asked = store.work(AwardsJob::LIMITS.queue, &job.key()).await?.is_some();
        if let AwardsJob::Unlisted { after, .. } = &job
            && after != UNLISTED_DONE
            && !asked
        {
            let unit = match store.people_unlisted_after(after, 1).await?.is_empty() {
                true => meta::set(UNLISTED_SETTING, UNLISTED_DONE),
                false => job.asked(Rank::Everybody, asking.ms()),
            };
            self.shelf.commit(permit, unit).await?;
        }
        self.all_asked.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// A page of it. Safe to repeat: a look at what is listed changes nothing.
    async fn look_at_unlisted(
        &self,
        asking: &Asking,
        after: &str,
        done: i64,
    ) -> Result<Then<AwardsJob>, AppError> {
        let permit = asking.permit::<LookAtUnlisted>()?;
        let people = self.shelf.under(&permit).people_unlisted_after(after, UNLISTED_PAGE).await?;
        let Some(last) = people.last() else {
            return Ok(Then::Done(meta::set(UNLISTED_SETTING, UNLISTED_DONE).into()));
        };
        let (after, done) =
            (last.to_string(), done.saturating_add(i64::try_from(people.len()).unwrap_or(i64::MAX)));
        let looks = people.into_iter().map(|person| Fact::Concerned { person });
        let unit = looks.flat_map(|fact| fact.follows(asking.ms())).collect();
        // How many there are is known at the end: the lists are asked for page by page.
        Ok(Then::More { unit, next: AwardsJob::Unlisted { after, done }, done, of: done })
    }
}
