//! Which form a credential came in, and the credential in it.

use crate::bake::{self, BakeError, Picture};
use crate::jsonld::MAX_BYTES;
use crate::jwt::{self, CompactJws};
use serde::Serialize;
use serde_json::{Map, Value};

/// The form a credential came in (OB 3.0, section 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
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

impl Format {
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

type Refused = (Format, String);

/// Finds the credential in the bytes.
pub(super) fn read(bytes: &[u8]) -> Result<(Format, Input), Refused> {
    let start: Vec<u8> = bytes.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).take(4).collect();
    let text = std::str::from_utf8(bytes).ok();
    match (start.as_slice(), text) {
        ([b'{', ..], Some(text)) => json(text, Format::Json),
        ([0x89, b'P', b'N', b'G'] | [b'<', ..] | [0xef, 0xbb, 0xbf, b'<'], _) => picture(bytes),
        ([0xef, 0xbb, 0xbf, b'{'], Some(text)) => json(text.trim_start_matches('\u{feff}'), Format::Json),
        ([_, ..], Some(text)) if text.trim().split('.').count() == 3 => jws(text, Format::Jwt),
        _ => Err((
            Format::Unknown,
            "The file is neither a badge picture (PNG or SVG) nor a credential (JSON or JWT).".to_owned(),
        )),
    }
}

fn picture(bytes: &[u8]) -> Result<(Format, Input), Refused> {
    let extracted = bake::extract(bytes).map_err(|error| (Format::Unknown, sentence(&error)))?;
    let is_json = extracted.text.starts_with('{');
    let format = match (extracted.picture, is_json) {
        (Picture::Png, true) => Format::PngJson,
        (Picture::Png, false) => Format::PngJwt,
        (Picture::Svg, true) => Format::SvgJson,
        (Picture::Svg, false) => Format::SvgJwt,
    };
    if is_json { json(&extracted.text, format) } else { jws(&extracted.text, format) }
}

fn sentence(error: &BakeError) -> String {
    format!("No credential could be taken from the picture: {error}.")
}

fn json(text: &str, format: Format) -> Result<(Format, Input), Refused> {
    if text.len() > MAX_BYTES {
        return Err((format, format!("The credential is larger than {MAX_BYTES} bytes and was not read.")));
    }
    match super::parse_strict(text) {
        Ok(Value::Object(object)) => Ok((format, Input::Embedded(object))),
        Ok(_) => Err((format, "The credential is not a JSON object.".to_owned())),
        Err(error) => Err((format, format!("The credential is not valid JSON: {error}."))),
    }
}

fn jws(text: &str, format: Format) -> Result<(Format, Input), Refused> {
    if text.len() > MAX_BYTES {
        return Err((format, format!("The credential is larger than {MAX_BYTES} bytes and was not read.")));
    }
    match jwt::read(text.trim()) {
        Ok(jws) => Ok((format, Input::Enveloped(Box::new(jws)))),
        Err(error) => Err((format, format!("The credential is not a readable JWT: {error}."))),
    }
}
