//! Steps of responses, and how a group of them is told apart. Pure: how they are appended is `append.rs`.

use std::collections::HashMap;

use assay_kernel::{Sittings, TypedId};

use crate::column::Ms;

/// One step of a response, to be appended.
#[derive(Clone, Debug)]
pub struct ResponseStep {
    /// Sitting.
    pub sitting: TypedId<Sittings>,
    /// Place on the form, from 1.
    pub position: u32,
    /// Number of the change.
    pub seq: i64,
    /// Options chosen, a JSON list.
    pub response: String,
    /// Marked for review.
    pub flagged: bool,
    /// When.
    pub saved_at: Ms,
    /// Who writes: the sitting must be held by this writer, or by nobody.
    pub writer: String,
    /// The sitting must not end before this: the instant of saving, less what is allowed for transit.
    pub ends_from: Ms,
    /// The number may be this much above the stored one.
    pub seq_step_max: i64,
    /// Evidence: when the item was first shown, by the page's clock.
    pub item_seen_ms: Option<i64>,
    /// Evidence: how long it was on screen.
    pub item_elapsed_ms: Option<i64>,
    /// Evidence: when the change was made, by the page's clock.
    pub client_elapsed_ms: Option<i64>,
}

/// What a step is stored under.
pub(crate) type StepKey = (String, i64, i64);

impl ResponseStep {
    /// What it is stored under.
    pub(crate) fn key(&self) -> StepKey {
        (self.sitting.to_string(), i64::from(self.position), self.seq)
    }

    /// The same change sent once more: whatever becomes of the one becomes of the other.
    fn repeats(&self, earlier: &ResponseStep) -> bool {
        self.seq == earlier.seq
            && self.response == earlier.response
            && self.flagged == earlier.flagged
            && self.writer == earlier.writer
    }
}

/// A group of steps in the statements that append it. Places are those in the group.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Grouped {
    /// One statement each, in order; none holds two changes of one item, so that each change is judged by
    /// what the changes before it left: an answer under a number that is taken is refused, whoever took it.
    pub(crate) rounds: Vec<Vec<usize>>,
    /// Places that say the same as an earlier one, and which: they share its fate.
    pub(crate) repeats: Vec<(usize, usize)>,
}

/// Tells the steps of a group apart, so that each gets the answer that it would have got alone.
pub(crate) fn grouped(steps: &[&ResponseStep]) -> Grouped {
    let mut grouped = Grouped::default();
    // Of each item the place of its latest change so far, and the next round for it.
    let mut latest: HashMap<(TypedId<Sittings>, u32), (usize, usize)> = HashMap::new();
    for (place, step) in steps.iter().enumerate() {
        let item = (step.sitting, step.position);
        let before = latest.get(&item).copied();
        let earlier = before.and_then(|(earlier, _)| steps.get(earlier).map(|step| (earlier, step)));
        match earlier {
            Some((earlier, same)) if step.repeats(same) => grouped.repeats.push((place, earlier)),
            _ => {
                let round = before.map_or(0, |(_, next)| next);
                match grouped.rounds.get_mut(round) {
                    Some(together) => together.push(place),
                    None => grouped.rounds.push(vec![place]),
                }
                latest.insert(item, (place, round + 1));
            }
        }
    }
    grouped
}
