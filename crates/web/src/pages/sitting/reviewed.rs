//! A result that is on hold or does not stand, as whoever sat and the team read it.

use assay_app::ResultView;
use assay_assessment::registration::long;
use maud::{Markup, html};

use crate::ui;

/// What whoever sat reads in place of a report: how it stands and what is possible, never why.
pub(super) fn kept_back(title: &str, view: &ResultView) -> Markup {
    match view.voided_on {
        Some(day) => html! {
            (ui::breadcrumbs(&[ui::Crumb::new("My exams", "/my/exams")]))
            (ui::page_header(title, "", html! {}))
            (ui::verdict_heading(
                ui::Tone::Attention,
                &format!("This sitting was voided on {}", long(day)),
                "Its result does not stand, nor what followed from it.",
            ))
            p { "It counts as no try: you may register for " (view.exam) " again for as long as registration \
                is open. What the certification body told you stands in your messages." }
            div class="cluster" {
                (ui::link_button(
                    &format!("See {}", view.exam),
                    &format!("/exams/{}/register", view.exam),
                    ui::ButtonKind::Primary,
                ))
                (ui::link_button("Read your messages", "/my/messages", ui::ButtonKind::Secondary))
            }
        },
        None => html! {
            (ui::breadcrumbs(&[ui::Crumb::new("My exams", "/my/exams")]))
            (ui::page_header(title, "", html! {}))
            (ui::verdict_heading(
                ui::Tone::Information,
                "Your result is being reviewed",
                "The certification body looks at it before it is given.",
            ))
            p { "You are told as soon as it is released. You have nothing to do." }
        },
    }
}

/// Who reads it for others is told that it is not what whoever sat reads.
pub(super) fn for_the_team(view: &ResultView) -> Markup {
    let words = match view.voided_on {
        Some(day) => format!("Voided on {}: this result does not stand", long(day)),
        None => "On hold: whoever sat does not see this result yet".to_owned(),
    };
    ui::banner(&ui::Banner::new(ui::Tone::Attention, words))
}
