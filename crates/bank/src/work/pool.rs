//! The two pools of a body, and ids that do not fit the other one.

use std::fmt;

use assay_kernel::{ExamItemId, IdError, PracticeItemId};
use serde::{Deserialize, Serialize};

/// Which pool an item belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ItemPool {
    /// Asked in examinations; its keys stay secret.
    Exam,
    /// Practised with: everybody sees its keys.
    Practice,
}

impl ItemPool {
    /// Both.
    pub const ALL: [ItemPool; 2] = [ItemPool::Exam, ItemPool::Practice];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            ItemPool::Exam => "exam",
            ItemPool::Practice => "practice",
        }
    }

    /// Reads the stored word; `None` for anything else.
    pub fn parse(text: &str) -> Option<ItemPool> {
        ItemPool::ALL.into_iter().find(|pool| pool.as_str() == text)
    }

    /// The folder of a programme in which its files stand.
    pub fn folder(self) -> &'static str {
        match self {
            ItemPool::Exam => "bank",
            ItemPool::Practice => "practice",
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> ItemPool {
        match self {
            ItemPool::Exam => ItemPool::Practice,
            ItemPool::Practice => ItemPool::Exam,
        }
    }
}

/// An item of either pool: for what is the same for both.
///
/// What concerns one pool alone (a form, a practice set) takes that pool's own id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemId {
    /// Of examinations.
    Exam(ExamItemId),
    /// To practise with.
    Practice(PracticeItemId),
}

impl ItemId {
    /// Reads the printed form of either kind.
    ///
    /// # Errors
    /// The text is the id of no item.
    pub fn parse(text: &str) -> Result<ItemId, IdError> {
        ExamItemId::parse(text)
            .map(ItemId::Exam)
            .or_else(|_| PracticeItemId::parse(text).map(ItemId::Practice))
    }

    /// Which pool it is of.
    pub fn pool(self) -> ItemPool {
        match self {
            ItemId::Exam(_) => ItemPool::Exam,
            ItemId::Practice(_) => ItemPool::Practice,
        }
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ItemId::Exam(id) => id.fmt(f),
            ItemId::Practice(id) => id.fmt(f),
        }
    }
}

impl From<ExamItemId> for ItemId {
    fn from(id: ExamItemId) -> Self {
        ItemId::Exam(id)
    }
}

impl From<PracticeItemId> for ItemId {
    fn from(id: PracticeItemId) -> Self {
        ItemId::Practice(id)
    }
}

impl TryFrom<String> for ItemId {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        ItemId::parse(&text)
    }
}
