//! Writes items of any version as QTI 3.0: `to_qti_3 FOLDER FILE…`.
//!
//! To hold what is written against the public schema, by hand: each file gets a name of its own in the
//! folder, and everything that is told of it is printed.

use std::{env, error::Error, fs, path::PathBuf};

use assay_qti::{
    item::AssessmentItem,
    validate::validate,
    xml::{self, XmlLimits},
};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let folder = arguments.next().ok_or("name a folder to write to, and files to read")?;
    fs::create_dir_all(&folder)?;
    for path in arguments {
        let bytes = fs::read(&path)?;
        let read = xml::decode(&bytes).and_then(|text| AssessmentItem::from_text(&text, &XmlLimits::ITEM));
        let (item, remarks) = match read {
            Ok(read) => (read.item, read.remarks.remarks),
            Err(refusal) => (None, vec![refusal]),
        };
        let found = item.as_ref().map(|item| validate(item).remarks).unwrap_or_default();
        for told in remarks.iter().chain(&found) {
            let (weight, code, line) = (told.weight, told.code, told.line);
            println!("{}:{line}: {weight:?} {code}: {}", path.display(), told.message);
        }
        if let Some(item) = item {
            let name = path.to_string_lossy().trim_start_matches('/').replace('/', "+");
            fs::write(folder.join(name), item.to_text())?;
        }
    }
    Ok(())
}
