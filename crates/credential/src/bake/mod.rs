//! Baking: a credential inside its picture, and the way back.
//!
//! Open Badges 3.0, section 5.3 "Baked badges": one `iTXt` chunk in a PNG, one element in an SVG. Both are
//! done at byte level, so that the artist's picture stays as it was; the crate `png` would write it anew.
//!
//! ```
//! use assay_credential::bake;
//! let svg = r#"<svg xmlns="http://www.w3.org/2000/svg"><circle r="4"/></svg>"#;
//! let baked = bake::bake_svg(svg, r#"{"id":"urn:x:1"}"#)?;
//! let found = bake::extract(baked.as_bytes())?;
//! assert_eq!(found.text, r#"{"id":"urn:x:1"}"#);
//! # Ok::<(), assay_credential::bake::BakeError>(())
//! ```

mod picture;
mod png;
mod svg;

use crate::jsonld::MAX_BYTES;

use picture::within;
pub use picture::{BadgeFormat, BakeError, MAX_IMAGE_BYTES, Picture};
pub use png::bake_png;
pub use svg::bake_svg;

/// A credential taken out of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extracted {
    /// The kind of picture it was in.
    pub picture: Picture,
    /// The edition it was baked for.
    pub edition: BadgeFormat,
    /// JSON or compact JWS, as it was baked, without surrounding white space.
    pub text: String,
}

/// Takes the credential out of a baked PNG or SVG.
///
/// # Errors
/// [`BakeError`]: never a panic, whatever the bytes.
pub fn extract(bytes: &[u8]) -> Result<Extracted, BakeError> {
    within("picture", bytes.len(), MAX_IMAGE_BYTES)?;
    let (picture, (edition, text)) = if png::is_png(bytes) {
        (Picture::Png, png::extract(bytes)?)
    } else {
        let text = std::str::from_utf8(bytes).map_err(|_| BakeError::NotPicture("it is not text either"))?;
        (Picture::Svg, svg::extract(text)?)
    };
    within("credential", text.len(), MAX_BYTES)?;
    Ok(Extracted { picture, edition, text: text.trim().to_owned() })
}
