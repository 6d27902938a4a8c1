//! What draws: the elements and attributes of SVG 2 that survive.

/// Elements that draw, describe or prepare a drawing.
const DRAWING: [&str; 53] = [
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "filter",
    "g",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
    "view",
];

/// Elements of editors that do nothing: left out without a word.
const SILENT: [&str; 2] = ["metadata", "title"];

/// Whether an element only draws.
pub(super) fn is_drawing(name: &str) -> bool {
    DRAWING.contains(&name)
}

/// Whether an element is left out without a word: editors' notes, in a namespace of their own or not.
pub(super) fn is_silent(name: &str) -> bool {
    SILENT.contains(&name)
        || ["sodipodi:", "inkscape:", "rdf:", "cc:", "dc:"].iter().any(|ns| name.starts_with(ns))
}

/// Whether an attribute may stay: those of drawings have plain names and none of them does anything.
pub(super) fn is_plain_attribute(key: &str, value: &str) -> bool {
    match key.split_once(':') {
        None if key == "xmlns" => value == "http://www.w3.org/2000/svg",
        None => !["src", "action", "formaction", "target", "ping", "nonce", "base"].contains(&key),
        Some(("xmlns", "xlink")) => value == "http://www.w3.org/1999/xlink",
        Some(("xml", "space" | "lang")) => true,
        Some(_) => false,
    }
}
