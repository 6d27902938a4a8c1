//! Pictures draw and do nothing else (F20).

use assay_credential::artwork::{PictureKind, clean};
use assay_credential::bake;
use proptest::prelude::*;

fn cleaned(inner: &str) -> (String, Vec<String>) {
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inner}</svg>");
    let cleaned = clean(PictureKind::Svg, svg.as_bytes()).unwrap();
    let removed = cleaned.removed.into_iter().map(|found| found.text).collect();
    (String::from_utf8(cleaned.bytes).unwrap(), removed)
}

#[test]
fn what_would_do_more_than_draw_is_left_out_and_named() {
    for (inner, told) in [
        ("<script>alert(1)</script>", "the element `script`"),
        ("<g><script href=\"x.js\"/></g>", "the element `script`"),
        ("<svg:script xmlns:svg=\"http://www.w3.org/2000/svg\">x()</svg:script>", "the element `svg:script`"),
        ("<circle r=\"4\" onclick=\"x()\"/>", "the event handler `onclick`"),
        ("<circle r=\"4\" OnClick=\"x()\"/>", "the event handler `OnClick`"),
        ("<image href=\"https://elsewhere.example/pixel.png\"/>", "an image from elsewhere"),
        ("<image xlink:href=\"//elsewhere.example/a.png\"/>", "an image from elsewhere"),
        ("<image href=\"data:image/svg+xml;base64,PHN2Zz4=\"/>", "an image from elsewhere"),
        ("<feImage href=\"https://elsewhere.example/a\"/>", "an image from elsewhere"),
        ("<use href=\"https://elsewhere.example/a.svg#x\"/>", "a link to elsewhere in `use`"),
        ("<a href=\"javascript:x()\"><circle r=\"4\"/></a>", "the element `a`"),
        ("<foreignObject><body/></foreignObject>", "the element `foreignObject`"),
        ("<animate attributeName=\"href\" to=\"javascript:x()\"/>", "the element `animate`"),
        ("<set attributeName=\"onclick\" to=\"x()\"/>", "the element `set`"),
        ("<style>@import url(https://elsewhere.example/a.css);</style>", "a style that loads from elsewhere"),
        ("<style>circle{fill:url(https://e.example/a)}</style>", "a style that loads from elsewhere"),
        ("<style><![CDATA[@im\\70ort 'x']]></style>", "a style that loads from elsewhere"),
        ("<rect style=\"fill:url(&quot;//e.example/a&quot;)\"/>", "`style`, which loads from elsewhere"),
        ("<rect fill=\"url( https://e.example/a )\"/>", "`fill`, which loads from elsewhere"),
        ("<?xml-stylesheet href=\"https://e.example/a.css\"?>", "the instruction `xml-stylesheet`"),
        ("<iframe src=\"https://e.example\"/>", "the element `iframe`"),
    ] {
        let (svg, removed) = cleaned(inner);
        assert!(removed.contains(&told.to_owned()), "{inner}: {removed:?}");
        for word in ["script", "x()", "example", "alert", "import", "svg+xml", "<a", "animate"] {
            assert!(!svg.contains(word), "{inner} leaves {svg}");
        }
    }
}

#[test]
fn a_drawing_stays_as_it_is() {
    let drawing = "<title>A &amp; B</title><defs><linearGradient id=\"m\"><stop offset=\".4\"/>\
        </linearGradient><clipPath id=\"c\"><rect width=\"4\"/></clipPath></defs>\
        <style>.a{fill:url(#m)}</style><g clip-path=\"url(#c)\"\
        \x20style=\"fill:url('#m')\" class=\"a\" aria-hidden=\"true\"><use href=\"#m\"/>\
        <image href=\"data:image/png;base64,iVBORw0KGgo=\"/><text>30 &lt; 40</text></g>";
    let (svg, removed) = cleaned(drawing);
    assert_eq!(svg, format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{drawing}</svg>"));
    assert!(removed.is_empty(), "{removed:?}");
}

#[test]
fn what_cannot_be_read_with_certainty_is_refused() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\">";
    for (file, told) in [
        (b"GIF89a\x01\x00".to_vec(), "not an SVG"),
        (b"\x89PNG\r\n\x1a\n".to_vec(), "not an SVG"),
        (b"just text".to_vec(), "not an SVG"),
        (b"<html><body/></html>".to_vec(), "outermost element is `html`"),
        (b"".to_vec(), "not a whole SVG"),
        (format!("{svg}<g>").into_bytes(), "not a whole SVG"),
        (format!("{svg}</g></svg>").into_bytes(), "closes nothing"),
        (format!("{svg}</svg><svg/>").into_bytes(), "outermost element"),
        (format!("<!DOCTYPE svg [<!ENTITY a \"aaa\">]>{svg}&a;</svg>").into_bytes(), "declares entities"),
        (format!("{svg}&lol;</svg>").into_bytes(), "the entity `&lol;`"),
        (format!("{svg}<g a=1/></svg>").into_bytes(), "not quoted"),
        (format!("{svg}<g id=\"a\" id=\"b\"/></svg>").into_bytes(), "cannot be read"),
        (format!("{svg}{}", "<g>".repeat(500)).into_bytes(), "too deep"),
    ] {
        let fault = clean(PictureKind::Svg, &file).unwrap_err();
        assert!(fault.text.contains(told), "{}: {}", String::from_utf8_lossy(&file), fault.text);
    }
    let line = clean(PictureKind::Svg, format!("{svg}\n\n<g a=1/></svg>").as_bytes()).unwrap_err().line;
    assert_eq!(line, 3);
    for png in [b"GIF89a".as_slice(), b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", b""] {
        assert!(clean(PictureKind::Png, png).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn what_was_cleaned_is_clean_and_can_carry_a_badge(parts in proptest::collection::vec(prop_oneof![
        Just("<script>"), Just("</script>"), Just("<g "), Just(">"), Just("/>"), Just("</g>"), Just("<g>"),
        Just("onload=\"x\""), Just("<style>"), Just("</style>"), Just("url(https://a)"), Just("<![CDATA["),
        Just("]]>"), Just("<!--"), Just("-->"), Just("&lt;"), Just("&#60;script&#62;"), Just("<?a?>"),
        Just("\""), Just("'"), Just("<image href=\"https://a\"/>"), Just(" fill=\"url(#a)\""), Just("text"),
    ], 0..24)) {
        let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{}</svg>", parts.concat());
        if let Ok(first) = clean(PictureKind::Svg, svg.as_bytes()) {
            let second = clean(PictureKind::Svg, &first.bytes).unwrap();
            prop_assert_eq!(&second.bytes, &first.bytes, "cleaning again changes nothing");
            prop_assert!(second.removed.is_empty(), "{:?}", second.removed);
            let text = String::from_utf8(first.bytes).unwrap();
            // As text between tags such words do nothing.
            prop_assert!(!text.contains("<script") && !text.contains("<image href=\"https"));
            let baked = bake::bake_svg(&text, "{}");
            prop_assert!(baked.is_ok());
        }
    }

    #[test]
    fn cleaning_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = clean(PictureKind::Svg, &bytes);
        let _ = clean(PictureKind::Png, &bytes);
    }
}
