//! Lays out the embedded programme without what stands beside it: second answers to items are for whoever
//! works on the bank, and a demonstration has no use for them.

use std::{env, fs, io, path::Path};

/// The reference programme.
const PROGRAMME: &str = "../../programmes/cloudops";
/// Second answers to its items.
const LEFT_OUT: &str = "review";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={PROGRAMME}");
    println!("cargo::rerun-if-changed=../../programmes/changes");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set"))?;
    let out = Path::new(&out).join("cloudops");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    copy(Path::new(PROGRAMME), &out, &|name| name != LEFT_OUT)
}

/// Copies a folder with everything below it whose name at its top may be taken.
fn copy(from: &Path, to: &Path, is_taken: &dyn Fn(&str) -> bool) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if !name.to_str().is_some_and(is_taken) {
            continue;
        }
        match entry.file_type()?.is_dir() {
            true => copy(&entry.path(), &to.join(&name), &|_| true)?,
            // Not `fs::copy`: a folder that cannot be written would make one that cannot be removed again.
            false => fs::write(to.join(&name), fs::read(entry.path())?)?,
        }
    }
    Ok(())
}
