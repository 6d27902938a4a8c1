//! `credential`: from a key to a verified badge, and every way it must not verify.

use std::{fs, path::Path};

use assay_credential::{ControllerKey, SigningKey, controller, did, proof, status_list};
use serde_json::Value;
use tempfile::TempDir;

use crate::{CLOUDOPS, Ran, assay, shown, write};

const ISSUER: &str = "https://certs.example.org/issuers/demo";
const AWARD: &str = "{\"person\":\"p1\",\"exam\":\"SOA-C03\",\"awarded_on\":\"2026-01-15\"}\n";

struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Desk(tempfile::tempdir().unwrap());
        let made = assay(&["credential", "keygen", "--out", &desk.path("key")]);
        assert_eq!((made.status, made.out.as_str()), (0, ""), "{}", made.err);
        desk
    }

    fn path(&self, name: &str) -> String {
        shown(&self.0.path().join(name))
    }

    fn issue(&self, awards: &str, more: &[&str]) -> Ran {
        let input = write(&self.0, "awards.jsonl", awards);
        let (key, out) = (self.path("key"), self.path("out"));
        let mut call = vec!["credential", "issue", "--programme", CLOUDOPS, "--issuer", ISSUER];
        call.extend(["--key", &key, "--input", &input, "--out", &out]);
        call.extend(more);
        assay(&call)
    }

    fn verify(&self, file: &str) -> Ran {
        let document = self.path("out/issuer.json");
        let file = self.path(file);
        assay(&["credential", "verify", &file, "--issuer-document", &document, "--format", "json"])
    }
}

fn verdict(ran: &Ran, check: &str) -> String {
    let report = ran.json();
    let checks = report["checks"].as_array().unwrap();
    let found = checks.iter().find(|entry| entry["name"] == check).unwrap();
    found["verdict"].as_str().unwrap().to_owned()
}

#[test]
fn an_issued_badge_verifies_and_an_altered_one_does_not() {
    let desk = Desk::new();
    let issued = desk.issue(AWARD, &[]);
    assert_eq!((issued.status, issued.out.as_str()), (0, ""), "{}", issued.err);
    let verified = desk.verify("out/p1.json");
    assert_eq!((verified.status, verified.err.as_str()), (0, ""), "{}", verified.out);
    for check in ["proof", "issuer", "dates", "schema", "contexts"] {
        assert_eq!(verdict(&verified, check), "passed");
    }

    let path = desk.0.path().join("out/p1.json");
    let mut badge: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(badge["issuer"]["id"], ISSUER);
    assert_eq!(badge["credentialSubject"]["id"], "urn:assay:person:p1");
    assert_eq!(badge["validUntil"], "2029-01-15T23:59:59Z", "three years by the policy, the day inclusive");
    badge["name"] = "Something grander".into();
    fs::write(&path, badge.to_string()).unwrap();
    let altered = desk.verify("out/p1.json");
    assert_eq!((altered.status, verdict(&altered, "proof").as_str()), (1, "failed"));
}

#[test]
fn without_the_issuers_document_nothing_is_believed() {
    let desk = Desk::new();
    desk.issue(AWARD, &[]);
    let ran = assay(&["credential", "verify", &desk.path("out/p1.json"), "--format", "json"]);
    assert_eq!((ran.status, verdict(&ran, "issuer").as_str()), (1, "unknown"));
    assert!(ran.err.contains("--issuer-document"), "{}", ran.err);
}

#[test]
fn a_key_is_private_and_never_overwritten() {
    let desk = Desk::new();
    let before = fs::read(desk.path("key")).unwrap();
    assay(&["credential", "keygen", "--out", &desk.path("key")]).refused(&["exists already", "hint: "]);
    assert_eq!(fs::read(desk.path("key")).unwrap(), before);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(desk.path("key")).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn further_awards_of_a_person_get_a_number_and_an_address_is_hashed() {
    let desk = Desk::new();
    let email =
        "{\"person\":\"p2\",\"exam\":\"SOA-C03\",\"awarded_on\":\"2026-01-15\",\"email\":\"a@b.example\"}\n";
    let awards = format!("{AWARD}{}{email}", AWARD.replace("SOA-C03", "CLF-C02"));
    assert_eq!(desk.issue(&awards, &[]).status, 0);
    let mut names: Vec<String> = fs::read_dir(desk.path("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["issuer.json", "p1-2.json", "p1.json", "p2.json"]);
    let hashed = fs::read_to_string(desk.path("out/p2.json")).unwrap();
    assert!(hashed.contains("sha256$") && !hashed.contains("a@b.example"));
    assert_eq!(desk.verify("out/p2.json").status, 0);
    desk.issue(&awards, &[]).refused(&["exists already", "nothing was issued"]);
}

#[test]
fn one_bad_line_and_nothing_is_issued() {
    let desk = Desk::new();
    let line = |person: &str, exam: &str, day: &str| {
        format!("{{\"person\":\"{person}\",\"exam\":\"{exam}\",\"awarded_on\":\"{day}\"}}\n")
    };
    let awards = [
        line("p1", "SOA-C03", "2026-01-15"),
        line("../p1", "SOA-C03", "2026-01-15"),
        line("p1", "SOA-C09", "2026-01-15"),
        line("p1", "SOA-C02", "2026-01-15"),
        line("issuer", "SOA-C03", "2026-01-15"),
        "{\"person\":\"p1\"}\n".to_owned(),
        line("p1", "SOA-C03", "2026-01-15"),
        line("p1-2", "SOA-C03", "2026-01-15"),
    ];
    let ran = desk.issue(&awards.concat(), &[]);
    let places: Vec<String> =
        [2, 3, 4, 5, 6, 8].iter().map(|line| format!("awards.jsonl:{line}: ")).collect();
    ran.refused(&places.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(ran.err.contains("6 lines") && ran.err.contains("hint: "), "{}", ran.err);
    assert!(!Path::new(&desk.path("out")).exists());
}

#[test]
fn a_badge_travels_in_its_picture_and_as_a_jwt() {
    let desk = Desk::new();
    desk.issue(AWARD, &[]);
    let picture = format!("{CLOUDOPS}/badges/cloudops.svg");
    let (badge, baked) = (desk.path("out/p1.json"), desk.path("p1.svg"));
    assert_eq!(assay(&["credential", "bake", &picture, &badge, "--out", &baked]).status, 0);
    assert_eq!(desk.verify("p1.svg").status, 0);
    let extracted = assay(&["credential", "extract", &baked]);
    assert_eq!(extracted.out, fs::read_to_string(&badge).unwrap());
    assay(&["credential", "extract", &picture]).refused(&["no credential in it", "hint: "]);

    assert_eq!(desk.issue(AWARD, &["--format", "jwt"]).status, 0);
    let verified = desk.verify("out/p1.jwt");
    assert_eq!((verified.status, verdict(&verified, "proof").as_str()), (0, "passed"));
    let email = AWARD.replace("\"p1\"", "\"p3\",\"email\":\"a@b.example\"");
    desk.issue(&email, &["--format", "jwt"]).refused(&["awards.jsonl:1: ", "leave `email` out"]);
}

#[test]
fn what_is_no_credential_is_found_wrong_and_what_is_no_key_cannot_be_used() {
    let desk = Desk::new();
    desk.issue(AWARD, &[]);
    write(&desk.0, "noise.json", "{\"hello\":1}");
    let noise = desk.verify("noise.json");
    assert_eq!((noise.status, verdict(&noise, "schema").as_str()), (1, "failed"));
    desk.verify("not-there.json").refused(&["there is no ", "hint: "]);
    write(&desk.0, "key", "{}");
    desk.issue(AWARD, &[]).refused(&["not a signing key", "keygen"]);
}

/// A badge of the same kind with changes, signed by a key.
fn signed(like: &Value, method: &str, key: &SigningKey, change: impl Fn(&mut Value)) -> String {
    let mut badge = like.clone();
    badge.as_object_mut().unwrap().remove("proof");
    change(&mut badge);
    let prepared = proof::prepare(&badge, method, "2026-01-15T09:00:00Z").unwrap();
    proof::sign(&prepared, key).unwrap().to_string()
}

#[test]
fn a_badge_of_an_unknown_key_is_intact_and_not_verified() {
    let desk = Desk::new();
    desk.issue(AWARD, &[]);
    let like = serde_json::from_slice(&fs::read(desk.path("out/p1.json")).unwrap()).unwrap();
    let key = SigningKey::from_seed(&[9; 32]).unwrap();
    let did = did::key_did(&key.public_key());
    let method = format!("{did}#{}", key.public_key().to_multibase());
    let badge = signed(&like, &method, &key, |badge| badge["issuer"]["id"] = did.clone().into());
    let file = write(&desk.0, "stranger.json", &badge);
    for more in [&[][..], &["--issuer-document", &desk.path("out/issuer.json")]] {
        let mut call = vec!["credential", "verify", &file, "--format", "json"];
        call.extend(more);
        let ran = assay(&call);
        assert_eq!((ran.status, verdict(&ran, "proof").as_str()), (1, "passed"), "{}", ran.out);
        assert_eq!(verdict(&ran, "issuer"), "unknown");
        assert_eq!(ran.json()["conclusion"], "unvouched");
    }
    let text = assay(&["credential", "verify", &file]);
    let last = "not verified: the signature is intact, and nobody here vouches for who signed";
    assert_eq!((text.status, text.out.lines().last()), (1, Some(last)));
}

#[test]
fn a_badge_with_a_list_is_verified_by_the_list_and_not_without() {
    let desk = Desk::new();
    let seed = [7; 32];
    let key = SigningKey::from_seed(&seed).unwrap();
    desk.issue(AWARD, &[]);
    let like = serde_json::from_slice(&fs::read(desk.path("out/p1.json")).unwrap()).unwrap();
    let method = controller::method_id(ISSUER, &key.public_key());
    let keys = [ControllerKey { key: key.public_key(), trusted: true }];
    let document = controller::controller_document(ISSUER, &keys).to_string();
    let document = write(&desk.0, "issuer.json", &document);
    let url = "https://certs.example.org/status-lists/1";
    let badge = signed(&like, &method, &key, |badge| {
        badge["credentialStatus"] = serde_json::json!({
            "id": format!("{url}#9"), "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
            "statusListIndex": "9", "statusListCredential": url,
        });
    });
    let badge = write(&desk.0, "badge.json", &badge);
    let verify = |list: Option<&str>| {
        let mut call =
            vec!["credential", "verify", &badge, "--issuer-document", &document, "--format", "json"];
        call.extend(list.into_iter().flat_map(|list| ["--status-list", list]));
        assay(&call)
    };
    let list = |name: &str, revoked: &[u32]| {
        let list = status_list::ListInput {
            url: url.into(),
            issuer: ISSUER.into(),
            valid_from: "2026-01-15T09:00:00Z".into(),
            valid_until: "2126-01-15T09:00:00Z".into(),
        };
        let unsigned = status_list::build(&list, revoked.iter().copied()).unwrap();
        let prepared = proof::prepare(&unsigned, &method, "2026-01-15T09:00:00Z").unwrap();
        write(&desk.0, name, &proof::sign(&prepared, &key).unwrap().to_string())
    };
    let unasked = verify(None);
    assert_eq!((unasked.status, unasked.json()["conclusion"].as_str()), (1, Some("status_unknown")));
    assert!(unasked.err.contains(url) && unasked.err.contains("--status-list"), "{}", unasked.err);
    let good = verify(Some(&list("good.json", &[8, 10])));
    assert_eq!((good.status, good.json()["conclusion"].as_str()), (0, Some("holds")), "{}", good.out);
    let revoked = verify(Some(&list("revoked.json", &[9])));
    assert_eq!((revoked.status, revoked.json()["conclusion"].as_str()), (1, Some("revoked")));
    assert_eq!((verdict(&revoked, "proof"), verdict(&revoked, "status")), ("passed".into(), "failed".into()));
}
