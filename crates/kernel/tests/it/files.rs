//! Programme files read value by value: what is right, and all that is wrong where it stands.

use assay_kernel::{
    Date, Diagnostic, Diagnostics, Location, Period, Validity, date,
    source::{FILE_BYTES_MAX, Reader, SourceFile},
};

/// A finding as a person reads it.
fn told(found: Diagnostics) -> Vec<String> {
    let tell = |d: Diagnostic| format!("{}:{} {} {} {}", d.at.line, d.at.column, d.code, d.message, d.hint);
    found.sorted().into_iter().map(tell).collect()
}

const GOOD: &str = "\
title = 'SysOps'
hex = 0x10
thousand = 1_000
share = 0.5
open = false
from = 2025-09-30
until = '2026-01-02'
grace = 'P90D'
valid = 'none'
kind = 'b'
words = ['x', 'y']
mixed = ['word', { n = 7 }]
[sub]
n = -3
[[rows]]
n = 1
[[rows]]
n = 2
";

#[test]
fn every_kind_of_value_is_read_as_it_is_written() {
    let file = SourceFile::new("a.toml", GOOD);
    let ((), found) = Reader::read(&file, |table| {
        assert_eq!(table.text("title"), "SysOps");
        assert_eq!((table.integer("hex"), table.integer_in("hex", 0..=16)), (16, 16));
        assert_eq!((table.maybe_integer("thousand"), table.maybe_integer("none")), (Some(1000), None));
        assert_eq!((table.number("share"), table.maybe_number("thousand")), (0.5, Some(1000.0)));
        assert_eq!(table.maybe_number("none"), None);
        assert_eq!((table.flag("open", true), table.flag("absent", true)), (false, true));
        assert!(!table.flag("absent", false));
        assert_eq!((table.date("from"), table.maybe_date("until")), day_pair());
        assert_eq!(table.maybe_period("grace"), Some(Period::days(90)));
        assert_eq!(table.maybe_validity("valid"), Some(Validity::Unlimited));
        assert_eq!(table.choice("kind", &[("a", 1), ("b", 2)]), Some(2));
        assert_eq!(table.texts("words"), ["x", "y"]);
        let mixed = table.texts_or_tables("mixed", str::len, |row| row.integer("n") as usize);
        assert_eq!(mixed, [4, 7]);
        assert_eq!(table.table("sub", |sub| sub.integer("n")), Some(-3));
        assert_eq!(table.tables("rows", |row| row.integer("n")), [1, 2]);
        assert!(table.has("title") && !table.has("none"));
    });
    assert_eq!(told(found), Vec::<String>::new());

    let (keys, found) = Reader::read(&SourceFile::new("a.toml", "b = 1\na = 2"), |table| table.keys());
    assert_eq!((keys, found.len()), (vec!["a".to_owned(), "b".to_owned()], 0), "asked for is read");
}

fn day_pair() -> (Option<Date>, Option<Date>) {
    (Some(date(2025, 9, 30)), Some(date(2026, 1, 2)))
}

const WRONG: &str = "\
title = 3
nummer = 1
from = 2025-09-30T10:00:00Z
until = 'soon'
day = 7
grace = 'long'
kind = 'c'
words = ['é', 2]
both = [{ a = 'é', b = 1 }]
limit = 11
sub = 1
rows = [{}, 3]
open = 'yes'
sclae = 1
completely = { diffrent = 1 }
";

#[test]
fn everything_that_is_wrong_is_said_once_and_where_it_stands() {
    let file = SourceFile::new("a.toml", WRONG);
    let (kept, found) = Reader::read(&file, |table| {
        assert_eq!((table.text("title"), table.text("code")), (String::new(), String::new()));
        assert_eq!((table.integer("number"), table.number("part")), (0, 0.0));
        assert_eq!((table.date("from"), table.maybe_date("until"), table.date("day")), (None, None, None));
        assert_eq!((table.maybe_period("grace"), table.maybe_validity("grace")), (None, None));
        assert_eq!(table.choice("kind", &[("a", 1), ("b", 2)]), None);
        assert!(table.texts("words").is_empty());
        table.tables("both", |_| ());
        assert_eq!(table.integer_in("limit", 1..=10), 1);
        assert_eq!(table.table("sub", |_| ()), None);
        assert_eq!(table.tables("rows", |row| row.integer("n")), [0]);
        assert!(table.flag("open", true));
        table.maybe_integer("scale");
        table.table("completely", |below| below.maybe_text("different"));
        table.integer_kept("limit", 1..=10)
    });
    assert_eq!(kept, Some(11), "what decided about people is kept as written");
    let expected = [
        "1:1 P0002 `code` is missing in the file add `code = …`",
        "1:1 P0002 `number` is missing in the file add `number = …`",
        "1:1 P0002 `part` is missing in the file add `part = …`",
        "1:9 P0004 `title` is integer, not a text in quotes ",
        "2:1 P0003 unknown key `nummer` in the file did you mean `number`?",
        "3:8 P0005 `2025-09-30T10:00:00Z` is more than a day, and an instant is another day elsewhere: \
         write the day only, such as 2025-09-30 ",
        "4:9 P0004 `until` is string, not a date like 2025-09-30 ",
        "5:7 P0004 `day` is integer, not a date like 2025-09-30 ",
        "6:9 P0005 'long' is not a period; write it like P3Y, P18M, P2W or P90D ",
        "6:9 P0005 'long' is not a period; write it like P3Y, P18M, P2W or P90D ",
        "7:8 P0005 `c` is not a value of `kind` write `a` or `b`",
        "8:9 P0004 `words` is array, not a list of texts ",
        "9:11 P0003 unknown key `a` in `both 1` remove it, or see the reference page of this kind of file",
        "9:20 P0003 unknown key `b` in `both 1` remove it, or see the reference page of this kind of file",
        "10:9 P0005 `limit` is 11; it must be 1 to 10 ",
        "10:9 P0005 `limit` is 11; it must be 1 to 10 ",
        "11:7 P0004 `sub` is integer, not a table ",
        "12:9 P0002 `n` is missing in `rows 1` add `n = …`",
        "12:13 P0004 rows 2 is integer, not a table ",
        "13:8 P0004 `open` is string, not true or false ",
        "14:1 P0003 unknown key `sclae` in the file did you mean `scale`?",
        "15:16 P0003 unknown key `diffrent` in `completely` did you mean `different`?",
    ];
    assert_eq!(told(found), expected);
}

#[test]
fn a_file_of_a_mebibyte_is_read_and_a_larger_one_is_not() {
    let of = |bytes: usize| SourceFile::new("a.toml", format!("n = 7 #{}", "x".repeat(bytes - 7)));
    let read = |file: &SourceFile| Reader::read(file, |table| table.maybe_integer("n"));
    let (n, found) = read(&of(FILE_BYTES_MAX));
    assert_eq!((FILE_BYTES_MAX, n, found.len()), (1_048_576, Some(7), 0));
    let (n, found) = read(&of(FILE_BYTES_MAX + 1));
    assert_eq!(n, None);
    assert_eq!(told(found), ["1:1 P0006 this file has 1048577 bytes; at most 1048576 are read "]);
}

#[test]
fn a_file_is_called_by_its_name_without_folder_and_ending() {
    for (path, stem) in [("exams/SOA-C03.toml", "SOA-C03"), ("a.b/README", "README"), ("x.tar.gz", "x.tar")] {
        assert_eq!(SourceFile::new(path, "").stem(), stem);
    }
}

#[test]
fn errors_stop_a_programme_and_warnings_do_not() {
    let at = |line| Location { file: "a.toml".into(), line, ..Location::default() };
    let mut all = Diagnostics::default();
    assert!(all.is_empty() && !all.has_errors());
    all.push(Diagnostic::warning("P2", at(2), "odd"));
    assert!(!all.is_empty() && !all.has_errors());
    let mut more = Diagnostics::default();
    more.push(Diagnostic::error("P1", at(1), "wrong").hint("write right"));
    all.extend(more);
    assert_eq!((all.len(), all.has_errors()), (2, true));
    assert_eq!(told(all), ["1:0 P1 wrong write right", "2:0 P2 odd "]);
}
