//! What needs somebody, what goes on and what is over, and in which order.

use assay_kernel::{Said, date};
use assay_standing::{Missing, RenewBy};

use super::*;
use wallet::best;

const TODAY: Date = date(2026, 11, 28);

fn held(code: &str, status: Status, until: Option<Date>) -> CredentialStanding {
    CredentialStanding {
        credential: code.into(),
        title: code.to_owned(),
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

/// A way that is open until a day and gives a day far away.
fn way(route: &str, opens_on: Option<Date>, closes_on: Option<Date>) -> RenewBy {
    RenewBy {
        route: route.into(),
        opens_on,
        closes_on,
        open_now: opens_on.is_none_or(|opens| opens <= TODAY),
        gives_until: Some(date(2031, 1, 1)),
        exam: None,
        exams: Vec::new(),
        missing: Missing::default(),
        counts_from: None,
        said: Said::of("former.sentence"),
    }
}

/// Something active with a way that is open to its end.
fn renewable(code: &str, until: Date) -> CredentialStanding {
    CredentialStanding {
        renew_by: vec![way("retake", None, Some(until))],
        ..held(code, Status::Active, Some(until))
    }
}

fn sorted(all: &[CredentialStanding]) -> (String, [Vec<String>; 3]) {
    let wallet = Wallet::of(all, TODAY);
    let code = |held: &&CredentialStanding| held.credential.to_string();
    let needs = wallet.needs.iter().map(|need| format!("{} by {}", need.held.credential, need.by));
    let lists =
        [needs.collect(), wallet.held.iter().map(code).collect(), wallet.ended.iter().map(code).collect()];
    (wallet.summary(), lists)
}

#[test]
fn what_needs_its_holder_comes_first_and_by_the_day_by_which_they_must_act() {
    let soon = renewable("soon", date(2027, 2, 20));
    let sooner = renewable("sooner", date(2027, 2, 26));
    // Its only way closes long before its end.
    let sooner = CredentialStanding { renew_by: vec![way("exam", None, Some(date(2026, 12, 30)))], ..sooner };
    let later = renewable("later", date(2027, 2, 27));
    let lost = held("lost", Status::Active, Some(date(2026, 12, 30)));
    let endless = held("endless", Status::Active, None);
    let kept = renewable("kept", date(2026, 1, 1));
    let (said, [needs, rows, ended]) = sorted(&[endless, later, soon, lost, sooner, kept]);
    assert_eq!(needs, ["sooner by 2026-12-30", "soon by 2027-02-20"]);
    assert_eq!(rows, ["kept", "lost", "later", "endless"], "what ends first comes first");
    assert_eq!(ended, [""; 0]);
    assert_eq!(said, "You hold 6; 2 need you, the first before 31 December 2026.");
}

#[test]
fn what_can_still_be_saved_after_its_end_needs_its_holder_however_long_that_lasts() {
    let mut grace = held("grace", Status::Grace, Some(date(2026, 11, 1)));
    grace.grace_until = Some(date(2028, 11, 1));
    grace.renew_by = vec![way("retake", None, None)];
    let (said, [needs, ..]) = sorted(&[grace.clone()]);
    assert_eq!(needs, ["grace by 2028-11-01"]);
    assert_eq!(said, "You hold 1; 1 needs you before 2 November 2028.");
    let suspended = CredentialStanding {
        status: Status::Suspended,
        grace_until: None,
        suspended_until: Some(date(2027, 1, 1)),
        ..grace
    };
    let (said, [needs, ..]) = sorted(std::slice::from_ref(&suspended));
    assert_eq!(needs, ["grace by 2027-01-01"]);
    assert_eq!(said, "You hold none today; 1 needs you before 2 January 2027.");
    let nothing = CredentialStanding { renew_by: Vec::new(), ..suspended };
    let (said, [needs, rows, _]) = sorted(&[nothing]);
    assert_eq!((needs.len(), rows.len()), (0, 1), "nothing saves it, and it is not over");
    assert_eq!(said, "You hold none today; 1 not active for now.");
}

#[test]
fn what_is_over_comes_last_and_is_counted_by_how_it_ended() {
    let mut revoked = held("revoked", Status::Revoked, Some(date(2028, 2, 1)));
    revoked.revoked_on = Some(date(2026, 3, 1));
    let old = held("old", Status::Expired, Some(date(2024, 2, 1)));
    let new = held("new", Status::Expired, Some(date(2026, 6, 1)));
    let all = [old, revoked, new];
    let (said, [_, rows, ended]) = sorted(&all);
    assert_eq!((said.as_str(), rows.len()), ("You hold none today. 3 have ended.", 0));
    assert_eq!(ended, ["new", "revoked", "old"], "the latest first");
    assert_eq!(Wallet::of(&all, TODAY).ended_words(), "1 revoked, 2 expired");
    let states = all.iter().map(|held| until::state(held, TODAY)).collect::<Vec<_>>();
    assert_eq!(states, ["Expired on 1 February 2024", "Revoked on 1 March 2026", "Expired on 1 June 2026"]);
}

#[test]
fn a_row_says_what_comes_next() {
    let next = |held: &CredentialStanding| next_step(held, TODAY);
    let quiet = renewable("a", date(2028, 11, 1));
    assert_eq!(next(&quiet), "Nothing to do before 3 August 2028");
    assert_eq!(sorted(&[quiet]).0, "You hold 1; nothing to do before 3 August 2028.");
    assert_eq!(next(&held("a", Status::Active, None)), "Nothing to do: it has no end");
    assert_eq!(next(&held("a", Status::Active, Some(date(2027, 1, 1)))), "Nothing renews it");
    assert_eq!(next(&held("a", Status::Active, Some(date(2026, 1, 1)))), "Active as long as another one is");
    let mut closing = renewable("a", date(2028, 11, 1));
    closing.renew_by.push(RenewBy { exam: Some("X-1".into()), ..way("own", None, Some(date(2026, 12, 30))) });
    assert_eq!(next(&closing), "X-1 renews it until 30 December 2026 only");
    closing.renew_by[1].route = "cascade from b".into();
    assert_eq!(
        next(&closing),
        "Nothing to do before 3 August 2028",
        "that of another one is no matter of its"
    );
    let mut no_gain = renewable("a", date(2029, 11, 28));
    no_gain.renew_by[0].gives_until = no_gain.valid_until;
    assert_eq!(next(&no_gain), "Nothing to gain yet");
    let mut expired = held("a", Status::Expired, Some(date(2026, 1, 1)));
    assert_eq!(next(&expired), "");
    expired.renew_by = vec![RenewBy { exam: Some("X-2".into()), ..way("earn", None, None) }];
    assert_eq!(next(&expired), "Earn it anew with X-2");
}

#[test]
fn the_way_to_take_is_one_that_works_today_and_gives_most() {
    let until = date(2027, 1, 15);
    let mut all = renewable("a", until);
    let shorter = RenewBy { gives_until: Some(date(2028, 1, 1)), ..way("shorter", None, Some(until)) };
    let none = RenewBy { gives_until: Some(until), ..way("none", None, Some(until)) };
    let longest = RenewBy { gives_until: None, ..way("opens", Some(date(2026, 12, 1)), Some(until)) };
    all.renew_by = vec![longest, none.clone(), shorter, way("most", None, Some(until))];
    assert_eq!(best(&all, TODAY).map(|way| way.route.as_str()), Some("most"));
    all.renew_by.truncate(1);
    assert_eq!(best(&all, TODAY).map(|way| way.route.as_str()), Some("opens"), "better than nothing");
    all.renew_by = vec![none];
    assert!(best(&all, TODAY).is_none(), "it gives no later day");
}
