//! What happened to an item, as it is said.

use assay_bank::work::{Doer, ItemEvent, ReviewVerdict};
use assay_kernel::{Arg, PersonId, Said};

use super::view::ItemNames;

/// An event in a sentence.
pub(super) fn said_of(event: &ItemEvent, names: &ItemNames) -> Said {
    let who = |person: &PersonId| Arg::text(names.of(Doer::Person(*person)).name);
    match event {
        ItemEvent::Taken { state, .. } => Said::of("worked.taken").with("state", Arg::text(state.as_str())),
        ItemEvent::Begun { from, .. } => Said::of("worked.begun").maybe("from", from.as_ref().map(Arg::text)),
        ItemEvent::Saved { .. } => Said::of("worked.saved"),
        ItemEvent::Versioned { number, state, why, .. } => Said::of("worked.versioned")
            .with("n", *number)
            .with("state", Arg::text(state.as_str()))
            .maybe("why", (!why.is_empty()).then(|| Arg::text(why))),
        ItemEvent::Submitted => Said::of("worked.submitted"),
        ItemEvent::BackToDraft { why } => Said::of("worked.back-to-draft").with("why", Arg::text(why)),
        ItemEvent::Assigned { reviewer, due } => {
            Said::of("worked.assigned").with("who", who(reviewer)).maybe("due", *due)
        }
        ItemEvent::Unassigned { reviewer } => Said::of("worked.unassigned").with("who", who(reviewer)),
        ItemEvent::Leased { .. } => Said::of("worked.leased"),
        ItemEvent::GivenBack => Said::of("worked.given-back"),
        ItemEvent::Lapsed { reviewer } => Said::of("worked.lapsed").with("who", who(reviewer)),
        ItemEvent::Answered { .. } => Said::of("worked.answered"),
        ItemEvent::AnswerSettled { reviewer, page } => {
            Said::of("worked.answer-settled").with("who", who(reviewer)).with("page", Arg::text(page))
        }
        ItemEvent::Commented { number, .. } => Said::of("worked.commented").with("n", *number),
        ItemEvent::CommentSettled { number, .. } => Said::of("worked.comment-settled").with("n", *number),
        ItemEvent::Decided { verdict: ReviewVerdict::Accept, .. } => Said::of("worked.decided-yes"),
        ItemEvent::Decided { verdict: ReviewVerdict::Reject, why, .. } => {
            Said::of("worked.decided-no").with("why", Arg::text(why))
        }
        ItemEvent::Accepted => Said::of("worked.accepted"),
        ItemEvent::Rejected => Said::of("worked.rejected"),
        ItemEvent::Used { state } => Said::of("worked.used").with("state", Arg::text(state.as_str())),
        ItemEvent::Retired { why, into } => {
            Said::of("worked.retired").with("why", Arg::text(why)).maybe("into", into.as_ref().map(Arg::text))
        }
        ItemEvent::Undone { to } => Said::of("worked.undone").with("state", Arg::text(to.state.as_str())),
    }
}
