//! Rules against the variables that they name.

use super::names::{BUILT_IN, Declared, DeclaredNames};
use crate::{
    reading::tell,
    remark::{Remarks, Weight, codes},
    tree::XmlElement,
};

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
    for child in element.elements() {
        check(child, names, remarks);
    }
}
