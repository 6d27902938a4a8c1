use std::collections::BTreeMap;

use assay_kernel::source::SourceFile;
use proptest::prelude::*;

use super::{
    Answers, NotEnough, NotRewritable, ProposedBlueprint, Rating, apportioned, consistency, rewritten, weigh,
};
use crate::{model::Outline, syntax::read_outline};

const OUTLINE: &str = r#"# Where the titles come from.
exam = "X-1"
guide_version = "1.0"

[[domain]]
id = "1"
title = "Keep watch"
weight_pct = 40 # as published

[[domain.task]]
id = "1.1"
title = "Watch"

[[domain.task.skill]]
id = "1.1.1"
text = "Look out"

[[domain.task]]
id = "1.2"
title = "Call"
weight = { frequency = 1.00, importance = 1.00 }

[[domain]]
id = "2"
title = "Steer"
weight_pct = 60

[[domain.task]]
id = "2.1"
title = "Hold a course"
"#;

fn file() -> SourceFile {
    SourceFile::new("outlines/X-1.toml", OUTLINE)
}

fn outline() -> Outline {
    read_outline(&file()).0
}

/// What an expert says, as (importance, frequency) of 1.1, 1.2 and 2.1.
fn expert(ratings: [(u8, u8); 3]) -> Answers {
    let rating = |(task, (importance, frequency)): (&str, (u8, u8))| {
        (task.to_owned(), Rating::new(importance, frequency).unwrap())
    };
    Answers(["1.1", "1.2", "2.1"].into_iter().zip(ratings).map(rating).collect())
}

fn three() -> Vec<Answers> {
    vec![expert([(5, 4), (3, 2), (5, 5)]), expert([(4, 4), (3, 3), (5, 5)]), expert([(5, 5), (2, 2), (4, 5)])]
}

#[test]
fn three_experts_make_a_blueprint_with_its_evidence() {
    let proposal = weigh(&outline(), &three(), 50).unwrap();
    // Means: 1.1 importance 4.67, frequency 4.33; 1.2 2.67 and 2.33; 2.1 4.67 and 5.00.
    let [watch, call, course] = proposal.tasks.as_slice() else { panic!("three tasks") };
    assert_eq!((watch.weight.importance_hundredths, watch.weight.frequency_hundredths), (467, 433));
    assert_eq!((call.weight.importance_hundredths, call.weight.frequency_hundredths), (267, 233));
    assert_eq!((course.weight.importance_hundredths, course.weight.frequency_hundredths), (467, 500));
    // 202,211 + 62,211 of 497,922 = 53.105 %.
    let [first, second] = proposal.domains.as_slice() else { panic!("two domains") };
    assert!((first.share_pct - 53.105).abs() < 0.001, "{first:?}");
    assert_eq!((first.weight_pct, first.weight_pct_now, second.weight_pct), (53, 40, 47));
    assert_eq!((first.items, first.items_now, second.items, second.items_now), (27, 20, 23, 30));
    assert!(first.range_pct.0 < first.share_pct && first.share_pct < first.range_pct.1);
    assert!((first.range_pct.0 + second.range_pct.1 - 100.0).abs() < 1e-9, "one's low is the other's high");
    assert_eq!((call.importance_range, call.frequency_range, call.experts), ((2, 3), (2, 3), 3));
}

#[test]
fn agreement_is_that_of_the_worked_example() {
    // Shrout & Fleiss (1979), table 2: six targets, four judges; ICC(3,4) = .91.
    let judges = [
        vec![9.0, 6.0, 8.0, 7.0, 10.0, 6.0],
        vec![2.0, 1.0, 4.0, 1.0, 5.0, 2.0],
        vec![5.0, 3.0, 6.0, 2.0, 6.0, 4.0],
        vec![8.0, 2.0, 8.0, 6.0, 9.0, 7.0],
    ];
    let found = consistency(&judges).unwrap();
    assert!((found - 0.9093).abs() < 0.000_1, "{found}");
    assert_eq!(consistency(&judges[..1]), None);
    assert_eq!(consistency(&[vec![3.0, 3.0], vec![3.0, 3.0]]), None, "nothing to agree about");
}

#[test]
fn too_few_experts_propose_nothing() {
    let said = |experts: &[Answers]| weigh(&outline(), experts, 50).unwrap_err();
    assert_eq!(said(&three()[..2]).to_string(), "2 of at least 3 experts have answered");
    let mut some = three();
    some[0].0.remove("1.2");
    assert_eq!(said(&some), NotEnough::Tasks(vec!["1.2".into()]));
    some.push(expert([(3, 3), (3, 3), (3, 3)]));
    assert_eq!(weigh(&outline(), &some, 50).unwrap().tasks[1].experts, 3, "three of four rated it");
}

fn proposal() -> ProposedBlueprint {
    weigh(&outline(), &three(), 50).unwrap()
}

#[test]
fn the_outlines_file_says_what_was_found_and_keeps_the_rest() {
    let on = "2026-11-30".parse().unwrap();
    let text = rewritten(&file(), &proposal(), on, "Six \"experts\"").unwrap();
    only_these_lines_differ(&text);
    let again = SourceFile::new("outlines/X-1.toml", text.clone());
    let read = read_outline(&again).0;
    assert_eq!(read.practice_analysis.as_ref().map(|study| study.source.as_str()), Some("Six \"experts\""));
    let twice = rewritten(&again, &proposal(), on, "Six \"experts\"").unwrap();
    assert_eq!(twice, text, "written twice it is the same");
}

/// Lines that are gone and lines that are new, side by side.
fn only_these_lines_differ(text: &str) {
    let count = |text: &str| {
        text.lines().fold(BTreeMap::<String, i32>::new(), |mut lines, line| {
            *lines.entry(line.to_owned()).or_default() += 1;
            lines
        })
    };
    let (before, after) = (count(OUTLINE), count(text));
    let more = |a: &BTreeMap<String, i32>, b: &BTreeMap<String, i32>| -> Vec<String> {
        a.iter()
            .filter(|(line, n)| !line.is_empty() && b.get(*line) != Some(*n))
            .map(|(l, _)| l.clone())
            .collect()
    };
    assert_eq!(
        more(&before, &after),
        [
            "weight = { frequency = 1.00, importance = 1.00 }",
            "weight_pct = 40 # as published",
            "weight_pct = 60"
        ]
    );
    assert_eq!(
        more(&after, &before),
        [
            "[practice_analysis]",
            "conducted_on = 2026-11-30",
            "respondents = 3",
            "source = \"Six \\\"experts\\\"\"",
            "weight = { frequency = 2.33, importance = 2.67 }",
            "weight = { frequency = 4.33, importance = 4.67 }",
            "weight = { frequency = 5.00, importance = 4.67 }",
            "weight_pct = 47",
            "weight_pct = 53 # as published",
        ]
    );
}

#[test]
fn a_file_laid_out_otherwise_is_left_to_its_author() {
    let inline = "exam = 'X-1'\nguide_version = '1'\n\
                  domain = [{ id = '1', title = 'a', weight_pct = 40, task = [{ id = '1.1' }] }]";
    let file = SourceFile::new("outlines/X-1.toml", inline);
    assert_eq!(rewritten(&file, &proposal(), "2026-11-30".parse().unwrap(), "x"), Err(NotRewritable));
}

proptest! {
    #[test]
    fn shares_come_out_whole_and_near_their_quota(
        shares in proptest::collection::vec(0.0_f64..1000.0, 1..20),
        total in 0_u32..500,
    ) {
        let whole = apportioned(&shares, total);
        let sum: f64 = shares.iter().sum();
        prop_assume!(sum > 0.0);
        prop_assert_eq!(whole.iter().sum::<u32>(), total);
        for (share, number) in shares.iter().zip(&whole) {
            let quota = share * f64::from(total) / sum;
            prop_assert!((f64::from(*number) - quota).abs() < 1.000_001, "{quota} became {number}");
        }
    }

    #[test]
    fn any_answers_make_weights_that_sum_to_100_and_can_be_written(
        said in proptest::collection::vec(proptest::array::uniform3((1_u8..=5, 1_u8..=5)), 3..12),
    ) {
        let experts: Vec<Answers> = said.into_iter().map(expert).collect();
        let proposal = weigh(&outline(), &experts, 50).unwrap();
        prop_assert_eq!(proposal.domains.iter().map(|domain| domain.weight_pct).sum::<u32>(), 100);
        prop_assert_eq!(proposal.domains.iter().map(|domain| domain.items).sum::<u32>(), 50);
        for domain in &proposal.domains {
            prop_assert!(domain.range_pct.0 <= domain.range_pct.1);
        }
        prop_assert!(rewritten(&file(), &proposal, "2026-11-30".parse().unwrap(), "x").is_ok());
    }
}
