//! Packs the embedded programme with the second answers to its items, from which its bank says who reviewed
//! it; where an item's situation comes from stands beside them and is for whoever writes the bank. Labs are
//! left out, with the solutions and mistakes that prove them: no page of the binary offers one yet.
//!
//! Packed, because pages of the binary that were read once stay in memory: an idle server would hold every
//! item a second time.

use std::{
    env, fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};

/// The reference programme.
const PROGRAMME: &str = "../../programmes/cloudops";
/// Beside second answers: where items come from; and labs.
const LEFT_OUT: [&str; 2] = ["seeds.toml", "labs"];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={PROGRAMME}");
    // 30 KB instead of 2 MB that are read at each start and stay in memory (ADR 26). Wants glibc 2.36.
    let target = |name: &str| env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
    println!("cargo::rerun-if-changed=../../programmes/changes");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set"))?;
    let packed = fs::File::create(Path::new(&out).join("cloudops.tar.gz"))?;
    let mut archive = tar::Builder::new(GzEncoder::new(packed, Compression::best()));
    let root = Path::new(PROGRAMME);
    for path in files(root, &|path| !LEFT_OUT.iter().any(|name| path.ends_with(name)))? {
        let bytes = fs::read(root.join(&path))?;
        // No owner, mode or day of this machine: the same files make the same archive everywhere.
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(0);
        header.set_cksum();
        archive.append_data(&mut header, &path, bytes.as_slice())?;
    }
    archive.into_inner()?.finish()?.flush()
}

/// Every file below a folder that may be taken, by its path in it, sorted.
fn files(root: &Path, is_taken: &dyn Fn(&Path) -> bool) -> io::Result<Vec<PathBuf>> {
    let (mut found, mut folders) = (Vec::new(), vec![PathBuf::new()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder))? {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            if !is_taken(&path) {
                continue;
            }
            match entry.file_type()?.is_dir() {
                true => folders.push(path),
                false => found.push(path),
            }
        }
    }
    found.sort();
    Ok(found)
}
