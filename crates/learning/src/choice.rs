//! Which question comes next: plain numbers in, places out.
//!
//! What is new comes before what was seen, the skill that was practised least before the others, no two
//! enemies stand in one run, and no skill follows itself within three questions where another is left.

use std::collections::BTreeMap;

use assay_bank::item_seed;

/// Questions in which a skill does not come back, where another is left.
const APART: usize = 3;

/// An item that may be asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Candidate {
    /// Number of its domain.
    pub domain: usize,
    /// Number of its skill.
    pub skill: usize,
    /// Its author's rating: the share of minimally qualified candidates who know it.
    pub rating: f64,
    /// Whether it was never shown.
    pub is_new: bool,
    /// Places of its enemies among the candidates.
    pub enemies: Vec<usize>,
}

/// Places of the items to be asked, in order.
///
/// `practised` is how often each skill was answered for the first time; chance is a seed.
pub fn choose(
    candidates: &[Candidate],
    practised: &BTreeMap<usize, u32>,
    count: usize,
    seed: u64,
) -> Vec<usize> {
    let mut practised = practised.clone();
    let (mut chosen, mut skills): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    while chosen.len() < count {
        let lately = skills.iter().rev().take(APART).copied().collect::<Vec<_>>();
        let free = candidates.iter().enumerate().filter(|(place, candidate)| {
            let is_enemy = |other: &usize| {
                candidate.enemies.contains(other)
                    || candidates.get(*other).is_some_and(|other| other.enemies.contains(place))
            };
            !chosen.contains(place) && !chosen.iter().any(is_enemy)
        });
        let rank = |(place, candidate): &(usize, &Candidate)| {
            let times = practised.get(&candidate.skill).copied().unwrap_or_default();
            let chance = item_seed(seed, u32::try_from(*place).unwrap_or(u32::MAX));
            (!candidate.is_new, lately.contains(&candidate.skill), times, chance)
        };
        let Some((place, candidate)) = free.min_by_key(rank) else { break };
        *practised.entry(candidate.skill).or_default() += 1;
        skills.push(candidate.skill);
        chosen.push(place);
    }
    chosen
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
        let one = (0_usize..6, any::<bool>(), prop::collection::vec(0_usize..30, 0..3));
        prop::collection::vec(one, 0..30).prop_map(|all| {
            all.into_iter()
                .map(|(skill, is_new, enemies)| Candidate { skill, is_new, enemies, ..Candidate::default() })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn no_item_comes_twice_no_enemies_meet_and_nothing_seen_comes_before_what_is_new(
            all in candidates(),
            count in 0_usize..20,
            seed: u64,
        ) {
            let chosen = choose(&all, &BTreeMap::new(), count, seed);
            prop_assert!(chosen.len() <= count);
            let again = choose(&all, &BTreeMap::new(), count, seed);
            prop_assert_eq!(&chosen, &again, "the same seed, the same run");
            for (index, place) in chosen.iter().enumerate() {
                for other in &chosen[..index] {
                    prop_assert_ne!(place, other);
                    let (one, two) = (&all[*place], &all[*other]);
                    prop_assert!(!one.enemies.contains(other) && !two.enemies.contains(place));
                }
            }
            let order: Vec<bool> = chosen.iter().map(|place| all[*place].is_new).collect();
            prop_assert!(order.is_sorted_by(|one, next| one >= next), "{order:?}");
        }
    }

    #[test]
    fn the_skill_that_was_practised_least_comes_first_and_skills_take_turns() {
        let of = |skill| Candidate { skill, is_new: true, ..Candidate::default() };
        let all: Vec<Candidate> = [0, 0, 0, 1, 1, 2, 3].into_iter().map(of).collect();
        let practised = BTreeMap::from([(0, 2), (1, 1)]);
        let skills = |seed| -> Vec<usize> {
            choose(&all, &practised, 7, seed).into_iter().map(|place| all[place].skill).collect()
        };
        for seed in 0..20 {
            let skills = skills(seed);
            let mut first = skills[..2].to_vec();
            first.sort_unstable();
            assert_eq!((first, &skills[2..4]), (vec![2, 3], &[1, 0][..]), "{skills:?}");
            assert_eq!(skills.len(), 7);
        }
    }
}
