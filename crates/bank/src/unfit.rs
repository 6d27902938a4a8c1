//! Why an item can be given to nobody.

use assay_qti::{
    interaction::can_be_shown,
    remark::{Remarks, Weight},
};

use crate::item::BankItem;

/// Words that stand behind the item's name; none where it can be given.
///
/// `told` is what reading its rules and interactions told.
pub(crate) fn why(item: &BankItem, told: &Remarks) -> Option<String> {
    let hidden = item.interactions.iter().map(|one| one.asked.element());
    let hidden = hidden.filter(|name| !can_be_shown(name)).map(str::to_owned).next();
    let fault = told.remarks.iter().find(|remark| remark.weight >= Weight::Error);
    match () {
        () if item.interactions.is_empty() => Some("asks for no answer".to_owned()),
        () if hidden.is_some() => {
            let name = hidden.unwrap_or_default();
            Some(format!("has a {name}, which cannot be shown here"))
        }
        () if fault.is_some() => {
            let message = fault.map(|remark| remark.message.trim_end_matches('.')).unwrap_or_default();
            Some(format!("cannot be used: {message}"))
        }
        () if item.item.is_adaptive => Some("is adaptive: each question here is answered once".to_owned()),
        () if item.interactions.iter().any(|one| !is_declared(item, &one.response_identifier)) => {
            Some("asks for a response that it does not declare".to_owned())
        }
        () if is_repeated(item) => Some("asks for one response in two places".to_owned()),
        () if item.full.is_none() => Some("has no rules by which an answer is right".to_owned()),
        () => None,
    }
}

fn is_declared(item: &BankItem, response: &str) -> bool {
    item.item.declarations.responses.iter().any(|one| one.variable.identifier == response)
}

fn is_repeated(item: &BankItem) -> bool {
    let names = item.variables();
    names.iter().enumerate().any(|(at, name)| names.iter().take(at).any(|other| other == name))
}
