//! One story for each kind of impact, and what the people in it would read.

use assay_kernel::date;
use assay_standing::plan::{ImpactKind, ImpactPlan, PlannedPerson, plan};
use assay_words::InEnglish;

use crate::support::{
    Person, TODAY, add, current, fail, group, names, of, pass, people, plan_of, proposed, swap,
};

const CLOUDOPS: &str = "policies/cloudops.toml";
const SOA_C03: &str = "exams/SOA-C03.toml";

fn ends(last: &str) -> impl Fn(&str) -> String {
    move |text| format!("{text}\nlast_test_day_on = {last}\n")
}

#[test]
fn a_shorter_validity_written_over_the_old_one_ends_earlier_what_people_were_promised() {
    let proposed = proposed(&[(CLOUDOPS, &swap("validity = \"P3Y\"", "validity = \"P2Y\""))]);
    let plan = plan_of(&proposed, &people());
    let earlier = group(&plan, ImpactKind::EndsEarlier, "cloudops");
    // Cem's was renewed along with DevOps Engineer, whose own validity is the old one.
    assert_eq!(names(earlier), ["ben", "dee"]);
    let ben = of(earlier, "ben");
    assert_eq!((ben.before, ben.after), (Some(date(2028, 10, 20)), Some(date(2027, 10, 20))));
    assert_eq!(ben.from, None, "at once");
}

#[test]
fn an_amendment_ahead_ends_later_from_its_day_on() {
    let amendment = "[[amendment]]\non = 2027-02-01\nshift = 'P6M'\nreason = 'Closed.'";
    let proposed = proposed(&[("programme.toml", &add(amendment))]);
    let plan = plan_of(&proposed, &people());
    let later = group(&plan, ImpactKind::EndsLater, "sysops");
    let ann = of(later, "ann");
    assert_eq!((ann.before, ann.after), (Some(date(2027, 3, 10)), Some(date(2027, 9, 10))));
    assert_eq!(ann.from, Some(date(2027, 2, 1)));
    assert!(later.said.title().ends_with("from 1 February 2027 on"), "{}", later.said.title());
    assert_eq!(plan.count(ImpactKind::EndsLater), 7);
    assert!(!names(later).contains(&"eli"), "what has expired is not amended");
}

#[test]
fn whoever_would_have_expired_already_is_in_another_state_today() {
    let shorter = swap("validity = \"P3Y\"", "validity = \"P2Y\"");
    let plan = plan_of(&proposed(&[("policies/sysops.toml", &shorter)]), &people());
    let states = group(&plan, ImpactKind::StatusChanges, "sysops");
    assert_eq!(names(states), ["ann"]);
    assert_eq!(states.people[0].said.text(), "Today it is expired instead of active.");
    assert_eq!(names(group(&plan, ImpactKind::CannotRenew, "sysops")), ["ann"]);
}

#[test]
fn a_grace_that_a_version_adds_shows_on_the_day_after_the_last_valid_one() {
    let rules = "[[version]]\nversion = 'g'\nin_force_from = 2027-01-01\nvalidity = 'P3Y'\ngrace = 'P30D'\n\
                 [[version.route]]\nid = 'retake'\non = ['pass']";
    let plan = plan_of(&proposed(&[(CLOUDOPS, &add(rules))]), &people());
    let states = group(&plan, ImpactKind::StatusChanges, "cloudops");
    assert_eq!(names(states), ["ben", "cem", "dee"]);
    let ben = of(states, "ben");
    assert_eq!(ben.from, Some(date(2028, 10, 21)));
    assert_eq!(ben.said.text(), "On 21 October 2028 it is in grace instead of expired.");
    assert_eq!(states.said.title(), "CloudOps Engineer - Associate: in grace instead of expired");
}

#[test]
fn a_route_that_ends_next_year_is_lost_from_that_day_on() {
    let rules = "[[version]]\nversion = '2027'\nin_force_from = 2027-07-01\nvalidity = 'P3Y'\n\
                 [[version.route]]\nid = 'retake'\non = ['pass']";
    let plan = plan_of(&proposed(&[("policies/clf.toml", &add(rules))]), &people());
    let lost = group(&plan, ImpactKind::LosesRoute, "clf");
    assert_eq!(names(lost), ["dee"]);
    // It opens half a year before 15 September 2029, when the new rules have long begun.
    assert_eq!(lost.said.title(), "Cloud Practitioner: loses the route “Finish the recertification game”");
    assert_eq!(
        lost.people[0].said.text(),
        "The route “Finish the recertification game” no longer renews it."
    );
    assert_eq!(plan.count(ImpactKind::CannotRenew), 0);
}

#[test]
fn a_route_of_a_later_version_is_gained_from_its_first_day_on() {
    let rules = |retired: bool| {
        format!(
            "[[version]]\nversion = '2027'\nin_force_from = 2027-01-01\nvalidity = 'P3Y'\n\
             [[version.route]]\nid = 'learn'\ntitle = 'Learn'\non = ['learn-300']\neven_retired = {retired}"
        )
    };
    let offered = |retired| {
        let rules = rules(retired);
        plan_of(&proposed(&[("policies/sysops.toml", &add(&rules))]), &people())
    };
    let plan = offered(true);
    let gained = group(&plan, ImpactKind::GainsRoute, "sysops");
    assert_eq!(names(gained), ["ann", "cem"]);
    assert_eq!(of(gained, "ann").from, Some(date(2027, 1, 1)));
    assert_eq!(
        of(gained, "ann").said.text(),
        "The route “Learn” renews it from 1 January 2027 until 10 March 2027."
    );
    assert_eq!(offered(false).count(ImpactKind::GainsRoute), 0, "what is retired has no routes of its own");
}

#[test]
fn whoever_had_one_way_left_and_loses_it_can_no_longer_renew() {
    let until = swap("even_retired = true", "even_retired = true\nuntil = 2026-12-31");
    let plan = plan_of(&proposed(&[("policies/dop.toml", &until)]), &people());
    let stuck = group(&plan, ImpactKind::CannotRenew, "sysops");
    assert_eq!(names(stuck), ["ann", "cem"]);
    let ann = of(stuck, "ann");
    assert_eq!((ann.before, ann.after), (Some(date(2027, 3, 10)), Some(date(2026, 12, 31))));
    assert_eq!(ann.from, Some(date(2027, 1, 1)));
    let notice = plan.notice_to("ann").unwrap();
    assert_eq!(notice.said.title(), "SysOps Administrator - Associate: what you can still do changes");
    insta::assert_snapshot!(notice.said.text().replace(". ", ".\n"), @r"
    The rules of the certification programme change.
    This is what it means for you.

    SysOps Administrator - Associate
    No way to renew it is left after 31 December 2026.
    The renewal by DevOps Engineer - Professional no longer renews it from 1 January 2027 on.

    Your page always shows what you hold, until when, and how it is renewed.
    ");
    assert!(plan.notice_to("hal").is_none());
}

#[test]
fn a_short_route_without_a_window_would_shorten_what_is_held() {
    let no_window = swap("opens = \"P90D\"\n", "");
    let plan = plan_of(&proposed(&[(CLOUDOPS, &no_window)]), &people());
    let shorter = group(&plan, ImpactKind::EarlyRenewalShortens, "cloudops");
    assert_eq!(names(shorter), ["ben", "cem", "dee"]);
    let ben = of(shorter, "ben");
    assert_eq!((ben.before, ben.after), (Some(date(2028, 10, 20)), None));
    assert!(
        ben.said.text().ends_with("now would give less than is held: 20 October 2028."),
        "{}",
        ben.said.text()
    );
    // With the flag of the catalogue's trap a, the same route is harmless.
    let kept = |text: &str| {
        no_window(text).replace("validity = \"P3Y\"", "validity = \"P3Y\"\nnever_shorten = true")
    };
    let plan = plan_of(&proposed(&[(CLOUDOPS, &kept)]), &people());
    assert_eq!(plan.count(ImpactKind::EarlyRenewalShortens), 0);
}

#[test]
fn a_registration_is_cut_short_where_the_exam_version_ends_within_it_and_gone_where_it_ends_before() {
    let plan = plan_of(&proposed(&[(SOA_C03, &ends("2027-01-31"))]), &people());
    let cut = group(&plan, ImpactKind::RegistrationAfterLastDay, "cloudops");
    let fay = of(cut, "fay");
    assert_eq!((fay.before, fay.after), (Some(date(2027, 11, 20)), Some(date(2027, 1, 31))));
    assert_eq!(fay.from, Some(date(2027, 2, 1)));
    let plan = plan_of(&proposed(&[(SOA_C03, &ends("2026-11-30"))]), &people());
    let gone = group(&plan, ImpactKind::RegistrationAfterLastDay, "cloudops");
    assert_eq!((of(gone, "fay").after, of(gone, "fay").from), (None, None));
    assert_eq!(of(gone, "fay").said.text(), "SOA-C03 can be sat on none of its days.");
}

#[test]
fn a_registration_is_cut_short_by_the_days_of_the_language_given_here() {
    // Registration and start go by the English days; that Japanese goes on helps nobody who registers here.
    let japanese_goes_on = |text: &str| {
        let japanese = "[[language]]\ncode = \"ja\"\nlast_test_day_on = 2028-12-31\n";
        format!("{}\n{japanese}", ends("2027-01-31")(text))
    };
    let plan = plan_of(&proposed(&[(SOA_C03, &japanese_goes_on)]), &people());
    assert_eq!(plan.count(ImpactKind::RegistrationAfterLastDay), 1, "{:?}", plan.groups);
    let cut = group(&plan, ImpactKind::RegistrationAfterLastDay, "cloudops");
    assert_eq!(of(cut, "fay").after, Some(date(2027, 1, 31)));
    let too_late = |text: &str| japanese_goes_on(text).replace("2027-01-31", "2026-12-03");
    let plan = plan_of(&proposed(&[(SOA_C03, &too_late)]), &people());
    assert_eq!(plan.count(ImpactKind::RetakeCrossesCut), 1, "her retake is in English too");
}

#[test]
fn a_fail_too_close_to_the_new_last_test_day_leaves_no_retake() {
    // Fourteen days after 20 November is 4 December, the first day she may sit again.
    let leaves = plan_of(&proposed(&[(SOA_C03, &ends("2026-12-04"))]), &people());
    assert_eq!(leaves.count(ImpactKind::RetakeCrossesCut), 0);
    let plan = plan_of(&proposed(&[(SOA_C03, &ends("2026-12-03"))]), &people());
    let crossed = group(&plan, ImpactKind::RetakeCrossesCut, "cloudops");
    assert_eq!(names(crossed), ["fay"]);
    assert_eq!(
        crossed.people[0].said.text(),
        "Failed SOA-C03 on 20 November 2026: no day for a retake is left, for SOA-C03 is last sat on \
         3 December 2026."
    );
    let passed =
        Person::new("ida", &[fail(date(2026, 11, 1), "SOA-C03"), pass(date(2026, 11, 20), "SOA-C03")]);
    let plan = plan_of(&proposed(&[(SOA_C03, &ends("2026-12-03"))]), &[passed]);
    assert_eq!(plan.count(ImpactKind::RetakeCrossesCut), 0, "who passed in the end needs none");
}

#[test]
fn a_later_last_test_day_gives_the_retake_back_that_the_earlier_one_took() {
    let (early, late) = (ends("2026-12-03"), ends("2026-12-17"));
    let (early, late) = (proposed(&[(SOA_C03, &early)]), proposed(&[(SOA_C03, &late)]));
    let people = people();
    let subjects: Vec<PlannedPerson<'_>> = people.iter().map(Person::subject).collect();
    let plan = plan(&early, &late, &subjects, TODAY, 1, &|_| {});
    let gained = group(&plan, ImpactKind::GainsRetake, "cloudops");
    assert_eq!(names(gained), ["fay"]);
    let fay = of(gained, "fay");
    assert_eq!((fay.before, fay.after), (Some(date(2026, 12, 3)), Some(date(2026, 12, 17))));
    assert_eq!(
        fay.said.text(),
        "Failed SOA-C03 on 20 November 2026: a retake is possible again, from 4 December 2026 until \
         17 December 2026."
    );
    assert_eq!(gained.said.title(), "SOA-C03: can be retaken again");
    let subject = plan.notice_to("fay").unwrap().said.title();
    assert!(subject.ends_with("a change in your favour"), "{subject}");
}

#[test]
fn a_certification_that_is_taken_out_leaves_its_holders_with_nothing() {
    let mut without = current();
    without.certifications.retain(|certification| certification.code != "clf");
    without.policies.retain(|policy| policy.certification != "clf");
    without.exams.retain(|exam| exam.certification != "clf");
    let plan = plan_of(&without, &people());
    let gone = group(&plan, ImpactKind::StatusChanges, "clf");
    assert_eq!(names(gone), ["dee"]);
    assert_eq!(
        gone.people[0].said.text(),
        "Today it is no longer part of the programme; before, it was active."
    );
    assert!(plan.programme[0].said.text().starts_with("1 person holds it."), "{:#?}", plan.programme);
}

#[test]
fn what_happens_to_one_person_is_found_by_name_and_told_in_one_message() {
    let amendment = "[[amendment]]\non = 2027-02-01\nshift = 'P6M'\nreason = 'Closed.'";
    let plan: ImpactPlan = plan_of(&proposed(&[("programme.toml", &add(amendment))]), &people());
    let codes: Vec<_> =
        plan.impacts_of("cem").map(|(group, _)| group.certification.clone().unwrap()).collect();
    assert_eq!(codes, ["cloudops", "sysops", "dop"]);
    assert_eq!(plan.impacts_of("hal").count(), 0);
    let notices = plan.notices();
    let to: Vec<&str> = notices.iter().map(|notice| notice.person.as_str()).collect();
    assert_eq!(to, ["ann", "ben", "cem", "dee"]);
    assert_eq!(notices.len(), plan.touched);
    assert_eq!(plan.notice_to("cem").as_ref(), notices.get(2));
    assert_eq!(notices[0].said.title(), "SysOps Administrator - Associate: a change in your favour");
}

#[test]
fn expiries_are_counted_by_month_before_and_after() {
    let amendment = "[[amendment]]\non = 2026-11-23\nshift = 'P6M'\nreason = 'Closed.'";
    let plan = plan_of(&proposed(&[("programme.toml", &add(amendment))]), &people());
    let moved: Vec<_> =
        plan.expiries.months().zip(plan.expiries.before.iter().zip(&plan.expiries.after)).collect();
    assert_eq!(plan.expiries.first_month, date(2026, 11, 1));
    assert_eq!(moved[4], (date(2027, 3, 1), (&1, &0)));
    assert_eq!(moved[10], (date(2027, 9, 1), (&0, &1)));
    let all = |months: &[u32]| months.iter().sum::<u32>();
    assert_eq!((all(&plan.expiries.before), all(&plan.expiries.after)), (7, 7));
}

#[test]
fn progress_is_told_up_to_the_number_of_people() {
    let told = std::sync::Mutex::new(vec![]);
    let crowd: Vec<Person> = (0..300).flat_map(|_| people()).collect();
    let subjects: Vec<PlannedPerson<'_>> = crowd.iter().map(Person::subject).collect();
    let same = current();
    let plan = plan(&same, &same, &subjects, TODAY, 2, &|done| told.lock().unwrap().push(done));
    assert!(plan.is_empty());
    assert_eq!(plan.people, 2400);
    assert_eq!(told.lock().unwrap().iter().max(), Some(&2400));
}
