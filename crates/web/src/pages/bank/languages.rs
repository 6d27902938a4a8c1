//! An item in another language, written beside the one that it was written in.

use assay_app::{AppError, FieldFault, ItemParts, LanguageLine, LanguageLook, OpenedItem, WrittenItem};
use assay_bank::{OptionText, Translation, is_language_tag, work::ItemId};
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    draw::{asked, media_of, with_key},
    parts::text_of,
    shared::{crumbs, id_of, place, state_chip, tag},
};
use crate::{
    fault::Fault,
    form::Posted,
    pages::{looked::changed, sign_in::title},
    state::Web,
    ui,
    visitor::Visitor,
};

/// Which language.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct LanguageAsked {
    language: String,
}

/// What is written in another language.
struct LanguageWriting<'v> {
    view: &'v OpenedItem,
    parts: &'v ItemParts,
    text: &'v str,
    translation: Translation,
    faults: Vec<FieldFault>,
    is_stale: bool,
}

pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<LanguageAsked>,
) -> Result<Response, Fault> {
    let id = id_of(&visitor, &id)?;
    let view = written(&web, &visitor, id).await?;
    let language = asked.language.trim();
    let Some(writing) = LanguageWriting::of(&view, language) else {
        return Ok(Redirect::to(&format!("{}/write?view=file", place(id))).into_response());
    };
    writing.draw(&web, &visitor).await
}

pub(super) async fn save(
    State(web): State<Web>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    let visitor = &posted.visitor;
    let id = id_of(visitor, &id)?;
    let view = written(&web, visitor, id).await?;
    only(&posted)?;
    let Some(mut writing) = LanguageWriting::of(&view, posted.text("language").trim()) else {
        return Err(Fault::not_found());
    };
    let seq: u32 = posted.text("seq").parse().unwrap_or_default();
    let (act, gone) = (posted.text("do"), posted.text("do") == "drop");
    writing.take(&posted);
    if act == "look" || !writing.faults.is_empty() && !gone {
        return writing.draw(&web, visitor).await;
    }
    let draft = writing.draft(if gone { None } else { Some(&writing.translation) });
    let why = format!("{} {}", if gone { "Without" } else { "In" }, writing.translation.language);
    match web.app.items.save(&visitor.asking, id, seq, draft, &why).await {
        Ok(_) => Ok(Redirect::to(&format!("{}/write", place(id))).into_response()),
        Err(AppError::Invalid(faults)) => {
            writing.faults = faults;
            writing.draw(&web, visitor).await
        }
        Err(AppError::Conflict) => {
            writing.is_stale = true;
            writing.draw(&web, visitor).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn written(web: &Web, visitor: &Visitor, id: ItemId) -> Result<OpenedItem, Fault> {
    let view = web.app.items.item(&visitor.asking, id, None).await?;
    if view.can.write { Ok(view) } else { Err(Fault::not_found()) }
}

fn only(posted: &Posted) -> Result<(), Fault> {
    const OWN: &[&str] = &["csrf", "do", "seq", "language", "stem"];
    let is_option =
        |name: &str| name.starts_with("o-") && (name.ends_with("-text") || name.ends_with("-why"));
    match posted.fields().find(|(name, _)| !OWN.contains(name) && !is_option(name)) {
        Some((name, _)) => Err(Fault::bad_request(&format!("this form has no field `{name}`"))),
        None => Ok(()),
    }
}

impl<'v> LanguageWriting<'v> {
    /// What there is in a language; none of an item that is no form.
    fn of(view: &'v OpenedItem, language: &str) -> Option<Self> {
        let open = view.shown.open.as_ref()?;
        let parts = open.parts.as_ref()?;
        let known = parts.translations.iter().find(|one| one.language == language).cloned();
        let new = Translation { language: language.to_owned(), ..Translation::default() };
        let translation = known.unwrap_or(new);
        Some(LanguageWriting {
            view,
            parts,
            text: &open.text,
            translation,
            faults: Vec::new(),
            is_stale: false,
        })
    }

    /// Takes what was typed, as of today's wording: that stands beside it.
    fn take(&mut self, posted: &Posted) {
        let text = |name: &str| posted.text(name).replace("\r\n", "\n").trim().to_owned();
        let option = |id: &str| OptionText {
            id: id.to_owned(),
            text: text(&format!("o-{id}-text")),
            rationale: text(&format!("o-{id}-why")),
        };
        let language = text("language");
        if !is_language_tag(&language) || language == self.parts.language {
            let words = "Use the tag of another language, such as de, pt-BR or zh-Hans.";
            self.faults.push(FieldFault::new("language", words));
        }
        self.translation = Translation {
            language,
            of: self.parts.wording(),
            stem: text("stem"),
            options: self.parts.options.iter().map(|own| option(&own.id)).collect(),
        };
    }

    /// The item's files with this translation in its place, or without it.
    fn draft(&self, translation: Option<&Translation>) -> WrittenItem {
        let mut parts = self.parts.clone();
        let is_own = |one: &Translation| one.language == self.translation.language;
        match (parts.translations.iter().position(is_own), translation) {
            (Some(at), Some(translation)) => {
                parts.translations.splice(at..=at, [translation.clone()]);
            }
            (Some(at), None) => _ = parts.translations.remove(at),
            (None, Some(translation)) => parts.translations.push(translation.clone()),
            (None, None) => {}
        }
        let line = &self.view.line;
        let text = text_of(&parts, &line.exam, &line.slug, Some((self.text, self.parts)));
        let open = self.view.shown.open.as_ref();
        WrittenItem { text, beside: open.map(|open| open.beside.clone()).unwrap_or_default() }
    }

    async fn draw(&self, web: &Web, visitor: &Visitor) -> Result<Response, Fault> {
        let line = &self.view.line;
        let which = (line.pool(), line.exam.as_str(), line.slug.as_str());
        let (language, draft) = (&self.translation.language, self.draft(Some(&self.translation)));
        let look = match web.app.items.look_in(&visitor.asking, which, draft, language).await {
            Ok(look) => look.filter(|_| is_language_tag(language)),
            Err(AppError::Invalid(_)) => None,
            Err(error) => return Err(error.into()),
        };
        let heading = match language.is_empty() {
            true => format!("{} in another language", line.slug),
            false => format!("{} in {language}", line.slug),
        };
        let errors: Vec<ui::FieldError> = self
            .faults
            .iter()
            .map(|fault| ui::FieldError { field: fault.field.to_owned(), text: fault.text.clone() })
            .collect();
        let main = html! {
            (ui::error_summary(&errors))
            (ui::breadcrumbs(&crumbs(&line.exam, line.pool())))
            (ui::page_header(&heading, "Keys, letters and everything else stay the item's own. The \
                examination is given in the language that the item was written in.", html! {
                (state_chip(line.state))
                (tag(&format!("version {}", line.latest)))
                (ui::link_button("The item", &format!("{}/write", place(line.id)), ui::ButtonKind::Quiet))
            }))
            (changed(self.is_stale))
            div class="editor" {
                (self.form(visitor))
                div class="editor-side stack" id="look" { (preview(self, look.as_ref())) }
            }
        };
        let status = match (self.is_stale, self.faults.is_empty()) {
            (true, _) => StatusCode::CONFLICT,
            (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
            (false, true) => StatusCode::OK,
        };
        Ok((status, visitor.bank_page(web, &title(&heading, &self.faults), main)).into_response())
    }

    fn form(&self, visitor: &Visitor) -> Markup {
        let fault = self.faults.iter().find(|fault| fault.field == "language");
        let language = ui::Field::new("language", "Language tag")
            .help("Such as de, pt-BR or zh-Hans (BCP 47).")
            .value(&self.translation.language)
            .short()
            .error(fault.map_or("", |fault| &fault.text));
        let is_known = self.parts.translations.iter().any(|one| one.language == self.translation.language);
        let act = |label: &str, value: &str, kind| {
            ui::button(&ui::Button {
                label: label.to_owned(),
                kind,
                name: "do".into(),
                value: value.to_owned(),
            })
        };
        html! {
            form class="form" method="post" action={ (place(self.view.line.id)) "/languages" } novalidate
                data-writing {
                (ui::csrf_field(visitor.csrf()))
                input type="hidden" name="seq" value=(self.view.seq);
                section class="card" aria-label="Which language" {
                    @if is_known {
                        input type="hidden" name="language" value=(self.translation.language);
                        p { "Language " code { (self.translation.language) } }
                    } @else { (ui::field(&language)) }
                }
                section class="card" aria-labelledby="texts-title" {
                    h2 id="texts-title" { "Texts" }
                    (self.pair("stem", "Situation and question", &self.parts.stem, &self.translation.stem))
                    @for own in &self.parts.options {
                        @let other = self.translation.options.iter().find(|other| other.id == own.id);
                        (self.pair(&format!("o-{}-text", own.id), &format!("Option {}", own.id), &own.text,
                            other.map_or("", |other| &other.text)))
                        (self.pair(&format!("o-{}-why", own.id), &format!("Reason of option {}", own.id),
                            &own.rationale, other.map_or("", |other| &other.rationale)))
                    }
                }
                div class="save-bar" {
                    span class="save-state" role="status" data-save-state { }
                    span class="cluster" {
                        (act("Save this language", "save", ui::ButtonKind::Primary))
                        (act("Look at it", "look", ui::ButtonKind::Secondary))
                        @if is_known { (act("Take this language away", "drop", ui::ButtonKind::Quiet)) }
                    }
                }
            }
        }
    }

    /// A text as it was written, and its field.
    fn pair(&self, name: &str, label: &str, source: &str, value: &str) -> Markup {
        let own = (!self.parts.language.is_empty()).then_some(self.parts.language.as_str());
        let language = is_language_tag(&self.translation.language).then_some(&self.translation.language);
        let (direction, id) = (language.map(|language| ui::direction(language)), format!("f-{name}"));
        html! {
            div class="translation-pair" {
                // The label is the page's own, the field alone is in the other language.
                label class="field-label" for=(id) { (label) }
                blockquote class="translation-source" lang=[own] { (source) }
                textarea class="input" id=(id) name=(name) rows=(rows_of(source)) lang=[language]
                    dir=[direction] { (value) }
            }
        }
    }
}

/// Lines that a text takes in a field.
fn rows_of(text: &str) -> u8 {
    const LINE_CHARS: usize = 44;
    let lines: usize = text.split('\n').map(|line| line.chars().count() / LINE_CHARS + 1).sum();
    u8::try_from(lines.clamp(2, 24)).unwrap_or(24)
}

fn preview(writing: &LanguageWriting<'_>, look: Option<&LanguageLook>) -> Markup {
    let Some(look) = look else {
        return html! { p class="muted" { "Name its language, and it is shown here." } };
    };
    let line = &writing.view.line;
    let address = media_of(line.id, line.latest);
    html! {
        section class="item-preview" aria-labelledby="preview-title" {
            div class="item-preview-bar" {
                h2 id="preview-title" { "In " (look.line.language) }
                fieldset class="item-looks" {
                    legend class="visually-hidden" { "Look at it as" }
                    label { input type="radio" name="preview" value="exam" checked; "Exam" }
                    label { input type="radio" name="preview" value="practice"; "Practice, with feedback" }
                    label { input type="radio" name="preview" value="phone"; "Phone" }
                }
            }
            div class="item-preview-body item-plain" { (asked(&look.preview, "asked", &address)) }
            div class="item-preview-body item-told" {
                (with_key(&look.preview, (writing.parts, &look.reasons), "told", &address))
            }
        }
        section class="card" aria-label="How far it stands" { (stands(&look.line)) }
    }
}

/// How far a language stands, in a sentence.
fn stands(line: &LanguageLine) -> Markup {
    html! {
        @if line.missing.is_empty() { (ui::chip(ui::Tone::Good, "Everything is there")) }
        @else { (ui::chip(ui::Tone::Attention, "Not whole")) " It lacks " (line.missing.join(", ")) "." }
        @if line.is_older { " " (ui::chip(ui::Tone::Attention, "Of an older wording")) }
    }
}

/// The languages of an item on the page where it is written.
pub(super) fn section(id: ItemId, lines: &[LanguageLine]) -> Markup {
    let here = format!("{}/languages", place(id));
    html! {
        section class="card" aria-labelledby="languages-title" {
            h2 id="languages-title" { "Other languages" }
            @if lines.is_empty() { p class="muted" { "It is in one language." } }
            @else {
                ul class="mini" {
                    @for line in lines {
                        li {
                            a href={ (here) "?language=" (line.language) } { "In " (line.language) } " "
                            (stands(line))
                        }
                    }
                }
            }
            p { (ui::link_button("Write it in another language", &here, ui::ButtonKind::Quiet)) }
        }
    }
}
