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

mod png;
mod svg;

use crate::jsonld::MAX_BYTES;

pub use png::bake_png;
pub use svg::bake_svg;

/// Largest picture taken, in bytes:
/// badges are shown at 600 pixels or less; 4 MB is far above any real one.
pub const MAX_IMAGE_BYTES: usize = 4 * 1024 * 1024;

/// Why a picture cannot carry a credential, or has none.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BakeError {
    /// The picture or the credential is larger than allowed.
    #[error("the {what} is larger than {limit} bytes")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// The bytes are not a picture of a kind that can be baked.
    #[error("the file is not a PNG or SVG picture: {0}")]
    NotPicture(&'static str),
    /// The picture has no credential.
    #[error("the picture has no credential in it")]
    NoCredential,
    /// The picture has more than one credential (section 5.3: exactly one).
    #[error("the picture has more than one credential in it")]
    Several,
    /// The credential is there and cannot be read.
    #[error("the credential in the picture cannot be read: {0}")]
    Unreadable(&'static str),
}

/// The edition of Open Badges a picture was baked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// Keyword `openbadgecredential` or namespace
    /// `https://purl.imsglobal.org/ob/v3p0`.
    OpenBadges3,
    /// Keyword `openbadges` or namespace `http://openbadges.org`;
    /// imported, never written.
    OpenBadges2,
}

/// The kind of picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// Portable Network Graphics.
    Png,
    /// Scalable Vector Graphics.
    Svg,
}

/// A credential taken out of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extracted {
    /// The kind of picture it was in.
    pub picture: Picture,
    /// The edition it was baked for.
    pub edition: Edition,
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

fn within(what: &'static str, bytes: usize, limit: usize) -> Result<(), BakeError> {
    if bytes > limit { Err(BakeError::TooLarge { what, limit }) } else { Ok(()) }
}
