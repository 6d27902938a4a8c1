//! Rules against the variables that they name.

use super::names::{BUILT_IN, Declared, DeclaredNames};
use crate::{
    reading::tell,
    remark::{Remarks, Weight, codes},
    tree::XmlElement,
    value::{BaseType, Cardinality},
};

/// Rules that follow from a condition: the first element in them.
const CONDITIONAL: [&str; 6] = [
    "qti-response-if",
    "qti-response-else-if",
    "qti-outcome-if",
    "qti-outcome-else-if",
    "qti-template-if",
    "qti-template-else-if",
];

/// Elements that name a variable by `identifier`, and of which kind it must be; `None`: of any.
const NAMED: [(&str, Option<Declared>); 11] = [
    ("qti-variable", None),
    ("qti-default", None),
    ("qti-correct", Some(Declared::Response)),
    ("qti-map-response", Some(Declared::Response)),
    ("qti-map-response-point", Some(Declared::Response)),
    ("qti-set-outcome-value", Some(Declared::Outcome)),
    ("qti-lookup-outcome-value", Some(Declared::Outcome)),
    ("qti-set-template-value", Some(Declared::Template)),
    ("qti-set-correct-response", Some(Declared::Response)),
    ("qti-set-default-value", None),
    ("qti-set-response-value", Some(Declared::Response)),
];

/// Holds the names in rules against the declarations.
pub(super) fn check(element: &XmlElement, names: &DeclaredNames<'_>, remarks: &mut Remarks) {
    if let Some((_, kind)) = NAMED.iter().find(|(name, _)| element.is(name))
        && let Some(name) = element.attribute("identifier").map(str::trim)
    {
        let is_known = match kind {
            None => names.knows(name),
            Some(Declared::Outcome) if BUILT_IN.contains(&name) => true,
            Some(kind) => names.of_kind(name, *kind).is_some(),
        };
        if !is_known {
            let message = format!(
                "No variable has the name `{name}`, which `{}` uses: declare it, or write another's name.",
                element.name
            );
            tell(remarks, Weight::Error, codes::NAME, element, message);
        }
    }
    if CONDITIONAL.iter().any(|name| element.is(name))
        && let Some(condition) = element.elements().next()
        && is_no_truth(condition, names)
    {
        let message = "A condition is no truth: 0 and nothing are read as false, everything else as true.";
        tell(remarks, Weight::Lenient, codes::EXTENSION, condition, message);
    }
    for child in element.elements() {
        check(child, names, remarks);
    }
}

/// Whether a condition is a variable that holds something else (`ResponseIf`: of the type boolean).
fn is_no_truth(condition: &XmlElement, names: &DeclaredNames<'_>) -> bool {
    let name = condition.attribute("identifier").map(str::trim).unwrap_or_default();
    let declared = names.0.get(name).filter(|_| condition.is("qti-variable"));
    declared.is_some_and(|(_, variable)| {
        (variable.cardinality, variable.base) != (Cardinality::Single, Some(BaseType::Boolean))
    })
}
