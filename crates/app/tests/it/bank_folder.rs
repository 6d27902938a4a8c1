//! A bank in work leaves as a folder of files and comes back: byte for byte, all of it or nothing, and never
//! over what somebody wrote meanwhile.

use std::collections::BTreeMap;

use assay_app::{
    App, AppError, FileBody, FolderBecame, FolderImport, FolderImported, ItemFile, LinesWanted, ManyChange,
    Why, WrittenItem,
};
use assay_bank::{
    folder::{FolderFile, MANIFEST, read_folder},
    work::{ItemId, ItemPool, ItemState},
};
use assay_kernel::{Actor, Role};
use proptest::{
    prelude::{Strategy, any},
    strategy::ValueTree,
    test_runner::TestRunner,
};

use crate::world::{Somebody, World, by, files, somebody};

const DAY: &str = "2026-03-10T09:00:00Z";
const EXAM: &str = "SOA-C03";
const ALARM: &str = "bank/SOA-C03/c03-alarm-dimension-mismatch.toml";
const CAP: &str = "bank/SOA-C03/c03-gp3-throughput-cap.toml";
const QTI: &str = "<qti-assessment-item xmlns='http://www.imsglobal.org/xsd/imsqtiasi_v3p0' identifier='i' \
    title='t' time-dependent='false' adaptive='false'><qti-response-declaration identifier='RESPONSE' \
    cardinality='single' base-type='string'><qti-correct-response><qti-value>yes</qti-value>\
    </qti-correct-response></qti-response-declaration><qti-outcome-declaration identifier='SCORE' \
    cardinality='single' base-type='float'/><qti-item-body><p>TEXT <img src='img/p.svg' alt='a'/>\
    <qti-text-entry-interaction response-identifier='RESPONSE'/></p></qti-item-body>\
    <qti-response-processing \
    template='https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml'/>\
    </qti-assessment-item>";

type Written = BTreeMap<String, Vec<u8>>;

fn reason(text: &str) -> Why {
    Why::parse(text).unwrap()
}

/// A body in whose data the bank is.
struct InWork {
    world: World,
    app: App,
    bela: Somebody,
}

impl InWork {
    async fn begun() -> InWork {
        let world = World::at(DAY);
        let app = world.app().await;
        let bela = somebody(&app, "bela", Role::BankManager).await;
        app.items.take_in(&by(&app, &bela.actor), EXAM, &reason("We begin.")).await.unwrap();
        InWork { world, app, bela }
    }

    fn operator(&self) -> assay_app::Asking {
        by(&self.app, &Actor::Operator)
    }

    fn manager(&self) -> assay_app::Asking {
        by(&self.app, &self.bela.actor)
    }

    async fn taken_along(&self) -> Written {
        let mut parts = self.app.items.take_along(&self.operator(), EXAM).await.unwrap();
        let mut files = Written::new();
        while let Some(part) = parts.next().await.unwrap() {
            for file in part {
                assert_eq!(files.insert(file.path, file.bytes), None, "each once");
            }
        }
        assert_eq!(parts.done, parts.count);
        files
    }

    async fn bring(&self, files: &Written, is_rehearsal: bool) -> FolderImported {
        let files: Vec<FolderFile> = files
            .iter()
            .map(|(path, bytes)| FolderFile { path: path.clone(), bytes: bytes.clone() })
            .collect();
        let read = read_folder(&files);
        assert!(!read.found.has_errors(), "{:?}", read.found);
        let why = reason("Request 7.");
        // As it goes through a socket.
        let sent = serde_json::to_string(&FolderImport::of(read)).unwrap();
        let folder = serde_json::from_str(&sent).unwrap();
        self.app.items.bring_back(&self.operator(), folder, Some(&why), is_rehearsal).await.unwrap()
    }

    async fn brought(&self, files: &Written) -> Vec<(String, FolderBecame)> {
        let done = self.bring(files, false).await;
        assert_eq!(done.is_written, done.changes() > 0 && !done.is_refused());
        done.items.into_iter().map(|item| (item.name, item.became)).collect()
    }

    async fn id(&self, pool: ItemPool, name: &str) -> ItemId {
        self.app.items.named(&self.manager(), pool, name).await.unwrap()
    }

    async fn state(&self, name: &str) -> (u32, ItemState, Option<(u32, ItemState)>) {
        let id = self.id(ItemPool::Exam, name).await;
        let line = self.app.items.item(&self.manager(), id, None).await.unwrap().line;
        (line.latest, line.state, line.live)
    }
}

fn edit(files: &mut Written, path: &str, from: &str, to: &str) {
    let text = String::from_utf8(files[path].clone()).unwrap();
    assert!(text.contains(from), "{path} says nothing of {from}");
    files.insert(path.to_owned(), text.replacen(from, to, 1).into_bytes());
}

fn refused(done: &[(String, FolderBecame)], name: &str) -> String {
    match done.iter().find(|(of, _)| of == name) {
        Some((_, FolderBecame::Refused(why))) => why.clone(),
        other => panic!("{name}: {other:?}"),
    }
}

#[tokio::test]
async fn a_bank_leaves_as_the_files_it_came_with_and_what_is_changed_in_them_comes_back_as_versions() {
    let body = InWork::begun().await;
    let mut taken = body.taken_along().await;
    for file in files().texts {
        if file.path.starts_with("bank/SOA-C03/") || file.path.starts_with("practice/SOA-C03/") {
            assert_eq!(taken[&file.path], file.text.as_bytes(), "{}", file.path);
        }
    }
    assert_eq!(taken.len(), 436, "each item, and the manifest");
    assert_eq!(taken, body.taken_along().await, "twice is the same");
    assert_eq!(body.brought(&taken).await, [], "nothing to do");

    // A note is the same question, another word is another one; a new file is a draft, a gone one nothing.
    let before =
        (body.state("c03-alarm-dimension-mismatch").await, body.state("c03-gp3-throughput-cap").await);
    edit(&mut taken, ALARM, "note = \"", "note = \"Read again. ");
    edit(&mut taken, CAP, "stem = \"\"\"\n", "stem = \"\"\"\nToday: ");
    let new = String::from_utf8(taken[CAP].clone()).unwrap().replace("c03-gp3-throughput-cap", "c03-gp3-new");
    let new_path = "bank/SOA-C03/c03-gp3-new.toml".to_owned();
    taken.insert(new_path, new.into_bytes());
    let gone = taken.keys().find(|path| path.starts_with("practice/")).unwrap().clone();
    taken.remove(&gone);
    let dry = body.bring(&taken, true).await;
    assert!(!dry.is_written && dry.changes() == 3);
    assert_eq!(body.state("c03-gp3-throughput-cap").await, before.1, "a rehearsal writes nothing");
    let done = body.brought(&taken).await;
    assert_eq!(done, dry.items.into_iter().map(|item| (item.name, item.became)).collect::<Vec<_>>());
    assert_eq!(before.0, (1, before.0.1, Some((1, before.0.1))));
    assert_eq!(body.state("c03-alarm-dimension-mismatch").await, (2, before.0.1, Some((2, before.0.1))));
    assert_eq!(body.state("c03-gp3-throughput-cap").await, (2, ItemState::Revised, before.1.2));
    assert_eq!(body.state("c03-gp3-new").await, (1, ItemState::Draft, None));
    let again = body.brought(&taken).await;
    assert!(again.iter().all(|(_, became)| *became == FolderBecame::Here) && again.len() == 3, "{again:?}");

    // What leaves now is what came, and its manifest names what there is.
    let mut now = body.taken_along().await;
    let manifest = String::from_utf8(now.remove(MANIFEST).unwrap()).unwrap();
    let line = manifest.lines().find(|line| line.starts_with("c03-gp3-throughput-cap = ")).unwrap();
    assert!(line.contains("version = 2, state = \"revised\", live = 1, mark"), "{line}");
    now.remove(&gone);
    taken.remove(MANIFEST);
    assert_eq!(now, taken);
    let (history, id) = (body.manager(), body.id(ItemPool::Exam, "c03-gp3-throughput-cap").await);
    let view = body.app.items.item(&history, id, None).await.unwrap();
    assert_eq!(
        (view.versions[0].by.name.as_str(), view.versions[0].why.as_str()),
        ("The command line", "Request 7.")
    );

    // Both are acts with a line of the log, and nobody's but the machine's.
    for asking in [body.manager(), by(&body.app, &Actor::Anonymous), by(&body.app, &Actor::Worker)] {
        assert!(body.app.items.take_along(&asking, EXAM).await.is_err());
        assert!(body.app.items.bring_back(&asking, FolderImport::default(), None, true).await.is_err());
    }
    let ada = somebody(&body.app, "ada", Role::Administrator).await;
    let lines =
        body.app.audit.lines(&by(&body.app, &ada.actor), &LinesWanted::default(), 1).await.unwrap().lines;
    let count = |act: &str| lines.iter().filter(|line| line.act == act).count();
    assert_eq!((count("items.take-along"), count("items.bring-back")), (3, 1));
    body.app.close().await;
}

#[tokio::test]
async fn nothing_is_written_where_one_item_is_refused_and_each_is_told_why() {
    let body = InWork::begun().await;
    let (items, manager) = (&body.app.items, body.manager());
    let mut old = body.taken_along().await;
    // Somebody tags one item meanwhile, and another one is retired; a third is a draft in review.
    let alarm = body.id(ItemPool::Exam, "c03-alarm-dimension-mismatch").await;
    let tag = ManyChange::AddTag("seen-today".into());
    items.change_many(&manager, (ItemPool::Exam, EXAM), &[alarm], &tag, &reason("We count.")).await.unwrap();
    let retired = body.id(ItemPool::Exam, "c03-load-lock-waits").await;
    let retire = ManyChange::State(ItemState::Retired);
    items.change_many(&manager, (ItemPool::Exam, EXAM), &[retired], &retire, &reason("Old.")).await.unwrap();
    edit(&mut old, ALARM, "stem = \"\"\"\n", "stem = \"\"\"\nNow: ");
    edit(&mut old, "bank/SOA-C03/c03-load-lock-waits.toml", "note = \"", "note = \"More: ");
    edit(&mut old, CAP, "note = \"", "note = \"More: ");
    let other = String::from_utf8(old[CAP].clone()).unwrap();
    let practice = old.keys().find(|path| path.starts_with("practice/")).unwrap();
    let slug = practice.rsplit('/').next().unwrap().trim_end_matches(".toml").to_owned();
    let other = other.replace("c03-gp3-throughput-cap", &slug);
    old.insert(format!("bank/SOA-C03/{slug}.toml"), other.into_bytes());
    let cap = body.state("c03-gp3-throughput-cap").await;

    let done = body.brought(&old).await;
    let moved = refused(&done, "c03-alarm-dimension-mismatch");
    assert!(moved.starts_with("The data have moved on: the manifest names version 1 (mark "), "{moved}");
    assert!(moved.contains("and they hold version 2 (mark "), "{moved}");
    assert!(refused(&done, "c03-load-lock-waits").contains("retired"), "{done:?}");
    assert!(refused(&done, &slug).contains("The practice pool has an item of this name"), "{done:?}");
    assert!(matches!(
        done.iter().find(|(name, _)| name == "c03-gp3-throughput-cap"),
        Some((_, FolderBecame::Version { number: 2, .. }))
    ));
    assert_eq!(body.state("c03-gp3-throughput-cap").await, cap, "all of it or nothing");

    // An item in review waits; one that was begun from files and seen by nobody is written over.
    let mut now = body.taken_along().await;
    edit(&mut now, CAP, "stem = \"\"\"\n", "stem = \"\"\"\nToday: ");
    assert_eq!(body.brought(&now).await.len(), 1);
    let mut now = body.taken_along().await;
    edit(&mut now, CAP, "\nToday: ", "\nNow: ");
    assert_eq!(body.brought(&now).await[0].1, FolderBecame::Saved { number: 2, state: ItemState::Revised });
    items.submit(&manager, body.id(ItemPool::Exam, "c03-gp3-throughput-cap").await).await.unwrap();
    let mut now = body.taken_along().await;
    edit(&mut now, CAP, "\nNow: ", "\nSoon: ");
    assert!(refused(&body.brought(&now).await, "c03-gp3-throughput-cap").contains("Reviewers"));

    // Files of other data, and a bank that is in no data.
    let mut foreign = body.taken_along().await;
    let id = items.named(&manager, ItemPool::Exam, "c03-alarm-dimension-mismatch").await.unwrap().to_string();
    edit(&mut foreign, ALARM, "stem = \"\"\"\n", "stem = \"\"\"\nNow: ");
    let other = if id.ends_with('0') { '1' } else { '0' };
    edit(&mut foreign, MANIFEST, &id, &format!("{}{other}", &id[..id.len() - 1]));
    let why = refused(&body.brought(&foreign).await, "c03-alarm-dimension-mismatch");
    assert!(why.contains("written from other data"), "{why}");
    let none = FolderImport { exam: "CLF-C02".into(), ..FolderImport::default() };
    for refused in [
        items.bring_back(&body.operator(), none, None, false).await.map(drop),
        items.take_along(&body.operator(), "CLF-C02").await.map(drop),
    ] {
        let AppError::Invalid(faults) = refused.unwrap_err() else { panic!("it is not in work") };
        assert!(faults[0].text.contains("is not in work"), "{}", faults[0].text);
    }
    body.app.close().await;
}

/// An item of any form: its text in any layout, with files beside it or none.
fn an_item() -> impl Strategy<Value = (bool, WrittenItem)> {
    let stem = "[a-zäß€𝄞 `*|.,:;<>-]{1,60}";
    let drawn = (any::<bool>(), any::<bool>(), 0_u8..3, stem, "( {0,3}# [a-zé]{0,9})?", "[a-z0-9 ]{0,40}");
    drawn.prop_map(|(is_exam, is_dos, kind, stem, tail, fill)| {
        let picture = format!("<svg xmlns='http://www.w3.org/2000/svg'><title>{fill}</title></svg>");
        let picture = picture.into_bytes();
        let mut beside = vec![ItemFile { name: "img/p.svg".into(), body: FileBody::Bytes(picture) }];
        let meta = format!(
            "task = \"1.1\"\nlevel = \"apply\"\ndifficulty = 0.6\ntime_s = 60\nnote = \"n\"{tail}\n\
             exam = \"{EXAM}\"\n\
             source = {{ title = \"A page\", url = \"https://example.org/page\", read = \"2026-09-01\" }}\n"
        );
        let mut text = match kind {
            0 => {
                let body = QTI.replace("TEXT", &stem.replace(['<', '>', '&'], ""));
                beside.push(ItemFile { name: "the.xml".into(), body: FileBody::Text(body) });
                format!("id = \"NAME\"\nqti = \"the.xml\"\n{meta}")
            }
            kind => {
                let shown = if kind == 1 { "![a](img/p.svg) " } else { "" };
                beside.retain(|_| kind == 1);
                let option = |id: &str| {
                    let text = format!("\n[[option]]\nid = \"{id}\"\ntext = \"{id}: {fill}\"\n");
                    text + "rationale = \"The page says so.\"\n"
                };
                let options: String = ["A", "B", "C", "D"].map(option).concat();
                format!(
                    "id = \"NAME\"\nkind = \"multiple-choice\"\nstem = \"{shown}{stem}\"\nkey = [\"B\"]\n\
                     {meta}{options}"
                )
            }
        };
        if is_dos {
            text = text.replace('\n', "\r\n");
        }
        (is_exam, WrittenItem { text, beside })
    })
}

#[tokio::test]
async fn whatever_a_bank_holds_leaves_comes_into_other_data_and_leaves_there_byte_for_byte() {
    let (mut chance, mut drawn) = (TestRunner::deterministic(), Vec::new());
    for _ in 0..40 {
        drawn.push(an_item().new_tree(&mut chance).unwrap().current());
    }
    let (here, there) = (InWork::begun().await, InWork::begun().await);
    for (at, (is_exam, mut item)) in drawn.into_iter().enumerate() {
        let (pool, name) = (if is_exam { ItemPool::Exam } else { ItemPool::Practice }, format!("drawn-{at}"));
        item.text = item.text.replace("NAME", &name);
        here.app.items.begin(&here.manager(), pool, EXAM, &name, item).await.unwrap();
    }
    let mut taken = here.taken_along().await;
    assert!(taken.keys().any(|path| path.ends_with("img/p.svg")), "pictures of Markdown, too");
    assert_eq!(here.brought(&taken).await, []);
    // The other data have the same items of the programme, under ids of their own.
    taken.insert(MANIFEST.to_owned(), there.taken_along().await.remove(MANIFEST).unwrap());
    let done = there.brought(&taken).await;
    assert_eq!(done.len(), 40);
    assert!(done.iter().all(|(_, became)| *became == FolderBecame::Begun), "{done:?}");
    let mut again = there.taken_along().await;
    assert_eq!(there.brought(&again).await, []);
    again.remove(MANIFEST);
    taken.remove(MANIFEST);
    assert_eq!(again, taken);
    here.app.close().await;
    there.app.close().await;
    drop((here.world, there.world));
}
