//! The text that an item shares with others, on the page where the item is written.

use assay_app::FieldFault;
use assay_bank::work::ItemPool;
use maud::{Markup, html};

use super::{
    draft::{ItemWriting, WrittenAs},
    shared::place,
};
use crate::{problem::encode, ui};

/// Where a shared text is written.
pub(super) fn text_place(exam: &str, pool: ItemPool, name: &str) -> String {
    format!("/admin/bank/{exam}/texts/{}?pool={}", encode(name), pool.as_str())
}

/// Which text it is, who else has it, and the fields for another one.
pub(super) fn section(writing: &ItemWriting) -> Markup {
    let WrittenAs::Parts(typed) = &writing.form else { return html! {} };
    let now = typed.parts.stimulus.as_str();
    let mut names: Vec<&str> = writing.shared.iter().map(|line| line.name.as_str()).collect();
    if !now.is_empty() && !names.contains(&now) {
        names.push(now);
    }
    let none = ui::Choice::new("", "None").chosen(now.is_empty());
    let choices = names.iter().map(|name| ui::Choice::new(*name, *name).chosen(*name == now));
    let choices: Vec<_> = std::iter::once(none).chain(choices).collect();
    let fault = writing.faults.iter().find(|fault: &&FieldFault| fault.field == "shared_new");
    let new = ui::Field::new("shared_new", "Or begin a new one, called")
        .help("Such as case-web-shop. The text is written on a page of its own once this item is saved.")
        .optional()
        .short()
        .error(fault.map_or("", |fault| &fault.text));
    let line = writing.shared.iter().find(|line| line.name == now);
    let others = line.iter().flat_map(|line| &line.items).filter(|item| item.slug != writing.slug);
    let others: Vec<_> = others.collect();
    html! {
        section class="card" aria-labelledby="shared-title" {
            h2 id="shared-title" { "Shared text" }
            @if !now.is_empty() {
                p {
                    a href=(text_place(&writing.exam, writing.pool, now)) { "Write “" (now) "”" }
                    @if others.is_empty() { ". No other item shares it yet." }
                    @else {
                        ", which it shares with "
                        @for (at, item) in others.iter().enumerate() {
                            @if at > 0 { ", " } a href=(place(item.id)) { (item.slug) }
                        }
                        ". Who edits it edits them all; items that share a text may give each other away."
                    }
                }
            }
            (ui::select(&ui::Field::new("shared", "It stands above the question").optional(), &choices))
            (ui::field(&new))
            p { a href={ "/admin/bank/" (writing.exam) "/texts?pool=" (writing.pool.as_str()) } {
                "Every shared text of " (writing.exam)
            } }
        }
    }
}
