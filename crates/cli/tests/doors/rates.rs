//! F10, F23: one person changes as much as a hand can reach.

use serde_json::Value;

use crate::{people::Person, served::Served};

fn two_sitters(server: &Served) -> [Person; 2] {
    ["Noor Newcomer", "Noa Nearly"].map(|name| {
        let mut person = Person::demo(&server.address, name);
        let path = person.register();
        person.start(&path).unwrap();
        person
    })
}

#[test]
fn a_flood_of_answers_is_slowed_and_a_kept_journal_is_not() {
    let data = tempfile::tempdir().unwrap();
    let server = Served::demo(data.path(), (1024, 1024));
    let [mut noor, mut noa] = two_sitters(&server);
    // Three changes of each of 65 items, kept while the network was gone, and sent in one go.
    let journal = (0..65 * 3).map(|number| noa.save(number % 65 + 1).0.status);
    assert!(journal.into_iter().all(|status| status == 200));
    let answers: Vec<_> = (0..2000).map(|number| noor.save(number % 65 + 1).0).collect();
    let stored = answers.iter().filter(|answer| answer.status == 200).count();
    println!("{stored} of 2000 answers taken at once");
    assert!(stored < 1000, "{stored} of 2000 were taken");
    let refused = answers.iter().find(|answer| answer.status != 200).unwrap();
    let problem: Value = serde_json::from_str(&refused.body).unwrap();
    assert_eq!((refused.status, problem["code"].as_str()), (429, Some("too-many")), "{}", refused.body);
    let after: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=5).contains(&after), "{after}");
    crate::people::wait(std::time::Duration::from_secs(after));
    assert_eq!(noor.save(1).0.status, 200, "after the wait it is taken");
    assert_eq!(noa.save(1).0.status, 200, "a neighbour notices nothing");
}

#[test]
fn practice_sets_are_begun_one_by_one() {
    let data = tempfile::tempdir().unwrap();
    let server = Served::demo(data.path(), (1024, 1024));
    let mut noor = Person::demo(&server.address, "Noor Newcomer");
    let prep = noor.get("/exams/SOA-C03/prep").expect(200).unwrap();
    let set = crate::people::between(&prep.body, "name=\"set\" value=\"").to_owned();
    let answers: Vec<_> = (0..100).map(|_| noor.post("/practice", &format!("set={set}"))).collect();
    let begun = answers.iter().filter(|answer| answer.status == 303).count();
    assert!((5..60).contains(&begun), "{begun} of 100 were begun");
    let refused = answers.iter().find(|answer| answer.status != 303).unwrap();
    assert_eq!((refused.status, refused.header("retry-after").is_some()), (429, true), "{}", refused.head);
}
