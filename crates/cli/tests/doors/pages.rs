//! F23: what pages give away by their length, and who may post to them.

use crate::{people::Person, served::Served};

#[test]
fn a_page_with_a_session_in_it_is_not_compressed_beside_what_its_address_brings() {
    let data = tempfile::tempdir().unwrap();
    let server = Served::demo(data.path(), (1024, 1024));
    let noor = Person::demo(&server.address, "Noor Newcomer");
    let encoding = |path: &str, headers: &str| {
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\naccept-encoding: gzip\r\n{headers}\r\n"
        );
        let answer = server.ask(&request).unwrap().to_ascii_lowercase();
        answer.split("\r\n\r\n").next().unwrap().contains("content-encoding: gzip")
    };
    for path in ["/verify?url=https://a.example/csrf", "/account", "/my/exams", "/no-such-page"] {
        assert!(!encoding(path, &noor.headers()), "{path}");
    }
    assert!(encoding("/", ""), "nobody's page is still compressed");
    let page = server.ask("GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").unwrap();
    let style = page.split('"').find(|quoted| quoted.ends_with("/assay.css")).unwrap();
    assert!(encoding(style, &noor.headers()), "and what is the same for everybody");
}

#[test]
fn what_was_sent_by_http_is_not_taken_for_a_page_of_an_https_body() {
    let folder = tempfile::tempdir().unwrap();
    let server = Served::body_at(&folder.path().join("data"), "https://certs.example.org");
    let status = |origin: &str| {
        let request = format!(
            "POST /sign-in HTTP/1.1\r\nhost: certs.example.org\r\nconnection: close\r\norigin: {origin}\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: 3\r\n\r\na=b"
        );
        server.ask(&request).unwrap().split(' ').nth(1).unwrap().to_owned()
    };
    assert_eq!(status("http://certs.example.org"), "403");
    assert_ne!(status("https://certs.example.org"), "403");
}
