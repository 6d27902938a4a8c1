//! The questions that rules answer about one person.

use assay_kernel::{CertificationCode, Date};

use crate::{
    Decision, Event, Holding, Standing, Status,
    ahead::Ahead,
    assemble,
    engine::{Engine, Silent},
    reason,
    rules::Rules,
    step::Cause,
};

impl<'p> Rules<'p> {
    /// Who this person is on a day, with reasons and what comes next.
    pub fn standing(&self, history: &[Event], as_of: Date) -> Standing {
        let engine = Engine::run(self, history, as_of, Vec::new());
        let ahead = Ahead::of(self, history, as_of);
        assemble::assemble(&engine, ahead.as_ref(), history, as_of)
    }

    /// Every decision about a person over all dates, refusals and progress included.
    pub fn decisions(&self, history: &[Event]) -> Vec<Decision> {
        let engine = Engine::run(self, history, Date::MAX, Vec::new());
        engine.witness.iter().map(|step| reason::decision(self, history, step)).collect()
    }

    /// Which certification each event decided about, by the event's place; refusals are left out.
    pub(crate) fn deciding(&self, history: &[Event], as_of: Date) -> Vec<(&'p CertificationCode, usize)> {
        let engine = Engine::run(self, history, as_of, Vec::new());
        let changes = engine.witness.iter().filter(|step| !matches!(step.cause, Cause::Refused(_)));
        let codes = changes.filter_map(|step| Some((self.subject(step.about?)?.code, step.event?)));
        codes.collect()
    }

    /// The numbers of a standing without its texts; for previews over many people.
    pub fn outcome(&self, history: &[Event], as_of: Date) -> Vec<Holding<'p>> {
        Engine::run(self, history, as_of, Silent).holdings(self, as_of)
    }

    /// The state of one certification on a day; later events play no part.
    pub fn status_on(&self, history: &[Event], certification: &str, day: Date) -> Status {
        let Some(index) = self.index(certification) else { return Status::None };
        let engine = Engine::run(self, history, day, Silent);
        engine.statuses(day).get(index).copied().unwrap_or(Status::None)
    }

    /// The last valid day after all events; `Some(None)` where there is no end.
    pub fn last_valid_day(&self, history: &[Event], certification: &str) -> Option<Option<Date>> {
        let index = self.index(certification)?;
        let engine = Engine::run(self, history, Date::MAX, Silent);
        engine.held(index).map(|held| held.until)
    }
}
