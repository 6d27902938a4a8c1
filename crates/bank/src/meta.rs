//! What a body knows about an item, whatever the item asks.

use assay_kernel::{Date, ExamCode, Location};

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

/// What of a console or a file a stem gives the candidate to read.
///
/// It is declared, since a word or a mark in the stem is no proof of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Artefact {
    /// A document of JSON.
    Json,
    /// A document of YAML.
    Yaml,
    /// Lines of a log.
    Log,
    /// A table.
    Table,
    /// A command, or what it printed.
    Command,
    /// A diagram or a curve, as a picture or in words.
    Graph,
}

impl Artefact {
    /// Every kind, in the order of the reference page.
    pub const ALL: [Artefact; 6] =
        [Artefact::Json, Artefact::Yaml, Artefact::Log, Artefact::Table, Artefact::Command, Artefact::Graph];

    /// The word in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Artefact::Json => "json",
            Artefact::Yaml => "yaml",
            Artefact::Log => "log",
            Artefact::Table => "table",
            Artefact::Command => "command",
            Artefact::Graph => "graph",
        }
    }
}

/// A public documentation page that settles the item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The page's name.
    pub title: String,
    /// Its address.
    pub url: String,
    /// The day on which somebody last read it for this item.
    pub read: Option<Date>,
    /// Whether nobody has read it yet: the address comes from elsewhere.
    pub unread: bool,
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
    /// What a bank counts it under besides task and skill, such as `containers`.
    pub tags: Vec<String>,
    /// What its stem gives to read.
    pub artefact: Option<Artefact>,
    /// What settles it.
    pub source: Source,
    /// For colleagues.
    pub note: String,
    /// Where it stands.
    pub at: Location,
}
