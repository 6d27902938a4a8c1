//! What follows from a change for people: notices, and a look at their badges. Page by page, as jobs.

use std::sync::{Arc, PoisonError};

use assay_kernel::PersonId;
use assay_standing::Rules;
use assay_store::{Reads, Unit, statement::meta};

use super::{Changes, job::ChangesJob, rules::CarryOut, touched::Touched};
use crate::{
    AppError, Asking,
    facts::{Fact, Letter},
    jobs::{Job, Rank, Then},
    reading::off_the_loop,
};

/// People told in one commit.
const NOTICES_PAGE: usize = 200;
/// Until which day facts about everyone were asked for.
const FACTS_UNTIL: &str = "facts_carried_out_until";
/// People whose badges are asked for in one commit.
const FACTS_PAGE: i64 = 500;

impl Changes {
    /// A page of what an applied plan says: people it touches are told, and their badges looked at. Safe to
    /// repeat: a person is told once a version.
    ///
    /// # Errors
    /// The store failed.
    pub(super) async fn follow_up(
        &self,
        asking: &Asking,
        version: i64,
        after: Option<PersonId>,
    ) -> Result<Then<ChangesJob>, AppError> {
        let permit = asking.permit::<CarryOut>()?;
        let store = self.shelf.under(&permit);
        // Whatever kept this process from serving the version: badges must not be judged by an older one.
        self.catch_up(store).await?;
        let Some(touched) = self.touched(store, version).await? else {
            return Ok(Then::Done(Unit::new()));
        };
        let letters = &touched.letters;
        let from = letters.partition_point(|(person, _)| after.is_some_and(|after| *person <= after));
        let page = letters.iter().skip(from).take(NOTICES_PAGE);
        let fact =
            |(person, letter): &(PersonId, Letter)| Fact::Touched { person: *person, letter: letter.clone() };
        let unit: Unit = page.map(fact).flat_map(|fact| fact.follows(asking.ms())).collect();
        let done = from.saturating_add(NOTICES_PAGE);
        match letters.get(done.saturating_sub(1)) {
            Some((last, _)) if done < letters.len() => {
                let next = ChangesJob::FollowUp { version, after: Some(*last) };
                Ok(Then::More { unit, next, done: count(done), of: count(letters.len()) })
            }
            _ => {
                *self.touched.lock().unwrap_or_else(PoisonError::into_inner) = None;
                Ok(Then::Done(unit))
            }
        }
    }

    /// Read once for all pages: it can be the plan of a million people.
    async fn touched(&self, store: &Reads, version: i64) -> Result<Option<Arc<Touched>>, AppError> {
        let kept = self.touched.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(kept) = kept.filter(|kept| kept.version == version) {
            return Ok(Some(kept));
        }
        let Some(text) = store.plan_of_version(version).await? else { return Ok(None) };
        let touched = Arc::new(off_the_loop(move || Touched::read(version, &text)).await??);
        *self.touched.lock().unwrap_or_else(PoisonError::into_inner) = Some(touched.clone());
        Ok(Some(touched))
    }

    /// As if a version had been applied that touches these people.
    #[cfg(test)]
    pub(crate) fn touches(&self, version: i64, letters: Vec<(PersonId, Letter)>) {
        let touched = Touched { version, letters };
        *self.touched.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(touched));
    }

    /// Facts about everyone (amendments, outside events, versions that turn a count) reach badges on their
    /// own day: once it is there, a look at everybody's is asked for, once.
    ///
    /// # Errors
    /// The store failed.
    pub(crate) async fn ask_for_dated_facts(&self, asking: &Asking) -> Result<(), AppError> {
        let permit = asking.permit::<CarryOut>()?;
        let (store, today) = (self.shelf.under(&permit), asking.today);
        if self.facts_until.lock().is_ok_and(|until| *until == Some(today)) {
            return Ok(());
        }
        let stored = store.setting(FACTS_UNTIL).await?;
        let until = stored.and_then(|text| text.parse().ok()).unwrap_or(today);
        let mut unit = Unit::from(meta::set(FACTS_UNTIL, &today.to_string()));
        if Rules::new(&asking.programme).fact_days().any(|on| on > until && on <= today) {
            let job = ChangesJob::DatedFacts { after: None, done: 0 };
            unit.run(job.asked(Rank::Somebody, asking.ms()));
        }
        self.shelf.commit(permit, unit).await?;
        if let Ok(mut until) = self.facts_until.lock() {
            *until = Some(today);
        }
        Ok(())
    }

    /// A page of everybody, whose badges are looked at. Safe to repeat: a look changes nothing twice.
    ///
    /// # Errors
    /// The store failed.
    pub(super) async fn carry_out_dated_facts(
        &self,
        asking: &Asking,
        after: Option<PersonId>,
        done: i64,
    ) -> Result<Then<ChangesJob>, AppError> {
        let permit = asking.permit::<CarryOut>()?;
        let store = self.shelf.under(&permit);
        let people = store.ids_after(after, FACTS_PAGE).await?;
        let Some(last) = people.last().copied() else { return Ok(Then::Done(Unit::new())) };
        let (done, of) = (done.saturating_add(count(people.len())), store.count_persons().await?);
        let concerned = people.into_iter().map(|person| Fact::Concerned { person });
        let unit = concerned.flat_map(|fact| fact.follows(asking.ms())).collect();
        Ok(Then::More { unit, next: ChangesJob::DatedFacts { after: Some(last), done }, done, of })
    }
}

fn count(people: usize) -> i64 {
    i64::try_from(people).unwrap_or(i64::MAX)
}
