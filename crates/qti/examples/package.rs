//! Says what each resource of a package becomes: `package FILE`.
//!
//! To see by hand how much memory a package takes that was made to hurt.

use std::{env, error::Error, fs};

use assay_qti::package::{PackageImport, PackageLimits};

/// More lines than a person reads.
const LINES_MAX: usize = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args_os().nth(1).ok_or("name a package to read")?;
    let bytes = fs::read(path)?;
    println!("{} bytes", bytes.len());
    let package = match PackageImport::open(&bytes, &PackageLimits::default()) {
        Ok(package) => package,
        Err(refusal) => {
            println!("refused, {}: {refusal}", refusal.code());
            return Ok(());
        }
    };
    let mut lines = 0;
    for resource in package.from(0) {
        for told in &resource.remarks.remarks {
            lines += 1;
            if lines <= LINES_MAX {
                println!("{} {:?}, {}: {}", resource.identifier, resource.became(), told.code, told.message);
            }
        }
    }
    println!("{} resources read, {lines} remarks", package.len());
    Ok(())
}
