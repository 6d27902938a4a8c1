//! Why a package is not opened, and how much one may hold.

use super::name::NameRefusal;

/// How much a package may hold; each limit is checked before anything is unpacked.
///
/// The defaults hold 10,000 items with pictures and keep what is unpacked at once to one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PackageLimits {
    /// Of the package itself.
    pub bytes: u64,
    /// Files and folders.
    pub entries: usize,
    /// One file, unpacked.
    pub entry_bytes: u64,
    /// All files, unpacked.
    pub total_bytes: u64,
    /// Unpacked to packed, of a file larger than [`PackageLimits::ratio_from_bytes`].
    ///
    /// XML with much white space reaches 50; what is made to burst reaches 1,032, the most that deflate can.
    pub ratio: u64,
    /// Smaller files burst nothing, whatever their ratio.
    pub ratio_from_bytes: u64,
}

impl Default for PackageLimits {
    fn default() -> Self {
        PackageLimits {
            bytes: 1 << 30,
            entries: 50_000,
            entry_bytes: 64 << 20,
            total_bytes: 4 << 30,
            ratio: 200,
            ratio_from_bytes: 1 << 20,
        }
    }
}

/// Why a package, or a file of it, is not opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackageRefusal {
    /// No zip at all.
    #[error("this is no zip file: its directory is missing")]
    NotZip,
    /// A zip that contradicts itself or ends early.
    #[error("the zip file is damaged: {0}")]
    Broken(&'static str),
    /// The package itself is too large.
    #[error("the package has {bytes} bytes; {limit} are allowed")]
    Size {
        /// It has.
        bytes: u64,
        /// It may have.
        limit: u64,
    },
    /// Too many files.
    #[error("the package has {entries} files; {limit} are allowed")]
    Entries {
        /// It has.
        entries: usize,
        /// It may have.
        limit: usize,
    },
    /// One file is too large.
    #[error("`{name}` would unpack to {bytes} bytes; {limit} are allowed for one file")]
    EntrySize {
        /// Which.
        name: String,
        /// It declares.
        bytes: u64,
        /// It may have.
        limit: u64,
    },
    /// All files together are too large.
    #[error("the package would unpack to {bytes} bytes; {limit} are allowed")]
    TotalSize {
        /// They declare.
        bytes: u64,
        /// They may have.
        limit: u64,
    },
    /// One file is packed as only what is made to burst is.
    #[error("`{name}` would unpack to {ratio} times its size; {limit} times is allowed")]
    Ratio {
        /// Which.
        name: String,
        /// Unpacked to packed.
        ratio: u64,
        /// It may be.
        limit: u64,
    },
    /// A name that leads out of the package, or is none.
    #[error(transparent)]
    Name(#[from] NameRefusal),
    /// A link, a device or a pipe.
    #[error("`{0}` is no file but a link or a device")]
    Link(String),
    /// Two files of one name: which one counts would be chance.
    #[error("the package has two files of the name `{0}`")]
    Duplicate(String),
    /// A file that needs a password.
    #[error("`{0}` is encrypted")]
    Encrypted(String),
    /// Packed in another way than stored or deflated.
    #[error("`{name}` is packed by method {method}; a package is stored or deflated")]
    Method {
        /// Which.
        name: String,
        /// The number of APPNOTE 4.4.5.
        method: u16,
    },
    /// Files that share their bytes, as a bomb's do.
    #[error("`{0}` shares its bytes with another file of the package")]
    Overlap(String),
    /// Two programs would read two different packages.
    #[error("`{0}` has another name, packing or password where it stands than in the package's directory")]
    Differs(String),
    /// It unpacks to more or less than its directory says.
    #[error("`{0}` does not have the size that the package declares")]
    Lie(String),
    /// It unpacks to something else than was packed.
    #[error("`{0}` is damaged: its checksum differs")]
    Checksum(String),
    /// A zip without what makes it a content package.
    #[error("the package has no `imsmanifest.xml`")]
    NoManifest,
    /// A manifest that cannot be read.
    #[error("the package's `imsmanifest.xml` cannot be read: {0}")]
    Manifest(String),
}

impl PackageRefusal {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            PackageRefusal::NotZip => "package-no-zip",
            PackageRefusal::Broken(_) | PackageRefusal::Differs(_) => "package-broken",
            PackageRefusal::Size { .. } => "package-size",
            PackageRefusal::Entries { .. } => "package-entries",
            PackageRefusal::EntrySize { .. } => "package-entry-size",
            PackageRefusal::TotalSize { .. } => "package-total-size",
            PackageRefusal::Ratio { .. } => "package-ratio",
            PackageRefusal::Name(_) => "package-name",
            PackageRefusal::Link(_) => "package-link",
            PackageRefusal::Duplicate(_) => "package-duplicate",
            PackageRefusal::Encrypted(_) => "package-encrypted",
            PackageRefusal::Method { .. } => "package-method",
            PackageRefusal::Overlap(_) => "package-overlap",
            PackageRefusal::Lie(_) => "package-size-lie",
            PackageRefusal::Checksum(_) => "package-checksum",
            PackageRefusal::NoManifest => "package-no-manifest",
            PackageRefusal::Manifest(_) => "package-manifest",
        }
    }
}
