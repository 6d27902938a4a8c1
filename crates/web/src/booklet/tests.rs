//! A form on paper: all of its questions, none of its keys, and the same again.

use std::{collections::BTreeMap, io::Read};

use assay_app::ItemMedium;
use assay_bank::{Alone, DeliveryItem, read_item};
use assay_kernel::source::SourceFile;

use super::*;

const STEM: &str = r#"
A policy is attached to a role:

```json
{ "Effect": "Allow", "Action": "s3:GetObject",
  "Resource": ["arn:aws:s3:::example-bucket/prefix/*", "arn:aws:s3:::other-bucket/prefix/*"], "Sid": "1" }
```

| metric | value |
|---|---|
| `CPUUtilization` | 9 % |
| `MemoryUtilization` | 82 % |

1. first
2. second

What does **this** allow, `GetObject`, → or nothing?
"#;

fn item(id: &str, stem: &str) -> DeliveryItem {
    let options: String = ["A", "B", "C", "D"]
        .map(|letter| {
            format!(
                "\n[[option]]\nid = '{letter}'\ntext = 'option {letter} of {id}'\n\
                 rationale = 'secret reason'\n"
            )
        })
        .concat();
    let text = format!("id = '{id}'\nstem = '''{stem}'''\nkey = ['B']\nnote = 'secret note'\n{options}");
    let read = read_item(&SourceFile::new(format!("bank/X/{id}.toml"), text), &Alone);
    DeliveryItem::as_written(&read.item, 1)
}

static NO_PICTURES: BTreeMap<(u32, String), ItemMedium> = BTreeMap::new();

fn with<'a>(questions: &'a [DeliveryItem]) -> Booklet<'a> {
    Booklet {
        issuer: "Assay Demonstration Body",
        title: "CloudOps Engineer - Associate",
        exam: "X-1",
        form: "X-1-A",
        mark: "0123456789ab",
        minutes: Some(130),
        notice: "This is a demonstration.",
        questions,
        pictures: &NO_PICTURES,
    }
}

fn numbered(many: u32, stem: &str) -> Vec<DeliveryItem> {
    let of = |position| DeliveryItem { position, ..item(&format!("item-{position}"), stem) };
    (1..=many).map(of).collect()
}

fn texts(pages: &[Vec<draw::PaperMark>]) -> Vec<String> {
    let text = |mark: &draw::PaperMark| match mark {
        draw::PaperMark::Text { text, .. } => Some(text.clone()),
        _ => None,
    };
    pages.iter().map(|page| page.iter().filter_map(text).collect::<Vec<_>>().join("\n")).collect()
}

fn laid_out(questions: &[DeliveryItem]) -> Vec<Vec<draw::PaperMark>> {
    let faces = Faces::load().unwrap();
    let set = flow::Setting { faces: &faces, pictures: &[] };
    let of = |question: &DeliveryItem| {
        let read = printed(question, &faces, &mut Album::of(&NO_PICTURES));
        flow::question(set, question.position, &read.blocks)
    };
    pages::booklet(&faces, &with(questions), questions.iter().map(of).collect())
}

#[test]
fn a_booklet_holds_every_question_with_its_code_and_tables_and_no_key() {
    let questions = numbered(40, STEM);
    let pages = texts(&laid_out(&questions));
    let all = pages.join("\n");
    for position in 1..=40 {
        assert_eq!(all.matches(&format!("Question {position}\n")).count(), 1, "{position}");
        assert!(all.contains(&format!("option D of item-{position}")), "{position}");
    }
    for there in ["\"Effect\": \"Allow\"", "CPUUtilization", "82 %", "→", "1.\n", "GetObject"] {
        assert!(all.contains(there), "{there}: {all}");
    }
    assert!(!all.contains("secret"));
    for (nth, page) in pages.iter().enumerate() {
        assert!(page.contains("Form X-1-A, version 0123456789ab"), "{page}");
        assert!(page.contains(&format!("Page {} of {}", nth + 1, pages.len())), "{page}");
    }
}

#[test]
fn a_question_stands_on_one_page_where_it_fits_and_nothing_leaves_the_page() {
    let questions = numbered(30, STEM);
    let laid_out = laid_out(&questions);
    for page in texts(&laid_out).iter().skip(1) {
        let (begun, ended) = (page.matches("Question ").count(), page.matches("option D").count());
        assert_eq!(begun, ended, "{page}");
    }
    let faces = Faces::load().unwrap();
    for mark in laid_out.iter().flatten() {
        if let draw::PaperMark::Text { x, y, face, size, text, .. } = mark {
            let end = x + faces.width(*face, text, *size);
            assert!(*x >= 24.0 && end <= measures::WIDTH - measures::MARGIN + 1.0, "{text} ends at {end}");
            assert!(*y > 24.0 && *y < measures::HEIGHT - 24.0, "{text}");
        }
    }
}

#[test]
fn a_question_longer_than_a_page_goes_on_and_its_options_stay_whole() {
    let long = (0..90).map(|n| format!("Paragraph {n} of it.\n\n")).collect::<String>();
    let pages = texts(&laid_out(&numbered(1, &long)));
    assert!(pages.len() > 3, "{}", pages.len());
    assert!(pages.join("\n").contains("Paragraph 89 of it."));
    let deep = "word ".repeat(700);
    assert!(question_booklet(&with(&numbered(1, &deep))).is_ok(), "a paragraph of many lines is cut nowhere");
}

#[test]
fn the_same_form_gives_the_same_bytes_and_another_mark_others() {
    let questions = numbered(3, STEM);
    let once = question_booklet(&with(&questions)).unwrap();
    assert!(once.starts_with(b"%PDF-"));
    assert_eq!(once, question_booklet(&with(&questions)).unwrap());
    let other = Booklet { mark: "ba9876543210", ..with(&questions) };
    assert_ne!(once, question_booklet(&other).unwrap());
}

#[test]
fn what_paper_cannot_show_is_refused_and_named() {
    let questions = [item("one", "Wählen Sie: ünïcode is fine, 山 is not.")];
    let Err(BookletFault::Unprintable(found)) = question_booklet(&with(&questions)) else {
        panic!("it was printed")
    };
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [(1, Unprintable::Letter('山'))]);
}

/// A PNG of so many dots, half of them seen through.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgba);
    let dots: Vec<u8> =
        (0..width * height).flat_map(|dot| [10, 20, 30, if dot % 2 == 0 { 0 } else { 255 }]).collect();
    encoder.write_header().unwrap().write_image_data(&dots).unwrap();
    bytes
}

/// The smallest head of a JPEG of 40 by 20 dots; nobody draws it here.
const JPEG: &[u8] = &[0xff, 0xd8, 0xff, 0xc0, 0, 8, 8, 0, 20, 0, 40, 3, 0xff, 0xd9];

fn shown(files: &[(&str, &'static str, &[u8])]) -> BTreeMap<(u32, String), ItemMedium> {
    let file = |(name, media_type, bytes): &(&str, &'static str, &[u8])| {
        ((1, (*name).to_owned()), ItemMedium { media_type, bytes: (*bytes).into() })
    };
    files.iter().map(file).collect()
}

/// The streams of a document with the dictionary before each, unpacked where they are packed.
fn streams(pdf: &[u8]) -> Vec<(String, Vec<u8>)> {
    let (mut found, mut rest) = (Vec::new(), pdf);
    let at = |bytes: &[u8], word: &[u8]| bytes.windows(word.len()).position(|part| part == word);
    while let Some(begin) = at(rest, b"\nstream\n") {
        let head = String::from_utf8_lossy(&rest[..begin]).into_owned();
        let head = head.rsplit(" obj").next().unwrap().to_owned();
        let body = &rest[begin + 8..];
        let end = at(body, b"\nendstream").unwrap();
        let mut bytes = body[..end].to_vec();
        if head.contains("/FlateDecode") {
            let mut unpacked = Vec::new();
            flate2::read::ZlibDecoder::new(body).read_to_end(&mut unpacked).unwrap();
            bytes = unpacked;
        }
        found.push((head, bytes));
        rest = &body[end..];
    }
    found
}

#[test]
fn pictures_stand_in_the_document_in_their_shape_with_what_they_show() {
    let stem =
        "Look:\n\n![A curve that falls](curve.png)\n\nand ![a photo](./photo.jpg) again ![x](curve.png)";
    let questions = [item("one", stem)];
    let curve = png(1_600, 800);
    let pictures = shown(&[("curve.png", "image/png", &curve), ("photo.jpg", "image/jpeg", JPEG)]);
    let booklet = Booklet { pictures: &pictures, ..with(&questions) };
    let pdf = question_booklet(&booklet).unwrap();
    assert_eq!(pdf, question_booklet(&booklet).unwrap(), "the same bytes");

    let streams = streams(&pdf);
    let images: Vec<_> = streams.iter().filter(|(head, _)| head.contains("/Subtype /Image")).collect();
    let [(png_head, dots), (jpeg_head, jpeg)] = images.as_slice() else { panic!("{} images", images.len()) };
    assert!(png_head.contains("/Width 1600") && png_head.contains("/Height 800"), "{png_head}");
    assert_eq!((dots.len(), &dots[..6]), (1_600 * 800 * 3, &[255, 255, 255, 10, 20, 30][..]));
    assert!(jpeg_head.contains("/DCTDecode") && jpeg_head.contains("/Width 40"), "{jpeg_head}");
    assert_eq!(jpeg, JPEG);

    let drawn: Vec<String> =
        streams.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect();
    let page = drawn.iter().find(|text| text.contains("/P1 Do")).unwrap();
    assert_eq!((page.matches("/P1 Do").count(), page.matches("/P2 Do").count()), (2, 1));
    for there in ["/Alt (A curve that falls)", "/Alt (a photo)", "/Span", "EMC"] {
        assert!(page.contains(there), "{there}: {page}");
    }
    // Twice as wide as high, and no wider than the column.
    let place = page.lines().find(|line| line.ends_with(" cm")).unwrap();
    let numbers: Vec<f32> = place.split(' ').filter_map(|word| word.parse().ok()).collect();
    assert!((numbers[0] / numbers[3] - 2.0).abs() < 0.01 && numbers[0] <= measures::COLUMN + 0.1, "{place}");
    assert!(numbers[4] >= measures::MARGIN - 0.1 && numbers[5] > 40.0, "{place}");
}

#[test]
fn a_picture_that_paper_cannot_show_is_named_with_its_item_and_what_to_do() {
    let stem = "![a](a.svg) ![b](b.gif) ![c](c.png) ![d](d.png)\n\n| head |\n|---|\n| ![e](e.png) |\n";
    let questions = [item("one", stem)];
    let small = png(2, 2);
    let pictures = shown(&[
        ("a.svg", "image/svg+xml", b"<svg/>"),
        ("b.gif", "image/gif", b"GIF89a"),
        ("c.png", "image/png", b"\x89PNG\r\n\x1a\n and no more"),
        ("e.png", "image/png", &small),
    ]);
    let booklet = Booklet { pictures: &pictures, ..with(&questions) };
    let Err(BookletFault::Unprintable(found)) = question_booklet(&booklet) else { panic!("it was printed") };
    let told = unprintable_told(&["c03-one".to_owned()], &found);
    assert_eq!(
        told,
        [
            "question 1 (c03-one) shows a.svg, which is a drawing (SVG): save it as PNG and show that",
            "question 1 (c03-one) shows b.gif, which is neither PNG nor JPEG: save it as PNG and show that",
            "question 1 (c03-one) shows c.png, which is not there or cannot be read",
            "question 1 (c03-one) shows d.png, which is not there or cannot be read",
            "question 1 (c03-one) shows e.png, which stands in a table or a heading: give it a \
             line of its own",
        ]
    );
}

#[test]
fn a_sheet_has_a_bubble_for_each_option_of_each_question() {
    let questions = numbered(65, "Why?");
    let faces = Faces::load().unwrap();
    let pages = sheet::pages(&faces, &with(&questions));
    assert_eq!(pages.len(), 1, "65 questions are one sheet");
    let rings = pages[0].iter().filter(|mark| matches!(mark, draw::PaperMark::Ring { .. }));
    assert_eq!(rings.count(), 65 * 4);
    assert_eq!(sheet::pages(&faces, &with(&numbered(200, "Why?"))).len(), 3);
    assert!(answer_sheet(&with(&questions)).unwrap().starts_with(b"%PDF-"));
}
