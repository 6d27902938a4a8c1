//! From the text of a programme's files to a [`Programme`] and every fault of form.
//!
//! Reading never fails (ARCHITECTURE.md): a wrong file leaves a part with defaults behind and a
//! diagnostic, so that one run finds all faults. What the parts mean together is [`mod@crate::check`]'s. A
//! key that a reader learns is learnt by its schema in `docs/reference/schema` too; tests compare the two.
//!
//! ```
//! use assay_kernel::source::SourceFile;
//! let file = SourceFile::new("certifications/clf.toml", "code = 'clf'\nlevel = 'foundation'");
//! let (programme, found) = assay_programme::parse(&[file]);
//! assert_eq!(programme.certifications.len(), 1);
//! assert!(found.iter().any(|fault| fault.hint.contains("`foundational`")));
//! ```

mod certification;
mod crosswalk;
pub(crate) mod demo;
mod demo_prepared;
mod exam;
mod keys;
mod outline;
mod policy;
mod prep;
mod publication;
mod root;
mod route;
mod transition;

use assay_kernel::{
    Diagnostic, Diagnostics, Location,
    source::{Reader, SourceFile},
};

pub use policy::policy_version;

use crate::{
    codes,
    model::{Outline, Programme},
};

/// Folders whose files other readers understand.
const FOLDERS_OF_OTHERS: [&str; 8] =
    ["bank", "practice", "courses", "roles", "forms", "badges", REVIEW_FOLDER, LABS_FOLDER];

/// What the rules of items look for: `assay-bank` reads it.
const LINT_FILE: &str = "lint.toml";

/// Second answers to items: they stand beside the programme and are in no version of it.
const REVIEW_FOLDER: &str = "review";

/// Hands-on labs: `assay-lab` reads them, and a journal names the version of its lab itself.
const LABS_FOLDER: &str = "labs";

/// The kinds of file, for the hint at an unknown one.
const KINDS: &str = "programme.toml, examination.toml, certifications/<code>.toml, exams/<CODE>.toml, \
                     outlines/<CODE>.toml, crosswalks/<FROM>--<TO>.toml, transitions/<id>.toml, \
                     policies/<certification>.toml, announcements/<slug>.toml, prep/<EXAM>.toml, \
                     demo.toml, lint.toml; other readers' files stand in bank/, practice/, courses/, roles/, \
                     forms/, badges/, review/ and labs/";

/// Whether a file stands beside the programme and is no part of any version of it.
///
/// A demonstration's people, the second answers to items, and hands-on labs: no credential is judged by them,
/// and an edit of them makes no other programme.
pub fn is_beside(path: &str) -> bool {
    let folder = path.split_once('/').map(|(folder, _)| folder);
    path == demo::DEMO_FILE || folder.is_some_and(|folder| [REVIEW_FOLDER, LABS_FOLDER].contains(&folder))
}

/// Reads all files of a programme; every fault of form in one run.
pub fn parse(files: &[SourceFile]) -> (Programme, Diagnostics) {
    let mut programme = Programme::default();
    let mut found = Diagnostics::default();
    for file in files {
        found.extend(read_file(file, &mut programme));
    }
    for required in ["programme.toml", "examination.toml"] {
        if !files.iter().any(|file| file.path == required) {
            let at = Location { file: required.to_owned(), span: 0..0, line: 1, column: 1 };
            let message = format!("the programme has no {required}");
            let hint = format!("add a file {required} at the top of the programme's folder");
            found.push(Diagnostic::error(codes::NO_FILE, at, message).hint(hint));
        }
    }
    sort(&mut programme);
    (programme, found)
}

/// Reads one outline's file on its own.
pub(crate) fn read_outline(file: &SourceFile) -> (Outline, Diagnostics) {
    Reader::read(file, |table| outline::read(table, file))
}

/// Puts what one file says into the programme.
fn read_file(file: &SourceFile, programme: &mut Programme) -> Diagnostics {
    let path: Vec<&str> = file.path.split('/').collect();
    match path.as_slice() {
        [folder, _, ..] if FOLDERS_OF_OTHERS.contains(folder) => Diagnostics::default(),
        [LINT_FILE] => Diagnostics::default(),
        [.., name] if !name.ends_with(".toml") => Diagnostics::default(),
        ["programme.toml"] => root::programme(file, programme),
        ["examination.toml"] => root::examination(file, programme),
        // It stands beside the programme; whoever runs a demonstration asks for it.
        [demo::DEMO_FILE] => demo::read(file).1,
        ["certifications", _] => into(&mut programme.certifications, file, certification::read),
        ["exams", _] => into(&mut programme.exams, file, exam::read),
        ["outlines", _] => into(&mut programme.outlines, file, outline::read),
        ["crosswalks", _] => into(&mut programme.crosswalks, file, crosswalk::read),
        ["transitions", _] => Reader::read(file, |table| transition::read(table, file, programme)).1,
        ["policies", _] => Reader::read(file, |table| policy::read(table, file, programme)).1,
        ["announcements", _] => into(&mut programme.announcements, file, publication::read),
        ["prep", _] => into(&mut programme.prep_plans, file, prep::read),
        _ => {
            let mut unknown = Diagnostics::default();
            let message = format!("{} is not a kind of file that a programme has", file.path);
            unknown.push(
                Diagnostic::error(codes::UNKNOWN_FILE, file.locate(0..0), message)
                    .hint(format!("move it, or name it as one of: {KINDS}")),
            );
            unknown
        }
    }
}

fn into<T>(
    list: &mut Vec<T>,
    file: &SourceFile,
    read: impl FnOnce(&Reader<'_>, &SourceFile) -> T,
) -> Diagnostics {
    let (value, found) = Reader::read(file, |table| read(table, file));
    list.push(value);
    found
}

/// Files come in any order; the model's order does not depend on it.
fn sort(programme: &mut Programme) {
    programme.certifications.sort_by_key(|c| (c.level, c.code.clone()));
    programme.exams.sort_by_key(|e| e.code.clone());
    programme.outlines.sort_by_key(|o| o.exam.clone());
    programme.crosswalks.sort_by_key(|c| (c.from.clone(), c.to.clone()));
    programme.transitions.sort_by_key(|t| t.id.clone());
    programme.retirements.sort_by_key(|r| r.id.clone());
    programme.rule_changes.sort_by_key(|r| r.id.clone());
    programme.policies.sort_by_key(|p| p.certification.clone());
    programme.renewed_by.sort_by_key(|r| r.certification.clone());
    programme.announcements.sort_by_key(|a| (std::cmp::Reverse(a.published_on), a.slug.clone()));
    programme.prep_plans.sort_by_key(|p| p.exam.clone());
}
