//! What the pages of forms have in common: addresses, words, and the rows that counts are told in.

use std::collections::BTreeMap;

use assay_app::ExamFormState;
use assay_assessment::assembly::{FormCounts, QuotaMark};
use assay_kernel::{FormId, TypedId};
use maud::{Markup, html};

use crate::{fault::Fault, ui};

/// Where forms stand.
pub(super) const LIST: &str = "/admin/forms";
/// Where they stand side by side.
pub(super) const COMPARE: &str = "/admin/forms/compare";

/// What a page says above everything else, where something was refused.
pub(super) struct FormRefusal {
    pub(super) title: &'static str,
    pub(super) texts: Vec<String>,
    /// What stood in the fields of a cut.
    pub(super) typed: BTreeMap<&'static str, String>,
}

pub(super) fn id_of(text: &str) -> Result<FormId, Fault> {
    TypedId::parse(text).map_err(|_no_id| Fault::not_found())
}

pub(super) fn place(id: FormId) -> String {
    format!("{LIST}/{id}")
}

pub(super) fn state_words(state: ExamFormState) -> (ui::Tone, &'static str) {
    match state {
        ExamFormState::Open => (ui::Tone::Information, "Open"),
        ExamFormState::Asked => (ui::Tone::Attention, "To be frozen"),
        ExamFormState::Frozen => (ui::Tone::Good, "Frozen"),
        ExamFormState::Dropped => (ui::Tone::Neutral, "Dropped"),
    }
}

fn mark_words(mark: &QuotaMark) -> String {
    match mark {
        QuotaMark::Several => "Multiple response".to_owned(),
        QuotaMark::Artefact => "Something to read".to_owned(),
        QuotaMark::Tag(tag) => format!("Tagged {tag}"),
    }
}

/// How many of what is asked for, with what is too much or too few beside it.
fn beside(has: u32, low: u32, high: u32) -> Markup {
    let asked = if low == high { low.to_string() } else { format!("{low} to {high}") };
    let off = if has < low { i64::from(has) - i64::from(low) } else { i64::from(has.max(high) - high) };
    html! {
        (has) " of " (asked)
        @if off != 0 { " " (ui::chip(ui::Tone::Attention, &format!("{off:+}"))) }
    }
}

/// What is counted, and what each form has of it; the forms are of one exam version.
pub(super) fn count_rows(forms: &[&FormCounts], skills_of_outline: usize) -> Vec<Vec<Markup>> {
    let mut rows: Vec<Vec<Markup>> = Vec::new();
    let Some(first) = forms.first() else { return rows };
    let mut row = |label: String, of: &dyn Fn(&FormCounts) -> Markup| {
        let cells = forms.iter().map(|form| of(form));
        rows.push([html! { (label) }].into_iter().chain(cells).collect());
    };
    row("Scored items".to_owned(), &|form| html! { (form.scored) });
    row("Pretest items".to_owned(), &|form| html! { (form.pretest) });
    for domain in &first.domains {
        row(format!("{} {}", domain.id, domain.title), &|form| {
            let count = form.domains.iter().find(|count| count.id == domain.id);
            count.map_or_else(|| html! {}, |count| beside(count.scored, count.at_least, count.at_most))
        });
    }
    row("Skills reached".to_owned(), &|form| html! { (form.skills.len()) " of " (skills_of_outline) });
    row("Skills of scored items".to_owned(), &|form| html! { (form.skills_scored.len()) });
    for (mark, _) in &first.marks {
        row(mark_words(mark), &|form| {
            let count = form.marks.iter().find(|(known, _)| known == mark);
            count.map_or_else(|| html! {}, |(_, count)| html! { (count) })
        });
    }
    let letters: Vec<&str> = first.letters.keys().map(String::as_str).collect();
    row(format!("Keys {}", letters.join(" ")), &|form| {
        let counts: Vec<String> = form.letters.values().map(u32::to_string).collect();
        html! { (counts.join(" ")) }
    });
    row("Mean expected share right".to_owned(), &|form| html! { (format!("{:.3}", form.mean_expected())) });
    row("Raw cut, unrounded".to_owned(), &|form| html! { (format!("{:.2}", form.expected)) });
    row("Enemies together".to_owned(), &|form| {
        let pairs = form.enemies.len();
        html! { @if pairs == 0 { "0" } @else { (ui::chip(ui::Tone::Attention, &pairs.to_string())) } }
    });
    row("Expected time".to_owned(), &|form| html! { (form.time_s.div_ceil(60)) " min" });
    rows
}
