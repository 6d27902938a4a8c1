//! Packages that bodies have, and packages that were made to hurt.

use super::{
    Became, EntryName, ImportedContent, LossReport, PackageExport, PackageImport, PackageLimits,
    PackageRefusal, ZipWriter,
};
use crate::{remark::Weight, xml::XmlLimits};

const SPACE: &str = r#"xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0""#;
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Vec::new());
    for (name, bytes) in files {
        zip.add(&EntryName::new(name).unwrap(), bytes).unwrap();
    }
    zip.finish().unwrap()
}

fn manifest(resources: &str) -> String {
    format!(
        r#"<manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1" identifier="m">
        <metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata><organizations/>
        <resources>{resources}</resources></manifest>"#
    )
}

fn resource(identifier: &str, kind: &str, href: &str) -> String {
    format!(
        r#"<resource identifier="{identifier}" type="{kind}" href="{href}"><file href="{href}"/></resource>"#
    )
}

fn question(body: &str) -> String {
    format!(
        r#"<qti-assessment-item {SPACE} identifier="q" title="Racks" time-dependent="false">
        <qti-item-body>{body}</qti-item-body></qti-assessment-item>"#
    )
}

/// A package of one question.
fn with_question(text: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let manifest = manifest(&resource("q", "imsqti_item_xmlv3p0", "items/q.xml"));
    let mut files = vec![("imsmanifest.xml", manifest.as_bytes()), ("items/q.xml", text.as_bytes())];
    files.extend(more);
    packed(&files)
}

fn open(package: &[u8]) -> PackageImport<'_> {
    PackageImport::open(package, &PackageLimits::default()).unwrap()
}

/// Of each resource: its name, what became of it, what was told.
fn told(package: &[u8]) -> Vec<String> {
    let package = open(package);
    let line = |resource: super::ImportedResource| {
        let remarks = resource.remarks.remarks.iter();
        let remarks =
            remarks.map(|remark| format!(" {} {}", remark.code, remark.construct)).collect::<String>();
        format!("{} {:?}{remarks}", resource.identifier, resource.became())
    };
    package.from(0).map(line).collect()
}

/// A bank of each kind of resource, of three versions.
fn bank() -> Vec<u8> {
    let section = format!(
        r#"<qti-assessment-section {SPACE} identifier="S" title="s" visible="true">
        <qti-assessment-item-ref identifier="Q" href="../items/q.xml"/></qti-assessment-section>"#
    );
    let test = format!(
        r#"<qti-assessment-test {SPACE} identifier="T" title="A test"><qti-test-part identifier="P"
        navigation-mode="linear" submission-mode="individual">
        <qti-assessment-section-ref identifier="S" href="sections/s.xml"/></qti-test-part>
        </qti-assessment-test>"#
    );
    let stimulus = format!(
        r#"<qti-assessment-stimulus {SPACE} identifier="st" title="A case"><qti-stimulus-body><p><img
        src="../media/a%20b.png" alt=""/></p></qti-stimulus-body></qti-assessment-stimulus>"#
    );
    let old = r#"<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="old" title="Old"
        adaptive="false" timeDependent="false"><itemBody><p>What?</p></itemBody></assessmentItem>"#;
    let new = question(
        r#"<p><img src="../media/a%20b.png" alt="Two racks"/> <a href="https://a.example/">there</a></p>"#,
    )
    .replace(
        "<qti-item-body>",
        r#"<qti-assessment-stimulus-ref identifier="st" href="../s/st.xml"/><qti-item-body>"#,
    );
    let resources = resource("t", "imsqti_test_xmlv3p0", "t.xml")
        + &resource("s", "imsqti_section_xmlv3p0", "sections/s.xml")
        + &resource("q", "imsqti_item_xmlv3p0", "items/q.xml")
        + &resource("old", "imsqti_item_xmlv2p1", "old.xml")
        + &resource("st", "imsqti_stimulus_xmlv3p0", "s/st.xml")
        + &resource("p", "webcontent", "media/a%20b.png")
        + &resource("x", "imsqti_xmlv1p2", "x.xml")
        + &resource("u", "qtiusagedata/xml", "u.xml");
    packed(&[
        ("imsmanifest.xml", manifest(&resources).as_bytes()),
        ("t.xml", test.as_bytes()),
        ("sections/s.xml", section.as_bytes()),
        ("items/q.xml", new.as_bytes()),
        ("old.xml", old.as_bytes()),
        ("s/st.xml", stimulus.as_bytes()),
        ("media/a b.png", PNG),
        ("x.xml", b"<questestinterop/>"),
        ("u.xml", br#"<usageData xmlns="http://www.imsglobal.org/xsd/imsqti_usagedata_v3p0"/>"#),
        ("media/c.css", b"p { color: red }"),
        ("__MACOSX/._t.xml", b"\0"),
        ("schema/imsqti.xsd", b"<schema/>"),
    ])
}

#[test]
fn a_package_is_read_resource_by_resource_and_whole() {
    let bytes = bank();
    let package = open(&bytes);
    assert!(package.remarks().remarks.is_empty() && package.ignored().len() == 2);
    let kinds: Vec<_> = package
        .from(0)
        .map(|resource| {
            let kind = match &resource.content {
                ImportedContent::Item(item) => format!("item {}", item.title),
                ImportedContent::Test(test) => format!("test {}", test.item_refs()[0].href),
                ImportedContent::Section(section) => format!("section {}", section.identifier),
                ImportedContent::Stimulus(stimulus) => format!("stimulus {}", stimulus.title),
                ImportedContent::Foreign(tree) => format!("foreign {}", tree.name),
                ImportedContent::Beside(tree) => format!("beside {}", tree.name),
                ImportedContent::Media(media) => media.media_type.to_owned(),
                ImportedContent::Nothing => "nothing".to_owned(),
            };
            format!("{} {} {kind}", resource.index, resource.identifier)
        })
        .collect();
    assert_eq!(
        kinds,
        [
            "0 t test items/q.xml",
            "1 s section S",
            "2 q item Racks",
            "3 old item Old",
            "4 st stimulus A case",
            "5 x foreign questestinterop",
            "6 u beside usageData",
            "7 p image/png",
            "8 media/c.css text/css",
        ]
    );
    // Addresses lead from the package's root, and what is outside of it stays.
    let question = package.read(2).unwrap();
    let needs: Vec<_> = question.needs.iter().map(EntryName::as_str).collect();
    assert_eq!(needs, ["media/a b.png", "s/st.xml"]);
    let ImportedContent::Item(item) = question.content else { panic!() };
    let text = item.to_text();
    assert!(
        text.contains(r#"src="media/a%20b.png""#) && text.contains(r#"href="https://a.example/""#),
        "{text}"
    );
    // Interrupted, it goes on where it was.
    assert_eq!(package.from(7).map(|resource| resource.index).collect::<Vec<_>>(), [7, 8]);
    assert_eq!((package.len(), package.read(9)), (9, None));
}

#[test]
fn what_was_imported_is_exported_and_imported_as_the_same() {
    let bytes = bank();
    let export = || {
        let package = open(&bytes);
        let mut export = PackageExport::new(Vec::new(), "bank");
        let read: Vec<_> = package.from(0).collect();
        for resource in &read {
            if let (ImportedContent::Media(media), Some(name)) = (&resource.content, &resource.name) {
                export.media(name, &media.bytes).unwrap();
            }
        }
        for resource in &read {
            let (needs, metadata) = (&resource.needs, resource.metadata.clone());
            match &resource.content {
                ImportedContent::Item(item) => drop(export.item(item, needs, metadata).unwrap()),
                ImportedContent::Stimulus(stimulus) => {
                    drop(export.stimulus(stimulus, needs, metadata).unwrap())
                }
                _ => {}
            }
        }
        export.finish().unwrap()
    };
    let (first, second) = (export(), export());
    assert_eq!(first, second, "the same content makes the same bytes");
    let (before, after) = (open(&bytes), open(&first));
    assert!(after.remarks().remarks.is_empty(), "{:?}", after.remarks());
    let dependencies = &after.manifest().resource("q").unwrap().dependencies;
    assert_eq!(dependencies, &["media_a_b.png"]);
    let items = |package: &PackageImport<'_>| -> Vec<_> {
        let items = package.from(0).filter_map(|resource| match resource.content {
            ImportedContent::Item(item) => Some(*item),
            _ => None,
        });
        items.map(|item| item.to_text()).collect()
    };
    assert_eq!(items(&after), items(&before));
}

#[test]
fn a_file_that_a_catalog_names_in_text_is_needed_too() {
    let text = question("<p>Which?</p>").replace(
        "</qti-item-body>",
        r#"</qti-item-body><qti-catalog-info><qti-catalog id="c"><qti-card support="spoken"><qti-card-entry>
        <qti-file-href mime-type="audio/mpeg">../media/a.mp3</qti-file-href></qti-card-entry></qti-card>
        </qti-catalog></qti-catalog-info>"#,
    );
    let bytes = with_question(&text, &[("media/a.mp3", b"ID3")]);
    let read = open(&bytes).read(0).unwrap();
    assert_eq!(read.needs, [EntryName::new("media/a.mp3").unwrap()]);
    let ImportedContent::Item(item) = read.content else { panic!() };
    assert!(item.to_text().contains(">media/a.mp3</qti-file-href>"), "{}", item.to_text());
}

#[test]
fn an_address_keeps_the_part_of_its_file_and_a_file_is_what_its_bytes_are() {
    let text = question(r#"<p><img src="../media/p.svg#rack" alt="A rack"/></p>"#);
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg"><g id="rack"/></svg>"#;
    // The word of a picture stands in its place, and what should be around it does not.
    let bytes = with_question(&text, &[("media/p.svg", svg), ("p.webp", b"XXXX\0\0\0\0WEBP\0")]);
    let read: Vec<_> = open(&bytes).from(0).collect();
    let ImportedContent::Item(item) = &read[0].content else { panic!() };
    assert!(item.to_text().contains(r#"src="media/p.svg#rack""#), "{}", item.to_text());
    assert!(matches!(&read[1].content, ImportedContent::Media(media) if media.bytes == svg));
    assert_eq!((read[2].identifier.as_str(), read[2].became()), ("p.webp", Became::NotImported));
}

#[test]
fn questions_of_one_name_have_files_of_their_own() {
    let bytes = with_question(&question("<p>Which?</p>"), &[]);
    let ImportedContent::Item(item) = open(&bytes).read(0).unwrap().content else { panic!() };
    let mut export = PackageExport::new(Vec::new(), "bank");
    let names = [0; 3].map(|_| export.item(&item, &[], Vec::new()).unwrap().to_string());
    assert_eq!(names, ["q.xml", "q-2.xml", "q-3.xml"]);
    assert_eq!(open(&export.finish().unwrap()).len(), 3);
}

#[test]
fn what_a_package_does_not_have_is_told_and_the_question_is_read() {
    let text = question(r#"<p><img src="none.png" alt="A rack"/></p>"#);
    assert_eq!(told(&with_question(&text, &[])), ["q WithLoss missing-file img/@src"]);
    let both = resource("q", "imsqti_item_xmlv3p0", "items/none.xml") + &resource("p", "webcontent", "p.png");
    let package = packed(&[("imsmanifest.xml", manifest(&both).as_bytes())]);
    assert_eq!(
        told(&package),
        ["q NotImported missing-file items/none.xml", "p NotImported missing-file p.png"]
    );
    // A folder that was zipped with what is in it is read all the same.
    let inside = manifest(&resource("q", "imsqti_item_xmlv3p0", "q.xml"));
    let package =
        packed(&[("bank/imsmanifest.xml", inside.as_bytes()), ("bank/q.xml", question("").as_bytes())]);
    assert_eq!(open(&package).remarks().remarks[0].weight, Weight::Lenient);
    assert!(matches!(open(&package).read(0).unwrap().content, ImportedContent::Item(_)));
}

#[test]
fn a_zip_without_a_manifest_that_can_be_read_is_refused() {
    let refusal = |files: &[(&str, &[u8])]| {
        PackageImport::open(&packed(files), &PackageLimits::default()).map(|_| ()).unwrap_err()
    };
    assert_eq!(refusal(&[("q.xml", b"<p/>")]), PackageRefusal::NoManifest);
    assert_eq!(
        refusal(&[("a/imsmanifest.xml", b""), ("b/imsmanifest.xml", b"")]),
        PackageRefusal::NoManifest
    );
    for text in [
        "<manifest",
        "<p/>",
        "<!DOCTYPE m [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><manifest>&a;</manifest>",
    ] {
        assert_eq!(refusal(&[("imsmanifest.xml", text.as_bytes())]).code(), "package-manifest", "{text}");
    }
}

#[test]
fn a_question_that_was_made_to_hurt_is_refused_and_the_others_are_read() {
    let bomb = format!(
        "<!DOCTYPE q [<!ENTITY a 'ha'>{}]><qti-assessment-item {SPACE}>&z;</qti-assessment-item>",
        (0..20).map(|n| format!("<!ENTITY b{n} '&a;&a;&a;&a;&a;&a;&a;&a;'>")).collect::<String>()
    );
    let outside = format!(
        "<!DOCTYPE q [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><qti-assessment-item {SPACE}>&x;</qti-assessment-item>"
    );
    let deep = question(&("<p>".repeat(100_000) + &"</p>".repeat(100_000)));
    for hostile in
        [bomb, outside, deep, "<a>&undeclared;</a>".to_owned(), "<a".to_owned(), "\u{0}".to_owned()]
    {
        let both = resource("bad", "imsqti_item_xmlv3p0", "bad.xml")
            + &resource("q", "imsqti_item_xmlv3p0", "q.xml");
        let package = packed(&[
            ("imsmanifest.xml", manifest(&both).as_bytes()),
            ("bad.xml", hostile.as_bytes()),
            ("q.xml", question("").as_bytes()),
        ]);
        assert_eq!(told(&package), ["bad NotImported xml ", "q Whole"]);
    }
}

#[test]
fn what_is_read_of_a_bomb_is_never_more_than_its_limits() {
    // A million levels deflate to a few kilobytes: that alone is why the package is not opened.
    let deep = "<p>".repeat(1_000_000);
    let package = with_question(&deep, &[]);
    assert!(package.len() < 20_000, "{}", package.len());
    let refusal = PackageImport::open(&package, &PackageLimits::default()).map(|_| ()).unwrap_err();
    assert_eq!(refusal.code(), "package-ratio");
    // Were it let in, it would be unpacked once, and refused by a walk that stops at the limit.
    let limits = PackageLimits { ratio: 2_000, ..PackageLimits::default() };
    let package = PackageImport::open(&package, &limits).unwrap();
    let message = package.read(0).unwrap().remarks.remarks[0].message.clone();
    let limit = format!("more than {} elements within each other.", XmlLimits::ITEM.depth);
    assert!(message.ends_with(&limit), "{message}");
    // A package in a package stays closed: it is bytes that nobody shows.
    let inner = packed(&[("imsmanifest.xml", manifest("").as_bytes())]);
    let text = question("");
    assert_eq!(
        told(&with_question(&text, &[("inner.zip", &inner)])),
        ["q Whole", "inner.zip WithLoss active-media inner.zip"]
            .map(|line| line.replace("WithLoss", "NotImported"))
    );
}

#[test]
fn a_picture_that_does_more_than_draw_is_left_out() {
    let svg = |inside: &str| format!(r#"<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>"#);
    let kept = |picture: &str| {
        let package = with_question(&question(""), &[("p.svg", picture.as_bytes())]);
        let last = open(&package).read(1).unwrap();
        matches!(last.content, ImportedContent::Media(media) if media.media_type == "image/svg+xml")
    };
    for good in [
        r##"<defs><linearGradient id="g"/></defs><rect fill="url(#g)"/><use href="#g"/>"##,
        r#"<style>a { fill: url('#g') }</style><text>A rack</text><image href="data:image/png;base64,AA"/>"#,
        r#"<metadata><x xmlns="urn:editor"/></metadata><filter><feBlend/></filter>"#,
    ] {
        assert!(kept(&svg(good)), "{good}");
    }
    for bad in [
        "<script>alert(1)</script>",
        r#"<g onload="alert(1)"/>"#,
        r#"<g ONCLICK="alert(1)"/>"#,
        r#"<a href="javascript:alert(1)"/>"#,
        r#"<a xmlns:x="http://www.w3.org/1999/xlink" x:href="https://a.example/"/>"#,
        r#"<image href="data:image/svg+xml;base64,AA"/>"#,
        r#"<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>"#,
        r#"<set attributeName="href" to="javascript:alert(1)"/>"#,
        r#"<rect style="fill: url( https://a.example/x )"/>"#,
        "<style>@import 'https://a.example/x.css';</style>",
        r"<style>@\69mport 'https://a.example/x.css';</style>",
        r#"<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>"#,
    ] {
        assert!(!kept(&svg(bad)), "{bad}");
    }
    assert!(!kept(r#"<!DOCTYPE svg [<!ENTITY x "y">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>"#));
    assert!(!kept("<html/>"));
    // A page is no picture, whatever it is called.
    let package =
        with_question(&question(""), &[("p.png", b"<html><script/></html>"), ("p.js", b"alert(1)")]);
    assert_eq!(
        told(&package),
        ["q Whole", "p.png NotImported active-media p.png", "p.js NotImported active-media p.js"]
    );
}

#[test]
fn a_loss_report_names_each_resource_each_construct_and_what_became_of_it() {
    let text = question(r#"<p><img src="none.png" alt=""/></p>"#);
    let bytes = with_question(&text, &[("p.js", b"alert(1)"), ("p.png", PNG)]);
    let report = LossReport::of(&open(&bytes));
    assert_eq!(report.counts[&Became::Whole], 1);
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["counts"], serde_json::json!({ "whole": 1, "with-loss": 1, "not-imported": 1 }));
    let first = &json["resources"][0];
    assert_eq!(first["title"], "Racks");
    assert_eq!(first["became"], "with-loss");
    assert_eq!(first["file"], "items/q.xml");
    assert_eq!(first["remarks"][0]["construct"], "img/@src");
    assert_eq!(first["remarks"][0]["line"], 2);
    assert_eq!(
        first["remarks"][0]["message"],
        "The package does not have `none.png`: the address was kept as it is."
    );
}
