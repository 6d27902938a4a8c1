//! The signing key as a file: a Multikey with its secret half (Controlled Identifiers 1.0, section 2.2.2),
//! readable by its owner only.

use std::{
    fs::{File, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

use assay_credential::{SigningKey, multibase};
use clap::Args;
use serde::{Deserialize, Serialize};

use crate::{
    files::read_text,
    outcome::{Failure, Found},
    rim, world,
};

/// The multicodec prefix of an Ed25519 secret key (Controlled Identifiers 1.0, section 2.2.2).
const ED25519_SECRET_PREFIX: [u8; 2] = [0x80, 0x26];
/// A key file is a few lines.
const KEY_BYTES_MAX: usize = 16 << 10;
/// The word that says what the file is.
const KIND: &str = "Multikey";

/// The arguments of `keygen`.
#[derive(Debug, Args)]
pub struct Keygen {
    /// The file to write; an existing one is never overwritten
    #[arg(long, value_name = "KEY")]
    out: PathBuf,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct KeyFile {
    #[serde(rename = "type")]
    kind: String,
    public_key_multibase: String,
    secret_key_multibase: String,
}

impl Keygen {
    /// Makes the key and writes it.
    pub fn run(self) -> Result<Found, Failure> {
        let seed: [u8; 32] = world::random()?;
        let key = SigningKey::from_seed(&seed).map_err(|error| Failure::world("no key was made", error))?;
        let public = key.public_key().to_multibase();
        let secret = [ED25519_SECRET_PREFIX.as_slice(), seed.as_slice()].concat();
        let file = KeyFile {
            kind: KIND.to_owned(),
            public_key_multibase: public.clone(),
            secret_key_multibase: multibase::encode_multibase(&secret),
        };
        let text = serde_json::to_string_pretty(&file)?;
        let writing = |error| Failure::writing(&self.out, error);
        let mut out = create_private(&self.out).map_err(writing)?;
        writeln!(out, "{text}").and_then(|()| out.sync_all()).map_err(writing)?;
        let shown = self.out.display();
        rim::say(format_args!("{shown} holds the new key {public}: keep it secret, and keep a copy"));
        Ok(Found::Nothing)
    }
}

/// A new file that nobody else can read, from its first moment on.
fn create_private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Reads a key file.
///
/// # Errors
/// It is not there, or is no key file.
pub fn read_key(path: &Path) -> Result<SigningKey, Failure> {
    let unusable = |what: &str| {
        let message = format!("{} is not a signing key: {what}", path.display());
        Failure::unusable(message, "make one with `assay credential keygen --out KEY`")
    };
    let text = read_text(path, KEY_BYTES_MAX)?;
    // The reader's own message could repeat a piece of the secret.
    let file: KeyFile = serde_json::from_str(&text).map_err(|_| unusable("it has another form"))?;
    if file.kind != KIND {
        return Err(unusable("its type is not Multikey"));
    }
    let secret = multibase::decode_multibase(&file.secret_key_multibase).unwrap_or_default();
    let seed = secret.strip_prefix(&ED25519_SECRET_PREFIX).and_then(|seed| <[u8; 32]>::try_from(seed).ok());
    let seed = seed.ok_or_else(|| unusable("its secretKeyMultibase is not that of an Ed25519 key"))?;
    let key = SigningKey::from_seed(&seed).map_err(|_| unusable("its seed is refused"))?;
    if key.public_key().to_multibase() != file.public_key_multibase {
        return Err(unusable("its public and secret halves do not belong together"));
    }
    warn_if_open(path);
    Ok(key)
}

#[cfg(unix)]
fn warn_if_open(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).map(|metadata| metadata.permissions().mode()).unwrap_or_default();
    if mode & 0o077 != 0 {
        let shown = path.display();
        rim::say(format_args!("warning: others on this machine can read {shown}; run `chmod 600 {shown}`"));
    }
}

#[cfg(not(unix))]
fn warn_if_open(_path: &Path) {}
