//! Headings, sections, facts, breadcrumbs, code, dialogs.

use super::icon::{Icon, icon};
use maud::{Markup, html};

/// One step of the way to a page.
#[derive(Debug, Clone, Default)]
pub struct Crumb {
    /// The page's name.
    pub label: String,
    /// Where it is.
    pub href: String,
}

impl Crumb {
    /// A crumb.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// The way to this page; the page itself is not in it.
pub fn breadcrumbs(crumbs: &[Crumb]) -> Markup {
    html! {
        nav class="breadcrumbs" aria-label="Breadcrumbs" {
            ol { @for crumb in crumbs { li { a href=(crumb.href) { (crumb.label) } } } }
        }
    }
}

/// The head of a page: what it is, one line about it, its actions.
pub fn page_header(title: &str, lead: &str, actions: Markup) -> Markup {
    html! {
        div class="page-header" {
            div {
                h1 { (title) }
                @if !lead.is_empty() { p class="lead" { (lead) } }
            }
            @if !actions.0.is_empty() { div class="page-actions" { (actions) } }
        }
    }
}

/// A section with a heading one can link to.
pub fn section(id: &str, title: &str, body: Markup) -> Markup {
    html! {
        section class="section" id=(id) aria-labelledby={ (id) "-title" } {
            h2 id={ (id) "-title" } { (title) }
            (body)
        }
    }
}

/// One fact: a term and what is known about it.
#[derive(Debug, Clone, Default)]
pub struct TermFact {
    /// The term.
    pub term: String,
    /// What is known.
    pub value: Markup,
}

impl TermFact {
    /// A fact in plain text.
    pub fn new(term: impl Into<String>, value: impl AsRef<str>) -> Self {
        Self { term: term.into(), value: html! { (value.as_ref()) } }
    }
    /// A fact with links, chips or several lines.
    pub fn rich(term: impl Into<String>, value: Markup) -> Self {
        Self { term: term.into(), value }
    }
}

/// A list of facts; one of which nothing is known is left out.
pub fn facts(facts: &[TermFact]) -> Markup {
    html! {
        dl class="facts" {
            @for fact in facts.iter().filter(|fact| !fact.value.0.is_empty()) {
                div class="fact" { dt { (fact.term) } dd { (fact.value) } }
            }
        }
    }
}

/// Text of a machine, with a caption that says what it is.
pub fn code_block(caption: &str, code: &str) -> Markup {
    html! {
        figure class="code" {
            @if !caption.is_empty() { figcaption { (caption) } }
            pre tabindex="0" { code { (code) } }
        }
    }
}

/// A button and the dialog it opens; works without scripts (popover).
pub fn dialog(id: &str, open_label: &str, title: &str, body: Markup) -> Markup {
    html! {
        button class="button button-secondary" type="button" popovertarget=(id) { (open_label) }
        div class="dialog" id=(id) popover="auto" role="dialog" aria-labelledby={ (id) "-title" } {
            div class="dialog-head" {
                h2 id={ (id) "-title" } { (title) }
                button class="button button-quiet" type="button" popovertarget=(id)
                    popovertargetaction="hide" {
                    (icon(Icon::Cross)) span class="visually-hidden" { "Close" }
                }
            }
            (body)
        }
    }
}
