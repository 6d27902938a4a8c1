//! Items that others publish, read in place.

use std::path::{Path, PathBuf};

use crate::{files, read};

fn corpus(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    root.join("shared/corpora").join(name)
}

#[test]
fn survey() {
    for path in files(&corpus("pie-qti/fixtures")).into_iter().chain(files(&corpus("kennisnet/items"))) {
        for remark in read(&path).1 {
            println!(
                "{:?} {} {}:{} {} | {}",
                remark.weight,
                remark.code,
                path.display(),
                remark.line,
                remark.construct,
                remark.message
            );
        }
    }
}
