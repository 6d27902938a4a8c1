//! A version of an item as a candidate sees it, with its key, and what rules and reading found in it.

use std::collections::BTreeMap;

use assay_app::{ItemLook, ItemParts, ItemVersionView};
use assay_bank::{
    DeliveryItem,
    work::{ItemId, ItemPool},
};
use assay_kernel::{Diagnostic, Severity};
use assay_qti::view::ViewNode;
use maud::{Markup, html};

use super::shared::place;
use crate::{problem::encode, ui};

/// The response variable of an item in its own words.
const RESPONSE: &str = "RESPONSE";

/// Where a picture of a version is.
pub(super) fn media_of(id: ItemId, version: u32) -> impl Fn(&str) -> String {
    move |name| format!("{}/media?version={version}&name={}", place(id), encode(name))
}

/// The question alone, which nobody answers here.
pub(super) fn asked(item: &DeliveryItem, prefix: &str, address: &dyn Fn(&str) -> String) -> Markup {
    drawn(item, prefix, address, true, None)
}

/// The question to be answered.
pub(super) fn to_answer(
    item: &DeliveryItem,
    address: &dyn Fn(&str) -> String,
    own: &ui::Responses,
) -> Markup {
    let shown = ui::QuestionShown {
        view: &item.view,
        prefix: "f",
        responses: own,
        faults: &[],
        is_locked: false,
        is_guarded: false,
        address,
    };
    ui::question(&shown, None)
}

fn drawn(
    item: &DeliveryItem,
    prefix: &str,
    address: &dyn Fn(&str) -> String,
    is_locked: bool,
    key: Option<&ui::ReleasedKey<'_>>,
) -> Markup {
    let empty = ui::Responses::new();
    let shown = ui::QuestionShown {
        view: &item.view,
        prefix,
        responses: &empty,
        faults: &[],
        is_locked,
        is_guarded: false,
        address,
    };
    ui::question(&shown, key)
}

/// An item in its own words with the reason of each option.
pub(super) type ReasonedItem<'a> = (&'a ItemParts, &'a BTreeMap<String, Vec<ViewNode>>);

/// The question with its key and the reason of each option, where it is in its own words.
pub(super) fn with_key(
    item: &DeliveryItem,
    (parts, reasons): ReasonedItem<'_>,
    prefix: &str,
    address: &dyn Fn(&str) -> String,
) -> Markup {
    let right = parts.options.iter().filter(|option| option.is_key).map(|option| option.id.clone());
    let right = ui::Responses::from([(RESPONSE.to_owned(), right.collect())]);
    let key = ui::ReleasedKey { right: &right, reasons };
    drawn(item, prefix, address, true, Some(&key))
}

/// A version, with its key where whoever asks may see it.
pub(super) fn version(id: ItemId, shown: &ItemVersionView) -> Markup {
    let address = media_of(id, shown.number);
    let told = shown.open.as_ref().and_then(|open| Some((open.parts.as_ref()?, &open.reasons)));
    html! {
        @if let Some(unfit) = &shown.unfit {
            (ui::banner(&ui::Banner::new(ui::Tone::Attention, "This version cannot be given to anybody")
                .body(html! { p { "This item " (unfit) "." } })))
        }
        @match told {
            Some(told) => (with_key(&shown.preview, told, "key", &address)),
            None => (asked(&shown.preview, "asked", &address)),
        }
    }
}

/// How the live preview is looked at: by the sheet of style alone, so that it works without a script.
const LOOKS: [(&str, &str); 4] =
    [("exam", "Exam"), ("practice", "Practice, with feedback"), ("phone", "Phone"), ("rtl", "Right to left")];

/// The preview of what is being written.
pub(super) fn preview(look: &ItemLook, address: &dyn Fn(&str) -> String, pool: ItemPool) -> Markup {
    let item = &look.preview;
    let told = look.parts.as_ref().map(|parts| (parts, &look.reasons));
    let first = if pool == ItemPool::Practice { "practice" } else { "exam" };
    html! {
        section class="item-preview" aria-labelledby="preview-title" {
            div class="item-preview-bar" {
                h2 id="preview-title" { "As the candidate sees it" }
                fieldset class="item-looks" {
                    legend class="visually-hidden" { "Look at it as" }
                    @for (value, label) in LOOKS {
                        label { input type="radio" name="preview" value=(value) checked[value == first];
                            (label) }
                    }
                }
            }
            @if let Some(unfit) = &look.unfit {
                p class="item-unfit" { "It cannot be given to anybody yet: this item " (unfit) "." }
            }
            div class="item-preview-body item-plain" { (asked(item, "asked", address)) }
            @if let Some(told) = told {
                div class="item-preview-body item-told" { (with_key(item, told, "told", address)) }
            }
        }
    }
}

/// What was found: counts first, then each with its code.
pub(super) fn findings(faults: &[Diagnostic]) -> Markup {
    let errors = faults.iter().filter(|fault| fault.severity == Severity::Error).count();
    let thoughts = faults.len() - errors;
    html! {
        section class="card" aria-labelledby="lint-title" {
            div class="row-between" {
                h2 id="lint-title" { "Lint" }
                p class="cluster" role="status" {
                    @if errors > 0 { (ui::chip(ui::Tone::Bad, &format!("{errors} to mend"))) }
                    @if thoughts > 0 { (ui::chip(ui::Tone::Attention, &format!("{thoughts} to think \
                        about"))) }
                    @if faults.is_empty() { (ui::chip(ui::Tone::Good, "Nothing found")) }
                }
            }
            @if faults.is_empty() {
                p class="muted small" { "A rule sees words and not meaning: this says nothing of the key." }
            } @else {
                ul class="lint" { @for fault in faults { (finding(fault)) } }
            }
        }
    }
}

fn finding(fault: &Diagnostic) -> Markup {
    let tone = match fault.severity {
        Severity::Error => ui::Tone::Bad,
        Severity::Warning => ui::Tone::Attention,
    };
    html! {
        li class=(tone.class()) {
            (ui::icon(tone_icon(tone)))
            div {
                p { (sentence(&fault.message)) }
                p {
                    @if !fault.hint.is_empty() { (sentence(&fault.hint)) " " }
                    @if fault.at.line > 1 { "Line " (fault.at.line) ". " }
                    code { (fault.code) }
                }
            }
        }
    }
}

fn tone_icon(tone: ui::Tone) -> ui::Icon {
    match tone {
        ui::Tone::Bad => ui::Icon::Cross,
        _ => ui::Icon::Attention,
    }
}

/// With a capital and a full stop.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    let text: String = first.chain(letters).collect();
    if text.ends_with(['.', '?', '!']) || text.is_empty() { text } else { format!("{text}.") }
}
