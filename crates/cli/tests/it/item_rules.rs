//! `assay items check`: what it finds, what it counts, and an independent count of the same.

use std::{
    collections::{BTreeMap, BTreeSet},
    process::Command,
};

use assay_testkit::{LeftOut, shared, skipped};
use serde_json::Value;

use crate::{CLOUDOPS, assay, copy_of_cloudops, shown};

/// The document of what is found in a programme, and the status that says whether something must be mended.
fn document(folder: &str, status: i32) -> Value {
    let ran = assay(&["items", "check", folder, "--format", "json"]);
    let document = ran.json();
    let found = document["diagnostics"].as_array().unwrap();
    let errors: Vec<_> = found.iter().filter(|found| found["severity"] == "error").collect();
    assert_eq!(ran.status, status, "{errors:?}\n{}", ran.err);
    document
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|entry| entry.as_str().unwrap()).collect()
}

/// Item and option of each finding with a code, as an independent count names them.
fn cues(document: &Value) -> BTreeSet<String> {
    let found = document["diagnostics"].as_array().unwrap().iter();
    let cues = found.filter(|found| found["code"] == "Q0103" && found["severity"] == "error");
    let named = cues.map(|found| {
        let file = found["file"].as_str().unwrap();
        let item = file.rsplit('/').next().unwrap().trim_end_matches(".toml");
        let message = found["message"].as_str().unwrap();
        let option = message.split("option ").nth(1).unwrap().split(' ').next().unwrap();
        format!("{item} {option}")
    });
    named.collect()
}

/// Another program's count of the same files; none where it is not there.
fn counted_elsewhere() -> Option<String> {
    let script = shared("checks/bank_stats.py")?;
    let ran =
        Command::new("python3").arg(script).arg(CLOUDOPS).args(["--items", "--pairs", "100000"]).output();
    match ran {
        Ok(ran) if ran.status.success() => Some(String::from_utf8(ran.stdout).unwrap()),
        _ => {
            skipped(LeftOut::Shared, "checks/bank_stats.py needs python3 of 3.11 or later");
            None
        }
    }
}

/// The lines of a section of that count.
fn section<'a>(told: &'a str, head: &str) -> Vec<&'a str> {
    let rest = told.split(&format!("\n== {head}")).nth(1).unwrap_or_else(|| panic!("{head}"));
    rest.split("\n==").next().unwrap().lines().skip(1).collect()
}

/// The number that follows some words.
fn after(text: &str, words: &str) -> u64 {
    let rest = text.split(words).nth(1).unwrap_or_else(|| panic!("{words} in {text}"));
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

#[test]
fn an_independent_count_of_the_same_bank_finds_the_same() {
    let Some(told) = counted_elsewhere() else { return };
    let document = document(CLOUDOPS, 0);
    for (pool, head) in [("bank", "SOA-C03"), ("practice", "practice SOA-C03")] {
        let keys = &document["keys"][pool];
        let lengths = section(&told, &format!("Length of the key: {head}")).join("\n");
        assert_eq!(keys["single"], after(&lengths, "single-key items "));
        assert_eq!(keys["shortest"], after(&lengths, "key strictly shortest "));
        assert_eq!(keys["longest"], after(&lengths, "strictly longest "));
        let letters = section(&told, &format!("Key letters: {head}")).join("\n");
        for letter in ["A", "B", "C", "D"] {
            assert_eq!(keys["letters"][letter], after(&letters, &format!("'{letter}': ")), "{letter}");
        }
        assert_eq!(keys["neighbours"], after(&letters, "neighbours "));
    }

    // It lists all exam versions; only those of the pools are held against one another.
    let ids: BTreeSet<&str> = told.split_whitespace().filter(|word| word.starts_with("c03")).collect();
    let lint = section(&told, "Lint per item");
    let from = lint.iter().position(|line| line.contains("stem words only in the key"));
    let lines =
        from.map_or(&[][..], |from| &lint[from + 1..]).iter().take_while(|line| line.starts_with("      "));
    let names = lines.map(|line| line.split_whitespace().take(2).collect::<Vec<_>>().join(" "));
    let theirs: BTreeSet<String> =
        names.filter(|name| ids.contains(name.split(' ').next().unwrap())).collect();
    assert_eq!(cues(&document), theirs);

    let pairs = section(&told, "Likeness").into_iter().filter_map(|line| {
        let (cosine, rest) = line.trim().split_once(' ')?;
        let mut words = rest.split_whitespace();
        let mut two = [words.next()?, words.nth(1)?];
        two.sort_unstable();
        Some((two.join(" "), cosine.parse::<f64>().ok()?))
    });
    let theirs: BTreeMap<String, f64> = pairs.filter(|(_, cosine)| *cosine >= 0.23).collect();
    let ours: BTreeMap<String, f64> = document["alike"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| (texts(&pair["items"]).join(" "), pair["cosine"].as_f64().unwrap()))
        .collect();
    assert!(theirs.len() > 20, "{theirs:?}");
    for (pair, cosine) in &theirs {
        let mine = ours.get(pair).copied().unwrap_or_default();
        assert!((mine - cosine).abs() < 0.011, "{pair}: {mine}, elsewhere {cosine}");
    }
}

#[test]
fn a_harmless_finding_is_cleared_and_a_mended_pool_passes_its_gate() {
    let folder = copy_of_cloudops();
    let name = "bank/SOA-C03/c03-privatelink-overlapping-vpcs.toml";
    let path = folder.path().join(name);
    let has = |document: &Value| {
        let found = document["diagnostics"].as_array().unwrap();
        found.iter().any(|found| found["code"] == "Q0106" && found["file"] == name)
    };
    let text = std::fs::read_to_string(&path).unwrap();
    let text = text.replacen("text = \"An endpoint", "text = \"The endpoint", 1);
    let text = text.replacen("text = \"An AWS Site", "text = \"A Site", 1);
    std::fs::write(&path, &text).unwrap();
    assert!(has(&document(&shown(folder.path()), 1)), "The beside three A");
    let cleared = "note = \"Cleared first-word: both are articles. Cleared article: one is named. ";
    std::fs::write(&path, text.replacen("note = \"", cleared, 1)).unwrap();
    assert!(!has(&document(&shown(folder.path()), 0)));
}

#[test]
fn second_answers_are_held_against_the_wording_they_were_given_to() {
    let folder = copy_of_cloudops();
    let review = folder.path().join("review/SOA-C03");
    std::fs::remove_dir_all(&review).unwrap();
    std::fs::create_dir_all(&review).unwrap();
    let answer = |mark: &str| {
        format!(
            "item = \"c03-acm-renewal-missing-cname\"\ntext_sha256 = \"{mark}\"\nreviewer = \"r1\"\n\
             kind = \"person\"\ndate = 2026-11-30\norder = [\"B\", \"A\", \"D\", \"C\"]\n\
             pass1 = [\"B\"]\nconfidence = 2\n"
        )
    };
    let path = review.join("c03-acm-renewal-missing-cname.r1.toml");
    std::fs::write(&path, answer("of another wording")).unwrap();
    std::fs::write(review.join("seeds.toml"), "seed = 7\n").unwrap();
    let told = document(&shown(folder.path()), 0)["second_answers"][0].clone();
    assert_eq!(texts(&told["stale"]), ["c03-acm-renewal-missing-cname r1"]);
    assert_eq!((told["of"].as_str(), told["answers"].as_u64()), (Some("bank"), Some(0)));
    std::fs::write(&path, "item = 3\n").unwrap();
    let found = document(&shown(folder.path()), 1);
    let found = found["diagnostics"].as_array().unwrap();
    assert!(found.iter().any(|found| found["file"].as_str().unwrap().starts_with("review/")));
}

#[test]
fn what_cannot_be_checked_says_what_to_do() {
    assay(&["items", "check", CLOUDOPS, "--exam", "NONE-1"]).refused(&["no bank of `NONE-1`", "SOA-C03"]);
    let empty = tempfile::tempdir().unwrap();
    assay(&["items", "check", &shown(empty.path())]).refused(&["has no item bank", "bank/<EXAM>/"]);
    let ran = assay(&["items", "check", CLOUDOPS]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    for part in [
        "\nGates\n",
        "ok   items-of-skills, bank",
        "ok   cut, SOA-C03-A: 31 from 31.06",
        "Quotas of the bank",
    ] {
        assert!(ran.out.contains(part), "{part} in {}", ran.out);
    }
    assert!(ran.err.contains("SOA-C03: 200 items of the bank and 235 of practice"), "{}", ran.err);
}
