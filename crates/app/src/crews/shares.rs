//! What a member shows, by scope and since when.

use std::collections::BTreeMap;

use assay_kernel::Date;
use assay_learning::crew::ShareScope;
use assay_store::CrewShareRecord;

use crate::Asking;

/// A scope as its owner sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShareLine {
    /// Which.
    pub scope: ShareScope,
    /// Whether it is shown.
    pub is_on: bool,
    /// Since which day that is so; none where it was never shown.
    pub since: Option<Date>,
}

/// What one member shows.
#[derive(Clone, Debug, Default)]
pub(super) struct Shares(BTreeMap<ShareScope, (bool, Date)>);

impl Shares {
    pub(super) fn add(&mut self, asking: &Asking, record: &CrewShareRecord) {
        // A scope that a later release knows is shown to nobody by this one.
        if let Some(scope) = ShareScope::of(&record.scope) {
            self.0.insert(scope, (record.is_on, asking.day_of(record.changed_at.0)));
        }
    }

    pub(super) fn of(asking: &Asking, records: &[CrewShareRecord]) -> Shares {
        let mut shares = Shares::default();
        records.iter().for_each(|record| shares.add(asking, record));
        shares
    }

    /// Whether a scope is shown.
    pub(super) fn show(&self, scope: ShareScope) -> bool {
        self.0.get(&scope).is_some_and(|(is_on, _)| *is_on)
    }

    /// Every scope, for its owner.
    pub(super) fn lines(&self) -> Vec<ShareLine> {
        let line = |scope: ShareScope| {
            let known = self.0.get(&scope);
            ShareLine { scope, is_on: self.show(scope), since: known.map(|(_, since)| *since) }
        };
        ShareScope::ALL.into_iter().map(line).collect()
    }
}
