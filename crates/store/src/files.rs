//! The files of an embedded database: whose they are, and whether they are still the ones that were opened.
//!
//! A file that was removed or replaced under a running server goes on existing for whoever has it open:
//! everything written to it is accepted and gone at the end (finding F12). So what is acknowledged is what
//! lies under the name, and a folder that lost its database is not taken for a new one.

use std::{
    fs::{File, Metadata, TryLockError},
    io::{Read, Write},
    path::{Path, PathBuf},
};

use crate::db::StoreError;

/// The embedded database's file.
pub(crate) const DATABASE: &str = "assay.sqlite";
/// Held by the process that has the data; says afterwards that there were some.
const LOCK: &str = "assay.lock";
/// What stands in the lock file once a body began.
const BEGUN: &str = "A body began here; its data are in assay.sqlite. Held while Assay runs. Leave it.\n";
/// No more of a lock file is read.
const LOCK_BYTES_MAX: u64 = 1024;

/// Which file it is, whatever its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FileId(u64, u64);

impl FileId {
    #[cfg(unix)]
    fn of(metadata: &Metadata) -> FileId {
        use std::os::unix::fs::MetadataExt;
        FileId(metadata.dev(), metadata.ino())
    }

    /// Elsewhere only that there is a file at all is known; such systems do not let an open one vanish.
    #[cfg(not(unix))]
    fn of(_metadata: &Metadata) -> FileId {
        FileId(0, 0)
    }

    fn at(path: &Path) -> Option<FileId> {
        std::fs::metadata(path).ok().map(|metadata| FileId::of(&metadata))
    }
}

/// The files that were opened.
#[derive(Clone, Debug)]
pub(crate) struct DataFiles {
    path: PathBuf,
    database: FileId,
    /// Beside the database itself, wherever a link leads.
    log_path: PathBuf,
    /// The write-ahead log, from the first commit on: SQLite keeps it as long as somebody has it open.
    log: Option<FileId>,
}

impl DataFiles {
    /// Whether what was written lies under the names of the data.
    ///
    /// # Errors
    /// In words for the log: which file is gone or another one.
    pub(crate) fn check(&mut self) -> Result<(), sqlx::Error> {
        self.database_is_there()?;
        let found = FileId::at(&self.log_path);
        if found.is_none() || self.log.is_some_and(|known| Some(known) != found) {
            return Err(vanished(&self.log_path));
        }
        self.log = found;
        Ok(())
    }

    /// Whether the database is the one that was opened.
    ///
    /// # Errors
    /// It is gone, or another one.
    pub(crate) fn database_is_there(&self) -> Result<(), sqlx::Error> {
        match FileId::at(&self.path) == Some(self.database) {
            true => Ok(()),
            false => Err(vanished(&self.path)),
        }
    }

    /// The log may be another one after everything was closed.
    pub(crate) fn reopened(&mut self) {
        self.log = None;
    }
}

fn vanished(path: &Path) -> sqlx::Error {
    sqlx::Error::Io(std::io::Error::other(format!(
        "{} was removed or replaced while the server was running: nothing is stored any more. Put the same \
         file back, or stop the server and restore a backup",
        path.display()
    )))
}

/// The locks on a data folder, and what they lock. Must outlive every connection: closing a file gives up
/// the locks that SQLite holds on it in this process (POSIX, fcntl).
pub(crate) struct FolderClaim {
    lock: File,
    /// The lock file says that a body began.
    is_marked: bool,
    /// The same on the database itself: the lock file may be deleted, and the folder has more than one name.
    _database: File,
    pub(crate) files: DataFiles,
}

impl FolderClaim {
    /// Takes the folder for this process; makes it, and the database's empty file, where nothing was yet.
    ///
    /// # Errors
    /// In use, not usable, or an installation without its database.
    pub(crate) fn of(folder: &Path) -> Result<FolderClaim, StoreError> {
        let shown = folder.display().to_string();
        let unusable = |error: std::io::Error| {
            StoreError::Unusable(format!("the data folder {shown} cannot be used: {error}"))
        };
        let path = folder.join(DATABASE);
        if let Some(trace) = trace_without_database(folder, &path) {
            return Err(StoreError::Lost(lost(&shown, &trace)));
        }
        make_private(folder).map_err(unusable)?;
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(false);
        let mut lock = options.open(folder.join(LOCK)).map_err(unusable)?;
        locked(&lock, &shown)?;
        let database = options.open(&path).map_err(unusable)?;
        locked(&database, &shown)?;
        let metadata = database.metadata().map_err(unusable)?;
        let mut said = String::new();
        // What cannot be read says nothing; it was opened, so it is ours.
        let _ = (&mut lock).take(LOCK_BYTES_MAX).read_to_string(&mut said);
        let is_marked = said == BEGUN;
        if metadata.len() == 0 && is_marked {
            return Err(StoreError::Lost(lost(&shown, &format!("{DATABASE} is empty"))));
        }
        let mut log_path = path.canonicalize().map_err(unusable)?.into_os_string();
        log_path.push("-wal");
        let log_path = log_path.into();
        let files = DataFiles { path, database: FileId::of(&metadata), log_path, log: None };
        Ok(FolderClaim { lock, is_marked, _database: database, files })
    }

    /// The schema is there: from now on a folder without its database is not a new one.
    pub(crate) fn begun(&mut self) {
        if self.is_marked {
            return;
        }
        let written = self.lock.set_len(0).and_then(|()| {
            use std::io::Seek;
            self.lock.rewind()?;
            self.lock.write_all(BEGUN.as_bytes())
        });
        if let Err(error) = written {
            // A full disk, perhaps: the data say the same, and the next start tries again.
            tracing::warn!(%error, "the lock file could not be marked");
        }
    }
}

fn locked(file: &File, shown: &str) -> Result<(), StoreError> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse(shown.to_owned())),
        Err(TryLockError::Error(error)) => {
            Err(StoreError::Unusable(format!("the data folder {shown} cannot be locked: {error}")))
        }
    }
}

/// What tells that there was an installation, where its database is gone.
fn trace_without_database(folder: &Path, database: &Path) -> Option<String> {
    if database.symlink_metadata().is_ok() {
        return None;
    }
    let traces = [LOCK, "assay.sqlite-wal", "assay.sqlite-shm"];
    let found = traces.into_iter().find(|name| folder.join(name).symlink_metadata().is_ok());
    found.map(|name| format!("{name} is there, {DATABASE} is not"))
}

fn lost(shown: &str, what: &str) -> String {
    format!(
        "the data folder {shown} held an installation, and its database is gone: {what}. Put {DATABASE} back \
         from a backup. To begin a new body instead, with a new signing key, name an empty folder"
    )
}

/// Makes the folder and the database file for their owner alone: they hold password hashes and the signing
/// key. SQLite gives its side files the rights of the main one.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    let mut options = File::options();
    options.append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        builder.mode(0o700);
        options.mode(0o600);
    }
    builder.create(folder)?;
    options.open(folder.join(DATABASE)).map(|_made| ())
}
