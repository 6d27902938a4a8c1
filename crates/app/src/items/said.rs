//! What happened to an item, as it is said.

use assay_bank::work::{Doer, Event, Verdict};
use assay_kernel::{Arg, PersonId, Said};

use super::view::Names;

/// An event in a sentence.
pub(super) fn said_of(event: &Event, names: &Names) -> Said {
    let who = |person: &PersonId| Arg::text(names.of(Doer::Person(*person)).name);
    match event {
        Event::Taken { state, .. } => Said::of("item-event.taken").with("state", Arg::text(state.as_str())),
        Event::Begun { from, .. } => Said::of("item-event.begun").maybe("from", from.as_ref().map(Arg::text)),
        Event::Saved { .. } => Said::of("item-event.saved"),
        Event::Versioned { number, state, why, .. } => Said::of("item-event.versioned")
            .with("n", *number)
            .with("state", Arg::text(state.as_str()))
            .maybe("why", (!why.is_empty()).then(|| Arg::text(why))),
        Event::Submitted => Said::of("item-event.submitted"),
        Event::BackToDraft { why } => Said::of("item-event.back-to-draft").with("why", Arg::text(why)),
        Event::Assigned { reviewer, due } => {
            Said::of("item-event.assigned").with("who", who(reviewer)).maybe("due", *due)
        }
        Event::Unassigned { reviewer } => Said::of("item-event.unassigned").with("who", who(reviewer)),
        Event::Leased { .. } => Said::of("item-event.leased"),
        Event::GivenBack => Said::of("item-event.given-back"),
        Event::Lapsed { reviewer } => Said::of("item-event.lapsed").with("who", who(reviewer)),
        Event::Answered { .. } => Said::of("item-event.answered"),
        Event::AnswerSettled { reviewer, page } => {
            Said::of("item-event.answer-settled").with("who", who(reviewer)).with("page", Arg::text(page))
        }
        Event::Commented { number, .. } => Said::of("item-event.commented").with("n", *number),
        Event::CommentSettled { number, .. } => Said::of("item-event.comment-settled").with("n", *number),
        Event::Decided { verdict: Verdict::Accept, .. } => Said::of("item-event.decided-yes"),
        Event::Decided { verdict: Verdict::Reject, why, .. } => {
            Said::of("item-event.decided-no").with("why", Arg::text(why))
        }
        Event::Accepted => Said::of("item-event.accepted"),
        Event::Rejected => Said::of("item-event.rejected"),
        Event::Used { state } => Said::of("item-event.used").with("state", Arg::text(state.as_str())),
        Event::Retired { why, into } => Said::of("item-event.retired")
            .with("why", Arg::text(why))
            .maybe("into", into.as_ref().map(Arg::text)),
        Event::Undone { to } => Said::of("item-event.undone").with("state", Arg::text(to.state.as_str())),
    }
}
