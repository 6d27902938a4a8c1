//! `imsmanifest.xml`: which files a package has, of what kind, and what they need.
//!
//! Read are the manifests of QTI 2.0 to 3.0.1 and of Common Cartridge, whose elements have the same names in
//! different vocabularies. Written is that of QTI 3.0. Metadata is kept as the trees that they are.

use std::collections::BTreeSet;

use super::{EntryName, name::join};
use crate::{
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

/// Of what kind a resource is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResourceKind {
    /// One question.
    Item,
    /// A test.
    Test,
    /// A section of a test, in a file of its own.
    Section,
    /// A text that items share.
    Stimulus,
    /// A template of response processing.
    ResponseTemplate,
    /// Outcome processing, or a part of it, in a file of its own.
    Outcomes,
    /// A part that others include.
    Fragment,
    /// Statistics of use.
    UsageData,
    /// Metadata in a file of its own.
    Metadata,
    /// A stylesheet.
    Style,
    /// A picture, a sound, a page.
    #[default]
    Media,
    /// Questions of QTI 1.2, as Common Cartridge and Canvas have them.
    Qti12,
    /// What is neither QTI nor media: links to tools, discussions, ….
    Foreign,
}

impl ResourceKind {
    /// What a resource's `type` means, in any version.
    pub fn of(declared: &str) -> Self {
        let word = declared.trim().to_ascii_lowercase();
        let has = |part: &str| word.contains(part);
        let is_old = has("imsqti_xmlv1p2") || has("assessment_xmlv1p2");
        match () {
            () if is_old => ResourceKind::Qti12,
            () if has("imsqti_item") || has("imsqti_apipitem") => ResourceKind::Item,
            () if has("imsqti_section") || has("imsqti_apipsection") => ResourceKind::Section,
            () if has("imsqti_test") || has("imsqti_assessment") || has("imsqti_apiptest") => {
                ResourceKind::Test
            }
            () if has("imsqti_stimulus") => ResourceKind::Stimulus,
            () if has("imsqti_rptemplate") || has("imsqti_resprocessing") => ResourceKind::ResponseTemplate,
            () if has("imsqti_outcomes") => ResourceKind::Outcomes,
            () if has("imsqti_fragment") => ResourceKind::Fragment,
            () if has("usagedata") => ResourceKind::UsageData,
            () if has("metadata") || has("controlfile") => ResourceKind::Metadata,
            () if word.starts_with("css") => ResourceKind::Style,
            () if word == "webcontent" || has("learning-application-resource") || word == "pls" => {
                ResourceKind::Media
            }
            () => ResourceKind::Foreign,
        }
    }

    /// The word for it in a manifest of QTI 3.0.
    pub fn word(self) -> &'static str {
        match self {
            ResourceKind::Item => "imsqti_item_xmlv3p0",
            ResourceKind::Test => "imsqti_test_xmlv3p0",
            ResourceKind::Section => "imsqti_section_xmlv3p0",
            ResourceKind::Stimulus => "imsqti_stimulus_xmlv3p0",
            ResourceKind::ResponseTemplate => "imsqti_rptemplate_xmlv3p0",
            ResourceKind::Outcomes => "imsqti_outcomes_xmlv3p0",
            ResourceKind::Fragment => "imsqti_fragment_xmlv3p0",
            ResourceKind::UsageData => "qtiusagedata/xml",
            ResourceKind::Metadata => "resourcemetadata/xml",
            ResourceKind::Style => "css3",
            ResourceKind::Media => "webcontent",
            ResourceKind::Qti12 | ResourceKind::Foreign => "extension",
        }
    }
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
        for child in root.elements() {
            match child.name.as_str() {
                "metadata" => manifest.read_metadata(child),
                "resources" => manifest.read_resources(child, &base, remarks),
                "organizations" if child.elements().next().is_none() => {}
                _ => manifest.other_elements.push(child.clone()),
            }
        }
        manifest.check_names(remarks);
        manifest
    }

    fn read_metadata(&mut self, metadata: &XmlElement) {
        for child in metadata.elements() {
            match child.name.as_str() {
                "schema" => self.schema = Some(child.all_text().trim().to_owned()),
                "schemaversion" => self.schema_version = Some(child.all_text().trim().to_owned()),
                _ => self.metadata.push(child.clone()),
            }
        }
    }

    fn read_resources(&mut self, resources: &XmlElement, base: &str, remarks: &mut Remarks) {
        let base = within(base, resources.attribute("xml:base").unwrap_or_default());
        for child in resources.elements() {
            if child.name == "resource" {
                self.resources.push(ManifestResource::read(child, &base, remarks));
            } else {
                self.other_elements.push(child.clone());
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
        for child in tree.elements() {
            match child.name.as_str() {
                "metadata" => resource.metadata.extend(child.elements().cloned()),
                "file" => {
                    let Some(name) = named(&base, child, "file/@href", remarks) else { continue };
                    let metadata = child.elements().flat_map(XmlElement::elements).cloned().collect();
                    resource.files.push(ResourceFile { name, metadata });
                }
                "dependency" => match child.attribute("identifierref") {
                    Some(needed) => resource.dependencies.push(needed.to_owned()),
                    None => {
                        let (construct, message) = missing("dependency", "identifierref");
                        remarks.add(Weight::Loss, codes::MISSING_ATTRIBUTE, child.place, construct, message);
                    }
                },
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
