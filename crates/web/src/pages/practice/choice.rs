//! What there is to practise, and the choice of it: coverage first, and everything open to whoever wants it.

use assay_app::{FieldFault, PartCount, PracticeChoice, SetCount};
use assay_learning::practice::PracticePool;
use axum::extract::{Path, State};
use maud::{Markup, html};

use super::{
    final_exam,
    shared::{run_title, way_on},
};
use crate::{fault::Fault, pages::sign_in::titled, state::Web, ui, visitor::Visitor};

/// How many questions one may ask for at once; the first is what most want.
const COUNTS: [&str; 3] = ["10", "5", "20"];

pub(super) async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Result<Markup, Fault> {
    visitor.must_be_signed_in()?;
    page(&web, &visitor, &code, &[]).await
}

pub(super) async fn page(
    web: &Web,
    visitor: &Visitor,
    code: &str,
    faults: &[FieldFault],
) -> Result<Markup, Fault> {
    let choice = web.app.practice.choice(&visitor.asking, code).await?;
    let title = format!("Practise for {code}");
    let errors: Vec<ui::FieldError> = faults
        .iter()
        .map(|fault| ui::FieldError { field: String::new(), text: fault.text.clone() })
        .collect();
    let main = html! {
        (ui::breadcrumbs(&[
            ui::Crumb::new("Catalogue", "/"),
            ui::Crumb::new("Prep plan", format!("/exams/{code}/prep")),
        ]))
        (ui::error_summary(&errors))
        (ui::page_header(&title, &choice.title, html! {}))
        (open(&choice))
        @if choice.drills.items > 0 { (ui::section("new", "New questions", new(visitor, &choice))) }
        @if choice.cards > 0 { (ui::section("reviews", "Reviews", reviews(&choice))) }
        @if choice.wrong > 0 { (ui::section("wrong", "Questions you had wrong", wrong(visitor, &choice))) }
        @if !choice.sets.is_empty() {
            (ui::section("sets", "Whole sets", html! {
                @for set in &choice.sets { (whole(visitor, &choice.exam, set)) }
            }))
        }
        @if choice.drills.items > 0 {
            (ui::section("yours", "Choose yourself", yours(visitor, &choice)))
            (ui::section("parts", "What you have seen", parts(&choice)))
        }
    };
    Ok(visitor.page(web, &titled(&title, !errors.is_empty()), main))
}

/// Where one left.
fn open(choice: &PracticeChoice) -> Markup {
    html! {
        @for run in &choice.open {
            @let name = run_title(run.set_title.as_deref(), run.mode, &run.scope);
            @let to = way_on(run);
            (ui::banner(&ui::Banner::new(ui::Tone::Information, &name).body(html! {
                p {
                    a href=(to) { "Continue: " (run.answered) " of " (run.items) " answered" }
                }
            })))
        }
    }
}

fn new(visitor: &Visitor, choice: &PracticeChoice) -> Markup {
    let PartCount { items, new, .. } = choice.drills;
    let button = |label: &str, mode: &str, kind| {
        ui::post_button("/practice", visitor.csrf(), label, kind, &[("exam", &choice.exam), ("mode", mode)])
    };
    html! {
        p {
            @match new {
                0 => {
                    "You have seen all " (items) " questions. Look at what you had wrong, or "
                    "choose yourself."
                }
                _ => {
                    (new) " of " (items) " questions are new to you. The skills that you have practised "
                    "least come first; a first answer is the only one that says what you can do."
                }
            }
        }
        @if new > 0 {
            div class="cluster" {
                (button("10 new questions, explained one by one", "learn", ui::ButtonKind::Primary))
                (button("10 against the clock, explained at the end", "timed", ui::ButtonKind::Secondary))
            }
        }
    }
}

fn reviews(choice: &PracticeChoice) -> Markup {
    let due = match choice.reviews_due {
        0 => "none of them today".to_owned(),
        1 => "1 of them today".to_owned(),
        due => format!("{due} of them today"),
    };
    let kind = if choice.reviews_due > 0 { ui::ButtonKind::Primary } else { ui::ButtonKind::Secondary };
    html! {
        p {
            (choice.cards) " questions come back when you are about to forget them, " (due)
            ". They count for nothing else."
        }
        (ui::link_button("See what is due", &format!("/exams/{}/reviews", choice.exam), kind))
    }
}

fn wrong(visitor: &Visitor, choice: &PracticeChoice) -> Markup {
    let count = choice.wrong;
    html! {
        p { (count) " questions whose latest answer was not right. Answering them again counts for "
            "nothing else." }
        (ui::post_button("/practice", visitor.csrf(), "Look at them again", ui::ButtonKind::Secondary,
            &[("exam", &choice.exam), ("mode", "wrong")]))
    }
}

fn whole(visitor: &Visitor, exam: &str, set: &SetCount) -> Markup {
    let told = match set.pool {
        Some(PracticePool::Pretest) => "The first look: explained at the end, and asked nowhere else.",
        Some(PracticePool::Final) => {
            "The final practice exam, in the exam’s own pages and against its clock: take it once, near the \
             end. A second time says what you kept."
        }
        Some(PracticePool::Drill) | None => "Explained one by one, as often as you like.",
    };
    html! {
        div class="card" {
            h3 { (set.title) }
            p { (set.summary) }
            p class="muted" { (told) " " (set.items) " questions, " (set.new) " of them new to you." }
            @if set.pool == Some(PracticePool::Final) {
                (ui::link_button("Before you begin…", &final_exam::address(exam, &set.id),
                    ui::ButtonKind::Secondary))
            } @else {
                (ui::post_button("/practice", visitor.csrf(), "Start the practice set",
                    ui::ButtonKind::Secondary, &[("set", &set.id)]))
            }
        }
    }
}

fn yours(visitor: &Visitor, choice: &PracticeChoice) -> Markup {
    let all = std::iter::once(ui::Choice::new("", "All of it").chosen(true));
    let word = |part: &PartCount| match part.part.contains('.') {
        true => format!("{} {}", part.part, part.title),
        false => format!("Domain {}: {}", part.part, part.title),
    };
    let parts = choice.parts.iter().filter(|part| part.items > 0);
    let parts: Vec<ui::Choice> =
        all.chain(parts.map(|part| ui::Choice::new(&part.part, word(part)))).collect();
    let which = [
        ui::Choice::new("new", "Only new ones").chosen(true),
        ui::Choice::new("wrong", "Only those you had wrong"),
        ui::Choice::new("any", "Any, new ones first"),
    ];
    let counts = COUNTS.map(|count| ui::Choice::new(count, format!("{count} questions")));
    let body = html! {
        input type="hidden" name="exam" value=(choice.exam);
        input type="hidden" name="mode" value="custom";
        (ui::select(&ui::Field::new("part", "About what"), &parts))
        (ui::radios(&ui::Field::new("which", "Which questions"), &which))
        (ui::select(&ui::Field::new("count", "How many"), &counts))
        (ui::submit_button("Start", ui::ButtonKind::Secondary))
    };
    ui::post_form("/practice", visitor.csrf(), body)
}

fn parts(choice: &PracticeChoice) -> Markup {
    let columns = vec![
        ui::Column::text("Part"),
        ui::Column::number("New"),
        ui::Column::number("First answers"),
        ui::Column::number("Right"),
    ];
    let rows = choice.parts.iter().filter(|part| part.items > 0).map(|part| {
        vec![
            html! {
                @if part.part.contains('.') { (part.part) " " (part.title) }
                @else { strong { (part.part) ". " (part.title) } }
            },
            html! { (part.new) " of " (part.items) },
            html! { (part.answered) },
            html! { (part.right) },
        ]
    });
    ui::table(&ui::Table::new("Questions by part of the outline", columns).rows(rows.collect()))
}
