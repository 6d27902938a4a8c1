//! Credentials in pictures.

use crate::{corpora, sample};
use assay_credential::bake::{BadgeFormat, BakeError, Picture, bake_png, bake_svg, extract};
use assay_credential::{CheckName, CheckOutcome};
use proptest::prelude::*;

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let body = [kind.as_slice(), content].concat();
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [length.as_slice(), &body, &crc32fast::hash(&body).to_be_bytes()].concat()
}

/// One grey pixel.
fn png() -> Vec<u8> {
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]),
        chunk(b"IDAT", &[0x78, 0x9c, 0x63, 0x60, 0, 0, 0, 2, 0, 1]),
        chunk(b"IEND", &[]),
    ]
    .concat()
}

const SVG: &str = "<?xml version=\"1.0\"?>\n<!-- <svg> is below -->\n\
                   <svg xmlns=\"http://www.w3.org/2000/svg\" aria-label=\"a > b\">\n\
                   <circle r=\"4\"/>\n</svg>\n";

#[test]
fn baked_png_keeps_its_picture_and_verifies() {
    let credential = sample::signed().to_string();
    let baked = bake_png(&png(), &credential).unwrap();
    let found = extract(&baked).unwrap();
    assert_eq!((found.picture, found.edition), (Picture::Png, BadgeFormat::OpenBadges3));
    assert_eq!(found.text, credential);
    assert!(sample::verify(&baked, &sample::issuer_document()).holds());
    // Everything but one chunk is as the artist made it.
    let keyword = baked.windows(4).position(|window| window == b"iTXt").unwrap() - 4;
    let length = u32::from_be_bytes(baked[keyword..keyword + 4].try_into().unwrap()) as usize + 12;
    assert_eq!([&baked[..keyword], &baked[keyword + length..]].concat(), png());
}

#[test]
fn baking_again_replaces_what_was_there() {
    let twice = bake_png(&bake_png(&png(), "{\"id\":\"a\"}").unwrap(), "{\"id\":\"b\"}").unwrap();
    assert_eq!(extract(&twice).unwrap().text, "{\"id\":\"b\"}");
    let twice = bake_svg(&bake_svg(SVG, "{\"id\":\"a\"}").unwrap(), "{\"id\":\"b\"}").unwrap();
    assert_eq!(extract(twice.as_bytes()).unwrap().text, "{\"id\":\"b\"}");
    assert_eq!(twice.matches("xmlns:openbadges").count(), 1);
}

#[test]
fn baked_svg_holds_json_or_a_jws_directly_after_its_start_tag() {
    let credential = sample::signed().to_string();
    let baked = bake_svg(SVG, &credential).unwrap();
    assert!(baked.contains(
        "aria-label=\"a > b\" xmlns:openbadges=\"https://purl.imsglobal.org/ob/v3p0\"><openbadges:"
    ));
    assert!(sample::verify(baked.as_bytes(), &sample::issuer_document()).holds());
    let jws = bake_svg("<svg/>", "a.b.c").unwrap();
    assert_eq!(extract(jws.as_bytes()).unwrap().text, "a.b.c");
    assert!(jws.ends_with("</svg>"));
}

#[test]
fn end_of_cdata_inside_a_credential_survives() {
    let baked = bake_svg(SVG, "{\"name\":\"a]]>b\"}").unwrap();
    let found: serde_json::Value = serde_json::from_str(&extract(baked.as_bytes()).unwrap().text).unwrap();
    assert_eq!(found["name"], "a]]>b");
}

#[test]
fn pictures_without_one_credential_are_refused() {
    assert_eq!(extract(&png()), Err(BakeError::NoCredential));
    assert_eq!(extract(SVG.as_bytes()), Err(BakeError::NoCredential));
    let baked = bake_png(&png(), "{}").unwrap();
    let one = chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0{}");
    let twice = [&baked[..33], &one, &baked[33..]].concat();
    assert_eq!(extract(&twice), Err(BakeError::Several));
    let mut wrong = baked;
    wrong[40] ^= 1;
    assert!(matches!(extract(&wrong), Err(BakeError::NotPicture(_))));
    let element = "<b:credential xmlns:b=\"https://purl.imsglobal.org/ob/v3p0\">{}</b:credential>";
    assert_eq!(extract(format!("<svg>{element}{element}</svg>").as_bytes()), Err(BakeError::Several));
    assert!(extract(format!("<svg>{element}</svg>").as_bytes()).is_ok());
    assert!(extract(b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>").is_err());
    assert!(bake_svg("<html></html>", "{}").is_err());
}

#[test]
fn open_badges_2_pictures_are_read() {
    let old = chunk(b"iTXt", b"openbadges\0\0\0\0\0https://x.example/assertion/1");
    let picture = [&png()[..33], &old, &png()[33..]].concat();
    assert_eq!(extract(&picture).unwrap().edition, BadgeFormat::OpenBadges2);
    let svg =
        "<svg xmlns:openbadges=\"http://openbadges.org\"><openbadges:assertion verify=\"a.b.c\"/></svg>";
    let found = extract(svg.as_bytes()).unwrap();
    assert_eq!((found.edition, found.text.as_str()), (BadgeFormat::OpenBadges2, "a.b.c"));
}

#[test]
fn pictures_of_the_public_validator_are_read() {
    for (name, json) in [
        ("simple-json.png", true),
        ("simple-json.svg", true),
        ("simple-jwt.png", false),
        ("simple-jwt.svg", false),
    ] {
        let Some(bytes) = corpora::bytes(&format!("openbadges-3/{name}")) else { return };
        let found = extract(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(found.edition, BadgeFormat::OpenBadges3, "{name}");
        assert_eq!(found.text.starts_with('{'), json, "{name}");
        assert!(json || found.text.split('.').count() == 3, "{name}");
        let report = sample::verify(&bytes, &serde_json::json!({}));
        assert_eq!(report.verdict(CheckName::Dates), CheckOutcome::Passed, "{name} {report:?}");
    }
}

proptest! {
    #[test]
    fn any_json_text_survives_both_pictures(text in "[^\0\u{d}]{0,200}") {
        let credential = serde_json::json!({"id": text}).to_string();
        let png = extract(&bake_png(&png(), &credential).unwrap()).unwrap().text;
        prop_assert_eq!(&png, &credential);
        let svg = extract(bake_svg(SVG, &credential).unwrap().as_bytes()).unwrap().text;
        prop_assert_eq!(
            serde_json::from_str::<serde_json::Value>(&svg).unwrap(),
            serde_json::from_str::<serde_json::Value>(&credential).unwrap()
        );
    }

    #[test]
    fn extraction_and_baking_never_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
        text in "[<>/!\\[\\]\"'=:& \\-?svgCDATAxmlnscredential]{0,200}",
    ) {
        let _ = extract(&bytes);
        let _ = extract(&[b"\x89PNG\r\n\x1a\n".as_slice(), &bytes].concat());
        let _ = extract(text.as_bytes());
        let _ = extract(format!("<svg {text}").as_bytes());
        let _ = bake_png(&bytes, "{}");
        let _ = bake_svg(&format!("<svg{text}"), "{}");
    }
}
