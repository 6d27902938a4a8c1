//! What is said about the change itself.

use assay_kernel::date;
use assay_programme::model::Programme;
use assay_standing::plan::{Finding, FindingKind, FindingWeight, OpenRegistration};
use assay_words::InEnglish;

use crate::support::{add, current, pass, people, plan_of, proposed, swap};

fn told(findings: &[Finding]) -> Vec<String> {
    findings
        .iter()
        .map(|finding| format!("{}: {}", finding.severity.as_str(), finding.said.title()))
        .collect()
}

#[test]
fn a_rule_in_force_is_never_edited_and_a_comment_above_it_is_no_edit() {
    let edited = proposed(&[("policies/clf.toml", &swap("opens = \"P6M\"", "opens = \"P3M\""))]);
    let plan = plan_of(&edited, &people());
    assert_eq!(plan.programme[0].kind, FindingKind::PublishedRuleEdited);
    assert_eq!(plan.programme[0].severity, FindingWeight::Error);
    assert_eq!(
        told(&plan.programme),
        ["error: Version 2024-02-12 of the policy of Cloud Practitioner is in force and was edited"]
    );
    let commented = proposed(&[("policies/clf.toml", &|text| format!("# Why.\n{text}"))]);
    assert!(plan_of(&commented, &people()).is_empty());
}

#[test]
fn a_policy_in_force_is_never_removed_and_one_ahead_may_be() {
    let mut without = current();
    without.policies.retain(|policy| policy.certification != "clf");
    let told_without = told(&plan_of(&without, &people()).programme);
    assert_eq!(told_without, ["error: The policy of Cloud Practitioner is in force and was removed"]);
    let mut ahead = current();
    let clf = ahead.policies.iter_mut().find(|policy| policy.certification == "clf").unwrap();
    clf.versions.iter_mut().for_each(|version| version.in_force_from = Some(date(2027, 1, 1)));
    let plan = assay_standing::plan::plan(&ahead, &without, &[], crate::support::TODAY, 1, &|_| {});
    assert!(plan.programme.is_empty(), "{:#?}", plan.programme);
}

#[test]
fn a_version_that_starts_in_the_past_is_told() {
    let late = "[[version]]\nversion = 'late'\nin_force_from = 2026-01-01\nvalidity = 'P3Y'";
    let plan = plan_of(&proposed(&[("policies/clf.toml", &add(late))]), &people());
    let expected = [
        "warning: Version late of the policy of Cloud Practitioner is new and already in force",
        "note: Cloud Practitioner: new rules from 1 January 2026 on",
    ];
    assert_eq!(told(&plan.programme), expected);
    insta::assert_snapshot!(plan.programme[1].said.text().replace("; ", ";\n"), @r"
    No longer: the route “Pass the latest Cloud Practitioner exam”, for 3 years;
    no longer: the route “Finish the recertification game”, from 6 months before the end on, for 3 years.
    ");
}

#[test]
fn what_was_read_is_not_edited() {
    let announcement = "announcements/2025-07-15-sysops-becomes-cloudops.toml";
    let edited = proposed(&[
        (announcement, &swap("**29 September 2025**", "**28 September 2025**")),
        ("outlines/SOA-C03.toml", &swap("Implement metrics, alarms", "Define metrics, alarms")),
        ("outlines/SOA-C02.toml", &swap("[[domain]]", "# A comment is no edit.\n[[domain]]")),
    ]);
    let mut plan = plan_of(&edited, &people());
    plan.programme.retain(|finding| finding.kind == FindingKind::PublishedTextEdited);
    let edited = |day: &str| {
        format!(
            "error: The announcement “SysOps Administrator becomes CloudOps Engineer” of {day} was edited or \
             removed"
        )
    };
    let outline = "warning: The outline of SOA-C03 was edited, and its guide is out".to_owned();
    let expected = [edited("15 July 2025"), edited("9 September 2025"), outline];
    assert_eq!(told(&plan.programme), expected);
    let revised = "[[revision]]\non = 2026-12-01\nchange = 'A slip'\nbody = 'Better.'";
    let revised = proposed(&[(announcement, &add(revised))]);
    assert!(plan_of(&revised, &people()).is_empty(), "a further revision is the way");
}

#[test]
fn a_version_ahead_may_still_be_edited() {
    let mut before = current();
    let ahead = "[[version]]\nversion = 'ahead'\nin_force_from = 2027-06-01\nvalidity = 'P2Y'";
    let after = proposed(&[("policies/clf.toml", &add(ahead))]);
    before.policies.clone_from(&after.policies);
    let mut edited = after.clone();
    edited.policies[0].versions[1].never_shorten = true;
    let plan = assay_standing::plan::plan(&before, &edited, &[], crate::support::TODAY, 1, &|_| {});
    assert!(plan.programme.is_empty(), "{:#?}", plan.programme);
}

#[test]
fn dates_of_exam_versions_that_move_are_told_and_past_ones_must_not() {
    let ahead = proposed(&[("exams/SOA-C03.toml", &add("last_test_day_on = 2028-01-31"))]);
    let plan = plan_of(&ahead, &[]);
    assert_eq!(told(&plan.programme), ["warning: SOA-C03: last test day moves from none to 31 January 2028"]);
    let mut past = current();
    let exam = past.exams.iter_mut().find(|exam| exam.code == "SOA-C02").unwrap();
    exam.last_test_day_on = Some(assay_kernel::date(2025, 10, 31));
    let plan = plan_of(&past, &people());
    assert_eq!(
        told(&plan.programme),
        ["error: SOA-C02: last test day moves from 29 September 2025 to 31 October 2025"]
    );
}

#[test]
fn an_exam_version_that_is_taken_out_is_told_with_its_registrations() {
    let mut without = current();
    without.exams.retain(|exam| exam.code != "SOA-C03");
    let plan = plan_of(&without, &people());
    let gone = plan.programme.iter().find(|finding| finding.kind == FindingKind::ExamRemoved).unwrap();
    assert!(gone.said.text().starts_with("1 open registration for it."), "{}", gone.said.text());
    assert_eq!(gone.severity, FindingWeight::Error);
}

/// The reference programme with a version announced that is sat from 1 June 2027 on.
fn with_a_further_version() -> Programme {
    let mut with = current();
    let mut exam = with.exams.iter().find(|exam| exam.code == "SOA-C03").unwrap().clone();
    exam.code = "SOA-C04".into();
    exam.guide_released_on = Some(date(2026, 11, 1));
    exam.registration_opens_on = date(2027, 3, 1);
    exam.first_test_day_on = date(2027, 6, 1);
    let mut outline = with.outline("SOA-C03").unwrap().clone();
    outline.exam = "SOA-C04".into();
    let mut transition = with.transitions[0].clone();
    (transition.id, transition.title) = ("to-c04".into(), "SOA-C03 becomes SOA-C04".into());
    (transition.from, transition.to) = ("SOA-C03".into(), "SOA-C04".into());
    (transition.announced_on, transition.registration_opens_on) =
        (Some(date(2026, 11, 1)), Some(date(2027, 3, 1)));
    (transition.last_test_day_on, transition.first_test_day_on) = (date(2027, 5, 31), date(2027, 6, 1));
    transition.ends.clear();
    with.exams.push(exam);
    with.outlines.push(outline);
    with.transitions.push(transition);
    with
}

#[test]
fn an_announced_exam_version_can_be_withdrawn_before_its_first_day_and_not_after() {
    let with = with_a_further_version();
    let told_on = |people: &[crate::support::Person], today| {
        let subjects: Vec<_> = people.iter().map(crate::support::Person::subject).collect();
        told(&assay_standing::plan::plan(&with, &current(), &subjects, today, 1, &|_| {}).programme)
    };
    let today = crate::support::TODAY;
    assert_eq!(
        told_on(&[], today),
        [
            "warning: The announced change “SOA-C03 becomes SOA-C04” is taken back",
            "note: The exam version SOA-C04 is withdrawn before its first day, 1 June 2027",
        ]
    );
    let mut registered = crate::support::Person::new("ada", &[]);
    registered.registrations.push(OpenRegistration {
        exam: "SOA-C04".into(),
        sit_from: date(2027, 6, 1),
        sit_until: Some(date(2027, 12, 31)),
    });
    let told = told_on(&[registered], today);
    assert!(told.contains(
        &"warning: The exam version SOA-C04 is withdrawn before its first day, 1 June 2027".to_owned()
    ));
    let passed = crate::support::Person::new("ben", &[pass(date(2026, 11, 20), "SOA-C04")]);
    for told in [told_on(&[passed], today), told_on(&[], date(2027, 6, 1))] {
        let refused = "error: The exam version SOA-C04 is no longer part of the programme".to_owned();
        assert!(told.contains(&refused), "{told:?}");
    }
    let begun = told_on(&[], date(2027, 6, 1));
    assert!(begun.contains(&"error: The change “SOA-C03 becomes SOA-C04” is no longer described".to_owned()));
    let silent = told_on(&[], date(2026, 10, 1));
    let dropped = "note: The change “SOA-C03 becomes SOA-C04” is dropped before it was announced".to_owned();
    assert!(silent.contains(&dropped), "{silent:?}");
}

#[test]
fn skills_that_lose_their_home_and_claims_that_no_longer_hold_are_told() {
    let mut changed = current();
    let crosswalk = &mut changed.crosswalks[0];
    let lost: Vec<String> = crosswalk.skills.iter().take(2).map(|map| map.from.clone()).collect();
    for map in crosswalk.skills.iter_mut().take(2) {
        map.to.clear();
        map.relation = assay_programme::model::Relation::Unplaced;
    }
    let task = &mut crosswalk.tasks[0];
    (task.to, task.relation) = (None, assay_programme::model::Relation::Removed);
    let plan = plan_of(&changed, &[]);
    let skills = format!("warning: 2 skills of SOA-C02 have no home in SOA-C03: {}", lost.join(" and "));
    let expected = [
        skills.as_str(),
        "warning: Announced: “No task statement has been removed.” Now: refuted; before: \
         holds at task level only",
    ];
    assert_eq!(told(&plan.programme)[..2], expected);
    let kept = serde_json::to_value(&plan.programme[1].said).unwrap();
    let evidence = &kept["args"]["evidence"]["said"];
    assert_eq!(evidence["code"], "evidence.tasks-gone", "a plan keeps no sentence of it: {kept}");
    assert_eq!(evidence["args"]["tasks"]["list"][0]["text"], "1.1");
}

#[test]
fn what_has_been_amended_cannot_be_unsaid() {
    let amendment = "[[amendment]]\non = 2026-03-01\nshift = 'P1M'\nreason = 'Closed.'";
    let with = proposed(&[("programme.toml", &add(amendment))]);
    let plan = assay_standing::plan::plan(&with, &current(), &[], crate::support::TODAY, 1, &|_| {});
    assert_eq!(told(&plan.programme), ["error: The amendment of 1 March 2026 was edited or removed"]);
}
