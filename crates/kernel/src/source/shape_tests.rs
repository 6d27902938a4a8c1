//! What is written down of readers that decide by what they find.
//!
//! And of those that read themselves.

use super::*;
use crate::source::{Reader, shape_of};

fn keys(shape: &Shape) -> Vec<(&str, bool)> {
    shape.fields.iter().map(|(key, field)| (key.as_str(), field.required)).collect()
}

fn asked(build: fn(&Reader<'_>)) -> Shape {
    shape_of("x.toml", |file| {
        Reader::read(file, build);
    })
}

#[test]
fn keys_that_hang_on_a_word_are_all_known_and_none_of_them_is_required() {
    let shape = asked(|table| {
        table.text("id");
        match table.choice("kind", &[("a", 1), ("b", 2), ("c", 3)]) {
            Some(1) => drop(table.date("on")),
            Some(3) => drop(table.texts("of")),
            _ => {}
        }
        if !table.has("end") {
            table.text("length");
        }
        table.maybe_period("length");
    });
    let expected = [("id", true), ("kind", true), ("length", false), ("of", false), ("on", false)];
    assert_eq!(keys(&shape), expected);
    assert_eq!(shape.fields["length"].asked, [Asked::Period], "a text that is read as a period is one");
}

/// A need may hold further needs.
fn need(table: &Reader<'_>) {
    table.maybe_text("done");
    table.tables("any_of", need);
}

#[test]
fn a_reader_that_reads_itself_is_asked_once() {
    let shape = asked(|table| {
        table.maybe_table("needs", need);
    });
    let Asked::Table(needs) = &shape.fields["needs"].asked[0] else { panic!("{shape:?}") };
    let Asked::Tables(inner) = &needs.fields["any_of"].asked[0] else { panic!("{needs:?}") };
    assert!(!needs.again && inner.again && inner.reader == needs.reader, "{needs:?}");
}

#[test]
fn a_reader_that_takes_any_key_says_what_stands_under_it() {
    let shape = asked(|table| {
        table.maybe_table("min", |counts| {
            for key in counts.keys() {
                counts.integer_in(&key, 0..=9);
            }
        });
    });
    let Asked::Table(min) = &shape.fields["min"].asked[0] else { panic!("{shape:?}") };
    assert_eq!(min.others.as_ref().unwrap().asked, [Asked::Integer(Some((0, 9)))]);
}

#[test]
fn of_keys_that_exclude_one_another_all_are_known() {
    let shape = asked(|table| {
        let keys: Vec<&str> = ["all_of", "fees", "done"].into_iter().filter(|key| table.has(key)).collect();
        match keys.first().copied().unwrap_or("done") {
            "all_of" => drop(table.texts("all_of")),
            "fees" => {
                table.integer("fees");
            }
            _ => drop(table.text("done")),
        }
        if keys.len() > 1 {
            table.keys();
        }
    });
    assert_eq!(keys(&shape), [("all_of", false), ("done", false), ("fees", false)]);
    assert_eq!(shape.others, None, "keys that nobody reads are none");
}
