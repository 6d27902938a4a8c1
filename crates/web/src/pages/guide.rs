//! The exam guide, generated from the exam version and its outline.

mod basis;
pub(super) mod dates;

use assay_app::Asking;
use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_learning::course::CourseOutline;
use assay_programme::{
    model::{Domain, ExamVersion, Outline, Programme, TaskStatement},
    offer::{earns, languages_in_words, offer_on},
};
use axum::{
    extract::{Path, State},
    response::Redirect,
};
use maud::{Markup, html};

use super::catalogue::{can_register, certification_link, offer_chip};
use crate::{fault::Fault, routes::Routes, state::Web, ui, visitor::Visitor};

pub(super) fn routes() -> Routes {
    Routes::default().get("/exams/{code}", exam).get("/exams/{code}/guide", guide)
}

/// Whether the guide of an exam version may be shown.
pub(super) fn guide_is_out(exam: &ExamVersion, today: Date) -> bool {
    exam.guide_released_on.is_none_or(|released| released <= today)
}

/// The exam version with this code, if pages may name it.
pub(super) fn public_exam<'a>(programme: &'a Programme, code: &str, today: Date) -> Option<&'a ExamVersion> {
    programme.exam(code).filter(|exam| offer_on(programme, exam, today).is_public())
}

/// The comparisons that may be shown for an exam version: with its predecessor, with its successor.
pub(super) fn comparisons<'a>(
    programme: &'a Programme,
    exam: &ExamVersion,
    today: Date,
) -> Vec<(&'a ExamVersion, &'a ExamVersion)> {
    let walks = programme.crosswalks.iter().filter(|walk| walk.from == exam.code || walk.to == exam.code);
    walks
        .filter_map(|walk| {
            let to = public_exam(programme, walk.to.as_str(), today)?;
            guide_is_out(to, today).then_some((programme.exam(walk.from.as_str())?, to))
        })
        .collect()
}

/// Seen from one exam version: `What changed from SOA-C02`, `What changes in SOA-C03`.
pub(super) fn comparison_label(exam: &ExamVersion, from: &ExamVersion, to: &ExamVersion) -> String {
    if exam.code == to.code {
        format!("What changed from {}", from.code)
    } else {
        format!("What changes in {}", to.code)
    }
}

/// The way to an exam version's pages.
pub(super) fn crumbs(programme: &Programme, exam: &ExamVersion) -> Markup {
    let mut way = vec![ui::Crumb::new("Catalogue", "/")];
    if let Some(certification) = earns(programme, exam) {
        way.push(ui::Crumb::new(&certification.title, format!("/certifications/{}", certification.code)));
    }
    ui::breadcrumbs(&way)
}

/// The page that stands where a guide will stand.
pub(super) fn not_out_yet(programme: &Programme, exam: &ExamVersion, released: Date) -> Markup {
    let before = programme.transition_to(exam.code.as_str()).map(|transition| transition.from.as_str());
    let title = format!("The exam guide for {} comes out on {}", exam.code, long(released));
    let text = "It will list the domains with their weights, the task statements and the skills, and show \
                what changed from the exam before it.";
    html! {
        (crumbs(programme, exam))
        (ui::page_header(&format!("Exam guide for {}", exam.code), &exam.title, html! {}))
        (ui::empty_state(&ui::EmptyState::new(title, text).action(html! {
            @if let Some(before) = before {
                (ui::link_button(&format!("Read the guide for {before}"), &format!("/exams/{before}/guide"),
                    ui::ButtonKind::Secondary))
            }
        })))
    }
}

/// An exam version stands on the page of what it earns.
async fn exam(State(web): State<Web>, Path(code): Path<String>) -> Result<Redirect, Fault> {
    let asking = web.ask();
    let programme = &asking.programme;
    let exam = public_exam(programme, &code, asking.today).ok_or_else(Fault::not_found)?;
    Ok(Redirect::to(&format!("/certifications/{}#{}", exam.certification, exam.code)))
}

async fn guide(State(web): State<Web>, visitor: Visitor, Path(code): Path<String>) -> Result<Markup, Fault> {
    let (programme, today) = (&visitor.asking.programme, visitor.asking.today);
    let exam = public_exam(programme, &code, today).ok_or_else(Fault::not_found)?;
    let title = format!("Exam guide for {}", exam.code);
    if let Some(released) = exam.guide_released_on.filter(|released| *released > today) {
        return Ok(visitor.page(&web, &title, not_out_yet(programme, exam, released)));
    }
    let outline = programme.outline(exam.code.as_str());
    let lead = match exam.guide_released_on {
        Some(released) => {
            format!("{}. Guide {}, released on {}.", exam.title, exam.guide_version, long(released))
        }
        None => format!("{}. Guide {}.", exam.title, exam.guide_version),
    };
    let main = html! {
        (crumbs(programme, exam))
        (ui::page_header(&title, &lead, actions(&visitor.asking, programme, exam, today)))
        div class="grid grid-wide" {
            div class="card" { (facts(&visitor.asking, exam, today)) }
            @if let Some(outline) = outline { div class="card" { (weights(outline)) } }
        }
        @let by_language = dates::by_language(programme, exam, today);
        @if !by_language.0.is_empty() { (ui::section("dates", "Dates by language", by_language)) }
        @if let Some(outline) = outline {
            p { (size(outline)) }
            (basis::section(outline))
            @for domain in &outline.domains { (domain_section(&visitor.asking, exam, domain)) }
            (scope(outline))
        }
    };
    Ok(visitor.page(&web, &title, main))
}

fn actions(asking: &Asking, programme: &Programme, exam: &ExamVersion, today: Date) -> Markup {
    let open = can_register(asking, exam);
    html! {
        @if open {
            (ui::link_button(&format!("Register for {}", exam.code),
                &format!("/exams/{}/register", exam.code), ui::ButtonKind::Primary))
        }
        @for (from, to) in comparisons(programme, exam, today) {
            (ui::link_button(&comparison_label(exam, from, to), &format!("/exams/{}/changes", to.code),
                ui::ButtonKind::Secondary))
        }
    }
}

fn facts(asking: &Asking, exam: &ExamVersion, today: Date) -> Markup {
    let programme = &asking.programme;
    let unscored = exam.items_total.saturating_sub(exam.items_scored);
    let mut facts = vec![
        ui::TermFact::rich("State today", offer_chip(asking, exam)),
        ui::TermFact::new("Test days", dates::test_days(programme, exam, today)),
        ui::TermFact::new(
            "Questions",
            match unscored {
                0 => format!("{}, all scored", exam.items_total),
                _ => format!(
                    "{}: {} scored, {unscored} not scored and not identified",
                    exam.items_total, exam.items_scored
                ),
            },
        ),
    ];
    if let Some(form) = asking.programme.form_of(exam.code.as_str()).filter(|form| form.demonstration) {
        let seconds = form.time_limit_s.unwrap_or_default();
        let text = format!("{} questions in {} minutes", form.items, seconds / 60);
        facts.push(ui::TermFact::new("In this demonstration", text));
    }
    facts.extend([
        ui::TermFact::new("Kinds of question", spoken(&exam.item_kinds)),
        ui::TermFact::new("Time", format!("{} minutes", exam.time_limit_min)),
        ui::TermFact::new("Price", format!("{} {}", exam.price.amount, exam.price.currency)),
        ui::TermFact::new("Languages", languages_in_words(exam.languages.iter().map(String::as_str))),
        ui::TermFact::new("Where", spoken(&exam.delivery)),
        ui::TermFact::new(
            "Score",
            format!("{} to {}; {} or more is a pass", exam.scale.minimum, exam.scale.maximum, exam.scale.cut),
        ),
    ]);
    facts.extend(given_here(asking, exam));
    let needed: Vec<_> =
        exam.prerequisites.iter().filter_map(|code| programme.certification(code.as_str())).collect();
    if !needed.is_empty() {
        facts.push(ui::TermFact::rich(
            "Prerequisites",
            html! { @for one in needed { p { (certification_link(one)) ", active" } } },
        ));
    }
    if let Some(earned) = earns(programme, exam) {
        facts.push(ui::TermFact::rich("A pass earns", certification_link(earned)));
    }
    ui::facts(&facts)
}

/// How an exam is given in this installation, whatever its guide says of price, languages and places.
///
/// Nothing where it is not given here.
pub(super) fn given_here(asking: &Asking, exam: &ExamVersion) -> Option<ui::TermFact> {
    asking.programme.form_of(exam.code.as_str())?;
    let text = match dates::given_in(exam) {
        "" => "In your browser; nothing is charged".to_owned(),
        language => format!("In {language}, in your browser; nothing is charged"),
    };
    Some(ui::TermFact::new("Given here", text))
}

/// `Multiple choice, multiple response`.
fn spoken(words: &[String]) -> String {
    let text = words.join(", ").replace("multiple-", "multiple ");
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn weights(outline: &Outline) -> Markup {
    let weight = |domain: &Domain| ui::DomainWeight {
        number: domain.id.clone(),
        name: domain.title.clone(),
        weight_pct: u8::try_from(domain.weight_pct).unwrap_or(100),
        href: format!("#domain-{}", domain.id),
        note: String::new(),
    };
    let weights: Vec<_> = outline.domains.iter().map(weight).collect();
    ui::domain_weights("Share of the scored questions, by domain", &weights)
}

fn size(outline: &Outline) -> Markup {
    let (tasks, skills) = (outline.tasks().count(), outline.skills().count());
    let first = outline.domains.first().map_or("1", |domain| domain.id.as_str());
    html! {
        a href={ "#domain-" (first) } { (outline.domains.len()) " domains" }
        @if tasks > 0 { ", " (tasks) " task statements" }
        @if skills > 0 { ", " (skills) " skills" }
        "."
    }
}

fn domain_section(asking: &Asking, exam: &ExamVersion, domain: &Domain) -> Markup {
    let tasks = domain.tasks.len();
    ui::section(
        &format!("domain-{}", domain.id),
        &format!("Domain {}: {}", domain.id, domain.title),
        html! {
            p class="muted" {
                (domain.weight_pct) " % of the scored questions"
                @match tasks { 0 => "", 1 => ", 1 task statement", _ => { ", " (tasks) " task statements" } }
            }
            @for task in &domain.tasks { (task_card(task, course_of(asking, exam, task))) }
        },
    )
}

/// The course that teaches a task.
fn course_of<'a>(asking: &'a Asking, exam: &ExamVersion, task: &TaskStatement) -> Option<&'a CourseOutline> {
    asking.programme.courses.values().find(|course| course.exam == exam.code && course.task == task.id)
}

fn task_card(task: &TaskStatement, course: Option<&CourseOutline>) -> Markup {
    html! {
        article class="card" id={ "task-" (task.id) } {
            h3 { (task.id) " " (task.title) }
            @if let Some(course) = course {
                p {
                    a href={ "/courses/" (course.id) } { "Course: " (course.title) }
                    ", " (course.minutes) " minutes"
                }
            }
            @if !task.skills.is_empty() {
                ul {
                    @for skill in &task.skills {
                        li class="crosswalk-entry" id={ "skill-" (skill.id) } {
                            span class="crosswalk-number" { (skill.id) }
                            span {
                                (skill.text)
                                @if skill.stated_new { " " span class="tag tag-new" { "New" } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn scope(outline: &Outline) -> Markup {
    let count =
        |list: &[(String, Vec<String>)]| list.iter().map(|(_, services)| services.len()).sum::<usize>();
    let categories = |list: &[(String, Vec<String>)]| {
        let facts: Vec<_> = list
            .iter()
            .map(|(category, services)| ui::TermFact::new(category, services.join(", ")))
            .collect();
        ui::facts(&facts)
    };
    if outline.in_scope.is_empty() && outline.out_of_scope.is_empty() && outline.out_of_scope_tasks.is_empty()
    {
        return Markup::default();
    }
    ui::section(
        "scope",
        "Services and tasks",
        html! {
            p class="muted" { "The lists show what to expect; they are not complete." }
            @if !outline.in_scope.is_empty() {
                details class="card" {
                    summary { (count(&outline.in_scope)) " services in scope" }
                    (categories(&outline.in_scope))
                }
            }
            @if !outline.out_of_scope.is_empty() {
                details class="card" {
                    summary { (count(&outline.out_of_scope)) " services out of scope" }
                    (categories(&outline.out_of_scope))
                }
            }
            @if !outline.out_of_scope_tasks.is_empty() {
                details class="card" {
                    summary { (outline.out_of_scope_tasks.len()) " tasks out of scope" }
                    ul class="stack" {
                        @for task in &outline.out_of_scope_tasks {
                            li { (spoken(std::slice::from_ref(task))) }
                        }
                    }
                }
            }
        },
    )
}
