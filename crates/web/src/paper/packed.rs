//! Bytes as `FlateDecode` reads them (ISO 32000-1, 7.4.4).

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};

/// Bytes as a stream of a document holds them.
pub fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Into memory it does not fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}
