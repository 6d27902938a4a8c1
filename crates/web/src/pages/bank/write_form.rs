//! The page on which an item is written: the form, what it looks like, what the rules say.

use assay_app::{FieldFault, FileBody, OptionPart, WrittenItem};
use assay_bank::Artefact;
use assay_programme::model::Outline;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::{
    draft::{BESIDE, ItemWriting, SavedByOther, WrittenAs, WrittenOn},
    draw as drawing, languages,
    parts::{TypedParts, shown_options},
    pictures,
    shared::{crumbs, list_place, outline_of, place, pool_words, short, state_chip, tag},
    shared_text,
};
use crate::{
    fault::Fault,
    pages::{admin::when, sign_in::title},
    state::Web,
    ui,
    visitor::Visitor,
};

/// Letters of a line of a field beside the preview.
const LINE_CHARS: usize = 44;
/// Tags that are named as used before.
const TAGS_SHOWN: usize = 12;

pub(super) fn draw(web: &Web, visitor: &Visitor, writing: ItemWriting) -> Result<Response, Fault> {
    let heading = match &writing.item {
        Some(_) => writing.slug.clone(),
        None => format!("Write an item for {}", writing.exam),
    };
    let errors: Vec<ui::FieldError> = writing
        .faults
        .iter()
        .map(|fault| ui::FieldError { field: field_of(fault.field).to_owned(), text: fault.text.clone() })
        .collect();
    let main = html! {
        (ui::error_summary(&errors))
        (ui::breadcrumbs(&crumbs(&writing.exam, writing.pool)))
        (header(&writing, &heading))
        (saved(&writing))
        @if let Some(theirs) = &writing.theirs { (met(visitor, theirs)) }
        div class="editor" {
            (form(visitor, &writing))
            div class="editor-side stack" id="look" { (look(&writing)) }
        }
    };
    let status = match (&writing.theirs, writing.faults.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, true) => StatusCode::OK,
    };
    Ok((status, visitor.bank_page(web, &title(&heading, &writing.faults), main)).into_response())
}

/// Where a fault of the room stands in this form.
fn field_of(field: &str) -> &str {
    if field == "task" { "place" } else { field }
}

fn error<'f>(faults: &'f [FieldFault], field: &str) -> &'f str {
    faults.iter().find(|fault| field_of(fault.field) == field).map_or("", |fault| &fault.text)
}

fn header(writing: &ItemWriting, heading: &str) -> Markup {
    let lead = match &writing.item {
        Some(_) => String::new(),
        None => format!("{}: a draft that only you and bank managers see.", pool_words(writing.pool)),
    };
    ui::page_header(
        heading,
        &lead,
        html! {
            @if let Some(item) = &writing.item {
                (state_chip(item.state))
                (tag(&format!("version {}", item.version)))
                (ui::link_button("History", &place(item.id), ui::ButtonKind::Quiet))
                @if item.has_form { (other_view(writing, item)) }
            }
        },
    )
}

fn other_view(writing: &ItemWriting, item: &WrittenOn) -> Markup {
    let here = format!("{}/write", place(item.id));
    match writing.form {
        WrittenAs::Parts(_) => {
            ui::link_button("Write it as a file", &format!("{here}?view=file"), ui::ButtonKind::Quiet)
        }
        WrittenAs::File(_) => ui::link_button("Write it as a form", &here, ui::ButtonKind::Quiet),
    }
}

fn saved(writing: &ItemWriting) -> Markup {
    html! {
        @if writing.is_saved && writing.faults.is_empty() {
            (ui::banner(&ui::Banner::new(ui::Tone::Good, "Saved").body(html! {
                p { "Nobody but you and bank managers sees it before it is in review." }
            })))
        } @else if let Some(item) = writing.item.as_ref().filter(|item| item.state.is_live()) {
            (ui::banner(&ui::Banner::new(ui::Tone::Information,
                format!("Version {} stays in use", item.version)).body(html! {
                p { "What you save is the next version. Where it asks something else, reviewers accept \
                    it before a "
                    "form takes it; what is being sat stays as it is." }
            })))
        }
    }
}

/// Both texts are kept: theirs stands here, one's own in the form.
fn met(visitor: &Visitor, theirs: &SavedByOther) -> Markup {
    let heading = format!("{} saved version {} meanwhile", theirs.name, theirs.version);
    html! {
        (ui::banner(&ui::Banner::new(ui::Tone::Attention, heading).body(html! {
            p { "That was " (when(theirs.at, &visitor.asking)) ". Yours stands in the form and is not \
                saved; theirs "
                "stands below. Take over what you want to keep, then save: yours becomes what is \
                    written, theirs "
                "stays in the history or in this copy." }
        }).urgent()))
        (ui::fold("What they saved", "", true, ui::code_block("Their file", &theirs.text)))
    }
}

fn form(visitor: &Visitor, writing: &ItemWriting) -> Markup {
    let (action, seq, autosave) = match &writing.item {
        Some(item) => {
            let is_quiet = item.is_alone && writing.theirs.is_none();
            (format!("{}/write", place(item.id)), item.seq.to_string(), is_quiet)
        }
        None => (format!("/admin/bank/{}/write", writing.exam), String::new(), false),
    };
    let view = if matches!(writing.form, WrittenAs::File(_)) { "file" } else { "parts" };
    html! {
        form class="form" method="post" action=(action) novalidate data-writing data-autosave[autosave] {
            (ui::csrf_field(visitor.csrf()))
            // What a line break in a field presses is the first button of a form: saving, not a picture's.
            button class="visually-hidden" type="submit" name="do" value="save" tabindex="-1"
                aria-hidden="true" { }
            input type="hidden" name="as" value=(view);
            @if writing.item.is_some() { input type="hidden" name="seq" value=(seq); }
            @else { (first_fields(writing)) }
            @match &writing.form {
                WrittenAs::Parts(typed) => (parts(visitor, writing, typed)),
                WrittenAs::File(draft) => (files(writing, draft)),
            }
            (pictures::section(writing))
            (shared_text::section(writing))
            (save_bar(writing))
        }
    }
}

/// Name and pool, which stay as they are from then on.
fn first_fields(writing: &ItemWriting) -> Markup {
    let name = ui::Field::new("slug", "Name")
        .help("As it is called on forms and in files, such as c03-alarm-dimension. It stays.")
        .value(&writing.slug)
        .error(error(&writing.faults, "slug"));
    html! {
        input type="hidden" name="pool" value=(writing.pool.as_str());
        section class="card" aria-label="What it is called" { (ui::field(&name)) }
    }
}

fn parts(visitor: &Visitor, writing: &ItemWriting, typed: &TypedParts) -> Markup {
    let faults = &writing.faults;
    let stem = ui::Field::new("stem", "Situation and question")
        .help(
            "One situation, one question. Three backquotes on a line of their own begin and end code \
            to read.",
        )
        .value(&typed.parts.stem)
        .error(error(faults, "stem"));
    html! {
        section class="card" aria-labelledby="question-title" {
            h2 id="question-title" { "Question" }
            (ui::textarea(&stem, rows_of(&typed.parts.stem).max(9)))
            (kind(typed))
            (where_it_belongs(outline_of(&visitor.asking, &writing.exam), typed, faults))
        }
        section class="card" aria-labelledby="options-title" {
            h2 id="options-title" { "Options, each with its reason" }
            p class="field-help" { "Leave an option empty to take it away. Another empty one stands here \
                after each save." }
            @for option in shown_options(&typed.parts) { (option_fields(&option, faults)) }
        }
        (source(typed, faults))
        (more(writing, typed))
    }
}

fn kind(typed: &TypedParts) -> Markup {
    let choices = [("multiple-choice", "One answer", false), ("multiple-response", "Several answers", true)];
    let choices = choices.map(|(value, label, multiple)| {
        ui::Choice::new(value, label).chosen(multiple == typed.parts.is_multiple)
    });
    ui::select(&ui::Field::new("kind", "Kind"), &choices)
}

fn where_it_belongs(outline: Option<&Outline>, typed: &TypedParts, faults: &[FieldFault]) -> Markup {
    let now = format!("{}|{}", typed.parts.task, typed.parts.skill);
    let mut choices = vec![ui::Choice::new("", "Choose a skill").chosen(now == "|")];
    for task in outline.into_iter().flat_map(Outline::tasks) {
        let value = format!("{}|", task.id);
        let label = match task.skills.is_empty() {
            true => format!("{} {}", task.id, short(&task.title)),
            false => format!("{} {}, no single skill", task.id, short(&task.title)),
        };
        choices.push(ui::Choice::new(&value, label).chosen(value == now));
        choices.extend(task.skills.iter().map(|skill| {
            let value = format!("{}|{}", task.id, skill.id);
            ui::Choice::new(&value, format!("{} {}", skill.id, short(&skill.text))).chosen(value == now)
        }));
    }
    if choices.iter().all(|choice| !choice.chosen) {
        choices
            .push(ui::Choice::new(&now, format!("{} {}", typed.parts.task, typed.parts.skill)).chosen(true));
    }
    ui::select(&ui::Field::new("place", "Skill").error(error(faults, "place")), &choices)
}

fn option_fields(option: &OptionPart, faults: &[FieldFault]) -> Markup {
    let id = &option.id;
    let words = ui::Field::new(format!("o-{id}-text"), format!("Option {id}"))
        .value(&option.text)
        .error(error(faults, &format!("o-{id}-text")));
    let reason = if option.is_key { "Why it is right" } else { "Why it is wrong here" };
    let why = ui::Field::new(format!("o-{id}-why"), reason).value(&option.rationale);
    let key = format!("f-key-{id}");
    html! {
        div class={ "editor-option " (if option.is_key { "is-key" } else { "" }) } {
            (ui::textarea(&words, rows_of(&option.text)))
            label class="choice" for=(key) {
                input id=(key) type="checkbox" name="key" value=(id) checked[option.is_key];
                span { "Option " (id) " is right" }
            }
            (ui::textarea(&why, rows_of(&option.rationale)))
        }
    }
}

/// Lines that a text takes in its field, so that all of it is read.
fn rows_of(text: &str) -> u8 {
    let lines: usize = text.split('\n').map(|line| line.chars().count() / LINE_CHARS + 1).sum();
    u8::try_from(lines.clamp(2, 24)).unwrap_or(24)
}

fn source(typed: &TypedParts, faults: &[FieldFault]) -> Markup {
    let parts = &typed.parts;
    let name = ui::Field::new("source", "The page that settles it").value(&parts.source_title);
    let url = ui::Field::new("url", "Its address").kind(ui::InputKind::Url).value(&parts.source_url);
    let read = ui::Field::new("read_on", "Read for this item on")
        .kind(ui::InputKind::Date)
        .value(&typed.read_on)
        .optional()
        .short()
        .error(error(faults, "read_on"));
    let unread = ui::Field::new("unread", "Nobody has read it for this item yet");
    html! {
        section class="card" aria-labelledby="source-title" {
            h2 id="source-title" { "Source" }
            (ui::field(&name.error(error(faults, "source"))))
            (ui::field(&url.error(error(faults, "url"))))
            (ui::field(&read))
            (ui::checkbox(&unread, parts.source_unread))
        }
    }
}

fn more(writing: &ItemWriting, typed: &TypedParts) -> Markup {
    let (parts, faults) = (&typed.parts, &writing.faults);
    let levels = [
        ("remember", "Remember", "A fact is known."),
        ("apply", "Apply", "A fact is used in a situation."),
        ("analyse", "Analyse", "What is there to read decides."),
    ];
    let levels = levels
        .map(|(value, label, help)| ui::Choice::new(value, label).help(help).chosen(parts.level == value));
    let artefacts = Artefact::ALL
        .into_iter()
        .map(|kind| ui::Choice::new(kind.as_str(), kind.as_str()).chosen(parts.artefact == kind.as_str()));
    let nothing = ui::Choice::new("", "Nothing").chosen(parts.artefact.is_empty());
    let artefacts: Vec<_> = std::iter::once(nothing).chain(artefacts).collect();
    let known: Vec<&str> = writing.tags.iter().take(TAGS_SHOWN).map(|(tag, _)| tag.as_str()).collect();
    let known = if known.is_empty() { String::new() } else { format!(" Used here: {}.", known.join(", ")) };
    let number = |name: &str, label: &str, value: &str, suffix: &str| {
        let field = ui::Field::new(name, label).kind(ui::InputKind::Number).value(value).short();
        ui::field(&field.suffix(suffix).error(error(faults, name)))
    };
    html! {
        section class="card" aria-labelledby="more-title" {
            h2 id="more-title" { "What it is" }
            (ui::radios(&ui::Field::new("level", "What it asks of the mind"), &levels))
            (number("expected", "Expected share right", &typed.expected, "%"))
            (number("seconds", "Expected time", &typed.seconds, "seconds"))
            (ui::select(&ui::Field::new("artefact", "What there is to read in it"), &artefacts))
            (ui::field(&ui::Field::new("tags", "Tags").value(parts.tags.join(", ")).optional()
                .help(format!("Commas between them.{known}"))))
            (ui::textarea(&ui::Field::new("enemies", "Enemies").value(parts.enemies.join(", ")).optional()
                .help("Items that must not meet it on a form, by their names. The lint names those that \
                    are alike."),
                2))
            (ui::textarea(&ui::Field::new("note", "Note for colleagues").value(&parts.note).optional(), 2))
        }
    }
}

/// The file as it is, with what stands beside it.
fn files(writing: &ItemWriting, draft: &WrittenItem) -> Markup {
    let lines = |text: &str| u8::try_from(text.lines().count().clamp(8, 40) + 2).unwrap_or(42);
    let text = ui::Field::new("text", format!("{}.toml", writing.slug))
        .value(&draft.text)
        .error(error(&writing.faults, "text"));
    html! {
        section class="card item-file" aria-label="Files of the item" {
            (ui::textarea(&text, lines(&draft.text)))
            @for file in &draft.beside {
                @match &file.body {
                    FileBody::Text(text) => (ui::textarea(
                        &ui::Field::new(format!("{BESIDE}{}", file.name), &file.name).value(text),
                            lines(text))),
                    FileBody::Bytes(_) => {}
                }
            }
        }
    }
}

fn save_bar(writing: &ItemWriting) -> Markup {
    let act = |label: &str, value: &str, kind| {
        ui::button(&ui::Button { label: label.to_owned(), kind, name: "do".into(), value: value.to_owned() })
    };
    let asks_why = writing.item.as_ref().is_some_and(|item| !item.is_alone);
    let why = ui::Field::new("why", "What this version is for")
        .help("In a few words; it stands in the list of versions.")
        .value(&writing.why)
        .optional()
        .error(error(&writing.faults, "why"));
    let can_submit = writing.item.as_ref().is_none_or(|item| item.can_submit || item.state.is_live());
    html! {
        @if asks_why { section class="card" aria-label="This version" { (ui::field(&why)) } }
        div class="save-bar" {
            span class="save-state" role="status" data-save-state { }
            span class="cluster" {
                (act("Save the draft", "save", ui::ButtonKind::Primary))
                (act("Look at it", "look", ui::ButtonKind::Secondary))
                @if can_submit { (act("Send to review", "submit", ui::ButtonKind::Secondary)) }
                @if writing.item.is_none() {
                    (ui::link_button("Leave it", &list_place(&writing.exam, writing.pool),
                        ui::ButtonKind::Quiet))
                }
            }
        }
    }
}

/// Preview and lint, which come anew while somebody writes.
fn look(writing: &ItemWriting) -> Markup {
    let Some(look) = &writing.look else {
        return html! { p class="muted" { "It is too large to be shown." } };
    };
    let id = writing.item.as_ref().map(|item| (item.id, item.version));
    let address = move |name: &str| match id {
        Some((id, version)) => drawing::media_of(id, version)(name),
        None => String::new(),
    };
    html! {
        (drawing::preview(look, &address, writing.pool))
        (drawing::findings(&look.faults))
        @if let Some((id, _)) = id.filter(|_| look.parts.is_some()) {
            (languages::section(id, &look.languages))
        }
    }
}
