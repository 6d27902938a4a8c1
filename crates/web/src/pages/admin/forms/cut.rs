//! The cut of a frozen form: what it is, what it rests on, and where a panel's is entered.

use assay_app::{ExamFormState, FormView};
use maud::{Markup, html};

use super::shared::{FormRefusal, place};
use crate::{ui, visitor::Visitor};

/// Empty for a form that is not frozen: its items can still change.
pub(super) fn section(visitor: &Visitor, view: &FormView, refusal: Option<&FormRefusal>) -> Markup {
    if view.line.state != ExamFormState::Frozen {
        return html! {};
    }
    let scored = view.counts.scored;
    let of = format!("{} of {scored} scored items.", view.cut.raw);
    html! {
        (ui::section("cut", "Cut", html! {
            @match &view.cut.standard {
                Some(standard) => p { strong { (of) } " " (standard) },
                None => p { strong { (of) } " The sum of what its authors expect of somebody who is \
                    barely qualified; no panel has met." },
            }
            @if view.is_given {
                p class="muted" { "What is given has the cut that it was applied with. Another one comes \
                    with another release." }
            }
            @if view.may_set_cut && view.is_owned { (entry(visitor, view, refusal)) }
        }))
    }
}

fn entry(visitor: &Visitor, view: &FormView, refusal: Option<&FormRefusal>) -> Markup {
    let typed = refusal.map(|refusal| &refusal.typed).filter(|typed| !typed.is_empty());
    let typed = |name: &str| typed.and_then(|typed| typed.get(name)).cloned();
    let is_panels = view.cut.standard.is_some();
    let known = if is_panels { view.cut.raw.to_string() } else { String::new() };
    let raw = ui::Field::new("raw", "Scored items to answer correctly")
        .kind(ui::InputKind::Number)
        .value(typed("raw").unwrap_or(known))
        .suffix(format!("of {}", view.counts.scored))
        .short();
    let standard = ui::Field::new("standard", "What it rests on")
        .help("The method, who met and when: it stands beside every result that is explained.")
        .value(typed("standard").or_else(|| view.cut.standard.clone()).unwrap_or_default());
    let revision = view.line.revision.to_string();
    let action = |act: &str| format!("{}/{act}", place(view.line.id));
    html! {
        details class="fold" open[refusal.is_some_and(|refusal| !refusal.typed.is_empty())] {
            summary { @if is_panels { "Change the panel’s cut" } @else { "Enter a panel’s cut" } }
            (ui::post_form(&action("cut"), visitor.csrf(), html! {
                input type="hidden" name="revision" value=(revision);
                (ui::field(&raw))
                (ui::field(&standard))
                (ui::submit_button("Keep this cut", ui::ButtonKind::Secondary))
            }))
            @if is_panels {
                (ui::post_button(&action("no-cut"), visitor.csrf(), "Go back to the authors’ sum",
                    ui::ButtonKind::Quiet, &[("revision", revision.as_str())]))
            }
        }
    }
}
