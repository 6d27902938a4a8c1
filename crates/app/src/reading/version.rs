//! The versions of the programme: the one in force, and those of before.

use std::{ops::Deref, sync::Arc};

use assay_kernel::Date;
use assay_store::{
    Day, Ms, NewVersionOfProgramme, Reads, Store, Unit,
    statement::{programme, sitting},
};

use super::{Files, Loaded, Parsed, Reviewed, Split, off_the_loop, second_answers};
use crate::AppError;

/// Files of one commit at the first start.
const KEPT_AT_ONCE: usize = 100;
/// Who applied the first version.
const FIRST: &str = "the first start";

/// A version that was applied, with its number.
#[derive(Clone, Debug)]
pub struct InForce {
    number: i64,
    loaded: Arc<Loaded>,
}

impl InForce {
    /// A programme that nobody applied, to compare others with.
    pub fn unapplied(reviewed: Reviewed) -> Self {
        InForce { number: 0, loaded: reviewed.into_loaded() }
    }

    /// The first version of an installation that was started with it.
    pub fn first(reviewed: Reviewed) -> Self {
        InForce { number: 1, loaded: reviewed.into_loaded() }
    }

    /// From 1; 0 where nobody applied it.
    pub fn number(&self) -> i64 {
        self.number
    }

    /// The parts that rooms hold.
    pub(crate) fn split(self) -> Split {
        Arc::unwrap_or_clone(self.loaded).split(self.number)
    }
}

impl Deref for InForce {
    type Target = Loaded;

    fn deref(&self) -> &Loaded {
        &self.loaded
    }
}

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
            Given::InForce(version) => version,
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
    if let Given::Reviewed(reviewed) = &given
        && let Some(unit) = second_answers(store, &reviewed.files).await?
    {
        store.commit(unit).await?;
    }
    match (latest(store).await?, given) {
        (Some((number, tree)), given) if tree == given.tree() => {
            Ok(InForce { number, loaded: given.into_loaded() })
        }
        (Some((number, tree)), _) => Ok(InForce { number, loaded: Arc::new(files_of(store, &tree).await?) }),
        (None, Given::InForce(_)) => Err(AppError::internal("starting", "the version in force is gone")),
        (None, Given::Reviewed(given)) => {
            let first = NewVersionOfProgramme {
                number: 1,
                tree: given.tree().to_owned(),
                files: given.files.to_store(),
                plan: None,
                proposed_by: None,
                applied_by: FIRST.to_owned(),
                applied_on: Day(today),
            };
            // Before the version that has them, some at a time: a large bank would stand in memory once more.
            // Files that no version has, after a power cut in between, are those of the next start.
            for files in first.files.chunks(KEPT_AT_ONCE) {
                store.commit(Unit::from_iter(programme::files_kept(&first.tree, files))).await?;
            }
            let mut unit = Unit::new();
            unit.run(programme::applied(&first, now));
            // Sittings of before versions were kept get what is served now.
            unit.run(sitting::pinned(&first.tree));
            store.commit(unit).await?;
            Ok(InForce { number: 1, loaded: given.into_loaded() })
        }
    }
}

async fn latest(store: &Reads) -> Result<Option<(i64, String)>, AppError> {
    let versions = store.programme_versions().await?;
    Ok(versions.into_iter().next_back().map(|version| (version.number, version.tree)))
}

/// A version as it was applied.
async fn files_of(store: &Reads, tree: &str) -> Result<Loaded, AppError> {
    let files = Files::from_store(store.programme_tree(tree).await?)?;
    if files.texts.is_empty() {
        return Err(AppError::internal("the files of an applied programme are gone", tree));
    }
    off_the_loop(move || Parsed::of(files).applied()).await
}

/// The version in force of a store that nobody serves here; none before its first start.
///
/// # Errors
/// The store failed.
pub async fn version_in_force(store: &Reads) -> Result<Option<InForce>, AppError> {
    match latest(store).await? {
        Some((number, tree)) => Ok(Some(InForce { number, loaded: Arc::new(files_of(store, &tree).await?) })),
        None => Ok(None),
    }
}

/// The latest version that is stored, where its number is above one that is known.
pub(crate) async fn newer_than(store: &Reads, number: i64) -> Result<Option<InForce>, AppError> {
    match latest(store).await? {
        Some((latest, tree)) if latest > number => {
            Ok(Some(InForce { number: latest, loaded: Arc::new(files_of(store, &tree).await?) }))
        }
        _ => Ok(None),
    }
}

/// The parts of the version with a content mark, for what was begun under it.
pub(crate) async fn kept(store: &Reads, tree: &str) -> Result<Split, AppError> {
    let versions = store.programme_versions().await?;
    let number = versions.iter().rev().find(|version| version.tree == tree).map(|version| version.number);
    Ok(files_of(store, tree).await?.split(number.unwrap_or_default()))
}
