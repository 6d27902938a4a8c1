//! Passwords and those who guess them.

use crate::{browsing::Browser, serving::Server};

const PASSWORD: &str = "correct horse battery";

/// N8: a test centre's room begins together, behind one address.
#[test]
fn right_passwords_are_never_counted() {
    let server = Server::start(&["demo"]);
    Browser::at(&server, "198.51.100.1").sign_up("Lea Learner", "lea@example.org", PASSWORD);
    let room: Vec<_> = (0..30)
        .map(|_| {
            let mut seat = Browser::at(&server, "203.0.113.7");
            std::thread::spawn(move || seat.sign_in("lea@example.org", PASSWORD).status)
        })
        .collect();
    let statuses: Vec<u16> = room.into_iter().map(|seat| seat.join().unwrap()).collect();
    assert_eq!(statuses, vec![303; 30]);
    assert_eq!(server.stop().0, Some(0));
}

/// F8: sixty addresses, one account, never slowed.
#[test]
fn guesses_at_one_account_are_slowed_wherever_they_come_from() {
    let server = Server::start(&["demo"]);
    let mut lea = Browser::at(&server, "198.51.100.1");
    lea.sign_up("Lea Learner", "lea@example.org", PASSWORD);
    let mut refused = Vec::new();
    for number in 0..60 {
        let mut guesser = Browser::at(&server, &format!("203.0.113.{number}"));
        let answer = guesser.sign_in("lea@example.org", &format!("a wrong guess {number}"));
        if answer.status == 429 {
            refused.push(answer);
        } else {
            assert_eq!(answer.status, 422);
        }
    }
    assert!(refused.len() > 45, "{} of 60 were refused", refused.len());
    for answer in &refused {
        let seconds: u64 = answer.header("retry-after").parse().unwrap();
        assert!((1..=60).contains(&seconds), "nobody is locked out for long: {seconds}");
        assert!(answer.body.contains(&format!("in {seconds} second")), "the page says when");
        assert!(answer.title().starts_with("Error: "), "{}", answer.title());
    }
    // The browser that was signed in before has its fair chance, wherever it is now.
    lea.cookies.retain(|name, _| !name.contains("session"));
    assert_eq!(lea.moved("192.0.2.44").sign_in("lea@example.org", PASSWORD).status, 303);
    assert_eq!(server.stop().0, Some(0));
}

#[test]
fn one_address_guesses_at_many_accounts_for_a_minute_and_a_centre_has_more_room() {
    let server = Server::start(&["demo"]);
    let refusals = |server: &Server, address: &str| {
        let guess = |number: usize| {
            let who = format!("person{number}@example.org");
            Browser::at(server, address).sign_in(&who, "a wrong guess again").status
        };
        (0..30).filter(|number| guess(*number) == 429).count()
    };
    assert!(refusals(&server, "203.0.113.7") > 5);
    assert_eq!(server.stop().0, Some(0));
    let data = tempfile::tempdir().unwrap();
    let folder = crate::shown(data.path());
    let address = ["--public-url", "http://127.0.0.1:1"];
    let mut call = vec!["admin", "add", "--data", &folder, "--programme", crate::CLOUDOPS];
    call.extend(["--name", "Ada", "--email", "ada@example.org"]);
    call.extend(address);
    assert_eq!(crate::assay_with("correct horse battery\n", &call).status, 0);
    let mut serve = vec!["serve", "--programme", crate::CLOUDOPS, "--data", &folder];
    serve.extend(["--centre-addresses", "203.0.113.0/28,2001:db8:7::/48"]);
    let server = Server::start(&serve);
    assert_eq!(refusals(&server, "203.0.113.7"), 0, "a room of people who mistype is no guesser");
    assert_eq!(refusals(&server, "2001:db8:7:1::5"), 0);
    assert!(refusals(&server, "203.0.113.77") > 5, "elsewhere the usual holds");
    assert_eq!(server.stop().0, Some(0));
}

/// F16 (NIST SP 800-63B-4, 3.1.1.2: a blocklist of common, expected and context-specific passwords).
#[test]
fn passwords_that_are_tried_first_are_refused() {
    let server = Server::start(&["demo"]);
    let mut lea = Browser::at(&server, "198.51.100.1");
    for bad in [
        "aaaaaaaaaaaa",
        "123456789012",
        "passwordpassword",
        "            ",
        "qwertyuiopasdf",
        "Password12345!",
        "LeaLearner2025",
        "lea@example.org",
        "abcabcabcabc",
        "certification",
    ] {
        let answer = lea.sign_up("Lea Learner", "lea@example.org", bad);
        assert_eq!(answer.status, 422, "{bad:?} is accepted");
        assert_eq!(answer.title().split(" – ").next(), Some("Error: Make an account"));
        assert!(answer.body.contains("href=\"#f-password\""), "{bad:?}: {}", answer.body);
    }
    for good in ["correct horse battery", "vT9#kQ2!mZ7p", "ein schöner Tag am Meer"] {
        let email = format!("{}@example.org", good.len());
        assert_eq!(Browser::at(&server, "198.51.100.1").sign_up("Lea", &email, good).status, 303, "{good}");
    }
    assert_eq!(server.stop().0, Some(0));
}

/// F16 (RFC 8265, 4.2: OpaqueString).
#[test]
fn a_password_is_the_same_however_its_accents_are_typed() {
    let server = Server::start(&["demo"]);
    let composed = "un caf\u{e9} tr\u{e8}s serr\u{e9}";
    let combining = "un cafe\u{301}\u{a0}tre\u{300}s serre\u{301}";
    Browser::at(&server, "198.51.100.1").sign_up("Lea", "lea@example.org", composed);
    for typed in [composed, combining] {
        let answer = Browser::at(&server, "198.51.100.1").sign_in("lea@example.org", typed);
        assert_eq!(answer.status, 303, "{typed:?}");
    }
    assert_eq!(server.stop().0, Some(0));
}

/// F16: signing up told who has an account.
#[test]
fn signing_up_and_in_tell_nobody_who_has_an_account() {
    let server = Server::start(&["demo"]);
    let mut lea = Browser::at(&server, "198.51.100.1");
    lea.sign_up("Lea Learner", "lea@example.org", PASSWORD);
    let told = |email: &str| {
        let mut browser = Browser::at(&server, "203.0.113.7");
        let up = browser.sign_up("Somebody", email, "some other good words");
        let wrong = Browser::at(&server, "203.0.113.8").sign_in(email, "not any password here");
        let page = |text: &str| text.replace(email, "ADDRESS");
        let words = (up.status, up.header("location").to_owned(), page(&up.body));
        (words, page(browser.get("/").body.split("csrf-token").next().unwrap()), wrong.status)
    };
    assert_eq!(told("lea@example.org"), told("nobody@example.org"));
    // And the one who was there first still gets in, to what is theirs.
    let mut again = Browser::at(&server, "198.51.100.1");
    assert_eq!(again.sign_in("lea@example.org", PASSWORD).status, 303);
    assert!(again.get("/account").body.contains("Lea Learner"));
    assert_eq!(server.stop().0, Some(0));
}
