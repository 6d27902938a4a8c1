//! What happened to people, added to the unit of whoever knows of it.

use assay_store::{
    Ms, NewHistory, NewTeamNote, Statement,
    statement::{history, team_note},
};

use crate::facts::Fact;

/// An event, with what follows from it.
pub(crate) fn happened(event: &NewHistory, at: Ms) -> Vec<Statement> {
    let mut unit = vec![history::recorded(event, at)];
    unit.extend(Fact::Happened { person: event.person }.follows(at));
    unit
}

/// What somebody tells the team, kept among the notes about them.
pub(crate) fn told_by_themself(note: &NewTeamNote, at: Ms) -> Statement {
    team_note::written(note, at)
}
