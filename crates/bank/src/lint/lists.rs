//! What a body adds to the rules: its names, its services, what it wants.
//!
//! They stand in `lint.toml` of a programme, which needs none of them: every rule that has no list then
//! finds nothing. The file is part of the programme, so that a change of what is wanted is a change of it.

use std::collections::BTreeMap;

use assay_kernel::{
    Diagnostic, Diagnostics,
    source::{Reader, SourceFile},
};

use super::phrase::PhraseList;
use crate::codes;

/// Where the lists stand in a programme.
pub const LISTS_FILE: &str = "lint.toml";
/// Items of the bank for each skill, where the file says nothing (item-rules.md).
const PER_SKILL_BANK: u32 = 3;
/// The same for the practice pool.
const PER_SKILL_PRACTICE: u32 = 2;
/// The most that can be wanted of anything; a bank has fewer items.
const WANTED_MAX: i64 = 1_000_000;

/// A name that changed, or an offer that ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OldName {
    /// What is no longer said.
    pub old: PhraseList,
    /// What is said now: an item that says it too has a warning only.
    pub now: PhraseList,
    /// What to write, in words.
    pub say: String,
    /// Whether it only warns.
    ///
    /// As of an offer that is closed to new customers.
    pub is_question: bool,
}

/// Words with what they are called, or what to write instead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedPhrases {
    /// Their name, or what to say.
    pub name: String,
    /// The words.
    pub phrases: PhraseList,
}

/// What is counted for a quota.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuotaKind {
    /// Items that declare a tag.
    Tag(String),
    /// Items that declare an artefact.
    Artefacts,
    /// Items with more than one key.
    MultipleResponse,
}

/// How many items of a kind a bank is wanted to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// What is counted.
    pub kind: QuotaKind,
    /// Items by domain.
    pub by_domain: BTreeMap<String, u32>,
}

/// What one exam version's pools are wanted to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedItems {
    /// Items of the bank by domain.
    pub bank: BTreeMap<String, u32>,
    /// Items of the practice pool by domain.
    pub practice: BTreeMap<String, u32>,
    /// Items of the bank for each skill.
    pub per_skill_bank: u32,
    /// Items of the practice pool for each skill.
    pub per_skill_practice: u32,
    /// Kinds of items of the bank.
    pub quotas: Vec<Quota>,
    /// Services of the outline that need not be named, each with its reason.
    pub services_absent: BTreeMap<String, String>,
    /// How many services may be missing at most.
    pub services_absent_max: u32,
}

impl Default for WantedItems {
    fn default() -> Self {
        WantedItems {
            bank: BTreeMap::new(),
            practice: BTreeMap::new(),
            per_skill_bank: PER_SKILL_BANK,
            per_skill_practice: PER_SKILL_PRACTICE,
            quotas: Vec::new(),
            services_absent: BTreeMap::new(),
            services_absent_max: 0,
        }
    }
}

/// Everything of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LintLists {
    /// Words that say nothing of a subject here, in lower case.
    pub stop_words: std::collections::BTreeSet<String>,
    /// Account numbers that may stand in items.
    pub example_accounts: Vec<String>,
    /// Options that propose code of one's own.
    pub own_code: PhraseList,
    /// Stems that have such code already: their options do not count.
    pub own_code_in_stem: PhraseList,
    /// Distractors that are never right.
    pub dead_distractors: Vec<NamedPhrases>,
    /// Names that changed.
    pub old_names: Vec<OldName>,
    /// Words that some readers are hurt or put off by; the name says what to write.
    pub biased: Vec<NamedPhrases>,
    /// Beginnings of addresses that are gone; the name says where the page is now.
    pub broken_sources: Vec<(String, String)>,
    /// How services of outlines are named in texts.
    pub services: Vec<NamedPhrases>,
    /// What is wanted, by exam version.
    pub wanted: BTreeMap<String, WantedItems>,
}

impl LintLists {
    /// Reads the file.
    ///
    /// ```
    /// use assay_bank::lint::LintLists;
    /// use assay_kernel::source::SourceFile;
    /// let text = "[[dead_distractor]]\nname = 'standby'\nwords = ['standby']";
    /// let (lists, found) = LintLists::read(&SourceFile::new("lint.toml", text));
    /// assert!(found.is_empty() && lists.dead_distractors[0].phrases.is_in("A Standby copy"));
    /// ```
    pub fn read(file: &SourceFile) -> (Self, Diagnostics) {
        Reader::read(file, |table| LintLists {
            stop_words: table.texts("stop_words").iter().map(|word| word.to_lowercase()).collect(),
            example_accounts: table.texts("example_accounts"),
            own_code: table.maybe_table("own_code", phrases).unwrap_or_default(),
            own_code_in_stem: table.maybe_table("own_code_in_stem", phrases).unwrap_or_default(),
            dead_distractors: table.tables("dead_distractor", |row| named(row, "name")),
            old_names: table.tables("old_name", old_name),
            biased: table.tables("biased", |row| named(row, "say")),
            broken_sources: table.tables("broken_source", |row| (row.text("url"), row.text("say"))),
            services: table.tables("service", |row| named(row, "name")),
            wanted: table.tables("exam", wanted).into_iter().collect(),
        })
    }

    /// How a service is found in texts: by the list, else by its own name.
    pub fn service(&self, name: &str) -> PhraseList {
        let listed = self.services.iter().find(|service| service.name == name);
        listed.map_or_else(
            || PhraseList { words: vec![name.to_owned()], unless: Vec::new() },
            |service| service.phrases.clone(),
        )
    }

    /// What is wanted of an exam version.
    pub fn wanted_of(&self, exam: &str) -> WantedItems {
        self.wanted.get(exam).cloned().unwrap_or_default()
    }
}

fn phrases(row: &Reader<'_>) -> PhraseList {
    let list = PhraseList { words: row.texts("words"), unless: row.texts("unless") };
    if list.words.iter().all(|phrase| phrase.trim_matches(['*', ' ']).is_empty()) {
        let message = "there are no words to look for";
        let hint = "add `words = [\"…\"]`";
        row.report(Diagnostic::error(codes::NO_WORDS, row.here(), message).hint(hint));
    }
    list
}

fn named(row: &Reader<'_>, name: &str) -> NamedPhrases {
    NamedPhrases { name: row.text(name), phrases: phrases(row) }
}

fn old_name(row: &Reader<'_>) -> OldName {
    OldName {
        old: phrases(row),
        now: PhraseList { words: row.texts("now"), unless: Vec::new() },
        say: row.text("say"),
        is_question: row.flag("question", false),
    }
}

fn wanted(row: &Reader<'_>) -> (String, WantedItems) {
    let mut all = WantedItems {
        per_skill_bank: count(row, "per_skill_bank").unwrap_or(PER_SKILL_BANK),
        per_skill_practice: count(row, "per_skill_practice").unwrap_or(PER_SKILL_PRACTICE),
        bank: row.maybe_table("bank", by_domain).unwrap_or_default(),
        practice: row.maybe_table("practice", by_domain).unwrap_or_default(),
        services_absent_max: count(row, "services_absent_max").unwrap_or_default(),
        ..WantedItems::default()
    };
    let absent = row.tables("service_absent", |row| (row.text("name"), row.text("why")));
    all.services_absent = absent.into_iter().collect();
    all.quotas = row.tables("quota", quota).into_iter().flatten().collect();
    (row.text("code"), all)
}

fn quota(row: &Reader<'_>) -> Option<Quota> {
    let kinds = [("artefacts", QuotaKind::Artefacts), ("multiple-response", QuotaKind::MultipleResponse)];
    let words: Vec<(&str, &QuotaKind)> = kinds.iter().map(|(word, kind)| (*word, kind)).collect();
    let (tag, counts) = (row.maybe_text("tag"), row.maybe_choice("counts", &words));
    let by_domain = row.table("by_domain", by_domain).unwrap_or_default();
    let kind = match (tag, counts) {
        (Some(tag), None) => QuotaKind::Tag(tag),
        (None, Some(kind)) => kind.clone(),
        _ => {
            let hint = "write `tag = \"…\"` or `counts = \"artefacts\"`";
            let message = "a quota counts a tag or a kind, one of them";
            row.report(Diagnostic::error(codes::QUOTA, row.here(), message).hint(hint));
            return None;
        }
    };
    Some(Quota { kind, by_domain })
}

fn by_domain(row: &Reader<'_>) -> BTreeMap<String, u32> {
    row.keys().into_iter().filter_map(|domain| Some((domain.clone(), count(row, &domain)?))).collect()
}

fn count(row: &Reader<'_>, key: &str) -> Option<u32> {
    let number = row.has(key).then(|| row.integer_in(key, 0..=WANTED_MAX))?;
    u32::try_from(number).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (LintLists, Vec<String>) {
        let (lists, found) = LintLists::read(&SourceFile::new(LISTS_FILE, text));
        (lists, found.sorted().into_iter().map(|fault| format!("{} {}", fault.code, fault.message)).collect())
    }

    #[test]
    fn an_empty_file_is_no_list_and_wants_what_is_usual() {
        let (lists, found) = read("");
        assert_eq!((lists.clone(), found), (LintLists::default(), Vec::new()));
        assert_eq!(lists.wanted_of("X-1").per_skill_bank, 3);
        assert!(lists.service("SNS").is_in("an SNS topic"));
    }

    #[test]
    fn what_is_wanted_is_said_by_exam_version_and_domain() {
        let text = "[[exam]]\ncode = 'X-1'\nbank = { 1 = 4, 2 = 5 }\nper_skill_bank = 1\n\
            [[exam.quota]]\ntag = 'a'\nby_domain = { 1 = 2 }\n\
            [[exam.quota]]\ncounts = 'artefacts'\nby_domain = { 2 = 1 }\n\
            [[exam.service_absent]]\nname = 'S'\nwhy = 'No task.'\n";
        let (lists, found) = read(text);
        assert!(found.is_empty(), "{found:?}");
        let wanted = lists.wanted_of("X-1");
        assert_eq!((wanted.bank["2"], wanted.per_skill_bank, wanted.per_skill_practice), (5, 1, 2));
        assert_eq!(wanted.quotas[0].kind, QuotaKind::Tag("a".to_owned()));
        assert_eq!(wanted.quotas[1].by_domain["2"], 1);
        assert_eq!(wanted.services_absent["S"], "No task.");
    }

    #[test]
    fn a_quota_of_nothing_and_a_list_without_words_are_faults() {
        let (_, found) =
            read("[[exam]]\ncode = 'X-1'\n[[exam.quota]]\nby_domain = { 1 = 2 }\n[[biased]]\nsay = 'x'\n");
        assert_eq!(found.len(), 2, "{found:?}");
        let (_, found) = read("[[exam]]\ncode = 'X-1'\nbank = { 1 = -4 }\n");
        assert!(found[0].starts_with("P0005"), "{found:?}");
    }
}
