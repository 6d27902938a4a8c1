//! The records of a lab's cloud: what lies in it, what is due, what happened.
#![expect(missing_docs, reason = "members are what their names say; those that are more have a comment")]

use std::{collections::BTreeMap, sync::Arc};

use crate::{call::Fault, value::Value};

/// Where a table lies: the account.
///
/// The Region (none for global kinds) and the kind of its resources.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CloudPlace {
    /// First, since most questions go over all places of a kind.
    pub kind: &'static str,
    pub account: Arc<str>,
    pub region: Arc<str>,
}

/// The resources of one place, by their id.
pub type Resources = BTreeMap<Arc<str>, Arc<Value>>;

/// A metric: where, whose and with which dimensions, in the order of their names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MetricKey {
    pub account: Arc<str>,
    pub region: Arc<str>,
    pub namespace: String,
    pub name: String,
    pub dimensions: Vec<(String, String)>,
}

/// A log stream: where, in which group, by which name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StreamKey {
    pub account: Arc<str>,
    pub region: Arc<str>,
    pub group: String,
    pub stream: String,
}

/// One line of a log.
#[derive(Debug, Clone, PartialEq)]
pub struct LogLine {
    pub at: i64,
    pub ingested: i64,
    pub message: String,
}

/// What is to happen by itself, later.
#[derive(Debug, Clone, PartialEq)]
pub enum DueChange {
    /// A member of a resource becomes another value: an instance is running, a gateway available.
    Becomes { place: CloudPlace, id: Arc<str>, member: &'static str, value: Value },
    /// A resource that is kept for a while after its end goes.
    Goes { place: CloudPlace, id: Arc<str> },
}

/// Something that happened in the lab, for its journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Occurrence {
    pub at: i64,
    pub what: OccurrenceKind,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum OccurrenceKind {
    AlarmChanged {
        alarm: String,
        from: String,
        to: String,
        reason: String,
    },
    Published {
        topic: String,
        subject: String,
    },
    Mailed {
        to: String,
        subject: String,
    },
    /// An action that could not be carried out, and why.
    ActionFailed {
        alarm: String,
        action: String,
        why: String,
    },
    Became {
        id: String,
        member: String,
        value: Value,
    },
    /// Time stood still before it was asked to: a limit of the lab was reached.
    Stopped,
}

/// A mail of the lab's inbox.
#[derive(Debug, Clone, PartialEq)]
pub struct LabMail {
    pub at: i64,
    pub to: String,
    pub subject: String,
    pub body: String,
    /// Where it asks to confirm a subscription: the topic and the token.
    pub confirms: Option<(String, String)>,
}

/// What was published to a topic.
#[derive(Debug, Clone, PartialEq)]
pub struct Publication {
    pub at: i64,
    pub topic: String,
    pub subject: String,
    pub message: String,
}

/// A refusal that a lab has prepared: the next calls of an operation fail.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedFailure {
    pub service: String,
    pub operation: String,
    pub fault: Fault,
    pub times: u32,
}
