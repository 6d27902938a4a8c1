//! `assay items`: what is found in banks of files, before they are applied; a bank in the data as files.
//!
//! `check` holds items against the rules of `docs/concepts/item-rules.md`. `balance` says how keys, lengths,
//! tasks and skills are spread over forms and practice sets, which enemies stand on one of them together, and
//! what a form's cut was rounded from.

mod check;
mod checked;
mod folder;
mod on_disk;
mod said;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use assay_app::{PoolCount, RawCut};
use assay_assessment::enemies::EnemyPair;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::{
    assemble::Assemble,
    booklet::BookletOf,
    files::read_tree,
    outcome::{Failure, Found},
    report::faulty,
    rim::{self, ReportFormat},
};

/// What can be asked about items.
#[derive(Debug, Subcommand)]
pub enum ItemsCommand {
    /// Keys, lengths, tasks, skills and enemies of each form and practice set; fails on faults
    Balance(BalanceOf),
    /// Draws disjoint forms from an exam version's bank; the same seed gives the same forms
    Assemble(Assemble),
    /// Writes a form as a booklet to print, with an answer sheet
    Booklet(BookletOf),
    /// Holds the items of a bank against the rules of items, and the bank against what is wanted of it
    Check(check::CheckItems),
    /// Writes a bank that a body works in as a folder of files, with a manifest of their versions
    Export(folder::ExportItems),
    /// Brings back what was changed in such a folder: new versions and drafts, all of it or nothing
    Import(folder::ImportItems),
}

/// The arguments of `items balance`.
#[derive(Debug, Args)]
pub struct BalanceOf {
    /// The folder that holds programme.toml
    dir: PathBuf,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
}

impl ItemsCommand {
    /// Reads, counts, reports.
    pub fn run(self) -> Result<Found, Failure> {
        let BalanceOf { dir, format } = match self {
            ItemsCommand::Balance(balance) => balance,
            ItemsCommand::Assemble(assemble) => return assemble.run(),
            ItemsCommand::Booklet(booklet) => return booklet.run(),
            ItemsCommand::Check(check) => return check.run(),
            ItemsCommand::Export(export) => return export.run(),
            ItemsCommand::Import(import) => return import.run(),
        };
        let tree = read_tree(&dir)?;
        let files = tree.files.texts.clone();
        if tree.faults.has_errors() {
            return faulty(&tree.faults.sorted(), &files);
        }
        let loaded = match assay_app::load(tree.files) {
            Ok(loaded) => loaded,
            Err(found) => return faulty(&found.sorted(), &files),
        };
        let sets = assay_app::counts(&loaded);
        match format {
            ReportFormat::Text => rim::print(&sets.iter().map(text).collect::<String>())?,
            ReportFormat::Json => rim::print_json(&sets.iter().map(document).collect::<Vec<_>>())?,
        }
        Ok(Found::Nothing)
    }
}

fn counts(map: &BTreeMap<String, u32>) -> String {
    map.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
}

fn text(set: &PoolCount) -> String {
    let balance = &set.balance;
    let items: u32 = balance.tasks.values().sum();
    let [remember, apply, analyse] = balance.levels;
    format!(
        "{} ({}), {items} items\n  keys           {} of {} with one answer\n  key longest    {} of {}\n  \
         level          remember {remember}, apply {apply}, analyse {analyse}\n  tasks          {}\n  \
         skills         {} of {} reached\n{}{}\n",
        set.name,
        set.exam,
        counts(&balance.key_letters),
        balance.single,
        balance.key_longest,
        balance.single,
        counts(&balance.tasks),
        balance.skills.len(),
        set.skills_of_outline,
        set.cut.as_ref().map(cut_text).unwrap_or_default(),
        enemies_text(&set.enemies),
    )
}

fn cut_text(cut: &RawCut) -> String {
    let from = match (cut.unrounded, cut.rounding) {
        (None, _) => String::new(),
        (Some(exact), "nearest") => format!(", {exact:.2} rounded to the nearest"),
        (Some(exact), word) => format!(", {exact:.2} rounded {word}"),
    };
    format!("  cut            {}{from}; expected of its items {:.2}\n", cut.raw, cut.expected)
}

fn enemies_text(enemies: &BTreeSet<EnemyPair>) -> String {
    let head = match enemies.len() {
        0 => "  enemies        none together\n".to_owned(),
        1 => "  enemies        1 pair together\n".to_owned(),
        pairs => format!("  enemies        {pairs} pairs together\n"),
    };
    let pairs = enemies.iter().map(|(one, other)| format!("                 {one}, {other}\n"));
    head + &pairs.collect::<String>()
}

fn document(set: &PoolCount) -> Value {
    let balance = &set.balance;
    json!({
        "name": set.name, "exam": set.exam, "key_letters": balance.key_letters,
        "key_longest": balance.key_longest, "single_answer": balance.single,
        "levels": balance.levels, "tasks": balance.tasks, "skills": balance.skills,
        "skills_of_outline": set.skills_of_outline, "enemies": set.enemies,
        "cut": set.cut.as_ref().map(|cut| json!({
            "raw": cut.raw, "unrounded": cut.unrounded, "rounding": cut.rounding,
            "expected": (cut.expected * 100.0).round() / 100.0,
        })),
    })
}
