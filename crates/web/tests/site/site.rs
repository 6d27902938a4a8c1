//! The site in process, and the people who visit it.

use std::{collections::BTreeMap, net::SocketAddr};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderValue, Method, Request, header},
};
use tower::ServiceExt;

use crate::{
    answer::Answer,
    installation::{PUBLIC_URL, Running},
    place::Place,
};

/// A visitor's address: outside, so that nothing is taken for the machine's own.
const ADDRESS: ([u8; 4], u16) = ([203, 0, 113, 7], 50_000);
/// What browsers ask for.
const ACCEPT: &str = "text/html,application/xhtml+xml";

/// Who visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Not signed in.
    Anybody,
    /// A candidate: most objects are hers.
    Noor,
    /// Another candidate.
    Sam,
    /// An administrator: she proposed what is proposed.
    Ada,
    /// A second administrator.
    Ben,
    /// She writes items.
    Wren,
    /// He reviews them.
    Rio,
    /// She looks after the bank.
    Mona,
}

impl Who {
    pub const ALL: [Who; 8] =
        [Who::Anybody, Who::Noor, Who::Sam, Who::Ada, Who::Ben, Who::Wren, Who::Rio, Who::Mona];

    pub fn name(self) -> &'static str {
        match self {
            Who::Anybody => "anybody",
            Who::Noor => "noor",
            Who::Sam => "sam",
            Who::Ada => "ada",
            Who::Ben => "ben",
            Who::Wren => "wren",
            Who::Rio => "rio",
            Who::Mona => "mona",
        }
    }
}

/// A browser that signed in: its cookies, and the token that its forms carry.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    pub cookies: BTreeMap<String, String>,
    pub csrf: String,
}

impl Browser {
    /// Keeps what an answer sets and forgets what it takes back.
    pub fn keep(&mut self, answer: &Answer) {
        for line in answer.headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, value) = line.split(';').next().and_then(|pair| pair.split_once('=')).unwrap();
            match line.contains("Max-Age=0") {
                true => self.cookies.remove(name),
                false => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
    }

    fn cookie_line(&self) -> String {
        let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }
}

/// What a request carries.
#[derive(Clone, Debug)]
pub enum Sent {
    Nothing,
    /// A form; the browser's token is added.
    Form(Vec<(String, String)>),
    /// JSON for the API; the browser's token goes as a header.
    Json(String),
    /// A form with files.
    Parts(Vec<(String, String)>),
}

/// A form of fixed fields.
pub fn form(fields: &[(&str, &str)]) -> Sent {
    Sent::Form(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}

/// A running site with its visitors.
pub struct TestSite {
    pub running: Running,
    pub place: Place,
    router: Router,
    browsers: BTreeMap<Who, Browser>,
}

impl TestSite {
    pub fn of(running: Running, place: Place, browsers: BTreeMap<Who, Browser>) -> Self {
        let router = running.router();
        TestSite { running, place, router, browsers }
    }

    /// What people's browsers hold.
    pub fn browsers(&self) -> &BTreeMap<Who, Browser> {
        &self.browsers
    }

    pub async fn get(&self, who: Who, path: &str) -> Answer {
        self.ask(who, "GET", path, &Sent::Nothing).await
    }

    pub async fn post(&self, who: Who, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.ask(who, "POST", path, &form(fields)).await
    }

    /// Asks as somebody's browser would.
    pub async fn ask(&self, who: Who, method: &str, path: &str, sent: &Sent) -> Answer {
        let none = Browser::default();
        self.ask_as(self.browsers.get(&who).unwrap_or(&none), method, path, sent).await
    }

    /// Asks with a browser's cookies.
    pub async fn ask_as(&self, browser: &Browser, method: &str, path: &str, sent: &Sent) -> Answer {
        self.ask_from(PUBLIC_URL, browser, method, path, sent).await
    }

    /// The same from a page of a site.
    pub async fn ask_from(
        &self,
        origin: &str,
        browser: &Browser,
        method: &str,
        path: &str,
        sent: &Sent,
    ) -> Answer {
        self.ask_with(origin, browser, (method, path), sent, Body::from).await
    }

    /// The same with a body that comes as it likes.
    pub async fn ask_with(
        &self,
        origin: &str,
        browser: &Browser,
        (method, path): (&str, &str),
        sent: &Sent,
        coming: impl FnOnce(String) -> Body,
    ) -> Answer {
        let mut request = Request::builder()
            .method(Method::from_bytes(method.as_bytes()).unwrap())
            .uri(path)
            .header(header::HOST, "certs.example.org")
            .header(header::USER_AGENT, "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")
            .extension(ConnectInfo(SocketAddr::from(ADDRESS)));
        if !path.starts_with("/api/") {
            request = request.header(header::ACCEPT, ACCEPT);
        }
        let line = browser.cookie_line();
        if !line.is_empty() {
            request = request.header(header::COOKIE, line);
        }
        if method != "GET" {
            request = request.header(header::ORIGIN, origin);
        }
        let (kind, body) = body_of(sent, &browser.csrf);
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind).header(header::CONTENT_LENGTH, body.len());
        }
        if matches!(sent, Sent::Json(_)) {
            request = request.header("x-csrf-token", HeaderValue::from_str(&browser.csrf).unwrap());
        }
        let request = request.body(coming(body)).unwrap();
        Answer::of(self.router.clone().oneshot(request).await.unwrap()).await
    }

    /// Somebody who is not signed in asks for what they accept; empty where they do not say.
    pub async fn accepting(&self, accept: &str, path: &str) -> Answer {
        let request = Request::builder()
            .uri(path)
            .header(header::HOST, "certs.example.org")
            .extension(ConnectInfo(SocketAddr::from(ADDRESS)));
        let request = if accept.is_empty() { request } else { request.header(header::ACCEPT, accept) };
        Answer::of(self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()).await
    }

    /// A new browser that sends a form and keeps what comes back: signing in or up.
    pub async fn sign_in_by(&self, path: &str, fields: &[(&str, &str)]) -> (Browser, Answer) {
        let mut browser = Browser::default();
        let answer = self.ask_as(&browser, "POST", path, &form(fields)).await;
        browser.keep(&answer);
        if answer.went_well() {
            let account = self.ask_as(&browser, "GET", "/account", &Sent::Nothing).await;
            browser.csrf = account.field("csrf");
        }
        (browser, answer)
    }

    /// Signs somebody in for the rest of the story.
    pub fn visits(&mut self, who: Who, browser: Browser) {
        self.browsers.insert(who, browser);
    }

    /// Stops the site and takes its data away.
    pub async fn end(self) {
        self.stop().await.remove().await;
    }

    /// Stops the site; its data stay.
    pub async fn stop(self) -> Place {
        drop(self.router);
        self.running.close().await;
        self.place
    }
}

const BOUNDARY: &str = "a-line-between-parts";

fn body_of(sent: &Sent, csrf: &str) -> (String, String) {
    match sent {
        Sent::Nothing => (String::new(), String::new()),
        Sent::Form(fields) => {
            let mut pairs: Vec<String> = vec![format!("csrf={csrf}")];
            pairs.extend(fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))));
            ("application/x-www-form-urlencoded".to_owned(), pairs.join("&"))
        }
        Sent::Json(text) => ("application/json".to_owned(), text.clone()),
        Sent::Parts(fields) => {
            let part = |(name, value): &(String, String)| {
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
            };
            let token = ("csrf".to_owned(), csrf.to_owned());
            let body: String = std::iter::once(&token).chain(fields).map(part).collect();
            (format!("multipart/form-data; boundary={BOUNDARY}"), format!("{body}--{BOUNDARY}--\r\n"))
        }
    }
}

fn encoded(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(byte);
    text.bytes().map(|b| if plain(&b) { (b as char).to_string() } else { format!("%{b:02X}") }).collect()
}
