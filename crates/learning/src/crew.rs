//! Crews: what a member shows, what they are asked to do, and sums over people.
//!
//! A crew is the people whom an employer or a trainer looks after, each of whom accepted. What they show is
//! theirs to say, scope by scope; answers, errors, reviews, times, runs and practice exams are in no scope.
//!
//! ```
//! use assay_learning::crew::{NoSum, ShareScope, may_sum};
//! use std::collections::BTreeSet;
//! assert!(ShareScope::Assignments.starts_on() && !ShareScope::Readiness.starts_on());
//! let five = BTreeSet::from([1, 2, 3, 4, 5]);
//! let six = BTreeSet::from([1, 2, 3, 4, 5, 6]);
//! assert_eq!(may_sum(&five, &[]), Ok(()));
//! assert_eq!(may_sum(&six, &[five]), Err(NoSum::NamesOne));
//! ```

use std::collections::BTreeSet;

use assay_kernel::Date;

/// People over whom a sum is told.
///
/// Over fewer it tells of single ones (docs/decisions/0029-crews.md).
pub const PEOPLE_MIN: usize = 5;

/// Something that a member shows to whoever leads the crew, or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ShareScope {
    /// What they hold, and until when.
    Certifications,
    /// How far they are with what they were asked to do.
    Assignments,
    /// How many steps of their plans are done.
    Plan,
    /// Their outlook in words.
    Readiness,
    /// Their skills, in sums over several people alone.
    Domains,
}

impl ShareScope {
    /// All there are, in the order of a page.
    pub const ALL: [ShareScope; 5] = [
        ShareScope::Certifications,
        ShareScope::Assignments,
        ShareScope::Plan,
        ShareScope::Readiness,
        ShareScope::Domains,
    ];

    /// The word in forms and records.
    pub fn as_str(self) -> &'static str {
        match self {
            ShareScope::Certifications => "certifications",
            ShareScope::Assignments => "assignments",
            ShareScope::Plan => "plan",
            ShareScope::Readiness => "readiness",
            ShareScope::Domains => "domains",
        }
    }

    /// The scope of a word.
    pub fn of(word: &str) -> Option<ShareScope> {
        ShareScope::ALL.into_iter().find(|scope| scope.as_str() == word)
    }

    /// Whether it is shown by whoever accepts and changes nothing.
    pub fn starts_on(self) -> bool {
        matches!(self, ShareScope::Certifications | ShareScope::Assignments)
    }
}

/// What somebody can be asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WorkKind {
    /// The prep plan of an exam version.
    Plan,
    /// A course.
    Course,
    /// The skills of a job role.
    JobRole,
}

impl WorkKind {
    /// The word in records.
    pub fn as_str(self) -> &'static str {
        match self {
            WorkKind::Plan => "plan",
            WorkKind::Course => "course",
            WorkKind::JobRole => "role",
        }
    }

    /// The kind of a word.
    pub fn of(word: &str) -> Option<WorkKind> {
        [WorkKind::Plan, WorkKind::Course, WorkKind::JobRole].into_iter().find(|kind| kind.as_str() == word)
    }
}

/// How far somebody is with what they were asked to do.
///
/// From what happened, never from a tick.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DoneState {
    /// Nothing of it is done.
    #[default]
    NotBegun,
    /// Some of it is.
    Begun,
    /// All of it is; with the day where it has one.
    Done(Option<Date>),
}

impl DoneState {
    /// From how much there is and is done, and the day of the last.
    pub fn of(done: usize, all: usize, last: Option<Date>) -> DoneState {
        match done {
            _ if all > 0 && done >= all => DoneState::Done(last),
            0 => DoneState::NotBegun,
            _ => DoneState::Begun,
        }
    }
}

/// Why a sum over people is not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoSum {
    /// Too few of them let it be.
    TooFew,
    /// Beside a sum that was told before, it would say what a single one makes of the difference.
    NamesOne,
}

/// Whether a sum over these people may be told, after those over others were.
///
/// # Errors
/// Why not.
pub fn may_sum<T: Ord>(people: &BTreeSet<T>, told: &[BTreeSet<T>]) -> Result<(), NoSum> {
    if people.len() < PEOPLE_MIN {
        return Err(NoSum::TooFew);
    }
    match told.iter().any(|before| people.symmetric_difference(before).count() == 1) {
        true => Err(NoSum::NamesOne),
        false => Ok(()),
    }
}

/// Skills by how many people have them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SkillCover {
    /// Skills in all.
    pub all: usize,
    /// Skills that two or more have.
    pub by_more: usize,
    /// Skills that one has.
    pub by_one: usize,
}

impl SkillCover {
    /// Counts a further skill, which so many people have.
    pub fn add(&mut self, people: usize) {
        self.all += 1;
        match people {
            0 => {}
            1 => self.by_one += 1,
            _ => self.by_more += 1,
        }
    }

    /// Skills that nobody has.
    pub fn by_nobody(&self) -> usize {
        self.all.saturating_sub(self.by_more + self.by_one)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_read_back_and_two_scopes_are_on_from_the_start() {
        for scope in ShareScope::ALL {
            assert_eq!(ShareScope::of(scope.as_str()), Some(scope));
        }
        assert_eq!(ShareScope::ALL.into_iter().filter(|scope| scope.starts_on()).count(), 2);
        for kind in [WorkKind::Plan, WorkKind::Course, WorkKind::JobRole] {
            assert_eq!(WorkKind::of(kind.as_str()), Some(kind));
        }
    }

    #[test]
    fn work_is_done_once_all_of_it_is_and_nothing_is_never_all() {
        assert_eq!(DoneState::of(0, 4, None), DoneState::NotBegun);
        assert_eq!(DoneState::of(1, 4, None), DoneState::Begun);
        assert_eq!(DoneState::of(4, 4, None), DoneState::Done(None));
        assert_eq!(DoneState::of(0, 0, None), DoneState::NotBegun);
    }

    #[test]
    fn whoever_withdraws_from_six_is_not_named_by_the_sum_over_five() {
        let six: BTreeSet<u8> = (0..6).collect();
        let five: BTreeSet<u8> = (0..5).collect();
        assert_eq!(may_sum(&six, &[]), Ok(()));
        assert_eq!(may_sum(&five, std::slice::from_ref(&six)), Err(NoSum::NamesOne));
        assert_eq!(may_sum(&six, std::slice::from_ref(&six)), Ok(()), "the same people say nothing new");
        let four: BTreeSet<u8> = (0..4).collect();
        assert_eq!(may_sum(&four, &[]), Err(NoSum::TooFew));
    }

    #[test]
    fn skills_are_counted_by_how_many_have_them() {
        let mut cover = SkillCover::default();
        [0, 1, 2, 7, 1].into_iter().for_each(|people| cover.add(people));
        assert_eq!((cover.all, cover.by_more, cover.by_one, cover.by_nobody()), (5, 2, 2, 1));
    }

    proptest! {
        /// However people come and go, no two sums that were told differ by a single person.
        #[test]
        fn no_two_sums_differ_by_one(turns in proptest::collection::vec(0_u8..9, 0..60)) {
            let (mut people, mut told): (BTreeSet<u8>, Vec<BTreeSet<u8>>) = ((0..6).collect(), Vec::new());
            for who in turns {
                if !people.remove(&who) {
                    people.insert(who);
                }
                if may_sum(&people, &told).is_ok() {
                    told.push(people.clone());
                }
            }
            for (place, one) in told.iter().enumerate() {
                for other in &told[..place] {
                    prop_assert_ne!(one.symmetric_difference(other).count(), 1);
                }
            }
        }
    }
}
