//! Where the shared corpora are, read in place.

use serde_json::Value;
use std::path::PathBuf;

/// A file or folder of the corpora;
/// `None`, said loudly, when they are not there.
pub fn path(name: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("ASSAY_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let path = shared.join("corpora").join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("SKIPPED: shared corpora missing ({}); set ASSAY_SHARED to run this test", path.display());
    None
}

/// The bytes of a corpus file.
pub fn bytes(name: &str) -> Option<Vec<u8>> {
    path(name).map(|path| std::fs::read(path).unwrap())
}

/// The JSON of a corpus file.
pub fn json(name: &str) -> Option<Value> {
    bytes(name).map(|bytes| serde_json::from_slice(&bytes).unwrap())
}
