use std::io::Write as _;

use super::*;
use crate::package::ZipWriter;

/// A zip as a stranger may write it: each field can lie.
#[derive(Clone)]
struct RawEntry {
    name: &'static str,
    local_name: &'static str,
    packed: Vec<u8>,
    size: u32,
    checksum: u32,
    method: u16,
    flags: u16,
    attributes: u32,
    /// In place of its own header's.
    offset: Option<u32>,
}

fn raw(name: &'static str, bytes: &[u8]) -> RawEntry {
    let mut deflating = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    deflating.write_all(bytes).unwrap();
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    RawEntry {
        name,
        local_name: name,
        packed: deflating.finish().unwrap(),
        size: u32::try_from(bytes.len()).unwrap(),
        checksum: crc.sum(),
        method: DEFLATED,
        flags: UTF8,
        attributes: 0,
        offset: None,
    }
}

fn zipped(entries: &[RawEntry]) -> Vec<u8> {
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let offset = entry.offset.unwrap_or_else(|| u32::try_from(zip.len()).unwrap());
        let shared = |name: &str| {
            let mut bytes = Vec::new();
            for two in [20, entry.flags, entry.method, 0, 0x21] {
                bytes.extend_from_slice(&two.to_le_bytes());
            }
            for four in [entry.checksum, u32::try_from(entry.packed.len()).unwrap(), entry.size] {
                bytes.extend_from_slice(&four.to_le_bytes());
            }
            bytes.extend_from_slice(&u16::try_from(name.len()).unwrap().to_le_bytes());
            bytes.extend_from_slice(&[0, 0]);
            bytes
        };
        zip.extend_from_slice(&LOCAL.to_le_bytes());
        zip.extend_from_slice(&shared(entry.local_name));
        zip.extend_from_slice(entry.local_name.as_bytes());
        zip.extend_from_slice(&entry.packed);
        directory.extend_from_slice(&CENTRAL.to_le_bytes());
        directory.extend_from_slice(&[20, 3]);
        directory.extend_from_slice(&shared(entry.name));
        directory.extend_from_slice(&[0; 6]);
        directory.extend_from_slice(&entry.attributes.to_le_bytes());
        directory.extend_from_slice(&offset.to_le_bytes());
        directory.extend_from_slice(entry.name.as_bytes());
    }
    let (offset, len) = (u32::try_from(zip.len()).unwrap(), u32::try_from(directory.len()).unwrap());
    let count = u16::try_from(entries.len()).unwrap();
    zip.extend_from_slice(&directory);
    zip.extend_from_slice(&END.to_le_bytes());
    zip.extend_from_slice(&[0; 4]);
    zip.extend_from_slice(&count.to_le_bytes());
    zip.extend_from_slice(&count.to_le_bytes());
    zip.extend_from_slice(&len.to_le_bytes());
    zip.extend_from_slice(&offset.to_le_bytes());
    zip.extend_from_slice(&[0, 0]);
    zip
}

const LIMITS: PackageLimits = PackageLimits {
    bytes: 1 << 20,
    entries: 4,
    entry_bytes: 8 << 20,
    total_bytes: 12 << 20,
    ratio: 200,
    ratio_from_bytes: 1 << 20,
};

/// Why it is not opened, or why its file `a` cannot be read.
fn refusal(zip: &[u8]) -> PackageRefusal {
    match ZipReader::open(zip, &LIMITS) {
        Err(refusal) => refusal,
        Ok(zip) => zip.read(&EntryName::new("a").unwrap()).unwrap_err(),
    }
}

fn code(zip: &[u8]) -> &'static str {
    refusal(zip).code()
}

/// Changed in one respect.
fn but(change: impl FnOnce(&mut RawEntry)) -> Vec<u8> {
    let mut entry = raw("a", b"text text text");
    change(&mut entry);
    zipped(&[entry])
}

#[test]
fn what_was_written_is_read_and_the_same_files_make_the_same_bytes() {
    let name = |name| EntryName::new(name).unwrap();
    let write = || {
        let mut zip = ZipWriter::new(Vec::new());
        zip.add(&name("items/é.xml"), "é".repeat(100).as_bytes()).unwrap();
        zip.add(&name("empty"), b"").unwrap();
        assert!(zip.add(&name("empty"), b"").is_err());
        zip.finish().unwrap()
    };
    let bytes = write();
    assert_eq!(bytes, write());
    let zip = ZipReader::open(&bytes, &LIMITS).unwrap();
    let sizes: Vec<_> = zip.entries().iter().map(|entry| (entry.name.as_str(), entry.size)).collect();
    assert_eq!(sizes, [("items/é.xml", 200), ("empty", 0)]);
    assert_eq!(zip.read(&name("items/é.xml")).unwrap(), Some("é".repeat(100).into_bytes()));
    assert_eq!(zip.read(&name("none")).unwrap(), None);
}

#[test]
fn a_bomb_is_refused_before_anything_is_unpacked() {
    let zeros = |mebibytes: usize| raw("a", &vec![0; mebibytes << 20]);
    // 4 MiB in 4 kB; a file larger than one may be; small ones whose sum is too large.
    assert_eq!(code(&zipped(&[zeros(4)])), "package-ratio");
    assert_eq!(code(&zipped(&[zeros(9)])), "package-entry-size");
    let noise = |name| RawEntry { size: 7 << 20, ..raw(name, &noise_of(40_000)) };
    assert_eq!(code(&zipped(&[noise("b"), noise("c")])), "package-total-size");
    // Declared as small: no more than one byte past the declaration is unpacked.
    let lie = RawEntry { size: 10, ..zeros(4) };
    assert_eq!(code(&zipped(std::slice::from_ref(&lie))), "package-size-lie");
    assert!(inflated(&lie.packed, 10).unwrap().capacity() < 100);
    assert_eq!(code(&but(|entry| entry.size += 1)), "package-size-lie");
    assert_eq!(code(&but(|entry| entry.method = STORED)), "package-size-lie");
    // The same packed bytes under many names.
    let shared = |name| RawEntry { offset: Some(0), name, ..raw("a", b"x") };
    assert_eq!(code(&zipped(&[raw("a", b"x"), shared("b")])), "package-broken");
    assert_eq!(code(&overlapping()), "package-overlap");
}

#[test]
fn a_file_that_reaches_into_the_directory_is_refused() {
    let stored = RawEntry { method: STORED, packed: b"text".to_vec(), ..raw("a", b"text") };
    let mut zip = zipped(&[stored]);
    let directory = LOCAL_LEN + "atext".len();
    // Both headers say 14 bytes, packed and unpacked.
    for at in [18, 22, directory + 20, directory + 24] {
        zip[at..at + 4].copy_from_slice(&14_u32.to_le_bytes());
    }
    assert_eq!(code(&zip), "package-overlap");
}

/// Bytes that do not pack, from a fixed start.
fn noise_of(len: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let mut byte = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    (0..len).map(|_| byte()).collect()
}

/// A file whose stored bytes hold the next file's header and bytes, as a bomb without recursion does.
fn overlapping() -> Vec<u8> {
    let inner = zipped(&[raw("a", b"x")]);
    let header = &inner[..LOCAL_LEN + 1 + raw("a", b"x").packed.len()];
    let mut outer = raw("b", header);
    outer.method = STORED;
    outer.packed = header.to_vec();
    let inside = RawEntry { offset: Some(u32::try_from(LOCAL_LEN + 1).unwrap()), ..raw("a", b"x") };
    zipped(&[outer, inside])
}

#[test]
fn a_package_that_means_two_things_is_refused() {
    let one = raw("a", b"text");
    assert_eq!(code(&zipped(&[one.clone(), one.clone()])), "package-duplicate");
    assert_eq!(code(&but(|entry| entry.local_name = "b")), "package-broken");
    assert_eq!(code(&but(|entry| entry.checksum ^= 1)), "package-checksum");
    assert_eq!(code(&but(|entry| entry.flags |= 1)), "package-encrypted");
    assert_eq!(code(&but(|entry| entry.method = 12)), "package-method");
    assert_eq!(code(&but(|entry| entry.attributes = 0o120_777 << 16)), "package-link");
    assert_eq!(code(&but(|entry| entry.attributes = 0o020_666 << 16)), "package-link");
    for name in ["../a", "/a", "C:/a", "a\\..\\b", "a/../../b", "a\u{0}"] {
        assert_eq!(code(&zipped(&[raw(name, b"")])), "package-name", "{name:?}");
    }
    let five = ["b", "c", "d", "e", "f"].map(|name| raw(name, b""));
    assert_eq!(code(&zipped(&five)), "package-entries");
    let large = noise_of(2 << 20);
    assert_eq!(code(&zipped(&[RawEntry { packed: large, ..one }])), "package-size");
}

#[test]
fn a_damaged_package_is_refused_wherever_it_is_cut_or_changed() {
    let good = zipped(&[raw("a", b"text text"), raw("b", b"more")]);
    assert!(ZipReader::open(&good, &LIMITS).is_ok());
    assert_eq!(code(b""), "package-no-zip");
    assert_eq!(code(b"<manifest/>"), "package-no-zip");
    for len in 0..good.len() {
        assert!(ZipReader::open(&good[..len], &LIMITS).is_err(), "cut at {len}");
    }
    assert_eq!(code(&[&*good, b"x"].concat()), "package-no-zip");
    assert_eq!(code(&[b"x", &*good].concat()), "package-broken");
    // Any byte may change: it is read as before, or refused, and nothing panics.
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 0xff;
        let Ok(zip) = ZipReader::open(&bad, &LIMITS) else { continue };
        for entry in zip.entries() {
            if let Ok(Some(bytes)) = zip.read(&entry.name) {
                assert!(bytes == b"text text" || bytes == b"more", "byte {at}");
            }
        }
    }
}

#[test]
fn a_name_of_before_utf8_is_read_as_it_was_meant() {
    // "é" in code page 437.
    let mut zip = zipped(&[RawEntry { flags: 0, ..raw("~.png", b"x") }]);
    for at in 0..zip.len() {
        if zip[at..].starts_with(b"~.png") {
            zip[at] = 0x82;
        }
    }
    let zip = ZipReader::open(&zip, &LIMITS).unwrap();
    assert_eq!(zip.entries()[0].name.as_str(), "é.png");
}
