//! Whose history is it? An address counts once it is proved, and a link made by the team proves it.

use tempfile::TempDir;

use crate::{Ran, assay, browsing::Browser, serving::Server, shown, write};

const PASSWORD: &str = "correct horse battery";
const CEO: &str = "ceo@bigcorp.example";

/// A demonstration whose data outlive the server.
struct Body {
    data: TempDir,
}

impl Body {
    fn new() -> Self {
        Body { data: tempfile::tempdir().unwrap() }
    }

    fn serve(&self) -> Server {
        Server::start(&["demo", "--today", "2025-09-20", "--data", &shown(self.data.path())])
    }

    /// Records a pass of the old exam, with the server stopped.
    fn record(&self, person: &str, more: &[&str]) -> Ran {
        let line = format!(
            "{{\"person\":\"{person}\",\"date\":\"2024-03-10\",\"do\":\"pass\",\"exam\":\"SOA-C02\"}}\n"
        );
        let file = write(&self.data, "history.jsonl", &line);
        let data = shown(self.data.path());
        let mut call = vec!["record", file.as_str(), "--data", data.as_str()];
        call.extend(more);
        assay(&call)
    }

    /// The link for an address, made on the command line with the server stopped; its path.
    fn claim_link(&self, address: &str) -> String {
        let made = assay(&["admin", "claim-link", address, "--data", &shown(self.data.path())]);
        assert_eq!(made.status, 0, "{}", made.err);
        let (_, path) = made.out.trim_end().split_once("/claim/").unwrap_or_else(|| panic!("{}", made.out));
        format!("/claim/{path}")
    }
}

/// The rows of the team's list that a search finds, as ids.
fn found(ada: &mut Browser, query: &str) -> Vec<String> {
    let page = ada.get(&format!("/admin/people?q={}", crate::browsing::encoded(query))).body;
    let rows = page.split("href=\"/admin/people/per_").skip(1);
    rows.map(|row| format!("per_{}", row.split('"').next().unwrap())).collect()
}

/// F3: whoever registers an address first receives the history imported for it.
#[test]
fn an_address_that_nobody_proved_receives_no_history() {
    let body = Body::new();
    let server = body.serve();
    assert_eq!(Browser::at(&server, "203.0.113.7").sign_up("A Stranger", CEO, PASSWORD).status, 303);
    assert_eq!(server.stop().0, Some(0));
    let unasked = body.record(CEO, &[]);
    assert_eq!(unasked.status, 1, "an account that nobody proved is nobody: {}", unasked.err);
    assert!(unasked.err.contains(CEO) && unasked.err.contains("not confirmed"), "{}", unasked.err);
    let added = body.record(CEO, &["--add-people"]);
    assert_eq!(added.status, 0, "{}", added.err);
    assert!(added.err.contains("1 event recorded") && added.err.contains("1 new account"), "{}", added.err);
    let again = body.record(CEO, &["--add-people"]);
    assert!(again.err.contains("1 event on record already, 0 new accounts"), "{}", again.err);

    let server = body.serve();
    let mut stranger = Browser::at(&server, "203.0.113.7");
    assert_eq!(stranger.sign_in(CEO, PASSWORD).status, 303);
    let mine = stranger.get("/my");
    assert!(!mine.main().contains("SysOps"), "the stranger holds nothing of it: {}", mine.main());
    let mut ada = Browser::as_ada(&server);
    assert_eq!(found(&mut ada, CEO).len(), 2, "the imported person stands apart");
    let list = ada.get(&format!("/admin/people?q={CEO}")).body;
    assert_eq!(list.matches("Not confirmed").count(), 1, "{list}");
    assert_eq!(server.stop().0, Some(0));
}

/// F3, the other side: people added by an import had no way in.
#[test]
fn an_imported_person_gets_in_by_a_link_that_works_once() {
    let body = Body::new();
    let server = body.serve();
    // Somebody took the address before; that reserves nothing.
    assert_eq!(Browser::at(&server, "203.0.113.7").sign_up("A Stranger", CEO, PASSWORD).status, 303);
    assert_eq!(server.stop().0, Some(0));
    assert_eq!(body.record(CEO, &["--add-people"]).status, 0);
    let (older, link) = (body.claim_link(CEO), body.claim_link(CEO));
    assert_ne!(older, link);

    let server = body.serve();
    // A scanner opens links before people do: that changes nothing.
    for _ in 0..3 {
        let opened = Browser::at(&server, "198.51.100.9").get(&link);
        assert_eq!(opened.status, 200);
        assert!(opened.cookies().iter().all(|cookie| !cookie.contains("assay_session")));
    }
    let mut ceo = Browser::at(&server, "198.51.100.1");
    assert_eq!(ceo.get(&older).status, 404, "one open link a person");
    let form = [("name", "Cora Executive"), ("password", "a quiet morning walk")];
    assert_eq!(ceo.post_as_it_is(&link, &form).status, 303);
    assert!(ceo.get("/my").main().contains("SysOps Administrator"), "the history is theirs");
    let twice = Browser::at(&server, "198.51.100.2").post_as_it_is(&link, &form);
    assert_eq!(twice.status, 404, "a second claim is refused");
    let mut later = Browser::at(&server, "198.51.100.3");
    assert_eq!(later.sign_in("CEO@bigcorp.example", "a quiet morning walk").status, 303);
    assert!(later.get("/my").body.contains("Cora Executive"));
    let mut stranger = Browser::at(&server, "203.0.113.7");
    assert_eq!(stranger.sign_in(CEO, PASSWORD).status, 303, "nothing is taken from the other account");
    assert!(!stranger.get("/my").main().contains("SysOps"));
    assert_eq!(server.stop().0, Some(0));
}

/// The same on the pages: the administrator of the body makes the link and hands it over.
#[test]
fn an_administrator_confirms_the_address_of_an_account_by_a_link() {
    let body = Body::new();
    let server = body.serve();
    let mut lea = Browser::at(&server, "198.51.100.1");
    assert_eq!(lea.sign_up("Lea Learner", "lea@example.org", PASSWORD).status, 303);
    let mut ada = Browser::as_ada(&server);
    let id = found(&mut ada, "lea@example.org").remove(0);
    let page = ada.get(&format!("/admin/people/{id}")).body;
    assert!(page.contains("Address not confirmed"), "{page}");
    let path = format!("/admin/people/{id}/claim-link");
    assert_eq!(lea.post(&path, &[]).status, 403, "nobody makes links but the team");
    let made = ada.post(&path, &[]);
    assert_eq!(made.status, 200, "{}", made.body);
    let link = made.body.split("/claim/").nth(1).unwrap().split(['<', '"']).next().unwrap();
    let confirmed = lea.post(&format!("/claim/{link}"), &[]);
    assert_eq!(confirmed.status, 303, "{}", confirmed.body);
    let page = ada.get(&format!("/admin/people/{id}")).body;
    assert!(!page.contains("Address not confirmed"), "{page}");
    assert!(page.contains("Ada Administrator made a link"), "who made it is on record: {page}");
    assert_eq!(server.stop().0, Some(0));

    assert_eq!(body.record("lea@example.org", &[]).status, 0);
    let server = body.serve();
    let mut lea = Browser::at(&server, "198.51.100.1");
    assert_eq!(lea.sign_in("lea@example.org", PASSWORD).status, 303);
    assert!(lea.get("/my").main().contains("SysOps Administrator"), "from now on imports reach the account");
    assert_eq!(server.stop().0, Some(0));
}

/// F21: everything else of somebody else's answers 404.
#[test]
fn the_session_of_somebody_else_cannot_be_ended_and_is_not_there() {
    let server = Server::start(&["demo"]);
    let mut ada = Browser::as_ada(&server);
    let session = ada.get("/account").body;
    let session = session.split("/account/sessions/").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let mut lea = Browser::at(&server, "198.51.100.1");
    lea.sign_up("Lea Learner", "lea@example.org", PASSWORD);
    assert_eq!(lea.post(&format!("/account/sessions/{session}/end"), &[]).status, 404);
    assert_eq!(ada.get("/account").status, 200, "it goes on");
    assert_eq!(ada.post(&format!("/account/sessions/{session}/end"), &[]).status, 303);
    assert_eq!(ada.get("/account").status, 303, "one's own ends");
    assert_eq!(server.stop().0, Some(0));
}

/// F23: signing in again left the old session of the same browser behind.
#[test]
fn signing_in_again_replaces_the_session_of_this_browser() {
    let server = Server::start(&["demo"]);
    let mut lea = Browser::at(&server, "198.51.100.1");
    lea.sign_up("Lea Learner", "lea@example.org", PASSWORD);
    let before = lea.clone();
    let mut elsewhere = Browser::at(&server, "198.51.100.1");
    assert_eq!(elsewhere.sign_in("lea@example.org", PASSWORD).status, 303);
    let answer = lea.post("/sign-in", &[("email", "lea@example.org"), ("password", PASSWORD)]);
    assert_eq!(answer.status, 303);
    assert_eq!(lea.get("/account").status, 200);
    assert_eq!(before.moved("198.51.100.2").get("/account").status, 303, "the old token is worth nothing");
    assert_eq!(elsewhere.get("/account").status, 200, "another device stays signed in");
    assert_eq!(lea.get("/account").body.matches("/account/sessions/").count(), 2);
    assert_eq!(server.stop().0, Some(0));
}

/// F23: a neighbouring host could set the cookie (RFC 6265bis, 4.1.3.2).
#[test]
fn where_people_come_by_https_the_cookie_belongs_to_this_host_alone() {
    let server = Server::start(&["demo", "--public-url", "https://certs.example.org"]);
    let mut lea = Browser::at(&server, "198.51.100.1");
    let answer = lea.sign_up("Lea Learner", "lea@example.org", PASSWORD);
    let cookies = answer.cookies();
    let session = cookies.iter().find(|cookie| cookie.contains("session=")).unwrap();
    assert!(session.starts_with("__Host-assay_session="), "{session}");
    assert!(session.contains("; Secure") && session.contains("; Path=/;") && !session.contains("Domain"));
    assert_eq!(lea.get("/account").status, 200);
    let token = lea.cookies["__Host-assay_session"].clone();
    let mut tossed = Browser::at(&server, "198.51.100.2");
    tossed.cookies.insert("assay_session".into(), token);
    assert_eq!(tossed.get("/account").status, 303, "a cookie that any neighbour could set is none");
    assert_eq!(server.stop().0, Some(0));
    let server = Server::start(&["demo"]);
    let answer = Browser::at(&server, "198.51.100.1").sign_up("Lea", "lea@example.org", PASSWORD);
    assert!(answer.cookies().iter().any(|cookie| cookie.starts_with("assay_session=")));
    assert!(!answer.cookies().iter().any(|cookie| cookie.contains("Secure")), "plain http goes on working");
    assert_eq!(server.stop().0, Some(0));
}

/// N7: blocked cookies were never mentioned, and the account was made all the same.
#[test]
fn a_browser_that_keeps_no_cookies_is_told_so_before_anything_is_made() {
    let server = Server::start(&["demo"]);
    let mut lea = Browser::at(&server, "198.51.100.1");
    let form = [("name", "Lea"), ("email", "lea@example.org"), ("password", PASSWORD), ("cookies", "asked")];
    assert!(!lea.get("/sign-up").cookies().is_empty(), "the form asks for a cookie");
    assert_eq!(lea.clone().post_as_it_is("/sign-up", &form).status, 303);
    lea.cookies.clear();
    let form = [("name", "Lea"), ("email", "x@example.org"), ("password", PASSWORD), ("cookies", "asked")];
    let answer = lea.post_as_it_is("/sign-up", &form);
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("does not keep cookies"), "{}", answer.main());
    assert!(found(&mut Browser::as_ada(&server), "x@example.org").is_empty(), "nothing was made");
    assert_eq!(server.stop().0, Some(0));
}

/// F23: figures about routes and sittings were everybody's.
#[test]
fn figures_are_for_the_machine_and_the_team() {
    let server = Server::start(&["demo"]);
    assert!(server.get("/metrics").starts_with("HTTP/1.1 200"), "on the machine itself");
    assert_eq!(
        Browser::at(&server, "203.0.113.7").get("/metrics").status,
        404,
        "from outside, through a proxy"
    );
    assert_eq!(Browser::as_ada(&server).get("/metrics").status, 200, "the team");
    assert_eq!(server.stop().0, Some(0));
}
