//! `fmt`: what it changes, names, and leaves alone.

use crate::{assay, assay_with, shown, write};

#[test]
fn formatting_names_what_it_changes_and_leaves_broken_files_alone() {
    let folder = tempfile::tempdir().unwrap();
    let untidy = write(&folder, "policies/a.toml", "a=1 # why\n[b]\nc=[ 1,2 ]\n");
    let tidy = write(&folder, "policies/b.toml", "a = 1\n");
    let broken = write(&folder, "policies/c.toml", "a=\n");
    let all = shown(folder.path());

    let checked = assay(&["fmt", "--check", &all]);
    assert_eq!((checked.status, checked.out), (1, format!("{untidy}\n")));
    assert!(checked.err.contains("error[P0001]") && checked.err.contains("1 of 3 files would change"));
    assert_eq!(std::fs::read_to_string(&untidy).unwrap(), "a=1 # why\n[b]\nc=[ 1,2 ]\n");

    let ran = assay(&["fmt", &untidy, &tidy]);
    assert_eq!((ran.status, ran.out), (0, format!("{untidy}\n")), "{}", ran.err);
    assert_eq!(std::fs::read_to_string(&untidy).unwrap(), "a = 1 # why\n\n[b]\nc = [1, 2]\n");
    assert_eq!(std::fs::read_to_string(&broken).unwrap(), "a=\n");
    assert_eq!(assay(&["fmt", "--check", &untidy, &tidy]).status, 0);

    let piped = assay_with("a=1", &["fmt", "-"]);
    assert_eq!((piped.status, piped.out.as_str()), (0, "a = 1\n"));
    assay_with("a=", &["fmt", "-"]).refused(&["is not TOML", "hint: "]);
    assay(&["fmt", "/no/such.toml"]).refused(&["there is no /no/such.toml"]);
}
