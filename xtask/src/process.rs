//! Runs other programs from the root of the workspace.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::Context;

/// Makes the root of the workspace the current folder, wherever xtask was called.
pub fn enter_root() -> anyhow::Result<()> {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let root = manifest.as_deref().and_then(|folder| folder.parent());
    let Some(root) = root else { return Ok(()) };
    std::env::set_current_dir(root).with_context(|| format!("cannot enter {}", root.display()))
}

/// The cargo that started xtask, so that both use one toolchain.
pub fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

/// Runs a program with our own standard streams: 0 faults when it succeeds, 1 when it does not.
pub fn run(program: &str, args: &[&str]) -> anyhow::Result<usize> {
    let status = Command::new(program)
        .args(args)
        .status()
        .with_context(|| format!("cannot start `{program}`; is it installed?"))?;
    Ok(usize::from(!status.success()))
}

/// What a program prints on standard output; an error with its standard error when it fails.
pub fn output(program: &str, args: &[&str]) -> anyhow::Result<String> {
    let output = Command::new(program)
        .args(args)
        .output()
        .with_context(|| format!("cannot start `{program}`; is it installed?"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "`{program} {}` failed:\n{said}", args.join(" "));
    String::from_utf8(output.stdout)
        .with_context(|| format!("`{program}` printed something that is not UTF-8"))
}

/// Whether a program answers, for tools that are used only where they are installed.
pub fn answers(program: &str, args: &[&str]) -> bool {
    let quiet = Command::new(program).args(args).stdout(Stdio::null()).stderr(Stdio::null()).status();
    quiet.is_ok_and(|status| status.success())
}
