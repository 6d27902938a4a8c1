//! Why something is not done with an item: a "no" of the rules, with what to do instead.

use assay_kernel::{Arg, Said};

/// Why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
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

impl Refused {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Refused::Nothing => "item.nothing",
            Refused::ThereAlready => "item.there-already",
            Refused::Unchanged => "item.unchanged",
            Refused::InReview => "item.in-review",
            Refused::NotInReview => "item.not-in-review",
            Refused::Retired => "item.retired",
            Refused::Live => "item.live",
            Refused::NotLive => "item.not-live",
            Refused::AlreadySo => "item.already-so",
            Refused::NotManager => "item.not-manager",
            Refused::NotAuthor => "item.not-author",
            Refused::OwnItem => "item.own-item",
            Refused::NoPerson => "item.no-person",
            Refused::NoSeat => "item.no-seat",
            Refused::SeatsTaken => "item.seats-taken",
            Refused::SeatHeld => "item.seat-held",
            Refused::Answered => "item.answered",
            Refused::NotAnswered => "item.not-answered",
            Refused::Decided => "item.decided",
            Refused::NothingToSettle => "item.nothing-to-settle",
            Refused::NoPage => "item.no-page",
            Refused::CommentsOpen(_) => "item.comments-open",
            Refused::AnswerDiffers => "item.answer-differs",
            Refused::RubricOpen(_) => "item.rubric-open",
            Refused::RubricNo(_) => "item.rubric-no",
            Refused::WordsMissing => "item.words-missing",
            Refused::OutOfRange => "item.out-of-range",
        }
    }

    /// What happened, and what to do.
    pub fn said(&self) -> Said {
        let said = Said::of(self.code());
        match self {
            Refused::CommentsOpen(many) => said.with("n", *many),
            Refused::RubricOpen(line) | Refused::RubricNo(line) => said.with("line", Arg::text(*line)),
            _ => said,
        }
    }
}
