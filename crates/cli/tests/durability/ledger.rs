//! What a connection sent and what was acknowledged: kept outside the server, so a kill cannot touch it.

use std::collections::BTreeMap;

use serde_json::Value;

/// A change of one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub seq: i64,
    pub option: String,
}

/// The latest change of each item, as sent and as acknowledged.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    sent: BTreeMap<u32, Change>,
    acknowledged: BTreeMap<u32, Change>,
}

impl Ledger {
    /// Notes the next change of an item, before it is sent.
    pub fn send(&mut self, position: u32, options: &[String]) -> Change {
        let seq = self.sent.get(&position).map_or(1, |change| change.seq + 1);
        let at = usize::try_from(seq).unwrap() % options.len();
        let change = Change { seq, option: options[at].clone() };
        self.sent.insert(position, change.clone());
        change
    }

    /// Notes that it was acknowledged.
    pub fn acknowledge(&mut self, position: u32, change: Change) {
        self.acknowledged.insert(position, change);
    }

    /// Every acknowledged change that a sitting does not have, and everything in it that nobody sent. What it
    /// has was shown to the candidate now, so from here on it counts as acknowledged.
    pub fn missing_in(&mut self, sitting: &Value) -> Vec<String> {
        let mut missing = Vec::new();
        for (position, sent) in &self.sent {
            let item = &sitting["items"][usize::try_from(position - 1).unwrap()];
            let option = item["response"][0].as_str().unwrap_or_default().to_owned();
            let stored = Change { seq: item["seq"].as_i64().unwrap(), option };
            let acknowledged = self.acknowledged.get(position);
            if stored.seq == 0 && acknowledged.is_none() {
                continue;
            }
            // Stored is what was acknowledged last, or what was sent after it and not acknowledged in time.
            if Some(&stored) != acknowledged && stored != *sent {
                missing.push(format!("item {position}: {acknowledged:?} acknowledged, {stored:?} stored"));
            }
            self.acknowledged.insert(*position, stored);
        }
        missing
    }
}
