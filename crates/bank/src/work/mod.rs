//! An item at work: its versions, who reviews them, and what becomes of them.
//!
//! A pure machine: [`decide`] says what happens by a command, or why nothing does; [`apply`] what an event
//! makes of the item. An item is all that happened to it, so its events alone are kept.
//!
//! ```
//! use assay_bank::work::*;
//! use assay_kernel::{Instant, PersonId};
//! let rules = ReviewRules::of(ItemPool::Practice);
//! let who = Doer::Person(PersonId::from_parts(1, [1; 10]));
//! let writer = ItemBy { who, manages: false, at: Instant::UNIX_EPOCH };
//! let marks = ContentMarks { mark: "m1".into(), asked: "a1".into() };
//! let write = ItemCommand::Write { marks, why: String::new(), from: None };
//! let (item, _) = act(ItemWork::default(), &rules, write, writer).unwrap();
//! let (item, _) = act(item, &rules, ItemCommand::Submit, writer).unwrap();
//! assert_eq!(item.latest().unwrap().state, ItemState::InReview);
//! let own = act(item, &rules, ItemCommand::Lease(Instant::MAX), writer);
//! assert_eq!(own.unwrap_err(), ItemRefused::OwnItem);
//! ```

mod apply;
mod asked;
mod author;
mod decide;
mod event;
mod facts;
mod pool;
mod refused;
mod rubric;
mod state;
#[cfg(test)]
mod tests;

pub use apply::apply;
pub(crate) use asked::asked;
pub use asked::{ReadContent, asked_text, read_content};
pub use author::author_text;
pub use decide::{act, decide};
pub use event::{Happened, ItemBy, ItemCommand, ItemEvent};
pub use facts::{ItemFacts, words};
pub use pool::{ItemId, ItemPool};
pub use refused::ItemRefused;
pub use rubric::{RUBRIC, ReviewRules, RubricLine};
pub use state::{
    BlindAnswer, CommentWork, ContentMarks, Doer, GivenAnswer, GivenDecision, ItemStanding, ItemState,
    ItemWork, ReviewSeat, ReviewVerdict, UnknownState, VersionWork,
};
