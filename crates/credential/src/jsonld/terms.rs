//! What the pinned contexts define:
//! just enough of JSON-LD 1.1 context processing for safe mode.

use crate::contexts;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::rc::Rc;

/// How values of a term are read (JSON-LD 1.1, section 4.2.3 type coercion).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coercion {
    /// `@type: @id`: a string is a URL.
    Reference,
    /// `@type: @vocab`: a string is a term or a URL.
    Vocabulary,
    /// `@type: @json`: the value is a JSON literal, kept whole.
    Json,
    /// Anything else: a string is text.
    Literal,
}

/// One term of the active context.
#[derive(Debug)]
pub(super) struct Term {
    /// The keyword the term stands for, such as `@id`;
    /// `None` for an ordinary property or type.
    pub(super) keyword: Option<String>,
    pub(super) coercion: Coercion,
    /// The scoped context, to be applied where the term is used
    /// (JSON-LD 1.1, section 4.1.8).
    pub(super) scoped: Option<Value>,
}

/// The terms in force at one place of a document.
#[derive(Debug, Clone, Default)]
pub(super) struct ActiveContext {
    terms: Rc<BTreeMap<String, Rc<Term>>>,
    /// What to return to when a node ends that had a type-scoped context.
    previous: Option<Rc<ActiveContext>>,
}

impl ActiveContext {
    pub(super) fn term(&self, name: &str) -> Option<&Rc<Term>> {
        self.terms.get(name)
    }

    /// The context that nested nodes inherit: type-scoped terms do not propagate.
    pub(super) fn for_nested_node(&self) -> Self {
        self.previous.as_ref().map_or_else(|| self.clone(), |previous| (**previous).clone())
    }

    /// Adds a context document's own object;
    /// `propagate` is false for type-scoped contexts.
    pub(super) fn with(&self, context: &Value, propagate: bool) -> Self {
        let previous = if propagate {
            self.previous.clone()
        } else {
            Some(self.previous.clone().unwrap_or_else(|| Rc::new(self.clone())))
        };
        let terms = match context {
            Value::Object(definitions) => Rc::new(self.merged(definitions)),
            // A null context clears all terms (JSON-LD 1.1 API, section 4.1.2, step 5.1).
            _ => Rc::default(),
        };
        Self { terms, previous }
    }

    /// Adds the pinned context under a URL; `None` if the URL is not pinned.
    pub(super) fn with_pinned(&self, url: &str) -> Option<Self> {
        let document: Value = serde_json::from_str(contexts::pinned(url)?.text).ok()?;
        Some(self.with(document.get("@context")?, true))
    }

    fn merged(&self, definitions: &Map<String, Value>) -> BTreeMap<String, Rc<Term>> {
        let mut terms = (*self.terms).clone();
        for (name, definition) in definitions.iter().filter(|(name, _)| !name.starts_with('@')) {
            match definition {
                Value::String(target) => {
                    terms.insert(name.clone(), Rc::new(term(Some(target), None, None)));
                }
                Value::Object(parts) if parts.get("@id") != Some(&Value::Null) => {
                    let id = parts.get("@id").and_then(Value::as_str);
                    let coercion = parts.get("@type").and_then(Value::as_str);
                    let scoped = parts.get("@context").cloned();
                    terms.insert(name.clone(), Rc::new(term(id, coercion, scoped)));
                }
                // A term defined as null is one that must drop out: undefined for our purpose.
                _ => {
                    terms.remove(name);
                }
            }
        }
        terms
    }
}

fn term(id: Option<&str>, coercion: Option<&str>, scoped: Option<Value>) -> Term {
    Term {
        keyword: id.filter(|id| id.starts_with('@')).map(str::to_owned),
        coercion: match coercion {
            Some("@id") => Coercion::Reference,
            Some("@vocab") => Coercion::Vocabulary,
            Some("@json") => Coercion::Json,
            _ => Coercion::Literal,
        },
        scoped,
    }
}
