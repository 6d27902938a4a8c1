//! What stands exactly on the edge of an area, of a table, of a mapping.

use crate::declaration::{LookupTable, Mapping, Shape};
use crate::process::map::{is_inside, look_up, mapped};
use crate::value::{Scalar, Value};

fn text(word: &str) -> Scalar {
    Scalar::String(word.to_owned())
}

fn float(number: f64) -> Value {
    Value::Single(Scalar::Float(number))
}

#[test]
fn the_edge_of_an_area_belongs_to_it() {
    let circle = Shape::Circle([10.0, 10.0, 5.0]);
    assert!(is_inside(&circle, 15.0, 10.0) && is_inside(&circle, 13.0, 14.0));
    assert!(!is_inside(&circle, 15.1, 10.0));
    let triangle = Shape::Poly(vec![0.0, 0.0, 10.0, 0.0, 10.0, 10.0]);
    for (x, y) in [(5.0, 0.0), (10.0, 5.0), (5.0, 5.0), (0.0, 0.0), (10.0, 10.0)] {
        assert!(is_inside(&triangle, x, y), "{x} {y}");
    }
    assert!(!is_inside(&triangle, 5.0, 5.1) && !is_inside(&triangle, 10.1, 5.0));
}

#[test]
fn no_response_is_mapped_to_the_default() {
    let mapping = Mapping { lower_bound: None, upper_bound: None, default: 2.0, entries: Vec::new() };
    assert_eq!(mapped(&mapping, &Value::Null), float(2.0));
    let bounded = Mapping { upper_bound: Some(1.0), ..mapping };
    assert_eq!(mapped(&bounded, &Value::Null), float(1.0));
}

#[test]
fn a_boundary_is_reached_by_equality_where_it_says_so_and_a_whole_number_by_itself_alone() {
    let entries = vec![(1.0, true, text("A")), (0.5, false, text("B"))];
    let steps = LookupTable::Interpolation { entries, default: Some(text("F")) };
    let word = |table: &LookupTable, number: f64| look_up(table, &float(number)).to_string();
    let found: Vec<String> = [1.5, 1.0, 0.9, 0.5, 0.4].map(|number| word(&steps, number)).into();
    assert_eq!(found, ["A", "A", "B", "F", "F"]);
    let wholes = LookupTable::Match { entries: vec![(1, text("A"))], default: None };
    let found: Vec<String> = [1.0, 1.5, 0.5].map(|number| word(&wholes, number)).into();
    assert_eq!(found, ["A", "NULL", "NULL"]);
}
