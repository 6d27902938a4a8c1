//! `imsmanifest.xml`: which files a package has, of what kind, and what they need.
//!
//! Read are the manifests of QTI 2.0 to 3.0.1 and of Common Cartridge, whose elements have the same names in
//! different vocabularies. Written is that of QTI 3.0. Metadata is kept as the trees that they are.

use std::collections::BTreeSet;

use super::{EntryName, ResourceKind, name::join};
use crate::{
    reading::{lost_attribute, lost_element, tell_stray_text},
    remark::{Remarks, Weight, codes},
    tree::{Attribute, Space, XmlElement, XmlNode},
};

/// QTI 3.0's vocabulary of content packages.
const PACKAGE_3: &str = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1";
/// QTI 3.0's vocabulary of its own metadata, whose names are those of 2.x.
const METADATA_3: &str = "http://www.imsglobal.org/xsd/imsqti_metadata_v3p0";
/// What the schema of QTI 3.0's packages has as their version.
const VERSION_3: &str = "3.0.0";

/// What a package holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Manifest {
    /// Its name.
    pub identifier: String,
    /// `QTI Package`, `IMS Content`, `IMS Common Cartridge`, ….
    pub schema: Option<String>,
    /// Of the schema, as it is written.
    pub schema_version: Option<String>,
    /// Of the whole package: learning object metadata and the like.
    pub metadata: Vec<XmlElement>,
    /// In the file's order.
    pub resources: Vec<ManifestResource>,
    /// What this model does not use: of the manifest itself.
    pub others: Vec<Attribute>,
    /// What this model does not use: organizations, authorizations.
    pub other_elements: Vec<XmlElement>,
}

/// One item, test, picture, …, with the files that it is made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ManifestResource {
    /// Unique in the package.
    pub identifier: String,
    /// What it is.
    pub kind: ResourceKind,
    /// What it says it is, as it is written.
    pub declared: String,
    /// Its main file.
    pub main: Option<EntryName>,
    /// All its files, the main one with them.
    pub files: Vec<ResourceFile>,
    /// Identifiers of what it needs.
    pub dependencies: Vec<String>,
    /// Its metadata, one tree each.
    pub metadata: Vec<XmlElement>,
    /// What this model does not use.
    pub others: Vec<Attribute>,
    /// What this model does not use: variants and the like.
    pub other_elements: Vec<XmlElement>,
    /// Where it stands.
    pub place: crate::tree::Place,
}

/// One file of a resource.
#[derive(Clone, Debug, PartialEq)]
pub struct ResourceFile {
    /// Which.
    pub name: EntryName,
    /// Its metadata, one tree each.
    pub metadata: Vec<XmlElement>,
}

impl Manifest {
    /// Reads a manifest that stands in a folder of the package; "" is its root.
    ///
    /// What is wrong with it is told; what can be read of it is read.
    pub fn read(root: &XmlElement, folder: &str, remarks: &mut Remarks) -> Self {
        let mut manifest = Manifest::default();
        if root.name != "manifest" {
            let message = format!("The manifest begins with `{}`: nothing of it is read.", root.name);
            remarks.add(Weight::Error, codes::MISSING_ELEMENT, root.place, "manifest", message);
            return manifest;
        }
        let mut base = folder.to_owned();
        for attribute in &root.attributes {
            match attribute.name.as_str() {
                "identifier" => manifest.identifier.clone_from(&attribute.value),
                "xml:base" => base = within(&base, &attribute.value),
                _ => manifest.others.push(attribute.clone()),
            }
        }
        tell_stray_text(remarks, root);
        for child in root.elements() {
            let is_empty = child.attributes.is_empty() && child.children.iter().all(is_blank);
            let has_organizations = manifest.other_elements.iter().any(|other| other.name == "organizations");
            match child.name.as_str() {
                "metadata" => manifest.read_metadata(child, remarks),
                "resources" => manifest.read_resources(child, &base, remarks),
                "organizations" if is_empty => {}
                "organizations" if has_organizations => lost_element(remarks, Weight::Loss, child, root),
                _ => manifest.other_elements.push(child.clone()),
            }
        }
        manifest.check_names(remarks);
        manifest
    }

    fn read_metadata(&mut self, metadata: &XmlElement, remarks: &mut Remarks) {
        tell_others(metadata, &[], remarks);
        for child in metadata.elements() {
            let slot = match child.name.as_str() {
                "schema" => &mut self.schema,
                "schemaversion" => &mut self.schema_version,
                _ => {
                    self.metadata.push(child.clone());
                    continue;
                }
            };
            if slot.is_some() {
                lost_element(remarks, Weight::Loss, child, metadata);
                continue;
            }
            *slot = Some(child.all_text().trim().to_owned());
            tell_attributes(child, &[], remarks);
            child.elements().for_each(|inner| lost_element(remarks, Weight::Loss, inner, child));
        }
    }

    fn read_resources(&mut self, resources: &XmlElement, base: &str, remarks: &mut Remarks) {
        let base = within(base, resources.attribute("xml:base").unwrap_or_default());
        tell_others(resources, &["xml:base"], remarks);
        for child in resources.elements() {
            match child.name.as_str() {
                "resource" => self.resources.push(ManifestResource::read(child, &base, remarks)),
                // Among the others it would be written where it means the package.
                "metadata" => self.read_metadata(child, remarks),
                "resources" => {
                    let message = "`resources` inside `resources` is not read.";
                    remarks.add(Weight::Loss, codes::UNKNOWN_ELEMENT, child.place, "resources", message);
                }
                _ => self.other_elements.push(child.clone()),
            }
        }
    }

    /// A name stands once, and what is needed is there.
    fn check_names(&self, remarks: &mut Remarks) {
        let mut names = BTreeSet::new();
        for resource in &self.resources {
            if !names.insert(resource.identifier.as_str()) {
                let message = format!(
                    "Two resources have the name `{}`: what needs it gets the first.",
                    resource.identifier
                );
                remarks.add(Weight::Loss, codes::NAME, resource.place, "resource/@identifier", message);
            }
        }
        for resource in &self.resources {
            for needed in resource.dependencies.iter().filter(|needed| !names.contains(needed.as_str())) {
                let message =
                    format!("`{}` needs `{needed}`, which the package does not have.", resource.identifier);
                let construct = "dependency/@identifierref";
                remarks.add(Weight::Loss, codes::NAME, resource.place, construct, message);
            }
        }
    }

    /// The resource of that name; the first where there are two.
    pub fn resource(&self, identifier: &str) -> Option<&ManifestResource> {
        self.resources.iter().find(|resource| resource.identifier == identifier)
    }

    /// The manifest as QTI 3.0 has it.
    pub fn write(&self) -> XmlElement {
        let mut metadata = element("metadata")
            .child(element("schema").text("QTI Package"))
            .child(element("schemaversion").text(VERSION_3));
        metadata.children.extend(self.metadata.iter().map(|tree| XmlNode::Element(renewed(tree))));
        let resources = self.resources.iter().map(ManifestResource::write);
        let mut root = element("manifest").with("identifier", self.identifier.as_str());
        root.attributes.extend(self.others.iter().cloned());
        let (organizations, others): (Vec<_>, Vec<_>) =
            self.other_elements.iter().cloned().partition(|other| other.name == "organizations");
        let organizations = organizations.into_iter().next().map(|tree| renewed(&tree));
        root.child(metadata)
            .child(organizations.unwrap_or_else(|| element("organizations")))
            .child(element("resources").all(resources))
            .all(others)
    }
}

impl ManifestResource {
    fn read(tree: &XmlElement, base: &str, remarks: &mut Remarks) -> Self {
        let mut resource = ManifestResource { place: tree.place, ..ManifestResource::default() };
        let base = within(base, tree.attribute("xml:base").unwrap_or_default());
        for attribute in &tree.attributes {
            match attribute.name.as_str() {
                "identifier" => resource.identifier.clone_from(&attribute.value),
                "type" => resource.declared.clone_from(&attribute.value),
                "href" => resource.main = named(&base, tree, "resource/@href", remarks),
                "xml:base" => {}
                _ => resource.others.push(attribute.clone()),
            }
        }
        resource.kind = ResourceKind::of(&resource.declared);
        for (attribute, value) in [("identifier", &resource.identifier), ("type", &resource.declared)] {
            if value.is_empty() {
                let (construct, message) = missing("resource", attribute);
                remarks.add(Weight::Loss, codes::MISSING_ATTRIBUTE, tree.place, construct, message);
            }
        }
        tell_stray_text(remarks, tree);
        for child in tree.elements() {
            match child.name.as_str() {
                "metadata" => {
                    tell_others(child, &[], remarks);
                    resource.metadata.extend(child.elements().cloned());
                }
                "file" => resource.files.extend(ResourceFile::read(child, &base, remarks)),
                "dependency" => {
                    tell_others(child, &["identifierref"], remarks);
                    child.elements().for_each(|inner| lost_element(remarks, Weight::Loss, inner, child));
                    if let Some(needed) = child.attribute("identifierref") {
                        resource.dependencies.push(needed.to_owned());
                        continue;
                    }
                    let (construct, message) = missing("dependency", "identifierref");
                    remarks.add(Weight::Loss, codes::MISSING_ATTRIBUTE, child.place, construct, message);
                }
                _ => resource.other_elements.push(child.clone()),
            }
        }
        // Common Cartridge's resources often have a file and no address of their own.
        if resource.main.is_none() && tree.attribute("href").is_none() {
            resource.main = resource.files.first().map(|file| file.name.clone());
        }
        resource
    }

    fn write(&self) -> XmlElement {
        let mut resource = element("resource")
            .with("identifier", self.identifier.as_str())
            .with("type", self.kind.word())
            .with_maybe("href", self.main.as_ref().map(EntryName::to_address));
        resource.attributes.extend(self.others.iter().cloned());
        if !self.metadata.is_empty() {
            resource = resource.child(element("metadata").all(self.metadata.iter().map(renewed)));
        }
        for file in &self.files {
            let mut written = element("file").with("href", file.name.to_address());
            if !file.metadata.is_empty() {
                written = written.child(element("metadata").all(file.metadata.iter().map(renewed)));
            }
            resource = resource.child(written);
        }
        for needed in &self.dependencies {
            resource = resource.child(element("dependency").with("identifierref", needed.as_str()));
        }
        resource.all(self.other_elements.iter().cloned())
    }
}

impl ResourceFile {
    /// `None`, and told, where it names no file of the package.
    fn read(tree: &XmlElement, base: &str, remarks: &mut Remarks) -> Option<Self> {
        let name = named(base, tree, "file/@href", remarks)?;
        tell_others(tree, &["href"], remarks);
        let mut metadata = Vec::new();
        for child in tree.elements() {
            if child.name == "metadata" {
                tell_others(child, &[], remarks);
                metadata.extend(child.elements().cloned());
            } else {
                lost_element(remarks, Weight::Loss, child, tree);
            }
        }
        Some(ResourceFile { name, metadata })
    }
}

/// Tells the attributes that are not known and the text of an element that holds elements alone.
fn tell_others(tree: &XmlElement, known: &[&str], remarks: &mut Remarks) {
    tell_attributes(tree, known, remarks);
    tell_stray_text(remarks, tree);
}

fn tell_attributes(tree: &XmlElement, known: &[&str], remarks: &mut Remarks) {
    for attribute in &tree.attributes {
        if !known.contains(&attribute.name.as_str()) {
            lost_attribute(remarks, tree, &attribute.name);
        }
    }
}

fn is_blank(node: &XmlNode) -> bool {
    matches!(node, XmlNode::Text(text) if text.trim().is_empty())
}

fn element(name: &str) -> XmlElement {
    XmlElement { space: Space::Other(PACKAGE_3.to_owned()), ..XmlElement::new(name) }
}

/// A tree of an earlier version in the vocabularies of 3.0, where only their addresses differ.
fn renewed(tree: &XmlElement) -> XmlElement {
    let mut tree = tree.clone();
    renew(&mut tree);
    tree
}

fn renew(tree: &mut XmlElement) {
    let new = match &tree.space {
        Space::Other(address) if address.contains("/imsqti_") && !address.contains("asi") => METADATA_3,
        Space::Other(address) if address.contains("imscp_v1p1") => PACKAGE_3,
        _ => "",
    };
    if !new.is_empty() {
        tree.space = Space::Other(new.to_owned());
    }
    for child in &mut tree.children {
        if let XmlNode::Element(child) = child {
            renew(child);
        }
    }
}

fn missing(element: &str, attribute: &str) -> (String, String) {
    (format!("{element}/@{attribute}"), format!("`{element}` has no `{attribute}`."))
}

/// A base address inside a base address; one that leads out of the package means nothing.
fn within(base: &str, address: &str) -> String {
    let address = address.trim().trim_end_matches('/');
    join(base, address).map_or_else(|| base.to_owned(), |name| name.to_string())
}

/// What an element's `href` names; told where it is missing or leads out of the package.
fn named(base: &str, tree: &XmlElement, construct: &str, remarks: &mut Remarks) -> Option<EntryName> {
    let Some(address) = tree.attribute("href") else {
        let message = format!("`{}` has no `href`.", tree.name);
        remarks.add(Weight::Loss, codes::MISSING_ATTRIBUTE, tree.place, construct, message);
        return None;
    };
    let name = join(base, address);
    if name.is_none() {
        let message = format!("`{address}` is no file of the package: it is neither opened nor fetched.");
        remarks.add(Weight::Loss, codes::VALUE, tree.place, construct, message);
    }
    name
}

#[cfg(test)]
#[path = "manifest_tests.rs"]
mod tests;
