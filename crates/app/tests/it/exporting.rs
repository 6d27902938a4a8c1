//! Everything is taken along: read by a reader of the standard it is what was there, with the same scores.

use std::collections::BTreeMap;

use assay_app::{App, AppError, Artwork, ExportKind, ExportWanted, LinesWanted, load};
use assay_assessment::score::score;
use assay_bank::{Alone, AuthoredItem, BankItem, read_item};
use assay_kernel::{Actor, Role, source::SourceFile};
use assay_qti::{
    item::AssessmentItem,
    package::{ImportedContent, LossReport, PackageImport, PackageLimits},
    process::{GivenResponse, ItemRules, ItemSession, ProcessLimits, SessionItem},
    remark::Remarks,
    test::{AssessmentTest, ItemSubmission, TestPlan, TestRun, TestStep},
    value::{Scalar, Value},
};
use assay_words::InEnglish;

use crate::world::{World, by, candidate, files, form_called, item_of, somebody};

/// A whole file.
pub async fn taken(app: &App, who: &Actor, wanted: &ExportWanted) -> Vec<u8> {
    let mut parts = app.sittings.export(&by(app, who), wanted).await.unwrap();
    let mut file = Vec::new();
    while let Some(bytes) = parts.next().await.unwrap() {
        file.extend(bytes);
    }
    assert_eq!((parts.done, &parts.notes), (parts.count, &Vec::new()));
    file
}

/// What a reader of the standard finds in a package, by identifier.
fn read(package: &[u8]) -> BTreeMap<String, ImportedContent> {
    let package = PackageImport::open(package, &PackageLimits::default()).unwrap();
    let report = LossReport::of(&package);
    assert_eq!((report.package.remarks, report.resources), (vec![], vec![]), "read whole");
    package.from(0).map(|resource| (resource.identifier, resource.content)).collect()
}

fn items(read: &BTreeMap<String, ImportedContent>) -> BTreeMap<&str, &AssessmentItem> {
    let items = read.iter().filter_map(|(id, content)| match content {
        ImportedContent::Item(item) => Some((id.as_str(), &**item)),
        _ => None,
    });
    items.collect()
}

fn tests(read: &BTreeMap<String, ImportedContent>) -> Vec<&AssessmentTest> {
    let tests = read.values().filter_map(|content| match content {
        ImportedContent::Test(test) => Some(&**test),
        _ => None,
    });
    tests.collect()
}

/// An item of the bank as a body reads it.
pub fn bank_item(id: &str) -> BankItem {
    let files = files().texts;
    let file = files.iter().find(|file| file.path.starts_with("bank/") && file.stem() == id).unwrap();
    read_item(file, &Alone).item
}

fn ids_of_bank() -> Vec<String> {
    let files = files().texts;
    let bank = files.iter().filter(|file| file.path.starts_with("bank/") && file.path.ends_with(".toml"));
    bank.map(|file| file.stem().to_owned()).collect()
}

/// `SCORE` by the rules of the item.
fn scored(item: &AssessmentItem, response: &[String]) -> f64 {
    let rules = ItemRules::read(item, &mut Remarks::default());
    let mut session = ItemSession::begin(SessionItem::of(item, &rules), 1, ProcessLimits::default()).unwrap();
    let given = GivenResponse::Texts(response.to_vec());
    session.respond(&BTreeMap::from([("RESPONSE".to_owned(), given)]), None).unwrap();
    session.value("SCORE").unwrap().scalars()[0].number().unwrap()
}

/// Every set of options, as many as may be chosen.
fn responses(item: &AuthoredItem, bank: &BankItem) -> Vec<Vec<String>> {
    let ids: Vec<&String> = item.options.iter().map(|option| &option.id).collect();
    let subsets = (0..1_u32 << ids.len()).map(|bits| {
        let chosen = ids.iter().enumerate().filter(|(index, _)| bits & (1 << index) != 0);
        chosen.map(|(_, id)| (*id).clone()).collect::<Vec<_>>()
    });
    subsets.filter(|subset| bank.accepts(subset).is_ok()).collect()
}

#[tokio::test]
async fn the_bank_leaves_whole_and_every_answer_scores_the_same_elsewhere() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let package = read(&taken(&app, &Actor::Operator, &ExportWanted::all(ExportKind::Bank)).await);
    let items = items(&package);
    let mut expected = ids_of_bank();
    expected.sort();
    assert_eq!(items.keys().copied().collect::<Vec<_>>(), expected, "each once, and nothing else");
    let mut answers = 0;
    for (id, exported) in &items {
        let item = item_of(id);
        let bank = bank_item(id);
        for response in responses(&item, &bank) {
            answers += 1;
            let is_right = scored(exported, &response) == 1.0;
            assert_eq!(is_right, bank.is_right(1, &response), "{id} {response:?}");
        }
    }
    assert!(answers > 5 * items.len(), "{answers}");
    // What the standard has no place for stands beside the items.
    let ImportedContent::Media(known) = &package["assay.json"] else { panic!("{:?}", package["assay.json"]) };
    let known: serde_json::Value = serde_json::from_slice(&known.bytes).unwrap();
    let of = |id: &str| known["items"].as_array().unwrap().iter().find(|item| item["identifier"] == id);
    for id in &expected {
        let (item, known) = (item_of(id).meta, of(id).unwrap());
        assert_eq!((known["task"].as_str(), known["note"].as_str()), (Some(&*item.task), Some(&*item.note)));
        assert_eq!(
            (known["difficulty"].as_f64(), known["exam"].as_str()),
            (Some(item.difficulty), Some(item.exam.as_str()))
        );
        assert_eq!(known["enemies"], serde_json::json!(item.enemies));
    }
    // One exam version alone.
    let wanted = ExportWanted { exam: "DOP-C02".into(), ..ExportWanted::all(ExportKind::Bank) };
    let one = read(&taken(&app, &Actor::Operator, &wanted).await);
    assert!(one.keys().all(|id| id.starts_with("dop-") || id == "assay.json") && one.len() > 10);
    let wanted = ExportWanted { exam: "NONE-1".into(), ..wanted };
    let refused = app.sittings.export(&by(&app, &Actor::Operator), &wanted).await.err().unwrap();
    assert!(matches!(refused, AppError::Invalid(faults) if faults[0].field == "exam"));
}

/// What a test of the standard says of these answers: raw, scaled, passed, and by domain.
fn ran(
    test: &AssessmentTest,
    package: &BTreeMap<String, ImportedContent>,
    answers: &BTreeMap<u32, Vec<String>>,
) -> (f64, f64, bool, Vec<f64>) {
    let items = items(package);
    let of = |href: &str| items.get(href.strip_suffix(".xml").unwrap()).map(|item| &item.declarations);
    let mut run = TestRun::new(test, TestPlan::draw(test, 1).unwrap(), 1, &of);
    let TestStep::Part(range) = run.advance().unwrap() else { panic!("one part, in any order") };
    for (index, position) in range.zip(1..) {
        let item = items[run.items()[index].reference.identifier.as_str()];
        let response = answers.get(&position).map(Vec::as_slice).unwrap_or_default();
        let values = BTreeMap::from([("SCORE".to_owned(), Value::float(scored(item, response)))]);
        let is_responded = !response.is_empty();
        run.submit(index, ItemSubmission { values, is_responded, is_correct: None }).unwrap();
    }
    assert_eq!(run.advance().unwrap(), TestStep::End);
    run.process().unwrap();
    let number = |name: &str| run.outcome(name).unwrap().scalars()[0].number().unwrap();
    let domains = test.declarations.outcomes.iter().map(|outcome| outcome.variable.identifier.as_str());
    let domains = domains.filter(|name| name.starts_with("DOMAIN-")).map(number).collect();
    let passed = run.outcome("PASSED").unwrap() == &Value::Single(Scalar::Boolean(true));
    (number("SCORE"), number("SCALED"), passed, domains)
}

#[tokio::test]
async fn a_form_is_a_test_that_gives_the_result_of_a_sitting() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let package = read(&taken(&app, &Actor::Operator, &ExportWanted::all(ExportKind::Forms)).await);
    let tests = tests(&package);
    assert_eq!(tests.len(), 5);
    let programme = &by(&app, &Actor::Operator).programme;
    for test in tests {
        let form = form_called(&test.identifier);
        let exam = programme.exam(form.exam.as_str()).unwrap();
        let outline = programme.outline(exam.code.as_str()).unwrap();
        let asked: Vec<&str> = test.item_refs().iter().map(|item| item.identifier.as_str()).collect();
        assert_eq!(asked, form.items.iter().map(|entry| entry.item.as_str()).collect::<Vec<_>>());
        let seconds = form.time_limit_s(exam.items_total, exam.time_limit_min);
        assert_eq!(test.time_limits.unwrap().max_s, Some(f64::from(seconds)));
        let bank: BTreeMap<String, BankItem> =
            form.items.iter().map(|entry| (entry.item.clone(), bank_item(&entry.item))).collect();
        let mut chance = 7_u64;
        for luck in 0..=20_u64 {
            // From nothing right to everything, wrong answers and none between.
            let answers: BTreeMap<u32, Vec<String>> = (1..)
                .zip(&form.items)
                .filter_map(|(position, entry)| {
                    chance = chance
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1_442_695_040_888_963_407);
                    let item = &item_of(&entry.item);
                    let is_right = (chance >> 33) % 20 < luck;
                    let is_blank = !is_right && (chance >> 40).is_multiple_of(3);
                    (!is_blank).then(|| (position, crate::world::options(item, is_right)))
                })
                .collect();
            let report = score(exam, outline, &form, &bank, 1, &answers).unwrap();
            let domains = report.domains.iter().filter(|domain| domain.items > 0);
            let expected = (
                f64::from(report.raw),
                f64::from(report.scaled),
                report.passed,
                domains.map(|domain| f64::from(domain.correct)).collect(),
            );
            assert_eq!(ran(test, &package, &answers), expected, "{} {luck}", form.id);
        }
    }
}

#[tokio::test]
async fn keys_leave_with_administrators_alone_and_the_log_says_so_first() {
    let world = World::at("2025-09-30T09:00:00Z");
    let app = world.app().await;
    let (noor, ada) = (candidate(&app).await, somebody(&app, "ada", Role::Administrator).await);
    let sue = somebody(&app, "sue", Role::Support).await;
    let aud = somebody(&app, "aud", Role::Auditor).await;
    for kind in ExportKind::ALL {
        let wanted = ExportWanted::all(kind);
        for who in [&noor.actor, &sue.actor, &aud.actor] {
            let refused = app.sittings.export(&by(&app, who), &wanted).await.err().unwrap();
            assert!(matches!(refused, AppError::Forbidden), "{who:?} {kind:?}: {refused:?}");
        }
        let refused = app.sittings.export(&by(&app, &Actor::Anonymous), &wanted).await.err().unwrap();
        assert!(matches!(refused, AppError::NotSignedIn));
        // Begun and never read: it is in the log all the same.
        drop(app.sittings.export(&by(&app, &ada.actor), &wanted).await.unwrap());
    }
    let wanted = LinesWanted { act: "sittings.export".into(), ..LinesWanted::default() };
    let lines = app.audit.lines(&by(&app, &ada.actor), &wanted, 1).await.unwrap().lines;
    let mut said: Vec<String> = lines.iter().map(|line| line.said.text()).collect();
    said.sort();
    assert_eq!(
        said,
        [
            "Took 230 questions along, with their keys.",
            "Took the forms along, with their questions and keys.",
            "Took the responses of sittings along.",
            "Took the results of sittings along.",
        ]
    );
    assert!(lines.iter().all(|line| line.by_name == "ada"));
}

/// A question that shows a picture, and a text that it shares with others.
const DRAWN: &str = "<qti-assessment-item xmlns='http://www.imsglobal.org/xsd/imsqtiasi_v3p0' identifier='theirs' \
    title='t' adaptive='false' time-dependent='false'>\
    <qti-response-declaration identifier='RESPONSE' cardinality='single' base-type='string'>\
    <qti-correct-response><qti-value>gateway</qti-value></qti-correct-response></qti-response-declaration>\
    <qti-outcome-declaration identifier='SCORE' cardinality='single' base-type='float'/>\
    <qti-assessment-stimulus-ref identifier='case' href='case.xml' title='A case'/>\
    <qti-item-body><p><img src='media/plan.png' alt='A plan'/></p><p>Name the missing part: \
    <qti-text-entry-interaction response-identifier='RESPONSE'/></p></qti-item-body>\
    <qti-response-processing template=\
    'https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml'/></qti-assessment-item>";
const CASE: &str = "<qti-assessment-stimulus xmlns='http://www.imsglobal.org/xsd/imsqtiasi_v3p0' \
    identifier='case' title='A case'><qti-stimulus-body><p>A ferry line moves its tickets.</p>\
    </qti-stimulus-body></qti-assessment-stimulus>";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

#[tokio::test]
async fn a_question_of_qti_leaves_with_its_picture_and_its_shared_text() {
    let world = World::at("2025-09-30T09:00:00Z");
    let mut files = files();
    let known = item_of("clf-key-value-database").meta;
    let meta = format!(
        "id = 'drawn'\nexam = 'CLF-C02'\ntask = '{}'\nqti = 'drawn.xml'\nlevel = 'apply'\ndifficulty = 0.6\n\
         time_s = 90\nnote = 'n'\nsource = {{ title = 'T', url = 'https://example.org/' }}\n{}",
        known.task,
        known.skill.map(|skill| format!("skill = '{skill}'\n")).unwrap_or_default()
    );
    for (name, text) in [("drawn.toml", meta.as_str()), ("drawn.xml", DRAWN), ("case.xml", CASE)] {
        files.texts.push(SourceFile::new(format!("bank/CLF-C02/{name}"), text));
    }
    files.artwork.push(Artwork { path: "bank/CLF-C02/media/plan.png".into(), bytes: PNG.to_vec() });
    let app = world.app_of(load(files).unwrap()).await;
    let wanted = ExportWanted { exam: "CLF-C02".into(), ..ExportWanted::all(ExportKind::Bank) };
    let package = read(&taken(&app, &Actor::Operator, &wanted).await);
    let item = items(&package)["drawn"];
    assert_eq!(scored(item, &["gateway".to_owned()]), 1.0);
    let ImportedContent::Stimulus(case) = &package["case"] else { panic!("{:?}", package["case"]) };
    assert_eq!((item.stimulus_refs[0].href.as_str(), case.title.as_str()), ("case.xml", "A case"));
    let pictures = package.values().filter(|content| match content {
        ImportedContent::Media(media) => media.bytes == PNG && media.media_type == "image/png",
        _ => false,
    });
    assert_eq!(pictures.count(), 1);
}
