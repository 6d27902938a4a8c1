//! An answer as it is kept: a list of values.
//!
//! Of an item with one response variable the list is its values, as answers were written before items had
//! several. Of an item with more each value is written `NAME:VALUE`: no identifier of QTI holds a colon (QTI
//! 3.0, 1.4, identifier), so the first one ends the name.

use std::collections::BTreeMap;

/// Values by response variable, each a list in QTI's lexical form.
pub type Responses = BTreeMap<String, Vec<String>>;

/// The values of each response variable of an item.
///
/// An empty list where nothing was answered.
///
/// # Errors
/// The first value that names none of the variables.
pub fn to_responses(variables: &[&str], answer: &[String]) -> Result<Responses, String> {
    let mut responses: Responses = variables.iter().map(|name| ((*name).to_owned(), Vec::new())).collect();
    if let [only] = variables {
        responses.insert((*only).to_owned(), answer.to_vec());
        return Ok(responses);
    }
    for value in answer {
        let named = value.split_once(':').and_then(|(name, rest)| Some((responses.get_mut(name)?, rest)));
        let (values, rest) = named.ok_or_else(|| value.clone())?;
        values.push(rest.to_owned());
    }
    Ok(responses)
}

/// The answer that says the same; what is no variable of the item is left out.
pub fn from_responses(variables: &[&str], responses: &Responses) -> Vec<String> {
    let of = |name: &str| responses.get(name).map(Vec::as_slice).unwrap_or_default();
    match variables {
        [only] => of(only).to_vec(),
        several => {
            let named = |name: &&str| {
                of(name).iter().map(|value| value_of(variables, name, value)).collect::<Vec<_>>()
            };
            several.iter().flat_map(named).collect()
        }
    }
}

/// A value of a variable as it stands in an answer.
pub(crate) fn value_of(variables: &[&str], name: &str, value: &str) -> String {
    match variables {
        [_only] => value.to_owned(),
        _ => format!("{name}:{value}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(of: &[&str]) -> Vec<String> {
        of.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn an_answer_of_one_variable_is_its_values() {
        let answer = texts(&["A", "R:2"]);
        let responses = to_responses(&["RESPONSE"], &answer).unwrap();
        assert_eq!(responses, Responses::from([("RESPONSE".to_owned(), answer.clone())]));
        assert_eq!(from_responses(&["RESPONSE"], &responses), answer);
    }

    #[test]
    fn an_answer_of_several_names_them() {
        let answer = texts(&["R1:A", "R1:B", "R2:at 10:30"]);
        let responses = to_responses(&["R1", "R2", "R3"], &answer).unwrap();
        assert_eq!(responses["R1"], ["A", "B"]);
        assert_eq!(responses["R2"], ["at 10:30"]);
        assert!(responses["R3"].is_empty());
        assert_eq!(from_responses(&["R1", "R2", "R3"], &responses), answer);
        assert_eq!(to_responses(&["R1", "R2"], &texts(&["R9:A"])), Err("R9:A".to_owned()));
        assert_eq!(to_responses(&["R1", "R2"], &texts(&["A"])), Err("A".to_owned()));
    }
}
