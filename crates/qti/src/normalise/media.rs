//! `object` of 2.x as `img`, `audio` or `video`.

use crate::tree::{XmlElement, XmlNode};

/// Endings of files by what they hold, for objects that name no type.
const ENDINGS: [(&str, &[&str]); 3] = [
    ("image", &["png", "jpg", "jpeg", "gif", "svg", "webp"]),
    ("audio", &["mp3", "wav", "m4a", "oga"]),
    ("video", &["mp4", "webm", "ogv", "mov"]),
];

/// What 3.0 has for an object of that type.
///
/// The object itself where there is nothing, or where it holds more than text.
pub(super) fn of_object(mut object: XmlElement) -> XmlElement {
    let Some(source) = object.attribute("data").map(str::to_owned) else { return object };
    let kind = match object.attribute("type") {
        Some(kind) => kind.split('/').next().unwrap_or_default().to_owned(),
        None => by_ending(&source).unwrap_or_default().to_owned(),
    };
    let name = match kind.as_str() {
        "image" => "img",
        "audio" => "audio",
        "video" => "video",
        _ => return object,
    };
    if object.elements().next().is_some() {
        return object;
    }
    let typed = object.attribute("type").map(str::to_owned);
    object.name = name.to_owned();
    object.attributes.retain(|attribute| !matches!(attribute.name.as_str(), "data" | "type"));
    if name == "img" {
        let text = object.all_text();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        object.children.clear();
        object.set("src", source);
        if object.attribute("alt").is_none() {
            object.set("alt", text);
        }
        return object;
    }
    let place = object.place;
    let made =
        XmlElement { place, ..XmlElement::new("source") }.with("src", source).with_maybe("type", typed);
    object.children.insert(0, XmlNode::Element(made));
    object
}

fn by_ending(source: &str) -> Option<&'static str> {
    let ending = source.rsplit_once('.')?.1.to_ascii_lowercase();
    ENDINGS.iter().find_map(|(kind, endings)| endings.contains(&ending.as_str()).then_some(*kind))
}
