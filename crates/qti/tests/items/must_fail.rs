//! Each fault of the standard has a file that has it, and no other.

use assay_qti::remark::{Weight, codes};

use crate::{files, folder, read, text};

/// `<!-- expect: error name 7 -->`, one for each remark, in order.
fn expected(text: &str) -> Vec<String> {
    let parts = text.split("<!-- expect: ").skip(1);
    parts.map(|part| part.split(" -->").next().unwrap().to_owned()).collect()
}

fn word(weight: Weight) -> &'static str {
    match weight {
        Weight::Lenient => "lenient",
        Weight::Loss => "loss",
        Weight::Error => "error",
    }
}

#[test]
fn what_is_at_fault_is_told_by_its_code_where_it_stands() {
    let mut faults = Vec::new();
    let mut shown = Vec::new();
    for path in files(&folder("must-fail")) {
        let wanted = expected(&text(&path));
        assert!(!wanted.is_empty(), "{} expects nothing", path.display());
        let told = read(&path).1;
        shown.extend(told.iter().map(|remark| remark.code));
        let told: Vec<_> = told
            .iter()
            .map(|remark| format!("{} {} {}", word(remark.weight), remark.code, remark.line))
            .collect();
        if told != wanted {
            faults.push(format!("{}: told {told:?}, expected {wanted:?}", path.display()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    for code in codes::ALL {
        assert!(shown.contains(&code), "no file brings about `{code}`");
    }
}

#[test]
fn what_is_not_at_fault_is_not_told() {
    for path in files(&folder("must-pass")) {
        let (item, told) = read(&path);
        assert!(item.is_some() && told.is_empty(), "{}: {told:#?}", path.display());
    }
}
