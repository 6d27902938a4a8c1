//! Why something is not done with an item.
//!
//! A "no" of the rules, with what to do instead.

use assay_kernel::{Arg, Said};

/// Why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemRefused {
    /// There is no item yet.
    Nothing,
    /// There is one already.
    ThereAlready,
    /// It says the same as before.
    Unchanged,
    /// Reviewers look at it.
    InReview,
    /// Nobody reviews it now.
    NotInReview,
    /// It is retired.
    Retired,
    /// It is live: only a new version or retiring it changes that.
    Live,
    /// No version of it was accepted.
    NotLive,
    /// It stands so already.
    AlreadySo,
    /// Somebody who looks after the bank has to.
    NotManager,
    /// Neither author nor bank manager.
    NotAuthor,
    /// Whoever wrote an item does not review it.
    OwnItem,
    /// The body itself reviews nothing.
    NoPerson,
    /// They are not its reviewer, or not any more.
    NoSeat,
    /// It has all the reviewers it wants.
    SeatsTaken,
    /// The place is theirs already.
    SeatHeld,
    /// They answered this version already.
    Answered,
    /// They have not answered yet.
    NotAnswered,
    /// They decided about this version already.
    Decided,
    /// There is no such answer, or nothing to settle in it.
    NothingToSettle,
    /// The page is no https address.
    NoPage,
    /// So many comments are open.
    CommentsOpen(u64),
    /// An answer differs from the key, and no page settles it.
    AnswerDiffers,
    /// A line of the rubric is not answered.
    RubricOpen(&'static str),
    /// A line of the rubric is a no.
    RubricNo(&'static str),
    /// Words are missing.
    WordsMissing,
    /// A confidence is 1 to 4, an expectation a percentage.
    OutOfRange,
}

impl ItemRefused {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            ItemRefused::Nothing => "item.nothing",
            ItemRefused::ThereAlready => "item.there-already",
            ItemRefused::Unchanged => "item.unchanged",
            ItemRefused::InReview => "item.in-review",
            ItemRefused::NotInReview => "item.not-in-review",
            ItemRefused::Retired => "item.retired",
            ItemRefused::Live => "item.live",
            ItemRefused::NotLive => "item.not-live",
            ItemRefused::AlreadySo => "item.already-so",
            ItemRefused::NotManager => "item.not-manager",
            ItemRefused::NotAuthor => "item.not-author",
            ItemRefused::OwnItem => "item.own-item",
            ItemRefused::NoPerson => "item.no-person",
            ItemRefused::NoSeat => "item.no-seat",
            ItemRefused::SeatsTaken => "item.seats-taken",
            ItemRefused::SeatHeld => "item.seat-held",
            ItemRefused::Answered => "item.answered",
            ItemRefused::NotAnswered => "item.not-answered",
            ItemRefused::Decided => "item.decided",
            ItemRefused::NothingToSettle => "item.nothing-to-settle",
            ItemRefused::NoPage => "item.no-page",
            ItemRefused::CommentsOpen(_) => "item.comments-open",
            ItemRefused::AnswerDiffers => "item.answer-differs",
            ItemRefused::RubricOpen(_) => "item.rubric-open",
            ItemRefused::RubricNo(_) => "item.rubric-no",
            ItemRefused::WordsMissing => "item.words-missing",
            ItemRefused::OutOfRange => "item.out-of-range",
        }
    }

    /// What happened, and what to do.
    pub fn said(&self) -> Said {
        let said = Said::of(self.code());
        match self {
            ItemRefused::CommentsOpen(many) => said.with("n", *many),
            ItemRefused::RubricOpen(line) | ItemRefused::RubricNo(line) => {
                said.with("line", Arg::text(*line))
            }
            _ => said,
        }
    }
}
