//! Addresses in a tree that lead to other files of its package.

use std::collections::BTreeSet;

use super::EntryName;
use crate::{
    remark::{Remarks, Weight, codes},
    tree::{XmlElement, XmlNode},
};

/// Attributes that hold an address.
const ADDRESSES: [&str; 5] = ["href", "src", "poster", "xlink:href", "longdesc"];

/// Makes addresses of files lead from the package's root, and collects the files.
///
/// An address that leads outside of the package stays what it is. One whose file is not there stays, too, and
/// is told: a question without its picture is still a question.
pub(super) fn resolve(
    tree: &mut XmlElement,
    file: &EntryName,
    has: &mut dyn FnMut(&EntryName) -> bool,
    needs: &mut BTreeSet<EntryName>,
    remarks: &mut Remarks,
) {
    let (element, place) = (tree.name.clone(), tree.place);
    for attribute in &mut tree.attributes {
        let is_address = ADDRESSES.contains(&attribute.name.as_str())
            || attribute.name == "data" && matches!(element.as_str(), "object" | "qti-object");
        let Some(name) = file.resolve(&attribute.value).filter(|_| is_address) else { continue };
        if has(&name) {
            let fragment = attribute.value.split_once('#').map(|(_, fragment)| format!("#{fragment}"));
            attribute.value = name.to_address() + fragment.as_deref().unwrap_or_default();
            needs.insert(name);
        } else {
            let construct = format!("{element}/@{}", attribute.name);
            let message =
                format!("The package does not have `{}`: the address was kept as it is.", attribute.value);
            remarks.add(Weight::Loss, codes::MISSING_FILE, place, construct, message);
        }
    }
    // Catalogs name their files in text.
    if tree.is("qti-file-href")
        && let Some(name) = file.resolve(&tree.all_text()).filter(|name| has(name))
    {
        tree.children = vec![XmlNode::Text(name.to_address())];
        needs.insert(name);
    }
    for child in &mut tree.children {
        if let XmlNode::Element(child) = child {
            resolve(child, file, has, needs, remarks);
        }
    }
}
