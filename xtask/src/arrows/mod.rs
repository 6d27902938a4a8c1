//! What may name what: crates, the files inside a crate, and the rooms of the application.

mod circles;
mod crates;
mod modules;
mod rooms;
mod source;

use std::path::Path;

use crate::metadata::Metadata;
pub use crates::PURE;
use modules::Modules;

/// Checks the workspace and prints each breach.
pub fn run() -> anyhow::Result<usize> {
    let metadata = Metadata::read()?;
    let mut breaches = crates::breaches(&metadata);
    let mut files = 0;
    for package in &metadata.packages {
        let folder = Path::new(&package.manifest_path).with_file_name("src");
        let modules = Modules::read(&folder)?;
        let arrows = modules.arrows();
        files += modules.files().len();
        breaches.extend(circles::breaches(&package.name, &arrows));
        breaches.extend(rooms::breaches(&package.name, &modules, &arrows));
    }
    for breach in &breaches {
        println!("{breach}");
    }
    println!("arrows: {} crates, {files} files, {} breaches", metadata.packages.len(), breaches.len());
    Ok(breaches.len())
}
