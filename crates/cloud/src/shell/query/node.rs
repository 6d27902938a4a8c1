//! An expression of JMESPath, read.

use crate::shell::data::Data;

/// Nested parts of an expression: people write five.
pub(super) const DEPTH_MAX: usize = 48;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Current,
    Field(String),
    Index(i64),
    Slice(Option<i64>, Option<i64>, i64),
    Literal(Data),
    Then(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
    And(Box<Node>, Box<Node>),
    Not(Box<Node>),
    Compare(Comparison, Box<Node>, Box<Node>),
    Flatten(Box<Node>),
    /// Each element of a list goes on with the right side.
    Each(Box<Node>, Box<Node>),
    EachValue(Box<Node>, Box<Node>),
    EachWhere(Box<Node>, Box<Node>, Box<Node>),
    List(Vec<Node>),
    Hash(Vec<(String, Node)>),
    Call(String, Vec<Node>),
    /// `&expression`: for functions that take one.
    Reference(Box<Node>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
