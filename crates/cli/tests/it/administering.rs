//! The team on the command line: who is of it, who comes and goes, and a lost password.

use crate::{CLOUDOPS, Ran, assay, assay_with, browsing::Browser, serving::Server, shown};

const PASSWORD: &str = "correct horse battery\n";

/// Data of a body, with nobody in them yet.
struct Body {
    _folder: tempfile::TempDir,
    data: String,
}

impl Body {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = shown(&folder.path().join("data"));
        Body { _folder: folder, data }
    }

    fn admin(&self, call: &[&str]) -> Ran {
        assay_with(PASSWORD, &[&["admin"], call, &["--data", &self.data]].concat())
    }

    fn account(&self, name: &str, email: &str, role: &str) -> Ran {
        let url = "https://certs.example.org";
        let who = ["add", "--programme", CLOUDOPS, "--name", name, "--email", email, "--role", role];
        self.admin(&[&who[..], &["--public-url", url]].concat())
    }
}

#[test]
fn a_role_is_granted_and_taken_with_a_reason_and_an_administrator_is_left() {
    let body = Body::new();
    assert_eq!(body.account("Ada", "ada@example.org", "administrator").status, 0);
    assert_eq!(body.account("Sol", "sol@example.org", "support").status, 0);
    let because = ["--reason", "Ada is away in May."];
    let refused = body.admin(&["add", "--email", "sol@example.org"]);
    refused.refused(&["Enter a reason"]);
    let given = body.admin(&[&["add", "--email", "sol@example.org"], &because[..]].concat());
    assert_eq!((given.status, given.err.contains("sol@example.org is an administrator now")), (0, true));
    let again = body.admin(&[&["add", "--email", "sol@example.org"], &because[..]].concat());
    again.refused(&["already has this role"]);
    body.admin(&[&["add", "--email", "nobody@example.org"], &because[..]].concat())
        .refused(&["nobody on record"]);
    let listed = body.admin(&["list"]).out;
    assert_eq!(listed.lines().count(), 3, "{listed}");
    let line =
        listed.lines().find(|line| line.ends_with("by The command line: Ada is away in May.")).unwrap();
    assert!(line.starts_with("administrator  Sol (per_") && line.contains("without end"), "{line}");

    let remove = |email: &str| body.admin(&["remove", "--email", email, "--reason", "She left."]);
    assert_eq!(remove("ada@example.org").status, 0);
    remove("ada@example.org").refused(&["ada@example.org is not an administrator"]);
    remove("sol@example.org").refused(&["the last administrator"]);
    let json = body.admin(&["list", "--ended", "--format", "json"]).out;
    let lines: serde_json::Value = serde_json::from_str(&json).unwrap();
    let ended: Vec<_> =
        lines.as_array().unwrap().iter().filter(|line| !line["withdrawn"].is_null()).collect();
    assert_eq!((ended.len(), &ended[0]["withdrawn"]["because"]), (1, &"She left.".into()), "{json}");
}

#[test]
fn a_lost_password_is_replaced_on_the_command_line_served_or_not() {
    let body = Body::new();
    assert_eq!(body.account("Ada", "ada@example.org", "administrator").status, 0);
    let serve = ["serve", "--programme", CLOUDOPS, "--data", &body.data];
    let server = Server::start(&serve);
    let reset = |password: &str| {
        assay_with(password, &["admin", "reset-password", "ada@example.org", "--data", &body.data])
    };
    reset("short\n").refused(&["at least 12 characters"]);
    let beside = reset("a quiet evening walk\n");
    assert_eq!((beside.status, beside.out.as_str()), (0, ""), "{}", beside.err);
    assert!(beside.err.contains("every session of theirs has ended"), "{}", beside.err);
    let mut ada = Browser::at(&server, "203.0.113.7");
    assert_eq!(ada.sign_in("ada@example.org", "a quiet evening walk").status, 303);
    assert_eq!(server.stop().0, Some(0));
    reset("short\n").refused(&["at least 12 characters"]);
    assert_eq!(reset("a quiet morning walk\n").status, 0);
    let link = assay(&["admin", "link", "ada@example.org", "--data", &body.data]);
    assert!(link.status == 0 && link.out.contains("https://certs.example.org/claim/"), "{}", link.err);
    let server = Server::start(&serve);
    let mut ada = Browser::at(&server, "203.0.113.7");
    for (password, status) in [("correct horse battery", 422), ("a quiet morning walk", 303)] {
        let form = [("email", "ada@example.org"), ("password", password), ("next", "")];
        let answer = ada.post("/sign-in", &form);
        assert_eq!(answer.status, status, "{password}");
        let first = if status == 303 { "/admin" } else { "" };
        assert_eq!(answer.header("location"), first, "the team comes to its work");
    }
    assert_eq!(server.stop().0, Some(0));
}
