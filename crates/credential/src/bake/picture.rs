//! What may be baked, how large it may be, and why it cannot be.

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
pub enum BadgeFormat {
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

pub(super) fn within(what: &'static str, bytes: usize, limit: usize) -> Result<(), BakeError> {
    if bytes > limit { Err(BakeError::TooLarge { what, limit }) } else { Ok(()) }
}
