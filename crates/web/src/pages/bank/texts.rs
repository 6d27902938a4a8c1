//! Texts that items share: their list, and the page on which one is written for all its items.

use assay_app::{AppError, FieldFault, ItemFile, ItemLook, SharedTextLine, SharedTextView, WhichText};
use assay_bank::work::ItemPool;
use axum::{
    extract::{Path, Query, Request, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    draw::{asked, findings, media_of},
    shared::{crumbs, list_place, place, state_chip},
    shared_text::text_place,
};
use crate::{
    fault::Fault,
    form::PostedFile,
    pages::{admin::when, looked::changed, sign_in::title},
    state::Web,
    ui,
    upload::receive,
    visitor::Visitor,
};

/// What a browser offers; what a file is, its bytes say.
const ACCEPT: &str = ".png,.jpg,.jpeg,.webp,.gif,.svg";
/// Lines of the field.
const LINES: u8 = 24;

/// Of which pool.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct SharedTextAsked {
    pool: String,
    saved: String,
}

impl SharedTextAsked {
    fn pool(&self) -> ItemPool {
        ItemPool::parse(&self.pool).unwrap_or(ItemPool::Exam)
    }
}

/// What is being written.
struct TextWriting {
    view: SharedTextView,
    text: String,
    alt: String,
    why: String,
    look: Option<ItemLook>,
    faults: Vec<FieldFault>,
    is_stale: bool,
    is_saved: bool,
}

pub(super) async fn list(
    State(web): State<Web>,
    visitor: Visitor,
    Path(exam): Path<String>,
    Query(asked): Query<SharedTextAsked>,
) -> Result<Response, Fault> {
    let pool = asked.pool();
    let lines = web.app.items.shared_texts(&visitor.asking, pool, &exam).await?;
    visitor.asking.programme.exam(&exam).ok_or_else(Fault::not_found)?;
    let lead = "One text above several questions. It is begun on the page of an item, and written for all of \
                its items at once.";
    let row = |line: &SharedTextLine| {
        vec![
            html! { a href=(text_place(&exam, pool, &line.name)) { (line.name) } },
            html! { (line.items.len()) },
            html! {
                @for (at, item) in line.items.iter().enumerate() {
                    @if at > 0 { ", " } a href=(place(item.id)) { (item.slug) }
                }
            },
        ]
    };
    let columns = vec![ui::Column::text("Text"), ui::Column::number("Items"), ui::Column::text("Shared by")];
    let empty = ui::EmptyState::new("No text is shared", "Begin one on the page where an item is written.");
    let table = ui::Table::new("Shared texts", columns).rows(lines.iter().map(row).collect()).empty(empty);
    let main = html! {
        (ui::breadcrumbs(&crumbs(&exam, pool)))
        (ui::page_header("Shared texts", lead, html! {}))
        (ui::table(&table.cards()))
    };
    Ok(visitor.bank_page(&web, "Shared texts", main).into_response())
}

pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    Path((exam, name)): Path<(String, String)>,
    Query(asked): Query<SharedTextAsked>,
) -> Result<Response, Fault> {
    let which = WhichText { pool: asked.pool(), exam: &exam, name: &name };
    let view = web.app.items.shared_text(&visitor.asking, which).await?;
    let text = view.text.clone();
    let is_saved = asked.saved == "yes";
    let writing = TextWriting { is_saved, ..TextWriting::of(view, text) };
    writing.drawn(&web, &visitor, which).await
}

pub(super) async fn save(
    State(web): State<Web>,
    visitor: Visitor,
    Path((exam, name)): Path<(String, String)>,
    Query(asked): Query<SharedTextAsked>,
    request: Request,
) -> Result<Response, Fault> {
    let which = WhichText { pool: asked.pool(), exam: &exam, name: &name };
    // Of whoever may not see it nothing is read.
    let view = web.app.items.shared_text(&visitor.asking, which).await?;
    let sent = PostedFile::of(receive(request).await?, visitor, &web)?;
    let posted = &sent.posted;
    posted.only(&["seen", "text", "alt", "why", "do"])?;
    let text = posted.text("text").replace("\r\n", "\n").trim().to_owned();
    let (alt, why) = (posted.text("alt").to_owned(), posted.text("why").to_owned());
    let mut writing = TextWriting { alt, why, ..TextWriting::of(view, text) };
    let pictures = writing.take(which.name, &sent);
    if !writing.faults.is_empty() {
        return writing.drawn(&web, &posted.visitor, which).await;
    }
    let (items, asking) = (&web.app.items, &posted.visitor.asking);
    let (text, why) = (writing.text.clone(), writing.why.clone());
    match items.save_shared_text(asking, which, posted.text("seen"), &text, &pictures, &why).await {
        Ok(_) => {
            let to = format!("{}&saved=yes", text_place(&exam, which.pool, &name));
            Ok(Redirect::to(&to).into_response())
        }
        Err(AppError::Invalid(faults)) => {
            writing.faults = faults;
            writing.drawn(&web, &posted.visitor, which).await
        }
        Err(AppError::Conflict) => {
            writing.is_stale = true;
            writing.drawn(&web, &posted.visitor, which).await
        }
        Err(error) => Err(error.into()),
    }
}

impl TextWriting {
    fn of(view: SharedTextView, text: String) -> Self {
        let (alt, why, look, faults) = (String::new(), String::new(), None, Vec::new());
        TextWriting { view, text, alt, why, look, faults, is_stale: false, is_saved: false }
    }

    /// A picture that was sent along, with its line at the end of the text where that does not show it yet.
    fn take(&mut self, name: &str, sent: &PostedFile) -> Vec<ItemFile> {
        if sent.bytes.is_empty() {
            return Vec::new();
        }
        let mut file = match ItemFile::picture(&sent.name, &sent.bytes) {
            Ok(file) => file,
            Err(fault) => {
                self.faults.push(fault);
                return Vec::new();
            }
        };
        // It stands beside the pictures of each item: its name is the text's.
        if !file.name.starts_with(name) {
            file.name = format!("{name}-{}", file.name);
        }
        if !self.text.contains(&file.name) {
            let words: String = self.alt.split_whitespace().collect::<Vec<_>>().join(" ");
            if words.is_empty() {
                let text = "Say what it shows: whoever cannot see it reads this.";
                self.faults.push(FieldFault::new("alt", text));
                return Vec::new();
            }
            let words = words.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
            self.text.push_str(&format!("\n\n![{words}]({})", file.name));
        }
        vec![file]
    }

    async fn drawn(mut self, web: &Web, visitor: &Visitor, which: WhichText<'_>) -> Result<Response, Fault> {
        self.look = match web.app.items.look_at_text(&visitor.asking, which, &self.text).await {
            Ok(look) => Some(look),
            Err(AppError::Invalid(_)) => None,
            Err(error) => return Err(error.into()),
        };
        let errors: Vec<ui::FieldError> = self
            .faults
            .iter()
            .map(|fault| ui::FieldError { field: fault.field.to_owned(), text: fault.text.clone() })
            .collect();
        let many = self.view.line.items.len();
        let lead = match many {
            1 => "One item shares it.".to_owned(),
            many => format!("{many} items share it: saving it makes the next version of each."),
        };
        let main = html! {
            (ui::error_summary(&errors))
            (ui::breadcrumbs(&crumbs(which.exam, which.pool)))
            (ui::page_header(which.name, &lead, html! {
                (ui::link_button("Items", &list_place(which.exam, which.pool), ui::ButtonKind::Quiet))
            }))
            (changed(self.is_stale))
            @if self.is_saved && self.faults.is_empty() {
                (ui::banner(&ui::Banner::new(ui::Tone::Good, "Saved in each of its items")))
            }
            div class="editor" {
                div class="stack" {
                    @if self.view.can_write { (self.form(visitor, which)) }
                    @else {
                        (ui::banner(&ui::Banner::new(ui::Tone::Information, "Others write some of its items")
                            .body(html! { p { "Ask a bank manager to edit it." } })))
                        (ui::code_block(which.name, &self.view.text))
                    }
                    (self.wordings(visitor))
                }
                div class="editor-side stack" { (self.side()) }
            }
        };
        let status = match (self.is_stale, self.faults.is_empty()) {
            (true, _) => StatusCode::CONFLICT,
            (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
            (false, true) => StatusCode::OK,
        };
        Ok((status, visitor.bank_page(web, &title(which.name, &self.faults), main)).into_response())
    }

    fn form(&self, visitor: &Visitor, which: WhichText<'_>) -> Markup {
        let fault = |field: &str| {
            let mut faults = self.faults.iter();
            faults.find(|fault| fault.field == field).map_or("", |fault| &fault.text)
        };
        let text = ui::Field::new("text", "Text")
            .help("A line that begins with # is its heading. Markdown, as in a question.")
            .value(&self.text)
            .error(fault("text"));
        let file = ui::Field::new("file", "Another picture").optional().error(fault("file"));
        let alt = ui::Field::new("alt", "What it shows")
            .help("For whoever cannot see it.")
            .value(&self.alt)
            .optional()
            .error(fault("alt"));
        let why = ui::Field::new("why", "What this version is for").value(&self.why).optional();
        html! {
            form class="form" method="post" action=(text_place(which.exam, which.pool, which.name))
                enctype="multipart/form-data" novalidate {
                (ui::csrf_field(visitor.csrf()))
                input type="hidden" name="seen" value=(self.view.seen);
                section class="card" aria-label="The text" {
                    (ui::textarea(&text, LINES))
                    (ui::file_field(&file, ACCEPT))
                    (ui::field(&alt))
                    (ui::field(&why.error(fault("why"))))
                }
                div class="save-bar" {
                    span class="save-state" { }
                    (ui::submit_button("Save it for all its items", ui::ButtonKind::Primary))
                }
            }
        }
    }

    fn side(&self) -> Markup {
        let items = &self.view.line.items;
        let first = items.first();
        let newest = self.view.wordings.first().map(|wording| wording.digest.as_str());
        html! {
            section class="card" aria-labelledby="items-title" {
                h2 id="items-title" { "Items that share it" }
                ul class="mini" {
                    @for item in items {
                        li {
                            a href=(place(item.id)) { (item.slug) } " "
                            span class="muted" { "version " (item.version) } " " (state_chip(item.state))
                            @if newest != Some(item.digest.as_str()) && items.len() > 1 {
                                " " (ui::chip(ui::Tone::Attention, "Has an older wording"))
                            }
                        }
                    }
                }
            }
            @if let (Some(look), Some(first)) = (&self.look, first) {
                section class="item-preview" aria-labelledby="preview-title" {
                    div class="item-preview-bar" { h2 id="preview-title" { "Above " (first.slug) } }
                    div class="item-preview-body" {
                        (asked(&look.preview, "asked", &media_of(first.id, version_of(first.version))))
                    }
                }
                (findings(&look.faults))
            }
        }
    }

    fn wordings(&self, visitor: &Visitor) -> Markup {
        ui::section(
            "wordings",
            "Wordings",
            html! {
                @for wording in &self.view.wordings {
                    @let times = if wording.versions == 1 { "version" } else { "versions" };
                    (ui::fold(&format!("In {} {times} of items", wording.versions), "", false, html! {
                        p { "First saved " (when(wording.at, &visitor.asking)) "." }
                        (ui::code_block("As it was", &wording.text))
                    }))
                }
            },
        )
    }
}

fn version_of(number: i64) -> u32 {
    u32::try_from(number).unwrap_or_default()
}
