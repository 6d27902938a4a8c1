//! A walk through the site, written down: each answer with its headers and main text, and what it left.

use std::fmt::Write;

use axum::http::header;

use crate::{
    answer::{Answer, main_text, without_ids},
    rows::Rows,
    site::{Browser, Sent, TestSite, Who, form},
};

/// What every answer carries; an answer without one of them says so.
const USUAL: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cache-control", "no-store"),
    ("strict-transport-security", "max-age=31536000"),
];
/// Says what stands in the body.
const LEFT_OUT: &[&str] = &["content-length"];
/// Letters of a document for programs that are written down.
const DOCUMENT_MAX: usize = 700;

/// Letters of a hash.
const HASH_CHARS: usize = 64;
/// Letters of a line of a page: a badge's JSON is one line, and holds what chance drew.
const LINE_MAX: usize = 300;

/// A site, and what was written down about it.
pub struct Story {
    pub site: TestSite,
    rows: Rows,
    text: String,
}

impl Story {
    pub async fn on(site: TestSite) -> Self {
        let rows = Rows::of(&site.place).await;
        Story { site, rows, text: String::new() }
    }

    /// Somebody asks; the answer is written down.
    pub async fn asks(&mut self, who: Who, method: &str, path: &str, sent: &Sent) -> Answer {
        let answer = self.site.ask(who, method, path, sent).await;
        self.write(&format!("{} by {}", method, who.name()), path, sent, &answer);
        answer
    }

    pub async fn gets(&mut self, who: Who, path: &str) -> Answer {
        self.asks(who, "GET", path, &Sent::Nothing).await
    }

    pub async fn posts(&mut self, who: Who, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.asks(who, "POST", path, &form(fields)).await
    }

    /// A browser that is not signed in yet, or no more; it keeps what comes back.
    pub async fn tries(
        &mut self,
        browser: &mut Browser,
        method: &str,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let sent = if method == "GET" { Sent::Nothing } else { form(fields) };
        let answer = self.site.ask_as(browser, method, path, &sent).await;
        browser.keep(&answer);
        self.write(&format!("{method} by a browser"), path, &sent, &answer);
        answer
    }

    /// Writes down what changed in the store since the last time.
    pub async fn leaves(&mut self, what: &str) {
        let (now, changes) = self.rows.since(&self.site.place).await;
        self.rows = now;
        writeln!(self.text, "## {what}\n{}", if changes.is_empty() { "nothing\n" } else { &changes })
            .unwrap();
    }

    /// Ends the site and gives what was written down.
    pub async fn end(self) -> String {
        self.site.end().await;
        self.text
    }

    fn write(&mut self, begin: &str, path: &str, sent: &Sent, answer: &Answer) {
        let carried = match sent {
            Sent::Nothing => String::new(),
            Sent::Json(text) => format!(" {text}"),
            Sent::Form(fields) | Sent::Parts(fields) => {
                // The mark of what was looked at follows from ids, and they are drawn; or from all that the
                // programme's files say.
                let told = |name: &str, value: &str| match name {
                    "seen" => "seen=…".to_owned(),
                    "mark" if value.len() == HASH_CHARS => "mark=…".to_owned(),
                    _ => format!("{name}={value}"),
                };
                let pairs: Vec<String> = fields.iter().map(|(n, v)| told(n, v)).collect();
                format!(" {}", pairs.join("&")).trim_end().to_owned()
            }
        };
        let line = without_ids(&format!("# {begin}: {path}{carried}"));
        writeln!(self.text, "{line}\n{}\n{}", told_head(answer), told_body(answer)).unwrap();
    }
}

fn told_head(answer: &Answer) -> String {
    let mut lines = vec![answer.status.to_string()];
    for (name, value) in USUAL {
        match answer.headers.get(*name) {
            Some(found) if found == value => {}
            Some(found) => lines.push(format!("{name}: {}", found.to_str().unwrap())),
            None => lines.push(format!("without {name}")),
        }
    }
    let mut others: Vec<String> = Vec::new();
    for (name, value) in &answer.headers {
        let name = name.as_str();
        if LEFT_OUT.contains(&name) || USUAL.iter().any(|(usual, _)| *usual == name) {
            continue;
        }
        let value = value.to_str().unwrap();
        let value = match value.split_once('=').filter(|_| name == header::SET_COOKIE.as_str()) {
            Some((cookie, rest)) => {
                let (secret, rest) = rest.split_once(';').unwrap_or((rest, ""));
                format!("{cookie}={};{rest}", if secret.is_empty() { "" } else { "…" })
            }
            None => without_ids(value),
        };
        others.push(format!("{name}: {value}"));
    }
    others.sort();
    lines.extend(others);
    lines.join("\n")
}

fn told_body(answer: &Answer) -> String {
    let kind = answer.header(header::CONTENT_TYPE);
    let text = match kind.starts_with("text/html") {
        true => without_ids(&main_text(&answer.body)),
        false => without_ids(&answer.body),
    };
    let shown: String = match kind.contains("json") {
        true => text.chars().take(DOCUMENT_MAX).collect(),
        false => text.clone(),
    };
    let more = if shown.len() < text.len() { "…\n" } else { "" };
    let short = |line: &str| match line.char_indices().nth(LINE_MAX) {
        Some((end, _)) if !kind.contains("json") => format!("{}…", &line[..end]),
        _ => line.to_owned(),
    };
    let lines: Vec<String> = shown.lines().map(|line| format!("  {}\n", short(line))).collect();
    format!("{}{more}", lines.concat())
}
