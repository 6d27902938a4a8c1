//! Writing a zip: the same files make the same bytes.

use std::collections::BTreeSet;
use std::io::Write;

use super::{EntryName, PackageRefusal};

/// 1 January 1980, the first day that a zip can say: a package holds no clock.
const FIRST_DAY: u16 = 0x0021;
/// Deflate, version 2.0 (APPNOTE 4.4.3).
const VERSION: u16 = 20;
/// Made as on Unix, so that the kind of a file can be said (4.4.2).
const MADE_BY: u16 = 3 << 8 | VERSION;
/// A plain file that everybody may read.
const FILE_MODE: u32 = 0o100_644 << 16;
/// Names are UTF-8 (4.4.4).
const UTF8: u16 = 1 << 11;
/// What two bytes can count, less the value that means a larger format (4.4.1.4).
const ENTRIES_MAX: usize = 0xfffe;

/// Why a package cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum PackageWriteError {
    /// Two files of one name.
    #[error("the package would have two files of the name `{0}`")]
    Duplicate(EntryName),
    /// Past what a plain zip can hold.
    #[error("the package would have more than 4 GiB or more than 65,534 files")]
    TooLarge,
    /// A name that no package may have.
    #[error("a file of the package cannot have its name")]
    Name(#[from] PackageRefusal),
    /// Where it is written to.
    #[error("the package cannot be written")]
    Write(#[from] std::io::Error),
}

/// A zip that is written while it is made.
///
/// One file after the other; nothing is gone back to.
#[derive(Debug)]
pub struct ZipWriter<W: Write> {
    to: W,
    written: u64,
    directory: Vec<u8>,
    names: BTreeSet<EntryName>,
}

impl<W: Write> ZipWriter<W> {
    /// An empty package.
    pub fn new(to: W) -> Self {
        ZipWriter { to, written: 0, directory: Vec::new(), names: BTreeSet::new() }
    }

    /// Adds a file; deflated where that makes it smaller.
    ///
    /// # Errors
    /// A name for the second time; more than a zip can hold; what the writing itself says.
    pub fn add(&mut self, name: &EntryName, bytes: &[u8]) -> Result<(), PackageWriteError> {
        if self.names.len() >= ENTRIES_MAX {
            return Err(PackageWriteError::TooLarge);
        }
        if !self.names.insert(name.clone()) {
            return Err(PackageWriteError::Duplicate(name.clone()));
        }
        let mut deflating = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        deflating.write_all(bytes)?;
        let deflated = deflating.finish()?;
        let (method, packed) = if deflated.len() < bytes.len() { (8, &*deflated) } else { (0, bytes) };
        let mut checksum = flate2::Crc::new();
        checksum.update(bytes);
        // What both headers say alike, from the version to the length of the extra field.
        let mut shared = Vec::new();
        for two in [VERSION, UTF8, method, 0, FIRST_DAY] {
            shared.extend_from_slice(&two.to_le_bytes());
        }
        for four in [checksum.sum(), four(packed.len())?, four(bytes.len())?] {
            shared.extend_from_slice(&four.to_le_bytes());
        }
        let name_len = u16::try_from(name.as_str().len()).map_err(|_| PackageWriteError::TooLarge)?;
        shared.extend_from_slice(&name_len.to_le_bytes());
        shared.extend_from_slice(&[0; 2]);

        self.directory.extend_from_slice(b"PK\x01\x02");
        self.directory.extend_from_slice(&MADE_BY.to_le_bytes());
        self.directory.extend_from_slice(&shared);
        // No comment, disk 0, no internal attributes.
        self.directory.extend_from_slice(&[0; 6]);
        self.directory.extend_from_slice(&FILE_MODE.to_le_bytes());
        let offset = u32::try_from(self.written).map_err(|_| PackageWriteError::TooLarge)?;
        self.directory.extend_from_slice(&offset.to_le_bytes());
        self.directory.extend_from_slice(name.as_str().as_bytes());

        for part in [b"PK\x03\x04", &*shared, name.as_str().as_bytes(), packed] {
            self.write(part)?;
        }
        Ok(())
    }

    /// Writes the directory and gives back where it was written to.
    ///
    /// # Errors
    /// More than a zip can hold; what the writing itself says.
    pub fn finish(mut self) -> Result<W, PackageWriteError> {
        let directory = std::mem::take(&mut self.directory);
        let offset = u32::try_from(self.written).map_err(|_| PackageWriteError::TooLarge)?;
        let entries = u16::try_from(self.names.len()).map_err(|_| PackageWriteError::TooLarge)?;
        self.write(&directory)?;
        let mut end = b"PK\x05\x06\0\0\0\0".to_vec();
        end.extend_from_slice(&entries.to_le_bytes());
        end.extend_from_slice(&entries.to_le_bytes());
        end.extend_from_slice(&four(directory.len())?.to_le_bytes());
        end.extend_from_slice(&offset.to_le_bytes());
        end.extend_from_slice(&[0; 2]);
        self.write(&end)?;
        self.to.flush()?;
        Ok(self.to)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), PackageWriteError> {
        self.to.write_all(bytes)?;
        self.written += bytes.len() as u64;
        Ok(())
    }
}

fn four(len: usize) -> Result<u32, PackageWriteError> {
    u32::try_from(len).ok().filter(|len| *len != u32::MAX).ok_or(PackageWriteError::TooLarge)
}
