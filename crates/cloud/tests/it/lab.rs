//! A lab under test: calls by name, JSON in, values out.

use assay_cloud::{
    Cloud, advance,
    call::{Answer, Call, Fault, Principal},
    clock, model, step,
    value::Value,
};
use serde_json::Value as Json;

pub const ACCOUNT: &str = "111122223333";
pub const REGION: &str = "eu-west-1";

/// A lab that begins on a Monday morning.
pub struct Lab {
    pub cloud: Cloud,
    pub region: &'static str,
}

impl Lab {
    pub fn new() -> Lab {
        Lab { cloud: Cloud::new(7, clock::parse("2026-03-02T08:00:00Z").unwrap()), region: REGION }
    }

    pub fn call(&self, name: &str, input: &Json) -> Call {
        let (service, operation) = name.split_once(':').unwrap();
        Call {
            service: service.to_owned(),
            operation: operation.to_owned(),
            region: self.region.to_owned(),
            who: Principal {
                account: ACCOUNT.to_owned(),
                arn: format!("arn:aws:iam::{ACCOUNT}:user/candidate"),
            },
            input: checked(service, operation, &Value::from_json(&input.to_string()).unwrap()),
        }
    }

    /// Makes a call; a command takes two seconds of the lab.
    pub fn ask(&mut self, name: &str, input: Json) -> Answer {
        let (after, answer) = step(&self.cloud, &self.call(name, &input));
        if let Ok(answer) = &answer {
            let (service, operation) = name.split_once(':').unwrap();
            let model = model::operation(service, operation).unwrap();
            model::answered(model, answer)
                .unwrap_or_else(|fault| panic!("{name} answers {answer:?}: {fault}"));
        }
        self.cloud = after;
        self.wait(2);
        answer
    }

    pub fn must(&mut self, name: &str, input: Json) -> Value {
        let shown = input.to_string();
        self.ask(name, input).unwrap_or_else(|fault| panic!("{name} {shown}: {fault}"))
    }

    pub fn refused(&mut self, name: &str, input: Json) -> Fault {
        let before = self.cloud.clone();
        let shown = input.to_string();
        let (after, answer) = step(&self.cloud, &self.call(name, &input));
        assert_eq!(after, before, "a refusal changes nothing");
        answer.map(|answer| panic!("{name} {shown} was accepted: {answer:?}")).unwrap_err()
    }

    pub fn wait(&mut self, seconds: i64) {
        self.cloud = advance(&self.cloud, self.cloud.now() + seconds * clock::SECOND).0;
    }
}

/// The input as it comes from the wire; one that the model refuses is tried all the same.
fn checked(service: &str, operation: &str, input: &Value) -> Value {
    let model = model::operation(service, operation);
    model.and_then(|model| model::check(model, input).ok()).unwrap_or_else(|| input.clone())
}

/// The first text at a dotted path.
pub fn text(value: &Value, path: &str) -> String {
    value.at_path(path).first().and_then(|found| found.plain()).unwrap_or_default()
}
