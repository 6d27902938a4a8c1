//! What was written of each item, a line each.
//!
//! Two people who change two items change two lines.

use assay_kernel::{
    Diagnostics, Location,
    source::{Reader, SourceFile},
};

use super::{is_file_name, is_item_name};
use crate::work::{ItemId, ItemPool, ItemState};

/// Changes where a reader of before would misunderstand the file.
const FORMAT: i64 = 1;
/// What stands before the lines.
const HEAD: &str = "\
# Written by `assay items export`: the version of each item that stands beside it.
# `assay items import` compares with it, so leave it as it is; only files of items are edited.
";

/// What was written of a bank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderManifest {
    /// Exam version.
    pub exam: String,
    /// Each item, in any order.
    pub items: Vec<FolderLine>,
}

/// What was written of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderLine {
    /// Which pool it is of.
    pub pool: ItemPool,
    /// Its name.
    pub name: String,
    /// Its id in the data it came from.
    pub id: ItemId,
    /// Its latest version then.
    pub version: u32,
    /// How that stood.
    pub state: ItemState,
    /// The version that forms took, where it was another one.
    pub live: Option<u32>,
    /// The mark of the files.
    pub mark: String,
    /// Where the line stands; nowhere in one that is still to be written.
    pub at: Location,
}

impl FolderManifest {
    /// The file: the same bank gives the same bytes.
    pub fn to_text(&self) -> String {
        let mut text = format!("{HEAD}format = {FORMAT}\nexam = \"{}\"\n", self.exam);
        for pool in ItemPool::ALL {
            text.push_str(&format!("\n[{}]\n", pool.folder()));
            let mut lines: Vec<&FolderLine> = self.items.iter().filter(|line| line.pool == pool).collect();
            lines.sort_by(|one, other| one.name.cmp(&other.name));
            for line in lines {
                let name = match is_item_name(&line.name) {
                    true => line.name.clone(),
                    false => format!("\"{}\"", line.name),
                };
                let live = line.live.map(|live| format!(", live = {live}")).unwrap_or_default();
                text.push_str(&format!(
                    "{name} = {{ version = {}, state = \"{}\"{live}, mark = \"{}\", id = \"{}\" }}\n",
                    line.version,
                    line.state.as_str(),
                    line.mark,
                    line.id,
                ));
            }
        }
        text
    }

    /// Reads the file; what is at fault is told.
    pub fn read(file: &SourceFile) -> (FolderManifest, Diagnostics) {
        Reader::read(file, |table| {
            if table.integer("format") != FORMAT && table.has("format") {
                let hint = "export the bank again with this release, and carry the edits over";
                table.bad("format", format!("this release reads manifests of format {FORMAT}"), hint);
            }
            let exam = table.text("exam");
            let mut items = Vec::new();
            for pool in ItemPool::ALL {
                let lines = table.maybe_table(pool.folder(), |rows| lines(rows, pool)).unwrap_or_default();
                items.extend(lines);
            }
            FolderManifest { exam, items }
        })
    }
}

fn lines(rows: &Reader<'_>, pool: ItemPool) -> Vec<FolderLine> {
    let mut lines = Vec::new();
    for name in rows.keys() {
        if !is_file_name(&name) {
            rows.bad(&name, format!("`{name}` is no name of an item"), "take the line out");
            continue;
        }
        let at = rows.place(&name);
        lines.extend(rows.table(&name, |row| line(row, pool, &name, at)).flatten());
    }
    lines
}

fn line(row: &Reader<'_>, pool: ItemPool, name: &str, at: Location) -> Option<FolderLine> {
    let states = ItemState::ALL.map(|state| (state.as_str(), state));
    let number = |number: Option<i64>| number.and_then(|number| u32::try_from(number).ok());
    let (version, live) = (number(Some(row.integer("version"))), number(row.maybe_integer("live")));
    let (state, mark, id) = (row.choice("state", &states), row.text("mark"), row.text("id"));
    let id = match ItemId::parse(&id) {
        Ok(id) if id.pool() == pool => Some(id),
        _ if id.is_empty() => None,
        _ => {
            row.bad("id", format!("`{id}` is the id of no item of this pool"), "export the bank again");
            None
        }
    };
    Some(FolderLine {
        pool,
        name: name.to_owned(),
        id: id?,
        version: version?,
        state: state?,
        live,
        mark,
        at,
    })
}
