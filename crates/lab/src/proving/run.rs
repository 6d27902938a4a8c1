//! Scripts are run on the bench on which candidates work.

use crate::{
    bench::LabBench,
    carry::LabState,
    definition::{Lab, LabScript},
    journal::LabDeed,
    names::filled,
    start::LabStart,
};

/// What a script came to.
#[derive(Debug, Clone)]
pub struct ScriptRun {
    /// The state after its last line.
    pub state: LabState,
    /// Calls that it made.
    pub calls: u32,
    /// What was done, as it would be stored.
    pub bench: LabBench,
}

/// A line of a script that fails.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {number} of {script}: `{line}`: {why}")]
pub struct ScriptFailed {
    /// The script.
    pub script: String,
    /// From 1.
    pub number: usize,
    /// With its names filled in.
    pub line: String,
    /// What was said.
    pub why: String,
}

/// Runs a script from the start of a variant.
///
/// # Errors
/// The first line that fails.
pub fn run(lab: &Lab, start: &LabStart, script: &LabScript) -> Result<ScriptRun, ScriptFailed> {
    let mut bench = LabBench::begin(lab, start, 0);
    let calls = lines(&mut bench, start, script)?;
    Ok(ScriptRun { state: bench.state().clone(), calls, bench })
}

/// Runs the lines of a script on a bench; how many calls they made.
pub(super) fn lines(bench: &mut LabBench, start: &LabStart, script: &LabScript) -> Result<u32, ScriptFailed> {
    let mut calls = 0;
    for line in &script.lines {
        let failed = |line: &str, number, why: String| ScriptFailed {
            script: script.name.clone(),
            number,
            line: line.to_owned(),
            why: why.trim().to_owned(),
        };
        let text = filled(&line.text, &start.names)
            .map_err(|name| failed(&line.text, line.number, format!("nothing gives {name}")))?;
        let carried =
            bench.act(deed(bench, &text)).map_err(|why| failed(&text, line.number, why.to_string()))?;
        calls += carried.calls;
        if carried.failed.is_some() {
            return Err(failed(&text, line.number, carried.text));
        }
    }
    Ok(calls)
}

/// The deed of a line of a script.
///
/// `@confirm ADDRESS` follows the last link that was mailed there; all else is a line of the console.
#[must_use]
pub fn deed(bench: &LabBench, text: &str) -> LabDeed {
    let Some(address) = text.strip_prefix("@confirm ") else { return LabDeed::Line(text.to_owned()) };
    let mails = bench.state().cloud.mails();
    let is_link = |to: &str| to.eq_ignore_ascii_case(address.trim());
    let place = mails.iter().rposition(|mail| mail.confirms.is_some() && is_link(&mail.to));
    LabDeed::Confirm(place.unwrap_or(usize::MAX))
}
