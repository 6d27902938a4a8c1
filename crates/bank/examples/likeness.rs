//! How long it takes to find what was copied: a row of `cargo xtask bench preparation`, three runs.
//!
//! Three hundred texts of two hundred words are held against three hundred others, as `assay check` does.

use std::{hint::black_box, time::Instant};

use assay_bank::lint::{ShingleIndex, Shingles};

const TEXTS: usize = 300;
const WORDS: usize = 200;
const RUNS: usize = 3;

/// A text of common words that a seed gives.
fn text(seed: usize) -> String {
    let word =
        |place: usize| format!("word{}", (place * 7919 + seed * 104_729 + place * place * seed) % 3000);
    (0..WORDS).map(word).collect::<Vec<_>>().join(" ")
}

fn main() {
    let of =
        |from: usize| (from..from + TEXTS).map(|seed| (seed.to_string(), text(seed))).collect::<Vec<_>>();
    let (bank, pool) = (of(1), of(1_000));
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        let begun = Instant::now();
        let index = ShingleIndex::of(bank.iter().map(|(name, text)| (name.as_str(), Shingles::of(text))));
        for (_, text) in &pool {
            black_box(index.likest(&Shingles::of(text)));
        }
        runs.push(format!("{:.1}", begun.elapsed().as_secs_f64() * 1e6));
    }
    println!("| Likeness of {TEXTS} × {TEXTS} items | 1,000,000 | {} |", runs.join(" / "));
}
