//! A form that is being made as a test of QTI 3.0: its questions with their keys, in its order.
//!
//! It has no cut yet: the test counts what is right among the scored items, and decides nothing. A form of
//! the programme in force, with its cut, is exported with all others.

use std::collections::BTreeMap;

use assay_assessment::form::{FormItem, Purpose};
use assay_bank::BankItem;
use assay_programme::model::Programme;
use assay_qti::{
    item::{AssessmentItem, AssessmentStimulus},
    package::{EntryName, PackageExport, PackageWriteError},
    remark::Remarks,
    results::identifier,
    test::AssessmentTest,
    tree::XmlElement,
};

/// What a scored item is called among the categories of a test.
const SCORED: &str = "scored";
/// What a pretest item is called there.
const PRETEST: &str = "pretest";

/// Why a form is no package.
#[derive(Debug)]
pub(crate) enum NoPackage {
    /// An item that is not in the bank, cannot be given, or shows what is not there.
    Item(String),
    /// Writing failed.
    Unwritable(PackageWriteError),
}

impl From<PackageWriteError> for NoPackage {
    fn from(error: PackageWriteError) -> Self {
        NoPackage::Unwritable(error)
    }
}

/// A form's items with what they show.
pub(crate) struct FormToPackage<'a> {
    pub(crate) exam: &'a str,
    pub(crate) name: &'a str,
    pub(crate) items: &'a [FormItem],
    pub(crate) programme: &'a Programme,
    pub(crate) bank: &'a BTreeMap<String, BankItem>,
    /// The bytes of a picture, by the name that an item gives it.
    pub(crate) medium: &'a dyn Fn(&BankItem, &str) -> Option<Vec<u8>>,
}

/// What stands in the package already.
struct Packed {
    package: PackageExport<Vec<u8>>,
    media: BTreeMap<EntryName, Vec<u8>>,
    stimuli: Vec<(AssessmentStimulus, EntryName)>,
}

impl FormToPackage<'_> {
    /// The package: the same form gives the same bytes.
    pub(crate) fn packed(&self) -> Result<Vec<u8>, NoPackage> {
        let package = PackageExport::new(Vec::new(), self.name);
        let mut packed = Packed { package, media: BTreeMap::new(), stimuli: Vec::new() };
        let mut files = Vec::with_capacity(self.items.len());
        for entry in self.items {
            let item = self.bank.get(&entry.item).filter(|item| item.unfit().is_none());
            let item = item.ok_or_else(|| NoPackage::Item(entry.item.clone()))?;
            files.push(self.item(&mut packed, item)?);
        }
        if let Some(test) = self.test(&files) {
            packed.package.test(&test, &files, Vec::new())?;
        }
        Ok(packed.package.finish()?)
    }

    fn item(&self, packed: &mut Packed, item: &BankItem) -> Result<EntryName, NoPackage> {
        let nowhere = || NoPackage::Item(item.meta.id.clone());
        let (mut needs, mut renamed) = (Vec::new(), BTreeMap::new());
        for name in item.media() {
            let bytes = (self.medium)(item, &name).ok_or_else(nowhere)?;
            let mut file = EntryName::new(&name).map_err(|_| nowhere())?;
            if packed.media.get(&file).is_some_and(|before| *before != bytes) {
                // Another question calls another picture so.
                file = EntryName::new(&format!("{}/{name}", item.meta.id)).map_err(|_| nowhere())?;
                renamed.insert(name.clone(), file.to_address());
            }
            if !packed.media.contains_key(&file) {
                packed.package.media(&file, &bytes)?;
                packed.media.insert(file.clone(), bytes);
            }
            needs.push(file);
        }
        let (standard, stimuli) = item.with_media_named(&|name| renamed.get(name).cloned());
        let mut written = AssessmentItem { identifier: item.meta.id.clone(), ..standard };
        for (reference, stimulus) in written.stimulus_refs.iter_mut().zip(&stimuli) {
            let known = packed.stimuli.iter().find(|(before, _)| before == stimulus);
            let file = match known.map(|(_, file)| file.clone()) {
                Some(file) => file,
                None => {
                    let file = packed.package.stimulus(stimulus, &needs, Vec::new())?;
                    packed.stimuli.push((stimulus.clone(), file.clone()));
                    file
                }
            };
            reference.href = file.to_address();
            needs.push(file);
        }
        Ok(packed.package.item(&written, &needs, Vec::new())?)
    }

    fn test(&self, files: &[EntryName]) -> Option<AssessmentTest> {
        let exam = self.programme.exam(self.exam)?;
        let scored = self.items.iter().filter(|entry| entry.purpose == Purpose::Scored).count();
        let outcome = element("qti-outcome-declaration")
            .with("identifier", "SCORE")
            .with("cardinality", "single")
            .with("base-type", "float")
            .with("normal-maximum", scored.to_string())
            .with("normal-minimum", "0");
        let references = self.items.iter().zip(files).map(|(entry, file)| {
            element("qti-assessment-item-ref")
                .with("identifier", identifier(&entry.item))
                .with("href", file.to_address())
                .with("category", if entry.purpose == Purpose::Scored { SCORED } else { PRETEST })
        });
        let section = element("qti-assessment-section")
            .with("identifier", "_QUESTIONS")
            .with("title", "Questions")
            .with("visible", "true")
            .all(references);
        let part = element("qti-test-part")
            .with("identifier", "_EXAM")
            .with("navigation-mode", "nonlinear")
            .with("submission-mode", "simultaneous")
            .child(section);
        let sum = element("qti-test-variables")
            .with("variable-identifier", "SCORE")
            .with("base-type", "float")
            .with("include-category", SCORED);
        let sum =
            element("qti-set-outcome-value").with("identifier", "SCORE").child(element("qti-sum").child(sum));
        let limit = (exam.time_limit_min > 0)
            .then(|| element("qti-time-limits").with("max-time", (exam.time_limit_min * 60).to_string()));
        let tree = element("qti-assessment-test")
            .with("identifier", identifier(self.name))
            .with("title", format!("{}, form {}", exam.title, self.name))
            .with("tool-name", "Assay")
            .with("tool-version", env!("CARGO_PKG_VERSION"))
            .child(outcome)
            .all(limit)
            .child(part)
            .child(element("qti-outcome-processing").child(sum));
        AssessmentTest::read(&tree, &mut Remarks::default())
    }
}

fn element(name: &str) -> XmlElement {
    XmlElement::new(name)
}
