//! Known causes of differences: what the standard says of each, and how a difference of it is known.

use std::collections::BTreeSet;

use anyhow::Context;
use serde::Deserialize;
use serde_json::Value;

/// Half of the third decimal: how far off a number may be that was written with three.
const HALF_THOUSANDTH: f64 = 0.000_500_001;

/// The causes, and what each of them explained in this run.
pub struct Causes {
    pub all: Vec<Cause>,
}

/// One cause.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// What the engines do otherwise.
    pub what: String,
    /// What the standard says, and where.
    pub standard: String,
    #[serde(rename = "bears-out")]
    pub verdict: Verdict,
    /// Which differences are of it; every one where nothing is said.
    when: Option<When>,
    /// Ends of the folders or files of the items where it counts; everywhere without any.
    #[serde(default)]
    items: Vec<String>,
    /// Outcomes that it explained.
    #[serde(skip)]
    pub explained: usize,
    /// Items where it explained something.
    #[serde(skip)]
    pub found_in: BTreeSet<String>,
}

/// Whom the standard bears out.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Us.
    Ours,
    /// Nobody: it leaves the case open, or the file is not as it wants.
    Open,
}

/// A kind of difference that can be seen in it.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum When {
    /// The other engine threw an error.
    Failed,
    /// A number that is ours but for three decimals and separators.
    Rounded,
    /// A response names a value twice.
    Repeated,
    /// A response has pairs.
    Paired,
    /// Ours is NULL.
    Null,
}

/// An outcome of one response that is not the same.
pub struct Difference<'a> {
    pub item: &'a str,
    pub responses: &'a Value,
    pub ours: &'a Value,
    /// Their value, or the error that they threw.
    pub theirs: Result<&'a Value, &'a str>,
}

impl Causes {
    /// Of this tree.
    pub fn read() -> anyhow::Result<Self> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            cause: Vec<Cause>,
        }
        let file: File = toml::from_str(include_str!("causes.toml")).context("causes.toml")?;
        Ok(Causes { all: file.cause })
    }

    /// Whether a cause is known; the first that fits counts it.
    pub fn explain(&mut self, difference: &Difference) -> bool {
        let Some(cause) = self.all.iter_mut().find(|cause| cause.fits(difference)) else { return false };
        cause.explained += 1;
        cause.found_in.insert(difference.item.to_owned());
        true
    }
}

impl Cause {
    fn fits(&self, difference: &Difference) -> bool {
        let is_here = self.items.is_empty() || self.items.iter().any(|end| difference.item.ends_with(end));
        // An engine that threw did nothing else otherwise.
        is_here && difference.theirs.is_err() == (self.when == Some(When::Failed)) && self.is_seen(difference)
    }

    fn is_seen(&self, difference: &Difference) -> bool {
        let texts = difference.responses.as_object().into_iter().flatten();
        let mut lists = texts.filter_map(|(_, value)| value.as_array());
        match self.when {
            None | Some(When::Failed) => true,
            Some(When::Null) => difference.ours.is_null(),
            Some(When::Repeated) => lists.any(|list| {
                list.iter().enumerate().any(|(place, one)| list.iter().take(place).any(|it| it == one))
            }),
            Some(When::Paired) => {
                lists.any(|list| list.iter().any(|one| one.as_str().is_some_and(|one| one.contains(' '))))
            }
            Some(When::Rounded) => {
                let theirs = difference.theirs.ok().and_then(Value::as_str).map(|text| text.replace(',', ""));
                let theirs = theirs.and_then(|text| text.parse::<f64>().ok());
                let both = difference.ours.as_f64().zip(theirs);
                both.is_some_and(|(ours, theirs)| (ours - theirs).abs() <= HALF_THOUSANDTH)
            }
        }
    }
}
