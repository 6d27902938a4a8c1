//! An item at work: its versions, who reviews them, and what becomes of them.
//!
//! A pure machine: [`decide`] says what happens by a command, or why nothing does; [`apply`] what an event makes
//! of the item. An item is all that happened to it, so its events alone are kept.
//!
//! ```
//! use assay_bank::work::{By, Command, ContentMarks, Doer, ItemWork, Pool, Refused, ReviewRules, WorkState, act};
//! use assay_kernel::{Instant, PersonId};
//! let rules = ReviewRules::of(Pool::Practice);
//! let writer = By { who: Doer::Person(PersonId::from_parts(1, [1; 10])), manages: false, at: Instant::UNIX_EPOCH };
//! let marks = ContentMarks { mark: "m1".into(), asked: "a1".into() };
//! let write = Command::Write { marks, why: String::new(), from: None };
//! let (item, _) = act(ItemWork::default(), &rules, write, writer).unwrap();
//! let (item, _) = act(item, &rules, Command::Submit, writer).unwrap();
//! assert_eq!(item.latest().unwrap().state, WorkState::InReview);
//! assert_eq!(act(item, &rules, Command::Lease(Instant::MAX), writer).unwrap_err(), Refused::OwnItem);
//! ```

mod apply;
mod asked;
mod decide;
mod event;
mod pool;
mod refused;
mod rubric;
mod state;
#[cfg(test)]
mod tests;

pub use apply::apply;
pub use asked::{ReadContent, asked_text, read_content};
pub use decide::{act, decide};
pub use event::{By, Command, Event, Happened};
pub use pool::{ItemId, Pool};
pub use refused::Refused;
pub use rubric::{RUBRIC, ReviewRules, RubricLine};
pub use state::{
    BlindAnswer, CommentWork, ContentMarks, Doer, GivenAnswer, GivenDecision, ItemWork, Seat, Standing,
    UnknownState, Verdict, VersionWork, WorkState,
};
