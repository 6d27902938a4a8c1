//! Fills a store with an invented bank and searches in it, for `cargo xtask bench bank`.
//!
//! `bank PLACE ITEMS SEED RUNS` adds items (their rows, words and tags) where there are none, asks each
//! search and filter so many times, page and total together, and prints Markdown: what it was, how many it
//! left, how long it took in each run. The same seed gives the same items.

use std::time::Instant as Moment;

use assay_bank::work::{ItemId, ItemPool, ItemState};
use assay_kernel::{Instant, TypedId};
use assay_store::{DataPlace, ItemFilter, ItemOrder, ItemRecord, Ms, Rows, Store, Unit, statement::item};

type Failure = Box<dyn std::error::Error>;

/// Narrows a filter by one thing.
type Narrows = fn(&mut ItemFilter);

/// How far the list of the bank counts what it finds (`assay_app::FOUND_COUNTED_MAX`).
const COUNTED_MAX: i64 = 2_000;
/// Items of one commit.
const PART: u64 = 1_000;
/// 1 October 2025.
const FIRST_MS: i64 = 1_759_276_800_000;
/// Words of one item.
const WORDS: usize = 90;
/// Words of all items: the first are in many, the last in few.
const VOCABULARY: u64 = 20_000;
const TAGS: [&str; 5] = ["containers", "multi-account", "multi-region", "infrastructure-as-code", "incident"];
const ARTEFACTS: [&str; 7] = ["", "", "", "json", "yaml", "log", "table"];

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    fn one_of<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let at = usize::try_from(self.below(of.len() as u64)).unwrap_or_default();
        of.get(at).copied().unwrap_or_default()
    }

    /// A word: of two draws the smaller, so that some are in most items and most in few.
    fn word(&mut self) -> String {
        let number = self.below(VOCABULARY).min(self.below(VOCABULARY)).min(self.below(VOCABULARY));
        format!("w{number}x")
    }
}

/// One item's statements.
fn add(unit: &mut Unit, chance: &mut Chance, number: u64) -> Result<(), Failure> {
    let at = Ms(Instant::from_millisecond(FIRST_MS + i64::try_from(number * 1_000)?)?);
    let mut ten = [0; 10];
    ten.iter_mut().zip(chance.next().to_be_bytes()).for_each(|(byte, drawn)| *byte = drawn);
    let ms = u64::try_from(at.as_millisecond())?;
    let id = match chance.below(3) {
        0 => ItemId::Practice(TypedId::from_parts(ms, ten)),
        _ => ItemId::Exam(TypedId::from_parts(ms, ten)),
    };
    let (domain, task, skill) = (chance.below(5) + 1, chance.below(4) + 1, chance.below(5) + 1);
    let states =
        [ItemState::Draft, ItemState::InReview, ItemState::Revised, ItemState::Accepted, ItemState::Scored];
    let state = states.get(usize::try_from(chance.below(5))?).copied().unwrap_or(ItemState::Draft);
    let live = state.is_live().then_some(1);
    unit.run(item::made(&ItemRecord {
        id,
        exam: format!("E-{}", chance.below(8)),
        slug: format!("item-{number}"),
        seq: 1,
        latest: 1,
        state,
        live,
        live_state: live.map(|_| state),
        domain: domain.to_string(),
        task: format!("{domain}.{task}"),
        skill: format!("{domain}.{task}.{skill}"),
        kind: chance.one_of(&["multiple-choice", "multiple-choice", "multiple-response"]).to_owned(),
        level: "apply".to_owned(),
        artefact: chance.one_of(&ARTEFACTS).to_owned(),
        title: format!(
            "Which change helps in the situation {number} of this bank, and with the least effort?"
        ),
        author: format!("author-{}", chance.below(40)),
        comments_open: i64::from(chance.below(50) == 0),
        made_at: at,
        changed_at: at,
    }));
    let words: Vec<String> = (0..WORDS).map(|_| chance.word()).collect();
    unit.run(item::text_set(id, &format!("item {number} {}", words.join(" "))));
    if chance.below(3) == 0 {
        unit.run(item::tag_added(id, chance.one_of(&TAGS)));
    }
    Ok(())
}

async fn filled(store: &Store, items: u64, seed: u64) -> Result<(), Failure> {
    if store.count_items_listed(&ItemFilter::default(), 1).await? > 0 {
        return Ok(());
    }
    let mut chance = Chance(seed);
    let mut number = 0;
    while number < items {
        let mut unit = Unit::new();
        for _ in 0..PART.min(items - number) {
            number += 1;
            add(&mut unit, &mut chance, number)?;
        }
        store.commit(unit).await?;
    }
    Ok(())
}

/// What is asked: searches of most, of many, of few, of one and of none; filters, and both together.
fn asked() -> Vec<(String, ItemFilter)> {
    let words = |text: &str| text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let mut all = Vec::new();
    for text in
        ["", "w1", "w12", "w123", "w1234x", "w19999x", "item", "77777", "w1 w2", "w12x w34x", "nobody"]
    {
        all.push((format!("`{text}`"), ItemFilter { words: words(text), ..ItemFilter::default() }));
    }
    let filters: [(&str, Narrows); 9] = [
        ("exam E-3", |filter| filter.exam = "E-3".into()),
        ("practice", |filter| filter.pool = Some(ItemPool::Practice)),
        ("in review", |filter| filter.state = Some(ItemState::InReview)),
        ("live", |filter| filter.live = true),
        ("skill 3.2.1", |filter| filter.place = "3.2.1".into()),
        ("domain 3, a log", |filter| (filter.place, filter.artefact) = ("3".into(), "log".into())),
        ("tag containers", |filter| filter.tag = "containers".into()),
        ("one author's", |filter| filter.author = "author-7".into()),
        ("commented", |filter| filter.commented = true),
    ];
    for (name, narrowed) in filters {
        for text in ["", "w12"] {
            let mut filter = ItemFilter { words: words(text), ..ItemFilter::default() };
            narrowed(&mut filter);
            all.push((if text.is_empty() { name.to_owned() } else { format!("{name}, `{text}`") }, filter));
        }
    }
    all
}

async fn measured(store: &Store, runs: usize) -> Result<(), Failure> {
    let rows = Rows { limit: 50, offset: 0 };
    println!("| asked | left | milliseconds, run by run |\n|---|---|---|");
    let mut worst = 0.0_f64;
    for (name, filter) in asked() {
        let (mut times, mut count) = (Vec::new(), 0);
        for run in 0..=runs {
            let begun = Moment::now();
            count = store.count_items_listed(&filter, COUNTED_MAX + 1).await?;
            store.items_listed(&filter, ItemOrder::Latest, rows).await?;
            let ms = begun.elapsed().as_secs_f64() * 1e3;
            // The first fills what memory keeps.
            if run > 0 {
                worst = worst.max(ms);
                times.push(format!("{ms:.1}"));
            }
        }
        let count = if count > COUNTED_MAX { format!("> {COUNTED_MAX}") } else { count.to_string() };
        println!("| {name} | {count} | {} |", times.join(", "));
    }
    // What stands above every page: how many there are without the search, counted wholly.
    for (name, exam) in [("all there are", ""), ("all of exam E-3", "E-3")] {
        let filter = ItemFilter { exam: exam.to_owned(), ..ItemFilter::default() };
        let (mut times, mut count) = (Vec::new(), 0);
        for run in 0..=runs {
            let begun = Moment::now();
            count = store.count_items_listed(&filter, i64::MAX).await?;
            let ms = begun.elapsed().as_secs_f64() * 1e3;
            if run > 0 {
                worst = worst.max(ms);
                times.push(format!("{ms:.1}"));
            }
        }
        println!("| {name} | {count} | {} |", times.join(", "));
    }
    println!("\nThe slowest took {worst:.1} ms.\n");
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [place, items, seed, runs] = args.as_slice() else {
        return Err("usage: bank PLACE ITEMS SEED RUNS".into());
    };
    let store = Store::open(&place.parse::<DataPlace>()?).await?;
    filled(&store, items.parse()?, seed.parse()?).await?;
    store.close().await;
    // Opened anew, it counts what it has: plans are those of a filled store.
    let store = Store::open(&place.parse::<DataPlace>()?).await?;
    measured(&store, runs.parse()?).await?;
    store.close().await;
    Ok(())
}
