//! Reading a zip that comes from strangers.
//!
//! Strict where the format can be read in two ways, because what one program checks another must not unpack:
//! one directory at the end, no bytes behind it, names and methods the same in both headers, files that share
//! no bytes. Sections are those of PKWARE's APPNOTE 6.3.

use std::collections::HashMap;
use std::io::Read as _;

use super::{EntryName, PackageLimits, PackageRefusal};

/// End of central directory record (4.3.16).
const END: u32 = 0x0605_4b50;
const END_LEN: usize = 22;
/// Central directory header (4.3.12).
const CENTRAL: u32 = 0x0201_4b50;
const CENTRAL_LEN: usize = 46;
/// Local file header (4.3.7).
const LOCAL: u32 = 0x0403_4b50;
const LOCAL_LEN: usize = 30;
/// A comment's length has two bytes.
const COMMENT_MAX: usize = 0xffff;
/// Bits 0, 6 and 13: a password, a stronger one, a hidden directory (4.4.4).
const ENCRYPTED: u16 = 1 | 1 << 6 | 1 << 13;
/// Bit 11: the name is UTF-8 (4.4.4).
const UTF8: u16 = 1 << 11;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// The kind of a file in the upper half of the external attributes, as Unix has it.
const KIND: u32 = 0xf000;
const KIND_FILE: u32 = 0x8000;
const KIND_FOLDER: u32 = 0x4000;

/// One file of a package, as its directory declares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZipEntry {
    /// Its name; unique in the package.
    pub name: EntryName,
    /// Bytes, unpacked.
    pub size: u64,
    packed: u64,
    checksum: u32,
    method: u16,
    /// Where its local header begins.
    offset: usize,
    /// Its name as bytes, which the local header repeats.
    raw_name: Vec<u8>,
}

/// A zip whose directory was read and held against the limits.
#[derive(Debug)]
pub struct ZipReader<'a> {
    bytes: &'a [u8],
    entries: Vec<ZipEntry>,
    index: HashMap<EntryName, usize>,
}

impl<'a> ZipReader<'a> {
    /// Reads the directory; unpacks nothing.
    ///
    /// # Errors
    /// Whatever the directory says that a package must not say.
    pub fn open(bytes: &'a [u8], limits: &PackageLimits) -> Result<Self, PackageRefusal> {
        if bytes.len() as u64 > limits.bytes {
            return Err(PackageRefusal::Size { bytes: bytes.len() as u64, limit: limits.bytes });
        }
        let end = end_of(bytes).ok_or(PackageRefusal::NotZip)?;
        let directory = Directory::of(bytes, end)?;
        if directory.entries > limits.entries {
            return Err(PackageRefusal::Entries { entries: directory.entries, limit: limits.entries });
        }
        let mut zip = ZipReader { bytes, entries: Vec::new(), index: HashMap::new() };
        let (mut at, mut total, mut seen) = (directory.offset, 0_u64, 0);
        while at < end {
            let header = bytes.get(at..end).ok_or(PackageRefusal::Broken("its directory ends early"))?;
            let (entry, len) = central(header, limits)?;
            seen += 1;
            if seen > directory.entries {
                return Err(PackageRefusal::Broken("its directory has more files than it says"));
            }
            at += len;
            let Some(entry) = entry else { continue };
            total = total.saturating_add(entry.size);
            if total > limits.total_bytes {
                return Err(PackageRefusal::TotalSize { bytes: total, limit: limits.total_bytes });
            }
            if zip.index.insert(entry.name.clone(), zip.entries.len()).is_some() {
                return Err(PackageRefusal::Duplicate(entry.name.to_string()));
            }
            zip.entries.push(entry);
        }
        if seen != directory.entries {
            return Err(PackageRefusal::Broken("its directory has fewer files than it says"));
        }
        zip.check_places(directory.offset)?;
        Ok(zip)
    }

    /// All files, in the directory's order; folders are none.
    pub fn entries(&self) -> &[ZipEntry] {
        &self.entries
    }

    /// Whether it has that file.
    pub fn has(&self, name: &EntryName) -> bool {
        self.index.contains_key(name)
    }

    /// Unpacks one file; `None` where there is none of that name.
    ///
    /// No more than it declared is ever unpacked.
    ///
    /// # Errors
    /// A file that is not what the directory declares.
    pub fn read(&self, name: &EntryName) -> Result<Option<Vec<u8>>, PackageRefusal> {
        let Some(entry) = self.index.get(name).and_then(|index| self.entries.get(*index)) else {
            return Ok(None);
        };
        let (start, end) = self.place(entry)?;
        let packed = self.bytes.get(start..end).ok_or(PackageRefusal::Broken("a file ends early"))?;
        let unpacked = if entry.method == STORED { packed.to_vec() } else { inflated(packed, entry.size)? };
        if unpacked.len() as u64 != entry.size {
            return Err(PackageRefusal::Lie(entry.name.to_string()));
        }
        let mut checksum = flate2::Crc::new();
        checksum.update(&unpacked);
        if checksum.sum() != entry.checksum {
            return Err(PackageRefusal::Checksum(entry.name.to_string()));
        }
        Ok(Some(unpacked))
    }

    /// Where a file's packed bytes begin and end, after its local header was held against the directory's.
    fn place(&self, entry: &ZipEntry) -> Result<(usize, usize), PackageRefusal> {
        let cut = PackageRefusal::Broken("a file's header ends early");
        let header = self.bytes.get(entry.offset..).ok_or(cut.clone())?;
        if u32_at(header, 0) != Some(LOCAL) {
            return Err(PackageRefusal::Broken("a file's header is not where the directory says"));
        }
        let (flags, method) = (u16_at(header, 6), u16_at(header, 8));
        let (Some(name_len), Some(extra_len)) = (u16_at(header, 26), u16_at(header, 28)) else {
            return Err(cut);
        };
        let name_end = LOCAL_LEN + usize::from(name_len);
        let is_same = header.get(LOCAL_LEN..name_end) == Some(entry.raw_name.as_slice())
            && method == Some(entry.method)
            && flags.is_some_and(|flags| flags & ENCRYPTED == 0);
        if !is_same {
            return Err(PackageRefusal::Differs(entry.name.to_string()));
        }
        let start = entry.offset + name_end + usize::from(extra_len);
        let packed = usize::try_from(entry.packed).map_err(|_| cut.clone())?;
        Ok((start, start.checked_add(packed).ok_or(cut)?))
    }

    /// No file may reach into another or into the directory.
    fn check_places(&self, directory: usize) -> Result<(), PackageRefusal> {
        let mut places = Vec::with_capacity(self.entries.len());
        for entry in &self.entries {
            places.push((entry.offset, self.place(entry)?.1, &entry.name));
        }
        places.sort_unstable();
        let mut free_from = 0;
        for (start, end, name) in places {
            if start < free_from || end > directory {
                return Err(PackageRefusal::Overlap(name.to_string()));
            }
            free_from = end;
        }
        Ok(())
    }
}

/// Deflated bytes unpacked, but no more than one byte past what was declared.
fn inflated(packed: &[u8], size: u64) -> Result<Vec<u8>, PackageRefusal> {
    let mut unpacked = Vec::new();
    let mut inflating = flate2::read::DeflateDecoder::new(packed).take(size.saturating_add(1));
    let read = inflating.read_to_end(&mut unpacked);
    read.map_err(|_| PackageRefusal::Broken("a file cannot be unpacked"))?;
    Ok(unpacked)
}

/// What the end record says.
struct Directory {
    offset: usize,
    entries: usize,
}

impl Directory {
    fn of(bytes: &[u8], end: usize) -> Result<Self, PackageRefusal> {
        let record = bytes.get(end..).ok_or(PackageRefusal::NotZip)?;
        let (disk, start_disk) = (u16_at(record, 4), u16_at(record, 6));
        let (here, entries) = (u16_at(record, 8), u16_at(record, 10));
        let (Some(size), Some(offset), Some(entries)) = (u32_at(record, 12), u32_at(record, 16), entries)
        else {
            return Err(PackageRefusal::NotZip);
        };
        if disk != Some(0) || start_disk != Some(0) || here != Some(entries) {
            return Err(PackageRefusal::Broken("it is one part of several"));
        }
        // 4.4.1.4: all ones say that the true number stands in a record for more than 4 GiB.
        if entries == u16::MAX || size == u32::MAX || offset == u32::MAX {
            return Err(PackageRefusal::Broken("it is written for more than 4 GiB or 65,534 files"));
        }
        let offset = offset as usize;
        if offset.checked_add(size as usize) != Some(end) {
            return Err(PackageRefusal::Broken("its directory is not where it says"));
        }
        Ok(Directory { offset, entries: usize::from(entries) })
    }
}

/// Where the end record begins: nothing may follow it but its own comment.
fn end_of(bytes: &[u8]) -> Option<usize> {
    let last = bytes.len().checked_sub(END_LEN)?;
    (last.saturating_sub(COMMENT_MAX)..=last).rev().find(|at| {
        let Some(record) = bytes.get(*at..) else { return false };
        let comment = u16_at(record, 20).map(usize::from);
        u32_at(record, 0) == Some(END) && comment == record.len().checked_sub(END_LEN)
    })
}

/// One header of the directory and its length; no entry for a folder.
fn central(header: &[u8], limits: &PackageLimits) -> Result<(Option<ZipEntry>, usize), PackageRefusal> {
    let cut = PackageRefusal::Broken("its directory ends early");
    if u32_at(header, 0) != Some(CENTRAL) {
        return Err(PackageRefusal::Broken("its directory has something else than files"));
    }
    let two = |at| u16_at(header, at).ok_or(cut.clone());
    let four = |at| u32_at(header, at).ok_or(cut.clone());
    let (flags, method) = (two(8)?, two(10)?);
    let name_end = CENTRAL_LEN + usize::from(two(28)?);
    let len = name_end + usize::from(two(30)?) + usize::from(two(32)?);
    let raw_name = header.get(CENTRAL_LEN..name_end).ok_or(cut.clone())?;
    header.get(..len).ok_or(cut.clone())?;
    let text = name_text(raw_name, flags & UTF8 != 0);
    let is_folder = text.ends_with('/');
    let name = EntryName::new(text.strip_suffix('/').unwrap_or(&text))?;
    let kind = (four(38)? >> 16) & KIND;
    if !matches!(kind, 0 | KIND_FILE | KIND_FOLDER) {
        return Err(PackageRefusal::Link(name.to_string()));
    }
    if flags & ENCRYPTED != 0 {
        return Err(PackageRefusal::Encrypted(name.to_string()));
    }
    let (checksum, packed, size) = (four(16)?, four(20)?, four(24)?);
    if packed == u32::MAX || size == u32::MAX || four(42)? == u32::MAX {
        return Err(PackageRefusal::Broken("it is written for more than 4 GiB or 65,534 files"));
    }
    if is_folder {
        let refusal = PackageRefusal::Broken("a folder has bytes of its own");
        return if size == 0 { Ok((None, len)) } else { Err(refusal) };
    }
    if !matches!(method, STORED | DEFLATED) {
        return Err(PackageRefusal::Method { name: name.to_string(), method });
    }
    let entry = ZipEntry {
        name,
        size: u64::from(size),
        packed: u64::from(packed),
        checksum,
        method,
        offset: four(42)? as usize,
        raw_name: raw_name.to_vec(),
    };
    check_size(&entry, limits)?;
    Ok((Some(entry), len))
}

fn check_size(entry: &ZipEntry, limits: &PackageLimits) -> Result<(), PackageRefusal> {
    let name = || entry.name.to_string();
    if entry.size > limits.entry_bytes {
        return Err(PackageRefusal::EntrySize { name: name(), bytes: entry.size, limit: limits.entry_bytes });
    }
    if entry.method == STORED && entry.size != entry.packed {
        return Err(PackageRefusal::Lie(name()));
    }
    let ratio = entry.size / entry.packed.max(1);
    if entry.size > limits.ratio_from_bytes && ratio > limits.ratio {
        return Err(PackageRefusal::Ratio { name: name(), ratio, limit: limits.ratio });
    }
    Ok(())
}

/// A name's text: UTF-8 where it is, else code page 437, which is what a zip is written in (appendix D).
fn name_text(raw: &[u8], is_utf8: bool) -> String {
    match std::str::from_utf8(raw) {
        Ok(text) => text.to_owned(),
        // Wrong UTF-8 is no name; the replacement character is a name that nothing refers to.
        Err(_) if is_utf8 => String::from_utf8_lossy(raw).into_owned(),
        Err(_) => {
            let high: Vec<char> = CP437.chars().collect();
            let letter = |byte: &u8| match byte.checked_sub(128) {
                None => char::from(*byte),
                Some(index) => high.get(usize::from(index)).copied().unwrap_or('\u{fffd}'),
            };
            raw.iter().map(letter).collect()
        }
    }
}

/// Code page 437 from 0x80 on.
const CP437: &str = "\
ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    two.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    four.try_into().ok().map(u32::from_le_bytes)
}

#[cfg(test)]
#[path = "zip_tests.rs"]
mod tests;
