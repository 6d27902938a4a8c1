//! Mappings and lookup tables from trees.

use std::collections::{HashMap, hash_map::Entry};

use super::{AreaEntry, AreaMapping, LookupTable, MapEntry, Mapping, Shape, Variable, read_value::single};
use crate::{
    reading::{Reading, lost_element, tell, tell_stray_text},
    remark::{Remarks, Weight, codes},
    tree::XmlElement,
    value::BaseType,
};

/// Points by value; `None`, and told, where nothing can be mapped.
pub(super) fn mapping(element: &XmlElement, variable: &Variable, remarks: &mut Remarks) -> Option<Mapping> {
    let mut reading = Reading::new(element, remarks);
    let (lower_bound, upper_bound) = (reading.float("lower-bound"), reading.float("upper-bound"));
    let default = reading.float("default-value").unwrap_or(0.0);
    // An attribute of some engines: the standard has it at each entry.
    let for_all = reading.boolean("case-sensitive");
    reading.tell_others();
    if for_all.is_some() {
        let message = "`case-sensitive` stands at each entry in QTI; it was read for those that do not say.";
        tell(remarks, Weight::Lenient, codes::UNKNOWN_ATTRIBUTE, element, message);
    }
    tell_stray_text(remarks, element);
    let Some(base) = variable.base else {
        let message = format!("`{}` is a record: its values cannot be mapped.", variable.identifier);
        tell(remarks, Weight::Error, codes::VALUE, element, message);
        return None;
    };
    let mut entries = Vec::new();
    for child in element.elements() {
        if !child.is("qti-map-entry") {
            lost_element(remarks, Weight::Error, child, element);
            continue;
        }
        let mut reading = Reading::new(child, remarks);
        let key = reading.text("map-key");
        if key.is_none() {
            reading.required("map-key");
        }
        let value = mapped_value(&mut reading);
        let is_case_sensitive = reading.boolean("case-sensitive").or(for_all).unwrap_or(false);
        reading.tell_others();
        if let (Some(key), Some(value)) = (key, value)
            && let Some(key) = single(base, key, child, remarks)
        {
            entries.push(MapEntry { key, value, is_case_sensitive });
        }
    }
    tell_case(&entries, element, remarks);
    Some(Mapping { lower_bound, upper_bound, default, entries })
}

/// Keys that only upper and lower case tell apart, where that is not regarded: the first would count.
fn tell_case(entries: &[MapEntry], element: &XmlElement, remarks: &mut Remarks) {
    // For each key without its case, whether case is regarded in all entries that have it.
    let mut seen: HashMap<String, bool> = HashMap::new();
    for entry in entries.iter().filter(|entry| entry.key.base() == BaseType::String) {
        let regarded = seen.entry(entry.key.lexical().to_lowercase());
        if let Entry::Occupied(before) = &regarded
            && !(entry.is_case_sensitive && *before.get())
        {
            let message = format!(
                "`{}` differs from an earlier key at most by case, and that one is taken: say \
                 `case-sensitive`, or take one out.",
                entry.key.lexical()
            );
            tell(remarks, Weight::Lenient, codes::CASE, element, message);
        }
        *regarded.or_insert(true) &= entry.is_case_sensitive;
    }
}

fn mapped_value(reading: &mut Reading<'_, '_>) -> Option<f64> {
    reading.required("mapped-value")?;
    reading.float("mapped-value")
}

/// Points by area.
pub(super) fn area_mapping(element: &XmlElement, remarks: &mut Remarks) -> AreaMapping {
    let mut reading = Reading::new(element, remarks);
    let (lower_bound, upper_bound) = (reading.float("lower-bound"), reading.float("upper-bound"));
    let default = reading.float("default-value").unwrap_or(0.0);
    reading.tell_others();
    tell_stray_text(remarks, element);
    let mut entries = Vec::new();
    for child in element.elements() {
        if !child.is("qti-area-map-entry") {
            lost_element(remarks, Weight::Error, child, element);
            continue;
        }
        let mut reading = Reading::new(child, remarks);
        let shape = shape(&mut reading);
        let value = mapped_value(&mut reading);
        reading.tell_others();
        if let (Some(shape), Some(value)) = (shape, value) {
            entries.push(AreaEntry { shape, value });
        }
    }
    AreaMapping { lower_bound, upper_bound, default, entries }
}

/// `shape` and `coords` of an element; told where they are no area.
pub(crate) fn shape(reading: &mut Reading<'_, '_>) -> Option<Shape> {
    let name = reading.required("shape")?;
    let coords = reading.token("coords");
    if coords.is_none() && name != "default" {
        reading.required("coords");
        return None;
    }
    let read = Shape::parse(name, coords.unwrap_or_default());
    if read.is_none() {
        let coords = coords.unwrap_or_default();
        reading.bad(
            "coords",
            format!(
                "`{coords}` is no area of the shape `{name}`: write rect as left,top,right,bottom, circle as \
                 x,y,radius, poly as x,y,x,y,x,y."
            ),
        );
    }
    read
}

/// A lookup table; `None`, and told, where nothing can be looked up.
pub(super) fn table(
    element: &XmlElement,
    base: Option<BaseType>,
    remarks: &mut Remarks,
) -> Option<LookupTable> {
    let is_match = element.is("qti-match-table");
    let mut reading = Reading::new(element, remarks);
    let default = reading.text("default-value");
    reading.tell_others();
    tell_stray_text(remarks, element);
    let Some(base) = base else {
        let message = "A record cannot be looked up in a table.";
        tell(remarks, Weight::Error, codes::VALUE, element, message);
        return None;
    };
    let default = default.and_then(|text| single(base, text, element, remarks));
    let (mut matches, mut steps) = (Vec::new(), Vec::new());
    for child in element.elements() {
        let expected = if is_match { "qti-match-table-entry" } else { "qti-interpolation-table-entry" };
        if !child.is(expected) {
            lost_element(remarks, Weight::Error, child, element);
            continue;
        }
        let mut reading = Reading::new(child, remarks);
        reading.required("source-value");
        let target = reading.text("target-value");
        if target.is_none() {
            reading.required("target-value");
        }
        if is_match {
            let source = reading.word("source-value", "a whole number", |text| text.parse::<i64>().ok());
            reading.tell_others();
            let target = target.and_then(|text| single(base, text, child, remarks));
            matches.extend(source.zip(target));
        } else {
            let source = reading.float("source-value");
            let is_reached = reading.boolean("include-boundary").unwrap_or(true);
            reading.tell_others();
            let target = target.and_then(|text| single(base, text, child, remarks));
            steps.extend(source.zip(target).map(|(source, target)| (source, is_reached, target)));
        }
    }
    Some(match is_match {
        true => LookupTable::Match { entries: matches, default },
        false => LookupTable::Interpolation { entries: steps, default },
    })
}
