//! Who asks probes: a copy of one state, and the names of its variant.

use assay_cloud::{Cloud, call::Principal, clock, probe};

use crate::{
    carry::{self, LabState},
    definition::Lab,
    names::{LabNames, filled, filled_where_known},
};

/// What no lab has yet, by the cloud's own code.
pub(super) const ABSENT: &str = "NotAvailableInThisLab";

/// How long what is still being set up has before ways are walked; the slowest takes a few minutes.
const SETTLES_M: i64 = 10;

/// What a probe found: facts by name, or why it cannot be told.
pub(super) enum ProbeFound {
    Holds(LabNames),
    Broken(LabNames),
    Untold(String),
}

/// A probe's own steps: what was found so far, or what ends it.
pub(super) type Probed<T> = Result<T, ProbeFound>;

/// Asks probes of a copy of one state.
pub(super) struct Prober<'a> {
    pub(super) names: &'a LabNames,
    pub(super) state: LabState,
    /// The same cloud once gateways and endpoints that were pending are there: nobody loses by not waiting.
    pub(super) settled: Cloud,
    pub(super) who: Principal,
    pub(super) region: String,
}

impl<'a> Prober<'a> {
    pub(super) fn new(lab: &Lab, names: &'a LabNames, state: &LabState) -> Self {
        let mut state = state.clone();
        let region = names.get("region").cloned().unwrap_or_default();
        // The lab's own Region, whatever the candidate's console was set to.
        std::sync::Arc::make_mut(&mut state.env).region.clone_from(&region);
        // Past the end of the lab's time nothing settles, and ways are walked as they stand.
        let settled = probe::waited(&state.cloud, SETTLES_M * clock::MINUTE);
        let settled = settled.unwrap_or_else(|_| state.cloud.clone());
        Prober { names, state, settled, who: carry::principal(&lab.account, "role/LabGrader"), region }
    }

    /// A text of the lab with names and facts filled in.
    pub(super) fn said(&self, text: &str, facts: &LabNames) -> String {
        let mut all = self.names.clone();
        all.extend(facts.clone());
        filled_where_known(text, &all)
    }

    pub(super) fn fill(&self, text: &str) -> Probed<String> {
        filled(text, self.names).map_err(|name| ProbeFound::Untold(format!("nothing gives {name}")))
    }
}
