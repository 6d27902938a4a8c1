//! The rules of every version that was applied, each read and parsed once.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use assay_programme::model::Programme;
use assay_store::Reads;

use super::{Files, off_the_loop};
use crate::AppError;

/// Versions that are kept in memory; a body applies a few a year.
const KEPT_MAX: usize = 100;

/// Programmes by the content mark of their files, which never change: the rules alone, for banks and pictures
/// play no part in what is explained.
#[derive(Default)]
pub(crate) struct Former(Mutex<HashMap<String, Arc<Programme>>>);

impl Former {
    /// The programme of a tree.
    pub(crate) async fn of(&self, store: &Reads, tree: &str) -> Result<Arc<Programme>, AppError> {
        if let Some(known) = self.all().get(tree) {
            return Ok(known.clone());
        }
        let files = Files::from_store(store.programme_tree(tree).await?)?;
        let programme = Arc::new(off_the_loop(move || assay_programme::parse(&files.texts).0).await?);
        let mut all = self.all();
        if all.len() < KEPT_MAX {
            all.insert(tree.to_owned(), programme.clone());
        }
        Ok(programme)
    }

    fn all(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Programme>>> {
        // Whoever panicked with the lock left a whole map behind: an entry is inserted in one step.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
