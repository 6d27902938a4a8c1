//! A change that another room has prepared, in that room's unit: files over those in force.

use assay_kernel::PreparedId;
use assay_store::{PreparedRecord, Unit, statement::prepared as lying};

use crate::{Asking, deed::by, reading::Overlay};

/// What a room prepares.
pub(crate) struct NewlyPrepared<'a> {
    /// In a line.
    pub(crate) title: &'a str,
    /// What it is about.
    pub(crate) about: &'a str,
    /// The files.
    pub(crate) overlay: &'a Overlay,
    /// Whether it goes over the version in force alone, and over no later one.
    pub(crate) is_of_this_version: bool,
}

/// The change lies ready, for whoever may propose changes.
pub(crate) fn prepared(id: PreparedId, asking: &Asking, change: &NewlyPrepared<'_>) -> Unit {
    let record = PreparedRecord {
        id,
        title: change.title.to_owned(),
        about: change.about.to_owned(),
        made_by: by(asking),
        made_at: asking.ms(),
        tree: change.is_of_this_version.then(|| asking.programme.tree.clone()),
    };
    let mut unit = Unit::from(lying::made(&record));
    for file in change.overlay.files.to_store() {
        unit.run(lying::file_added(id, &file));
    }
    for path in &change.overlay.removed {
        unit.run(lying::file_removed(id, path));
    }
    unit
}
