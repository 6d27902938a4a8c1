//! Preparation as statements of the Experience API 1.0.3 (xAPI).
//!
//! A statement says less than is known here: who under a name that says nothing, what and when. What was
//! answered, its key and the items of a run are in none. That practice was passed cannot be said at all:
//! `passed` and `failed` are made of a judged lab and of nothing else.
//!
//! Everything in it is derived, its id too: told twice, it is the same statement.
//!
//! ```
//! use assay_learning::statement::{Installation, Learner, statements};
//! let home = Installation { home: "https://certs.example.org", uuid: &|text| text.to_owned() };
//! let nobody = Learner { name: "n-1".into(), preparations: Vec::new(), runs: Vec::new() };
//! assert!(statements(&home, &nobody, &Default::default(), false).is_empty());
//! ```

mod build;
mod model;
mod profile;
mod verb;
mod worded;

pub use build::{EndedRun, Installation, Learner, PlacedEvent, Preparation, statements};
pub use model::{
    Context, Definition, Outcome, PrepStatement, ToldAccount, ToldActivity, ToldActor, ToldAround, ToldScore,
};
pub use profile::{PROFILE_VERSION, Profile, profile};
pub use verb::Verb;
pub use worded::Worded;

#[cfg(test)]
mod tests;
