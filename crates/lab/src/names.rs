//! LabNames in braces: how one text serves every variant of a lab.
//!
//! `{service}` stands for what the variant or the seed gave that name, `{limit+8}` for its number and eight.
//! Braces around anything else are text, as policies and queries have them.
//!
//! ```
//! use assay_lab::names::{filled, names_of};
//! let names = [("limit".to_owned(), "80".to_owned())].into();
//! assert_eq!(filled("above {limit-15} %: {\"a\": 1}", &names).unwrap(), "above 65 %: {\"a\": 1}");
//! assert_eq!(filled("{service}", &names).unwrap_err(), "service");
//! assert_eq!(names_of("{limit+8} of {service}"), ["limit", "service"]);
//! ```

use std::collections::BTreeMap;

/// What names stand for.
pub type LabNames = BTreeMap<String, String>;

/// A name in braces: where it stands, and what is added to its number.
struct NamePlace<'a> {
    before: &'a str,
    name: &'a str,
    plus: Option<i64>,
    after: &'a str,
}

/// The text with its names filled in.
///
/// # Errors
/// The first name that nothing gives, or to whose text no number can be added.
pub fn filled(text: &str, names: &LabNames) -> Result<String, String> {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(place) = next(rest) {
        out.push_str(place.before);
        let value = names.get(place.name).ok_or_else(|| place.name.to_owned())?;
        match place.plus {
            None => out.push_str(value),
            Some(plus) => {
                let number = value.parse::<i64>().ok().and_then(|number| number.checked_add(plus));
                out.push_str(&number.ok_or_else(|| place.name.to_owned())?.to_string());
            }
        }
        rest = place.after;
    }
    out.push_str(rest);
    Ok(out)
}

/// The text with the names filled in that are known; the others stay as they are.
#[must_use]
pub fn filled_where_known(text: &str, names: &LabNames) -> String {
    let mut all = names.clone();
    for name in names_of(text) {
        all.entry(name.to_owned()).or_insert_with(|| format!("{{{name}}}"));
    }
    filled(text, &all).unwrap_or_else(|_| text.to_owned())
}

/// The names that a text asks for.
#[must_use]
pub fn names_of(text: &str) -> Vec<&str> {
    let (mut found, mut rest) = (Vec::new(), text);
    while let Some(place) = next(rest) {
        found.push(place.name);
        rest = place.after;
    }
    found
}

/// Whether this can be a name: small letters, digits and `_`.
#[must_use]
pub fn is_name(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn next(text: &str) -> Option<NamePlace<'_>> {
    let mut from = 0;
    while let Some(open) = text.get(from..)?.find('{').map(|at| at + from) {
        let inside = text.get(open + 1..)?;
        from = open + 1;
        let Some(close) = inside.find('}') else { continue };
        let inner = inside.get(..close)?;
        let at = inner.find(['+', '-']).unwrap_or(inner.len());
        let (name, plus) = inner.split_at_checked(at)?;
        let plus = if plus.is_empty() { Some(None) } else { plus.parse::<i64>().ok().map(Some) };
        // A shell's own `${NAME}` is no name of a lab, nor is anything with a space in it.
        let (Some(plus), true) = (plus, is_name(name)) else { continue };
        let before = text.get(..open)?;
        if before.ends_with('$') {
            continue;
        }
        return Some(NamePlace { before, name, plus, after: inside.get(close + 1..)? });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_of_queries_policies_and_shells_are_text() {
        for text in ["{a:b}", "{}", "{\"Version\":1}", "${name}", "{Name}", "{name", "{a b}", "{{"] {
            assert_eq!(names_of(text), [""; 0], "{text}");
            assert_eq!(filled(text, &LabNames::new()).unwrap(), text);
        }
        assert_eq!(names_of("{{service}}"), ["service"]);
    }

    #[test]
    fn a_number_is_added_to_numbers_alone() {
        let names = LabNames::from([("net".into(), "10.20".into()), ("limit".into(), "70".into())]);
        assert_eq!(filled("{net}.0.0/16 {limit+0}", &names).unwrap(), "10.20.0.0/16 70");
        assert_eq!(filled("{net+1}", &names).unwrap_err(), "net");
        assert_eq!(filled_where_known("{limit} {via}", &names), "70 {via}");
    }
}
