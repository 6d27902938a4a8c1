//! The journal is all that is stored: its replay is the lab.

use assay_cloud::call::{Call, Principal};
use assay_lab::{
    Lab, LabBench, LabDeed, LabJournal, LabStart, LabVariant, bench::DeedRefused, grade, limits, start,
};
use proptest::prelude::*;

use super::labs::real;

fn begun(id: &str) -> (Lab, LabStart, LabBench) {
    let lab = real(id);
    let start = start(&lab, &LabVariant::drawn(&lab, 11)).unwrap();
    let bench = LabBench::begin(&lab, &start, 11);
    (lab, start, bench)
}

fn line(text: &str) -> LabDeed {
    LabDeed::Line(text.to_owned())
}

fn mark(bench: &LabBench) -> (u64, String) {
    let env = &bench.state().env;
    (bench.state().cloud.fingerprint(), format!("{:?}{:?}", env.variables, env.files))
}

#[test]
fn undo_leads_to_the_state_after_any_command_and_stays_on_record() {
    let (_, _, mut bench) = begun("alarm-that-never-rang");
    let mut marks = vec![mark(&bench)];
    for name in ["one", "two", "three"] {
        bench.act(line(&format!("T=$(aws sns create-topic --name {name} --output text)"))).unwrap();
        marks.push(mark(&bench));
    }
    bench.act(LabDeed::Undo(1)).unwrap();
    assert_eq!(mark(&bench), marks[1]);
    bench.act(line("aws sns create-topic --name four")).unwrap();
    bench.act(line("undo")).unwrap();
    assert_eq!(mark(&bench), marks[1], "undo goes back along the way that was taken");
    bench.act(line("undo")).unwrap();
    assert_eq!(mark(&bench), marks[0]);
    bench.act(LabDeed::Undo(3)).unwrap();
    assert_eq!(mark(&bench), marks[3], "what was undone is not lost");
    bench.act(LabDeed::Undo(6)).unwrap();
    assert_eq!(mark(&bench), marks[1], "back to an undo is back to where it led");
    assert_eq!(bench.journal().rows.len(), 9);
    assert!(matches!(bench.act(LabDeed::Undo(99)), Err(DeedRefused::Unfit(_))));
}

#[test]
fn undo_reaches_states_that_are_no_longer_kept() {
    let (_, _, mut bench) = begun("alarm-that-never-rang");
    let mut marks = vec![mark(&bench)];
    for number in 0..limits::SNAPSHOTS_MAX + 9 {
        bench.act(line(&format!("N={number}"))).unwrap();
        marks.push(mark(&bench));
    }
    for row in [1, 5] {
        bench.act(LabDeed::Undo(row)).unwrap();
        assert_eq!(mark(&bench), marks[row as usize], "row {row}");
    }
}

#[test]
fn a_key_of_a_real_account_is_refused_and_stands_nowhere() {
    let (_, _, mut bench) = begun("no-way-out");
    let file = LabDeed::File { name: "a.json".into(), text: "{\"key\": \"ASIAIOSFODNN7EXAMPLE\"}".into() };
    for deed in [line("KEY=AKIAIOSFODNN7EXAMPLE"), line("export AWS_SECRET_ACCESS_KEY=abc"), file] {
        assert_eq!(bench.act(deed).unwrap_err(), DeedRefused::Key);
    }
    let stored = serde_json::to_string(bench.journal()).unwrap();
    assert!(bench.journal().rows.is_empty() && !stored.contains("EXAMPLE"));
}

#[test]
fn what_only_asks_changes_nothing_and_is_not_stored() {
    let (_, _, mut bench) = begun("no-way-out");
    let before = mark(&bench);
    for text in ["check", "edit policy.json"] {
        assert!(matches!(bench.act(line(text)), Err(DeedRefused::Wish(_))), "{text}");
    }
    assert_eq!(mark(&bench), before);
    assert!(bench.journal().rows.is_empty());
    let prepared = bench.prepare(5, line("aws ec2 create-vpc --cidr-block 10.0.0.0/16")).unwrap();
    assert_eq!(mark(&bench), before, "nothing changes before its row is stored");
    bench.take(prepared);
    assert_ne!(mark(&bench), before);
}

#[test]
fn a_failed_command_is_on_record_with_its_code() {
    let (_, _, mut bench) = begun("no-way-out");
    let carried = bench.act(line("aws ec2 create-nat-gateway --subnet-id public-a")).unwrap();
    assert_eq!(carried.failed.as_deref(), Some("InvalidSubnetID.NotFound"), "{}", carried.text);
    bench.act(line("aws ec2 fly-away")).unwrap();
    let refused: Vec<_> = bench.journal().rows.iter().map(|row| row.refused.clone().unwrap()).collect();
    assert_eq!(refused, ["InvalidSubnetID.NotFound", "usage"]);
}

#[test]
fn a_call_of_ones_own_program_is_a_deed_like_any_other_and_never_anothers() {
    let (_, _, mut bench) = begun("no-way-out");
    let call = Call {
        service: "ec2".into(),
        operation: "CreateVpc".into(),
        region: bench.state().env.region.clone(),
        who: Principal { account: "999900001111".into(), arn: "arn:aws:iam::999900001111:root".into() },
        input: [("CidrBlock", "10.7.0.0/16".into())].into(),
    };
    bench.act(LabDeed::Call(Box::new(call))).unwrap();
    let shown =
        bench.act(line("aws ec2 describe-vpcs --query Vpcs[].[OwnerId,CidrBlock] --output text")).unwrap();
    assert!(shown.text.contains("111122223333\t10.7.0.0/16"), "{}", shown.text);
}

#[test]
fn the_clock_ends_before_the_clouds_so_that_probes_have_time() {
    let (lab, start, mut bench) = begun("alarm-that-never-rang");
    let mut last = None;
    for _ in 0..60 {
        last = bench.act(LabDeed::Pass(limits::PASS_S_MAX)).unwrap().failed;
    }
    assert_eq!(last.as_deref(), Some("ClockEnd"));
    assert!(grade(&lab, &start, bench.state()).is_complete(), "probes still have time");
    bench.act(LabDeed::Undo(1)).unwrap();
    assert_eq!(bench.act(LabDeed::Pass(60)).unwrap().failed, None);
    assert!(matches!(bench.act(LabDeed::Pass(0)), Err(DeedRefused::Unfit(_))));
}

#[test]
fn a_replay_that_goes_another_way_is_told_and_a_gap_is_refused() {
    let (lab, start, mut bench) = begun("alarm-that-never-rang");
    bench.act(line("aws sns create-topic --name one")).unwrap();
    bench.act(line("wait 10m")).unwrap();
    let mut journal = bench.journal().clone();
    let (_, differs) = LabBench::resumed(&lab, &start, &journal).unwrap();
    assert_eq!(differs, []);
    journal.rows[0].refused = Some("InvalidParameter".into());
    let (_, differs) = LabBench::resumed(&lab, &start, &journal).unwrap();
    assert_eq!(differs.iter().map(|one| one.seq).collect::<Vec<_>>(), [1]);
    journal.rows.remove(0);
    assert!(LabBench::resumed(&lab, &start, &journal).unwrap_err().contains("row 1"));
    journal.lab = "another".into();
    assert!(LabBench::resumed(&lab, &start, &journal).is_err());
}

/// Deeds of somebody who tries this and that.
fn deeds() -> impl Strategy<Value = Vec<LabDeed>> {
    let words = [
        "TOPIC=$(aws sns create-topic --name mine --query TopicArn --output text)",
        "aws sns subscribe --topic-arn $TOPIC --protocol email --notification-endpoint a@marlow.example",
        "aws cloudwatch put-metric-alarm --alarm-name a --namespace AWS/ECS --metric-name CPUUtilization \
         --statistic Average --period 60 --evaluation-periods 1 --threshold 1 \
         --comparison-operator LessThanThreshold --treat-missing-data breaching --alarm-actions $TOPIC",
        "aws ec2 create-vpc --cidr-block 10.0.0.0/16",
        "aws logs create-log-group --log-group-name /mine",
        "aws cloudwatch describe-alarms --query MetricAlarms[].StateValue",
        "aws nonsense",
        "cat note.txt",
        "wait 7m",
        "undo",
    ];
    let deed = prop_oneof![
        6 => proptest::sample::select(words.to_vec()).prop_map(line),
        1 => (1_i64..100_000).prop_map(LabDeed::Pass),
        1 => (0_u32..12).prop_map(LabDeed::Undo),
        1 => (0_usize..3).prop_map(LabDeed::Confirm),
        1 => "[a-z]{0,9}".prop_map(|text| LabDeed::File { name: "note.txt".into(), text }),
    ];
    proptest::collection::vec(deed, 0..25)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_same_journal_gives_the_same_state_and_grade_byte_for_byte(deeds in deeds()) {
        let (lab, start, mut bench) = begun("alarm-that-never-rang");
        for deed in deeds {
            let _ = bench.act(deed);
        }
        let stored = serde_json::to_string(bench.journal()).unwrap();
        let journal: LabJournal = serde_json::from_str(&stored).unwrap();
        prop_assert_eq!(&journal, bench.journal());
        let (again, differs) = LabBench::resumed(&lab, &start, &journal).unwrap();
        prop_assert_eq!(differs, vec![]);
        prop_assert_eq!(mark(&again), mark(&bench));
        prop_assert_eq!(again.before(), bench.before());
        prop_assert_eq!(grade(&lab, &start, again.state()), grade(&lab, &start, bench.state()));
        prop_assert_eq!(serde_json::to_string(again.journal()).unwrap(), stored);
    }
}
