//! An invented population under the AWS policies of the zoo, always the same one.

use std::{
    error::Error,
    io::{BufRead, BufReader, BufWriter, Write},
    path::Path,
};

use assay_kernel::{CertificationCode, Date, Period, date};
use assay_programme::model::Earned;
use assay_standing::{Event, Happening};

/// Events of a person.
const EVENTS: usize = 6;
/// The certifications and how many of a hundred exams are theirs.
const SHARES: [(&str, u32); 11] = [
    ("clf", 20),
    ("saa", 24),
    ("dva", 12),
    ("sysops", 8),
    ("cloudops", 7),
    ("sap", 9),
    ("dop", 8),
    ("scs", 4),
    ("aif", 4),
    ("mla", 3),
    ("das", 1),
];
/// The last day on which anything happened.
const LAST: Date = date(2026, 11, 22);
/// The last event of a person is at most so long ago: three years and some, so that most hold something.
const LAST_DAYS: u32 = 1200;
/// The longest time between two events: four years, so that some certifications run out in between.
const GAP_DAYS: u32 = 1461;

/// The place of a certification in the rows.
pub fn place(code: &str) -> Option<usize> {
    SHARES.iter().position(|(known, _)| *known == code)
}

/// A generator of numbers that gives the same ones everywhere (xorshift64*).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32;
        ((high * u64::from(limit)) >> 32) as u32
    }
}

/// Writes rows of `person, place in the history, day, passed, certification`, tabs between them.
pub fn generate(count: u32, rows: &Path) -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(std::fs::File::create(rows)?);
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let total: u32 = SHARES.iter().map(|(_, share)| share).sum();
    for person in 0..count {
        let mut days = [days_back(&mut numbers, LAST, LAST_DAYS)?; EVENTS];
        for event in (1..EVENTS).rev() {
            if let [earlier, later] = days.get_mut(event - 1..=event).unwrap_or_default() {
                *earlier = days_back(&mut numbers, *later, GAP_DAYS)?;
            }
        }
        let mut sysops_before = false;
        for (event, day) in days.iter().enumerate() {
            let mut left = numbers.below(total);
            let chosen = SHARES.iter().position(|(_, share)| {
                let here = left < *share;
                left = left.saturating_sub(*share);
                here
            });
            let mut code = chosen.unwrap_or(0);
            // SysOps Administrator has no route of its own: a second pass would be refused. See the docs.
            if code == 3 {
                code = if std::mem::replace(&mut sysops_before, true) { 1 } else { 3 };
            }
            let passed = numbers.below(10) > 0;
            writeln!(out, "{person}\t{event}\t{day}\t{}\t{code}", if passed { 't' } else { 'f' })?;
        }
    }
    Ok(out.flush()?)
}

fn days_back(numbers: &mut Numbers, from: Date, most: u32) -> Result<Date, Box<dyn Error>> {
    Ok(Period::days(i32::try_from(numbers.below(most))?).before(from))
}

/// A row without its person, small enough for a million people.
#[derive(Clone, Copy)]
struct Row {
    on: Date,
    passed: bool,
    code: u8,
}

/// Everybody, as compact rows; events of the crate's own types are made from them person by person.
pub struct People {
    rows: Vec<Row>,
    codes: Vec<CertificationCode>,
}

/// One person's rows.
#[derive(Clone, Copy)]
pub struct Person<'p> {
    pub id: usize,
    rows: &'p [Row],
    codes: &'p [CertificationCode],
}

impl People {
    /// Reads rows back.
    pub fn read(path: &Path) -> Result<Self, Box<dyn Error>> {
        let size = std::fs::metadata(path)?.len();
        let mut file = BufReader::new(std::fs::File::open(path)?);
        let mut rows = Vec::with_capacity(usize::try_from(size / 24)?);
        let mut line = String::new();
        while file.read_line(&mut line)? > 0 {
            let mut fields = line.trim_end().split('\t').skip(2);
            let mut next = || fields.next().ok_or("a row is too short");
            rows.push(Row { on: next()?.parse()?, passed: next()? == "t", code: next()?.parse()? });
            line.clear();
        }
        rows.shrink_to_fit();
        let codes = SHARES.iter().map(|(code, _)| CertificationCode::new(code)).collect();
        Ok(People { rows, codes })
    }

    pub fn len(&self) -> usize {
        self.rows.len() / EVENTS
    }

    pub fn events(&self) -> usize {
        self.rows.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = Person<'_>> {
        self.from(0, &self.rows)
    }

    /// The people in so many parts.
    pub fn shares(&self, parts: usize) -> Vec<impl Iterator<Item = Person<'_>>> {
        let size = self.len().div_ceil(parts).max(1);
        let shares = self.rows.chunks(size * EVENTS).enumerate();
        shares.map(|(part, rows)| self.from(part * size, rows)).collect()
    }

    fn from<'p>(&'p self, first: usize, rows: &'p [Row]) -> impl Iterator<Item = Person<'p>> {
        let people = rows.chunks(EVENTS).enumerate();
        people.map(move |(place, rows)| Person { id: first + place, rows, codes: &self.codes })
    }
}

impl Person<'_> {
    pub fn name(&self) -> String {
        format!("p{:07}", self.id)
    }

    pub fn events(&self) -> usize {
        self.rows.len()
    }

    /// The history in the crate's own events, in place of what the vector held.
    pub fn history(&self, history: &mut Vec<Event>) {
        history.clear();
        history.extend(self.rows.iter().filter_map(|row| {
            let what = Earned::Certification(self.codes.get(usize::from(row.code))?.clone());
            let happening = if row.passed { Happening::Pass { what } } else { Happening::Fail { what } };
            Some(Event::new(row.on, happening))
        }));
    }
}
