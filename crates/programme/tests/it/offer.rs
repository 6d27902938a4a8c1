//! What the reference programme offers, day by day.

use assay_kernel::{date, source::SourceFile};
use assay_programme::offer::{
    MilestoneKind, OfferState, changes_of, earns, exams_open_on, first_valid_until, languages_in_words,
    last_fail_to_retake, milestones_of_certification, milestones_of_change, milestones_of_transition,
    offer_on, policy_known_on, telling_days,
};
use assay_programme::testing::{self, Try};
use assay_words::InEnglish;

use crate::support::{folders, reference};

#[test]
fn both_exam_versions_are_on_sale_for_three_weeks_and_never_sat_on_one_day() {
    let programme = reference();
    let codes = |day| -> Vec<String> {
        exams_open_on(&programme, day).iter().map(|exam| exam.code.to_string()).collect()
    };
    assert_eq!(codes(date(2025, 9, 8)), ["CLF-C02", "DOP-C02", "SOA-C02"]);
    assert_eq!(codes(date(2025, 9, 20)), ["CLF-C02", "DOP-C02", "SOA-C02", "SOA-C03"]);
    assert_eq!(codes(date(2025, 9, 30)), ["CLF-C02", "DOP-C02", "SOA-C03"]);
    let (old, new) = (programme.exam("SOA-C02").unwrap(), programme.exam("SOA-C03").unwrap());
    for day in [date(2025, 9, 29), date(2025, 9, 30)] {
        assert_ne!(old.can_be_sat_on(day), new.can_be_sat_on(day));
    }
}

#[test]
fn the_successor_is_unknown_then_announced_then_open() {
    let programme = reference();
    let (old, new) = (programme.exam("SOA-C02").unwrap(), programme.exam("SOA-C03").unwrap());
    let opens_on = date(2025, 9, 9);
    assert_eq!(offer_on(&programme, new, date(2025, 7, 14)), OfferState::Unannounced);
    assert_eq!(offer_on(&programme, new, date(2025, 7, 15)), OfferState::NotYetOpen { opens_on });
    assert_eq!(offer_on(&programme, new, opens_on), OfferState::Open { until: None });
    let until = Some(date(2025, 9, 29));
    assert_eq!(offer_on(&programme, old, opens_on), OfferState::Open { until });
    let since = date(2025, 9, 30);
    assert_eq!(offer_on(&programme, old, since), OfferState::Retired { since });
    assert_eq!(earns(&programme, old).unwrap().title, "SysOps Administrator - Associate");
    assert_eq!(earns(&programme, new).unwrap().title, "CloudOps Engineer - Associate");
    let json = serde_json::to_string(&offer_on(&programme, old, since)).unwrap();
    assert_eq!(json, r#"{"state":"retired","since":"2025-09-30"}"#);
}

#[test]
fn whoever_fails_after_15_september_cannot_retake_the_old_exam() {
    let programme = reference();
    let old = programme.exam("SOA-C02").unwrap();
    assert_eq!(last_fail_to_retake(&programme, old), Some(date(2025, 9, 15)));
    let next =
        |failed_on| testing::next_day(&programme, old, &[Try { on: failed_on, passed: false }], failed_on);
    assert_eq!(next(date(2025, 9, 15)), Some(date(2025, 9, 29)));
    assert_eq!(next(date(2025, 9, 16)), None);
}

#[test]
fn the_timeline_of_the_transition_has_its_days_in_order() {
    let programme = reference();
    let transition = programme.transition_to("SOA-C03").unwrap();
    let days: Vec<_> =
        milestones_of_transition(&programme, transition).into_iter().map(|m| (m.on, m.kind)).collect();
    assert_eq!(
        days,
        [
            (date(2025, 7, 15), MilestoneKind::Announced),
            (date(2025, 9, 9), MilestoneKind::GuideReleased),
            (date(2025, 9, 9), MilestoneKind::RegistrationOpens),
            (date(2025, 9, 15), MilestoneKind::LastFailForRetake),
            (date(2025, 9, 29), MilestoneKind::LastTestDay),
            (date(2025, 9, 30), MilestoneKind::FirstTestDay),
        ]
    );
    let sysops = milestones_of_certification(&programme, "sysops");
    assert!(sysops.iter().any(|m| m.kind == MilestoneKind::RouteEnds && m.on == date(2025, 9, 29)));
    let first_days = sysops.iter().filter(|m| m.kind == MilestoneKind::FirstTestDay).count();
    assert_eq!(first_days, 2, "the certification's own and its successor's, each once");
}

#[test]
fn a_demo_clock_offers_the_days_worth_a_visit() {
    let days = telling_days(&reference());
    let shown: Vec<String> = days.iter().map(|day| format!("{}  {}", day.on, day.said.text())).collect();
    assert_eq!(
        shown.join("\n"),
        "\
2025-07-15  SOA-C03 is announced; New renewal rules for SysOps Administrator - Associate
2025-09-09  The exam guide for SOA-C03 is out; Registration for SOA-C03 opens
2025-09-15  Last day to fail SOA-C02 and still retake it
2025-09-20  Registration is open for both SOA-C02 and SOA-C03
2025-09-29  Last test day of SOA-C02
2025-09-30  First test day of SOA-C03
2026-06-30  New renewal rules for CloudOps Engineer - Associate and DevOps Engineer - Professional
2028-07-02  A renewal window opens for CloudOps Engineer - Associate if earned on 2025-09-30
2028-09-29  Last valid day of SysOps Administrator - Associate if earned on 2025-09-29
2028-09-30  Last valid day of CloudOps Engineer - Associate if earned on 2025-09-30"
    );
}

#[test]
fn days_of_single_languages_stand_on_the_timeline_together() {
    let mut files = folders("must_pass").remove("overlap").unwrap();
    let exam = files.iter_mut().find(|file| file.path == "exams/PIL-1.toml").unwrap();
    exam.text =
        exam.text.replace("\"pt\"", "\"pt\", \"es\"").replace("code = \"pt\", \"es\"", "code = \"pt\"");
    exam.text.push_str("\n[[language]]\ncode = 'es'\nlast_test_day_on = 2025-07-31\n");
    let (programme, _) = assay_programme::parse(&files);
    let transition = programme.transition_to("PIL-2").unwrap();
    let ends: Vec<String> = milestones_of_transition(&programme, transition)
        .into_iter()
        .filter(|m| matches!(m.kind, MilestoneKind::LastTestDay | MilestoneKind::LastRegistrationDay))
        .map(|m| format!("{} {}", m.on, m.said.text()))
        .collect();
    assert_eq!(
        ends,
        [
            "2025-06-23 Last day to register for PIL-1 in English and Spanish",
            "2025-06-30 Last test day of PIL-1 in English",
            "2025-07-24 Last day to register for PIL-1 in Portuguese",
            "2025-07-31 Last test day of PIL-1 in Portuguese and Spanish",
        ]
    );
    let pilot = milestones_of_certification(&programme, "pilot");
    assert!(pilot.iter().any(|m| m.said.text() == "Last test day of PIL-1 in Portuguese and Spanish"));
}

#[test]
fn what_goes_on_in_other_languages_is_not_retired() {
    let (programme, _) = assay_programme::parse(&folders("must_pass").remove("overlap").unwrap());
    let exam = programme.exam("PIL-1").unwrap();
    let until = Some(date(2025, 7, 31));
    assert_eq!(offer_on(&programme, exam, date(2025, 7, 1)), OfferState::OtherLanguagesOnly { until });
    assert!(!offer_on(&programme, exam, date(2025, 7, 1)).accepts_registration());
    let since = date(2025, 8, 1);
    assert_eq!(offer_on(&programme, exam, since), OfferState::Retired { since });
    assert_eq!(languages_in_words(["pt", "es", "xx"]), "Portuguese, Spanish and xx");
}

#[test]
fn a_retirement_and_new_rules_have_their_days_and_nobody_knows_them_before() {
    let (programme, _) = assay_programme::parse(&folders("must_pass").remove("changes").unwrap());
    let told = |certification: &str| -> Vec<String> {
        let told = |m: &assay_programme::offer::Milestone| {
            let known = m.known_from.map_or("always".to_owned(), |day| day.to_string());
            format!("{} {} (known {known})", m.on, m.said.text())
        };
        milestones_of_certification(&programme, certification).iter().map(told).collect()
    };
    assert_eq!(
        told("boatman"),
        [
            "2025-01-15 Announced: Boatman is retired (known 2025-01-15)",
            "2025-05-31 Last day of new awards (known 2025-01-15)",
            "2025-05-31 Last day on which it renews others (known 2025-01-15)",
            "2025-06-30 Last day to renew by: retake (known 2025-01-15)",
        ]
    );
    assert!(
        told("pilot").contains(&"2025-06-30 New rules: Two years instead of three (known 2025-04-01)".into())
    );
    let days = telling_days(&programme);
    let on = |day| days.iter().find(|telling| telling.on == day).map(|telling| telling.said.text());
    assert!(on(date(2025, 1, 15)).unwrap().contains("Announced: Boatman is retired"));
    assert!(on(date(2025, 5, 31)).unwrap().contains("Last day of new awards of Boatman"));

    let (before, announced) = (date(2025, 1, 14), date(2025, 1, 15));
    assert!(changes_of(&programme, "boatman", before).is_empty());
    assert_eq!(changes_of(&programme, "boatman", announced).len(), 1);
    let policy = programme.policy("boatman").unwrap();
    let known = policy_known_on(&programme, policy, before);
    assert_eq!((known.award_until, known.versions[0].routes[0].until), (None, None));
    assert_eq!(known.versions[0].cascades[0].until, None);
    assert_eq!(&policy_known_on(&programme, policy, announced), policy);
    let change = changes_of(&programme, "boatman", announced)[0];
    assert!(
        milestones_of_change(&programme, change)
            .iter()
            .any(|m| m.said.text() == "Last day of new awards: Boatman")
    );
}

#[test]
fn a_cohort_decides_how_long_an_award_is_good_for() {
    let policy = "certification = 'a'\n[[version]]\nversion = '1'\nvalidity = 'P24M'\ncohort = [\n\
                  { to = 2019-12-31, fixed = 2021-03-12 },\n{ to = 2024-03-31, validity = 'P36M' },\n]\n";
    let (programme, _) = assay_programme::parse(&[SourceFile::new("policies/a.toml", policy)]);
    let policy = programme.policy("a").unwrap();
    let until = |day| first_valid_until(policy, day);
    assert_eq!(until(date(2019, 5, 1)), Some(date(2021, 3, 12)));
    assert_eq!(until(date(2024, 3, 31)), Some(date(2027, 3, 31)));
    assert_eq!(until(date(2024, 4, 1)), Some(date(2026, 4, 1)));
}
