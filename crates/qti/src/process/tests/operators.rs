use super::{evaluate, evaluate_in, outcome, tree};
use crate::declaration::Declarations;
use crate::process::{Expression, ProcessError, ProcessLimits};
use crate::remark::Remarks;
use crate::value::{BaseType, Value};

/// `i2` is a whole number, `f2.5` a float, `sA` a string, `nA` an identifier, `bt` true, `0` NULL; `[…]` is
/// a bag and `(…)` a list of those.
fn operand(word: &str) -> String {
    if let Some(inside) = word.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return format!("<multiple>{}</multiple>", operands(inside, '|'));
    }
    if let Some(inside) = word.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return format!("<ordered>{}</ordered>", operands(inside, '|'));
    }
    let (kind, text) = word.split_at(1);
    let base = match kind {
        "0" => return "<null/>".to_owned(),
        "i" => "integer",
        "f" => "float",
        "s" => "string",
        "n" => "identifier",
        "p" => "pair",
        "d" => "directedPair",
        "x" => "point",
        "t" => "duration",
        _ => "boolean",
    };
    let text = if kind == "b" { text.replace('t', "true").replace('f', "false") } else { text.to_owned() };
    format!("<base-value base-type='{base}'>{text}</base-value>")
}

fn operands(words: &str, separator: char) -> String {
    words.split(separator).filter(|word| !word.is_empty()).map(operand).collect()
}

/// Each line: the element with its attributes, operands, what it is.
fn holds(table: &str) {
    let mut lines = 0;
    for line in table.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let [element, words, expected] = line.split(" ; ").collect::<Vec<_>>().try_into().unwrap();
        let name = element.split(' ').next().unwrap();
        let expression = format!("<{element}>{}</{name}>", operands(words.trim(), ' '));
        assert_eq!(evaluate(&expression), expected.trim(), "{line}");
        lines += 1;
    }
    assert!(lines > 0);
}

#[test]
fn null_goes_through_every_operator_as_the_standard_says() {
    holds(
        "sum ; i1 0 ; NULL
         sum ; 0 ; NULL
         product ; f2 0 ; NULL
         subtract ; 0 i2 ; NULL
         divide ; i6 0 ; NULL
         power ; 0 i1 ; NULL
         max ; i1 0 ; NULL
         min ; 0 i1 ; NULL
         gcd ; i4 0 ; NULL
         lcm ; i4 0 ; NULL
         integer-divide ; i7 0 ; NULL
         integer-modulus ; 0 i7 ; NULL
         integer-to-float ; 0 ; NULL
         round ; 0 ; NULL
         truncate ; 0 ; NULL
         round-to figures='2' ; 0 ; NULL
         equal ; i1 0 ; NULL
         equal-rounded figures='2' ; 0 f1 ; NULL
         match ; 0 0 ; NULL
         lt ; i1 0 ; NULL
         gte ; 0 i1 ; NULL
         duration-lt ; 0 t2 ; NULL
         inside shape='rect' coords='0,0,9,9' ; 0 ; NULL
         string-match case-sensitive='true' ; sa 0 ; NULL
         substring ; 0 sa ; NULL
         pattern-match pattern='a' ; 0 ; NULL
         member ; nA 0 ; NULL
         contains ; 0 [nA] ; NULL
         delete ; 0 [nA] ; NULL
         index n='1' ; 0 ; NULL
         random ; 0 ; NULL
         field-value field-identifier='a' ; 0 ; NULL
         stats-operator name='mean' ; 0 ; NULL
         math-operator name='sin' ; 0 ; NULL
         custom-operator class='own' ; i1 ; NULL
         not ; 0 ; NULL
         and ; bt 0 ; NULL
         and ; bf 0 ; false
         or ; bf 0 ; NULL
         or ; bt 0 ; true
         is-null ; 0 ; true
         is-null ; i0 ; false
         container-size ; 0 ; 0
         multiple ; 0 i1 0 ; [1]
         multiple ; 0 ; NULL
         repeat number-repeats='2' ; 0 i1 ; [1, 1]
         repeat number-repeats='2' ; 0 ; NULL
         any-n min='3' max='4' ; bt bt bf 0 ; NULL
         any-n min='3' max='4' ; bt bf bf 0 ; false
         any-n min='3' max='4' ; bt bt bt 0 ; true",
    );
    assert_eq!(evaluate("<is-null><base-value base-type='string'></base-value></is-null>"), "true");
}

#[test]
fn numbers_are_whole_only_where_all_operands_are() {
    holds(
        "sum ; i1 i2 ; 3
         sum ; i1 f2.5 [i1|i2] ; 6.5
         sum ; i9223372036854775807 i1 ; NULL
         product ; i2 (i3|i4) ; 24
         subtract ; i2 i5 ; -3
         subtract ; f2.5 i1 ; 1.5
         divide ; i1 i2 ; 0.5
         divide ; i1 i0 ; NULL
         divide ; f1e300 f1e-300 ; NULL
         power ; i2 i3 ; 8
         power ; i-8 f0.5 ; NULL
         power ; f1e300 i2 ; NULL
         integer-divide ; i7 i2 ; 3
         integer-divide ; i-7 i2 ; -4
         integer-divide ; i7 i0 ; NULL
         integer-modulus ; i-7 i2 ; 1
         integer-modulus ; i7 i-2 ; -1
         max ; i3 i7 ; 7
         max ; i3 f2.5 ; 3
         max ; i3 sa ; NULL
         min ; [i3|i-1] f2.5 ; -1
         gcd ; i12 i18 i0 ; 6
         gcd ; i0 i0 ; 0
         gcd ; i-4 i6 ; 2
         lcm ; i4 i6 ; 12
         lcm ; i4 i0 ; 0
         truncate ; f6.8 ; 6
         truncate ; f-6.8 ; -6
         truncate ; fINF ; INF
         round ; f6.5 ; 7
         round ; f6.49 ; 6
         round ; f-6.5 ; -6
         round ; f0.49999999999999994 ; 0
         round ; f-INF ; -INF
         round-to rounding-mode='significantFigures' figures='3' ; f1239451 ; 1240000
         round-to rounding-mode='significantFigures' figures='3' ; f3.175 ; 3.18
         round-to rounding-mode='significantFigures' figures='1' ; f9.6 ; 10
         round-to rounding-mode='significantFigures' figures='0' ; f9.6 ; NULL
         round-to rounding-mode='decimalPlaces' figures='2' ; f1.005 ; 1.01
         round-to rounding-mode='decimalPlaces' figures='0' ; f0.5 ; 1
         round-to rounding-mode='decimalPlaces' figures='1' ; f0.04 ; 0
         round-to rounding-mode='decimalPlaces' figures='2' ; f-12.1257 ; -12.13
         round-to rounding-mode='decimalPlaces' figures='2' ; fINF ; INF
         equal-rounded rounding-mode='significantFigures' figures='3' ; f3.175 f3.183 ; true
         equal-rounded rounding-mode='significantFigures' figures='3' ; f3.1749 f3.183 ; false
         equal-rounded rounding-mode='decimalPlaces' figures='2' ; f1.455 f1.46 ; true",
    );
}

#[test]
fn functions_are_null_outside_their_domain() {
    holds(
        "math-operator name='sin' ; i0 ; 0
         math-operator name='atan2' ; i0 i-1 ; 3.141592653589793
         math-operator name='acot' ; i0 ; 1.5707963267948966
         math-operator name='asin' ; i2 ; NULL
         math-operator name='asec' ; f0.5 ; NULL
         math-operator name='csc' ; i0 ; NULL
         math-operator name='log' ; i1000 ; 3
         math-operator name='log' ; i0 ; NULL
         math-operator name='ln' ; i-1 ; NULL
         math-operator name='exp' ; i0 ; 1
         math-operator name='exp' ; i1000 ; NULL
         math-operator name='abs' ; f-2.5 ; 2.5
         math-operator name='signum' ; f-2.5 ; -1
         math-operator name='signum' ; i0 ; 0
         math-operator name='floor' ; f-2.5 ; -3
         math-operator name='ceil' ; f2.1 ; 3
         math-operator name='toDegrees' ; i0 ; 0
         math-operator name='toRadians' ; i180 ; 3.141592653589793
         math-operator name='coth' ; i0 ; NULL
         stats-operator name='mean' ; [i1|i2|i3|i4] ; 2.5
         stats-operator name='popVariance' ; (i1|i2|i3) ; 0.6666666666666666
         stats-operator name='sampleVariance' ; (i1|i2|i3) ; 1
         stats-operator name='sampleSD' ; (i1|i2|i3) ; 1
         stats-operator name='sampleSD' ; (i1) ; NULL
         stats-operator name='popSD' ; (i2|i2) ; 0
         stats-operator name='mean' ; (sa|sb) ; NULL",
    );
    assert!(evaluate("<math-constant name='pi'/>").starts_with("3.14159"));
}

#[test]
fn equality_knows_tolerances_and_bounds() {
    holds(
        "equal ; i10 f10 ; true
         equal ; s0.630 f0.63 ; true
         equal ; sabc f0.63 ; false
         gte ; s12 i11 ; true
         equal tolerance-mode='absolute' tolerance='0.5' ; f10 f9.5 ; true
         equal tolerance-mode='absolute' tolerance='0.5' include-lower-bound='false' ; f10 f9.5 ; false
         equal tolerance-mode='absolute' tolerance='0.5 1' ; f10 f11 ; true
         equal tolerance-mode='absolute' tolerance='0.5 1' include-upper-bound='false' ; f10 f11 ; false
         equal tolerance-mode='relative' tolerance='10' ; f20 f18 ; true
         equal tolerance-mode='relative' tolerance='10' ; f20 f17.9 ; false
         equal tolerance-mode='relative' tolerance='10' ; f-20 f-20 ; true
         lt ; i1 f1.5 ; true
         lte ; i2 i2 ; true
         gt ; [i2] i1 ; true
         gte ; i1 i2 ; false
         duration-lt ; t1 t2 ; true
         duration-gte ; tPT2S t2 ; true",
    );
}

#[test]
fn containers_and_texts_are_compared_as_their_kind_wants() {
    holds(
        "match ; [nA|nB] [nB|nA] ; true
         match ; [nA|nB|nB] [nA|nA|nB] ; false
         match ; (nA|nB) (nB|nA) ; false
         match ; nA [nA] ; true
         match ; i1 f1 ; true
         match ; sA nA ; true
         member ; nB [nA|nB] ; true
         member ; nC (nA|nB) ; false
         contains ; [nA|nB|nC] [nC|nA] ; true
         contains ; [nA|nB|nC] [nB|nB] ; false
         contains ; [nA|nB|nB|nC] [nB|nB] ; true
         contains ; (nA|nB|nC) (nB|nC) ; true
         contains ; (nA|nB|nC) (nC|nA) ; false
         contains ; (nA|nB|nC) (nA|nC) ; false
         delete ; nA [nB|nA|nC|nA] ; [B, C]
         delete ; [nB|nA] nA ; [B]
         delete ; nA [nA] ; NULL
         index n='2' ; (nA|nB) ; B
         index n='3' ; (nA|nB) ; NULL
         ordered ; nA (nB|nC) ; [A, B, C]
         multiple ; i1 f2.5 ; [1, 2.5]
         multiple ; i1 sx ; NULL
         container-size ; [nA|nA] ; 2
         repeat number-repeats='2' ; nA (nB|nC) ; [A, B, C, A, B, C]
         repeat number-repeats='0' ; nA ; NULL
         string-match case-sensitive='false' ; sHello shello ; true
         string-match case-sensitive='true' ; sHello shello ; false
         string-match case-sensitive='false' substring='true' ; sHello sELL ; true
         substring case-sensitive='true' ; sell shello ; true
         substring case-sensitive='true' ; shello sell ; false
         pattern-match pattern='[a-z]+' ; sabc ; true
         pattern-match pattern='[a-z]+' ; sabc1 ; false
         pattern-match pattern='(' ; sabc ; NULL
         not ; bf ; true
         not ; i0 ; true
         any-n min='1' max='1' ; bt bt ; false",
    );
    let inside = |point: &str, shape: &str| {
        evaluate(&format!("<inside {shape}><base-value base-type='point'>{point}</base-value></inside>"))
    };
    assert_eq!(inside("9 9", "shape='rect' coords='0,0,9,9'"), "true");
    assert_eq!(inside("5 8", "shape='circle' coords='5,5,2'"), "false");
    assert_eq!(inside("5 6", "shape='ellipse' coords='5,5,4,1'"), "true");
    assert_eq!(inside("1 3", "shape='poly' coords='0,0,4,0,4,4'"), "false");
    assert_eq!(inside("2 2", "shape='poly' coords='0,0,4,0,4,4'"), "true");
    assert_eq!(inside("999 999", "shape='default'"), "true");
}

#[test]
fn parameters_may_stand_in_variables() {
    let mut count = outcome("COUNT", BaseType::Integer);
    count.variable.default = Value::integer(2);
    let declarations = Declarations { outcomes: vec![count], ..Declarations::default() };
    let value =
        |short: &str| evaluate_in(&declarations, short, ProcessLimits::default()).unwrap().to_string();
    let ab = "<ordered><base-value base-type='identifier'>A</base-value>\
              <base-value base-type='identifier'>B</base-value></ordered>";
    assert_eq!(value(&format!("<index n='COUNT'>{ab}</index>")), "B");
    assert_eq!(value(&format!("<index n='{{COUNT}}'>{ab}</index>")), "B");
    assert_eq!(value(&format!("<index n='NOWHERE'>{ab}</index>")), "NULL");
    assert_eq!(value(&format!("<repeat number-repeats='COUNT'>{ab}</repeat>")), "[A, B, A, B]");
    assert_eq!(value("<random-integer min='COUNT' max='COUNT'/>"), "2");
    assert_eq!(value("<random-integer min='3' max='COUNT'/>"), "NULL");
}

#[test]
fn a_limit_that_is_reached_is_an_error_and_not_a_wrong_score() {
    let declarations = Declarations::default();
    let run = |short: &str, limits| evaluate_in(&declarations, short, limits).unwrap_err();
    let limits = ProcessLimits { steps: 3, values: 4, text: 5, depth: 6, draws: 7 };
    let one = "<base-value base-type='integer'>1</base-value>";
    let text = "<base-value base-type='string'>sixsix</base-value>";
    assert_eq!(run(&format!("<sum>{one}{one}{one}</sum>"), limits), ProcessError::Steps(3));
    assert_eq!(run(&format!("<repeat number-repeats='5'>{one}</repeat>"), limits), ProcessError::Values(4));
    assert_eq!(run(text, limits), ProcessError::Text(5));
    let limits = ProcessLimits { steps: 100, ..limits };
    assert_eq!(run(&format!("<multiple>{}</multiple>", one.repeat(5)), limits), ProcessError::Values(4));
    let deep = format!("{}{one}{}", "<round>".repeat(6), "</round>".repeat(6));
    assert_eq!(run(&deep, limits), ProcessError::Depth(6));
    let huge = format!("<repeat number-repeats='9000000000000000000'>{one}</repeat>");
    assert_eq!(run(&huge, ProcessLimits::default()), ProcessError::Values(10_000));
}

#[test]
fn what_is_no_expression_is_kept_told_and_null() {
    let mut remarks = Remarks::default();
    let element = tree("<sum><frobnicate a='1'/><base-value base-type='integer'>x</base-value></sum>");
    let expression = Expression::read(&element, &mut remarks);
    let told: Vec<_> = remarks.remarks.iter().map(|one| (one.code, one.construct.as_str())).collect();
    assert_eq!(told, [("unknown-element", "qti-frobnicate"), ("value", "qti-base-value")]);
    assert!(!remarks.is_usable());
    assert_eq!(expression.write(), element);
    assert_eq!(evaluate("<frobnicate/>"), "NULL");
}
