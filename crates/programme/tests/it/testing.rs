//! When an exam version may be sat, told as days.

use assay_kernel::{Date, Period, date, source::SourceFile};
use assay_programme::{
    model::{Programme, Retake, TryLimit},
    offer::{OfferState, can_register_on, offer_on},
    testing::{self, Days, Try},
};
use proptest::prelude::*;

/// Given here in English until 10 March, elsewhere in Portuguese until 30 June.
fn two_languages(first: &str) -> Programme {
    let exam = format!(
        "code = 'A-1'\nregistration_opens_on = 2025-01-02\nfirst_test_day_on = 2025-02-01\n\
         last_test_day_on = 2025-03-10\nlanguages = [{first}]\n\
         [[language]]\ncode = 'pt'\nfirst_test_day_on = 2025-02-15\nlast_test_day_on = 2025-06-30"
    );
    assay_programme::parse(&[SourceFile::new("exams/A-1.toml", exam)]).0
}

#[test]
fn the_days_of_the_language_given_here_decide_for_every_question() {
    let programme = two_languages("'en', 'pt'");
    let exam = programme.exam("A-1").unwrap();
    let english = Days { first: date(2025, 2, 1), last: Some(date(2025, 3, 10)) };
    assert_eq!(testing::here(exam), english);
    assert_eq!(exam.last_test_day_of_all(), Some(date(2025, 6, 30)));
    let until = Some(date(2025, 6, 30));
    assert_eq!(offer_on(&programme, exam, date(2025, 3, 11)), OfferState::OtherLanguagesOnly { until });

    let programme = two_languages("'pt', 'en'");
    let exam = programme.exam("A-1").unwrap();
    assert_eq!(testing::here(exam), Days { first: date(2025, 2, 15), last: Some(date(2025, 6, 30)) });
    assert_eq!(offer_on(&programme, exam, date(2025, 3, 11)), OfferState::Open { until });
    assert!(can_register_on(exam, date(2025, 6, 30)) && !can_register_on(exam, date(2025, 7, 1)));
}

#[test]
fn a_registration_is_good_for_the_days_on_which_the_exam_is_sat() {
    let programme = two_languages("'en', 'pt'");
    let exam = programme.exam("A-1").unwrap();
    let of = |from, until| testing::of_registration(exam, from, until);
    let days = |first, last| Some(Days { first, last: Some(last) });
    assert_eq!(of(date(2025, 1, 5), None), days(date(2025, 2, 1), date(2025, 3, 10)));
    assert_eq!(of(date(2025, 2, 5), Some(date(2025, 2, 7))), days(date(2025, 2, 5), date(2025, 2, 7)));
    assert_eq!(of(date(2025, 1, 5), Some(date(2025, 1, 31))), None, "over before the first test day");
    assert_eq!(of(date(2025, 3, 11), None), None);
}

/// One exam version with an end, the waits of a ladder, a block and a limit, each or none.
fn ruled(waits: &[i32], block: Option<i32>, limit: Option<(u32, i32)>, last: Option<Date>) -> Programme {
    let mut programme = two_languages("'en'");
    for exam in &mut programme.exams {
        exam.by_language.clear();
        exam.last_test_day_on = last;
    }
    let tries = limit.map(|(max, days)| TryLimit { max, within: Period::days(days) });
    let waits = waits.iter().map(|days| Period::days(*days)).collect();
    programme.examination.retake = Retake { waits, tries };
    programme.examination.block_after_pass = block.map(Period::days);
    programme
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let tried = (0_i32..120, any::<bool>())
        .prop_map(|(after, passed)| Try { on: Period::days(after).after(date(2025, 2, 1)), passed });
    prop::collection::vec(tried, 0..6)
}

proptest! {
    #[test]
    fn the_next_day_is_the_first_on_which_nothing_holds_back(
        tries in tries(),
        waits in prop::collection::vec(1_i32..40, 0..3),
        block in prop::option::of(1_i32..60),
        limit in prop::option::of((1_u32..4, 1_i32..90)),
        from in 0_i32..160,
        last in prop::option::of(0_i32..200),
    ) {
        let day = |after| Period::days(after).after(date(2025, 2, 1));
        let programme = ruled(&waits, block, limit, last.map(day));
        let exam = programme.exam("A-1").unwrap();
        let free = |day| testing::hold(&programme, &tries, day).is_none();
        let possible = |day| testing::here(exam).contains(day) && free(day);
        let next = testing::next_day(&programme, exam, &tries, day(from));
        // The same by trying one day after the other; no rule above lasts longer.
        let tried = (from..from + 400).map(day).find(|day| possible(*day));
        prop_assert_eq!(next, tried);
        if let Some(hold) = testing::hold(&programme, &tries, day(from)) {
            prop_assert!(hold.over_on > day(from), "a rule that is over holds nobody back");
        }
    }
}
