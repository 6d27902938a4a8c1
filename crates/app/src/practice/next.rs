//! Which new questions a run asks: those that would say most about the exam, part by part of the outline.

use std::collections::BTreeMap;

use assay_programme::model::{ExamVersion, Outline};
use assay_psychometrics::readiness::{OpenItem, difficulties};

use super::{
    evidence::LogEvidence,
    model::{model, unreadable},
};
use crate::{AppError, vault::Pool};

/// A question that may be asked.
struct Open<'a> {
    id: &'a str,
    domain: usize,
    skill: u32,
    difficulty: f64,
}

/// New questions of a list in the order in which they say most; chance is a seed.
///
/// No two enemies stand in one run. As long as another skill is left, none comes back within three questions.
pub(super) fn worth_most(
    (version, outline): (&ExamVersion, &Outline),
    pool: &Pool,
    evidence: &LogEvidence,
    practised: &BTreeMap<String, u32>,
    list: &[&str],
    (count, seed): (usize, u64),
) -> Result<Vec<String>, AppError> {
    let model = model()?;
    let mut ability =
        model.replay(evidence.scored.len(), &evidence.log, evidence.today).map_err(unreadable)?;
    let mut skills: Vec<String> = Vec::new();
    let mut left = open(pool, (version, outline), list, &mut skills)?;
    let times = |skill: &String| practised.get(skill).copied().unwrap_or_default();
    let mut answered: Vec<u32> = skills.iter().map(times).collect();
    let (mut chosen, mut last): (Vec<String>, Vec<u32>) = (Vec::new(), Vec::new());
    while chosen.len() < count && !left.is_empty() {
        let items: Vec<OpenItem> = (0..)
            .zip(&left)
            .map(|(item, open)| OpenItem {
                item,
                domain: open.domain,
                skill: open.skill,
                difficulty: open.difficulty,
                answered: answered.get(open.skill as usize).copied().unwrap_or_default(),
                is_taught: false,
            })
            .collect();
        let next = |last: &[u32]| {
            model.next_item(&ability, &evidence.scored, &items, last, seed).map_err(unreadable)
        };
        // Where all that is left was asked just now, it is asked again all the same.
        let found = match next(&last)? {
            None => next(&[])?,
            found => found,
        };
        let Some(place) = found.map(|place| place as usize).filter(|place| *place < left.len()) else {
            break;
        };
        let taken = left.remove(place);
        model.foresee(&mut ability, taken.domain).map_err(unreadable)?;
        answered.get_mut(taken.skill as usize).into_iter().for_each(|times| *times += 1);
        last.push(taken.skill);
        left.retain(|open| !pool.are_enemies(open.id, taken.id));
        chosen.push(taken.id.to_owned());
    }
    Ok(chosen)
}

fn open<'a>(
    pool: &'a Pool,
    (version, outline): (&'a ExamVersion, &Outline),
    list: &[&str],
    skills: &mut Vec<String>,
) -> Result<Vec<Open<'a>>, AppError> {
    let rated: Vec<_> = pool.rated(version.code.as_str()).collect();
    let ratings: Vec<_> = rated.iter().map(|item| (item.rating, item.guessing())).collect();
    let difficulties = difficulties(&ratings).map_err(unreadable)?;
    let mut open = Vec::with_capacity(list.len());
    for (item, difficulty) in rated.iter().zip(difficulties).filter(|(item, _)| list.contains(&item.id)) {
        let domain = outline.domains.iter().position(|one| one.tasks.iter().any(|task| task.id == item.task));
        let Some(domain) = domain else { continue };
        let skill = item.skill.unwrap_or(item.task);
        let number = skills.iter().position(|known| known == skill).unwrap_or_else(|| {
            skills.push(skill.to_owned());
            skills.len() - 1
        });
        let skill = u32::try_from(number).unwrap_or(u32::MAX);
        open.push(Open { id: item.id, domain, skill, difficulty });
    }
    Ok(open)
}
