//! Comments and documents cite what a stranger can read: pages of this repository, and published standards.
//!
//! A reason that stands in a paper elsewhere is lost to whoever has only the checkout. So a page that is
//! named exists, a finding that is named by its number is listed, and a paper by another name is none.

use std::collections::BTreeSet;

use super::file::{Finding, SourceFile};

/// Where findings have their numbers.
const FINDINGS: &str = "docs/reference/findings.md";
/// Pages that are cited by their name alone, as `(sitting, invariant 5)`.
const CONCEPTS: &str = "docs/concepts/";
/// Standards that are cited by a short name, which docs/concepts/README.md spells out.
const STANDARDS: [&str; 2] = ["vc-di", "vc-di-eddsa"];
/// What a citation counts in.
const PARTS: [&str; 10] = [
    "section",
    "sections",
    "rule",
    "rules",
    "invariant",
    "fault",
    "trap",
    "point",
    "requirement",
    "conclusion",
];
/// What may look outside the checkout: each says what it looks for and goes on without.
const MAY_LOOK_OUTSIDE: [&str; 4] =
    ["crates/testkit/src/lib.rs", "programmes/zoo/README.md", "test", "xtask/src/shared.rs"];
/// What stands beside a checkout where its authors work.
const OUTSIDE: &str = "../shared";

const ADVICE: &str = "name a page of docs/concepts or a decision that holds the reason, or say it here";

/// What there is to cite.
pub struct Citable {
    /// The paths of all documents.
    pages: BTreeSet<String>,
    /// The numbers of findings, as `F12`.
    findings: BTreeSet<String>,
}

impl Citable {
    pub fn of(files: &[SourceFile]) -> Citable {
        let pages = files.iter().filter(|file| file.extension() == "md").map(|file| file.path.clone());
        let list = files.iter().find(|file| file.path == FINDINGS).map_or("", |file| file.text.as_str());
        let findings = list.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(" |"));
        let numbers = findings.flat_map(|(numbers, _)| numbers.split(", "));
        Citable { pages: pages.collect(), findings: numbers.map(str::to_owned).collect() }
    }

    fn has_page(&self, name: &str) -> bool {
        let name = name.trim_start_matches("../").trim_start_matches("./");
        self.pages.iter().any(|path| path == name || path.ends_with(&format!("/{name}")))
    }

    fn has_paper(&self, name: &str) -> bool {
        STANDARDS.contains(&name) || self.pages.contains(&format!("{CONCEPTS}{name}.md"))
    }
}

/// Whatever a file cites is there to be read.
pub fn citations(file: &SourceFile, citable: &Citable) -> Vec<Finding> {
    if file.path == "CHANGELOG.md" {
        return Vec::new();
    }
    let is_document = file.extension() == "md";
    let mut found = Vec::new();
    let text = file.rust.as_ref().map_or(&file.text, |rust| &rust.comments);
    for (line, number) in text.lines().zip(1..) {
        let line = if is_document || file.rust.is_some() { line } else { comment(file, line) };
        let pages = words(line, "/._-")
            .filter(|word| word.len() > 3 && word.ends_with(".md") && !citable.has_page(word));
        found.extend(pages.map(|page| file.fault(number, format!("{page} is not here: {ADVICE}"))));
        if is_document || file.path.starts_with("programmes/") {
            continue;
        }
        let findings = words(line, "-").filter(|word| is_number(word) && !citable.findings.contains(*word));
        found.extend(
            findings.map(|word| file.fault(number, format!("{word} is not in {FINDINGS}: {ADVICE}"))),
        );
        let papers = papers(line).filter(|paper| !citable.has_paper(paper));
        found.extend(papers.map(|paper| file.fault(number, format!("\"{paper}\" is no page: {ADVICE}"))));
    }
    if !MAY_LOOK_OUTSIDE.contains(&file.path.as_str()) && !file.path.starts_with("xtask/src/tidy/") {
        let outside = file.text.lines().zip(1..).filter(|(line, _)| line.contains(OUTSIDE));
        let advice = "ask assay-testkit for it, which says what is missing and goes on";
        found.extend(outside.map(|(_, number)| file.fault(number, format!("a look outside: {advice}"))));
    }
    found
}

/// What a line of a file that is no Rust says to people.
fn comment<'a>(file: &SourceFile, line: &'a str) -> &'a str {
    let mark = match file.extension() {
        "toml" | "sh" | "yml" | "" => "#",
        "sql" => "--",
        "js" | "mjs" | "cjs" | "css" if line.trim_start().starts_with(['*', '/']) => return line,
        "js" | "mjs" | "cjs" => "// ",
        _ => return "",
    };
    line.split_once(mark).map_or("", |(_, comment)| comment)
}

/// Words of letters, digits and these signs.
fn words<'a>(line: &'a str, signs: &'static str) -> impl Iterator<Item = &'a str> {
    let parts = line.split(move |c: char| !(c.is_alphanumeric() || signs.contains(c)));
    parts.map(|word| word.trim_end_matches(['.', '-'])).filter(|word| !word.is_empty())
}

/// `F12` and `N3`: what was found by attacks and in the bug reports of others.
fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix('F').or(word.strip_prefix('N')).unwrap_or_default();
    matches!(digits.len(), 1 | 2) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The papers that a comment cites by their part: `sitting` of `(sitting, invariant 5)`.
fn papers(line: &str) -> impl Iterator<Item = &str> {
    line.split(['(', ';']).skip(1).map(str::trim_start).filter_map(|cited| {
        let end = cited.find(|c: char| !(c.is_ascii_lowercase() || c == '-')).filter(|end| *end > 0)?;
        let (name, rest) = cited.split_at(end);
        let mut words = rest.trim_start_matches(',').split_whitespace();
        let (first, second) = (words.next()?, words.next().unwrap_or_default());
        let counts = |word: &str| word.starts_with(|c: char| c.is_ascii_digit()) || word.len() == 1;
        let by_part = rest.starts_with(", ")
            && PARTS.contains(&first)
            && counts(second.trim_end_matches([')', ',', '.']));
        let by_number =
            rest.starts_with(' ') && name.contains('-') && first.starts_with(|c: char| c.is_ascii_digit());
        let bare = matches!(name, "rule" | "rules") && rest.starts_with(' ') && counts(first);
        (by_part || by_number || bare).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(path: &str, text: &str) -> Vec<String> {
        let findings = "| no. | what |\n|---|---|\n| F1 | x |\n| N1, N2 | y |\n";
        let files =
            [FINDINGS, "docs/concepts/sitting.md", "README.md"].map(|path| SourceFile::new(path, findings));
        let found = citations(&SourceFile::new(path, text), &Citable::of(&files));
        let cited = found.into_iter().map(|finding| finding.message);
        cited.map(|message| message.split(" is ").next().unwrap_or_default().replace('"', "")).collect()
    }

    #[test]
    fn a_page_that_is_named_exists() {
        assert_eq!(refused("a.rs", "// (promises.md, 2)\nlet x = \"none.md\";"), ["promises.md"]);
        assert_eq!(refused("docs/a.md", "See `docs/concepts/ops.md`."), ["docs/concepts/ops.md"]);
        let good = "//! See docs/concepts/sitting.md, ../README.md and findings.md.";
        assert!(refused("a.rs", good).is_empty());
    }

    #[test]
    fn a_finding_that_is_named_is_listed() {
        assert_eq!(refused("a.js", "// as it was (F2, N3), and UTF16, P0001, F1, N10-008"), ["F2", "N3"]);
        assert!(refused("a.rs", "let x = F7; // mends N2").is_empty());
    }

    #[test]
    fn a_paper_that_is_cited_is_a_page_of_this_repository() {
        let bad = "// (walk, fault 2) (renewal-zoo 9) (x; ops, section 2) (rule 14e) (peers, point A)";
        assert_eq!(refused("a.rs", bad), ["walk", "renewal-zoo", "ops", "rule", "peers"]);
        let good = "// (sitting, invariant 5) (vc-di, section 2.1) (section 4.8, step 1) (at most 5)";
        let code = "await (rules ? a : b)";
        assert!(refused("a.rs", good).is_empty() && refused("a.js", code).is_empty());
    }

    #[test]
    fn nothing_looks_outside_the_checkout_but_what_says_so() {
        let text = "let path = \"../shared/corpora\";";
        assert_eq!(refused("crates/a/tests/it/main.rs", text).len(), 1);
        assert!(refused("crates/testkit/src/lib.rs", text).is_empty());
    }
}
