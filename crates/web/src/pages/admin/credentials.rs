//! Every credential, with what stands behind it.

use assay_app::{Asking, AwardLine, BadgeState, CredentialsWanted, acts};
use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_standing::Status;
use axum::{extract::State, response::Response};
use maud::{Markup, html};

use super::frame::person_link;
use crate::{
    fault::Fault,
    pages::{
        list::{Cell, ListAsked, ListOf, ListedColumn, Narrowing, Pairs, one},
        my::status,
    },
    state::Web,
    ui::{self, Width},
    visitor::Visitor,
};

fn badge_words(state: BadgeState) -> &'static str {
    match state {
        BadgeState::Valid => "valid",
        BadgeState::Over => "over",
        BadgeState::Withdrawn => "withdrawn or resting",
        BadgeState::BeingIssued => "being issued",
    }
}

/// What the holder has by it today, with its word for exports.
fn stands(line: &AwardLine) -> (ui::Tone, &'static str, String) {
    match (line.is_published, &line.standing) {
        (_, Some(held)) => {
            let (tone, words) = status(held.status);
            (tone, words, words.to_lowercase())
        }
        // A badge that nothing on record stands behind: nothing more is signed until somebody looks.
        (true, None) => (ui::Tone::Attention, "Nothing on record", "nothing-on-record".to_owned()),
        (false, None) => (ui::Tone::Neutral, "Being issued", "being-issued".to_owned()),
    }
}

/// The last valid day; none of what was revoked or has no end.
fn until(line: &AwardLine) -> Option<Date> {
    let held = line.standing.as_ref().filter(|held| held.status != Status::Revoked)?;
    held.valid_until
}

fn columns() -> Vec<ListedColumn<AwardLine>> {
    vec![
        ListedColumn {
            title: "Holder",
            width: Width::Name,
            sort: None,
            show: |line, _| person_link(line.person, &line.name),
        },
        ListedColumn {
            title: "Certification",
            width: Width::Text,
            sort: None,
            show: |line, asking| {
                let known = asking.programme.certification(&line.credential.certification);
                let title = known.map_or(line.credential.certification.as_str(), |known| &known.title);
                html! { a href={ "/credentials/" (line.credential.id) } { (title) } }
            },
        },
        ListedColumn {
            title: "Earned",
            width: Width::Fixed,
            sort: None,
            show: |line, _| html! { (long(line.credential.earned_on)) },
        },
        ListedColumn {
            title: "Until",
            width: Width::Fixed,
            sort: None,
            show: |line, _| html! { @if let Some(day) = until(line) { (long(day)) } },
        },
        ListedColumn {
            title: "Status",
            width: Width::Fixed,
            sort: None,
            show: |line, _| {
                let (tone, words, _) = stands(line);
                ui::chip(tone, words)
            },
        },
    ]
}

fn cells() -> Vec<Cell<AwardLine>> {
    vec![
        ("id", |line, _| line.credential.id.to_string()),
        ("person_id", |line, _| line.person.to_string()),
        ("person", |line, _| line.name.clone()),
        // Whoever may not see people is not told how they are reached.
        ("address", |line, asking| match asking.may_at_all::<acts::SeePeople>() {
            true => line.address.clone(),
            false => String::new(),
        }),
        ("certification", |line, _| line.credential.certification.clone()),
        ("earned_on", |line, _| line.credential.earned_on.to_string()),
        ("until", |line, _| until(line).map(|day| day.to_string()).unwrap_or_default()),
        ("status", |line, _| stands(line).2),
    ]
}

fn list(asking: &Asking) -> ListOf<AwardLine> {
    let known = asking.programme.certifications.iter();
    let certifications = known.map(|known| (known.code.to_string(), known.title.clone()));
    let states = BadgeState::ALL.map(|state| (state.as_str(), badge_words(state)));
    ListOf {
        path: "/admin/credentials".into(),
        title: "Credentials",
        noun: ("credential", "credentials"),
        search: Some("Name or e-mail address"),
        filters: vec![
            one("certification", "Certification", certifications),
            one("state", "Badge", states),
            Narrowing::Days { label: "Ends", names: ["from", "until"], words: ["Ends from", "Ends until"] },
        ],
        order: "",
        columns: columns(),
        cells: cells(),
        empty: ("No credentials yet", "A credential appears here once an award is signed."),
    }
}

fn wanted(asked: &ListAsked) -> CredentialsWanted {
    CredentialsWanted {
        text: asked.value("q").to_owned(),
        certification: asked.value("certification").to_owned(),
        state: asked.value("state").to_owned(),
        ends: asked.days("from", "until"),
    }
}

pub(super) async fn credentials(
    State(web): State<Web>,
    visitor: Visitor,
    pairs: Pairs,
) -> Result<Markup, Fault> {
    let list = list(&visitor.asking);
    let asked = list.asked(&pairs);
    let credentials = web.app.awards.list(&visitor.asking, &wanted(&asked), asked.page()).await?;
    let main = html! {
        (ui::page_header("Credentials", "The latest first, each with what its holder has by it today.",
            html! {}))
        (list.page(&asked, &visitor.asking, &credentials))
    };
    Ok(visitor.wide_page(&web, "Credentials", main))
}

pub(super) async fn credentials_csv(
    State(web): State<Web>,
    visitor: Visitor,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let list = list(&visitor.asking);
    list.downloaded((&web, &visitor, &pairs), wanted, |of, after, rows| async move {
        of.app.awards.list_after(&of.asking, &of.wanted, after, rows).await
    })
    .await
}
