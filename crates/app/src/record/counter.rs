//! What happened to people, added to the unit of whoever knows of it.

use assay_store::{Ms, NewHistory, Statement, statement::history};

use crate::facts::Fact;

/// An event, with what follows from it.
pub(crate) fn happened(event: &NewHistory, at: Ms) -> Vec<Statement> {
    let mut unit = vec![history::recorded(event, at)];
    unit.extend(Fact::Happened { person: event.person }.follows(at));
    unit
}
