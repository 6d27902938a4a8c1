//! Whether everything of a file is in the model or told.

use std::collections::BTreeMap;

use assay_qti::{remark::Remark, tree::XmlElement};

/// Names of elements and attributes, each with the lines from which to which it goes.
type Names = BTreeMap<String, Vec<(u32, u32)>>;

fn names(element: &XmlElement, into: &mut Names) {
    let lines = (element.place.line, last_line(element));
    into.entry(element.name.clone()).or_default().push(lines);
    for attribute in &element.attributes {
        into.entry(format!("{}/@{}", element.name, attribute.name)).or_default().push(lines);
    }
    element.elements().for_each(|child| names(child, into));
}

/// The line of the last element in it.
fn last_line(element: &XmlElement) -> u32 {
    element.elements().map(last_line).max().unwrap_or(element.place.line)
}

/// What of a tree is neither in what was written of its model nor told where it stands, nor said without it.
pub fn lost(before: &XmlElement, after: &XmlElement, told: &[Remark], implied: &[&str]) -> Vec<String> {
    let (mut read, mut written) = (Names::new(), Names::new());
    names(before, &mut read);
    names(after, &mut written);
    let mut lost = Vec::new();
    for (name, lines) in read {
        let kept = written.get(&name).map_or(0, Vec::len);
        let is_implied =
            implied.iter().any(|implied| name == *implied || name.ends_with(&format!("/@{implied}")));
        let is_told = |(first, last): &(u32, u32)| {
            told.iter().any(|one| one.line == 0 || (*first..=*last).contains(&one.line))
        };
        if kept < lines.len() && !is_implied && !lines.iter().any(is_told) {
            lost.push(name);
        }
    }
    lost
}
