//! Expressions as they are written: names and parameters (QTI 3.0, section 5).

use crate::declaration::Shape;
use crate::tree::{Attribute, XmlElement};
use crate::value::{BaseType, Scalar};

/// A parameter that is given, or stands in a variable.
#[derive(Clone, Debug, PartialEq)]
pub enum Parameter<T> {
    /// Written out.
    Value(T),
    /// The value of that variable when the expression is evaluated.
    Variable(String),
}

/// What gives a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// `qti-base-value`.
    BaseValue(Scalar),
    /// `qti-variable`.
    Variable {
        /// Of this item; in a test also `ITEM.VARIABLE`.
        identifier: String,
        /// A weight of the item's place in the test.
        weight: Option<String>,
    },
    /// `qti-default`: what a variable holds before anything was set.
    Default(String),
    /// `qti-correct`: the key of a response variable.
    Correct(String),
    /// `qti-map-response`.
    MapResponse(String),
    /// `qti-map-response-point`.
    MapResponsePoint(String),
    /// `qti-null`.
    Null,
    /// `qti-random-integer`.
    RandomInteger {
        /// The least.
        min: Parameter<i64>,
        /// The largest.
        max: Parameter<i64>,
        /// From one to the next.
        step: Parameter<i64>,
    },
    /// `qti-random-float`.
    RandomFloat {
        /// The least.
        min: Parameter<f64>,
        /// Below this.
        max: Parameter<f64>,
    },
    /// `qti-math-constant`.
    MathConstant(MathConstant),
    /// What only a test has: numbers over a part of its items.
    Test(TestExpression),
    /// An operator with its operands.
    Operation {
        /// Which.
        operator: Operator,
        /// In order.
        operands: Vec<Expression>,
    },
    /// What no version of the standard has and is understood; told when it is read.
    Extension(Extension),
    /// What this engine does not know: kept as it is, NULL when it is evaluated, told when it is read.
    Unknown(Box<XmlElement>),
}

/// `qti-math-constant/@name`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MathConstant {
    /// The ratio of a circle's circumference to its diameter.
    Pi,
    /// The base of the natural logarithm.
    E,
}

/// How many digits, and which of them count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundingMode {
    /// From the first digit that is not 0.
    SignificantFigures,
    /// Behind the point.
    DecimalPlaces,
}

/// When two numbers are equal (`tolerance-mode`).
#[derive(Clone, Debug, PartialEq)]
pub enum Tolerance {
    /// When they are the same.
    Exact,
    /// When the second is not further from the first than this: below, above.
    Absolute(Parameter<f64>, Option<Parameter<f64>>),
    /// As absolute, in per cent of the first.
    Relative(Parameter<f64>, Option<Parameter<f64>>),
}

/// Names of one kind, with the word for each in files.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "functions of mathematics under their own names")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// All of them, in the standard's order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word in files.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// The one of that name.
            pub fn named(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == word)
            }
        }
    };
}

words! {
    /// `qti-math-operator/@name`.
    MathFunction {
        Sin = "sin", Cos = "cos", Tan = "tan", Sec = "sec", Csc = "csc", Cot = "cot",
        Asin = "asin", Acos = "acos", Atan = "atan", Atan2 = "atan2", Asec = "asec", Acsc = "acsc",
        Acot = "acot", Sinh = "sinh", Cosh = "cosh", Tanh = "tanh", Sech = "sech", Csch = "csch",
        Coth = "coth", Log = "log", Ln = "ln", Exp = "exp", Abs = "abs", Signum = "signum",
        Floor = "floor", Ceil = "ceil", ToDegrees = "toDegrees", ToRadians = "toRadians",
    }
}

words! {
    /// `qti-stats-operator/@name`.
    Statistic {
        Mean = "mean", SampleVariance = "sampleVariance", SampleSd = "sampleSD",
        PopVariance = "popVariance", PopSd = "popSD",
    }
}

/// What is done with the operands, with its parameters.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "operators of the standard under their own names")]
pub enum Operator {
    Multiple,
    Ordered,
    ContainerSize,
    IsNull,
    /// The place in the list, from 1.
    Index(Parameter<i64>),
    /// The field's name.
    FieldValue(String),
    Random,
    Member,
    Delete,
    Contains,
    Substring {
        is_case_sensitive: bool,
    },
    Not,
    And,
    Or,
    AnyN {
        min: Parameter<i64>,
        max: Parameter<i64>,
    },
    Match,
    StringMatch {
        is_case_sensitive: bool,
        /// Deprecated by the standard, still read: whether a part is enough.
        is_substring: bool,
    },
    PatternMatch(super::pattern::Pattern),
    Equal {
        tolerance: Tolerance,
        includes_lower: bool,
        includes_upper: bool,
    },
    EqualRounded {
        mode: RoundingMode,
        figures: Parameter<i64>,
    },
    Inside(Shape),
    Lt,
    Gt,
    Lte,
    Gte,
    DurationLt,
    DurationGte,
    Sum,
    Product,
    Subtract,
    Divide,
    Power,
    IntegerDivide,
    IntegerModulus,
    IntegerToFloat,
    Truncate,
    Round,
    RoundTo {
        mode: RoundingMode,
        figures: Parameter<i64>,
    },
    Max,
    Min,
    Gcd,
    Lcm,
    Repeat(Parameter<i64>),
    Math(MathFunction),
    Stats(Statistic),
    /// NULL: what it does is known to the one who wrote it.
    Custom(Vec<Attribute>),
}

/// Which of a test's items are meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemSubset {
    /// Only those of this section.
    pub section: Option<String>,
    /// Only those of one of these categories.
    pub include: Vec<String>,
    /// None of these categories.
    pub exclude: Vec<String>,
}

/// What is counted over a test's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "expressions of the standard under their own names")]
pub enum ItemCount {
    Correct,
    Incorrect,
    Presented,
    Responded,
    Selected,
}

/// What only a test has.
#[derive(Clone, Debug, PartialEq)]
pub enum TestExpression {
    /// `qti-number-correct` and its kin.
    Number(ItemCount, ItemSubset),
    /// `qti-test-variables`.
    Variables {
        /// Of each item.
        variable: String,
        /// Only those of this base type.
        base: Option<BaseType>,
        /// Multiplied with this weight of the item's place.
        weight: Option<String>,
        /// Of these items.
        subset: ItemSubset,
    },
    /// `qti-outcome-maximum` and `qti-outcome-minimum`.
    OutcomeBound {
        /// Whether the largest usual value is meant, or the least.
        is_maximum: bool,
        /// Of each item.
        outcome: String,
        /// Multiplied with this weight of the item's place.
        weight: Option<String>,
        /// Of these items.
        subset: ItemSubset,
    },
}

/// What the wild has beside the standard, with the meaning its engines give it.
#[derive(Clone, Debug, PartialEq)]
pub enum Extension {
    /// `isNotNull`.
    IsNotNull(Box<Expression>),
    /// `notEqual`: the opposite of `qti-equal`.
    NotEqual(Box<[Expression; 2]>),
    /// `allN`: whether not more than `max` are true.
    AllN {
        /// At most.
        max: i64,
        /// Of these.
        operands: Vec<Expression>,
    },
    /// `mod`: the rest of a division, the sign of the divisor.
    Modulus(Box<[Expression; 2]>),
    /// `isTypeOf`: whether the first has the base type that the second names.
    IsTypeOf(Box<[Expression; 2]>),
    /// `preCondition` as an expression: its truth, NULL is false.
    PreCondition(Box<Expression>),
    /// `mean` and its kin as elements: `qti-stats-operator`.
    Stats(Statistic, Box<Expression>),
    /// `mapOutcome`: as `qti-map-response`, of an outcome.
    MapOutcome(String),
    /// `record` with `fieldValue` in it: makes a record.
    Record(Vec<(String, Expression)>),
    /// `index` with the place as a second operand.
    Index(Box<[Expression; 2]>),
    /// `substring` with a first place from 1 and a length.
    Slice(Vec<Expression>),
    /// `patternMatch` with the pattern as an operand, or with regard to upper and lower case.
    PatternMatch {
        /// The text, and the pattern where no attribute has it.
        operands: Vec<Expression>,
        /// From the attribute.
        pattern: Option<String>,
        /// Whether upper and lower case differ.
        is_case_sensitive: bool,
    },
    /// `lookupTable`: a straight line between the entries of a table.
    Interpolate {
        /// What is looked up.
        source: Box<Expression>,
        /// Source and target, in the file's order.
        entries: Vec<(f64, f64)>,
        /// Where there is no entry.
        default: Option<f64>,
    },
}

impl Expression {
    /// An operator with its operands.
    pub fn operation(operator: Operator, operands: Vec<Expression>) -> Self {
        Expression::Operation { operator, operands }
    }

    /// A variable of this item.
    pub fn variable(identifier: &str) -> Self {
        Expression::Variable { identifier: identifier.to_owned(), weight: None }
    }
}
