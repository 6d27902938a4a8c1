//! What a stem gives to read.
//!
//! It is declared, can be read as what it is, and names nobody's machine.
//!
//! JSON is read by `serde_json`, YAML by `saphyr-parser`, which is kept, reads all of YAML 1.2 with its tags
//! and depends on nothing. Looked at: `serde_yaml` (given up by its author), `yaml-rust2` (the same parser's
//! older line), `serde_norway` and `serde_yaml_ng` (around a translated C library, more than parsing needs).

use std::{
    net::{Ipv4Addr, Ipv6Addr},
    sync::LazyLock,
};

use assay_kernel::{Diagnostics, Severity};
use regex::Regex;
use saphyr_parser::Parser;

use super::{
    item::LintItem,
    lists::LintLists,
    rule::{ACCOUNT, ADDRESS, ALTERNATIVE, ARTEFACT, ARTEFACT_FORM},
    words::OwnPattern,
};
use crate::meta::Artefact;

/// Digits of an account number.
const ACCOUNT_DIGITS: usize = 12;
/// Blocks of one stem that are looked at; a stem has one or two.
const BLOCKS_MAX: usize = 16;
/// Events of one block of YAML; a block of a stem has some hundreds.
const YAML_EVENTS_MAX: usize = 100_000;

static PICTURE: OwnPattern = LazyLock::new(|| Regex::new(r"!\[([^\]]*)\]\(").ok());
static FOUR_PARTS: OwnPattern = LazyLock::new(|| Regex::new(r"\b\d{1,3}(?:\.\d{1,3}){3}\b").ok());
static HEX_PARTS: OwnPattern = LazyLock::new(|| Regex::new(r"(?i)[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}").ok());
static DIGITS: OwnPattern = LazyLock::new(|| Regex::new(r"\b\d{12}\b").ok());

/// A block of code in a text.
struct StemBlock<'a> {
    /// What stands behind the fence, such as `json`.
    language: &'a str,
    text: String,
}

fn blocks(text: &str) -> Vec<StemBlock<'_>> {
    let mut found: Vec<StemBlock<'_>> = Vec::new();
    let mut open: Option<StemBlock<'_>> = None;
    for line in text.lines() {
        match (line.trim_start().strip_prefix("```"), open.take()) {
            (Some(language), None) => {
                open = Some(StemBlock { language: language.trim(), text: String::new() })
            }
            (Some(_), Some(block)) => found.push(block),
            (None, Some(mut block)) => {
                block.text.push_str(line);
                block.text.push('\n');
                open = Some(block);
            }
            (None, None) => {}
        }
    }
    found.extend(open);
    found.truncate(BLOCKS_MAX);
    found
}

pub(super) fn look(item: &LintItem, lists: &LintLists, found: &mut Diagnostics) {
    let blocks = blocks(&item.stem);
    declared(item, &blocks, found);
    for block in &blocks {
        form(item, block, found);
    }
    addresses(item, lists, found);
    pictures(item, found);
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// Whether a text is YAML that holds more than one scalar.
fn is_yaml(text: &str) -> bool {
    let mut events = 0;
    for event in Parser::new_from_str(text).take(YAML_EVENTS_MAX) {
        if event.is_err() {
            return false;
        }
        events += 1;
    }
    events < YAML_EVENTS_MAX
}

fn declared(item: &LintItem, blocks: &[StemBlock<'_>], found: &mut Diagnostics) {
    let has_table = item.stem.lines().any(|line| line.trim_start().starts_with('|'));
    let has_picture = PICTURE.as_ref().is_some_and(|picture| picture.is_match(&item.stem));
    let is_there = !blocks.is_empty() || has_table || has_picture;
    let mut tell = |severity, message: &str, hint: &str| {
        item.tell(found, (&ARTEFACT, severity), &item.at_stem, message.to_owned(), hint);
    };
    match item.meta.artefact {
        None if is_there => {
            let hint = "add `artefact = \"json\"`, `yaml`, `log`, `table`, `command` or `graph`";
            tell(Severity::Warning, "the stem gives something to read and does not say what", hint);
        }
        Some(kind) if !is_there => {
            let message = format!("the stem holds nothing to read, though `{}` is declared", kind.as_str());
            tell(Severity::Error, &message, "put it between lines of ```, or take `artefact` away");
        }
        Some(Artefact::Json) if !blocks.iter().any(|block| is_json(&block.text)) => {
            tell(
                Severity::Error,
                "no block of the stem is JSON",
                "leave out whole members, and no half of one",
            );
        }
        Some(Artefact::Yaml) if !blocks.iter().any(|block| is_yaml(&block.text)) => {
            tell(Severity::Error, "no block of the stem is YAML", "leave out whole keys, and no half of one");
        }
        _ => {}
    }
}

fn form(item: &LintItem, block: &StemBlock<'_>, found: &mut Diagnostics) {
    let is_wrong = match block.language {
        "json" => !is_json(&block.text),
        "yaml" | "yml" => !is_yaml(&block.text),
        _ => false,
    };
    // A stem that declares the kind is told so once.
    let is_told = item.meta.artefact.is_some_and(|kind| kind.as_str() == block.language);
    if is_wrong && !is_told {
        let message = format!("a block of the stem says that it is {} and is not", block.language);
        let hint = "leave out whole members, and no half of one";
        item.tell(found, (&ARTEFACT_FORM, Severity::Error), &item.at_stem, message, hint);
    }
}

fn addresses(item: &LintItem, lists: &LintLists, found: &mut Diagnostics) {
    let question = item.question();
    let all = |pattern: &OwnPattern| -> Vec<String> {
        let hits = pattern.as_ref().map(|pattern| pattern.find_iter(&question));
        hits.into_iter().flatten().map(|hit| hit.as_str().to_owned()).collect()
    };
    let public = all(&FOUR_PARTS).into_iter().filter(|text| text.parse().is_ok_and(is_public));
    let public_6 = all(&HEX_PARTS).into_iter().filter(|text| text.parse().is_ok_and(is_public_6));
    for address in public.chain(public_6) {
        let message = format!("{address} is an address of the internet that may be somebody's");
        let hint = "use 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24 or 2001:db8::/32 (RFC 5737, RFC 3849)";
        item.tell(found, (&ADDRESS, Severity::Error), &item.at_stem, message, hint);
    }
    for account in all(&DIGITS) {
        if !is_example(&account) && !lists.example_accounts.contains(&account) {
            let message = format!("{account} may be somebody's account");
            let hint = "use an example such as 111122223333, or add it to `example_accounts` of lint.toml";
            item.tell(found, (&ACCOUNT, Severity::Error), &item.at_stem, message, hint);
        }
    }
}

/// Whether an address may be somebody's: neither private nor for documentation (RFC 5737, RFC 6890).
fn is_public(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    let is_shared = first == 100 && (64..128).contains(&second);
    !(address.is_private()
        || address.is_documentation()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || is_shared
        || first == 0
        || first >= 240)
}

/// Whether an address of the sixth version is one of the global ones and not for documentation (RFC 3849).
fn is_public_6(address: Ipv6Addr) -> bool {
    match address.segments() {
        [0x2001, 0xdb8, ..] | [0x64, 0xff9b, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

/// Account numbers that are nobody's at sight: equal pairs, and counting up.
fn is_example(account: &str) -> bool {
    let repeats = account.as_bytes().chunks(4).all(|part| match part {
        [a, b, c, d] => a == b && c == d,
        _ => false,
    });
    account.len() == ACCOUNT_DIGITS && (repeats || account == "123456789012")
}

fn pictures(item: &LintItem, found: &mut Diagnostics) {
    let Some(picture) = PICTURE.as_ref() else { return };
    let texts = item.options.iter().map(|option| option.text.as_str()).chain([item.stem.as_str()]);
    for text in texts {
        let words = picture.captures_iter(text).filter_map(|picture| picture.get(1));
        if words.map(|words| words.as_str().trim()).any(str::is_empty) {
            let message = "a picture has no words in its place".to_owned();
            let hint = "write what it shows and the question needs: ![…](name)";
            item.tell(found, (&ALTERNATIVE, Severity::Error), &item.at_stem, message, hint);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::found;

    fn stem(text: &str, more: &str) -> Vec<&'static str> {
        let stem = format!("stem = '''{text}\nWhat should it do first?'''\n{more}");
        found(
            &LintLists::default(),
            &[("stem = \"A team runs a web shop. What should it do first?\"", &stem)],
        )
    }

    #[test]
    fn what_is_declared_can_be_read() {
        let json = "```json\n{\"a\": [1]}\n```";
        let yaml = "```yaml\nA: !Ref b\nc:\n  - d\n```";
        assert!(stem(json, "artefact = \"json\"").is_empty());
        assert!(stem(yaml, "artefact = \"yaml\"").is_empty());
        assert_eq!(stem(json, ""), ["Q0112"]);
        assert_eq!(stem("Nothing.", "artefact = \"log\""), ["Q0112"]);
        assert_eq!(stem("```json\n{\"a\": …}\n```", "artefact = \"json\""), ["Q0112"]);
        assert_eq!(stem("```\nx\n```\n```json\n{,}\n```", "artefact = \"log\""), ["Q0113"]);
        assert_eq!(stem("```yaml\na: [1\n```", "artefact = \"yaml\""), ["Q0112"]);
        assert!(stem("| a | b |", "artefact = \"table\"").is_empty());
        assert_eq!(stem("![](a.png)", "artefact = \"graph\""), ["Q0116"]);
        assert!(stem("![A line that falls](a.png)", "artefact = \"graph\"").is_empty());
    }

    #[test]
    fn addresses_and_accounts_are_nobodys() {
        for text in [
            "10.0.0.0/16",
            "192.0.2.7",
            "100.64.1.1",
            "2001:db8::1",
            "fd00::1",
            "12:30:45",
            "::",
            "999.1.1.1",
        ] {
            assert!(stem(text, "").is_empty(), "{text}");
        }
        for text in ["8.8.8.8", "52.1.2.3/32", "2600:1f18::1"] {
            assert_eq!(stem(text, ""), ["Q0114"], "{text}");
        }
        assert!(stem("111122223333 444455556666 123456789012 000000000000", "").is_empty());
        assert_eq!(stem("210987654321", ""), ["Q0115"]);
        let lists = LintLists { example_accounts: vec!["210987654321".into()], ..LintLists::default() };
        assert!(found(&lists, &[("a web shop", "210987654321")]).is_empty());
    }
}
