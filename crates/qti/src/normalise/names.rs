//! Names of 2.x as names of 3.0: `choiceInteraction` is `qti-choice-interaction`.

use crate::tree::XmlElement;

/// HTML of QTI, whose names are the same in every version (QTI 3.0, 2.12 to 2.16).
pub(crate) const HTML: [&str; 77] = [
    "a",
    "abbr",
    "acronym",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "kbd",
    "label",
    "li",
    "nav",
    "object",
    "ol",
    "p",
    "param",
    "picture",
    "pre",
    "q",
    "rb",
    "rp",
    "rt",
    "rtc",
    "ruby",
    "samp",
    "section",
    "small",
    "source",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "template",
    "tfoot",
    "th",
    "thead",
    "tr",
    "track",
    "tt",
    "ul",
    "var",
    "video",
    "math",
];

/// HTML that QTI does not have: it stays what it is, so that it is told under its own name.
const OTHER_HTML: [&str; 34] = [
    "area", "button", "canvas", "center", "data", "del", "embed", "fieldset", "font", "form", "iframe",
    "input", "ins", "legend", "link", "main", "map", "mark", "meta", "noscript", "option", "output",
    "progress", "s", "script", "select", "strike", "style", "svg", "textarea", "time", "u", "wbr", "frame",
];

/// Gives an element and its attributes the names of 3.0.
pub(super) fn rename(element: &mut XmlElement) {
    if HTML.contains(&element.name.as_str()) || OTHER_HTML.contains(&element.name.as_str()) {
        for attribute in &mut element.attributes {
            // A slip of the schema of 2.2.
            if attribute.name == "aria-flowsto" {
                attribute.name = "aria-flowto".to_owned();
            }
        }
        return;
    }
    element.name = format!("qti-{}", kebab(&element.name));
    // Extensions have attributes of their own, whose names are not QTI's to change.
    let is_open = matches!(element.name.as_str(), "qti-custom-interaction" | "qti-custom-operator");
    for attribute in &mut element.attributes {
        if !is_open || attribute.name == "responseIdentifier" {
            attribute.name = match attribute.name.as_str() {
                "centrePoint" => "center-point".to_owned(),
                name if name.contains([':', '{']) => continue,
                name => kebab(name),
            };
        }
        if attribute.name == "base-type" && attribute.value == "intOrIdentifier" {
            attribute.value = "identifier".to_owned();
        }
    }
}

/// `anyN` is `any-n`, `durationGTE` is `duration-gte`.
fn kebab(name: &str) -> String {
    let mut written = String::with_capacity(name.len() + 4);
    let mut is_after_small = false;
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && is_after_small {
            written.push('-');
        }
        is_after_small = !letter.is_ascii_uppercase() && letter != '-';
        written.push(letter.to_ascii_lowercase());
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn camels_become_kebabs() {
        let cases = [
            ("choiceInteraction", "choice-interaction"),
            ("anyN", "any-n"),
            ("durationGTE", "duration-gte"),
            ("or", "or"),
            ("data-x", "data-x"),
        ];
        for (old, new) in cases {
            assert_eq!(kebab(old), new);
        }
    }
}
