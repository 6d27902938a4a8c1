//! `--output table`, drawn as the original draws it.

use super::data::{Data, leaf, scalar_names};

/// Wider than this, a record stands on its side; the original without a terminal takes as many.
const WIDTH: usize = 80;

/// Spaces and edges that a column has beside its text.
const PADDING: usize = 4;

#[derive(Default)]
struct Section {
    title: String,
    indent: usize,
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Draws what an operation answered; `None` where it would have more than `most` characters.
pub(super) fn of(title: &str, data: &Data, most: usize) -> Option<String> {
    let mut sections = Vec::new();
    build(Some(title), data, 0, &mut sections);
    if sections.is_empty() {
        return Some(String::new());
    }
    let widest = |sections: &[Section]| sections.iter().map(Section::total_width).max().unwrap_or(0);
    if widest(&sections) > WIDTH {
        sections.iter_mut().for_each(Section::turn);
    }
    let width = widest(&sections);
    // Five lines around the rows: one wide cell widens every line.
    let lines: usize = sections.iter().map(|section| section.rows.len() + 5).sum();
    if width.saturating_mul(lines) > most {
        return None;
    }
    let mut to = "-".repeat(width) + "\n";
    sections.iter().for_each(|section| section.draw(width, &mut to));
    Some(to)
}

fn is_nothing(data: &Data) -> bool {
    match data {
        Data::Null => true,
        Data::List(items) => items.is_empty(),
        Data::Map(members) => members.is_empty(),
        _ => false,
    }
}

fn build(title: Option<&str>, data: &Data, indent: usize, to: &mut Vec<Section>) {
    if is_nothing(data) {
        return;
    }
    if let Some(title) = title {
        to.push(Section { title: title.to_owned(), indent, ..Section::default() });
    }
    match data {
        Data::List(items) if matches!(items.first(), Some(Data::Map(_))) => records(title, items, indent, to),
        Data::List(items) => {
            for item in items {
                match item {
                    Data::List(cells) if cells.iter().all(Data::is_scalar) => {
                        row(to, cells.iter().map(leaf).collect());
                    }
                    scalar if scalar.is_scalar() => row(to, vec![leaf(scalar)]),
                    other => build(None, other, 0, to),
                }
            }
        }
        Data::Map(_) => record(data, indent, to),
        scalar => row(to, vec![leaf(scalar)]),
    }
}

fn row(to: &mut [Section], cells: Vec<String>) {
    if let Some(section) = to.last_mut() {
        section.rows.push(cells);
    }
}

fn head(to: &mut [Section], names: &[&str]) {
    if let Some(section) = to.last_mut() {
        section.headers = names.iter().map(|name| (*name).to_owned()).collect();
    }
}

/// The names of what is no leaf, sorted.
fn inner_names(items: &[Data]) -> Vec<&str> {
    let mut names = Vec::new();
    for item in items {
        if let Data::Map(members) = item {
            names.extend(members.iter().filter(|(_, data)| !data.is_scalar()).map(|(name, _)| name.as_str()));
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

fn record(data: &Data, indent: usize, to: &mut Vec<Section>) {
    let items = std::slice::from_ref(data);
    let names = scalar_names(items);
    let cells: Vec<String> = names.iter().filter_map(|name| data.get(name)).map(leaf).collect();
    match names.as_slice() {
        [] => {}
        [only] => row(to, vec![(*only).to_owned(), cells.concat()]),
        names => {
            head(to, names);
            row(to, cells);
        }
    }
    for name in inner_names(items) {
        if let Some(inner) = data.get(name) {
            build(Some(name), inner, indent + 1, to);
        }
    }
}

fn records(title: Option<&str>, items: &[Data], indent: usize, to: &mut Vec<Section>) {
    let (names, inner) = (scalar_names(items), inner_names(items));
    head(to, &names);
    for (at, item) in items.iter().enumerate() {
        if at > 0 && !inner.is_empty() {
            to.push(Section { title: title.unwrap_or_default().to_owned(), indent, ..Section::default() });
            head(to, &names);
        }
        row(to, names.iter().map(|name| item.get(name).map(leaf).unwrap_or_default()).collect());
        for name in &inner {
            if let Some(data) = item.get(name) {
                build(Some(name), data, indent + 1, to);
            }
        }
    }
}

fn length(text: &str) -> usize {
    text.chars().count()
}

fn centred(text: &str, whole: usize, left: &str, to: &mut String) {
    let start = (whole / 2).saturating_sub(length(text) / 2 + 1);
    let after = whole.saturating_sub(1 + left.len() + start + length(text));
    to.push_str(&format!("{left}{}{text}{}|", " ".repeat(start), " ".repeat(after)));
}

impl Section {
    fn natural(&self) -> Vec<usize> {
        let lines = || std::iter::once(&self.headers).chain(&self.rows);
        let columns = lines().map(Vec::len).max().unwrap_or(0);
        let widest = |at: usize| lines().filter_map(|line| line.get(at)).map(|cell| length(cell)).max();
        (0..columns).map(|at| widest(at).unwrap_or(0)).collect()
    }

    fn total_width(&self) -> usize {
        let columns = self.natural().iter().map(|width| width + PADDING).sum::<usize>();
        columns.max(length(&self.title)) + 2 + 2 * self.indent
    }

    /// A single record: its names below each other.
    fn turn(&mut self) {
        if let ([only], false) = (self.rows.as_mut_slice(), self.headers.is_empty()) {
            let pairs = std::mem::take(&mut self.headers).into_iter().zip(std::mem::take(only));
            self.rows = pairs.map(|(name, cell)| vec![name, cell]).collect();
        }
    }

    /// Columns stretched in proportion, until they fill the width.
    fn stretched(&self, whole: usize) -> Vec<usize> {
        let columns: Vec<usize> = self.natural().into_iter().map(|width| width + PADDING).collect();
        #[expect(clippy::cast_precision_loss, reason = "widths of text stay far below 2^53")]
        let scale = whole as f64 / columns.iter().sum::<usize>().max(1) as f64;
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a positive width"
        )]
        let mut scaled: Vec<usize> =
            columns.iter().map(|width| (scale * *width as f64).round_ties_even() as usize).collect();
        let (mut sum, count) = (scaled.iter().sum::<usize>(), scaled.len());
        for at in (0..count).cycle() {
            if sum == whole {
                break;
            }
            let at = if sum > whole { at } else { count - 1 - at };
            if let Some(width) = scaled.get_mut(at) {
                let changed = if sum > whole { width.saturating_sub(1) } else { *width + 1 };
                sum = sum + changed - *width;
                *width = changed;
            }
        }
        scaled
    }

    fn draw(&self, whole: usize, to: &mut String) {
        let edge = "|".repeat(self.indent);
        let whole = whole - 2 * self.indent;
        let mut line = |text: &str| to.push_str(&format!("{edge}{text}{edge}\n"));
        if !self.title.is_empty() {
            let mut text = String::new();
            centred(&self.title, whole, "|", &mut text);
            line(&text);
            if self.headers.is_empty() && self.rows.is_empty() {
                line(&format!("+{}+", "-".repeat(whole.saturating_sub(2))));
            }
        }
        let widths = self.stretched(whole);
        let dashes = widths.iter().enumerate().map(|(at, width)| {
            let edge = if at == 0 { "+" } else { "" };
            format!("{edge}{}+", "-".repeat(width.saturating_sub(1 + edge.len())))
        });
        let rule: String = dashes.collect();
        if !self.headers.is_empty() {
            line(&rule);
            let mut text = String::new();
            for (at, (width, header)) in widths.iter().zip(&self.headers).enumerate() {
                centred(header, *width, if at == 0 { "|" } else { "" }, &mut text);
            }
            line(&text);
        }
        if self.rows.is_empty() || widths.is_empty() {
            return;
        }
        line(&rule);
        for row in &self.rows {
            let cells = widths.iter().zip(row).enumerate().map(|(at, (width, cell))| {
                let left = if at == 0 { "|" } else { "" };
                let taken = length(cell) + left.len() + 1;
                let padding = if *width >= taken + 2 { 2 } else { 0 };
                let after = width.saturating_sub(taken + padding);
                format!("{left}{}{cell}{}|", " ".repeat(padding), " ".repeat(after))
            });
            line(&cells.collect::<String>());
        }
        line(&rule);
    }
}
