//! `export`: everything of a body as files, from data at rest and from data that are served.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use assay_qti::package::{ImportedContent, PackageImport, PackageLimits};

use crate::{
    Ran, assay,
    browsing::Browser,
    errands::{Body, PASSWORD},
    shown,
};

/// How many questions, tests and other things a package holds.
fn counted(package: &Path) -> (usize, usize, usize) {
    let bytes = fs::read(package).unwrap();
    let package = PackageImport::open(&bytes, &PackageLimits::default()).unwrap();
    package.from(0).fold((0, 0, 0), |(items, tests, others), resource| match resource.content {
        ImportedContent::Item(_) => (items + 1, tests, others),
        ImportedContent::Test(_) => (items, tests + 1, others),
        _ => (items, tests, others + 1),
    })
}

fn export(body: &Body, what: &str, file: &Path, more: &[&str]) -> Ran {
    let call = ["export", what, "--data", &body.data, "--out", &shown(file)];
    assay(&[&call, more].concat())
}

#[test]
fn bank_and_forms_leave_the_same_whether_the_data_are_served_or_not() {
    let body = Body::new();
    let file = |name: &str| body.folder.path().join(name);
    let server = body.serve();
    for what in ["bank", "forms"] {
        let there = export(&body, what, &file(&format!("{what}-served.zip")), &[]);
        assert_eq!((there.status, there.out.as_str()), (0, ""), "{}", there.err);
        assert!(
            there.err.contains("questions") && there.err.contains("for its owner alone"),
            "{}",
            there.err
        );
    }
    let refused = export(&body, "bank", &file("none.zip"), &["--exam", "NONE-1"]);
    refused.refused(&["it has no NONE-1"]);
    let mut ada = Browser::at(&server, "203.0.113.7");
    assert_eq!(ada.sign_in("ada@example.org", PASSWORD).status, 303);
    let log = ada.get("/admin/log?act=sittings.export");
    let told = log.main();
    assert!(told.contains("The command line") && told.contains("Took the forms along"), "{told}");
    assert_eq!(server.stop().0, Some(0));

    for what in ["bank", "forms"] {
        let (served, quiet) = (file(&format!("{what}-served.zip")), file(&format!("{what}.zip")));
        let here = export(&body, what, &quiet, &[]);
        assert_eq!((here.status, here.out.as_str()), (0, ""), "{}", here.err);
        assert_eq!(fs::read(&served).unwrap(), fs::read(&quiet).unwrap(), "{what}");
        assert_eq!(fs::metadata(&quiet).unwrap().permissions().mode() & 0o777, 0o600, "keys are in it");
        let again = export(&body, what, &quiet, &[]);
        again.refused(&["exists already"]);
    }
    let of_forms = counted(&file("forms.zip"));
    assert!(of_forms.0 > 2 && of_forms.1 == 1 && of_forms.2 == 1, "{of_forms:?}");
    let hint = export(&body, "bank", &file("no-folder/bank.zip"), &[]);
    hint.refused(&["its folder does not exist"]);
    let left: Vec<_> =
        fs::read_dir(body.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 6, "four packages, the programme and the data, and no half of a file: {left:?}");

    // A package's tests go on into another one.
    let again = assay(&["qti", "export", &shown(&file("forms.zip")), "--out", &shown(&file("again.zip"))]);
    assert_eq!(again.status, 0, "{}", again.err);
    assert_eq!(counted(&file("again.zip")), of_forms);
    // A test that asks for what is not there stays behind, and that is told.
    let (part, bytes) = (file("part.zip"), fs::read(file("forms.zip")).unwrap());
    fs::write(&part, without_an_item(&bytes)).unwrap();
    let left_out = assay(&["qti", "export", &shown(&part), "--out", &shown(&file("rest.zip"))]);
    assert_eq!(left_out.status, 1, "{}", left_out.err);
    assert!(left_out.out.contains("which is not in the new package"), "{}", left_out.out);
    assert_eq!(counted(&file("rest.zip")), (of_forms.0 - 1, 0, 1));
}

/// The same package without the file of its first question.
fn without_an_item(bytes: &[u8]) -> Vec<u8> {
    let zip = assay_qti::package::ZipReader::open(bytes, &PackageLimits::default()).unwrap();
    let mut without = assay_qti::package::ZipWriter::new(Vec::new());
    for entry in zip.entries().iter().skip(1) {
        without.add(&entry.name, &zip.read(&entry.name).unwrap().unwrap()).unwrap();
    }
    without.finish().unwrap()
}
