//! Who asks probes: a copy of one state, and the names of its variant.

use assay_cloud::call::Principal;

use crate::{
    carry::{self, LabState},
    definition::Lab,
    names::{LabNames, filled, filled_where_known},
};

/// What no lab has yet, by the cloud's own code.
pub(super) const ABSENT: &str = "NotAvailableInThisLab";

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
    pub(super) who: Principal,
    pub(super) region: String,
}

impl<'a> Prober<'a> {
    pub(super) fn new(lab: &Lab, names: &'a LabNames, state: &LabState) -> Self {
        let mut state = state.clone();
        let region = names.get("region").cloned().unwrap_or_default();
        // The lab's own Region, whatever the candidate's console was set to.
        std::sync::Arc::make_mut(&mut state.env).region.clone_from(&region);
        Prober { names, state, who: carry::principal(&lab.account, "role/LabGrader"), region }
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
