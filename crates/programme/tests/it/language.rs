//! What the keys of a programme's files become, and what is said of those that cannot be read.

use assay_kernel::{Diagnostics, Period, date, source::SourceFile};
use assay_programme::{
    load,
    model::{Audit, Carry, CreditRule, Cut, Function, GoverningDay, Need, TaskWeight, TryLimit, Unless},
    parse,
};

use crate::support::folders;

fn faults_of(path: &str, text: &str) -> Vec<(&'static str, String)> {
    let (_, found) = parse(&[SourceFile::new(path, text)]);
    let own = found.iter().filter(|fault| fault.at.file == path);
    own.map(|fault| (fault.code, format!("{}; {}", fault.message, fault.hint))).collect()
}

fn done(what: &str) -> Need {
    Need::Done(what.to_owned())
}

#[test]
fn a_route_asks_for_alternatives_within_a_conjunction() {
    let (programme, found) = parse(&folders("must_pass").remove("renewal").unwrap());
    assert_eq!(found, Diagnostics::default());
    let policy = programme.policy("pilot").unwrap();
    let routes = &policy.versions[0].routes;
    let credits = Need::Credits(CreditRule { total: 40, ..CreditRule::default() });
    let either = Need::AnyOf(vec![done("course"), credits]);
    assert_eq!(routes[1].needs, Some(Need::AllOf(vec![done("core-exam"), either, Need::Fees(1)])));
    assert_eq!(routes[2].needs, Some(done("sail")));
    let rule = routes[0].credits.as_ref().unwrap();
    assert_eq!(rule.max["giving|work"], 25);
    assert_eq!(rule.audit, Some(Audit { percent: 5, keep_evidence: Some(Period::months(12)) }));
    let categories = vec!["harbour".to_owned(), "sea".to_owned()];
    assert_eq!(routes[0].carry, Some(Carry { max: 20, last: Period::months(12), categories }));
    assert_eq!((routes[0].fees, routes[0].fees_after), (3, Some(Period::months(12))));
    assert_eq!(policy.governed_by, GoverningDay::Expiry);
}

#[test]
fn ends_of_awards_exceptions_and_tries_are_as_written() {
    let (programme, _) = parse(&folders("must_pass").remove("renewal").unwrap());
    assert_eq!(programme.policy("rower").unwrap().award_until, Some(date(2025, 12, 31)));
    let boatman = &programme.policy("boatman").unwrap().versions[0];
    let unless = Unless { routes: vec!["delta".to_owned()], within: Period::months(3) };
    assert_eq!(boatman.expire_after[0].unless, Some(unless));
    let tries = TryLimit { max: 4, within: Period::months(24) };
    assert_eq!(programme.examination.retake.tries, Some(tries));
    let restated: Vec<&str> = programme.renewed_by.iter().map(|lower| lower.certification.as_str()).collect();
    assert_eq!(restated, ["boatman", "pilot"]);
}

#[test]
fn the_three_kinds_of_change_go_into_their_own_lists() {
    let (programme, _) = parse(&folders("must_pass").remove("changes").unwrap());
    assert!(programme.transitions.is_empty());
    let ends: Vec<(Function, _)> =
        programme.retirements[0].ends.iter().map(|end| (end.function.clone(), end.on)).collect();
    assert_eq!(
        ends,
        [
            (Function::Award, date(2025, 5, 31)),
            (Function::Route("retake".to_owned()), date(2025, 6, 30)),
            (Function::Cascade, date(2025, 5, 31)),
        ]
    );
    assert_eq!(programme.rule_changes[0].effective_on, date(2025, 6, 30));
    let (programme, _) = parse(&folders("must_pass").remove("overlap").unwrap());
    let transition = programme.transition_from("PIL-0").unwrap();
    assert_eq!((transition.id.as_str(), transition.cut), ("new-pilot", Some(Cut::Overlap)));
    assert_eq!(transition.earns, Some("pilot".into()));
}

#[test]
fn ratings_of_a_practice_analysis_are_kept_in_hundredths() {
    let (programme, _) = parse(&folders("must_pass").remove("outline").unwrap());
    let outline = programme.outline("PIL-1").unwrap();
    let weight = TaskWeight { frequency_hundredths: 350, importance_hundredths: 425 };
    assert_eq!(outline.task("1.1").unwrap().weight, Some(weight));
    assert_eq!(outline.practice_analysis.as_ref().unwrap().respondents, 212);
    for wrong in ["3.125", "-1", "101", "nan"] {
        let text = format!("[[domain]]\n[[domain.task]]\nweight = {{ frequency = {wrong}, importance = 1 }}");
        let found = faults_of("outlines/PIL-1.toml", &text);
        assert!(found.iter().any(|(code, _)| *code == "P0005"), "{wrong}: {found:?}");
    }
}

#[test]
fn needs_that_are_too_deep_or_say_two_things_are_refused_with_the_way_out() {
    let route = |needs: &str| format!("[[version]]\n[[version.route]]\nneeds = {needs}");
    let deep = route("{ any_of = [{ all_of = [{ any_of = [{ all_of = [{ any_of = ['a'] }] }] }] }] }");
    let found = faults_of("policies/pilot.toml", &deep);
    assert!(
        found.iter().any(|(_, text)| text.starts_with("needs nest more than 4 deep; make it two routes"))
    );
    let two = faults_of("policies/pilot.toml", &route("{ all_of = ['a'], fees = 2 }"));
    assert!(two.iter().any(|(_, text)| text.starts_with("one need says 2 things; write one of `all_of`")));
    assert!(two.iter().all(|(code, _)| *code != "P0003"), "the second is not called unknown as well");
    let odd = faults_of("policies/pilot.toml", &route("{ all_of = ['a', 3] }"));
    assert!(odd.iter().any(|(_, text)| text.starts_with("all_of 2 is integer, not a text or table")));
    let none = faults_of("policies/pilot.toml", &route("{ }"));
    assert!(none.iter().any(|(_, text)| text.contains("`done` is missing")), "{none:?}");
}

#[test]
fn what_a_change_must_say_is_asked_for() {
    let missing = |kind: &str| faults_of("transitions/x.toml", &format!("kind = '{kind}'"));
    let hints = |found: Vec<(&str, String)>| found.into_iter().map(|(_, text)| text).collect::<String>();
    assert!(hints(missing("retirement")).contains("add an `[[end]]` with `certification`"));
    assert!(hints(missing("rules")).contains("add `certifications = [\"<code>\"]`"));
    assert!(hints(missing("retire")).contains("write `exam` or `retirement` or `rules`"));
    let end = faults_of("transitions/x.toml", "kind = 'retirement'\n[[end]]\nfunction = 'exam'");
    assert!(hints(end).contains("write `award`, `cascade`, `prep` or `route <id>`"));
}

#[test]
fn a_group_with_an_empty_name_is_no_group() {
    let text = "[[version]]\n[[version.route]]\ncredits = { total = 1, max = { 'a||b' = 2 } }";
    let found = faults_of("policies/pilot.toml", text);
    assert!(found.iter().any(|(code, text)| *code == "P0005" && text.contains("`a||b` is neither")));
}

#[test]
fn a_hard_cut_may_be_broken_by_one_language() {
    let mut files = folders("must_pass").remove("overlap").unwrap();
    for file in &mut files {
        file.text = file.text.replace("cut = \"overlap\"", "cut = \"hard\"");
        file.text = file.text.replace("first_test_day_on = 2025-06-01", "first_test_day_on = 2025-07-01");
        if file.path == "exams/PIL-2.toml" {
            file.text = file.text.replace("languages = [\"en\"]", "languages = [\"en\", \"pt\"]");
        }
    }
    let found = load(&files).unwrap_err();
    let told: Vec<&str> =
        found.iter().filter(|f| f.code == "P0148").map(|fault| fault.message.as_str()).collect();
    assert_eq!(
        told,
        ["the cut is hard, but both PIL-1 and PIL-2 can be sat in `pt` from 2025-07-01 to 2025-07-31"]
    );
}

#[test]
fn an_overlap_that_is_announced_must_be_one() {
    let mut files = folders("must_pass").remove("transition").unwrap();
    let transition = files.iter_mut().find(|file| file.path == "transitions/new-pilot.toml").unwrap();
    transition.text.insert_str(0, "cut = \"overlap\"\nearns = \"pilot\"\nlast_booking_day_on = 2025-05-30\n");
    let found = load(&files).unwrap_err();
    let codes: Vec<&str> = found.iter().map(|fault| fault.code).collect();
    assert_eq!(
        codes,
        ["P0148", "P0141"],
        "and a registration day that the exam version does not know: {found:#?}"
    );
}
