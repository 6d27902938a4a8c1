//! What is looked at again, and when: today's questions, why each of them, and how many come later.

use assay_app::{DueLine, OpenRun, ReviewsView};
use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_learning::{
    review::CardReason,
    review_day::{A_DAY_MAX, LAST_DAYS},
};
use assay_programme::model::Outline;
use axum::extract::{Path, State};
use maud::{Markup, html};

use super::shared::run_title;
use crate::{fault::Fault, state::Web, ui, visitor::Visitor};

/// How many of the questions one may take at once; the first is what most want.
const COUNTS: [usize; 2] = [10, 20];

pub(super) async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Result<Markup, Fault> {
    visitor.must_be_signed_in()?;
    let view = web.app.practice.reviews(&visitor.asking, &code).await?;
    let outline = visitor.asking.programme.outline(&code);
    let prep = format!("/exams/{code}/prep");
    let main = html! {
        (ui::breadcrumbs(&[
            ui::Crumb::new("Catalogue", "/"),
            ui::Crumb::new("Prep plan", prep.as_str()),
            ui::Crumb::new("Practice", format!("/exams/{code}/practice")),
        ]))
        (ui::page_header("Reviews due", &lead(&view), html! {}))
        @for run in &view.open { (go_on(run)) }
        (out_of_reach(&view))
        @if view.due.is_empty() { (nothing_due(&view, &prep)) } @else { (start(&visitor, &view)) }
        @if !view.due.is_empty() { (ui::section("today", "Today, in this order", today(&view, outline))) }
        @if !view.ahead.is_empty() { (ui::section("ahead", "The next two weeks", ahead(&view))) }
        @if view.cards > 0 { (ui::section("how", "How a question comes back", how(&visitor, &view))) }
    };
    Ok(visitor.page(&web, "Reviews due", main))
}

fn plural(many: usize, thing: &str) -> String {
    if many == 1 { format!("1 {thing}") } else { format!("{many} {thing}s") }
}

fn lead(view: &ReviewsView) -> String {
    let due = plural(view.due.len(), "question");
    let first = match (view.due.len(), view.cards) {
        (_, 0) => "Nothing comes back yet.".to_owned(),
        (0, _) => "Nothing is due today.".to_owned(),
        (1, cards) => format!("1 of your {cards} questions is due today."),
        (_, cards) => format!("{due} of your {cards} are due today."),
    };
    let waiting = match view.waiting {
        0 => String::new(),
        waiting => format!(" {waiting} more wait for another day: no day has more than {A_DAY_MAX}."),
    };
    let done = match view.done {
        0 => String::new(),
        done => format!(" You have looked at {done} again today."),
    };
    format!("{first}{waiting}{done}")
}

/// Where one left.
fn go_on(run: &OpenRun) -> Markup {
    let name = run_title(run.set_title.as_deref(), run.mode, &run.scope);
    let to = format!("/practice/{}/{}", run.id, run.next);
    ui::banner(&ui::Banner::new(ui::Tone::Information, &name).body(html! {
        p { a href=(to) { "Continue: " (run.answered) " of " (run.items) " answered" } }
    }))
}

/// That there are too many for the days that are left.
fn out_of_reach(view: &ReviewsView) -> Markup {
    if view.out_of_reach == 0 {
        return html! {};
    }
    let title = format!("{} will not have a turn before your day", plural(view.out_of_reach, "question"));
    ui::banner(&ui::Banner::new(ui::Tone::Attention, title).body(html! {
        p {
            "Each question has a turn in the last " (LAST_DAYS) " days, and a day has room for "
            (A_DAY_MAX) ". What you know least comes first, so those that are left out are the ones that "
            "you know best."
        }
    }))
}

fn nothing_due(view: &ReviewsView, prep: &str) -> Markup {
    let (title, text) = match (view.cards, view.next_on, view.target) {
        (0, ..) => (
            "No question comes back to you yet",
            "A question that you answer wrong, or right without being sure, comes back here on the day on \
             which you are about to forget it."
                .to_owned(),
        ),
        (_, Some(on), _) => {
            ("Nothing is due today", format!("The next question comes back on {}.", long(on)))
        }
        (_, None, Some(target)) => (
            "Nothing comes back any more",
            format!("Every question has had its turn before your exam on {}.", long(target)),
        ),
        (_, None, None) => ("Nothing is due today", String::new()),
    };
    let action = ui::link_button("Back to the prep plan", prep, ui::ButtonKind::Primary);
    ui::empty_state(&ui::EmptyState::new(title, text).action(action))
}

fn start(visitor: &Visitor, view: &ReviewsView) -> Markup {
    let due = view.due.len();
    let button = |count: usize, kind| {
        let label = match count {
            count if count >= due => format!("Look at {}", plural(due, "question")),
            count => format!("Look at {count} of them"),
        };
        let wanted = count.to_string();
        let fields = [("exam", view.exam.as_str()), ("mode", "review"), ("count", wanted.as_str())];
        ui::post_button("/practice", visitor.csrf(), &label, kind, &fields)
    };
    let fewer = COUNTS.into_iter().filter(|count| *count < due);
    html! {
        div class="cluster" {
            (button(due, ui::ButtonKind::Primary))
            @for count in fewer { (button(count, ui::ButtonKind::Secondary)) }
        }
        p class="muted small" {
            "About " (minutes(due)) ". What you answer here moves the day on which a question comes back, "
            "and nothing else: it changes no reading."
        }
    }
}

/// A question that one has seen takes about 45 seconds, with what is told about it.
fn minutes(questions: usize) -> String {
    plural((questions * 3).div_ceil(4).max(1), "minute")
}

fn today(view: &ReviewsView, outline: Option<&Outline>) -> Markup {
    let columns = vec![
        ui::Column::text("What it is about"),
        ui::Column::text("Your last answer"),
        ui::Column::text("On"),
        ui::Column::number("Looked at again"),
    ];
    let row = |line: &DueLine| {
        let skill = outline.and_then(|outline| outline.skill(&line.skill)).map(|skill| skill.text.as_str());
        let task = outline.and_then(|outline| outline.task(&line.skill)).map(|task| task.title.as_str());
        vec![
            html! { (line.skill) " " (skill.or(task).unwrap_or_default()) },
            html! { (reason_word(line.reason)) },
            html! { (long(line.last_on)) },
            html! { (times(line.reviews)) },
        ]
    };
    let table = ui::Table::new("Questions that are due today", columns);
    ui::table(&table.rows(view.due.iter().map(row).collect()).cards())
}

fn times(many: u32) -> String {
    match many {
        0 => "not yet".to_owned(),
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        many => format!("{many} times"),
    }
}

fn reason_word(reason: CardReason) -> &'static str {
    match reason {
        CardReason::SureAndWrong => "wrong, and you were sure",
        CardReason::Wrong => "wrong",
        CardReason::Guessed => "right, and you were guessing",
        CardReason::Unsure => "right, and you were unsure",
        CardReason::Right => "right",
    }
}

fn ahead(view: &ReviewsView) -> Markup {
    let most = view.ahead.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let line = |(on, count): &(Date, usize)| ui::Meter {
        label: long(*on),
        text: plural(*count, "question"),
        at: u16::try_from(count * 1000 / most).unwrap_or(1000),
        tone: ui::Tone::Neutral,
    };
    html! { div class="narrow stack" { @for day in &view.ahead { (ui::meter(&line(day))) } } }
}

fn how(visitor: &Visitor, view: &ReviewsView) -> Markup {
    let fields = [("exam", view.exam.as_str()), ("mode", "cram"), ("count", "20"), ("anew", "yes")];
    html! {
        div class="prose" {
            p {
                "A question that you answered wrong, guessed, or got right without being sure comes back "
                "when the chance that you still know it falls to 9 in 10, by the schedule "
                a href="https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm"
                    rel="noopener noreferrer" { "FSRS" }
                ". Wrong: soon. Right: later each time, and after half a year at the latest."
            }
            @match view.target {
                Some(target) => p {
                    "Your exam is on " (long(target)) ": everything comes back three days before at the "
                    "latest, and each question has a turn in the last " (LAST_DAYS) " days."
                }
                None => p {
                    "You have set no day for your exam. With one, every question has a turn in the last "
                    (LAST_DAYS) " days before it."
                }
            }
            p { "A day that you leave out moves the rest. Nothing is lost." }
            @if visitor.asking.is_set_elsewhere() {
                p {
                    "The date is set here, and setting it makes no answer older: days pass for questions as "
                    "they do outside."
                }
            }
        }
        (ui::post_button("/practice", visitor.csrf(), "Look at 20 now, outside the schedule",
            ui::ButtonKind::Quiet, &fields))
    }
}
