//! People, items and an examination that differ from what the model assumes, to hold its words against.
//!
//! The world of the benchmark, described anew: levels spread in general, by domain and by skill; items differ
//! in how well they tell people apart; authors' ratings are half right, narrower than the truth and too kind;
//! some people practise evenly, some stay in two domains, some go back to what they have seen.

use assay_psychometrics::readiness::{
    GUESSING_ONE, GUESSING_SEVERAL, ItemAnswer, LogEntry, Model, PassReading, ReadOutcome, difficulties,
};

/// Skills, scored items and practice items of each domain: pretest and drills.
const SKILLS: [usize; 5] = [14, 9, 8, 10, 12];
pub const SCORED: [u32; 5] = [11, 11, 11, 8, 9];
const PRETEST: [usize; 5] = [5, 4, 4, 3, 4];
const DRILLS: [usize; 5] = [32, 34, 33, 24, 27];
/// Answers a person gives, from the pretest's to the most.
const ANSWERS: (f64, f64) = (20.0, 200.0);

/// Chance from a seed (SplitMix64; Steele, Lea and Flood 2014): the same people on every machine.
pub struct Draw(pub u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Between 0 and 1, neither of them.
    fn share(&mut self) -> f64 {
        ((self.next() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }

    /// Of the normal distribution (Box and Muller 1958).
    fn normal(&mut self, mean: f64, sd: f64) -> f64 {
        let (radius, angle) = ((-2.0 * self.share().ln()).sqrt(), std::f64::consts::TAU * self.share());
        mean + sd * radius * angle.cos()
    }

    fn below(&mut self, many: usize) -> usize {
        (self.share() * many as f64) as usize
    }

    fn shuffled(&mut self, many: usize) -> Vec<usize> {
        let mut all: Vec<usize> = (0..many).collect();
        for last in (1..many).rev() {
            all.swap(last, self.below(last + 1));
        }
        all
    }
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

struct Item {
    domain: usize,
    skill: usize,
    slope: f64,
    difficulty: f64,
    guessing: f64,
    has_several: bool,
    rating: f64,
}

impl Item {
    fn chance(&self, level: f64) -> f64 {
        self.guessing + (1.0 - self.guessing) * logistic(self.slope * (level - self.difficulty))
    }
}

/// Items of each domain, its skills in turn; all harder by a shift.
fn items(draw: &mut Draw, split: &[usize], shift: f64) -> Vec<Item> {
    let mut items = Vec::new();
    for (domain, many) in split.iter().enumerate() {
        let first: usize = SKILLS[..domain].iter().sum();
        let order = draw.shuffled(SKILLS[domain]);
        for at in 0..*many {
            let z = draw.normal(0.0, 1.0);
            let has_several = draw.share() < 0.25;
            items.push(Item {
                domain,
                skill: first + order[at % order.len()],
                slope: draw.normal(0.0, 0.25).exp(),
                difficulty: 0.9 * z + shift,
                guessing: if has_several { draw.between(0.0, 0.08) } else { draw.between(0.08, 0.25) },
                has_several,
                rating: logistic(0.65 + 0.33 * (-0.5 * z + 0.75_f64.sqrt() * draw.normal(0.0, 1.0))),
            });
        }
    }
    items
}

/// What practice has, and one examination that nobody who practises sees.
pub struct Bank {
    pretest: usize,
    practice: Vec<Item>,
    assumed: Vec<(f64, f64)>,
    form: Vec<Item>,
    /// Items right from which on it is passed.
    cut: usize,
}

impl Bank {
    /// With practice that is harder than the examination by a shift, in logits.
    pub fn of(draw: &mut Draw, shift: f64) -> Bank {
        let mut practice = items(draw, &PRETEST, shift);
        let pretest = practice.len();
        practice.extend(items(draw, &DRILLS, shift));
        let scored: Vec<usize> = SCORED.iter().map(|many| *many as usize).collect();
        let form = items(draw, &scored, 0.0);
        let ratings: Vec<(f64, f64)> = practice
            .iter()
            .map(|item| (item.rating, if item.has_several { GUESSING_SEVERAL } else { GUESSING_ONE }))
            .collect();
        let assumed = difficulties(&ratings).unwrap().into_iter().zip(ratings).map(|(b, (_, c))| (b, c));
        let cut = form.iter().map(|item| item.chance(0.0)).sum::<f64>().round() as usize;
        Bank { pretest, practice, assumed: assumed.collect(), form, cut }
    }
}

/// What somebody was told, and what came.
pub struct Told {
    pub reading: PassReading,
    pub has_passed: bool,
    /// Items right beyond the cut.
    pub beyond: f64,
    /// What they had answered.
    pub log: Vec<LogEntry>,
}

impl Told {
    pub fn outcome(&self) -> ReadOutcome {
        ReadOutcome { pass: self.reading.pass, has_passed: self.has_passed }
    }
}

/// Somebody practises and sits: practice and time teach as much as `learns` says, 0 for nothing.
pub fn person(draw: &mut Draw, bank: &Bank, model: &Model, learns: f64) -> Told {
    let mut general = draw.normal(-0.4, 0.9);
    let mut domains: Vec<f64> = SKILLS.iter().map(|_| draw.normal(0.0, 0.5)).collect();
    let mut skills: Vec<f64> = (0..SKILLS.iter().sum()).map(|_| draw.normal(0.0, 0.4)).collect();
    let rate = learns * draw.normal(0.008, 0.006).max(0.0);
    let habit = draw.share();
    let (has_gaps, repeats) = ((0.4..0.7).contains(&habit), habit >= 0.7);
    let total = draw.between(ANSWERS.0.ln(), ANSWERS.1.ln()).exp() as usize;
    let span = draw.between(14.0, 60.0);
    let liked = draw.shuffled(SKILLS.len());
    let pretest = draw.shuffled(bank.pretest);
    let mut drills = draw.shuffled(bank.practice.len() - bank.pretest);
    if has_gaps {
        drills.sort_by_key(|at| !liked[..2].contains(&bank.practice[bank.pretest + at].domain));
    }
    let mut drills = drills.into_iter().map(|at| bank.pretest + at);
    let (mut seen, mut log, mut last_day) = (vec![false; bank.practice.len()], Vec::new(), 0.0);
    for turn in 0..total {
        let done =
            turn.saturating_sub(bank.pretest - 1) as f64 / total.saturating_sub(bank.pretest).max(1) as f64;
        let day = if total > bank.pretest { span * done.min(1.0) } else { 0.0 };
        general += rate * (day - last_day);
        last_day = day;
        let again = pretest[turn % bank.pretest];
        let at = match turn < bank.pretest || repeats && draw.share() < 0.6 {
            true => again,
            false => drills.next().unwrap_or(again),
        };
        let item = &bank.practice[at];
        let is_new = !std::mem::replace(&mut seen[at], true);
        let knows = item.chance(general + domains[item.domain] + skills[item.skill]);
        let is_right = draw.share() < if is_new { knows } else { 0.6 + 0.4 * knows };
        let (difficulty, guessing) = bank.assumed[at];
        let answer = ItemAnswer::whole(item.domain, difficulty, guessing, is_right);
        log.push(LogEntry { day, is_counted: is_new, answer });
        let gain = learns * if is_new { 1.0 } else { 0.2 };
        skills[item.skill] += 0.08 * gain;
        domains[item.domain] += 0.005 * gain;
        general += 0.0012 * gain;
    }
    let (_, reading) = model.read_log(&SCORED, &log, last_day).unwrap();
    let today = general + draw.normal(0.0, 0.2);
    let right = bank
        .form
        .iter()
        .filter(|item| draw.share() < item.chance(today + domains[item.domain] + skills[item.skill]))
        .count();
    Told { reading, has_passed: right >= bank.cut, beyond: right as f64 - bank.cut as f64, log }
}

/// Banks, each with an examination of its own.
pub fn banks(seed: u64, many: usize, shift: f64) -> Vec<Bank> {
    let mut draw = Draw(seed);
    (0..many).map(|_| Bank::of(&mut draw, shift)).collect()
}

/// So many people, a like part of them at each bank.
pub fn people(seed: u64, banks: &[Bank], many: usize, model: &Model, learns: f64) -> Vec<Told> {
    let mut draw = Draw(seed);
    (0..many).map(|at| person(&mut draw, &banks[at % banks.len()], model, learns)).collect()
}
