//! What an operation has at hand: the call, and the state that it changes.

use std::sync::Arc;

use crate::{
    call::{Answer, Call, Fault},
    state::{Cloud, CloudPlace, limits, time},
    value::Value,
};

/// An operation: it changes the state and answers, or refuses and has changed nothing.
pub(crate) type Handler = fn(&mut CallContext<'_>) -> Answer;
/// The operations of a service, by the model's name.
pub(crate) type Operations = &'static [(&'static str, Handler)];

/// A call on its way.
pub(crate) struct CallContext<'a> {
    pub cloud: &'a mut Cloud,
    pub call: &'a Call,
    pub input: &'a Value,
    fuel: u64,
}

impl<'a> CallContext<'a> {
    pub fn new(cloud: &'a mut Cloud, call: &'a Call) -> Self {
        CallContext { cloud, call, input: &call.input, fuel: limits::FUEL_PER_CALL }
    }

    /// Spends steps of the call; the refusal when there are no more.
    pub fn spend(&mut self, steps: usize) -> Result<(), Fault> {
        self.fuel = self.fuel.saturating_sub(steps as u64);
        if self.fuel > 0 {
            return Ok(());
        }
        Err(Fault::not_here("A call of this size"))
    }

    pub fn text(&self, name: &str) -> &'a str {
        self.input.text(name)
    }

    pub fn texts(&self, name: &str) -> Vec<&'a str> {
        self.input.list(name).iter().filter_map(Value::as_text).collect()
    }

    pub fn region(&self) -> &'a str {
        &self.call.region
    }

    pub fn account(&self) -> &'a str {
        &self.call.who.account
    }

    /// Refuses options that no lab needs.
    pub fn without(&self, names: &[&str]) -> Result<(), Fault> {
        let used = names.iter().find(|name| self.input.get(name).is_some());
        used.map_or(Ok(()), |name| Err(Fault::not_here(&format!("The option {name}"))))
    }

    pub fn place(&self, kind: &'static str) -> CloudPlace {
        let is_global = ["iam/", "s3/"].iter().any(|global| kind.starts_with(global));
        let region = if is_global { "" } else { self.region() };
        CloudPlace { kind, account: self.account().into(), region: region.into() }
    }

    pub fn find(&self, kind: &'static str, id: &str) -> Option<Arc<Value>> {
        self.cloud.find(&self.place(kind), id).cloned()
    }

    pub fn all(&self, kind: &'static str) -> Vec<Arc<Value>> {
        let table = self.cloud.table(&self.place(kind));
        table.map(|table| table.values().cloned().collect()).unwrap_or_default()
    }

    pub fn put(&mut self, kind: &'static str, id: &str, value: Value) {
        let place = self.place(kind);
        self.cloud.put(&place, id, value);
    }

    pub fn remove(&mut self, kind: &'static str, id: &str) -> Option<Arc<Value>> {
        let place = self.place(kind);
        self.cloud.remove(&place, id)
    }

    pub fn now_text(&self) -> String {
        time::text(self.cloud.now())
    }

    pub fn arn(&self, service: &str, resource: &str) -> String {
        format!("arn:aws:{service}:{}:{}:{resource}", self.region(), self.account())
    }

    /// Answers one page of a list: `most` of it from the place that the token names.
    pub fn page(
        &self,
        all: Vec<Value>,
        (token, invalid): (&str, &str),
        most: Option<usize>,
    ) -> Result<(Vec<Value>, Option<String>), Fault> {
        let from = match self.text(token) {
            "" => 0,
            text => {
                let number = text.strip_prefix("next-").and_then(|number| number.parse::<usize>().ok());
                number
                    .filter(|from| *from <= all.len())
                    .ok_or_else(|| Fault::sender(invalid, format!("The {token} is not one of this list.")))?
            }
        };
        let most = most.unwrap_or(limits::PAGE_DEFAULT);
        let rest = all.len().saturating_sub(from + most);
        let page = all.into_iter().skip(from).take(most).collect();
        Ok((page, (rest > 0).then(|| format!("next-{}", from + most))))
    }
}

/// An empty answer.
#[expect(clippy::unnecessary_wraps, reason = "what an operation returns when it has nothing to say")]
pub(crate) fn done() -> Answer {
    Ok(Value::empty())
}

/// A list under its name, and the token of the next page where there is one.
pub(crate) fn listed(name: &str, items: Vec<Value>, token: &str, next: Option<String>) -> Value {
    let answer = Value::empty().with(name, Value::List(items));
    match next {
        Some(next) => answer.with(token, next),
        None => answer,
    }
}
