//! What holds keys and rationales: the examination's bank and the practice pool, each in reach of one room.
//!
//! Nothing here has a public field, and no method gives out an item: it comes out as what may be delivered,
//! or as an outcome. What is taken along whole wants a permit of an act that the audit log keeps.

mod current;
mod drawn;
mod media;
mod pool;
mod sealed;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use assay_store::Reads;

pub(crate) use current::Current;
pub(crate) use drawn::FormSource;
pub use media::ItemMedium;
pub(crate) use media::Media;
pub use pool::PractisedSource;
pub(crate) use pool::{Pool, Practised, Unanswered};
pub use sealed::FormBalance;
pub(crate) use sealed::{Bank, Sealed, TakenBank};

use crate::{AppError, reading::Split};

/// Versions of before that are kept in memory; sittings of more than two or three at once are not expected.
const FORMER_MAX: usize = 8;

/// A part of the programme by the content mark of its files: the one in force, and those of before that
/// somebody's sitting or practice still uses.
pub(crate) struct Vault<T> {
    /// Read when somebody first asks, where nothing is given: a part that nobody uses takes no memory.
    in_force: RwLock<(String, Option<Arc<T>>)>,
    former: Mutex<HashMap<String, Arc<T>>>,
    /// One reads, and the others wait for what it reads: a programme is read whole.
    reading: tokio::sync::Mutex<()>,
    part: fn(Split) -> T,
}

impl<T> Vault<T> {
    pub(crate) fn new(tree: &str, value: Option<T>, part: fn(Split) -> T) -> Self {
        let in_force = RwLock::new((tree.to_owned(), value.map(Arc::new)));
        Vault { in_force, former: Mutex::default(), reading: tokio::sync::Mutex::default(), part }
    }

    /// Puts another version in force; the one of before stays for whoever still uses it.
    pub(crate) fn put(&self, tree: &str, value: Option<T>) {
        let mut in_force = self.in_force.write().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *in_force, (tree.to_owned(), value.map(Arc::new)));
        drop(in_force);
        if let (tree, Some(value)) = before {
            self.keep(tree, value);
        }
    }

    /// The part with this content mark; the one in force where none is named.
    pub(crate) async fn of(&self, tree: Option<&str>, store: &Reads) -> Result<Arc<T>, AppError> {
        if let Some(known) = self.known(tree) {
            return Ok(known);
        }
        let _others_wait = self.reading.lock().await;
        // Whoever had the turn before may have read it.
        if let Some(known) = self.known(tree) {
            return Ok(known);
        }
        let tree = tree.map_or_else(|| self.tree_in_force(), str::to_owned);
        let split = crate::reading::kept(store, &tree).await?;
        let value = Arc::new((self.part)(split));
        let mut in_force = self.in_force.write().unwrap_or_else(PoisonError::into_inner);
        if in_force.0 == tree {
            in_force.1 = Some(value.clone());
            return Ok(value);
        }
        drop(in_force);
        Ok(self.keep(tree, value))
    }

    fn tree_in_force(&self) -> String {
        self.in_force.read().unwrap_or_else(PoisonError::into_inner).0.clone()
    }

    fn known(&self, tree: Option<&str>) -> Option<Arc<T>> {
        let in_force = self.in_force.read().unwrap_or_else(PoisonError::into_inner);
        let Some(tree) = tree.filter(|tree| *tree != in_force.0) else { return in_force.1.clone() };
        drop(in_force);
        self.former.lock().unwrap_or_else(PoisonError::into_inner).get(tree).cloned()
    }

    fn keep(&self, tree: String, value: Arc<T>) -> Arc<T> {
        // Whoever panicked with the lock left a whole map behind: an entry is inserted in one step.
        let mut former = self.former.lock().unwrap_or_else(PoisonError::into_inner);
        if former.len() >= FORMER_MAX {
            former.clear();
        }
        former.entry(tree).or_insert(value).clone()
    }
}
