//! `assay items check`: what the rules of items find in a bank, and what the bank has to reach.

use std::{collections::BTreeMap, path::PathBuf};

use assay_app::{Files, RawCut};
use assay_bank::{
    ItemCompanions,
    lint::{
        LISTS_FILE, LintCorpus, LintDomain, LintGate, LintItem, LintLists, LintOutline, LintPool,
        SecondAnswer, SecondAnswers, lint_item,
    },
};
use assay_kernel::{Diagnostics, source::SourceFile};
use assay_programme::model::Programme;
use clap::Args;

use super::{
    checked::{CheckedItems, SourceCounts},
    said,
};
use crate::{
    files::read_tree,
    outcome::{Failure, Found},
    rim::{self, ReportFormat},
};

/// Files of second answers that are nobody's answer: what options were shuffled by.
const SEEDS: &str = "seeds";

/// The arguments of `items check`.
#[derive(Debug, Args)]
pub struct CheckItems {
    /// The folder that holds programme.toml
    dir: PathBuf,
    /// The exam version whose bank is checked; without it the one with the most items
    #[arg(long, value_name = "CODE")]
    exam: Option<String>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
}

impl CheckItems {
    /// Reads, looks, reports.
    pub fn run(self) -> Result<Found, Failure> {
        let CheckItems { dir, exam, format } = self;
        let tree = read_tree(&dir)?;
        let texts = tree.files.texts.clone();
        let mut found = tree.faults;
        let programme = assay_programme::parse(&texts).0;
        let (lists, faults) = lists(&texts);
        found.extend(faults);
        let mut pools = Pools::read(&tree.files, &lists);
        let exam = exam.or_else(|| pools.largest()).ok_or_else(|| {
            let hint = "write items to bank/<EXAM>/, one file each";
            Failure::unusable(format!("{} has no item bank", dir.display()), hint)
        })?;
        let chosen = pools.take(&exam).ok_or_else(|| {
            let known = pools.exams().join(", ");
            Failure::unusable(format!("there is no bank of `{exam}`"), format!("write one of: {known}"))
        })?;
        let (answers, faults) = answers(&texts, &exam);
        found.extend(faults);
        let cuts = match assay_app::load(tree.files) {
            Ok(loaded) => assay_app::counts(&loaded),
            Err(_) => {
                let check = format!("assay check {}", dir.display());
                rim::say(format_args!("note: the programme has errors, so no form is looked at: {check}"));
                Vec::new()
            }
        };
        let cuts = cuts.iter().filter(|set| set.exam == exam);
        let cuts: Vec<(&str, &RawCut)> =
            cuts.filter_map(|set| Some((set.name.as_str(), set.cut.as_ref()?))).collect();
        let checked = chosen.checked(&exam, (&outline(&programme, &exam), &lists), &answers, &cuts, found);
        match format {
            ReportFormat::Text => rim::print(&said::text(&checked))?,
            ReportFormat::Json => rim::print_json(&said::document(&checked))?,
        }
        rim::say(format_args!("{}", said::tally(&checked)));
        Ok(Found::wrong_if(checked.is_wrong()))
    }
}

fn lists(texts: &[SourceFile]) -> (LintLists, Diagnostics) {
    let file = texts.iter().find(|file| file.path == LISTS_FILE);
    file.map(LintLists::read).unwrap_or_default()
}

/// Second answers to items of an exam version.
fn answers(texts: &[SourceFile], exam: &str) -> (SecondAnswers, Diagnostics) {
    let folder = format!("review/{exam}/");
    let files = texts.iter().filter(|file| file.path.starts_with(&folder) && file.path.ends_with(".toml"));
    let mut found = Diagnostics::default();
    let answers = files.filter(|file| file.stem() != SEEDS).map(|file| {
        let (answer, faults) = SecondAnswer::read(file);
        found.extend(faults);
        answer
    });
    (answers.collect(), found)
}

fn outline(programme: &Programme, exam: &str) -> LintOutline {
    let Some(outline) = programme.outline(exam) else { return LintOutline::default() };
    let domains = outline.domains.iter().map(|domain| LintDomain {
        id: domain.id.clone(),
        skills: domain.tasks.iter().flat_map(|task| &task.skills).map(|skill| skill.id.clone()).collect(),
    });
    LintOutline {
        domains: domains.collect(),
        services: outline.in_scope.iter().flat_map(|(_, names)| names).cloned().collect(),
    }
}

/// The files beside items, by path.
struct CheckedFolder<'f> {
    texts: BTreeMap<&'f str, &'f str>,
    pictures: BTreeMap<&'f str, &'f [u8]>,
}

impl ItemCompanions for CheckedFolder<'_> {
    fn text(&self, path: &str) -> Option<&str> {
        self.texts.get(path).copied()
    }

    fn picture(&self, path: &str) -> Option<&[u8]> {
        self.pictures.get(path).copied()
    }
}

/// The items of one exam version's folders.
#[derive(Default)]
struct ExamItems {
    bank: Vec<LintItem>,
    practice: Vec<LintItem>,
    /// What the writing rules of files find.
    found: Diagnostics,
    /// Ids of items without words.
    unread: Vec<String>,
}

/// All items of a programme, by exam version.
#[derive(Default)]
struct Pools(BTreeMap<String, ExamItems>);

impl Pools {
    fn read(files: &Files, lists: &LintLists) -> Self {
        let beside = CheckedFolder {
            texts: files.texts.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect(),
            pictures: files.artwork.iter().map(|art| (art.path.as_str(), art.bytes.as_slice())).collect(),
        };
        let mut pools = Pools::default();
        for file in files.texts.iter().filter(|file| file.path.ends_with(".toml")) {
            let path: Vec<&str> = file.path.split('/').collect();
            let (is_bank, exam) = match path.as_slice() {
                ["practice", "sets", ..] => continue,
                ["bank", exam, _, ..] => (true, *exam),
                ["practice", exam, _, ..] => (false, *exam),
                _ => continue,
            };
            let items = pools.0.entry(exam.to_owned()).or_default();
            let read = assay_bank::read_item(file, &beside);
            if !read.found.has_errors() {
                items.found.extend(read.lint);
            }
            items.found.extend(read.found);
            match LintItem::read(file, &beside, lists) {
                Some(item) if is_bank => items.bank.push(item),
                Some(item) => items.practice.push(item),
                None => items.unread.push(file.stem().to_owned()),
            }
        }
        pools
    }

    fn exams(&self) -> Vec<String> {
        self.0.iter().filter(|(_, items)| !items.bank.is_empty()).map(|(exam, _)| exam.clone()).collect()
    }

    fn largest(&self) -> Option<String> {
        let largest = self.0.iter().max_by_key(|(_, items)| items.bank.len())?;
        (!largest.1.bank.is_empty()).then(|| largest.0.clone())
    }

    /// One exam version's items, with all others.
    fn take(&mut self, exam: &str) -> Option<ChosenItems> {
        let chosen = self.0.remove(exam)?;
        let others = std::mem::take(&mut self.0);
        let others = others.into_values().flat_map(|items| items.bank.into_iter().chain(items.practice));
        Some(ChosenItems { others: others.collect(), chosen })
    }
}

/// The items of one exam version, and those of the others.
struct ChosenItems {
    chosen: ExamItems,
    others: Vec<LintItem>,
}

impl ChosenItems {
    fn checked(
        self,
        exam: &str,
        (outline, lists): (&LintOutline, &LintLists),
        answers: &SecondAnswers,
        cuts: &[(&str, &RawCut)],
        mut found: Diagnostics,
    ) -> CheckedItems {
        let ExamItems { bank, practice, found: of_files, unread } = self.chosen;
        let pool = LintPool { exam, bank: &bank, practice: &practice, others: &self.others, outline, lists };
        let corpus = LintCorpus::of(pool.items());
        let mut figures = pool.figures(&corpus);
        figures.gates.extend(cuts.iter().map(|(form, cut)| cut_gate(form, cut)));
        found.extend(of_files);
        for item in bank.iter().chain(&practice) {
            found.extend(lint_item(item, &corpus, lists));
        }
        let mut agreement = vec![
            ("bank".to_owned(), answers.agreement(&bank)),
            ("practice".to_owned(), answers.agreement(&practice)),
        ];
        for domain in &outline.domains {
            let of = bank.iter().filter(|item| item.meta.task.split('.').next() == Some(domain.id.as_str()));
            agreement.push((format!("domain {}", domain.id), answers.agreement(of)));
        }
        CheckedItems {
            exam: exam.to_owned(),
            items: [bank.len(), practice.len()],
            found: found.sorted(),
            sources: [SourceCounts::of(&bank), SourceCounts::of(&practice)],
            astray: answers.about_none_of(bank.iter().chain(&practice)),
            figures,
            agreement,
            unread,
        }
    }
}

/// A form says what its cut was rounded from. That it was rounded so is `assay check`'s to say (F0011).
fn cut_gate(form: &str, cut: &RawCut) -> LintGate {
    let unrounded = cut.unrounded.map_or("not said".to_owned(), |figure| format!("{figure:.2}"));
    let figures = format!(
        "{} from {unrounded}, rounded {}; its items come to {:.2}",
        cut.raw, cut.rounding, cut.expected
    );
    LintGate::of("cut", form, cut.unrounded.is_some(), figures)
}
