//! Beside an item: reviewers, comments, what a bank manager does with it, and what happened.

use assay_app::{Asking, CommentView, HistoryView, OpenedItem, ReviewerView, StaffLine};
use assay_assessment::registration::long;
use assay_bank::work::{ItemPool, ItemState, ReviewVerdict};
use assay_kernel::Role;
use maud::{Markup, html};

use super::shared::{ActFaults, place, state_words};
use crate::{pages::admin::when, ui, visitor::Visitor};

/// Entries of the history that are shown unfolded.
const HISTORY_SHOWN: usize = 8;

pub(super) fn all(visitor: &Visitor, view: &OpenedItem, staff: &[StaffLine], faults: &ActFaults) -> Markup {
    html! {
        (reviewers(visitor, view, staff, faults))
        (comments(visitor, view, &place(view.line.id), faults))
        (acts(visitor, view, faults))
        (history(visitor, view))
    }
}

fn reviewers(visitor: &Visitor, view: &OpenedItem, staff: &[StaffLine], faults: &ActFaults) -> Markup {
    html! {
        section class="card" aria-labelledby="reviewers-title" {
            h2 id="reviewers-title" { "Reviewers" }
            @if view.reviewers.is_empty() {
                p class="muted small" {
                    "Nobody has reviewed this version here; " (view.wanted) " must accept one."
                }
            } @else {
                ul class="mini" {
                    @for one in &view.reviewers { li { (reviewer(visitor, view, one, faults)) } }
                }
            }
            @if view.can.assign && view.line.state == ItemState::InReview {
                (assign(visitor, view, staff, faults))
            }
        }
    }
}

fn reviewer(visitor: &Visitor, view: &OpenedItem, one: &ReviewerView, faults: &ActFaults) -> Markup {
    let asking = &visitor.asking;
    let person = one.who.person.map(|id| id.to_string()).unwrap_or_default();
    let post = |act: &str| format!("{}/{act}", place(view.line.id));
    html! {
        div class="reviewer" {
            p { strong { bdi { (one.who.name) } } " " (stands(one)) }
            @if let Some(seat) = &one.seat {
                @if let Some(due) = seat.due { p class="muted" { "Due on " (long(due)) } }
                @if let Some(until) = seat.until { p class="muted" { "Took a place until " (when(until,
                    asking)) } }
            }
            @if let Some(given) = &one.answer { (answered(given)) }
            @if let Some(decision) = &one.decision {
                @if !decision.why.is_empty() { p { "“" (decision.why) "”" } }
            }
            @if let Some(given) = one.answer.as_ref().filter(|given| !given.is_settled()) {
                @if view.can.comment && view.line.state == ItemState::InReview {
                    @let page = faults.field("settle-answer", "page", "The page that settles it")
                        .kind(ui::InputKind::Url).help("Its address; the answer was another one than the \
                            key.");
                    @let _ = given;
                    (ui::post_form(&post("settle-answer"), visitor.csrf(), html! {
                        input type="hidden" name="reviewer" value=(person);
                        (ui::field(&page))
                        (ui::submit_button("Settle it with this page", ui::ButtonKind::Secondary))
                    }))
                }
            }
            @if view.can.assign && one.seat.is_some() && one.decision.is_none() {
                (ui::post_button(&post("unassign"), visitor.csrf(), "Take the place away",
                    ui::ButtonKind::Quiet,
                    &[("reviewer", &person)]))
            }
        }
    }
}

fn stands(one: &ReviewerView) -> Markup {
    match (&one.decision, &one.answer) {
        (Some(decision), _) if decision.verdict == ReviewVerdict::Accept => {
            ui::chip(ui::Tone::Good, "Would accept it")
        }
        (Some(_), _) => ui::chip(ui::Tone::Attention, "Rejected it"),
        (None, Some(given)) if given.is_settled() => ui::chip(ui::Tone::Information, "Answered"),
        (None, Some(_)) => ui::chip(ui::Tone::Attention, "Answered otherwise"),
        (None, None) => ui::chip(ui::Tone::Neutral, "Not answered yet"),
    }
}

fn answered(given: &assay_bank::work::GivenAnswer) -> Markup {
    let answer = &given.answer;
    html! {
        p {
            "Answered " strong { (answer.answer.join(", ")) } " before seeing the key, "
            (sure_words(answer.confidence)) "."
            @if let Some(expected) = answer.expected { " Expects " (expected) " % right." }
            @if let Some(page) = &given.settled_by { " Settled by " (page) "." }
        }
        @if !answer.remark.is_empty() { p { "“" (answer.remark) "”" } }
    }
}

/// How sure somebody was, from 1 to 4.
pub(super) fn sure_words(sure: u32) -> &'static str {
    match sure {
        1 => "guessing",
        2 => "unsure",
        3 => "fairly sure",
        _ => "certain",
    }
}

fn assign(visitor: &Visitor, view: &OpenedItem, staff: &[StaffLine], faults: &ActFaults) -> Markup {
    let taken = |line: &StaffLine| view.reviewers.iter().any(|one| one.who.person == Some(line.person));
    let people = staff.iter().filter(|line| line.roles.contains(&Role::Reviewer) && !taken(line));
    let choices = people.map(|line| ui::Choice::new(line.person.to_string(), &line.name));
    let choices: Vec<_> = std::iter::once(ui::Choice::new("", "Choose somebody")).chain(choices).collect();
    let due = faults.field("assign", "due", "Last day").kind(ui::InputKind::Date).optional().short();
    ui::post_form(
        &format!("{}/assign", place(view.line.id)),
        visitor.csrf(),
        html! {
            (ui::select(&faults.field("assign", "reviewer", "Ask somebody for a review"), &choices))
            (ui::field(&due))
            (ui::submit_button("Ask for a review", ui::ButtonKind::Secondary))
        },
    )
}

/// Comments, with the field for another one; `page` is the page whose forms they are.
pub(super) fn comments(visitor: &Visitor, view: &OpenedItem, page: &str, faults: &ActFaults) -> Markup {
    html! {
        section class="card" aria-labelledby="comments-title" {
            h2 id="comments-title" { "Comments" }
            @if view.comments.is_empty() { p class="muted small" { "Nobody has said anything yet." } }
            @for comment in &view.comments { (comment_shown(visitor, comment, page, faults)) }
            @if view.can.comment {
                (ui::post_form(&format!("{page}/comment"), visitor.csrf(), html! {
                    (ui::textarea(&faults.field("comment", "text", "Add a comment"), 2))
                    (ui::submit_button("Add it", ui::ButtonKind::Secondary))
                }))
            }
        }
    }
}

fn comment_shown(visitor: &Visitor, comment: &CommentView, page: &str, faults: &ActFaults) -> Markup {
    let asking: &Asking = &visitor.asking;
    let act = format!("settle-{}", comment.number);
    html! {
        article class={ "comment " (if comment.settled.is_none() { "is-open" } else { "" }) }
            aria-label={ "Comment " (comment.number) } {
            p {
                strong { bdi { (comment.by.name) } } " "
                span class="muted" { (when(comment.at, asking)) ", on version " (comment.version) }
            }
            p class="team-note-text" dir="auto" { (comment.text) }
            @match &comment.settled {
                Some((by, at, how)) => p class="muted" {
                    "Settled by " bdi { (by.name) } ", " (when(*at, asking)) ": " (how)
                },
                None => p { (ui::chip(ui::Tone::Attention, "Open")) },
            }
            @if comment.can_settle {
                (ui::post_form(&format!("{page}/settle"), visitor.csrf(), html! {
                    input type="hidden" name="number" value=(comment.number);
                    (ui::field(&faults.field(&act, "how", "What was done").max_length(4000)))
                    (ui::submit_button("Settle it", ui::ButtonKind::Quiet))
                }))
            }
        }
    }
}

fn acts(visitor: &Visitor, view: &OpenedItem, faults: &ActFaults) -> Markup {
    let can = view.can;
    let here = place(view.line.id);
    let reason = |act: &str| ui::textarea(&faults.field(act, "reason", "Reason"), 2);
    html! {
        @if can.back_to_draft || can.use_it || can.retire || can.move_it {
            section class="stack" aria-label="What may be done with it" {
                @if can.back_to_draft {
                    (ui::fold("Make it a draft again", "", faults.is_of("back-to-draft"),
                        ui::post_form(&format!("{here}/back-to-draft"), visitor.csrf(), html! {
                            (reason("back-to-draft"))
                            (ui::submit_button("Make it a draft again", ui::ButtonKind::Secondary))
                        })))
                }
                @if can.use_it { (ui::fold("Put it to another use", "", faults.is_of("use"),
                    use_form(visitor, view, faults))) }
                @if can.move_it {
                    (ui::fold("Move it to the other pool", "", faults.is_of("move"), move_form(visitor,
                        view, faults)))
                }
                @if can.retire {
                    (ui::fold("Retire it", "", faults.is_of("retire"),
                        ui::post_form(&format!("{here}/retire"), visitor.csrf(), html! {
                            p { "It is asked no more; its versions and its history stay." }
                            (reason("retire"))
                            (ui::submit_button("Retire it", ui::ButtonKind::Danger))
                        })))
                }
            }
        }
    }
}

fn use_form(visitor: &Visitor, view: &OpenedItem, faults: &ActFaults) -> Markup {
    let now = view.line.live.map(|(_, state)| state);
    let choices = [
        (ItemState::Accepted, "It may be put on a form, and is on none."),
        (ItemState::Pretest, "It is tried out on a form, and does not count."),
        (ItemState::Scored, "It counts on a form."),
    ];
    let choices = choices.map(|(state, help)| {
        ui::Choice::new(state.as_str(), state_words(state).1).help(help).chosen(now == Some(state))
    });
    ui::post_form(
        &format!("{}/use", place(view.line.id)),
        visitor.csrf(),
        html! {
            (ui::radios(&faults.field("use", "state", "Use of the live version"), &choices))
            (ui::textarea(&faults.field("use", "reason", "Reason"), 2))
            (ui::submit_button("Put it to this use", ui::ButtonKind::Secondary))
        },
    )
}

fn move_form(visitor: &Visitor, view: &OpenedItem, faults: &ActFaults) -> Markup {
    let meaning = match view.line.pool() {
        ItemPool::Exam => {
            "In the practice pool it is a new draft, whose key everybody will see. Here it is retired."
        }
        ItemPool::Practice => {
            "In the examination bank it is a new draft. Here it is retired; whoever practised with it knows \
             its key."
        }
    };
    let slug = faults.field("move", "slug", "Its name there").help("Such as c03-alarm-dimension.");
    ui::post_form(
        &format!("{}/move", place(view.line.id)),
        visitor.csrf(),
        html! {
            p { (meaning) }
            (ui::field(&slug))
            (ui::textarea(&faults.field("move", "reason", "Reason"), 2))
            (ui::submit_button("Move it", ui::ButtonKind::Danger))
        },
    )
}

fn history(visitor: &Visitor, view: &OpenedItem) -> Markup {
    let entry = |line: &HistoryView| {
        html! {
            li {
                p { (line.text) }
                p class="muted" { bdi { (line.by.name) } ", " (when(line.at, &visitor.asking)) }
            }
        }
    };
    html! {
        section class="card" aria-labelledby="history-title" {
            h2 id="history-title" { "What happened" }
            ol class="item-history" { @for line in view.history.iter().take(HISTORY_SHOWN) { (entry(line)) } }
            @if view.history.len() > HISTORY_SHOWN {
                details {
                    summary { "Everything before" }
                    ol class="item-history" {
                        @for line in view.history.iter().skip(HISTORY_SHOWN) { (entry(line)) }
                    }
                }
            }
        }
    }
}
