//! F13: on a full disk a server stops when it is told to, and a command says how far it came.

use crate::{
    people::Person,
    served::{CLOUDOPS, FullDisk, Served},
};

#[test]
fn a_server_on_a_full_disk_stops_when_it_is_told_to() {
    let Some(disk) = FullDisk::mount(12) else { return };
    let data = disk.path().join("data");
    // What its first start leaves of its log has room for many answers: the next one begins without.
    assert_eq!(Served::demo(&data, (1024, 1024)).stop().status, Some(0));
    let server = Served::demo(&data, (1024, 1024));
    let mut noor = Person::demo(&server.address, "Noor Newcomer");
    let path = noor.register();
    noor.start(&path).unwrap();
    disk.fill(0);
    let full = (0..2000).map(|count| noor.save(count % 65 + 1).0.status).find(|status| *status != 200);
    assert_eq!(full, Some(503), "nothing is acknowledged that is not stored");
    let ended = server.stop();
    assert_eq!(ended.status, Some(3), "it ends, and says that the disk failed: {}", ended.err);
    assert!(ended.err.contains("everything acknowledged is"), "{}", ended.err);
    std::fs::remove_file(disk.path().join("ballast")).unwrap();
    let server = Served::demo(&data, (1024, 1024));
    assert_eq!(server.stop().status, Some(0), "with room it starts and stops as ever");
}

#[test]
fn making_an_administrator_on_a_full_disk_ends_and_says_why() {
    let Some(disk) = FullDisk::mount(12) else { return };
    let data = disk.path().join("data");
    assert_eq!(Served::body(&data).stop().status, Some(0));
    disk.fill(40 << 10);
    let call =
        ["admin", "add", "--programme", CLOUDOPS, "--name", "Ada", "--email", "ada@example.org", "--data"];
    let ended = Served::refused(&data, 1024, &call);
    assert_eq!(ended.status, Some(3), "{}", ended.err);
    assert!(ended.err.contains("error: "), "{}", ended.err);
}

#[test]
fn recording_on_a_full_disk_ends_and_says_how_much_is_in() {
    let Some(disk) = FullDisk::mount(16) else { return };
    let data = disk.path().join("data");
    assert_eq!(Served::body(&data).stop().status, Some(0));
    let history = disk.path().parent().unwrap().join(format!("history-{}.jsonl", std::process::id()));
    let lines = (0..20_000).map(|number| {
        let event = r#""date":"2024-03-10","do":"pass","exam":"SOA-C02""#;
        format!("{{\"person\":\"p{number}@example.org\",{event}}}\n")
    });
    std::fs::write(&history, lines.collect::<String>()).unwrap();
    disk.fill(1 << 20);
    let call = ["record", history.to_str().unwrap(), "--add-people", "--data"];
    let ended = Served::refused(&data, 1024, &call);
    std::fs::remove_file(&history).unwrap();
    assert_eq!(ended.status, Some(3), "{CLOUDOPS}: {}", ended.err);
    assert!(ended.err.contains("of 20000 recorded") && ended.err.contains("hint: "), "{}", ended.err);
    let in_it: usize =
        ended.err.split(" event").next().unwrap().rsplit('\n').next().unwrap().parse().unwrap();
    assert!(in_it > 0 && in_it < 20_000, "{}", ended.err);
}
