//! Job roles: kinds of work with the skills they need, and what whoever is signed in has shown of them.
//!
//! Nothing here is for or against a certification, and nobody else sees it but in a crew's sums, where they
//! let it.

use assay_app::{BeginPractice, JobRoleView, JobSkillView};
use assay_assessment::registration::long;
use assay_learning::job::{SkillLevel, SkillReason};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::csv;
use crate::{fault::Fault, routes::Routes, state::Web, ui, visitor::Visitor, written::written_on};

/// Courses that stand first on a page: what fits into an evening or two.
const COURSES_SHOWN: usize = 5;

pub(super) fn routes() -> Routes {
    Routes::default().get("/roles", list).get("/roles/{id}", role)
}

async fn list(State(web): State<Web>, visitor: Visitor) -> Result<Markup, Fault> {
    let roles = web.app.practice.job_roles(&visitor.asking).await?;
    let lead = "Kinds of work with the skills that each needs, across exams. Choose one to see what you have \
                shown of it, and what would help most.";
    let main = html! {
        (ui::breadcrumbs(&[ui::Crumb::new("Courses", "/courses")]))
        (ui::page_header("Job roles", lead, html! {}))
        @if roles.is_empty() {
            (ui::empty_state(&ui::EmptyState::new(
                "No job roles yet",
                "This programme describes none. Courses are there by exam and task.",
            ).action(ui::link_button("See the courses", "/courses", ui::ButtonKind::Secondary))))
        }
        ul class="grid" {
            @for view in &roles {
                li class="card" {
                    h2 { a href={ "/roles/" (view.role.id) } { (view.role.title) } }
                    p { (view.role.summary) }
                    p { (standing(view)) }
                }
            }
        }
    };
    Ok(visitor.page(&web, "Job roles", main))
}

/// How much of a role is shown.
fn standing(view: &JobRoleView) -> Markup {
    let all = view.skills.len();
    match view.has_progress {
        false => html! { span class="muted" { (all) " skills" } },
        true => {
            let tone = if view.met() == all { ui::Tone::Good } else { ui::Tone::Information };
            ui::chip(tone, &format!("{} of {all} skills as it wants them", view.met()))
        }
    }
}

async fn role(State(web): State<Web>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Fault> {
    if let Some(id) = id.strip_suffix(".csv") {
        let view = web.app.practice.job_role(&visitor.asking, id).await?;
        return Ok(as_csv(&view));
    }
    let view = web.app.practice.job_role(&visitor.asking, &id).await?;
    let crumbs = [ui::Crumb::new("Job roles", "/roles"), ui::Crumb::new(view.role.title.clone(), "")];
    let main = html! {
        (ui::breadcrumbs(&crumbs))
        (ui::page_header(&view.role.title, &view.role.summary, standing(&view)))
        @if !view.has_progress {
            p class="muted" { "Sign in as whoever prepares to see what you have shown of it." }
        }
        @if !view.courses.is_empty() { (ui::section("next", "What would help most", next(&visitor, &view))) }
        (ui::section("skills", "Skills", skills(&visitor, &view)))
        (ui::section("levels", "What the levels mean", levels()))
        p { a class="lone" href={ "/roles/" (view.role.id) ".csv" } { "As CSV" } }
    };
    Ok(visitor.wide_page(&web, &view.role.title, main).into_response())
}

fn next(visitor: &Visitor, view: &JobRoleView) -> Markup {
    let exam = view.courses.first().map_or("", |course| course.outline.exam.as_str());
    html! {
        ol class="mini" {
            @for course in view.courses.iter().take(COURSES_SHOWN) {
                li {
                    a href={ "/courses/" (course.outline.id) } {
                        (course.outline.task) " " (course.outline.title)
                    }
                    span class="muted" {
                        @if course.skills == 1 { "1 skill" } @else { (course.skills) " skills" }
                        ", " (course.outline.minutes) " min"
                    }
                }
            }
        }
        p class="muted" {
            "By how much is missing in the skills that each teaches. A lesson counts here and in the prep \
             plan; questions are answered "
            @if visitor.asking.may_at_all::<BeginPractice>() {
                a href={ "/exams/" (exam) "/practice" } { "in practice" }
            } @else { "in practice" }
            "."
        }
    }
}

fn skills(visitor: &Visitor, view: &JobRoleView) -> Markup {
    let mut columns = vec![ui::Column::text("Skill"), ui::Column::text("Why"), ui::Column::text("Wanted")];
    if view.has_progress {
        columns.extend(["Shown", "Rests on"].map(ui::Column::text));
    }
    let row = |skill: &JobSkillView| {
        let wanted = &skill.wanted;
        let mut cells = vec![
            html! {
                a href={ "/exams/" (wanted.exam) "/guide#skill-" (wanted.skill) } {
                    (wanted.exam) " " (wanted.skill)
                }
                div class="muted small" { (skill.text) }
            },
            html! { (wanted.why) },
            html! { (ui::chip(ui::Tone::Neutral, words(wanted.level))) },
        ];
        if view.has_progress {
            cells.push(shown(skill));
            cells.push(because(visitor, skill));
        }
        cells
    };
    let rows: Vec<Vec<Markup>> = view.skills.iter().map(row).collect();
    let caption = "What the work needs, in its order, and what you have shown";
    ui::table(&ui::Table::new(caption, columns).rows(rows).cards())
}

fn words(level: SkillLevel) -> &'static str {
    match level {
        SkillLevel::Read => "1 read",
        SkillLevel::Answered => "2 answered",
        SkillLevel::Proved => "3 proved",
    }
}

fn shown(skill: &JobSkillView) -> Markup {
    let level = skill.evidence.level;
    let tone = if skill.gap() == 0 { ui::Tone::Good } else { ui::Tone::Neutral };
    html! {
        @match level {
            Some(level) => (ui::chip(tone, words(level))),
            None => span class="muted" { "not yet" },
        }
        @if let Some(on) = skill.evidence.on.filter(|_| skill.evidence.is_faded) {
            div class="muted small" { "shown in " (on.year()) }
        }
        @if level.is_none() && skill.refresh_first { div class="muted small" { "refresh it first" } }
    }
}

fn because(visitor: &Visitor, skill: &JobSkillView) -> Markup {
    html! {
        @for reason in &skill.evidence.because {
            div class="muted small" {
                @match reason {
                    SkillReason::Lesson { on, .. } => {
                        "Lesson finished on " (written_on(&visitor.asking, *on))
                    },
                    SkillReason::Answers(given) => {
                        (given.right) " of " (given.all) " new questions right, the last on "
                        (written_on(&visitor.asking, given.last))
                    },
                    SkillReason::Passed { exam, on } => { (exam) " passed on " (long(*on)) },
                }
            }
        }
    }
}

fn levels() -> Markup {
    html! {
        ol class="mini" {
            li { "1 read: a lesson on it is finished." }
            li { "2 answered: at least three new questions on it, two in three of them right." }
            li { "3 proved: an exam was passed that asks for it. Labs will count here once there are some." }
        }
        p class="muted" {
            "Nothing is taken away. What was shown more than two years ago is told with its year. Nobody but \
             you sees it, and it is no evidence for or against a certification."
        }
    }
}

fn as_csv(view: &JobRoleView) -> Response {
    let rows = view.skills.iter().map(|skill| {
        let JobSkillView { wanted, evidence, .. } = skill;
        let level = |level: SkillLevel| level.number().to_string();
        vec![
            wanted.exam.to_string(),
            wanted.skill.clone(),
            level(wanted.level),
            evidence.level.map(level).unwrap_or_default(),
            evidence.on.map(|on| on.to_string()).unwrap_or_default(),
            wanted.why.clone(),
        ]
    });
    csv::csv(&view.role.id, &["exam", "skill", "wanted", "shown", "shown_on", "why"], rows)
}
