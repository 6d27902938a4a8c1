//! The item of which most tests are told: no rule finds anything in it.

use assay_kernel::source::SourceFile;

pub const ITEM: &str = r#"
id = "x"
exam = "X-1"
task = "1.1"
skill = "1.1.1"
kind = "multiple-choice"
stem = "A team runs a web shop. What should it do first?"
key = ["C"]
level = "apply"
difficulty = 0.6
time_s = 90
source = { title = "A page", url = "https://example.org/page" }
note = "A note."
option = [{ id = "A", text = "Close the door of the house", rationale = "Wrong, because of this." },
  { id = "B", text = "Paint the wall of the garden", rationale = "Wrong, because of that." },
  { id = "C", text = "Water the trees of the street", rationale = "Right, because of this." },
  { id = "D", text = "Empty the boxes of the attic", rationale = "Wrong, because of no." }]
"#;

/// An authoring file of that name.
pub fn file(text: impl Into<String>) -> SourceFile {
    SourceFile::new("bank/X-1/x.toml", text)
}

/// The item's file with something in it replaced, which must be there.
pub fn with(from: &str, to: &str) -> String {
    assert!(ITEM.contains(from), "{from}");
    ITEM.replacen(from, to, 1)
}
