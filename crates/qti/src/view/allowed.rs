//! What of HTML and MathML may be shown.
//!
//! Names and attributes that are not in here are not shown.

/// Elements of HTML, each with what it is shown as.
const HTML: [(&str, &str); 62] = [
    ("a", "span"),
    ("abbr", "abbr"),
    ("acronym", "abbr"),
    ("address", "address"),
    ("article", "div"),
    ("aside", "aside"),
    ("b", "b"),
    ("bdi", "bdi"),
    ("bdo", "bdo"),
    ("big", "span"),
    ("blockquote", "blockquote"),
    ("br", "br"),
    ("caption", "caption"),
    ("cite", "cite"),
    ("code", "code"),
    ("col", "col"),
    ("colgroup", "colgroup"),
    ("dd", "dd"),
    ("details", "details"),
    ("dfn", "dfn"),
    ("div", "div"),
    ("dl", "dl"),
    ("dt", "dt"),
    ("em", "em"),
    ("figcaption", "figcaption"),
    ("figure", "figure"),
    ("footer", "div"),
    ("h1", "h1"),
    ("h2", "h2"),
    ("h3", "h3"),
    ("h4", "h4"),
    ("h5", "h5"),
    ("h6", "h6"),
    ("header", "div"),
    ("hr", "hr"),
    ("i", "i"),
    ("kbd", "kbd"),
    ("label", "span"),
    ("li", "li"),
    ("nav", "div"),
    ("ol", "ol"),
    ("p", "p"),
    ("pre", "pre"),
    ("q", "q"),
    ("rp", "rp"),
    ("rt", "rt"),
    ("ruby", "ruby"),
    ("samp", "samp"),
    ("section", "div"),
    ("small", "small"),
    ("span", "span"),
    ("strong", "strong"),
    ("sub", "sub"),
    ("summary", "summary"),
    ("sup", "sup"),
    ("table", "table"),
    ("tbody", "tbody"),
    ("td", "td"),
    ("tfoot", "tfoot"),
    ("th", "th"),
    ("thead", "thead"),
    ("tr", "tr"),
];

/// More of them.
const HTML_MORE: [(&str, &str); 4] = [("tt", "code"), ("ul", "ul"), ("var", "var"), ("rb", "span")];

/// HTML that QTI does not have, whose content may be shown without it.
const UNWRAPPED: [&str; 11] =
    ["center", "del", "font", "ins", "main", "mark", "s", "strike", "time", "u", "rtc"];

/// Elements of MathML's presentation; what is annotated beside a formula is not shown.
const MATHML: [&str; 30] = [
    "math",
    "maction",
    "menclose",
    "merror",
    "mfenced",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "none",
];

/// Attributes of any element of HTML; a class is a word of the shared vocabulary.
const COMMON: [&str; 5] = ["aria-hidden", "aria-label", "dir", "lang", "title"];

/// Attributes of single elements of HTML.
const OWN: [(&str, &[&str]); 5] = [
    ("td", &["abbr", "colspan", "rowspan", "scope"]),
    ("th", &["abbr", "colspan", "rowspan", "scope"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("details", &["open"]),
];

/// Attributes of MathML; none of them holds an address or a style.
const MATHML_ATTRIBUTES: [&str; 38] = [
    "accent",
    "accentunder",
    "close",
    "columnalign",
    "columnlines",
    "columnspan",
    "depth",
    "dir",
    "display",
    "displaystyle",
    "fence",
    "form",
    "frame",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "notation",
    "open",
    "rowalign",
    "rowlines",
    "rowspan",
    "rspace",
    "scriptlevel",
    "separator",
    "separators",
    "stretchy",
    "symmetric",
    "voffset",
    "width",
    "bevelled",
    "align",
    "lquote",
    "rquote",
];

/// What an element of HTML is shown as; `None` where it is not shown.
pub(super) fn html(name: &str) -> Option<&'static str> {
    let mut all = HTML.iter().chain(&HTML_MORE);
    all.find(|(known, _)| *known == name).map(|(_, shown)| *shown)
}

/// Whether an element's content is shown without it.
pub(super) fn is_unwrapped(name: &str) -> bool {
    UNWRAPPED.contains(&name)
}

/// An element of MathML.
pub(super) fn mathml(name: &str) -> Option<&'static str> {
    MATHML.into_iter().find(|known| *known == name)
}

/// Whether an element of a formula is shown, or what stands in it.
pub(crate) fn is_shown_formula(name: &str) -> bool {
    name == "semantics" || mathml(name).is_some()
}

/// Whether a picture's address is a file of the package.
pub(crate) fn is_shown_source(source: &str) -> bool {
    package_source(source).is_some()
}

/// An attribute of an element of HTML, by the name that it has there.
pub(super) fn html_attribute(element: &str, name: &str) -> Option<&'static str> {
    let name = if name == "xml:lang" { "lang" } else { name };
    let own = OWN.iter().find(|(known, _)| *known == element).map_or(&[][..], |(_, own)| own);
    COMMON.iter().chain(own).find(|known| **known == name).copied()
}

/// An attribute of MathML.
pub(super) fn mathml_attribute(name: &str) -> Option<&'static str> {
    MATHML_ATTRIBUTES.into_iter().find(|known| *known == name)
}

/// The words of the shared vocabulary among classes (QTI 3.0, Best Practices, shared CSS).
pub(super) fn vocabulary(classes: &str) -> Vec<String> {
    let is_plain = |word: &&str| {
        word.starts_with("qti-") && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    classes.split_whitespace().filter(is_plain).map(str::to_owned).collect()
}

/// A file of the package, and nothing else.
///
/// No scheme, no host, nothing above the package.
pub(super) fn package_source(source: &str) -> Option<&str> {
    let source = source.trim();
    let path = source.strip_prefix("./").unwrap_or(source);
    let is_outside = path.is_empty()
        || path.starts_with('/')
        || path.contains([':', '\\', '?', '#'])
        || path.chars().any(char::is_control)
        || path.to_ascii_lowercase().contains("%2")
        || path.split('/').any(|part| part == "..");
    (!is_outside).then_some(path)
}
