//! Results and responses are taken along: of finished sittings alone, each as it stands, without names.

use std::collections::{BTreeMap, BTreeSet};

use assay_app::{App, ExportFormat, ExportKind, ExportWanted, SittingDecision, Why};
use assay_assessment::{form::Purpose, score::ScoreReport};
use assay_kernel::{Actor, Role, Roles, Sittings, TypedId};
use assay_qti::{
    package::{PackageLimits, ZipReader},
    tree::XmlElement,
    xml::{self, XmlLimits},
};

use crate::{
    exporting::{bank_item, taken},
    world::{Somebody, World, answer, by, candidate, form_of, hand_in, sit, somebody, start},
};

type Sitting = TypedId<Sittings>;

async fn decide(app: &App, ada: &Somebody, sitting: Sitting, decision: SittingDecision) {
    let asking = by(app, &ada.actor);
    let mark = app.sittings.preview(&asking, sitting, decision).await.unwrap().mark;
    let why = Why::parse("A story.").unwrap();
    app.sittings.decide(&asking, sitting, decision, (&mark, "", &why)).await.unwrap();
}

/// Rows of CSV by their columns (RFC 4180).
fn rows(file: &[u8]) -> Vec<BTreeMap<String, String>> {
    let text = String::from_utf8(file.to_vec()).unwrap();
    let (mut lines, mut line, mut cell, mut is_quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, is_quoted) {
            ('"', true) if letters.peek() == Some(&'"') => cell.extend(letters.next()),
            ('"', _) => is_quoted = !is_quoted,
            (',', false) => line.push(std::mem::take(&mut cell)),
            ('\r', false) => {}
            ('\n', false) => {
                line.push(std::mem::take(&mut cell));
                lines.push(std::mem::take(&mut line));
            }
            (letter, _) => cell.push(letter),
        }
    }
    let names = lines.remove(0);
    lines.into_iter().map(|line| names.iter().cloned().zip(line).collect()).collect()
}

/// Four who are done, each differently, and one who still sits.
struct Crowd {
    app: App,
    ada: Somebody,
    noor: Somebody,
    passed: Sitting,
    failed: Sitting,
    held: Sitting,
    voided: Sitting,
    running: Sitting,
}

async fn crowd(world: &World) -> Crowd {
    let app = world.app().await;
    let ada = somebody(&app, "ada", Role::Administrator).await;
    let noor = candidate(&app).await;
    let passed = sit(&app, &noor.actor, "SOA-C03", usize::MAX).await;
    let sam = somebody(&app, "sam", Roles::NONE).await;
    let failed = sit(&app, &sam.actor, "SOA-C03", 7).await;
    let kim = somebody(&app, "kim", Roles::NONE).await;
    let held = start(&app, &kim.actor, "CLF-C02").await;
    decide(&app, &ada, held, SittingDecision::Hold).await;
    answer(&app, &kim.actor, held, |_, _| true).await;
    app.sittings.hand_in(&by(&app, &kim.actor), held, &hand_in()).await.unwrap();
    let voided = sit(&app, &kim.actor, "SOA-C03", 3).await;
    decide(&app, &ada, voided, SittingDecision::Void).await;
    let lee = somebody(&app, "lee", Roles::NONE).await;
    let running = start(&app, &lee.actor, "SOA-C03").await;
    answer(&app, &lee.actor, running, |_, _| true).await;
    app.jobs.run_due().await.unwrap();
    Crowd { app, ada, noor, passed, failed, held, voided, running }
}

async fn report(crowd: &Crowd, sitting: Sitting) -> ScoreReport {
    app_report(&crowd.app, &crowd.ada, sitting).await.unwrap()
}

async fn app_report(app: &App, ada: &Somebody, sitting: Sitting) -> Option<ScoreReport> {
    app.sittings.result(&by(app, &ada.actor), sitting).await.unwrap().report
}

#[tokio::test]
async fn responses_leave_row_by_row_with_their_scores_and_nobody_s_name() {
    let world = World::at("2025-09-30T09:00:00Z");
    let crowd = crowd(&world).await;
    let wanted = ExportWanted::all(ExportKind::Responses);
    assert_eq!(wanted.format, ExportFormat::Csv);
    let mut parts = crowd.app.sittings.export(&by(&crowd.app, &crowd.ada.actor), &wanted).await.unwrap();
    let mut file = Vec::new();
    while let Some(bytes) = parts.next().await.unwrap() {
        file.extend(bytes);
    }
    assert_eq!(parts.notes, ["sittings that still run are left out: 1"]);
    let rows = rows(&file);
    let of = |sitting: Sitting| {
        let id = sitting.to_string();
        rows.iter().filter(|row| row["sitting"] == id).collect::<Vec<_>>()
    };
    assert!(of(crowd.running).is_empty(), "its key would follow from its scores");
    let text = String::from_utf8(file).unwrap();
    assert!(!text.contains("noor") && !text.contains(&crowd.noor.id.to_string()), "nobody's name or id");
    let people: BTreeSet<&String> = rows.iter().map(|row| &row["person"]).collect();
    assert_eq!(people.len(), 3, "kim sat twice: {people:?}");
    for (sitting, state, exam) in [
        (crowd.passed, "passed", "SOA-C03"),
        (crowd.failed, "not-passed", "SOA-C03"),
        (crowd.held, "on-hold", "CLF-C02"),
        (crowd.voided, "voided", "SOA-C03"),
    ] {
        let (rows, form) = (of(sitting), form_of(exam));
        assert_eq!(rows.len(), form.items.len(), "{state}: a row for each place");
        let mut raw = 0.0;
        for (row, (entry, position)) in rows.iter().zip(form.items.iter().zip(1..)) {
            assert_eq!((row["position"].parse(), &row["item"]), (Ok(position), &entry.item));
            assert_eq!((row["state"].as_str(), row["exam"].as_str()), (state, exam));
            let response: Vec<String> = serde_json::from_str(&row["response"]).unwrap();
            let score: f64 = row["score"].parse().unwrap();
            assert_eq!(row["right"], (score == 1.0).to_string());
            assert_eq!(score == 1.0, bank_item(&entry.item).is_right(1, &response), "{row:?}");
            let is_scored = entry.purpose == Purpose::Scored;
            assert_eq!(row["purpose"], if is_scored { "scored" } else { "pretest" });
            raw += if is_scored { score } else { 0.0 };
            assert_eq!((row["changes"].as_str(), row["flagged"].as_str()), ("1", "false"));
            assert!(row["last_saved_at"].starts_with("2025-09-30T09:00") && row["version"].len() == 64);
        }
        assert_eq!(raw, f64::from(report(&crowd, sitting).await.raw), "{state}");
    }
    // With names where they are asked for; of one exam version; the same rows as Parquet.
    let named = ExportWanted { with_names: true, exam: "CLF-C02".into(), ..wanted.clone() };
    let named = self::rows(&taken(&crowd.app, &Actor::Operator, &named).await);
    assert_eq!(named.len(), form_of("CLF-C02").items.len());
    assert!(named.iter().all(|row| row["name"] == "kim"));
    let parquet = ExportWanted { format: ExportFormat::Parquet, ..wanted.clone() };
    let parquet = crowd.app.sittings.export(&by(&crowd.app, &Actor::Operator), &parquet).await;
    let mut parts = parquet.unwrap();
    let mut file = Vec::new();
    while let Some(bytes) = parts.next().await.unwrap() {
        file.extend(bytes);
    }
    assert!(file.starts_with(b"PAR1") && file.ends_with(b"PAR1"));
    assert_eq!(parts.counted, [("sitting", 4), ("row", rows.len())]);
}

#[tokio::test]
async fn a_result_that_is_kept_back_is_told_to_the_team_and_not_to_whoever_sat() {
    let world = World::at("2025-09-30T09:00:00Z");
    let crowd = crowd(&world).await;
    // As if kim had become an administrator since.
    let wanted = ExportWanted::all(ExportKind::Responses);
    let all = rows(&taken_of(&crowd.app, &crowd.ada.actor, &wanted).await.0);
    let kim =
        crowd.app.sittings.for_team(&by(&crowd.app, &crowd.ada.actor), crowd.held).await.unwrap().person;
    let kim = Actor::Person { id: kim, roles: Role::Administrator.into() };
    let (file, notes) = taken_of(&crowd.app, &kim, &wanted).await;
    let sittings: BTreeSet<String> = rows(&file).into_iter().map(|row| row["sitting"].clone()).collect();
    assert_eq!(sittings, BTreeSet::from([crowd.passed.to_string(), crowd.failed.to_string()]));
    assert_eq!(notes[1], "your own sittings that are on hold or void are left out: 2");
    let sittings: BTreeSet<String> = all.into_iter().map(|row| row["sitting"].clone()).collect();
    assert_eq!(sittings.len(), 4);
}

async fn taken_of(app: &App, who: &Actor, wanted: &ExportWanted) -> (Vec<u8>, Vec<String>) {
    let mut parts = app.sittings.export(&by(app, who), wanted).await.unwrap();
    let mut file = Vec::new();
    while let Some(bytes) = parts.next().await.unwrap() {
        file.extend(bytes);
    }
    (file, parts.notes)
}

/// What a variable holds, in a test's or an item's result.
fn held(result: &XmlElement, name: &str) -> Option<String> {
    let named = |element: &&XmlElement| element.attribute("identifier") == Some(name);
    result.elements().find(named).map(XmlElement::all_text)
}

#[tokio::test]
async fn results_leave_as_the_standard_reports_them_with_what_they_say_of_items() {
    let world = World::at("2025-09-30T09:00:00Z");
    let crowd = crowd(&world).await;
    let wanted = ExportWanted::all(ExportKind::Results);
    let (file, _) = taken_of(&crowd.app, &crowd.ada.actor, &wanted).await;
    let zip = ZipReader::open(&file, &PackageLimits::default()).unwrap();
    let tree = |name: &str| {
        let bytes = zip.read(&assay_qti::package::EntryName::new(name).unwrap()).unwrap().unwrap();
        xml::parse(&xml::decode(&bytes).unwrap(), &XmlLimits::MANY).unwrap()
    };
    let names: BTreeSet<&str> = zip.entries().iter().map(|entry| entry.name.as_str()).collect();
    let finished = [crowd.passed, crowd.failed, crowd.held, crowd.voided];
    let files = finished.map(|sitting| format!("results/{sitting}.xml"));
    let expected = files.iter().map(String::as_str).chain(["usage.xml", "imsmanifest.xml"]);
    assert_eq!(names, expected.collect());
    for (sitting, file) in finished.into_iter().zip(&files) {
        let (result, report) = (tree(file), report(&crowd, sitting).await);
        let text = xml::write(&result);
        assert!(!text.contains("correctResponse") && !text.contains("kim"), "no keys and no names");
        let parts: Vec<&XmlElement> = result.elements().collect();
        let (test, items) = (parts[1], &parts[2..]);
        assert_eq!(held(test, "SCORE"), Some(report.raw.to_string()));
        assert_eq!(held(test, "SCALED"), Some(report.scaled.to_string()));
        assert_eq!(held(test, "PASSED"), Some(report.passed.to_string()));
        let scored = items.iter().filter(|item| held(item, "PURPOSE").as_deref() == Some("scored"));
        let raw: f64 = scored.map(|item| held(item, "SCORE").unwrap().parse::<f64>().unwrap()).sum();
        assert_eq!(raw, f64::from(report.raw));
        let state = held(test, "STATE").unwrap();
        assert_eq!(state == "voided", sitting == crowd.voided);
    }
    // Of what was told and counts: one was right, one was not.
    let usage = tree("usage.xml");
    let form = form_of("SOA-C03");
    let of_item = |id: &str| {
        let about = |statistic: &&XmlElement| {
            statistic.elements().any(|target| target.attribute("identifier") == Some(id))
        };
        usage
            .elements()
            .find(about)
            .map(|one| (one.attribute("caseCount").unwrap().to_owned(), one.all_text()))
    };
    let scored: Vec<_> = form.items.iter().filter(|entry| entry.purpose == Purpose::Scored).collect();
    assert_eq!(of_item(&scored[0].item), Some(("2".into(), "1".into())), "both had the first right");
    assert_eq!(of_item(&scored[49].item), Some(("2".into(), "0.5".into())));
    assert!(of_item(&form_of("CLF-C02").items[0].item).is_none(), "its only result is on hold");
}
