//! How much of an answer each place of a question asks for: what the review of an exam counts by.
//!
//! It is a hint to a candidate, never a condition: less is taken, and scored as it is.

use assay_qti::view::{Asks, AssociableView, InteractionView, ItemView};

use super::{gap_match, read};

/// One response variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AskedValues {
    /// Its name.
    pub response: String,
    /// So many values at least make it whole.
    pub least: u32,
    /// So many at most; 0 is without a limit.
    pub most: u32,
    /// An expression that a text has to match.
    pub pattern: Option<String>,
}

/// In the order of the question.
pub(crate) fn asked(view: &ItemView) -> Vec<AskedValues> {
    read::interactions(view).into_iter().map(of).collect()
}

fn of(view: &InteractionView) -> AskedValues {
    let (least, most) = limits(&view.asks);
    let pattern = match &view.asks {
        Asks::TextEntry { pattern, .. } | Asks::ExtendedText { pattern, .. } => pattern.clone(),
        _ => None,
    };
    AskedValues { response: view.response.clone(), least, most, pattern }
}

/// Nothing is no answer, whatever an author leaves open.
fn limits(asks: &Asks) -> (u32, u32) {
    match asks {
        Asks::Choice { min, max, .. } | Asks::HotText { min, max, .. } | Asks::HotSpot { min, max, .. } => {
            ((*min).max(1), *max)
        }
        Asks::Order { choices, min, max, .. } => {
            let all = count(choices);
            (min.unwrap_or(all).min(all).max(1), max.unwrap_or(all).min(all))
        }
        Asks::InlineChoice { .. } | Asks::TextEntry { .. } | Asks::ExtendedText { .. } => (1, 1),
        Asks::Match { sources, targets, min, max } => {
            // Of a side that takes one each, each is asked for.
            let each = |side: &[AssociableView]| side.iter().all(|one| one.match_max == 1);
            let rows = match (each(sources), each(targets)) {
                (true, _) => count(sources),
                (false, true) => count(targets),
                (false, false) => 1,
            };
            (rows.min(room(sources)).min(room(targets)).min(above(*max)).max(*min).max(1), *max)
        }
        Asks::GapMatch { choices, content, min, max } => {
            let mut gaps = Vec::new();
            gap_match::gaps_of(content, &mut gaps);
            (count(&gaps).min(room(choices)).min(above(*max)).max(*min).max(1), *max)
        }
        Asks::GraphicGapMatch { choices, areas, min, max, .. } => {
            (count(areas).min(room(choices)).min(above(*max)).max(*min).max(1), *max)
        }
    }
}

fn count<T>(of: &[T]) -> u32 {
    u32::try_from(of.len()).unwrap_or(u32::MAX)
}

/// In how many pairs a side can be.
fn room(side: &[AssociableView]) -> u32 {
    side.iter().fold(0, |sum: u32, one| sum.saturating_add(above(one.match_max)))
}

/// A limit as a number; 0 is none.
fn above(max: u32) -> u32 {
    if max == 0 { u32::MAX } else { max }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::SAMPLES;

    #[test]
    fn each_kind_says_what_makes_it_whole() {
        let told: Vec<_> = SAMPLES
            .iter()
            .map(|sample| {
                let asked = asked(&(sample.view)());
                let each = asked.iter().map(|one| format!("{} {}-{}", one.response, one.least, one.most));
                format!("{}: {}", sample.name, each.collect::<Vec<_>>().join(", "))
            })
            .collect();
        assert_eq!(
            told,
            [
                "choice: RESPONSE 1-1",
                "several: RESPONSE 2-2",
                "order: STEPS 4-4",
                "match: RESPONSE 3-3",
                "match-several: RESPONSE 1-0",
                "gap-match: RESPONSE 2-2",
                "inline: RULE 1-1, HOSTS 1-1",
                "hot-text: RESPONSE 1-1",
                "hot-spot: RESPONSE 1-1",
                "graphic-gap-match: RESPONSE 2-2",
                "extended-text: RESPONSE 1-1",
                "right-to-left: CHOICE 1-1, STEPS 3-3",
            ]
        );
    }
}
