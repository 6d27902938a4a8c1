//! A plan survives a switch: the day moves beyond the last test day of one exam version, and what was known
//! carries to the next through the crosswalk, with nothing that happened written anew.
//!
//! The reference programme has no practice of SOA-C02; here it gets a question for each of its 65 skills.

use std::fmt::Write;

use assay_app::{
    App, AppError, Asking, CountVerdict, DaySet, NewRun, ReadinessTold, Reviewed, SwitchView, SwitchWhy,
    Wanted, load,
};
use assay_kernel::{Date, date, source::SourceFile};
use assay_learning::{
    carry::Carriage,
    event::PrepEvent,
    run::{RunMode, RunScope},
    target::{PrepTarget, TargetBasis},
};
use assay_psychometrics::readiness::{CONSTANTS, Constants, ItemAnswer, LogEntry, Model};

use crate::{
    preparing::{pinned, right},
    world::{Somebody, World, by, candidate, files},
};

const OLD: &str = "SOA-C02";
const NEW: &str = "SOA-C03";

/// Words without a meaning, other ones for each seed: no two questions are alike.
fn words(seed: usize, count: usize) -> String {
    let mut state = seed as u64 + 1;
    let word = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let letter = |place: u32| char::from(b'a' + ((state >> (place * 5 + 20)) % 26) as u8);
        (0..6).map(letter).collect::<String>()
    };
    (0..count).map(word).collect::<Vec<_>>().join(" ")
}

fn question(number: usize, (task, skill): (&str, &str)) -> SourceFile {
    let id = format!("t02-{}", skill.replace('.', "-"));
    let mut text = format!(
        "id = \"{id}\"\nexam = \"{OLD}\"\ntask = \"{task}\"\nskill = \"{skill}\"\n\
         kind = \"multiple-choice\"\n\
         stem = \"A team asks about {}. What should it do?\"\nkey = [\"A\"]\nlevel = \"apply\"\n\
         difficulty = 0.6\ntime_s = 60\nnote = \"Made for a test.\"\n\
         source = {{ title = \"A page\", url = \"https://example.org/{id}\" }}\n",
        words(number, 12)
    );
    for (place, option) in ["A", "B", "C", "D"].iter().enumerate() {
        let (what, why) = (words(1_000 + number * 8 + place, 5), words(5_000 + number * 8 + place, 9));
        write!(text, "[[option]]\nid = \"{option}\"\ntext = \"{what}\"\nrationale = \"{why}\"\n").unwrap();
    }
    SourceFile::new(format!("practice/{OLD}/{id}.toml"), text)
}

/// The reference programme with another plan and 65 questions of SOA-C02, one for each skill.
fn programme() -> Reviewed {
    let mut all = files();
    let own = [format!("prep/{OLD}"), format!("practice/{OLD}/"), format!("practice/sets/{OLD}")];
    all.texts.retain(|file| !own.iter().any(|of| file.path.starts_with(of)));
    let (known, _) = assay_programme::parse(&all.texts);
    let tasks = known.outline(OLD).unwrap().tasks();
    let skills: Vec<(String, String)> =
        tasks.flat_map(|task| task.skills.iter().map(|skill| (task.id.clone(), skill.id.clone()))).collect();
    let mut ids = Vec::new();
    for (number, (task, skill)) in skills.iter().enumerate() {
        all.texts.push(question(number, (task, skill)));
        ids.push(format!("t02-{}", skill.replace('.', "-")));
    }
    let set = format!(
        "id = \"{OLD}-first-look\"\nexam = \"{OLD}\"\ntitle = \"All of it\"\nsummary = \"One each.\"\n\
         pool = \"pretest\"\nitems = {ids:?}\n"
    );
    all.texts.push(SourceFile::new(format!("practice/sets/{OLD}-first-look.toml"), set));
    let plan = format!(
        "exam = \"{OLD}\"\ntitle = \"Prepare for it\"\nsummary = \"One step.\"\n[[step]]\nid = \"know\"\n\
         title = \"Know it\"\nkind = \"pretest\"\npractice_set = \"{OLD}-first-look\"\n\
         description = \"Look at it.\"\n"
    );
    all.texts.push(SourceFile::new(format!("prep/{OLD}.toml"), plan));
    load(all).unwrap_or_else(|found| panic!("{:#?}", found.sorted()))
}

/// Answers a question of each skill of the old outline, of each three the first wrong.
async fn first_look(app: &App, noor: &Somebody) {
    let asking = by(app, &noor.actor);
    let set = format!("{OLD}-first-look");
    let run = app.practice.start(&asking, set.as_str(), Wanted::GoOn).await.unwrap();
    for position in 1..=65_u32 {
        let answer = [if position % 3 == 1 { "B" } else { "A" }.to_owned()];
        app.practice.item(&asking, run, position).await.unwrap();
        app.practice.answer(&asking, run, position, &answer).await.unwrap();
    }
    app.practice.hand_in(&asking, run).await.unwrap();
}

async fn set_day(app: &App, asking: &Asking, exam: &str, on: Date, yes: bool) -> Option<SwitchView> {
    match app.practice.set_day(asking, exam, (Some(on), yes)).await.unwrap() {
        DaySet::Set(_) => None,
        DaySet::Crosses(view) => Some(*view),
    }
}

fn means_what_the_crosswalk_says(view: &SwitchView, why: SwitchWhy) {
    assert_eq!((view.from.as_str(), view.to.as_str(), view.why), (OLD, NEW, why));
    let carried = view.carried.as_ref().unwrap();
    assert_eq!((carried.skills_whole, carried.skills_in_part), (23, 26));
    let new: Vec<&str> = carried.skills_new.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(new, ["1.3.4", "3.1.6", "5.1.4", "5.3.5"]);
    assert_eq!((carried.answers_whole, carried.answers_in_part, carried.answers_gone), (23, 36, 6));
}

async fn events(world: &World, noor: &Somebody) -> Vec<(String, String)> {
    let store = world.store().await;
    let mut events = store.own_prep_events(noor.id, 1_000).await.unwrap();
    events.reverse();
    store.close().await;
    events.into_iter().map(|event| (event.happened_at.0.to_string(), event.event)).collect()
}

#[tokio::test]
async fn a_day_moved_from_29_to_30_september_carries_23_skills_whole_26_in_part_and_starts_4_anew() {
    let world = World::at("2025-09-15T09:00:00Z");
    let app = world.app_of(programme()).await;
    let noor = candidate(&app).await;
    first_look(&app, &noor).await;
    let asking = by(&app, &noor.actor);
    assert!(set_day(&app, &asking, OLD, date(2025, 9, 29), false).await.is_none(), "it is sat that day");
    let plan = app.practice.plan(&asking, OLD).await.unwrap();
    let day = plan.day.unwrap();
    let own = |on| Some(PrepTarget { on, basis: TargetBasis::Own });
    assert_eq!((day.target, day.switch.is_none()), (own(date(2025, 9, 29)), true));
    let old_reading = app.practice.readiness(&asking, OLD).await.unwrap();
    let old_log = old_reading.log().unwrap();
    app.close().await;
    let before = events(&world, &noor).await;

    // The next day, and one day later: shown before it happens, and nothing is written by looking.
    world.moment("2025-09-16T09:00:00Z");
    let app = world.app_of(programme()).await;
    let asking = by(&app, &noor.actor);
    let shown = set_day(&app, &asking, OLD, date(2025, 9, 30), false).await.unwrap();
    means_what_the_crosswalk_says(&shown, SwitchWhy::Day);
    assert!(shown.has_plan && shown.done_at.is_none());
    let day = app.practice.plan(&asking, OLD).await.unwrap().day.unwrap();
    assert_eq!(day.target, own(date(2025, 9, 29)), "nothing has moved yet");
    assert!(set_day(&app, &asking, OLD, date(2025, 9, 30), true).await.is_none());

    let day = app.practice.plan(&asking, NEW).await.unwrap().day.unwrap();
    assert_eq!((day.target, day.switched_from.as_deref()), (own(date(2025, 9, 30)), Some(OLD)));
    let plans = app.practice.plans(&asking, NEW).await.unwrap();
    means_what_the_crosswalk_says(&plans.switch, SwitchWhy::Day);
    let (old, new) = (plans.old.unwrap(), plans.new.unwrap());
    assert_eq!((old.0.exam.as_str(), new.0.exam.as_str()), (OLD, NEW), "both plans are explained");
    assert_eq!(old.1[0].evidence, "65 of 65 questions answered for the first time, 43 right");
    assert_eq!(plans.carries["review-and-practise"], Carriage::InPart);
    let switched = |(_, event): &(_, PrepEvent)| matches!(event, PrepEvent::PlanSwitched { .. });
    assert_eq!((plans.history.len(), plans.history.iter().filter(|one| switched(one)).count()), (3, 1));
    let again = app.practice.readiness(&asking, OLD).await.unwrap();
    assert_eq!(again.answers.len(), old_reading.answers.len());
    app.close().await;
    let after = events(&world, &noor).await;
    assert_eq!(&after[..before.len()], before, "no event is written anew");
    assert_eq!(after.len(), before.len() + 2, "the day and the switch are added");
    assert!(!old_log.contains("\"w\""), "whole answers need no weight");
}

#[tokio::test]
async fn carried_answers_enter_the_reading_with_their_weight_and_what_is_new_is_practised_first() {
    let world = World::at("2025-09-15T09:00:00Z");
    let app = world.app_of(programme()).await;
    let noor = candidate(&app).await;
    first_look(&app, &noor).await;
    let asking = by(&app, &noor.actor);
    let nothing = app.practice.readiness(&asking, NEW).await.unwrap();
    assert!(nothing.answers.is_empty(), "without a switch nothing is carried");
    set_day(&app, &asking, OLD, date(2025, 10, 20), true).await;
    let view = app.practice.readiness(&asking, NEW).await.unwrap();
    assert_eq!((view.counted(), view.answers.len(), view.carried_from.as_deref()), (59, 65, Some(OLD)));
    let gone = view.answers.iter().filter(|line| line.counts == CountVerdict::NotCarried).count();
    assert_eq!(gone, 6);
    let ReadinessTold::TooFew(more, _) = view.told else { panic!("41 in all, less a half in some domains") };
    assert!((1..=2).contains(&more), "{more}");

    // Four skills were never met: they come first.
    let scope = RunScope { count: 10, ..RunScope::default() };
    let run = NewRun { exam: NEW.into(), mode: Some(RunMode::Learn), scope };
    let run = app.practice.start(&asking, run, Wanted::Anew).await.unwrap();
    app.close().await;
    let asked = pinned(&world, run).await;
    let skills: Vec<String> = asked.iter().map(|id| skill_of(id)).collect();
    for new in ["1.3.4", "3.1.6", "5.1.4", "5.3.5"] {
        assert!(skills.iter().any(|skill| skill == new), "{new} is among {skills:?}");
    }

    // With them there are enough, and the file gives the same number by the weights that stand in it.
    let app = world.app_of(programme()).await;
    let asking = by(&app, &noor.actor);
    for (position, id) in (1_u32..).zip(&asked) {
        app.practice.item(&asking, run, position).await.unwrap();
        app.practice.answer(&asking, run, position, &right(id)).await.unwrap();
    }
    let view = app.practice.readiness(&asking, NEW).await.unwrap();
    assert!(matches!(view.told, ReadinessTold::Today(_)));
    let file: serde_json::Value = serde_json::from_str(&view.log().unwrap()).unwrap();
    let log = log_of(&file);
    let weight: f64 = log.iter().map(|entry| entry.answer.weight).sum();
    assert!((weight - 51.0).abs() < 1e-9, "23 and half of 36, and ten: {weight}");
    let model = Model::with(Constants { growth: 0.0, ..CONSTANTS }).unwrap();
    let person = &file["persons"][0];
    let (_, again) = model.read_log(&[11, 11, 11, 8, 9], &log, number(&person["end"])).unwrap();
    let off = (again.pass - number(&person["p"])).abs();
    assert!(off < 1e-12, "{off}: what reading a number from a text may lose");
    app.close().await;
}

fn number(value: &serde_json::Value) -> f64 {
    value.as_f64().unwrap()
}

/// What `assay readiness` reads of the file.
fn log_of(file: &serde_json::Value) -> Vec<LogEntry> {
    let entry = |event: &serde_json::Value| {
        let item = &file["items"][event[0].as_u64().unwrap() as usize];
        let domain = item["domain"].as_u64().unwrap() as usize;
        let answer = ItemAnswer {
            weight: item["w"].as_f64().unwrap_or(1.0),
            ..ItemAnswer::whole(domain, number(&item["b"]), number(&item["c"]), number(&event[1]) == 1.0)
        };
        LogEntry { day: number(&event[3]), is_counted: number(&event[2]) == 1.0, answer }
    };
    file["persons"][0]["events"].as_array().unwrap().iter().map(entry).collect()
}

fn skill_of(id: &str) -> String {
    let (all, ending) = (files(), format!("/{id}.toml"));
    let file = all.texts.iter().find(|file| file.path.ends_with(&ending)).unwrap();
    let line = file.text.lines().find(|line| line.starts_with("skill")).unwrap();
    line.split('"').nth(1).unwrap().to_owned()
}

#[tokio::test]
async fn a_registration_lays_down_version_and_last_day_and_moves_the_plan_only_with_a_yes() {
    let world = World::at("2025-09-15T09:00:00Z");
    let app = world.app_of(programme()).await;
    let noor = candidate(&app).await;
    first_look(&app, &noor).await;
    let asking = by(&app, &noor.actor);
    let old = app.registrations.register(&asking, OLD).await.unwrap();
    let day = app.practice.plan(&asking, OLD).await.unwrap().day.unwrap();
    let last = PrepTarget { on: date(2025, 9, 29), basis: TargetBasis::Window };
    assert_eq!((day.target, day.switch.is_none()), (Some(last), true));
    let beyond = app.practice.set_day(&asking, OLD, (Some(date(2025, 9, 30)), true)).await;
    assert!(matches!(beyond, Err(AppError::Invalid(_))), "the registration ends before");
    assert!(set_day(&app, &asking, OLD, date(2025, 9, 25), false).await.is_none(), "within it one chooses");

    // The registration is given back, and another is made: for the version that is sat from the 30th on.
    app.registrations.withdraw(&asking, old).await.unwrap();
    app.registrations.register(&asking, NEW).await.unwrap();
    for exam in [OLD, NEW] {
        let day = app.practice.plan(&asking, exam).await.unwrap().day.unwrap();
        means_what_the_crosswalk_says(&day.switch.unwrap(), SwitchWhy::Registration);
    }
    app.practice.switch(&asking, NEW).await.unwrap();
    app.practice.switch(&asking, NEW).await.unwrap();
    let day = app.practice.plan(&asking, NEW).await.unwrap().day.unwrap();
    assert!(day.switch.is_none() && day.switched_from.as_deref() == Some(OLD));
    let back = app.practice.plan(&asking, OLD).await.unwrap().day.unwrap().switch;
    assert!(back.is_none_or(|view| view.to == OLD && view.why == SwitchWhy::Wish));
    app.close().await;
    let events = events(&world, &noor).await;
    assert_eq!(
        events.iter().filter(|(_, event)| event.contains("plan-switched")).count(),
        1,
        "pressed twice"
    );
}

#[tokio::test]
async fn a_day_that_can_be_none_is_refused_and_hours_are_hours() {
    let world = World::at("2025-09-15T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let asking = by(&app, &noor.actor);
    for (on, why) in [
        (date(2025, 9, 14), "it has passed"),
        (date(2099, 1, 1), "nobody plans so far"),
        (date(2025, 9, 20), "between the two nothing is refused: the old one is sat"),
    ] {
        let said = app.practice.set_day(&asking, NEW, (Some(on), false)).await;
        match said {
            Err(AppError::Invalid(faults)) => assert!(on != date(2025, 9, 20), "{why}: {faults:?}"),
            Ok(DaySet::Crosses(view)) => assert_eq!((view.to.as_str(), view.carried), (OLD, None), "{why}"),
            Ok(DaySet::Set(_)) => panic!("{on}: {why}"),
            Err(other) => panic!("{other}"),
        }
    }
    for hours in [0, 41] {
        let said = app.practice.set_hours(&asking, NEW, hours).await;
        assert!(matches!(said, Err(AppError::Invalid(_))), "{hours}");
    }
    app.practice.set_hours(&asking, NEW, 7).await.unwrap();
    app.practice.set_day(&asking, NEW, (Some(date(2025, 10, 20)), false)).await.unwrap();
    let day = app.practice.plan(&asking, NEW).await.unwrap().day.unwrap();
    assert_eq!((day.hours, day.hours_said, day.target.unwrap().on), (7, true, date(2025, 10, 20)));
    app.practice.set_day(&asking, NEW, (None, false)).await.unwrap();
    let day = app.practice.plan(&asking, NEW).await.unwrap().day.unwrap();
    assert!(day.target.is_none() && day.switch.is_none(), "taken back");
    app.close().await;
}
