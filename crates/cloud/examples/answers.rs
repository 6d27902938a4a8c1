//! Answers calls of one lab, a JSON line each: what the differential test asks beside its oracle.
//!
//! A line is `{"account", "region", "call": "ec2:CreateVpc", "with": {..}}`, or `{"new": true}` for an empty
//! lab, or `{"wait": seconds}`. The answer is `{"answer": ..}` or `{"code", "message"}`.

use std::io::{BufRead, Write, stdin, stdout};

use assay_cloud::{
    Cloud, advance,
    call::{Call, Fault, Principal},
    clock, model, step,
    value::Value,
};
use serde_json::json;

fn main() -> std::io::Result<()> {
    let start = clock::parse("2026-03-02T08:00:00Z").unwrap_or(0);
    let mut cloud = Cloud::new(7, start);
    let mut out = stdout().lock();
    for line in stdin().lock().lines() {
        let asked = Value::from_json(&line?).unwrap_or_else(Value::empty);
        let answered = if asked.is("new") {
            cloud = Cloud::new(7, start);
            json!({"answer": {}})
        } else if let Some(seconds) = asked.int("wait") {
            cloud = advance(&cloud, cloud.now() + seconds * clock::SECOND).0;
            json!({"answer": {}})
        } else {
            match answer(&mut cloud, &asked) {
                Ok(answer) => json!({"answer": answer}),
                Err(fault) => json!({"code": fault.code, "message": fault.message}),
            }
        };
        writeln!(out, "{answered}")?;
        out.flush()?;
    }
    Ok(())
}

fn answer(cloud: &mut Cloud, asked: &Value) -> Result<Value, Fault> {
    let (service, operation) = asked.text("call").split_once(':').unwrap_or_default();
    let input = asked.get("with").cloned().unwrap_or_else(Value::empty);
    let input = match model::operation(service, operation) {
        Some(model) => model::check(model, &input)?,
        None => input,
    };
    let account = asked.text("account").to_owned();
    let who = Principal { arn: format!("arn:aws:iam::{account}:user/candidate"), account };
    let (service, operation) = (service.to_owned(), operation.to_owned());
    let region = asked.text("region").to_owned();
    let (after, answer) = step(cloud, &Call { service, operation, region, who, input });
    *cloud = after;
    answer
}
