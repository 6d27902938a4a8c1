//! The bank of an exam version as a folder of files, for requests for changes: taken along, and brought back.
//!
//! What was changed in the files comes back as versions from the one that was taken along, all of it in one
//! commit; where the data have moved on since, nothing is written.

mod bring;
mod brought;
mod take_along;

pub use bring::{FolderFrom, FolderImport, NewContent};
pub use brought::{FolderBecame, FolderImported, FolderOutcome};
pub use take_along::FolderParts;

use super::Items;
