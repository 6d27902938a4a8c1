//! A list of badges checked at once, by the own record: for whoever keeps one of their people's badges.

use std::collections::{BTreeMap, BTreeSet};

use assay_app::{Asking, PublicBadge};
use assay_kernel::{Credentials, TypedId};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::{
    super::{
        credential::{Stands, stands_so},
        csv,
    },
    handed_in::{AT_ONCE, host},
    link::{self, PastedLink},
};
use crate::{
    fault::Fault,
    routes::Routes,
    state::Web,
    ui,
    upload::{TEXT_BYTES_MAX, receive},
    visitor::Visitor,
};

/// Lines of a list: twenty statements of the store, and a page that is still a page.
const LINES_MAX: usize = 500;
/// Letters of a cell that are shown again.
const CELL_LETTERS_MAX: usize = 200;

pub(super) fn routes() -> Routes {
    Routes::default().get("/verify/many", show).post("/verify/many", check)
}

/// What was found of a line.
enum ListedBadge {
    /// A badge of ours.
    Ours { id: TypedId<Credentials>, title: String, holder: String, stands: Stands },
    /// A number of ours that nothing has.
    NoSuchBadge,
    /// A link that leads elsewhere, or nothing that is one.
    NotOurs,
}

/// A line of the list.
struct ListLine {
    /// As it was given, shortened.
    given: String,
    found: ListedBadge,
}

impl ListLine {
    /// State in words.
    fn state(&self) -> &str {
        match &self.found {
            ListedBadge::Ours { stands, .. } => stands.word,
            ListedBadge::NoSuchBadge => "No such badge",
            ListedBadge::NotOurs => "Not ours",
        }
    }

    fn cells(&self, base: &str) -> Vec<String> {
        let mut cells = vec![self.given.clone(), self.state().to_owned()];
        match &self.found {
            ListedBadge::Ours { id, title, holder, stands } => cells.extend([
                stands.day.map(|day| day.to_string()).unwrap_or_default(),
                if stands.today { "yes" } else { "no" }.to_owned(),
                title.clone(),
                holder.clone(),
                id.to_string(),
                format!("{base}/credentials/{id}"),
            ]),
            _ => cells.extend(std::iter::repeat_n(String::new(), 6)),
        }
        cells
    }
}

const COLUMNS: [&str; 8] =
    ["given", "state", "day", "stands_today", "certification", "holder_shown", "number", "link"];

async fn show(State(web): State<Web>, visitor: Visitor) -> Response {
    page(&web, &visitor, "", "", None)
}

async fn check(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Fault> {
    let upload = receive(request).await?;
    let (mut lines, mut wants_csv) = (String::new(), false);
    for (name, bytes) in upload.fields {
        match name.as_str() {
            "lines" | "file" if bytes.is_empty() => {}
            "lines" | "file" if bytes.len() > TEXT_BYTES_MAX => return Err(Fault::too_large()),
            "lines" | "file" => lines = text_of(&bytes),
            "as" => wants_csv = &*bytes == b"csv",
            "csrf" => {}
            other => return Err(Fault::bad_request(&format!("this form has no field `{other}`"))),
        }
    }
    drop(upload.turn);
    let base = web.app.awards.issuer().base_url();
    let own = [base, &web.app.settings.public_url, &host(&headers)];
    let cells = match cells_of(&lines, &own) {
        Ok(cells) => cells,
        Err(fault) => return Ok(page(&web, &visitor, &lines, &fault, None)),
    };
    // Everybody's standing on the list is computed: two at a time, as with a single badge.
    let turn = AT_ONCE.acquire().await.map_err(|_| Fault::internal("the verifier is closed"))?;
    let ids: BTreeSet<_> = cells.iter().filter_map(|(_, link)| id_of(link)).collect();
    let badges = web.app.awards.many(&visitor.asking, &ids).await?;
    drop(turn);
    let found: Vec<ListLine> =
        cells.into_iter().map(|(given, link)| line(&visitor.asking, given, &link, &badges)).collect();
    if wants_csv {
        return Ok(csv::csv("badges", &COLUMNS, found.iter().map(|line| line.cells(base))));
    }
    Ok(page(&web, &visitor, &lines, "", Some(&found)))
}

/// A file as text: a spreadsheet's mark of UTF-8 is no part of its first cell.
fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').to_owned()
}

fn id_of(link: &PastedLink) -> Option<TypedId<Credentials>> {
    match link {
        PastedLink::Own(id) => Some(*id),
        _ => None,
    }
}

/// The cell of each line that is a badge: one of ours, else the first that looks like a link. A first line
/// without either is the header.
fn cells_of(text: &str, own: &[&str]) -> Result<Vec<(String, PastedLink)>, String> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let mut found = Vec::new();
    for (number, line) in lines.enumerate() {
        let cells = line.split([',', ';', '\t']).map(|cell| cell.trim().trim_matches('"'));
        let read = cells.filter(|cell| !cell.is_empty()).map(|cell| (cell, link::read(cell, own)));
        let read: Vec<(&str, PastedLink)> = read.collect();
        let is_header = number == 0
            && read.iter().all(|(cell, link)| *link == PastedLink::Elsewhere && !cell.contains("://"));
        let place = read.iter().position(|(_, link)| *link != PastedLink::Elsewhere);
        let place = place.or_else(|| read.iter().position(|(cell, _)| cell.contains("://")));
        if let Some((cell, link)) = read.into_iter().nth(place.unwrap_or_default())
            && !is_header
        {
            found.push((cell.chars().take(CELL_LETTERS_MAX).collect(), link));
        }
    }
    match found.len() {
        0 => Err("Enter one badge link or number per line, or choose a file of them.".to_owned()),
        many if many > LINES_MAX => {
            Err(format!("The list has {many} lines, and {LINES_MAX} are checked at once. Split it."))
        }
        _ => Ok(found),
    }
}

fn line(
    asking: &Asking,
    given: String,
    link: &PastedLink,
    badges: &BTreeMap<TypedId<Credentials>, PublicBadge>,
) -> ListLine {
    let badge = id_of(link).and_then(|id| Some((id, badges.get(&id)?)));
    let found = match (badge, link) {
        (Some((id, badge)), _) => {
            let title = asking.programme.certification(&badge.certification);
            ListedBadge::Ours {
                id,
                title: title.map_or_else(|| badge.certification.clone(), |found| found.title.clone()),
                holder: badge.shown_name.clone().unwrap_or_default(),
                stands: stands_so(badge.standing.as_ref(), badge.revoked_on, asking.today),
            }
        }
        (None, PastedLink::Elsewhere) => ListedBadge::NotOurs,
        (None, _) => ListedBadge::NoSuchBadge,
    };
    ListLine { given, found }
}

fn page(web: &Web, visitor: &Visitor, lines: &str, fault: &str, found: Option<&[ListLine]>) -> Response {
    let title = if fault.is_empty() { "Check many badges" } else { "Error: Check many badges" };
    let status = if fault.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let errors = [ui::FieldError { field: "lines".into(), text: fault.to_owned() }];
    let main = html! {
        (ui::breadcrumbs(&[ui::Crumb::new("Verify a badge", "/verify")]))
        (ui::page_header(
            "Check many badges",
            "Our own badges, checked against our record as it is today. Nothing that you send is kept.",
            html! {},
        ))
        @if !fault.is_empty() { (ui::error_summary(&errors)) }
        @if let Some(found) = found { (table(lines, found)) }
        (ui::section("list", if found.is_some() { "Another list" } else { "The list" }, html! {
            form class="form" method="post" action="/verify/many" enctype="multipart/form-data" novalidate {
                (ui::textarea(&ui::Field::new("lines", "One link or number per line").value(lines)
                    .error(fault)
                    .help(format!("At most {LINES_MAX} lines. Other cells in a line are ignored.")), 8))
                (ui::file_field(&ui::Field::new("file", "Or a file of such lines")
                    .help("CSV or plain text, in UTF-8."), ".csv,.txt,.tsv"))
                (ui::submit_button("Check the badges", ui::ButtonKind::Primary))
            }
        }))
    };
    (status, visitor.page(web, title, main)).into_response()
}

fn table(lines: &str, found: &[ListLine]) -> Markup {
    let columns = ["Given", "State", "Certification", "Holder"].map(ui::Column::text).to_vec();
    let rows = found.iter().map(|line| {
        let given = html! { span class="break" { (line.given) } };
        match &line.found {
            ListedBadge::Ours { id, title, holder, stands } => vec![
                html! { a class="break" href={ "/credentials/" (id) } { (line.given) } },
                ui::chip(stands.tone, &stands.words),
                html! { (title) },
                html! { @if holder.is_empty() { "Not shown" } @else { bdi { (holder) } } },
            ],
            _ => vec![given, ui::chip(ui::Tone::Neutral, line.state()), html! { "–" }, html! { "–" }],
        }
    });
    let count =
        |wanted: &dyn Fn(&ListedBadge) -> bool| found.iter().filter(|line| wanted(&line.found)).count();
    let stand = count(&|found| matches!(found, ListedBadge::Ours { stands, .. } if stands.today));
    let ours = count(&|found| matches!(found, ListedBadge::Ours { .. }));
    html! {
        p class="lead" {
            (stand) " of " (found.len()) " are valid today; " (ours - stand) " of ours are not; "
            (found.len() - ours) " are not ours or do not exist."
        }
        (ui::table(&ui::Table::new("What the record says", columns).rows(rows.collect()).cards()))
        form class="after-table" method="post" action="/verify/many" enctype="multipart/form-data" {
            input type="hidden" name="lines" value=(lines);
            input type="hidden" name="as" value="csv";
            (ui::submit_button("Download as CSV", ui::ButtonKind::Secondary))
        }
        p class="muted" { "To check a badge that is not ours, verify its file instead." }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cell_that_is_a_badge_is_found_in_every_line() {
        let id: TypedId<Credentials> = TypedId::from_parts(1_700_000_000_000, [7; 10]);
        let own = ["https://certs.example.org"];
        let text = format!(
            "name,badge,since\nAda,https://certs.example.org/credentials/{id},2025\n\n\
             \"{id}\"\nBob;https://elsewhere.example/b/1;x\nnothing here\n"
        );
        let cells = cells_of(&text, &own).unwrap();
        let said: Vec<_> =
            cells.iter().map(|(given, link)| (given.as_str(), id_of(link).is_some())).collect();
        let link = format!("https://certs.example.org/credentials/{id}");
        let number = id.to_string();
        assert_eq!(
            said,
            [
                (link.as_str(), true),
                (number.as_str(), true),
                ("https://elsewhere.example/b/1", false),
                ("nothing here", false),
            ]
        );
    }

    #[test]
    fn a_list_has_a_line_at_least_and_no_more_than_its_limit() {
        assert!(cells_of(" \n", &[]).is_err());
        assert!(cells_of("name,badge\n", &[]).is_err(), "a header alone");
        let lines = |many: usize| "https://elsewhere.example/b\n".repeat(many);
        assert_eq!(cells_of(&lines(LINES_MAX), &[]).unwrap().len(), LINES_MAX);
        assert!(cells_of(&lines(LINES_MAX + 1), &[]).is_err_and(|fault| fault.contains("501 lines")));
    }
}
