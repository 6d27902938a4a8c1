//! What is counted for the team: how the day stands, and reports.

use assay_app::{App, AppError, NEXT_DAYS, RecordEntry, ReportWanted, SOON_DAYS, Why};
use assay_kernel::{Actor, Role, Roles, date};
use assay_programme::model::Earned;
use assay_standing::{Event, Happening, Histories};

use crate::world::{Somebody, World, by, candidate, sit, somebody, start};

#[tokio::test]
async fn the_day_stands_as_it_is_and_each_role_sees_its_part() {
    let world = World::at("2025-09-28T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sam = somebody(&app, "sam", Roles::NONE).await;
    sit(&app, &noor.actor, "CLF-C02", usize::MAX).await;
    app.jobs.run_due().await.unwrap();
    app.registrations.register(&by(&app, &noor.actor), "SOA-C02").await.unwrap();
    // Two days later: one runs, one registration was left to pass.
    world.moment("2025-09-30T09:00:00Z");
    start(&app, &sam.actor, "CLF-C02").await;
    let day = |role: Role| {
        let app = &app;
        async move {
            let one = somebody(app, role.as_str(), role).await;
            app.overview.today(&by(app, &one.actor)).await.unwrap()
        }
    };
    let today = day(Role::Administrator).await;
    assert_eq!((today.people, today.begun, today.running), (3, 1, 1));
    let listed: Vec<_> =
        today.sittings.iter().map(|(line, name)| (line.exam.as_str(), name.as_str())).collect();
    assert_eq!(listed, [("CLF-C02", "sam")], "that of the day before yesterday is not of today");
    let registered: Vec<_> =
        today.registered.iter().map(|exam| (exam.exam.as_str(), exam.registered, exam.too_late)).collect();
    assert_eq!(registered, [("SOA-C02", 1, 1)], "its last day was yesterday");
    assert_eq!(today.waiting.map(|waiting| (waiting.failed_jobs, waiting.change)), Some((0, None)));
    assert_eq!(day(Role::Support).await.waiting, None, "support decides no change and sees no jobs");
    assert!(day(Role::Auditor).await.waiting.is_some());
    let refused = app.overview.today(&by(&app, &noor.actor)).await.unwrap_err();
    assert!(matches!(refused, AppError::Forbidden), "{refused:?}");
    let support = somebody(&app, "sue", Role::Support).await;
    let refused =
        app.overview.results(&by(&app, &support.actor), &ReportWanted::default()).await.unwrap_err();
    assert!(matches!(refused, AppError::Forbidden), "{refused:?}");
    app.close().await;
}

/// Puts something on record as the team does it, with all that follows.
async fn put(app: &App, who: &Somebody, about: &Somebody, entry: &RecordEntry) {
    let asking = by(app, &who.actor);
    let mark = app.record.preview(&asking, about.id, entry).await.unwrap().mark;
    let why = Why::parse("As on file.").unwrap();
    app.record.decide(&asking, about.id, entry, &mark, &why).await.unwrap();
    for _ in 0..3 {
        app.jobs.run_due().await.unwrap();
    }
}

/// What ends within 30 and within 90 days of today.
async fn soon_and_next(app: &App, who: &Somebody) -> (i64, i64) {
    let ending = app.overview.today(&by(app, &who.actor)).await.unwrap().ending;
    (ending.within(SOON_DAYS), ending.within(NEXT_DAYS))
}

#[tokio::test]
async fn what_ends_moves_with_a_renewal_and_leaves_with_a_withdrawal() {
    let world = World::at("2025-09-01T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    sit(&app, &noor.actor, "CLF-C02", usize::MAX).await;
    app.jobs.run_due().await.unwrap();
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let decade =
        ReportWanted { from: Some(date(2025, 1, 1)), until: Some(date(2034, 1, 1)), ..Default::default() };
    let quarters = async || {
        let ending = app.overview.ending(&by(&app, &ada.actor), &decade).await.unwrap();
        ending.into_iter().map(|line| (line.certification, line.quarter, line.ending)).collect::<Vec<_>>()
    };
    assert_eq!(quarters().await, [("clf".to_owned(), date(2028, 7, 1), 1)]);
    // Seen from two months before, it ends within 90 days; from two weeks before, within 30.
    world.moment("2028-06-30T09:00:00Z");
    assert_eq!(soon_and_next(&app, &ada).await, (0, 1));
    world.moment("2028-08-18T09:00:00Z");
    assert_eq!(soon_and_next(&app, &ada).await, (1, 1));
    let pass = Happening::Pass { what: Earned::Exam("CLF-C02".into()) };
    put(&app, &ada, &noor, &RecordEntry::of(pass, date(2028, 8, 18))).await;
    assert_eq!(soon_and_next(&app, &ada).await, (0, 0), "it was renewed");
    assert_eq!(quarters().await, [("clf".to_owned(), date(2031, 7, 1), 1)]);
    // A week before the new end it is withdrawn: nothing ends then, and nothing a day after a last day.
    world.moment("2031-08-11T09:00:00Z");
    assert_eq!(soon_and_next(&app, &ada).await, (1, 1));
    put(&app, &ada, &noor, &RecordEntry::withdrawal("clf".into(), date(2031, 8, 11))).await;
    assert_eq!(soon_and_next(&app, &ada).await, (0, 0));
    assert_eq!(quarters().await, []);
    put(&app, &ada, &noor, &RecordEntry::reinstatement("clf".into(), date(2031, 8, 11))).await;
    assert_eq!(soon_and_next(&app, &ada).await, (1, 1), "what is given back ends again");
    world.moment("2031-09-30T09:00:00Z");
    assert_eq!(soon_and_next(&app, &ada).await, (0, 0));
    app.close().await;
}

#[tokio::test]
async fn a_first_try_is_the_first_result_of_a_person_and_a_second_one_is_not() {
    let world = World::at("2025-09-01T09:00:00Z");
    let app = world.app().await;
    let noor = candidate(&app).await;
    let sam = somebody(&app, "sam", Roles::NONE).await;
    sit(&app, &noor.actor, "CLF-C02", usize::MAX).await;
    sit(&app, &sam.actor, "CLF-C02", 0).await;
    app.jobs.run_due().await.unwrap();
    world.moment("2025-10-20T09:00:00Z");
    sit(&app, &sam.actor, "CLF-C02", usize::MAX).await;
    app.jobs.run_due().await.unwrap();
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let asking = by(&app, &ada.actor);
    let of = |from| ReportWanted { exam: "CLF-C02".into(), from, until: None };
    let months: Vec<_> = app.overview.results(&asking, &of(None)).await.unwrap();
    let told: Vec<_> =
        months.iter().map(|line| (line.month, line.passed, line.failed, line.passed_here)).collect();
    assert_eq!(told, [(date(2025, 9, 1), 1, 1, 1), (date(2025, 10, 1), 1, 0, 1)]);
    let tries = app.overview.first_tries(&asking, &of(None)).await.unwrap();
    assert_eq!((tries.len(), tries[0].share.part, tries[0].share.whole), (1, 1, 2));
    // In October nobody tried for the first time.
    let october = Some(date(2025, 10, 1));
    assert_eq!(app.overview.first_tries(&asking, &of(october)).await.unwrap(), []);
    let funnel = app.overview.funnel(&asking, &of(october)).await.unwrap();
    let told: Vec<_> =
        funnel.iter().map(|line| (line.registered, line.withdrawn, line.sat, line.passed)).collect();
    assert_eq!(told, [(1, 0, 1, 1)]);
    let before = app.overview.each_result(&asking, &of(None), None, 10).await.unwrap().lines.len();
    // Results come part by part, each once.
    let (mut after, mut days) = (None, Vec::new());
    loop {
        let part = app.overview.each_result(&asking, &of(None), after, 1).await.unwrap();
        days.extend(part.lines.into_iter().map(|line| (line.on, line.result)));
        match part.next {
            Some(next) if days.len() < 10 => after = Some(next),
            _ => break,
        }
    }
    let (september, october) = (date(2025, 9, 1), date(2025, 10, 20));
    let told: Vec<_> = days.iter().map(|(on, result)| (*on, result.as_str())).collect();
    assert_eq!(told, [(september, "pass"), (september, "fail"), (october, "pass")]);

    // What the record voids, by the reference of a sitting, counts in no report.
    let sitting = app.registrations.own(&by(&app, &sam.actor)).await.unwrap().remove(0).sitting.unwrap().id;
    let what = Earned::Exam("CLF-C02".into());
    let void = Event::new(date(2025, 10, 21), Happening::Void { what });
    let mut histories = Histories::default();
    histories.add("sam@example.org".to_owned(), Event { reference: Some(sitting.to_string()), ..void });
    world.moment("2025-10-22T09:00:00Z");
    app.record.import(&by(&app, &Actor::Operator), &histories, false, &|_| ()).await.unwrap();
    let asking = by(&app, &ada.actor);
    let funnel = app.overview.funnel(&asking, &of(Some(date(2025, 10, 1)))).await.unwrap();
    assert_eq!(funnel.iter().map(|line| line.passed).sum::<i64>(), 0);
    let after = app.overview.each_result(&asking, &of(None), None, 10).await.unwrap().lines.len();
    assert_eq!(after, before - 1);
    app.close().await;
}
