//! `--output table`: sections of the original's shape, one below the other.

use super::data::{Data, leaf, scalar_names};

struct Section<'a> {
    title: Option<&'a str>,
    depth: usize,
    rows: Vec<Vec<String>>,
    /// Whether the first row names the columns.
    headed: bool,
}

/// Draws what an operation answered.
pub(super) fn of(title: &str, data: &Data) -> String {
    let mut sections = Vec::new();
    collect(Some(title), data, 0, &mut sections);
    let widest = sections.iter().map(|section| section.width() + 2 * section.depth).max().unwrap_or(0);
    let mut to = format!("{}\n", "-".repeat(widest));
    for section in &sections {
        section.draw(widest.saturating_sub(2 * section.depth), &mut to);
    }
    if sections.is_empty() { String::new() } else { to }
}

fn collect<'a>(title: Option<&'a str>, data: &'a Data, depth: usize, to: &mut Vec<Section<'a>>) {
    match data {
        Data::List(items) if items.iter().any(|item| matches!(item, Data::Map(_))) => {
            records(title, items, depth, to);
        }
        Data::List(items) if items.is_empty() => {}
        Data::List(items) => {
            let rows = items.iter().map(|item| match item {
                Data::List(cells) => cells.iter().map(leaf).collect(),
                other => vec![leaf(other)],
            });
            to.push(Section { title, depth, rows: rows.collect(), headed: false });
        }
        Data::Map(members) if members.is_empty() => {}
        Data::Map(members) => {
            let leaves = members.iter().filter(|(_, data)| data.is_scalar());
            let rows = leaves.map(|(name, data)| vec![name.clone(), leaf(data)]).collect();
            to.push(Section { title, depth, rows, headed: false });
            for (name, data) in members.iter().filter(|(_, data)| !data.is_scalar()) {
                collect(Some(name), data, depth + 1, to);
            }
        }
        scalar => to.push(Section { title, depth, rows: vec![vec![leaf(scalar)]], headed: false }),
    }
}

/// One section for all, or one for each where they have lists of their own.
fn records<'a>(title: Option<&'a str>, items: &'a [Data], depth: usize, to: &mut Vec<Section<'a>>) {
    let columns = scalar_names(items);
    let head: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
    let row = |item: &Data| columns.iter().map(|name| item.get(name).map(leaf).unwrap_or_default()).collect();
    let inner = |item: &'a Data| match item {
        Data::Map(members) => members.iter().filter(|(_, data)| !data.is_scalar()).collect(),
        _ => Vec::new(),
    };
    if items.iter().all(|item| inner(item).is_empty()) {
        let rows = std::iter::once(head).chain(items.iter().map(row)).collect();
        to.push(Section { title, depth, rows, headed: true });
        return;
    }
    for item in items {
        to.push(Section { title, depth, rows: vec![head.clone(), row(item)], headed: true });
        for (name, data) in inner(item) {
            collect(Some(name), data, depth + 1, to);
        }
    }
}

fn width(text: &str) -> usize {
    text.chars().count()
}

impl Section<'_> {
    fn columns(&self) -> Vec<usize> {
        let most = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widest = |at: usize| self.rows.iter().filter_map(|row| row.get(at)).map(|cell| width(cell)).max();
        (0..most).map(|at| widest(at).unwrap_or(0) + 4).collect()
    }

    fn width(&self) -> usize {
        let columns = self.columns();
        let rows = columns.iter().sum::<usize>() + columns.len() + 1;
        rows.max(self.title.map_or(0, width) + 4)
    }

    fn draw(&self, whole: usize, to: &mut String) {
        let edge = "|".repeat(self.depth);
        let mut line = |text: &str| to.push_str(&format!("{edge}{text}{edge}\n"));
        let mut columns = self.columns();
        let spare = whole.saturating_sub(columns.iter().sum::<usize>() + columns.len() + 1);
        if let Some(last) = columns.last_mut() {
            *last += spare;
        }
        if let Some(title) = self.title {
            line(&format!("|{title:^0$}|", whole.saturating_sub(2)));
        }
        let rule: String =
            columns.iter().map(|width| format!("+{}", "-".repeat(*width))).collect::<String>() + "+";
        let rule =
            if columns.is_empty() { format!("+{}+", "-".repeat(whole.saturating_sub(2))) } else { rule };
        line(&rule);
        for (at, row) in self.rows.iter().enumerate() {
            let cells = columns.iter().enumerate().map(|(at, width)| {
                let cell = row.get(at).map_or("", String::as_str);
                format!("|  {cell:<0$}", width.saturating_sub(2))
            });
            line(&(cells.collect::<String>() + "|"));
            if at == 0 && self.headed {
                line(&rule);
            }
        }
        if !self.rows.is_empty() {
            line(&rule);
        }
    }
}
