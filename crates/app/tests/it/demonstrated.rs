//! The demonstration's people who prepare: each is in the state that their line on the sign-in page names.

use assay_app::{App, CountVerdict, ReadinessAction, ReadinessTold, ReadinessView};
use assay_kernel::{Actor, Roles, date};
use assay_learning::{
    crew::{DoneState, ShareScope},
    plan::StepState,
};
use assay_programme::model::Demonstration;

use crate::world::{World, by, demo};

const EXAM: &str = "SOA-C03";
const MORNING: &str = "2026-11-23T09:00:00Z";

/// A demonstration on its first day.
async fn begun(told: &Demonstration) -> (World, App) {
    let world = World::demonstration(MORNING);
    let app = again(&world, told).await;
    app.demo.set_day(&by(&app, &Actor::Anonymous), date(2025, 9, 20)).await.unwrap();
    (world, app)
}

async fn again(world: &World, told: &Demonstration) -> App {
    let app = world.app().await;
    app.demo.seed(&by(&app, &Actor::Operator), told).await.unwrap();
    app
}

/// Whoever has that name, before anybody has signed in as them.
async fn known(app: &App, name: &str) -> Actor {
    let people = app.demo.people(&by(app, &Actor::Anonymous)).await.unwrap();
    let id = people.into_iter().find(|person| person.name == name).unwrap().id;
    Actor::Person { id, roles: Roles::NONE }
}

/// Signs in as somebody with a press.
async fn become_one(app: &App, name: &str) -> Actor {
    let actor = known(app, name).await;
    app.demo.sign_in(&by(app, &Actor::Anonymous), *actor.person().unwrap(), "").await.unwrap();
    actor
}

async fn reading(app: &App, actor: &Actor) -> ReadinessView {
    app.practice.readiness(&by(app, actor), EXAM).await.unwrap()
}

#[tokio::test]
async fn the_repeater_has_answered_the_same_questions_fifteen_times_and_reads_as_after_the_first() {
    let (_world, app) = begun(&demo()).await;
    let rita = become_one(&app, "Rita Repeater").await;
    let view = reading(&app, &rita).await;
    let ReadinessTold::Today(told) = &view.told else { panic!("fifty new questions are enough") };
    assert_eq!(view.counted(), 50);
    let repeated =
        view.answers.iter().filter(|line| matches!(line.counts, CountVerdict::AnsweredBefore(_))).count();
    assert_eq!(
        (view.answers.len(), repeated),
        (330, 280),
        "each repeated answer says why it counts for nothing"
    );
    assert!(
        view.answers.iter().filter(|line| line.counts != CountVerdict::Yes).all(|l| l.is_right == Some(true))
    );
    app.close().await;

    let mut once = demo();
    let runs =
        once.people.iter_mut().flat_map(|person| &mut person.preparations).flat_map(|one| &mut one.runs);
    runs.for_each(|run| run.again = 0);
    let (_world, app) = begun(&once).await;
    let rita = become_one(&app, "Rita Repeater").await;
    let unrepeated = reading(&app, &rita).await;
    let ReadinessTold::Today(without) = &unrepeated.told else { panic!("the same fifty") };
    assert_eq!((told.interval, told.words), (without.interval, without.words));
    let chance = |view: &ReadinessView| {
        let log: serde_json::Value = serde_json::from_str(&view.log().unwrap()).unwrap();
        log["persons"][0]["p"].to_string()
    };
    assert_eq!(chance(&view), chance(&unrepeated), "to the last digit");
    app.close().await;
}

#[tokio::test]
async fn who_has_a_gap_is_told_of_it_first() {
    let (_world, app) = begun(&demo()).await;
    let gil = become_one(&app, "Gil Gap").await;
    let view = reading(&app, &gil).await;
    let ReadinessTold::Today(told) = &view.told else { panic!("sixty new questions are enough") };
    assert!(matches!(told.actions.first(), Some(ReadinessAction::Domain(4))), "{:?}", told.actions);
    let counted: Vec<u32> = view.domains.iter().map(|domain| domain.counted).collect();
    assert_eq!((counted.as_slice(), view.domains[4].right), ([15, 14, 14, 13, 4].as_slice(), 0));
    let width = |place: usize| view.domains[place].share.map(|share| share.high - share.low).unwrap();
    assert!((0..4).all(|other| width(4) > width(other)), "what is hardly known has the widest bar");
    app.close().await;
}

#[tokio::test]
async fn whoever_leads_a_crew_of_six_sees_of_each_what_they_show_and_what_ends_soon() {
    let (_world, app) = begun(&demo()).await;
    let lena = become_one(&app, "Lena Lead").await;
    let asking = by(&app, &lena);
    let crew = app.crews.own(&asking).await.unwrap().led.remove(0);
    let view = app.crews.look(&asking, crew.id, 1).await.unwrap();
    let of = |name: &str| view.people.lines.iter().find(|member| member.name == name).unwrap();
    assert_eq!((view.people.count, view.holding), (6, (5, 3)));

    let rita = of("Rita Repeater");
    assert_eq!(rita.readiness.as_ref().unwrap()[0].0, EXAM);
    assert!(rita.readiness.as_ref().unwrap()[0].1.is_some(), "in words");
    assert_eq!(rita.assigned[0].state, Some(DoneState::Begun));
    assert_eq!(rita.joined_on, date(2025, 9, 2), "on a day of the demonstration");
    let gil = of("Gil Gap");
    assert!(gil.plans.is_none() && gil.assigned[0].state == Some(DoneState::NotBegun));
    let mika = of("Mika Midway");
    assert!(mika.holds.is_none() && mika.readiness.is_none() && mika.plans.is_some());
    let endings = view.ahead.iter().flat_map(|month| &month.endings).map(|one| one.name.as_str());
    assert_eq!(endings.collect::<Vec<_>>(), ["Noa Nearly"], "within eighteen months");
    assert_eq!(
        (view.invited.len(), view.invited[0].1.len()),
        (1, 1),
        "who is asked and not there is invited"
    );

    let sum = app.crews.skills(&asking, crew.id, "").await.unwrap();
    assert!(!sum.told.unwrap().is_empty(), "five let their skills be counted");

    // What somebody shows is what their lead sees, and theirs to change.
    let gil = become_one(&app, "Gil Gap").await;
    let own = app.crews.own(&by(&app, &gil)).await.unwrap();
    let (_, lines, seen) = app.crews.membership(&by(&app, &gil), own.memberships[0].id).await.unwrap();
    let shown: Vec<ShareScope> = lines.iter().filter(|line| line.is_on).map(|line| line.scope).collect();
    use ShareScope::{Assignments, Certifications, Domains, Readiness};
    assert_eq!(shown, [Certifications, Assignments, Readiness, Domains]);
    assert_eq!(&seen, view.people.lines.iter().find(|member| member.name == "Gil Gap").unwrap());
    app.close().await;
}

#[tokio::test]
async fn whoever_is_midway_is_asked_before_the_switch_and_told_what_carries() {
    let (_world, app) = begun(&demo()).await;
    let mika = become_one(&app, "Mika Midway").await;
    let asking = by(&app, &mika);
    let plan = app.practice.plan(&asking, "SOA-C02").await.unwrap();
    assert!(
        plan.steps[0].state == StepState::Done
            && plan.domains.iter().map(|one| one.answered).sum::<u32>() == 20
    );
    let switch = plan.day.unwrap().switch.expect("the day lies beyond the last one of SOA-C02");
    assert_eq!((switch.to.as_str(), switch.on), (EXAM, Some(date(2025, 10, 14))));
    let carried = switch.carried.unwrap();
    let new: Vec<&str> = carried.skills_new.iter().map(|(skill, _)| skill.as_str()).collect();
    assert_eq!((carried.skills_whole, carried.skills_in_part), (23, 26));
    assert_eq!(new, ["1.3.4", "3.1.6", "5.1.4", "5.3.5"]);
    assert_eq!(carried.answers_whole + carried.answers_in_part + carried.answers_gone, 20);
    // Said yes to, both plans can be looked at, and the answers come along.
    app.practice.switch(&asking, EXAM).await.unwrap();
    let plans = app.practice.plans(&asking, EXAM).await.unwrap();
    assert!(plans.old.is_some() && plans.new.is_some());
    let view = reading(&app, &mika).await;
    assert_eq!((view.answers.len(), view.carried_from.as_deref()), (20, Some("SOA-C02")));
    app.close().await;
}

#[tokio::test]
async fn practice_is_made_once_somebody_comes_who_sees_it_and_never_twice() {
    let (world, app) = begun(&demo()).await;
    become_one(&app, "Noor Newcomer").await;
    let rita = known(&app, "Rita Repeater").await;
    assert!(reading(&app, &rita).await.answers.is_empty(), "nobody came who would see it");
    become_one(&app, "Lena Lead").await;
    assert_eq!(reading(&app, &rita).await.answers.len(), 330);
    app.close().await;

    let app = again(&world, &demo()).await;
    let rita = become_one(&app, "Rita Repeater").await;
    assert_eq!(reading(&app, &rita).await.answers.len(), 330);
    let lena = become_one(&app, "Lena Lead").await;
    assert_eq!(app.crews.own(&by(&app, &lena)).await.unwrap().led.len(), 1);
    app.close().await;
}

#[test]
fn every_scope_that_a_crew_of_a_demonstration_shows_is_one() {
    let told = demo();
    let shown = told.crews.iter().flat_map(|crew| &crew.members).flat_map(|member| &member.shows);
    assert!(shown.clone().count() > 0 && shown.clone().all(|scope| ShareScope::of(scope).is_some()));
}
