//! What is seen of a member, as cells: the same for whoever leads the crew and for the member.

use assay_app::{AssignedWork, MemberSeen};
use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_learning::crew::{DoneState, ShareScope, WorkKind};
use maud::{Markup, html};

/// The titles of the cells.
pub(super) const TITLES: [&str; 4] = ["Holds", "Asked to do", "Plans", "Outlook"];

/// What a scope that is not shown looks like, whether it never was or was taken back.
pub(super) const NOT_SHARED: &str = "Not shared";

/// The name of a scope, and what of it is seen.
pub(super) fn words(scope: ShareScope) -> (&'static str, &'static str) {
    match scope {
        ShareScope::Certifications => (
            "Certifications I hold, and until when",
            "Title and last day. Never a score, never an exam that was not passed.",
        ),
        ShareScope::Assignments => {
            ("How far I am with what I am asked to do", "Not begun, begun, or done and on which day.")
        }
        ShareScope::Plan => ("Steps of my plans", "Such as 2 of 4 steps, and never what was answered."),
        ShareScope::Readiness => {
            ("My outlook", "The words alone, such as likely to pass. Never an interval or a number.")
        }
        ShareScope::Domains => {
            ("My skills, in sums", "Counted with those of five people or more, and never by name.")
        }
    }
}

fn not_shared() -> Markup {
    html! { span class="muted" { (NOT_SHARED) } }
}

fn day(on: Option<Date>) -> String {
    on.map(long).unwrap_or_default()
}

/// Where something that was asked is done.
pub(super) fn way_to(work: &AssignedWork) -> String {
    match work.kind {
        WorkKind::Plan => format!("/exams/{}/prep", work.what),
        WorkKind::Course => format!("/courses/{}", work.what),
        WorkKind::JobRole => format!("/roles/{}", work.what),
    }
}

/// How far somebody is, in words.
pub(super) fn state_words(work: &AssignedWork) -> String {
    match work.state {
        None => NOT_SHARED.to_owned(),
        Some(DoneState::NotBegun) => "Not begun".to_owned(),
        Some(DoneState::Begun) => "Begun".to_owned(),
        Some(DoneState::Done(None)) => "Done".to_owned(),
        Some(DoneState::Done(Some(on))) => format!("Done on {}", long(on)),
    }
}

/// The same as a cell.
pub(super) fn state(work: &AssignedWork) -> Markup {
    match work.state {
        None => not_shared(),
        Some(_) => html! { (state_words(work)) },
    }
}

/// What is wanted of somebody, with its day; how far they are is nobody's to ask before they are there.
pub(super) fn wanted(work: &AssignedWork) -> Markup {
    html! {
        div {
            (work.title)
            @if let Some(on) = work.due_on { ", by " (long(on)) }
            @if !work.note.is_empty() { div class="muted small" { "“" (work.note) "”" } }
        }
    }
}

/// What was asked of somebody, with its day and how far they are.
pub(super) fn asked(work: &AssignedWork) -> Markup {
    html! {
        div {
            (work.title)
            @if let Some(on) = work.due_on { ", by " (long(on)) }
            ": " (state(work))
            @if !work.note.is_empty() { div class="muted small" { "“" (work.note) "”" } }
        }
    }
}

/// The cells, in the order of [`TITLES`].
pub(super) fn cells(member: &MemberSeen) -> [Markup; 4] {
    let holds = match &member.holds {
        None => not_shared(),
        Some(held) if held.is_empty() => html! { "–" },
        Some(held) => html! {
            ul class="mini" {
                @for one in held {
                    li { (one.title) @if let Some(until) = one.until { ", until " (long(until)) } }
                }
            }
        },
    };
    let assigned = html! {
        @if member.assigned.is_empty() { "–" }
        @else { ul class="mini" { @for work in &member.assigned { li { (asked(work)) } } } }
    };
    let plans = match &member.plans {
        None => not_shared(),
        Some(plans) if plans.is_empty() => html! { "–" },
        Some(plans) => html! {
            ul class="mini" {
                @for plan in plans { li { (plan.exam) ": " (plan.done) " of " (plan.all) " steps" } }
            }
        },
    };
    let outlook = match &member.readiness {
        None => not_shared(),
        Some(said) if said.is_empty() => html! { "–" },
        Some(said) => html! {
            ul class="mini" {
                @for (exam, words) in said { li { (exam) ": " (words.unwrap_or(NOTHING_SAID)) } }
            }
        },
    };
    [holds, assigned, plans, outlook]
}

/// Where too little is known to say anything.
const NOTHING_SAID: &str = "Nothing can be said yet";

/// The same as texts, for a table to be taken along: one thing after another.
pub(super) fn texts(member: &MemberSeen) -> [String; 4] {
    let joined = |parts: Option<Vec<String>>| parts.map_or(NOT_SHARED.to_owned(), |parts| parts.join("; "));
    let until = |until: Option<Date>| until.map(|until| format!(" until {until}")).unwrap_or_default();
    let holds = member
        .holds
        .as_ref()
        .map(|held| held.iter().map(|one| format!("{}{}", one.title, until(one.until))).collect::<Vec<_>>());
    let asked = member.assigned.iter().map(|work| {
        let by = work.due_on.map(|on| format!(" by {on}")).unwrap_or_default();
        let state = match work.state {
            Some(DoneState::Done(Some(on))) => format!("Done on {on}"),
            _ => state_words(work),
        };
        format!("{}{by}: {state}", work.title)
    });
    let plans = member.plans.as_ref().map(|plans| {
        plans.iter().map(|plan| format!("{}: {} of {} steps", plan.exam, plan.done, plan.all)).collect()
    });
    let outlook = member.readiness.as_ref().map(|said| {
        said.iter().map(|(exam, words)| format!("{exam}: {}", words.unwrap_or(NOTHING_SAID))).collect()
    });
    [joined(holds), asked.collect::<Vec<_>>().join("; "), joined(plans), joined(outlook)]
}

/// `since 3 November 2025`, `taken back on …`, `never shown`.
pub(super) fn since(is_on: bool, since: Option<Date>) -> String {
    match (is_on, since) {
        (true, _) => format!("since {}", day(since)),
        (false, Some(_)) => format!("taken back on {}", day(since)),
        (false, None) => "never shown".to_owned(),
    }
}
