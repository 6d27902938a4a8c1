//! A course is read by everybody, its checks are judged here, and what was finished stays finished.

use assay_app::{App, AppError, CourseView, Files, LessonPart, LessonView, Reviewed, load};
use assay_kernel::{Actor, Role, source::SourceFile};
use assay_learning::{course::ToldCheck, event::PrepEvent, plan::StepState};
use assay_store::{Ms, Unit, statement::prep};

use crate::world::{Somebody, World, by, candidate, course_files, files, somebody};

const MORNING: &str = "2025-09-20T09:00:00Z";
const COURSE: &str = "SOA-C02-1.1";
const FIRST: &str = "t-which-question";
const SECOND: &str = "t-a-quiet-queue";

/// The reference programme with the course of tests, and a plan that has it as its first step.
pub fn with_course() -> Reviewed {
    let mut all: Files = files();
    let course = course_files();
    all.texts.extend(course.texts);
    all.artwork.extend(course.artwork);
    let plan = "exam = \"SOA-C02\"\ntitle = \"Prepare\"\nsummary = \"Learn.\"\n\n[[step]]\nid = \"learn\"\n\
                title = \"Learn\"\nkind = \"course\"\ncourse = \"SOA-C02-1.1\"\ndescription = \"Read it.\"\n";
    all.texts.retain(|file| file.path != "prep/SOA-C02.toml");
    all.texts.push(SourceFile::new("prep/SOA-C02.toml", plan));
    load(all).unwrap_or_else(|found| panic!("{:#?}", found.sorted()))
}

fn letters(list: &[&str]) -> Vec<String> {
    list.iter().map(|letter| (*letter).to_owned()).collect()
}

fn told<'v>(view: &'v LessonView, check: &str) -> Option<&'v ToldCheck> {
    view.parts.iter().find_map(|part| match part {
        LessonPart::Check(asked, told) if asked.id == check => told.as_ref(),
        _ => None,
    })
}

async fn course(app: &App, who: &Actor) -> CourseView {
    app.practice.course(&by(app, who), COURSE).await.unwrap()
}

async fn answered(app: &App, who: &Somebody, check: &str, list: &[&str]) -> Result<(), AppError> {
    let asking = by(app, &who.actor);
    app.practice.answer_check(&asking, (COURSE, FIRST, check), &letters(list)).await
}

#[tokio::test]
async fn a_visitor_reads_everything_and_is_told_no_key() {
    let world = World::at(MORNING);
    let app = world.app_of(with_course()).await;
    let asking = by(&app, &Actor::Anonymous);
    let list = app.practice.courses(&asking).await.unwrap();
    assert!(list.iter().any(|course| course.outline.id == COURSE && course.progress.is_none()));
    let view = course(&app, &Actor::Anonymous).await;
    assert!(view.opening.contains("08:10") && view.summary.contains("Decisions"));
    let lesson = app.practice.lesson(&asking, COURSE, FIRST).await.unwrap();
    assert_eq!((lesson.place, lesson.sources.len(), lesson.parts.len()), (0, 2, 5));
    assert!(told(&lesson, "k-first-look").is_none());
    let drawing = app.practice.course_drawing(&asking, COURSE, "two-places.svg").await.unwrap();
    assert!(drawing.bytes.starts_with(b"<svg"));
    for name in ["course.toml", "01-which-question.md", "../1.2/x.svg", "no.svg"] {
        let answer = app.practice.course_drawing(&asking, COURSE, name).await;
        assert!(matches!(answer, Err(AppError::NotFound)), "{name}");
    }
    let printed = app.practice.printed_course(&asking, COURSE).await.unwrap();
    assert_eq!(printed.lessons.len(), 2);
    let right = letters(&["B"]);
    let answer = app.practice.answer_check(&asking, (COURSE, FIRST, "k-first-look"), &right);
    assert!(matches!(answer.await, Err(AppError::NotSignedIn)));
    for (id, lesson) in [(COURSE, "no-lesson"), ("no-course", FIRST)] {
        let answer = app.practice.lesson(&asking, id, lesson).await;
        assert!(matches!(answer, Err(AppError::NotFound)));
    }
}

#[tokio::test]
async fn a_course_is_done_by_its_lessons_and_checks_and_the_plan_says_so() {
    let world = World::at(MORNING);
    let app = world.app_of(with_course()).await;
    let noor = candidate(&app).await;
    let asking = by(&app, &noor.actor);
    app.practice.lesson(&asking, COURSE, FIRST).await.unwrap();
    let progress = course(&app, &noor.actor).await.progress.unwrap();
    assert!(progress.lessons.contains_key(FIRST) && !progress.is_finished(FIRST));
    // Nothing chosen, too many, and what no page has.
    for no in [&[][..], &["A", "B"], &["Z"]] {
        assert!(matches!(answered(&app, &noor, "k-first-look", no).await, Err(AppError::Invalid(_))));
    }
    answered(&app, &noor, "k-first-look", &["A"]).await.unwrap();
    let lesson = app.practice.lesson(&asking, COURSE, FIRST).await.unwrap();
    let first = told(&lesson, "k-first-look").unwrap();
    assert!(!first.is_right && first.options[1].is_right && first.options[0].is_chosen);
    assert!(told(&lesson, "k-two-of-them").is_none(), "the other check is not told");
    answered(&app, &noor, "k-first-look", &["B"]).await.unwrap();
    answered(&app, &noor, "k-two-of-them", &["C", "A"]).await.unwrap();
    for lesson in [FIRST, SECOND, SECOND] {
        app.practice.finish_lesson(&asking, COURSE, lesson).await.unwrap();
    }
    let progress = course(&app, &noor.actor).await.progress.unwrap();
    assert!(progress.is_done, "{progress:?}");
    let plan = app.practice.plan(&asking, "SOA-C02").await.unwrap();
    let step = plan.steps.iter().find(|step| step.step == "learn").unwrap();
    assert_eq!(step.state, StepState::Done);
    assert_eq!(step.evidence, "2 of 2 lessons finished, 2 of 2 checks right");
    assert!(plan.domains.iter().all(|domain| domain.answered == 0), "checks count for nothing else");
    let printed = app.practice.printed_course(&asking, COURSE).await.unwrap();
    let told = printed.lessons.iter().flat_map(|lesson| &lesson.parts);
    assert!(told.into_iter().all(|part| !matches!(part, LessonPart::Check(_, Some(_)))), "paper has no keys");
}

#[tokio::test]
async fn whoever_tries_for_ever_fills_nothing_and_the_team_only_reads() {
    let world = World::at(MORNING);
    let app = world.app_of(with_course()).await;
    let noor = candidate(&app).await;
    for _ in 0..25 {
        answered(&app, &noor, "k-first-look", &["A"]).await.unwrap();
    }
    let progress = course(&app, &noor.actor).await.progress.unwrap();
    assert_eq!(progress.lessons[FIRST].tries["k-first-look"], 20);
    let ada = somebody(&app, "ada", Role::Administrator).await;
    assert!(course(&app, &ada.actor).await.progress.is_none());
    assert!(answered(&app, &ada, "k-first-look", &["B"]).await.is_err());
}

#[test]
fn a_plan_that_names_no_course_and_a_skill_of_elsewhere_are_errors() {
    let mut all = files();
    let course = course_files();
    all.texts.extend(course.texts.into_iter().map(|mut file| {
        file.text = file.text.replace("skill = \"1.1.1\"", "skill = \"1.1.2\"");
        file
    }));
    all.artwork.extend(course.artwork);
    let found = load(all).unwrap_err();
    assert!(found.iter().any(|fault| fault.code == "L0012" && fault.at.line > 1), "{found:?}");
    let mut all = files();
    let plan = all.texts.iter_mut().find(|file| file.path == "prep/SOA-C03.toml").unwrap();
    plan.text.push_str(
        "\n[[step]]\nid = \"learn\"\ntitle = \"Learn\"\nkind = \"course\"\ncourse = \"SOA-C03-9.9\"\n\
         description = \"Read it.\"\n",
    );
    let found = load(all).unwrap_err();
    let no_course = found.iter().find(|fault| fault.code == "L0019").unwrap();
    assert!(no_course.message.contains("SOA-C03-9.9"));
}

#[tokio::test]
async fn checks_stand_among_what_does_not_count_and_change_nothing_of_it() {
    let world = World::at(MORNING);
    let app = world.app_of(with_course()).await;
    let noor = candidate(&app).await;
    let before = app.practice.readiness(&by(&app, &noor.actor), "SOA-C02").await.unwrap();
    assert!(before.checks.is_empty() && before.answers.is_empty());
    answered(&app, &noor, "k-first-look", &["A"]).await.unwrap();
    world.moment("2025-09-20T09:01:00Z");
    answered(&app, &noor, "k-first-look", &["B"]).await.unwrap();
    let after = app.practice.readiness(&by(&app, &noor.actor), "SOA-C02").await.unwrap();
    let seen: Vec<(&str, bool)> =
        after.checks.iter().map(|line| (line.check.as_str(), line.is_right)).collect();
    assert_eq!(seen, [("k-first-look", true), ("k-first-look", false)], "the latest first");
    assert_eq!((after.checks[0].course.as_str(), after.checks[0].lesson.0.as_str()), (COURSE, FIRST));
    assert!(after.answers.is_empty() && after.counted() == 0);
    assert_eq!(after.log().unwrap(), before.log().unwrap(), "the log that a reading is made of is the same");
    let other = app.practice.readiness(&by(&app, &noor.actor), "SOA-C03").await.unwrap();
    assert!(other.checks.is_empty(), "the other exam version has other lessons");
}

#[tokio::test]
async fn whoever_finished_a_lesson_reads_what_its_revisions_changed_since() {
    let world = World::at(MORNING);
    let app = world.app_of(with_course()).await;
    let noor = candidate(&app).await;
    app.practice.finish_lesson(&by(&app, &noor.actor), COURSE, FIRST).await.unwrap();
    app.close().await;
    let store = world.store().await;
    let certification = store.own_prep_events(noor.id, 1).await.unwrap().remove(0).certification;
    let enrolment = store.enrolment(noor.id, &certification).await.unwrap().unwrap().id;
    let (course, lesson) = (COURSE.to_owned(), SECOND.to_owned());
    let event = PrepEvent::LessonFinished { course, lesson, revision: 1 };
    let event = serde_json::to_string(&event).unwrap();
    let at = Ms("2025-08-01T09:00:00Z".parse().unwrap());
    store.commit(Unit::from(prep::happened(enrolment, "before", &event, at))).await.unwrap();
    store.close().await;
    let app = world.app_of(with_course()).await;
    let asking = by(&app, &noor.actor);
    let lesson = app.practice.lesson(&asking, COURSE, SECOND).await.unwrap();
    assert_eq!(lesson.changed_since.unwrap().to_string(), "2025-08-01");
    let said: Vec<(u32, String)> =
        lesson.changes.iter().map(|change| (change.revision, change.on.unwrap().to_string())).collect();
    assert_eq!(said, [(2, "2025-09-01".to_owned())]);
    assert!(lesson.changes[0].what.contains("two consumers"));
    app.practice.finish_lesson(&asking, COURSE, SECOND).await.unwrap();
    let lesson = app.practice.lesson(&asking, COURSE, SECOND).await.unwrap();
    assert!(lesson.changed_since.is_none() && lesson.changes.is_empty());
    let first = app.practice.lesson(&asking, COURSE, FIRST).await.unwrap();
    assert!(first.changes.is_empty(), "what was finished as it stands has not changed");
}
