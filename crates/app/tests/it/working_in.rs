//! Job roles: what a kind of work needs, and what somebody has shown of it by lessons, answers and exams.

use assay_app::{App, AppError, JobRoleView, RecordEntry};
use assay_kernel::{Actor, Role, date};
use assay_learning::job::{SkillLevel, SkillReason};
use assay_programme::model::Earned;
use assay_standing::Happening;

use crate::{
    decide::put,
    world::{World, by, candidate, somebody},
};

const SRE: &str = "site-reliability-engineer";

async fn role(app: &App, who: &Actor) -> JobRoleView {
    app.practice.job_role(&by(app, who), SRE).await.unwrap()
}

fn level(view: &JobRoleView, skill: &str) -> Option<SkillLevel> {
    view.skills.iter().find(|one| one.wanted.skill == skill).unwrap().evidence.level
}

#[tokio::test]
async fn lessons_answers_and_exams_show_skills_and_what_is_missing_is_named_by_course() {
    let world = World::at("2025-10-01T09:00:00Z");
    let app = world.app().await;
    let visitor = role(&app, &Actor::Anonymous).await;
    assert!(!visitor.has_progress && visitor.skills.len() > 20 && visitor.met() == 0);
    let nobody = app.practice.job_role(&by(&app, &Actor::Anonymous), "gardener").await;
    assert!(matches!(nobody, Err(AppError::NotFound)));

    let noor = candidate(&app).await;
    let begun = role(&app, &noor.actor).await;
    assert!(begun.has_progress && begun.latest().is_none());
    let (first, all) = (begun.courses[0].outline.id.clone(), begun.courses.len());
    assert!(begun.courses.windows(2).all(|two| two[0].gap >= two[1].gap), "what is missing most comes first");
    assert!(begun.skills.iter().all(|skill| skill.refresh_first), "nothing is begun");

    // Every lesson of the first course: its skills are read.
    let course = app.practice.course(&by(&app, &noor.actor), &first).await.unwrap().outline;
    for lesson in &course.lessons {
        app.practice.finish_lesson(&by(&app, &noor.actor), &first, &lesson.id).await.unwrap();
    }
    let read = role(&app, &noor.actor).await;
    let of_course = |skill: &&assay_app::JobSkillView| course.skills.contains(&skill.wanted.skill);
    for skill in read.skills.iter().filter(of_course) {
        assert_eq!(skill.evidence.level, Some(SkillLevel::Read), "{}", skill.wanted.skill);
        assert!(matches!(skill.evidence.because[0], SkillReason::Lesson { .. }));
    }
    assert!(
        read.courses.iter().map(|course| course.gap).sum::<u32>() < begun.courses.iter().map(|c| c.gap).sum()
    );
    assert_eq!(read.courses.len(), all, "a lesson is no proof, so its course is still worth something");

    // SOA-C02 was passed: what continues in SOA-C03 as it was is proved by it, what is new there is not.
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let pass = Happening::Pass { what: Earned::Exam("SOA-C02".into()) };
    let entry = RecordEntry::of(pass, date(2022, 3, 10));
    put(&app, &ada, &noor, &entry, "The paper register was found.").await.unwrap();
    let passed = role(&app, &noor.actor).await;
    let programme = &by(&app, &noor.actor).programme;
    let crosswalk = programme.programme.crosswalks.iter().find(|one| one.from == *"SOA-C02").unwrap();
    let (mut proved, mut other) = (0, 0);
    for skill in &passed.skills {
        let is_proved = skill.evidence.level == Some(SkillLevel::Proved);
        let is_added = crosswalk.added.iter().any(|added| added.to == skill.wanted.skill);
        assert!(!(is_added && is_proved), "{} is new in SOA-C03", skill.wanted.skill);
        (proved, other) = if is_proved { (proved + 1, other) } else { (proved, other + 1) };
        assert!(!is_proved || skill.evidence.is_faded, "it was passed in 2022, and its year is told");
    }
    assert!(proved > 0 && other > 0, "{proved} proved, {other} not");
    assert_eq!(level(&begun, &passed.skills[0].wanted.skill), None);
    app.close().await;
}
