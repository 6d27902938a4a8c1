//! Forms that are drawn hold what was asked for, or say what they lack.

use std::collections::BTreeSet;

use assay_bank::{Artefact, CognitiveLevel, ItemKind};
use proptest::prelude::*;

use super::*;
use crate::form::{FormItem, Purpose};

/// As the outline of a large exam: five domains with their weights and skills.
const DOMAINS: [(&str, u32); 5] = [("1", 22), ("2", 22), ("3", 22), ("4", 16), ("5", 18)];
const SKILLS: [usize; 5] = [13, 11, 9, 9, 11];

/// A pool of items of each domain, every third with a second right option, every fifth with a table.
fn pool(of_domain: [usize; 5]) -> FormPool {
    let mut items = Vec::new();
    for ((domain, _), (many, skills)) in DOMAINS.iter().zip(of_domain.into_iter().zip(SKILLS)) {
        for nth in 0..many {
            let several = nth % 4 == 3;
            items.push(PoolItem {
                domain: (*domain).to_owned(),
                task: format!("{domain}.1"),
                skill: Some(format!("{domain}.1.{}", nth % skills + 1)),
                kind: Some(if several { ItemKind::MultipleResponse } else { ItemKind::MultipleChoice }),
                tags: (nth % 5 == 0).then(|| "containers".to_owned()).into_iter().collect(),
                artefact: (nth % 3 == 0).then_some(Artefact::Table),
                enemies: (nth % 10 == 0).then(|| format!("i{domain}-{:02}", nth + 1)).into_iter().collect(),
                level: CognitiveLevel::Apply,
                difficulty: 0.5 + 0.01 * (nth % 30) as f64,
                time_s: 90,
                key_letter: (!several).then(|| ["A", "B", "C", "D"][nth * 7 / 3 % 4].to_owned()),
                ..PoolItem::new(&format!("i{domain}-{nth:02}"))
            });
        }
    }
    FormPool::new(items)
}

fn blueprint(scored: u32, pretest: u32) -> FormBlueprint {
    let skills = DOMAINS.iter().zip(SKILLS);
    let skills = skills.flat_map(|((domain, _), many)| (1..=many).map(move |n| format!("{domain}.1.{n}")));
    let whole = FormBlueprint::of_domains("X-1", &DOMAINS, scored, pretest);
    FormBlueprint { skills: skills.collect(), skills_goal: 50, time_limit_s: 130 * 60, ..whole }
}

fn large() -> FormPool {
    pool([43, 45, 45, 31, 36])
}

fn are_disjoint(forms: &[DrawnForm]) -> bool {
    let all: Vec<String> =
        forms.iter().flat_map(|form| form.scored.iter().chain(&form.pretest).cloned()).collect();
    all.iter().collect::<BTreeSet<_>>().len() == all.len()
}

#[test]
fn two_forms_of_a_bank_of_two_hundred_lack_nothing() {
    let (pool, blueprint) = (large(), blueprint(50, 15));
    let drawn = assembled(&pool, &blueprint, 2, 11);
    assert!(drawn.short.is_empty(), "{:?}", drawn.short);
    for form in &drawn.forms {
        assert!(form.short.is_empty(), "{:?}", form.short);
        let scored: Vec<u32> = form.counts.domains.iter().map(|domain| domain.scored).collect();
        assert_eq!(scored, [11, 11, 11, 8, 9]);
        assert!(form.counts.skills.len() >= 50);
        assert!((form.counts.expected - pool.difficulty() * 50.0).abs() < 0.3, "{}", form.counts.expected);
        let letters: Vec<u32> = form.counts.letters.values().copied().collect();
        assert!(letters.iter().max().unwrap() - letters.iter().min().unwrap() <= 3, "{letters:?}");
    }
    let beside = drawn.comparison(&blueprint);
    assert!(are_disjoint(&drawn.forms) && beside.shared.is_empty());
    assert_eq!((beside.skills.len(), beside.skills_missing.len()), (53, 0));
}

#[test]
fn a_third_form_takes_almost_all_that_is_left_and_says_what_it_lacks() {
    let (pool, blueprint) = (large(), blueprint(50, 15));
    let two = assembled(&pool, &blueprint, 2, 3);
    let taken = two.forms.iter().flat_map(|form| form.scored.iter().chain(&form.pretest).cloned()).collect();
    let rest = pool.without(&taken);
    assert_eq!(rest.items().len(), 70);
    let third = assembled(&rest, &blueprint, 1, 3);
    assert_eq!(third.forms[0].scored.len() + third.forms[0].pretest.len(), 65);
    assert!(third.forms[0].is_valid(), "{:?}", third.forms[0].short);
    let few = pool.without(&rest.items().skip(20).map(|item| item.id.clone()).chain(taken).collect());
    let fourth = assembled(&few, &blueprint, 1, 3);
    assert_eq!(fourth.forms[0].scored.len(), 20, "all there are");
    assert!(!fourth.is_valid());
    assert!(fourth.short.contains(&Short::PoolItems { has: 20, wants: 65 }), "{:?}", fourth.short);
    assert!(
        fourth.forms[0]
            .short
            .iter()
            .any(|short| matches!(short, Short::Length { purpose: Purpose::Scored, has: 20, wants: 50 }))
    );
}

#[test]
fn a_domain_with_too_few_items_is_named() {
    let drawn = assembled(&pool([43, 45, 45, 9, 36]), &blueprint(50, 15), 2, 1);
    let short = Short::PoolDomain { domain: "4".to_owned(), has: 9, wants: 16 };
    assert!(drawn.short.contains(&short), "{:?}", drawn.short);
    let lacks = |form: &DrawnForm| {
        form.short.iter().any(|short| matches!(short, Short::Domain { domain, .. } if domain == "4"))
    };
    assert!(drawn.forms.iter().any(lacks));
}

#[test]
fn enemies_that_nothing_can_part_are_said() {
    let mut items: Vec<PoolItem> = large().items().filter(|item| item.domain == "1").cloned().collect();
    for item in &mut items {
        item.enemies = BTreeSet::from(["i1-00".to_owned()]);
    }
    items.truncate(4);
    let blueprint = FormBlueprint::of_domains("X-1", &[("1", 100)], 4, 0);
    let drawn = assembled(&FormPool::new(items), &blueprint, 1, 5);
    let pairs = drawn.forms[0].short.iter().filter(|short| matches!(short, Short::Enemies { .. }));
    assert_eq!(pairs.count(), 3);
}

#[test]
fn an_edited_form_says_at_once_what_keeps_it_from_being_frozen() {
    let (pool, blueprint) = (large(), blueprint(50, 15));
    let drawn = assembled(&pool, &blueprint, 1, 2);
    let mut form = drawn.forms[0].named();
    let of_domain = |form: &NamedForm, domain: &str| {
        form.items
            .iter()
            .position(|entry| {
                entry.purpose == Purpose::Scored && pool.item(&entry.item).unwrap().domain == domain
            })
            .unwrap()
    };
    let place = of_domain(&form, "3");
    let taken: BTreeSet<String> = form.ids().map(str::to_owned).collect();
    let is_free = |item: &&PoolItem| item.domain == "2" && !taken.contains(&item.id);
    let has_no_enemy = |item: &&PoolItem| !matches!(item.id.chars().last(), Some('0' | '1'));
    let other = pool.items().filter(is_free).find(has_no_enemy).unwrap();
    let was = std::mem::replace(
        &mut form.items[place],
        FormItem { item: other.id.clone(), purpose: Purpose::Scored },
    );
    let counts = FormCounts::of(&form, &pool, &blueprint);
    let hard: Vec<Short> =
        short_of_form(&counts, &pool, &blueprint).into_iter().filter(Short::is_hard).collect();
    let domain = |domain: &str, has| Short::Domain { domain: domain.into(), has, at_least: 11, at_most: 11 };
    assert_eq!(hard, [domain("2", 12), domain("3", 10)]);
    let offers = swap_offers(&form, &other.id, &pool, &blueprint, &BTreeSet::new());
    assert_eq!(offers.len(), OFFERS_MAX);
    assert!(offers.iter().all(|offer| !offer.short.iter().any(Short::is_hard)), "each mends it");
    assert!(offers.iter().all(|offer| pool.item(&offer.item).unwrap().domain == "3"));
    let taken = BTreeSet::from([was.item.clone()]);
    let others = swap_offers(&form, &other.id, &pool, &blueprint, &taken);
    assert!(others.iter().all(|offer| offer.item != was.item), "what another form uses is not offered");
    assert!(swap_offers(&form, "no-such-item", &pool, &blueprint, &taken).is_empty());
}

#[test]
fn items_in_both_forms_and_the_nearest_texts_are_found() {
    let (pool, blueprint) = (large(), FormBlueprint::of_domains("X-1", &[("1", 100)], 2, 0));
    let form = |name: &str, ids: [&str; 2]| NamedForm {
        name: name.to_owned(),
        items: ids.map(|id| FormItem { item: id.to_owned(), purpose: Purpose::Scored }).to_vec(),
    };
    let forms = [form("A", ["i1-00", "i1-01"]), form("B", ["i1-01", "i1-05"])];
    let beside = Comparison::of(&forms, &pool, &blueprint);
    assert_eq!(beside.shared.len(), 1);
    assert_eq!(beside.shared[0].items, BTreeSet::from(["i1-01".to_owned()]));
    assert_eq!(beside.forms[0].enemies.len(), 1);
    let likeness = |one: &str, other: &str| f64::from(u8::from(one == "i1-00" && other == "i1-05")) / 2.0;
    let nearest = beside.with_nearest(&forms, likeness).nearest.unwrap();
    assert_eq!((nearest.one.as_str(), nearest.other.as_str(), nearest.likeness), ("i1-00", "i1-05", 0.5));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn forms_are_disjoint_repeatable_and_valid_or_say_why_not(
        sizes in proptest::array::uniform5(0_usize..30),
        (scored, pretest) in (0_u32..25, 0_u32..8),
        forms in 0_usize..4,
        seed: u64,
    ) {
        let (pool, blueprint) = (pool(sizes), blueprint(scored, pretest));
        let drawn = assembled(&pool, &blueprint, forms, seed);
        prop_assert_eq!(&drawn, &assembled(&pool, &blueprint, forms, seed));
        prop_assert_eq!(drawn.forms.len(), forms);
        prop_assert!(are_disjoint(&drawn.forms));
        let placed: usize = drawn.forms.iter().map(|form| form.scored.len() + form.pretest.len()).sum();
        prop_assert_eq!(placed, pool.items().len().min((scored + pretest) as usize * forms));
        for form in &drawn.forms {
            // What it says of itself is what a count of its items says.
            let counts = FormCounts::of(&form.named(), &pool, &blueprint);
            prop_assert_eq!(&counts, &form.counts);
            let is_whole = counts.scored == scored && counts.pretest == pretest
                && counts.enemies.is_empty() && counts.domains.iter().all(|domain| domain.off() == 0);
            prop_assert_eq!(is_whole, form.is_valid());
        }
        if drawn.short.iter().any(Short::is_hard) {
            prop_assert!(!drawn.is_valid(), "what the pool lacks, a form lacks");
        }
    }
}
