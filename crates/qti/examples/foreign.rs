//! Reads foreign files and says what came of them; `--out` writes the items.
//!
//! `cargo run -p assay-qti --example foreign -- FILE… [--out DIR]`: for work on the readers.

use std::{collections::BTreeMap, path::Path, time::Instant};

use assay_qti::{
    foreign::{self, ForeignReading, Format, Made},
    remark::Weight,
    xml,
};

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (files, out) = match arguments.iter().position(|argument| argument == "--out") {
        Some(at) => (arguments.get(..at).unwrap_or_default(), arguments.get(at + 1)),
        None => (arguments.as_slice(), None),
    };
    let (mut told, mut total, mut usable): (BTreeMap<String, u32>, u32, u32) = Default::default();
    for (number, file) in files.iter().enumerate() {
        let bytes = std::fs::read(file)?;
        let Ok(text) = xml::decode(&bytes) else {
            println!("{file}: not readable as text");
            continue;
        };
        let Some(format) = Format::of(&text) else {
            println!("{file}: of no format");
            continue;
        };
        let started = Instant::now();
        let (mut questions, mut items, mut faults) = (0, 0, 0);
        for question in foreign::read(format, &text, &ForeignReading::default()) {
            questions += 1;
            items += u32::from(question.remarks.is_usable() && question.made != Made::Nothing);
            for remark in &question.remarks.remarks {
                faults += u32::from(remark.weight == Weight::Error);
                let key = format!("{:?} {} [{}]", remark.weight, remark.code, remark.construct);
                *told.entry(key).or_default() += 1;
                if remark.weight == Weight::Error {
                    println!("  {} {}: {} ({})", question.number, question.kind, remark.message, remark.line);
                }
            }
            if let (Some(out), Made::Item(made) | Made::Stimulus(made)) = (out, &question.made) {
                let name = format!("{number}-{}.xml", question.number);
                std::fs::write(Path::new(out).join(name), xml::write(made))?;
            }
        }
        (total, usable) = (total + questions, usable + items);
        let time = started.elapsed().as_secs_f64();
        println!(
            "{file}: {}, {questions} questions, {items} usable, {faults} faults, {time:.3} s",
            format.as_str()
        );
    }
    println!("{total} questions, {usable} usable");
    for (what, count) in told {
        println!("{count:6} {what}");
    }
    Ok(())
}
