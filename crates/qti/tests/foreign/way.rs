//! A file with every kind of question goes the whole way and comes back the same.
//!
//! Items of QTI 3.0, a package of them, and items again that say, score and are told of as the first ones.

use std::collections::{BTreeMap, BTreeSet};

use assay_qti::{
    foreign::{self, Foreign, Format, Made},
    interaction::Interaction,
    item::{AssessmentItem, AssessmentStimulus},
    package::{EntryName, ImportedContent, PackageExport, PackageImport, PackageLimits},
    process::{GivenResponse, ItemRules, ItemSession, ProcessLimits, SessionItem},
    remark::Remarks,
    tree::XmlElement,
    validate,
    value::{BaseType, Cardinality, Scalar, Value},
};

use super::{questions, text};

/// Responses to each item.
const RESPONSES: u64 = 200;

/// Every kind of question by the signs of GIFT's manual.
const GIFT: [&str; 7] =
    ["description", "essay", "match", "multichoice", "numerical", "shortanswer", "truefalse"];

/// Every kind of place that Moodle's cloze knows.
const PLACES: [&str; 28] = [
    "SHORTANSWER",
    "SA",
    "MW",
    "SHORTANSWER_C",
    "SAC",
    "MWC",
    "NUMERICAL",
    "NM",
    "MULTICHOICE",
    "MC",
    "MULTICHOICE_S",
    "MCS",
    "MULTICHOICE_V",
    "MCV",
    "MULTICHOICE_VS",
    "MCVS",
    "MULTICHOICE_H",
    "MCH",
    "MULTICHOICE_HS",
    "MCHS",
    "MULTIRESPONSE",
    "MR",
    "MULTIRESPONSE_S",
    "MRS",
    "MULTIRESPONSE_H",
    "MRH",
    "MULTIRESPONSE_HS",
    "MRHS",
];

/// A question or a text, with all that is told of it but where it stands.
#[derive(Debug, PartialEq)]
struct Came {
    content: ImportedContent,
    told: Vec<String>,
}

impl Came {
    /// Of one made of a question.
    fn made(question: &Foreign) -> Came {
        let mut remarks = Remarks::default();
        let content = match &question.made {
            Made::Item(tree) => {
                let item = AssessmentItem::read(tree, &mut remarks).unwrap();
                remarks.remarks.extend(validate::validate(&item).remarks);
                ImportedContent::Item(Box::new(item))
            }
            Made::Stimulus(tree) => {
                ImportedContent::Stimulus(Box::new(AssessmentStimulus::read(tree, &mut remarks).unwrap()))
            }
            Made::Nothing => panic!("nothing was made: {question:?}"),
        };
        Came { content, told: told(&remarks) }
    }

    fn identifier(&self) -> String {
        match &self.content {
            ImportedContent::Item(item) => item.identifier.clone(),
            ImportedContent::Stimulus(stimulus) => stimulus.identifier.clone(),
            other => panic!("{other:?}"),
        }
    }
}

fn told(remarks: &Remarks) -> Vec<String> {
    let told = remarks.remarks.iter();
    told.map(|remark| {
        format!("{:?} {} [{}] {}", remark.weight, remark.code, remark.construct, remark.message)
    })
    .collect()
}

/// The package of all that came, with the pictures.
fn packed(came: &[Came], media: &BTreeMap<EntryName, Vec<u8>>) -> Vec<u8> {
    let mut export = PackageExport::new(Vec::new(), "bank");
    for (name, bytes) in media {
        export.media(name, bytes).unwrap();
    }
    for one in came {
        match &one.content {
            ImportedContent::Item(item) => drop(export.item(item, &[], Vec::new()).unwrap()),
            ImportedContent::Stimulus(stimulus) => drop(export.stimulus(stimulus, &[], Vec::new()).unwrap()),
            other => panic!("{other:?}"),
        }
    }
    export.finish().unwrap()
}

/// What a package holds, and the pictures that its questions need.
fn unpacked(bytes: &[u8]) -> (Vec<Came>, BTreeMap<EntryName, Vec<u8>>) {
    let package = PackageImport::open(bytes, &PackageLimits::default()).unwrap();
    assert!(package.remarks().remarks.is_empty(), "{:?}", package.remarks());
    let (mut came, mut media, mut needed) = (Vec::new(), BTreeMap::new(), BTreeSet::new());
    for resource in package.from(0) {
        needed.extend(resource.needs);
        match resource.content {
            ImportedContent::Media(picture) => {
                media.insert(resource.name.unwrap(), picture.bytes);
            }
            content => came.push(Came { content, told: told(&resource.remarks) }),
        }
    }
    assert!(media.keys().eq(&needed), "pictures without a question, or the other way round");
    (came, media)
}

/// Plays the way; gives the kinds that were in the file.
fn plays(file: &str, format: Format) -> BTreeSet<String> {
    let read = questions(file, format);
    assert_eq!(read, questions(file, format), "{file}: read twice, it is the same");
    let mut media = BTreeMap::new();
    for question in &read {
        assert!(question.remarks.is_usable(), "{file} {}: {:?}", question.number, question.remarks);
        for medium in &question.media {
            media.insert(EntryName::new(&medium.name).unwrap(), medium.bytes.clone());
        }
    }
    let first: Vec<Came> = read.iter().map(Came::made).collect();
    let names: BTreeSet<String> = first.iter().map(Came::identifier).collect();
    assert_eq!(names.len(), first.len(), "{file}: two questions of one name");
    let package = packed(&first, &media);
    let (again, media_again) = unpacked(&package);
    assert_eq!(media, media_again);
    for (before, after) in first.iter().zip(&again) {
        assert!(before == after, "{file} {}:\n{before:#?}\n{after:#?}", before.identifier());
        if let (ImportedContent::Item(before), ImportedContent::Item(after)) =
            (&before.content, &after.content)
        {
            score_alike(before, after);
        }
    }
    assert_eq!(first.len(), again.len());
    assert!(packed(&again, &media_again) == package, "{file}: packed again it has other bytes");
    read.into_iter().map(|question| question.kind).collect()
}

/// Two items give the same outcomes, whatever is responded; and not the same for every response.
fn score_alike(one: &AssessmentItem, other: &AssessmentItem) {
    let scores = |item: &AssessmentItem| -> Vec<Result<BTreeMap<String, Value>, String>> {
        let mut remarks = Remarks::default();
        let rules = ItemRules::read(item, &mut remarks);
        assert!(remarks.remarks.is_empty(), "{remarks:?}");
        let respond = |seed: u64| {
            let subject = SessionItem::of(item, &rules);
            let mut session = ItemSession::begin(subject, seed, ProcessLimits::default()).unwrap();
            // A text that is no number is refused, and alike.
            let given = session.respond(&responses(item, seed), None);
            given.map(|()| session.outcomes()).map_err(|error| error.to_string())
        };
        (0..RESPONSES).map(respond).collect()
    };
    let (first, second) = (scores(one), scores(other));
    assert_eq!(first, second, "{}", one.identifier);
    let distinct =
        first.iter().flatten().filter_map(|outcomes| outcomes.get("SCORE")).map(ToString::to_string);
    let distinct: BTreeSet<String> = distinct.collect();
    assert_eq!(
        distinct.len() > 1,
        one.response_processing.is_some(),
        "{}: every response scores {distinct:?}",
        one.identifier
    );
}

/// What a candidate might give: keys, choices, and what is neither.
fn responses(item: &AssessmentItem, seed: u64) -> BTreeMap<String, GivenResponse> {
    let mut state = seed;
    let mut below = |count: usize| {
        // SplitMix64.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % count.max(1) as u64).unwrap()
    };
    let mut given = BTreeMap::new();
    for declaration in &item.declarations.responses {
        let name = &declaration.variable.identifier;
        let mut texts = vec!["0".to_owned(), "1".to_owned(), "nothing of it".to_owned()];
        let keys = declaration.mapping.iter().flat_map(|mapping| &mapping.entries);
        texts.extend(keys.map(|entry| entry.key.lexical()));
        if let Some(rules) = &item.response_processing {
            collect(rules, &mut texts);
        }
        let asked = Interaction::all(&item.body, &mut Remarks::default());
        let element = asked.iter().find(|asked| asked.response_identifier == *name).unwrap().write();
        let mut choices = Vec::new();
        identifiers(&element, &mut choices);
        let is_pair = matches!(declaration.variable.base, Some(BaseType::Pair | BaseType::DirectedPair));
        if is_pair {
            for _ in 0..20 {
                let (a, b) = (below(choices.len()), below(choices.len()));
                texts.push(format!("{} {}", choices[a], choices[b]));
            }
        } else {
            texts.extend(choices);
        }
        let count = below(if declaration.variable.cardinality == Cardinality::Single { 2 } else { 5 });
        let mut chosen: Vec<String> = (0..count).map(|_| texts[below(texts.len())].clone()).collect();
        if below(3) == 0 {
            chosen = chosen.into_iter().map(|text| text.to_uppercase()).collect();
        }
        // The key itself now and then: a long one is never met by chance.
        if below(4) == 0 && !declaration.correct.is_null() {
            chosen = declaration.correct.scalars().iter().map(Scalar::lexical).collect();
        }
        given.insert(name.clone(), GivenResponse::Texts(chosen));
    }
    given
}

/// The values below an element.
fn collect(element: &XmlElement, into: &mut Vec<String>) {
    if element.elements().next().is_none() && !element.all_text().is_empty() {
        into.push(element.all_text());
    }
    element.elements().for_each(|child| collect(child, into));
}

fn identifiers(element: &XmlElement, into: &mut Vec<String>) {
    into.extend(element.attribute("identifier").map(str::to_owned));
    element.elements().for_each(|child| identifiers(child, into));
}

#[test]
fn a_moodle_file_of_every_kind_comes_back_from_a_package_of_qti_3_the_same() {
    let file = "every-kind.moodle.xml";
    let known: BTreeSet<String> = foreign::moodle_kinds().map(str::to_owned).collect();
    assert_eq!(plays(file, Format::MoodleXml), known);
    for place in PLACES {
        assert!(text(file).contains(&format!(":{place}:")), "{file} has no place of the kind {place}");
    }
}

#[test]
fn a_gift_file_of_every_kind_comes_back_from_a_package_of_qti_3_the_same() {
    let known: BTreeSet<String> = GIFT.into_iter().map(str::to_owned).collect();
    assert_eq!(plays("every-kind.gift", Format::Gift), known);
}
