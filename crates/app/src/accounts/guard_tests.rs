//! Failures that are counted, told as stories.

use jiff::SignedDuration;

use super::*;

fn at(seconds: i64) -> Instant {
    Instant::from_second(1_759_200_000 + seconds).unwrap()
}

fn attempt(address: &str, account: &'static str, seconds: i64) -> Attempt<'static> {
    Attempt { address: address.parse().unwrap(), account, device: None, now: at(seconds) }
}

#[test]
fn an_account_slows_down_and_is_never_locked() {
    let guard = Guard::default();
    let (mut tries, mut now, mut longest) = (0, 0, 0_i64);
    while now < 24 * 3600 {
        let guess = attempt(&format!("2001:db8:{:x}::", tries % 60_000), "a@b.co", now);
        match guard.wait(guess) {
            Some(wait) => {
                let wait = i64::try_from(wait).unwrap();
                longest = longest.max(wait);
                now += wait;
            }
            None => {
                guard.failed(guess);
                tries += 1;
            }
        }
    }
    assert!(longest <= WAIT_MAX_S, "{longest}");
    // A network for each guess: every 20 seconds a newcomer, and who waits for the account besides.
    assert!((4_000..6_000).contains(&tries), "{tries} guesses in a day");
    let known = Attempt { device: Some("browser"), ..attempt("192.0.2.1", "a@b.co", now) };
    assert_eq!(guard.wait(known), None, "the owner's browser has its fair chance");
    assert_eq!(guard.wait(attempt("192.0.2.1", "a@b.co", now + 3601 + WAIT_MAX_S)), None, "forgotten");
}

#[test]
fn whoever_keeps_the_wait_going_keeps_no_newcomer_out() {
    let guard = Guard::default();
    let mut stranger = 0;
    for second in 0..600 {
        let guess = attempt("198.51.100.1", "a@b.co", second);
        if guard.wait(guess).is_none() {
            guard.failed(guess);
            stranger += 1;
        }
    }
    assert!(stranger < 30, "{stranger} guesses in ten minutes from one network");
    let owner = attempt("192.0.2.7", "a@b.co", 600);
    assert_eq!(guard.wait(owner), None, "a network that has not failed there has its try");
    guard.failed(owner);
    let again = guard.wait(attempt("192.0.2.8", "a@b.co", 601));
    assert!(again.is_some_and(|wait| wait <= 20), "one newcomer at a time: {again:?}");
    assert_eq!(guard.wait(attempt("192.0.2.8", "a@b.co", 621)), None);
    guard.succeeded(owner, false);
    assert!(
        guard.wait(attempt("198.51.100.1", "a@b.co", 601)).is_some(),
        "another's success wipes nothing out"
    );
    guard.succeeded(owner, true);
    assert_eq!(guard.wait_of_account(attempt("198.51.100.1", "a@b.co", 601)), None);
}

#[test]
fn a_known_browser_pays_for_its_own_failures_and_is_not_free_for_ever() {
    let guard = Guard::default();
    let known = Attempt { device: Some("stolen"), ..attempt("192.0.2.1", "a@b.co", 0) };
    (0..10).for_each(|_| guard.failed(known));
    assert!(guard.wait(known).is_some());
    assert_eq!(guard.wait(attempt("192.0.2.2", "a@b.co", 0)), None, "the account itself is not slowed");
}

#[test]
fn an_address_has_an_allowance_that_fills_again() {
    let guard = Guard::with_centres(vec![Network::parse("203.0.113.0/28").unwrap()]);
    let accounts = ["a", "b", "c", "d", "e", "f", "g", "h"];
    for number in 0..40_usize {
        let account = accounts[number % accounts.len()];
        guard.failed(attempt("198.51.100.1", account, 0));
        guard.failed(attempt("203.0.113.9", account, 0));
    }
    assert_eq!(guard.wait(attempt("198.51.100.1", "new", 0)), Some(3));
    assert_eq!(guard.wait(attempt("198.51.100.1", "new", 3)), None);
    assert_eq!(guard.wait(attempt("203.0.113.9", "new", 0)), None, "a centre has more room");
    assert_eq!(guard.wait(attempt("203.0.113.99", "new", 0)), None, "another address is another address");
}

#[test]
fn a_clock_that_jumps_makes_no_wait_without_end() {
    let guard = Guard::default();
    (0..50).for_each(|_| guard.failed(attempt("192.0.2.1", "a", 1_000_000)));
    let back =
        Attempt { now: at(1_000_000) - SignedDuration::from_hours(24), ..attempt("192.0.2.1", "a", 0) };
    assert!(guard.wait(back).is_some_and(|wait| wait <= 60));
}

#[test]
fn a_flood_of_keys_does_not_fill_the_memory() {
    let guard = Guard::default();
    for number in 0..KEYS_MAX + 100 {
        let account = format!("{number}@b.co");
        let address = IpAddr::from([10, (number >> 16) as u8, (number >> 8) as u8, number as u8]);
        guard.failed(Attempt { address, account: &account, device: None, now: at(0) });
    }
    let counts = guard.counts();
    assert!(counts.accounts.len() <= KEYS_MAX && counts.addresses.len() <= KEYS_MAX);
}

#[test]
fn networks_are_read_as_people_write_them() {
    let holds =
        |network: &str, address: &str| Network::parse(network).unwrap().holds(address.parse().unwrap());
    assert!(holds("203.0.113.0/28", "203.0.113.15") && !holds("203.0.113.0/28", "203.0.113.16"));
    assert!(holds("203.0.113.7", "203.0.113.7") && !holds("203.0.113.7", "203.0.113.8"));
    assert!(holds("2001:db8:7::/48", "2001:db8:7:1::") && !holds("2001:db8:7::/48", "2001:db8:8::"));
    assert!(holds("2001:db8:7:1::5", "2001:db8:7:1::"), "a household is one caller");
    for bad in ["", "centre", "203.0.113.0/33", "0.0.0.0/0", "203.0.113.0/x", "::/0"] {
        assert!(Network::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn whoever_waited_for_a_turn_sets_no_count_back() {
    let slowed_after = |seconds: &[i64]| {
        let guard = Guard::default();
        for second in seconds {
            guard.failed(attempt("198.51.100.1", "a@b.co", *second));
        }
        guard.wait(attempt("198.51.100.1", "a@b.co", 12))
    };
    let one_second = Some(1);
    assert_eq!(slowed_after(&[0, 12, 12, 12, 12]), one_second);
    assert_eq!(slowed_after(&[12, 12, 12, 12, 0]), one_second, "it asked first and failed last");
}

fn made(guard: &Guard, address: &str, account: &str, seconds: i64) -> Option<u64> {
    let (address, now) = (address.parse().unwrap(), at(seconds));
    guard.sign_up(Attempt { address, account, device: None, now })
}

#[test]
fn so_many_accounts_are_made_from_one_address_in_a_minute() {
    let guard = Guard::with_centres(vec![Network::parse("198.51.100.0/24").unwrap()]);
    for (address, room) in [("192.0.2.1", 60), ("198.51.100.7", 600)] {
        for number in 0..room {
            assert_eq!(made(&guard, address, &format!("{number}@b.co"), 0), None, "{address}: {number}");
        }
        assert_eq!(made(&guard, address, "more@b.co", 0), Some(1), "{address}: full");
        assert_eq!(made(&guard, address, "more@b.co", 1), None, "room again");
    }
    assert_eq!(made(&guard, "192.0.2.2", "more@b.co", 0), None, "nobody pays for a neighbour");
}

#[test]
fn so_many_accounts_are_made_with_one_email_in_an_hour_from_wherever() {
    let guard = Guard::default();
    for number in 0..10 {
        assert_eq!(made(&guard, "192.0.2.1", "a@b.co", 0), None, "{number}");
    }
    assert_eq!(made(&guard, "192.0.2.1", "a@b.co", 0), Some(360));
    assert_eq!(made(&guard, "192.0.2.1", "a@b.co", 359), Some(1));
    assert_eq!(made(&guard, "192.0.2.2", "a@b.co", 0), None, "its owner comes from elsewhere");
    assert_eq!(made(&guard, "192.0.2.1", "a@b.co", 360), None);
}

#[test]
fn an_address_is_known_for_thirty_days_after_somebody_got_in() {
    let guard = Guard::with_centres(vec![Network::parse("198.51.100.0/24").unwrap()]);
    let known = |address: &str, seconds: i64| guard.is_known(address.parse().unwrap(), at(seconds));
    assert!(!known("192.0.2.1", 0) && known("198.51.100.7", 0), "a centre is known as it is");
    guard.succeeded(attempt("192.0.2.1", "a@b.co", 0), false);
    assert!(known("192.0.2.1", KNOWN_S - 1) && !known("192.0.2.1", KNOWN_S));
    assert!(!known("192.0.2.2", 0));
}

#[test]
fn what_a_flood_leaves_out_of_the_log_is_counted() {
    let guard = Guard::default();
    for line in 0..LOG_LINES {
        assert_eq!(guard.may_log(at(0)), Some(0), "{line}");
    }
    for _ in 0..5 {
        assert_eq!(guard.may_log(at(1)), None);
    }
    assert_eq!(guard.may_log(at(2)), Some(5));
    assert_eq!(guard.may_log(at(2)), None);
    assert_eq!(guard.may_log(at(4)), Some(1));
    assert_eq!(guard.may_log(at(6)), Some(0));
}

#[test]
fn failures_are_forgotten_an_hour_after_the_last() {
    for (later, waits) in [(FORGET_ACCOUNT_S, true), (FORGET_ACCOUNT_S + 1, false)] {
        let guard = Guard::default();
        for _ in 0..12 {
            guard.failed(attempt("192.0.2.1", "a@b.co", 0));
        }
        guard.failed(attempt("192.0.2.1", "a@b.co", later));
        assert_eq!(guard.wait(attempt("192.0.2.1", "a@b.co", later)).is_some(), waits, "after {later} s");
    }
}
