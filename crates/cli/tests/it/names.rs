//! Names and addresses: one form for what is the same, and nothing that cannot be seen.

use crate::{
    browsing::{Browser, encoded},
    serving::Server,
};

const PASSWORD: &str = "correct horse battery";

/// N11: one address, two accounts.
#[test]
fn one_address_in_two_spellings_is_one_account() {
    let server = Server::start(&["demo"]);
    let composed = "zo\u{eb}@ex\u{e4}mple.org";
    let combining = "Zoe\u{308}@exa\u{308}mple.ORG";
    let encoded_host = "zo\u{eb}@xn--exmple-cua.org";
    let mut zoe = Browser::at(&server, "198.51.100.1");
    assert_eq!(zoe.sign_up("Zo\u{eb}", composed, PASSWORD).status, 303);
    assert_eq!(Browser::at(&server, "198.51.100.1").sign_up("Zoe\u{308}", combining, PASSWORD).status, 303);
    for spelling in [composed, combining, encoded_host] {
        let mut browser = Browser::at(&server, "198.51.100.1");
        assert_eq!(browser.sign_in(spelling, PASSWORD).status, 303, "{spelling}");
    }
    let list = Browser::as_ada(&server).get(&format!("/admin/people?q={}", encoded(composed))).body;
    assert_eq!(list.matches("href=\"/admin/people/per_").count(), 1, "{list}");
    assert_eq!(server.stop().0, Some(0));
}

/// N10: people whose name has a capital outside ASCII could not be found.
#[test]
fn people_are_found_whatever_case_and_accents_the_search_has() {
    let server = Server::start(&["demo"]);
    let mut ada = Browser::as_ada(&server);
    for (name, searches) in [
        ("Öznur Çelik", vec!["Öznur", "öznur", "ÖZNUR", "oznur celik", "O\u{308}ZNUR"]),
        ("Владимир", vec!["владимир", "ВЛАДИМИР", "Влад"]),
        ("Łukasz Groß", vec!["łukasz", "LUKASZ", "gross", "GROẞ"]),
        ("Rene\u{301}e", vec!["Ren\u{e9}e", "renee", "RENÉE"]),
        ("José", vec!["jose", "JOSÉ"]),
        ("محمد", vec!["محمد"]),
        ("Ｗｉｄｅ Ｎａｍｅ", vec!["wide name"]),
    ] {
        let email = format!("{}@example.org", name.len() * 100 + searches.len());
        let mut browser = Browser::at(&server, "198.51.100.1");
        assert_eq!(browser.sign_up(name, &email, PASSWORD).status, 303, "{name}");
        for search in searches {
            let list = ada.get(&format!("/admin/people?q={}", encoded(search))).body;
            let found = list.matches("href=\"/admin/people/per_").count();
            assert_eq!(found, 1, "{name} is not found as {search}");
        }
    }
    assert_eq!(server.stop().0, Some(0));
}

/// F19: names that cannot be seen, or show something else than they say.
#[test]
fn a_name_shows_what_it_is_or_is_refused_with_the_character_named() {
    let server = Server::start(&["demo"]);
    for (name, said) in [
        ("Ada\u{202e}gnp.exe", "U+202E"),
        ("\u{200b}", "U+200B"),
        ("A\u{200b}da", "U+200B"),
        ("Ada\u{2066}x", "U+2066"),
        ("Ada\u{7}", "U+0007"),
        ("\u{3164}", "U+3164"),
        ("\u{2800}\u{2800}", "U+2800"),
        ("Ada\u{e0041}", "U+E0041"),
        ("Ada\u{ad}Lovelace", "U+00AD"),
        ("\u{301}\u{301}", "letter"),
        ("...", "letter"),
    ] {
        let answer = Browser::at(&server, "198.51.100.1").sign_up(name, "x1@example.org", PASSWORD);
        assert_eq!(answer.status, 422, "{name:?} is accepted");
        let at_name = answer.body.split("href=\"#f-name\">").nth(1).unwrap_or_default();
        let sentence = at_name.split('<').next().unwrap();
        assert!(sentence.contains(said), "{name:?}: {sentence:?}");
    }
    for (name, email) in
        [("Nuala O’Connor-Ní Dhuibhne", "n1"), ("می\u{200c}خواهم", "n2"), ("李小龍 3rd", "n3")]
    {
        let mut browser = Browser::at(&server, "198.51.100.2");
        let answer = browser.sign_up(name, &format!("{email}@example.org"), PASSWORD);
        assert_eq!(answer.status, 303, "{name} is a name");
    }
    let mut browser = Browser::at(&server, "198.51.100.2");
    assert_eq!(browser.sign_up("Аdа Administrator", "fake@example.org", PASSWORD).status, 303);
    let list = Browser::as_ada(&server).get("/admin/people?q=fake").body;
    assert!(list.contains("Look-alike letters"), "letters of two alphabets in a word are pointed at");
    assert_eq!(server.stop().0, Some(0));
}

/// F19: addresses that no mail reaches, or that are two.
#[test]
fn what_is_no_address_is_refused() {
    let server = Server::start(&["demo"]);
    for bad in [
        "a@b.c\u{202e}",
        "a@-.-",
        "=cmd|x@a.bc",
        "a@x.y,b@x.y",
        "a@b@c.de",
        "a..b@c.de",
        ".a@c.de",
        "a@c..de",
        "a@c_d.de",
        "a@c.d-",
        "a@1.2.3.4",
        "a<b@c.de",
        "a b@c.de",
        "a@c.de;b",
        "p000001@people.invalid",
        "a@ex\u{200b}ample.org",
    ] {
        let answer = Browser::at(&server, "198.51.100.1").sign_up("Ada", bad, PASSWORD);
        assert_eq!(answer.status, 422, "{bad:?} is accepted");
        assert!(answer.body.contains("href=\"#f-email\""), "{bad:?}");
    }
    for (number, good) in ["o'brien+x@sub.example.org", "用户@例子.公司", "a@b.co"].iter().enumerate() {
        let mut browser = Browser::at(&server, &format!("198.51.100.{}", number + 2));
        assert_eq!(browser.sign_up("Ada", good, PASSWORD).status, 303, "{good:?} is an address");
    }
    assert_eq!(server.stop().0, Some(0));
}
