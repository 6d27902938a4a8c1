//! From ratings to weights.

use std::collections::BTreeMap;

use super::agreement::consistency;
use crate::model::{Domain, Outline, TaskWeight};

/// Both scales go from 1 to 5.
///
/// Enough to tell tasks apart, few enough to be used whole.
pub const RATING_MAX: u8 = 5;
/// A proposal rests on at least this many experts.
///
/// Of fewer, leaving one out says nothing.
pub const EXPERTS_MIN: usize = 3;

/// What one expert says of one task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rating {
    importance: u8,
    frequency: u8,
}

impl Rating {
    /// Both from 1 to [`RATING_MAX`]; none for anything else.
    pub fn new(importance: u8, frequency: u8) -> Option<Self> {
        let is_on_scale = |point| (1..=RATING_MAX).contains(&point);
        (is_on_scale(importance) && is_on_scale(frequency)).then_some(Rating { importance, frequency })
    }

    /// How much it matters that it is done well.
    ///
    /// From 1, hardly, to 5: harm follows where it is not.
    pub fn importance(self) -> u8 {
        self.importance
    }

    /// How often it is done: 1 less than once a year, 5 daily.
    pub fn frequency(self) -> u8 {
        self.frequency
    }
}

/// What one expert says, by the ids of tasks.
///
/// Who cannot judge a task leaves it out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers(pub BTreeMap<String, Rating>);

/// Why nothing can be proposed yet.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotEnough {
    /// Too few experts have answered.
    #[error("{have} of at least {EXPERTS_MIN} experts have answered")]
    Experts {
        /// How many have.
        have: usize,
    },
    /// Tasks that fewer than [`EXPERTS_MIN`] experts rated.
    #[error("fewer than {EXPERTS_MIN} experts rated {}", .0.join(", "))]
    Tasks(Vec<String>),
    /// An outline without tasks.
    #[error("the outline has no task statements")]
    NoTasks,
}

/// What was found of a task.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskFinding {
    /// Its id.
    pub task: String,
    /// Experts who rated it.
    pub experts: usize,
    /// Mean ratings.
    pub weight: TaskWeight,
    /// Lowest and highest importance that was said.
    pub importance_range: (u8, u8),
    /// Lowest and highest frequency that was said.
    pub frequency_range: (u8, u8),
    /// Its share of the sum of all indices, in percent.
    pub share_pct: f64,
}

/// What is proposed for a domain.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposedDomain {
    /// Its id.
    pub domain: String,
    /// Its tasks' share of the sum of all indices, in percent.
    pub share_pct: f64,
    /// Lowest and highest share when any one expert is left out, in percent.
    pub range_pct: (f64, f64),
    /// The proposed weight in whole percent.
    pub weight_pct: u32,
    /// Today's.
    pub weight_pct_now: u32,
    /// Scored items that the proposed weight makes of a form.
    pub items: u32,
    /// Scored items that today's weight makes.
    pub items_now: u32,
}

/// A proposed blueprint with its evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposedBlueprint {
    /// In the outline's order; weights sum to 100.
    pub domains: Vec<ProposedDomain>,
    /// In the outline's order.
    pub tasks: Vec<TaskFinding>,
    /// Experts whose answers it rests on.
    pub experts: usize,
    /// Agreement on importance, of those who rated every task; see [`consistency`].
    pub agreement_importance: Option<f64>,
    /// Agreement on frequency.
    pub agreement_frequency: Option<f64>,
}

/// Weighs an outline by what experts said.
///
/// `items_scored` is the length of a form. Ratings of tasks that the outline does not have are left out.
///
/// # Errors
/// Too few experts, or a task that too few of them could judge.
pub fn weigh(
    outline: &Outline,
    experts: &[Answers],
    items_scored: u32,
) -> Result<ProposedBlueprint, NotEnough> {
    if outline.tasks().next().is_none() {
        return Err(NotEnough::NoTasks);
    }
    if experts.len() < EXPERTS_MIN {
        return Err(NotEnough::Experts { have: experts.len() });
    }
    let unrated =
        |task: &str| experts.iter().filter(|expert| expert.0.contains_key(task)).count() < EXPERTS_MIN;
    let few: Vec<String> =
        outline.tasks().filter(|task| unrated(&task.id)).map(|task| task.id.clone()).collect();
    if !few.is_empty() {
        return Err(NotEnough::Tasks(few));
    }
    let everybody: Vec<&Answers> = experts.iter().collect();
    let indices = indices(outline, &everybody);
    let sum: f64 = indices.values().sum();
    let tasks = outline.tasks().map(|task| finding(&task.id, &everybody, &indices, sum)).collect();
    Ok(ProposedBlueprint {
        domains: domains(outline, &everybody, items_scored),
        tasks,
        experts: experts.len(),
        agreement_importance: agreement(outline, experts, Rating::importance),
        agreement_frequency: agreement(outline, experts, Rating::frequency),
    })
}

/// Whole numbers in proportion to shares, which sum to a total.
///
/// The largest remainders get what is left over: /// Hamilton's method; of equal remainders the earlier
/// share is served first. All shares 0: all get 0.
pub fn apportioned(shares: &[f64], total: u32) -> Vec<u32> {
    let sum: f64 = shares.iter().sum();
    if sum <= 0.0 {
        return vec![0; shares.len()];
    }
    let exact: Vec<f64> = shares.iter().map(|share| share * f64::from(total) / sum).collect();
    let mut whole: Vec<u32> = exact.iter().map(|quota| floor(*quota)).collect();
    let left = total.saturating_sub(whole.iter().sum());
    let mut order: Vec<(usize, f64)> = exact.iter().map(|quota| quota - quota.floor()).enumerate().collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    for (place, _) in order.into_iter().take(left as usize) {
        if let Some(number) = whole.get_mut(place) {
            *number += 1;
        }
    }
    whole
}

/// The whole part of a quota, which is at most the total that is shared out.
fn floor(quota: f64) -> u32 {
    // A quota that is whole but for the last bit is meant to be whole.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to the u32 it is a share of"
    )]
    let whole = (quota + 1e-9).floor() as u32;
    whole
}

fn ratings<'a>(task: &str, experts: &[&'a Answers]) -> Vec<&'a Rating> {
    experts.iter().filter_map(|expert| expert.0.get(task)).collect()
}

/// A mean in hundredths: what an outline's file keeps, so the file leads to the same weights.
fn mean_hundredths(points: impl ExactSizeIterator<Item = u8>) -> u32 {
    let count = u32::try_from(points.len()).unwrap_or(u32::MAX);
    let sum: u32 = points.map(u32::from).sum();
    if count == 0 { 0 } else { (sum * 200 + count) / (2 * count) }
}

fn weight(task: &str, experts: &[&Answers]) -> TaskWeight {
    let ratings = ratings(task, experts);
    TaskWeight {
        importance_hundredths: mean_hundredths(ratings.iter().map(|rating| rating.importance)),
        frequency_hundredths: mean_hundredths(ratings.iter().map(|rating| rating.frequency)),
    }
}

fn indices(outline: &Outline, experts: &[&Answers]) -> BTreeMap<String, f64> {
    #[expect(clippy::cast_precision_loss, reason = "at most 250,000")]
    let index = |task: &str| weight(task, experts).index() as f64;
    outline.tasks().map(|task| (task.id.clone(), index(&task.id))).collect()
}

fn share_of(domain: &Domain, indices: &BTreeMap<String, f64>) -> f64 {
    let sum: f64 = indices.values().sum();
    let own: f64 = domain.tasks.iter().filter_map(|task| indices.get(&task.id)).sum();
    if sum > 0.0 { own * 100.0 / sum } else { 0.0 }
}

fn domains(outline: &Outline, experts: &[&Answers], items_scored: u32) -> Vec<ProposedDomain> {
    let shares = |indices: &BTreeMap<String, f64>| -> Vec<f64> {
        outline.domains.iter().map(|domain| share_of(domain, indices)).collect()
    };
    let whole = shares(&indices(outline, experts));
    let without_one: Vec<Vec<f64>> = (0..experts.len())
        .map(|out| {
            let others: Vec<&Answers> =
                experts.iter().enumerate().filter(|(place, _)| *place != out).map(|(_, one)| *one).collect();
            shares(&indices(outline, &others))
        })
        .collect();
    let weights = apportioned(&whole, 100);
    let now: Vec<f64> = outline.domains.iter().map(|domain| f64::from(domain.weight_pct)).collect();
    let proposed: Vec<f64> = weights.iter().copied().map(f64::from).collect();
    let (items, items_now) = (apportioned(&proposed, items_scored), apportioned(&now, items_scored));
    let at = |numbers: &[u32], place: usize| numbers.get(place).copied().unwrap_or_default();
    let range = |place: usize| {
        let of_one = without_one.iter().filter_map(|shares| shares.get(place).copied());
        of_one
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), share| (low.min(share), high.max(share)))
    };
    let proposal = |(place, domain): (usize, &Domain)| ProposedDomain {
        domain: domain.id.clone(),
        share_pct: whole.get(place).copied().unwrap_or_default(),
        range_pct: range(place),
        weight_pct: at(&weights, place),
        weight_pct_now: domain.weight_pct,
        items: at(&items, place),
        items_now: at(&items_now, place),
    };
    outline.domains.iter().enumerate().map(proposal).collect()
}

fn finding(task: &str, experts: &[&Answers], indices: &BTreeMap<String, f64>, sum: f64) -> TaskFinding {
    let ratings = ratings(task, experts);
    let range = |of: fn(Rating) -> u8| {
        let points = ratings.iter().map(|rating| of(**rating));
        points.fold((RATING_MAX, 1), |(low, high), point| (low.min(point), high.max(point)))
    };
    let index = indices.get(task).copied().unwrap_or_default();
    TaskFinding {
        task: task.to_owned(),
        experts: ratings.len(),
        weight: weight(task, experts),
        importance_range: range(Rating::importance),
        frequency_range: range(Rating::frequency),
        share_pct: if sum > 0.0 { index * 100.0 / sum } else { 0.0 },
    }
}

fn agreement(outline: &Outline, experts: &[Answers], of: fn(Rating) -> u8) -> Option<f64> {
    let tasks: Vec<&str> = outline.tasks().map(|task| task.id.as_str()).collect();
    let whole = |expert: &&Answers| tasks.iter().all(|task| expert.0.contains_key(*task));
    let columns: Vec<Vec<f64>> = experts
        .iter()
        .filter(whole)
        .map(|expert| {
            tasks.iter().filter_map(|task| expert.0.get(*task)).map(|rating| f64::from(of(*rating)))
        })
        .map(Iterator::collect)
        .collect();
    consistency(&columns)
}
