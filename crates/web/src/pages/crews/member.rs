//! What is seen of oneself in a crew, what one shows, and leaving.

use assay_app::{MemberSeen, ShareLine};
use assay_learning::crew::ShareScope;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{
    shared::id_of,
    shown::{NOT_SHARED, TITLES, cells, since, words},
};
use crate::{fault::Fault, form::Posted, state::Web, ui, visitor::Visitor};

/// The switches of a form: one a scope.
pub(super) fn switches(lines: &[ShareLine]) -> Markup {
    html! {
        @for line in lines {
            @let (label, help) = words(line.scope);
            (ui::checkbox(
                &ui::Field::new(line.scope.as_str(), label)
                    .help(format!("{help} {}.", upper(&since(line.is_on, line.since)))),
                line.is_on,
            ))
        }
    }
}

fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The scopes that a form says are shown.
pub(super) fn chosen(posted: &Posted) -> Result<Vec<ShareScope>, Fault> {
    posted.only(&ShareScope::ALL.map(ShareScope::as_str))?;
    Ok(ShareScope::ALL.into_iter().filter(|scope| posted.text(scope.as_str()) == "yes").collect())
}

pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    visitor.must_be_signed_in()?;
    let (member, lines, seen) = web.app.crews.membership(&visitor.asking, id_of(&id)?).await?;
    let heading = "What they see of you";
    let lead = format!(
        "{}, led by {}. You can change each line at any time; it takes effect at once.",
        member.crew, member.lead
    );
    let main = html! {
        (ui::breadcrumbs(&[ui::Crumb::new("Crews", "/crews")]))
        (ui::page_header(heading, &lead, html! {}))
        (ui::section("show", "What you show", ui::post_form(
            &format!("/memberships/{id}"), visitor.csrf(), html! {
                (switches(&lines))
                (ui::submit_button("Save what I show", ui::ButtonKind::Primary))
            })))
        (ui::section("seen", "Exactly this is seen", exactly(&seen, &member.lead)))
        (ui::section("never", "Never shown, whatever you choose", never(&member.lead)))
        (ui::section("leave", "Leave the crew", html! {
            p { "Everything that is yours stays yours. " (member.lead) " sees nothing of you here any more." }
            (ui::post_button(&format!("/memberships/{id}/leave"), visitor.csrf(), "Leave the crew",
                ui::ButtonKind::Danger, &[]))
        }))
    };
    Ok(visitor.page(&web, heading, main).into_response())
}

fn exactly(seen: &MemberSeen, lead: &str) -> Markup {
    let mut facts = vec![
        ui::TermFact::new("Name", &seen.name),
        ui::TermFact::new("Invited at", &seen.address),
        ui::TermFact::new("In the crew since", assay_assessment::registration::long(seen.joined_on)),
    ];
    let cells = TITLES.into_iter().zip(cells(seen));
    facts.extend(cells.map(|(term, cell)| ui::TermFact::rich(term, cell)));
    html! {
        (ui::facts(&facts))
        p class="muted" {
            "“" (NOT_SHARED) "” looks the same to " (lead) " whether you never showed it or took it back."
        }
    }
}

pub(super) fn never(lead: &str) -> Markup {
    html! {
        p {
            "Your answers, what went wrong, reviews, times of day, minutes, how often you practised, \
             practice exams, and results that were not passed. Nobody else of the crew sees anything: " (lead)
            " alone does, and your skills only in sums over five people or more."
        }
    }
}

pub(super) async fn show(
    State(web): State<Web>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    let shown = chosen(&posted)?;
    web.app.crews.show(&posted.visitor.asking, id_of(&id)?, &shown).await?;
    Ok(Redirect::to(&format!("/memberships/{id}")).into_response())
}

pub(super) async fn leave(
    State(web): State<Web>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&[])?;
    web.app.crews.leave(&posted.visitor.asking, id_of(&id)?).await?;
    Ok(Redirect::to("/crews").into_response())
}
