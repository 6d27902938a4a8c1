//! Tables that scroll inside themselves, and the way through their pages.

use super::icon::{Icon, icon};
use super::status::{EmptyState, empty_state};
use maud::{Markup, html};

/// One column of a table.
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// The header.
    pub title: String,
    /// Numbers, set flush right in tabular figures.
    pub numeric: bool,
}

impl Column {
    /// A column of text.
    pub fn text(title: impl Into<String>) -> Self {
        Self { title: title.into(), numeric: false }
    }
    /// A column of numbers.
    pub fn number(title: impl Into<String>) -> Self {
        Self { title: title.into(), numeric: true }
    }
}

/// A table; the first cell of each row is its header.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// What the table shows.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, one cell a column.
    pub rows: Vec<Vec<Markup>>,
    /// What stands there if there are no rows.
    pub empty: EmptyState,
    /// Where the same list is as CSV; empty for nowhere.
    pub csv: String,
    /// Filters above the table; may be empty.
    pub filters: Markup,
    /// On a phone each row is a card, its cells under their headers: for sentences rather than figures.
    pub cards: bool,
}

impl Table {
    /// A table without rows.
    pub fn new(caption: impl Into<String>, columns: Vec<Column>) -> Self {
        Self { caption: caption.into(), columns, ..Self::default() }
    }
    /// Sets the rows.
    #[must_use]
    pub fn rows(mut self, rows: Vec<Vec<Markup>>) -> Self {
        self.rows = rows;
        self
    }
    /// Sets what stands there without rows.
    #[must_use]
    pub fn empty(mut self, empty: EmptyState) -> Self {
        self.empty = empty;
        self
    }
    /// Sets where the list is as CSV.
    #[must_use]
    pub fn csv(mut self, href: impl Into<String>) -> Self {
        self.csv = href.into();
        self
    }
    /// Makes each row a card on a phone.
    #[must_use]
    pub fn cards(mut self) -> Self {
        self.cards = true;
        self
    }
    /// Sets the filters: fields inside a GET form.
    #[must_use]
    pub fn filters(mut self, filters: Markup) -> Self {
        self.filters = filters;
        self
    }
}

/// Draws a table.
pub fn table(table: &Table) -> Markup {
    html! {
        div class="table-block" {
            @if !table.filters.0.is_empty() { div class="filters" { (table.filters) } }
            @if table.rows.is_empty() {
                @if !table.caption.is_empty() { p class="table-caption" { (table.caption) } }
                (empty_state(&table.empty))
            } @else {
                // Focusable so that a keyboard can scroll it.
                div class="table-scroll" role="region" aria-label=(table.caption) tabindex="0" {
                    table class=[table.cards.then_some("table-cards")] {
                        caption class="table-caption" { (table.caption) }
                        thead { tr {
                            @for column in &table.columns {
                                th scope="col" class=[column.numeric.then_some("number")] { (column.title) }
                            }
                        } }
                        tbody { @for row in &table.rows { (table_row(&table.columns, row)) } }
                    }
                }
                @if !table.csv.is_empty() {
                    p class="table-foot" {
                        a class="with-icon" href=(table.csv) { (icon(Icon::Download)) span {
                            "Download as CSV" } }
                    }
                }
            }
        }
    }
}

fn table_row(columns: &[Column], row: &[Markup]) -> Markup {
    html! {
        tr {
            @for (index, cell) in row.iter().enumerate() {
                @let numeric = columns.get(index).is_some_and(|column| column.numeric);
                @let title = columns.get(index).map(|column| column.title.as_str());
                @if index == 0 { th scope="row" class=[numeric.then_some("number")] { (cell) } }
                @else { td class=[numeric.then_some("number")] data-title=[title] { (cell) } }
            }
        }
    }
}

/// Where one is in a long list.
#[derive(Debug, Clone, Default)]
pub struct Pagination {
    /// The place in words: '51 to 100 of 1,204'.
    pub text: String,
    /// The page before, if any.
    pub previous: Option<String>,
    /// The page after, if any.
    pub next: Option<String>,
}

/// Draws the way through a long list.
pub fn pagination(pagination: &Pagination) -> Markup {
    html! {
        nav class="pagination" aria-label="Pages" {
            @match &pagination.previous {
                Some(href) => { a class="button button-secondary" rel="prev" href=(href) { "Previous" } }
                None => { span {} }
            }
            span class="pagination-text" { (pagination.text) }
            @match &pagination.next {
                Some(href) => { a class="button button-secondary" rel="next" href=(href) { "Next" } }
                None => { span {} }
            }
        }
    }
}
