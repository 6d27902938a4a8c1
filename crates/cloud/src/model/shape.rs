//! The provider's models as they are kept: services, operations, shapes.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What a service's models say, of the operations that labs use.
#[derive(Debug, Deserialize)]
pub struct Service {
    #[serde(skip)]
    pub(crate) name: &'static str,
    pub(crate) metadata: Metadata,
    pub(crate) operations: BTreeMap<String, OperationModel>,
    shapes: BTreeMap<String, Shape>,
    pub(crate) waiters: BTreeMap<String, Waiter>,
    /// Operations by their name on the command line.
    pub(crate) commands: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Metadata {
    pub(crate) endpoint_prefix: String,
    pub(crate) protocol: String,
    #[serde(default)]
    pub(crate) signing_name: Option<String>,
    #[serde(default)]
    pub(crate) xml_namespace: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OperationModel {
    pub(crate) http: Http,
    pub(crate) input: Option<Member>,
    pub(crate) output: Option<Member>,
    pub(crate) result_wrapper: Option<String>,
    pub(crate) paginator: Option<Paginator>,
    /// Members of the input by their name on the command line.
    #[serde(default)]
    pub(crate) arguments: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Http {
    pub(crate) method: String,
    pub(crate) request_uri: String,
    pub(crate) response_code: Option<u16>,
}

/// How an operation is read page by page.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Paginator {
    pub(crate) input_token: Vec<String>,
    pub(crate) output_token: Vec<String>,
    pub(crate) limit_key: Option<String>,
    pub(crate) result_key: Vec<String>,
    #[serde(default)]
    pub(crate) non_aggregate_keys: Vec<String>,
}

/// What is asked again and again until something is as awaited.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Waiter {
    /// The operation that is asked.
    pub operation: String,
    /// Seconds between two calls.
    pub delay: u32,
    /// Calls after which it gives up.
    pub max_attempts: u32,
    /// What ends it, the first that holds.
    pub acceptors: Vec<Acceptor>,
}

/// One way in which a waiter ends, or goes on.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Acceptor {
    /// `success`, `failure` or `retry`.
    pub state: String,
    /// How it looks: `path`, `pathAll`, `pathAny`, `status` or `error`.
    pub matcher: String,
    /// Where it looks, for the `path` matchers.
    pub argument: Option<String>,
    /// What it looks for.
    pub expected: serde_json::Value,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Structure,
    List,
    Map,
    String,
    Integer,
    Long,
    Float,
    Double,
    Boolean,
    Timestamp,
    Blob,
}

/// One type of a model.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Shape {
    #[serde(rename = "type")]
    pub(crate) kind: Kind,
    #[serde(default)]
    pub(crate) required: Vec<String>,
    #[serde(default)]
    pub(crate) members: Vec<Member>,
    member: Option<Box<Member>>,
    key: Option<Box<Member>>,
    value: Option<Box<Member>>,
    #[serde(default, rename = "enum")]
    pub(crate) choices: Vec<String>,
    pub(crate) min: Option<f64>,
    pub(crate) max: Option<f64>,
    #[serde(default)]
    flattened: bool,
    pub(crate) payload: Option<String>,
    timestamp_format: Option<String>,
}

/// Where a shape is used, and what it is called there.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Member {
    #[serde(default)]
    pub(crate) name: String,
    pub(crate) shape: String,
    pub(crate) location: Option<String>,
    pub(crate) location_name: Option<String>,
    pub(crate) query_name: Option<String>,
    #[serde(default)]
    pub(crate) xml_attribute: bool,
    #[serde(default)]
    flattened: bool,
    #[serde(default)]
    pub(crate) streaming: bool,
    timestamp_format: Option<String>,
}

/// For a name that the closure lacks; a test holds that there is none.
static TEXT: Shape = Shape {
    kind: Kind::String,
    required: Vec::new(),
    members: Vec::new(),
    member: None,
    key: None,
    value: None,
    choices: Vec::new(),
    min: None,
    max: None,
    flattened: false,
    payload: None,
    timestamp_format: None,
};

static TEXT_MEMBER: std::sync::LazyLock<Member> = std::sync::LazyLock::new(Member::default);

impl Service {
    pub(crate) fn shape(&self, of: &Member) -> &Shape {
        self.shapes.get(&of.shape).unwrap_or(&TEXT)
    }

    /// What a signature's scope calls it.
    pub(crate) fn signed_as(&self) -> &str {
        self.metadata.signing_name.as_deref().unwrap_or(&self.metadata.endpoint_prefix)
    }

    #[cfg(test)]
    pub(crate) fn shapes(&self) -> impl Iterator<Item = (&String, &Shape)> {
        self.shapes.iter()
    }
}

impl Shape {
    pub(crate) fn element(&self) -> &Member {
        self.member.as_deref().unwrap_or(&TEXT_MEMBER)
    }

    pub(crate) fn key(&self) -> &Member {
        self.key.as_deref().unwrap_or(&TEXT_MEMBER)
    }

    pub(crate) fn value(&self) -> &Member {
        self.value.as_deref().unwrap_or(&TEXT_MEMBER)
    }

    pub(crate) fn named(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.name == name)
    }

    /// Whether a command line takes it as one word.
    pub(crate) fn is_scalar(&self) -> bool {
        !matches!(self.kind, Kind::Structure | Kind::List | Kind::Map)
    }
}

impl Member {
    /// Its name on the wire where nothing else is said.
    pub(crate) fn wire_name(&self) -> &str {
        self.location_name.as_deref().unwrap_or(&self.name)
    }

    pub(crate) fn is_flat(&self, shape: &Shape) -> bool {
        self.flattened || shape.flattened
    }

    pub(crate) fn time_format<'a>(&'a self, shape: &'a Shape) -> Option<&'a str> {
        self.timestamp_format.as_deref().or(shape.timestamp_format.as_deref())
    }
}
