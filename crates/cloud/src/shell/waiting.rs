//! When `aws SERVICE wait` has waited long enough.

use super::{command::Ask, data::Data, query::Query};
use crate::{call::Answer, model::Acceptor, model::Waiter};

/// What an answer means to who waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judged {
    /// It is as awaited.
    Done,
    /// It will never be.
    Failed,
    /// Not yet: `delay` seconds of the lab later once more.
    Again,
}

/// What a waiter makes of an answer.
#[must_use]
pub fn judge(ask: &Ask, waiter: &Waiter, answer: &Answer) -> Judged {
    let data = answer.as_ref().ok().map(|output| Data::answer(ask.operation, output));
    let met = waiter.acceptors.iter().find(|acceptor| accepts(acceptor, data.as_ref(), answer));
    match (met.map(|acceptor| acceptor.state.as_str()), answer) {
        (Some("success"), _) => Judged::Done,
        (Some("failure"), _) | (None, Err(_)) => Judged::Failed,
        _ => Judged::Again,
    }
}

fn accepts(acceptor: &Acceptor, data: Option<&Data>, answer: &Answer) -> bool {
    let expected = Data::from(&acceptor.expected);
    let found = || {
        let query = Query::read(acceptor.argument.as_deref()?).ok()?;
        query.search(data?).ok()
    };
    match acceptor.matcher.as_str() {
        "path" => found().is_some_and(|found| found == expected),
        "pathAll" => {
            let all = |items: &[Data]| !items.is_empty() && items.iter().all(|one| *one == expected);
            matches!(found(), Some(Data::List(items)) if all(&items))
        }
        "pathAny" => matches!(found(), Some(Data::List(items)) if items.contains(&expected)),
        "error" => match (answer, &expected) {
            (Err(fault), Data::Text(code)) => fault.code == *code,
            (Ok(_), Data::Bool(false)) | (Err(_), Data::Bool(true)) => true,
            _ => false,
        },
        "status" => expected == Data::Int(answer.as_ref().map_or_else(|fault| fault.status.into(), |_| 200)),
        _ => false,
    }
}
