//! A response has the same outcomes whether its item is read as it came or as QTI 3.0 that was written of it.

use std::collections::BTreeMap;

use assay_qti::{
    item::AssessmentItem,
    process::{GivenResponse, ItemRules, ItemSession, ProcessLimits, SessionItem},
    remark::Remarks,
    value::Value,
    xml::XmlLimits,
};
use serde_json::Value as Json;

use crate::{corpora, read, responses};

/// What every outcome holds after one response; the rules are read anew from the item's own text.
fn outcomes(item: &AssessmentItem, given: &BTreeMap<String, GivenResponse>, seed: u64) -> Outcomes {
    let rules = ItemRules::read(item, &mut Remarks::default());
    let subject = SessionItem::of(item, &rules);
    let mut session =
        ItemSession::begin(subject, seed, ProcessLimits::default()).map_err(|error| error.to_string())?;
    session.respond(given, None).map_err(|error| error.to_string())?;
    Ok(session.outcomes())
}

type Outcomes = Result<BTreeMap<String, Value>, String>;

/// A response of a corpus: texts, a text, a number.
fn given(responses: &Json) -> BTreeMap<String, GivenResponse> {
    let text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let of = |value: &Json| match value {
        Json::Null => GivenResponse::Nothing,
        Json::Array(values) => GivenResponse::Texts(values.iter().map(text).collect()),
        one => GivenResponse::Texts(vec![text(one)]),
    };
    let responses = responses.as_object().unwrap();
    responses.iter().map(|(name, value)| (name.clone(), of(value))).collect()
}

/// The cases that both corpora have for a file, with their seeds.
fn published(path: &std::path::Path) -> Vec<(BTreeMap<String, GivenResponse>, u64)> {
    let beside = path.with_file_name("cases.json");
    let expected = path.parent().unwrap().with_file_name("expected.json");
    let cases = std::fs::read_to_string(beside).or_else(|_| std::fs::read_to_string(expected)).unwrap();
    let cases: Json = serde_json::from_str(&cases).unwrap();
    let name = path.file_name().unwrap().to_str();
    let seed = cases.get("seed").and_then(Json::as_u64).unwrap_or_default();
    let is_ours = |case: &&Json| case.get("file").is_none_or(|file| file.as_str() == name);
    let cases = cases.get("cases").and_then(Json::as_array).unwrap().iter().filter(is_ours);
    cases.filter_map(|case| case.get("responses")).map(|responses| (given(responses), seed)).collect()
}

#[test]
fn a_response_scores_the_same_before_and_after_the_way_through_qti_3() {
    let (mut items, mut responses_made, mut cases) = (0, 0, 0);
    for path in corpora::items().unwrap_or_default() {
        let (Some(came), _) = read(&path) else { panic!("{} is no item", path.display()) };
        let written = came.to_text();
        let again = AssessmentItem::from_text(&written, &XmlLimits::ITEM).unwrap().item.unwrap();
        let published = published(&path);
        cases += published.len();
        let made = responses::of(&came);
        responses_made += made.len();
        let made = made.into_iter().enumerate().map(|(seed, given)| {
            let given = given.into_iter().map(|(name, texts)| (name, GivenResponse::Texts(texts)));
            (given.collect(), seed as u64)
        });
        for (given, seed) in published.into_iter().chain(made) {
            let (before, after) = (outcomes(&came, &given, seed), outcomes(&again, &given, seed));
            assert_eq!(before, after, "{}: {given:?}", path.display());
        }
        items += 1;
    }
    if items > 0 {
        println!("{items} items, {cases} published and {responses_made} made responses");
        assert!(cases > 180 && responses_made > 1400, "{cases} {responses_made}");
    }
}
