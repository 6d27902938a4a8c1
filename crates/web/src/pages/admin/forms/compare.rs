//! Forms side by side.

use assay_app::AppError;
use assay_assessment::assembly::{Comparison, FormCounts};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::shared::{LIST, count_rows};
use crate::{fault::Fault, pages::list::Pairs, state::Web, ui, visitor::Visitor};

pub(super) async fn compare(
    State(web): State<Web>,
    visitor: Visitor,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let names = pairs.all("form");
    let (status, main) = match web.app.forms.compare(&visitor.asking, &names).await {
        Ok(comparison) => (StatusCode::OK, beside(&comparison)),
        Err(AppError::Invalid(faults)) => {
            let text = faults.into_iter().map(|fault| fault.text).collect::<Vec<_>>().join(" ");
            let banner = ui::Banner::new(ui::Tone::Attention, text).urgent();
            (StatusCode::UNPROCESSABLE_ENTITY, ui::banner(&banner))
        }
        Err(error) => return Err(error.into()),
    };
    let crumbs = [ui::Crumb::new("Forms", LIST), ui::Crumb::new("Side by side", "")];
    let lead = "What each form has, with what the outline’s weights ask for.";
    let main = html! {
        (ui::breadcrumbs(&crumbs))
        (ui::page_header("Side by side", lead, html! {}))
        (main)
    };
    Ok((status, visitor.wide_page(&web, "Forms side by side", main)).into_response())
}

fn beside(comparison: &Comparison) -> Markup {
    let forms: Vec<&FormCounts> = comparison.forms.iter().collect();
    let names = forms.iter().map(|form| ui::Column::number(form.name.clone()));
    let columns = [ui::Column::text("What")].into_iter().chain(names).collect();
    let rows = count_rows(&forms, comparison.skills_of_outline);
    let name = |place: usize| forms.get(place).map_or("", |form| form.name.as_str());
    html! {
        (ui::table(&ui::Table::new("Forms side by side", columns).rows(rows).cards()))
        (ui::section("together", "Together", html! {
            p {
                (comparison.skills.len()) " of " (comparison.skills_of_outline) " skills are reached"
                @if comparison.skills_missing.is_empty() { "." } @else {
                    "; not reached: " (comparison.skills_missing.join(", ")) "."
                }
            }
            @if comparison.shared.is_empty() { p { "No item stands on two of them." } }
            @for shared in &comparison.shared {
                p {
                    (name(shared.forms.0)) " and " (name(shared.forms.1)) " share " (shared.items.len())
                    @if shared.items.len() == 1 { " item: " } @else { " items: " }
                    (shared.items.iter().cloned().collect::<Vec<_>>().join(", ")) "."
                }
            }
        }))
    }
}
