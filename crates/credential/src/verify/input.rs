//! Which form a credential came in, and the credential in it.

use crate::bake::{self, BakeError, Picture};
use crate::jsonld::MAX_BYTES;
use crate::jwt::{self, CompactJws};
use serde::Serialize;
use serde_json::{Map, Value};

/// The form a credential came in (OB 3.0, section 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BadgeForm {
    /// JSON with an embedded proof.
    Json,
    /// A compact JWS.
    Jwt,
    /// JSON in a PNG.
    PngJson,
    /// A compact JWS in a PNG.
    PngJwt,
    /// JSON in an SVG.
    SvgJson,
    /// A compact JWS in an SVG.
    SvgJwt,
    /// None of these.
    Unknown,
}

impl BadgeForm {
    /// Whether the credential is inside a compact JWS.
    #[must_use]
    pub fn is_jwt(self) -> bool {
        matches!(self, Self::Jwt | Self::PngJwt | Self::SvgJwt)
    }
}

/// A credential, by how it is secured.
pub(super) enum Input {
    /// JSON with the proof inside.
    Embedded(Map<String, Value>),
    /// A signed envelope around the JSON.
    Enveloped(Box<CompactJws>),
}

/// What could not be read, and whether there is anything to judge at all.
pub(super) struct Unread {
    pub(super) format: BadgeForm,
    pub(super) text: String,
    /// There is no credential: neither a true nor a false one (N12).
    pub(super) no_badge: bool,
}

impl Unread {
    fn broken(format: BadgeForm, text: String) -> Self {
        Unread { format, text, no_badge: false }
    }

    fn no_badge(text: &str) -> Self {
        Unread { format: BadgeForm::Unknown, text: text.to_owned(), no_badge: true }
    }
}

/// What to do about a picture that lost its credential.
const GONE: &str = "There is no badge in this picture; some sites remove it. Ask for the link, or the \
                    original file.";
const NOT_ONE: &str = "The file is neither a badge picture (PNG or SVG) nor a credential (JSON or JWT). Ask \
                       for the link, or the original file.";
const PRINTED: &str = "There is no badge in this document: at most it is a printout of one. Ask for the \
                       link, or the original file.";

/// Finds the credential in the bytes.
pub(super) fn read(bytes: &[u8]) -> Result<(BadgeForm, Input), Unread> {
    let (format, text) = find(bytes)?;
    if text.starts_with('{') { json(&text, format) } else { jws(&text, format) }
}

/// The credential's own text, JSON or compact JWS, out of whatever it came in.
#[must_use]
pub fn credential_text(bytes: &[u8]) -> Option<String> {
    find(bytes).ok().map(|(_, text)| text)
}

fn find(bytes: &[u8]) -> Result<(BadgeForm, String), Unread> {
    if [b"\x89PNG".as_slice(), b"\xff\xd8\xff", b"GIF8", b"RIFF"].iter().any(|mark| bytes.starts_with(mark)) {
        return picture(bytes);
    }
    if bytes.starts_with(b"%PDF") {
        return Err(Unread::no_badge(PRINTED));
    }
    if bytes.len() > bake::MAX_IMAGE_BYTES {
        let text = format!("The file is larger than {} bytes and was not read.", bake::MAX_IMAGE_BYTES);
        return Err(Unread::broken(BadgeForm::Unknown, text));
    }
    let Some(text) = text_of(bytes) else { return Err(Unread::no_badge(NOT_ONE)) };
    let text = text.trim_start_matches('\u{feff}').trim();
    match text.chars().next() {
        Some('{') => Ok((BadgeForm::Json, text.to_owned())),
        Some('<') => picture(text.as_bytes()),
        Some(_) => {
            // Mail programs break long lines; no part of a JWS has a blank in it.
            let compact: String = text.split_whitespace().collect();
            let is_jws = compact.split('.').count() == 3 && (compact == text || compact.starts_with("ey"));
            if is_jws { Ok((BadgeForm::Jwt, compact)) } else { Err(Unread::no_badge(NOT_ONE)) }
        }
        None => Err(Unread::no_badge(NOT_ONE)),
    }
}

/// Text in UTF-8, or in UTF-16 by its mark, as some editors save it (Unicode, section 2.13).
fn text_of(bytes: &[u8]) -> Option<String> {
    let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, []) = rest.as_chunks::<2>() else { return None };
        let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
        String::from_utf16(&units).ok()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => std::str::from_utf8(bytes).ok().map(str::to_owned),
    }
}

fn picture(bytes: &[u8]) -> Result<(BadgeForm, String), Unread> {
    let extracted = bake::extract(bytes).map_err(|error| match error {
        BakeError::NoCredential => Unread::no_badge(GONE),
        // A JPEG or a picture cut short says nothing false either.
        BakeError::NotPicture(_) if bytes.first() == Some(&b'<') => Unread::no_badge(NOT_ONE),
        BakeError::NotPicture(_) => Unread::no_badge(GONE),
        other => Unread::broken(BadgeForm::Unknown, sentence(&other)),
    })?;
    let is_json = extracted.text.starts_with('{');
    let format = match (extracted.picture, is_json) {
        (Picture::Png, true) => BadgeForm::PngJson,
        (Picture::Png, false) => BadgeForm::PngJwt,
        (Picture::Svg, true) => BadgeForm::SvgJson,
        (Picture::Svg, false) => BadgeForm::SvgJwt,
    };
    Ok((format, extracted.text))
}

fn sentence(error: &BakeError) -> String {
    format!("No credential could be taken from the picture: {error}.")
}

fn json(text: &str, format: BadgeForm) -> Result<(BadgeForm, Input), Unread> {
    let broken = |text| Err(Unread::broken(format, text));
    if text.len() > MAX_BYTES {
        return broken(format!("The credential is larger than {MAX_BYTES} bytes and was not read."));
    }
    match super::strict::parse(text) {
        Ok(Value::Object(object)) => Ok((format, Input::Embedded(object))),
        Ok(_) => broken("The credential is not a JSON object.".to_owned()),
        Err(error) => broken(format!("The credential is not valid JSON: {error}.")),
    }
}

fn jws(text: &str, format: BadgeForm) -> Result<(BadgeForm, Input), Unread> {
    let broken = |text| Err(Unread::broken(format, text));
    if text.len() > MAX_BYTES {
        return broken(format!("The credential is larger than {MAX_BYTES} bytes and was not read."));
    }
    match jwt::read(text.trim()) {
        Ok(jws) => Ok((format, Input::Enveloped(Box::new(jws)))),
        Err(error) => broken(format!("The credential is not a readable JWT: {error}.")),
    }
}
