//! From files to a programme: read, reviewed, kept and split into what everybody may know and what is sealed.

mod as_package;
mod assembling;
mod changed;
mod copied;
mod counts;
mod draft;
mod files;
mod form_cut;
mod former;
mod items;
mod load;
mod of_files;
mod on_paper;
mod overlay;
mod owned;
mod second;
mod taught;
mod version;
mod worked;

pub(crate) use as_package::{FormToPackage, NoPackage};
pub use assembling::Assembling;
pub(crate) use changed::bank_changes;
pub use counts::{PoolCount, RawCut, counts};
pub(crate) use draft::load_draft;
pub(crate) use files::sha256;
pub use files::{Artwork, FileChange, FileChangeKind, Files};
pub(crate) use form_cut::form_cut;
pub(crate) use former::Former;
pub(crate) use load::Split;
pub use load::{Loaded, Parsed, Reviewed, check, load, load_or_return};
pub use of_files::{assembling, on_paper};
pub use on_paper::FormOnPaper;
pub(crate) use on_paper::mark as form_mark;
pub(crate) use overlay::Overlay;
pub use owned::without_owned;
pub(crate) use owned::{FORMS, is_owned, settled, settled_draft};
pub(crate) use second::second_answers;
pub use version::{Given, InForce, version_in_force};
pub(crate) use version::{begin, kept, newer_than};
pub(crate) use worked::{Owned, WorkedItem, bank_of, files_of_items, folder_of, items_of_form, live_items};

use crate::AppError;

/// Programmes, plans and uploads that are read at one time: each holds a thread that blocks for seconds where
/// a programme is large, and hashing has threads of its own.
const AT_ONCE: usize = 2;

static READING: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(AT_ONCE);

/// Does what takes long off the threads that serve; a few at once, the others wait.
pub(crate) async fn off_the_loop<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, AppError> {
    let _turn = READING.acquire().await.map_err(|error| AppError::internal("waiting to read", error))?;
    tokio::task::spawn_blocking(work).await.map_err(|error| AppError::internal("reading", error))
}
