//! Requests and responses of HTTP in parts, whoever serves them.

/// A request of HTTP in parts, as it came in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `POST` and so on.
    pub method: String,
    /// The path as sent, percent signs included.
    pub path: String,
    /// What follows the question mark, as sent.
    pub query: String,
    /// Headers in their order; names in any case.
    pub headers: Vec<(String, String)>,
    /// The body as sent.
    pub body: Vec<u8>,
}

impl Request {
    /// The first header of that name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim())
    }
}

/// A response of HTTP in parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// Headers, without those about the connection and the length.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    pub(super) fn new(status: u16, kind: &str, body: Vec<u8>) -> Self {
        Response { status, headers: vec![("Content-Type".to_owned(), kind.to_owned())], body }
    }
}
