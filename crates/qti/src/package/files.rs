//! Files beside the questions: pictures, sounds, stylesheets.
//!
//! The bytes decide, never the name. What can run something, or load something from elsewhere, is left out.

use super::EntryName;
use crate::{
    remark::{Remarks, Weight, codes},
    tree::{Attribute, Place, Space, XmlElement},
    xml::{self, XHTML, XmlLimits},
};

/// A folder that an Apple machine adds to every zip.
pub(super) const APPLE: &str = "__MACOSX";

/// A picture, a sound, a stylesheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedMedia {
    /// Of what kind it is: `image/png`.
    pub media_type: &'static str,
    /// As they were packed.
    pub bytes: Vec<u8>,
}

/// How files begin that are what they say: bytes, from where, kind.
const BEGINNINGS: [(&[u8], usize, &str); 17] = [
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"GIF8", 0, "image/gif"),
    (b"WEBP", 8, "image/webp"),
    (b"WAVE", 8, "audio/wav"),
    (b"ID3", 0, "audio/mpeg"),
    (b"\xff\xfb", 0, "audio/mpeg"),
    (b"\xff\xf3", 0, "audio/mpeg"),
    (b"\xff\xf2", 0, "audio/mpeg"),
    (b"OggS", 0, "audio/ogg"),
    (b"\x1a\x45\xdf\xa3", 0, "video/webm"),
    (b"ftypM4A", 4, "audio/mp4"),
    (b"ftyp", 4, "video/mp4"),
    (b"%PDF-", 0, "application/pdf"),
    (b"wOF2", 0, "font/woff2"),
    (b"wOFF", 0, "font/woff"),
    (b"WEBVTT", 0, "text/vtt"),
];

/// Text that shows something and runs nothing, by the ends of its files' names.
const TEXTS: [(&str, &str); 7] = [
    ("css", "text/css"),
    ("txt", "text/plain"),
    ("csv", "text/csv"),
    ("md", "text/markdown"),
    ("json", "application/json"),
    ("pls", "application/pls+xml"),
    ("vtt", "text/vtt"),
];

/// Files that mean nothing to anybody.
pub(super) fn is_leaving(name: &EntryName) -> bool {
    let last = name.as_str().rsplit('/').next().unwrap_or_default();
    name.as_str().starts_with(APPLE)
        || matches!(last, ".DS_Store" | "Thumbs.db" | "desktop.ini")
        || matches!(name.extension().as_str(), "xsd" | "dtd")
}

/// A file that only shows something; else `None`, and told.
pub(super) fn media(name: &EntryName, bytes: Vec<u8>, remarks: &mut Remarks) -> Option<ImportedMedia> {
    let begins =
        |(start, at, _): &&(&[u8], usize, &str)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(start));
    let is_riff_or_other = |(_, at, _): &&(&[u8], usize, &str)| *at != 8 || bytes.starts_with(b"RIFF");
    if let Some((_, _, media_type)) = BEGINNINGS.iter().filter(is_riff_or_other).find(begins) {
        return Some(ImportedMedia { media_type, bytes });
    }
    let extension = name.extension();
    if extension == "svg" {
        return match active_svg(&bytes) {
            None => Some(ImportedMedia { media_type: "image/svg+xml", bytes }),
            Some((place, message)) => {
                remarks.add(Weight::Error, codes::ACTIVE_MEDIA, place, name.as_str(), message);
                None
            }
        };
    }
    let is_text = !bytes.contains(&0) && std::str::from_utf8(&bytes).is_ok();
    if let Some((_, media_type)) = TEXTS.iter().find(|(end, _)| *end == extension && is_text) {
        return Some(ImportedMedia { media_type, bytes });
    }
    let message =
        format!("`{name}` is no picture, sound, film, font, stylesheet or plain text: it is left out.");
    remarks.add(Weight::Loss, codes::ACTIVE_MEDIA, Place::default(), name.as_str(), message);
    None
}

/// What kind of picture a file is: `image/png`.
///
/// `None` for anything else, and for a picture that does more than to be seen.
pub fn item_picture(name: &str, bytes: &[u8]) -> Option<&'static str> {
    let name = EntryName::new(name).ok()?;
    let media = media(&name, bytes.to_vec(), &mut Remarks::default())?;
    media.media_type.starts_with("image/").then_some(media.media_type)
}

/// Elements of a picture that only draw (SVG 2); `fe…` are the parts of filters.
const DRAWS: [&str; 32] = [
    "svg",
    "g",
    "defs",
    "symbol",
    "use",
    "title",
    "desc",
    "metadata",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "textPath",
    "image",
    "marker",
    "pattern",
    "clipPath",
    "mask",
    "linearGradient",
    "radialGradient",
    "stop",
    "filter",
    "style",
    "switch",
    "view",
    "a",
    "tref",
];

/// Why a picture does more than to be seen; `None` for one that does not.
fn active_svg(bytes: &[u8]) -> Option<(Place, String)> {
    let tree = xml::decode(bytes).and_then(|text| xml::parse(&text, &XmlLimits::ITEM));
    match tree {
        Err(remark) => Some((Place { line: remark.line, column: remark.column }, remark.message)),
        Ok(tree) if tree.space != Space::Svg || tree.name != "svg" => {
            Some((tree.place, "The file's name says that it is an SVG picture, and it is none.".to_owned()))
        }
        Ok(tree) => active(&tree),
    }
}

fn active(element: &XmlElement) -> Option<(Place, String)> {
    let is_drawing = match &element.space {
        Space::Svg => DRAWS.contains(&element.name.as_str()) || element.name.starts_with("fe"),
        Space::Other(address) => address != XHTML,
        Space::Qti | Space::MathMl | Space::Ssml | Space::XInclude => false,
    };
    let left_out = |what: String| Some((element.place, format!("The picture has {what}: it is left out.")));
    if !is_drawing {
        return left_out(format!("`{}`, which can do more than draw", element.name));
    }
    if element.name == "style" && loads(&element.all_text()) {
        return left_out("a style that loads something from elsewhere".to_owned());
    }
    if let Some(attribute) = element.attributes.iter().find(|attribute| is_active(attribute)) {
        return left_out(format!("`{}`, which runs or loads something", attribute.name));
    }
    element.elements().find_map(active)
}

fn is_active(attribute: &Attribute) -> bool {
    let name = attribute.name.rsplit([':', '}']).next().unwrap_or_default().to_ascii_lowercase();
    let value = attribute.value.trim().to_ascii_lowercase();
    let is_inside = value.starts_with('#')
        || ["png", "jpeg", "gif", "webp"]
            .iter()
            .any(|kind| value.starts_with(&format!("data:image/{kind};")));
    name.starts_with("on") || matches!(name.as_str(), "href" | "src") && !is_inside || loads(&value)
}

/// Whether a style or a value loads something from outside of the picture.
fn loads(style: &str) -> bool {
    let style: String = style.to_ascii_lowercase().chars().filter(|letter| !letter.is_whitespace()).collect();
    let is_outside = |rest: &str| !rest.trim_start_matches(['"', '\'']).starts_with('#');
    // A backslash hides letters of a style from whoever looks for them.
    style.contains("@import")
        || style.contains("javascript:")
        || style.contains('\\')
        || style.split("url(").skip(1).any(is_outside)
}
