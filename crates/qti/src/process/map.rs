//! From a response to points: mappings, areas, tables (QTI 3.0, 2.11 and 5.1).

use crate::declaration::{AreaMapping, LookupTable, MapEntry, Mapping, Shape};
use crate::value::{Scalar, Value};

use super::basics::{is_same, text_of};

/// `qti-map-response`.
///
/// A value that stands several times counts once. NULL is mapped to the default: it is a source value without
/// an entry. The sum is held between the bounds.
pub(super) fn mapped(mapping: &Mapping, value: &Value) -> Value {
    let mut sum = 0.0;
    let scalars = value.scalars();
    for (place, scalar) in scalars.iter().enumerate() {
        if !scalars.iter().take(place).any(|earlier| is_same(earlier, scalar)) {
            sum += entry(&mapping.entries, scalar).map_or(mapping.default, |entry| entry.value);
        }
    }
    if scalars.is_empty() {
        sum = mapping.default;
    }
    Value::float(bounded(sum, mapping.lower_bound, mapping.upper_bound))
}

/// The entry of a value: the same text goes before one that differs in upper and lower case.
fn entry<'m>(entries: &'m [MapEntry], scalar: &Scalar) -> Option<&'m MapEntry> {
    let exact = entries.iter().find(|entry| is_same(&entry.key, scalar));
    exact.or_else(|| {
        let folded = text_of(scalar)?.to_lowercase();
        let is_hit = |entry: &&MapEntry| {
            let key = text_of(&entry.key).filter(|_| !entry.is_case_sensitive);
            key.is_some_and(|key| key.to_lowercase() == folded)
        };
        entries.iter().find(is_hit)
    })
}

/// `qti-map-response-point`.
///
/// A point is in the first area that holds it, an area counts once however many points are in it, and a point
/// in no area counts the default.
pub(super) fn mapped_points(mapping: &AreaMapping, value: &Value) -> Value {
    let mut sum = 0.0;
    let mut is_counted = vec![false; mapping.entries.len()];
    for scalar in value.scalars() {
        let Scalar::Point(x, y) = scalar else { continue };
        let hit = mapping.entries.iter().zip(&mut is_counted);
        match hit.into_iter().find(|(entry, _)| is_inside(&entry.shape, *x, *y)) {
            Some((entry, is_counted)) => {
                if !std::mem::replace(is_counted, true) {
                    sum += entry.value;
                }
            }
            None => sum += mapping.default,
        }
    }
    if value.scalars().is_empty() {
        sum = mapping.default;
    }
    Value::float(bounded(sum, mapping.lower_bound, mapping.upper_bound))
}

fn bounded(sum: f64, lower: Option<f64>, upper: Option<f64>) -> f64 {
    let raised = lower.map_or(sum, |lower| sum.max(lower));
    upper.map_or(raised, |upper| raised.min(upper))
}

/// Whether a point is in an area; its edge belongs to it.
pub fn is_inside(shape: &Shape, x: f64, y: f64) -> bool {
    match shape {
        Shape::Default => true,
        Shape::Rect([left, top, right, bottom]) => {
            let is_in =
                |value: f64, one: &f64, other: &f64| one.min(*other) <= value && value <= one.max(*other);
            is_in(x, left, right) && is_in(y, top, bottom)
        }
        Shape::Circle([centre_x, centre_y, radius]) => {
            let (dx, dy) = (x - centre_x, y - centre_y);
            dx * dx + dy * dy <= radius * radius
        }
        Shape::Ellipse([centre_x, centre_y, radius_x, radius_y]) => {
            let (dx, dy) = ((x - centre_x) / radius_x, (y - centre_y) / radius_y);
            dx * dx + dy * dy <= 1.0
        }
        Shape::Poly(corners) => is_in_polygon(corners, x, y),
    }
}

/// By the number of edges that a ray from the point crosses; on an edge is inside.
fn is_in_polygon(corners: &[f64], x: f64, y: f64) -> bool {
    let (points, _) = corners.as_chunks::<2>();
    let Some(last) = points.last() else { return false };
    let mut is_inside = false;
    let mut earlier = *last;
    for &[to_x, to_y] in points {
        let [from_x, from_y] = earlier;
        let cross = (to_x - from_x) * (y - from_y) - (to_y - from_y) * (x - from_x);
        let is_beside = from_x.min(to_x) <= x && x <= from_x.max(to_x);
        let is_between = from_y.min(to_y) <= y && y <= from_y.max(to_y);
        if cross == 0.0 && is_beside && is_between {
            return true;
        }
        if (from_y > y) != (to_y > y) && x < (to_x - from_x) * (y - from_y) / (to_y - from_y) + from_x {
            is_inside = !is_inside;
        }
        earlier = [to_x, to_y];
    }
    is_inside
}

/// `qti-lookup-outcome-value`: what a table has for a number.
///
/// A match table wants a whole number that is equal; an interpolation table gives the first entry whose
/// boundary the number reaches (2.11.4).
pub(super) fn look_up(table: &LookupTable, source: &Value) -> Value {
    let number = match source {
        Value::Single(scalar) => scalar.number(),
        _ => None,
    };
    let (found, default) = match table {
        LookupTable::Match { entries, default } => {
            let found = entries.iter().find(|(key, _)| number == Some(*key as f64)).map(|(_, value)| value);
            (found, default)
        }
        LookupTable::Interpolation { entries, default } => {
            let reaches = |boundary: f64, includes: bool| {
                number.is_some_and(|number| number > boundary || (includes && number == boundary))
            };
            let found = entries.iter().find(|(boundary, includes, _)| reaches(*boundary, *includes));
            (found.map(|(_, _, value)| value), default)
        }
    };
    found.or(default.as_ref()).cloned().map_or(Value::Null, Value::Single)
}
