//! Why a reading says what it says: every answer that counts, every one that does not with the reason, and
//! what is assumed. The plan shows the same reading in short.

use assay_app::{
    AnswerLine, CountVerdict, DomainLevel, LessonCheckLine, ReadinessAction, ReadinessTold, ReadinessView,
    SpokenReading,
};
use assay_assessment::registration::long;
use assay_learning::{carry::Carriage, exposure::NEW_A_DAY_MAX};
use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use crate::{
    fault::Fault,
    pages::{
        csv,
        practice::{checked, shared::run_title},
    },
    state::Web,
    ui,
    visitor::Visitor,
    written::recorded,
};

/// Lines of a list on the page; the file has them all.
const LINES_MAX: usize = 200;

pub(super) async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Result<Markup, Fault> {
    visitor.must_be_signed_in()?;
    let view = web.app.practice.readiness(&visitor.asking, &code).await?;
    let (counted, others): (Vec<_>, Vec<_>) =
        view.answers.iter().partition(|line| line.counts == CountVerdict::Yes);
    let prep = format!("/exams/{code}/prep");
    let main = html! {
        (ui::breadcrumbs(&[
            ui::Crumb::new("Catalogue", "/"),
            ui::Crumb::new(format!("Prepare for {code}"), prep.as_str()),
        ]))
        (ui::page_header("Why this reading", &lead(&view), html! {
            (ui::link_button("My answers (CSV)", &format!("{prep}/reading.csv"), ui::ButtonKind::Secondary))
        }))
        (numbers(&visitor, &view, &counted, others.len() + view.checks.len()))
        (ui::section("domains", "Where you stand, by domain", by_domain(&code, &view.domains)))
        @if !view.before.is_empty() { (ui::section("before", "What you were told before", before(&view))) }
        (ui::section(
            "counted",
            &format!("Counted: {}", plural(counted.len(), "answer")),
            counted_list(&visitor, &counted),
        ))
        (ui::section(
            "not-counted",
            &format!("Not counted: {}", plural(others.len(), "question")),
            html! { (not_counted(&visitor, &others)) (lesson_checks(&visitor, &view.checks)) },
        ))
        (checked::section(&visitor, &code, &view))
        (ui::section("assumed", "What it assumes", assumed(&code, &view)))
    };
    Ok(visitor.page(&web, "Why this reading", main))
}

/// The reading on the plan, in short; why there is none; or nothing where nothing was answered.
pub(in crate::pages) fn card(code: &str, view: &ReadinessView) -> Markup {
    let why = format!("/exams/{code}/prep/reading");
    let body = match &view.told {
        ReadinessTold::TooFew(..) if view.answers.is_empty() => return html! {},
        ReadinessTold::TooFew(more, domains) => html! {
            h2 class="eyebrow" id="reading" { "If you sat today" }
            p class="reading-word" { "Not enough evidence yet" }
            p { (too_few(view, *more, domains)) }
            p class="small" { a href=(why) { "What counts, and why" } }
        },
        ReadinessTold::Today(reading) => html! {
            h2 class="eyebrow" id="reading" { "If you sat today" }
            p class="reading-word" { (reading.words) }
            (interval(view, reading))
            (movers(code, view, reading))
            p class="small" { a href=(why) { "Why this reading" } }
        },
        ReadinessTold::Faded(on, reading) => html! {
            h2 class="eyebrow" id="reading" { "Last reading, of " (long(*on)) }
            p class="reading-word" { (reading.words) }
            (interval(view, reading))
            p { "You have answered nothing new for more than 30 days, so it says nothing about today. One \
             new question makes it today's again." }
            p class="small" { a href=(why) { "Why this reading" } }
        },
    };
    html! { section class="card reading" aria-labelledby="reading" { (body) } }
}

fn lead(view: &ReadinessView) -> String {
    match &view.told {
        ReadinessTold::Today(reading) => format!(
            "\u{201c}{}\u{201d}, {}. It comes from first answers to questions that you had not seen, and \
             from nothing else.",
            reading.words,
            long(view.on)
        ),
        ReadinessTold::Faded(on, reading) => format!(
            "The last reading is of {}: \u{201c}{}\u{201d}. A reading fades after 30 days without a new \
             answer.",
            long(*on),
            reading.words
        ),
        ReadinessTold::TooFew(more, domains) => too_few(view, *more, domains),
    }
}

/// What is missing before anything is said.
fn too_few(view: &ReadinessView, more: u32, domains: &[u32]) -> String {
    let lacking: Vec<String> = view
        .domains
        .iter()
        .zip(domains)
        .filter(|(_, lacking)| **lacking > 0)
        .map(|(domain, lacking)| format!("{lacking} in domain {}", domain.id))
        .collect();
    let among = match lacking.as_slice() {
        [] => String::new(),
        [one] => format!(", of them {one}"),
        [first @ .., last] => format!(", of them {} and {last}", first.join(", ")),
    };
    let more = plural(more as usize, "more new question");
    format!("{more}{among}: before that the range would be too wide to be of use.")
}

fn interval(view: &ReadinessView, reading: &SpokenReading) -> Markup {
    let (low, high) = reading.interval;
    let (minimum, cut, maximum) = reading.scale;
    let at = |score: u32| ui::permille(i64::from(minimum), i64::from(maximum), i64::from(score));
    let needed = Some(at(cut));
    let bar = ui::RangeBar {
        low: at(low),
        at: at(u32::midpoint(low, high)),
        high: at(high),
        needed,
        tone: ui::Tone::Neutral,
    };
    html! {
        (ui::range_bar(&bar))
        p {
            "Scaled score between " strong { (low) " and " (high) } " in 8 of 10 cases like this; the cut \
             is " (cut) ". From "
            (plural(view.counted(), "question")) " that you had not seen before."
        }
        (checked::in_short(view, reading.chance))
    }
}

/// What would move it most, the most first.
fn movers(code: &str, view: &ReadinessView, reading: &SpokenReading) -> Markup {
    if reading.actions.is_empty() {
        return html! {};
    }
    html! {
        h3 class="eyebrow" { "What would move it most" }
        ol class="movers" {
            @for action in &reading.actions {
                li {
                    @match action {
                        ReadinessAction::Domain(place) => {
                            @if let Some(domain) = view.domains.get(*place) {
                                a href={ "/exams/" (code) "/practice" } {
                                    "Domain " (domain.id)
                                }
                                ": " (domain.title) ", " (short_of(domain)) ", on "
                                (plural(domain.counted as usize, "answer"))
                            }
                        }
                        ReadinessAction::Reviews(many) => {
                            a href={ "/exams/" (code) "/reviews" } { (plural(*many, "review")) } " due"
                        }
                    }
                }
            }
        }
    }
}

/// Whole points that a domain lacks.
fn short_of(domain: &DomainLevel) -> String {
    let missing = domain.missing.unwrap_or_default();
    match missing.round() {
        points if points < 1.0 => format!("less than 1 of {} points short", domain.scored),
        points => format!("about {points:.0} of {} points short", domain.scored),
    }
}

fn numbers(visitor: &Visitor, view: &ReadinessView, counted: &[&AnswerLine], others: usize) -> Markup {
    let last =
        counted.first().map(|line| visitor.asking.day_of(line.at).duration_until(view.on).as_hours() / 24);
    let last = match last {
        None => "\u{2013}".to_owned(),
        Some(..=0) => "today".to_owned(),
        Some(1) => "yesterday".to_owned(),
        Some(days) => format!("{days} days ago"),
    };
    let right = counted.iter().filter(|line| line.is_right == Some(true)).count();
    let stat = |label: &str, value: String, note: &str| ui::Stat {
        label: label.to_owned(),
        value,
        note: note.to_owned(),
        ..ui::Stat::default()
    };
    ui::stats(&[
        stat("Counted", counted.len().to_string(), "first answers"),
        stat("Right", right.to_string(), &format!("of {}", counted.len())),
        stat("Not counted", others.to_string(), "seen before, or open"),
        stat("Last counted", last, "a reading fades after 30 days"),
    ])
}

fn by_domain(code: &str, domains: &[DomainLevel]) -> Markup {
    let columns = vec![
        ui::Column::text("Domain"),
        ui::Column::text("Share that you would get right"),
        ui::Column::number("8 of 10 cases"),
        ui::Column::number("Needed"),
        ui::Column::number("New questions"),
        ui::Column::number("Scored in the exam"),
    ];
    let row = |domain: &DomainLevel| {
        let percent = |thousandths: u16| (thousandths + 5) / 10;
        let bar = domain.share.map(|share| {
            let tone = if share.at >= share.needed { ui::Tone::Good } else { ui::Tone::Attention };
            ui::range_bar(&ui::RangeBar {
                low: share.low,
                at: share.at,
                high: share.high,
                needed: Some(share.needed),
                tone,
            })
        });
        vec![
            html! { a href={ "/exams/" (code) "/practice" } { (domain.id) ". " (domain.title) } },
            html! { @match bar { Some(bar) => (bar), None => "not enough evidence yet" } },
            html! {
                @match domain.share {
                    Some(share) => { (percent(share.low)) " to " (percent(share.high)) " %" }
                    None => "\u{2013}",
                }
            },
            html! {
                @match domain.share { Some(share) => { (percent(share.needed)) " %" } None => "\u{2013}" }
            },
            html! { (domain.right) " of " (domain.counted) " right" },
            html! { (domain.scored) },
        ]
    };
    html! {
        (ui::table(&ui::Table::new("Where you stand, by domain",
            columns).rows(domains.iter().map(row).collect()).cards()))
        p class="small muted" {
            "The line is what is needed in each domain to pass in 8 of 10 exams. The wider the band, the \
             less is known."
        }
    }
}

fn before(view: &ReadinessView) -> Markup {
    let columns = vec![
        ui::Column::text("Day"),
        ui::Column::number("New questions"),
        ui::Column::number("8 of 10 cases"),
    ];
    let rows = view.before.iter().rev().map(|one| {
        let (low, high) = one.interval;
        vec![html! { (long(one.on)) }, html! { (one.counted) }, html! { (low) " to " (high) }]
    });
    ui::table(&ui::Table::new("Readings of before", columns).rows(rows.collect()).cards())
}

/// The question of a line, as a link to where it is explained.
fn question(visitor: &Visitor, line: &AnswerLine) -> Vec<Markup> {
    let run = run_title(None, line.mode, &assay_learning::run::RunScope::default());
    vec![
        html! { (recorded(&visitor.asking, line.at)) },
        html! { a href={ "/practice/" (line.run) "/" (line.position) } { (run) ", question "
        (line.position) } },
        html! { @if line.skill.is_empty() { "\u{2013}" } @else { (line.skill) } },
        html! {
            (answer_word(line))
            @if line.carried.is_some() && line.counts == CountVerdict::Yes {
                " " span class="muted small" { (carried_word(line)) }
            }
        },
    ]
}

fn answer_word(line: &AnswerLine) -> &'static str {
    match line.is_right {
        Some(true) => "right",
        Some(false) => "wrong",
        None => "\u{2013}",
    }
}

/// How much of an answer to the exam version before counts, and why.
fn carried_word(line: &AnswerLine) -> String {
    let Some(from) = &line.carried else { return String::new() };
    let became = if from.became.is_empty() { "not compared" } else { from.became };
    match from.carriage {
        Carriage::Whole => format!("carried whole from {}: its skill is {became}", from.exam),
        Carriage::InPart => format!("carried half from {}: its skill was {became}", from.exam),
        Carriage::Nothing => {
            format!("From {}, where its skill was {became}: it says nothing here.", from.exam)
        }
    }
}

fn counted_list(visitor: &Visitor, lines: &[&AnswerLine]) -> Markup {
    if lines.is_empty() {
        return html! { p { "Nothing yet. The first answer to a question that you have not seen counts; no \
        other does." } };
    }
    let columns = vec![
        ui::Column::text("When"),
        ui::Column::text("Question"),
        ui::Column::text("Skill"),
        ui::Column::text("Answer"),
    ];
    let rows = lines.iter().take(LINES_MAX).map(|line| question(visitor, line)).collect();
    html! {
        (ui::table(&ui::Table::new("Counted answers, the latest first", columns).rows(rows).cards()))
        (rest(lines.len()))
    }
}

fn not_counted(visitor: &Visitor, lines: &[&AnswerLine]) -> Markup {
    if lines.is_empty() {
        return html! { p { "None: you have met no question twice." } };
    }
    let columns = vec![
        ui::Column::text("When"),
        ui::Column::text("Question"),
        ui::Column::text("Skill"),
        ui::Column::text("Answer"),
        ui::Column::text("Why it does not count"),
    ];
    let rows = lines.iter().take(LINES_MAX).map(|line| {
        let mut cells = question(visitor, line);
        cells.push(html! { (why_not(visitor, line)) });
        cells
    });
    html! {
        (ui::table(&ui::Table::new("Answers that do not count, the latest first",
            columns).rows(rows.collect()).cards()))
        (rest(lines.len()))
    }
}

/// Why no answer to a check of a lesson counts.
const WHY_NO_CHECK: &str =
    "A check of a lesson: it asks about what stands just above it, and can be tried again.";

/// Answers to checks of lessons, which never count; nothing where there are none.
fn lesson_checks(visitor: &Visitor, lines: &[LessonCheckLine]) -> Markup {
    if lines.is_empty() {
        return html! {};
    }
    let columns = vec![
        ui::Column::text("When"),
        ui::Column::text("Check of a lesson"),
        ui::Column::text("Answer"),
        ui::Column::text("Why it does not count"),
    ];
    let rows = lines.iter().take(LINES_MAX).map(|line| {
        vec![
            html! { (recorded(&visitor.asking, line.at)) },
            html! { a href=(check_address(line)) { (line.lesson.1) } },
            html! { (if line.is_right { "right" } else { "wrong" }) },
            html! { (WHY_NO_CHECK) },
        ]
    });
    html! {
        h3 id="checks" { "Checks of lessons: " (plural(lines.len(), "answer")) }
        (ui::table(&ui::Table::new("Answers to checks of lessons, the latest first",
            columns).rows(rows.collect()).cards()))
        (rest(lines.len()))
    }
}

fn check_address(line: &LessonCheckLine) -> String {
    format!("/courses/{}/{}#{}", line.course, line.lesson.0, line.check)
}

fn rest(lines: usize) -> Markup {
    html! {
        @if lines > LINES_MAX {
            p class="small muted" { "The latest " (LINES_MAX) " of " (lines) ". The file has all of them." }
        }
    }
}

fn why_not(visitor: &Visitor, line: &AnswerLine) -> String {
    let on = |at| recorded(&visitor.asking, at);
    match line.counts {
        CountVerdict::Yes => "It counts.".to_owned(),
        CountVerdict::AnsweredBefore(first) => format!("Seen before: answered first on {}.", on(first)),
        CountVerdict::ToldBefore(told) => {
            format!("Its answer was told on {}, before you gave one.", on(told))
        }
        CountVerdict::TooManyThatDay => {
            format!("Not counted: {NEW_A_DAY_MAX} new questions had been shown within a day.")
        }
        CountVerdict::NotHandedIn => "Not handed in yet: it may still change, and then it counts.".to_owned(),
        CountVerdict::NotAnswered => "Shown, not answered. It can still count.".to_owned(),
        CountVerdict::Withdrawn => "The question was withdrawn.".to_owned(),
        CountVerdict::NotCarried => carried_word(line),
    }
}

fn assumed(code: &str, view: &ReadinessView) -> Markup {
    html! {
        div class="prose" {
            p {
                "That practice is as hard as the exam. Nobody knows that before results are in, and \
                 results of 200 people are wanted before any figure is shown: until then you see words and \
                 a range, which are a floor."
            }
            p {
                "Model " code { "first-answers" } ", constants of version " (view.model) ". What an answer \
                 teaches is taken for nothing until it has been measured here. The same answers give the \
                 same reading, always: "
                a href={ "/exams/" (code) "/prep/reading.json" } { "the file" }
                " has what " code { "assay readiness FILE" } " computes it from."
            }
            p {
                "It never stands in the way of a registration, proves nothing about a certification, and \
                 whoever runs or scores an exam does not see it."
            }
        }
    }
}

/// The answers as a table for spreadsheets.
pub(super) async fn table(
    State(web): State<Web>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Result<Response, Fault> {
    visitor.must_be_signed_in()?;
    let view = web.app.practice.readiness(&visitor.asking, &code).await?;
    let row = |line: &AnswerLine| {
        let counts = if line.counts == CountVerdict::Yes { "yes" } else { "no" };
        let why = if line.counts == CountVerdict::Yes { String::new() } else { why_not(&visitor, line) };
        let is_right = line.is_right.map(|_| answer_word(line)).unwrap_or_default();
        let address = format!("/practice/{}/{}", line.run, line.position);
        vec![line.at.to_string(), address, line.skill.clone(), is_right.to_owned(), counts.to_owned(), why]
    };
    let check = |line: &LessonCheckLine| {
        let answer = if line.is_right { "right" } else { "wrong" };
        let told = [&line.at.to_string(), &check_address(line), "", answer, "no", WHY_NO_CHECK];
        told.map(str::to_owned).to_vec()
    };
    let columns = ["at", "question", "skill", "answer", "counts", "why not"];
    let rows = view.answers.iter().map(row).chain(view.checks.iter().map(check));
    Ok(csv::csv(&format!("answers-{code}"), &columns, rows))
}

/// The log, for `assay readiness`.
pub(super) async fn log(
    State(web): State<Web>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Result<Response, Fault> {
    visitor.must_be_signed_in()?;
    let view = web.app.practice.readiness(&visitor.asking, &code).await?;
    let disposition = format!("attachment; filename=\"reading-{code}.json\"");
    let headers =
        [(header::CONTENT_TYPE, "application/json".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, view.log()?).into_response())
}

fn plural(many: usize, thing: &str) -> String {
    if many == 1 { format!("1 {thing}") } else { format!("{many} {thing}s") }
}
