//! The catalogue: certifications by level, what renews what, and where each exam version stands today.

#[cfg(test)]
mod below_tests;
mod ends;

use assay_app::Asking;
use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_programme::{
    model::{Cascade, Certification, ExamVersion, Function, Level, PolicyVersion, Programme, RouteState},
    offer::{OfferState, end_known_from, function_end_known_from, languages_in_words, offer_on},
};
use axum::extract::State;
use maud::{Markup, html};

pub(super) use ends::awards_until;
use ends::{awards, overlaps};

use crate::{fault::Fault, feeds::known_on, routes::Routes, state::Web, ui, visitor::Visitor};

pub(super) fn routes() -> Routes {
    Routes::default().get("/", catalogue)
}

/// The rungs, lowest first; the page draws them from the top. `Specialty` stands beside them.
const LADDER: [Level; 4] = [Level::Foundational, Level::Associate, Level::Professional, Level::Specialty];

/// Whether the public knows the last day of an exam version.
pub(super) fn end_is_known(programme: &Programme, exam: &ExamVersion, today: Date) -> bool {
    end_known_from(programme, exam).is_none_or(|known| known <= today)
}

/// Where an exam version stands, without an end that nobody announced yet.
pub(super) fn known_offer(programme: &Programme, exam: &ExamVersion, today: Date) -> OfferState {
    match offer_on(programme, exam, today) {
        OfferState::Open { .. } if !end_is_known(programme, exam, today) => OfferState::Open { until: None },
        state => state,
    }
}

/// Whether pages may name a certification: one of its exam versions is known, or it has none.
pub(super) fn is_public(programme: &Programme, certification: &Certification, today: Date) -> bool {
    let exams = programme.exams_of(certification.code.as_str());
    exams.is_empty() || exams.iter().any(|exam| offer_on(programme, exam, today).is_public())
}

/// The certification with this code, if pages may name it.
pub(crate) fn public_certification<'a>(
    programme: &'a Programme,
    code: &str,
    today: Date,
) -> Option<&'a Certification> {
    programme.certification(code).filter(|found| is_public(programme, found, today))
}

/// The exam versions of a certification that pages may name, newest first.
pub(super) fn public_exams<'a>(programme: &'a Programme, code: &str, today: Date) -> Vec<&'a ExamVersion> {
    let exams = programme.exams_of(code).into_iter().rev();
    exams.filter(|exam| offer_on(programme, exam, today).is_public()).collect()
}

/// The exam versions to show, newest first, and the retired ones that a list may fold away.
///
/// The newest is always shown; a single retired one beside it is not worth a fold.
pub(super) fn current_exams<'a>(
    programme: &'a Programme,
    code: &str,
    today: Date,
) -> (Vec<&'a ExamVersion>, Vec<&'a ExamVersion>) {
    let all = public_exams(programme, code, today);
    let newest = all.first().map(|exam| exam.code.clone());
    let retired = |exam: &ExamVersion| matches!(offer_on(programme, exam, today), OfferState::Retired { .. });
    let (earlier, current): (Vec<_>, Vec<_>) =
        all.iter().copied().partition(|exam| retired(exam) && Some(&exam.code) != newest.as_ref());
    if earlier.len() > 1 { (current, earlier) } else { (all, Vec::new()) }
}

/// Whether pages offer registration: it is open, and what one registers for can be given.
pub(super) fn can_register(asking: &Asking, exam: &ExamVersion) -> bool {
    known_offer(&asking.programme, exam, asking.today).accepts_registration()
        && asking.programme.can_be_sat(exam.code.as_str())
}

/// The day's state of an exam version; one that nobody can be given is open to nobody.
pub(super) fn offer_chip(asking: &Asking, exam: &ExamVersion) -> Markup {
    let (programme, today) = (&asking.programme, asking.today);
    let open = known_offer(programme, exam, today).accepts_registration();
    match open && !programme.can_be_sat(exam.code.as_str()) {
        true => ui::chip(ui::Tone::Neutral, "Not ready to be taken yet"),
        false => state_chip(programme, exam, today),
    }
}

fn state_chip(programme: &Programme, exam: &ExamVersion, today: Date) -> Markup {
    let (tone, text) = match known_offer(programme, exam, today) {
        OfferState::Unannounced => return Markup::default(),
        OfferState::NotYetOpen { opens_on } => {
            (ui::Tone::Information, format!("Registration opens {}", long(opens_on)))
        }
        OfferState::Open { until: Some(until) } => {
            (ui::Tone::Attention, format!("Register until {}", long(until)))
        }
        OfferState::Open { until: None } if today < exam.first_test_day_on => {
            (ui::Tone::Good, format!("Open, first day {}", long(exam.first_test_day_on)))
        }
        OfferState::Open { until: None } => (ui::Tone::Good, "Open for registration".to_owned()),
        OfferState::RegistrationClosed { last_test_day_on } => {
            let last = last_test_day_on.map_or(String::new(), |day| format!(", last test day {}", long(day)));
            (ui::Tone::Attention, format!("Registration closed{last}"))
        }
        OfferState::OtherLanguagesOnly { until } => {
            let sat =
                exam.languages.iter().map(String::as_str).filter(|code| exam.can_be_sat_in(code, today));
            let until = until.map_or(String::new(), |day| format!(" until {}", long(day)));
            (ui::Tone::Attention, format!("In {} only{until}", languages_in_words(sat)))
        }
        OfferState::Retired { since } => (ui::Tone::Neutral, format!("Retired since {}", long(since))),
    };
    ui::chip(tone, &text)
}

/// A certification above, and what its award or renewal does to the one below.
pub(super) struct Upper<'a> {
    pub(super) certification: &'a Certification,
    pub(super) cascade: &'a Cascade,
    /// The last day of it, once that is announced.
    pub(super) until: Option<Date>,
}

/// The rules of a certification in force today.
pub(super) fn rules_today<'a>(
    programme: &'a Programme,
    code: &str,
    today: Date,
) -> Option<&'a PolicyVersion> {
    programme.policy(code).and_then(|policy| policy.in_force_on(today))
}

/// Whether a certification's own exam and routes are gone.
pub(super) fn is_retired(programme: &Programme, code: &str, today: Date) -> bool {
    let retired_on = programme.policy(code).and_then(|policy| policy.retired_on);
    retired_on.is_some_and(|retired_on| retired_on <= today)
}

/// What renews a certification from above today, in the order of the ladder.
pub(super) fn renewed_by<'a>(programme: &'a Programme, code: &str, today: Date) -> Vec<Upper<'a>> {
    let retired = is_retired(programme, code, today);
    let works = |cascade: &Cascade| {
        cascade.to.iter().any(|lower| *lower == code)
            && cascade.until.is_none_or(|until| today <= until)
            && (cascade.even_retired || !retired)
    };
    let uppers = programme.certifications.iter().filter(|upper| is_public(programme, upper, today));
    uppers
        .filter_map(|certification| {
            let rules = rules_today(programme, certification.code.as_str(), today)?;
            let cascade = rules.cascades.iter().find(|cascade| works(cascade))?;
            let known = function_end_known_from(programme, &certification.code, &Function::Cascade);
            let until = cascade.until.filter(|_| known.is_none_or(|known| known <= today));
            Some(Upper { certification, cascade, until })
        })
        .collect()
}

/// `while it is active`, `while it is active or in grace`.
pub(super) fn while_in(states: &[RouteState]) -> String {
    let word = |state: &RouteState| match state {
        RouteState::Active => "active",
        RouteState::Grace => "in grace",
        RouteState::Suspended => "suspended",
    };
    let words: Vec<&str> = states.iter().map(word).collect();
    if words.is_empty() {
        "while it is active".to_owned()
    } else {
        format!("while it is {}", words.join(" or "))
    }
}

/// A link to a certification's page.
pub(super) fn certification_link(certification: &Certification) -> Markup {
    html! { a href={ "/certifications/" (certification.code) } { (certification.title) } }
}

/// A certification's picture, 96 pixels wide.
pub(super) fn badge_picture(certification: &Certification) -> Markup {
    html! {
        img src={ "/certifications/" (certification.code) "/badge.svg" } width="96" height="96"
            alt={ "Badge: " (certification.title) };
    }
}

/// What joins the entry at `index` to those before it in a list of `count`.
pub(super) fn joint(index: usize, count: usize) -> &'static str {
    match index {
        0 => "",
        _ if index + 1 == count => " or ",
        _ => ", ",
    }
}

/// The same for a list of which all are meant.
fn joint_and(index: usize, count: usize) -> &'static str {
    if index > 0 && index + 1 == count { " and " } else { joint(index, count) }
}

/// The level's name as a heading.
pub(super) fn level_name(level: Level) -> &'static str {
    match level {
        Level::Foundational => "Foundational",
        Level::Associate => "Associate",
        Level::Professional => "Professional",
        Level::Specialty => "Specialty",
    }
}

async fn catalogue(State(web): State<Web>, visitor: Visitor) -> Result<Markup, Fault> {
    let (programme, today) = (&visitor.asking.programme, visitor.asking.today);
    let main = html! {
        (ui::page_header(&programme.title, &lead(programme, today), html! {}))
        @if web.app.settings.demo && !visitor.is_signed_in() { (try_it(&web, &visitor.asking).await?) }
        (latest(programme, today))
        div class="ladder" {
            @for level in LADDER.into_iter().rev() { (rung(&visitor.asking, programme, level, today)) }
        }
    };
    Ok(visitor.page(&web, "Catalogue", main))
}

fn lead(programme: &Programme, today: Date) -> String {
    let all = programme.certifications.iter();
    let shown = all.filter(|certification| is_public(programme, certification, today)).count();
    let (noun, takes) = match shown {
        1 => ("certification", "what it takes"),
        _ => ("certifications", "what each one takes"),
    };
    format!("{shown} {noun}: {takes}, which exam you can register for today, and what renews what.")
}

fn latest(programme: &Programme, today: Date) -> Markup {
    let known = known_on(programme, today);
    let Some(announcement) = known.first() else { return Markup::default() };
    let revised = announcement.revision_on(today).filter(|revision| revision.on > announcement.published_on);
    let banner = ui::Banner::new(ui::Tone::Information, &announcement.title).body(html! {
        p { (announcement.summary) }
        p {
            a href={ "/announcements/" (announcement.slug) } { "Read the announcement" }
            " of " (long(announcement.published_on))
            @if let Some(revision) = revised { ", edited on " (long(revision.on)) }
        }
    });
    ui::banner(&banner)
}

fn rung(asking: &Asking, programme: &Programme, level: Level, today: Date) -> Markup {
    let on_it: Vec<&Certification> = programme
        .certifications
        .iter()
        .filter(|certification| certification.level == level && is_public(programme, certification, today))
        .collect();
    if on_it.is_empty() {
        return Markup::default();
    }
    let id = level.as_str();
    html! {
        section class="rung" id=(id) aria-labelledby={ (id) "-title" } {
            h2 id={ (id) "-title" } { (level_name(level)) }
            div class="grid grid-wide" {
                @for certification in on_it { (card(asking, programme, certification, today)) }
            }
        }
    }
}

fn card(asking: &Asking, programme: &Programme, certification: &Certification, today: Date) -> Markup {
    let former = certification.formerly.as_ref().and_then(|code| programme.certification(code.as_str()));
    let code = certification.code.as_str();
    let (current, earlier) = current_exams(programme, code, today);
    html! {
        article class="card" {
            div class="badge" {
                div class="badge-picture" { (badge_picture(certification)) }
                div class="badge-text" {
                    h3 class="badge-title" { (certification_link(certification)) }
                    @if let Some(former) = former { p class="muted" { "Formerly " (former.title) } }
                    @else if let Some(next) = follower(programme, code, today) {
                        p class="muted" { "Followed by " (certification_link(next)) }
                    }
                }
            }
            @for exam in current {
                p class="small" {
                    a href={ "/certifications/" (code) "#" (exam.code) } { (exam.code) } " "
                    (offer_chip(asking, exam))
                }
            }
            @if !earlier.is_empty() {
                p class="small" {
                    a href={ "/certifications/" (code) "#exams" } { (earlier.len()) " earlier exam versions" }
                }
            }
            (awards(programme, certification, today))
            (overlaps(programme, code, today))
            (renews(programme, code, today))
            (renewed(programme, code, today))
        }
    }
}

/// The certification that follows this one in its lineage.
pub(super) fn follower<'a>(programme: &'a Programme, code: &str, today: Date) -> Option<&'a Certification> {
    let mut followers = programme.certifications.iter();
    let next = followers.find(|next| next.formerly.as_ref().is_some_and(|formerly| *formerly == code))?;
    is_public(programme, next, today).then_some(next)
}

fn renewed(programme: &Programme, code: &str, today: Date) -> Markup {
    let uppers = renewed_by(programme, code, today);
    let Some(first) = uppers.first() else { return Markup::default() };
    html! {
        p class="small muted ladder-link" {
            (ui::icon(ui::Icon::Up)) " "
            span {
            "Passing "
            @for (index, upper) in uppers.iter().enumerate() {
                (joint(index, uppers.len())) (certification_link(upper.certification))
                @if let Some(until) = upper.until { " (until " (long(until)) ")" }
            }
            " renews this " (while_in(&first.cascade.states)) "."
            }
        }
    }
}

/// The certifications that a pass of this one renews today, each with the last day of that, once announced.
fn below<'a>(programme: &'a Programme, code: &str, today: Date) -> Vec<(&'a Certification, Option<Date>)> {
    let lower = rules_today(programme, code, today).into_iter().flat_map(|rules| &rules.cascades);
    let lower: Vec<_> = lower.flat_map(|cascade| &cascade.to).collect();
    let public = programme.certifications.iter().filter(|one| is_public(programme, one, today));
    let reached = public.filter(|one| lower.iter().any(|code| one.code == **code));
    // The one below says whether it is so today, and until when.
    let from_here = |one: &&'a Certification| {
        let uppers = renewed_by(programme, one.code.as_str(), today);
        uppers.into_iter().find(|upper| upper.certification.code == *code).map(|upper| upper.until)
    };
    reached.filter_map(|one| Some((one, from_here(&one)?))).collect()
}

/// What a pass of it renews below; nothing where none is below.
fn renews(programme: &Programme, code: &str, today: Date) -> Markup {
    let below = below(programme, code, today);
    if below.is_empty() || is_retired(programme, code, today) {
        return Markup::default();
    }
    let last = below.len();
    html! {
        p class="small ladder-link" {
            (ui::icon(ui::Icon::Down)) " "
            span {
                "Renews "
                @for (index, (lower, until)) in below.iter().enumerate() {
                    (joint_and(index, last)) (certification_link(lower))
                    @if let Some(until) = until { " (until " (long(*until)) ")" }
                }
            }
        }
    }
}

async fn try_it(web: &Web, asking: &Asking) -> Result<Markup, Fault> {
    let people = web.app.demo.people(asking).await?;
    let body = html! {
        p class="muted" {
            "One click, no password. Then change the day at the top of the page and see what changes for "
            "them."
        }
        div class="person-rows" {
            @for person in &people {
                (ui::person_row(&ui::PersonCard {
                    name: person.name.clone(),
                    role: String::new(),
                    story: person.story.clone().unwrap_or_default(),
                    person: person.id.to_string(),
                    action: "/demo/sign-in".to_owned(),
                    csrf: String::new(),
                }))
            }
        }
    };
    Ok(ui::section("try-it", "Try it as …", body))
}
