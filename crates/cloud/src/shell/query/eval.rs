//! Searching: each step and each copy takes from the budget.

use std::borrow::Cow;

use super::{
    function::{items, order, orderable, plain},
    node::{Comparison, Node},
};
use crate::shell::data::{Data, equal};

pub(super) struct Search {
    pub(super) budget: usize,
}

type Found<'a> = Result<Cow<'a, Data>, String>;

impl Search {
    pub(super) fn search(&mut self, node: &Node, data: &Data) -> Result<Data, String> {
        let found = self.eval(node, data)?;
        self.owned(found)
    }

    pub(super) fn spend(&mut self, steps: usize) -> Result<(), String> {
        self.budget = self.budget.checked_sub(steps).ok_or("it makes too much of too little")?;
        Ok(())
    }

    fn owned(&mut self, found: Cow<'_, Data>) -> Result<Data, String> {
        if let Cow::Borrowed(data) = &found {
            self.spend(data.size())?;
        }
        Ok(found.into_owned())
    }

    pub(super) fn eval<'a>(&mut self, node: &Node, data: &'a Data) -> Found<'a> {
        self.spend(1)?;
        Ok(match node {
            Node::Current => Cow::Borrowed(data),
            Node::Field(name) => data.get(name).map_or(Cow::Owned(Data::Null), Cow::Borrowed),
            Node::Index(at) => match data {
                Data::List(items) => {
                    let item = place(*at, items.len()).and_then(|at| items.get(at));
                    item.map_or(Cow::Owned(Data::Null), Cow::Borrowed)
                }
                _ => Cow::Owned(Data::Null),
            },
            Node::Slice(from, to, step) => match data {
                Data::List(items) => {
                    let picked = sliced(items.len(), *from, *to, *step);
                    let items = picked.into_iter().filter_map(|at| items.get(at));
                    let items = items.map(|item| self.owned(Cow::Borrowed(item)));
                    Cow::Owned(Data::List(items.collect::<Result<_, _>>()?))
                }
                _ => Cow::Owned(Data::Null),
            },
            Node::Literal(literal) => Cow::Owned(self.owned(Cow::Borrowed(literal))?),
            Node::Then(left, right) => match self.eval(left, data)? {
                Cow::Borrowed(found) => self.eval(right, found)?,
                Cow::Owned(found) => Cow::Owned(self.search(right, &found)?),
            },
            Node::Or(left, right) => {
                let found = self.eval(left, data)?;
                if truth(&found) { found } else { self.eval(right, data)? }
            }
            Node::And(left, right) => {
                let found = self.eval(left, data)?;
                if truth(&found) { self.eval(right, data)? } else { found }
            }
            Node::Not(node) => Cow::Owned(Data::Bool(!truth(&*self.eval(node, data)?))),
            Node::Compare(comparison, left, right) => {
                let (left, right) = (self.eval(left, data)?, self.eval(right, data)?);
                self.spend(left.size().min(right.size()))?;
                Cow::Owned(compared(*comparison, &left, &right))
            }
            Node::Flatten(node) => {
                let found = self.eval(node, data)?;
                Cow::Owned(self.flattened(&found)?)
            }
            Node::Each(..) | Node::EachValue(..) | Node::EachWhere(..) => Cow::Owned(self.each(node, data)?),
            Node::List(_) | Node::Hash(_) if *data == Data::Null => Cow::Owned(Data::Null),
            Node::List(nodes) => {
                let items = nodes.iter().map(|node| self.search(node, data));
                Cow::Owned(Data::List(items.collect::<Result<_, _>>()?))
            }
            Node::Hash(members) => {
                let members = members.iter().map(|(name, node)| Ok((name.clone(), self.search(node, data)?)));
                Cow::Owned(Data::Map(members.collect::<Result<_, String>>()?))
            }
            Node::Call(name, arguments) => Cow::Owned(call(self, name, arguments, data)?),
            Node::Reference(_) => {
                return Err("an expression with & stands where a value is needed".to_owned());
            }
        })
    }

    fn flattened(&mut self, found: &Data) -> Result<Data, String> {
        let Data::List(items) = found else { return Ok(Data::Null) };
        let mut flat = Vec::new();
        for item in items {
            self.spend(item.size())?;
            match item {
                Data::List(inner) => flat.extend(inner.iter().cloned()),
                other => flat.push(other.clone()),
            }
        }
        Ok(Data::List(flat))
    }

    fn each(&mut self, node: &Node, data: &Data) -> Result<Data, String> {
        let (left, condition, right) = match node {
            Node::EachWhere(left, condition, right) => (left, Some(condition), right),
            Node::Each(left, right) | Node::EachValue(left, right) => (left, None, right),
            _ => return Ok(Data::Null),
        };
        let of = self.eval(left, data)?;
        let items: Vec<&Data> = match (&*of, node) {
            (Data::Map(members), Node::EachValue(..)) => members.iter().map(|(_, value)| value).collect(),
            (_, Node::EachValue(..)) => return Ok(Data::Null),
            (Data::List(items), _) => items.iter().collect(),
            _ => return Ok(Data::Null),
        };
        let mut found = Vec::new();
        for item in items {
            let passes = match condition {
                Some(condition) => truth(&*self.eval(condition, item)?),
                None => true,
            };
            if passes {
                let one = self.search(right, item)?;
                if one != Data::Null {
                    found.push(one);
                }
            }
        }
        Ok(Data::List(found))
    }
}

fn call(search: &mut Search, name: &str, arguments: &[Node], data: &Data) -> Result<Data, String> {
    match (name, arguments) {
        ("map", [Node::Reference(each), list]) => {
            let list = items(name, search.search(list, data)?)?;
            let mapped = list.iter().map(|item| search.search(each, item));
            Ok(Data::List(mapped.collect::<Result<_, _>>()?))
        }
        ("sort_by" | "max_by" | "min_by", [list, Node::Reference(by)]) => {
            let list = items(name, search.search(list, data)?)?;
            let keyed = list.into_iter().map(|item| Ok((search.search(by, &item)?, item)));
            let mut keyed = keyed.collect::<Result<Vec<_>, String>>()?;
            orderable(name, keyed.iter().map(|(key, _)| key))?;
            keyed.sort_by(|(left, _), (right, _)| order(left, right));
            let mut sorted = keyed.into_iter().map(|(_, item)| item);
            Ok(match name {
                "sort_by" => Data::List(sorted.collect()),
                "min_by" => sorted.next().unwrap_or(Data::Null),
                _ => sorted.next_back().unwrap_or(Data::Null),
            })
        }
        _ => {
            let values = arguments.iter().map(|argument| search.search(argument, data));
            plain(name, values.collect::<Result<_, _>>()?)
        }
    }
}

/// What counts as true: everything but false, null and what is empty.
fn truth(data: &Data) -> bool {
    match data {
        Data::Null | Data::Bool(false) => false,
        Data::Text(text) => !text.is_empty(),
        Data::List(items) => !items.is_empty(),
        Data::Map(members) => !members.is_empty(),
        _ => true,
    }
}

fn compared(comparison: Comparison, left: &Data, right: &Data) -> Data {
    let order = match (left, right, left.number(), right.number()) {
        (_, _, Some(left), Some(right)) => Some(left.total_cmp(&right)),
        // The original compares texts too, which is how times are compared.
        (Data::Text(left), Data::Text(right), ..) => Some(left.cmp(right)),
        _ => None,
    };
    let holds = match comparison {
        Comparison::Equal => Some(equal(left, right)),
        Comparison::Unequal => Some(!equal(left, right)),
        Comparison::Less => order.map(std::cmp::Ordering::is_lt),
        Comparison::LessOrEqual => order.map(std::cmp::Ordering::is_le),
        Comparison::Greater => order.map(std::cmp::Ordering::is_gt),
        Comparison::GreaterOrEqual => order.map(std::cmp::Ordering::is_ge),
    };
    holds.map_or(Data::Null, Data::Bool)
}

/// From the end where it is negative.
fn place(at: i64, length: usize) -> Option<usize> {
    match usize::try_from(at) {
        Ok(at) => Some(at),
        Err(_) => length.checked_sub(usize::try_from(at.unsigned_abs()).ok()?),
    }
}

fn sliced(length: usize, from: Option<i64>, to: Option<i64>, step: i64) -> Vec<usize> {
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    let (low, high) = if step > 0 { (0, length) } else { (-1, length - 1) };
    let bound = |at: i64| (if at < 0 { at.saturating_add(length) } else { at }).clamp(low, high);
    let (first, last) = if step > 0 { (low, high) } else { (high, low) };
    let (mut at, end) = (from.map_or(first, bound), to.map_or(last, bound));
    let mut picked = Vec::new();
    while if step > 0 { at < end } else { at > end } {
        picked.extend(usize::try_from(at));
        at = at.saturating_add(step);
    }
    picked
}
