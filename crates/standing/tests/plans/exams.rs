//! What is said about edits of exam versions and of the rules of examination.

use assay_kernel::{Date, Period, date};
use assay_programme::model::{Clause, ExamVersion, LanguageDates, Programme, TryLimit};
use assay_standing::plan::{FindingKind, FindingWeight, plan};
use assay_words::InEnglish;

use crate::support::{TODAY, current, plan_of, proposed, swap};

fn with(edit: impl Fn(&mut ExamVersion)) -> Programme {
    let mut programme = current();
    edit(programme.exams.iter_mut().find(|exam| exam.code == "SOA-C03").unwrap());
    programme
}

fn told(proposed: &Programme, today: Date) -> Vec<(FindingWeight, String)> {
    let plan = plan(&current(), proposed, &[], today, 1, &|_| {});
    plan.programme.into_iter().map(|finding| (finding.severity, finding.said.title())).collect()
}

#[test]
fn what_a_score_means_is_never_edited_once_test_days_have_begun() {
    let easier = with(|exam| exam.scale.cut = 700);
    let cut = "SOA-C03: the cut score changes from 720 to 700".to_owned();
    // Registration opens on 9 September 2025, the first test day is 30 September.
    assert_eq!(told(&easier, date(2025, 9, 8)), []);
    assert_eq!(told(&easier, date(2025, 9, 9)), [(FindingWeight::Warning, cut.clone())]);
    assert_eq!(told(&easier, date(2025, 9, 29)), [(FindingWeight::Warning, cut.clone())]);
    assert_eq!(told(&easier, date(2025, 9, 30)), [(FindingWeight::Error, cut)]);
    let finding = &plan_of(&easier, &[]).programme[0];
    assert_eq!(finding.kind, FindingKind::ExamEdited);
    assert!(finding.said.text().contains("make a new exam version instead"), "{}", finding.said.text());
    let both = with(|exam| (exam.scale.maximum, exam.items_scored) = (900, 55));
    let expected = [
        (FindingWeight::Error, "SOA-C03: the scale changes from 100–1000 to 100–900".to_owned()),
        (FindingWeight::Error, "SOA-C03: the number of scored questions changes from 50 to 55".to_owned()),
    ];
    assert_eq!(told(&both, TODAY), expected);
}

#[test]
fn what_candidates_reckon_with_is_told_to_them_before() {
    let changed = with(|exam| {
        (exam.items_total, exam.time_limit_min, exam.price.amount) = (70, 140, 200);
        exam.languages.pop();
        exam.item_kinds.push("ordering".into());
        exam.prerequisites.push("clf".into());
    });
    let expected = [
        "the number of questions changes from 65 to 70",
        "the time changes from 130 minutes to 140 minutes",
        "the price changes from 150 USD to 200 USD",
        "the list of languages changes from en, ja, ko and zh-Hans to en, ja and ko",
        "the list of question kinds changes from multiple-choice and multiple-response to multiple-choice, \
         multiple-response and ordering",
        "the list of prerequisites changes from none to clf",
    ];
    assert_eq!(
        told(&changed, TODAY),
        expected.map(|what| (FindingWeight::Warning, format!("SOA-C03: {what}")))
    );
    assert_eq!(told(&changed, date(2025, 9, 8)), [], "nobody could register");
}

#[test]
fn an_exam_version_that_one_language_began_has_begun() {
    let mut before = current();
    let exam = before.exams.iter_mut().find(|exam| exam.code == "SOA-C03").unwrap();
    (exam.registration_opens_on, exam.first_test_day_on) = (date(2027, 1, 1), date(2027, 2, 1));
    exam.by_language = vec![LanguageDates {
        language: "ja".into(),
        registration_opens_on: None,
        first_test_day_on: Some(TODAY),
        last_registration_day_on: None,
        last_test_day_on: None,
        clause: Clause::default(),
    }];
    let mut after = before.clone();
    after.exams.iter_mut().for_each(|exam| exam.scale.cut += u32::from(exam.code == "SOA-C03"));
    let plan = plan(&before, &after, &[], TODAY, 1, &|_| {});
    assert_eq!(plan.programme[0].severity, FindingWeight::Error);
}

#[test]
fn edits_of_the_rules_of_examination_are_told_in_words() {
    let note = |title: &str| (FindingWeight::Note, title.to_owned());
    let longer = proposed(&[("examination.toml", &swap("waits = [\"P14D\"]", "waits = [\"P30D\"]"))]);
    assert_eq!(told(&longer, TODAY), [note("The wait after a fail is 30 days instead of 14 days")]);
    let mut more = current();
    let rules = &mut more.examination;
    rules.retake.waits = vec![Period::days(14), Period::days(60), Period::days(90)];
    rules.retake.tries = Some(TryLimit { max: 4, within: Period::months(24) });
    (rules.block_after_pass, rules.registration_good_for) = (None, None);
    let expected = [
        note("The wait after 2 fails is 60 days instead of 14 days"),
        note("The wait after 3 fails and more is 90 days instead of 14 days"),
        note("The number of tries at one exam version is 4 in 2 years instead of without limit"),
        note("The block after a pass is none instead of 2 years"),
        note("The time a registration is good for is without end instead of 1 year"),
    ];
    assert_eq!(told(&more, TODAY), expected);
}
