//! The rows of a comparison as a reader needs them: what must be learnt, what is gone, by domain.

use assay_programme::{
    diff::{DiffRow, OutlineDiff, Part},
    model::{Domain, Outline},
};

use crate::ui;

/// What of the comparison is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Show {
    /// What somebody who was ready for the old outline must learn.
    Learn,
    /// What is asked no more.
    Gone,
    /// Every row.
    All,
    /// What was said about the change.
    Said,
}

impl Show {
    pub(super) const ALL: [Show; 4] = [Show::Learn, Show::Gone, Show::All, Show::Said];

    pub(super) fn read(word: Option<&String>) -> Show {
        let found = Show::ALL.into_iter().find(|show| word.is_some_and(|word| word == show.word()));
        found.unwrap_or(Show::Learn)
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Show::Learn => "learn",
            Show::Gone => "gone",
            Show::All => "all",
            Show::Said => "said",
        }
    }

    fn shows(self, fate: ui::SkillFate) -> bool {
        match self {
            Show::Learn => fate.must_be_learnt(),
            Show::Gone => matches!(fate, ui::SkillFate::Gone | ui::SkillFate::CoversLess),
            Show::All => true,
            Show::Said => false,
        }
    }

    /// How many rows it shows.
    pub(super) fn count(self, rows: &[DiffRow]) -> usize {
        rows.iter().filter(|row| self.shows(fate(row.relation))).count()
    }
}

/// What a relation asks of a reader: one word.
pub(super) fn fate(relation: &str) -> ui::SkillFate {
    match relation {
        "added" => ui::SkillFate::New,
        "widened" => ui::SkillFate::CoversMore,
        "narrowed" => ui::SkillFate::CoversLess,
        "removed" | "unplaced" => ui::SkillFate::Gone,
        // The same, in other words, elsewhere, or together with others.
        _ => ui::SkillFate::Same,
    }
}

/// How many rows have a fate.
pub(super) fn count(rows: &[DiffRow], wanted: ui::SkillFate) -> usize {
    rows.iter().filter(|row| fate(row.relation) == wanted).count()
}

/// Rows up to which nothing is folded.
const OPEN_MAX: usize = 8;

/// The rows by domain: of the new outline, and of the old one for what has no place any more.
pub(super) fn groups(
    diff: &OutlineDiff,
    (old, new): (&Outline, &Outline),
    rows: &[DiffRow],
    show: Show,
) -> Vec<ui::CrosswalkGroup> {
    let open = show.count(rows) <= OPEN_MAX;
    let group = |domain: &Domain, title: String, weight: String, of_it: &dyn Fn(&DiffRow) -> bool| {
        let all: Vec<&DiffRow> = rows.iter().filter(|row| of_it(row)).collect();
        let mut shown: Vec<ui::CrosswalkRow> =
            all.iter().filter(|row| show.shows(fate(row.relation))).map(|found| row(found)).collect();
        shown.sort_by_key(|row| row.change);
        let hidden = all.len().saturating_sub(shown.len());
        ui::CrosswalkGroup { number: domain.id.clone(), title, weight, open, rows: shown, hidden }
    };
    let of_new = new.domains.iter().map(|domain| {
        let part = diff.domains.iter().flat_map(|row| &row.to).find(|part| part.id == domain.id);
        let weight = part.map_or(String::new(), |part| weight_of(part, diff));
        let of_it = |row: &DiffRow| row.to.first().is_some_and(|part| is_of(domain, part));
        group(domain, domain.title.clone(), weight, &of_it)
    });
    let of_old = old.domains.iter().map(|domain| {
        let of_it =
            |row: &DiffRow| row.to.is_empty() && row.from.as_ref().is_some_and(|part| is_of(domain, part));
        group(domain, format!("{} ({})", domain.title, diff.from.exam), String::new(), &of_it)
    });
    of_new.chain(of_old).filter(|group| !group.rows.is_empty()).collect()
}

/// `22 %, was 20 % and 12 %`.
fn weight_of(part: &Part, diff: &OutlineDiff) -> String {
    let now = part.weight_pct.map_or(String::new(), |weight| format!("{weight} %"));
    match was(part, diff).as_str() {
        "" => now,
        before => format!("{now}, {before}"),
    }
}

fn is_of(domain: &Domain, part: &Part) -> bool {
    let mut tasks = domain.tasks.iter();
    tasks.any(|task| task.id == part.id || task.skills.iter().any(|skill| skill.id == part.id))
}

fn row(row: &DiffRow) -> ui::CrosswalkRow {
    let entry = |part: &Part| ui::CrosswalkEntry::new(&part.id, &part.text);
    // What the one word leaves out stands beside it.
    let exact = match row.relation {
        "reworded" => "reworded, ",
        "moved" => "moved, ",
        "merged" => "merged, ",
        "split" => "split, ",
        "unplaced" => "not stated, ",
        _ => "",
    };
    let source = match row.basis {
        "stated" => format!("stated in the {}", row.source),
        basis => basis.to_owned(),
    };
    let note = match row.note.trim_end_matches('.') {
        "" => String::new(),
        note => format!("{}.", capital(note)),
    };
    ui::CrosswalkRow {
        before: row.from.iter().map(entry).collect(),
        after: row.to.iter().map(entry).collect(),
        change: fate(row.relation),
        note,
        basis: capital(&format!("{exact}{source}.")),
    }
}

/// `was 20 %`, `was 20 % and 12 %`, `new`.
pub(super) fn was(part: &Part, diff: &OutlineDiff) -> String {
    let rows = diff.domains.iter().filter(|row| row.to.iter().any(|to| to.id == part.id));
    let old: Vec<u32> = rows.filter_map(|row| row.from.as_ref()?.weight_pct).collect();
    match old.as_slice() {
        [] => "new".to_owned(),
        [same] if Some(*same) == part.weight_pct => String::new(),
        all => format!("was {}", all.iter().map(|pct| format!("{pct} %")).collect::<Vec<_>>().join(" and ")),
    }
}

/// The word at the beginning of a line.
pub(in crate::pages) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use assay_programme::model::Relation;

    use super::*;

    #[test]
    fn every_relation_has_one_word_and_only_two_of_them_ask_for_learning() {
        let learnt: Vec<&str> =
            Relation::ALL.iter().map(|(word, _)| *word).filter(|word| fate(word).must_be_learnt()).collect();
        assert_eq!(learnt, ["widened", "added"]);
        let gone: Vec<&str> =
            Relation::ALL.iter().map(|(word, _)| *word).filter(|word| Show::Gone.shows(fate(word))).collect();
        assert_eq!(gone, ["narrowed", "removed", "unplaced"]);
    }
}
