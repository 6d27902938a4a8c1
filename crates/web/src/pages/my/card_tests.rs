//! What a card says of what somebody holds: each status, each length of time, each way to renew.

use std::{collections::BTreeMap, sync::Arc};

use assay_app::{Locale, Published};
use assay_kernel::{Actor, Arg, CredentialId, Instant, Said, date};
use assay_programme::model::{Certification, Clause, Level, Programme};
use assay_standing::{Decided, ExamDays, Foreseen, Missing, Reason, RenewBy};
use jiff::tz::TimeZone;

use super::*;
use crate::ui::Tone;

const TODAY: Date = date(2026, 6, 1);

fn asking() -> Asking {
    let text = String::new;
    let certification = Certification {
        code: "pilot".into(),
        title: "Pilot".into(),
        level: Level::Professional,
        lineage: text(),
        formerly: None,
        description: text(),
        audience: text(),
        criteria: text(),
        badge: text(),
        clause: Clause::default(),
    };
    let programme = Published {
        number: 1,
        tree: text(),
        programme: Programme { certifications: vec![certification], ..Programme::default() },
        time_zone: TimeZone::UTC,
        lists: assay_bank::lint::LintLists::default(),
        forms: BTreeMap::new(),
        practice_items: 0,
        courses: BTreeMap::new(),
        job_roles: BTreeMap::new(),
        artwork: BTreeMap::new(),
    };
    Asking {
        actor: Actor::Anonymous,
        at: Instant::UNIX_EPOCH,
        today: TODAY,
        zone: TimeZone::UTC,
        programme: Arc::new(programme),
        locale: Locale::English,
    }
}

/// Held from 5 May 2025 to a day.
fn held(status: Status, until: Option<Date>) -> CredentialStanding {
    CredentialStanding {
        credential: "pilot".into(),
        title: "Pilot".into(),
        status,
        earned_on: date(2023, 5, 5),
        valid_from: date(2025, 5, 5),
        valid_until: until,
        grace_until: None,
        suspended_until: None,
        revoked_on: None,
        barred_on: None,
        foreseen: Vec::new(),
        reasons: Vec::new(),
        renew_by: Vec::new(),
        timeline: Vec::new(),
    }
}

/// A sentence as it is written here.
fn written(title: &str, text: &str) -> Said {
    Said::of("former.sentence").with("title", Arg::text(title)).with("text", Arg::text(text))
}

/// A way that is open for ever and gives a day far away.
fn open() -> RenewBy {
    RenewBy {
        route: "game".into(),
        opens_on: None,
        closes_on: None,
        open_now: true,
        gives_until: Some(date(2031, 1, 1)),
        exam: None,
        exams: Vec::new(),
        missing: Missing::default(),
        counts_from: None,
        said: written("Finish the game", ""),
    }
}

fn card_of(held: &CredentialStanding) -> ui::CredentialCard {
    card(&asking(), held, None, TODAY)
}

fn way_of(way: &RenewBy) -> ui::WayLine {
    renew_by(&held(Status::Active, Some(date(2028, 1, 1))), way, TODAY)
}

#[test]
fn every_status_has_its_tone_and_word() {
    let said = [
        Status::Active,
        Status::Grace,
        Status::Suspended,
        Status::Expired,
        Status::Inactive,
        Status::Revoked,
        Status::Barred,
        Status::None,
    ]
    .map(|of| {
        let card = card_of(&held(of, Some(date(2028, 1, 1))));
        (card.tone, card.status)
    });
    let word = |tone, word: &str| (tone, word.to_owned());
    let expected = [
        word(Tone::Good, "Active"),
        word(Tone::Attention, "In grace"),
        word(Tone::Attention, "Suspended"),
        word(Tone::Neutral, "Expired"),
        word(Tone::Neutral, "Not active"),
        word(Tone::Bad, "Revoked"),
        word(Tone::Attention, "Suspended by the body"),
        word(Tone::Neutral, "Not held"),
    ];
    assert_eq!(said, expected);
}

#[test]
fn what_ends_within_half_a_year_asks_for_attention() {
    let told = |status, until| {
        let card = card_of(&held(status, until));
        (card.tone, card.note)
    };
    let note = |tone, note: &str| (tone, note.to_owned());
    let active = |until| told(Status::Active, Some(until));
    assert_eq!(active(date(2026, 6, 1)), note(Tone::Attention, "0 days left"), "its last valid day");
    assert_eq!(active(date(2026, 12, 1)), note(Tone::Attention, "6 months left"), "183 days ahead");
    assert_eq!(active(date(2026, 12, 2)), note(Tone::Good, "6 months left"), "184 days ahead");
    assert_eq!(active(date(2026, 5, 31)), note(Tone::Good, ""), "kept alive by another certification");
    assert_eq!(told(Status::Active, None), note(Tone::Good, ""), "without end");
    let expired = told(Status::Expired, Some(date(2026, 5, 12)));
    assert_eq!(expired, note(Tone::Neutral, "ended 20 days ago"));
    assert_eq!(told(Status::Grace, Some(date(2026, 5, 12))), note(Tone::Attention, ""));
}

#[test]
fn a_length_of_time_is_said_in_the_largest_units_that_people_use() {
    let until = |to| length(TODAY, to);
    assert_eq!(until(date(2026, 6, 2)), "1 day");
    assert_eq!(until(date(2026, 8, 31)), "91 days");
    assert_eq!(until(date(2026, 9, 1)), "3 months");
    assert_eq!(until(date(2027, 5, 31)), "11 months");
    assert_eq!(until(date(2027, 6, 1)), "1 year");
    assert_eq!(until(date(2027, 7, 31)), "1 year and 1 month");
    assert_eq!(until(date(2028, 11, 1)), "2 years and 5 months");
}

#[test]
fn a_card_tells_the_level_the_award_what_is_ahead_and_why() {
    let rule = "policies/pilot.toml:5".to_owned();
    let mut standing = held(Status::Active, Some(date(2028, 1, 1)));
    let fact = |text: &str| Foreseen {
        on: date(2027, 1, 1),
        valid_until: None,
        rule: rule.clone(),
        said: written("", text),
    };
    standing.foreseen = vec![fact("It ends sooner.")];
    standing.reasons = vec![Reason {
        on: date(2025, 5, 5),
        rule: rule.clone(),
        said: written("", "Renewed."),
        change: Decided::Renewal,
        old_until: None,
        new_until: None,
    }];
    standing.renew_by = vec![open()];
    let card = card_of(&standing);
    assert_eq!((card.title.as_str(), card.subtitle.as_str()), ("Pilot", "Professional, earned 5 May 2023"));
    assert_eq!(card.until, "until 1 January 2028");
    assert_eq!(card.ahead, ["It ends sooner."]);
    let [why] = card.reasons.as_slice() else { panic!("{:?}", card.reasons) };
    assert_eq!((why.on.as_str(), &why.rule, why.text.as_str()), ("5 May 2025", &rule, "Renewed."));
    assert_eq!(card.ways.len(), 1);
    let period = card.period.unwrap();
    assert_eq!((period.from.as_str(), period.until.as_str()), ("5 May 2025", "1 January 2028"));
    assert!(card_of(&held(Status::Active, None)).period.is_none(), "no bar without an end");

    standing.credential = "gone".into();
    assert_eq!(card_of(&standing).subtitle, "", "the programme no longer has it");
}

#[test]
fn a_card_links_its_own_badge_and_no_other() {
    let record = |number: u8, certification: &str, earned_on| OwnCredential {
        id: CredentialId::from_parts(1, [number; 10]),
        certification: certification.into(),
        earned_on,
    };
    let standing = held(Status::Active, None);
    let other = record(1, "other", standing.earned_on);
    let earlier = record(2, "pilot", date(2019, 1, 1));
    let own = record(3, "pilot", standing.earned_on);
    let all = [other.clone(), earlier.clone(), own.clone()];
    assert_eq!(record_of(&all, &standing).map(|record| record.id), Some(own.id));
    assert!(record_of(&[other, earlier], &standing).is_none());

    let linked = |record| card(&asking(), &standing, record, TODAY).actions.0;
    assert!(linked(Some(&own)).contains(&format!("/credentials/{}", own.id)));
    assert!(!linked(None).contains("/credentials/"));
    assert!(linked(None).contains("/certifications/pilot"));
}

#[test]
fn today_is_marked_inside_the_period_alone() {
    let (from, until) = (date(2025, 5, 5), date(2026, 5, 5));
    let bar = |today| period(&held(Status::Active, Some(until)), until, today, Tone::Good);
    assert_eq!(bar(from).today_at, Some(0));
    assert_eq!(bar(until).today_at, Some(1000));
    assert_eq!(bar(date(2025, 11, 3)).today_at, Some(498));
    assert_eq!((bar(date(2025, 5, 4)).today_at, bar(date(2026, 5, 6)).today_at), (None, None));
    assert_eq!((bar(from).today.as_str(), bar(from).tone), ("5 May 2025", Tone::Good));
}

#[test]
fn a_window_stands_on_the_bar_where_it_is_a_part_of_the_period() {
    let (from, until) = (date(2025, 5, 5), date(2026, 5, 5));
    let window = |opens_on, closes_on| {
        let mut standing = held(Status::Active, Some(until));
        standing.renew_by = vec![RenewBy { opens_on, closes_on, ..open() }];
        let windows = period(&standing, until, TODAY, Tone::Good).windows;
        windows.into_iter().map(|window| (window.when, window.start, window.end, window.open)).next()
    };
    let shown = |when: &str, start, end| Some((when.to_owned(), start, end, true));
    let late = date(2026, 2, 5);
    assert_eq!(window(Some(late), Some(until)), shown("5 February 2026 to 5 May 2026", 756, 1000));
    assert_eq!(window(None, Some(late)), shown("until 5 February 2026", 0, 756));
    assert_eq!(window(None, Some(until)), None, "as long as the period");
    assert_eq!(window(Some(from), Some(until)), None, "as long as the period");
    assert_eq!(window(Some(late), Some(date(2026, 5, 6))), None, "it goes on after the period");
    assert_eq!(window(Some(late), None), None, "it has no end");
}

#[test]
fn a_way_says_when_it_works() {
    let when = |opens_on, closes_on| way_of(&RenewBy { opens_on, closes_on, ..open() }).when;
    let (tomorrow, later) = (date(2026, 6, 2), date(2027, 1, 1));
    assert_eq!(when(Some(tomorrow), Some(later)), "2 June 2026 to 1 January 2027");
    assert_eq!(when(Some(tomorrow), None), "from 2 June 2026");
    assert_eq!(when(Some(TODAY), Some(later)), "until 1 January 2027", "it is open already");
    assert_eq!(when(None, None), "");
}

#[test]
fn a_way_that_gives_no_later_day_is_no_gain() {
    let state = |open_now, opens_on, gives_until| {
        let way = way_of(&RenewBy { open_now, opens_on, gives_until, ..open() });
        (way.tone, way.state, way.progress)
    };
    let said = |tone, state: &str, progress: &str| (tone, state.to_owned(), progress.to_owned());
    let (same, later) = (Some(date(2028, 1, 1)), Some(date(2028, 1, 2)));
    let gives = "valid until 2 January 2028";
    assert_eq!(state(true, None, later), said(Tone::Good, "Open now", &format!("Done today: {gives}")));
    assert_eq!(state(true, None, None), said(Tone::Good, "Open now", ""), "for ever");
    let nothing = "It is possible today, but would not lengthen anything: valid until 1 January 2028 already";
    assert_eq!(state(true, None, same), said(Tone::Neutral, "Not needed yet", nothing));
    let first = format!("Done on the first day: {gives}");
    let tomorrow = Some(date(2026, 6, 2));
    assert_eq!(state(false, tomorrow, later), said(Tone::Neutral, "Opens later", &first));
    assert_eq!(state(false, Some(TODAY), same), said(Tone::Neutral, "Not now", ""));
    let endless = renew_by(&held(Status::Active, None), &RenewBy { gives_until: same, ..open() }, TODAY);
    assert_eq!(endless.state, "Open now", "nothing to compare with");
}

#[test]
fn a_way_that_pays_later_says_from_which_day() {
    let held = held(Status::Active, Some(date(2028, 1, 1)));
    let progress = |gives_until, closes_on| {
        let way = RenewBy { gives_until: Some(gives_until), closes_on, ..open() };
        renew_by(&held, &way, TODAY).progress
    };
    let nothing = "It is possible today, but would not lengthen anything: valid until 1 January 2028 already";
    let a_year = date(2027, 6, 1);
    assert_eq!(progress(a_year, None), format!("{nothing}. From 2 January 2027 on it does"));
    assert_eq!(progress(a_year, Some(date(2027, 1, 1))), nothing, "it is closed by then");
    assert_eq!(progress(date(2027, 6, 14), None), nothing, "given by another rule than months from today");
}

#[test]
fn a_way_counts_what_is_there_and_what_is_missing_and_says_who_records_it() {
    let progress = |credits, counted, fees, counts_from| {
        let groups = if credits == 1 { vec![("ethics|law".to_owned(), 1)] } else { vec![] };
        let missing = Missing { credits, counted, fees, groups, ..Missing::default() };
        way_of(&RenewBy { missing, counts_from, gives_until: None, ..open() }).progress
    };
    let team = "The team records it once it is done";
    assert_eq!(progress(0, 0, 1, None), format!("1 payment missing. {team}"));
    assert_eq!(progress(240, 260, 0, None), format!("260 of 500 credits recorded. {team}"));
    let among = "9 of 10 credits recorded, 1 of ethics or law among those missing";
    assert_eq!(progress(1, 9, 3, None), format!("{among}. 3 payments missing. {team}"));
    let from = Some(date(2027, 1, 1));
    let counts = "What you do for it counts from 1 January 2027 on";
    assert_eq!(progress(0, 0, 0, from), counts);
    assert_eq!(progress(2, 0, 0, from), format!("0 of 2 credits recorded. {team}. {counts}"));
    let gives = way_of(&RenewBy { counts_from: from, ..open() }).progress;
    assert_eq!(gives, format!("Done today: valid until 1 January 2031. {counts}"));
}

#[test]
fn a_way_names_its_exam_and_the_versions_that_give_way_to_one_another() {
    let way = |route: &str, exams: Vec<ExamDays>| {
        let way = RenewBy { route: route.into(), exam: Some("X-2".into()), exams, ..open() };
        let way = way_of(&RenewBy { gives_until: None, ..way });
        (way.text, way.href, way.progress)
    };
    let said =
        |text: &str, progress: &str| (text.to_owned(), "/exams/X-2/register".to_owned(), progress.to_owned());
    let days = |exam: &str, opens_on, closes_on| ExamDays {
        exam: exam.into(),
        opens_on,
        closes_on,
        some_languages_until: None,
    };
    let (last, first, end) = (Some(date(2026, 11, 30)), Some(date(2026, 12, 1)), Some(date(2027, 3, 1)));
    assert_eq!(way("exam", vec![]), said("Finish the game", ""));
    assert_eq!(way("cascade from x", vec![]), said("Pass X-2: Finish the game", ""));
    let whole = vec![days("X-2", None, None)];
    assert_eq!(way("cascade from x", whole), said("Pass X-2: Finish the game", ""));
    let both = vec![days("X-1", None, last), days("X-2", first, None)];
    let names = "X-1 until 30 November 2026, X-2 from 1 December 2026 on";
    assert_eq!(way("cascade from x", both), said("Finish the game", names));
    let short = vec![days("X-2", first, end)];
    assert_eq!(way("exam", short), said("Finish the game", "X-2 from 1 December 2026 to 1 March 2027"));
    assert_eq!(way_of(&open()).href, "", "nothing to register for");
}
