//! Elements of operators: their names, and how many operands each takes.

use super::expression::{ItemCount, MathConstant, Operator, RoundingMode};

/// Operands: at least, at most.
pub(super) type Arity = (usize, usize);

const MANY: usize = usize::MAX;

/// Operators without a parameter.
const PLAIN: [(&str, Operator, Arity); 29] = [
    ("qti-multiple", Operator::Multiple, (0, MANY)),
    ("qti-ordered", Operator::Ordered, (0, MANY)),
    ("qti-container-size", Operator::ContainerSize, (1, 1)),
    ("qti-is-null", Operator::IsNull, (1, 1)),
    ("qti-random", Operator::Random, (1, 1)),
    ("qti-member", Operator::Member, (2, 2)),
    ("qti-delete", Operator::Delete, (2, 2)),
    ("qti-contains", Operator::Contains, (2, 2)),
    ("qti-not", Operator::Not, (1, 1)),
    ("qti-and", Operator::And, (1, MANY)),
    ("qti-or", Operator::Or, (1, MANY)),
    ("qti-match", Operator::Match, (2, 2)),
    ("qti-lt", Operator::Lt, (2, 2)),
    ("qti-gt", Operator::Gt, (2, 2)),
    ("qti-lte", Operator::Lte, (2, 2)),
    ("qti-gte", Operator::Gte, (2, 2)),
    ("qti-duration-lt", Operator::DurationLt, (2, 2)),
    ("qti-duration-gte", Operator::DurationGte, (2, 2)),
    ("qti-sum", Operator::Sum, (1, MANY)),
    ("qti-product", Operator::Product, (1, MANY)),
    ("qti-subtract", Operator::Subtract, (2, 2)),
    ("qti-divide", Operator::Divide, (2, 2)),
    ("qti-power", Operator::Power, (2, 2)),
    ("qti-integer-divide", Operator::IntegerDivide, (2, 2)),
    ("qti-integer-modulus", Operator::IntegerModulus, (2, 2)),
    ("qti-integer-to-float", Operator::IntegerToFloat, (1, 1)),
    ("qti-truncate", Operator::Truncate, (1, 1)),
    ("qti-round", Operator::Round, (1, 1)),
    ("qti-max", Operator::Max, (1, MANY)),
];

/// The rest of them.
const PLAIN_MORE: [(&str, Operator, Arity); 3] = [
    ("qti-min", Operator::Min, (1, MANY)),
    ("qti-gcd", Operator::Gcd, (1, MANY)),
    ("qti-lcm", Operator::Lcm, (1, MANY)),
];

/// The operator without a parameter of that name.
pub(super) fn plain(name: &str) -> Option<(Operator, Arity)> {
    let mut all = PLAIN.iter().chain(&PLAIN_MORE);
    all.find(|(one, _, _)| *one == name).map(|(_, operator, arity)| (operator.clone(), *arity))
}

/// The element of an operator.
pub(super) fn element(operator: &Operator) -> &'static str {
    match operator {
        Operator::Index(_) => "qti-index",
        Operator::FieldValue(_) => "qti-field-value",
        Operator::Substring { .. } => "qti-substring",
        Operator::AnyN { .. } => "qti-any-n",
        Operator::StringMatch { .. } => "qti-string-match",
        Operator::PatternMatch(_) => "qti-pattern-match",
        Operator::Equal { .. } => "qti-equal",
        Operator::EqualRounded { .. } => "qti-equal-rounded",
        Operator::Inside(_) => "qti-inside",
        Operator::RoundTo { .. } => "qti-round-to",
        Operator::Repeat(_) => "qti-repeat",
        Operator::Math(_) => "qti-math-operator",
        Operator::Stats(_) => "qti-stats-operator",
        Operator::Custom(_) => "qti-custom-operator",
        plain => {
            let mut all = PLAIN.iter().chain(&PLAIN_MORE);
            all.find(|(_, one, _)| one == plain).map_or("qti-null", |(name, _, _)| name)
        }
    }
}

impl ItemCount {
    pub(super) const ALL: [(ItemCount, &'static str); 5] = [
        (ItemCount::Correct, "qti-number-correct"),
        (ItemCount::Incorrect, "qti-number-incorrect"),
        (ItemCount::Presented, "qti-number-presented"),
        (ItemCount::Responded, "qti-number-responded"),
        (ItemCount::Selected, "qti-number-selected"),
    ];

    pub(super) fn element(self) -> &'static str {
        ItemCount::ALL.iter().find(|(count, _)| *count == self).map_or("qti-null", |(_, name)| name)
    }

    pub(super) fn named(element: &str) -> Option<Self> {
        ItemCount::ALL.iter().find(|(_, name)| *name == element).map(|(count, _)| *count)
    }
}

impl MathConstant {
    /// The word in files.
    pub fn as_str(self) -> &'static str {
        match self {
            MathConstant::Pi => "pi",
            MathConstant::E => "e",
        }
    }

    /// The constant of that name.
    pub fn named(word: &str) -> Option<Self> {
        [MathConstant::Pi, MathConstant::E].into_iter().find(|one| one.as_str() == word)
    }
}

impl RoundingMode {
    /// The word in files.
    pub fn as_str(self) -> &'static str {
        match self {
            RoundingMode::SignificantFigures => "significantFigures",
            RoundingMode::DecimalPlaces => "decimalPlaces",
        }
    }

    /// The mode of that name.
    pub fn named(word: &str) -> Option<Self> {
        match word {
            "significantFigures" => Some(RoundingMode::SignificantFigures),
            "decimalPlaces" => Some(RoundingMode::DecimalPlaces),
            _ => None,
        }
    }
}
