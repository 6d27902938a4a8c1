//! How an item's versions stand, and who did what with them: what events add up to.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use assay_kernel::{Date, Instant, PersonId};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// How a version of an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemState {
    /// Somebody writes it.
    Draft,
    /// Reviewers look at it.
    InReview,
    /// It asks something else than the version before, and nobody has accepted it yet.
    Revised,
    /// It may be put on a form.
    Accepted,
    /// It is tried out on a form, and does not count.
    Pretest,
    /// It counts on a form.
    Scored,
    /// It is asked no more.
    Retired,
}

impl ItemState {
    /// Every state, in the order of an item's life.
    pub const ALL: [ItemState; 7] = [
        ItemState::Draft,
        ItemState::InReview,
        ItemState::Revised,
        ItemState::Accepted,
        ItemState::Pretest,
        ItemState::Scored,
        ItemState::Retired,
    ];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            ItemState::Draft => "draft",
            ItemState::InReview => "in-review",
            ItemState::Revised => "revised",
            ItemState::Accepted => "accepted",
            ItemState::Pretest => "pretest",
            ItemState::Scored => "scored",
            ItemState::Retired => "retired",
        }
    }

    /// Reads the stored word; `None` for anything else.
    pub fn parse(text: &str) -> Option<ItemState> {
        ItemState::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Whether a version that stands so was accepted: it may be on a form.
    pub fn is_live(self) -> bool {
        matches!(self, ItemState::Accepted | ItemState::Pretest | ItemState::Scored)
    }
}

/// A word that names no state.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no state of an item")]
pub struct UnknownState(String);

impl TryFrom<String> for ItemState {
    type Error = UnknownState;

    fn try_from(text: String) -> Result<Self, UnknownState> {
        ItemState::parse(&text).ok_or(UnknownState(text))
    }
}

/// Who did something with an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doer {
    /// Somebody.
    Person(PersonId),
    /// The body itself: its command line, or the files it came with.
    Body,
}

impl Doer {
    /// The stored word of the body.
    pub const BODY: &'static str = "command line";

    /// Reads the stored form; `None` for anything else.
    pub fn parse(text: &str) -> Option<Doer> {
        match text {
            Doer::BODY => Some(Doer::Body),
            text => PersonId::parse(text).ok().map(Doer::Person),
        }
    }

    /// The person, where it is one.
    pub fn person(self) -> Option<PersonId> {
        match self {
            Doer::Person(id) => Some(id),
            Doer::Body => None,
        }
    }
}

impl fmt::Display for Doer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Doer::Person(id) => id.fmt(f),
            Doer::Body => f.write_str(Doer::BODY),
        }
    }
}

impl Serialize for Doer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Doer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Doer::parse(&text).ok_or_else(|| D::Error::custom(format!("`{text}` is nobody")))
    }
}

/// The marks of a version's content.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentMarks {
    /// Of all its files.
    pub mark: String,
    /// Of what is asked: stem, options, key.
    pub asked: String,
}

/// A version with what was said of it.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionWork {
    /// From 1.
    pub number: u32,
    /// Who wrote it.
    pub by: Doer,
    /// When it was last written.
    pub at: Instant,
    /// What it holds.
    pub marks: ContentMarks,
    /// How it stands; of one that another superseded, how it stood then.
    pub state: ItemState,
    /// Whether somebody else has seen it: then it is never written over.
    pub is_sealed: bool,
    /// Answers of reviewers who had not seen the key.
    pub answers: BTreeMap<PersonId, GivenAnswer>,
    /// What reviewers decided.
    pub decisions: BTreeMap<PersonId, GivenDecision>,
}

/// An answer of a reviewer, given before the key was shown.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenAnswer {
    /// When.
    pub at: Instant,
    /// What was answered.
    pub answer: BlindAnswer,
    /// The page that settled a disagreement.
    pub settled_by: Option<String>,
}

impl GivenAnswer {
    /// Whether nothing is left to talk about.
    pub fn is_settled(&self) -> bool {
        self.answer.agrees || self.settled_by.is_some()
    }
}

/// What a reviewer answers without knowing the key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlindAnswer {
    /// The options, as the file letters them.
    pub answer: Vec<String>,
    /// Whether it is the key.
    pub agrees: bool,
    /// How sure, 1 to 4.
    pub confidence: u32,
    /// The share of barely qualified candidates who would get it right, in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<u32>,
    /// How long it took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
    /// In which order the options were shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub order: Vec<String>,
    /// What else there is to say, of a cue above all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
}

/// What a reviewer says of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewVerdict {
    /// It may be asked.
    Accept,
    /// It may not, as it is.
    Reject,
}

/// A decision of a reviewer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenDecision {
    /// When.
    pub at: Instant,
    /// What.
    pub verdict: ReviewVerdict,
    /// The lines of the rubric, and whether each is met.
    pub rubric: BTreeMap<String, bool>,
    /// In the reviewer's words.
    pub why: String,
}

/// A reviewer's place at an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReviewSeat {
    /// The last day for it.
    pub due: Option<Date>,
    /// Until when it was taken; none where a bank manager gave it.
    pub until: Option<Instant>,
}

impl ReviewSeat {
    /// Whether it is somebody's at an instant.
    pub fn is_held(&self, at: Instant) -> bool {
        self.until.is_none_or(|until| at < until)
    }
}

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentWork {
    /// From 1, over all versions.
    pub number: u32,
    /// The version it was written to.
    pub version: u32,
    /// ItemBy whom.
    pub by: Doer,
    /// When.
    pub at: Instant,
    /// The words.
    pub text: String,
    /// How it was settled: by whom, when, with what words.
    pub settled: Option<(Doer, Instant, String)>,
}

/// How an item stands by all that happened to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ItemWork {
    /// How many events made it so.
    pub seq: u32,
    /// In order, from 1.
    pub versions: Vec<VersionWork>,
    /// The version that forms take: the last that was accepted.
    pub live: Option<u32>,
    /// Who reviews it.
    pub seats: BTreeMap<PersonId, ReviewSeat>,
    /// In order, from 1.
    pub comments: Vec<CommentWork>,
}

/// How an item stands, in the words that an undo goes back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemStanding {
    /// Of the latest version.
    pub state: ItemState,
    /// The live version, with its state.
    pub live: Option<(u32, ItemState)>,
}

impl ItemWork {
    /// The latest version.
    pub fn latest(&self) -> Option<&VersionWork> {
        self.versions.last()
    }

    pub(super) fn latest_mut(&mut self) -> Option<&mut VersionWork> {
        self.versions.last_mut()
    }

    /// A version by its number.
    pub fn version(&self, number: u32) -> Option<&VersionWork> {
        self.versions.iter().find(|version| version.number == number)
    }

    /// The live version.
    pub fn live_version(&self) -> Option<&VersionWork> {
        self.version(self.live?)
    }

    /// How it stands.
    pub fn standing(&self) -> Option<ItemStanding> {
        let live = self.live_version().map(|version| (version.number, version.state));
        self.latest().map(|latest| ItemStanding { state: latest.state, live })
    }

    /// Everybody who wrote one of its versions.
    pub fn authors(&self) -> BTreeSet<PersonId> {
        self.versions.iter().filter_map(|version| version.by.person()).collect()
    }

    /// Whether somebody wrote one of its versions.
    pub fn is_author(&self, person: PersonId) -> bool {
        self.versions.iter().any(|version| version.by == Doer::Person(person))
    }

    /// Comments that nobody has settled.
    pub fn open_comments(&self) -> impl Iterator<Item = &CommentWork> {
        self.comments.iter().filter(|comment| comment.settled.is_none())
    }

    /// Whether somebody has answered the latest version, and so may see its key.
    pub fn has_answered(&self, person: PersonId) -> bool {
        self.latest().is_some_and(|latest| latest.answers.contains_key(&person))
    }

    /// Whether somebody holds a place as a reviewer.
    pub fn is_reviewer(&self, person: PersonId, at: Instant) -> bool {
        self.seats.get(&person).is_some_and(|seat| seat.is_held(at))
    }
}
