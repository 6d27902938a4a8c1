//! Whom an applied change touches: its plan, read once for all pages of following it up.

use assay_kernel::PersonId;
use assay_standing::plan::Notice;

use super::plan::Plan;
use crate::{AppError, facts::Letter};

/// Whom an applied change touches, and what they are told, by person.
pub(super) struct Touched {
    pub(super) version: i64,
    pub(super) letters: Vec<(PersonId, Letter)>,
}

impl Touched {
    pub(super) fn read(version: i64, plan: &str) -> Result<Self, AppError> {
        let plan = Plan::read(plan).map_err(|error| AppError::internal("reading a plan", error))?;
        let topic = format!("programme:{version}");
        let letter = |notice: Notice| {
            // People of a history file have no account here.
            let person = PersonId::parse(&notice.person).ok()?;
            Some(Letter::of(topic.clone(), &notice.said).map(|letter| (person, letter)))
        };
        let letters = plan.impact.notices().into_iter().filter_map(letter);
        let mut letters = letters.collect::<Result<Vec<_>, _>>()?;
        letters.sort_by_key(|(person, _)| *person);
        Ok(Touched { version, letters })
    }
}
