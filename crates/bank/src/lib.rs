//! Items: what is asked, how a response is processed, what may be delivered.
//!
//! Names are QTI 3's where QTI has one (item, response, outcome). A bank holds items of the standard
//! ([`BankItem`]). They are authored as one TOML file each (`docs/decisions/0007-items-as-toml-files.md`):
//! in its own words, which are a choice interaction, or with an item of QTI beside it.
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
//! let read = assay_bank::read_item(&file, &assay_bank::Alone);
//! assert!(read.found.is_empty() && read.lint.is_empty());
//! assert!(read.item.is_right(7, &["B".into()]));
//! assert!(!read.item.is_right(7, &[]), "an unanswered item is wrong");
//! ```

mod accept;
pub mod answer;
mod authored;
mod changed;
pub mod codes;
mod feedback;
pub mod folder;
mod item;
pub mod lint;
mod meta;
mod outcome;
mod read;
mod standard;
mod translation;
mod unfit;
mod view;
pub mod work;

pub use accept::{LINE_CHARS_MAX, MissingValues, ResponseError, TEXT_CHARS_MAX};
pub use authored::{AuthoredItem, ItemKind, Key, OptionText, Translation};
pub use changed::ItemPart;
pub use feedback::ReleasedItem;
pub use item::{BankItem, ChoiceFact, ItemVersion};
pub use meta::{Artefact, CognitiveLevel, ItemMeta, Source};
pub use outcome::{ItemOutcome, item_seed};
pub use read::{Alone, ItemCompanions, ReadBankItem, parse_authored, read_item};
pub use standard::{NotWritable, stimulus_name, stimulus_of};
pub use translation::is_language_tag;
pub use view::{DeliveryItem, order_of_options};
