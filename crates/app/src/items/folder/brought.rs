//! What becomes of files that are brought back.

use assay_bank::work::{ItemPool, ItemState};

/// What became of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderImported {
    /// Each item that was changed or is new, in the order of the folder.
    pub items: Vec<FolderOutcome>,
    /// Whether anything was written: nothing is where one item is refused, or there is nothing to do.
    pub is_written: bool,
}

/// What became of an item of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderOutcome {
    /// Which pool it is of.
    pub pool: ItemPool,
    /// Its name.
    pub name: String,
    /// Where its authoring file stands.
    pub path: String,
    /// The line of the manifest that speaks of it; none of a new one.
    pub line: Option<usize>,
    /// What became of it.
    pub became: FolderBecame,
}

/// What becomes of an item whose file was changed or is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FolderBecame {
    /// A new item: a draft.
    Begun,
    /// A new version.
    Version {
        /// Its number.
        number: u32,
        /// How the version before it stands.
        before: ItemState,
        /// How it stands.
        state: ItemState,
        /// The version that forms take, where it is another one.
        live: Option<u32>,
    },
    /// The same version with another content: nobody had seen it.
    Saved {
        /// Its number.
        number: u32,
        /// How it stands.
        state: ItemState,
    },
    /// The data hold just this already.
    Here,
    /// Nothing, and why.
    Refused(String),
}

impl FolderImported {
    /// How many came of one kind.
    pub fn count(&self, is_so: impl Fn(&FolderBecame) -> bool) -> usize {
        self.items.iter().filter(|item| is_so(&item.became)).count()
    }

    /// Whether anything stands against it.
    pub fn is_refused(&self) -> bool {
        self.count(|became| matches!(became, FolderBecame::Refused(_))) > 0
    }

    /// How many items are changed by it.
    pub fn changes(&self) -> usize {
        self.count(|became| !matches!(became, FolderBecame::Refused(_) | FolderBecame::Here))
    }
}
