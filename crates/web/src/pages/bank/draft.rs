//! What is being written of an item: by whom it was begun, how it looks, what somebody else saved meanwhile.

use assay_app::{FieldFault, ItemLook, SharedTextLine, WrittenItem};
use assay_bank::work::{ItemId, ItemPool, ItemState};

use super::parts::TypedParts;

/// Before the name of a file that stands beside an item.
pub(super) const BESIDE: &str = "file:";
/// Before the name of a picture that is taken away: what a button sends.
pub(super) const TAKE_AWAY: &str = "drop:";

/// What is being written, as its page shows it.
pub(super) struct ItemWriting {
    pub(super) exam: String,
    pub(super) pool: ItemPool,
    /// None before it was begun.
    pub(super) item: Option<WrittenOn>,
    pub(super) slug: String,
    pub(super) form: WrittenAs,
    pub(super) why: String,
    /// How it would look; none where that cannot be said.
    pub(super) look: Option<ItemLook>,
    pub(super) tags: Vec<(String, i64)>,
    /// Texts that items of its exam version share.
    pub(super) shared: Vec<SharedTextLine>,
    pub(super) faults: Vec<FieldFault>,
    /// What somebody else saved meanwhile.
    pub(super) theirs: Option<SavedByOther>,
    pub(super) is_saved: bool,
}

/// The item that is written on.
pub(super) struct WrittenOn {
    pub(super) id: ItemId,
    pub(super) seq: u32,
    pub(super) state: ItemState,
    pub(super) version: u32,
    pub(super) can_submit: bool,
    /// Whether a save writes over a draft that nobody else has seen.
    pub(super) is_alone: bool,
    pub(super) has_form: bool,
}

/// How it is written.
pub(super) enum WrittenAs {
    Parts(Box<TypedParts>),
    File(WrittenItem),
}

/// What somebody else saved.
pub(super) struct SavedByOther {
    pub(super) name: String,
    pub(super) version: u32,
    pub(super) at: assay_kernel::Instant,
    pub(super) text: String,
}
