//! The certification scheme as code.
//!
//! Certifications, exam versions, outlines, policies, transitions.
//!
//! Texts in, a [`model::Programme`] and every fault out; no files, network, clock or chance. [`load`] is the
//! front door: what it returns has no errors. Then [`offer`] says what can be done on a day, and [`diff`]
//! what changed between two outlines.
//!
//! ```
//! use assay_kernel::source::SourceFile;
//! let programme = "id = 'harbour'\ntitle = 'Harbour'\nzone = 'UTC'\n\
//!     [body]\nname = 'Board'\nurl = 'https://harbour.example'\nemail = 'board@harbour.example'";
//! let files = [
//!     SourceFile::new("programme.toml", programme),
//!     SourceFile::new("examination.toml", "[retake]\nwaits = ['P14D']"),
//! ];
//! assert_eq!(assay_programme::load(&files).unwrap().title, "Harbour");
//! assert!(assay_programme::load(&files[..1]).is_err());
//! ```

pub mod analysis;
pub mod check;
pub mod codes;
pub mod diff;
mod format;
pub mod model;
pub mod offer;
pub mod syntax;
pub mod testing;
pub mod zone;

pub use check::{Checked, check, demo_of, load};
pub use format::{WIDTH_MAX, format};
pub use syntax::{demo::DEMO_FILE, is_beside, parse};
