//! Codes of remarks on foreign questions; each has a fixture that brings it about.

/// A kind of question that no item can be made of; not imported.
pub const KIND: &str = "foreign-kind";
/// A construct that the item has no place for; left out.
pub const LEFT_OUT: &str = "foreign-left-out";
/// A construct that became another one.
pub const CHANGED: &str = "foreign-changed";
/// Markup outside the subset of QTI; taken off or replaced.
pub const MARKUP: &str = "foreign-markup";
/// A script, or what would run one; taken off.
pub const SCRIPT: &str = "foreign-script";
/// A picture or file that is not in the source.
pub const MEDIA: &str = "foreign-media";
/// An address outside the file; kept, nothing is fetched.
pub const ADDRESS: &str = "foreign-address";
/// A formula in TeX; kept as text.
pub const TEX: &str = "foreign-tex";
/// A question without a right answer, a text or options.
pub const INCOMPLETE: &str = "foreign-incomplete";
/// What cannot be read as the format says.
pub const SYNTAX: &str = "foreign-syntax";
/// More than a limit allows.
pub const LIMIT: &str = "foreign-limit";
