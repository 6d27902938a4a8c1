//! What happened to an item, as it is said.

use assay_bank::work::{Doer, ItemEvent, ReviewVerdict};
use assay_kernel::{Arg, PersonId, Said};

use super::view::ItemNames;

/// An event in a sentence.
pub(super) fn said_of(event: &ItemEvent, names: &ItemNames) -> Said {
    let who = |person: &PersonId| Arg::text(names.of(Doer::Person(*person)).name);
    match event {
        ItemEvent::Taken { state, .. } => {
            Said::of("item-event.taken").with("state", Arg::text(state.as_str()))
        }
        ItemEvent::Begun { from, .. } => {
            Said::of("item-event.begun").maybe("from", from.as_ref().map(Arg::text))
        }
        ItemEvent::Saved { .. } => Said::of("item-event.saved"),
        ItemEvent::Versioned { number, state, why, .. } => Said::of("item-event.versioned")
            .with("n", *number)
            .with("state", Arg::text(state.as_str()))
            .maybe("why", (!why.is_empty()).then(|| Arg::text(why))),
        ItemEvent::Submitted => Said::of("item-event.submitted"),
        ItemEvent::BackToDraft { why } => Said::of("item-event.back-to-draft").with("why", Arg::text(why)),
        ItemEvent::Assigned { reviewer, due } => {
            Said::of("item-event.assigned").with("who", who(reviewer)).maybe("due", *due)
        }
        ItemEvent::Unassigned { reviewer } => Said::of("item-event.unassigned").with("who", who(reviewer)),
        ItemEvent::Leased { .. } => Said::of("item-event.leased"),
        ItemEvent::GivenBack => Said::of("item-event.given-back"),
        ItemEvent::Lapsed { reviewer } => Said::of("item-event.lapsed").with("who", who(reviewer)),
        ItemEvent::Answered { .. } => Said::of("item-event.answered"),
        ItemEvent::AnswerSettled { reviewer, page } => {
            Said::of("item-event.answer-settled").with("who", who(reviewer)).with("page", Arg::text(page))
        }
        ItemEvent::Commented { number, .. } => Said::of("item-event.commented").with("n", *number),
        ItemEvent::CommentSettled { number, .. } => Said::of("item-event.comment-settled").with("n", *number),
        ItemEvent::Decided { verdict: ReviewVerdict::Accept, .. } => Said::of("item-event.decided-yes"),
        ItemEvent::Decided { verdict: ReviewVerdict::Reject, why, .. } => {
            Said::of("item-event.decided-no").with("why", Arg::text(why))
        }
        ItemEvent::Accepted => Said::of("item-event.accepted"),
        ItemEvent::Rejected => Said::of("item-event.rejected"),
        ItemEvent::Used { state } => Said::of("item-event.used").with("state", Arg::text(state.as_str())),
        ItemEvent::Retired { why, into } => Said::of("item-event.retired")
            .with("why", Arg::text(why))
            .maybe("into", into.as_ref().map(Arg::text)),
        ItemEvent::Undone { to } => Said::of("item-event.undone").with("state", Arg::text(to.state.as_str())),
    }
}
