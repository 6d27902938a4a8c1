//! The examination: registrations, forms, sittings and scores.
//!
//! Who may register, which form they get, how a sitting runs, how it is scored.
//!
//! Pure: time arrives as an argument, people are ids, and the bank is given.
//!
//! ```
//! use assay_assessment::score::scaled;
//! use assay_programme::model::Scale;
//! let scale = Scale { minimum: 100, maximum: 1000, cut: 720 };
//! assert_eq!(scaled(scale, 33, 50, 33), 720); // the cut is exactly the cut
//! assert_eq!(scaled(scale, 32, 50, 33), 701);
//! ```

pub mod assembly;
pub mod changed;
pub mod check;
pub mod cut;
pub mod demand;
pub mod enemies;
pub mod form;
pub mod occasion;
pub mod record;
pub mod registration;
pub mod score;
pub mod share;
pub mod sitting;
pub mod whole;
pub mod writer;
