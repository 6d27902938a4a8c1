//! The pictures of an item that is written: listed, with the fields for one more.

use assay_app::{FieldFault, ItemFile, PICTURE_BYTES_MAX};
use maud::{Markup, html};

use super::{
    draft::{ItemWriting, TAKE_AWAY, WrittenAs},
    draw::media_of,
    parts::shows,
    shared::place,
};
use crate::ui;

/// What a browser offers; what a file is, its bytes say.
const ACCEPT: &str = ".png,.jpg,.jpeg,.webp,.gif,.svg";

/// What is there, and the fields for one more.
pub(super) fn section(writing: &ItemWriting) -> Markup {
    let beside = match &writing.form {
        WrittenAs::Parts(typed) => typed.beside.as_slice(),
        WrittenAs::File(draft) => draft.beside.as_slice(),
    };
    let pictures: Vec<&ItemFile> = beside.iter().filter(|file| file.is_picture()).collect();
    let action = match &writing.item {
        Some(item) => format!("{}/write/picture", place(item.id)),
        None => format!("/admin/bank/{}/write/picture", writing.exam),
    };
    let fault = |field: &str| {
        let mut faults = writing.faults.iter();
        faults.find(|fault: &&FieldFault| fault.field == field).map_or("", |fault| &fault.text)
    };
    let most = PICTURE_BYTES_MAX >> 20;
    let file = ui::Field::new("file", "Another picture")
        .help(format!(
            "PNG, JPEG, WebP, GIF or plain SVG, at most {most} MB. Its place is a line such as \
            ![what it shows](name.png); move that line where it belongs."
        ))
        .optional()
        .error(fault("file"));
    let alt = ui::Field::new("alt", "What it shows")
        .help("For whoever cannot see it: what the question needs of it, and no more.")
        .optional()
        .error(fault("alt"));
    html! {
        section class="card" aria-labelledby="pictures-title" {
            h2 id="pictures-title" { "Pictures" }
            @if pictures.is_empty() { p class="muted" { "There is none." } }
            @else { ul class="item-pictures" { @for file in pictures { (line(writing, file)) } } }
            (ui::file_field(&file, ACCEPT))
            @if matches!(writing.form, WrittenAs::Parts(_)) { (ui::field(&alt)) }
            button class=(ui::ButtonKind::Secondary.class()) type="submit" formaction=(action)
                formenctype="multipart/form-data" name="do" value="picture" { "Add the picture" }
        }
    }
}

fn line(writing: &ItemWriting, file: &ItemFile) -> Markup {
    let is_shown = match &writing.form {
        WrittenAs::Parts(typed) => shows(&typed.parts, &file.name),
        WrittenAs::File(_) => true,
    };
    html! {
        li {
            @if let Some(item) = &writing.item {
                img src=(media_of(item.id, item.version)(&file.name)) alt="" loading="lazy";
            }
            span {
                code { (file.name) } " " span class="muted" { (size_words(file.size())) }
                @if !is_shown { " " (ui::chip(ui::Tone::Attention, "No text shows it")) }
            }
            button class=(ui::ButtonKind::Quiet.class()) type="submit" name="do"
                value={ (TAKE_AWAY) (file.name) } {
                    "Take away" span class="visually-hidden" { " " (file.name) }
                }
        }
    }
}

/// `812 bytes`, `13 KB`, `1.2 MB`.
fn size_words(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}
