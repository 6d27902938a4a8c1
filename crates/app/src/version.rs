//! The versions of the programme: the one in force, and those of before.

use std::{
    ops::Deref,
    sync::{Arc, RwLock},
};

use assay_kernel::Date;
use assay_store::{Day, Ms, NewVersionOfProgramme, Store};

use crate::{App, AppError, Files, InForce, Loaded, Parsed, Reviewed};

/// Former versions kept in memory; sittings of more than two or three at once are not to be expected.
const FORMER_MAX: usize = 8;
/// Who applied the first version.
const FIRST: &str = "first start";

/// What an installation is started with: the version in force, or files that become the first.
pub enum Given {
    /// What was applied.
    InForce(InForce),
    /// What may be.
    Reviewed(Reviewed),
}

impl From<InForce> for Given {
    fn from(version: InForce) -> Self {
        Given::InForce(version)
    }
}

impl From<Reviewed> for Given {
    fn from(reviewed: Reviewed) -> Self {
        Given::Reviewed(reviewed)
    }
}

impl Deref for Given {
    type Target = Loaded;

    fn deref(&self) -> &Loaded {
        match self {
            Given::InForce(version) => &version.loaded,
            Given::Reviewed(reviewed) => reviewed,
        }
    }
}

impl Given {
    fn into_loaded(self) -> Arc<Loaded> {
        match self {
            Given::InForce(version) => version.loaded,
            Given::Reviewed(reviewed) => reviewed.into_loaded(),
        }
    }
}

/// Finds the version in force. The files that a new installation is started with become version 1; from then
/// on only a plan that was applied changes what is served.
pub(crate) async fn begin(store: &Store, given: Given, today: Date, now: Ms) -> Result<InForce, AppError> {
    match (latest(store).await?, given) {
        (Some((number, tree)), given) if tree == given.tree => {
            Ok(InForce { number, loaded: given.into_loaded() })
        }
        (Some((number, tree)), _) => Ok(InForce { number, loaded: Arc::new(kept(store, &tree).await?) }),
        (None, Given::InForce(_)) => Err(AppError::internal("starting", "the version in force is gone")),
        (None, Given::Reviewed(given)) => {
            let first = NewVersionOfProgramme {
                number: 1,
                tree: given.tree.clone(),
                files: given.files.to_store(),
                plan: None,
                proposed_by: None,
                applied_by: FIRST.to_owned(),
                applied_on: Day(today),
            };
            store.apply_programme(&first, None, now).await?;
            Ok(InForce { number: 1, loaded: given.into_loaded() })
        }
    }
}

async fn latest(store: &Store) -> Result<Option<(i64, String)>, AppError> {
    let versions = store.programme_versions().await?;
    Ok(versions.into_iter().next_back().map(|version| (version.number, version.tree)))
}

/// A version as it was applied.
async fn kept(store: &Store, tree: &str) -> Result<Loaded, AppError> {
    let files = Files::from_store(store.programme_tree(tree).await?)?;
    if files.texts.is_empty() {
        return Err(AppError::internal("the files of an applied programme are gone", tree));
    }
    Ok(Parsed::of(files).applied())
}

/// The version in force of a store that nobody serves here; none before its first start.
///
/// # Errors
/// The store failed.
pub async fn version_in_force(store: &Store) -> Result<Option<InForce>, AppError> {
    match latest(store).await? {
        Some((number, tree)) => Ok(Some(InForce { number, loaded: Arc::new(kept(store, &tree).await?) })),
        None => Ok(None),
    }
}

impl App {
    /// The programme with this content mark; the one in force where none is named.
    pub(crate) async fn loaded_as(&self, tree: Option<&str>) -> Result<Arc<Loaded>, AppError> {
        let current = self.loaded();
        let Some(tree) = tree.filter(|tree| *tree != current.tree) else { return Ok(current) };
        let poisoned = |_| AppError::internal("former versions", "a thread died holding them");
        if let Some(former) = self.former.lock().map_err(poisoned)?.get(tree) {
            return Ok(former.clone());
        }
        let former = Arc::new(kept(&self.store, tree).await?);
        let mut all = self.former.lock().map_err(poisoned)?;
        if all.len() >= FORMER_MAX {
            all.clear();
        }
        Ok(all.entry(tree.to_owned()).or_insert(former).clone())
    }

    /// Serves the latest version that is stored, if it is another than the one in memory.
    pub(crate) async fn catch_up(&self) -> Result<(), AppError> {
        if let Some((number, tree)) = latest(&self.store).await?
            && number > self.in_force().number
        {
            let loaded = Arc::new(kept(&self.store, &tree).await?);
            put(&self.in_force, InForce { number, loaded });
        }
        Ok(())
    }
}

/// Serves a version from now on; never one that is older than what is served.
pub(crate) fn put(in_force: &RwLock<InForce>, version: InForce) {
    let mut served = in_force.write().unwrap_or_else(std::sync::PoisonError::into_inner);
    if version.number > served.number {
        *served = version;
    }
}
