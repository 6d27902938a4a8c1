//! A plan says what it is: what is over is counted as over, and a day that moves is headed as that.

use assay_kernel::date;
use assay_standing::plan::{FindingKind, FindingWeight, ImpactKind, plan};
use assay_words::{InEnglish, plan_text as text};

use crate::support::{
    Person, TODAY, add, current, fail, group, names, of, pass, people, plan_of, proposed, swap,
};

/// Counted anew from the pass for a year, from a day on.
fn cut(on: &str) -> String {
    format!("[[amendment]]\non = {on}\nrevalidate = 'P1Y'\nreason = 'The content aged.'")
}

#[test]
fn what_an_amendment_ends_on_its_day_is_counted_as_over_and_in_its_month() {
    let plan = plan_of(&proposed(&[("programme.toml", &add(&cut("2027-03-01")))]), &people());
    // Ben's pass of October 2025 is good for a year then: it is over.
    let states = group(&plan, ImpactKind::StatusChanges, "cloudops");
    assert_eq!(names(states), ["ben", "cem"]);
    let ben = of(states, "ben");
    assert_eq!(ben.said.text(), "On 1 March 2027 it is expired instead of active.");
    assert_eq!((ben.from, ben.after), (Some(date(2027, 3, 1)), Some(date(2027, 2, 28))));
    assert_eq!(of(group(&plan, ImpactKind::EndsEarlier, "cloudops"), "ben").after, Some(date(2027, 2, 28)));
    let dee = of(group(&plan, ImpactKind::EndsEarlier, "cloudops"), "dee");
    assert_eq!(dee.after, Some(date(2027, 9, 15)), "hers goes on until then");
    let all = |months: &[u32]| months.iter().sum::<u32>();
    assert_eq!((all(&plan.expiries.before), all(&plan.expiries.after)), (7, 7), "nobody is dropped");
    assert_eq!(plan.expiries.after[3], 5, "February 2027: ann, ben and the three of cem");
}

#[test]
fn what_an_amendment_of_today_ends_is_in_the_table_of_this_month() {
    let plan = plan_of(&proposed(&[("programme.toml", &add(&cut("2026-11-23")))]), &people());
    assert_eq!(names(group(&plan, ImpactKind::StatusChanges, "cloudops")), ["ben"]);
    let all = |months: &[u32]| months.iter().sum::<u32>();
    assert_eq!((all(&plan.expiries.before), all(&plan.expiries.after)), (7, 7), "nobody is dropped");
    assert_eq!(plan.expiries.after[0], 2, "ann and ben");
}

#[test]
fn a_retirement_without_a_successor_promises_no_other_exam() {
    let fay = || vec![Person::new("fay", &[fail(date(2026, 11, 20), "SOA-C03")])];
    let last = add("last_test_day_on = 2026-12-03");
    let retired = proposed(&[("exams/SOA-C03.toml", &last)]);
    let crossed = plan_of(&retired, &fay());
    let crossed = group(&crossed, ImpactKind::RetakeCrossesCut, "cloudops");
    assert_eq!(
        crossed.said.text(),
        "The wait after their fail ends after the last test day, and no other exam version follows: they \
         cannot earn it any more."
    );
    let mut followed = retired.clone();
    let mut next = followed.exam("SOA-C03").unwrap().clone();
    next.code = "SOA-C04".into();
    (next.first_test_day_on, next.last_test_day_on) = (date(2026, 12, 4), None);
    followed.exams.push(next);
    let crossed = plan_of(&followed, &fay());
    let crossed = group(&crossed, ImpactKind::RetakeCrossesCut, "cloudops");
    assert_eq!(
        crossed.said.text(),
        "The wait after their fail ends after the last test day: their next exam is another version."
    );
}

#[test]
fn a_changed_zone_says_by_how_much_every_last_day_moves() {
    let zone = |to: &str| {
        let mut proposed = current();
        proposed.zone = to.to_owned();
        let plan = plan_of(&proposed, &people());
        assert_eq!(plan.touched, 0, "no date of anybody changes");
        plan.programme.into_iter().next().expect("a line")
    };
    let far = zone("Pacific/Kiritimati");
    assert_eq!((far.kind, far.severity), (FindingKind::RulesChange, FindingWeight::Warning));
    assert_eq!(far.said.title(), "The time zone of all dates is Pacific/Kiritimati instead of UTC");
    assert!(
        far.said.text().contains("every last day moves by up to 14 hours: it ends earlier"),
        "{}",
        far.said.text()
    );
    assert!(zone("Pacific/Pago_Pago").said.text().contains("up to 11 hours: it ends later"));
    assert!(zone("America/Los_Angeles").said.text().contains("up to 8 hours: it ends later"));
    let mut nowhere = current();
    nowhere.zone = "Nowhere/At_All".to_owned();
    assert!(plan_of(&nowhere, &[]).programme[0].said.text().contains("up to 26 hours"), "no offset is known");
    assert!(text(&plan_of(&nowhere, &[]), 5).contains("The time zone of all dates"));
}

#[test]
fn a_first_day_that_moves_is_headed_as_one_that_moves() {
    let exam = "exams/DOP-C03.toml";
    let of = |first: &str| {
        let mut files = crate::support::cloudops();
        let old = files.iter().find(|file| file.path == "exams/DOP-C02.toml").unwrap();
        let text = old.text.replace("DOP-C02", "DOP-C03");
        let days = |text: &str, key: &str, day: &str| {
            let lines = text.lines().map(|line| match line.starts_with(key) {
                true => format!("{key} = {day}"),
                false => line.to_owned(),
            });
            lines.collect::<Vec<_>>().join("\n")
        };
        let text = days(&text, "first_test_day_on", first);
        let text = days(&text, "registration_opens_on", "2026-12-01");
        files.push(assay_kernel::source::SourceFile::new(exam, text));
        let mut programme = assay_programme::parse(&files).0;
        let old = programme.exams.iter_mut().find(|exam| exam.code == "DOP-C02").unwrap();
        old.last_test_day_on = Some(date(2026, 11, 20));
        programme
    };
    let ann = [Person::new("ann", &[pass(date(2024, 3, 10), "SOA-C02")])];
    let subjects: Vec<_> = ann.iter().map(Person::subject).collect();
    let (sooner, later) = (of("2027-01-01"), of("2027-01-15"));
    let moved = plan(&sooner, &later, &subjects, TODAY, 1, &|_| {});
    let lost = group(&moved, ImpactKind::LosesRoute, "sysops");
    assert_eq!(
        lost.said.title(),
        "SysOps Administrator - Associate: the renewal by DevOps Engineer - Professional begins later"
    );
    assert_eq!(
        lost.people[0].said.text(),
        "The renewal by DevOps Engineer - Professional works from 15 January 2027 until 10 March 2027 \
         instead of from 1 January 2027 until 10 March 2027."
    );
    let back = plan(&later, &sooner, &subjects, TODAY, 1, &|_| {});
    let gained = group(&back, ImpactKind::GainsRoute, "sysops");
    assert_eq!(
        gained.said.title(),
        "SysOps Administrator - Associate: the renewal by DevOps Engineer - Professional begins earlier"
    );
    // What goes is lost, as before.
    let until = swap("even_retired = true", "even_retired = true\nuntil = 2026-12-31");
    let gone = plan_of(&proposed(&[("policies/dop.toml", &until)]), &ann);
    let gone = group(&gone, ImpactKind::LosesRoute, "sysops");
    assert!(gone.said.title().contains("loses the renewal by"), "{}", gone.said.title());
}
