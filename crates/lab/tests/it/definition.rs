//! What is wrong in a lab's files is said with its line and what to write.

use assay_kernel::source::SourceFile;
use assay_lab::{LabVariant, codes, read, start, variant};

use super::labs::{files, real};

/// The files of a real lab with one text in place of another in `lab.toml`.
fn changed(id: &str, from: &str, to: &str) -> Vec<SourceFile> {
    let mut all = files(id);
    let file = all.iter_mut().find(|file| file.path == "lab.toml").unwrap();
    assert!(file.text.contains(from), "{from}");
    file.text = file.text.replacen(from, to, 1);
    all
}

#[test]
fn each_fault_has_its_code_and_the_line_where_it_stands() {
    let cases = [
        ("minutes = 45", "minuts = 45", "P0003", "did you mean `minutes`?"),
        ("tools = [\"page\"]", "tools = [\"telepathy\"]", codes::NAME, "write page, cli or terraform"),
        ("account = \"111122223333\"", "account = \"one\"", codes::ID, "write `account = \"111122223333\"`"),
        ("id = \"bill\"", "id = \"zones\"", codes::ID, "give each an id of its own"),
        ("needs = [\"patches\"]", "needs = [\"closed\"]", codes::NO_CHECK, "name a check that stands before"),
        ("HTTPS from app-a ({app})", "HTTPS from app-a ({apps})", codes::NAME, "names here: account, acl, "),
        ("port = 443\n", "", "P0005", "write `port = 443` or `any_port = true`"),
        ("may = \"s3:GetObject\"", "may = \"s3:GetObject\"\nask = \"aws\"", codes::PROBE, "give it one of"),
        ("cards = [\"nat\", \"default-acl\"", "cards = [\"nat\"", codes::PLAN, "take a card or a fault away"),
        ("lacks = [\"endpoint\"]", "lacks = [\"door\"]", codes::PLAN, "name a card"),
        (
            "\"one-table-only.sh\" =",
            "\"no-table.sh\" =",
            codes::FILE,
            "add the script, or take the line away",
        ),
        ("= [\"egress/both-zones\"]", "= [\"egress/zones\"]", codes::NO_CHECK, "write task/check"),
        ("net = [", "blocked_at = [\"a\"]\nnet = [", codes::VARIANT, "write small letters"),
        ("starts_at = \"2026", "starts_at = \"twenty", "P0005", "write an instant in UTC"),
        ("passes = \"egress/patches\"", "passes = \"egress/paths\"", codes::NO_CHECK, "write task/check"),
    ];
    for (from, to, code, hint) in cases {
        let (_, found) = read(&changed("no-way-out", from, to));
        let list: Vec<_> = found.iter().map(|one| (one.code, one.at.line, one.hint.clone())).collect();
        let fits = |one: &&(&str, usize, String)| one.0 == code && one.2.starts_with(hint);
        let fault = list.iter().find(fits);
        assert!(fault.is_some_and(|fault| fault.1 >= 1), "{from} -> {to}: {list:?}");
        if code != codes::TESTS && code != codes::NO_CHECK && !to.is_empty() {
            let line = to.lines().next().unwrap();
            let text =
                changed("no-way-out", from, to).into_iter().find(|f| f.path == "lab.toml").unwrap().text;
            let wanted = text.lines().position(|own| own.contains(line)).unwrap() + 1;
            let near = list.iter().filter(fits).any(|one| one.1.abs_diff(wanted) <= 1 || one.1 < wanted);
            assert!(near, "{from}: {list:?}, not near line {wanted}");
        }
    }
}

#[test]
fn a_check_that_no_mistake_loses_and_a_mistake_that_loses_nothing_are_faults() {
    let mut all = files("no-way-out");
    all.retain(|file| !file.path.ends_with("one-table-only.sh"));
    let file = all.iter_mut().find(|file| file.path == "lab.toml").unwrap();
    file.text = file.text.replace("\"one-table-only.sh\" = [\"egress/both-zones\"]\n", "");
    let (_, found) = read(&all);
    let said: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(said, ["no mistake loses egress/both-zones, so nobody knows whether it is needed"]);
    let (_, found) = read(&changed("no-way-out", "= [\"egress/both-zones\"]", "= []"));
    assert!(found.iter().any(|one| one.message == "one-table-only.sh loses nothing"));
}

#[test]
fn a_lab_without_its_files_says_which_are_missing() {
    let (_, found) = read(&[]);
    assert_eq!(found.iter().map(|one| one.message.as_str()).collect::<Vec<_>>(), ["the lab has no lab.toml"]);
    let mut all = files("alarm-that-never-rang");
    all.retain(|file| file.path != "seed.sh" && !file.path.starts_with("solutions/"));
    all.push(SourceFile::new("notes.md", "?"));
    let (_, found) = read(&all);
    let said: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
    assert!(said.contains(&"the lab has no seed.sh"), "{said:?}");
    assert!(said.contains(&"notes.md is no file of a lab"), "{said:?}");
    assert!(said.contains(&"0 solutions; a lab brings 3 of different shape"), "{said:?}");
}

#[test]
fn a_seed_draws_the_same_variant_everywhere_and_every_variant_comes_up() {
    let lab = real("alarm-that-never-rang");
    assert_eq!(LabVariant::drawn(&lab, 7), LabVariant::drawn(&lab, 7));
    let drawn: std::collections::BTreeSet<String> =
        (0..1_000).map(|seed| LabVariant::drawn(&lab, seed).shown()).collect();
    assert_eq!(drawn.len(), variant::count(&lab.choices));
    let [one, other] =
        [1, 2].map(|seed| start(&lab, &LabVariant { seed, ..LabVariant::drawn(&lab, 1) }).unwrap());
    assert_eq!(one.calls, other.calls);
    assert_ne!(one.state.cloud.fingerprint(), other.state.cloud.fingerprint(), "ids follow the seed");
}

#[test]
fn a_seed_that_fails_says_which_line_and_why() {
    let mut all = files("alarm-that-never-rang");
    let seed = all.iter_mut().find(|file| file.path == "seed.sh").unwrap();
    seed.text.push_str("aws logs delete-log-group --log-group-name /nowhere\n");
    let (lab, _) = read(&all);
    let why = start(&lab, &LabVariant::drawn(&lab, 1)).unwrap_err();
    assert!(why.starts_with("seed.sh line 12: An error occurred (ResourceNotFoundException)"), "{why}");
}
