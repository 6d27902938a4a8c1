//! Preparing tells the truth: a seen question never counts, a crash makes nothing new, and what was kept
//! before is moved with what it meant then.

use assay_app::{App, AppError, Asking, Files, NewPracticeAnswer, NewRun, Reviewed, Wanted, load};
use assay_bank::{AuthoredItem, parse_authored};
use assay_kernel::{PracticeId, Severity, source::SourceFile};
use assay_learning::{
    event::ErrorKind,
    practice::parse_set,
    run::{RunMode, RunScope, Sure, Which},
};
use assay_store::{ExposureRecord, Ms, PracticeRecord, Seed, Store, Unit, statement::practice};

use crate::world::{Somebody, World, by, candidate, files, options};

const EXAM: &str = "SOA-C03";
const SET: &str = "SOA-C03-question-set";

fn item(id: &str) -> AuthoredItem {
    let (all, ending) = (files(), format!("/{id}.toml"));
    let mut pool = all.texts.iter().filter(|file| file.path.starts_with("practice/"));
    parse_authored(pool.find(|file| file.path.ends_with(&ending)).unwrap()).0
}

pub(crate) fn right(id: &str) -> Vec<String> {
    options(&item(id), true)
}

pub(crate) fn wrong(id: &str) -> Vec<String> {
    let item = item(id);
    let key = options(&item, true);
    let rest = item.options.iter().map(|option| option.id.clone());
    rest.filter(|id| !key.contains(id)).chain(key.clone()).take(item.choose()).collect()
}

/// The reference programme with some practice sets other than they are.
fn with_sets(sets: &[(&str, &str)]) -> Reviewed {
    let mut all: Files = files();
    let path = |name: &str| format!("practice/sets/{name}.toml");
    all.texts.retain(|file| sets.iter().all(|(name, _)| file.path != path(name)));
    for (name, text) in sets {
        all.texts.push(SourceFile::new(path(name), *text));
    }
    load(all).unwrap_or_else(|found| panic!("{found:?}"))
}

fn set_text(name: &str, pool: &str, items: &[String]) -> String {
    format!(
        "id = \"{name}\"\nexam = \"{EXAM}\"\ntitle = \"{name}\"\nsummary = \"A set.\"\n{pool}\
         items = {items:?}\n"
    )
}

fn items_of_set() -> Vec<String> {
    let path = format!("practice/sets/{SET}.toml");
    parse_set(files().texts.iter().find(|file| file.path == path).unwrap()).0.items
}

/// The set of the first look as a set that is taken as often as one likes.
pub(crate) fn as_often_as_one_likes() -> Reviewed {
    with_sets(&[(SET, &set_text(SET, "", &items_of_set()))])
}

async fn seen(world: &World, who: &Somebody) -> Vec<ExposureRecord> {
    let store = world.store().await;
    let seen = store.exposures_of(who.id).await.unwrap();
    store.close().await;
    seen
}

pub(crate) async fn pinned(world: &World, run: PracticeId) -> Vec<String> {
    let store = world.store().await;
    let record = store.practice_run(run).await.unwrap().unwrap();
    store.close().await;
    let items: Vec<(String, String)> = serde_json::from_str(&record.items).unwrap();
    items.into_iter().map(|(id, _)| id).collect()
}

fn learn() -> NewRun {
    NewRun { exam: EXAM.into(), mode: Some(RunMode::Learn), scope: RunScope::default() }
}

async fn begin(app: &App, asking: &Asking, run: NewRun) -> PracticeId {
    app.practice.start(asking, run, Wanted::GoOn).await.unwrap()
}

#[tokio::test]
async fn what_was_sent_before_a_crash_stays_seen_and_its_first_answer_still_counts_once() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let run = begin(&app, &by(&app, &noor.actor), learn()).await;
    app.practice.item(&by(&app, &noor.actor), run, 1).await.unwrap();
    app.close().await;
    let sent = seen(&world, &noor).await;
    assert_eq!(sent.len(), 1);
    assert_eq!((sent[0].answered_at, sent[0].revealed_at), (None, None));

    // The machine went down; another device goes on, in the same run.
    world.moment("2025-09-30T10:00:00Z");
    let app = world.app().await;
    let asking = by(&app, &noor.actor);
    assert_eq!(begin(&app, &asking, learn()).await, run, "the run that is open is gone on with");
    let practised = app.practice.item(&asking, run, 1).await.unwrap();
    assert!(!practised.is_known, "nothing was told");
    let first = sent[0].family.clone();
    app.practice.answer(&asking, run, 1, &wrong(&first)).await.unwrap();
    // The same page again, and a second device with another answer.
    app.practice.answer(&asking, run, 1, &wrong(&first)).await.unwrap();
    app.practice.answer(&asking, run, 1, &right(&first)).await.unwrap();
    assert_eq!(app.practice.run(&asking, run).await.unwrap().answered[&1], Some(false));
    app.close().await;
    let once = seen(&world, &noor).await;
    assert_eq!((once[0].is_right, once[0].shown_at), (Some(0), sent[0].shown_at));
    assert!(once[0].revealed_at.is_some());
}

#[tokio::test]
async fn a_question_that_was_explained_never_counts_again_and_new_ones_come_first() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let first = begin(&app, &by(&app, &noor.actor), learn()).await;
    let asked = pinned(&world_closed(app, &world).await, first).await;
    let app = world.app().await;
    for (position, id) in (1..).zip(&asked) {
        world.moment(&format!("2025-09-30T09:{position:02}:00Z"));
        app.practice.answer(&by(&app, &noor.actor), first, position, &wrong(id)).await.unwrap();
    }
    let view = app.practice.run(&by(&app, &noor.actor), first).await.unwrap();
    assert!(view.is_finished && view.right() == 0, "the last answer ends the run");
    let before = by(&app, &noor.actor);
    let choice = app.practice.choice(&before, EXAM).await.unwrap();
    assert_eq!((choice.drills.items, choice.drills.new, choice.wrong), (150, 140, 10));

    // Everything again, all right: ten answers to seen questions leave what counts as it was.
    world.moment("2025-09-30T11:00:00Z");
    let again = NewRun { mode: Some(RunMode::Wrong), ..learn() };
    let second = begin(&app, &by(&app, &noor.actor), again.clone()).await;
    app.close().await;
    let counted = seen(&world, &noor).await;
    let repeated = pinned(&world, second).await;
    let app = world.app().await;
    for (position, id) in (1..).zip(&repeated) {
        let asking = by(&app, &noor.actor);
        assert!(app.practice.item(&asking, second, position).await.unwrap().is_known);
        app.practice.answer(&asking, second, position, &right(id)).await.unwrap();
    }
    let asking = by(&app, &noor.actor);
    let choice = app.practice.choice(&asking, EXAM).await.unwrap();
    assert_eq!((choice.wrong, choice.drills.answered, choice.drills.right), (0, 10, 0));
    let nothing = app.practice.start(&asking, again, Wanted::GoOn).await;
    assert!(matches!(nothing, Err(AppError::Invalid(_))), "nothing is wrong any more");
    let third = begin(&app, &asking, learn()).await;
    app.close().await;
    assert_eq!(seen(&world, &noor).await, counted, "not a byte of what counts has changed");
    let new = pinned(&world, third).await;
    assert_eq!(new.len(), 10);
    assert!(new.iter().all(|id| !asked.contains(id)), "no repeat while new questions remain");
}

/// Closes the application, so that the store can be looked at.
async fn world_closed(app: App, world: &World) -> World {
    app.close().await;
    world.copy()
}

#[tokio::test]
async fn the_first_look_is_explained_at_its_end_and_until_then_answers_may_change() {
    let world = World::at("2025-09-30T09:00:00Z");
    let items = items_of_set();
    let app = world.app().await;
    let noor = candidate(&app).await;
    let asking = by(&app, &noor.actor);
    let run = app.practice.start(&asking, SET, Wanted::GoOn).await.unwrap();
    let answer = |response: Vec<String>, command: &str, sure| NewPracticeAnswer {
        response,
        sure,
        command: command.to_owned(),
    };
    for (position, id) in (1..=3).zip(&items) {
        app.practice.item(&asking, run, position).await.unwrap();
        app.practice.answer(&asking, run, position, answer(wrong(id), "a", None)).await.unwrap();
        let practised = app.practice.item(&asking, run, position).await.unwrap();
        assert!(practised.feedback.is_none() && practised.source.is_none(), "nothing is told before the end");
        assert_eq!(practised.answer.as_deref(), Some(wrong(id).as_slice()));
    }
    // Changed, and the first page's form arrives once more.
    app.practice.answer(&asking, run, 1, answer(right(&items[0]), "b", Some(Sure::Unsure))).await.unwrap();
    app.practice.answer(&asking, run, 1, answer(wrong(&items[0]), "a", None)).await.unwrap();
    let view = app.practice.run(&asking, run).await.unwrap();
    assert_eq!(view.answered.values().collect::<Vec<_>>(), [&None; 3]);
    assert!(!view.is_finished && !view.is_told && view.right() == 0);
    let refused = app.practice.name_error(&asking, run, 2, ErrorKind::Misread).await;
    assert!(matches!(refused, Err(AppError::NotFound)), "whether it is wrong is not told yet");
    assert_eq!(app.practice.choice(&asking, EXAM).await.unwrap().wrong, 0, "nor by the way");
    app.practice.item(&asking, run, 4).await.unwrap();
    for _ in 0..2 {
        app.practice.hand_in(&asking, run).await.unwrap();
    }
    app.practice.answer(&asking, run, 2, answer(right(&items[1]), "late", None)).await.unwrap();
    let view = app.practice.run(&asking, run).await.unwrap();
    let told: Vec<Option<bool>> = view.answered.values().copied().collect();
    assert_eq!(told, [Some(true), Some(false), Some(false)]);
    assert!(view.is_finished && view.is_told);
    let first = app.practice.item(&asking, run, 1).await.unwrap();
    assert_eq!((first.sure, first.is_known), (Some(Sure::Unsure), false));
    assert!(first.feedback.is_some());
    assert!(app.practice.item(&asking, run, 4).await.unwrap().feedback.is_none(), "what is open stays so");
    let plan = app.practice.plan(&asking, EXAM).await.unwrap();
    assert_eq!(plan.steps[0].evidence, "3 of 20 questions answered for the first time, 1 right");
    app.close().await;
    let mut seen = seen(&world, &noor).await;
    seen.sort_by_key(|one| items.iter().position(|id| *id == one.family));
    let kept: Vec<_> = seen.iter().map(|one| (one.is_right, one.revealed_at.is_some())).collect();
    assert_eq!(kept, [(Some(1), true), (Some(0), true), (Some(0), true), (None, false)]);
    assert!(seen.iter().all(|one| one.pool == "pretest"));
}

#[tokio::test]
async fn somebody_says_what_went_wrong_and_reports_a_question_to_the_team() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app_of(as_often_as_one_likes()).await;
    let noor = candidate(&app).await;
    let asking = by(&app, &noor.actor);
    let run = app.practice.start(&asking, SET, Wanted::GoOn).await.unwrap();
    let items = items_of_set();
    app.practice.answer(&asking, run, 1, &wrong(&items[0])).await.unwrap();
    app.practice.answer(&asking, run, 2, &right(&items[1])).await.unwrap();
    for (second, kind) in [ErrorKind::Misread, ErrorKind::MixedUp, ErrorKind::Misread].iter().enumerate() {
        world.moment(&format!("2025-09-30T09:00:0{}Z", second + 1));
        app.practice.name_error(&by(&app, &noor.actor), run, 1, *kind).await.unwrap();
    }
    let asking = by(&app, &noor.actor);
    assert_eq!(app.practice.item(&asking, run, 1).await.unwrap().named, Some(ErrorKind::Misread));
    let refused = app.practice.name_error(&asking, run, 2, ErrorKind::Slipped).await;
    assert!(matches!(refused, Err(AppError::NotFound)), "a right answer has no error");
    for _ in 0..2 {
        app.practice.report(&asking, run, 1, " Option B is right as well. ").await.unwrap();
    }
    let long = "x".repeat(1_001);
    for text in ["", " ", long.as_str()] {
        let refused = app.practice.report(&asking, run, 1, text).await;
        assert!(matches!(refused, Err(AppError::Invalid(_))));
    }
    let ada = crate::world::somebody(&app, "ada", assay_kernel::Role::Administrator).await;
    let notes = app.record.notes_about(&by(&app, &ada.actor), noor.id).await.unwrap().notes;
    assert_eq!(notes.len(), 1, "pressed twice is once");
    assert!(notes[0].text.starts_with(&format!("Reports the practice question {} (version ", items[0])));
    assert!(notes[0].text.ends_with("): Option B is right as well."), "{}", notes[0].text);
    app.close().await;
}

#[tokio::test]
async fn questions_are_chosen_by_part_of_the_outline_and_a_set_against_the_clock_ends() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let asking = by(&app, &noor.actor);
    let scope = RunScope { part: Some("5".into()), which: Which::Any, count: 20, ..RunScope::default() };
    let custom = NewRun { mode: Some(RunMode::Custom), scope: scope.clone(), exam: EXAM.into() };
    let run = begin(&app, &asking, custom).await;
    let view = app.practice.run(&asking, run).await.unwrap();
    let domains: Vec<(&str, u32)> =
        view.domains.iter().filter(|one| one.items > 0).map(|one| (one.domain.as_str(), one.items)).collect();
    assert_eq!(domains, [("5", 20)], "of that domain alone");
    let timed = NewRun { mode: Some(RunMode::Timed), scope, exam: EXAM.into() };
    let run = begin(&app, &asking, timed).await;
    let view = app.practice.run(&asking, run).await.unwrap();
    assert!(view.ends_at.is_some_and(|end| end > asking.at) && !view.is_finished);
    app.practice.item(&asking, run, 1).await.unwrap();
    world.moment("2025-09-30T15:00:00Z");
    let late = by(&app, &noor.actor);
    let view = app.practice.run(&late, run).await.unwrap();
    assert!(view.is_finished && !view.is_told, "its time is over, and it waits to be handed in");
    app.practice.answer(&late, run, 1, &["A".to_owned()]).await.ok();
    app.practice.hand_in(&late, run).await.unwrap();
    assert!(
        app.practice.run(&late, run).await.unwrap().answered.is_empty(),
        "what came too late is not taken"
    );
    for (mode, exam, part) in [(RunMode::Learn, "X-1", None), (RunMode::Learn, EXAM, Some("9"))] {
        let scope = RunScope { part: part.map(str::to_owned), ..RunScope::default() };
        let run = NewRun { mode: Some(mode), exam: exam.into(), scope };
        assert!(app.practice.start(&late, run, Wanted::GoOn).await.is_err(), "{exam} {part:?}");
    }
    app.close().await;
}

#[tokio::test]
async fn a_run_keeps_the_questions_it_began_with_when_the_set_is_edited() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let run = app.practice.start(&by(&app, &noor.actor), SET, Wanted::GoOn).await.unwrap();
    app.close().await;
    let items = items_of_set();
    assert_eq!(pinned(&world, run).await, items);
    assert!(items.len() == 20);
}

async fn practised_before(store: &Store, who: &Somebody, number: u8, answers: &[(u32, &[String], &str)]) {
    let at = |text: &str| Ms(text.parse().unwrap());
    let run = PracticeRecord {
        id: assay_kernel::TypedId::from_parts(1_759_200_000_000, [number; 10]),
        person_id: who.id,
        practice_set: SET.into(),
        seed: Seed(3),
        started_at: at("2025-09-30T10:00:00Z"),
        finished_at: None,
        correct: 0,
        items: 20,
    };
    let mut unit = Unit::from(practice::started(&run));
    for (position, response, when) in answers {
        let text = serde_json::to_string(response).unwrap();
        unit.run(practice::answered(run.id, *position, &text, at(when)));
    }
    unit.run(practice::step_ticked(who.id, EXAM, "refresh-knowledge", at("2025-09-30T10:30:00Z")));
    store.commit(unit).await.unwrap();
}

#[tokio::test]
async fn practice_of_before_is_moved_with_its_first_answers_and_ticks_become_reasons() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    app.close().await;
    let items = items_of_set();
    let store = world.store().await;
    // The later run's file comes first; the earlier answer is the one that counts.
    let (good, bad) = (right(&items[0]), wrong(&items[0]));
    practised_before(&store, &noor, 1, &[(1, &good, "2025-09-30T12:00:00Z")]).await;
    practised_before(
        &store,
        &noor,
        2,
        &[(1, &bad, "2025-09-30T11:00:00Z"), (2, &bad, "2025-09-30T11:05:00Z")],
    )
    .await;
    // As the release before leaves it: nothing is moved, no setting says that it is.
    store.commit(assay_store::statement::meta::set("prep_ticks_moved", "").into()).await.unwrap();
    store.close().await;
    world.moment("2025-10-01T09:00:00Z");
    for _ in 0..2 {
        let app = world.app().await;
        let asking = by(&app, &noor.actor);
        let plan = app.practice.plan(&asking, EXAM).await.unwrap();
        let left_out = &plan.steps[1].evidence;
        assert!(left_out.starts_with("You left this step out: ticked before."), "{left_out}");
        assert_eq!(plan.steps[0].evidence, "2 of 20 questions answered for the first time, 0 right");
        assert_eq!(plan.open.iter().map(|run| run.answered).sum::<usize>(), 1, "the newest is gone on with");
        app.close().await;
    }
    let seen = seen(&world, &noor).await;
    let of = |id: &String| seen.iter().find(|one| one.family == *id).unwrap();
    assert_eq!((seen.len(), of(&items[0]).is_right), (2, Some(0)));
    assert_eq!(of(&items[0]).answered_at, Some(Ms("2025-09-30T11:00:00Z".parse().unwrap())));
    assert!(seen.iter().all(|one| one.revealed_at.is_some()));
    let store = world.store().await;
    assert!(store.persons_with_practices(9).await.unwrap().is_empty());
    store.close().await;
}

/// A text with every so many words another one.
fn with_others(text: &str, every: usize) -> String {
    let word = |(n, word): (usize, &str)| if n % every == 0 { format!("w{n}") } else { word.to_owned() };
    text.split(' ').enumerate().map(word).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_practice_item_and_a_check_that_copy_an_examination_item_are_found() {
    let all = files();
    let of = |path: &str| all.texts.iter().find(|file| file.path == path).unwrap().text.clone();
    let exam = of("bank/SOA-C03/c03-504-idle-timeout.toml");
    let (_, stem) = exam.split_once("\nstem = \"\"\"\n").unwrap();
    let stem = stem.split_once("\n\"\"\"").unwrap().0;
    let lesson = all.texts.iter().find(|file| file.path.starts_with("courses/SOA-C03/2.1/03-")).unwrap();
    let place = "practice/SOA-C03/c03p-cli-mfa-session.toml";
    let told = |path: &str, text: String| {
        let mut all = all.clone();
        all.texts.iter_mut().find(|file| file.path == path).unwrap().text = text;
        let found = assay_app::check(&all, "2025-09-30T09:00:00Z".parse().unwrap());
        let of_code = found.iter().filter(|one| one.code == "L0021");
        of_code.map(|one| (one.at.file.clone(), one.severity)).collect::<Vec<_>>()
    };
    // As the programme stands nobody copied.
    assert_eq!(told(place, of(place)), []);
    let copy = exam.replace("c03-504-idle-timeout", "c03p-cli-mfa-session");
    let error = vec![(place.to_owned(), Severity::Error)];
    assert_eq!(told(place, copy.clone()), error);
    assert_eq!(
        told(place, copy.replace(stem, &with_others(stem, 4))),
        error,
        "a quarter of its words are others"
    );
    // The stem of a check.
    let (before, after) = lesson.text.split_once("stem = \"\"\"\n").unwrap();
    let after = after.split_once("\"\"\"").unwrap().1;
    let check = format!("{before}stem = \"\"\"\n{stem}\n\"\"\"{after}");
    assert_eq!(told(&lesson.path, check), [(lesson.path.clone(), Severity::Error)]);
}

#[test]
fn an_item_is_in_one_pool_and_a_final_form_is_spread_as_the_exam_is() {
    let items = items_of_set();
    let (last, drill): (Vec<String>, Vec<String>) =
        items.iter().cloned().partition(|id| item(id).meta.task.starts_with('1'));
    let all = |pool: &str| set_text("one", pool, &items);
    let codes = |sets: &[(&str, &str)]| {
        let mut all: Files = files();
        all.texts.retain(|file| !file.path.starts_with("practice/sets/") && !file.path.starts_with("prep/"));
        for (name, text) in sets {
            all.texts.push(SourceFile::new(format!("practice/sets/{name}.toml"), *text));
        }
        let found = assay_app::check(&all, "2025-09-30T09:00:00Z".parse().unwrap());
        let mut codes: Vec<&str> =
            found.iter().map(|one| one.code).filter(|code| code.starts_with('L')).collect();
        codes.dedup();
        codes.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(
        codes(&[("one", &all("")), ("two", &set_text("two", "", &items))]).is_empty(),
        "no pool, no rule"
    );
    let pretest = all("pool = \"pretest\"\n");
    assert!(codes(&[("one", &pretest)]).is_empty());
    let with_drill = codes(&[("one", &pretest), ("two", &set_text("two", "pool = \"drill\"\n", &drill))]);
    assert_eq!(with_drill, ["L0003", "L0008", "L0007"]);
    let last = set_text("two", "pool = \"final\"\n", &last);
    let with_final = codes(&[("one", &set_text("one", "pool = \"drill\"\n", &drill)), ("two", &last)]);
    assert!(
        with_final.contains(&"L0009".to_owned()) && !with_final.contains(&"L0007".to_owned()),
        "{with_final:?}"
    );
}
