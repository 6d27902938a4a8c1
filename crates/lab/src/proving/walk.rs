//! Random walks: somebody who types commands and understands none of it.
//!
//! Each line is an operation of the lab's services, all equally likely; where some script of the lab uses it,
//! with that script's options. Their values are not the script's: an id becomes another id of its kind that
//! stands in the account, a number another number, a word one that the same option has in some script; what
//! the solver has to work out, such as a pattern or a policy, becomes a word of the lab's names.

use std::collections::{BTreeMap, BTreeSet};

use super::run::deed;
use crate::{
    bench::LabBench,
    carry::{self, LabState},
    definition::{Lab, LabScript},
    journal::LabDeed,
    names::filled_where_known,
    start::LabStart,
    variant::mixed,
};

/// Lines of a walk: twice as many as a solution has.
const LINES: u64 = 30;
/// Services to which an endpoint may lead, for somebody who does not know which one is meant.
const ENDPOINTS: [&str; 8] = ["dynamodb", "ec2", "kms", "logs", "s3", "secretsmanager", "sns", "ssm"];
/// Numbers that somebody types who knows none.
const NUMBERS: [&str; 12] = ["0", "1", "2", "5", "10", "50", "60", "80", "100", "300", "443", "1024"];

/// Options that hold what the solver worked out: a walk never has it from a solution.
const WORKED_OUT: [&str; 6] = [
    "--filter-pattern",
    "--metric-transformations",
    "--alarm-rule",
    "--notification-endpoint",
    "--policy-document",
    "--policy",
];

/// Chance from a seed: the same walk everywhere.
struct Dice(u64);

impl Dice {
    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        self.0 = mixed(self.0);
        let many = from.len().max(1) as u64;
        from.get(usize::try_from(self.0 % many).unwrap_or(0))
    }
}

/// Walks through a lab at random; how it ends, and what was typed.
#[must_use]
pub fn walk(lab: &Lab, start: &LabStart, seed: u64) -> (LabState, Vec<String>) {
    let mut dice = Dice(mixed(seed ^ 0x0077_a14b));
    let mut bench = LabBench::begin(lab, start, seed);
    let lines = typed(lab, start);
    let words = words_of(lab, start, &lines);
    let choices = by_operation(&lines);
    let mut done = Vec::new();
    for _ in 0..LINES {
        let ids = ids(bench.state(), &lab.account);
        let line = dice.pick(&choices).and_then(|lines| dice.pick(lines));
        let Some(line) = line.cloned() else { continue };
        let line = garbled(&line, &mut dice, &words, &ids);
        let confirms = line.starts_with("@confirm");
        let act = if confirms { deed(&bench, &line) } else { LabDeed::Line(line.clone()) };
        if bench.act(act).is_ok() {
            done.push(line);
        }
    }
    (bench.state().clone(), done)
}

/// The lines of all solutions, with the variant's names filled in and nothing kept.
fn typed(lab: &Lab, start: &LabStart) -> Vec<String> {
    let scripts: Vec<&LabScript> = lab.solutions.iter().collect();
    let lines: BTreeSet<String> = scripts
        .iter()
        .flat_map(|script| &script.lines)
        .map(|line| {
            let text = filled_where_known(&line.text, &start.names);
            match text.split_once("=$(") {
                Some((_, inner)) => inner.trim_end_matches(')').to_owned(),
                None => text,
            }
        })
        .collect();
    lines.into_iter().collect()
}

/// The lines of each operation of the services that the lab uses; none where no script has one.
fn by_operation(lines: &[String]) -> Vec<Vec<String>> {
    let head = |line: &str| line.split(' ').take(3).collect::<Vec<_>>().join(" ");
    let heads: BTreeSet<String> = lines.iter().map(|line| head(line)).collect();
    let lines_of = |one: &String| lines.iter().filter(|line| head(line) == *one).cloned().collect();
    let used = heads.iter().filter_map(|head| head.split(' ').nth(1));
    let used: BTreeSet<&str> = used.map(|service| service.trim_end_matches("api")).collect();
    let many = assay_cloud::operations().filter(|(service, _)| used.contains(service)).count();
    let mut all: Vec<Vec<String>> = heads.iter().map(lines_of).collect();
    all.resize(many.max(all.len()), Vec::new());
    all
}

/// What each option was given anywhere, and every name of the brief.
fn words_of(lab: &Lab, start: &LabStart, lines: &[String]) -> BTreeMap<String, Vec<String>> {
    let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let seeds = lab.seed.lines.iter().map(|line| (filled_where_known(&line.text, &start.names), true));
    for (line, of_seed) in lines.iter().map(|line| (line.clone(), false)).chain(seeds) {
        let parts = parts(&line);
        for pair in parts.windows(2) {
            if let [option, value] = pair
                && option.starts_with("--")
                && !value.starts_with("--")
                && (of_seed || !WORKED_OUT.contains(&option.as_str()))
            {
                words.entry(option.clone()).or_default().push(value.clone());
            }
        }
    }
    let region = start.names.get("region").cloned().unwrap_or_default();
    let endpoints = ENDPOINTS.map(|service| format!("com.amazonaws.{region}.{service}"));
    words.insert("--service-name".to_owned(), endpoints.to_vec());
    let names = start.names.iter().filter(|(name, _)| lab.choices.contains_key(*name));
    let names: Vec<String> = names.map(|(_, value)| value.clone()).collect();
    for option in WORKED_OUT {
        words.entry(option.to_owned()).or_default();
    }
    words.values_mut().for_each(|values| values.extend(names.iter().cloned()));
    words
}

/// Words of a line, with quoted ones whole.
fn parts(line: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut open = None;
    let mut fresh = true;
    for letter in line.chars() {
        match (open, letter) {
            (None, ' ') => fresh = true,
            (_, letter) => {
                if fresh {
                    all.push(String::new());
                    fresh = false;
                }
                if let Some(last) = all.last_mut() {
                    last.push(letter);
                }
                open = match open {
                    None if letter == '\'' || letter == '"' => Some(letter),
                    Some(quote) if quote == letter => None,
                    other => other,
                };
            }
        }
    }
    all
}

/// The line with other values.
fn garbled(
    line: &str,
    dice: &mut Dice,
    words: &BTreeMap<String, Vec<String>>,
    ids: &BTreeMap<String, Vec<String>>,
) -> String {
    let parts = parts(line);
    let mut option = String::new();
    let mut out: Vec<String> = Vec::new();
    for part in parts {
        let other = if part.starts_with("--") {
            option.clone_from(&part);
            None
        } else if out.len() < 3 {
            None
        } else if let Some(kind) = kind_of(&part, &option) {
            ids.get(&kind).and_then(|all| dice.pick(all)).cloned()
        } else if part.parse::<f64>().is_ok() {
            dice.pick(&NUMBERS).map(|number| (*number).to_owned())
        } else {
            words.get(&option).and_then(|all| dice.pick(all)).cloned()
        };
        out.push(other.unwrap_or(part));
    }
    out.join(" ")
}

/// The kind of id that a word is, or that its option asks for where the word is a kept name.
fn kind_of(word: &str, option: &str) -> Option<String> {
    let prefix = |word: &str| {
        let (kind, rest) = word.rsplit_once('-')?;
        let is_id = rest.len() >= 8 && rest.chars().all(|c| c.is_ascii_hexdigit());
        is_id.then(|| kind.to_owned())
    };
    if word.starts_with('$') {
        let option = option.trim_start_matches("--");
        let kind = match option {
            "subnet-id" | "subnet-ids" => "subnet",
            "vpc-id" => "vpc",
            "route-table-id" | "route-table-ids" => "rtb",
            "nat-gateway-id" | "nat-gateway-ids" => "nat",
            "gateway-id" | "internet-gateway-id" => "igw",
            "network-acl-id" => "acl",
            "allocation-id" => "eipalloc",
            "vpc-endpoint-id" | "vpc-endpoint-ids" => "vpce",
            "group-id" | "security-group-ids" => "sg",
            _ => "association",
        };
        return Some(kind.to_owned());
    }
    prefix(word)
}

/// The ids that stand in the account, by kind.
fn ids(state: &LabState, account: &str) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let kinds = [
        ("subnet", "ec2 describe-subnets --query Subnets[].SubnetId"),
        ("vpc", "ec2 describe-vpcs --query Vpcs[].VpcId"),
        ("rtb", "ec2 describe-route-tables --query RouteTables[].RouteTableId"),
        ("nat", "ec2 describe-nat-gateways --query NatGateways[].NatGatewayId"),
        ("igw", "ec2 describe-internet-gateways --query InternetGateways[].InternetGatewayId"),
        ("acl", "ec2 describe-network-acls --query NetworkAcls[].NetworkAclId"),
        ("eipalloc", "ec2 describe-addresses --query Addresses[].AllocationId"),
        ("vpce", "ec2 describe-vpc-endpoints --query VpcEndpoints[].VpcEndpointId"),
        ("sg", "ec2 describe-security-groups --query SecurityGroups[].GroupId"),
        ("i", "ec2 describe-instances --query Reservations[].Instances[].InstanceId"),
        (
            "association",
            "ec2 describe-route-tables --query RouteTables[].Associations[].RouteTableAssociationId",
        ),
        (
            "association",
            "ec2 describe-network-acls --query NetworkAcls[].Associations[].NetworkAclAssociationId",
        ),
    ];
    let who = carry::principal(account, "role/LabGrader");
    for (kind, question) in kinds {
        let (_, carried) = carry::line(state, &format!("aws {question} --output text"), &who);
        let found = carried.text.split_whitespace().map(str::to_owned);
        all.entry(kind.to_owned()).or_default().extend(found);
    }
    all
}
