use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::{
    remark::{Remarks, Weight, codes},
    xml::{self, XmlLimits},
};

fn read(inside: &str) -> (Declarations, Remarks) {
    let text = format!("<x xmlns='{}'>{inside}</x>", xml::QTI_3);
    let tree = xml::parse(&text, &XmlLimits::ITEM).unwrap();
    let (mut declarations, mut remarks) = (Declarations::default(), Remarks::default());
    for child in tree.elements() {
        assert!(declarations.take(child, &mut remarks), "{}", child.name);
    }
    (declarations, remarks)
}

fn only_remark(inside: &str) -> (Weight, &'static str, String) {
    let (_, remarks) = read(inside);
    let [remark] = &remarks.remarks[..] else { panic!("{remarks:?}") };
    (remark.weight, remark.code, remark.construct.clone())
}

#[test]
fn a_record_has_fields_of_their_own_base_types() {
    let (declarations, remarks) = read(
        "<qti-response-declaration identifier='R' cardinality='record'>\
         <qti-correct-response interpretation='i'>\
         <qti-value field-identifier='a' base-type='integer'>1</qti-value>\
         <qti-value field-identifier='b' base-type='string'> x </qti-value></qti-correct-response>\
         </qti-response-declaration>",
    );
    assert_eq!(remarks, Remarks::default());
    let fields = BTreeMap::from([
        ("a".to_owned(), Some(Scalar::Integer(1))),
        ("b".to_owned(), Some(Scalar::String(" x ".to_owned()))),
    ]);
    let response = &declarations.responses[0];
    assert_eq!(response.correct, Value::Record(fields));
    assert_eq!(response.correct_interpretation.as_deref(), Some("i"));
}

#[test]
fn every_attribute_of_an_outcome_is_read_and_written() {
    let text = "<qti-outcome-declaration identifier='O' cardinality='single' base-type='float' \
        view='candidate scorer' \
        interpretation='i' long-interpretation='l' normal-maximum='2.5' normal-minimum='0' mastery-value='1' \
        external-scored='externalMachine' variable-identifier-ref='V' data-own='x'>\
        <qti-default-value><qti-value>0</qti-value></qti-default-value>\
        <qti-interpolation-table default-value='-1'><qti-interpolation-table-entry source-value='1.5' \
        target-value='3' include-boundary='false'/></qti-interpolation-table></qti-outcome-declaration>";
    let (declarations, remarks) = read(text);
    assert_eq!(remarks, Remarks::default());
    let outcome = &declarations.outcomes[0];
    assert_eq!(outcome.external_scored, Some(ExternalScored::Machine));
    let entries = vec![(1.5, false, Scalar::Float(3.0))];
    let table = LookupTable::Interpolation { entries, default: Some(Scalar::Float(-1.0)) };
    assert_eq!(outcome.table.as_ref(), Some(&table));
    let named = format!("<qti-outcome-declaration xmlns='{}'", xml::QTI_3);
    let tree = xml::parse(&text.replacen("<qti-outcome-declaration", &named, 1), &XmlLimits::ITEM).unwrap();
    let mut names: Vec<_> = tree.attributes.iter().map(|attribute| attribute.name.as_str()).collect();
    let written = outcome.write();
    let mut again: Vec<_> = written.attributes.iter().map(|attribute| attribute.name.as_str()).collect();
    names.sort_unstable();
    again.sort_unstable();
    assert_eq!(again, names);
    assert_eq!(written.children, tree.children);
}

#[test]
fn a_mapping_says_what_case_means_at_each_entry() {
    let (declarations, remarks) = read(
        "<qti-response-declaration identifier='R' cardinality='single' base-type='string'>\
         <qti-mapping default-value='7' case-sensitive='true'><qti-map-entry map-key=' a' mapped-value='1'/>\
         <qti-map-entry map-key='b' mapped-value='2' case-sensitive='false'/></qti-mapping>\
         </qti-response-declaration>",
    );
    assert_eq!((remarks.remarks.len(), remarks.remarks[0].weight), (1, Weight::Lenient));
    let mapping = declarations.responses[0].mapping.as_ref().unwrap();
    let case: Vec<_> =
        mapping.entries.iter().map(|entry| (entry.key.lexical(), entry.is_case_sensitive)).collect();
    assert_eq!(case, [(" a".to_owned(), true), ("b".to_owned(), false)]);
}

#[test]
fn areas_have_the_numbers_of_their_shape() {
    for (name, coords) in
        [("rect", "0,0,10,10.5"), ("circle", "5,5,2"), ("poly", "0,0,1,1,2,0"), ("default", "")]
    {
        let shape = Shape::parse(name, coords).unwrap();
        assert_eq!((shape.name(), shape.coords().as_str()), (name, coords));
    }
    assert_eq!(Shape::parse("rect", " 0 ,0, 1 1"), Some(Shape::Rect([0.0, 0.0, 1.0, 1.0])));
    for (name, coords) in [
        ("rect", "0,0,10"),
        ("poly", "0,0,1,1"),
        ("poly", "0,0,1,1,2,0,3"),
        ("circle", "1,x,2"),
        ("blob", ""),
    ] {
        assert_eq!(Shape::parse(name, coords), None, "{name} {coords}");
    }
}

/// An attribute or a value, and what is told of it.
fn told(text: &str, weight: Weight, code: &'static str, construct: &str) {
    assert_eq!(only_remark(text), (weight, code, construct.to_owned()), "{text}");
}

#[test]
fn a_declaration_says_what_it_lacks() {
    let outcome = |attributes: &str| format!("<qti-outcome-declaration {attributes}/>");
    let lacks = |attributes: &str, name: &str| {
        let construct = format!("qti-outcome-declaration/@{name}");
        told(&outcome(attributes), Weight::Error, codes::MISSING_ATTRIBUTE, &construct);
    };
    lacks("cardinality='single' base-type='float'", "identifier");
    lacks("identifier='O' cardinality='single'", "base-type");
    lacks("identifier='O' base-type='float'", "cardinality");
    let many = outcome("identifier='O' cardinality='many' base-type='float'");
    told(&many, Weight::Error, codes::VALUE, "qti-outcome-declaration/@cardinality");
}

#[test]
fn what_cannot_be_used_is_told() {
    let response = |weight: Weight, code: &'static str, construct: &str, inside: &str| {
        let head = "<qti-response-declaration identifier='R' cardinality='single' base-type='integer'>";
        told(&format!("{head}{inside}</qti-response-declaration>"), weight, code, construct);
    };
    let key = |weight: Weight, code: &'static str, construct: &str, inside: &str| {
        let inside = format!("<qti-correct-response>{inside}</qti-correct-response>");
        response(weight, code, construct, &inside);
    };
    let (error, lenient) = (Weight::Error, Weight::Lenient);
    key(error, codes::VALUE, "qti-value", "<qti-value>x</qti-value>");
    key(error, codes::VALUE, "qti-value", "<qti-value/>");
    key(error, codes::ORDER, "qti-correct-response", "<qti-value>1</qti-value><qti-value>2</qti-value>");
    key(lenient, codes::VALUE, "qti-value", "<qti-value>1.0</qti-value>");
    response(lenient, codes::MISSING_ELEMENT, "qti-default-value", "<qti-default-value/>");
    key(error, codes::UNKNOWN_ELEMENT, "qti-wrong-tag", "<qti-wrong-tag/><qti-value>1</qti-value>");
    let entry = "<qti-mapping><qti-map-entry map-key='1'/></qti-mapping>";
    response(error, codes::MISSING_ATTRIBUTE, "qti-map-entry/@mapped-value", entry);
    response(Weight::Loss, codes::UNKNOWN_ATTRIBUTE, "qti-mapping/@x", "<qti-mapping x='1'/>");
    response(Weight::Loss, codes::STRAY_TEXT, "qti-response-declaration", "words");
    let area = "<qti-area-mapping><qti-area-map-entry shape='rect' coords='1,2' mapped-value='1'/>\
                </qti-area-mapping>";
    response(error, codes::VALUE, "qti-area-map-entry/@coords", area);
}

/// Text that XML holds and that is a value, so not empty.
fn words() -> impl Strategy<Value = String> {
    "[ -~äλ\n\t]{1,12}"
}

fn finite() -> impl Strategy<Value = f64> {
    prop_oneof![
        (-1000i32..1000).prop_map(|whole| f64::from(whole) / 8.0),
        any::<f64>().prop_filter("finite", |value| value.is_finite())
    ]
}

fn scalar(base: BaseType) -> BoxedStrategy<Scalar> {
    let name = "[A-Za-z_][A-Za-z0-9_.-]{0,8}";
    match base {
        BaseType::Identifier => name.prop_map(Scalar::Identifier).boxed(),
        BaseType::Boolean => any::<bool>().prop_map(Scalar::Boolean).boxed(),
        BaseType::Integer => any::<i64>().prop_map(Scalar::Integer).boxed(),
        BaseType::Float => finite().prop_map(Scalar::Float).boxed(),
        BaseType::String => words().prop_map(Scalar::String).boxed(),
        BaseType::Point => (finite(), finite()).prop_map(|(x, y)| Scalar::Point(x, y)).boxed(),
        BaseType::Pair => (name, name).prop_map(|(one, other)| Scalar::Pair(one, other)).boxed(),
        BaseType::DirectedPair => {
            (name, name).prop_map(|(one, other)| Scalar::DirectedPair(one, other)).boxed()
        }
        BaseType::Duration => (0.0..1e6).prop_map(Scalar::Duration).boxed(),
        BaseType::File => name.prop_map(Scalar::File).boxed(),
        BaseType::Uri => name.prop_map(Scalar::Uri).boxed(),
    }
}

fn base() -> impl Strategy<Value = BaseType> {
    use BaseType as B;
    prop::sample::select(vec![
        B::Identifier,
        B::Boolean,
        B::Integer,
        B::Float,
        B::String,
        B::Point,
        B::Pair,
        B::DirectedPair,
        B::Duration,
        B::File,
        B::Uri,
    ])
}

fn value(cardinality: Cardinality, base: BaseType) -> BoxedStrategy<Value> {
    match cardinality {
        Cardinality::Record => {
            let field = super::tests::base().prop_flat_map(|base| prop::option::of(scalar(base)));
            prop::collection::btree_map("[a-z]{1,3}", field, 0..4).prop_map(Value::record).boxed()
        }
        Cardinality::Single => {
            prop::option::of(scalar(base)).prop_map(|one| one.map_or(Value::Null, Value::Single)).boxed()
        }
        other => prop::collection::vec(scalar(base), 0..4).prop_map(move |all| Value::of(other, all)).boxed(),
    }
}

/// A key: none of its fields is NULL, which would be told.
fn key(cardinality: Cardinality, base: BaseType) -> impl Strategy<Value = Value> {
    value(cardinality, base).prop_map(|value| match value {
        Value::Record(fields) => {
            Value::record(fields.into_iter().filter(|(_, value)| value.is_some()).collect())
        }
        other => other,
    })
}

fn mapping(base: BaseType) -> impl Strategy<Value = Mapping> {
    let entry = (scalar(base), finite(), any::<bool>())
        .prop_map(|(key, value, is_case_sensitive)| MapEntry { key, value, is_case_sensitive });
    (prop::option::of(finite()), prop::option::of(finite()), finite(), prop::collection::vec(entry, 0..4))
        .prop_map(|(lower_bound, upper_bound, default, entries)| Mapping {
            lower_bound,
            upper_bound,
            default,
            entries,
        })
}

fn response() -> impl Strategy<Value = ResponseDeclaration> {
    let cardinality = prop::sample::select(vec![
        Cardinality::Single,
        Cardinality::Multiple,
        Cardinality::Ordered,
        Cardinality::Record,
    ]);
    (cardinality, base()).prop_flat_map(|(cardinality, base)| {
        let is_record = cardinality == Cardinality::Record;
        (
            value(cardinality, base),
            key(cardinality, base),
            prop::option::of(mapping(base)),
            prop::option::of(words()),
        )
            .prop_map(move |(default, correct, mapping, said)| ResponseDeclaration {
                variable: Variable {
                    identifier: "R".to_owned(),
                    cardinality,
                    base: (!is_record).then_some(base),
                    default_interpretation: said.clone().filter(|_| !default.is_null()),
                    default,
                    others: Vec::new(),
                },
                correct_interpretation: said.filter(|_| !correct.is_null()),
                correct,
                mapping: mapping.filter(|_| !is_record),
                area_mapping: None,
            })
    })
}

proptest! {
    #[test]
    fn a_declaration_that_was_written_reads_back(declared in response()) {
        let text = xml::write(&declared.write());
        let tree = xml::parse(&text, &XmlLimits::ITEM).unwrap();
        let mut remarks = Remarks::default();
        let again = ResponseDeclaration::read(&tree, &mut remarks);
        prop_assert_eq!(again, Some(declared), "{} {:?}", text, remarks);
        prop_assert_eq!(remarks, Remarks::default());
    }
}
