//! Probes as they stand in a file.

use assay_kernel::{Diagnostic, source::Reader};

use super::{
    DiagnosisWhen, LabDiagnosis, LabHeard, LabMetric, LabProbe, LabScenario, PortsAsked, Sought, WayWanted,
};
use crate::{codes, limits};

/// The keys that say which kind a probe is.
const KINDS: [&str; 6] = ["feed", "stop", "write", "from", "may", "ask"];
/// Minutes within which something has to be heard: an hour is asked of nobody.
const WITHIN_M: std::ops::RangeInclusive<i64> = 1..=60;

/// One probe; nothing where it asks nothing, or two things at once.
pub(super) fn probe(table: &Reader<'_>) -> Option<LabProbe> {
    let kinds: Vec<&str> = KINDS.into_iter().filter(|kind| table.has(kind)).collect();
    let [kind] = kinds.as_slice() else {
        let message = format!("a probe asks one thing, and this one {}", kinds.len());
        let hint = "give it one of `feed`, `stop`, `write`, `from`, `may` and `ask`";
        table.report(Diagnostic::error(codes::PROBE, table.here(), message).hint(hint));
        table.keys();
        return None;
    };
    Some(match *kind {
        "feed" | "stop" => figures(table, kind),
        "write" => LabProbe::Lines {
            group: table.text("write"),
            lines: table.texts("lines"),
            sum: table.integer_in("rises", 1..=1_000),
            within_m: table.integer_in("within_m", WITHIN_M),
        },
        "from" => reach(table),
        "may" => LabProbe::May {
            who: table.text("who"),
            action: table.text("may"),
            on: table.texts("on"),
            through: table.maybe_text("through"),
            allowed: table.maybe_choice("expect", &[("allowed", true), ("denied", false)]).unwrap_or(true),
        },
        _ => LabProbe::Ask(sought(table)),
    })
}

/// A metric by its name and `where`.
fn metric(table: &Reader<'_>, key: &str) -> LabMetric {
    let dimensions = table.maybe_table("where", |wanted| {
        wanted.keys().into_iter().map(|name| (name.clone(), wanted.text(&name))).collect()
    });
    LabMetric { name: table.text(key), dimensions: dimensions.unwrap_or_default() }
}

fn figures(table: &Reader<'_>, kind: &str) -> LabProbe {
    let metric = metric(table, kind);
    let is_stop = kind == "stop";
    LabProbe::Figures {
        metric,
        quiet: table.text("quiet"),
        figures: if is_stop { String::new() } else { table.text("figures") },
        silent_m: if is_stop { table.integer_in("minutes", WITHIN_M) } else { 0 },
        heard: heard(table),
        within_m: table.maybe_integer("within_m").unwrap_or(*WITHIN_M.end()),
    }
}

fn heard(table: &Reader<'_>) -> LabHeard {
    let said = ["published", "silent", "mailed"].into_iter().filter(|key| table.has(key)).count();
    if said != 1 {
        let message = "what is to be heard is said once";
        let hint = "write `published = \"any\"` or a topic, `silent = true`, or `mailed` with `or_topic`";
        table.report(Diagnostic::error(codes::PROBE, table.here(), message).hint(hint));
    }
    if table.has("mailed") {
        return LabHeard::Mailed { to: table.text("mailed"), or_topic: table.text("or_topic") };
    }
    if table.flag("silent", false) {
        return LabHeard::Nothing;
    }
    LabHeard::Published(table.maybe_text("published").filter(|topic| topic != "any"))
}

fn reach(table: &Reader<'_>) -> LabProbe {
    let ports: Vec<u16> =
        table.maybe_integer("port").and_then(|port| port.try_into().ok()).into_iter().collect();
    let ports = if table.flag("any_port", false) { PortsAsked::Any } else { PortsAsked::These(ports) };
    if ports == PortsAsked::These(Vec::new()) {
        table.bad("port", "which port is asked about", "write `port = 443` or `any_port = true`");
    }
    let takes =
        table.maybe_choice("takes", &[("igw", "igw"), ("nat", "nat"), ("vpce", "vpce"), ("local", "local")]);
    let avoids = table.maybe_choice("avoids", &[("igw", "igw"), ("nat", "nat")]);
    let wanted = match (takes, avoids) {
        (Some(takes), _) => WayWanted::Takes(takes.to_owned()),
        (None, Some(avoids)) => WayWanted::Avoids(avoids.to_owned()),
        (None, None) => table.maybe_choice("expect", &[("reached", true), ("blocked", false)]).map_or(
            WayWanted::Reached,
            |reached| if reached { WayWanted::Reached } else { WayWanted::Blocked },
        ),
    };
    LabProbe::Reach { from: table.texts("from"), to: table.texts("to"), ports, wanted }
}

fn sought(table: &Reader<'_>) -> Sought {
    let max = table.maybe_integer("max");
    let min = table.maybe_integer("min").unwrap_or(if max.is_some() { 0 } else { 1 });
    Sought { command: table.text("ask"), min, max }
}

/// Why a check may have failed.
pub(super) fn diagnosis(table: &Reader<'_>) -> LabDiagnosis {
    let when = if table.has("ask") {
        DiagnosisWhen::Asked(sought(table))
    } else {
        DiagnosisWhen::Found { fact: table.text("fact"), has: table.text("has") }
    };
    LabDiagnosis { when, say: table.text("say") }
}

/// What a lab gives that no call can.
pub(super) fn scenario(table: &Reader<'_>) -> LabScenario {
    if table.has("metric") {
        return LabScenario::Curve {
            metric: metric(table, "metric"),
            curve: table.text("curve"),
            every_m: table.maybe_integer("every_m").unwrap_or(1),
        };
    }
    if table.has("refuse") {
        return LabScenario::Failure {
            operation: table.text("refuse"),
            code: table.text("code"),
            message: table.text("message"),
            times: table.integer_in("times", 1..=limits::DEEDS_MAX as i64),
        };
    }
    LabScenario::Lines { group: table.text("log"), stream: table.text("stream"), lines: table.texts("lines") }
}
