//! What was answered for the exam version before, as far as it says something of the one that follows.
//!
//! Only where a plan was switched. Nothing is written anew: what was counted under the old outline is read
//! once more under the new one, each answer with the weight that the crosswalk gives its skill.

use std::collections::BTreeMap;

use assay_learning::carry::{Carriage, CarryOver};
use assay_programme::model::Programme;
use assay_psychometrics::readiness::difficulties;

use super::{
    AnswerLine, CountVerdict,
    answers::{CarriedFrom, answers},
    model::unreadable,
    seen::Seen,
    situation::Situation,
};
use crate::{AppError, vault::Pool};

/// What is carried to an exam version.
pub(super) struct Carried {
    /// The version before.
    pub(super) from: String,
    pub(super) lines: Vec<CarriedLine>,
    /// How often each skill of the new outline was answered for the first time under the old one.
    pub(super) practised: BTreeMap<String, u32>,
}

/// An answer that counted under the old outline.
pub(super) struct CarriedLine {
    pub(super) item: String,
    pub(super) line: AnswerLine,
    pub(super) difficulty: f64,
    pub(super) guessing: f64,
    /// Domains of the new outline by place, each with its weight; none where nothing carries.
    pub(super) domains: Vec<(usize, f64)>,
}

impl Carried {
    /// To an exam version, where a plan was switched to it and a crosswalk says how.
    pub(super) fn of(
        programme: &Programme,
        pool: &Pool,
        seen: &Seen,
        (situation, exam): (&Situation, &str),
    ) -> Result<Option<Carried>, AppError> {
        match situation.switched_to(exam) {
            Some((from, ..)) => Carried::between(programme, pool, seen, (from, exam)),
            None => Ok(None),
        }
    }

    /// The same as it would be.
    pub(super) fn between(
        programme: &Programme,
        pool: &Pool,
        seen: &Seen,
        (from, exam): (&str, &str),
    ) -> Result<Option<Carried>, AppError> {
        let Some(over) = CarryOver::between(programme, from, exam) else { return Ok(None) };
        let rated: Vec<_> = pool.rated(from).collect();
        let ratings: Vec<_> = rated.iter().map(|item| (item.rating, item.guessing())).collect();
        let difficulties = difficulties(&ratings).map_err(unreadable)?;
        let (mut lines, mut practised) = (Vec::new(), BTreeMap::new());
        for (item, line) in answers(pool, seen, from)? {
            let Ok(place) = rated.binary_search_by(|one| one.id.cmp(&item)) else { continue };
            let known = rated.get(place).zip(difficulties.get(place));
            let Some((known, difficulty)) = known.filter(|_| line.counts == CountVerdict::Yes) else {
                continue;
            };
            let landing = over.landing(known.task, known.skill);
            let carriage = landing.as_ref().map_or(Carriage::Nothing, |landing| landing.carriage);
            let domains = landing.as_ref().map(|landing| over.domains(landing)).unwrap_or_default();
            let parts = landing.as_ref().map(|landing| landing.parts.as_slice()).unwrap_or_default();
            for part in parts {
                *practised.entry((*part).to_owned()).or_default() += 1;
            }
            let became = landing.as_ref().map_or("", |landing| landing.relation.as_str());
            let counts = match carriage {
                Carriage::Nothing => CountVerdict::NotCarried,
                Carriage::InPart | Carriage::Whole => CountVerdict::Yes,
            };
            let from = CarriedFrom { exam: from.to_owned(), carriage, became };
            let line = AnswerLine { counts, carried: Some(from), ..line };
            let (difficulty, guessing) = (*difficulty, known.guessing());
            lines.push(CarriedLine { item, line, difficulty, guessing, domains });
        }
        Ok(Some(Carried { from: from.to_owned(), lines, practised }))
    }

    /// How many answers carry so much.
    pub(super) fn count(&self, carriage: Carriage) -> usize {
        let how =
            |line: &&CarriedLine| line.line.carried.as_ref().map(|from| from.carriage) == Some(carriage);
        self.lines.iter().filter(how).count()
    }
}
