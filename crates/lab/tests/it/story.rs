//! A lab as somebody does it: asks, plans, fails with the hop named, repairs, undoes, comes back.

use assay_lab::{
    Lab, LabBench, LabDeed, LabGrade, LabJournal, LabStart, LabVariant, definition::Lab as Definition, grade,
    names::filled, start,
};

use super::labs::real;

struct Sitting {
    lab: Definition,
    start: LabStart,
    bench: LabBench,
}

impl Sitting {
    fn of(id: &str) -> Sitting {
        let lab: Lab = real(id);
        let start = start(&lab, &LabVariant::drawn(&lab, 42)).unwrap();
        let bench = LabBench::begin(&lab, &start, 42);
        Sitting { lab, start, bench }
    }

    fn types(&mut self, line: &str) -> String {
        let line = filled(line, &self.start.names).unwrap();
        let carried = self.bench.act(LabDeed::Line(line.clone())).unwrap();
        assert_eq!(carried.failed, None, "{line}: {}", carried.text);
        carried.text
    }

    fn checks(&self) -> LabGrade {
        grade(&self.lab, &self.start, self.bench.state())
    }

    fn says(&self, check: &str) -> String {
        self.checks().shown().lines().find(|line| line.starts_with(check)).unwrap().to_owned()
    }
}

#[test]
fn a_way_out_is_found_hop_by_hop() {
    let mut one = Sitting::of("no-way-out");
    assert_eq!(one.lab.brief.notes(&["changed", "weather"]).len(), 1, "some answers lead nowhere");
    let plan = one.lab.plan.judge(&["public", "endpoint"]);
    assert!(!plan.holds && plan.says[0].contains("Edda said: never"));
    let said = one.says("egress/patches");
    assert!(said.contains("NAT gateway") && said.contains("not an internet gateway"), "{said}");

    let rejected = one.types(
        "aws logs filter-log-events --log-group-name /vpc/kestrel --filter-pattern \
    REJECT --query events[].message --output text",
    );
    assert!(rejected.contains(&one.start.names["eni"]), "{rejected}");
    one.types("ADDRESS=$(aws ec2 allocate-address --domain vpc --query AllocationId --output text)");
    one.types(
        "NAT=$(aws ec2 create-nat-gateway --subnet-id {public_a} --allocation-id $ADDRESS --query \
    NatGateway.NatGatewayId --output text)",
    );
    one.types(
        "aws ec2 replace-route --route-table-id {private_table} --destination-cidr-block \
    0.0.0.0/0 --nat-gateway-id $NAT",
    );
    // A gateway that is still pending is looked through: what is said is what is wrong.
    let hop = filled("network ACL {acl}: rule * denies TCP 32768 inbound", &one.start.names).unwrap();
    let said = one.says("egress/patches");
    assert!(said.contains(&hop) && said.contains("does not remember who asked"), "{said}");
    one.types("aws ec2 wait nat-gateway-available --nat-gateway-ids $NAT");
    assert_eq!(one.says("egress/patches"), said);

    one.types(
        "aws ec2 create-network-acl-entry --network-acl-id {acl} --rule-number 110 --protocol tcp \
    --port-range From=32768,To=60999 --cidr-block 0.0.0.0/0 --rule-action allow --ingress",
    );
    assert!(one.says("egress/patches").contains("passes 3 of 3"));
    let said = one.says("egress/both-zones");
    assert!(said.contains(&one.start.names["main_table"]) && said.contains("the main one"), "{said}");
    let before = one.bench.before();

    // A shortcut that breaks what must stay, and back.
    one.types(
        "aws ec2 authorize-security-group-ingress --group-id {group} --protocol tcp --port 22 \
    --cidr 0.0.0.0/0",
    );
    assert!(one.says("egress/closed").contains("passes 2 of 2"), "nothing leads there yet");
    one.bench.act(LabDeed::Undo(before)).unwrap();
    one.bench.act(LabDeed::Undo(one.bench.journal().rows.len() as u32 - 2)).unwrap();

    one.types("aws ec2 associate-route-table --route-table-id {private_table} --subnet-id {private_b}");
    one.types(
        "aws ec2 create-vpc-endpoint --vpc-id {vpc} --service-name com.amazonaws.{region}.s3 \
    --route-table-ids {private_table}",
    );
    let graded = one.checks();
    assert!(graded.is_full() && graded.percent() == Some(100), "{}", graded.shown());

    // Another device, another day: the same prompt from the journal alone.
    let stored = serde_json::to_string(one.bench.journal()).unwrap();
    let journal: LabJournal = serde_json::from_str(&stored).unwrap();
    let (again, differs) = LabBench::resumed(&one.lab, &one.start, &journal).unwrap();
    assert_eq!(differs, []);
    assert_eq!(again.state().env.variables["NAT"], one.bench.state().env.variables["NAT"]);
    assert!(grade(&one.lab, &one.start, again.state()).is_full());
}

#[test]
fn ten_minutes_pass_and_the_mail_falls_into_the_inbox() {
    let mut one = Sitting::of("alarm-that-never-rang");
    let said = one.says("alarm/rings");
    assert!(said.contains("watches the cluster, not the service"), "{said}");
    assert!(one.says("alarm/calm").contains("waits 0 of 2. for alarm/rings"));
    let alarm = "aws cloudwatch put-metric-alarm --alarm-name {service}-cpu --namespace AWS/ECS \
    --metric-name CPUUtilization \
                 --dimensions Name=ClusterName,Value=prod Name=ServiceName,Value={service} --statistic \
                 Average --period 60 \
                 --evaluation-periods 5 --threshold 1 --comparison-operator GreaterThanThreshold \
                 --alarm-actions {topic}";
    one.types(alarm);
    one.types(
        "aws sns subscribe --topic-arn {topic} --protocol email --notification-endpoint \
    oncall@marlow.example",
    );
    assert!(one.says("mail/confirmed").contains("waits to be confirmed"));
    one.bench.act(LabDeed::Confirm(0)).unwrap();
    let before = one.bench.state().cloud.mails().len();
    let carried = one.bench.act(LabDeed::Pass(600)).unwrap();
    assert!(!carried.happened.is_empty());
    let mails = one.bench.state().cloud.mails();
    assert!(mails.len() > before && mails.last().unwrap().subject.starts_with("ALARM"));
    assert!(
        one.says("mail/confirmed").contains("passes 2 of 2") || one.says("alarm/rings").contains("fails")
    );
}
