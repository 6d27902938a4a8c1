//! The score report: the verdict, what to do next, each domain as far as its items can tell, and how the
//! score is made.

use assay_app::ResultView;
use assay_assessment::{
    registration::{Offer, Refusal, long},
    score::{Against, DomainResult, ScoreReport},
};
use assay_programme::model::ExamVersion;
use assay_words::InEnglish;
use maud::{Markup, html};

use super::reviewed;
use crate::{ui, visitor::Visitor};

/// The report of a sitting; `again` is what the rules say about sitting it again, for whoever did not pass.
pub(super) fn page(
    visitor: &Visitor,
    exam: &ExamVersion,
    view: &ResultView,
    report: &ScoreReport,
    again: Option<&Result<Offer, Refusal>>,
) -> Markup {
    let small = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
    let (tone, verdict) = match report.passed {
        true => (ui::Tone::Good, "You passed"),
        false => (ui::Tone::Attention, "You did not pass this time"),
    };
    let note = format!(
        "{} on {}: {} of {}; {} was needed.",
        exam.code,
        long(view.started_on),
        report.scaled,
        exam.scale.maximum,
        report.cut
    );
    let is_prepared = visitor.asking.programme.prep_plan(exam.code.as_str()).is_some();
    let name = visitor.session.as_ref().filter(|_| view.own).map(|session| session.name.as_str());
    html! {
        (ui::breadcrumbs(&[ui::Crumb::new("My exams", "/my/exams")]))
        (ui::page_header(&format!("Result of {}", exam.code), &exam.title, html! {}))
        @if view.on_hold || view.voided_on.is_some() { (reviewed::for_the_team(view)) }
        // The screen is its owner's own; a sheet of paper says whose it is.
        @if let Some(name) = name { p class="print-only" { "Score report of " bdi { (name) } } }
        (ui::verdict_heading(tone, verdict, &note))
        (ui::score_scale(&ui::ScoreBar {
            lowest: small(exam.scale.minimum),
            highest: small(exam.scale.maximum),
            cut: small(report.cut),
            score: Some(small(report.scaled)),
        }))
        @if view.own { (ui::next_step(&next(exam, report, again, is_prepared, needed(view)))) }
        (ui::section("domains", "Domain by domain", domains(exam, view, report, is_prepared && view.own)))
        (ui::fold("How the score is made", "", false, method(exam, view, report)))
    }
}

/// The share of right answers that passing takes, in thousandths; none where the form is gone.
fn needed(view: &ResultView) -> Option<u16> {
    let form = view.form.as_ref()?;
    u16::try_from((form.cut_raw.saturating_mul(1000)).checked_div(form.scored)?).ok()
}

fn next(
    exam: &ExamVersion,
    report: &ScoreReport,
    again: Option<&Result<Offer, Refusal>>,
    is_prepared: bool,
    needed: Option<u16>,
) -> ui::NextStep {
    let Some(again) = again else {
        return ui::NextStep {
            title: "Your badge is signed next, automatically".to_owned(),
            text: "You will find it, with how long it is valid and how to renew it, under My certifications."
                .to_owned(),
            primary: Some(("See my certifications".to_owned(), "/my".to_owned())),
            ..ui::NextStep::default()
        };
    };
    let practise = is_prepared.then(|| ("Practise".to_owned(), format!("/exams/{}/prep", exam.code)));
    let register = (format!("Register for {}", exam.code), format!("/exams/{}/register", exam.code));
    let mine = ("Go to My exams".to_owned(), "/my/exams".to_owned());
    let (title, text, other) = match again {
        Ok(offer) => {
            (format!("You can sit it again from {}", long(offer.sit_from)), String::new(), Some(register))
        }
        Err(refusal) if refusal.code == "already-registered" => {
            ("You are registered for it again".to_owned(), String::new(), Some(mine))
        }
        Err(refusal) => {
            let title = match refusal.next_possible_on {
                Some(day) => format!("You can sit it again from {}", long(day)),
                None => format!("{} cannot be sat again", exam.code),
            };
            let instead = refusal.instead.as_ref();
            let look = instead.map(|code| (format!("See {code}"), format!("/exams/{code}/register")));
            (title, refusal.said.text(), look)
        }
    };
    let text = [text, weakest(&report.domains, needed)].join(" ").trim().to_owned();
    let (primary, others) = match practise {
        Some(practise) => (Some(practise), other.into_iter().collect()),
        None => (other, Vec::new()),
    };
    ui::NextStep { title, text, primary, others, ..ui::NextStep::default() }
}

/// `Start with domains 2 and 5.`: those that are below, else the lowest.
fn weakest(domains: &[DomainResult], needed: Option<u16>) -> String {
    let is_below = |domain: &&DomainResult| needed.is_some_and(|cut| domain.against(cut) == Against::Below);
    let below: Vec<&str> = domains.iter().filter(is_below).map(|domain| domain.domain.as_str()).collect();
    match below.as_slice() {
        [] => {
            let lowest = domains.iter().map(|domain| domain.range().at).min();
            let lowest = domains.iter().filter(|domain| Some(domain.range().at) == lowest);
            let lowest: Vec<&str> = lowest.map(|domain| domain.domain.as_str()).collect();
            if lowest.is_empty() {
                return String::new();
            }
            format!("Your lowest share was in {}.", named(&lowest))
        }
        [_] => format!("Start with {}: it is below what passing takes.", named(&below)),
        _ => format!("Start with {}: they are below what passing takes.", named(&below)),
    }
}

/// `domain 2`, `domains 2, 3 and 5`.
fn named(domains: &[&str]) -> String {
    match domains {
        [] => String::new(),
        [one] => format!("domain {one}"),
        [first @ .., last] => format!("domains {} and {last}", first.join(", ")),
    }
}

fn domains(exam: &ExamVersion, view: &ResultView, report: &ScoreReport, practise: bool) -> Markup {
    let needed = needed(view);
    let mut columns = vec![
        ui::Column::text("Domain"),
        ui::Column::text("Your share and its range"),
        ui::Column::number("Right answers"),
        ui::Column::text("Against what passing takes"),
    ];
    columns.extend(practise.then(|| ui::Column::text("Practise")));
    let rows = report.domains.iter().map(|domain| {
        let (tone, word) = match needed.map(|needed| domain.against(needed)) {
            Some(Against::Above) => (ui::Tone::Good, "Above"),
            Some(Against::Below) => (ui::Tone::Attention, "Below"),
            Some(Against::Near) => (ui::Tone::Neutral, "Near"),
            Some(Against::TooFew) => (ui::Tone::Neutral, "Too few to tell"),
            // The form is gone: what it said when it was scored.
            None if domain.meets => (ui::Tone::Neutral, "At or above"),
            None => (ui::Tone::Neutral, "Below"),
        };
        let range = domain.range();
        let bar = ui::RangeBar { low: range.low, at: range.at, high: range.high, needed, tone };
        let mut row = vec![
            html! { a href={ "/exams/" (exam.code) "/guide#domain-" (domain.domain) } {
                (domain.domain) ". " (domain.title)
            } },
            ui::range_bar(&bar),
            html! { (domain.correct) " of " (domain.items) },
            ui::chip(tone, word),
        ];
        if practise {
            row.push(html! { a href={ "/exams/" (exam.code) "/prep#domains" } {
                "Practise" span class="visually-hidden" { " domain " (domain.domain) }
            } });
        }
        row
    });
    let table = ui::Table::new("By domain", columns).rows(rows.collect()).cards();
    html! {
        (ui::table(&table))
        p class="muted small" {
            "The dot is the share of right answers, the pale part how far chance could move it, the line "
            "what passing takes. Only the whole score decides. With so few questions a domain is a hint, not "
            "a measurement: near means that it could lie on either side. Questions that are being tried out "
            "are in none of these figures."
        }
    }
}

/// How the score came about, in plain words, with what an appeal would ask for.
fn method(exam: &ExamVersion, view: &ResultView, report: &ScoreReport) -> Markup {
    let form = view.form.as_ref();
    let scale = &exam.scale;
    let demonstration = form.is_some_and(|form| form.demonstration);
    let demonstration = if demonstration { ", a demonstration form" } else { "" };
    html! {
        p {
            "Of the " (report.raw_max) " questions that count you answered " (report.raw) " right"
            @if let Some(form) = form { "; " (form.cut_raw) " were needed" }
            ". On the scale no right answer is " (scale.minimum) ", all right is " (scale.maximum)
            ", and just enough to pass is " (report.cut) "; between them it is a straight line."
        }
        (ui::facts(&[
            ui::TermFact::new("Questions that count", report.raw_max.to_string()),
            ui::TermFact::new("How the pass mark was set", form.map_or("", |form| form.standard.as_str())),
            ui::TermFact::new("Form", format!("{}{demonstration}", report.form)),
            ui::TermFact::rich("For the record", html! { "Method " code { (report.scoring) } }),
        ]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domain(id: &str, correct: u32, items: u32) -> DomainResult {
        let (domain, title) = (id.to_owned(), format!("Domain {id}"));
        DomainResult { domain, title, weight_pct: 20, correct, items, meets: false }
    }

    #[test]
    fn one_is_told_where_to_start() {
        let (low, near, lowest) = (domain("2", 4, 11), domain("1", 8, 11), domain("3", 7, 11));
        let told = |domains: &[DomainResult]| weakest(domains, Some(720));
        let one = "Start with domain 2: it is below what passing takes.";
        assert_eq!(told(&[near.clone(), low.clone()]), one);
        let other = domain("5", 1, 9);
        let many = "Start with domains 2 and 5: they are below what passing takes.";
        assert_eq!(told(&[low, near.clone(), other]), many);
        assert_eq!(told(&[near.clone(), lowest]), "Your lowest share was in domain 3.");
        let few = ["1", "2", "3"].map(|id| domain(id, 0, 2));
        assert_eq!(told(&few), "Your lowest share was in domains 1, 2 and 3.", "too few to call them below");
        assert_eq!(told(&[]), "");
        assert_eq!(weakest(&[near], None), "Your lowest share was in domain 1.");
    }
}
