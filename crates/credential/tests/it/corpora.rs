//! Where the shared corpora are, read in place.

use serde_json::Value;
use std::path::PathBuf;

/// A file or folder of the corpora;
/// `None`, said loudly, when they are not there.
pub fn path(name: &str) -> Option<PathBuf> {
    assay_testkit::shared(&format!("corpora/{name}"))
}

/// The bytes of a corpus file.
pub fn bytes(name: &str) -> Option<Vec<u8>> {
    path(name).map(|path| std::fs::read(path).unwrap())
}

/// The JSON of a corpus file.
pub fn json(name: &str) -> Option<Value> {
    bytes(name).map(|bytes| serde_json::from_slice(&bytes).unwrap())
}
