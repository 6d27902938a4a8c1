//! The pages of `docs/reference` that are generated: `cargo xtask codegen` writes them, these tests compare.

use std::path::{Path, PathBuf};

/// The generated pages.
fn reference() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference")
}

/// Compares a page with what is generated now; with `ASSAY_BLESS=1` writes it instead.
pub fn expect_page(name: &str, text: &str) {
    let path = reference().join(name);
    if std::env::var_os("ASSAY_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let page = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(text == page, "{} is out of date; run `cargo xtask codegen`", path.display());
}
