//! What came back from the site, and what stands in it.

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Response, StatusCode, header},
};

/// More than any page has.
const BODY_BYTES_MAX: usize = 16 * 1024 * 1024;

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// Pictures are no text; what is none of it is replaced.
    pub body: String,
}

impl Answer {
    pub async fn of(response: Response<Body>) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, BODY_BYTES_MAX).await.unwrap();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// A header's value; empty where there is none.
    pub fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Where it leads.
    pub fn location(&self) -> &str {
        self.header(header::LOCATION)
    }

    /// The last part of where it leads: the id of what was made.
    pub fn made(&self) -> String {
        let path = self.location().split(['?', '#']).next().unwrap_or_default();
        path.rsplit('/').find(|part| part.contains('_')).unwrap_or_else(|| panic!("{}", self.told())).into()
    }

    /// Status and target, ids replaced: a cell of the matrix.
    pub fn in_short(&self) -> String {
        match self.location() {
            "" => self.status.as_u16().to_string(),
            to => format!("{} {}", self.status.as_u16(), without_ids(to)),
        }
    }

    /// Whether nothing was refused.
    pub fn went_well(&self) -> bool {
        self.status.is_success() || self.status.is_redirection()
    }

    /// For the message of a test that fails.
    pub fn told(&self) -> String {
        format!("{}\n{}", self.in_short(), main_text(&self.body))
    }

    /// The ids of a kind that stand on the page, each once, in the order of the page.
    pub fn ids(&self, prefix: &str) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for id in ids_in(&self.body).filter(|id| id.starts_with(prefix)) {
            if found.iter().all(|known| known != id) {
                found.push(id.to_owned());
            }
        }
        found
    }

    /// The value of the first hidden field of a name.
    pub fn field(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let rest =
            self.body.split_once(&mark).unwrap_or_else(|| panic!("no field {name}: {}", self.told())).1;
        rest.split('"').next().unwrap_or_default().to_owned()
    }
}

/// Letters of an id after its prefix.
const DIGITS: usize = 26;

/// What looks like an id: three letters, an underscore, 26 digits of base 32.
pub fn ids_in(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    words.filter(|word| is_id(word))
}

fn is_id(word: &str) -> bool {
    word.split_once('_').is_some_and(|(prefix, digits)| prefix.len() == 3 && digits.len() == DIGITS)
}

/// Each id by its kind, so that two runs give the same text.
pub fn without_ids(text: &str) -> String {
    let mut short = text.to_owned();
    for id in ids_in(text) {
        short = short.replace(id, &format!("{{{}}}", &id[..3]));
    }
    short
}

/// What a page says within `main`, tag by tag a line, without what only looks.
pub fn main_text(html: &str) -> String {
    let main = html.split_once("<main").map_or(html, |(_, rest)| rest);
    let main = main.split_once("</main>").map_or(main, |(main, _)| main);
    let mut lines: Vec<String> = Vec::new();
    let mut rest = main.split_once('>').map_or(main, |(_, rest)| rest);
    while let Some((text, after)) = rest.split_once('<') {
        push(&mut lines, text);
        rest = after.split_once('>').map_or("", |(_, rest)| rest);
    }
    push(&mut lines, rest);
    lines.join("\n")
}

fn push(lines: &mut Vec<String>, text: &str) {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !text.is_empty() {
        lines.push(text);
    }
}
