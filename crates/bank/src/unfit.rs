//! Why an item can be given to nobody.

use assay_qti::{
    interaction::{Interaction, can_be_shown},
    item::AssessmentItem,
    remark::{Remarks, Weight},
};

/// Words that stand behind the item's name; none where it can be given.
///
/// `told` is what reading its rules and interactions told, `is_scored` whether an answer can be right.
pub(crate) fn why(
    item: &AssessmentItem,
    interactions: &[Interaction],
    told: &Remarks,
    is_scored: bool,
) -> Option<String> {
    let names: Vec<&str> = interactions.iter().map(|one| one.response_identifier.as_str()).collect();
    let is_declared =
        |name: &&str| item.declarations.responses.iter().any(|one| one.variable.identifier == **name);
    let is_repeated = |(at, name): (usize, &&str)| names.iter().take(at).any(|other| other == name);
    let hidden = interactions.iter().map(|one| one.asked.element()).find(|name| !can_be_shown(name));
    let fault = told.remarks.iter().find(|remark| remark.weight >= Weight::Error);
    match (hidden, fault) {
        (Some(name), _) => Some(format!("has a {name}, which cannot be shown here")),
        (None, Some(fault)) => Some(format!("cannot be used: {}", fault.message.trim_end_matches('.'))),
        _ if interactions.is_empty() => Some("asks for no answer".to_owned()),
        _ if item.is_adaptive => Some("is adaptive: each question here is answered once".to_owned()),
        _ if !names.iter().all(is_declared) => {
            Some("asks for a response that it does not declare".to_owned())
        }
        _ if names.iter().enumerate().any(is_repeated) => {
            Some("asks for one response in two places".to_owned())
        }
        _ if !is_scored => Some("has no rules by which an answer is right".to_owned()),
        _ => None,
    }
}
