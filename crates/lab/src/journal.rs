//! The journal of a lab: what somebody did, the only thing that is stored.
//!
//! State is its replay from the variant. A row tells how its deed ended and where the lab's clock stood then,
//! so a replay by a later release that goes another way is seen and told, and never taken for the first.
//!
//! ```
//! use assay_lab::journal::{LabDeed, LabRow};
//! let row = r#"{"seq":1,"wall_ms":0,"lab_ms":2000,"did":{"line":"aws ec2 describe-vpcs"}}"#;
//! let row: LabRow = serde_json::from_str(row).unwrap();
//! assert_eq!(row.did, LabDeed::Line("aws ec2 describe-vpcs".into()));
//! ```

use assay_cloud::call::Call;
use serde::{Deserialize, Serialize};

/// The form of journals; a reader knows this one and those before it.
pub const FORMAT: u32 = 1;
/// The engine by which deeds are carried out.
///
/// Raised by a change that lets a replay end elsewhere.
pub const ENGINE: u32 = 1;

/// What somebody did in a lab.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabJournal {
    /// The form of this journal.
    pub format: u32,
    /// The engine of its rows.
    pub engine: u32,
    /// The lab's id.
    pub lab: String,
    /// Which version of the lab's files.
    pub mark: u64,
    /// The sitting's seed, from which the variant is drawn.
    pub seed: u64,
    /// In the order of deeds.
    pub rows: Vec<LabRow>,
}

/// One deed and how it ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabRow {
    /// From 1, without gaps.
    pub seq: u32,
    /// When it was done, in milliseconds of the wall's clock; nothing follows from it.
    pub wall_ms: i64,
    /// The lab's clock after it, in milliseconds.
    pub lab_ms: i64,
    /// What was done.
    pub did: LabDeed,
    /// The code of the refusal, where it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// What can be done in a lab.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabDeed {
    /// A line of the console.
    Line(String),
    /// A call of somebody's own command line or program.
    Call(Box<Call>),
    /// A file of the candidate, written or, where it is empty, taken away.
    File {
        /// Its name.
        name: String,
        /// All of it.
        text: String,
    },
    /// The lab's time, by so many seconds.
    Pass(i64),
    /// The link of a mail in the inbox, by its place there.
    Confirm(usize),
    /// Back to the state after that row; 0 is the start. The rows since stay on record.
    Undo(u32),
}

/// Whether a text holds an access key of the provider.
///
/// Such a text is refused and never stored. The forms are those of the IAM user guide, "IAM identifiers":
/// `AKIA` or `ASIA` and sixteen more.
///
/// ```
/// use assay_lab::journal::holds_key;
/// assert!(holds_key("export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE"));
/// assert!(!holds_key("aws iam get-role --role-name AKIA-app"));
/// ```
#[must_use]
pub fn holds_key(text: &str) -> bool {
    /// Letters of a key after its prefix.
    const KEY_LETTERS: usize = 16;
    let secret = text.to_ascii_lowercase();
    let is_key = |part: &str| {
        part.len() >= KEY_LETTERS + 4
            && ["AKIA", "ASIA"].iter().any(|prefix| part.starts_with(prefix))
            && part.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
    };
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(is_key)
        || ["aws_secret_access_key", "aws_session_token"].iter().any(|name| secret.contains(name))
}
