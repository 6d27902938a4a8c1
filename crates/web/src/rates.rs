//! How often one person may change something: what a hand can reach, with room for what was kept offline.
//!
//! A limit is per person, not per address: a centre's candidates share one. Attempts to sign in have limits
//! of their own.

use std::{
    num::NonZeroU32,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use assay_app::Session;
use assay_kernel::{Persons, TypedId};
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};

use crate::fault::Fault;

/// Answers saved in one go: a journal of 65 items that was kept offline, each change of it, and a retry.
const SAVES_AT_ONCE: NonZeroU32 = NonZeroU32::new(600).unwrap();
/// Answers saved a second, on and on: no hand changes more (finding F10: 2,700 a second were taken).
const SAVES_PER_SECOND: NonZeroU32 = NonZeroU32::new(5).unwrap();
/// Forms sent in one go; a page with many buttons has fewer.
const FORMS_AT_ONCE: NonZeroU32 = NonZeroU32::new(120).unwrap();
/// Forms sent a second, on and on.
const FORMS_PER_SECOND: NonZeroU32 = NonZeroU32::new(1).unwrap();
/// Practice sets begun in one go: each is kept for ever.
const PRACTICES_AT_ONCE: NonZeroU32 = NonZeroU32::new(20).unwrap();
/// One more practice set after so long.
const PRACTICE_EVERY: Duration = Duration::from_secs(5);
/// After so many questions people whose allowance is full again are forgotten, which bounds the memory.
const FORGET_AFTER: u64 = 8192;

/// Whose rates are limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Everybody's, to what a hand can reach.
    Hand,
    /// Nobody's: a demonstration under a load test, where five people stand for thousands.
    LoadTest,
}

/// The allowances of everybody who is signed in.
pub(crate) struct Rates {
    saves: Allowance,
    forms: Allowance,
    practices: Allowance,
}

impl Rates {
    pub(crate) fn of(pace: Pace) -> Self {
        let allowance = |quota: Quota| Allowance {
            limiter: (pace == Pace::Hand).then(|| RateLimiter::keyed(quota)),
            asked: AtomicU64::new(0),
        };
        let practices = Quota::with_period(PRACTICE_EVERY).unwrap_or(Quota::per_second(FORMS_PER_SECOND));
        Rates {
            saves: allowance(Quota::per_second(SAVES_PER_SECOND).allow_burst(SAVES_AT_ONCE)),
            forms: allowance(Quota::per_second(FORMS_PER_SECOND).allow_burst(FORMS_AT_ONCE)),
            practices: allowance(practices.allow_burst(PRACTICES_AT_ONCE)),
        }
    }

    /// One more answer saved.
    ///
    /// # Errors
    /// Too many, with when to come again.
    pub(crate) fn save(&self, session: Option<&Session>) -> Result<(), Fault> {
        self.saves.take(session)
    }

    /// One more form sent.
    ///
    /// # Errors
    /// Too many, with when to come again.
    pub(crate) fn form(&self, session: Option<&Session>) -> Result<(), Fault> {
        self.forms.take(session)
    }

    /// One more practice set begun.
    ///
    /// # Errors
    /// Too many, with when to come again.
    pub(crate) fn practice(&self, session: Option<&Session>) -> Result<(), Fault> {
        self.practices.take(session)
    }
}

struct Allowance {
    limiter: Option<DefaultKeyedRateLimiter<TypedId<Persons>>>,
    asked: AtomicU64,
}

impl Allowance {
    /// Whoever is not signed in has nothing to change.
    fn take(&self, session: Option<&Session>) -> Result<(), Fault> {
        let (Some(limiter), Some(session)) = (&self.limiter, session) else { return Ok(()) };
        self.take_for(limiter, session.person()).map_err(Fault::too_fast)
    }

    fn take_for(
        &self,
        limiter: &DefaultKeyedRateLimiter<TypedId<Persons>>,
        person: TypedId<Persons>,
    ) -> Result<(), Duration> {
        if self.asked.fetch_add(1, Ordering::Relaxed) % FORGET_AFTER == FORGET_AFTER - 1 {
            limiter.retain_recent();
        }
        limiter
            .check_key(&person)
            .map_err(|not_until| not_until.wait_time_from(DefaultClock::default().now()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(number: u64) -> TypedId<Persons> {
        TypedId::from_parts(number, [0; 10])
    }

    #[test]
    fn a_journal_of_a_whole_exam_is_taken_at_once_and_a_flood_is_not() {
        let rates = Rates::of(Pace::Hand);
        let limiter = rates.saves.limiter.as_ref().unwrap();
        let taken = (0..16_000).filter(|_| rates.saves.take_for(limiter, person(1)).is_ok()).count();
        assert!((600..700).contains(&taken), "{taken} of 16,000");
        assert!(rates.saves.take_for(limiter, person(2)).is_ok(), "another person is another hand");
        let wait = rates.saves.take_for(limiter, person(1)).unwrap_err();
        assert!(wait <= Duration::from_millis(200), "{wait:?}");
    }

    #[test]
    fn people_whose_allowance_is_full_again_are_forgotten() {
        let quota = Quota::per_second(NonZeroU32::new(u32::MAX).unwrap());
        let allowance = Allowance { limiter: Some(RateLimiter::keyed(quota)), asked: AtomicU64::new(0) };
        let limiter = allowance.limiter.as_ref().unwrap();
        for number in 0..FORGET_AFTER * 3 {
            allowance.take_for(limiter, person(number)).unwrap();
        }
        assert!(limiter.len() <= usize::try_from(FORGET_AFTER).unwrap(), "{}", limiter.len());
    }

    #[test]
    fn a_load_test_is_not_limited() {
        let rates = Rates::of(Pace::LoadTest);
        assert!(rates.saves.limiter.is_none() && rates.practices.limiter.is_none());
    }
}
