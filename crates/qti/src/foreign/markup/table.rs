//! Which elements of HTML an item's body may hold (QTI 3.0, HTML subset).

/// What becomes of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TagRule {
    /// It stays.
    Kept,
    /// Another one does the same.
    Became(&'static str),
    /// It goes, what is in it stays.
    Opened,
    /// It goes with what is in it.
    Removed,
}

/// Elements that stand by themselves, and what becomes of all others.
const BLOCKS: [&str; 24] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "dl",
    "pre",
    "blockquote",
    "table",
    "hr",
    "address",
    "figure",
    "article",
    "aside",
    "footer",
    "header",
    "nav",
    "section",
    "details",
];

/// Elements inside a line.
const INLINES: [&str; 31] = [
    "span", "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "dfn", "em", "i", "img",
    "kbd", "label", "q", "ruby", "rb", "rt", "rp", "samp", "small", "strong", "sub", "sup", "tt", "var",
    "audio", "video",
];

/// Elements that stand in certain others only.
const PARTS: [&str; 16] = [
    "li",
    "dt",
    "dd",
    "caption",
    "col",
    "colgroup",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "source",
    "track",
    "figcaption",
    "summary",
];

/// Elements whose content is no text of the question.
const REMOVED: [&str; 26] = [
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "applet",
    "noscript",
    "template",
    "link",
    "meta",
    "base",
    "head",
    "title",
    "input",
    "button",
    "select",
    "textarea",
    "canvas",
    "frame",
    "frameset",
    "param",
    "map",
    "area",
    "svg",
    "noembed",
    "plaintext",
];

pub(super) fn rule(name: &str) -> TagRule {
    let is_in = |list: &[&str]| list.contains(&name);
    if is_in(&BLOCKS) || is_in(&INLINES) || is_in(&PARTS) {
        return TagRule::Kept;
    }
    match name {
        "center" | "main" | "fieldset" | "hgroup" => TagRule::Became("div"),
        "font" | "u" | "ins" | "s" | "strike" | "del" | "mark" => TagRule::Became("span"),
        "listing" | "xmp" => TagRule::Became("pre"),
        "dir" | "menu" => TagRule::Became("ul"),
        _ if is_in(&REMOVED) => TagRule::Removed,
        _ => TagRule::Opened,
    }
}

/// Whether an element stands by itself, and not in a line.
pub(in crate::foreign) fn is_block(name: &str) -> bool {
    // The schema allows sound and film among blocks alone.
    BLOCKS.contains(&name) || matches!(name, "audio" | "video") || PARTS.contains(&name)
}

/// Whether an element holds lines alone.
pub(super) fn holds_lines(name: &str) -> bool {
    matches!(
        name,
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "pre" | "address" | "dt" | "caption" | "summary"
    ) || (INLINES.contains(&name) && !matches!(name, "audio" | "video"))
}
