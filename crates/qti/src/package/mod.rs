//! Content packages: a zip with a manifest, its items, tests, stimuli and media.
//!
//! A package comes from strangers. What it declares is held against [`PackageLimits`] before one byte is
//! unpacked, and what is unpacked is held against what was declared. Nothing in it is ever a path: an
//! [`EntryName`] finds bytes in the package, and nothing else. A package inside a package stays closed.
//!
//! ```
//! use assay_qti::package::{EntryName, PackageLimits, PackageRefusal, ZipReader, ZipWriter};
//!
//! let mut zip = ZipWriter::new(Vec::new());
//! zip.add(&EntryName::new("items/q1.xml")?, b"<qti-assessment-item/>")?;
//! let bytes = zip.finish()?;
//! let zip = ZipReader::open(&bytes, &PackageLimits::default())?;
//! let name = EntryName::new("items/q1.xml")?;
//! assert_eq!(zip.read(&name)?, Some(b"<qti-assessment-item/>".to_vec()));
//! assert!(EntryName::new("../etc/passwd").is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod export;
mod files;
mod import;
mod manifest;
mod name;
mod references;
mod refusal;
mod report;
mod write;
mod zip;

pub use export::PackageExport;
pub use files::{ImportedMedia, item_picture};
pub use import::{ImportedContent, ImportedResource, PackageImport};
pub use manifest::{Manifest, ManifestResource, ResourceFile, ResourceKind};
pub use name::{EntryName, NameRefusal};
pub use refusal::{PackageLimits, PackageRefusal};
pub use report::{Became, LossReport, ResourceReport};
pub use write::{PackageWriteError, ZipWriter};
pub use zip::{ZipEntry, ZipReader};

#[cfg(test)]
mod import_tests;
