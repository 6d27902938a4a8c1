//! Who may sit again, and when: waits, blocks and limits told as stories.

use assay_kernel::{Period, date};
use assay_programme::model::{Retake, Transition, TryLimit};
use assay_words::InEnglish;

use super::*;

/// Waits of 14, 60 and 365 days, four tries in two years; PIL-1 is sat from 2024 on.
fn harbour() -> Programme {
    let exam = "code = 'PIL-1'\nregistration_opens_on = 2024-01-01\nfirst_test_day_on = 2024-01-01";
    let exam = assay_kernel::source::SourceFile::new("exams/PIL-1.toml", exam);
    let (mut programme, _) = assay_programme::parse(&[exam]);
    let waits = [14, 60, 365].map(Period::days).to_vec();
    let tries = Some(TryLimit { max: 4, within: Period::months(24) });
    programme.examination.retake = Retake { waits, tries };
    programme
}

fn taken(days: &[(Date, bool)]) -> CandidateRecord {
    let result = |(on, passed): &(Date, bool)| PastResult { exam: "PIL-1".into(), on: *on, passed: *passed };
    CandidateRecord { results: days.iter().map(result).collect(), ..CandidateRecord::default() }
}

fn asked(programme: &Programme, candidate: &CandidateRecord, day: Date) -> Result<(), Refusal> {
    may_sit_again(programme, programme.exam("PIL-1").unwrap(), candidate, day)
}

const FOUR: [(Date, bool); 4] = [
    (date(2024, 1, 10), false),
    (date(2024, 1, 24), false),
    (date(2024, 3, 24), false),
    (date(2025, 3, 24), false),
];

#[test]
fn whoever_has_seen_the_questions_neither_registers_nor_starts() {
    let programme = harbour();
    let (exam, day) = (programme.exam("PIL-1").unwrap(), date(2024, 1, 1));
    let nobody = CandidateRecord::default();
    let seen = CandidateRecord { seen: ["PIL-1".into()].into(), ..CandidateRecord::default() };
    let other = CandidateRecord { seen: ["other".into()].into(), ..CandidateRecord::default() };
    let every = CandidateRecord { seen_every: true, ..CandidateRecord::default() };
    for (candidate, is_refused) in [(&nobody, false), (&seen, true), (&other, false), (&every, true)] {
        let registering = may_register(&programme, exam, candidate, day).err().map(|no| no.code);
        let starting = may_use(&programme, exam, None, candidate, day).err().map(|no| no.code);
        let refused = is_refused.then_some("has-seen-the-questions");
        assert_eq!((registering, starting), (refused, refused));
    }
}

#[test]
fn a_fifth_try_waits_until_the_first_is_two_years_old() {
    let mut programme = harbour();
    programme.examination.retake.waits = vec![Period::days(14)];
    let candidate = taken(&FOUR);
    let refusal = asked(&programme, &candidate, date(2026, 1, 9)).unwrap_err();
    assert_eq!((refusal.code, refusal.next_possible_on), ("attempt-limit", Some(date(2026, 1, 10))));
    assert_eq!(
        refusal.said.text(),
        "You have taken PIL-1 4 times since 10 January 2024. At most 4 tries in 2 years are possible: the \
         next one from 10 January 2026."
    );
    assert_eq!(asked(&programme, &candidate, date(2026, 1, 10)), Ok(()));
    assert_eq!(asked(&programme, &taken(&FOUR[..3]), date(2024, 4, 7)), Ok(()), "three are not too many");
}

#[test]
fn a_passed_try_counts_like_a_failed_one_and_another_exam_version_not_at_all() {
    let mut programme = harbour();
    programme.examination.retake.waits = Vec::new();
    let mut passed_last = FOUR;
    passed_last[3].1 = true;
    let day = date(2025, 12, 31);
    assert_eq!(asked(&programme, &taken(&passed_last), day).unwrap_err().code, "attempt-limit");
    let mut elsewhere = taken(&FOUR);
    elsewhere.results[0].exam = "PIL-2".into();
    assert_eq!(asked(&programme, &elsewhere, day), Ok(()));
}

#[test]
fn whoever_waits_for_two_reasons_is_told_the_later_day() {
    let programme = harbour();
    // The fourth fail makes them wait a year, to 24 March 2026; the limit alone would end in January.
    let refusal = asked(&programme, &taken(&FOUR), date(2025, 6, 1)).unwrap_err();
    assert_eq!((refusal.code, refusal.next_possible_on), ("retake-wait", Some(date(2026, 3, 24))));
}

#[test]
fn more_tries_than_the_limit_wait_until_enough_of_them_are_old() {
    let mut programme = harbour();
    programme.examination.retake =
        Retake { waits: Vec::new(), tries: Some(TryLimit { max: 2, within: Period::months(24) }) };
    // Two of four must be out of the count, and one more: the limit came later than the tries.
    let refusal = asked(&programme, &taken(&FOUR), date(2025, 6, 1)).unwrap_err();
    assert_eq!(refusal.next_possible_on, Some(date(2026, 3, 24)));
    let once = Retake { waits: Vec::new(), tries: Some(TryLimit { max: 1, within: Period::days(30) }) };
    programme.examination.retake = once;
    let refusal = asked(&programme, &taken(&FOUR[..1]), date(2024, 1, 20)).unwrap_err();
    assert!(
        refusal.said.text().contains("PIL-1 once since")
            && refusal.said.text().contains("At most 1 try in 30 days")
    );
}

#[test]
fn a_limit_that_outlasts_the_exam_version_leads_to_the_one_that_follows() {
    let mut programme = harbour();
    programme.examination.retake.waits = Vec::new();
    programme.exams[0].last_test_day_on = Some(date(2025, 12, 31));
    let text = "id = 'new'\nfrom = 'PIL-0'\nalso_from = ['PIL-1']\nto = 'PIL-2'\nfailed_sits = 'PIL-3'";
    let file = assay_kernel::source::SourceFile::new("transitions/new.toml", text);
    let transitions: Vec<Transition> = assay_programme::parse(&[file]).0.transitions;
    programme.transitions = transitions;
    let refusal = asked(&programme, &taken(&FOUR), date(2025, 12, 1)).unwrap_err();
    assert_eq!((refusal.code, refusal.next_possible_on), ("attempt-limit", None));
    assert_eq!(refusal.instead, Some("PIL-3".into()), "who fails goes where the transition says");
    assert!(
        refusal.said.text().ends_with("last day of PIL-1, 31 December 2025. Sit PIL-3 instead."),
        "{}",
        refusal.said.text()
    );
}

proptest::proptest! {
    #[test]
    fn the_next_possible_day_is_the_first_on_which_nothing_refuses(
        days in proptest::collection::vec((0_i32..900, proptest::bool::ANY), 0..8),
        today in 0_i32..1_000,
    ) {
        let start = date(2024, 1, 1);
        let day = |offset: i32| Period::days(offset).after(start);
        let mut programme = harbour();
        programme.examination.block_after_pass = Some(Period::days(200));
        let past: Vec<(Date, bool)> =
            days.into_iter().filter(|(offset, _)| *offset <= today).map(|(o, p)| (day(o), p)).collect();
        let candidate = taken(&past);
        if let Err(refusal) = asked(&programme, &candidate, day(today)) {
            let next = refusal.next_possible_on.unwrap();
            proptest::prop_assert!(next > day(today));
            proptest::prop_assert_eq!(asked(&programme, &candidate, next), Ok(()));
            let before = Period::days(1).before(next);
            proptest::prop_assert!(asked(&programme, &candidate, before).is_err());
        }
    }
}

#[test]
fn a_start_answers_what_the_next_day_promises() {
    let mut programme = harbour();
    programme.exams[0].last_test_day_on = Some(date(2026, 6, 30));
    programme.examination.block_after_pass = Some(Period::days(100));
    let histories: [&[(Date, bool)]; 4] = [&[], &FOUR, &FOUR[..2], &[(date(2026, 3, 1), true)]];
    for past in histories {
        let candidate = taken(past);
        let exam = programme.exam("PIL-1").unwrap();
        let next = testing::next_day(&programme, exam, &candidate.tries(&exam.code), date(2024, 1, 1));
        let mut day = date(2024, 1, 1);
        while day < date(2026, 7, 10) {
            let used = may_use(&programme, exam, Some(date(2026, 6, 30)), &candidate, day);
            let left = testing::next_day(&programme, exam, &candidate.tries(&exam.code), day);
            assert_eq!(used.is_ok(), left == Some(day), "{past:?} on {day}: {used:?}");
            day = Period::days(1).after(day);
        }
        assert!(next.is_some(), "{past:?}");
    }
}

#[test]
fn whoever_was_suspended_by_the_body_is_sold_no_exam_that_could_not_count() {
    let programme = harbour();
    let exam = programme.exam("PIL-1").unwrap();
    let barred = [exam.certification.clone()].into();
    let suspended = CandidateRecord { barred, ..CandidateRecord::default() };
    let refusal = may_register(&programme, exam, &suspended, date(2024, 3, 1)).unwrap_err();
    assert_eq!((refusal.code, refusal.next_possible_on), ("suspended", None));
    assert!(refusal.said.text().ends_with("neither renew nor earn it. Ask the body."));
    let other = CandidateRecord { barred: ["other".into()].into(), ..CandidateRecord::default() };
    assert!(may_register(&programme, exam, &other, date(2024, 3, 1)).is_ok());
}

#[test]
fn a_registration_that_would_be_over_before_the_first_test_day_is_not_sold() {
    let mut programme = harbour();
    programme.exams[0].first_test_day_on = date(2025, 1, 1);
    programme.examination.registration_good_for = Some(Period::days(30));
    let exam = programme.exam("PIL-1").unwrap();
    let asked = |day| may_register(&programme, exam, &CandidateRecord::default(), day);
    let refusal = asked(date(2024, 11, 1)).unwrap_err();
    assert_eq!(refusal.code, "no-test-day");
    assert_eq!(
        refusal.said.text(),
        "A registration for PIL-1 made today is good until 1 December 2024, and its first test day is \
         1 January 2025. Register later."
    );
    let offer = asked(date(2024, 12, 2)).unwrap();
    assert_eq!((offer.sit_from, offer.sit_until), (date(2025, 1, 1), Some(date(2025, 1, 1))));
}
