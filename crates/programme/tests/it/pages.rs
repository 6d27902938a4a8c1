//! The reference page of the files: its examples are a programme, and no key is missing on it.

use assay_kernel::source::SourceFile;
use assay_programme::load;

use crate::support::repository_file;

const PAGE: &str = "docs/reference/programme-files.md";

/// The examples of the page, each in the file that its first line names.
fn examples(page: &str) -> Vec<SourceFile> {
    let blocks = page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let file = |block: &str| {
        let path = block.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap_or_default();
        SourceFile::new(path, block)
    };
    blocks.map(file).collect()
}

#[test]
fn the_examples_of_the_page_are_a_programme_without_an_error() {
    let files = examples(&repository_file(PAGE));
    assert!(files.len() >= 17, "{}", files.len());
    let checked = load(&files).unwrap_or_else(|found| panic!("{found:#?}"));
    let told: Vec<&str> = checked.warnings().iter().map(|warning| warning.code).collect();
    assert_eq!(told, ["P0142"], "the one that the page names: {:#?}", checked.warnings());
}

#[test]
fn every_key_and_every_word_that_is_read_stands_on_the_page() {
    let page = repository_file(PAGE);
    let mut words = 0;
    for module in [
        "certification",
        "crosswalk",
        "demo",
        "exam",
        "outline",
        "policy",
        "prep",
        "publication",
        "root",
        "route",
        "transition",
    ] {
        let source = repository_file(&format!("crates/programme/src/syntax/{module}.rs"));
        let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in code {
            let is_key = |word: &&str| {
                !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == '-')
            };
            for word in line.split('"').skip(1).step_by(2).filter(is_key) {
                words += 1;
                let forms = [("`", "`"), (".", "`"), ("[[", "]]"), (".", "]]"), ("", " = ")];
                let stands = |(before, after)| page.contains(&format!("{before}{word}{after}"));
                assert!(forms.into_iter().any(stands), "{module}: {word}");
            }
        }
    }
    assert!(words > 150, "{words}");
}
