//! The safe-mode walk over a document, before JSON-LD expansion.

use super::error::{JsonLdError, MAX_DEPTH};
use super::terms::{ActiveContext, Coercion, Term};
use oxrdf::{BlankNode, NamedNode};
use serde_json::{Map, Value};

/// Most contexts named in one document:
/// 1EdTech's `complete.json` names 13; each costs a pass over its terms.
const MAX_CONTEXTS: usize = 64;
/// Most types of one object: two or three are usual;
/// each may bring a context of its own.
const MAX_TYPES: usize = 16;

/// Refuses a document in which JSON-LD would drop or guess anything
/// (jsonld.js calls this safe mode).
///
/// # Errors
/// [`JsonLdError`] for the first term, type, reference or form that would not be covered by a signature.
pub fn check_terms(document: &Value) -> Result<(), JsonLdError> {
    let Value::Object(object) = document else {
        return Err(JsonLdError::Dropped { what: "a document that is not an object", path: "/".into() });
    };
    if !object.contains_key("@context") {
        return Err(JsonLdError::ContextForm { path: "/@context".into(), found: "nothing" });
    }
    let own_id = object.get("id").and_then(Value::as_str).map(str::to_owned);
    let mut place = WalkPlace { own_id, ..WalkPlace::default() };
    node(object, &ActiveContext::default(), None, &mut place)
}

/// Where the walk is, for messages and for the depth limit.
#[derive(Default)]
struct WalkPlace {
    steps: Vec<String>,
    contexts: usize,
    /// The document's own id.
    own_id: Option<String>,
}

impl WalkPlace {
    fn path(&self) -> String {
        format!("/{}", self.steps.join("/"))
    }

    fn below<T>(
        &mut self,
        step: &str,
        act: impl FnOnce(&mut Self) -> Result<T, JsonLdError>,
    ) -> Result<T, JsonLdError> {
        if self.steps.len() >= MAX_DEPTH {
            return Err(JsonLdError::TooLarge { what: "levels of nesting", limit: MAX_DEPTH });
        }
        self.steps.push(step.to_owned());
        let result = act(self);
        self.steps.pop();
        result
    }

    /// Whether an object shares the document's id and says more than its type.
    ///
    /// To RDF, objects with one id are one object, so a holder could move the credential's end or its
    /// status into such an object: the signature would fit, and a reader of the JSON would miss them.
    fn is_displaced(&self, object: &Map<String, Value>) -> bool {
        !self.steps.is_empty()
            && self.own_id.is_some()
            && object.get("id").and_then(Value::as_str) == self.own_id.as_deref()
            && object.keys().any(|key| !["id", "type"].contains(&key.as_str()))
    }

    fn dropped(&self, what: &'static str) -> JsonLdError {
        JsonLdError::Dropped { what, path: self.path() }
    }
}

/// One node object, in the order of JSON-LD 1.1 API section 5.1.2,
/// steps 7 to 13.
fn node(
    object: &Map<String, Value>,
    active: &ActiveContext,
    property: Option<&Term>,
    place: &mut WalkPlace,
) -> Result<(), JsonLdError> {
    let mut context = active.for_nested_node();
    if let Some(scoped) = property.and_then(|term| term.scoped.as_ref()) {
        context = context.with(scoped, true);
    }
    if let Some(own) = object.get("@context") {
        context = place.below("@context", |place| named_contexts(own, &context, place))?;
    }
    let context = with_types(object, &context, place)?;
    if object.keys().all(|key| key == "@context") {
        return Err(place.dropped("an empty object"));
    }
    if place.is_displaced(object) {
        return Err(JsonLdError::Displaced(place.path()));
    }
    for (key, value) in object.iter().filter(|(key, _)| *key != "@context") {
        place.below(key, |place| entry(key, value, &context, place))?;
    }
    Ok(())
}

fn named_contexts(
    value: &Value,
    context: &ActiveContext,
    place: &mut WalkPlace,
) -> Result<ActiveContext, JsonLdError> {
    let urls = match value {
        Value::Array(items) => items.as_slice(),
        single => std::slice::from_ref(single),
    };
    place.contexts = place.contexts.saturating_add(urls.len());
    if place.contexts > MAX_CONTEXTS {
        return Err(JsonLdError::TooLarge { what: "contexts", limit: MAX_CONTEXTS });
    }
    urls.iter().try_fold(context.clone(), |context, url| match url {
        Value::String(url) => {
            context.with_pinned(url).ok_or_else(|| JsonLdError::UnknownContext(url.clone()))
        }
        Value::Null => Err(JsonLdError::ContextForm { path: place.path(), found: "null" }),
        _ => Err(JsonLdError::ContextForm { path: place.path(), found: "a context written inline" }),
    })
}

/// Checks the types and adds their scoped contexts, in code point order
/// (section 5.1.2, step 11).
fn with_types(
    object: &Map<String, Value>,
    context: &ActiveContext,
    place: &WalkPlace,
) -> Result<ActiveContext, JsonLdError> {
    let mut types = Vec::new();
    for (key, value) in object {
        if keyword(context, key) == Some("@type") {
            let values = match value {
                Value::Array(items) => items.as_slice(),
                single => std::slice::from_ref(single),
            };
            for value in values {
                types.push(value.as_str().ok_or_else(|| place.dropped("a type that is not text"))?);
            }
        }
    }
    if types.len() > MAX_TYPES {
        return Err(JsonLdError::TooLarge { what: "types of one object", limit: MAX_TYPES });
    }
    types.sort_unstable();
    let mut result = context.clone();
    for name in types {
        match context.term(name) {
            Some(term) if term.keyword.is_none() => {
                if let Some(scoped) = &term.scoped {
                    result = result.with(scoped, false);
                }
            }
            _ if is_absolute(name) && !name.starts_with("_:") => {}
            _ => return Err(JsonLdError::UndefinedType { term: name.to_owned(), path: place.path() }),
        }
    }
    Ok(result)
}

fn keyword<'c>(context: &'c ActiveContext, key: &str) -> Option<&'c str> {
    context.term(key).and_then(|term| term.keyword.as_deref())
}

/// One property: it must be a term of the contexts, under its own name.
///
/// JSON-LD would also take `@id`, `@type` and full IRIs as names. To RDF they are the same and the
/// signature would still fit, but a reader of the JSON would miss, say, a `validUntil` that goes by its IRI.
fn entry(
    key: &str,
    value: &Value,
    context: &ActiveContext,
    place: &mut WalkPlace,
) -> Result<(), JsonLdError> {
    if key.starts_with('@') {
        return Err(place.dropped("a keyword credentials do not use"));
    }
    let Some(term) = context.term(key) else {
        let parents = place.steps.split_last().map_or(String::new(), |(_, parents)| parents.join("/"));
        return Err(JsonLdError::UndefinedTerm { term: key.to_owned(), path: format!("/{parents}") });
    };
    match term.keyword.as_deref() {
        // The values were checked with the types.
        Some("@type") => Ok(()),
        Some("@id") => {
            let id = value.as_str().ok_or_else(|| place.dropped("an id that is not text"))?;
            reference(id, place)
        }
        Some(_) => Err(place.dropped("a keyword credentials do not use")),
        None => values(value, context, term, place),
    }
}

fn values(
    value: &Value,
    context: &ActiveContext,
    term: &Term,
    place: &mut WalkPlace,
) -> Result<(), JsonLdError> {
    if term.coercion == Coercion::Json {
        return Ok(());
    }
    match value {
        Value::Null => Err(place.dropped("the value null")),
        Value::Array(items) => items.iter().enumerate().try_for_each(|(index, item)| {
            place.below(&index.to_string(), |place| match item {
                Value::Array(_) => Err(place.dropped("a list within a list")),
                item => values(item, context, term, place),
            })
        }),
        Value::Object(object) if object.contains_key("@value") => value_object(object, place),
        Value::Object(object) => node(object, context, Some(term), place),
        Value::String(text) => match term.coercion {
            Coercion::Reference => reference(text, place),
            Coercion::Vocabulary => {
                // A property's scoped context also holds for its plain values (section 5.1.2, step 4.2).
                let scoped = term.scoped.as_ref().map(|scoped| context.with(scoped, true));
                let known = scoped.as_ref().unwrap_or(context).term(text);
                if known.is_some_and(|term| term.keyword.is_none()) { Ok(()) } else { reference(text, place) }
            }
            Coercion::Literal | Coercion::Json => Ok(()),
        },
        Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}

/// `{"@value": ..}` with a type or a language (JSON-LD 1.1, section 9.5).
fn value_object(object: &Map<String, Value>, place: &WalkPlace) -> Result<(), JsonLdError> {
    for (key, value) in object {
        match (key.as_str(), value) {
            ("@value", Value::String(_) | Value::Bool(_) | Value::Number(_)) => {}
            ("@type", Value::String(datatype)) => reference(datatype, place)?,
            // oxrdf lower-cases language tags, jsonld.js does not: only lower case means the same to both.
            ("@language", Value::String(tag)) if is_lower_language(tag) => {}
            ("@language", _) => return Err(place.dropped("a language tag that is not in lower case")),
            _ => return Err(place.dropped("an unusual form of value")),
        }
    }
    Ok(())
}

fn is_lower_language(tag: &str) -> bool {
    let fine = |part: &str| {
        (1..=8).contains(&part.len())
            && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    tag.split('-').all(fine) && tag.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase())
}

fn reference(text: &str, place: &WalkPlace) -> Result<(), JsonLdError> {
    if is_absolute(text) {
        return Ok(());
    }
    Err(JsonLdError::RelativeReference { value: text.chars().take(200).collect(), path: place.path() })
}

/// Whether RDF keeps the text as a node: an absolute IRI or a blank node label.
fn is_absolute(text: &str) -> bool {
    match text.strip_prefix("_:") {
        Some(label) => BlankNode::new(label).is_ok(),
        None => NamedNode::new(text).is_ok(),
    }
}
