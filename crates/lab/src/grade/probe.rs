//! Probes are asked of a copy: figures, lines, ways, decisions, commands.
//!
//! Whatever somebody took away so that a probe finds nothing (an instance, a role, a log group) is a failure
//! with that reason. Only what the engine cannot tell is *not evaluated*.

use assay_cloud::{
    Cloud,
    call::{Call, Fault},
    clock,
    probe::{self, AccessAsked, Metric, NetworkEnd, PolicyDecision, Traced},
    step,
    value::Value,
};

use super::prober::{ABSENT, ProbeFound, Probed, Prober};
use crate::{
    definition::{LabHeard, LabMetric, LabProbe, PortsAsked, WayWanted},
    limits,
    names::LabNames,
    start,
};

/// Quiet minutes before figures, so that an alarm has a state to leave.
const QUIET_M: usize = 30;
/// Ports that somebody outside would try, beside the edges of an instance's own rules.
const USUAL_PORTS: [u16; 9] = [22, 25, 80, 443, 3306, 3389, 5432, 8080, 8443];

impl Prober<'_> {
    pub(super) fn ask(&self, probe: &LabProbe) -> ProbeFound {
        let found = match probe {
            LabProbe::Figures { metric, quiet, figures, silent_m, heard, within_m } => self
                .figures(metric, quiet, figures, *silent_m)
                .and_then(|(after, since)| self.heard(&after, since, heard, *within_m)),
            LabProbe::Lines { group, lines, sum, within_m } => self.lines(group, lines, *sum, *within_m),
            LabProbe::Reach { from, to, ports, wanted } => self.ways(from, to, ports, wanted),
            LabProbe::May { who, action, on, through, allowed } => {
                self.access((who, action), on, through.as_deref(), *allowed)
            }
            LabProbe::Ask(sought) => Ok(self.sought(sought)),
        };
        found.unwrap_or_else(|ended| ended)
    }

    fn account(&self) -> &str {
        &self.who.account
    }

    /// A call of the grader's own; `None` where it is refused.
    fn call(
        &self,
        cloud: &Cloud,
        service: &str,
        operation: &str,
        input: Value,
    ) -> Probed<(Cloud, Option<Value>)> {
        let call = Call {
            service: service.to_owned(),
            operation: operation.to_owned(),
            region: self.region.clone(),
            who: self.who.clone(),
            input,
        };
        match step(cloud, &call) {
            (after, Ok(answer)) => Ok((after, Some(answer))),
            (_, Err(Fault { code, message, .. })) if code == ABSENT => Err(ProbeFound::Untold(message)),
            (after, Err(_)) => Ok((after, None)),
        }
    }

    /// The lab after quiet minutes and the figures; and when the figures began.
    fn figures(&self, named: &LabMetric, quiet: &str, figures: &str, silent_m: i64) -> Probed<(Cloud, i64)> {
        let untold = ProbeFound::Untold;
        let metric: Metric = start::metric(named, self.names).map_err(untold)?;
        let before = figures_of(&format!("{} x{QUIET_M}", self.fill(quiet)?)).map_err(untold)?;
        let calm = probe::fed(&self.state.cloud, &metric, &before).map_err(untold)?;
        let after = if silent_m > 0 {
            probe::waited(&probe::stopped(&calm, &metric), silent_m * clock::MINUTE)
        } else {
            let figures = figures_of(&self.fill(figures)?).map_err(untold)?;
            probe::fed(&calm, &metric, &figures)
        };
        Ok((after.map_err(untold)?, calm.now()))
    }

    fn heard(&self, after: &Cloud, since: i64, heard: &LabHeard, within_m: i64) -> Probed<ProbeFound> {
        // Figures begin with the next minute, and an alarm is evaluated at the end of the last.
        let until = since + (within_m + 1) * clock::MINUTE;
        let rang = after.publications().iter().filter(|one| one.at >= since && one.at <= until);
        let mut topics: Vec<&str> = rang.map(|one| one.topic.as_str()).collect();
        topics.dedup();
        let facts = LabNames::from([("published".to_owned(), topics.join(", "))]);
        let holds = match heard {
            LabHeard::Published(None) => !topics.is_empty(),
            LabHeard::Published(Some(topic)) => topics.contains(&self.fill(topic)?.as_str()),
            LabHeard::Nothing => topics.is_empty(),
            LabHeard::Mailed { to, or_topic } => {
                let (to, topic) = (self.fill(to)?, self.fill(or_topic)?);
                if topics.is_empty() {
                    self.mailed_by(after, &topic, &to)?
                } else {
                    has_mail(after, &to, since)
                }
            }
        };
        if !holds && !matches!(heard, LabHeard::Nothing) {
            self.heard_for_sure(after, since)?;
        }
        Ok(if holds { ProbeFound::Holds(facts) } else { ProbeFound::Broken(facts) })
    }

    /// Ends the probe where an alarm rang at a topic of which nobody here knows whether it would have heard.
    fn heard_for_sure(&self, after: &Cloud, since: i64) -> Probed<()> {
        let from = clock::text(since);
        let input = Value::from([("HistoryItemType", "Action".into()), ("StartDate", from.into())]);
        let (_, answer) = self.call(after, "cloudwatch", "DescribeAlarmHistory", input)?;
        let items = answer.iter().flat_map(|answer| answer.list("AlarmHistoryItems"));
        let mut untold = items.filter(|item| item.text("HistorySummary").contains(probe::UNTOLD));
        untold.next().map_or(Ok(()), |item| {
            let alarm = item.text("AlarmName");
            Err(ProbeFound::Untold(format!("{alarm} rang, and {}", probe::UNTOLD)))
        })
    }

    /// Whether something published to the topic now would come to the address.
    fn mailed_by(&self, cloud: &Cloud, topic: &str, to: &str) -> Probed<bool> {
        let input = Value::from([("TopicArn", topic.into()), ("Message", "a probe".into())]);
        let (after, _) = self.call(cloud, "sns", "Publish", input)?;
        Ok(has_mail(&after, to, cloud.now()))
    }

    fn lines(&self, group: &str, lines: &[String], sum: i64, within_m: i64) -> Probed<ProbeFound> {
        let group = self.fill(group)?;
        let texts = lines.iter().map(|line| self.fill(line)).collect::<Probed<Vec<_>>>()?;
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let (account, region) = (self.account(), self.region.as_str());
        let cloud = &self.state.cloud;
        // A minute of its own: what was counted in the one that runs is not the probe's.
        let rest = clock::MINUTE - cloud.now().rem_euclid(clock::MINUTE);
        let cloud = probe::waited(cloud, rest).map_err(ProbeFound::Untold)?;
        let since = cloud.now();
        let Ok(written) = probe::written(&cloud, account, region, &group, &texts) else {
            let none = [("counted", "0"), ("found", "the log group is gone")];
            return Ok(ProbeFound::Broken(facts(&none)));
        };
        let after = probe::waited(&written, within_m * clock::MINUTE).map_err(ProbeFound::Untold)?;
        let metrics = probe::metrics_of_filters(&after, account, region, &group);
        let sums: Vec<f64> = metrics.iter().map(|metric| probe::metric_sum(&after, metric, since)).collect();
        #[expect(clippy::cast_precision_loss, reason = "a sum of a few lines")]
        let wanted = sum as f64;
        let most = sums.iter().copied().fold(0.0_f64, f64::max);
        let found = facts(&[("counted", &most.to_string())]);
        let holds = sums.iter().any(|sum| (sum - wanted).abs() < 0.01);
        Ok(if holds { ProbeFound::Holds(found) } else { ProbeFound::Broken(found) })
    }

    fn ways(
        &self,
        from: &[String],
        to: &[String],
        ports: &PortsAsked,
        wanted: &WayWanted,
    ) -> Probed<ProbeFound> {
        let mut last = LabNames::new();
        for from in from {
            for to in to {
                let (from, to) = (self.fill(from)?, self.fill(to)?);
                for port in self.ports(&from, &to, ports)? {
                    let way = self.way(&from, &to, port)?;
                    if matches!(wanted, WayWanted::Reached | WayWanted::Blocked) {
                        told(&way)?;
                    }
                    let blocked = way.blocked_at.as_ref().map(ToString::to_string).unwrap_or_default();
                    let found = facts(&[
                        ("from", &from),
                        ("to", &to),
                        ("port", &port.to_string()),
                        ("blocked_at", &blocked),
                        ("path", &way.path()),
                        ("via", way.via),
                    ]);
                    let holds = match wanted {
                        WayWanted::Reached => way.reached(),
                        WayWanted::Blocked => !way.reached(),
                        WayWanted::Takes(via) => way.via == via,
                        WayWanted::Avoids(via) => way.via != via,
                    };
                    if !holds {
                        return Ok(ProbeFound::Broken(found));
                    }
                    last = found;
                }
            }
        }
        Ok(ProbeFound::Holds(last))
    }

    /// One way; an instance that is gone is where it ends.
    fn way(&self, from: &str, to: &str, port: u16) -> Probed<Traced> {
        for instance in [from, to].into_iter().filter(|end| !matches!(*end, "internet" | "s3")) {
            if let Some(says) = self.gone(instance)? {
                let hop = probe::Hop { what: "instance", id: instance.to_owned(), says };
                return Ok(Traced { blocked_at: Some(hop), ..Traced::default() });
            }
        }
        let end = |text: &str| match text {
            "internet" => NetworkEnd::Internet,
            "s3" => NetworkEnd::Store,
            instance => NetworkEnd::Instance(instance.to_owned()),
        };
        let place = (self.account(), self.region.as_str());
        probe::reach(&self.settled, place, &end(from), &end(to), port).map_err(ProbeFound::Untold)
    }

    fn instance(&self, id: &str) -> Probed<Option<Value>> {
        let input = Value::from([("InstanceIds", vec![id].into())]);
        let (_, answer) = self.call(&self.settled, "ec2", "DescribeInstances", input)?;
        Ok(answer.and_then(|answer| answer.at_path("Reservations.Instances").first().copied().cloned()))
    }

    /// What became of an instance that is no more.
    fn gone(&self, id: &str) -> Probed<Option<String>> {
        let Some(instance) = self.instance(id)? else { return Ok(Some("does not exist".to_owned())) };
        let state = instance.get("State").map_or("", |state| state.text("Name")).to_owned();
        let is_gone = matches!(state.as_str(), "terminated" | "shutting-down");
        Ok(is_gone.then(|| format!("is {state}")))
    }

    /// The ports to try: those named, or the usual ones and the edges of the rules of what is reached.
    fn ports(&self, from: &str, to: &str, asked: &PortsAsked) -> Probed<Vec<u16>> {
        if let PortsAsked::These(ports) = asked {
            return Ok(ports.clone());
        }
        let inside = if to == "internet" || to == "s3" { from } else { to };
        let mut ports = USUAL_PORTS.to_vec();
        if let Some(instance) = self.instance(inside)? {
            let groups: Vec<Value> =
                instance.list("SecurityGroups").iter().map(|group| group.text("GroupId").into()).collect();
            let filter = Value::from([("Name", "group-id".into()), ("Values", Value::List(groups))]);
            let input = Value::from([("Filters", Value::List(vec![filter]))]);
            let (_, answer) = self.call(&self.settled, "ec2", "DescribeSecurityGroupRules", input)?;
            for rule in answer.iter().flat_map(|answer| answer.list("SecurityGroupRules")) {
                let edges = [rule.int("FromPort"), rule.int("ToPort")].into_iter().flatten();
                ports.extend(edges.filter_map(|port| u16::try_from(port).ok()));
            }
        }
        ports.sort_unstable();
        ports.dedup();
        ports.truncate(limits::PORTS_MAX);
        Ok(ports)
    }

    fn access(
        &self,
        (who, action): (&str, &str),
        on: &[String],
        through: Option<&str>,
        allowed: bool,
    ) -> Probed<ProbeFound> {
        let who = self.fill(who)?;
        let through = through.map(|vpc| self.fill(vpc)).transpose()?;
        let through = match through {
            Some(vpc) if self.has_endpoint(&vpc, action)? => Some(vpc),
            // Without an endpoint the request takes the other way out, which no endpoint's policy judges.
            _ => None,
        };
        let mut last = LabNames::new();
        for on in on {
            let on = self.fill(on)?;
            let asked = AccessAsked {
                account: self.account(),
                region: &self.region,
                who: &who,
                action,
                on: &on,
                through: through.as_deref(),
            };
            if let Some(why) = self.without_bucket(&on)? {
                return Ok(ProbeFound::Broken(facts(&[("decision", &why), ("to", &on), ("from", &who)])));
            }
            let (holds, word) = match probe::may(&self.state.cloud, &asked) {
                Ok(PolicyDecision::Unknown) => {
                    let why = format!("a policy has conditions that this lab's cloud cannot tell for {on}");
                    return Err(ProbeFound::Untold(why));
                }
                Ok(PolicyDecision::Allowed) => (allowed, "allowed".to_owned()),
                Ok(PolicyDecision::Denied) => (!allowed, "denied by a statement that says Deny".to_owned()),
                Ok(PolicyDecision::Implicit) => (!allowed, "allowed by no statement".to_owned()),
                Err(why) => (false, why),
            };
            last = facts(&[("decision", &word), ("to", &on), ("from", &who)]);
            if !holds {
                return Ok(ProbeFound::Broken(last));
            }
        }
        Ok(ProbeFound::Holds(last))
    }

    /// Why nothing can be done on an object: its bucket is gone.
    fn without_bucket(&self, on: &str) -> Probed<Option<String>> {
        let Some(bucket) = on.strip_prefix("arn:aws:s3:::").and_then(|rest| rest.split('/').next()) else {
            return Ok(None);
        };
        let input = Value::from([("Bucket", bucket.into())]);
        let (_, answer) = self.call(&self.state.cloud, "s3", "HeadBucket", input)?;
        Ok(answer.is_none().then(|| format!("gone with its bucket, {bucket}")))
    }

    fn has_endpoint(&self, vpc: &str, action: &str) -> Probed<bool> {
        let (_, answer) = self.call(&self.state.cloud, "ec2", "DescribeVpcEndpoints", Value::empty())?;
        let service = action.split(':').next().unwrap_or_default();
        let fits = |one: &Value| {
            one.text("VpcId") == vpc && one.text("ServiceName").ends_with(&format!(".{service}"))
        };
        Ok(answer.is_some_and(|answer| answer.list("VpcEndpoints").iter().any(fits)))
    }
}

fn facts(pairs: &[(&str, &str)]) -> LabNames {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// A way that ends at a server: whether that one translates addresses is a matter of its system.
fn told(way: &Traced) -> Probed<()> {
    let is_server = |hop: &&probe::Hop| hop.what == "route" && hop.id.starts_with("eni-");
    match way.blocked_at.as_ref().filter(is_server) {
        Some(hop) => Err(ProbeFound::Untold(format!(
            "the route leads to {}; what a server does with packets of others cannot be told here",
            hop.id
        ))),
        None => Ok(()),
    }
}

/// Whether a mail that asks for nothing came to the address since.
fn has_mail(cloud: &Cloud, to: &str, since: i64) -> bool {
    let same = |mail: &str| mail.eq_ignore_ascii_case(to);
    cloud.mails().iter().any(|mail| mail.at >= since && mail.confirms.is_none() && same(&mail.to))
}

/// Figures from words: `65 x20, 99, 65 x20`.
fn figures_of(text: &str) -> Result<Vec<f64>, String> {
    let mut all = Vec::new();
    for part in text.split(',') {
        let (figure, times) = part.trim().split_once(" x").unwrap_or((part.trim(), "1"));
        let figure = figure.trim().parse::<f64>().map_err(|_| format!("`{part}` is no figure"))?;
        let times = times.trim().parse::<usize>().map_err(|_| format!("`{part}` is no figure"))?;
        if all.len() + times > limits::FIGURES_MAX {
            return Err(format!("a probe feeds at most {} figures", limits::FIGURES_MAX));
        }
        all.extend(std::iter::repeat_n(figure, times));
    }
    Ok(all)
}
