//! What a walk left in the store, table by table: the rows that are new, and those that are gone.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{answer::ids_in, place::Place};

/// Letters of a text that are shown; what is long stands on a page of the walk as well.
const SHOWN_MAX: usize = 60;
/// Numbers that a database gives by itself.
const COUNTERS: &[(&str, &str)] =
    &[("history", "id"), ("messages", "id"), ("sitting_notes", "id"), ("work", "id")];
/// What is another thing in every run, or in every database, and no consequence of anything.
const LEFT_OUT: &[&str] = &["item_texts", "meta"];
/// Follow from every file of a programme, so that each change of its content would be one of each walk.
const OF_THE_FILES: &[&str] = &["tree"];
/// Drawn by chance: that there is something is what matters.
const CHANCE: &[&str] = &["csrf", "password_hash", "place", "seed", "token_hash"];

/// The rows of every table, as text that is the same on both databases.
pub struct Rows {
    lines: Vec<String>,
    names: Names,
}

impl Rows {
    /// As they stand before a story.
    pub async fn of(place: &Place) -> Self {
        let mut before = Rows::named(place, Names::default()).await;
        before.names.0.iter_mut().filter(|(id, _)| !id.starts_with("per")).for_each(|(id, name)| {
            *name = format!("{} of before", &id[..3]);
        });
        Rows::named(place, before.names).await
    }

    /// As they stand now. Ids keep the names that `known` has for them.
    async fn named(place: &Place, known: Names) -> Self {
        let mut names = known;
        let rows = place.rows().await;
        let rows: Vec<_> = rows.iter().filter(|(table, _)| !LEFT_OUT.contains(&table.as_str())).collect();
        names.learn(&rows);
        let mut lines: Vec<String> = rows.iter().map(|(table, row)| line(table, row, &names)).collect();
        lines.sort();
        Rows { lines, names }
    }

    /// What is there now and was not there before, and the other way round.
    pub async fn since(&self, place: &Place) -> (Rows, String) {
        let now = Rows::named(place, self.names.clone()).await;
        let gone = without(&self.lines, &now.lines).into_iter().map(|line| format!("- {line}\n"));
        let new = without(&now.lines, &self.lines).into_iter().map(|line| format!("+ {line}\n"));
        let mut changes: Vec<String> = gone.chain(new).collect();
        changes.sort_by(|a, b| a[2..].cmp(&b[2..]));
        let text = changes.concat();
        (now, text)
    }
}

/// `all` without the lines of `taken`, each taken once.
fn without<'a>(all: &'a [String], taken: &[String]) -> Vec<&'a String> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for line in taken {
        *left.entry(line).or_default() += 1;
    }
    let mut rest = Vec::new();
    for line in all {
        match left.get_mut(line.as_str()) {
            Some(count) if *count > 0 => *count -= 1,
            _ => rest.push(line),
        }
    }
    rest
}

/// People by their first names, everything else by its kind and number.
#[derive(Clone, Default)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    fn learn(&mut self, rows: &[&(String, Value)]) {
        for (_, row) in rows.iter().filter(|(table, _)| table == "persons") {
            let name = text(&row["name"]).split([' ', '@']).next().unwrap_or_default().to_lowercase();
            self.0.entry(text(&row["id"])).or_insert(name);
        }
        let mut found: Vec<String> = rows
            .iter()
            .flat_map(|(_, row)| ids_in(&row.to_string()).map(str::to_owned).collect::<Vec<_>>())
            .collect();
        found.sort();
        found.dedup();
        for id in found {
            let kind = id[..3].to_owned();
            let mut same = self.0.values().filter_map(|name| name.strip_prefix(kind.as_str()));
            let number = same.by_ref().filter(|rest| !rest.ends_with("before")).count() + 1;
            self.0.entry(id).or_insert(format!("{kind} {number}"));
        }
    }

    fn apply(&self, text: &str) -> String {
        let mut named = text.to_owned();
        for id in ids_in(text) {
            let name = self.0.get(id).map_or("?", String::as_str);
            named = named.replace(id, &format!("{{{name}}}"));
        }
        named
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn line(table: &str, row: &Value, names: &Names) -> String {
    let columns = row.as_object().unwrap().iter();
    let told = columns
        .filter(|(_, value)| !value.is_null())
        .filter(|(column, _)| !COUNTERS.iter().any(|(counted, name)| *counted == table && name == column));
    let told: Vec<String> =
        told.map(|(column, value)| format!("{column}={}", shown(column, value, names))).collect();
    format!("{table}: {}", told.join(" "))
}

fn shown(column: &str, value: &Value, names: &Names) -> String {
    if let (true, Some(ms)) = (column.ends_with("_at") || column.ends_with("_until"), value.as_i64()) {
        return instant(ms);
    }
    if CHANCE.contains(&column) || OF_THE_FILES.contains(&column) {
        return "…".to_owned();
    }
    let text = names.apply(&text(value)).replace('\n', " ");
    match text.chars().count() {
        count if count > SHOWN_MAX => format!("\"{}…\"", text.chars().take(SHOWN_MAX).collect::<String>()),
        _ if text.contains(' ') => format!("\"{text}\""),
        _ => text,
    }
}

/// The clock stands where the story put it, so instants are the same in every run.
fn instant(ms: i64) -> String {
    match jiff::Timestamp::from_millisecond(ms) {
        Ok(at) if ms > 0 => at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        _ => ms.to_string(),
    }
}
