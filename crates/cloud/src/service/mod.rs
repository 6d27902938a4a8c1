//! The operations: what each service does with a call.
//!
//! An operation is here because a lab needs it. What the provider documents as wrong is refused with its
//! code; what is not here answers `NotAvailableInThisLab` and counts against nobody.

use crate::{
    call::{Answer, Call, Fault},
    state::Cloud,
};

mod cloudwatch;
mod context;
mod ec2;
mod iam;
mod logs;
mod s3;
mod sns;
mod sts;

use context::{CallContext, Operations};

const SERVICES: [(&str, Operations); 7] = [
    ("cloudwatch", cloudwatch::OPERATIONS),
    ("ec2", ec2::OPERATIONS),
    ("iam", iam::OPERATIONS),
    ("logs", logs::OPERATIONS),
    ("s3", s3::OPERATIONS),
    ("sns", sns::OPERATIONS),
    ("sts", sts::OPERATIONS),
];

/// Every operation that is here: the service as the command line names it.
///
/// And the model's name.
pub fn operations() -> impl Iterator<Item = (&'static str, &'static str)> {
    SERVICES.into_iter().flat_map(|(service, all)| all.iter().map(move |(name, _)| (service, *name)))
}

/// Makes the next state and an answer of a call.
///
/// A refusal leaves the state as it was.
///
/// ```
/// use assay_cloud::{
///     Cloud,
///     call::{Call, Principal},
///     clock, step,
///     value::Value,
/// };
///
/// let lab = Cloud::new(7, clock::parse("2026-03-02T08:00:00Z").unwrap());
/// let who = Principal { account: "111122223333".into(), arn: "arn:aws:iam::111122223333:user/ops".into() };
/// let call = Call {
///     service: "ec2".into(),
///     operation: "CreateVpc".into(),
///     region: "eu-west-1".into(),
///     who,
///     input: Value::from([("CidrBlock", "10.20.0.0/16".into())]),
/// };
/// let (after, answer) = step(&lab, &call);
/// assert_eq!(answer.unwrap().get("Vpc").unwrap().text("CidrBlock"), "10.20.0.0/16");
/// assert_ne!(after.fingerprint(), lab.fingerprint());
/// ```
pub fn step(cloud: &Cloud, call: &Call) -> (Cloud, Answer) {
    let mut next = cloud.clone();
    next.take_occurred();
    if let Some(fault) = next.take_failure(&call.service, &call.operation) {
        return (next, Err(fault));
    }
    let found = SERVICES.iter().find(|(name, _)| *name == call.service);
    let found = found.and_then(|(_, all)| all.iter().find(|(name, _)| *name == call.operation));
    let Some((_, handler)) = found else {
        return (next, Err(Fault::not_here(&format!("{}:{}", call.service, call.operation))));
    };
    let answer = handler(&mut CallContext::new(&mut next, call));
    // A trial of a call tells what it would have done, and does nothing (EC2 API reference, `DryRun`).
    if answer.is_ok() && call.service == "ec2" && call.input.is("DryRun") {
        let message = "Request would have succeeded, but DryRun flag is set.".to_owned();
        return (cloud.clone(), Err(Fault { code: "DryRunOperation".into(), message, status: 412 }));
    }
    match (answer, next.outgrown()) {
        (Ok(answer), None) => (next, Ok(answer.shown())),
        (Ok(_), Some(words)) => (cloud.clone(), Err(Fault::sender("LabLimitExceeded", words))),
        (Err(fault), _) => (cloud.clone(), Err(fault)),
    }
}
