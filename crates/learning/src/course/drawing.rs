//! Drawings of lessons: an SVG that draws and does nothing else.
//!
//! Read with `quick-xml`, against a list of what drawings need; the pictures of badges are read by a stricter
//! reader of their own, since these go out into the world (`assay-credential`).
//!
//! ```
//! use assay_learning::course::check_drawing;
//! let drawing = |inside: &str| format!("<svg viewBox='0 0 9 9'>{inside}</svg>");
//! assert!(check_drawing(drawing("<rect width='9' height='9' fill='#fff'/>").as_bytes()).is_ok());
//! assert!(check_drawing(drawing("<script>alert(1)</script>").as_bytes()).is_err());
//! ```

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

/// Bytes of a drawing: some hundred shapes.
pub const DRAWING_BYTES_MAX: usize = 64 << 10;
/// Elements within one another.
const DEPTH_MAX: usize = 16;
/// Elements of a drawing; more is no picture that explains something.
const ELEMENTS_MAX: usize = 500;

const ELEMENTS: [&str; 14] = [
    "svg", "g", "rect", "circle", "ellipse", "line", "polyline", "polygon", "path", "text", "tspan", "title",
    "desc", "defs",
];
/// The element of arrows' heads.
const MARKER: &str = "marker";

const ATTRIBUTES: [&str; 62] = [
    "id",
    "viewBox",
    "width",
    "height",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "rx",
    "ry",
    "cx",
    "cy",
    "r",
    "d",
    "dx",
    "dy",
    "points",
    "transform",
    "fill",
    "fill-opacity",
    "fill-rule",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "opacity",
    "font-size",
    "font-weight",
    "font-style",
    "font-family",
    "text-anchor",
    "dominant-baseline",
    "letter-spacing",
    "marker-start",
    "marker-mid",
    "marker-end",
    "markerWidth",
    "markerHeight",
    "markerUnits",
    "refX",
    "refY",
    "orient",
    "role",
    "aria-label",
    "aria-labelledby",
    "aria-describedby",
    "aria-hidden",
    "lang",
    "xml:lang",
    "xmlns",
    "version",
    "preserveAspectRatio",
    "baseline-shift",
    "alignment-baseline",
    "rotate",
    "textLength",
    "lengthAdjust",
    "focusable",
];

/// Families that every device has.
const FONTS: [&str; 3] = ["sans-serif", "serif", "monospace"];

/// Why a file is no drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawingFault {
    /// From 1.
    pub line: usize,
    /// What it is that no drawing has.
    pub text: String,
}

/// Whether a file only draws.
///
/// # Errors
/// The first thing in it that a drawing does not have.
pub fn check_drawing(bytes: &[u8]) -> Result<(), DrawingFault> {
    let fault = |line, text: &str| DrawingFault { line, text: text.to_owned() };
    if bytes.len() > DRAWING_BYTES_MAX {
        return Err(fault(1, &format!("it is larger than {DRAWING_BYTES_MAX} bytes")));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| fault(1, "it is not text in UTF-8"))?;
    let mut reader = Reader::from_str(text);
    let (mut depth, mut elements) = (0_usize, 0_usize);
    loop {
        let read = reader.read_event();
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX).min(text.len());
        let line = text.get(..at).unwrap_or(text).matches('\n').count() + 1;
        let event = read.map_err(|error| fault(line, &format!("it is not whole: {error}")))?;
        match event {
            Event::Start(start) => {
                element(&start, elements == 0).map_err(|text| fault(line, &text))?;
                (depth, elements) = (depth + 1, elements + 1);
            }
            Event::Empty(start) => {
                element(&start, elements == 0).map_err(|text| fault(line, &text))?;
                elements += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Text(inside) if depth == 0 && !inside.trim().is_empty() => {
                return Err(fault(line, "there is text outside of the drawing"));
            }
            Event::GeneralRef(name) if !is_plain_reference(&name) => {
                return Err(fault(line, "it has an entity of its own"));
            }
            Event::CData(_) => return Err(fault(line, "it has a CDATA section")),
            Event::PI(_) => return Err(fault(line, "it has a processing instruction")),
            Event::DocType(_) => return Err(fault(line, "it has a document type")),
            Event::Text(_) | Event::GeneralRef(_) | Event::Comment(_) | Event::Decl(_) => {}
            Event::Eof if depth == 0 && elements > 0 => return Ok(()),
            Event::Eof => return Err(fault(line, "it ends before its last tag")),
        }
        if depth > DEPTH_MAX || elements > ELEMENTS_MAX {
            return Err(fault(line, "it has too many elements, or they stand too deep in one another"));
        }
    }
}

/// A character by its number, or one of the five that XML has.
fn is_plain_reference(name: &str) -> bool {
    name.starts_with('#') || matches!(name, "amp" | "lt" | "gt" | "quot" | "apos")
}

fn element(start: &BytesStart<'_>, is_first: bool) -> Result<(), String> {
    let name = start.name();
    let name: &str = name.as_ref();
    if is_first && name != "svg" {
        return Err(format!("its outermost element is `{name}`"));
    }
    if name != MARKER && !ELEMENTS.contains(&name) {
        return Err(format!("the element `{name}`"));
    }
    let mut has_view_box = false;
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| format!("it is not whole: {error}"))?;
        let key: &str = attribute.key.as_ref();
        let value = attribute.value.as_ref();
        has_view_box |= key == "viewBox";
        self::attribute(key, value)?;
    }
    match is_first && !has_view_box {
        true => Err("it says no `viewBox`, so it does not fit a phone".to_owned()),
        false => Ok(()),
    }
}

fn attribute(key: &str, value: &str) -> Result<(), String> {
    if !ATTRIBUTES.contains(&key) {
        return Err(format!("the attribute `{key}`"));
    }
    let is_fit = match key {
        "xmlns" => value == "http://www.w3.org/2000/svg",
        "font-family" => FONTS.contains(&value),
        "aria-label" => true,
        // What is written as a character's number could say anything.
        _ => !value.replace("url(#", "").contains("url(") && !value.contains([':', '&']),
    };
    match is_fit {
        true => Ok(()),
        false => Err(format!("`{key}` says `{value}`")),
    }
}
