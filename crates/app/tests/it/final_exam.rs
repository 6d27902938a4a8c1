//! The final practice exam is sat in the exam's client by the exam's rules, its first answers count once, and
//! nothing of it reaches an examination.

use assay_app::{AnswerLine, App, AppError, CountVerdict, PracticeView, Save, TimeLeft, Wanted, Wish};
use assay_assessment::{
    sitting::{Because, Refused},
    writer::{Holder, Writer},
};
use assay_kernel::{Actor, PracticeId};
use assay_learning::plan::StepState;

use crate::{
    practising::items_of,
    preparing::{right, wrong},
    world::{Somebody, World, by, candidate, change, device, form_of, hand_in, sit},
};

const SET: &str = "SOA-C03-P1";
const EXAM: &str = "SOA-C03";
const MORNING: &str = "2025-09-30T09:00:00Z";

async fn begin(app: &App, who: &Somebody) -> PracticeId {
    app.practice.start(&by(app, &who.actor), SET, Wanted::GoOn).await.unwrap()
}

fn to(position: u32, seq: i64, options: &[String]) -> Save {
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    change(position, seq, &options)
}

async fn view(app: &App, who: &Somebody, run: PracticeId) -> PracticeView {
    app.practice.run(&by(app, &who.actor), run).await.unwrap()
}

/// The answers of the final form that the reading lists.
async fn lines(app: &App, who: &Somebody) -> Vec<AnswerLine> {
    app.practice.readiness(&by(app, &who.actor), EXAM).await.unwrap().answers
}

fn refused<T: std::fmt::Debug>(answer: Result<T, AppError>) -> Refused {
    match answer {
        Err(AppError::Sitting(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

/// Another device reads on, takes over, and hands in.
async fn taken_over_and_handed_in(app: &App, noor: &Somebody, run: PracticeId) {
    let (asking, items) = (by(app, &noor.actor), items_of(SET));
    let other = Writer::device("another-device-of-a-story").unwrap();
    let wish = |writer: &Writer, take| Wish {
        writer: writer.clone(),
        session: writer.clone(),
        take,
        device: "A browser".to_owned(),
    };
    let held = app.practice.write(&asking, run, &wish(&device(), false)).await.unwrap();
    assert_eq!(held.holder, Holder::Here);
    let reads = app.practice.write(&asking, run, &wish(&other, false)).await.unwrap();
    assert_eq!(reads.holder, Holder::Elsewhere);
    let kept = app.practice.deliver(&asking, run, &other).await.unwrap();
    assert_eq!((&kept.items[0].response, kept.items[0].seq), (&wrong(&items[0]), 3));
    assert!(kept.items[59].response.is_empty() && kept.time_left_ms == 4_200_000);
    app.practice.write(&asking, run, &wish(&other, true)).await.unwrap();
    let late = app.practice.save(&asking, run, to(2, 2, &wrong(&items[1]))).await;
    assert_eq!(refused(late), Refused::WriterElsewhere);
    let not_theirs = app.practice.hand_in_exam(&asking, run, &hand_in()).await;
    assert_eq!(refused(not_theirs), Refused::WriterElsewhere);
    let mut by_other = hand_in();
    by_other.writer = other;
    by_other.because = Because::Time;
    let early = app.practice.hand_in_exam(&asking, run, &by_other).await;
    assert_eq!(refused(early), Refused::TimeLeft { time_left_ms: 4_200_000 });
    by_other.because = Because::Candidate;
    for _ in 0..2 {
        app.practice.hand_in_exam(&asking, run, &by_other).await.unwrap();
    }
}

#[tokio::test]
async fn it_runs_by_the_exams_clock_survives_a_restart_and_counts_its_first_answers_once() {
    let world = World::at(MORNING);
    let app = world.app().await;
    let noor = candidate(&app).await;
    let before = app.practice.final_exam(&by(&app, &noor.actor), SET).await.unwrap().unwrap();
    assert_eq!((before.items, before.time_limit_s, before.seen_before, before.open), (65, 7_800, 0, None));
    let run = begin(&app, &noor).await;
    assert_eq!(begin(&app, &noor).await, run, "one at a time");
    let again = app.practice.start(&by(&app, &noor.actor), SET, Wanted::Anew).await.unwrap();
    assert_eq!(again, run, "not even on request");
    let asking = by(&app, &noor.actor);
    let items = items_of(SET);
    let delivery = app.practice.deliver(&asking, run, &device()).await.unwrap();
    assert_eq!((delivery.items.len(), delivery.time_limit_ms, delivery.open), (65, 7_800_000, true));
    assert_eq!(delivery.writer, Holder::Nobody);
    for (position, id) in (1..).zip(&items) {
        let given = if position <= 40 { right(id) } else { wrong(id) };
        if position <= 60 {
            app.practice.save(&asking, run, to(position, 1, &given)).await.unwrap();
        }
    }
    // The same again is the same, an older one is refused, and one that was taken back is no answer.
    app.practice.save(&asking, run, to(1, 1, &right(&items[0]))).await.unwrap();
    app.practice.save(&asking, run, to(1, 3, &wrong(&items[0]))).await.unwrap();
    let older = app.practice.save(&asking, run, to(1, 2, &right(&items[0]))).await;
    assert_eq!(refused(older), Refused::StaleSeq { current: 3 });
    app.practice.save(&asking, run, to(60, 2, &[])).await.unwrap();
    let not_there = app.practice.save(&asking, run, to(66, 1, &right(&items[0]))).await;
    assert_eq!(refused(not_there), Refused::NoSuchItem);
    assert_eq!(view(&app, &noor, run).await.right(), 0, "nothing is told before");
    assert!(lines(&app, &noor).await.iter().all(|line| line.is_right.is_none()));
    let shut = app.practice.answer(&asking, run, 1, &right(&items[0])).await;
    assert!(matches!(shut, Err(AppError::Conflict)), "there is one way to write");
    app.close().await;

    // The machine went down; another device reads on, takes over, and hands in.
    world.moment("2025-09-30T10:00:00Z");
    let app = world.app().await;
    let asking = by(&app, &noor.actor);
    taken_over_and_handed_in(&app, &noor, run).await;
    let told = view(&app, &noor, run).await;
    let sat = told.sat.as_ref().unwrap();
    let report = sat.report.as_ref().unwrap();
    assert_eq!((report.raw, report.raw_max, told.answered.len(), sat.time_over), (39, 65, 59, false));
    let scaled = report.scaled.unwrap();
    assert_eq!(scaled.cut, 720);
    assert_eq!(scaled.scaled >= 720, report.raw >= scaled.cut_raw);
    assert_eq!(report.domains.iter().map(|domain| domain.items).sum::<u32>(), 65);
    let counted = lines(&app, &noor).await;
    let counts = counted.iter().filter(|line| line.counts == CountVerdict::Yes).count();
    assert_eq!((counts, counted.len()), (59, 65), "what was not answered can still count");
    let steps = app.practice.plan(&asking, EXAM).await.unwrap().steps;
    assert!(steps.iter().any(|step| step.state == StepState::Done), "{steps:?}");
    app.close().await;
}

#[tokio::test]
async fn time_that_is_over_is_handed_in_by_whoever_looks_first_and_a_second_time_is_marked() {
    let world = World::at(MORNING);
    let app = world.app().await;
    let noor = candidate(&app).await;
    let items = items_of(SET);
    let run = begin(&app, &noor).await;
    app.practice.save(&by(&app, &noor.actor), run, to(1, 1, &right(&items[0]))).await.unwrap();
    // On its way at the deadline: it counts.
    world.moment("2025-09-30T11:10:04Z");
    app.practice.save(&by(&app, &noor.actor), run, to(2, 1, &right(&items[1]))).await.unwrap();
    world.moment("2025-09-30T11:10:06Z");
    let asking = by(&app, &noor.actor);
    let late = app.practice.save(&asking, run, to(3, 1, &right(&items[2]))).await;
    assert_eq!(refused(late), Refused::Closed);
    let TimeLeft { open, time_left_ms } = app.practice.time_left(&asking, run).await.unwrap();
    assert_eq!((open, time_left_ms), (false, 0));
    assert!(app.practice.deliver(&asking, run, &device()).await.unwrap().items.is_empty());
    let told = view(&app, &noor, run).await;
    let sat = told.sat.unwrap();
    assert!(told.is_told && sat.time_over && sat.report.is_some_and(|report| report.raw == 2));

    let second = begin(&app, &noor).await;
    assert_ne!(second, run);
    app.practice.save(&by(&app, &noor.actor), second, to(1, 1, &right(&items[0]))).await.unwrap();
    app.practice.save(&by(&app, &noor.actor), second, to(3, 1, &right(&items[2]))).await.unwrap();
    // Nobody looks: the server hands it in by itself.
    world.moment("2025-09-30T15:00:00Z");
    app.jobs.run_due().await.unwrap();
    let told = view(&app, &noor, second).await;
    let sat = told.sat.unwrap();
    assert_eq!((sat.seen_before, sat.time_over), (65, true));
    let report = sat.report.unwrap();
    assert_eq!((report.raw, report.scaled), (2, None), "seen before: no scaled score");
    let counted = lines(&app, &noor).await;
    let counts: Vec<_> = counted.iter().filter(|line| line.counts == CountVerdict::Yes).collect();
    assert_eq!(counts.len(), 3, "what was answered before counts once, what was left open counts now");
    app.close().await;
}

#[tokio::test]
async fn a_hundred_of_them_leave_history_standing_and_the_figures_of_the_bank_as_they_were() {
    let world = World::at(MORNING);
    let app = world.app().await;
    let noor = candidate(&app).await;
    sit(&app, &noor.actor, "CLF-C02", 8).await;
    app.jobs.run_due().await.unwrap();
    app.close().await;
    let before = (world.rows(noor.id).await, figures(&world).await);
    let app = world.app().await;
    let items = items_of(SET);
    for time in 0..100 {
        let asking = by(&app, &noor.actor);
        let run = app.practice.start(&asking, SET, Wanted::GoOn).await.unwrap();
        for (position, id) in (1..).zip(&items).take(3) {
            let given = if time % 2 == 0 { right(id) } else { wrong(id) };
            app.practice.save(&asking, run, to(position, 1, &given)).await.unwrap();
        }
        app.practice.hand_in_exam(&asking, run, &hand_in()).await.unwrap();
        world.seconds_later(asking.at, 60);
    }
    app.jobs.run_due().await.unwrap();
    let counted = lines(&app, &noor).await;
    assert_eq!(counted.iter().filter(|line| line.counts == CountVerdict::Yes).count(), 3);
    let stranger = app.practice.start(&by(&app, &Actor::Anonymous), SET, Wanted::GoOn).await;
    assert!(matches!(stranger, Err(AppError::NotSignedIn)));
    app.close().await;
    assert_eq!((world.rows(noor.id).await, figures(&world).await), before);
}

/// What the bank's statistics are made of.
async fn figures(world: &World) -> String {
    let store = world.store().await;
    let mut told = vec![format!("{:?}", store.waiting_sittings().await.unwrap())];
    for entry in form_of("CLF-C02").items {
        let path = format!("bank/CLF-C02/{}.toml", entry.item);
        told.push(format!("{:?}", store.forms_given("CLF-C02", &path, 10).await.unwrap()));
    }
    store.close().await;
    told.join("\n")
}
