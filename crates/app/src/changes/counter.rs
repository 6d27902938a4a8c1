//! A change that another room has prepared, in that room's unit: files over those in force.

use assay_kernel::PreparedId;
use assay_store::{PreparedRecord, Unit, statement::prepared as lying};

use crate::{Asking, Files, deed::by};

/// The change lies ready, for whoever may propose changes.
pub(crate) fn prepared(id: PreparedId, asking: &Asking, title: &str, about: &str, files: &Files) -> Unit {
    let record = PreparedRecord {
        id,
        title: title.to_owned(),
        about: about.to_owned(),
        made_by: by(asking),
        made_at: asking.ms(),
    };
    let mut unit = Unit::from(lying::made(&record));
    for file in files.to_store() {
        unit.run(lying::file_added(id, &file));
    }
    unit
}
