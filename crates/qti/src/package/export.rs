//! A package that is written while it is made.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use super::{
    EntryName, Manifest, ManifestResource, PackageWriteError, ResourceFile, ResourceKind, ZipWriter,
};
use crate::{
    item::{AssessmentItem, AssessmentStimulus},
    results::identifier,
    test::AssessmentTest,
    tree::XmlElement,
    xml,
};

/// A package of QTI 3.0 in the making: the same calls make the same bytes.
///
/// Questions stand at the package's root, so that addresses in them are those that an import made of them.
pub struct PackageExport<W: Write> {
    zip: ZipWriter<W>,
    manifest: Manifest,
    identifiers: BTreeSet<String>,
    /// The resource of each file.
    files: BTreeMap<EntryName, String>,
}

impl<W: Write> PackageExport<W> {
    /// An empty package of that name.
    pub fn new(to: W, name: &str) -> Self {
        let manifest = Manifest { identifier: identifier(name), ..Manifest::default() };
        PackageExport {
            zip: ZipWriter::new(to),
            manifest,
            identifiers: BTreeSet::from([identifier(name)]),
            files: BTreeMap::new(),
        }
    }

    /// Adds a question with the media that it needs; media are added before.
    ///
    /// # Errors
    /// What the writing itself says.
    pub fn item(
        &mut self,
        item: &AssessmentItem,
        needs: &[EntryName],
        metadata: Vec<XmlElement>,
    ) -> Result<EntryName, PackageWriteError> {
        let text = item.to_text();
        self.file(ResourceKind::Item, &item.identifier, &text, needs, metadata)
    }

    /// Adds a shared text with the media that it needs.
    ///
    /// # Errors
    /// What the writing itself says.
    pub fn stimulus(
        &mut self,
        stimulus: &AssessmentStimulus,
        needs: &[EntryName],
        metadata: Vec<XmlElement>,
    ) -> Result<EntryName, PackageWriteError> {
        let text = xml::write(&stimulus.write());
        self.file(ResourceKind::Stimulus, &stimulus.identifier, &text, needs, metadata)
    }

    /// Adds a test.
    ///
    /// Its items are added before; its references are the names that they were given.
    ///
    /// # Errors
    /// What the writing itself says.
    pub fn test(
        &mut self,
        test: &AssessmentTest,
        needs: &[EntryName],
        metadata: Vec<XmlElement>,
    ) -> Result<EntryName, PackageWriteError> {
        let text = xml::write(&test.write());
        self.file(ResourceKind::Test, &test.identifier, &text, needs, metadata)
    }

    /// Adds a picture, a sound, a stylesheet.
    ///
    /// # Errors
    /// A name for the second time; what the writing itself says.
    pub fn media(&mut self, name: &EntryName, bytes: &[u8]) -> Result<(), PackageWriteError> {
        self.zip.add(name, bytes)?;
        let identifier = self.free(&identifier(name.as_str()));
        let kind = if name.extension() == "css" { ResourceKind::Style } else { ResourceKind::Media };
        self.resource(kind, identifier, name, Vec::new(), Vec::new());
        Ok(())
    }

    /// Adds XML beside the questions: a result, statistics of use.
    ///
    /// # Errors
    /// A name for the second time; what the writing itself says.
    pub fn beside(
        &mut self,
        kind: ResourceKind,
        name: &EntryName,
        tree: &XmlElement,
    ) -> Result<(), PackageWriteError> {
        self.zip.add(name, xml::write(tree).as_bytes())?;
        let identifier = self.free(&identifier(name.as_str()));
        self.resource(kind, identifier, name, Vec::new(), Vec::new());
        Ok(())
    }

    /// Writes the manifest and gives back where the package was written to.
    ///
    /// # Errors
    /// What the writing itself says.
    pub fn finish(mut self) -> Result<W, PackageWriteError> {
        let text = xml::write_indented(&self.manifest.write(), |element| {
            ["manifest", "resources", "resource"].contains(&element.name.as_str())
        });
        self.zip.add(&EntryName::new("imsmanifest.xml")?, text.as_bytes())?;
        self.zip.finish()
    }

    fn file(
        &mut self,
        kind: ResourceKind,
        name: &str,
        text: &str,
        needs: &[EntryName],
        metadata: Vec<XmlElement>,
    ) -> Result<EntryName, PackageWriteError> {
        let identifier = self.free(&identifier(name));
        let file = EntryName::new(&format!("{identifier}.xml"))?;
        self.zip.add(&file, text.as_bytes())?;
        let dependencies = needs.iter().filter_map(|need| self.files.get(need).cloned()).collect();
        self.resource(kind, identifier, &file, dependencies, metadata);
        Ok(file)
    }

    /// The identifier, or the first one like it that is free.
    fn free(&mut self, wanted: &str) -> String {
        let mut free = wanted.to_owned();
        for number in 2_u32.. {
            if self.identifiers.insert(free.clone()) {
                break;
            }
            free = format!("{wanted}-{number}");
        }
        free
    }

    fn resource(
        &mut self,
        kind: ResourceKind,
        identifier: String,
        main: &EntryName,
        dependencies: Vec<String>,
        metadata: Vec<XmlElement>,
    ) {
        self.files.insert(main.clone(), identifier.clone());
        self.manifest.resources.push(ManifestResource {
            identifier,
            kind,
            main: Some(main.clone()),
            files: vec![ResourceFile { name: main.clone(), metadata: Vec::new() }],
            dependencies,
            metadata,
            ..ManifestResource::default()
        });
    }
}
