//! Files that nobody meant: whatever they hold, reading ends, and finds every fault.

use assay_kernel::source::SourceFile;
use assay_programme::{check, load, parse};
use proptest::prelude::*;

use crate::support::{files_below, folders, reference_folder};

const PATHS: [&str; 10] = [
    "programme.toml",
    "examination.toml",
    "certifications/a.toml",
    "exams/A-1.toml",
    "outlines/A-1.toml",
    "crosswalks/A-1--A-2.toml",
    "transitions/a.toml",
    "policies/a.toml",
    "announcements/a.toml",
    "prep/A-1.toml",
];

#[test]
fn a_fault_in_every_file_is_found_in_one_run() {
    let mut files = files_below(&reference_folder());
    let mut spoilt = 0;
    for file in files.iter_mut().filter(|file| file.path.ends_with(".toml")) {
        let ours = ["bank/", "practice/", "courses/", "roles/", "forms/", "review/", "labs/", "lint.toml"]
            .iter()
            .all(|folder| !file.path.starts_with(folder));
        if ours {
            file.text.insert_str(0, "colour = 'blue'\n");
            spoilt += 1;
        }
    }
    let found = load(&files).unwrap_err();
    let unknown = found.iter().filter(|fault| fault.code == "P0003").count();
    assert!(spoilt > 20, "{spoilt}");
    assert_eq!(unknown, spoilt);
}

#[test]
fn dates_that_cannot_be_read_are_found_fault_with_once() {
    let mut files = files_below(&reference_folder());
    let exam = files.iter_mut().find(|file| file.path == "exams/SOA-C03.toml").unwrap();
    exam.text = exam.text.replace("first_test_day_on = 2025-09-30", "first_test_day_on = 2025-09-31");
    let found = load(&files).unwrap_err();
    let in_exam: Vec<&str> = found
        .iter()
        .filter(|fault| fault.at.file == "exams/SOA-C03.toml" || fault.code == "P0141")
        .map(|fault| fault.code)
        .collect();
    assert!(in_exam.iter().all(|code| code.starts_with("P000")), "{in_exam:?}");
    assert!(!in_exam.is_empty());
}

/// Cuts some bytes out of one of the files and puts others in.
fn mutate(
    files: &mut [SourceFile],
    which: prop::sample::Index,
    at: prop::sample::Index,
    cut: usize,
    insert: &str,
) {
    let index = which.index(files.len());
    for file in files.iter_mut().skip(index).take(1) {
        let text = file.text.clone();
        let mut start = at.index(text.len() + 1);
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = (start + cut).min(text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        file.text = format!("{}{insert}{}", &text[..start], &text[end..]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn arbitrary_files_never_stop_the_reader(
        path in prop::sample::select(&PATHS),
        text in "[a-z_=\\[\\]\"'\n0-9.{}, -]{0,200}",
    ) {
        let files = [SourceFile::new(path, text)];
        let (programme, _) = parse(&files);
        let _ = check(&programme);
        prop_assert!(load(&files).is_err(), "a programme of one file is never whole");
    }

    #[test]
    fn mutated_files_of_the_reference_programme_never_stop_the_reader(
        which in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        cut in 0_usize..40,
        insert in "[a-z0-9\"=\\[\\]\n -]{0,12}",
    ) {
        let mut files = files_below(&reference_folder());
        mutate(&mut files, which, at, cut, &insert);
        let (programme, first) = parse(&files);
        let _ = check(&programme);
        prop_assert_eq!(parse(&files).1, first, "reading is a function of the files");
        let _ = load(&files);
    }

    #[test]
    fn mutated_files_with_every_key_of_the_language_never_stop_the_check(
        folder in prop::sample::select(&["changes", "outline", "overlap", "renewal"]),
        which in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        cut in 0_usize..40,
        insert in "[a-z0-9\"=\\[\\]{},\n -]{0,12}",
    ) {
        let mut files = folders("must_pass").remove(folder).unwrap();
        mutate(&mut files, which, at, cut, &insert);
        let _ = load(&files);
    }

    #[test]
    fn the_order_of_files_does_not_matter(shuffled in Just(files_below(&reference_folder())).prop_shuffle()) {
        let (sorted, _) = parse(&files_below(&reference_folder()));
        let (any_order, _) = parse(&shuffled);
        prop_assert_eq!(sorted, any_order);
    }
}
