//! The start of a lab.
//!
//! Its seed is carried out once per variant, and cloned for each sitting.

use std::sync::Arc;

use assay_cloud::{
    Cloud,
    call::Fault,
    clock,
    probe::{Metric, scenario},
    shell::Env,
};

use crate::{
    carry::{self, LabState},
    definition::{Lab, LabMetric, LabScenario},
    names::{LabNames, filled},
    variant::LabVariant,
};

/// A lab at its start: the state, and what its names stand for.
#[derive(Debug, Clone)]
pub struct LabStart {
    /// Before the first command.
    pub state: LabState,
    /// Of the variant, of the seed, and what every lab gives.
    pub names: LabNames,
    /// Calls that the seed made.
    pub calls: u32,
}

/// Makes the broken state of a variant.
///
/// # Errors
/// A line of the seed fails, or the scenario names what is not there; the words say which.
pub fn start(lab: &Lab, variant: &LabVariant) -> Result<LabStart, String> {
    let mut names = variant.names.clone();
    names.insert("account".to_owned(), lab.account.clone());
    let region = filled(&lab.region, &names).map_err(|name| format!("nothing gives {name}"))?;
    names.insert("region".to_owned(), region.clone());
    let env = |files| Arc::new(Env { region: region.clone(), files, ..Env::default() });
    let mut state = LabState { cloud: Cloud::new(variant.seed, lab.starts_at), env: env(Default::default()) };
    let who = carry::principal(&lab.account, "user/setup");
    let mut calls = 0;
    for line in &lab.seed.lines {
        let text = filled(&line.text, &names)
            .map_err(|name| format!("seed.sh line {}: nothing gives {name}", line.number))?;
        let (after, carried) = carry::line(&state, &text, &who);
        if carried.failed.is_some() {
            return Err(format!("seed.sh line {}: {}", line.number, carried.text.trim()));
        }
        calls += carried.calls;
        state = after;
    }
    names.extend(state.env.variables.iter().map(|(name, value)| (name.clone(), value.clone())));
    for one in &lab.scenario {
        state.cloud = with(&state.cloud, one, lab, &names)?;
    }
    // What the seed kept is the author's: a candidate's console begins empty.
    state.env = env(Default::default());
    Ok(LabStart { state, names, calls })
}

/// A metric by what its names stand for.
pub(crate) fn metric(metric: &LabMetric, names: &LabNames) -> Result<Metric, String> {
    let fill = |text: &str| filled(text, names).map_err(|name| format!("nothing gives {name}"));
    let value = |name: &str| names.get(name).cloned().unwrap_or_default();
    let dimensions: Result<Vec<(String, String)>, String> =
        metric.dimensions.iter().map(|(name, value)| Ok((name.clone(), fill(value)?))).collect();
    let dimensions = dimensions?;
    let pairs: Vec<(&str, &str)> =
        dimensions.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    Ok(Metric::new(&value("account"), &value("region"), &fill(&metric.name)?, &pairs))
}

fn with(cloud: &Cloud, one: &LabScenario, lab: &Lab, names: &LabNames) -> Result<Cloud, String> {
    let fill = |text: &str| filled(text, names).map_err(|name| format!("nothing gives {name}"));
    match one {
        LabScenario::Curve { metric: named, curve, every_m } => {
            scenario::with_curve(cloud, &metric(named, names)?, curve, *every_m)
        }
        LabScenario::Lines { group, stream, lines } => {
            let region = names.get("region").cloned().unwrap_or_default();
            let texts = lines.iter().map(|line| fill(line)).collect::<Result<Vec<_>, _>>()?;
            let many = i64::try_from(texts.len()).unwrap_or(0);
            let at = |line: i64| cloud.now() - (many - 1 - line) * clock::MINUTE;
            let lines: Vec<(i64, &str)> =
                (0..many).zip(&texts).map(|(line, text)| (at(line), text.as_str())).collect();
            let place = (lab.account.as_str(), region.as_str());
            scenario::with_lines(cloud, place, (&fill(group)?, &fill(stream)?), &lines)
        }
        LabScenario::Failure { operation, code, message, times } => {
            let (service, name) =
                operation.split_once(':').ok_or("an operation is written as service:Name")?;
            let fault = Fault::sender(code, fill(message)?);
            let times = u32::try_from(*times).unwrap_or(1);
            Ok(scenario::with_failure(cloud, service, name, fault, times))
        }
    }
}
