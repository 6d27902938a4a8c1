//! Variants: the same lab in another Region, for another service, at another limit.
//!
//! A variant is drawn from the sitting's seed, and the seed is all that is stored of it. Every variant of a
//! lab has the same scripts, so that none asks for more commands than another; `proving` counts them.
//!
//! ```
//! use assay_lab::variant::{count, of_place};
//! let choices = [("limit".to_owned(), vec!["70".to_owned(), "75".to_owned()])].into();
//! assert_eq!(count(&choices), 2);
//! assert_eq!(of_place(&choices, 1).names["limit"], "75");
//! ```

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{definition::Lab, names::LabNames};

/// One variant of a lab.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabVariant {
    /// The seed of the lab's ids and of the noise of its curves.
    pub seed: u64,
    /// What its names stand for.
    pub names: LabNames,
}

impl LabVariant {
    /// The variant that a sitting's seed draws.
    #[must_use]
    pub fn drawn(lab: &Lab, seed: u64) -> LabVariant {
        let count = count(&lab.choices).max(1);
        let at = usize::try_from(mixed(seed) % count as u64).unwrap_or(0);
        LabVariant { seed, ..of_place(&lab.choices, at) }
    }

    /// Every variant of a lab, each with a seed of its own.
    #[must_use]
    pub fn all(lab: &Lab) -> Vec<LabVariant> {
        (0..count(&lab.choices)).map(|at| of_place(&lab.choices, at)).collect()
    }

    /// Its names in one line.
    #[must_use]
    pub fn shown(&self) -> String {
        let pairs: Vec<String> = self.names.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join(" ")
    }
}

/// How many variants these choices make.
#[must_use]
pub fn count(choices: &BTreeMap<String, Vec<String>>) -> usize {
    choices.values().map(Vec::len).fold(1, usize::saturating_mul)
}

/// The variant at a place, counted through the choices as through digits.
#[must_use]
pub fn of_place(choices: &BTreeMap<String, Vec<String>>, place: usize) -> LabVariant {
    let mut rest = place;
    let mut names = LabNames::new();
    for (name, values) in choices {
        let many = values.len().max(1);
        if let Some(value) = values.get(rest % many) {
            names.insert(name.clone(), value.clone());
        }
        rest /= many;
    }
    LabVariant { seed: mixed(place as u64), names }
}

/// `SplitMix64`'s finaliser: near numbers become far ones.
pub(crate) fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}
