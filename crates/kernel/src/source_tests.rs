//! How the reader deals with files that are broken, and distances between words.

use super::*;

#[test]
fn every_fault_of_a_file_is_found_in_one_run() {
    let text = "title = 3\nfrom = 2025-09-31\nkind = 'x'\n[dates]\nlast = 2025-09-29\nlats = 1\n[broken\n";
    let file = SourceFile::new("a.toml", text);
    let (_, found) = Reader::read(&file, |table| {
        table.text("title");
        table.date("from");
        table.choice("kind", &[("a", 1), ("b", 2)]);
        table.text("absent");
        table.table("dates", |dates| dates.date("last"));
    });
    let codes: Vec<&str> = found.sorted().iter().map(|d| d.code).collect();
    for code in ["P0001", "P0002", "P0003", "P0004", "P0005"] {
        assert!(codes.contains(&code), "{code} in {codes:?}");
    }
}

#[test]
fn distance_counts_edits() {
    assert_eq!(distance("scale", "scal"), 1);
    assert_eq!(distance("kitten", "sitting"), 3);
    assert_eq!(distance("", "abc"), 3);
}

proptest::proptest! {
    #[test]
    fn reading_never_panics(text in "[a-z=\\[\\]\"'\n0-9.{}, -]{0,80}") {
        let file = SourceFile::new("x.toml", text);
        let _ = Reader::read(&file, |table| {
            table.text("a");
            table.maybe_date("b");
            table.tables("c", |row| row.number("d"));
        });
    }
}
