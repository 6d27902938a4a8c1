//! What a certificate says, and that it says the same again.

use super::*;

fn certificate<'a>(holder: Option<&'a str>, picture: Option<&'a [u8]>) -> Certificate<'a> {
    Certificate {
        issuer: "Assay Demonstration Body",
        holder,
        title: "CloudOps Engineer - Associate",
        dates: vec!["Awarded on 1 October 2025".to_owned(), "Valid until 30 September 2028".to_owned()],
        number: "crd_01m8kmay2xfjgs4mt819222e3h",
        edition: 1,
        url: "https://certs.example.org/credentials/crd_01m8kmay2xfjgs4mt819222e3h",
        notice: "This is a demonstration.",
        picture,
    }
}

/// What the page shows, by the maps that say what each glyph means: as a reader copies it.
fn read(pdf: &[u8]) -> String {
    use flate2::read::ZlibDecoder;
    use std::io::Read;
    let mut maps: Vec<std::collections::BTreeMap<u16, char>> = Vec::new();
    let mut shown = String::new();
    let text = String::from_utf8_lossy(pdf).into_owned();
    // The maps stand as they are; page and fonts are packed.
    for map in text.split("begincmap").skip(1) {
        let pairs = map.split("endcmap").next().unwrap().lines().filter_map(|line| {
            let mut hex = line.split(['<', '>']).filter(|part| !part.trim().is_empty());
            let (number, letter) = (hex.next()?, hex.next()?);
            let number = u16::from_str_radix(number, 16).ok()?;
            Some((number, char::from_u32(u32::from_str_radix(letter, 16).ok()?)?))
        });
        maps.push(pairs.collect());
    }
    let begin = pdf.windows(6).position(|part| part == b"stream").unwrap() + 7;
    let mut page = Vec::new();
    ZlibDecoder::new(&pdf[begin..]).read_to_end(&mut page).unwrap();
    shown.push_str(&decoded(&page, &maps));
    shown
}

fn decoded(page: &[u8], maps: &[std::collections::BTreeMap<u16, char>]) -> String {
    let (mut said, mut font, mut place) = (String::new(), 0, 0);
    while place < page.len() {
        if page[place..].starts_with(b"/F") {
            font = usize::from(page[place + 2] - b'1');
            place += 3;
        } else if matches!(page[place], b'(' | b'<') {
            let (bytes, end) = string(page, place);
            for pair in bytes.chunks_exact(2) {
                said.push(maps[font][&u16::from_be_bytes([pair[0], pair[1]])]);
            }
            said.push('\n');
            place = end;
        } else {
            place += 1;
        }
    }
    said
}

/// A string of PDF, in either form (ISO 32000-1, 7.3.4).
fn string(page: &[u8], begin: usize) -> (Vec<u8>, usize) {
    let mut bytes = Vec::new();
    let mut at = begin + 1;
    if page[begin] == b'<' {
        let end = at + page[at..].iter().position(|byte| *byte == b'>').unwrap();
        let hex = std::str::from_utf8(&page[at..end]).unwrap();
        let digits = (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap());
        return (digits.collect(), end + 1);
    }
    let mut depth = 1;
    while depth > 0 {
        match page[at] {
            b'\\' => {
                at += 1;
                let special = match page[at] {
                    digit if digit.is_ascii_digit() => {
                        at += 2;
                        page[at - 2..=at].iter().fold(0, |sum, digit| sum * 8 + (digit - b'0'))
                    }
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    b'b' => 8,
                    b'f' => 12,
                    other => other,
                };
                bytes.push(special);
            }
            b'(' => {
                depth += 1;
                bytes.push(b'(');
            }
            b')' => {
                depth -= 1;
                if depth > 0 {
                    bytes.push(b')');
                }
            }
            other => bytes.push(other),
        }
        at += 1;
    }
    (bytes, at)
}

#[test]
fn what_it_says_can_be_copied_out_of_it() {
    let pdf = pdf(&certificate(Some("Zoë Łukasiewicz-Ørsted Владимирова Ελένη"), None)).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    let said = read(&pdf);
    for line in [
        "Assay Demonstration Body",
        "Zoë Łukasiewicz-Ørsted",
        "Владимирова Ελένη",
        "CloudOps Engineer - Associate",
        "Valid until 30 September 2028",
        "Number crd_01m8kmay2xfjgs4mt819222e3h, edition 1",
        "https://certs.example.org/credentials/crd_01m8kmay2xfjgs4mt819222e3h",
        "This is a demonstration.",
    ] {
        assert!(said.lines().any(|shown| shown == line), "{line}: {said}");
    }
}

#[test]
fn a_name_that_cannot_be_drawn_is_left_out_and_that_is_said() {
    for name in ["محمد", "山田 太郎", "रमेश", "x\u{30c}enia", "Ada 🙂"] {
        let said = read(&pdf(&certificate(Some(name), None)).unwrap());
        assert!(said.contains("its holder\n"), "{name}: {said}");
        assert!(said.contains("letters that this page cannot"), "{name}: {said}");
    }
    let hidden = read(&pdf(&certificate(None, None)).unwrap());
    assert!(hidden.contains("its holder\n") && !hidden.contains("cannot print"), "{hidden}");
}

#[test]
fn the_same_edition_gives_the_same_bytes() {
    let badge =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../programmes/cloudops/badges/clf.png"));
    let badge = badge.unwrap();
    let once = pdf(&certificate(Some("Noor"), Some(&badge))).unwrap();
    assert_eq!(once, pdf(&certificate(Some("Noor"), Some(&badge))).unwrap());
    assert_ne!(once, pdf(&certificate(None, Some(&badge))).unwrap());
    // A picture that is none leaves its place empty.
    assert_eq!(pdf(&certificate(None, Some(b"no"))).unwrap(), pdf(&certificate(None, None)).unwrap());
}

#[test]
fn an_endless_name_stays_on_its_lines() {
    let name = "Wilhelmina Featherstonehaugh ".repeat(3) + &"W".repeat(80);
    let said = read(&pdf(&certificate(Some(&name), None)).unwrap());
    let face = Typeface::strong().unwrap();
    let lines: Vec<&str> = said.lines().filter(|line| line.contains('W')).collect();
    assert!(lines.len() > 3, "{said}");
    assert!(lines.iter().all(|line| face.width(line, 21.0) <= 450.0), "{lines:?}");
}
