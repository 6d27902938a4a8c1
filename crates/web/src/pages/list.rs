//! One list of the team: its definition drives the page, the export, the address and the tests.
//!
//! What is asked stands in the address: `q`, a value a filter, `sort` (with `-` downwards) and `page`. What a
//! list does not know asks nothing, and is not carried on.

use std::borrow::Cow;

use assay_app::{Asking, DaysBetween, Listed, PAGE_ROWS};
use assay_assessment::registration::long;
use assay_kernel::Date;
use axum::{
    extract::{FromRequestParts, Query},
    http::request::Parts,
};
use maud::{Markup, html};

use super::csv::ROWS_MAX;
use crate::{fault::Fault, problem::encode, ui};

mod export;

/// Letters of a search.
const SEARCH_CHARS_MAX: usize = 200;

/// A list: what can be asked of it, and what it shows.
pub(crate) struct ListOf<L: 'static> {
    /// Where it stands.
    pub path: Cow<'static, str>,
    /// Its name.
    pub title: &'static str,
    /// One of it and many of it: 'person', 'people'.
    pub noun: (&'static str, &'static str),
    /// The words of the search field; none where nothing is searched.
    pub search: Option<&'static str>,
    /// Its filters, in their order.
    pub filters: Vec<Narrowing>,
    /// The order it has unless another one is asked for: a column's key, with `-` downwards.
    pub order: &'static str,
    /// What a page shows.
    pub columns: Vec<ListedColumn<L>>,
    /// What an export has: one value a cell, ids, ISO dates.
    pub cells: Vec<Cell<L>>,
    /// What stands there while there is nothing at all.
    pub empty: (&'static str, &'static str),
}

/// A column of a page.
pub(crate) struct ListedColumn<L> {
    pub title: &'static str,
    pub width: ui::Width,
    /// Its key in the address, where the list can be sorted by it.
    pub sort: Option<&'static str>,
    pub show: fn(&L, &Asking) -> Markup,
}

/// A column of an export: its name and its value.
pub(crate) type Cell<L> = (&'static str, fn(&L, &Asking) -> String);

/// What can be asked besides a text.
pub(crate) enum Narrowing {
    /// One of several values.
    One {
        name: &'static str,
        label: &'static str,
        /// Value and words.
        choices: Vec<(String, String)>,
    },
    /// From a day, until a day: the names of both, and the words before them where they are on.
    Days { label: &'static str, names: [&'static str; 2], words: [&'static str; 2] },
}

/// A list is asked for by the pairs of its query.
pub(crate) struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// Nothing is asked: the list stands below a form that is shown once more.
    pub(crate) fn none() -> Self {
        Pairs(Vec::new())
    }

    /// What an address asks behind its path: as [`ListOf::elsewhere`] writes it.
    pub(crate) fn of_query(query: &str) -> Self {
        let query = query.strip_prefix('?').unwrap_or(query);
        Pairs(form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    /// The first value of a name; empty where there is none.
    pub(crate) fn first(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    /// Every value of a name.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        let of = self.0.iter().filter(|(known, _)| known == name);
        of.map(|(_, value)| value.trim().to_owned()).collect()
    }

    /// Which page is asked for.
    pub(crate) fn page(&self) -> i64 {
        self.first("page").parse().unwrap_or(1)
    }
}

impl<S: Sync> FromRequestParts<S> for Pairs {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Fault> {
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
        Ok(Pairs(pairs.map(|Query(pairs)| pairs).unwrap_or_default()))
    }
}

/// What is asked of a list, as far as it knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ListAsked {
    /// Search and filters that are on, in the order of the list.
    on: Vec<(&'static str, String)>,
    /// The order, where it is not the list's own.
    sort: Option<String>,
    page: i64,
    for_excel: bool,
}

impl ListAsked {
    /// The value of a filter; empty where it is off.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.on.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value.as_str())
    }

    /// A span of days.
    pub(crate) fn days(&self, from: &str, until: &str) -> DaysBetween {
        DaysBetween { from: self.value(from).parse().ok(), until: self.value(until).parse().ok() }
    }

    /// The page.
    pub(crate) fn page(&self) -> i64 {
        self.page
    }
}

impl<L> ListOf<L> {
    /// What is asked of this list.
    pub(crate) fn asked(&self, Pairs(pairs): &Pairs) -> ListAsked {
        let of = |name: &str| {
            let mut values = pairs.iter().filter(|(known, _)| known == name).map(|(_, value)| value.trim());
            values.next().unwrap_or_default()
        };
        let mut on = Vec::new();
        let text: String = of("q").chars().take(SEARCH_CHARS_MAX).collect();
        if self.search.is_some() && !text.is_empty() {
            on.push(("q", text));
        }
        for filter in &self.filters {
            match filter {
                Narrowing::One { name, choices, .. } => {
                    let known = choices.iter().find(|(value, _)| value == of(name) && !value.is_empty());
                    on.extend(known.map(|(value, _)| (*name, value.clone())));
                }
                Narrowing::Days { names, .. } => {
                    let day = |name: &&'static str| of(name).parse::<Date>().ok().map(|day| (*name, day));
                    on.extend(names.iter().filter_map(day).map(|(name, day)| (name, day.to_string())));
                }
            }
        }
        let sort = of("sort");
        let known = self.columns.iter().filter_map(|column| column.sort).any(|key| key == bare(sort));
        let sort = (known && sort != self.order).then(|| sort.to_owned());
        ListAsked { on, sort, page: of("page").parse().unwrap_or(1), for_excel: of("for") == "excel" }
    }

    /// The order that is asked for: a column's key, and whether it goes upwards.
    pub(crate) fn sorted<'a>(&self, asked: &'a ListAsked) -> (&'a str, bool) {
        let sort = asked.sort.as_deref().unwrap_or(self.order);
        (bare(sort), !sort.starts_with('-'))
    }

    /// The address of this list with what is asked.
    fn href(&self, path: &str, on: &[(&'static str, String)], more: &[(&str, String)]) -> String {
        let pairs = on.iter().map(|(name, value)| (*name, value)).chain(more.iter().map(|(n, v)| (*n, v)));
        let pairs: Vec<String> = pairs.map(|(name, value)| format!("{name}={}", encode(value))).collect();
        if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
    }

    fn sort_of(sort: Option<&str>) -> Vec<(&'static str, String)> {
        sort.map(|sort| ("sort", sort.to_owned())).into_iter().collect()
    }

    /// The list as it is drawn.
    pub(crate) fn page(&self, asked: &ListAsked, asking: &Asking, listed: &Listed<L>) -> Markup {
        let many = match listed.has_more {
            true => format!("more than {}", grouped(listed.count)),
            false => grouped(listed.count),
        };
        let title = if listed.of == 1 { self.noun.0 } else { self.noun.1 };
        let count = match asked.on.is_empty() {
            true => format!("{many} {title}"),
            false => format!("{many} of {} {title}", grouped(listed.of)),
        };
        let from = (listed.page - 1) * PAGE_ROWS;
        let rows = listed
            .lines
            .iter()
            .map(|line| self.columns.iter().map(|column| (column.show)(line, asking)).collect::<Vec<_>>());
        let empty = match asked.on.is_empty() {
            true => ui::EmptyState::new(self.empty.0, self.empty.1),
            false => ui::EmptyState::new(
                format!("No {} match these filters", self.noun.1),
                match self.search {
                    Some(_) => "Remove a filter above, or search for less.",
                    None => "Remove a filter above.",
                },
            ),
        };
        let until = from + i64::try_from(listed.lines.len()).unwrap_or_default();
        ui::list(&ui::ListShown {
            columns: self.columns.iter().map(|column| self.header(column, asked)).collect(),
            rows: rows.collect(),
            empty,
            place: format!("{} to {} of {many}", grouped(from + 1), grouped(until)),
            pages: self.pages(asked, listed.page, (listed.count, listed.has_more)),
            downloads: self.downloads(asked, (listed.count, listed.has_more)),
            ..self.narrowed(asked, count)
        })
    }

    /// Search, filters and what is on, with what stands before them: for a page that shows no rows.
    pub(crate) fn narrowing(&self, asked: &ListAsked, count: String) -> Markup {
        ui::narrowing(&self.narrowed(asked, count))
    }

    fn narrowed(&self, asked: &ListAsked, count: String) -> ui::ListShown {
        let sort = Self::sort_of(asked.sort.as_deref());
        ui::ListShown {
            title: self.title.to_owned(),
            path: self.href(&self.path, &[], &sort),
            search: self.search.map(|label| (label.to_owned(), asked.value("q").to_owned())),
            filters: self.filters.iter().map(|filter| drawn(filter, asked)).collect(),
            kept: sort.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            chips: self.chips(asked),
            count,
            ..ui::ListShown::default()
        }
    }

    /// Another address with the same that is asked.
    pub(crate) fn elsewhere(&self, path: &str, asked: &ListAsked) -> String {
        self.href(path, &asked.on, &[])
    }

    /// What is asked, filter by filter, in words.
    pub(crate) fn told(&self, asked: &ListAsked) -> Vec<String> {
        asked.on.iter().map(|(name, value)| self.words(name, value)).collect()
    }

    fn chips(&self, asked: &ListAsked) -> Vec<ui::ListChip> {
        let chip = |(at, (name, value)): (usize, &(&'static str, String))| {
            let mut rest = asked.on.clone();
            rest.remove(at);
            let label = self.words(name, value);
            ui::ListChip {
                label,
                without: self.href(&self.path, &rest, &Self::sort_of(asked.sort.as_deref())),
            }
        };
        asked.on.iter().enumerate().map(chip).collect()
    }

    /// What a filter that is on asks, in words.
    fn words(&self, name: &str, value: &str) -> String {
        for filter in &self.filters {
            match filter {
                Narrowing::One { name: known, label, choices } if *known == name => {
                    let words = choices.iter().find(|(known, _)| known == value).map(|(_, words)| words);
                    return format!("{label}: {}", words.map_or(value, String::as_str));
                }
                Narrowing::Days { names, words, .. } => {
                    let known = names.iter().zip(words).find(|(known, _)| **known == name);
                    if let (Some((_, words)), Ok(day)) = (known, value.parse::<Date>()) {
                        return format!("{words} {}", long(day));
                    }
                }
                Narrowing::One { .. } => {}
            }
        }
        format!("“{value}”")
    }

    fn header(&self, column: &ListedColumn<L>, asked: &ListAsked) -> ui::ListColumn {
        let (key, up) = self.sorted(asked);
        let sorted = (column.sort == Some(key)).then_some(up);
        let sort = column.sort.map(|own| {
            // Again: the other way round. A new one begins as the list itself would, or upwards.
            let next = match sorted {
                Some(true) => format!("-{own}"),
                None if self.order == format!("-{own}") => self.order.to_owned(),
                _ => own.to_owned(),
            };
            let next = (next != self.order).then_some(next);
            self.href(&self.path, &asked.on, &Self::sort_of(next.as_deref()))
        });
        ui::ListColumn { title: column.title.to_owned(), width: column.width, sort, sorted }
    }

    /// The way through the pages; behind the last that is known there may be more.
    fn pages(&self, asked: &ListAsked, page: i64, (count, has_more): (i64, bool)) -> Vec<ui::ListPage> {
        let known = (count - 1).max(0) / PAGE_ROWS + 1;
        let last = known + i64::from(has_more && page >= known);
        let link = |label: String, to: i64| {
            let mut more = Self::sort_of(asked.sort.as_deref());
            if to > 1 {
                more.push(("page", to.to_string()));
            }
            let href = if to == page { String::new() } else { self.href(&self.path, &asked.on, &more) };
            Some(ui::PageLink { label, href })
        };
        let mut numbers: Vec<i64> = [1, page - 1, page, page + 1, last].into();
        numbers.retain(|number| (1..=last).contains(number));
        numbers.dedup();
        let mut pages = Vec::new();
        for (at, number) in numbers.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|before| numbers.get(before)).copied();
            match before {
                Some(before) if before + 2 == *number => {
                    pages.push(link((before + 1).to_string(), before + 1))
                }
                Some(before) if before + 1 < *number => pages.push(None),
                _ => {}
            }
            pages.push(link(number.to_string(), *number));
        }
        if has_more {
            pages.push(None);
        }
        if page < last {
            pages.push(link("Next".to_owned(), page + 1));
        }
        pages
    }

    fn downloads(&self, asked: &ListAsked, (count, has_more): (i64, bool)) -> Vec<(String, String)> {
        let path = format!("{}.csv", self.path);
        let what = match count {
            _ if has_more => format!("All {} that are found", self.noun.1),
            1 => format!("1 {}", self.noun.0),
            count if count > ROWS_MAX => format!("The first {} {}", grouped(ROWS_MAX), self.noun.1),
            count => format!("{} {}", grouped(count), self.noun.1),
        };
        let excel = [("for", "excel".to_owned())];
        vec![
            (format!("{what} as CSV"), self.href(&path, &asked.on, &[])),
            ("The same for Excel".to_owned(), self.href(&path, &asked.on, &excel)),
        ]
    }
}

/// The key of an order.
fn bare(sort: &str) -> &str {
    sort.strip_prefix('-').unwrap_or(sort)
}

fn drawn(filter: &Narrowing, asked: &ListAsked) -> ui::ListFilter {
    match filter {
        Narrowing::One { name, label, choices } => {
            let on = asked.value(name);
            let any = ui::Choice::new("", "any").chosen(on.is_empty());
            let choice =
                |(value, words): &(String, String)| ui::Choice::new(value, words).chosen(value == on);
            ui::ListFilter::One {
                name: (*name).to_owned(),
                label: (*label).to_owned(),
                choices: std::iter::once(any).chain(choices.iter().map(choice)).collect(),
            }
        }
        Narrowing::Days { label, names, .. } => ui::ListFilter::Days {
            label: (*label).to_owned(),
            days: names.map(|name| (name.to_owned(), asked.value(name).to_owned())),
        },
    }
}

/// A number as people read it: `48,210`.
pub(crate) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut told = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            told.push(',');
        }
        told.push(digit);
    }
    told
}

/// A choice of every value with its words.
pub(crate) fn one<V: Into<String>, W: Into<String>>(
    name: &'static str,
    label: &'static str,
    choices: impl IntoIterator<Item = (V, W)>,
) -> Narrowing {
    let choices = choices.into_iter().map(|(value, words)| (value.into(), words.into()));
    Narrowing::One { name, label, choices: choices.collect() }
}

/// A cell of plain text that may have any direction.
pub(crate) fn plain(text: &str) -> Markup {
    html! { @if !text.is_empty() { bdi { (text) } } }
}

#[cfg(test)]
#[path = "list_tests.rs"]
mod tests;
