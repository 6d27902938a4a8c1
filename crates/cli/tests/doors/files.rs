//! F12: data that vanish under a running server, folders that lost theirs, and one server for each.

use std::path::Path;

use crate::{
    people::Person,
    served::{CLOUDOPS, Served},
};

/// A body, a person with an exam that runs, and an answer of it that was stored.
fn sitting(data: &Path) -> (Served, Person) {
    let server = Served::demo(data, (1024, 1024));
    let mut noor = Person::demo(&server.address, "Noor Newcomer");
    let path = noor.register();
    noor.start(&path).unwrap();
    assert_eq!(noor.save(1).0.status, 200);
    (server, noor)
}

/// The database's files.
fn files(data: &Path) -> Vec<std::path::PathBuf> {
    let all = std::fs::read_dir(data).unwrap().map(|entry| entry.unwrap().path());
    all.filter(|path| path.to_str().unwrap().contains("assay.sqlite")).collect()
}

const DEMO: [&str; 4] = ["demo", "--listen", "127.0.0.1:0", "--data"];

#[test]
fn a_removed_database_takes_no_more_answers_and_its_folder_is_no_new_body() {
    let data = tempfile::tempdir().unwrap();
    let (server, mut noor) = sitting(data.path());
    let before = noor.stored(2);
    for file in files(data.path()) {
        std::fs::remove_file(file).unwrap();
    }
    let (answer, _) = noor.save(2);
    assert_eq!((answer.status, answer.header("retry-after").is_some()), (503, true), "{}", answer.body);
    assert_eq!(noor.stored(2), before, "what was refused is not shown as stored");
    assert_eq!(server.status_of("/health/ready"), Some(503));
    assert!(server.says("removed or replaced"), "an operator is told");
    let ended = server.stop();
    assert_eq!(ended.status, Some(3), "{}", ended.err);
    assert!(files(data.path()).is_empty(), "nothing is made in its place");
    let next = Served::refused(data.path(), 1024, &DEMO);
    assert_eq!(next.status, Some(2), "{}", next.err);
    assert!(next.err.contains("held an installation") && next.err.contains("backup"), "{}", next.err);
}

#[test]
fn a_database_with_another_one_in_its_place_takes_no_more_answers() {
    let data = tempfile::tempdir().unwrap();
    let (server, mut noor) = sitting(data.path());
    let database = data.path().join("assay.sqlite");
    std::fs::copy(&database, data.path().join("copy")).unwrap();
    std::fs::rename(data.path().join("copy"), &database).unwrap();
    assert_eq!(server.status_of("/health/ready"), Some(503), "before anybody saves");
    assert_eq!(noor.save(2).0.status, 503);
}

#[test]
fn a_database_that_is_put_back_takes_answers_again() {
    let data = tempfile::tempdir().unwrap();
    let (server, mut noor) = sitting(data.path());
    let aside = tempfile::tempdir_in(data.path().parent().unwrap()).unwrap();
    let all = files(data.path());
    for file in &all {
        std::fs::rename(file, aside.path().join(file.file_name().unwrap())).unwrap();
    }
    assert_eq!(noor.save(2).0.status, 503);
    for file in &all {
        std::fs::rename(aside.path().join(file.file_name().unwrap()), file).unwrap();
    }
    let mut tries = (0..200).map(|_| {
        crate::people::wait(std::time::Duration::from_millis(50));
        noor.save(3).0.status
    });
    assert!(tries.any(|status| status == 200), "the same file is there again");
    assert_eq!(server.stop().status, Some(0));
    let server = Served::demo(data.path(), (1024, 1024));
    assert_eq!(server.status_of("/health/ready"), Some(200));
}

#[test]
fn a_second_server_is_refused_without_the_lock_file_and_through_a_link() {
    let data = tempfile::tempdir().unwrap();
    let (server, mut noor) = sitting(data.path());
    std::fs::remove_file(data.path().join("assay.lock")).unwrap();
    let names = tempfile::tempdir().unwrap();
    let link = names.path().join("another-name");
    std::os::unix::fs::symlink(data.path(), &link).unwrap();
    for folder in [data.path(), &link] {
        let second = Served::refused(folder, 1024, &DEMO);
        assert_eq!(second.status, Some(2), "{}", second.err);
        assert!(second.err.contains("in use by another Assay"), "{}", second.err);
    }
    assert_eq!(noor.save(2).0.status, 200, "the first one goes on");
    assert_eq!(server.stop().status, Some(0));
}

#[test]
fn a_new_body_is_said_with_its_place_and_an_old_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("mistyped");
    let server = Served::body(&data);
    assert!(server.says("NEW BODY"), "{CLOUDOPS}");
    assert_eq!(server.stop().status, Some(0));
    let again = Served::body(&data).stop();
    assert_eq!(again.status, Some(0));
    assert!(!again.err.contains("NEW BODY"), "{}", again.err);
}
