//! Faults of items.

/// The number of options or keys does not fit the kind.
pub const SHAPE: &str = "Q0001";
/// An option lacks a rationale.
pub const RATIONALE: &str = "Q0002";
/// A multiple-response stem does not say how many to choose.
pub const CHOOSE: &str = "Q0003";
/// 'All of the above' and its kin.
pub const ALL_OF_THE_ABOVE: &str = "Q0004";
/// The key gives itself away by its length.
pub const LONG_KEY: &str = "Q0005";
/// The file's name is not the item's id.
pub const NAME: &str = "Q0006";
/// The skill does not belong to the task.
pub const SKILL: &str = "Q0007";
/// A figure outside its range.
pub const RANGE: &str = "Q0008";
/// The source is not a public https page, or is said to be read and unread.
pub const SOURCE: &str = "Q0009";
/// The key names no option, or options are not lettered in order.
pub const KEY: &str = "Q0010";
/// The item of the standard beside the file is missing or cannot be used.
pub const STANDARD: &str = "Q0013";
/// Something of the item of the standard is not shown as its author meant it.
pub const REMARK: &str = "Q0014";
/// A picture of the item is missing, or does more than to be seen.
pub const MEDIUM: &str = "Q0015";
/// A picture is kept beside an item, and no text of it shows it.
pub const KEPT: &str = "Q0020";
/// The text that an item shares with others is not there, or cannot be called so.
pub const SHARED: &str = "Q0021";
/// A translation has no language of its own, or an option too many.
pub const TRANSLATION: &str = "Q0022";
/// A translation lacks a part.
pub const UNTRANSLATED: &str = "Q0023";
/// A translation is of an older wording.
pub const OLDER_WORDING: &str = "Q0024";
/// A tag is empty or stands there twice.
pub const TAG: &str = "Q0016";
/// A quota counts nothing, or two things at once.
pub const QUOTA: &str = "Q0017";
/// A list of the rules of items has no words to look for.
pub const NO_WORDS: &str = "Q0018";
/// A folder of items has no manifest, or a file that belongs to no item.
pub const FOLDER: &str = "Q0019";
