//! A foreign file becomes items, which are written, read again, and score as the source says.

use std::collections::BTreeMap;

use assay_qti::{
    foreign::{self, Foreign, ForeignReading, Format, Made},
    item::AssessmentItem,
    process::{GivenResponse, ItemRules, ItemSession, ProcessLimits, SessionItem},
    remark::Remarks,
    tree::XmlElement,
    validate,
    value::{Scalar, Value},
    xml::{self, XmlLimits},
};

use super::{FILES, questions};

/// Score and the names whose feedback is shown.
type Outcome = (f64, Vec<String>);

fn outcome(item: &XmlElement, given: &str) -> Outcome {
    let mut remarks = Remarks::default();
    let item = AssessmentItem::read(item, &mut remarks).expect("an item");
    let rules = ItemRules::read(&item, &mut remarks);
    assert!(remarks.remarks.is_empty(), "{:?}", remarks.remarks);
    let mut session =
        ItemSession::begin(SessionItem::of(&item, &rules), 1, ProcessLimits::default()).unwrap();
    let parts = given.split("; ").filter(|part| !part.is_empty());
    let responses: BTreeMap<String, GivenResponse> = parts
        .map(|part| {
            let (name, values) = part.split_once('=').unwrap_or(("", part));
            let name = if name.is_empty() { "RESPONSE".to_owned() } else { format!("RESPONSE_{name}") };
            (name, GivenResponse::Texts(values.split(", ").map(str::to_owned).collect()))
        })
        .collect();
    session.respond(&responses, None).unwrap();
    let outcomes = session.outcomes();
    let Some(Value::Single(Scalar::Float(score))) = outcomes.get("SCORE") else { panic!("{outcomes:?}") };
    let shown = outcomes.get("FEEDBACK").map(|names| names.scalars().iter().map(Scalar::lexical).collect());
    (*score, shown.unwrap_or_default())
}

/// File, number of the question, response, score, feedback.
///
/// A response is `A, B`; of several variables `1=A; 2=B`. Scores are those of the source's own rule, worked
/// out by hand from its documentation.
const SCORES: &[(&str, u32, &str, f64, &str)] = &[
    // One of a list: the share of what was chosen, also below 0.
    ("questions.moodle.xml", 1, "A", 2.0, "A RIGHT GENERAL"),
    ("questions.moodle.xml", 1, "B", 1.0, "B PARTLY GENERAL"),
    ("questions.moodle.xml", 1, "C", 0.0, "C WRONG GENERAL"),
    ("questions.moodle.xml", 1, "D", -0.5, "D WRONG GENERAL"),
    ("questions.moodle.xml", 1, "", 0.0, "WRONG GENERAL"),
    // Several: the sum, never below 0; three thirds are one.
    ("questions.moodle.xml", 2, "A, B, C", 1.0, ""),
    ("questions.moodle.xml", 2, "A", 1.0 / 3.0, ""),
    ("questions.moodle.xml", 2, "A, B, D", 2.0 / 3.0 - 0.5, ""),
    ("questions.moodle.xml", 2, "A, D", 0.0, ""),
    ("questions.moodle.xml", 2, "", 0.0, ""),
    ("questions.moodle.xml", 3, "A", 1.0, "A"),
    ("questions.moodle.xml", 3, "B", 0.0, "B"),
    // Words: case means nothing, or everything; the first that fits counts; a star is anything.
    ("questions.moodle.xml", 4, "IN-ADDR.arpa", 1.0, ""),
    ("questions.moodle.xml", 4, "Arpa", 0.5, ""),
    ("questions.moodle.xml", 4, "in-addr", 0.0, ""),
    ("questions.moodle.xml", 5, "LIST *", 3.0, "FEEDBACK_1_1"),
    ("questions.moodle.xml", 5, "LIST name", 1.0, "FEEDBACK_1_2"),
    ("questions.moodle.xml", 5, "list *", 0.0, "FEEDBACK_1_3"),
    ("questions.moodle.xml", 5, "", 0.0, ""),
    // Numbers: the borders of a tolerance count.
    ("questions.moodle.xml", 6, "1.01", 1.0, "FEEDBACK_1_1"),
    ("questions.moodle.xml", 6, "0.99", 1.0, "FEEDBACK_1_1"),
    ("questions.moodle.xml", 6, "1.5", 0.5, ""),
    ("questions.moodle.xml", 6, "1.51", 0.0, "FEEDBACK_1_3"),
    ("questions.moodle.xml", 7, "S1 T1, S2 T1, S3 T2", 3.0, ""),
    ("questions.moodle.xml", 7, "S1 T1, S2 T3, S3 T3", 1.0, ""),
    // Cloze: weights 2, 1, 1 and 4 of 8 points.
    ("questions.moodle.xml", 11, "1=syn; 2=3; 3=R3_A; 4=R4_A, R4_B", 8.0, "R3_A GENERAL"),
    ("questions.moodle.xml", 11, "1=Synchronise; 2=2.4; 3=R3_B; 4=R4_A", 3.5, "FEEDBACK_1_2 R3_B GENERAL"),
    ("questions.moodle.xml", 11, "4=R4_A, R4_C", 0.0, "GENERAL"),
    ("questions.moodle.xml", 12, "1=R1_A; 2=R2_B; 3=R3_B", 2.0, "PARTLY"),
    ("questions.moodle.xml", 12, "1=R1_A; 2=R2_A; 3=R3_B", 3.0, "RIGHT"),
    ("questions.moodle.xml", 13, "S1 G1, S2 G2", 2.0, ""),
    ("questions.moodle.xml", 13, "S3 G1, S2 G2", 1.0, ""),
    ("questions.moodle.xml", 14, "A, C, B, D", 2.0, ""),
    ("questions.moodle.xml", 14, "A, B, C, D", 4.0, ""),
    ("questions.moodle.xml", 15, "A, B, C", 1.0, ""),
    ("questions.moodle.xml", 15, "A, C, B", 0.0, ""),
    ("questions.moodle.xml", 16, "S1 G1, S2 G2", 2.0, ""),
    ("questions.moodle.xml", 16, "S2 G1", 0.0, ""),
    ("questions.gift", 1, "C", 0.5, "C GENERAL"),
    ("questions.gift", 1, "D", -0.25, "D GENERAL"),
    ("questions.gift", 2, "A, B", 1.0, ""),
    ("questions.gift", 2, "A, C", 0.0, ""),
    ("questions.gift", 3, "A", 1.0, ""),
    ("questions.gift", 4, "A", 1.0, "A"),
    ("questions.gift", 5, "B", 1.0, ""),
    ("questions.gift", 6, "hopper", 0.5, "FEEDBACK_1_2"),
    ("questions.gift", 7, "Arch LINUX ARM", 1.0, "FEEDBACK_1_1"),
    ("questions.gift", 7, "bsd", 0.8, ""),
    ("questions.gift", 8, "recursor", 1.0, ""),
    ("questions.gift", 9, "32", 1.0, ""),
    ("questions.gift", 9, "31", 0.0, ""),
    ("questions.gift", 10, "3.1425", 1.0, ""),
    ("questions.gift", 11, "1", 1.0, ""),
    ("questions.gift", 11, "5.1", 0.0, ""),
    ("questions.gift", 12, "1983", 1.0, "FEEDBACK_1_1"),
    ("questions.gift", 12, "1985", 0.5, "FEEDBACK_1_2"),
    ("questions.gift", 12, "1990", 0.0, "FEEDBACK_1_3"),
    ("questions.gift", 13, "S1 T1, S2 T2, S3 T4", 2.0 / 3.0, ""),
    ("questions.gift", 19, "word", 1.0, ""),
    ("questions.aiken.txt", 1, "A", 1.0, ""),
    ("questions.aiken.txt", 2, "A, B", 1.0, ""),
    ("questions.aiken.txt", 2, "A, B, C", 0.0, ""),
    ("questions.csv", 1, "A", 2.0, "GENERAL"),
    ("questions.csv", 2, "A, B", 1.0, ""),
    ("questions.csv", 2, "A", 0.0, ""),
    ("questions.csv", 3, "A", 1.0, ""),
    ("questions.csv", 4, "hopper", 1.0, ""),
    ("questions.csv", 5, "3.15", 1.0, ""),
    ("questions.csv", 6, "S1 T1, S2 T3", 0.5, ""),
    ("questions.csv", 7, "A, B, C", 3.0, ""),
    ("canvas.qti12.xml", 1, "A", 2.0, "A RIGHT GENERAL"),
    ("canvas.qti12.xml", 1, "B", 0.0, "B WRONG GENERAL"),
    ("canvas.qti12.xml", 2, "A, C", 1.0, ""),
    ("canvas.qti12.xml", 2, "A, B, C", 0.0, ""),
    ("canvas.qti12.xml", 3, "A", 1.0, ""),
    ("canvas.qti12.xml", 4, "g. hopper", 1.0, ""),
    ("canvas.qti12.xml", 5, "1=Crimson; 2=red", 1.0, ""),
    ("canvas.qti12.xml", 6, "1=R1_A; 2=R2_B", 1.5, ""),
    ("canvas.qti12.xml", 7, "S1 T1, S2 T2", 3.0, ""),
    ("canvas.qti12.xml", 8, "3.13", 1.0, ""),
    ("canvas.qti12.xml", 8, "3.16", 0.0, ""),
    ("blackboard.qti12.xml", 1, "A", 10.0, "RIGHT"),
    ("blackboard.qti12.xml", 1, "B", 0.0, "WRONG"),
];

#[test]
fn an_imported_question_scores_as_its_source_says_also_after_a_round_trip() {
    for (file, format) in FILES {
        for question in questions(file, format) {
            let Some(item) = question.item() else { continue };
            let text = xml::write(item);
            let again = xml::parse(&text, &XmlLimits::ITEM).unwrap();
            let mut remarks = Remarks::default();
            let model = AssessmentItem::read(&again, &mut remarks).unwrap();
            assert!(remarks.remarks.is_empty(), "{file} {}: {:?}", question.number, remarks.remarks);
            let found = validate::validate(&model);
            // A file cannot be handed in here; nothing else is to be said of an item made of a question.
            let mut others = found.remarks.iter().filter(|remark| remark.code != "not-shown");
            assert!(others.next().is_none(), "{file} {}: {:?}", question.number, found.remarks);
            let written = AssessmentItem::from_text(&xml::write(&model.write()), &XmlLimits::ITEM).unwrap();
            assert!(written.item.as_ref() == Some(&model), "{file} {}", question.number);
            let rows = SCORES.iter().filter(|row| (row.0, row.1) == (file, question.number));
            for (_, _, given, score, feedback) in rows {
                for item in [item, &again, &model.write()] {
                    let (got, shown) = outcome(item, given);
                    let at = format!("{file} {} `{given}`", question.number);
                    assert!((got - score).abs() < 1e-12, "{at}: {got}, not {score}");
                    assert_eq!(shown.join(" "), *feedback, "{at}");
                }
            }
        }
    }
}

/// Questions of the tests above that no score is given for: a person scores them, or they ask nothing.
#[test]
fn every_question_that_is_scored_by_rules_has_scores_here() {
    let is_rated =
        |file: &str, question: &Foreign| SCORES.iter().any(|row| (row.0, row.1) == (file, question.number));
    for (file, format) in FILES {
        for question in questions(file, format) {
            if let Some(item) = question.item() {
                let has_rules = item.first("qti-response-processing").is_some();
                assert_eq!(has_rules, is_rated(file, &question), "{file} {}", question.number);
            }
            if let Made::Stimulus(stimulus) = &question.made {
                assert!(stimulus.is("qti-assessment-stimulus"));
            }
        }
    }
}

#[test]
fn an_answer_that_an_earlier_one_takes_already_is_no_second_key() {
    let text = "::Compiler:: Who wrote the first compiler? { =Hopper =%50%hopper =Hopper =Grace Hopper }";
    let read: Vec<_> = foreign::read(Format::Gift, text, &ForeignReading::default()).collect();
    let Made::Item(made) = &read[0].made else { panic!("{read:?}") };
    let mut remarks = Remarks::default();
    let item = AssessmentItem::read(made, &mut remarks).unwrap();
    assert!(remarks.remarks.is_empty(), "{remarks:?}");
    let mapping = item.declarations.responses[0].mapping.as_ref().unwrap();
    let keys: Vec<_> = mapping.entries.iter().map(|entry| (entry.key.lexical(), entry.value)).collect();
    assert_eq!(keys, [("Hopper".to_owned(), 1.0), ("Grace Hopper".to_owned(), 1.0)]);
}
