//! Laws that hold for whatever an author writes.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{outcome, response, template};
use crate::declaration::{Declarations, Shape};
use crate::process::*;
use crate::remark::Remarks;
use crate::value::{BaseType, Cardinality, Scalar, Value};
use crate::xml;

fn scalar() -> impl Strategy<Value = Scalar> {
    let number = prop_oneof![
        any::<i64>().prop_map(Scalar::Integer),
        (-3_i64..10).prop_map(Scalar::Integer),
        any::<f64>().prop_filter("a number", |number| !number.is_nan()).prop_map(Scalar::Float),
        (-5_i32..5).prop_map(|half| Scalar::Float(f64::from(half) / 2.0)),
    ];
    let name = "[A-D]{1,2}";
    prop_oneof![
        4 => number,
        1 => any::<bool>().prop_map(Scalar::Boolean),
        1 => name.prop_map(Scalar::Identifier),
        1 => "[ -~]{1,6}".prop_map(Scalar::String),
        1 => (name, name).prop_map(|(one, other)| Scalar::Pair(one, other)),
        1 => (name, name).prop_map(|(one, other)| Scalar::DirectedPair(one, other)),
        1 => (0_i32..20, 0_i32..20).prop_map(|(x, y)| Scalar::Point(f64::from(x), f64::from(y))),
        1 => (0_i32..90).prop_map(|seconds| Scalar::Duration(f64::from(seconds))),
    ]
}

fn given_integer() -> impl Strategy<Value = Parameter<i64>> {
    prop_oneof![
        any::<i64>().prop_map(Parameter::Value),
        (0_i64..4).prop_map(Parameter::Value),
        name().prop_map(Parameter::Variable)
    ]
}

fn given_float() -> impl Strategy<Value = Parameter<f64>> {
    prop_oneof![
        (-9_i32..9).prop_map(|n| Parameter::Value(f64::from(n))),
        name().prop_map(Parameter::Variable)
    ]
}

fn name() -> impl Strategy<Value = String> {
    proptest::sample::select(vec!["R", "SCORE", "T", "numAttempts", "NOWHERE"]).prop_map(str::to_owned)
}

fn parameterised() -> impl Strategy<Value = Operator> {
    let mode = prop_oneof![Just(RoundingMode::SignificantFigures), Just(RoundingMode::DecimalPlaces)];
    let tolerance = prop_oneof![
        Just(Tolerance::Exact),
        (given_float(), proptest::option::of(given_float())).prop_map(|(a, b)| Tolerance::Absolute(a, b)),
        (given_float(), proptest::option::of(given_float())).prop_map(|(a, b)| Tolerance::Relative(a, b)),
    ];
    prop_oneof![
        given_integer().prop_map(Operator::Index),
        name().prop_map(Operator::FieldValue),
        any::<bool>().prop_map(|is_case_sensitive| Operator::Substring { is_case_sensitive }),
        (given_integer(), given_integer()).prop_map(|(min, max)| Operator::AnyN { min, max }),
        any::<(bool, bool)>().prop_map(|(is_case_sensitive, is_substring)| {
            Operator::StringMatch { is_case_sensitive, is_substring }
        }),
        proptest::sample::select(vec!["[a-z]+", "(", "a{2,3}"])
            .prop_map(|text| Operator::PatternMatch(Pattern::new(text))),
        (tolerance, any::<bool>(), any::<bool>()).prop_map(|(tolerance, includes_lower, includes_upper)| {
            Operator::Equal { tolerance, includes_lower, includes_upper }
        }),
        (mode.clone(), given_integer()).prop_map(|(mode, figures)| Operator::EqualRounded { mode, figures }),
        (mode, given_integer()).prop_map(|(mode, figures)| Operator::RoundTo { mode, figures }),
        Just(Operator::Inside(Shape::Poly(vec![0.0, 0.0, 9.0, 0.0, 9.0, 9.0]))),
        given_integer().prop_map(Operator::Repeat),
        proptest::sample::select(MathFunction::ALL.to_vec()).prop_map(Operator::Math),
        proptest::sample::select(Statistic::ALL.to_vec()).prop_map(Operator::Stats),
    ]
}

fn operator() -> impl Strategy<Value = Operator> {
    use Operator as O;
    let plain = vec![
        O::Multiple,
        O::Ordered,
        O::ContainerSize,
        O::IsNull,
        O::Random,
        O::Member,
        O::Delete,
        O::Contains,
        O::Not,
        O::And,
        O::Or,
        O::Match,
        O::Lt,
        O::Gt,
        O::Lte,
        O::Gte,
        O::DurationLt,
        O::DurationGte,
        O::Sum,
        O::Product,
        O::Subtract,
        O::Divide,
        O::Power,
        O::IntegerDivide,
        O::IntegerModulus,
        O::IntegerToFloat,
        O::Truncate,
        O::Round,
        O::Max,
        O::Min,
        O::Gcd,
        O::Lcm,
    ];
    prop_oneof![proptest::sample::select(plain), parameterised()]
}

fn expression() -> impl Strategy<Value = Expression> {
    let leaf = prop_oneof![
        6 => scalar().prop_map(Expression::BaseValue),
        2 => name().prop_map(|identifier| Expression::Variable { identifier, weight: None }),
        1 => Just(Expression::Null),
        1 => name().prop_map(Expression::Default),
        1 => name().prop_map(Expression::Correct),
        1 => name().prop_map(Expression::MapResponse),
        1 => name().prop_map(Expression::MapResponsePoint),
        1 => Just(Expression::MathConstant(MathConstant::E)),
        1 => (given_integer(), given_integer(), given_integer())
            .prop_map(|(min, max, step)| Expression::RandomInteger { min, max, step }),
        1 => (given_float(), given_float()).prop_map(|(min, max)| Expression::RandomFloat { min, max }),
    ];
    leaf.prop_recursive(4, 40, 4, |inner| {
        (operator(), proptest::collection::vec(inner, 0..4))
            .prop_map(|(operator, operands)| Expression::Operation { operator, operands })
    })
}

fn rule() -> impl Strategy<Value = ProcessRule> {
    let target = proptest::sample::select(vec![
        Target::Outcome,
        Target::Template,
        Target::Correct,
        Target::Default,
        Target::Response,
    ]);
    let leaf = prop_oneof![
        4 => (target, name(), expression())
            .prop_map(|(target, identifier, value)| ProcessRule::Set { target, identifier, value }),
        1 => (name(), expression()).prop_map(|(identifier, value)| ProcessRule::Lookup { identifier, value }),
        1 => name().prop_map(ProcessRule::Reset),
        1 => Just(ProcessRule::Exit(ExitElement::Template)),
        1 => expression().prop_map(ProcessRule::Constraint),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let rules = || proptest::collection::vec(inner.clone(), 0..3);
        let branch = (expression(), rules()).prop_map(|(condition, rules)| Branch { condition, rules });
        let condition = (proptest::collection::vec(branch, 1..3), proptest::option::of(rules()));
        prop_oneof![
            condition.prop_map(|(branches, otherwise)| {
                ProcessRule::Condition { stage: Stage::Response, branches, otherwise }
            }),
            rules().prop_map(|rules| ProcessRule::Fragment { stage: Stage::Template, rules }),
        ]
    })
}

fn declarations() -> Declarations {
    Declarations {
        responses: vec![response("R", Cardinality::Multiple, BaseType::Identifier)],
        outcomes: vec![outcome("SCORE", BaseType::Float)],
        templates: vec![template("T", BaseType::Integer)],
        ..Declarations::default()
    }
}

/// A session over those rules, as it ended.
fn play(rules: &ItemRules, seed: u64) -> Result<BTreeMap<String, Value>, String> {
    let declarations = declarations();
    let limits = ProcessLimits { draws: 3, ..ProcessLimits::default() };
    let subject = SessionItem { declarations: &declarations, rules, is_adaptive: true };
    let mut session = ItemSession::begin(subject, seed, limits).map_err(|error| error.to_string())?;
    for texts in [vec!["A".to_owned()], vec!["B".to_owned(), "C".to_owned()]] {
        let given = BTreeMap::from([("R".to_owned(), GivenResponse::Texts(texts))]);
        session.respond(&given, None).map_err(|error| error.to_string())?;
    }
    Ok(session.outcomes())
}

fn evaluate(operator: Operator, values: &[Scalar], has_null: bool) -> Value {
    let mut operands: Vec<_> = values.iter().cloned().map(Expression::BaseValue).collect();
    operands.extend(has_null.then_some(Expression::Null));
    let declarations = Declarations::default();
    let (mut scope, mut chance) = (Scope::new(&declarations), SeededChance::new(1, 0));
    let expression = Expression::operation(operator, operands);
    Run::new(&mut scope, &[], &mut chance, ProcessLimits::default()).evaluate(&expression).unwrap()
}

fn half_of(number: i32) -> Scalar {
    Scalar::Float(f64::from(number) / 2.0)
}

proptest! {
    #[test]
    fn whatever_rules_say_they_end_without_a_panic_and_the_same_for_the_same_seed(
        template in proptest::collection::vec(rule(), 0..4),
        rules in proptest::collection::vec(rule(), 0..4),
        seed in any::<u64>(),
    ) {
        let response = Some(ResponseProcessing { rules, ..ResponseProcessing::default() });
        let item = ItemRules { template, response, outcome: Vec::new() };
        prop_assert_eq!(play(&item, seed), play(&item, seed));
    }

    #[test]
    fn a_rule_that_is_written_as_text_reads_back_the_same(rule in rule()) {
        let text = xml::write(&rule.write());
        let read = xml::parse(&text, &xml::XmlLimits::ITEM).unwrap();
        let mut remarks = Remarks::default();
        prop_assert_eq!(&ProcessRule::read(&read, &mut remarks), &rule, "{}", text);
    }

    #[test]
    fn a_sum_and_a_product_are_null_with_null_and_whole_with_whole_numbers(
        numbers in proptest::collection::vec(-1_000_i64..1_000, 1..6),
        halves in proptest::collection::vec(-100_i32..100, 1..3),
    ) {
        let whole: Vec<Scalar> = numbers.iter().copied().map(Scalar::Integer).collect();
        let mixed: Vec<Scalar> =
            whole.iter().cloned().chain(halves.iter().map(|half| half_of(*half))).collect();
        for operator in [Operator::Sum, Operator::Product, Operator::Max, Operator::Min] {
            prop_assert_eq!(evaluate(operator.clone(), &mixed, true), Value::Null);
            let is_whole = |value: Value| matches!(value, Value::Single(Scalar::Integer(_)) | Value::Null);
            prop_assert!(is_whole(evaluate(operator.clone(), &whole, false)));
            let is_float = matches!(evaluate(operator, &mixed, false), Value::Single(Scalar::Float(_)));
            prop_assert!(is_float);
        }
        let sum: i64 = numbers.iter().sum();
        prop_assert_eq!(evaluate(Operator::Sum, &whole, false), Value::integer(sum));
    }

    #[test]
    fn a_number_below_a_limit_is_below_it(seed in any::<u64>(), limit in 1_u64..) {
        let mut chance = SeededChance::new(seed, 3);
        prop_assert!(chance.below(limit) < limit);
        let unit = chance.unit();
        prop_assert!((0.0..1.0).contains(&unit));
    }
}
