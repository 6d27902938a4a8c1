//! From a programme's files to everything that is served: the programme, its bank, forms and practice pool.

use std::collections::BTreeMap;

use assay_assessment::{
    enemies::check_enemies,
    form::{self, Form, balance, check_balance, check_form, check_tags, read_form},
};
use assay_credential::artwork;
use assay_kernel::{Diagnostic, Diagnostics, Location, source::SourceFile};
use assay_learning::practice::{self, PracticeSet, check_set, read_set};
use assay_programme::model::Programme;
use assay_qti::{Item, read_item};
use jiff::tz::TimeZone;

use crate::Files;

/// A certification's badge without a picture.
const NO_ARTWORK: &str = "P0190";
/// A zone that is not known.
const NO_ZONE: &str = "P0191";
/// A picture that cannot be used.
const BAD_ARTWORK: &str = "P0192";
/// A picture that would do more than draw.
const ACTIVE_ARTWORK: &str = "P0193";

/// A picture of a programme, as its file.
#[derive(Clone, Debug)]
pub struct Artwork {
    /// Path below the programme's folder.
    pub path: String,
    /// The file's bytes.
    pub bytes: Vec<u8>,
}

/// A programme without errors, ready to be served.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The programme.
    pub programme: Programme,
    /// The examination's items, by id.
    pub bank: BTreeMap<String, Item>,
    /// Forms, by id.
    pub forms: BTreeMap<String, Form>,
    /// Practice items, by id: another pool.
    pub pool: BTreeMap<String, Item>,
    /// Practice sets, by id.
    pub sets: BTreeMap<String, PracticeSet>,
    /// Badge pictures, by path.
    pub artwork: BTreeMap<String, Vec<u8>>,
    /// The files it was read from.
    pub files: Files,
    /// Content mark of the files.
    pub tree: String,
    /// Suspicious, but served.
    pub warnings: Vec<Diagnostic>,
    zone: TimeZone,
}

impl Loaded {
    /// The zone in which the programme's days are days.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The form that is given for an exam version.
    pub fn form_of(&self, exam: &str) -> Option<&Form> {
        self.forms.values().find(|form| form.exam == exam)
    }
}

struct Parts {
    programme: Programme,
    bank: BTreeMap<String, Item>,
    forms: BTreeMap<String, Form>,
    pool: BTreeMap<String, Item>,
    sets: BTreeMap<String, PracticeSet>,
}

/// Every fault of a programme's files in one run.
pub fn check(files: &Files) -> Diagnostics {
    examine(&files.texts, &files.artwork).1
}

/// Loads a programme for serving.
///
/// # Errors
/// Everything that was found, where any of it is an error: a programme with errors is never served.
pub fn load(files: Files) -> Result<Loaded, Diagnostics> {
    let (parts, found) = examine(&files.texts, &files.artwork);
    let zone = TimeZone::get(&parts.programme.zone);
    match zone {
        Ok(zone) if !found.has_errors() => Ok(loaded(parts, found, files, zone)),
        _ => Err(found),
    }
}

/// Loads what was applied once. It passed the checks of its time; what this release finds wrong with it
/// besides is a warning, for people hold what it says.
pub(crate) fn load_applied(files: Files) -> Loaded {
    let (parts, found) = examine(&files.texts, &files.artwork);
    let zone = TimeZone::get(&parts.programme.zone).unwrap_or(TimeZone::UTC);
    loaded(parts, found, files, zone)
}

fn loaded(parts: Parts, found: Diagnostics, files: Files, zone: TimeZone) -> Loaded {
    // What cannot be read with certainty is not served, however it was applied: no picture beats a bad one.
    let artwork = files.artwork.iter().filter_map(|art| {
        let cleaned = artwork::clean(artwork::Kind::of(&art.path)?, &art.bytes).ok()?;
        Some((art.path.clone(), cleaned.bytes))
    });
    Loaded {
        programme: parts.programme,
        bank: parts.bank,
        forms: parts.forms,
        pool: parts.pool,
        sets: parts.sets,
        artwork: artwork.collect(),
        tree: files.tree(),
        warnings: found.sorted(),
        files,
        zone,
    }
}

fn examine(files: &[SourceFile], pictured: &[Artwork]) -> (Parts, Diagnostics) {
    let (programme, mut found) = match assay_programme::load(files) {
        Ok(checked) => {
            let warnings = checked.warnings().clone();
            (checked.into_programme(), warnings)
        }
        Err(found) => (assay_programme::parse(files).0, found),
    };
    let of = |folder: &'static str| {
        let toml = files.iter().filter(|file| file.path.ends_with(".toml"));
        toml.filter(move |file| file.path.starts_with(folder))
    };
    let bank = read_all(of("bank/"), &mut found, read_item, |item| item.id.clone());
    let forms = read_all(of("forms/"), &mut found, read_form, |form| form.id.clone());
    let sets = read_all(of("practice/sets/"), &mut found, read_set, |set| set.id.clone());
    let items = of("practice/").filter(|file| !file.path.starts_with("practice/sets/"));
    let pool = read_all(items, &mut found, read_item, |item| item.id.clone());
    let parts = Parts { programme, bank, forms, pool, sets };
    pictures(pictured, &mut found);
    if !found.has_errors() {
        relations(&parts, pictured, &mut found);
    }
    (parts, found)
}

/// Badges go out into the world in their pictures: these have to be whole, and only draw (F20).
fn pictures(artwork: &[Artwork], found: &mut Diagnostics) {
    for art in artwork {
        let Some(kind) = artwork::Kind::of(&art.path) else { continue };
        let at = |line: u32| {
            let line = usize::try_from(line).unwrap_or(usize::MAX);
            Location { file: art.path.clone(), line, column: 1, span: 0..0 }
        };
        match artwork::clean(kind, &art.bytes) {
            Ok(cleaned) => {
                for removed in cleaned.removed {
                    let message = format!("the picture would do more than draw: {}", removed.text);
                    let hint = "it is left out where the badge is served; export the picture as plain SVG";
                    found.push(Diagnostic::warning(ACTIVE_ARTWORK, at(removed.line), message).hint(hint));
                }
            }
            Err(fault) => {
                let message = format!("the picture cannot be used: {}", fault.text);
                let hint = "export it again, as plain SVG or as PNG, under a name that says which";
                found.push(Diagnostic::error(BAD_ARTWORK, at(fault.line), message).hint(hint));
            }
        }
    }
}

fn read_all<'a, T>(
    files: impl Iterator<Item = &'a SourceFile>,
    found: &mut Diagnostics,
    read: impl Fn(&SourceFile) -> (Option<T>, Diagnostics),
    name: impl Fn(&T) -> String,
) -> BTreeMap<String, T> {
    let mut all = BTreeMap::new();
    for file in files {
        let (value, faults) = read(file);
        found.extend(faults);
        let Some(value) = value else { continue };
        if all.insert(name(&value), value).is_some() {
            let message = format!("`{}` exists twice", file.stem());
            found.push(Diagnostic::error(form::codes::TWICE, file.locate(0..0), message));
        }
    }
    all
}

fn relations(parts: &Parts, artwork: &[Artwork], found: &mut Diagnostics) {
    let Parts { programme, bank, forms, pool, sets } = parts;
    if TimeZone::get(&programme.zone).is_err() {
        let at = Location { file: "programme.toml".into(), line: 1, column: 1, ..Location::default() };
        let message = format!("`{}` is no time zone", programme.zone);
        found.push(
            Diagnostic::error(NO_ZONE, at, message).hint("write an IANA name such as UTC or Europe/Berlin"),
        );
    }
    for item in bank.values().chain(pool.values()) {
        found.extend(check_tags(item, programme));
    }
    found.extend(check_enemies(bank.values().chain(pool.values())));
    for id in bank.keys().filter(|id| pool.contains_key(*id)) {
        let at = pool.get(id).map(|item| item.at.clone()).unwrap_or_default();
        let message = format!("`{id}` stands in the bank and in the practice pool; the pools never overlap");
        found.push(Diagnostic::error(form::codes::TWICE, at, message));
    }
    for form in forms.values() {
        found.extend(check_form(form, programme, bank));
        let items = form.items.iter().filter_map(|entry| bank.get(&entry.item));
        found.extend(check_balance(&form.id, form.at.clone(), &balance(items)));
    }
    for set in sets.values() {
        found.extend(check_set(set, programme, pool));
    }
    for plan in &programme.prep_plans {
        for set in plan.steps.iter().filter_map(|step| step.practice_set.as_ref()) {
            if !sets.contains_key(set) {
                let (file, line) = (plan.clause.file.clone(), plan.clause.line);
                let at = Location { file, line, column: 1, span: 0..0 };
                let message = format!("there is no practice set `{set}`");
                found.push(Diagnostic::error(practice::codes::NO_SET, at, message));
            }
        }
    }
    for certification in &programme.certifications {
        if !artwork.iter().any(|art| art.path == certification.badge) {
            let (file, line) = (certification.clause.file.clone(), certification.clause.line);
            let at = Location { file, line, column: 1, span: 0..0 };
            let message = format!("the badge `{}` is not there", certification.badge);
            found
                .push(Diagnostic::error(NO_ARTWORK, at, message).hint("add the SVG, or name the right file"));
        }
    }
}
