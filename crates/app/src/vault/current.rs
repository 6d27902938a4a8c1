//! The programme in force: what everybody may know of it here, what is sealed in the vaults of two rooms.

use std::sync::{Arc, PoisonError, RwLock};

use super::{Pool, Sealed, Vault};
use crate::{Published, reading::Split};

/// The programme in force.
pub(crate) struct Current {
    published: RwLock<Arc<Published>>,
    exams: Arc<Vault<Sealed>>,
    pools: Arc<Vault<Pool>>,
}

impl Current {
    /// Begins with a version; gives the vaults to whoever hands them to their rooms.
    pub(crate) fn begin(split: Split) -> (Self, Arc<Vault<Sealed>>, Arc<Vault<Pool>>) {
        let tree = split.published.tree.clone();
        let exams = Arc::new(Vault::new(&tree, Some(split.sealed), |split| split.sealed));
        // An exam begins on the minute; whoever practises first waits half a second.
        let pools = Arc::new(Vault::new(&tree, None, |split| split.pool));
        let published = RwLock::new(split.published);
        (Current { published, exams: exams.clone(), pools: pools.clone() }, exams, pools)
    }

    /// What everybody may know of it.
    pub(crate) fn published(&self) -> Arc<Published> {
        self.published.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Serves a version from now on; never one that is older than what is served. Whoever asked before goes
    /// on under the version they asked under.
    pub(crate) fn put(&self, split: Split) {
        let mut served = self.published.write().unwrap_or_else(PoisonError::into_inner);
        if split.published.number > served.number {
            let tree = &split.published.tree;
            self.exams.put(tree, Some(split.sealed));
            self.pools.put(tree, None);
            *served = split.published;
        }
    }
}
