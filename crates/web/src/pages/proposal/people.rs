//! The people a proposed change touches: what happens to how many, and the list with its filters.

use std::collections::BTreeSet;

use assay_app::{Asking, PeopleWanted, Plan};
use assay_standing::plan::{Impact, ImpactGroup, ImpactKind};
use assay_words::InEnglish;
use maud::{Markup, html};
use serde::Deserialize;

use crate::{fault::Fault, problem::encode, state::Web, ui, visitor::Visitor};

/// Rows of a page of the list.
const PAGE_ROWS: usize = 50;
/// People a search by name may find.
const FOUND_MAX: i64 = 100_000;

/// A plan on its page.
pub(super) struct PlanShown<'a> {
    pub(super) plan: &'a Plan,
    /// The page's own path, for the list's filters.
    pub(super) path: &'a str,
    /// Whether the list can be had as CSV.
    pub(super) csv: bool,
}

/// What of the list is shown.
#[derive(Default, Deserialize)]
pub(super) struct PeopleFilter {
    /// What happens to them; all where empty.
    #[serde(default)]
    kind: String,
    /// A certification's code; all where empty.
    #[serde(default)]
    certification: String,
    /// Part of a name or address.
    #[serde(default)]
    q: String,
    #[serde(default)]
    from: usize,
}

impl PeopleFilter {
    fn query(&self) -> String {
        let (kind, certification, q) = (encode(&self.kind), encode(&self.certification), encode(&self.q));
        format!("kind={kind}&certification={certification}&q={q}")
    }
}

/// The rows that a filter leaves, the worst first.
pub(super) async fn rows<'v>(
    web: &Web,
    visitor: &Visitor,
    plan: &'v Plan,
    filter: &PeopleFilter,
) -> Result<Vec<(&'v ImpactGroup, &'v Impact)>, Fault> {
    let found: Option<BTreeSet<String>> = match filter.q.trim() {
        "" => None,
        text => {
            let wanted = PeopleWanted { text: text.to_owned(), ..PeopleWanted::default() };
            let people = web.app.record.people_after(&visitor.asking, &wanted, None, FOUND_MAX).await?;
            Some(people.lines.iter().map(|line| line.account.id.to_string()).collect())
        }
    };
    let meant = |group: &&ImpactGroup| {
        let certification = group.certification.as_ref().map_or("", |code| code.as_str());
        (filter.kind.is_empty() || filter.kind == group.kind.as_str())
            && (filter.certification.is_empty() || filter.certification == certification)
    };
    let groups = plan.impact.groups.iter().filter(meant);
    let all = groups.flat_map(|group| group.people.iter().map(move |impact| (group, impact)));
    Ok(all.filter(|(_, impact)| found.as_ref().is_none_or(|found| found.contains(&impact.person))).collect())
}

/// To whom it happens; nothing where it happens to nobody.
pub(super) async fn section(
    web: &Web,
    visitor: &Visitor,
    shown: &PlanShown<'_>,
    filter: &PeopleFilter,
) -> Result<Markup, Fault> {
    let path = shown.path;
    if shown.plan.impact.groups.is_empty() {
        return Ok(Markup::default());
    }
    let rows = rows(web, visitor, shown.plan, filter).await?;
    let part = rows.iter().skip(filter.from).take(PAGE_ROWS);
    let mut cells = Vec::new();
    let ids: BTreeSet<&str> = part.clone().map(|(_, impact)| impact.person.as_str()).collect();
    let names = web.app.record.names_for(&visitor.asking, &ids).await?;
    for (group, impact) in part {
        let name = names.get(impact.person.as_str()).map_or("", String::as_str);
        let code = group.certification.as_ref().map_or("", |code| code.as_str());
        cells.push(vec![
            html! { a href={ "/admin/people/" (impact.person) "/explanation" } { (name) } },
            html! { (title_of(&visitor.asking, code)) },
            html! { (ui::chip(tone(group.kind), words(group.kind))) },
            html! { (impact.said.text()) },
        ]);
    }
    let count = cells.len();
    let columns = ["Person", "Certification", "What", "What they read"].map(ui::Column::text).to_vec();
    let csv = if shown.csv { format!("{path}/people.csv?{}", filter.query()) } else { String::new() };
    let table = ui::Table::new("People", columns)
        .rows(cells)
        .csv(csv)
        .cards()
        .empty(ui::EmptyState::new("Nobody found", "Nobody the change affects matches this filter."));
    let link = |from: usize| format!("{path}?{}&from={from}#people", filter.query());
    Ok(html! {
        (ui::section("people", "To whom", html! {
            (filters(&visitor.asking, shown, filter))
            (ui::table(&table))
            (ui::pagination(&ui::Pagination {
                text: if count == 0 { String::new() }
                    else { format!("{} to {} of {}", filter.from + 1, filter.from + count, rows.len()) },
                previous: (filter.from > 0).then(|| link(filter.from.saturating_sub(PAGE_ROWS))),
                next: (filter.from + count < rows.len()).then(|| link(filter.from + PAGE_ROWS)),
            }))
        }))
    })
}

/// Kinds of effect that are shown at once; the rest, which is milder, is one click away.
const GROUPS_SHOWN: usize = 12;

/// What happens to how many, each number a link to its people.
pub(super) fn groups(path: &str, groups: &[&ImpactGroup]) -> Markup {
    let (first, rest) = groups.split_at(groups.len().min(GROUPS_SHOWN));
    html! {
        (group_list(path, first))
        @if !rest.is_empty() {
            details class="why" { summary { (rest.len()) " more" } (group_list(path, rest)) }
        }
    }
}

fn group_list(path: &str, groups: &[&ImpactGroup]) -> Markup {
    html! {
        ul class="stack" {
            @for group in groups {
                @let code = group.certification.as_ref().map_or("", |code| code.as_str());
                @let query = format!("?kind={}&certification={}", group.kind.as_str(), encode(code));
                li {
                    p {
                        (ui::chip(tone(group.kind), &group.people.len().to_string())) " "
                        a href={ (path) (query) "#people" } { (group.said.title()) }
                    }
                    p { (group.said.text()) }
                }
            }
        }
    }
}

fn filters(asking: &Asking, shown: &PlanShown<'_>, filter: &PeopleFilter) -> Markup {
    let groups = &shown.plan.impact.groups;
    let mut kinds = vec![ui::Choice::new("", "Everything").chosen(filter.kind.is_empty())];
    for kind in ImpactKind::ALL {
        if groups.iter().any(|group| group.kind == kind) {
            kinds.push(ui::Choice::new(kind.as_str(), words(kind)).chosen(filter.kind == kind.as_str()));
        }
    }
    let codes: BTreeSet<&str> =
        groups.iter().filter_map(|group| group.certification.as_ref()).map(|code| code.as_str()).collect();
    let mut certifications = vec![ui::Choice::new("", "All").chosen(filter.certification.is_empty())];
    let choice =
        |code: &&str| ui::Choice::new(*code, title_of(asking, code)).chosen(filter.certification == *code);
    certifications.extend(codes.iter().map(choice));
    html! {
        form class="filters" method="get" action={ (shown.path) "#people" } role="search" {
            (ui::select(&ui::Field::new("kind", "What happens").optional(), &kinds))
            (ui::select(&ui::Field::new("certification", "Certification").optional(), &certifications))
            (ui::field(&ui::Field::new("q", "Name or e-mail address").kind(ui::InputKind::Search)
                .value(&filter.q).optional()))
            (ui::submit_button("Filter", ui::ButtonKind::Secondary))
        }
    }
}

/// A certification's title; its code where the programme in force has it no more, or not yet.
fn title_of(asking: &Asking, code: &str) -> String {
    asking.programme.certification(code).map_or_else(|| code.to_owned(), |c| c.title.clone())
}

fn tone(kind: ImpactKind) -> ui::Tone {
    match kind {
        ImpactKind::CannotRenew => ui::Tone::Bad,
        kind if kind.is_bad() => ui::Tone::Attention,
        _ => ui::Tone::Good,
    }
}

fn words(kind: ImpactKind) -> &'static str {
    match kind {
        ImpactKind::CannotRenew => "Can no longer renew",
        ImpactKind::EndsEarlier => "Ends earlier",
        ImpactKind::StatusChanges => "Changes status",
        ImpactKind::LosesRoute => "Loses a way to renew",
        ImpactKind::EarlyRenewalShortens => "Renewing early shortens",
        ImpactKind::RegistrationAfterLastDay => "Registration cut short",
        ImpactKind::RetakeCrossesCut => "Cannot retake the same exam",
        ImpactKind::EndsLater => "Ends later",
        ImpactKind::GainsRoute => "Gains a way to renew",
        ImpactKind::GainsRetake => "Can retake the same exam again",
    }
}
