//! A package, read one resource after the other.
//!
//! Nothing is kept from one resource to the next, so that a package of any number of items takes the
//! memory of one. Resources have numbers that depend on the package alone: an import that was interrupted
//! goes on where it was.

use std::collections::BTreeSet;

use super::{
    EntryName, Manifest, PackageLimits, PackageRefusal, ResourceKind, ZipReader,
    files::{self, ImportedMedia},
    references,
};
use crate::{
    item::{AssessmentItem, AssessmentStimulus},
    normalise,
    remark::{Remarks, Weight, codes},
    test::{AssessmentSection, AssessmentTest},
    tree::{Place, XmlElement},
    validate::validate,
    xml::{self, XmlLimits},
};

/// What makes a zip a content package.
const MANIFEST: &str = "imsmanifest.xml";

/// A package that is being read.
#[derive(Debug)]
pub struct PackageImport<'a> {
    zip: ZipReader<'a>,
    manifest: Manifest,
    remarks: Remarks,
    units: Vec<PackageUnit>,
    ignored: Vec<EntryName>,
}

/// What is read at once.
#[derive(Clone, Debug)]
enum PackageUnit {
    /// A resource of the manifest, by its place in it.
    Resource(usize),
    /// A file that is no resource's main file, or media.
    File(EntryName),
}

/// One resource, or one file beside them.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedResource {
    /// Its number in the package.
    pub index: usize,
    /// Its name in the manifest; of a file beside them its own.
    pub identifier: String,
    /// Its file.
    pub name: Option<EntryName>,
    /// What the manifest says it is.
    pub kind: ResourceKind,
    /// Its metadata in the manifest.
    pub metadata: Vec<XmlElement>,
    /// Files of the package that it refers to.
    ///
    /// Its own addresses lead to them from the package's root.
    pub needs: Vec<EntryName>,
    /// What was read.
    pub content: ImportedContent,
    /// All there is to know.
    pub remarks: Remarks,
}

/// What a resource became.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportedContent {
    /// A question.
    Item(Box<AssessmentItem>),
    /// A test, with the sections that stand in files of their own.
    Test(Box<AssessmentTest>),
    /// A section of a test; the tests that use it have it in them already.
    Section(Box<AssessmentSection>),
    /// A text that items share.
    Stimulus(Box<AssessmentStimulus>),
    /// XML of another format, e.g. QTI 1.2: as it stands in the file.
    Foreign(Box<XmlElement>),
    /// XML beside the questions: metadata, statistics, templates of response processing.
    Beside(Box<XmlElement>),
    /// A picture, a sound, a stylesheet.
    Media(ImportedMedia),
    /// Nothing; the remarks say why.
    Nothing,
}

impl<'a> PackageImport<'a> {
    /// Opens a package and reads its manifest.
    ///
    /// # Errors
    /// A package that is not to be opened, or that has no manifest that can be read.
    pub fn open(bytes: &'a [u8], limits: &PackageLimits) -> Result<Self, PackageRefusal> {
        let zip = ZipReader::open(bytes, limits)?;
        let mut remarks = Remarks::default();
        let (name, folder) = find_manifest(&zip, &mut remarks)?;
        let bytes = zip.read(&name)?.ok_or(PackageRefusal::NoManifest)?;
        let text = xml::decode(&bytes);
        drop(bytes);
        let tree = text.and_then(|text| xml::parse(&text, &XmlLimits::MANY));
        let tree = tree.map_err(|remark| PackageRefusal::Manifest(remark.message))?;
        let resources = tree.elements().filter(|child| child.name == "resources");
        let count = resources.flat_map(XmlElement::elements).count();
        if count > limits.entries {
            let message = format!("it names {count} resources; {} are allowed", limits.entries);
            return Err(PackageRefusal::Manifest(message));
        }
        let manifest = Manifest::read(&tree, &folder, &mut remarks);
        drop(tree);
        if !remarks.is_usable() {
            let first = remarks.remarks.iter().find(|remark| remark.weight == Weight::Error);
            let message = first.map(|remark| remark.message.clone()).unwrap_or_default();
            return Err(PackageRefusal::Manifest(message));
        }
        let (units, ignored) = units_of(&zip, &manifest, &name);
        Ok(PackageImport { zip, manifest, remarks, units, ignored })
    }

    /// What the package says it holds.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What there is to know of the package and its manifest.
    pub fn remarks(&self) -> &Remarks {
        &self.remarks
    }

    /// Files that mean nothing to anybody: schemas, leavings of file managers.
    pub fn ignored(&self) -> &[EntryName] {
        &self.ignored
    }

    /// How many resources and files there are to read.
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// From one number on, each read when it is asked for.
    pub fn from(&self, index: usize) -> impl Iterator<Item = ImportedResource> + '_ {
        (index..self.units.len()).filter_map(|index| self.read(index))
    }

    /// The resource of that number.
    pub fn read(&self, index: usize) -> Option<ImportedResource> {
        let unit = self.units.get(index)?;
        let mut imported = ImportedResource {
            index,
            identifier: String::new(),
            name: None,
            kind: ResourceKind::Media,
            metadata: Vec::new(),
            needs: Vec::new(),
            content: ImportedContent::Nothing,
            remarks: Remarks::default(),
        };
        match unit {
            PackageUnit::Resource(number) => {
                let resource = self.manifest.resources.get(*number)?;
                imported.identifier.clone_from(&resource.identifier);
                imported.name.clone_from(&resource.main);
                imported.kind = resource.kind;
                imported.metadata.clone_from(&resource.metadata);
                match &resource.main {
                    Some(name) => self.read_xml(name, &mut imported),
                    None => tell_missing(&mut imported.remarks, resource.place, &resource.identifier),
                }
            }
            PackageUnit::File(name) => {
                let owner =
                    self.manifest.resources.iter().find(|resource| resource.main.as_ref() == Some(name));
                imported.identifier =
                    owner.map_or_else(|| name.to_string(), |owner| owner.identifier.clone());
                imported.metadata = owner.map(|owner| owner.metadata.clone()).unwrap_or_default();
                imported.name = Some(name.clone());
                if let Some(bytes) = self.bytes_of(name, &mut imported.remarks)
                    && let Some(media) = files::media(name, bytes, &mut imported.remarks)
                {
                    imported.content = ImportedContent::Media(media);
                }
            }
        }
        Some(imported)
    }

    fn bytes_of(&self, name: &EntryName, remarks: &mut Remarks) -> Option<Vec<u8>> {
        match self.zip.read(name) {
            Ok(Some(bytes)) => Some(bytes),
            Ok(None) => {
                tell_missing(remarks, Place::default(), name.as_str());
                None
            }
            Err(refusal) => {
                let message = format!("{refusal}.");
                remarks.add(Weight::Error, refusal.code(), Place::default(), name.as_str(), message);
                None
            }
        }
    }

    /// The tree of a file with the names of 3.0 and addresses from the package's root.
    fn tree_of(
        &self,
        name: &EntryName,
        needs: &mut BTreeSet<EntryName>,
        remarks: &mut Remarks,
    ) -> Option<XmlElement> {
        let bytes = self.bytes_of(name, remarks)?;
        let tree = xml::decode(&bytes).and_then(|text| xml::parse(&text, &XmlLimits::ITEM));
        let tree = match tree {
            Ok(tree) => tree,
            Err(remark) => {
                remarks.remarks.push(remark);
                return None;
            }
        };
        if !is_qti(&tree.name) {
            return Some(tree);
        }
        let (mut tree, _, more) = normalise::to_3(tree);
        remarks.remarks.extend(more.remarks);
        let mut has = |wanted: &EntryName| self.zip.has(wanted);
        references::resolve(&mut tree, name, &mut has, needs, remarks);
        Some(tree)
    }

    fn read_xml(&self, name: &EntryName, imported: &mut ImportedResource) {
        let mut needs = BTreeSet::new();
        let remarks = &mut imported.remarks;
        if !self.zip.has(name) {
            tell_missing(remarks, Place::default(), name.as_str());
            return;
        }
        let Some(tree) = self.tree_of(name, &mut needs, remarks) else { return };
        let content = match tree.name.as_str() {
            "qti-assessment-item" => AssessmentItem::read(&tree, remarks).map(|item| {
                remarks.remarks.extend(validate(&item).remarks);
                ImportedContent::Item(Box::new(item))
            }),
            "qti-assessment-stimulus" => AssessmentStimulus::read(&tree, remarks)
                .map(|stimulus| ImportedContent::Stimulus(Box::new(stimulus))),
            "qti-assessment-section" => AssessmentSection::read(&tree, remarks)
                .map(|section| ImportedContent::Section(Box::new(section))),
            "qti-assessment-test" => AssessmentTest::read(&tree, remarks).map(|test| {
                let test = test.with_sections(&mut |href| self.section(href, &mut needs));
                ImportedContent::Test(Box::new(test))
            }),
            _ if matches!(imported.kind, ResourceKind::Qti12 | ResourceKind::Foreign) => {
                Some(ImportedContent::Foreign(Box::new(tree)))
            }
            "questestinterop" | "quiz" => Some(ImportedContent::Foreign(Box::new(tree))),
            _ => Some(self.beside(tree, imported.kind, remarks)),
        };
        imported.content = content.unwrap_or(ImportedContent::Nothing);
        imported.needs = needs.into_iter().collect();
    }

    /// XML that is neither a question nor a test.
    fn beside(&self, tree: XmlElement, kind: ResourceKind, remarks: &mut Remarks) -> ImportedContent {
        let is_meant = !matches!(
            kind,
            ResourceKind::Item | ResourceKind::Test | ResourceKind::Section | ResourceKind::Stimulus
        );
        if !is_meant {
            let message =
                format!("The file begins with `{}`, which the manifest calls otherwise.", tree.name);
            remarks.add(Weight::Error, codes::MISSING_ELEMENT, tree.place, tree.name.clone(), message);
            return ImportedContent::Nothing;
        }
        ImportedContent::Beside(Box::new(tree))
    }

    /// A section in a file of its own; what is to be known of it is told where it is read by itself.
    fn section(&self, address: &str, needs: &mut BTreeSet<EntryName>) -> Option<AssessmentSection> {
        let name = super::name::join("", address)?;
        let mut remarks = Remarks::default();
        let tree = self.tree_of(&name, needs, &mut remarks)?;
        AssessmentSection::read(&tree, &mut remarks)
    }
}

/// Whether an element is an item, a test or a part of either, by its name in any version.
fn is_qti(name: &str) -> bool {
    let name = name.strip_prefix("qti-").unwrap_or(name).replace('-', "").to_ascii_lowercase();
    matches!(name.as_str(), "assessmentitem" | "assessmenttest" | "assessmentsection" | "assessmentstimulus")
}

fn tell_missing(remarks: &mut Remarks, place: Place, name: &str) {
    let message = format!("The package does not have the file of `{name}`: nothing of it is read.");
    remarks.add(Weight::Error, codes::MISSING_FILE, place, name, message);
}

/// The manifest's name and its folder: the package's root, or the one folder that somebody zipped.
fn find_manifest(zip: &ZipReader<'_>, remarks: &mut Remarks) -> Result<(EntryName, String), PackageRefusal> {
    let root = EntryName::new(MANIFEST)?;
    if zip.has(&root) {
        return Ok((root, String::new()));
    }
    let mut found = zip.entries().iter().map(|entry| &entry.name).filter_map(|name| {
        let (folder, file) = name.as_str().split_once('/')?;
        (file == MANIFEST && folder != files::APPLE).then(|| (name.clone(), folder.to_owned()))
    });
    match (found.next(), found.next()) {
        (Some((name, folder)), None) => {
            let message = format!("The manifest is not at the package's root but in `{folder}`.");
            remarks.add(Weight::Lenient, codes::ORDER, Place::default(), MANIFEST, message);
            Ok((name, folder))
        }
        _ => Err(PackageRefusal::NoManifest),
    }
}

/// What there is to read: the manifest's resources, then the files that are no resource's main file.
fn units_of(
    zip: &ZipReader<'_>,
    manifest: &Manifest,
    name: &EntryName,
) -> (Vec<PackageUnit>, Vec<EntryName>) {
    let is_file = |kind| matches!(kind, ResourceKind::Media | ResourceKind::Style);
    let (mut units, mut taken) = (Vec::new(), BTreeSet::from([name]));
    for (number, resource) in manifest.resources.iter().enumerate() {
        let is_there = resource.main.as_ref().is_some_and(|main| zip.has(main));
        if is_file(resource.kind) && is_there
            || resource.kind == ResourceKind::Foreign && !is_xml(&resource.main)
        {
            continue;
        }
        taken.extend(&resource.main);
        units.push(PackageUnit::Resource(number));
    }
    let mut ignored = Vec::new();
    for entry in zip.entries().iter().filter(|entry| !taken.contains(&entry.name)) {
        if files::is_leaving(&entry.name) {
            ignored.push(entry.name.clone());
        } else {
            units.push(PackageUnit::File(entry.name.clone()));
        }
    }
    (units, ignored)
}

fn is_xml(name: &Option<EntryName>) -> bool {
    name.as_ref().is_some_and(|name| name.extension() == "xml")
}
