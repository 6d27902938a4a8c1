//! What a form lacks: of a drawn form, and of one that somebody edits.

use std::ops::RangeInclusive;

use assay_kernel::{Arg, Said};

use super::{
    counts::FormCounts,
    facts::{FormBlueprint, FormPool, QuotaMark},
};
use crate::form::Purpose;

/// How far a count may be from the pool's share before it is said: one item, and a tenth of the share.
const SHARE_SLACK_MILLI: u64 = 1000;
const SHARE_SLACK_PART: u64 = 10;
/// A letter's keys in percent of an even share: of four letters, 18 to 32 of a hundred keys.
const LETTER_PCT: RangeInclusive<u32> = 72..=128;
/// Letters are even only over at least this many keys.
const LETTERS_MIN: u32 = 20;
/// Sums of expected proportions may differ by half an item: then raw cuts differ by one at most.
pub(super) const EXPECTED_SLACK: f64 = 0.5;
/// Skills that a sentence names.
const NAMED_MAX: usize = 12;

/// One thing that a form lacks or has too much of.
#[derive(Clone, Debug, PartialEq)]
pub enum Short {
    /// Not as many items as the exam version says.
    Length {
        /// Of scored or of pretest items.
        purpose: Purpose,
        /// How many there are.
        has: u32,
        /// How many there should be.
        wants: u32,
    },
    /// Scored items of a domain that do not fit its weight.
    Domain {
        /// e.g. `1`.
        domain: String,
        /// How many there are.
        has: u32,
        /// How many at least.
        at_least: u32,
        /// How many at most.
        at_most: u32,
    },
    /// Two items that give each other away.
    Enemies {
        /// One.
        one: String,
        /// The other.
        other: String,
    },
    /// An item that the pool does not have.
    Unknown(String),
    /// An item that stands there more than once.
    Twice(String),
    /// Fewer skills than the goal.
    Skills {
        /// How many are reached.
        has: usize,
        /// How many should be.
        goal: usize,
        /// Those that are not.
        missing: Vec<String>,
    },
    /// More or fewer items with a mark than the pool's share.
    Share {
        /// Which.
        mark: QuotaMark,
        /// How many there are.
        has: u32,
        /// How many at least.
        at_least: u32,
        /// How many at most.
        at_most: u32,
    },
    /// Keys of one letter that could be guessed.
    Letter {
        /// Which.
        letter: String,
        /// How many keys have it.
        has: u32,
        /// How many at least.
        at_least: u32,
        /// How many at most.
        at_most: u32,
    },
    /// Easier or harder than it should be.
    Expected {
        /// The sum of its expected proportions.
        has: f64,
        /// What it should be.
        target: f64,
    },
    /// Its items are expected to take longer than the exam.
    Time {
        /// Expected seconds.
        has_s: u32,
        /// Testing time.
        limit_s: u32,
    },
    /// The pool has fewer items than the forms need.
    PoolItems {
        /// How many it has.
        has: usize,
        /// How many the forms need.
        wants: usize,
    },
    /// The pool has fewer items of a domain than the forms need scored ones.
    PoolDomain {
        /// e.g. `1`.
        domain: String,
        /// How many it has.
        has: usize,
        /// How many the forms need.
        wants: usize,
    },
    /// Skills of the outline of which the pool has no item.
    PoolSkills(Vec<String>),
    /// Skills of the pool that no form reaches.
    Together(Vec<String>),
}

impl Short {
    /// Whether a form with this can be frozen by nobody.
    ///
    /// Anything else is for people to weigh.
    pub fn is_hard(&self) -> bool {
        matches!(
            self,
            Short::Length { .. }
                | Short::Domain { .. }
                | Short::Enemies { .. }
                | Short::Unknown(_)
                | Short::Twice(_)
                | Short::PoolItems { .. }
                | Short::PoolDomain { .. }
        )
    }

    /// What it is, to be said in any language.
    pub fn said(&self) -> Said {
        let counted = |code, has: u32, low: u32, high: u32| {
            let said = Said::of(code).with("has", has).with("low", low);
            said.maybe("high", (high > low).then_some(high))
        };
        match self {
            Short::Length { purpose: Purpose::Scored, has, wants } => {
                Said::of("form.scored").with("has", *has).with("wants", *wants)
            }
            Short::Length { purpose: Purpose::Pretest, has, wants } => {
                Said::of("form.pretest").with("has", *has).with("wants", *wants)
            }
            Short::Domain { domain, has, at_least, at_most } => {
                counted("form.domain", *has, *at_least, *at_most).with("domain", Arg::text(domain))
            }
            Short::Enemies { one, other } => {
                Said::of("form.enemies").with("one", Arg::text(one)).with("other", Arg::text(other))
            }
            Short::Unknown(item) => Said::of("form.unknown").with("item", Arg::text(item)),
            Short::Twice(item) => Said::of("form.twice").with("item", Arg::text(item)),
            Short::Skills { has, goal, missing } => {
                let said = Said::of("form.skills").with("has", *has).with("goal", *goal);
                said.with("missing", named(missing))
            }
            Short::Share { mark, has, at_least, at_most } => {
                let code = match mark {
                    QuotaMark::Several => "form.several",
                    QuotaMark::Artefact => "form.artefact",
                    QuotaMark::Tag(_) => "form.tag",
                };
                let said = counted(code, *has, *at_least, *at_most);
                match mark {
                    QuotaMark::Tag(tag) => said.with("tag", Arg::text(tag)),
                    _ => said,
                }
            }
            Short::Letter { letter, has, at_least, at_most } => {
                counted("form.letter", *has, *at_least, *at_most).with("letter", Arg::text(letter))
            }
            Short::Expected { has, target } => Said::of("form.expected")
                .with("has", Arg::text(format!("{has:.2}")))
                .with("target", Arg::text(format!("{target:.2}"))),
            Short::Time { has_s, limit_s } => {
                Said::of("form.time").with("has", has_s.div_ceil(60)).with("limit", limit_s / 60)
            }
            Short::PoolItems { has, wants } => Said::of("form.pool").with("has", *has).with("wants", *wants),
            Short::PoolDomain { domain, has, wants } => Said::of("form.pool-domain")
                .with("domain", Arg::text(domain))
                .with("has", *has)
                .with("wants", *wants),
            Short::PoolSkills(skills) => {
                Said::of("form.pool-skills").with("n", skills.len()).with("missing", named(skills))
            }
            Short::Together(skills) => {
                Said::of("form.together").with("n", skills.len()).with("missing", named(skills))
            }
        }
    }
}

fn named(skills: &[String]) -> Vec<Arg> {
    skills.iter().take(NAMED_MAX).map(Arg::text).collect()
}

/// What a form lacks: what keeps it from being frozen first.
pub fn short_of_form(counts: &FormCounts, pool: &FormPool, blueprint: &FormBlueprint) -> Vec<Short> {
    let mut short = hard(counts, blueprint);
    let reachable = pool.skills();
    let missing: Vec<String> = counts
        .skills_missing(blueprint)
        .filter(|skill| reachable.contains(skill))
        .map(str::to_owned)
        .collect();
    let has = counts.skills.iter().filter(|skill| blueprint.skills.contains(*skill)).count();
    if has < blueprint.skills_goal {
        short.push(Short::Skills { has, goal: blueprint.skills_goal, missing });
    }
    let length = counts.scored + counts.pretest;
    for (mark, has) in &counts.marks {
        let wanted = share_wanted(pool.share_milli(mark, length));
        if !wanted.contains(has) {
            let (at_least, at_most) = wanted.into_inner();
            short.push(Short::Share { mark: mark.clone(), has: *has, at_least, at_most });
        }
    }
    let single = counts.single();
    let letters = u32::try_from(counts.letters.len()).unwrap_or(u32::MAX).max(1);
    let (low, high) = LETTER_PCT.into_inner();
    let (at_least, at_most) = ((single * low).div_ceil(100 * letters), single * high / (100 * letters));
    if single >= LETTERS_MIN {
        for (letter, has) in counts.letters.iter().filter(|(_, has)| !(at_least..=at_most).contains(*has)) {
            short.push(Short::Letter { letter: letter.clone(), has: *has, at_least, at_most });
        }
    }
    let target = blueprint.expected_of(pool);
    if counts.scored == blueprint.scored && (counts.expected - target).abs() > EXPECTED_SLACK {
        short.push(Short::Expected { has: counts.expected, target });
    }
    if blueprint.time_limit_s > 0 && counts.time_s > blueprint.time_limit_s {
        short.push(Short::Time { has_s: counts.time_s, limit_s: blueprint.time_limit_s });
    }
    short
}

fn hard(counts: &FormCounts, blueprint: &FormBlueprint) -> Vec<Short> {
    let lengths = [
        (Purpose::Scored, counts.scored, blueprint.scored),
        (Purpose::Pretest, counts.pretest, blueprint.pretest),
    ];
    let lengths = lengths.into_iter().filter(|(_, has, wants)| has != wants);
    let mut short: Vec<Short> =
        lengths.map(|(purpose, has, wants)| Short::Length { purpose, has, wants }).collect();
    short.extend(counts.domains.iter().filter(|domain| domain.off() != 0).map(|domain| Short::Domain {
        domain: domain.id.clone(),
        has: domain.scored,
        at_least: domain.at_least,
        at_most: domain.at_most,
    }));
    let pair = |(one, other): &(String, String)| Short::Enemies { one: one.clone(), other: other.clone() };
    short.extend(counts.enemies.iter().map(pair));
    short.extend(counts.unknown.iter().cloned().map(Short::Unknown));
    short.extend(counts.twice.iter().cloned().map(Short::Twice));
    short
}

/// Counts that are near a share, given in thousandths.
fn share_wanted(exact_milli: u64) -> RangeInclusive<u32> {
    let slack = SHARE_SLACK_MILLI + exact_milli / SHARE_SLACK_PART;
    let whole = |milli: u64| u32::try_from(milli / 1000).unwrap_or(u32::MAX);
    whole(exact_milli.saturating_sub(slack).next_multiple_of(1000))..=whole(exact_milli + slack)
}

/// What no choice of items could mend: the pool is too small for so many forms.
pub fn short_of_pool(pool: &FormPool, blueprint: &FormBlueprint, forms: usize) -> Vec<Short> {
    let count = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    let mut short = Vec::new();
    let wants = count(blueprint.total()).saturating_mul(forms);
    if pool.items().len() < wants {
        short.push(Short::PoolItems { has: pool.items().len(), wants });
    }
    for domain in &blueprint.domains {
        let has = pool.items().filter(|item| item.domain == domain.id).count();
        let wants = count(*blueprint.scored_of(domain).start()).saturating_mul(forms);
        if has < wants {
            short.push(Short::PoolDomain { domain: domain.id.clone(), has, wants });
        }
    }
    let reachable = pool.skills();
    let missing = blueprint.skills.iter().filter(|skill| !reachable.contains(skill.as_str()));
    let missing: Vec<String> = missing.cloned().collect();
    if !missing.is_empty() {
        short.push(Short::PoolSkills(missing));
    }
    short
}
