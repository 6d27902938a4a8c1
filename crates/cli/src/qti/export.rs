//! `assay qti export`: questions of any form that is known, as one package of QTI 3.0.
//!
//! Each file says by its content what it is. Whatever of a question is not in the package is told, question
//! by question; a question that could be shown or scored wrong is left out and told.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use assay_app::PICTURE_BYTES_MAX;
use assay_bank::{Alone, parse_authored, read_item};
use assay_kernel::source::SourceFile;
use assay_qti::{
    foreign::{self, ForeignReading, Format, Made},
    item::{AssessmentItem, AssessmentStimulus},
    package::{
        EntryName, ImportedContent, ImportedMedia, ImportedResource, LossReport, PackageExport,
        PackageImport, PackageLimits, PackageWriteError, ResourceKind, item_picture,
    },
    remark::{Remarks, Weight, codes},
    test::AssessmentTest,
    tree::{Place, XmlElement},
    validate::validate,
    xml::{self, XmlLimits},
};
use clap::Args;

use super::{
    check::{PACKAGE_BYTES_MAX, ZIP, sentence},
    import::{print_report, tally},
    paths::files_of,
    tests,
};
use crate::{
    files::{read_limited, write_new_private},
    outcome::{Failure, Found},
    rim::{self, ReportFormat},
};

/// The arguments of `qti export`.
#[derive(Debug, Args)]
pub struct ExportQuestions {
    /// Authoring files (.toml), items and packages of QTI, Moodle XML, GIFT, Aiken, CSV, QTI 1.2, or folders
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The package to write; an existing file is never written over
    #[arg(long, value_name = "PACKAGE")]
    out: PathBuf,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
}

impl ExportQuestions {
    /// Writes the package, and says what is not in it.
    pub fn run(self) -> Result<Found, Failure> {
        let mut export = Export::new(&self.out);
        for path in &files_of(&self.paths, &["csv", "gift", "toml", "txt", "xml", "zip"])? {
            let bytes = read_limited(path, PACKAGE_BYTES_MAX)?;
            export.file(path, &bytes)?;
        }
        let Export { package, report, .. } = export;
        let bytes = package.finish().map_err(|error| unwritable(&error))?;
        // Keys are in it.
        write_new_private(&self.out, &bytes)?;
        print_report(&report, self.format)?;
        let (said, has_left_out) = tally(&report);
        rim::say(format_args!("{said}; {} written for its owner alone", self.out.display()));
        Ok(Found::wrong_if(has_left_out))
    }
}

fn unwritable(error: &PackageWriteError) -> Failure {
    Failure::unusable(sentence(&error.to_string()), "export fewer files at once")
}

/// Said of a whole resource.
const NOWHERE: Place = Place { line: 1, column: 1 };

/// A package in the making.
struct Export {
    package: PackageExport<Vec<u8>>,
    report: LossReport,
    index: usize,
    /// What questions and shared texts are called; unique in a package.
    identifiers: BTreeSet<String>,
    /// What was written under each name, to know a second one that is the same.
    media: BTreeMap<EntryName, Vec<u8>>,
}

impl Export {
    fn new(out: &Path) -> Self {
        let name = out.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        Export {
            package: PackageExport::new(Vec::new(), &name),
            report: LossReport::default(),
            index: 0,
            identifiers: BTreeSet::new(),
            media: BTreeMap::new(),
        }
    }

    /// The identifier, or the first one like it that nothing in the package has.
    fn unique(&mut self, identifier: &mut String, remarks: &mut Remarks) {
        let wanted = identifier.clone();
        for number in 2_u32.. {
            if self.identifiers.insert(identifier.clone()) {
                break;
            }
            *identifier = format!("{wanted}-{number}");
        }
        if *identifier != wanted {
            let message = format!("Another question is called `{wanted}`: this one is `{identifier}` now.");
            remarks.add(Weight::Lenient, codes::NAME, Place { line: 1, column: 1 }, "", message);
        }
    }

    /// Whatever a file holds.
    fn file(&mut self, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
        let name = path.display().to_string();
        if bytes.starts_with(ZIP) {
            return self.zip(&name, bytes);
        }
        let text = match xml::decode(bytes) {
            Ok(text) => text,
            Err(remark) => return self.nothing(&name, Remarks { remarks: vec![remark] }),
        };
        if path.extension().is_some_and(|end| end == "toml") {
            return self.authoring(&name, text);
        }
        if let Some(format) = Format::of(&text) {
            return self.foreign(format, &text);
        }
        match AssessmentItem::from_text(&text, &XmlLimits::ITEM) {
            Err(remark) => self.nothing(&name, Remarks { remarks: vec![remark] }),
            Ok(read) => match read.item {
                Some(item) => self.item(item, &[], Vec::new(), (read.remarks, true)).map(|_| ()),
                None => self.nothing(&name, read.remarks),
            },
        }
    }

    fn authoring(&mut self, name: &str, text: String) -> Result<(), Failure> {
        let file = SourceFile::new(name.to_owned(), text);
        let (item, _) = parse_authored(&file);
        let mut remarks = Remarks::default();
        let place = Place { line: 1, column: 1 };
        if let Some(why) = item.unfit() {
            let message =
                format!("The file is no question that can be given: it {why}. `assay check` says more.");
            remarks.add(Weight::Error, codes::MISSING_ELEMENT, place, "", message);
            return self.nothing(name, remarks);
        }
        let message = "Exam, task, level, expected difficulty and time, enemies, source and note have no \
                       place in an item of QTI: they stay in the authoring file.";
        remarks.add(Weight::Loss, "authoring-metadata", place, "", message);
        let shown = read_item(&file, &Alone).item;
        let mut needs = Vec::new();
        for medium in shown.media() {
            let path = shown.path_of(&medium).map(PathBuf::from);
            let read = path.and_then(|path| read_limited(&path, PICTURE_BYTES_MAX).ok());
            match read.filter(|bytes| item_picture(&medium, bytes).is_some()) {
                Some(bytes) => needs.extend(self.medium(&medium, bytes, &mut remarks)?),
                None => {
                    let message = format!("There is no picture `{medium}` beside the file.");
                    remarks.add(Weight::Error, codes::MISSING_ELEMENT, place, "", message);
                }
            }
        }
        self.item(item.to_standard(), &needs, Vec::new(), (remarks, true)).map(|_| ())
    }

    fn foreign(&mut self, format: Format, text: &str) -> Result<(), Failure> {
        for question in foreign::read(format, text, &ForeignReading::default()) {
            let mut remarks = question.remarks;
            let told = format!("{} {}", question.kind, question.number);
            if !remarks.is_usable() {
                self.nothing(&told, remarks)?;
                continue;
            }
            let mut needs = Vec::new();
            for medium in question.media {
                needs.extend(self.medium(&medium.name, medium.bytes, &mut remarks)?);
            }
            match question.made {
                Made::Nothing => self.nothing(&told, remarks)?,
                Made::Item(tree) => match AssessmentItem::read(&tree, &mut remarks) {
                    Some(item) => {
                        self.item(item, &needs, Vec::new(), (remarks, true))?;
                    }
                    None => self.nothing(&told, remarks)?,
                },
                Made::Stimulus(tree) => match AssessmentStimulus::read(&tree, &mut remarks) {
                    Some(stimulus) => {
                        self.stimulus(stimulus, &needs, remarks)?;
                    }
                    None => self.nothing(&told, remarks)?,
                },
            }
        }
        Ok(())
    }

    /// A package: media first, then what items share, then the items that refer to both, then the tests that
    /// ask them.
    fn zip(&mut self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let package = PackageImport::open(bytes, &PackageLimits::default()).map_err(|refusal| {
            let message = format!("{name}: {} [{}]", sentence(&refusal.to_string()), refusal.code());
            Failure::unusable(message, "export it anew where it comes from")
        })?;
        self.report.package.remarks.extend(package.remarks().remarks.iter().cloned());
        let mut shared: BTreeMap<String, String> = BTreeMap::new();
        for resource in package.from(0) {
            match resource.content {
                ImportedContent::Media(ImportedMedia { bytes, .. }) => {
                    let mut remarks = resource.remarks;
                    let file = resource.name.as_ref().map_or(resource.identifier.as_str(), EntryName::as_str);
                    self.medium(file, bytes, &mut remarks)?;
                    self.report_of(file, ResourceKind::Media, remarks);
                }
                ImportedContent::Stimulus(stimulus) => {
                    let was = resource.name.as_ref().map(EntryName::to_address);
                    let now = self.stimulus(*stimulus, &resource.needs, resource.remarks)?;
                    shared.extend(was.map(|was| (was, now.to_address())));
                }
                _ => {}
            }
        }
        let (mut asked, mut tests) = (BTreeMap::new(), Vec::new());
        for resource in package.from(0) {
            let (identifier, mut remarks) = (resource.identifier, resource.remarks);
            match resource.content {
                ImportedContent::Item(mut item) => {
                    for reference in &mut item.stimulus_refs {
                        if let Some(now) = shared.get(&reference.href) {
                            reference.href.clone_from(now);
                        }
                    }
                    let metadata = tests::metadata(resource.metadata, &mut remarks);
                    let was = resource.name.as_ref().map(EntryName::to_address);
                    // The package's reader has held it against the standard already.
                    let now = self.item(*item, &resource.needs, metadata, (remarks, false))?;
                    asked.extend(was.zip(now));
                }
                ImportedContent::Test(test) => {
                    tests.push((*test, tests::metadata(resource.metadata, &mut remarks), remarks));
                }
                ImportedContent::Section(section) => {
                    let message = "A section in a file of its own stands in the tests that use it: by \
                                   itself it is not in the new package.";
                    remarks.add(Weight::Loss, "not-exported", NOWHERE, "", message);
                    let content = ImportedContent::Section(section);
                    self.add(&identifier, ResourceKind::Section, content, remarks);
                }
                ImportedContent::Media(_) | ImportedContent::Stimulus(_) => {}
                other => {
                    if other != ImportedContent::Nothing {
                        let message = "This is neither a question nor a test: it is not in the new package.";
                        remarks.add(Weight::Error, "not-exported", NOWHERE, "", message);
                    }
                    self.nothing(&identifier, remarks)?;
                }
            }
        }
        tests.into_iter().try_for_each(|(test, metadata, remarks)| self.test(test, &asked, metadata, remarks))
    }

    /// A question, which is judged where nobody did before; its file, where it has one now.
    fn item(
        &mut self,
        mut item: AssessmentItem,
        needs: &[EntryName],
        metadata: Vec<XmlElement>,
        (mut remarks, is_new): (Remarks, bool),
    ) -> Result<Option<EntryName>, Failure> {
        if is_new {
            remarks.remarks.extend(validate(&item).remarks);
        }
        if !remarks.is_usable() {
            self.nothing(&item.identifier, remarks)?;
            return Ok(None);
        }
        self.unique(&mut item.identifier, &mut remarks);
        let written = self.package.item(&item, needs, metadata);
        let name = written.map_err(|error| unwritable(&error))?;
        let identifier = item.identifier.clone();
        self.add(&identifier, ResourceKind::Item, ImportedContent::Item(Box::new(item)), remarks);
        Ok(Some(name))
    }

    /// A test, if all that it asks is in the package; `asked` are the files of questions by their addresses
    /// of before.
    fn test(
        &mut self,
        mut test: AssessmentTest,
        asked: &BTreeMap<String, EntryName>,
        metadata: Vec<XmlElement>,
        mut remarks: Remarks,
    ) -> Result<(), Failure> {
        let needs = tests::renamed(&mut test, asked, &mut remarks);
        if !remarks.is_usable() {
            self.add(&test.identifier.clone(), ResourceKind::Test, ImportedContent::Nothing, remarks);
            return Ok(());
        }
        self.unique(&mut test.identifier, &mut remarks);
        self.package.test(&test, &needs, metadata).map_err(|error| unwritable(&error))?;
        let identifier = test.identifier.clone();
        self.add(&identifier, ResourceKind::Test, ImportedContent::Test(Box::new(test)), remarks);
        Ok(())
    }

    fn stimulus(
        &mut self,
        mut stimulus: AssessmentStimulus,
        needs: &[EntryName],
        mut remarks: Remarks,
    ) -> Result<EntryName, Failure> {
        self.unique(&mut stimulus.identifier, &mut remarks);
        let written = self.package.stimulus(&stimulus, needs, Vec::new());
        let name = written.map_err(|error| unwritable(&error))?;
        let identifier = stimulus.identifier.clone();
        let content = ImportedContent::Stimulus(Box::new(stimulus));
        self.add(&identifier, ResourceKind::Stimulus, content, remarks);
        Ok(name)
    }

    /// A file that questions show; the same one again is no other.
    fn medium(
        &mut self,
        name: &str,
        bytes: Vec<u8>,
        remarks: &mut Remarks,
    ) -> Result<Option<EntryName>, Failure> {
        let place = Place { line: 1, column: 1 };
        let Ok(entry) = EntryName::new(name) else {
            let message = format!("`{name}` cannot be a file's name in a package: it is left out.");
            remarks.add(Weight::Error, codes::NAME, place, "", message);
            return Ok(None);
        };
        match self.media.get(&entry) {
            Some(before) if *before == bytes => {}
            Some(_) => {
                let message = format!("Another question has a different file of the name `{name}`.");
                remarks.add(Weight::Error, codes::NAME, place, "", message);
                return Ok(None);
            }
            None => {
                self.package.media(&entry, &bytes).map_err(|error| unwritable(&error))?;
                self.media.insert(entry.clone(), bytes);
            }
        }
        Ok(Some(entry))
    }

    /// Something of which nothing is in the package.
    fn nothing(&mut self, identifier: &str, remarks: Remarks) -> Result<(), Failure> {
        self.add(identifier, ResourceKind::Item, ImportedContent::Nothing, remarks);
        Ok(())
    }

    fn report_of(&mut self, identifier: &str, kind: ResourceKind, remarks: Remarks) {
        let content = ImportedContent::Media(ImportedMedia { media_type: "", bytes: Vec::new() });
        self.add(identifier, kind, content, remarks);
    }

    fn add(&mut self, identifier: &str, kind: ResourceKind, content: ImportedContent, remarks: Remarks) {
        self.report.add(&ImportedResource {
            index: self.index,
            identifier: identifier.to_owned(),
            name: None,
            kind,
            metadata: Vec::new(),
            needs: Vec::new(),
            content,
            remarks,
        });
        self.index += 1;
    }
}
