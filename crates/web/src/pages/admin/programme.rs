//! The programme as it was loaded.

use assay_app::FormBalance;
use axum::extract::State;
use maud::{Markup, html};

use crate::{fault::Fault, state::Web, ui, visitor::Visitor};

pub(super) async fn programme(State(web): State<Web>, visitor: Visitor) -> Result<Markup, Fault> {
    let bank = web.app.sittings.bank(&visitor.asking).await?;
    let programme = &visitor.asking.programme;
    let columns = ["Form", "Exam", "Questions", "Scored", "Cut", "Keys", "Key is longest"];
    let columns = columns.map(ui::Column::text).to_vec();
    let rows = bank.forms.iter().map(|(form, FormBalance { balance, .. })| {
        let keys = balance.key_letters.iter().map(|(letter, count)| format!("{letter} {count}"));
        let keys: Vec<String> = keys.collect();
        vec![
            html! {
                (form.id)
                @if form.demonstration { " " (ui::chip(ui::Tone::Information, "demonstration")) }
            },
            html! { a href={ "/exams/" (form.exam) "/guide" } { (form.exam) } },
            html! { (form.items) },
            html! { (form.scored) },
            html! { (form.cut_raw) },
            html! { (keys.join(", ")) },
            html! { (balance.key_longest) " of " (balance.single) },
        ]
    });
    let main = html! {
        (ui::page_header("The programme as loaded", &programme.title, html! {}))
        (ui::facts(&[
            ui::TermFact::new("Body", &programme.body.name),
            ui::TermFact::new("Time zone", &programme.zone),
            ui::TermFact::new("Certifications", programme.certifications.len().to_string()),
            ui::TermFact::new("Exam versions", programme.exams.len().to_string()),
            ui::TermFact::new("Questions in the bank", bank.items.to_string()),
            ui::TermFact::new("Questions in the practice pool", programme.practice_items.to_string()),
        ]))
        (ui::section("forms", "Forms", ui::table(&ui::Table::new("Forms", columns).rows(rows.collect()))))
        (ui::section("warnings", "Warnings", html! {
            @if bank.warnings.is_empty() { p { "None." } }
            ul class="stack" {
                @for warning in &bank.warnings {
                    li { code { (warning.code) } " " (warning.message) " "
                        span class="muted" { (warning.at.file) ":" (warning.at.line) }
                        @if !warning.hint.is_empty() { br; (warning.hint) } }
                }
            }
        }))
    };
    Ok(visitor.wide_page(&web, "The programme as loaded", main))
}
