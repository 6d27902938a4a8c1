//! When nothing is said, what is missing then, and what to practise first.

/// Counted answers from which on something is said.
///
/// Below, the interval is too wide to be of use.
pub const COUNTED_MIN: u32 = 40;
/// Counted answers of each domain from which on something is said.
pub const COUNTED_DOMAIN_MIN: u32 = 4;
/// Days after the last counted answer for which a reading is today's.
pub const IDLE_DAYS_MAX: u32 = 30;
/// A domain with fewer goes ahead of another one that lacks the same points.
const PRACTISED_LITTLE: u32 = 6;

/// What a reading would rest on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedAnswers {
    /// Counted answers, domain by domain.
    pub counted: Vec<u32>,
    /// Whole days since the last one; nothing where there is none.
    pub idle_days: Option<u32>,
}

/// Why nothing is said about today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Silence {
    /// There are too few counted answers.
    TooFew {
        /// So many more are needed in all.
        answers: u32,
        /// So many of them in each domain.
        in_domains: Vec<u32>,
    },
    /// The last counted answer is too long ago: what was read then may be shown with its day.
    Faded {
        /// Whole days since then.
        idle_days: u32,
    },
}

/// Why nothing is said, if nothing is.
pub fn silence(evidence: &CountedAnswers) -> Option<Silence> {
    let all = evidence.counted.iter().fold(0_u32, |sum, counted| sum.saturating_add(*counted));
    let lacks = |counted: &u32| COUNTED_DOMAIN_MIN.saturating_sub(*counted);
    let in_domains: Vec<u32> = evidence.counted.iter().map(lacks).collect();
    let in_all = in_domains.iter().fold(0_u32, |sum, lacking| sum.saturating_add(*lacking));
    let answers = COUNTED_MIN.saturating_sub(all).max(in_all);
    if answers > 0 {
        return Some(Silence::TooFew { answers, in_domains });
    }
    let idle_days = evidence.idle_days.unwrap_or(u32::MAX);
    (idle_days > IDLE_DAYS_MAX).then_some(Silence::Faded { idle_days })
}

/// Domains that lack points, the most first.
///
/// Of equals first the one that was practised little.
pub fn most_missing(missing: &[f64], counted: &[u32]) -> Vec<usize> {
    let mut found: Vec<(usize, f64, bool)> = missing
        .iter()
        .zip(counted)
        .enumerate()
        .filter(|(_, (points, _))| **points > 0.0)
        .map(|(domain, (points, counted))| (domain, *points, *counted >= PRACTISED_LITTLE))
        .collect();
    // What is shown is whole points, so those are compared.
    found.sort_by(|(_, left, left_much), (_, right, right_much)| {
        right.round().total_cmp(&left.round()).then(left_much.cmp(right_much)).then(right.total_cmp(left))
    });
    found.into_iter().map(|(domain, _, _)| domain).collect()
}
