//! Lists that come page by page, as the original joins them.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::command::{Ask, Paging};
use crate::{
    call::{Call, Principal},
    model::Operation,
    value::Value,
};

/// Pages of one command: more than any lab has resources.
const PAGES_MAX: usize = 1_000;

/// Takes the options about pages; `None` where somebody asks for one page by hand.
pub(super) fn of(
    operation: Operation,
    given: &BTreeMap<String, Vec<String>>,
    input: &mut BTreeMap<String, Value>,
    paginate: bool,
) -> Result<Option<Paging>, String> {
    let Some(paginator) = &operation.model.paginator else { return Ok(None) };
    let one = |name: &str| given.get(name).and_then(|words| words.first());
    let number = |name: &str| {
        let number = one(name).map(|word| word.parse::<u32>());
        number.transpose().map_err(|_| format!("argument --{name}: invalid int value"))
    };
    let used = ["starting-token", "max-items", "page-size"].iter().any(|name| given.contains_key(*name));
    let by_hand =
        paginator.input_token.iter().chain(&paginator.limit_key).any(|name| input.contains_key(name));
    if !paginate || by_hand {
        return if used {
            Err("Cannot specify --no-paginate along with pagination arguments".to_owned())
        } else {
            Ok(None)
        };
    }
    if let (Some(size), Some(limit)) = (number("page-size")?, &paginator.limit_key) {
        input.insert(limit.clone(), Value::Int(size.into()));
    }
    let mut skip = 0;
    if let (Some(token), Some(name)) = (one("starting-token"), paginator.input_token.first()) {
        let (inner, cut) = opened(token, name);
        skip = cut;
        if let Some(inner) = inner {
            input.insert(name.clone(), Value::Text(inner));
        }
    }
    let max_items = number("max-items")?.and_then(|number| usize::try_from(number).ok());
    Ok(Some(Paging { paginator, max_items, skip }))
}

/// A token as the original makes it: the service's own, and how many elements of its page are printed.
fn opened(token: &str, name: &str) -> (Option<String>, usize) {
    let json = STANDARD
        .decode(token)
        .ok()
        .and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    match json {
        Some(serde_json::Value::Object(members)) => {
            let cut = members.get("boto_truncate_amount").and_then(serde_json::Value::as_u64).unwrap_or(0);
            let own = members.get(name).and_then(serde_json::Value::as_str).map(str::to_owned);
            (own, usize::try_from(cut).unwrap_or(0))
        }
        _ => (Some(token.to_owned()), 0),
    }
}

/// The answers of one command, joined while they come.
#[derive(Debug)]
pub struct Pages<'a> {
    ask: &'a Ask,
    token: Option<Value>,
    pages: usize,
    joined: BTreeMap<String, Value>,
}

impl<'a> Pages<'a> {
    /// For a command that is about to be asked.
    #[must_use]
    pub fn of(ask: &'a Ask) -> Self {
        let name = ask.paging.as_ref().and_then(|paging| paging.paginator.input_token.first());
        let token = name.and_then(|name| ask.input.get(name)).cloned();
        Pages { ask, token, pages: 0, joined: BTreeMap::new() }
    }

    /// Takes an answer; the next call, where there is one.
    pub fn add(&mut self, page: Value, who: &Principal) -> Option<Call> {
        let (Some(paging), Value::Map(page)) = (&self.ask.paging, &page) else {
            if let Value::Map(page) = page {
                self.joined = page;
            }
            return None;
        };
        let paginator = paging.paginator;
        self.pages += 1;
        let before = self.count();
        let mut cut = if self.pages == 1 { paging.skip } else { 0 };
        for key in &paginator.result_key {
            let Some(Value::List(items)) = page.get(key) else { continue };
            let kept = items.iter().skip(cut).cloned();
            match self.joined.entry(key.clone()).or_insert_with(|| Value::List(Vec::new())) {
                Value::List(all) => all.extend(kept),
                other => *other = Value::List(kept.collect()),
            }
            // Only of the first list something was printed before; the others were printed whole.
            cut = if cut > 0 { usize::MAX } else { 0 };
        }
        for key in &paginator.non_aggregate_keys {
            if let Some(value) = page.get(key).filter(|_| self.pages == 1) {
                self.joined.insert(key.clone(), value.clone());
            }
        }
        let next = paginator.output_token.iter().find_map(|name| page.get(name));
        let next = next.filter(|token| token.as_text().is_some_and(|text| !text.is_empty()));
        if self.cut(paging, before, next) {
            return None;
        }
        let same = next == self.token.as_ref();
        self.token = next.cloned();
        let (token, name) = (self.token.clone()?, paginator.input_token.first()?);
        // The same token again would never end: of GetLogEvents it is the end.
        if same || self.pages >= PAGES_MAX {
            return None;
        }
        let mut call = self.ask.call(who.clone());
        if let Value::Map(members) = &mut call.input {
            members.insert(name.clone(), token);
        }
        Some(call)
    }

    fn count(&self) -> usize {
        let first = self.ask.paging.as_ref().and_then(|paging| paging.paginator.result_key.first());
        first.and_then(|key| self.joined.get(key)).map_or(0, |list| list.items().len())
    }

    /// Ends at `--max-items`, with a token that goes on from there.
    fn cut(&mut self, paging: &Paging, before: usize, next: Option<&Value>) -> bool {
        let (Some(most), Some(key)) = (paging.max_items, paging.paginator.result_key.first()) else {
            return false;
        };
        let reached = self.count();
        if reached < most || (reached == most && next.is_none()) {
            return false;
        }
        if let Some(Value::List(items)) = self.joined.get_mut(key) {
            items.truncate(most);
        }
        let name = paging.paginator.input_token.first().cloned().unwrap_or_default();
        let text = |token: Option<&Value>| token.and_then(Value::as_text).map(str::to_owned);
        let token = if reached == most {
            serde_json::json!({ name: text(next) })
        } else {
            let skipped = if self.pages == 1 { paging.skip } else { 0 };
            let printed = most.saturating_sub(before) + skipped;
            serde_json::json!({ name: text(self.token.as_ref()), "boto_truncate_amount": printed })
        };
        self.joined.insert("NextToken".to_owned(), Value::Text(STANDARD.encode(token.to_string())));
        true
    }

    /// All of it.
    #[must_use]
    pub fn joined(self) -> Value {
        Value::Map(self.joined)
    }
}
