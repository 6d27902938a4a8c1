//! Which item comes next.

use std::collections::BTreeMap;

use assay_psychometrics::readiness::{Ability, ItemAnswer, Model, OpenItem, ReadinessError};

const SCORED: [u32; 5] = [11, 11, 11, 8, 9];

fn open_item(item: u32, domain: usize) -> OpenItem {
    OpenItem { item, domain, skill: item, difficulty: 0.0, answered: 0, is_taught: false }
}

fn start() -> Ability {
    Model::current().start(SCORED.len()).unwrap()
}

fn next(ability: &Ability, open_items: &[OpenItem], last: &[u32], seed: u64) -> Option<u32> {
    Model::current().next_item(ability, &SCORED, open_items, last, seed).unwrap()
}

#[test]
fn what_was_practised_least_and_weighs_most_comes_first() {
    let model = Model::current();
    let mut ability = start();
    for is_right in [true, false].repeat(10) {
        for domain in [0, 2, 3, 4] {
            model.answer(&mut ability, &ItemAnswer::whole(domain, 0.0, 0.2, is_right)).unwrap();
        }
    }
    let all: Vec<OpenItem> = (0..5).map(|domain| open_item(domain as u32, domain)).collect();
    for seed in 0..50 {
        assert_eq!(next(&ability, &all, &[], seed), Some(1));
    }
}

#[test]
fn a_new_skill_goes_before_one_that_was_answered_and_a_lesson_brings_it_back() {
    let once = OpenItem { answered: 1, ..open_item(0, 0) };
    let often = OpenItem { answered: 7, ..open_item(1, 0) };
    let taught = OpenItem { is_taught: true, ..once };
    for seed in 0..50 {
        assert_eq!(next(&start(), &[once, often, open_item(2, 0)], &[], seed), Some(2));
        assert_eq!(next(&start(), &[often, once], &[], seed), Some(0));
        assert_eq!(next(&start(), &[taught, OpenItem { skill: 9, item: 3, ..once }], &[], seed), Some(0));
    }
}

#[test]
fn a_skill_waits_for_three_items_and_then_comes_again() {
    let all = [open_item(0, 0), OpenItem { answered: 2, ..open_item(1, 0) }];
    assert_eq!(next(&start(), &all, &[0, 7, 8], 1), Some(1));
    assert_eq!(next(&start(), &all, &[0, 7, 8, 9], 1), Some(0));
    assert_eq!(next(&start(), &all, &[1, 0], 1), None);
    assert_eq!(next(&start(), &[], &[], 1), None);
}

#[test]
fn an_item_near_the_level_goes_before_one_far_from_it() {
    let far = OpenItem { difficulty: 4.0, ..open_item(0, 0) };
    assert!((0..50).all(|seed| next(&start(), &[far, open_item(1, 0)], &[], seed) == Some(1)));
}

/// The seed decides between equals, the same way each time, whatever order they come in.
#[test]
fn chance_is_a_seed() {
    let all: Vec<OpenItem> = (0..10).map(|item| open_item(item, 0)).collect();
    let turned: Vec<OpenItem> = all.iter().rev().copied().collect();
    let mut chosen = BTreeMap::new();
    for seed in 0..1_000 {
        let item = next(&start(), &all, &[], seed).unwrap();
        assert_eq!(next(&start(), &turned, &[], seed), Some(item));
        *chosen.entry(item).or_insert(0) += 1;
    }
    assert!(chosen.len() == 10 && chosen.values().all(|times| (50..=150).contains(times)), "{chosen:?}");
}

#[test]
fn an_item_of_another_outline_is_refused() {
    let model = Model::current();
    let asked = |open_item| model.next_item(&start(), &SCORED, &[open_item], &[], 0);
    assert_eq!(asked(open_item(0, 5)), Err(ReadinessError::NoDomain(5)));
    let strange = OpenItem { difficulty: f64::NAN, ..open_item(0, 0) };
    assert_eq!(asked(strange), Err(ReadinessError::Difficulty));
}

#[test]
fn an_answer_that_is_foreseen_makes_surer_and_lets_another_domain_have_its_turn() {
    let model = Model::current();
    let mut ability = start();
    let before = ability.level_covariance();
    let mut times = [0; SCORED.len()];
    for turn in 0..20_u32 {
        let open: Vec<_> = (0..5_u32).map(|domain| open_item(turn * 5 + domain, domain as usize)).collect();
        let domain = (next(&ability, &open, &[], 7).unwrap() % 5) as usize;
        times[domain] += 1;
        model.foresee(&mut ability, domain).unwrap();
    }
    assert!(times.iter().all(|times| (3..=6).contains(times)), "{times:?}");
    let after = ability.level_covariance();
    assert!(after[0][0] < before[0][0] && after[1][1] < before[1][1] && after[0][0] > 0.0);
    assert_eq!(ability.mean(), start().mean());
    assert!(model.foresee(&mut ability, 5).is_err());
}
