//! Named statements and what is made of them: a unit, which happens together or not at all.
//!
//! Pure: a unit says what is to be written, and what to ask of each statement. What follows from what is
//! decided by whoever puts it together.

use assay_kernel::{Kind, Sittings, TypedId};

use crate::column::{Day, Ms, Seed};

/// The text of a statement under the name that people read: tapes, plans of the database, logs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sql {
    /// Its table and what it does to a row: `sitting.scored`.
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
    /// Planned for its values each time: what a search or a filter leaves differs by a thousand with them,
    /// and a plan for any value is one for none.
    pub(crate) anew: bool,
}

impl Sql {
    pub(crate) const fn named(name: &'static str, text: &'static str) -> Sql {
        Sql { name, text, anew: false }
    }

    /// The same, planned for its values each time.
    pub(crate) const fn anew(name: &'static str, text: &'static str) -> Sql {
        Sql { name, text, anew: true }
    }

    /// The statement with its values; it may find nothing to change.
    pub(crate) fn with<const N: usize>(self, values: [SqlValue; N]) -> Statement {
        Statement { sql: self, values: values.into(), must: false, sitting: None, holds: false }
    }

    /// The same where finding nothing to change refuses the whole unit: what it builds on is not there.
    pub(crate) fn must<const N: usize>(self, values: [SqlValue; N]) -> Statement {
        Statement { must: true, ..self.with(values) }
    }
}

/// A value of a statement.
#[derive(Clone, Debug)]
pub(crate) enum SqlValue {
    Text(String),
    OptionalText(Option<String>),
    Integer(i64),
    OptionalInteger(Option<i64>),
}

/// Gives a query its values.
macro_rules! bound {
    ($query:expr, $values:expr) => {{
        let mut query = $query;
        for value in $values {
            query = match value {
                $crate::unit::SqlValue::Text(text) => query.bind(text),
                $crate::unit::SqlValue::OptionalText(text) => query.bind(text),
                $crate::unit::SqlValue::Integer(number) => query.bind(number),
                $crate::unit::SqlValue::OptionalInteger(number) => query.bind(number),
            };
        }
        query
    }};
}
pub(crate) use bound;

macro_rules! values {
    ($($from:ty, $given:ident => $value:expr;)*) => {$(
        impl From<$from> for SqlValue {
            fn from($given: $from) -> Self {
                $value
            }
        }
    )*};
}

values! {
    &str, text => SqlValue::Text(text.to_owned());
    String, text => SqlValue::Text(text);
    &String, text => SqlValue::Text(text.clone());
    Option<String>, text => SqlValue::OptionalText(text);
    &Option<String>, text => SqlValue::OptionalText(text.clone());
    i64, number => SqlValue::Integer(number);
    u32, number => SqlValue::Integer(number.into());
    Option<i64>, number => SqlValue::OptionalInteger(number);
    bool, flag => SqlValue::Integer(flag.into());
    Ms, at => SqlValue::Integer(at.as_millisecond());
    Option<Ms>, at => SqlValue::OptionalInteger(at.map(|at| at.as_millisecond()));
    Day, day => SqlValue::Text(day.to_string());
    Option<Day>, day => SqlValue::OptionalText(day.map(|day| day.to_string()));
    Seed, seed => SqlValue::Integer(seed.0.cast_signed());
}

impl<K: Kind> From<TypedId<K>> for SqlValue {
    fn from(id: TypedId<K>) -> Self {
        SqlValue::Text(id.to_string())
    }
}

impl<K: Kind> From<Option<TypedId<K>>> for SqlValue {
    fn from(id: Option<TypedId<K>>) -> Self {
        SqlValue::OptionalText(id.map(|id| id.to_string()))
    }
}

/// One thing to be written: a named text and its values. [`crate::statement`] has all there are.
#[derive(Clone, Debug)]
#[must_use = "nothing is written that is not put into a unit"]
pub struct Statement {
    sql: Sql,
    values: Vec<SqlValue>,
    must: bool,
    sitting: Option<TypedId<Sittings>>,
    holds: bool,
}

impl Statement {
    /// Its table and what it does to a row: `sitting.scored`.
    pub fn name(&self) -> &'static str {
        self.sql.name
    }

    pub(crate) fn text(&self) -> &'static str {
        self.sql.text
    }

    pub(crate) fn values(&self) -> &[SqlValue] {
        &self.values
    }

    /// Whether finding nothing to change refuses the whole unit.
    pub(crate) fn must_change(&self) -> bool {
        self.must
    }

    /// It belongs to this sitting: its unit is written after what was queued for the same one.
    pub(crate) fn of(mut self, sitting: TypedId<Sittings>) -> Statement {
        self.sitting = Some(sitting);
        self
    }

    /// It changes this sitting's row: rows are taken in order, before any of them is changed.
    pub(crate) fn changes(mut self, sitting: TypedId<Sittings>) -> Statement {
        self.holds = true;
        self.of(sitting)
    }
}

/// What must happen together or not at all: state and its consequences, one commit.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    statements: Vec<Statement>,
}

impl Unit {
    /// Nothing yet.
    pub fn new() -> Unit {
        Unit::default()
    }

    /// Adds a statement.
    pub fn run(&mut self, statement: Statement) {
        self.statements.push(statement);
    }

    /// Adds another unit: both happen together.
    pub fn append(&mut self, other: Unit) {
        self.statements.extend(other.statements);
    }

    /// What it does, statement by statement.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.statements.iter().map(Statement::name)
    }

    /// Whether it does nothing.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }

    pub(crate) fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// The sitting after whose queued writes it is written.
    pub(crate) fn sitting(&self) -> Option<TypedId<Sittings>> {
        self.statements.iter().find_map(|statement| statement.sitting)
    }

    /// The sittings whose rows it changes.
    pub(crate) fn holds(&self) -> impl Iterator<Item = TypedId<Sittings>> {
        self.statements.iter().filter(|statement| statement.holds).filter_map(|statement| statement.sitting)
    }
}

impl Extend<Statement> for Unit {
    fn extend<T: IntoIterator<Item = Statement>>(&mut self, statements: T) {
        self.statements.extend(statements);
    }
}

impl From<Statement> for Unit {
    fn from(statement: Statement) -> Self {
        Unit { statements: vec![statement] }
    }
}

impl FromIterator<Statement> for Unit {
    fn from_iter<T: IntoIterator<Item = Statement>>(statements: T) -> Self {
        Unit { statements: statements.into_iter().collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOME: Sql = Sql::named("row.changed", "UPDATE row SET x = $1");

    #[test]
    fn a_unit_says_what_it_does_and_which_of_it_must_find_something() {
        let mut unit = Unit::new();
        assert!(unit.is_empty());
        unit.run(SOME.with(["a".into()]));
        unit.run(SOME.must(["b".into()]));
        assert!(!unit.is_empty());
        assert_eq!(unit.names().collect::<Vec<_>>(), ["row.changed"; 2]);
        let must: Vec<bool> = unit.statements().iter().map(Statement::must_change).collect();
        assert_eq!(must, [false, true]);
    }
}
