//! Who am I: the one question of this service that stage 1 asks.

use crate::{
    call::Answer,
    service::context::{CallContext, Operations},
    value::Value,
};

pub(super) const OPERATIONS: Operations = &[("GetCallerIdentity", get_caller_identity)];

fn get_caller_identity(cx: &mut CallContext<'_>) -> Answer {
    let who = &cx.call.who;
    let user = who.arn.rsplit('/').next().unwrap_or_default();
    let number = user.bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(131).wrapping_add(u64::from(byte)));
    Ok(Value::from([
        ("Account", who.account.as_str().into()),
        ("Arn", who.arn.as_str().into()),
        ("UserId", format!("AIDA{number:016X}").into()),
    ]))
}
