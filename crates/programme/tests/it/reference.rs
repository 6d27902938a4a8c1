//! The reference programme `programmes/cloudops`, file by file against its sources.

use std::collections::BTreeMap;

use assay_kernel::{Period, Severity, Validity, date};
use assay_programme::{
    check, load,
    model::{CascadeEnd, Level, Relation},
    offer::first_valid_until,
};

use crate::support::{files_below, reference, reference_folder};

#[test]
fn the_reference_programme_has_no_error_and_only_the_warnings_that_are_meant() {
    let checked = load(&files_below(&reference_folder())).unwrap_or_else(|found| panic!("{found:#?}"));
    let warnings = checked.warnings().clone().sorted();
    let codes: Vec<&str> = warnings.iter().map(|warning| warning.code).collect();
    assert_eq!(codes, ["P0121", "P0142"], "{warnings:#?}");
    let retake = &warnings[1];
    assert!(retake.message.contains("after 2025-09-15 cannot retake it"), "{}", retake.message);
    assert_eq!((retake.at.file.as_str(), retake.at.column), ("transitions/sysops-to-cloudops.toml", 20));
}

#[test]
fn check_alone_finds_what_load_finds() {
    let programme = reference();
    assert_eq!(check(&programme).len(), 2);
    assert!(check(&programme).iter().all(|warning| warning.severity == Severity::Warning));
}

#[test]
fn four_certifications_on_three_rungs_and_four_exam_versions() {
    let programme = reference();
    let ladder: Vec<(&str, Level)> =
        programme.certifications.iter().map(|c| (c.code.as_str(), c.level)).collect();
    assert_eq!(
        ladder,
        [
            ("clf", Level::Foundational),
            ("cloudops", Level::Associate),
            ("sysops", Level::Associate),
            ("dop", Level::Professional),
        ]
    );
    let formats: Vec<(&str, u32, u32, u32, u32, u32, bool)> = programme
        .exams
        .iter()
        .map(|e| {
            let form = e.demonstration_form;
            (
                e.code.as_str(),
                e.items_total,
                e.items_scored,
                e.time_limit_min,
                e.price.amount,
                e.scale.cut,
                form,
            )
        })
        .collect();
    assert_eq!(
        formats,
        [
            ("CLF-C02", 65, 50, 90, 100, 700, true),
            ("DOP-C02", 75, 65, 180, 300, 750, true),
            ("SOA-C02", 65, 50, 130, 150, 720, true),
            ("SOA-C03", 65, 50, 130, 150, 720, false),
        ]
    );
    let cloudops = programme.certification("cloudops").unwrap();
    assert_eq!(cloudops.formerly.as_ref().unwrap(), "sysops");
    assert_eq!(cloudops.lineage, programme.certification("sysops").unwrap().lineage);
    assert!(programme.demonstration.as_ref().unwrap().contains("not AWS"));
    assert!(!programme.body.name.contains("AWS") && programme.notice.contains("trademarks of Amazon.com"));
}

#[test]
fn outlines_have_the_counted_parts() {
    let programme = reference();
    let counts = |exam: &str| {
        let outline = programme.outline(exam).unwrap();
        let weights: Vec<u32> = outline.domains.iter().map(|domain| domain.weight_pct).collect();
        (weights, outline.tasks().count(), outline.skills().count())
    };
    assert_eq!(counts("SOA-C02"), (vec![20, 16, 18, 16, 18, 12], 14, 65));
    assert_eq!(counts("SOA-C03"), (vec![22, 22, 22, 16, 18], 13, 53));
    assert_eq!(counts("CLF-C02"), (vec![24, 30, 34, 12], 19, 0));
    assert_eq!(counts("DOP-C02"), (vec![22, 17, 15, 15, 14, 17], 19, 0));
    let services = |list: &[(String, Vec<String>)]| list.iter().map(|(_, names)| names.len()).sum::<usize>();
    let (old, new) = (programme.outline("SOA-C02").unwrap(), programme.outline("SOA-C03").unwrap());
    assert_eq!((services(&old.in_scope), services(&new.in_scope), services(&new.out_of_scope)), (60, 82, 57));
    assert_eq!(new.in_scope.len(), 13);
    let stated_new: Vec<&str> = new.skills().filter(|s| s.stated_new).map(|s| s.id.as_str()).collect();
    assert_eq!(stated_new, ["1.1.2", "3.1.2", "4.1.5", "5.3.5"]);
    let scored: u32 = new.domains.iter().map(|domain| domain.weight_pct * 50 / 100).sum();
    assert_eq!(scored, 50);
}

#[test]
fn the_crosswalk_says_what_became_of_all_sixty_five_skills() {
    let programme = reference();
    let crosswalk = programme.crosswalk("SOA-C02", "SOA-C03").unwrap();
    let mut relations: BTreeMap<Relation, usize> = BTreeMap::new();
    for map in &crosswalk.skills {
        *relations.entry(map.relation).or_default() += 1;
    }
    assert_eq!((crosswalk.domains.len(), crosswalk.tasks.len(), crosswalk.skills.len()), (6, 14, 65));
    assert_eq!(relations[&Relation::Widened], 23);
    assert_eq!(relations[&Relation::Unplaced], 5);
    let stated = crosswalk.skills.iter().filter(|map| map.basis.is_stated()).count();
    assert_eq!(stated, 2, "all but two rows are a judgement");
    assert_eq!(crosswalk.skills[0].clause.file, "crosswalks/SOA-C02--SOA-C03.toml");
}

#[test]
fn only_devops_engineer_renews_the_retired_certification() {
    let programme = reference();
    let sysops = programme.policy("sysops").unwrap();
    assert_eq!(sysops.retired_on, Some(date(2025, 9, 29)));
    let own = &sysops.in_force_on(date(2025, 9, 29)).unwrap().routes;
    assert_eq!(own.iter().map(|route| route.until).collect::<Vec<_>>(), [Some(date(2025, 9, 29))]);
    assert_eq!(first_valid_until(sysops, date(2024, 3, 10)), Some(date(2027, 3, 10)));
    let cloudops = programme.policy("cloudops").unwrap();
    assert_eq!(first_valid_until(cloudops, date(2025, 10, 20)), Some(date(2028, 10, 20)));
    let upper: Vec<&str> = programme
        .policies
        .iter()
        .filter(|p| p.versions.iter().flat_map(|v| &v.cascades).any(|c| c.to.contains(&"sysops".into())))
        .map(|p| p.certification.as_str())
        .collect();
    assert_eq!(upper, ["dop"]);
    let dop = programme.policy("dop").unwrap().in_force_on(date(2027, 2, 1)).unwrap();
    assert!(dop.cascades.iter().all(|c| c.even_retired && c.set == CascadeEnd::Match && c.to.len() == 3));
}

#[test]
fn the_learning_route_starts_on_30_june_2026() {
    let programme = reference();
    for (code, points) in [("cloudops", "maintain-500"), ("dop", "maintain-700")] {
        let policy = programme.policy(code).unwrap();
        let before = policy.in_force_on(date(2026, 6, 29)).unwrap();
        let after = policy.in_force_on(date(2026, 6, 30)).unwrap();
        assert_eq!((before.routes.len(), after.routes.len()), (1, 2), "{code}");
        let maintain = &after.routes[1];
        assert_eq!(maintain.on, [points]);
        assert_eq!(maintain.opens, Some(Period::days(90)));
        assert_eq!(maintain.length, Some(Validity::For(Period::months(12))));
    }
    assert!(
        programme
            .policy("clf")
            .unwrap()
            .versions
            .iter()
            .all(|v| v.validity == Validity::For(Period::months(36)))
    );
}

#[test]
fn the_announcement_is_kept_as_it_stood_on_each_day() {
    let programme = reference();
    let announcement = programme.announcement("2025-07-15-sysops-becomes-cloudops").unwrap();
    assert!(announcement.revision_on(date(2025, 7, 14)).is_none());
    assert_eq!(announcement.revision_on(date(2025, 9, 8)).unwrap().on, date(2025, 7, 15));
    let edited = announcement.revision_on(date(2025, 9, 9)).unwrap();
    assert!(edited.change.contains("Registration for SOA-C03 is open"));
    assert_eq!(programme.announcements[0].slug, "2026-06-30-one-more-year-by-learning", "newest first");
    for revision in programme.announcements.iter().flat_map(|a| &a.revisions) {
        assert!(revision.body.contains("not written or approved by AWS"), "each says whose it is not");
    }
}

#[test]
fn the_prep_plan_has_its_four_steps() {
    let programme = reference();
    let plan = programme.prep_plan("SOA-C03").unwrap();
    let steps: Vec<(&str, Option<&str>)> =
        plan.steps.iter().map(|step| (step.id.as_str(), step.practice_set.as_deref())).collect();
    assert_eq!(
        steps,
        [
            ("know-the-exam", Some("SOA-C03-question-set")),
            ("refresh-knowledge", None),
            ("review-and-practise", Some("SOA-C03-drill")),
            // A form that is shown nowhere else: what was explained before says nothing.
            ("assess-readiness", Some("SOA-C03-P1")),
        ]
    );
}

#[test]
fn each_badge_is_original_and_says_demonstration() {
    for certification in reference().certifications {
        let svg = std::fs::read_to_string(reference_folder().join(&certification.badge)).unwrap();
        assert!(svg.contains("<title>") && svg.contains("DEMONSTRATION"), "{}", certification.badge);
        assert!(svg.contains("viewBox=\"0 0 400 400\"") && !svg.contains("http://www.aws"));
        assert!(
            !svg.contains("<script") && !svg.contains("href=\"http"),
            "it must be safe to bake and inline"
        );
    }
}

/// What was said of SOA-C03 before its guide was out, and has to be said as long as it is true.
const SAID: [&str; 8] = [
    "No task statement",
    "in more detail",
    "containers",
    "several accounts",
    "several Regions",
    "automation",
    "infrastructure as code",
    "skills it takes to monitor and maintain",
];

#[test]
fn the_announcement_tells_what_is_known_on_its_day_and_loses_nothing_later() {
    let programme = reference();
    let announcement = programme.announcement("2025-07-15-sysops-becomes-cloudops").unwrap();
    let [first, second] = announcement.revisions.as_slice() else { panic!("two revisions") };
    // Facts of the outline are public with the guide on 9 September 2025.
    for fact in ["five domains", "53 skills"] {
        let told = [first, second].map(|revision| revision.body.contains(fact));
        assert_eq!(told, [false, true], "{fact}");
    }
    for early in ["domain", "task 1.3", "no longer", "13 tasks", "in scope", "prep plan", "ECS"] {
        assert!(!first.body.contains(early), "told on 15 July: {early}");
    }
    for said in SAID {
        let told = [first, second].map(|revision| revision.body.contains(said));
        assert_eq!(told, [true, true], "said on 15 July and on 9 September: {said}");
    }
    for link in ["/exams/SOA-C03/guide", "/exams/SOA-C03)", "/exams/SOA-C03/prep", "/exams/SOA-C03/changes"] {
        assert!(second.body.contains(link), "no way to {link}");
    }
}

#[test]
fn labs_and_second_answers_stand_beside_the_programme_and_courses_are_part_of_it() {
    for beside in ["labs/no-way-out/lab.toml", "labs/a/seed.toml", "review/SOA-C03/a.one.toml", "demo.toml"] {
        assert!(assay_programme::is_beside(beside), "{beside}");
    }
    for part in ["courses/SOA-C03/1.1/course.toml", "labs", "labs.toml", "bank/labs/a.toml", "programme.toml"]
    {
        assert!(!assay_programme::is_beside(part), "{part}");
    }
    let mut files = files_below(&reference_folder());
    let lab = files.iter_mut().find(|file| file.path == "labs/no-way-out/lab.toml").unwrap();
    lab.text.insert_str(0, "colour = 'blue'\n");
    assert!(load(&files).is_ok(), "whoever reads labs finds their faults");
}
