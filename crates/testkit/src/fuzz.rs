//! Runs cases by their seeds: a fixed few as a test, or as many as a time allows.

use std::time::{Duration, Instant};

/// Longer than this no case takes, not even without optimisation on a busy machine.
const CASE_TIME_MAX: Duration = Duration::from_secs(20);
/// Where the fixed cases begin.
const SEED: u64 = 1;

/// Says which case it was when one fails.
struct FuzzCase(&'static str, u64);

impl Drop for FuzzCase {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("this was case {}: cargo xtask fuzz {} --seed {}", self.1, self.0, self.1);
        }
    }
}

/// Runs `count` cases, or for `ASSAY_FUZZ_SECONDS`; from `ASSAY_FUZZ_SEED` on.
pub fn cases(name: &'static str, count: u64, mut run: impl FnMut(u64)) {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = number("ASSAY_FUZZ_SEED").unwrap_or(SEED);
    let time = number("ASSAY_FUZZ_SECONDS").map(Duration::from_secs);
    let started = Instant::now();
    let mut done = 0;
    while time.map_or(done < count, |time| started.elapsed() < time) {
        let case = FuzzCase(name, first.wrapping_add(done));
        let begun = Instant::now();
        run(case.1);
        assert!(begun.elapsed() < CASE_TIME_MAX, "took {:?}", begun.elapsed());
        done += 1;
    }
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{name}: {done} cases from seed {first} in {seconds:.1} s, {:.1} a second",
        done as f64 / seconds
    );
}
