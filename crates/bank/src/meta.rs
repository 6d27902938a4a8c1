//! What a body knows about an item, whatever the item asks.

use assay_kernel::{ExamCode, Location};

/// What an item asks of the mind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum CognitiveLevel {
    /// Recall.
    Remember,
    /// Use in a situation.
    #[default]
    Apply,
    /// Take apart, weigh.
    Analyse,
}

/// A public documentation page that settles the item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The page's name.
    pub title: String,
    /// Its address.
    pub url: String,
}

/// What a body knows about an item besides the item itself.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemMeta {
    /// Slug, unique in its pool.
    pub id: String,
    /// Exam version it was written for.
    pub exam: ExamCode,
    /// Task statement of the outline.
    pub task: String,
    /// Skill of the outline, where the outline has skills.
    pub skill: Option<String>,
    /// What it asks of the mind.
    pub level: CognitiveLevel,
    /// Expected proportion correct of a minimally qualified candidate, 0 to 1.
    pub difficulty: f64,
    /// Expected time in seconds.
    pub time_s: u32,
    /// Items that must not meet this one on a form.
    pub enemies: Vec<String>,
    /// What settles it.
    pub source: Source,
    /// For colleagues.
    pub note: String,
    /// Where it stands.
    pub at: Location,
}
