//! What somebody has seen of the practice pool, and which answers count.
//!
//! An answer counts where it is the first to its item and nothing about the item was told before. An item is
//! seen from when it is sent: what was sent and never answered may still be answered for the first time, what
//! was told may not. A family is an item with all its versions, so a corrected item is still a seen one.

use std::collections::{BTreeMap, BTreeSet};

use assay_kernel::Instant;

use crate::practice::PracticePool;

/// What somebody knows of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exposure {
    /// Of which pool it was.
    pub pool: PracticePool,
    /// When it was sent first.
    pub shown_at: Instant,
    /// The first answer, given before anything was told.
    pub first: Option<FirstAnswer>,
    /// When its key was told first.
    pub revealed_at: Option<Instant>,
}

/// A first answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstAnswer {
    /// When.
    pub at: Instant,
    /// Whether it is right.
    pub is_right: bool,
}

impl Exposure {
    /// The answer that says what somebody can do; none where there is no such answer.
    ///
    /// Each of the three pools counts, and what was answered after its key was told is never a first answer.
    pub fn counted(&self) -> Option<FirstAnswer> {
        self.first
    }
}

/// New questions of twenty-four hours after which none counts.
///
/// Ten times what a hard day has: whoever sees more is a script, and its answers are nobody's.
pub const NEW_A_DAY_MAX: usize = 300;

/// What somebody has seen, by family.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exposures(BTreeMap<String, Exposure>);

impl Exposures {
    /// Nothing of the family was ever sent.
    pub fn is_new(&self, family: &str) -> bool {
        !self.0.contains_key(family)
    }

    /// What is known of a family.
    pub fn get(&self, family: &str) -> Option<&Exposure> {
        self.0.get(family)
    }

    /// Every family with what is known of it.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Exposure)> {
        self.0.iter().map(|(family, exposure)| (family.as_str(), exposure))
    }

    /// The answers that count, by family.
    pub fn counted(&self) -> impl Iterator<Item = (&str, FirstAnswer)> {
        self.iter().filter_map(|(family, exposure)| Some((family, exposure.counted()?)))
    }

    /// Items that were sent when as many as count had been within the day before.
    pub fn beyond_a_day(&self) -> BTreeSet<String> {
        let mut shown: Vec<(Instant, &str)> =
            self.iter().map(|(family, exposure)| (exposure.shown_at, family)).collect();
        shown.sort_unstable();
        let late = shown.iter().zip(shown.iter().skip(NEW_A_DAY_MAX));
        let late = late.filter(|(before, this)| this.0.duration_since(before.0).as_hours() < 24);
        late.map(|(_, (_, family))| (*family).to_owned()).collect()
    }

    /// What was answered to some items counts no more: too many were sent.
    pub fn uncount(&mut self, families: &BTreeSet<String>) {
        for family in families {
            self.0.get_mut(family).into_iter().for_each(|exposure| exposure.first = None);
        }
    }

    /// An item is sent. The second time changes nothing.
    pub fn shown(&mut self, family: &str, pool: PracticePool, at: Instant) {
        self.0.entry(family.to_owned()).or_insert(Exposure {
            pool,
            shown_at: at,
            first: None,
            revealed_at: None,
        });
    }

    /// An item is answered.
    ///
    /// It counts only the first time, and never after the key was told.
    pub fn answered(&mut self, family: &str, is_right: bool, at: Instant) {
        if let Some(exposure) = self.0.get_mut(family) {
            let is_open = exposure.first.is_none() && exposure.revealed_at.is_none();
            exposure.first = exposure.first.or(is_open.then_some(FirstAnswer { at, is_right }));
        }
    }

    /// The key of an item is told.
    pub fn revealed(&mut self, family: &str, at: Instant) {
        if let Some(exposure) = self.0.get_mut(family) {
            exposure.revealed_at = exposure.revealed_at.or(Some(at));
        }
    }

    /// Two people turn out to be one: the union, and of two first answers the earlier.
    ///
    /// An answer that one of them gave after the other was told the key counts no longer.
    #[must_use]
    pub fn merged(mut self, other: Exposures) -> Exposures {
        for (family, theirs) in other.0 {
            let Some(ours) = self.0.get_mut(&family) else {
                self.0.insert(family, theirs);
                continue;
            };
            let told = [ours.revealed_at, theirs.revealed_at].into_iter().flatten().min();
            let firsts = [ours.first, theirs.first].into_iter().flatten();
            ours.first =
                firsts.filter(|first| told.is_none_or(|told| first.at <= told)).min_by_key(|first| first.at);
            ours.shown_at = ours.shown_at.min(theirs.shown_at);
            ours.revealed_at = told;
        }
        self
    }
}

impl FromIterator<(String, Exposure)> for Exposures {
    fn from_iter<T: IntoIterator<Item = (String, Exposure)>>(seen: T) -> Self {
        Exposures(seen.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the devices of one person send, in any order.
    #[derive(Clone, Copy, Debug)]
    enum Sent {
        Shown,
        Answered(bool),
        Revealed,
    }

    fn sent() -> impl Strategy<Value = Vec<(u8, Sent, i64)>> {
        let one =
            prop_oneof![Just(Sent::Shown), any::<bool>().prop_map(Sent::Answered), Just(Sent::Revealed),];
        // Times in no order: a clock may be set back.
        prop::collection::vec((0_u8..4, one, 0_i64..50), 0..60)
    }

    fn apply(seen: &mut Exposures, (item, what, at): (u8, Sent, i64)) {
        let (family, at) = (format!("item {item}"), Instant::from_second(at).unwrap());
        match what {
            Sent::Shown => seen.shown(&family, PracticePool::Drill, at),
            Sent::Answered(is_right) => seen.answered(&family, is_right, at),
            Sent::Revealed => seen.revealed(&family, at),
        }
    }

    #[test]
    fn of_one_day_three_hundred_questions_count_and_the_next_day_begins_anew() {
        let mut seen = Exposures::default();
        let minute = |number: usize| Instant::from_second(60 * number as i64).unwrap();
        // One a minute, five hours and ten minutes long; and one more a day after the tenth.
        for number in 0..310 {
            let family = format!("{number:03}");
            seen.shown(&family, PracticePool::Drill, minute(number));
            seen.answered(&family, true, minute(number));
        }
        seen.shown("next day", PracticePool::Drill, minute(24 * 60 + 10));
        let beyond = seen.beyond_a_day();
        let wanted: Vec<String> = (300..310).map(|number| number.to_string()).collect();
        assert_eq!(beyond.iter().collect::<Vec<_>>(), wanted.iter().collect::<Vec<_>>());
        seen.uncount(&beyond);
        assert_eq!(seen.counted().count(), NEW_A_DAY_MAX);
        assert!(!seen.is_new("305"), "and it stays seen");
    }

    proptest! {
        #[test]
        fn a_seen_item_never_counts_whatever_the_order(events in sent()) {
            let mut seen = Exposures::default();
            for (index, event) in events.iter().enumerate() {
                let before = seen.clone();
                apply(&mut seen, *event);
                let family = format!("item {}", event.0);
                let (was, is) = (before.get(&family), seen.get(&family));
                let counted = |one: Option<&Exposure>| one.and_then(Exposure::counted);
                if counted(was) != counted(is) {
                    prop_assert!(counted(was).is_none(), "{index}: an answer that counts is never replaced");
                    let was_told = was.is_none_or(|was| was.revealed_at.is_some());
                    prop_assert!(!was_told, "{index}: none after a reveal");
                }
                if matches!(event.1, Sent::Shown) {
                    prop_assert!(!seen.is_new(&family));
                    prop_assert_eq!(was.is_some(), was == is, "a second sending changes nothing");
                }
            }
        }

        #[test]
        fn a_crash_between_sending_and_answer_makes_nothing_new_again(events in sent(), more in sent()) {
            let mut seen = Exposures::default();
            events.iter().for_each(|event| apply(&mut seen, *event));
            let stored: Exposures =
                seen.iter().map(|(family, exposure)| (family.to_owned(), exposure.clone())).collect();
            prop_assert_eq!(&stored, &seen, "what is stored is all there is");
            let families: Vec<String> = stored.iter().map(|(family, _)| family.to_owned()).collect();
            let mut restarted = stored;
            more.iter().for_each(|event| apply(&mut restarted, *event));
            prop_assert!(families.iter().all(|family| !restarted.is_new(family)));
        }

        #[test]
        fn the_same_once_more_changes_nothing(events in sent()) {
            let mut seen = Exposures::default();
            for event in &events {
                apply(&mut seen, *event);
                let once = seen.clone();
                apply(&mut seen, *event);
                prop_assert_eq!(&once, &seen);
            }
        }

        #[test]
        fn merged_people_have_one_answer_a_family_and_none_after_a_key(one in sent(), two in sent()) {
            let of = |events: &[(u8, Sent, i64)]| {
                let mut seen = Exposures::default();
                events.iter().for_each(|event| apply(&mut seen, *event));
                seen
            };
            let (a, b) = (of(&one), of(&two));
            let merged = a.clone().merged(b.clone());
            for (family, exposure) in merged.iter() {
                let both = a.get(family).is_some() && b.get(family).is_some();
                if let (true, Some(first), Some(told)) = (both, exposure.counted(), exposure.revealed_at) {
                    prop_assert!(first.at <= told);
                }
                prop_assert!(a.get(family).is_some() || b.get(family).is_some());
            }
        }
    }
}
