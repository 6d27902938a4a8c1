//! `items export` and `items import`: a bank in the data as a folder for requests for changes, and back,
//! beside a running server and without one, on both databases.

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
};

use assay_testkit::TestDatabase;

use crate::{
    Ran, binary,
    browsing::Browser,
    errands::{Body, PASSWORD},
    ran,
    serving::Server,
    shown,
};

const EXAM: &str = "REC-1";
const SHEET: &str = "bank/REC-1/a-sheet-under-suspicion.toml";

/// A body whose bank is in its data.
struct InWork {
    body: Body,
    sockets: String,
}

impl InWork {
    fn begun(body: Body) -> InWork {
        let sockets = shown(body.folder.path());
        let body = InWork { body, sockets };
        let mona =
            ["admin", "add", "--email", "mona@example.org", "--name", "Mona", "--role", "bank-manager"];
        assert_eq!(body.call(&mona, "").status, 0);
        let server = body.serve();
        let mut mona = Browser::at(&server, "203.0.113.7");
        assert_eq!(mona.sign_in("mona@example.org", PASSWORD).status, 303);
        let early = body.call(&["items", "export", &body.at("early"), "--exam", EXAM], "");
        early.refused(&["The bank of REC-1 is not in work", "page Bank"]);
        mona.get("/admin/bank/REC-1");
        let taken = mona.post("/admin/bank/REC-1/take", &[("reason", "We write here.")]);
        assert_eq!(taken.status, 303, "{}", taken.body);
        assert_eq!(server.stop().0, Some(0));
        body
    }

    fn serve(&self) -> Server {
        let mut command = binary();
        command.env("ASSAY_SOCKETS", &self.sockets);
        command.args(["serve", "--programme", &self.body.programme, "--data", &self.body.data]);
        Server::of(command)
    }

    fn call(&self, call: &[&str], reason: &str) -> Ran {
        let mut command = binary();
        command.env("ASSAY_SOCKETS", &self.sockets).env("ASSAY_ADMIN_PASSWORD", PASSWORD);
        command.args(call).args(["--data", &self.body.data]);
        if !reason.is_empty() {
            command.args(["--reason", reason]);
        }
        ran(&mut command)
    }

    fn at(&self, name: &str) -> String {
        shown(&self.body.folder.path().join(name))
    }

    fn export(&self, name: &str, more: &[&str]) -> Ran {
        let folder = self.at(name);
        self.call(&[&["items", "export", &folder, "--exam", EXAM][..], more].concat(), "")
    }

    fn exported(&self, name: &str) -> PathBuf {
        let done = self.export(name, &[]);
        assert_eq!((done.status, done.out.as_str()), (0, ""), "{}", done.err);
        assert!(done.err.contains("for its owner alone"), "{}", done.err);
        self.body.folder.path().join(name)
    }

    fn import(&self, folder: &Path, more: &[&str]) -> Ran {
        let folder = shown(folder);
        self.call(&[&["items", "import", &folder][..], more].concat(), "Request 7.")
    }
}

/// Every file below a folder with its content.
fn content(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut all, mut waiting) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(place) = waiting.pop() {
        let mode = fs::metadata(&place).unwrap().permissions().mode() & 0o777;
        if place.is_dir() {
            assert_eq!(mode, 0o700, "keys are in {}", place.display());
            waiting.extend(fs::read_dir(&place).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            assert_eq!(mode, 0o600, "keys are in {}", place.display());
            all.insert(shown(place.strip_prefix(folder).unwrap()), fs::read(&place).unwrap());
        }
    }
    all
}

fn edit(folder: &Path, path: &str, from: &str, to: &str) {
    let place = folder.join(path);
    let text = fs::read_to_string(&place).unwrap();
    assert!(text.contains(from), "{path} says nothing of {from}");
    fs::write(place, text.replacen(from, to, 1)).unwrap();
}

fn told(ran: &Ran, status: i32, out: &[&str], err: &[&str]) {
    assert_eq!(ran.status, status, "{}{}", ran.out, ran.err);
    for (words, text) in [(out, &ran.out), (err, &ran.err)] {
        for word in words {
            assert!(text.contains(word), "no `{word}` in: {}\n{}", ran.out, ran.err);
        }
    }
}

/// Exported, edited, rehearsed, imported: version 2 is there, and a second time there is nothing to do.
fn a_request_for_changes(body: &InWork) {
    let server = body.serve();
    let folder = body.exported("served");
    let files = content(&folder);
    let own = |path: &String| fs::read(Path::new(&body.body.programme).join(path)).ok();
    let same = files.iter().filter(|(path, bytes)| own(path).as_ref() == Some(bytes)).count();
    assert!(same >= 8 && files[SHEET] == own(&SHEET.to_owned()).unwrap(), "{same} as the programme has them");
    assert!(files.keys().any(|path| path.ends_with(".xml")), "with items of QTI: {:?}", files.keys());
    told(&body.export("served", &[]), 2, &[], &["exists already", "--update"]);

    edit(&folder, SHEET, "What has to come first?", "What comes first?");
    let text = fs::read_to_string(folder.join(SHEET)).unwrap();
    let (new, draft) =
        ("bank/REC-1/a-new-sheet.toml", text.replace("a-sheet-under-suspicion", "a-new-sheet"));
    fs::write(folder.join(new), draft).unwrap();
    fs::create_dir(folder.join(".git")).unwrap();
    fs::write(folder.join("README.md"), "How we work.").unwrap();
    let becomes =
        format!("{SHEET}: version 2, revised (before: scored); forms take version 1 until it is accepted");
    let lines = [becomes.as_str(), "bank/REC-1/a-new-sheet.toml: new, a draft"];
    told(&body.import(&folder, &["--dry-run"]), 0, &lines, &["1 changed, 1 new", "nothing was written"]);
    told(&body.import(&folder, &["--dry-run"]), 0, &lines, &["dry run"]);
    told(&body.import(&folder, &[]), 0, &lines, &["1 changed, 1 new", "in one commit"]);
    let again = body.import(&folder, &[]);
    told(&again, 0, &["nothing to do, the data hold this already"], &["nothing to do: the data hold"]);
    let mut ada = Browser::at(&server, "203.0.113.8");
    assert_eq!(ada.sign_in("ada@example.org", PASSWORD).status, 303);
    let log = ada.get("/admin/log");
    for words in [
        "The command line",
        "Brought 2 items of REC-1 back from files.",
        "Request 7.",
        "of REC-1 along as files",
    ] {
        assert!(log.main().contains(words), "no {words}: {}", log.main());
    }
    assert_eq!(server.stop().0, Some(0));

    // The folder is brought up to date, and is what a new one would be, at rest too.
    told(&body.export("served", &["--update"]), 0, &[], &["for its owner alone"]);
    fs::remove_dir(folder.join(".git")).unwrap();
    fs::remove_file(folder.join("README.md")).unwrap();
    let line = fs::read_to_string(folder.join("manifest.toml")).unwrap();
    assert!(
        line.contains("a-sheet-under-suspicion = { version = 2, state = \"revised\", live = 1, mark"),
        "{line}"
    );
    let fresh = body.exported("fresh");
    for path in [SHEET, new] {
        fs::set_permissions(folder.join(path), fs::Permissions::from_mode(0o600)).unwrap();
    }
    assert_eq!(content(&folder), content(&fresh));
    told(&body.import(&folder, &[]), 0, &[], &["nothing to do"]);
}

/// What cannot be brought back, and that nothing is written then.
fn what_is_refused(body: &InWork) {
    let (folder, other) = (body.exported("one"), body.exported("other"));
    // Two edit the same item: the second is told both versions, in words and as JSON.
    edit(&folder, SHEET, "What comes first?", "What is first?");
    edit(&other, SHEET, "What comes first?", "What goes first?");
    let free = "bank/REC-1/facts-in-a-report.toml";
    edit(&other, free, "note = \"", "note = \"Again: ");
    told(&body.import(&folder, &[]), 0, &["version 2, revised, written over"], &[]);
    let moved = [
        "refused, manifest.toml:",
        "The data have moved on: the manifest names version 2 (mark ",
        "version 2, ",
    ];
    told(&body.import(&other, &[]), 1, &moved, &["1 refused; nothing was written"]);
    let json = body.import(&other, &["--format", "json", "--dry-run"]);
    assert_eq!((json.status, &json.json()["written"]), (1, &serde_json::json!(false)), "{}", json.err);
    let of: Vec<_> =
        json.json()["items"].as_array().unwrap().iter().map(|item| item["became"].clone()).collect();
    assert_eq!(of, ["refused", "version"]);
    let edits = body.export("other", &["--update"]);
    edits.refused(&["edits that are not in the data", SHEET, free]);

    // A broken file is shown with its line, and so is one that belongs to nothing.
    let broken = body.exported("broken");
    edit(&broken, free, "difficulty = ", "difficulty = \"");
    fs::write(broken.join("bank/REC-1/stray.png"), "x").unwrap();
    let found = body.import(&broken, &["--dry-run"]);
    told(&found, 1, &["bank/REC-1/facts-in-a-report.toml:", "difficulty"], &["nothing was written"]);
    edit(&broken, free, "difficulty = \"", "difficulty = ");
    told(&body.import(&broken, &[]), 1, &["bank/REC-1/stray.png", "no item names this file"], &[]);
    let json = body.import(&broken, &["--format", "json"]).json();
    assert_eq!(json["diagnostics"][0]["file"], "bank/REC-1/stray.png");

    // Nothing leads out of the folder.
    fs::remove_file(broken.join("bank/REC-1/stray.png")).unwrap();
    symlink("/etc/passwd", broken.join("bank/REC-1/passwd.toml")).unwrap();
    body.import(&broken, &[]).refused(&["bank/REC-1/passwd.toml is a symbolic link", "the file itself"]);
    fs::remove_file(broken.join("bank/REC-1/passwd.toml")).unwrap();
    edit(&broken, free, "kind = ", "qti = \"../../../../etc/passwd\"\nkind = ");
    told(&body.import(&broken, &[]), 1, &["there is no file `../../../../etc/passwd`"], &[]);
    fs::remove_file(broken.join("manifest.toml")).unwrap();
    told(&body.import(&broken, &[]), 1, &["there is no manifest.toml"], &[]);
    body.import(&broken.join("nowhere"), &[]).refused(&["is not a folder"]);

    // A gone file is told, and the item stays.
    let gone = body.exported("gone");
    fs::remove_file(gone.join(free)).unwrap();
    told(
        &body.import(&gone, &[]),
        0,
        &[],
        &["no file is here for 1 item", "facts-in-a-report", "nothing to do"],
    );
    assert!(body.exported("still").join(free).exists());
    let left = fs::read_dir(body.body.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(
        left.into_iter().all(|name| !shown(Path::new(&name)).starts_with(".assay")),
        "no half of a folder"
    );
}

/// `plan` over a folder whose bank is in the data: what differs there is told, and is no part of the plan.
fn a_plan_over_the_folder(body: &InWork) {
    let folder = Path::new(&body.body.programme);
    let before = fs::read_to_string(folder.join(SHEET)).unwrap();
    let plan = |more: &[&str]| body.call(&[&["plan", &body.body.programme][..], more].concat(), "");
    let none = plan(&[]);
    told(&none, 0, &["there is nothing to change"], &[]);
    assert!(!none.out.contains("Not read"), "{}", none.out);
    fs::write(folder.join(SHEET), format!("# Ours.\n{before}")).unwrap();
    let differs = format!("Not read: {SHEET}. It belongs to a bank that is in the data.");
    let only = plan(&[]);
    told(&only, 0, &[&differs, "`assay items import`", "there is nothing to change"], &[]);
    // Beside something else it is told too, and the plan that is written holds the other change alone.
    let (page, out) = (folder.join("programme.toml"), body.at("plan.json"));
    let programme = fs::read_to_string(&page).unwrap();
    fs::write(&page, format!("# Ours.\n{programme}")).unwrap();
    told(&plan(&["--out", &out]), 0, &[&differs, "edited   programme.toml"], &[]);
    let json = plan(&["--format", "json"]).json();
    assert_eq!(json["files"].as_array().map(Vec::len), Some(1), "{}", json["files"]);
    assert_eq!(json["not_read"], serde_json::json!([SHEET]));
    let applied = body.call(&["apply", &body.body.programme, "--plan", &out, "--by", "Ada"], "");
    assert_eq!(applied.status, 0, "{}{}", applied.out, applied.err);
    told(&plan(&[]), 0, &[&differs, "there is nothing to change"], &[]);
    fs::write(folder.join(SHEET), before).unwrap();
}

#[test]
fn a_bank_in_a_folder_of_data_is_changed_by_files_and_nothing_is_lost() {
    let body = InWork::begun(Body::new());
    a_plan_over_the_folder(&body);
    a_request_for_changes(&body);
    what_is_refused(&body);
}

#[test]
fn a_bank_in_a_database_is_changed_by_files_and_nothing_is_lost() {
    let Some(database) = TestDatabase::new("bank_folders") else { return };
    let body = Body::new();
    let data = database.address();
    assert_eq!(body.add_ada(&data).status, 0);
    let body = InWork::begun(Body { data, ..body });
    a_plan_over_the_folder(&body);
    a_request_for_changes(&body);
    what_is_refused(&body);
}
