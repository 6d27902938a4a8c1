//! Every gate holds for every lab of the tree.

use assay_lab::proving::{ProofPlan, prove};

use super::labs::real;

fn proved(id: &str) {
    let proof = prove(&real(id), &ProofPlan::default());
    println!("{proof}");
    assert!(proof.holds(), "{proof}");
}

#[test]
fn the_alarm_that_never_rang_is_proved() {
    proved("alarm-that-never-rang");
}

#[test]
fn no_way_out_is_proved() {
    proved("no-way-out");
}
