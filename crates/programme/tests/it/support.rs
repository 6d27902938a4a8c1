//! Programme folders as source files.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use assay_kernel::source::SourceFile;
use toml_parser::{Source, lexer::TokenKind};

/// The folder of the reference programme.
pub fn reference_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../programmes/cloudops")
}

/// The text of a file of this repository.
pub fn repository_file(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)).unwrap()
}

/// Every text file below a folder, as `parse` takes them.
pub fn files_below(folder: &Path) -> Vec<SourceFile> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                let below = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                files.push(SourceFile::new(below, text));
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The reference programme.
pub fn reference() -> assay_programme::model::Programme {
    assay_programme::parse(&files_below(&reference_folder())).0
}

/// Compares with a reviewed file; with `ASSAY_BLESS=1` writes it instead.
pub fn expect_file(path: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("ASSAY_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let reviewed = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, reviewed, "differs from {}; review it, then ASSAY_BLESS=1", path.display());
}

/// The fixture programmes of `must_pass` or `must_fail`, by folder.
pub fn folders(kind: &str) -> BTreeMap<String, Vec<SourceFile>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(kind);
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| (entry.file_name().into_string().unwrap(), files_below(&entry.path()))).collect()
}

/// The comments in their order, without the spaces behind them.
fn comments(text: &str) -> Vec<&str> {
    let tokens = Source::new(text).lex().filter(|token| token.kind() == TokenKind::Comment);
    tokens.map(|token| text[token.span().start()..token.span().end()].trim_end()).collect()
}

/// Holds what was formatted against what it was.
pub fn only_the_layout_changed(text: &str, formatted: &str) {
    let values = |text: &str| text.parse::<toml::Table>().ok();
    assert_eq!(values(text), values(formatted), "\n{text}\n--- became\n{formatted}");
    assert_eq!(comments(text), comments(formatted), "\n{text}\n--- became\n{formatted}");
    let again = assay_programme::format(&SourceFile::new("x.toml", formatted)).unwrap();
    assert_eq!(again, formatted, "formatted again:\n{formatted}");
    assert!(formatted.is_empty() || (formatted.ends_with('\n') && !formatted.ends_with("\n\n")));
}
