//! What a test of a package needs to stand in another one: its questions' new files, and metadata that QTI
//! 3.0 has a place for.

use std::collections::BTreeMap;

use assay_qti::{
    package::EntryName,
    remark::{Remarks, Weight, codes},
    test::{AssessmentTest, SectionNode},
    tree::{Place, Space, XmlElement},
};

/// Gives a test's references the files that its questions have now; a question that has none is a fault.
pub fn renamed(
    test: &mut AssessmentTest,
    asked: &BTreeMap<String, EntryName>,
    remarks: &mut Remarks,
) -> Vec<EntryName> {
    let mut needs = Vec::new();
    for part in &mut test.parts {
        rename(&mut part.sections, asked, &mut needs, remarks);
    }
    needs.sort();
    needs.dedup();
    needs
}

fn rename(
    nodes: &mut [SectionNode],
    asked: &BTreeMap<String, EntryName>,
    needs: &mut Vec<EntryName>,
    remarks: &mut Remarks,
) {
    for node in nodes {
        match node {
            SectionNode::Item(reference) => match asked.get(&reference.href) {
                Some(file) => {
                    reference.href = file.to_address();
                    needs.push(file.clone());
                }
                None => missing(&reference.href, remarks),
            },
            SectionNode::SectionRef(reference) => missing(&reference.href, remarks),
            SectionNode::Include(_) => missing("xi:include", remarks),
            SectionNode::Section(section) => rename(&mut section.children, asked, needs, remarks),
        }
    }
}

fn missing(what: &str, remarks: &mut Remarks) {
    let message = format!("It asks for `{what}`, which is not in the new package: it is left out.");
    remarks.add(Weight::Error, codes::MISSING_FILE, Place { line: 1, column: 1 }, what, message);
}

/// Metadata as a manifest of QTI 3.0 may have it, in the schema's order: its own, curricula, learning object.
pub fn metadata(metadata: Vec<XmlElement>, remarks: &mut Remarks) -> Vec<XmlElement> {
    let place = |tree: &XmlElement| match (&tree.space, tree.name.as_str()) {
        (Space::Other(space), "qtiMetadata") if space.contains("/imsqti_") => Some(0),
        (Space::Other(space), "curriculumStandardsMetadataSet") if space.ends_with("imscsmd_v1p1") => Some(1),
        (Space::Other(space), "lom") if space == "http://ltsc.ieee.org/xsd/LOM" => Some(2),
        _ => None,
    };
    let mut kept: BTreeMap<u8, XmlElement> = BTreeMap::new();
    for tree in metadata {
        match place(&tree).filter(|place| !kept.contains_key(place)) {
            Some(place) => {
                kept.insert(place, tree);
            }
            None => {
                let message = format!("A manifest of QTI 3.0 has no place for this `{}`.", tree.name);
                remarks.add(Weight::Loss, "manifest-metadata", tree.place, tree.name.clone(), message);
            }
        }
    }
    kept.into_values().collect()
}
