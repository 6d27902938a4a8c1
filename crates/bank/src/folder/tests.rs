//! A bank is written and read again, byte for byte.
//!
//! What was changed is told, and so is every fault.

use std::collections::BTreeMap;

use assay_kernel::{Location, TypedId, source::SourceFile};
use proptest::prelude::*;

use super::*;
use crate::{
    Alone, ItemCompanions,
    work::{ItemState, read_content},
};

const EXAM: &str = "X-1";
const QTI: &str = "<qti-assessment-item xmlns='http://www.imsglobal.org/xsd/imsqtiasi_v3p0' identifier='i' \
    title='t' time-dependent='false' adaptive='false'><qti-response-declaration identifier='RESPONSE' \
    cardinality='single' base-type='string'><qti-correct-response><qti-value>yes</qti-value>\
    </qti-correct-response></qti-response-declaration><qti-outcome-declaration identifier='SCORE' \
    cardinality='single' base-type='float'/><qti-item-body><p>TEXT <img src='PICTURE' alt='a'/>\
    <qti-text-entry-interaction response-identifier='RESPONSE'/></p></qti-item-body>\
    <qti-response-processing \
    template='https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml'/>\
    </qti-assessment-item>";

fn authored(name: &str, stem: &str) -> String {
    let option = |id: &str, text: &str| {
        format!(
            "\n[[option]]\nid = \"{id}\"\ntext = \"{text}\"\nrationale = \"Because of the page on {id}.\"\n"
        )
    };
    format!(
        "id = \"{name}\"\nexam = \"{EXAM}\"\ntask = \"1.1\"\nkind = \"multiple-choice\"\nstem = \"{stem}\"\n\
         key = [\"B\"]\nlevel = \"apply\"\ndifficulty = 0.6\ntime_s = 60\nnote = \"n\"\n\
         source = {{ title = \"A page\", url = \"https://example.org/page\", read = \"2026-09-01\" }}\n\
         {}{}{}{}",
        option("A", "this"),
        option("B", "that"),
        option("C", "such"),
        option("D", "none"),
    )
}

/// The same with its question in a file of QTI.
fn of_standard(name: &str) -> String {
    let text = authored(name, "x");
    let (head, rest) = text.split_once("kind = ").unwrap();
    let (_, rest) = rest.split_once("key = [\"B\"]\n").unwrap();
    let (rest, _) = rest.split_once("\n[[option]]").unwrap();
    format!("{head}qti = \"the.xml\"\n{rest}")
}

/// An item in the data: its files, by their names there.
#[derive(Clone, Debug)]
struct KeptItem {
    pool: ItemPool,
    name: String,
    text: String,
    beside: BTreeMap<String, Vec<u8>>,
}

struct FilesOfItem<'k>(&'k KeptItem, String);

impl ItemCompanions for FilesOfItem<'_> {
    fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.picture(path)?).ok()
    }

    fn picture(&self, path: &str) -> Option<&[u8]> {
        self.0.beside.get(path.strip_prefix(&self.1)?).map(Vec::as_slice)
    }
}

impl KeptItem {
    fn mark(&self) -> String {
        let folder = format!("{}/{EXAM}/", self.pool.folder());
        let file = SourceFile::new(format!("{folder}{}.toml", self.name), self.text.clone());
        read_content(&file, &FilesOfItem(self, folder)).marks.mark
    }

    fn line(&self) -> FolderLine {
        let id = match self.pool {
            ItemPool::Exam => TypedId::<assay_kernel::ExamItems>::from_parts(1, [1; 10]).into(),
            ItemPool::Practice => TypedId::<assay_kernel::PracticeItems>::from_parts(1, [1; 10]).into(),
        };
        let (pool, name, mark) = (self.pool, self.name.clone(), self.mark());
        let (live, at) = (Some(1), Location::default());
        FolderLine { pool, name, id, version: 2, state: ItemState::Revised, live, mark, at }
    }
}

fn written(items: &[KeptItem]) -> Vec<FolderFile> {
    let mut files = Vec::new();
    for item in items {
        let path = item_path(item.pool, EXAM, &item.name, !item.beside.is_empty());
        let folder = path.rsplit_once('/').unwrap().0.to_owned();
        files.push(FolderFile { path, bytes: item.text.clone().into_bytes() });
        let beside = item.beside.iter();
        files.extend(
            beside.map(|(name, bytes)| FolderFile { path: format!("{folder}/{name}"), bytes: bytes.clone() }),
        );
    }
    let manifest = FolderManifest { exam: EXAM.into(), items: items.iter().map(KeptItem::line).collect() };
    files.push(FolderFile { path: MANIFEST.into(), bytes: manifest.to_text().into_bytes() });
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}

fn kept_again(read: &ReadFolder) -> Vec<KeptItem> {
    let kept = read.changed.iter().map(|item| KeptItem {
        pool: item.pool,
        name: item.name.clone(),
        text: item.text.clone(),
        beside: item.beside.iter().map(|file| (file.path.clone(), file.bytes.clone())).collect(),
    });
    kept.collect()
}

fn edit(files: &mut [FolderFile], path: &str, change: impl FnOnce(String) -> String) {
    let file = files.iter_mut().find(|file| file.path == path).unwrap();
    file.bytes = change(String::from_utf8(file.bytes.clone()).unwrap()).into_bytes();
}

fn faults(files: &[FolderFile]) -> Vec<(String, usize, String)> {
    let found = read_folder(files).found.sorted().into_iter();
    found.map(|fault| (fault.at.file, fault.at.line, fault.message)).collect()
}

/// Two in their own words, one of QTI with a picture; two have a file of one name.
fn three() -> Vec<KeptItem> {
    let plain = |pool, name: &str, stem: &str| KeptItem {
        pool,
        name: name.into(),
        text: authored(name, stem),
        beside: BTreeMap::new(),
    };
    let picture = |fill: &str| {
        let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9' fill='{fill}'/>");
        ("img/x.svg".to_owned(), svg.into_bytes())
    };
    let shown = KeptItem {
        beside: BTreeMap::from([picture("red")]),
        ..plain(ItemPool::Exam, "shown", "Look: ![a picture](img/x.svg) What is it?")
    };
    let xml = QTI.replace("PICTURE", "img/x.svg").into_bytes();
    let standard = KeptItem {
        pool: ItemPool::Practice,
        name: "standard".into(),
        text: of_standard("standard"),
        beside: BTreeMap::from([picture("blue"), ("the.xml".into(), xml)]),
    };
    vec![plain(ItemPool::Exam, "plain", "Why is that so?"), shown, standard]
}

#[test]
fn a_bank_is_written_and_read_as_it_was_and_a_changed_file_is_known_by_its_version() {
    let items = three();
    let mut files = written(&items);
    let read = read_folder(&files);
    assert!(read.found.is_empty() && read.changed.is_empty(), "{:?} {:?}", read.found, read.changed);
    assert_eq!((read.unchanged.len(), read.missing.len()), (3, 0));
    let manifest = files.iter().find(|file| file.path == MANIFEST).unwrap();
    let text = String::from_utf8(manifest.bytes.clone()).unwrap();
    assert!(
        text.contains("\n[bank]\nplain = { version = 2, state = \"revised\", live = 1, mark = \""),
        "{text}"
    );

    // A picture alone, and a line end alone, is a change.
    edit(&mut files, "bank/X-1/shown/img/x.svg", |svg| svg.replace("red", "green"));
    edit(&mut files, "bank/X-1/plain.toml", |text| text.replace('\n', "\r\n"));
    files.retain(|file| !file.path.starts_with("practice/"));
    let read = read_folder(&files);
    assert!(read.found.is_empty(), "{:?}", read.found);
    let changed: Vec<_> = read.changed.iter().map(|item| (item.name.as_str(), item.from.as_ref())).collect();
    assert_eq!(changed.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["plain", "shown"]);
    assert!(changed.iter().all(|(_, from)| from.is_some_and(|line| line.version == 2)));
    assert!(read.changed[0].text.contains("\r\n"), "bytes are bytes");
    assert_eq!(read.missing.iter().map(|line| line.name.as_str()).collect::<Vec<_>>(), ["standard"]);
    let pair = (
        read.changed[0].from.as_ref().unwrap().at.file.as_str(),
        read.changed[0].from.as_ref().unwrap().at.line,
    );
    assert_eq!(pair, (MANIFEST, 7), "a line to point at");
}

#[test]
fn every_fault_of_a_folder_is_told_with_its_place_and_nothing_is_dropped_in_silence() {
    let files = written(&three());
    let with = |path: &str, text: &str| {
        let mut files = files.clone();
        files.retain(|file| file.path != path);
        files.push(FolderFile { path: path.into(), bytes: text.as_bytes().to_vec() });
        faults(&files)
    };
    let told = |found: Vec<(String, usize, String)>, path: &str, line: usize, words: &str| {
        let is =
            |(file, at, text): &(String, usize, String)| file == path && *at == line && text.contains(words);
        assert!(found.iter().any(is), "no {path}:{line} {words}: {found:?}");
    };
    let broken = authored("plain", "Why?").replace("task = \"1.1\"", "task = \"1.1");
    told(with("bank/X-1/plain.toml", &broken), "bank/X-1/plain.toml", 3, "");
    told(with("bank/X-1/plain.toml", "a\0b"), "bank/X-1/plain.toml", 1, "not UTF-8");
    told(with("bank/X-1/notes.txt", "x"), "bank/X-1/notes.txt", 1, "no item names this file");
    told(with("bank/X-1/shown/more.png", "x"), "bank/X-1/shown/more.png", 1, "no item names");
    told(with("bank/X-1/other/thing.toml", "x"), "bank/X-1/other/thing.toml", 1, "no item names");
    told(with("bank/X-2/plain.toml", "x"), "bank/X-2/plain.toml", 1, "not of X-1");
    told(with("bank/plain.toml", "x"), "bank/plain.toml", 1, "not of X-1");
    let twice = "bank/X-1/plain/plain.toml";
    told(with(twice, &authored("plain", "Why?")), twice, 1, "and in bank/X-1/plain.toml");
    told(with("bank/X-1/New.toml", &authored("New", "Why?")), "bank/X-1/New.toml", 1, "called so");
    let new = "bank/X-1/new.toml";
    told(with(new, &authored("plain", "Why?")), new, 1, "its file is");
    told(with(new, &authored("new", "Why?").replace(EXAM, "X-2")), new, 1, "it is of X-2");
    let out = authored("new", "Why?").replace("kind =", "qti = \"../../../etc/passwd\"\nkind =");
    told(with(new, &out), new, 1, "there is no file `../../../etc/passwd`");
    let no_picture = authored("new", "![a](gone.png) Why?");
    told(with(new, &no_picture), new, 1, "no picture `gone.png`");
    told(with(MANIFEST, "format = 2\nexam = \"X-1\"\n"), MANIFEST, 1, "format 1");
    let line = "format = 1\nexam = \"X-1\"\n[bank]\n\"../x\" = { version = 1 }\n";
    told(with(MANIFEST, line), MANIFEST, 4, "no name of an item");
    assert!(faults(&files[..1]).iter().any(|(file, ..)| file == MANIFEST), "without a manifest");
    // What lies elsewhere is nobody's business here, nor is what editors leave.
    assert!(with("README.md", "x").is_empty() && with("bank/X-1/.plain.toml.swp", "x").is_empty());
}

fn stems() -> impl Strategy<Value = String> {
    "[a-zäß€𝄞 `*#|.,:;{}<>-]{1,40}"
}

fn an_item() -> impl Strategy<Value = (bool, bool, u8, String, String)> {
    (any::<bool>(), any::<bool>(), 0_u8..6, stems(), "[ \t]{0,3}(# [a-zé]{0,9})?")
}

/// The item of a number: with a picture, of QTI, with a shared text, in two languages, or plain.
///
/// It has either form of line ends.
fn drawn_item(at: usize, drawn: (bool, bool, u8, String, String), noise: &[u8]) -> KeptItem {
    let (is_exam, is_dos, kind, stem, tail) = drawn;
    let (name, mut beside) = (format!("i-{at}"), BTreeMap::new());
    let pool = if is_exam { ItemPool::Exam } else { ItemPool::Practice };
    let mut text = match kind {
        0 => {
            beside.insert(format!("a/{at}.png"), noise.to_vec());
            authored(&name, &format!("![a](a/{at}.png) {stem}"))
        }
        1 => {
            beside.insert("the.xml".to_owned(), QTI.replace("PICTURE", "p.svg").into_bytes());
            beside.insert("p.svg".to_owned(), b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec());
            of_standard(&name)
        }
        2 => {
            beside.insert("spare.png".to_owned(), noise.to_vec());
            authored(&name, &stem).replace("note =", "media = [\"spare.png\"]\nnote =")
        }
        3 => {
            beside.insert("stimuli/case.md".to_owned(), format!("# A case\n\n{stem}\n").into_bytes());
            authored(&name, "Why?").replace("note =", "stimulus = \"case\"\nnote =")
        }
        4 => authored(&name, &stem) + "\n[[translation]]\nlanguage = \"ar\"\nstem = \"لماذا؟\"\n",
        _ => authored(&name, &stem),
    };
    text = text.replace("note = \"n\"\n", &format!("note = \"n\"{tail}\n"));
    if is_dos {
        text = text.replace('\n', "\r\n");
    }
    KeptItem { pool, name, text, beside }
}

proptest! {
    #[test]
    fn whatever_is_written_is_read_and_written_again_byte_for_byte(
        drawn in proptest::collection::vec(an_item(), 1..8),
        noise in proptest::collection::vec(any::<u8>(), 0..40),
    ) {
        let items = drawn.into_iter().enumerate();
        let items: Vec<KeptItem> = items.map(|(at, drawn)| drawn_item(at, drawn, &noise)).collect();
        let mut files = written(&items);
        let read = read_folder(&files);
        prop_assert_eq!(read.unchanged.len(), items.len(), "{:?} {:?}", read.found, read.changed);
        prop_assert!(read.found.is_empty() && read.missing.is_empty());

        // Into other data: all of it is new there, and what is written there is the same.
        let before = files.clone();
        edit(&mut files, MANIFEST, |_| FolderManifest { exam: EXAM.into(), items: Vec::new() }.to_text());
        let read = read_folder(&files);
        prop_assert_eq!(read.changed.len(), items.len());
        prop_assert_eq!(written(&kept_again(&read)), before);
    }

    #[test]
    fn no_bytes_make_the_reader_fail(
        manifest in proptest::collection::vec(any::<u8>(), 0..200),
        item in "\\PC{0,200}",
        path in "(bank|practice)/X-1/[a-z./]{1,20}",
    ) {
        let files = [
            FolderFile { path: MANIFEST.into(), bytes: manifest },
            FolderFile { path: path.clone(), bytes: item.clone().into_bytes() },
        ];
        let _ = read_folder(&files);
        let empty = FolderManifest { exam: EXAM.into(), items: Vec::new() }.to_text();
        let files = [
            FolderFile { path: MANIFEST.into(), bytes: empty.into_bytes() },
            FolderFile { path, bytes: item.into_bytes() },
        ];
        let _ = read_folder(&files);
    }
}

#[test]
fn a_path_that_leads_out_is_none_of_a_folder() {
    for inside in ["bank/X-1/a.toml", "manifest.toml", "bank/X-1/a/.hidden.png"] {
        assert!(is_inside(inside), "{inside}");
    }
    for outside in ["", "/etc/passwd", "../x", "a/../b", "a//b", "a/./b", "a\\b", "C:x", "a\0b", "a/"] {
        assert!(!is_inside(outside), "{outside}");
    }
    assert!(!read_content(&SourceFile::new("bank/X-1/x.toml", "id = 1"), &Alone).read.found.is_empty());
}
