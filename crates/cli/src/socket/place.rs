//! Where the socket of data lies, and whose it has to be.

use std::{
    ffi::OsString,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use assay_store::DataPlace;

/// Names a folder for the sockets of servers whose data are no folder.
pub const SOCKETS: &str = "ASSAY_SOCKETS";

/// The socket of these data; none where they are a database and no folder is named.
pub fn socket_of(location: &DataPlace) -> Option<PathBuf> {
    match location {
        DataPlace::Folder(folder) => Some(folder.join("assay.socket")),
        DataPlace::Postgres(address) => {
            let folder = std::env::var_os(SOCKETS).filter(|folder: &OsString| !folder.is_empty())?;
            // Two databases' servers may share the folder; the address may hold a password, so only a number
            // of it is shown. Both ends are the same program, so they count alike.
            let mut number = DefaultHasher::new();
            address.hash(&mut number);
            Some(PathBuf::from(folder).join(format!("assay-{:016x}.socket", number.finish())))
        }
    }
}

/// The account that this process runs under.
pub fn own_account() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// Whether the folder is ours: in another's, another socket may take the place of ours.
///
/// # Errors
/// Whose folder it is instead, or that it cannot be looked at.
pub fn must_be_ours(socket: &Path) -> io::Result<()> {
    let folder = socket.parent().unwrap_or(Path::new("."));
    let metadata = std::fs::metadata(folder)?;
    let (owner, own) = (metadata.uid(), own_account());
    if owner != own {
        let text = format!("{} belongs to account {owner}, not to {own}", folder.display());
        return Err(io::Error::other(text));
    }
    Ok(())
}
