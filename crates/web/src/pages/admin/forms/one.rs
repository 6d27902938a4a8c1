//! A form: what it has, what it lacks, its items with what could stand in their place, and what comes next.

use assay_app::{ExamFormDone, ExamFormState, FormItemLine, FormView};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::{
    cut,
    shared::{FormRefusal, LIST, count_rows, id_of, place, state_words},
};
use crate::{
    fault::Fault,
    pages::{admin::frame::when, list::Pairs},
    state::Web,
    ui,
    visitor::Visitor,
};

pub(super) async fn form(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
    pairs: Pairs,
) -> Result<Response, Fault> {
    show(&web, &visitor, &id, pairs.first("swap"), None).await
}

pub(super) async fn show(
    web: &Web,
    visitor: &Visitor,
    id: &str,
    swap: &str,
    refusal: Option<FormRefusal>,
) -> Result<Response, Fault> {
    let view = web.app.forms.form(&visitor.asking, id_of(id)?, swap).await?;
    let (tone, words) = state_words(view.line.state);
    let lead = format!(
        "{} of {}, drawn with seed {} on {}.",
        items_words(view.items.len()),
        view.line.exam,
        view.line.seed,
        when(view.line.at, &visitor.asking)
    );
    let crumbs = [ui::Crumb::new("Forms", LIST), ui::Crumb::new(view.line.name.clone(), "")];
    let main = html! {
        (ui::breadcrumbs(&crumbs))
        @if let Some(refusal) = &refusal {
            (ui::banner(&ui::Banner::new(ui::Tone::Bad, refusal.title).urgent().body(html! {
                @for text in &refusal.texts { p { (text) } }
            })))
        }
        (ui::page_header(&view.line.name, &lead, html! { (ui::chip(tone, words)) }))
        (lacks(&view))
        (ui::section("next", "What comes next", next(visitor, &view)))
        @if !swap.is_empty() {
            (ui::section("swap", &format!("Instead of {swap}"), offers(visitor, &view, swap)))
        }
        (ui::section("counts", "What it has", counts(&view)))
        (ui::section("items", "Items", items(&view)))
        (cut::section(visitor, &view, refusal.as_ref()))
        (ui::section("paper", "On paper", paper(visitor, &view)))
        (ui::section("events", "What happened", events(visitor, &view)))
    };
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, visitor.wide_page(web, &view.line.name, main)).into_response())
}

fn items_words(many: usize) -> String {
    if many == 1 { "1 item".to_owned() } else { format!("{many} items") }
}

fn lacks(view: &FormView) -> Markup {
    if view.line.state == ExamFormState::Frozen {
        let title = format!("Frozen, version {}", view.line.mark.as_deref().unwrap_or_default());
        return ui::banner(&ui::Banner::new(ui::Tone::Good, title).body(html! {
            @if view.is_given { p { "It is what whoever begins is given." } }
            @else { p { "It is never changed. A change of the programme brings it in." } }
        }));
    }
    let hard = view.short.iter().filter(|short| short.is_hard).count();
    let (tone, title) = match (hard, view.short.len()) {
        (0, 0) => (ui::Tone::Good, "Nothing keeps it from being frozen".to_owned()),
        (0, _) => (ui::Tone::Information, "It can be frozen; this is for people to weigh".to_owned()),
        (1, _) => (ui::Tone::Attention, "It can’t be frozen yet: 1 thing to mend".to_owned()),
        (many, _) => (ui::Tone::Attention, format!("It can’t be frozen yet: {many} things to mend")),
    };
    ui::banner(&ui::Banner::new(tone, title).body(html! {
        @for is_hard in [true, false] {
            @for short in view.short.iter().filter(|short| short.is_hard == is_hard) { p { (short.text) } }
        }
    }))
}

fn counts(view: &FormView) -> Markup {
    let columns = vec![ui::Column::text("What"), ui::Column::number(view.line.name.clone())];
    let rows = count_rows(&[&view.counts], view.skills_of_outline);
    ui::table(&ui::Table::new("What the form has, with what is asked for", columns).rows(rows))
}

fn items(view: &FormView) -> Markup {
    let columns = vec![
        ui::Column::number("Place"),
        ui::Column::text("Item"),
        ui::Column::text("Skill"),
        ui::Column::text("For"),
        ui::Column::text("Kind"),
        ui::Column::number("Expected right"),
        ui::Column::text("Says"),
        ui::Column::text("Swap"),
    ];
    let is_open = view.line.state == ExamFormState::Open && view.may_edit;
    let mut lines: Vec<(usize, &FormItemLine)> = (1..).zip(&view.items).collect();
    // Those with something to say first.
    lines.sort_by_key(|(place, item)| (item.says.is_empty(), *place));
    let rows = lines.into_iter().map(|(number, item)| {
        let kind = if item.kind == "multiple-response" { "Several right" } else { "One right" };
        vec![
            html! { (number) },
            html! { (item.item) },
            html! { (item.skill) },
            html! { @if item.is_scored { "scored" } @else { "pretest" } },
            html! { (kind) @if let Some(artefact) = item.artefact { ", " (artefact) } },
            html! { (format!("{:.2}", item.difficulty)) },
            html! { @for says in &item.says { (ui::chip(ui::Tone::Attention, says)) " " } },
            html! {
                @if is_open {
                    a href=(format!("{}?swap={}#swap", place(view.line.id), item.item)) {
                        "Swap" span class="visually-hidden" { " " (item.item) }
                    }
                }
            },
        ]
    });
    ui::table(
        &ui::Table::new("Items, those with something to say first", columns).rows(rows.collect()).cards(),
    )
}

fn offers(visitor: &Visitor, view: &FormView, from: &str) -> Markup {
    let columns = vec![
        ui::Column::text("Item"),
        ui::Column::text("Skill"),
        ui::Column::number("Expected right"),
        ui::Column::text("The form would then have"),
        ui::Column::text("Choose"),
    ];
    let rows = view.offers.iter().map(|offer| {
        let then = format!(
            "{}, {} to weigh, {} of {} skills, raw cut {:.2}",
            if offer.hard == 0 { "nothing to mend".to_owned() } else { format!("{} to mend", offer.hard) },
            offer.soft,
            offer.skills,
            view.skills_of_outline,
            offer.expected
        );
        let revision = view.line.revision.to_string();
        let hidden = [("from", from), ("to", offer.item.as_str()), ("revision", revision.as_str())];
        let action = format!("{}/swap", place(view.line.id));
        let label = format!("Take {}", offer.item);
        vec![
            html! { (offer.item) },
            html! { (offer.skill) },
            html! { (format!("{:.2}", offer.difficulty)) },
            html! { (then) },
            html! {
                @if view.may_edit {
                    (ui::post_button(&action, visitor.csrf(), &label, ui::ButtonKind::Secondary, &hidden))
                }
            },
        ]
    });
    let text = "Every item of the bank stands on this form or on another one.";
    let empty = ui::EmptyState::new("There is nothing to put in its place", text);
    let table = ui::Table::new("What no form uses, best first", columns);
    ui::table(&table.rows(rows.collect()).empty(empty).cards())
}

/// The acts that the state leaves, each with the revision that was looked at.
fn next(visitor: &Visitor, view: &FormView) -> Markup {
    let revision = view.line.revision.to_string();
    let hidden = [("revision", revision.as_str())];
    let button = |act: &str, label: &str, kind: ui::ButtonKind| {
        ui::post_button(&format!("{}/{act}", place(view.line.id)), visitor.csrf(), label, kind, &hidden)
    };
    let is_whole = !view.short.iter().any(|short| short.is_hard);
    let state = view.line.state;
    let is = |at: ExamFormState| match (state, at) {
        (state, at) if state == at => ui::ProgressState::Current,
        (ExamFormState::Asked, ExamFormState::Open) | (ExamFormState::Frozen, _) => ui::ProgressState::Done,
        _ => ui::ProgressState::Ahead,
    };
    let steps = [
        ui::ProgressStep::new("Mend it and look it through", is(ExamFormState::Open)),
        ui::ProgressStep::new("A second person freezes it", is(ExamFormState::Asked)),
        ui::ProgressStep::new(
            "A change of the programme brings it in",
            if view.is_given { ui::ProgressState::Done } else { is(ExamFormState::Frozen) },
        ),
    ];
    html! {
        (ui::steps(&steps))
        @if view.may_edit && state != ExamFormState::Frozen {
            div class="page-actions" {
                @if state == ExamFormState::Open && is_whole {
                    (button("ask", "Ask for freezing", ui::ButtonKind::Primary))
                }
                @if state == ExamFormState::Asked && view.may_freeze {
                    (button("freeze", "Freeze", ui::ButtonKind::Primary))
                }
                @if state == ExamFormState::Asked {
                    (button("reopen", "Open it again", ui::ButtonKind::Secondary))
                }
                @if matches!(state, ExamFormState::Open | ExamFormState::Asked) {
                    (button("drop", "Drop the form", ui::ButtonKind::Secondary))
                }
            }
            @if state == ExamFormState::Asked && !view.may_freeze {
                p { "Somebody who has not worked on it freezes it." }
            }
        }
        @if state == ExamFormState::Frozen && !view.is_given { (release(view, &button)) }
    }
}

/// How a frozen form comes into the programme.
fn release(view: &FormView, button: &dyn Fn(&str, &str, ui::ButtonKind) -> Markup) -> Markup {
    let exam = &view.line.exam;
    let is_prepared = view.events.iter().any(|event| event.kind == ExamFormDone::Prepared);
    html! {
        @if !view.is_owned {
            p { "The bank of " (exam) " is in the programme’s files, and so are its forms: write this one "
                "there, or take the bank into work." }
        } @else {
            @if is_prepared {
                p { "The change is prepared. Administrators find it among the changes: one proposes it "
                    "with its plan, another applies it." }
            } @else {
                p { "It takes the place of the forms of " (exam) " that are in force, with its items as "
                    "they were frozen. Sittings that run keep what they began with." }
            }
            @if view.may_release {
                div class="page-actions" {
                    @if is_prepared { (button("release", "Prepare it again", ui::ButtonKind::Secondary)) }
                    @else { (button("release", "Prepare its release", ui::ButtonKind::Primary)) }
                }
            } @else if !is_prepared { p { "A bank manager prepares its release." } }
        }
    }
}

fn paper(visitor: &Visitor, view: &FormView) -> Markup {
    let button = |what: &str, label: &str| {
        let action = format!("{}/paper/{what}", place(view.line.id));
        ui::post_button(&action, visitor.csrf(), label, ui::ButtonKind::Secondary, &[])
    };
    html! {
        p {
            "On paper stand questions without keys; a frozen form’s package has its keys too. Who took them \
                along, and when, stands in the audit log."
        }
        div class="page-actions" {
            (button("booklet", "Download the booklet"))
            (button("answers", "Download the answer sheet"))
            @if view.line.state == ExamFormState::Frozen {
                (button("package", "Download as QTI package, with keys"))
            }
        }
    }
}

fn events(visitor: &Visitor, view: &FormView) -> Markup {
    let columns = ["What", "Who", "When"].map(ui::Column::text).to_vec();
    let rows = view.events.iter().map(|event| {
        let words = match (&event.kind, &event.swap) {
            (ExamFormDone::Swapped, Some((from, to))) => format!("{to} in the place of {from}"),
            (ExamFormDone::Swapped, None) => "Swapped".to_owned(),
            (ExamFormDone::Drawn, _) => "Drawn".to_owned(),
            (ExamFormDone::Asked, _) => "A second person was asked for".to_owned(),
            (ExamFormDone::OpenedAgain, _) => "Opened again".to_owned(),
            (ExamFormDone::Frozen, _) => "Frozen".to_owned(),
            (ExamFormDone::Prepared, _) => "The change that gives it was prepared".to_owned(),
            (ExamFormDone::CutSet, _) => "The panel’s cut was entered or taken out".to_owned(),
            (ExamFormDone::Dropped, _) => "Dropped".to_owned(),
        };
        vec![html! { (words) }, html! { bdi { (event.by) } }, html! { (when(event.at, &visitor.asking)) }]
    });
    ui::table(
        &ui::Table::new("What happened to the form, the latest first", columns).rows(rows.collect()).cards(),
    )
}
