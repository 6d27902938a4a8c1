//! The bank and its forms as one package of QTI 3.0.

use std::{collections::BTreeMap, sync::Arc};

use assay_qti::{
    item::AssessmentStimulus,
    package::{EntryName, PackageExport, PackageWriteError},
};

use super::{
    facts::{FILE, KnownOfBank, KnownOfForm, KnownOfItem, NotExported},
    form::FormToTest,
    item::ExportedItem,
    pipe::Pipe,
    wanted::{ExportKind, ExportWanted},
};
use crate::{
    AppError, FieldFault,
    permit::{Logged, Permit},
    vault::{ItemMedium, Sealed, TakenBank},
};

/// Items that are written together.
const PART_ITEMS: usize = 100;

/// A package of items, and of tests where forms are wanted.
pub(super) struct PackageParts {
    bank: TakenBank,
    kind: ExportKind,
    /// What is still to be written, the next one last.
    items: Vec<String>,
    forms: Vec<String>,
    package: Option<PackageExport<Pipe>>,
    pipe: Pipe,
    files: BTreeMap<String, EntryName>,
    known: KnownOfBank,
    tests: usize,
    /// Pictures and shared texts that are in the package already.
    media: BTreeMap<EntryName, ItemMedium>,
    stimuli: Vec<(AssessmentStimulus, EntryName)>,
}

impl PackageParts {
    pub(super) fn new<A: Logged>(sealed: Arc<Sealed>, permit: &Permit<A>, wanted: &ExportWanted) -> Self {
        let bank = TakenBank::of(sealed, permit);
        let is_wanted = |exam: &str| wanted.exam.is_empty() || exam == wanted.exam;
        let mut forms = Vec::new();
        let mut items: Vec<String> = match wanted.kind {
            ExportKind::Forms => {
                let of_exam = bank.forms().values().filter(|form| is_wanted(form.exam.as_str()));
                let mut named = Vec::new();
                for form in of_exam {
                    forms.push(form.id.clone());
                    named.extend(form.items.iter().map(|entry| entry.item.clone()));
                }
                named.sort();
                named.dedup();
                named
            }
            _ => {
                let of_exam = bank.items().values().filter(|item| is_wanted(item.meta.exam.as_str()));
                of_exam.map(|item| item.meta.id.clone()).collect()
            }
        };
        items.reverse();
        forms.reverse();
        let (pipe, published) = (Pipe::default(), bank.published());
        let package = PackageExport::new(pipe.clone(), &format!("assay-{}", wanted.kind.as_str()));
        let known = KnownOfBank::new(published.number, &published.tree);
        let (kind, package, files) = (wanted.kind, Some(package), BTreeMap::new());
        let (media, stimuli) = (BTreeMap::new(), Vec::new());
        PackageParts { bank, kind, items, forms, package, pipe, files, known, tests: 0, media, stimuli }
    }

    /// How many items and forms are still to be written.
    pub(super) fn count(&self) -> usize {
        self.items.len() + self.forms.len()
    }

    /// The next bytes, and whether they are the last.
    pub(super) fn next(&mut self) -> Result<(Vec<u8>, bool), AppError> {
        let is_last = self.part().map_err(unwritable)?;
        Ok((self.pipe.take(), is_last))
    }

    /// What is in the package so far.
    pub(super) fn counted(&self) -> Vec<(&'static str, usize)> {
        let forms = (self.kind == ExportKind::Forms).then_some(("form", self.tests));
        forms.into_iter().chain([("question", self.known.items.len())]).collect()
    }

    /// What is not in it.
    pub(super) fn notes(&self) -> Vec<String> {
        let left_out = self.known.left_out.iter();
        left_out.map(|one| format!("{} is left out: it {}", one.identifier, one.why)).collect()
    }

    fn part(&mut self) -> Result<bool, PackageWriteError> {
        for _ in 0..PART_ITEMS {
            if let Some(id) = self.items.pop() {
                self.item(&id)?;
            } else if let Some(id) = self.forms.pop() {
                self.form(&id)?;
            } else {
                let Some(mut package) = self.package.take() else { return Ok(true) };
                let known = serde_json::to_vec_pretty(&self.known).map_err(std::io::Error::from)?;
                package.media(&EntryName::new(FILE)?, &known)?;
                package.finish()?;
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn item(&mut self, id: &str) -> Result<(), PackageWriteError> {
        let (items, Some(package)) = (self.bank.items(), self.package.as_mut()) else { return Ok(()) };
        let mut left_out = |why: String| {
            self.known.left_out.push(NotExported { identifier: id.to_owned(), why });
            Ok(())
        };
        let Some(item) = items.get(id) else { return left_out("is not in the bank".to_owned()) };
        if let Some(why) = item.unfit() {
            return left_out(why.to_owned());
        }
        let (mut needs, mut renamed) = (Vec::new(), BTreeMap::new());
        for name in item.media() {
            // A name that leads out of the package is no file of the bank either.
            let Some((medium, mut file)) = self.bank.medium(item, &name).zip(EntryName::new(&name).ok())
            else {
                return left_out(format!("shows {name}, which is not there"));
            };
            if self.media.get(&file).is_some_and(|before| *before != medium) {
                // Another question calls another picture so.
                file = EntryName::new(&format!("{id}/{name}"))?;
                renamed.insert(name.clone(), file.to_address());
            }
            if !self.media.contains_key(&file) {
                package.media(&file, &medium.bytes)?;
                self.media.insert(file.clone(), medium);
            }
            needs.push(file);
        }
        let (standard, stimuli) = item.with_media_named(&|name| renamed.get(name).cloned());
        let mut exported = ExportedItem::of(item, standard);
        for (reference, stimulus) in exported.item.stimulus_refs.iter_mut().zip(&stimuli) {
            let known =
                self.stimuli.iter().find(|(before, _)| before == stimulus).map(|(_, file)| file.clone());
            let file = match known {
                Some(file) => file,
                None => {
                    let file = package.stimulus(stimulus, &needs, Vec::new())?;
                    self.stimuli.push((stimulus.clone(), file.clone()));
                    file
                }
            };
            reference.href = file.to_address();
            needs.push(file);
        }
        let outline = self.bank.published().programme.outline(item.meta.exam.as_str());
        let file = package.item(&exported.item, &needs, exported.metadata(item, outline))?;
        self.files.insert(id.to_owned(), file);
        self.known.items.push(KnownOfItem::of(&exported, item));
        Ok(())
    }

    fn form(&mut self, id: &str) -> Result<(), PackageWriteError> {
        let Some((form, package)) = self.bank.forms().get(id).zip(self.package.as_mut()) else {
            return Ok(());
        };
        let programme = &self.bank.published().programme;
        let missing = form.items.iter().find(|entry| !self.files.contains_key(&entry.item));
        let exam = programme.exam(form.exam.as_str());
        self.known.forms.push(KnownOfForm::of(form));
        let why = match (exam, missing) {
            (None, _) => Some(format!("belongs to {}, which the programme does not have", form.exam)),
            (_, Some(entry)) => Some(format!("asks for the item {}, which is left out", entry.item)),
            (Some(exam), None) => {
                let outline = programme.outline(form.exam.as_str());
                let (bank, files) = (self.bank.items(), &self.files);
                let test = FormToTest { form, exam, outline, bank, files }.test();
                let mut needs: Vec<EntryName> =
                    form.items.iter().filter_map(|entry| files.get(&entry.item).cloned()).collect();
                needs.dedup();
                match test {
                    Some(test) => {
                        package.test(&test, &needs, Vec::new())?;
                        self.tests += 1;
                        None
                    }
                    None => Some("is no test".to_owned()),
                }
            }
        };
        let left_out = why.map(|why| NotExported { identifier: id.to_owned(), why });
        self.known.left_out.extend(left_out);
        Ok(())
    }
}

/// Why a package cannot be written.
pub(super) fn unwritable(error: PackageWriteError) -> AppError {
    match error {
        PackageWriteError::TooLarge => {
            let text = "This is more than one file can hold: choose an exam version, or fewer days.";
            AppError::Invalid(vec![FieldFault::new("exam", text)])
        }
        error => AppError::internal("writing a package", error),
    }
}
