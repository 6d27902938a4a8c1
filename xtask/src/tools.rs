//! Programs that the checks use and that nobody has to install.
//!
//! `xtask/tools.txt` pins each with the hashes of its files. They come prebuilt through the Python registry's
//! own client, since compiling one of them costs minutes; a virtual environment below `target/` holds them.

use std::{fs, path::Path};

use anyhow::Context;

use crate::process;

const PINNED: &str = "xtask/tools.txt";
const FOLDER: &str = "target/tools";
/// The copy of the pins that are installed: written last, so that half an installation is made again.
const INSTALLED: &str = "target/tools/installed.txt";
/// What the client says of a file that is not the one that was pinned.
const OTHER_FILE: &str = "DO NOT MATCH THE HASHES";

/// Where the programs are.
pub struct Tools;

impl Tools {
    /// Installs what is pinned, unless it is there; `Err` says why it cannot be had on this machine.
    ///
    /// # Errors
    /// A file is not the one that was pinned.
    pub fn installed() -> anyhow::Result<Result<Tools, String>> {
        let pinned = fs::read_to_string(PINNED).with_context(|| format!("cannot read {PINNED}"))?;
        if fs::read_to_string(INSTALLED).is_ok_and(|installed| installed == pinned) {
            return Ok(Ok(Tools));
        }
        println!("installing the programs of {PINNED} into {FOLDER}");
        match install(&pinned) {
            Ok(()) => Ok(Ok(Tools)),
            Err(error) if format!("{error:#}").contains(OTHER_FILE) => Err(error),
            Err(error) => Ok(Err(format!("the programs of {PINNED} cannot be installed: {error:#}"))),
        }
    }

    /// The path of one of them.
    pub fn path(&self, name: &str) -> anyhow::Result<String> {
        let path = Path::new(FOLDER).join("bin").join(name);
        let path = fs::canonicalize(path).with_context(|| format!("{PINNED} brought no {name}"))?;
        Ok(path.display().to_string())
    }
}

fn install(pinned: &str) -> anyhow::Result<()> {
    process::output("python3", &["-m", "venv", "--clear", FOLDER])
        .context("Python 3 with its module venv is missing (Debian: python3-venv)")?;
    let python = Path::new(FOLDER).join("bin/python").display().to_string();
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"];
    let checked = ["--only-binary", ":all:", "--require-hashes", "--requirement", PINNED];
    process::output(&python, &[pip.as_slice(), checked.as_slice()].concat())?;
    fs::write(INSTALLED, pinned).with_context(|| format!("cannot write {INSTALLED}"))
}
