//! A certification: its exam versions, its timeline, what a pass on a day earns, what keeps it active.

mod timeline;

use std::collections::HashMap;

use assay_assessment::registration::long;
use assay_kernel::{Date, Validity};
use assay_programme::{
    model::{Anchor, CascadeEnd, Certification, ExamVersion, PolicyVersion, Programme, Route},
    offer::{earns, first_valid_until, milestones_of_certification, retake_from},
};
use axum::{
    Router,
    extract::{Path, Query, State},
    routing::get,
};
use maud::{Markup, html};

use super::{
    catalogue::{
        badge_picture, certification_link, end_is_known, follower, is_public, is_retired, known_offer,
        level_name, offer_chip, public_certification, public_exams, renewed_by, rules_today, while_in,
    },
    guide::{comparison_label, comparisons, guide_is_out, test_days},
};
use crate::{problem::Fault, state::Web, ui, visitor::Visitor};

use timeline::known_policy;
pub(super) use timeline::picture;

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/certifications/{code}", get(certification))
}

async fn certification(
    State(web): State<Web>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Markup, Fault> {
    let (programme, today) = (&web.app.programme(), web.app.today());
    let shown = public_certification(programme, &code, today).ok_or_else(Fault::not_found)?;
    let milestones = milestones_of_certification(programme, shown.code.as_str());
    let main = html! {
        (ui::breadcrumbs(&[ui::Crumb::new("Catalogue", "/")]))
        (ui::page_header(&shown.title, &shown.description, badge_picture(shown)))
        div class="split" {
            (exams(programme, shown, today))
            div class="card" { (facts(programme, shown, today)) }
        }
        (ui::section("timeline", "Timeline", html! {
            div class="card" {
                (picture(programme, "What happened and what comes", &milestones, Some(shown), today))
            }
        }))
        (changes_for_holders(programme, shown, today))
        (ui::section("earns", "What a pass on a chosen day earns", html! {
            div class="card" { (chosen_day(programme, shown, query.get("on").map(String::as_str), today)) }
        }))
        (renewal(programme, shown, today))
    };
    Ok(visitor.page(&web, &shown.title, main))
}

fn facts(programme: &Programme, shown: &Certification, today: Date) -> Markup {
    let former = shown.formerly.as_ref().and_then(|code| programme.certification(code.as_str()));
    let mut facts = Vec::new();
    facts.extend(former.map(|former| ui::Fact::rich("Formerly", certification_link(former))));
    let next = follower(programme, shown.code.as_str(), today);
    facts.extend(next.map(|next| ui::Fact::rich("Followed by", certification_link(next))));
    facts.push(ui::Fact::new("Level", level_name(shown.level)));
    facts.push(ui::Fact::new("For", &shown.audience));
    facts.push(ui::Fact::new("To earn it", criteria(programme, shown, today)));
    if let Some(rules) = rules_today(programme, shown.code.as_str(), today) {
        facts.push(ui::Fact::rich("Good for", html! { a href="#renewal" { (words(rules.validity)) } }));
    }
    ui::facts(&facts)
}

/// What one must do; while its last exam version is still sat, the text that looks back on it waits.
fn criteria(programme: &Programme, shown: &Certification, today: Date) -> String {
    let exams = programme.exams_of(shown.code.as_str());
    let ends = |exam: &&&ExamVersion| programme.transition_from(exam.code.as_str()).is_some();
    let running = |exam: &&&ExamVersion| exam.last_test_day_on.is_none_or(|last| today <= last);
    match exams.iter().filter(ends).find(running) {
        Some(exam) => format!(
            "Pass the exam {} with a scaled score of {} or more on the scale from {} to {}.",
            exam.code, exam.scale.cut, exam.scale.minimum, exam.scale.maximum
        ),
        None => shown.criteria.clone(),
    }
}

fn words(validity: Validity) -> String {
    match validity {
        Validity::For(period) => period.words(),
        Validity::Unlimited => "an unlimited time".to_owned(),
    }
}

fn exams(programme: &Programme, shown: &Certification, today: Date) -> Markup {
    let exams = public_exams(programme, shown.code.as_str(), today);
    ui::section(
        "exams",
        "Exam versions",
        html! {
            @if exams.is_empty() {
                (ui::empty_state(&ui::EmptyState::new("No exam version yet",
                    "When an exam for this certification is announced, it stands here with its dates.")))
            }
            @for exam in exams { (exam_card(programme, exam, today)) }
        },
    )
}

fn exam_card(programme: &Programme, exam: &ExamVersion, today: Date) -> Markup {
    let code = &exam.code;
    let open = known_offer(programme, exam, today).accepts_registration();
    let prepared = programme.prep_plan(code.as_str()).is_some() && guide_is_out(exam, today);
    html! {
        article class="card" id=(code) {
            div class="cluster" { h3 { (code) } (offer_chip(programme, exam, today)) }
            p { "Test days: " (test_days(programme, exam, today).replacen("From", "from", 1)) }
            div class="page-actions" {
                @if open {
                    (ui::link_button(&format!("Register for {code}"), &format!("/exams/{code}/register"),
                        ui::ButtonKind::Primary))
                }
                (ui::link_button("Exam guide", &format!("/exams/{code}/guide"), ui::ButtonKind::Secondary))
                @if prepared {
                    (ui::link_button("Prep plan", &format!("/exams/{code}/prep"), ui::ButtonKind::Secondary))
                }
                @for (from, to) in comparisons(programme, exam, today) {
                    (ui::link_button(&comparison_label(exam, from, to),
                        &format!("/exams/{}/changes", to.code), ui::ButtonKind::Quiet))
                }
            }
        }
    }
}

/// What an announced transition means for people, in the programme's own sentences.
fn changes_for_holders(programme: &Programme, shown: &Certification, today: Date) -> Markup {
    let exams = programme.exams_of(shown.code.as_str());
    let touches = |code: &assay_kernel::ExamCode| exams.iter().any(|exam| exam.code == *code);
    let mut announced = programme.transitions.iter().filter(|transition| transition.is_announced_on(today));
    let transition = announced.find(|transition| touches(&transition.from) || touches(&transition.to));
    let Some(transition) = transition.filter(|transition| !transition.consequences.is_empty()) else {
        return Markup::default();
    };
    ui::section(
        "transition",
        &transition.title,
        html! {
            div class="prose" {
                ul { @for sentence in &transition.consequences { li { (sentence) } } }
                @if let Some(slug) = &transition.announcement {
                    p { a href={ "/announcements/" (slug) } { "Read the announcement" } }
                }
            }
        },
    )
}

/// The form with a day, and its answer.
fn chosen_day(programme: &Programme, shown: &Certification, asked: Option<&str>, today: Date) -> Markup {
    let parsed: Option<Date> = asked.map_or(Some(today), |text| text.trim().parse().ok());
    let mut field = ui::Field::new("on", "Day of the exam").kind(ui::InputKind::Date).short();
    field.value = asked.map_or_else(|| today.to_string(), str::to_owned);
    if parsed.is_none() {
        field.error = "Enter a day of the calendar, for example 2025-09-30.".to_owned();
    }
    let of_lineage = programme.certifications.iter().filter(|other| other.lineage == shown.lineage);
    let exams: Vec<&ExamVersion> =
        of_lineage.flat_map(|one| public_exams(programme, one.code.as_str(), today)).collect();
    html! {
        div class="filters" {
            form method="get" action={ "/certifications/" (shown.code) "#earns" } novalidate {
                (ui::field(&field))
                (ui::submit_button("Show what it earns", ui::ButtonKind::Secondary))
            }
        }
        @if let Some(day) = parsed { (answer(programme, &exams, day, today)) }
    }
}

fn answer(programme: &Programme, exams: &[&ExamVersion], day: Date, today: Date) -> Markup {
    let sat = |exam: &&&ExamVersion| {
        let over = exam.last_test_day_on.filter(|_| end_is_known(programme, exam, today));
        day >= exam.first_test_day_on && over.is_none_or(|last| day <= last)
    };
    let possible: Vec<_> = exams.iter().filter(sat).collect();
    let next =
        exams.iter().filter(|exam| exam.first_test_day_on > day).min_by_key(|exam| exam.first_test_day_on);
    html! {
        @for exam in &possible { (outcome(programme, exam, day, today)) }
        @if possible.is_empty() {
            p {
                strong { "On " (long(day)) " no exam version can be sat." }
                @if let Some(next) = next {
                    " " (next.code) " can be sat from " (long(next.first_test_day_on)) " on."
                }
            }
        }
    }
}

fn outcome(programme: &Programme, exam: &ExamVersion, day: Date, today: Date) -> Markup {
    let earned = earns(programme, exam);
    let policy = earned.and_then(|earned| programme.policy(earned.code.as_str()));
    let until = policy.and_then(|policy| first_valid_until(&known_policy(policy, today), day));
    let verb = if day < today { "could" } else { "can" };
    let again = retake_from(programme, 1, day);
    let last = exam.last_test_day_on.filter(|_| end_is_known(programme, exam, today));
    let next = programme.transition_from(exam.code.as_str()).map(|transition| &transition.failed_sits);
    html! {
        p { strong { "On " (long(day)) " you " (verb) " sit " (exam.code) "." } }
        @if let Some(earned) = earned {
            p {
                "A pass earns " (certification_link(earned))
                @match until {
                    Some(until) => { ", active until " strong { (long(until)) } " before any renewal." }
                    None => { ", without an end." }
                }
            }
        }
        @if let (Some(again), Some(last)) = (again, last) {
            @if again > last {
                (ui::banner(&ui::Banner::new(ui::Tone::Attention, format!("No time to retake {}", exam.code))
                    .body(html! {
                        p {
                            "After a fail on that day you wait until " (long(again))
                            ", and the last test day is " (long(last)) "."
                            @if let Some(next) = next { " Your next exam would be " (next) "." }
                        }
                    })))
            } @else { p class="muted" { "After a fail you can sit it again from " (long(again)) "." } }
        } @else if let Some(again) = again {
            p class="muted" { "After a fail you can sit it again from " (long(again)) "." }
        }
    }
}

fn renewal(programme: &Programme, shown: &Certification, today: Date) -> Markup {
    let code = shown.code.as_str();
    let Some(rules) = rules_today(programme, code, today) else { return Markup::default() };
    let retired = is_retired(programme, code, today);
    let mut ways: Vec<ui::Way> =
        rules.routes.iter().map(|route| route_way(rules, route, retired, today)).collect();
    ways.extend(renewed_by(programme, code, today).into_iter().map(|upper| ui::Way {
        text: format!("Pass or renew {}", upper.certification.title),
        when: format!(
            "Any day {}; {}",
            while_in(&upper.cascade.states),
            match upper.cascade.set {
                CascadeEnd::Event => format!("renews for {} from that day", words(rules.validity)),
                CascadeEnd::Match => "it then ends with the one above, never earlier than before".to_owned(),
            }
        ),
        tone: ui::Tone::Good,
        state: upper.cascade.until.map_or("Open".to_owned(), |until| format!("Until {}", long(until))),
        href: format!("/certifications/{}", upper.certification.code),
        progress: String::new(),
    }));
    let still = rules.cascades.iter().filter(|cascade| cascade.until.is_none_or(|until| today <= until));
    let lower: Vec<&Certification> = still
        .flat_map(|cascade| &cascade.to)
        .filter_map(|lower| programme.certification(lower.as_str()))
        .filter(|lower| is_public(programme, lower, today))
        .collect();
    ui::section(
        "renewal",
        "Validity and ways to renew",
        html! {
            p {
                "An award is good for " strong { (words(rules.validity)) } " from the day of the exam. "
                "Rules of version " (rules.version) ", in force today."
            }
            @if ways.is_empty() { p { "Nothing renews it: it runs out on its last valid day." } }
            @else { div class="card" { (ui::ways(&ways)) } }
            @if !lower.is_empty() {
                p {
                    "A pass or renewal of this one also renews what you hold and is active of: "
                    @for (index, lower) in lower.iter().enumerate() {
                        @if index > 0 { ", " } (certification_link(lower))
                    }
                    "."
                }
            }
        },
    )
}

fn route_way(rules: &PolicyVersion, route: &Route, retired: bool, today: Date) -> ui::Way {
    let window = match (route.opens, route.closes) {
        (Some(opens), None) => format!("In the {} before the last valid day", opens.words()),
        (Some(opens), Some(closes)) => {
            format!("From {} to {} before the last valid day", opens.words(), closes.words())
        }
        (None, Some(closes)) => format!("Up to {} before the last valid day", closes.words()),
        (None, None) => format!("Any day {}", while_in(&route.states)),
    };
    let length = words(route.length.unwrap_or(rules.validity));
    let result = match route.anchor {
        Anchor::Event => format!("renews for {length} from that day"),
        Anchor::Expiry => format!("renews for {length} from the old last valid day"),
    };
    let gone = retired && !route.even_retired || route.until.is_some_and(|until| until < today);
    let (tone, state) = match route.until {
        Some(until) if until < today => (ui::Tone::Neutral, format!("Ended {}", long(until))),
        _ if gone => (ui::Tone::Neutral, "No longer offered".to_owned()),
        Some(until) => (ui::Tone::Attention, format!("Until {}", long(until))),
        None => (ui::Tone::Good, "Open".to_owned()),
    };
    let by_exam = route.on.iter().any(|event| event == "pass");
    let credits = route.credits.as_ref().map(|credits| format!("takes {} credits", credits.total));
    ui::Way {
        text: if route.title.is_empty() { route.id.clone() } else { route.title.clone() },
        when: format!("{window}; {result}"),
        tone,
        state,
        href: if by_exam && !gone { "#exams".to_owned() } else { String::new() },
        progress: credits.unwrap_or_default(),
    }
}
