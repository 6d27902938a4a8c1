//! From a programme's files to everything that is served: the programme, its bank, forms and practice pool.

use std::{collections::BTreeMap, ops::Deref, sync::Arc};

use assay_assessment::{
    check::check_form,
    enemies::check_enemies,
    form::{self, Form, balance, check_balance, check_tags, lint_form, parse_form},
    whole::whole,
};
use assay_bank::{
    BankItem,
    lint::{LISTS_FILE, LintLists},
};
use assay_credential::artwork;
use assay_kernel::{Date, Diagnostic, Diagnostics, Instant, Location, source::SourceFile};
use assay_learning::{
    course::{self, CourseOutline},
    job::JobRole,
    practice::{self, PracticeSet, check_pools, check_set, lint_set, parse_set},
};
use assay_programme::{
    codes::NO_FORM,
    model::{Clause, Demonstration, ExamVersion, PrepStepKind, Programme, StepCourse},
    offer::{OfferState, offer_on},
};
use jiff::tz::TimeZone;

use super::{
    Files,
    copied::ExamTexts,
    files::Artwork,
    items::read_items,
    taught::{courses, job_roles},
};
use crate::{
    published::{FormFacts, Published},
    vault::{Bank, Media, Pool, Sealed},
};

/// Where badges' pictures stand: they are shown to everybody, those of items are not.
const BADGES: &str = "badges/";
/// A certification's badge without a picture.
const NO_ARTWORK: &str = "P0190";
/// A zone that is not known.
const NO_ZONE: &str = "P0191";
/// A picture that cannot be used.
const BAD_ARTWORK: &str = "P0192";
/// A picture that would do more than draw.
const ACTIVE_ARTWORK: &str = "P0193";

/// Everything that was read of a programme: opaque, since it holds keys.
#[derive(Clone, Debug)]
pub struct Loaded {
    pub(super) programme: Programme,
    /// The examination's items, by id.
    pub(super) bank: BTreeMap<String, BankItem>,
    /// What its body adds to the rules of items.
    lists: LintLists,
    /// Forms, by id.
    pub(super) forms: BTreeMap<String, Form>,
    /// Practice items, by id: another pool.
    pub(super) pool: BTreeMap<String, BankItem>,
    /// Practice sets, by id.
    pub(super) sets: BTreeMap<String, PracticeSet>,
    /// Courses without their texts, by id.
    courses: BTreeMap<String, CourseOutline>,
    job_roles: BTreeMap<String, JobRole>,
    /// Badge pictures, by path.
    artwork: BTreeMap<String, Vec<u8>>,
    /// The files it was read from.
    pub(crate) files: Files,
    tree: String,
    /// Suspicious, but served.
    warnings: Vec<Diagnostic>,
    zone: TimeZone,
}

/// A programme in the parts that rooms hold.
pub(crate) struct Split {
    /// For everybody.
    pub(crate) published: Arc<Published>,
    /// For the room that delivers and scores.
    pub(crate) sealed: Sealed,
    /// For the room of practice.
    pub(crate) pool: Pool,
}

impl Loaded {
    /// The programme.
    pub fn programme(&self) -> &Programme {
        &self.programme
    }

    /// The zone in which the programme's days are days.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Its demonstration; none where it has none.
    pub fn demo(&self) -> Option<Demonstration> {
        assay_programme::demo_of(&self.files.texts)
    }

    /// Badge pictures as they are served, by path.
    pub fn artwork(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.artwork
    }

    /// Content mark of its files.
    pub fn tree(&self) -> &str {
        &self.tree
    }

    /// The parts, under a number; keys go into the vaults.
    pub(crate) fn split(self, number: i64) -> Split {
        let facts = |form: &Form| {
            let (exam, outline) =
                (self.programme.exam(form.exam.as_str()), self.programme.outline(form.exam.as_str()));
            FormFacts {
                id: form.id.clone(),
                exam: form.exam.to_string(),
                demonstration: form.demonstration,
                items: form.items.len(),
                scored: form.scored_count(),
                cut_raw: form.cut_raw,
                standard: form.standard.clone(),
                time_limit_s: exam.map(|exam| form.time_limit_s(exam.items_total, exam.time_limit_min)),
                is_whole: outline.is_some_and(|outline| whole(form, outline, &self.bank).is_ok()),
            }
        };
        let forms = self.forms.iter().map(|(id, form)| (id.clone(), facts(form))).collect();
        let Loaded {
            programme,
            bank,
            lists,
            pool,
            sets,
            courses,
            job_roles,
            artwork,
            tree,
            warnings,
            zone,
            files,
            ..
        } = self;
        let media = |of: &BTreeMap<String, BankItem>| Media::of(of.values(), &files.artwork);
        let (bank_media, pool_media) = (media(&bank), media(&pool));
        let practice_items = pool.len();
        let published = Published {
            number,
            tree,
            programme,
            time_zone: zone,
            lists,
            forms,
            practice_items,
            courses,
            job_roles,
            artwork,
        };
        let published = Arc::new(published);
        let sealed = Sealed::new(published.clone(), Bank::new(self.forms, bank, bank_media), warnings);
        Split { sealed, pool: Pool::new(published.clone(), sets, pool, pool_media), published }
    }
}

/// Whatever could be read of a programme's files. What was applied is served from this: people hold what it
/// says, so a release that finds fault with it takes nothing out of it.
pub struct Parsed {
    loaded: Loaded,
    zone_known: bool,
    /// The faults of reading, and of the programme itself.
    found: Diagnostics,
    /// The faults that the writing rules find; no part of what was read.
    lint: Diagnostics,
}

/// A programme in which a review found no error: only this is ever applied.
#[derive(Clone, Debug)]
pub struct Reviewed(Arc<Loaded>);

impl Reviewed {
    /// To be served.
    pub(super) fn into_loaded(self) -> Arc<Loaded> {
        self.0
    }
}

impl Reviewed {
    /// The parts that rooms hold, under a number.
    pub(crate) fn split(self, number: i64) -> Split {
        Arc::unwrap_or_clone(self.0).split(number)
    }
}

impl Deref for Reviewed {
    type Target = Loaded;

    fn deref(&self) -> &Loaded {
        &self.0
    }
}

/// Every fault of a programme's files in one run, as of an instant.
pub fn check(files: &Files, now: Instant) -> Diagnostics {
    let parsed = Parsed::of(files.clone());
    let mut found = parsed.review();
    if !found.has_errors() {
        let today = parsed.loaded.zone.to_datetime(now).date();
        found.extend(exams_without_form(&parsed.loaded, today));
    }
    found
}

/// Loads a programme for serving.
///
/// # Errors
/// Everything that was found, where any of it is an error: a programme with errors is never served.
pub fn load(files: Files) -> Result<Reviewed, Diagnostics> {
    load_or_return(files).map_err(|(found, _)| found)
}

/// The same for whoever shows faults in their files, and so wants these back.
///
/// # Errors
/// Everything that was found, with the files.
pub fn load_or_return(files: Files) -> Result<Reviewed, (Diagnostics, Files)> {
    let parsed = Parsed::of(files);
    let found = parsed.review();
    match found.has_errors() || !parsed.zone_known {
        true => Err((found, parsed.loaded.files)),
        false => Ok(Reviewed(Arc::new(Loaded { warnings: found.sorted(), ..parsed.loaded }))),
    }
}

impl Parsed {
    /// Reads everything.
    pub fn of(files: Files) -> Parsed {
        let texts = &files.texts;
        let (programme, mut found) = match assay_programme::load(texts) {
            Ok(checked) => {
                let warnings = checked.warnings().clone();
                (checked.into_programme(), warnings)
            }
            Err(found) => (assay_programme::parse(texts).0, found),
        };
        let of = |folder: &'static str| {
            let toml = texts.iter().filter(|file| file.path.ends_with(".toml"));
            toml.filter(move |file| file.path.starts_with(folder))
        };
        let lists = texts.iter().find(|file| file.path == LISTS_FILE).map(LintLists::read);
        let (lists, faults) = lists.unwrap_or_default();
        found.extend(faults);
        let mut lint = Diagnostics::default();
        let bank = read_items(of("bank/"), &files, &mut found, &mut lint);
        let faults = (&mut found, &mut lint);
        let forms = read_all(of("forms/"), faults, parse_form, lint_form, |form| &form.id);
        let faults = (&mut found, &mut lint);
        let sets = read_all(of("practice/sets/"), faults, parse_set, lint_set, |set| &set.id);
        let items = of("practice/").filter(|file| !file.path.starts_with("practice/sets/"));
        let pool = read_items(items, &files, &mut found, &mut lint);
        let exam_texts = ExamTexts::of(&bank);
        exam_texts.against_practice(&pool, &mut lint);
        let courses = courses((&files, &programme), &exam_texts, &mut found, &mut lint);
        drop(exam_texts);
        let job_roles = job_roles(&files, &programme, &mut found);
        let zone = TimeZone::get(&programme.zone);
        let badges = |art: &&Artwork| art.path.starts_with(BADGES);
        pictures(files.artwork.iter().filter(badges), &mut lint);
        // What cannot be read with certainty is not served, however it was applied: no picture is better.
        let artwork = files.artwork.iter().filter(badges).filter_map(|art| {
            let cleaned = artwork::clean(artwork::PictureKind::of(&art.path)?, &art.bytes).ok()?;
            Some((art.path.clone(), cleaned.bytes))
        });
        let loaded = Loaded {
            artwork: artwork.collect(),
            tree: files.tree(),
            warnings: Vec::new(),
            zone: zone.clone().unwrap_or(TimeZone::UTC),
            programme,
            bank,
            lists,
            forms,
            pool,
            sets,
            courses,
            job_roles,
            files,
        };
        Parsed { loaded, zone_known: zone.is_ok(), found, lint }
    }

    /// Everything that is at fault, by the rules of this release.
    pub fn review(&self) -> Diagnostics {
        let mut found = self.found.clone();
        found.extend(self.lint.clone());
        if !found.has_errors() {
            relations(&self.loaded, &mut found);
        }
        found
    }

    /// What was read, whatever is wrong with it.
    pub(super) fn loaded(&self) -> &Loaded {
        &self.loaded
    }

    /// As it was applied once. It passed the review of its time; what this release finds wrong with it
    /// besides is a warning.
    pub(crate) fn applied(self) -> Loaded {
        Loaded { warnings: self.review().sorted(), ..self.loaded }
    }
}

/// Badges go out into the world in their pictures: these have to be whole, and only draw (F20).
fn pictures<'a>(artwork: impl Iterator<Item = &'a Artwork>, found: &mut Diagnostics) {
    for art in artwork {
        let Some(kind) = artwork::PictureKind::of(&art.path) else { continue };
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
    (found, lint): (&mut Diagnostics, &mut Diagnostics),
    parse: impl Fn(&SourceFile) -> (T, Diagnostics),
    review: impl Fn(&SourceFile, &T) -> Diagnostics,
    name: impl Fn(&T) -> &String,
) -> BTreeMap<String, T> {
    let mut all = BTreeMap::new();
    for file in files {
        let (value, faults) = parse(file);
        // What could not be read is a fault once, not once more for what is missing by that.
        if !faults.has_errors() {
            lint.extend(review(file, &value));
        }
        found.extend(faults);
        if all.insert(name(&value).clone(), value).is_some() {
            let message = format!("`{}` exists twice", file.stem());
            found.push(Diagnostic::error(form::codes::TWICE, file.locate(0..0), message));
        }
    }
    all
}

/// Exam versions for which one can register, now or later, and that nobody could sit.
fn exams_without_form(loaded: &Loaded, today: Date) -> Diagnostics {
    let programme = &loaded.programme;
    let over = |exam: &ExamVersion| matches!(offer_on(programme, exam, today), OfferState::Retired { .. });
    let has_form = |exam: &ExamVersion| loaded.forms.values().any(|form| form.exam == exam.code.as_str());
    let missing = programme.exams.iter().filter(|exam| !has_form(exam));
    let missing: Vec<&ExamVersion> = missing.filter(|exam| !over(exam)).collect();
    let mut found = Diagnostics::default();
    let mut warn = |clause: &Clause, message: String| {
        let (file, line) = (clause.file.clone(), clause.line);
        let at = Location { file, line, column: 1, span: 0..0 };
        found.push(Diagnostic::warning(NO_FORM, at, message).hint(
            "add a form of it to forms/ with its items in bank/; until then nobody can register or start",
        ));
    };
    match missing.as_slice() {
        // Rules that are only to be judged by, as of exams that are given elsewhere: said once.
        [first, _, ..] if loaded.forms.is_empty() => {
            let (count, code) = (missing.len(), &first.code);
            let message =
                format!("none of {count} exam versions that can be registered for has a form, {code} first");
            warn(&first.clause, message);
        }
        some => {
            for exam in some {
                warn(&exam.clause, format!("{} can be registered for and has no form", exam.code));
            }
        }
    }
    found
}

fn relations(loaded: &Loaded, found: &mut Diagnostics) {
    let Loaded { programme, bank, forms, pool, sets, courses, artwork, .. } = loaded;
    if TimeZone::get(&programme.zone).is_err() {
        let at = Location { file: "programme.toml".into(), line: 1, column: 1, ..Location::default() };
        let message = format!("`{}` is not a time zone", programme.zone);
        found.push(
            Diagnostic::error(NO_ZONE, at, message).hint("write an IANA name such as UTC or Europe/Berlin"),
        );
    }
    for item in bank.values().chain(pool.values()) {
        found.extend(check_tags(item, programme));
    }
    found.extend(check_enemies(bank.values().chain(pool.values())));
    for id in bank.keys().filter(|id| pool.contains_key(*id)) {
        let at = pool.get(id).map(|item| item.meta.at.clone()).unwrap_or_default();
        let message = format!("`{id}` is in both the bank and the practice pool; the pools never overlap");
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
    found.extend(check_pools(sets.values()));
    for plan in &programme.prep_plans {
        let steps = plan.steps.iter().filter(|step| step.kind == PrepStepKind::Course);
        for step in steps {
            let message = match &step.course {
                Some(StepCourse::One(id)) if !courses.contains_key(id) => {
                    format!("there is no course `{id}`")
                }
                Some(StepCourse::All) if courses.values().all(|course| course.exam != plan.exam) => {
                    format!("there is no course of {}", plan.exam)
                }
                _ => continue,
            };
            let at =
                Location { file: step.clause.file.clone(), line: step.clause.line, column: 1, span: 0..0 };
            let hint = "name the id of a course in courses/, or make the step's `kind` `reading`";
            found.push(Diagnostic::error(course::codes::NO_COURSE, at, message).hint(hint));
        }
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
        if !artwork.contains_key(&certification.badge) {
            let (file, line) = (certification.clause.file.clone(), certification.clause.line);
            let at = Location { file, line, column: 1, span: 0..0 };
            let message = format!("the badge `{}` is not there", certification.badge);
            found
                .push(Diagnostic::error(NO_ARTWORK, at, message).hint("add the SVG, or name the right file"));
        }
    }
}
