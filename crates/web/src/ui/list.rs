//! A list that is worked with: searched, filtered, sorted, counted, paged, exported; cards on a phone.
//!
//! All of its state stands in the address: what is on are links that take it off, a column's header is a link
//! that sorts by it. The script adds keys alone (`list.js`), and can be switched off.

use super::action::{ButtonKind, submit_button};
use super::field::{Field, InputKind, field};
use super::form::Choice;
use super::icon::{Icon, icon};
use super::status::{EmptyState, empty_state};
use maud::{Markup, html};

/// How a column behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Width {
    /// What the row is about: it leads there, and breaks where it is long.
    #[default]
    Name,
    /// A text that breaks where it is long: an address, a sentence.
    Text,
    /// Short: it never breaks.
    Fixed,
    /// A number, set flush right.
    Number,
}

/// The header of a column.
#[derive(Debug, Clone, Default)]
pub struct ListColumn {
    /// Its words.
    pub title: String,
    /// How it behaves.
    pub width: Width,
    /// Where the list is sorted by it; none where it cannot be.
    pub sort: Option<String>,
    /// How the list is sorted by it now: upwards or not.
    pub sorted: Option<bool>,
}

/// A filter behind its name.
#[derive(Debug, Clone)]
pub enum ListFilter {
    /// One of several; the first is for any.
    One {
        /// The form's name for it.
        name: String,
        /// Its words.
        label: String,
        /// What can be chosen.
        choices: Vec<Choice>,
    },
    /// From a day, until a day.
    Days {
        /// Its words.
        label: String,
        /// Name and value of both days.
        days: [(String, String); 2],
    },
}

/// Something that is on, and the address without it.
#[derive(Debug, Clone, Default)]
pub struct ListChip {
    /// What it asks.
    pub label: String,
    /// The list without it.
    pub without: String,
}

/// A list as it is drawn.
#[derive(Debug, Clone, Default)]
pub struct ListShown {
    /// What it lists: 'People'.
    pub title: String,
    /// Its address without anything.
    pub path: String,
    /// The words of the search field, and what is in it; none where nothing is searched.
    pub search: Option<(String, String)>,
    /// Its filters.
    pub filters: Vec<ListFilter>,
    /// What of the address is neither search nor filter, and stays: the order.
    pub kept: Vec<(String, String)>,
    /// What is on.
    pub chips: Vec<ListChip>,
    /// How many there are: '38 of 784 people'.
    pub count: String,
    /// Its columns.
    pub columns: Vec<ListColumn>,
    /// Its rows, a cell a column; the first is what the row is about.
    pub rows: Vec<Vec<Markup>>,
    /// What stands there without rows.
    pub empty: EmptyState,
    /// Which rows these are: '1 to 50'.
    pub place: String,
    /// The way through its pages.
    pub pages: Vec<ListPage>,
    /// Downloads, as words and address.
    pub downloads: Vec<(String, String)>,
}

/// A step of the way through pages; none between two that are not neighbours.
pub type ListPage = Option<PageLink>;

/// A page of a list.
#[derive(Debug, Clone, Default)]
pub struct PageLink {
    /// Its number, or 'Next'.
    pub label: String,
    /// Where it is; empty for the one on show.
    pub href: String,
}

/// Draws a list.
pub fn list(list: &ListShown) -> Markup {
    html! {
        div class="list" data-list="true" {
            (narrowed(list))
            @if list.rows.is_empty() { (empty_state(&list.empty)) } @else { (rows(list)) }
            (foot(list))
        }
    }
}

/// Draws search, filters and what is on, for a page that shows something else than rows.
pub fn narrowing(list: &ListShown) -> Markup {
    html! { div class="list" { (narrowed(list)) } }
}

fn narrowed(list: &ListShown) -> Markup {
    html! {
        @if list.search.is_some() || !list.filters.is_empty() { (filters(list)) }
        div class="list-chips" {
            strong { (list.count) }
            @if !list.chips.is_empty() {
                a href=(list.path) { "Clear all" }
                @for chip in &list.chips {
                    a class="list-chip" href=(chip.without) {
                        bdi { (chip.label) } (icon(Icon::Cross))
                        span class="visually-hidden" { "remove" }
                    }
                }
            }
        }
    }
}

fn filters(list: &ListShown) -> Markup {
    html! {
        form class="list-filters" method="get" action=(list.path) role="search"
            aria-label={ "Filter: " (list.title) } {
            @if let Some((label, text)) = &list.search {
                div class="list-search" {
                    (icon(Icon::Search))
                    label class="visually-hidden" for="list-q" { (label) }
                    input class="input" id="list-q" name="q" type="search" value=(text) placeholder=(label)
                        maxlength="200" data-list-search="true";
                }
            }
            @for filter in &list.filters { (one_filter(filter)) }
            @for (name, value) in &list.kept { input type="hidden" name=(name) value=(value); }
            (submit_button("Filter", ButtonKind::Secondary))
        }
    }
}

fn one_filter(filter: &ListFilter) -> Markup {
    match filter {
        ListFilter::One { name, label, choices } => html! {
            details class="menu list-filter" {
                summary { (label) }
                fieldset class="menu-panel" {
                    legend class="visually-hidden" { (label) }
                    @for (index, choice) in choices.iter().enumerate() {
                        @let id = format!("list-{name}-{index}");
                        label class="choice" for=(id) {
                            input id=(id) type="radio" name=(name) value=(choice.value)
                                checked[choice.chosen];
                            span { (choice.label) }
                        }
                    }
                }
            }
        },
        ListFilter::Days { label, days } => html! {
            details class="menu list-filter" {
                summary { (label) }
                fieldset class="menu-panel" {
                    legend class="visually-hidden" { (label) }
                    @for ((name, value), label) in days.iter().zip(["From", "Until"]) {
                        (field(&Field::new(name, label).kind(InputKind::Date).value(value)))
                    }
                }
            }
        },
    }
}

fn rows(list: &ListShown) -> Markup {
    html! {
        div class="list-table" {
            table class="table-cards" {
                caption class="visually-hidden" { (list.title) ", " (list.count) }
                thead { tr { @for column in &list.columns { (header(column)) } } }
                tbody { @for row in &list.rows { (one_row(&list.columns, row)) } }
            }
        }
    }
}

fn header(column: &ListColumn) -> Markup {
    let order = column.sorted.map(|up| if up { "ascending" } else { "descending" });
    html! {
        th scope="col" aria-sort=[order] class=[(column.width == Width::Number).then_some("number")] {
            @match &column.sort {
                Some(href) => {
                    a href=(href) {
                        (column.title)
                        @match column.sorted {
                            Some(true) => { (icon(Icon::Up)) }
                            Some(false) => { (icon(Icon::Down)) }
                            None => {}
                        }
                    }
                }
                None => { (column.title) }
            }
        }
    }
}

fn one_row(columns: &[ListColumn], row: &[Markup]) -> Markup {
    html! {
        tr {
            @for (index, (cell, column)) in row.iter().zip(columns).enumerate() {
                @let class = match column.width {
                    Width::Name => "list-name",
                    Width::Text => "list-text",
                    Width::Fixed => "list-fixed",
                    Width::Number => "list-fixed number",
                };
                @if index == 0 { th scope="row" class=(class) { (cell) } }
                // Nothing to say: on a phone the cell is left out with its name.
                @else if cell.0.is_empty() { td class={ (class) " list-nothing" } {} }
                @else { td class=(class) data-title=(column.title) { (cell) } }
            }
        }
    }
}

fn foot(list: &ListShown) -> Markup {
    html! {
        div class="list-foot" {
            @if !list.rows.is_empty() { p { (list.place) } }
            @if list.pages.len() > 1 {
                nav class="list-pages" aria-label="Pages" {
                    @for page in &list.pages {
                        @match page {
                            Some(PageLink { label, href }) if href.is_empty() => {
                                span aria-current="page" { span class="visually-hidden" { "Page " } (label) }
                            }
                            Some(PageLink { label, href }) => {
                                a href=(href) {
                                    @if label.starts_with(|letter: char| letter.is_ascii_digit()) {
                                        span class="visually-hidden" { "Page " }
                                    }
                                    (label)
                                }
                            }
                            None => { span class="list-gap" aria-hidden="true" { "…" } }
                        }
                    }
                }
            }
        }
        @if !list.rows.is_empty() {
            div class="list-foot list-more" {
                p {
                    @for (label, href) in &list.downloads {
                        a class="with-icon" href=(href) { (icon(Icon::Download)) span { (label) } } " "
                    }
                }
                p class="list-keys" data-list-keys="true" hidden {
                    span data-list-hint="true" {
                        "Keys: " @if list.search.is_some() { kbd { "/" } " search, " }
                        kbd { "j" } " " kbd { "k" } " down and up, " kbd { "Enter" } " open. "
                    }
                    button class="button button-quiet button-small" type="button" { "Switch keys off" }
                }
            }
        }
    }
}

/// A list and the rooms beside it, for the style guide.
pub(super) fn specimen() -> Markup {
    let column = |title: &str, width, sorted: Option<bool>| ListColumn {
        title: title.to_owned(),
        width,
        sort: sorted.map(|_| "#lists".to_owned()),
        sorted,
    };
    let choices = vec![Choice::new("", "any").chosen(true), Choice::new("active", "active")];
    let row = |name: &str, address: &str, until: &str| {
        vec![html! { a href="#lists" { bdi { (name) } } }, html! { (address) }, html! { (until) }]
    };
    let long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschafterin";
    let page = |label: &str, href: &str| Some(PageLink { label: label.to_owned(), href: href.to_owned() });
    list(&ListShown {
        title: "Holders".to_owned(),
        path: "#lists".to_owned(),
        search: Some(("Name or address".to_owned(), String::new())),
        filters: vec![
            ListFilter::One { name: "state".to_owned(), label: "State".to_owned(), choices },
            ListFilter::Days {
                label: "Ends".to_owned(),
                days: [("from".to_owned(), String::new()), ("until".to_owned(), "2025-12-31".to_owned())],
            },
        ],
        chips: vec![ListChip { label: "Until 31 December 2025".to_owned(), without: "#lists".to_owned() }],
        count: "2 of 1,106 holders".to_owned(),
        columns: vec![
            column("Name", Width::Name, Some(true)),
            column("Address", Width::Text, None),
            ListColumn { sorted: None, ..column("Until", Width::Fixed, Some(true)) },
        ],
        rows: vec![
            row(long, "a-rather-long-address-for-testing@some-long-domain.example", "12 October 2025"),
            row("Noa Nearly", "noa@demo.example", "2 December 2025"),
        ],
        place: "1 to 2 of 2".to_owned(),
        pages: vec![page("1", ""), page("2", "#lists"), None, page("23", "#lists"), page("Next", "#lists")],
        downloads: vec![("2 holders as CSV".to_owned(), "#lists".to_owned())],
        ..ListShown::default()
    })
}
