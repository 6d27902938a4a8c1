//! Values of declarations from trees.

use std::collections::BTreeMap;

use super::Variable;
use crate::{
    reading::{Reading, lost_element, tell, tell_stray_text},
    remark::{Remarks, Weight, codes},
    tree::XmlElement,
    value::{BaseType, Cardinality, Scalar, Value},
};

/// The value of `qti-default-value` or `qti-correct-response`, and what the author says of it.
pub(super) fn values(
    element: &XmlElement,
    variable: &Variable,
    is_key: bool,
    remarks: &mut Remarks,
) -> (Value, Option<String>) {
    let mut reading = Reading::new(element, remarks);
    let interpretation = reading.owned("interpretation");
    reading.tell_others();
    tell_stray_text(remarks, element);
    let (mut scalars, mut fields, mut count) = (Vec::new(), BTreeMap::new(), 0);
    for child in element.elements() {
        if !child.is("qti-value") {
            lost_element(remarks, Weight::Error, child, element);
            continue;
        }
        count += 1;
        if let Some((field, value)) = one_value(child, variable, is_key, remarks) {
            match field {
                Some(field) => drop(fields.insert(field, value)),
                None => scalars.extend(value),
            }
        }
    }
    if count == 0 {
        let message = format!("`{}` holds no `qti-value`: it is read as having no value.", element.name);
        let weight = if is_key { Weight::Error } else { Weight::Lenient };
        tell(remarks, weight, codes::MISSING_ELEMENT, element, message);
    }
    if count > 1 && variable.cardinality == Cardinality::Single {
        let message = format!(
            "`{}` is single and has {count} values here: declare it `multiple` or `ordered`, \
             or keep one value.",
            variable.identifier
        );
        tell(remarks, Weight::Error, codes::ORDER, element, message);
    }
    let value = match variable.cardinality {
        Cardinality::Record => Value::record(fields),
        other => Value::of(other, scalars),
    };
    (value, interpretation)
}

/// A `qti-value`: the field that it is of, in a record, and what it says.
type FieldValue = (Option<String>, Option<Scalar>);

fn one_value(
    element: &XmlElement,
    variable: &Variable,
    is_key: bool,
    remarks: &mut Remarks,
) -> Option<FieldValue> {
    let is_record = variable.cardinality == Cardinality::Record;
    let mut reading = Reading::new(element, remarks);
    let field = reading.token("field-identifier").map(str::to_owned);
    let own = reading.word("base-type", "a base type of QTI", BaseType::named);
    if is_record && field.is_none() {
        reading.required("field-identifier");
        return None;
    }
    if !is_record && field.is_some() {
        reading.bad("field-identifier", format!("`{}` is no record and has no fields.", variable.identifier));
    }
    if !is_record && own.is_some() && own != variable.base {
        reading.bad(
            "base-type",
            format!("`{}` is declared with another base type: write the same one.", variable.identifier),
        );
    }
    reading.tell_others();
    for child in element.elements() {
        lost_element(remarks, Weight::Error, child, element);
    }
    let field = field.filter(|_| is_record);
    let text = element.all_text();
    let base = if is_record { own } else { variable.base };
    // A string of spaces is a string; an empty one is NULL (QTI 3.0, 2.11.1).
    if text.is_empty() || base != Some(BaseType::String) && text.trim().is_empty() {
        if is_key {
            let message =
                format!("The key of `{}` has an empty value: write it, or take it out.", variable.identifier);
            tell(remarks, Weight::Error, codes::VALUE, element, message);
        } else if !is_record {
            let message = format!("An empty text is no value of `{}`: read as none.", variable.identifier);
            tell(remarks, Weight::Lenient, codes::VALUE, element, message);
        }
        return Some((field, None));
    }
    let Some(base) = base else {
        let message = format!("The field needs a `base-type`: `{}` cannot be read.", text.trim());
        tell(remarks, Weight::Error, codes::MISSING_ATTRIBUTE, element, message);
        return Some((field, None));
    };
    Some((field, single(base, &text, element, remarks)))
}

/// One value; told as an error where the text is none.
pub(super) fn single(
    base: BaseType,
    text: &str,
    element: &XmlElement,
    remarks: &mut Remarks,
) -> Option<Scalar> {
    match Scalar::parse(base, text) {
        Ok(value) => Some(value),
        Err(error) => {
            if let Some(meant) = Scalar::meant(base, text) {
                let message = format!("{error}; it is read as `{}`.", meant.lexical());
                tell(remarks, Weight::Lenient, codes::VALUE, element, message);
                return Some(meant);
            }
            let message = format!("{error}: write one, or declare another base type.");
            tell(remarks, Weight::Error, codes::VALUE, element, message);
            None
        }
    }
}
