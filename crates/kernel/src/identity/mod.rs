//! How people are called and reached, in one form and without what cannot be seen.
//!
//! A name or an address that is compared, searched or shown goes through here first, at the door and in
//! imports alike. Libraries looked at: `precis-profiles` (no look-alikes, no words for people), `caseless`
//! (another table of what `char::to_lowercase` knows).
//!
//! ```
//! use assay_kernel::identity::{Address, search_key};
//! let address = Address::parse(" Zoe\u{308}@EXA\u{308}MPLE.org").unwrap();
//! assert_eq!(address.as_str(), "zo\u{eb}@xn--exmple-cua.org");
//! assert!(search_key("Öznur Çelik", "o@example.org").contains(&search_key("OZNUR", "")));
//! ```

mod address;
mod characters;
mod fold;
mod name;

pub use address::Address;
pub use characters::hidden_character;
pub use fold::{password_text, search_key};
pub use name::{looks_like_another_alphabet, person_name};

/// Why a name or an address is not taken, for the person who typed it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct IdentityFault(pub String);
