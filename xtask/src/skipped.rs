//! Says aloud that something was not checked, so that `./test` can count it.
//!
//! The crates' tests say it through `assay-testkit`, in the same form; the checks know no Assay crate.

use std::{fs::OpenOptions, io::Write};

/// Says it, and adds a line to the file that `ASSAY_TEST_SKIPPED` names: the reason in a word, and what.
pub fn say(reason: &str, what: &str) {
    println!("!! NOT RUN ({reason}): {what}");
    let Some(file) = std::env::var_os("ASSAY_TEST_SKIPPED") else { return };
    let line = format!("{reason}\t{}\n", what.replace('\n', " "));
    let written = OpenOptions::new().create(true).append(true).open(&file);
    if let Err(error) = written.and_then(|mut file| file.write_all(line.as_bytes())) {
        println!("!! and that could not be noted in {}: {error}", file.display());
    }
}
