//! What a changed programme does to people, before it is applied: the impact plan.
//!
//! A plan is a value: the same programmes, people and day give the same plan, whatever the order of the
//! people and however many threads compute it. It compares what follows from each history under both
//! programmes: last valid days with every dated fact applied, states, and the ways to renew with every later
//! policy version foreseen, so that a change that starts next year shows today.
//!
//! ```
//! use assay_kernel::{Period, date};
//! use assay_programme::model::Programme;
//! use assay_standing::plan::{PlannedPerson, plan};
//!
//! let files = |validity: &str| [assay_kernel::source::SourceFile::new(
//!     "policies/pilot.toml",
//!     format!("certification = 'pilot'\n[[version]]\nversion = '1'\nvalidity = '{validity}'"),
//! )];
//! let (current, _) = assay_programme::parse(&files("P3Y"));
//! let (proposed, _) = assay_programme::parse(&files("P2Y"));
//! let earned = assay_standing::Happening::Earn { certification: "pilot".into() };
//! let history = [assay_standing::Event::new(date(2026, 1, 15), earned)];
//! let people = [PlannedPerson { person: "ann", history: &history, registrations: &[] }];
//!
//! let plan = plan(&current, &proposed, &people, date(2026, 11, 23), 1, &|_| {});
//! let impact = &plan.groups[0].people[0];
//! assert_eq!((impact.before, impact.after), (Some(date(2029, 1, 15)), Some(date(2028, 1, 15))));
//! assert_eq!(impact.said.code.as_str(), "detail.moves");
//! ```

mod compared;
mod exams;
mod finding;
mod findings;
mod impact;
mod news;
mod notice;
mod person;
mod planned;
mod published;
mod registration;
mod sides;
mod texts;
mod withdrawn;

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicUsize, Ordering},
};

use assay_kernel::Date;
use assay_programme::model::Programme;

pub use finding::{Finding, FindingKind, FindingWeight};
pub use impact::{Expiries, Impact, ImpactGroup, ImpactKind, ImpactPlan};
pub use notice::Notice;
use person::PersonTally;
pub use planned::{OpenRegistration, PlannedPerson};
use sides::{GroupKey, Sides};

/// After so many people the caller hears of progress: seldom enough to cost nothing.
const PROGRESS_EVERY: usize = 1024;

/// Compares what every person holds and can do under two programmes.
///
/// At most `threads` workers share the people; `progress` is called with how many are done, by any of them.
pub fn plan(
    current: &Programme,
    proposed: &Programme,
    people: &[PlannedPerson<'_>],
    today: Date,
    threads: usize,
    progress: &(dyn Fn(usize) + Sync),
) -> ImpactPlan {
    let sides = Sides::new(current, proposed, today);
    let mut order: Vec<&PlannedPerson<'_>> = people.iter().collect();
    if !order.is_sorted_by_key(|subject| subject.person) {
        order.sort_by_key(|subject| subject.person);
    }
    let done = AtomicUsize::new(0);
    let work = |share| look_at(&sides, share, &done, progress);
    let share = order.len().div_ceil(threads.max(1)).max(1);
    let tallies: Vec<PersonTally<'_>> = if threads <= 1 || order.len() <= PROGRESS_EVERY {
        vec![work(&order)]
    } else {
        std::thread::scope(|scope| {
            let workers: Vec<_> = order.chunks(share).map(|share| scope.spawn(move || work(share))).collect();
            workers
                .into_iter()
                .map(|worker| worker.join().unwrap_or_else(|cause| std::panic::resume_unwind(cause)))
                .collect()
        })
    };
    assemble(&sides, people.len(), tallies)
}

fn look_at<'s>(
    sides: &'s Sides<'s>,
    share: &[&PlannedPerson<'s>],
    done: &AtomicUsize,
    progress: &(dyn Fn(usize) + Sync),
) -> PersonTally<'s> {
    let mut tally = PersonTally::new(sides);
    for some in share.chunks(PROGRESS_EVERY) {
        for subject in some {
            tally.add(subject);
        }
        progress(done.fetch_add(some.len(), Ordering::Relaxed) + some.len());
    }
    tally
}

/// Puts the shares together in the order of the people.
fn assemble(sides: &Sides<'_>, people: usize, tallies: Vec<PersonTally<'_>>) -> ImpactPlan {
    let mut found: BTreeMap<GroupKey<'_>, Vec<Impact>> = BTreeMap::new();
    let mut touched = 0;
    let mut expiries = Expiries::starting(sides.today);
    let mut lost = finding::Lost::default();
    for tally in tallies {
        touched += tally.touched;
        expiries.add(&tally.expiries);
        lost.add(&tally.lost);
        for (key, mut impacts) in tally.found {
            found.entry(key).or_default().append(&mut impacts);
        }
    }
    let groups = found.into_iter().map(|(key, impacts)| sides.group(key, impacts)).collect();
    let programme = findings::findings(sides, &lost);
    ImpactPlan { today: sides.today, people, touched, programme, groups, expiries }
}
