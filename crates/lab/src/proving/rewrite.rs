//! Rewrites of a right script: the same thing said otherwise.
//!
//! Each has to be worth the same.
//!
//! ```
//! use assay_lab::{definition::LabScript, proving::rewrites};
//! let script = LabScript::of_text("a.sh", "aws sns create-topic --name ops");
//! let names: Vec<String> = rewrites(&script).into_iter().map(|one| one.script.name).collect();
//! assert!(names.contains(&"a.sh, more resources".to_owned()));
//! ```

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::definition::{LabScript, ScriptLine};

/// A script said otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewrite {
    /// The script, named after the first and what was done to it.
    pub script: LabScript,
}

/// Options whose values are names that somebody may choose freely.
const NAME_OPTIONS: [&str; 5] = ["--alarm-name", "--filter-name", "--group-name", "--policy-name", "--sid"];
/// What stands about in an account and has nothing to do with the task.
const MORE_FIRST: [&str; 4] = [
    "aws sns create-topic --name of-somebody-else",
    "aws ec2 create-vpc --cidr-block 192.168.0.0/16",
    "aws logs create-log-group --log-group-name /of/somebody-else",
    "aws cloudwatch put-metric-alarm --alarm-name of-somebody-else --namespace Other --metric-name Other \
     --statistic Sum --period 60 --evaluation-periods 1 --threshold 1 \
     --comparison-operator LessThanThreshold",
];
const MORE_LAST: [&str; 2] = [
    "aws ec2 allocate-address --domain vpc",
    "aws logs put-metric-filter --log-group-name /of/somebody-else --filter-name other --filter-pattern WARN \
     --metric-transformations metricName=Other,metricNamespace=Other,metricValue=1",
];

/// Every rewrite of a script that changes it.
#[must_use]
pub fn rewrites(script: &LabScript) -> Vec<Rewrite> {
    let all: [(&str, Vec<String>); 8] = [
        ("other names", renamed(script)),
        ("another order", reordered(script)),
        ("policies otherwise", each(script, policies)),
        ("JSON for shorthand", each(script, shorthand)),
        ("rules split", split(script)),
        ("rules merged", each(script, merged)),
        ("more resources", with_more(script)),
        ("hours later", [texts(script), vec!["wait 5h".to_owned()]].concat()),
    ];
    let changed = all.into_iter().filter(|(_, lines)| *lines != texts(script));
    changed.map(|(what, lines)| Rewrite { script: named(script, what, lines) }).collect()
}

fn texts(script: &LabScript) -> Vec<String> {
    script.lines.iter().map(|line| line.text.clone()).collect()
}

fn named(script: &LabScript, what: &str, lines: Vec<String>) -> LabScript {
    let lines = lines.into_iter().zip(1..).map(|(text, number)| ScriptLine { number, text }).collect();
    LabScript { name: format!("{}, {what}", script.name), lines }
}

fn each(script: &LabScript, change: impl Fn(&str) -> String) -> Vec<String> {
    script.lines.iter().map(|line| change(&line.text)).collect()
}

fn with_more(script: &LabScript) -> Vec<String> {
    let more = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    [more(&MORE_FIRST), texts(script), more(&MORE_LAST)].concat()
}

/// The value after an option, up to the next space.
fn value_of<'a>(line: &'a str, option: &str) -> Option<&'a str> {
    let at = line.find(&format!("{option} "))? + option.len() + 1;
    line.get(at..)?.split_whitespace().next()
}

/// Freely chosen names become others, everywhere in the script.
fn renamed(script: &LabScript) -> Vec<String> {
    let mut lines = texts(script);
    let found: BTreeSet<String> = lines
        .iter()
        .flat_map(|line| NAME_OPTIONS.iter().filter_map(|option| value_of(line, option)))
        .filter(|name| !name.starts_with('$') && !name.starts_with('\''))
        .map(str::to_owned)
        .collect();
    // The longest first, so that no name is changed inside another one.
    let mut found: Vec<String> = found.into_iter().collect();
    found.sort_by_key(|name| std::cmp::Reverse(name.len()));
    for (at, name) in found.iter().enumerate() {
        let other = format!("mine-{at}");
        lines.iter_mut().for_each(|line| *line = line.replace(name.as_str(), &other));
    }
    lines
}

/// Neighbours that have nothing to do with one another change places.
fn reordered(script: &LabScript) -> Vec<String> {
    let mut lines = texts(script);
    let mut at = 0;
    while at + 1 < lines.len() {
        let free = matches!((lines.get(at), lines.get(at + 1)), (Some(a), Some(b)) if independent(a, b));
        if free {
            lines.swap(at, at + 1);
            at += 1;
        }
        at += 1;
    }
    lines
}

fn independent(one: &str, other: &str) -> bool {
    let stays = |line: &str| line.starts_with('@') || line.contains(" wait ") || line.starts_with("wait ");
    if stays(one) || stays(other) {
        return false;
    }
    let words = |line: &str| -> BTreeSet<String> {
        let kept = line.split_once('=').map(|(name, _)| name.to_owned());
        let parts = line.split(|c: char| !(c.is_ascii_alphanumeric() || "_-$/.{}".contains(c)));
        // What both name ties them together: an id, a name, a kept value; not a service or a number.
        let telling = |word: &&str| word.starts_with('$') || word.len() > 3 && word.parse::<f64>().is_err();
        let words = parts.filter(telling).map(|word| word.trim_start_matches(['$', '-']).to_owned());
        words.chain(kept).collect()
    };
    words(one).is_disjoint(&words(other))
}

/// Policies in the argument of a line: one text becomes a list, a list of one a text; members turn round.
fn policies(line: &str) -> String {
    let (Some(open), Some(close)) = (line.find("'{"), line.rfind("}'")) else { return line.to_owned() };
    let Some(text) = line.get(open + 1..=close) else { return line.to_owned() };
    // A name in braces is no JSON where it stands alone, and inside quotes it is a text like any other.
    let Ok(Json::Object(mut policy)) = serde_json::from_str::<Json>(text) else { return line.to_owned() };
    let Some(statement) = policy.get_mut("Statement") else { return line.to_owned() };
    match statement {
        Json::Array(all) => all.iter_mut().for_each(turned),
        one => {
            turned(one);
            *one = Json::Array(vec![one.take()]);
        }
    }
    let (Some(before), Some(after)) = (line.get(..=open), line.get(close + 1..)) else {
        return line.to_owned();
    };
    format!("{before}{}{after}", Json::Object(policy))
}

fn turned(statement: &mut Json) {
    for name in ["Action", "Resource"] {
        let Some(value) = statement.get_mut(name) else { continue };
        *value = match value.take() {
            Json::String(text) => Json::Array(vec![Json::String(text)]),
            Json::Array(mut items) if items.len() == 1 => items.pop().unwrap_or(Json::Null),
            other => other,
        };
    }
}

/// `Name=A,Value=B` words become JSON, the last first.
fn shorthand(line: &str) -> String {
    let Some(at) = line.find("--dimensions ").map(|at| at + "--dimensions ".len()) else {
        return line.to_owned();
    };
    let (Some(before), Some(rest)) = (line.get(..at), line.get(at..)) else { return line.to_owned() };
    let words: Vec<&str> = rest.split_whitespace().take_while(|word| word.starts_with("Name=")).collect();
    let pair = |word: &&str| {
        let (name, value) = word.strip_prefix("Name=")?.split_once(",Value=")?;
        Some(format!("{{\"Value\":\"{value}\",\"Name\":\"{name}\"}}"))
    };
    let Some(mut pairs) = words.iter().map(pair).collect::<Option<Vec<String>>>() else {
        return line.to_owned();
    };
    pairs.reverse();
    let after: Vec<&str> = rest.split_whitespace().skip(words.len()).collect();
    // The rest of such a line has no quotes in the labs; with some, it is left alone.
    if rest.contains(['\'', '"']) {
        return line.to_owned();
    }
    format!("{before}'[{}]' {}", pairs.join(","), after.join(" "))
}

/// A rule over a range of ports becomes two rules over its halves.
fn split(script: &LabScript) -> Vec<String> {
    texts(script).into_iter().flat_map(|line| halves(&line).unwrap_or_else(|| vec![line])).collect()
}

fn halves(line: &str) -> Option<Vec<String>> {
    if !line.contains("create-network-acl-entry") {
        return None;
    }
    let range = value_of(line, "--port-range")?;
    let (from, to) = range.strip_prefix("From=")?.split_once(",To=")?;
    let (from, to) = (from.parse::<u16>().ok()?, to.parse::<u16>().ok()?);
    let rule = value_of(line, "--rule-number")?;
    let number = rule.parse::<u16>().ok()?;
    let middle = from + (to - from) / 2;
    let with = |number: u16, from: u16, to: u16| {
        let line = line.replace(range, &format!("From={from},To={to}"));
        line.replace(&format!("--rule-number {rule}"), &format!("--rule-number {number}"))
    };
    (from < to).then(|| vec![with(number, from, middle), with(number + 1, middle + 1, to)])
}

/// A rule over a range of ports becomes one over all ports of its protocol.
fn merged(line: &str) -> String {
    let is_rule = line.contains("create-network-acl-entry") && line.contains("--rule-action allow");
    match value_of(line, "--port-range").filter(|_| is_rule) {
        Some(range) if range.ends_with("To=65535") => line.replace(range, "From=1024,To=65535"),
        Some(range) => line.replace(range, "From=0,To=65535"),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(text: &str, what: &str) -> String {
        let all = rewrites(&LabScript::of_text("a", text));
        let found = all.into_iter().find(|one| one.script.name == format!("a, {what}"));
        let lines = found.map(|one| texts(&one.script)).unwrap_or_default();
        lines.join("\n")
    }

    #[test]
    fn a_range_of_ports_is_split_without_a_gap() {
        let line =
            "aws ec2 create-network-acl-entry --rule-number 90 --port-range From=1024,To=65535 --ingress";
        let lines = rewritten(line, "rules split");
        assert!(lines.contains("--rule-number 90 --port-range From=1024,To=33279"), "{lines}");
        assert!(lines.contains("--rule-number 91 --port-range From=33280,To=65535"), "{lines}");
    }

    #[test]
    fn a_policy_says_the_same_in_lists() {
        let line =
            r#"aws x --policy '{"Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":["{a}"]}}'"#;
        let wanted = r#"'{"Statement":[{"Action":["s3:Get*"],"Effect":"Allow","Resource":"{a}"}]}'"#;
        assert!(rewritten(line, "policies otherwise").ends_with(wanted));
    }

    #[test]
    fn dimensions_become_json_and_names_become_others() {
        let line = "aws x --alarm-name cpu --dimensions Name=A,Value={a} Name=B,Value=b --period 60";
        let json = r#"--dimensions '[{"Value":"b","Name":"B"},{"Value":"{a}","Name":"A"}]' --period 60"#;
        assert!(rewritten(line, "JSON for shorthand").ends_with(json));
        assert!(rewritten(line, "other names").contains("--alarm-name mine-0"));
    }

    #[test]
    fn only_what_has_nothing_in_common_changes_places() {
        let tied = "A=$(aws sns create-topic --name ops)\naws logs put-x --arn $A";
        assert_eq!(rewritten(tied, "another order"), "");
        let free = "aws sns create-topic --name ops\naws logs put-x --arn other";
        assert!(rewritten(free, "another order").starts_with("aws logs"));
    }
}
