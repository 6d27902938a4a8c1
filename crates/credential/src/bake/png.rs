//! PNG: one `iTXt` chunk (PNG 3, sections 5.3 chunk layout and 11.3.3.4 iTXt).

use super::picture::{BadgeFormat, BakeError, MAX_IMAGE_BYTES, within};
use crate::jsonld::MAX_BYTES;

const SIGNATURE: &[u8; 8] = b"\x89PNG\r\n\x1a\n";
/// The keyword of Open Badges 3.0, section 5.3.1.
const KEYWORD: &[u8] = b"openbadgecredential";
/// The keyword of Open Badges 2.0.
const KEYWORD_2: &[u8] = b"openbadges";

/// One chunk: its type, its data and all its bytes.
struct Chunk<'a> {
    kind: &'a [u8],
    content: &'a [u8],
    whole: &'a [u8],
}

/// Whether the bytes begin as a PNG does.
pub(super) fn is_png(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGNATURE)
}

/// Puts a credential into a PNG, in place of one that is there
/// (OB 3.0, section 5.3.1).
///
/// # Errors
/// [`BakeError`] when the bytes are not a PNG or too large.
pub fn bake_png(png: &[u8], credential: &str) -> Result<Vec<u8>, BakeError> {
    within("picture", png.len(), MAX_IMAGE_BYTES)?;
    within("credential", credential.len(), MAX_BYTES)?;
    let chunks = chunks(png)?;
    let mut baked = SIGNATURE.to_vec();
    for (index, chunk) in chunks.iter().enumerate() {
        if keyword(chunk).is_some() {
            continue;
        }
        baked.extend_from_slice(chunk.whole);
        // Directly after the header, so that it is found without reading the pixels.
        if index == 0 {
            baked.extend_from_slice(&text_chunk(credential));
        }
    }
    Ok(baked)
}

/// Reads the credential; exactly one must be there.
pub(super) fn extract(png: &[u8]) -> Result<(BadgeFormat, String), BakeError> {
    let mut found = None;
    for chunk in &chunks(png)? {
        if let Some((edition, rest)) = keyword(chunk) {
            if found.is_some() {
                return Err(BakeError::Several);
            }
            found = Some((edition, text(chunk, rest)?));
        }
    }
    found.ok_or(BakeError::NoCredential)
}

fn chunks(png: &[u8]) -> Result<Vec<Chunk<'_>>, BakeError> {
    let broken = || BakeError::NotPicture("its chunks are not those of a PNG");
    let mut rest = png.strip_prefix(SIGNATURE).ok_or_else(broken)?;
    let mut chunks: Vec<Chunk<'_>> = Vec::new();
    while !rest.is_empty() {
        let length = rest.first_chunk::<4>().map(|bytes| u32::from_be_bytes(*bytes)).ok_or_else(broken)?;
        let length = usize::try_from(length).map_err(|_| broken())?;
        let size = length.checked_add(12).ok_or_else(broken)?;
        let (whole, after) = rest.split_at_checked(size).ok_or_else(broken)?;
        let kind = whole.get(4..8).ok_or_else(broken)?;
        let content = whole.get(8..length + 8).ok_or_else(broken)?;
        let sum = whole.last_chunk::<4>().map(|bytes| u32::from_be_bytes(*bytes)).ok_or_else(broken)?;
        if sum != crc(kind, content) || (chunks.is_empty() && kind != b"IHDR") {
            return Err(broken());
        }
        rest = after;
        chunks.push(Chunk { kind, content, whole });
        if kind == b"IEND" {
            return Ok(chunks);
        }
    }
    Err(broken())
}

fn crc(kind: &[u8], content: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(kind);
    hasher.update(content);
    hasher.finalize()
}

/// The edition of a credential chunk and what follows its keyword.
fn keyword<'a>(chunk: &Chunk<'a>) -> Option<(BadgeFormat, &'a [u8])> {
    if chunk.kind != b"iTXt" && chunk.kind != b"tEXt" {
        return None;
    }
    let end = chunk.content.iter().position(|byte| *byte == 0)?;
    let (word, rest) = chunk.content.split_at_checked(end)?;
    match word {
        KEYWORD => Some((BadgeFormat::OpenBadges3, rest.get(1..)?)),
        KEYWORD_2 => Some((BadgeFormat::OpenBadges2, rest.get(1..)?)),
        _ => None,
    }
}

fn text(chunk: &Chunk<'_>, rest: &[u8]) -> Result<String, BakeError> {
    let text = if chunk.kind == b"tEXt" {
        rest
    } else {
        let [compressed, _method, rest @ ..] = rest else {
            return Err(BakeError::Unreadable("its chunk is cut short"));
        };
        if *compressed != 0 {
            // Section 5.3.1 forbids it, and inflating foreign bytes needs a limit of its own.
            return Err(BakeError::Unreadable("it is compressed, which Open Badges does not allow"));
        }
        let mut parts = rest.splitn(3, |byte| *byte == 0);
        parts.nth(2).ok_or(BakeError::Unreadable("its chunk is cut short"))?
    };
    String::from_utf8(text.to_vec()).map_err(|_| BakeError::Unreadable("it is not text"))
}

fn text_chunk(credential: &str) -> Vec<u8> {
    let mut content = KEYWORD.to_vec();
    // End of keyword, not compressed, method 0, no language, no translated keyword.
    content.extend_from_slice(&[0, 0, 0, 0, 0]);
    content.extend_from_slice(credential.as_bytes());
    let length = u32::try_from(content.len()).unwrap_or(u32::MAX);
    let mut chunk = length.to_be_bytes().to_vec();
    chunk.extend_from_slice(b"iTXt");
    chunk.extend_from_slice(&content);
    chunk.extend_from_slice(&crc(b"iTXt", &content).to_be_bytes());
    chunk
}
