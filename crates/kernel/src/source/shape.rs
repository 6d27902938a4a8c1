//! What a reader asks for, without a file.
//!
//! A reader is run on an empty table that answers as if no key were there, then as if all were, then as if
//! only the first were of those whose presence it asks for, then only the second, and so on, with each of
//! them in the tables below; and with another word of each choice every time. Everything that it asks is
//! written down: the schemas that editors use know each key that some reader knows. A key is required if it
//! is required every time, so a schema never refuses what the reader takes.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Tables in tables, at most; a reader of itself is noticed before.
const DEPTH_MAX: usize = 12;
/// The key that stands for any key where a reader takes them all.
const ANY_KEY: &str = "*";

/// What a reader takes as a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    /// A text.
    Text,
    /// A whole number, within a range if there is one.
    Integer(Option<(i64, i64)>),
    /// A number with or without decimals.
    Number,
    /// True or false.
    Flag,
    /// A civil date.
    Date,
    /// A period such as `P90D`.
    Period,
    /// A period or `none`.
    Validity,
    /// A list of texts.
    Texts,
    /// One of these words.
    Choice(Vec<String>),
    /// A table.
    Table(Shape),
    /// A list of tables.
    Tables(Shape),
    /// A list of texts and tables.
    TextsOrTables(Shape),
    /// Anything: deeper than a schema goes.
    Anything,
}

/// A key's values: any of the kinds asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    /// Alternatives.
    pub asked: Vec<Asked>,
    /// Whether the table is at fault without it.
    pub required: bool,
}

/// The keys of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    /// The function that reads it; tables with the same one have the same shape.
    pub reader: &'static str,
    /// Not spelled out: a table around this one has the same reader.
    pub again: bool,
    /// By key.
    pub fields: BTreeMap<String, Field>,
    /// The values of further keys, where any key is taken.
    pub others: Option<Field>,
}

/// Goes with a file whose readers are only asked what they would read.
#[derive(Clone, Debug)]
pub(super) struct Draft(Arc<Mutex<Found>>);

#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) pass: usize,
    /// How many it takes, as far as is known.
    pub(super) passes: usize,
    /// The most keys of one table whose presence is asked for.
    pub(super) looked_for: usize,
    pub(super) shape: Option<Shape>,
}

impl PartialEq for Draft {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Draft {}

impl Draft {
    pub(super) fn of(found: Found) -> Self {
        Draft(Arc::new(Mutex::new(found)))
    }

    pub(super) fn found(&self) -> Found {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn change(&self, change: impl FnOnce(&mut Found)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// What is asked of one table in one pass.
pub(super) struct Recording {
    draft: Draft,
    pass: usize,
    /// The readers of this table and of those around it.
    readers: Vec<&'static str>,
    shape: RefCell<Shape>,
    /// Keys whose presence was asked for.
    looked_for: RefCell<Vec<String>>,
}

impl Recording {
    pub(super) fn of_file(draft: &Draft) -> Self {
        Recording {
            draft: draft.clone(),
            pass: draft.found().pass,
            readers: Vec::new(),
            shape: RefCell::default(),
            looked_for: RefCell::default(),
        }
    }

    /// For a table below.
    ///
    /// # Errors
    /// Its reader would never end asking; the shape to take instead.
    pub(super) fn below(&self, reader: &'static str) -> Result<Self, Shape> {
        // Closures of a function share a name, but one within another has a longer one.
        if self.readers.contains(&reader) {
            return Err(Shape { reader, again: true, ..Shape::default() });
        }
        if self.readers.len() == DEPTH_MAX {
            let others = Some(Field { asked: vec![Asked::Anything], required: false });
            return Err(Shape { reader, others, ..Shape::default() });
        }
        let mut readers = self.readers.clone();
        readers.push(reader);
        let shape = RefCell::new(Shape { reader, ..Shape::default() });
        let (draft, looked_for) = (self.draft.clone(), RefCell::default());
        Ok(Recording { draft, pass: self.pass, readers, shape, looked_for })
    }

    pub(super) fn into_shape(self) -> Shape {
        let mut shape = self.shape.into_inner();
        // Who takes note of all keys, but reads none of them, has found fault with them before.
        shape.others.take_if(|others| others.asked.is_empty());
        shape
    }

    pub(super) fn end_of_file(self) {
        let draft = self.draft.clone();
        let shape = self.into_shape();
        draft.change(|found| found.shape = Some(shape));
    }

    /// Whether the key is pretended to be there in this pass.
    pub(super) fn has(&self, key: &str) -> bool {
        let mut looked_for = self.looked_for.borrow_mut();
        let place = looked_for.iter().position(|known| known == key).unwrap_or_else(|| {
            looked_for.push(key.to_owned());
            looked_for.len() - 1
        });
        let mut count = 1;
        self.draft.change(|found| {
            found.looked_for = found.looked_for.max(looked_for.len());
            count = found.looked_for;
        });
        match self.pass {
            0 => false,
            1 => true,
            // Every other table counts slower, so that each key meets each key of the table around it.
            pass if self.readers.len().is_multiple_of(2) => place == (pass - 2) % count,
            pass => place == (pass - 2) / count % count,
        }
    }

    /// Whether a key that is asked for is pretended to be there.
    fn pretends(&self, key: &str) -> bool {
        let looked_for = self.looked_for.borrow().iter().any(|known| known == key);
        if looked_for { self.has(key) } else { self.pass > 0 }
    }

    fn needs_passes(&self, count: usize) {
        self.draft.change(|found| found.passes = found.passes.max(count));
    }

    /// Notes a value that is asked for; says whether to pretend that it is there.
    pub(super) fn ask(&self, key: &str, asked: Asked) -> bool {
        self.at(key, |field| field.add(asked));
        self.pretends(key)
    }

    pub(super) fn require(&self, key: &str) {
        self.at(key, |field| field.required = true);
    }

    /// Notes a choice, and gives the place of the word that this pass pretends to find.
    pub(super) fn choose(&self, key: &str, words: Vec<String>) -> Option<usize> {
        let count = words.len();
        self.needs_passes(count + 1);
        let pretends = self.ask(key, Asked::Choice(words));
        pretends.then(|| (self.pass - 1).checked_rem(count)).flatten()
    }

    pub(super) fn any_key(&self) -> String {
        self.at(ANY_KEY, |_| ());
        ANY_KEY.to_owned()
    }

    fn at(&self, key: &str, change: impl FnOnce(&mut Field)) {
        let mut shape = self.shape.borrow_mut();
        let field = match key {
            ANY_KEY => shape.others.get_or_insert_default(),
            key => shape.fields.entry(key.to_owned()).or_default(),
        };
        change(field);
    }
}

impl Field {
    /// What one reader asks of one value holds together: a text that is read as a period is a period.
    fn add(&mut self, asked: Asked) {
        let is_text = |asked: &Asked| matches!(asked, Asked::Period | Asked::Validity | Asked::Choice(_));
        let implied = asked == Asked::Text && self.asked.iter().any(is_text);
        if implied || self.asked.contains(&asked) {
            return;
        }
        if is_text(&asked) {
            self.asked.retain(|earlier| *earlier != Asked::Text);
        }
        self.asked.push(asked);
    }

    /// Either of the two.
    fn or(mut self, other: Field) -> Field {
        self.required &= other.required;
        for asked in other.asked {
            let same_kind = |earlier: &Asked| match (earlier, &asked) {
                (Asked::Table(_), Asked::Table(_))
                | (Asked::Tables(_), Asked::Tables(_))
                | (Asked::TextsOrTables(_), Asked::TextsOrTables(_)) => true,
                (earlier, asked) => earlier == asked,
            };
            match self.asked.iter_mut().find(|earlier| same_kind(earlier)) {
                Some(earlier) => *earlier = std::mem::replace(earlier, Asked::Anything).or(asked),
                None => self.asked.push(asked),
            }
        }
        self
    }
}

impl Asked {
    /// Either of two of one kind.
    fn or(self, other: Asked) -> Asked {
        match (self, other) {
            (Asked::Table(one), Asked::Table(two)) => Asked::Table(one.or(two)),
            (Asked::Tables(one), Asked::Tables(two)) => Asked::Tables(one.or(two)),
            (Asked::TextsOrTables(one), Asked::TextsOrTables(two)) => Asked::TextsOrTables(one.or(two)),
            (same, _) => same,
        }
    }
}

impl Shape {
    /// Whatever fits one of the two, at least.
    #[must_use]
    pub fn or(self, other: Shape) -> Shape {
        let either = |one: Option<Field>, two: Option<Field>| match (one, two) {
            (Some(one), Some(two)) => Some(one.or(two)),
            (one, two) => one.or(two).map(|only| Field { required: false, ..only }),
        };
        let mut theirs = other.fields;
        let mut fields = BTreeMap::new();
        for (key, field) in self.fields {
            let now = theirs.remove(&key);
            fields.extend(either(Some(field), now).map(|field| (key, field)));
        }
        for (key, field) in theirs {
            fields.extend(either(None, Some(field)).map(|field| (key, field)));
        }
        Shape { fields, others: either(self.others, other.others), ..self }
    }
}

#[cfg(test)]
#[path = "shape_tests.rs"]
mod tests;
