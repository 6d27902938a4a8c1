//! The proof itself is proved: each gate fails where it should.

use assay_kernel::source::SourceFile;
use assay_lab::{
    Lab,
    definition::{LabProbe, LabScript, WayWanted},
    proving::{LabProof, ProofPlan, prove},
    read,
};

use super::labs::{files, real};

/// One variant, no rewrites: enough to see a gate fail.
fn quick(lab: &Lab) -> LabProof {
    prove(lab, &ProofPlan { every: usize::MAX, walks: 0, rewritten: false })
}

fn check<'a>(lab: &'a mut Lab, id: &str) -> &'a mut assay_lab::definition::LabCheck {
    lab.tasks.iter_mut().flat_map(|task| &mut task.checks).find(|check| check.id == id).unwrap()
}

/// The proof holds no more, and a fault begins like this.
fn fails(lab: &Lab, begins: &str) {
    let proof = quick(lab);
    assert!(!proof.holds());
    assert!(proof.faults.iter().any(|fault| fault.starts_with(begins)), "{begins}\n{proof}");
}

#[test]
fn the_labs_of_the_tree_hold_in_the_quick_proof() {
    for id in ["alarm-that-never-rang", "no-way-out"] {
        let proof = quick(&real(id));
        assert!(proof.holds() && proof.variants == 1, "{proof}");
    }
}

#[test]
fn a_check_that_passes_untouched_is_found() {
    let mut lab = real("no-way-out");
    check(&mut lab, "closed").guard = false;
    fails(&lab, "untouched: ");
}

#[test]
fn a_check_of_shape_that_fails_a_right_solution_is_found() {
    let mut lab = real("no-way-out");
    check(&mut lab, "private-path").probes[0] = LabProbe::Ask(assay_lab::definition::Sought {
        command: "aws ec2 describe-vpc-endpoints --query \"VpcEndpoints[?VpcEndpointType=='Gateway']\""
            .into(),
        min: 1,
        max: None,
    });
    fails(&lab, "interface-endpoint.sh: egress/patches: passes");
}

#[test]
fn a_check_that_asks_too_little_lets_a_mistake_pass_and_is_found() {
    let mut lab = real("no-way-out");
    check(&mut lab, "private-path").probes.truncate(1);
    fails(&lab, "endpoint-in-one-zone.sh: loses {}, not {\"cost/private-path\"}");
}

#[test]
fn a_mistake_that_loses_more_than_its_own_checks_is_found() {
    let mut lab = real("no-way-out");
    let LabProbe::Reach { wanted, .. } = &mut check(&mut lab, "private-path").probes[0] else { panic!() };
    *wanted = WayWanted::Reached;
    fails(&lab, "nacl-no-ephemeral.sh: loses {\"cost/private-path\", \"egress/patches\"}");
}

#[test]
fn a_check_that_another_one_makes_needless_is_found() {
    let mut lab = real("alarm-that-never-rang");
    lab.mutants.retain(|(script, _)| script.name != "one-datapoint.sh");
    lab.mutants.retain(|(_, loses)| loses != &["alarm/calm"]);
    fails(&lab, "alarm/calm: no mistake passes without this check");
}

#[test]
fn a_mistake_that_costs_more_than_half_is_found() {
    let mut lab = real("alarm-that-never-rang");
    check(&mut lab, "rings").weight = 9;
    fails(&lab, "threshold-95.sh: one mistake costs 12 of 17 points");
}

#[test]
fn a_guided_step_without_its_effect_and_one_that_was_needless_are_found() {
    let mut lab = real("alarm-that-never-rang");
    lab.guided[5].commands = LabScript::of_text("guided", "aws logs describe-log-groups");
    fails(&lab, "guided step 6: its effect is not there after it is done");
    let mut lab = real("alarm-that-never-rang");
    lab.guided[2].commands = lab.guided[1].commands.clone();
    lab.guided[1].passes = Some("alarm/rings".into());
    lab.guided[2].passes = Some("alarm/rings".into());
    fails(&lab, "guided step 3: its effect is there before it is done");
}

#[test]
fn a_script_that_does_not_run_says_which_line() {
    let mut all = files("no-way-out");
    let text = "aws ec2 create-vpc --cidr-block 10.0.0.0/16\naws ec2 delete-vpc --vpc-id vpc-0";
    all.push(SourceFile::new("solutions/broken.sh", text));
    let (lab, _) = read(&all);
    fails(&lab, "broken.sh: line 2 of broken.sh: `aws ec2 delete-vpc --vpc-id vpc-0`: An error occurred");
    assert!(quick(&lab).faults.iter().all(|fault| fault.contains("broken.sh")));
}

#[test]
fn a_walk_that_scores_too_often_is_found() {
    let mut lab = real("no-way-out");
    check(&mut lab, "closed").guard = false;
    let proof = prove(&lab, &ProofPlan { every: usize::MAX, walks: 5, rewritten: false });
    assert!(proof.faults.iter().any(|fault| fault.starts_with("random walks: ")), "{proof}");
}

#[test]
fn a_report_shows_each_gate_with_its_counts() {
    let proof = quick(&real("no-way-out"));
    let shown = proof.to_string();
    for part in
        ["untouched", "mutant        one-table-only.sh", "lets one-table-only.sh pass", "every gate holds"]
    {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
    assert_eq!(proof.counts("solution"), (6, 6));
    assert_eq!(proof.counts("deleted"), (5, 5));
}

#[test]
fn a_tally_counts_scripts_and_gates_and_what_did_not_hold() {
    let whole = quick(&real("no-way-out"));
    assert_eq!(whole.tally(), (whole.rows.len(), 0));
    let mut lab = real("alarm-that-never-rang");
    lab.guided[5].commands = LabScript::of_text("guided", "aws logs describe-log-groups");
    let broken = quick(&lab);
    assert_eq!(broken.tally(), (broken.rows.len() - 1, 1), "{broken}");
    lab.seed = LabScript::of_text("seed.sh", "aws logs delete-log-group --log-group-name /nowhere");
    assert_eq!(quick(&lab).tally().0, 0);
    assert!(quick(&lab).tally().1 > 0, "a seed that fails is no row and counts all the same");
}
