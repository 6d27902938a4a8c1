//! What a code of `assay check` means: the sections of the reference page, which is in the binary.

use assay_kernel::{Diagnostic, source::distance};

use crate::outcome::Failure;

/// The page, generated from the table of codes and the fixtures.
const PAGE: &str = include_str!("../../../docs/reference/codes.md");

/// The page's part about a code.
///
/// # Errors
/// The page has no such code; what to write instead.
pub fn explain(code: &str) -> Result<&'static str, Failure> {
    let code = code.to_ascii_uppercase();
    if let Some(section) = section(&code) {
        return Ok(section);
    }
    let nearest = codes().min_by_key(|known| distance(known, &code)).unwrap_or_default();
    let message = format!("no page explains `{code}`");
    Err(Failure::unusable(message, format!("write a code as `assay check` prints it, such as {nearest}")))
}

/// The first code among these that the page explains.
pub fn first_explained(found: &[Diagnostic]) -> Option<&'static str> {
    found.iter().map(|diagnostic| diagnostic.code).find(|code| section(code).is_some())
}

fn codes() -> impl Iterator<Item = &'static str> {
    PAGE.lines().filter_map(|line| line.strip_prefix("## "))
}

fn section(code: &str) -> Option<&'static str> {
    let start = PAGE.find(&format!("\n## {code}\n"))? + 1;
    let rest = PAGE.get(start..)?;
    let end = rest.find("\n\n## ").map_or(rest.len(), |end| end + 1);
    rest.get(..end)
}
