//! Values of variables as they are printed into a text (QTI 3.0, 2.12.5).

use crate::{
    tree::XmlElement,
    value::{Scalar, Value},
};

/// The widest number that a format may ask for.
const WIDTH_MAX: usize = 40;

/// What `qti-printed-variable` prints.
pub(super) fn printed(element: &XmlElement, value: &Value) -> String {
    let format = element.attribute("format").unwrap_or_default();
    let one = |value: &Scalar| formatted(format, value);
    match value {
        Value::Null => String::new(),
        Value::Single(value) => one(value),
        Value::Multiple(values) | Value::Ordered(values) => {
            let index = element.attribute("index").and_then(|index| index.trim().parse::<usize>().ok());
            match index.map(|index| index.checked_sub(1)) {
                Some(index) => index.and_then(|index| values.get(index)).map(one).unwrap_or_default(),
                None => {
                    let delimiter = element.attribute("delimiter").unwrap_or(";");
                    values.iter().map(one).collect::<Vec<_>>().join(delimiter)
                }
            }
        }
        Value::Record(fields) => {
            let text = |value: &Option<Scalar>| value.as_ref().map(one).unwrap_or_default();
            match element.attribute("field") {
                Some(field) => fields.get(field.trim()).map(text).unwrap_or_default(),
                None => {
                    let sign = element.attribute("mapping-indicator").unwrap_or("=");
                    let delimiter = element.attribute("delimiter").unwrap_or(";");
                    let pairs = fields.iter().map(|(name, value)| format!("{name}{sign}{}", text(value)));
                    pairs.collect::<Vec<_>>().join(delimiter)
                }
            }
        }
    }
}

/// A number in a format of C (`%.2f`, `%05d`, `%e`); anything else as it is.
fn formatted(format: &str, value: &Scalar) -> String {
    let Some(number) = value.number() else { return value.lexical() };
    let Some(rest) = format.trim().strip_prefix('%') else { return value.lexical() };
    let flags: String = rest.chars().take_while(|letter| "-+ 0#".contains(*letter)).collect();
    let rest = rest.get(flags.len()..).unwrap_or_default();
    let width: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let rest = rest.get(width.len()..).unwrap_or_default();
    let (precision, kind) = match rest.strip_prefix('.') {
        Some(rest) => {
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            (digits.parse::<usize>().ok(), rest.get(digits.len()..).unwrap_or_default())
        }
        None => (None, rest),
    };
    let places = precision.unwrap_or(6).min(WIDTH_MAX);
    let whole = number.round() as i64;
    let text = match kind {
        "d" | "i" => whole.to_string(),
        "x" => format!("{whole:x}"),
        "X" => format!("{whole:X}"),
        "o" => format!("{whole:o}"),
        "f" | "F" => format!("{number:.places$}"),
        "e" => format!("{number:.places$e}"),
        "E" => format!("{number:.places$E}"),
        _ => value.lexical(),
    };
    let text = if flags.contains('+') && number >= 0.0 { format!("+{text}") } else { text };
    let width = width.parse::<usize>().unwrap_or(0).min(WIDTH_MAX);
    match (flags.contains('-'), flags.contains('0')) {
        (true, _) => format!("{text:<width$}"),
        (false, true) => {
            let (sign, digits) = text.split_at(text.len() - text.trim_start_matches(['-', '+']).len());
            format!("{sign}{digits:0>pad$}", pad = width.saturating_sub(sign.len()))
        }
        (false, false) => format!("{text:>width$}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_in_formats_of_c() {
        let cases = [
            ("", 2.5, "2.5"),
            ("%.2f", 2.5, "2.50"),
            ("%05.1f", -2.5, "-02.5"),
            ("%d", 3.0, "3"),
            ("%+d", 3.0, "+3"),
            ("%4d", 3.0, "   3"),
            ("%-4d", 3.0, "3   "),
            ("%x", 255.0, "ff"),
            ("%.1e", 1234.0, "1.2e3"),
            ("%.999999f", 0.5, &format!("0.5{}", "0".repeat(39))),
            ("%q", 2.5, "2.5"),
        ];
        for (format, number, text) in cases {
            assert_eq!(formatted(format, &Scalar::Float(number)), text, "{format}");
        }
    }

    #[test]
    fn containers_are_printed_one_by_one() {
        let values = Value::Ordered(vec![Scalar::Integer(1), Scalar::Integer(2)]);
        let element = XmlElement::new("qti-printed-variable");
        assert_eq!(printed(&element, &values), "1;2");
        assert_eq!(printed(&element.clone().with("delimiter", ", "), &values), "1, 2");
        assert_eq!(printed(&element.clone().with("index", "2"), &values), "2");
        assert_eq!(printed(&element.clone().with("index", "0"), &values), "");
        assert_eq!(printed(&element, &Value::Null), "");
    }
}
