//! All items of a programme, prepared: how rare a word is, which items are alike.
//!
//! Likeness is the cosine of two items' words, each weighted by how often it stands in the item and how few
//! items hold it (tf-idf). Words of the stem and of keys count twice, a key's rationale once: what an item
//! turns on stands there. Postings by word make one question cost what its words
//! cost, not what the bank holds. Looked at: `tantivy` and `bm25`, which rank for a search and have no
//! cosine.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::item::LintItem;

/// How often words of stem and keys count (item-rules.md, likeness).
const TWICE: u32 = 2;

/// An item beside another.
#[derive(Clone, Debug, PartialEq)]
pub struct LikeItem {
    /// Its id.
    pub id: String,
    /// 0 for nothing in common to 1 for the same.
    pub cosine: f64,
    /// Whether it names the other in its enemies or its note.
    pub is_known: bool,
}

#[derive(Debug, Default)]
struct Word {
    /// Items that hold it in stem or options.
    asked_by: u32,
    /// Items that hold it anywhere that counts, each with its weight.
    postings: Vec<(u32, f32)>,
}

#[derive(Debug)]
struct Known {
    id: String,
    enemies: Vec<String>,
    note: String,
}

/// The items of a programme, prepared.
#[derive(Debug, Default)]
pub struct LintCorpus {
    words: HashMap<String, Word>,
    items: Vec<Known>,
}

impl LintCorpus {
    /// Prepares items: those of the bank and those of practice together.
    pub fn of<'a>(items: impl IntoIterator<Item = &'a LintItem>) -> Self {
        let mut corpus = LintCorpus::default();
        for item in items {
            let number = u32::try_from(corpus.items.len()).unwrap_or(u32::MAX);
            let asked = asked_words(item);
            for (word, count) in counted(item) {
                let asked_by = u32::from(asked.contains(word));
                let entry = match corpus.words.get_mut(word) {
                    Some(entry) => entry,
                    None => corpus.words.entry(word.to_owned()).or_default(),
                };
                entry.asked_by += asked_by;
                entry.postings.push((number, frequency(count)));
            }
            corpus.items.push(Known {
                id: item.meta.id.clone(),
                enemies: item.meta.enemies.clone(),
                note: item.meta.note.clone(),
            });
        }
        corpus.weigh();
        corpus
    }

    /// Turns frequencies into weights of vectors of length one.
    fn weigh(&mut self) {
        let total = self.items.len();
        let mut squares = vec![0.0f64; total];
        for word in self.words.values_mut() {
            let rarity = rarity(total, word.postings.len());
            for (number, weight) in &mut word.postings {
                *weight *= rarity;
                if let Some(square) = squares.get_mut(*number as usize) {
                    *square += f64::from(*weight).powi(2);
                }
            }
        }
        for word in self.words.values_mut() {
            for (number, weight) in &mut word.postings {
                let length = squares.get(*number as usize).map_or(0.0, |square| square.sqrt());
                if length > 0.0 {
                    *weight = (f64::from(*weight) / length) as f32;
                }
            }
        }
    }

    /// How many items were prepared.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// How many items hold a content word in stem or options.
    pub(super) fn asked_by(&self, word: &str) -> u32 {
        self.words.get(word).map_or(0, |word| word.asked_by)
    }

    /// Other items that are as alike as `least`, the likest first.
    ///
    /// The item itself need not be among those that were prepared; another wording of it is left out.
    pub fn alike(&self, item: &LintItem, least: f64) -> Vec<LikeItem> {
        let mut dots = vec![0.0f32; self.items.len()];
        let mut square = 0.0f32;
        let total = self.items.len();
        for (word, count) in counted(item) {
            let Some(known) = self.words.get(word) else {
                square += (frequency(count) * rarity(total, 1)).powi(2);
                continue;
            };
            let weight = frequency(count) * rarity(total, known.postings.len());
            square += weight.powi(2);
            for (number, other) in &known.postings {
                if let Some(dot) = dots.get_mut(*number as usize) {
                    *dot += weight * other;
                }
            }
        }
        let length = f64::from(square).sqrt();
        let pairs = self.items.iter().zip(dots);
        let alike = pairs.filter_map(|(known, dot)| {
            let cosine = if length > 0.0 { f64::from(dot) / length } else { 0.0 };
            (cosine >= least && known.id != item.meta.id).then(|| LikeItem {
                id: known.id.clone(),
                cosine,
                is_known: known.enemies.contains(&item.meta.id) || known.note.contains(&item.meta.id),
            })
        });
        let mut alike: Vec<LikeItem> = alike.collect();
        alike.sort_by(|a, b| b.cosine.total_cmp(&a.cosine).then_with(|| a.id.cmp(&b.id)));
        alike
    }
}

/// The words of stem and options, each once.
pub(super) fn asked_words(item: &LintItem) -> HashSet<&str> {
    let options = item.options.iter().flat_map(|option| &option.words);
    item.words.iter().chain(options).map(String::as_str).collect()
}

/// What likeness looks at, with how often it counts; in one order, so that sums are the same every time.
fn counted(item: &LintItem) -> BTreeMap<&str, u32> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for word in &item.words {
        *counts.entry(word).or_default() += TWICE;
    }
    for option in &item.options {
        let times = if option.is_right { TWICE } else { 1 };
        for word in &option.words {
            *counts.entry(word).or_default() += times;
        }
        for word in &option.rationale_words {
            *counts.entry(word).or_default() += 1;
        }
    }
    counts
}

/// A second mention says less than the first.
fn frequency(count: u32) -> f32 {
    1.0 + (count as f32).ln()
}

/// A word that every item holds says nothing.
fn rarity(items: usize, holding: usize) -> f32 {
    ((items.max(1) as f32) / (holding.max(1) as f32)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::item;

    #[test]
    fn an_item_is_like_its_copy_and_unlike_another() {
        let one = item(|text| text);
        let copy = item(|text| text.replace("id = \"x\"", "id = \"copy\""));
        let other = item(|text| {
            text.replace("id = \"x\"", "id = \"other\"").replace("Water the trees of the street", "Sing")
        });
        let corpus = LintCorpus::of([&one, &copy, &other]);
        let alike = corpus.alike(&one, 0.1);
        assert_eq!(alike[0].id, "copy");
        assert!((alike[0].cosine - 1.0).abs() < 1e-3, "{alike:?}");
        assert!(alike.iter().all(|one| one.id != "other" || one.cosine < 0.99));
        assert!(LintCorpus::default().alike(&one, 0.0).is_empty());
    }
}
