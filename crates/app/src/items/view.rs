//! The bank as pages show it.

use std::collections::BTreeMap;

use assay_bank::{
    DeliveryItem, Translation,
    work::{
        BlindAnswer, Doer, GivenAnswer, GivenDecision, ItemId, ItemPool, ItemState, ReviewSeat, RubricLine,
    },
};
use assay_kernel::{Date, Diagnostic, Instant, PersonId};
use assay_qti::view::ViewNode;
use assay_store::ItemRecord;

use super::{content::ItemFile, second::SecondReads};

/// Who did something, as pages name them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedDoer {
    /// Who; none for the command line and files.
    pub person: Option<PersonId>,
    /// How they are called.
    pub name: String,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemLine {
    /// Id; its kind says the pool.
    pub id: ItemId,
    /// Exam version.
    pub exam: String,
    /// Its name on forms and in files.
    pub slug: String,
    /// Its first words; empty for whoever may not read them yet.
    pub title: String,
    /// The latest version.
    pub latest: u32,
    /// How that stands.
    pub state: ItemState,
    /// The version that forms take, and how it stands.
    pub live: Option<(u32, ItemState)>,
    /// Domain of the outline; empty where it is not known.
    pub domain: String,
    /// Task of the outline.
    pub task: String,
    /// Skill of the outline; empty where there is none.
    pub skill: String,
    /// What it asks.
    pub kind: String,
    /// What it asks of the mind.
    pub level: String,
    /// What there is to read in it; empty for nothing.
    pub artefact: String,
    /// Comments that nobody has settled.
    pub comments_open: i64,
    /// When something happened last.
    pub changed_at: Instant,
}

impl ItemLine {
    /// Which pool it is of.
    pub fn pool(&self) -> ItemPool {
        self.id.pool()
    }

    pub(super) fn of(record: &ItemRecord) -> ItemLine {
        let number = |number: i64| u32::try_from(number).unwrap_or_default();
        ItemLine {
            id: record.id,
            exam: record.exam.clone(),
            slug: record.slug.clone(),
            title: record.title.clone(),
            latest: number(record.latest),
            state: record.state,
            live: record.live.map(number).zip(record.live_state),
            domain: record.domain.clone(),
            task: record.task.clone(),
            skill: record.skill.clone(),
            kind: record.kind.clone(),
            level: record.level.clone(),
            artefact: record.artefact.clone(),
            comments_open: record.comments_open,
            changed_at: record.changed_at.0,
        }
    }
}

/// An item that somebody reviews, or may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewLine {
    /// The item.
    pub item: ItemLine,
    /// The last day for it.
    pub due: Option<Date>,
    /// Until when it was taken; none where a bank manager gave it.
    pub until: Option<Instant>,
    /// Whether it was answered.
    pub answered: bool,
    /// Whether it was decided about.
    pub decided: bool,
}

/// What a reviewer has before them.
#[derive(Clone, Debug, Default)]
pub struct ReviewDesk {
    /// Theirs, what is due first.
    pub own: Vec<ReviewLine>,
    /// What they may take.
    pub free: Vec<ItemLine>,
}

/// An item, opened.
#[derive(Clone, Debug)]
pub struct OpenedItem {
    /// As in a list.
    pub line: ItemLine,
    /// How many events there are: whoever writes says so again.
    pub seq: u32,
    /// The version that is shown.
    pub shown: ItemVersionView,
    /// Every version, the latest first.
    pub versions: Vec<ItemVersionLine>,
    /// What happened, the latest first.
    pub history: Vec<HistoryView>,
    /// Comments, the earliest first.
    pub comments: Vec<CommentView>,
    /// Who reviews it.
    pub reviewers: Vec<ReviewerView>,
    /// How many items of its pool were answered before their key was seen.
    pub second_of_bank: SecondReads,
    /// How often the version that is shown was.
    pub second: SecondReads,
    /// So many reviewers are wanted.
    pub wanted: usize,
    /// What a review asks.
    pub rubric: &'static [RubricLine],
    /// What whoever asks may do with it.
    pub can: ItemCan,
}

/// What may be done with an item by whoever asks: what a page draws its buttons by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ItemCan {
    /// Write on it.
    pub write: bool,
    /// Give it into review.
    pub submit: bool,
    /// Make it a draft again.
    pub back_to_draft: bool,
    /// Give places to reviewers.
    pub assign: bool,
    /// Take a free place.
    pub lease: bool,
    /// Give one's place back.
    pub give_back: bool,
    /// Answer it blind.
    pub answer: bool,
    /// Decide about it.
    pub decide: bool,
    /// Comment.
    pub comment: bool,
    /// Put the live version to another use.
    pub use_it: bool,
    /// Retire it.
    pub retire: bool,
    /// Move it to the other pool.
    pub move_it: bool,
}

/// A version in the list of them.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemVersionLine {
    /// From 1.
    pub number: u32,
    /// Who wrote it.
    pub by: NamedDoer,
    /// When.
    pub at: Instant,
    /// What for.
    pub why: String,
    /// How it stands, or stood when the next one came.
    pub state: ItemState,
    /// Whether forms take it.
    pub is_live: bool,
    /// Mark of all its files.
    pub mark: String,
}

/// A version, opened.
#[derive(Clone, Debug)]
pub struct ItemVersionView {
    /// From 1.
    pub number: u32,
    /// How it stands.
    pub state: ItemState,
    /// As a candidate sees it; options in an order of its own.
    pub preview: DeliveryItem,
    /// Whether it can be given to anybody; else why not.
    pub unfit: Option<String>,
    /// Its files and parts; none for a reviewer who has not answered yet.
    pub open: Option<OpenVersion>,
}

/// A version with its key.
#[derive(Clone, Debug)]
pub struct OpenVersion {
    /// The authoring file.
    pub text: String,
    /// What stands beside it.
    pub beside: Vec<ItemFile>,
    /// In its own words; none of one with an item of QTI beside it.
    pub parts: Option<ItemParts>,
    /// The reason of each option, as it is told after an answer.
    pub reasons: BTreeMap<String, Vec<ViewNode>>,
    /// What is at fault with it.
    pub faults: Vec<Diagnostic>,
}

/// An item in its parts, as a form of a page holds them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ItemParts {
    /// Task of the outline.
    pub task: String,
    /// Skill of the outline; empty for none.
    pub skill: String,
    /// Whether several options are right.
    pub is_multiple: bool,
    /// Situation and question.
    pub stem: String,
    /// In order.
    pub options: Vec<OptionPart>,
    /// `remember`, `apply` or `analyse`.
    pub level: String,
    /// Expected proportion correct, 0 to 1.
    pub difficulty: f64,
    /// Expected time in seconds.
    pub time_s: u32,
    /// Tags.
    pub tags: Vec<String>,
    /// What there is to read; empty for nothing.
    pub artefact: String,
    /// Items that must not meet it on a form.
    pub enemies: Vec<String>,
    /// The page that settles it.
    pub source_title: String,
    /// Its address.
    pub source_url: String,
    /// When somebody read it.
    pub source_read: Option<Date>,
    /// Whether nobody has.
    pub source_unread: bool,
    /// For colleagues.
    pub note: String,
    /// Pictures that are kept beside it, whether or not a text shows them.
    pub media: Vec<String>,
    /// The text that it shares with others; empty for none.
    pub stimulus: String,
    /// The language that it is written in; empty for that of its exam.
    pub language: String,
    /// The same in other languages.
    pub translations: Vec<Translation>,
}

/// An option with its rationale.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OptionPart {
    /// `A`, `B`, …
    pub id: String,
    /// What a candidate reads.
    pub text: String,
    /// Why it is right, or wrong here.
    pub rationale: String,
    /// Whether it is right.
    pub is_key: bool,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryView {
    /// From 1.
    pub seq: u32,
    /// Who.
    pub by: NamedDoer,
    /// When.
    pub at: Instant,
    /// Its word: `submitted`, `accepted`.
    pub word: &'static str,
    /// In a sentence.
    pub text: String,
}

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentView {
    /// From 1.
    pub number: u32,
    /// The version it was written to.
    pub version: u32,
    /// Who.
    pub by: NamedDoer,
    /// When.
    pub at: Instant,
    /// The words.
    pub text: String,
    /// Who settled it, when, and with what words.
    pub settled: Option<(NamedDoer, Instant, String)>,
    /// Whether whoever asks may settle it.
    pub can_settle: bool,
}

/// A reviewer of an item, with what they said of the version that is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewerView {
    /// Who.
    pub who: NamedDoer,
    /// Their place; none where they have it no more.
    pub seat: Option<ReviewSeat>,
    /// Their answer: of others only for whoever sees keys.
    pub answer: Option<GivenAnswer>,
    /// Their decision.
    pub decision: Option<GivenDecision>,
}

/// A line of the difference between two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DifferenceLine {
    /// What became of it.
    pub change: LineChange,
    /// Without its end.
    pub text: String,
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineChange {
    /// It is the same.
    Same,
    /// It is gone.
    Gone,
    /// It is new.
    New,
}

/// How a file differs between two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileDifferenceView {
    /// Its name.
    pub name: String,
    /// Line by line; empty of what is no text.
    pub lines: Vec<DifferenceLine>,
}

/// What a reviewer hands in without having seen the key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewAnswer {
    /// The options, as the preview names them.
    pub answer: Vec<String>,
    /// How sure, 1 to 4.
    pub confidence: u32,
    /// The share of barely qualified candidates who would get it right, in percent.
    pub expected: Option<u32>,
    /// How long it took.
    pub seconds: Option<u32>,
    /// What else there is to say.
    pub remark: String,
}

impl NewAnswer {
    pub(super) fn of_version(self, agrees: bool, order: Vec<String>) -> BlindAnswer {
        let NewAnswer { answer, confidence, expected, seconds, remark } = self;
        BlindAnswer { answer, agrees, confidence, expected, seconds, order, remark }
    }
}

/// How people are called, for a page.
pub(super) struct ItemNames(pub(super) BTreeMap<String, String>);

impl ItemNames {
    pub(super) fn of(&self, who: Doer) -> NamedDoer {
        match who {
            Doer::Body => NamedDoer { person: None, name: "The command line".to_owned() },
            Doer::Person(id) => {
                let name = self.0.get(&id.to_string()).cloned();
                NamedDoer { person: Some(id), name: name.unwrap_or_else(|| "A former colleague".to_owned()) }
            }
        }
    }
}
