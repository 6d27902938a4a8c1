//! A call and what it is answered: the one way into a lab's cloud.

use serde::{Deserialize, Serialize};

use crate::value::Value;

/// Who calls: an account, and as which user or role in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Principal {
    /// Twelve digits.
    pub account: String,
    /// The user or role, as the provider writes it.
    pub arn: String,
}

/// One call of one operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// As the command line names it: `ec2`, `cloudwatch`, `logs`.
    pub service: String,
    /// As the model names it: `CreateVpc`.
    pub operation: String,
    /// Where: `eu-west-1`.
    pub region: String,
    /// Who calls.
    pub who: Principal,
    /// A structure by the model's member names.
    pub input: Value,
}

/// What a call is answered. A refusal is an answer, never an error of the program.
pub type Answer = Result<Value, Fault>;

/// A refusal: the code is the provider's, the sentence ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{code}: {message}")]
pub struct Fault {
    /// The provider's name of it: `InvalidVpcID.NotFound`.
    pub code: String,
    /// What happened, in one sentence.
    pub message: String,
    /// The HTTP status that the provider sends with it.
    pub status: u16,
}

impl Fault {
    /// A refusal of what the caller sent (400).
    #[must_use]
    pub fn sender(code: &str, message: impl Into<String>) -> Self {
        Fault { code: code.to_owned(), message: message.into(), status: 400 }
    }

    /// What no lab needs yet (501); never counted against anybody.
    #[must_use]
    pub fn not_here(what: &str) -> Self {
        let message =
            format!("{what} is not available in this lab. What is available stands on the lab's page.");
        Fault { code: "NotAvailableInThisLab".to_owned(), message, status: 501 }
    }
}
