//! What follows from an act, before it is done: before, after, because; then a reason and a button that says
//! what it does.

use assay_app::{EntryPreview, FieldFault};
use assay_assessment::registration::long;
use assay_standing::{Consequence, CredentialStanding, Decided, HeldChange, Status};
use assay_words::InEnglish;
use maud::{Markup, html};

use super::{
    kind::{RecordKind, Typed, way_back},
    place::{crumbs, place},
};
use crate::{
    pages::{
        looked::changed,
        my::{status, until::until},
        sign_in::{error_of, errors, title},
    },
    state::Web,
    ui,
    visitor::Visitor,
};

/// What is shown.
pub(super) struct ShownConsequence<'a> {
    pub(super) kind: RecordKind,
    pub(super) typed: &'a Typed,
    pub(super) preview: &'a EntryPreview,
    pub(super) why: &'a str,
    pub(super) faults: &'a [FieldFault],
    pub(super) is_stale: bool,
}

impl ShownConsequence<'_> {
    fn heading(&self, visitor: &Visitor) -> String {
        match self.kind {
            RecordKind::Withdraw | RecordKind::Suspend | RecordKind::Reinstate => {
                let programme = &visitor.asking.programme;
                let known = programme.certification(self.typed.what.trim());
                let what = known.map_or(self.typed.what.trim(), |known| known.title.as_str());
                format!("{} {what}", self.kind.verb())
            }
            _ => self.kind.heading().to_owned(),
        }
    }

    /// What the button says: the act, on what and for whom.
    fn button(&self, visitor: &Visitor) -> String {
        let name = &self.preview.person.name;
        match self.kind {
            RecordKind::Withdraw => format!("{} from {name}", self.heading(visitor)),
            RecordKind::Suspend => format!("{} of {name}", self.heading(visitor)),
            RecordKind::Reinstate => format!("{} for {name}", self.heading(visitor)),
            _ => format!("{} for {name}", self.kind.verb()),
        }
    }
}

pub(super) fn page(web: &Web, visitor: &Visitor, shown: &ShownConsequence<'_>) -> Markup {
    let (preview, heading) = (shown.preview, shown.heading(visitor));
    let person = &preview.person;
    let lead = match shown.kind.is_decision() {
        true => format!("Of {}. Nothing is done yet: look at what follows, then decide.", person.name),
        false => format!(
            "{}, by {}. Nothing is done yet: look at what follows, then decide.",
            preview.consequence.event.text(),
            person.name
        ),
    };
    let main = html! {
        (ui::error_summary(&errors(shown.faults)))
        (crumbs(person.id, &person.name))
        (ui::page_header(&heading, &lead, html! {}))
        (changed(shown.is_stale))
        (follows(visitor, &preview.person.name, &preview.consequence))
        @if let Some(refused) = &preview.refused {
            (ui::banner(&ui::Banner::new(ui::Tone::Information, refused.as_str())))
            p { (ui::link_button("Back to the person", &place(person.id), ui::ButtonKind::Secondary)) }
        } @else {
            (told(visitor, shown))
            (form(visitor, shown))
        }
    };
    visitor.wide_page(web, &title(&heading, shown.faults), main)
}

/// What somebody holds before and after, and what is told besides.
pub(in crate::pages) fn follows(visitor: &Visitor, name: &str, follows: &Consequence) -> Markup {
    let columns = ["Certification", "Before", "After", "Because"].map(ui::Column::text).to_vec();
    let rows = follows.changes.iter().map(|change| row(visitor, change)).collect();
    // What changes nothing that is held is told all the same: a fail, progress, a credit that does not count.
    let told = |decided: &&assay_standing::Decision| {
        follows.changes.iter().all(|change| change.because.as_ref() != Some(&decided.reason.said))
    };
    let besides: Vec<ui::ReasonLine> = follows
        .decisions
        .iter()
        .filter(told)
        .map(|decided| ui::ReasonLine {
            on: long(decided.reason.on),
            rule: decided.reason.rule.clone(),
            text: decided.reason.said.text(),
        })
        .collect();
    let counts = |decided: &assay_standing::Decision| decided.reason.change != Decided::Refusal;
    ui::section(
        "follows",
        "What follows",
        html! {
            @if follows.changes.is_empty() {
                p { "Nothing that " (name) " holds changes"
                    @if follows.decisions.iter().any(counts) { " today." } @else { "." } }
            } @else {
                (ui::table(&ui::Table::new("What is held before and after", columns).rows(rows).cards()))
            }
            @if !besides.is_empty() { (ui::reasons(&besides)) }
        },
    )
}

fn row(visitor: &Visitor, change: &HeldChange) -> Vec<Markup> {
    let state = |held: &CredentialStanding| {
        let (tone, word) = status(held.status);
        let words = format!("{word} {}", until(held, visitor.asking.today));
        (tone, words.trim_end().to_owned())
    };
    let before = change.before.as_ref().map(state);
    let (tone, after) = state(&change.after);
    vec![
        html! { (change.after.title) },
        html! { (before.map_or("Not held".to_owned(), |(_, words)| words)) },
        ui::chip(tone, &after),
        html! { @if let Some(because) = &change.because { (because.text()) } },
    ]
}

/// What others see and read of it.
fn told(visitor: &Visitor, shown: &ShownConsequence<'_>) -> Markup {
    let (preview, today) = (shown.preview, long(visitor.asking.today));
    let active = preview.consequence.changes.iter().any(|change| change.after.status == Status::Active);
    let seen = match shown.kind {
        RecordKind::Withdraw => Some((ui::Tone::Bad, format!("Revoked on {today}"))),
        RecordKind::Suspend => Some((ui::Tone::Attention, format!("Suspended by the body on {today}"))),
        _ => None,
    };
    let public = match (seen, shown.kind) {
        (Some((tone, words)), _) => html! {
            p { (ui::chip(tone, &words)) }
            p { "The state and the day, on the badge's page and in the list that other verifiers read. "
                "Never the reason." }
            @if shown.kind == RecordKind::Suspend {
                p { "The list has one word for both: other verifiers say that the badge was revoked." }
            }
        },
        (None, RecordKind::Reinstate) if active => html! {
            p { "The badge is valid again, in a new file: earlier files stay withdrawn." }
        },
        _ => html! {},
    };
    html! {
        @if !public.0.is_empty() { (ui::section("public", "What the public sees", public)) }
        @if let Some(told) = &preview.told {
            (ui::section("told", &format!("What {} reads", preview.person.name), html! {
                div class="prose" { blockquote { (told.text()) } }
                p class="muted" { "With the reason that you write below." }
            }))
        }
    }
}

fn form(visitor: &Visitor, shown: &ShownConsequence<'_>) -> Markup {
    let (kind, preview) = (shown.kind, shown.preview);
    let label = match kind.is_decision() {
        true => format!("Reason, for {} and for the audit log", preview.person.name),
        false => "Reason, for the audit log".to_owned(),
    };
    let why = ui::Field::new("reason", label).value(shown.why).error(error_of(shown.faults, "reason"));
    let button = match kind {
        RecordKind::Withdraw | RecordKind::Suspend => ui::ButtonKind::Danger,
        _ => ui::ButtonKind::Primary,
    };
    let back = place(preview.person.id);
    ui::post_form(
        &kind.place(preview.person.id),
        visitor.csrf(),
        html! {
            @for (name, value) in shown.typed.pairs() {
                @if !value.is_empty() { input type="hidden" name=(name) value=(value); }
            }
            input type="hidden" name="mark" value=(preview.mark);
            (ui::textarea(&why, 3))
            div class="page-actions" {
                (ui::submit_button(&shown.button(visitor), button))
                (ui::link_button("Keep everything as it is", &back, ui::ButtonKind::Quiet))
            }
            p class="muted" { (way_back(kind)) " It is written to the audit log in your name." }
        },
    )
}
