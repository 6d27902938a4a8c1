//! `assay qti check`: what of items, tests and packages the standard does not allow, file by file.

use std::path::PathBuf;

use assay_kernel::{Diagnostic, Location, Severity};
use assay_qti::{
    item::{AssessmentItem, AssessmentStimulus},
    normalise,
    package::{Manifest, PackageImport, PackageLimits},
    remark::{Remark, Remarks, Weight},
    test::{AssessmentSection, AssessmentTest},
    validate::validate,
    xml::{self, XmlLimits},
};
use clap::Args;

use super::paths::files_of;
use crate::{
    files::read_limited,
    outcome::{Failure, Found},
    report,
    rim::{self, Progress, ReportFormat},
};

/// Of a package; what is larger is not one of questions.
pub const PACKAGE_BYTES_MAX: usize = 1 << 30;
/// How a zip begins, whatever its name says.
pub const ZIP: &[u8] = b"PK";

/// The arguments of `qti check`.
#[derive(Debug, Args)]
pub struct CheckQuestions {
    /// Items, tests, shared texts, manifests (.xml), packages (.zip), or folders of them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
}

impl CheckQuestions {
    /// Checks file by file; a file that cannot be opened ends the command.
    pub fn run(self) -> Result<Found, Failure> {
        let mut found = Vec::new();
        let files = files_of(&self.paths, &["xml", "zip"])?;
        for path in &files {
            let bytes = read_limited(path, PACKAGE_BYTES_MAX)?;
            let file = path.display().to_string();
            if bytes.starts_with(ZIP) {
                package(&file, &bytes, &mut found);
            } else {
                found.extend(single(&bytes).remarks.iter().map(|remark| diagnostic(&file, remark)));
            }
        }
        match self.format {
            ReportFormat::Text => rim::print(&report::text(&found, &[], rim::output_in_colour()))?,
            ReportFormat::Json => rim::print_json(&report::document(&found))?,
        }
        let files = rim::count(files.len(), "file");
        rim::say(format_args!("{} in {files}", report::tally_in_words(&found)));
        Ok(Found::wrong_if(report::tally(&found).0 > 0))
    }
}

/// A remark as a diagnostic: what cannot be used is an error.
fn diagnostic(file: &str, remark: &Remark) -> Diagnostic {
    let severity = if remark.weight == Weight::Error { Severity::Error } else { Severity::Warning };
    let (line, column) = (remark.line as usize, remark.column as usize);
    let at = Location { file: file.to_owned(), span: 0..0, line, column };
    Diagnostic { code: remark.code, severity, message: remark.message.clone(), at, hint: String::new() }
}

fn package(file: &str, bytes: &[u8], found: &mut Vec<Diagnostic>) {
    let package = match PackageImport::open(bytes, &PackageLimits::default()) {
        Ok(package) => package,
        Err(refusal) => {
            let at = Location { file: file.to_owned(), span: 0..0, line: 1, column: 1 };
            found.push(Diagnostic::error(refusal.code(), at, sentence(&refusal.to_string())));
            return;
        }
    };
    let manifest = format!("{file}:imsmanifest.xml");
    found.extend(package.remarks().remarks.iter().map(|remark| diagnostic(&manifest, remark)));
    let progress = Progress::of("of the package checked", package.len());
    for resource in package.from(0) {
        progress.at(resource.index + 1);
        let name = resource.name.as_ref().map_or(resource.identifier.as_str(), |name| name.as_str());
        let name = format!("{file}:{name}");
        found.extend(resource.remarks.remarks.iter().map(|remark| diagnostic(&name, remark)));
    }
}

/// With a capital letter and a full stop.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

/// One file by itself: whether what it refers to is there is a matter of packages.
fn single(bytes: &[u8]) -> Remarks {
    let tree = xml::decode(bytes).and_then(|text| xml::parse(&text, &XmlLimits::ITEM));
    let tree = match tree {
        Ok(tree) => tree,
        Err(remark) => return Remarks { remarks: vec![remark] },
    };
    if tree.name == "manifest" {
        let mut remarks = Remarks::default();
        Manifest::read(&tree, "", &mut remarks);
        return remarks;
    }
    let (tree, _, mut remarks) = normalise::to_3(tree);
    match tree.name.as_str() {
        "qti-assessment-test" => drop(AssessmentTest::read(&tree, &mut remarks)),
        "qti-assessment-section" => drop(AssessmentSection::read(&tree, &mut remarks)),
        "qti-assessment-stimulus" => drop(AssessmentStimulus::read(&tree, &mut remarks)),
        _ => {
            if let Some(item) = AssessmentItem::read(&tree, &mut remarks) {
                remarks.remarks.extend(validate(&item).remarks);
            }
        }
    }
    remarks
}
