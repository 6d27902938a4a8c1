//! `qti import --data`: what is lost is said before anything is kept; a hostile file ends its own reading
//! alone.

use std::{
    io::{Read, Write},
    process::Stdio,
};

use serde_json::Value;
use tempfile::TempDir;

use crate::{Ran, assay, binary, ran, serving::Server, shown, write};

/// Three questions; the last one no item can be made of.
const MOODLE: &str = r#"<?xml version="1.0"?>
<quiz>
<question type="category"><category><text>$course$/Network</text></category></question>
<question type="truefalse"><name><text>Ports</text></name><questiontext><text>HTTPS uses 443.</text>
  </questiontext><answer fraction="100"><text>true</text></answer>
  <answer fraction="0"><text>false</text></answer></question>
<question type="numerical"><name><text>Bits</text></name><questiontext><text>Bits of a byte?</text>
  </questiontext><answer fraction="100"><text>8</text><tolerance>0</tolerance></answer></question>
<question type="calculated"><name><text>Sum</text></name><questiontext format="html"><text>{a} + {b}?</text>
  </questiontext></question>
</quiz>
"#;

/// A body that `init` made, and a file for it.
struct Body {
    folder: TempDir,
    programme: String,
    data: String,
    file: String,
}

impl Body {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| shown(&folder.path().join(name));
        let (programme, data) = (at("mine"), at("data"));
        assert_eq!(assay(&["init", &programme]).status, 0);
        let call = ["admin", "add", "--data", &data, "--programme", &programme, "--name", "Ada", "--email"];
        let last = ["ada@example.org", "--public-url", "https://certs.example.org"];
        let ran = ran(binary().args(call).args(last).env("ASSAY_ADMIN_PASSWORD", "correct horse battery"));
        assert_eq!(ran.status, 0, "{}", ran.err);
        let file = write(&folder, "bank.xml", MOODLE);
        Body { folder, programme, data, file }
    }

    fn import(&self, more: &[&str]) -> Ran {
        assay(&[&["qti", "import", &self.file, "--data", &self.data], more].concat())
    }
}

#[test]
fn a_file_is_read_into_the_data_and_kept_when_that_was_said() {
    let body = Body::new();
    let told = body.import(&[]);
    assert_eq!(told.status, 1, "one is left out: {}", told.err);
    assert!(told.out.starts_with("calculated-"), "{}", told.out);
    assert!(told.out.contains("error calculated, line 9: Not imported:"), "{}", told.out);
    assert!(
        told.err.contains("3 questions: 2 whole, 0 with loss, 1 left out, 0 here already"),
        "{}",
        told.err
    );
    assert!(told.err.contains("nothing was kept yet: 2 questions can be\nhint: decide on the page /admin/"));
    // What waits is not read a second time.
    let report: Value = body.import(&["--format", "json"]).json();
    let id = report["import"].as_str().unwrap();
    assert!(told.err.contains(id), "{}", told.err);
    assert_eq!((&report["counts"]["whole"], &report["counts"]["to-keep"]), (&2.into(), &2.into()));
    assert_eq!(report["questions"][0]["remarks"][0]["code"], "foreign-kind");
    assert!(body.import(&["--keep"]).err.contains("2 questions kept as drafts"));
    let again = body.import(&["--keep"]);
    assert!(again.err.contains("2 here already\nnothing of it can be kept, so nothing was"), "{}", again.err);
}

#[test]
fn beside_a_running_server_the_server_reads_it() {
    let body = Body::new();
    let server = Server::start(&["serve", "--programme", &body.programme, "--data", &body.data]);
    let told = body.import(&[]);
    assert!(told.err.contains("nothing was kept yet: 2 questions can be"), "{}", told.err);
    let kept = body.import(&["--keep"]);
    assert_eq!(kept.status, 1);
    assert!(
        kept.out.contains("Not imported") && kept.err.contains("2 questions kept as drafts"),
        "{}",
        kept.err
    );
    let large = write(&body.folder, "large.gift", &"// ".repeat(6 << 20));
    assay(&["qti", "import", &large, "--data", &body.data])
        .refused(&["longer than a running server", "hint: "]);
    drop(server);
}

#[test]
fn what_cannot_be_read_says_why_and_what_to_do() {
    let body = Body::new();
    for (name, text, why) in [
        (
            "a.bin",
            "Nothing that anybody knows",
            "no file of questions that can be read here. Hand in a QTI package",
        ),
        ("b.zip", "PK and nothing else", "The file cannot be opened: "),
        ("c.gift", "", "c.gift: Choose a file with questions in it."),
    ] {
        let file = write(&body.folder, name, text);
        let told = assay(&["qti", "import", &file, "--data", &body.data]);
        assert_eq!(told.status, 2, "{}", told.err);
        assert!(told.err.contains(why), "{}", told.err);
    }
    let call = ["qti", "import", &body.file, "--data", &body.data, "--dry-run"];
    assert_eq!(assay(&call).status, 2, "one or the other");
    assert_eq!(assay(&["qti", "import", &body.file]).status, 2);
}

/// What a reader says of a file, how it ended, and the lines it said.
fn read(file: &[u8], from: u32) -> (Option<i32>, Vec<Value>) {
    let mut command = binary();
    command.args(["qti", "read-for-import", "--from", &from.to_string()]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let (mut input, file) = (child.stdin.take().unwrap(), file.to_vec());
    let giving = std::thread::spawn(move || drop(input.write_all(&file)));
    let mut text = String::new();
    child.stdout.take().unwrap().read_to_string(&mut text).unwrap();
    giving.join().unwrap();
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (child.wait().unwrap().code(), lines)
}

#[test]
fn a_reader_says_a_line_a_question_and_goes_on_where_it_is_told() {
    let (status, whole) = read(MOODLE.as_bytes(), 1);
    let is: Vec<_> = whole.iter().map(|line| line["is"].as_str().unwrap()).collect();
    assert_eq!(
        (status, is.as_slice()),
        (Some(0), ["begun", "question", "question", "question", "end"].as_slice())
    );
    assert_eq!(whole[0]["about"], 3);
    assert_eq!(whole[1]["metadata"]["category"], serde_json::json!(["Network"]));
    let (_, rest) = read(MOODLE.as_bytes(), 3);
    assert_eq!(rest[1..], whole[3..]);
}

#[test]
fn a_hostile_file_is_refused_within_a_reader_s_memory() {
    let refused = |file: &[u8]| {
        let (status, lines) = read(file, 1);
        assert_eq!(status, Some(0));
        let errors = lines.iter().flat_map(|line| line["remarks"].as_array().into_iter().flatten());
        let errors = errors.filter(|remark| remark["weight"] == "error");
        let told = errors.map(|remark| remark["message"].as_str().unwrap().to_owned());
        let whys = lines.iter().filter_map(|line| line["why"].as_str().map(str::to_owned));
        told.chain(whys).collect::<Vec<_>>().join(" ")
    };
    let nested = "<a>".repeat(1_000_000);
    assert!(
        refused(nested.as_bytes()).contains("200 elements within each other"),
        "{}",
        refused(nested.as_bytes())
    );
    let quiz = format!("<quiz><question type='essay'><questiontext><text>{nested}");
    assert!(!refused(quiz.as_bytes()).is_empty());
    // A gigabyte of nothing in a megabyte.
    assert!(refused(&bomb()).contains("unpack"), "{}", refused(&bomb()));
    let entities = "<!DOCTYPE a [<!ENTITY b 'c'>]><qti-assessment-item>&b;</qti-assessment-item>";
    assert!(refused(entities.as_bytes()).contains("document type"), "{}", refused(entities.as_bytes()));
    // More than a file may be, and it is not read to its end.
    assert_eq!(read(&vec![b' '; (32 << 20) + 1], 1), (Some(2), Vec::new()));
}

/// A zip whose one entry unpacks a thousandfold.
fn bomb() -> Vec<u8> {
    use assay_qti::package::{EntryName, ZipWriter};
    let mut zip = ZipWriter::new(Vec::new());
    zip.add(&EntryName::new("imsmanifest.xml").unwrap(), &vec![b' '; 64 << 20]).unwrap();
    zip.finish().unwrap()
}
