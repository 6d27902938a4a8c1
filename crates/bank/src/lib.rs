//! Items: what is asked, how a response is processed, what may be delivered.
//!
//! Names are QTI 3's where QTI has one (item, response, outcome). Items are authored as one TOML file each
//! (`docs/decisions/0007-items-as-toml-files.md`); the two item types are QTI choice interactions.
//!
//! ```
//! use assay_kernel::source::SourceFile;
//! let text = r#"
//! id = "two-plus-two"
//! exam = "X-1"
//! task = "1.1"
//! kind = "multiple-choice"
//! stem = "What is two plus two?"
//! key = ["B"]
//! level = "apply"
//! difficulty = 0.9
//! time_s = 30
//! source = { title = "Arithmetic", url = "https://example.org/" }
//! note = "An example."
//! option = [
//!   { id = "A", text = "3", rationale = "One short of it." },
//!   { id = "B", text = "4", rationale = "Two and two." },
//!   { id = "C", text = "5", rationale = "One more than it." },
//!   { id = "D", text = "22", rationale = "Digits, joined." },
//! ]
//! "#;
//! let file = SourceFile::new("bank/X-1/two-plus-two.toml", text);
//! let (item, found) = assay_bank::parse_item(&file);
//! assert!(found.is_empty() && assay_bank::lint_item(&file, &item).is_empty());
//! assert!(item.is_correct(&["B".into()]));
//! assert!(!item.is_correct(&[]), "an unanswered item is wrong");
//! ```

pub mod answer;
mod item;
mod read;
mod standard;
mod view;

pub use item::{CognitiveLevel, Item, ItemKind, Key, OptionText, ResponseError, Source};
pub use read::{codes, lint_item, parse_item};
pub use standard::NotWritable;
pub use view::{DeliveryItem, DeliveryOption, order_of_options};
