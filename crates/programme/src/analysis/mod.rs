//! A practice analysis: what experts say becomes an outline's weights.
//!
//! Experts rate each task statement by importance and by frequency. A task's index is the product of its
//! two means ([`TaskWeight::index`]), a domain's share its tasks' share of the sum of all, in whole percent
//! by largest remainders. Beside the proposal stands what it rests on: how many judged, how far they agree,
//! and how far each share moves when any one of them is left out. Method: Raymond & Neustel, "Determining
//! the content of credentialing examinations", in Downing & Haladyna (eds.), Handbook of Test Development
//! (2006), ch. 9.
//!
//! ```
//! use assay_programme::analysis::{Rating, apportioned};
//! assert!(Rating::new(4, 5).is_some());
//! assert!(Rating::new(0, 6).is_none(), "both scales go from 1 to 5");
//! // 100 percent over three domains of the same index: nobody gets more than a share rounded up.
//! assert_eq!(apportioned(&[1.0, 1.0, 1.0], 100), [34, 33, 33]);
//! ```

mod agreement;
mod rewrite;
mod weigh;

pub use agreement::consistency;
pub use rewrite::{NotRewritable, rewritten};
pub use weigh::{
    Answers, EXPERTS_MIN, NotEnough, ProposedBlueprint, ProposedDomain, RATING_MAX, Rating, TaskFinding,
    apportioned, weigh,
};

#[cfg(test)]
mod tests;
