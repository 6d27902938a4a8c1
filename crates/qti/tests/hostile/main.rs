//! Packages that were made to hurt: each is refused, in a sentence that says what is wrong with which file.
#![cfg(test)]

mod noise;

use assay_qti::package::{EntryName, ImportedResource, PackageImport, PackageLimits, ZipWriter};

use noise::{letters, noise};

const MANIFEST: &str = "imsmanifest.xml";

/// Files of a package, in their order.
type Files<'a> = Vec<(&'a str, Vec<u8>)>;

fn packed(files: &Files<'_>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Vec::new());
    for (name, bytes) in files {
        zip.add(&EntryName::new(name).unwrap(), bytes).unwrap();
    }
    zip.finish().unwrap()
}

fn manifest(resources: &str) -> String {
    format!(
        r#"<manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1" identifier="m"><metadata>
        <schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata><organizations/>
        <resources>{resources}</resources></manifest>"#
    )
}

fn resource(identifier: &str, href: &str) -> String {
    format!(r#"<resource identifier="{identifier}" type="imsqti_item_xmlv3p0" href="{href}"/>"#)
}

fn question(body: &str) -> String {
    format!(
        r#"<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="q"
        title="Racks" time-dependent="false"><qti-item-body>{body}</qti-item-body></qti-assessment-item>"#
    )
}

/// A package with a good question in it, which is read whatever stands beside it.
fn beside_a_question(name: &'static str, bytes: impl Into<Vec<u8>>) -> Vec<u8> {
    let resources = resource("good", "good.xml") + &resource("bad", name);
    packed(&vec![
        (MANIFEST, manifest(&resources).into_bytes()),
        ("good.xml", question("<p>Which?</p>").into_bytes()),
        (name, bytes.into()),
    ])
}

/// All that a name stands for in a zip, in place of another of the same length; the first so many of it.
fn renamed(mut zip: Vec<u8>, from: &str, to: &str, count: usize) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let places: Vec<usize> = (0..zip.len()).filter(|at| zip[*at..].starts_with(from.as_bytes())).collect();
    for at in places.into_iter().take(count) {
        zip[at..at + to.len()].copy_from_slice(to.as_bytes());
    }
    zip
}

/// Why a package is not opened.
fn refusal(package: &[u8]) -> String {
    refusal_within(package, &PackageLimits::default())
}

fn refusal_within(package: &[u8], limits: &PackageLimits) -> String {
    PackageImport::open(package, limits).map(|_| "it was opened").unwrap_err().to_string()
}

fn read(package: &[u8]) -> Vec<ImportedResource> {
    PackageImport::open(package, &PackageLimits::default()).unwrap().from(0).collect()
}

/// What is told of the file that is wrong; the question beside it is read whole.
fn told(package: &[u8]) -> Vec<String> {
    let read = read(package);
    assert!(read[0].remarks.remarks.is_empty(), "{:?}", read[0]);
    let told = read[1..].iter().flat_map(|resource| &resource.remarks.remarks);
    told.map(|remark| remark.message.clone()).collect()
}

#[test]
fn a_bomb_is_refused_by_its_ratio_by_one_file_and_by_all_of_them() {
    let zeros = vec![0; 8 << 20];
    // 1,032 is the most that deflate can.
    let said = refusal(&packed(&vec![("zeros.bin", zeros)]));
    let ratio = said.strip_prefix("`zeros.bin` would unpack to ").unwrap();
    let ratio = ratio.strip_suffix(" times its size; 200 times is allowed").unwrap();
    assert!((1000..=1032).contains(&ratio.parse().unwrap()), "{said}");
    // 65 MiB of letters and zeros, a hundred times smaller: it bursts nothing and is too large all the same.
    let mut large = Vec::new();
    while large.len() <= 65 << 20 {
        large.extend(noise(1 << 10, large.len()));
        large.resize(large.len() + (99 << 10), 0);
    }
    let said =
        format!("`large.bin` would unpack to {} bytes; 67108864 are allowed for one file", large.len());
    assert_eq!(refusal(&packed(&vec![("large.bin", large)])), said);
    let files = ["a", "b", "c"].map(|name| (name, noise(1 << 20, 0)));
    let limits = PackageLimits { total_bytes: 5 << 19, ..PackageLimits::default() };
    assert_eq!(
        refusal_within(&packed(&Vec::from(files)), &limits),
        "the package would unpack to 3145728 bytes; 2621440 are allowed"
    );
}

#[test]
fn entities_and_files_of_the_machine_are_never_read() {
    let said = "The file has a document type, and those are not read: take the line with `<!` out.";
    let laughs: String =
        (1..10).map(|n| format!("<!ENTITY l{n} '{}'>", format!("&l{};", n - 1).repeat(10))).collect();
    let laughs = format!("<!DOCTYPE q [<!ENTITY l0 'lol'>{laughs}]>{}", question("<p>&l9;</p>"));
    let outside = format!("<!DOCTYPE q [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>{}", question("<p>&x;</p>"));
    let remote = format!("<!DOCTYPE q SYSTEM 'http://a.example/q.dtd'>{}", question("<p/>"));
    for text in [&laughs, &outside, &remote] {
        assert_eq!(told(&beside_a_question("bad.xml", text.as_bytes())), [said]);
    }
    let undeclared = question("<p>&x;</p>");
    assert_eq!(
        told(&beside_a_question("bad.xml", undeclared)),
        ["This is not XML that can be read: unknown entity reference 'x' at 2:64."]
    );
    let text = format!("<!DOCTYPE m [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>{}", manifest("&x;"));
    assert_eq!(
        refusal(&packed(&vec![(MANIFEST, text.into_bytes())])),
        format!("the package's `imsmanifest.xml` cannot be read: {said}")
    );
    // What is included from elsewhere is not followed.
    let included = question(
        r#"<p>Which?</p><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>"#,
    );
    assert_eq!(
        told(&beside_a_question("bad.xml", included)),
        ["What is included from another file is not followed; the element is kept. \
          Write here what it includes."]
    );
}

#[test]
fn a_million_elements_within_each_other_are_refused_at_the_limit() {
    // Of different names, so that it is no bomb by its ratio.
    let names = letters(1_000_000);
    let deep: String = names.iter().map(|name| format!("<{name}>")).collect();
    assert_eq!(
        told(&beside_a_question("bad.xml", question(&deep))),
        ["The file is too large to be read: more than 200 elements within each other."]
    );
    // Side by side they are too many, and in the manifest they refuse the package.
    let wide: String = letters(300_000).iter().map(|name| format!("<{name}/>")).collect();
    assert_eq!(
        told(&beside_a_question("bad.xml", question(&wide))),
        ["The file is too large to be read: more than 200000 elements and texts."]
    );
    assert_eq!(
        refusal(&packed(&vec![(MANIFEST, manifest(&deep).into_bytes())])),
        "the package's `imsmanifest.xml` cannot be read: The file is too large to be read: more than 200 \
         elements within each other."
    );
}

#[test]
fn a_name_that_leads_out_of_the_package_is_refused() {
    let zip = packed(&vec![(MANIFEST, manifest("").into_bytes()), ("aa/bb/evil", b"x".to_vec())]);
    for (name, reason) in [
        ("../../evil", "it leads out of the package"),
        ("/etc/evil0", "it begins at a machine's root"),
        ("C:/bb/evil", "it begins at a machine's root"),
        ("aa/../../e", "it leads out of the package"),
    ] {
        assert_eq!(
            refusal(&renamed(zip.clone(), "aa/bb/evil", name, 2)),
            format!("`{name}` cannot be a file's name in a package: {reason}")
        );
    }
    assert_eq!(
        refusal(&renamed(zip, "aa/bb/evil", "aa\\bb\\evil", 2)),
        r"`aa\\bb\\evil` cannot be a file's name in a package: it has a backslash"
    );
}

#[test]
fn a_manifest_that_names_files_outside_gets_none() {
    let resources = resource("good", "good.xml")
        + &resource("above", "../../etc/passwd")
        + &resource("root", "file:///etc/passwd")
        + &resource("away", "https://a.example/q.xml");
    let bytes = packed(&vec![
        (MANIFEST, manifest(&resources).into_bytes()),
        ("good.xml", question(r#"<p>Which? <img src="../../etc/passwd" alt="A rack"/></p>"#).into_bytes()),
    ]);
    let package = PackageImport::open(&bytes, &PackageLimits::default()).unwrap();
    let said: Vec<_> = package.remarks().remarks.iter().map(|remark| remark.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "`../../etc/passwd` is no file of the package: it is neither opened nor fetched.",
            "`file:///etc/passwd` is no file of the package: it is neither opened nor fetched.",
            "`https://a.example/q.xml` is no file of the package: it is neither opened nor fetched.",
        ]
    );
    let read: Vec<_> = package.from(0).collect();
    assert_eq!(
        read[0].remarks.remarks[0].message,
        "The picture `../../etc/passwd` is not a file of the package: nothing is fetched, and candidates \
         read its `alt` instead. Put the picture into the package."
    );
    for (resource, name) in read[1..].iter().zip(["above", "root", "away"]) {
        assert_eq!(
            resource.remarks.remarks[0].message,
            format!("The package does not have the file of `{name}`: nothing of it is read.")
        );
    }
}

#[test]
fn a_picture_with_a_script_is_left_out() {
    let svg = |inside: &str| format!(r#"<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>"#);
    let beside = |inside: &str| {
        let text = svg(inside);
        let bytes = packed(&vec![
            (MANIFEST, manifest(&resource("good", "good.xml")).into_bytes()),
            ("good.xml", question("<p>Which?</p>").into_bytes()),
            ("p.svg", text.into_bytes()),
        ]);
        told(&bytes)
    };
    assert_eq!(
        beside("<script>alert(1)</script>"),
        ["The picture has `script`, which can do more than draw: it is left out."]
    );
    assert_eq!(
        beside(r#"<g onload="alert(1)"/>"#),
        ["The picture has `onload`, which runs or loads something: it is left out."]
    );
    assert_eq!(beside("<g/>"), [""; 0]);
}

#[test]
fn more_files_than_are_allowed_are_refused_before_one_is_looked_at() {
    let limit = PackageLimits::default().entries;
    let (name, header) = ("imsmanifest.xml", 46);
    let good = packed(&vec![(MANIFEST, manifest("").into_bytes())]);
    let directory = good.len() - 22 - header - name.len();
    // A million headers in the directory, whatever its end says of their number.
    let mut zip = good[..directory].to_vec();
    zip.extend(good[directory..good.len() - 22].repeat(1_000_000));
    let size = u32::try_from(zip.len() - directory).unwrap();
    let end = zip.len();
    zip.extend_from_slice(&good[good.len() - 22..]);
    zip[end + 12..end + 16].copy_from_slice(&size.to_le_bytes());
    let mut with_count = |count: u16| {
        for at in [8, 10] {
            zip[end + at..end + at + 2].copy_from_slice(&count.to_le_bytes());
        }
        refusal(&zip)
    };
    assert_eq!(with_count(60_000), format!("the package has 60000 files; {limit} are allowed"));
    assert_eq!(
        with_count(u16::MAX),
        "the zip file is damaged: it is written for more than 4 GiB or 65,534 files"
    );
    assert_eq!(with_count(1), "the zip file is damaged: its directory has more files than it says");
    assert_eq!(with_count(2), "the package has two files of the name `imsmanifest.xml`");
}

#[test]
fn a_manifest_that_names_more_than_a_package_may_have_is_refused() {
    let resources: String = (0..50_001).map(|number| resource(&format!("r{number}"), "q.xml")).collect();
    let said = refusal(&packed(&vec![(MANIFEST, manifest(&resources).into_bytes())]));
    assert_eq!(
        said,
        "the package's `imsmanifest.xml` cannot be read: it names 50001 resources; 50000 are allowed"
    );
}

#[test]
fn a_package_that_programs_would_read_in_two_ways_is_refused() {
    let zip = packed(&vec![(MANIFEST, manifest("").into_bytes()), ("a.png", vec![1]), ("b.png", vec![2])]);
    assert_eq!(
        refusal(&renamed(zip.clone(), "b.png", "a.png", 2)),
        "the package has two files of the name `a.png`"
    );
    // The name in the directory, and another where the file stands.
    assert_eq!(
        refusal(&renamed(zip, "b.png", "c.png", 1)),
        "`b.png` has another name, packing or password where it stands than in the package's directory"
    );
}
