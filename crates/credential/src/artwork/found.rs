//! What is said about a place in a picture.

/// Something in a picture, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureFault {
    /// From 1; for a PNG always 1.
    pub line: u32,
    /// In a few words.
    pub text: String,
}
