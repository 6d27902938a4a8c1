//! Two binaries in one run: measured in turns, so that the machine's mood meets both, and set side by side.

use std::{
    fmt::Write,
    path::{Path, PathBuf},
};

use anyhow::Context;

/// Rounds; each measures both binaries, the other one first in every second round.
const ROUNDS: usize = 3;

/// What one round of one binary came to, by what was measured: times, in milliseconds or per answer.
pub type Figures = Vec<(String, f64)>;

/// The binary of before, or whichever is compared with, and this one.
pub struct Two([PathBuf; 2]);

impl Two {
    /// The other one is an argument; this one is `ASSAY_TEST_BINARY`, or the release build.
    pub fn of(other: &str) -> anyhow::Result<Self> {
        let ours = std::env::var("ASSAY_TEST_BINARY").unwrap_or("target/release/assay".to_owned());
        let two = Two([PathBuf::from(other), PathBuf::from(ours)]);
        for binary in &two.0 {
            anyhow::ensure!(binary.exists(), "{} is not there", binary.display());
        }
        Ok(two)
    }

    /// Both, in the order of a round or of a call, with their place in tables.
    pub fn in_order(&self, number: usize) -> [(usize, &Path); 2] {
        let [other, ours] = &self.0;
        let (other, ours) = ((0, other.as_path()), (1, ours.as_path()));
        if number.is_multiple_of(2) { [other, ours] } else { [ours, other] }
    }
}

/// What both came to, round by round.
pub struct Rounds {
    load_before: String,
    figures: [Vec<Figures>; 2],
}

impl Rounds {
    /// Measures both in each round; `measure` gives the figures of the other one and of this one.
    pub fn run(measure: impl Fn(usize) -> anyhow::Result<[Figures; 2]>) -> anyhow::Result<Self> {
        let mut rounds = Rounds { load_before: load(), figures: [Vec::new(), Vec::new()] };
        for round in 0..ROUNDS {
            let measured = measure(round)?;
            for (all, of_round) in rounds.figures.iter_mut().zip(measured) {
                all.push(of_round);
            }
        }
        Ok(rounds)
    }

    /// Medians of the rounds, and of their ratios, as Markdown; every figure is a time, so less is better.
    pub fn table(&self) -> anyhow::Result<String> {
        let (before, now) = (&self.load_before, load());
        let mut text = format!("Median of {ROUNDS} rounds in turns, milliseconds; load of the machine ");
        text += &format!("{before} when it began, {now} at the end.\n\n");
        text += "| | other | this | this / other | rounds of the other | rounds of this |\n";
        text += "|---|---:|---:|---:|---|---|\n";
        let [other, ours] = &self.figures;
        for (row, (name, _)) in ours.first().context("no round")?.iter().enumerate() {
            let of = |rounds: &[Figures]| -> Vec<f64> {
                rounds.iter().filter_map(|figures| Some(figures.get(row)?.1)).collect()
            };
            let (before, now) = (of(other), of(ours));
            // Within a round both met the same mood.
            let ratio = median(now.iter().zip(&before).map(|(now, before)| now / before).collect());
            let each =
                |figures: &[f64]| figures.iter().map(|f| format!("{f:.3}")).collect::<Vec<_>>().join(" ");
            let (others, these) = (each(&before), each(&now));
            let (before, now) = (median(before), median(now));
            writeln!(text, "| {name} | {before:.3} | {now:.3} | {ratio:.2} | {others} | {these} |")?;
        }
        Ok(text)
    }
}

/// How many programs wanted a processor in the last minute.
fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().filter(|load| !load.is_empty()).unwrap_or("unknown").to_owned()
}

/// The one in the middle.
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_gives_medians_of_the_rounds_and_of_their_ratios() {
        let rounds = Rounds::run(|round| {
            let time = |times: [f64; 3]| vec![("page, p50".to_owned(), times[round])];
            Ok([time([2.0, 9.0, 1.0]), time([4.0, 5.0, 1.5])])
        });
        let text = rounds.unwrap().table().unwrap();
        let row = "| page, p50 | 2.000 | 4.000 | 1.50 | 2.000 9.000 1.000 | 4.000 5.000 1.500 |";
        assert!(text.contains(row), "{text}");
    }

    #[test]
    fn who_is_first_changes() {
        let two = Two(["before".into(), "now".into()]);
        assert_eq!(two.in_order(0).map(|(place, _)| place), [0, 1]);
        assert_eq!(two.in_order(1), [(1, Path::new("now")), (0, Path::new("before"))]);
    }
}
