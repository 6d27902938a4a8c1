//! One import: how far it is, its loss report, and the decision.

use assay_app::{ImportLine, ImportStanding, ImportView, QuestionLine, QuestionVerdict, QuestionsWanted};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::shared::{
    LIST, format_words, id_of, pagination, place, questions, size_words, standing_words, verdict_words,
};
use crate::{
    assets::asset,
    fault::Fault,
    pages::{
        admin::frame::when,
        list::{Pairs, grouped},
        looked::{changed, status_of},
    },
    problem::encode,
    state::Web,
    ui,
    visitor::Visitor,
};

/// Remarks of one question in the list; its own page has all of them.
const REMARKS_SHOWN: usize = 4;

pub(super) async fn import(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
    pairs: Pairs,
) -> Result<Response, Fault> {
    show(&web, &visitor, &id, &pairs, false).await
}

/// The page, with what is asked of its list.
pub(super) async fn show(
    web: &Web,
    visitor: &Visitor,
    id: &str,
    pairs: &Pairs,
    is_stale: bool,
) -> Result<Response, Fault> {
    let wanted = wanted(pairs);
    let view = web.app.items.loss_report(&visitor.asking, id_of(id)?, &wanted).await?;
    let line = &view.line;
    let (tone, words) = standing_words(line.standing);
    let lead = [format_words(line), size_words(line.bytes), when(line.at, &visitor.asking)];
    let lead: Vec<String> = lead.into_iter().filter(|part| !part.is_empty()).collect();
    let is_going_on = matches!(line.standing, ImportStanding::Waiting | ImportStanding::Reading);
    let main = html! {
        (ui::breadcrumbs(&[ui::Crumb::new("Administration", "/admin"), ui::Crumb::new("Imports", LIST)]))
        (ui::page_header(&line.file_name, &lead.join(", "), ui::chip(tone, words)))
        (changed(is_stale))
        @if is_going_on {
            (progress(visitor, line))
            script type="module" src=(asset("reading.js")) {}
        } @else {
            (ended(visitor, &view))
            @if line.standing != ImportStanding::Discarded { (report(&view, &wanted)) }
        }
    };
    let status = status_of(is_stale, &[]);
    Ok((status, visitor.wide_page(web, &line.file_name, main)).into_response())
}

fn wanted(pairs: &Pairs) -> QuestionsWanted {
    QuestionsWanted {
        verdict: QuestionVerdict::try_from(pairs.first("became").to_owned()).ok(),
        is_here: pairs.first("became") == "here",
        code: pairs
            .first("remark")
            .chars()
            .filter(|c| c.is_ascii_lowercase() || *c == '-')
            .take(60)
            .collect(),
        page: pairs.page(),
    }
}

/// How far it is; a script looks again by itself.
fn progress(visitor: &Visitor, line: &ImportLine) -> Markup {
    let of = line.total.max(1);
    let text = match line.standing {
        ImportStanding::Waiting => "not begun yet".to_owned(),
        _ => format!("{} of about {}", grouped(line.done), questions(line.total)),
    };
    let meter = ui::Meter {
        label: "Read".to_owned(),
        text,
        at: u16::try_from(line.done.saturating_mul(1000) / of).unwrap_or(1000).min(1000),
        tone: ui::Tone::Information,
    };
    html! {
        div data-reading {
            (ui::meter(&meter))
            p { "Nothing is kept before you have seen what would be lost. You can close this page." }
            div class="cluster after" {
                (ui::link_button("Look again", &place(line.id), ui::ButtonKind::Secondary))
                (act(visitor, line, "discard", "Discard", ui::ButtonKind::Quiet, None))
            }
        }
    }
}

fn act(
    visitor: &Visitor,
    line: &ImportLine,
    word: &str,
    label: &str,
    kind: ui::ButtonKind,
    many: Option<i64>,
) -> Markup {
    let many = many.map(|many| many.to_string());
    let hidden: Vec<(&str, &str)> = many.iter().map(|many| ("many", many.as_str())).collect();
    ui::post_button(&format!("{}/{word}", place(line.id)), visitor.csrf(), label, kind, &hidden)
}

/// What became of it, or what can be done with it.
fn ended(visitor: &Visitor, view: &ImportView) -> Markup {
    let line = &view.line;
    let discard = act(visitor, line, "discard", "Discard", ui::ButtonKind::Quiet, None);
    match line.standing {
        ImportStanding::Failed => {
            let why = line.fault.clone().unwrap_or_default();
            html! {
                (ui::banner(&ui::Banner::new(ui::Tone::Bad, "The file could not be read")
                    .body(html! { p { (why) } })))
                div class="cluster after" { (discard) }
            }
        }
        ImportStanding::Kept => html! {
            (ui::banner(&ui::Banner::new(ui::Tone::Good, format!("{} kept as drafts", questions(line.kept)))
                .body(html! { p { "They can be taken back as long as nothing was made of one of them." } })))
            div class="cluster after" {
                (act(visitor, line, "undo", "Take them back", ui::ButtonKind::Secondary, None))
            }
        },
        ImportStanding::Discarded => ui::banner(
            &ui::Banner::new(ui::Tone::Information, "This import was discarded")
                .body(html! { p { "Nothing of the file is kept. Hand it in again to read it anew." } }),
        ),
        _ if view.to_keep == 0 => html! {
            (ui::banner(&ui::Banner::new(ui::Tone::Attention, "Nothing of this file can be kept")
                .body(html! { p { "Each question is left out, or is here already. The report says so." } })))
            div class="cluster after" { (discard) }
        },
        _ => html! {
            div class="cluster after" {
                (act(visitor, line, "keep", &format!("Keep {}", questions(view.to_keep)),
                    ui::ButtonKind::Primary, Some(view.to_keep)))
                (discard)
            }
            p class="muted" {
                "They become drafts. What is left out, what is here already, and all but the first of \
                 questions that say the same stay out."
            }
        },
    }
}

fn report(view: &ImportView, wanted: &QuestionsWanted) -> Markup {
    let line = &view.line;
    let count = |value, label: &str, note: &str, filter: &str, tone| ui::Stat {
        value: grouped(value),
        label: label.to_owned(),
        note: note.to_owned(),
        href: format!("{}?became={filter}#questions", place(line.id)),
        tone,
    };
    html! {
        (ui::stats(&[
            count(line.whole, "Whole", "every part is read", "whole", ui::Tone::Good),
            count(line.with_loss, "With loss", "said below, one by one", "with-loss", ui::Tone::Attention),
            count(line.refused, "Left out", "nothing of these is kept", "refused", ui::Tone::Bad),
            count(view.here, "Here already", "the same as a draft", "here", ui::Tone::Neutral),
        ]))
        @if !view.remarks.is_empty() {
            (ui::section("of-the-file", "Of the file itself", html! {
                ul class="points" { @for remark in &view.remarks { li { (remark.message) } } }
            }))
        }
        @if !view.found.is_empty() { (ui::section("found", "What was found", found(view))) }
        (ui::section("questions", "Questions", html! {
            (tabs(view, wanted))
            (table(view, wanted))
            (pagination(&view.questions, |page| format!("{}&page={page}#questions", href(line, wanted))))
        }))
        p { a href={ (place(line.id)) "/report.csv" } { "Loss report as CSV" } }
    }
}

fn found(view: &ImportView) -> Markup {
    let columns = vec![ui::Column::text("What"), ui::Column::number("Questions")];
    let rows = view.found.iter().map(|found| {
        let of = format!("{}?remark={}#questions", place(view.line.id), encode(&found.code));
        vec![
            html! { a href=(of) { (found.words) } },
            html! { (grouped(i64::try_from(found.questions).unwrap_or(i64::MAX))) },
        ]
    });
    ui::table(
        &ui::Table::new("Kinds of remarks, by how many questions have them", columns).rows(rows.collect()),
    )
}

/// What is asked, without a page.
fn href(line: &ImportLine, wanted: &QuestionsWanted) -> String {
    let became = match (wanted.verdict, wanted.is_here) {
        (Some(verdict), _) => verdict.as_str(),
        (None, true) => "here",
        (None, false) => "",
    };
    format!("{}?became={became}&remark={}", place(line.id), encode(&wanted.code))
}

fn tabs(view: &ImportView, wanted: &QuestionsWanted) -> Markup {
    let line = &view.line;
    let tab = |label: &str, count: i64, filter: &str, current| ui::ShowTab {
        label: label.to_owned(),
        count: usize::try_from(count).unwrap_or_default(),
        href: format!("{}?became={filter}#questions", place(line.id)),
        current,
    };
    let is = |verdict| wanted.code.is_empty() && wanted.verdict == Some(verdict);
    let all = wanted.code.is_empty() && wanted.verdict.is_none() && !wanted.is_here;
    html! {
        (ui::show_tabs("Which questions", &[
            tab("All", line.done, "", all),
            tab("Whole", line.whole, "whole", is(QuestionVerdict::Whole)),
            tab("With loss", line.with_loss, "with-loss", is(QuestionVerdict::WithLoss)),
            tab("Left out", line.refused, "refused", is(QuestionVerdict::Refused)),
            tab("Here already", view.here, "here", wanted.is_here),
        ]))
        @if let Some(found) = view.found.iter().find(|found| found.code == wanted.code) {
            p { "With this remark: " (found.words) ". " a href=(place(line.id)) { "Show all questions" } }
        }
    }
}

fn table(view: &ImportView, wanted: &QuestionsWanted) -> Markup {
    let columns = vec![
        ui::Column::text("Question"),
        ui::Column::text("What it asks"),
        ui::Column::text("What becomes of it"),
        ui::Column::text("Remarks"),
    ];
    let rows = view.questions.lines.iter().map(|question| row(&view.line, question));
    let empty = match wanted.verdict.is_none() && !wanted.is_here && wanted.code.is_empty() {
        true => ui::EmptyState::new("The file has no questions", "Export it anew where it comes from."),
        false => ui::EmptyState::new("No question is like that", "Choose another kind above."),
    };
    ui::table(&ui::Table::new("Questions of the file", columns).rows(rows.collect()).empty(empty).cards())
}

fn row(line: &ImportLine, question: &QuestionLine) -> Vec<Markup> {
    let (tone, words) = verdict_words(question.verdict);
    let more = question.remarks.len().saturating_sub(REMARKS_SHOWN);
    vec![
        html! {
            a href={ (place(line.id)) "/questions/" (question.number) } { bdi { (question.title) } }
            @if question.line > 0 { br; span class="muted" { "line " (grouped(question.line)) } }
        },
        html! { (question.kinds.join(", ").replace('-', " ")) },
        html! {
            (ui::chip(tone, words))
            @if question.is_here { " " (ui::chip(ui::Tone::Neutral, "Here already")) }
        },
        html! {
            @for remark in question.remarks.iter().take(REMARKS_SHOWN) { p { (remark.message) } }
            @if more > 0 { p class="muted" { "and " (more) " more" } }
        },
    ]
}
