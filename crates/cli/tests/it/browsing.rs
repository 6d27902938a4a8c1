//! A browser without a screen: cookies, forms, and an address of its own, for stories told over HTTP.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::TcpStream,
};

use crate::serving::Server;

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }

    pub fn cookies(&self) -> Vec<&str> {
        let set = self.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case("set-cookie"));
        set.map(|(_, value)| value.as_str()).collect()
    }

    pub fn title(&self) -> &str {
        self.body.split("<title>").nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default()
    }
}

impl Answer {
    /// What the page is about, without the bars around it.
    pub fn main(&self) -> &str {
        self.body.split("<main").nth(1).unwrap_or_default()
    }
}

/// One browser, at one address.
#[derive(Clone)]
pub struct Browser {
    server: String,
    address: String,
    pub cookies: BTreeMap<String, String>,
}

impl Browser {
    /// A browser that was never here before; a web server on the same machine says where it is.
    pub fn at(server: &Server, address: &str) -> Self {
        Browser { server: server.address.clone(), address: address.into(), cookies: BTreeMap::new() }
    }

    /// The same browser, somewhere else.
    pub fn moved(&self, address: &str) -> Self {
        Browser { address: address.into(), ..self.clone() }
    }

    pub fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, "")
    }

    /// Posts a form with the token of the session, if there is one.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token();
        let mut all = vec![("csrf", token.as_str())];
        all.extend(fields);
        self.post_as_it_is(path, &all)
    }

    /// Posts a form and nothing else.
    pub fn post_as_it_is(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs: Vec<String> =
            fields.iter().map(|(key, value)| format!("{}={}", encoded(key), encoded(value))).collect();
        self.send("POST", path, &pairs.join("&"))
    }

    pub fn sign_up(&mut self, name: &str, email: &str, password: &str) -> Answer {
        self.post_as_it_is("/sign-up", &[("name", name), ("email", email), ("password", password)])
    }

    pub fn sign_in(&mut self, email: &str, password: &str) -> Answer {
        self.post_as_it_is("/sign-in", &[("email", email), ("password", password)])
    }

    /// Becomes the administrator of the demonstration.
    pub fn as_ada(server: &Server) -> Self {
        let mut browser = Browser::at(server, "127.0.0.1");
        let page = browser.get("/sign-in").body;
        let card = page.split("Ada Administrator").next().unwrap();
        let person = card.rsplit("value=\"per_").next().unwrap().split('"').next().unwrap();
        let answer = browser.post_as_it_is("/demo/sign-in", &[("person", &format!("per_{person}"))]);
        assert_eq!(answer.status, 303, "{}", answer.body);
        browser
    }

    /// Calls the API, with the token of the session.
    pub fn call(&mut self, method: &str, path: &str, body: &str) -> Answer {
        let token = self.token();
        self.send_as(method, path, &format!("Content-Type: application/json\r\nX-CSRF-Token: {token}"), body)
    }

    /// The token of the session; empty without one.
    fn token(&mut self) -> String {
        let page = self.get("/account").body;
        let rest = page.split("name=\"csrf-token\" content=\"").nth(1);
        rest.and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    }

    fn send(&mut self, method: &str, path: &str, body: &str) -> Answer {
        self.send_as(method, path, "Content-Type: application/x-www-form-urlencoded", body)
    }

    fn send_as(&mut self, method: &str, path: &str, kind: &str, body: &str) -> Answer {
        let mut connection = TcpStream::connect(&self.server).unwrap();
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let (host, address, length) = (&self.server, &self.address, body.len());
        let cookie =
            if cookies.is_empty() { String::new() } else { format!("Cookie: {}\r\n", cookies.join("; ")) };
        write!(
            connection,
            "{method} {path} HTTP/1.0\r\nHost: {host}\r\nX-Forwarded-For: {address}\r\n{cookie}\
             {kind}\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut bytes = Vec::new();
        connection.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{text:?}"));
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let headers = head.lines().skip(1).filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
        let answer = Answer { status, headers, body: body.to_owned() };
        for cookie in answer.cookies() {
            let (pair, rest) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').unwrap();
            match rest.contains("Max-Age=0") {
                true => self.cookies.remove(name),
                false => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        answer
    }
}

/// A text as a value of a form.
pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte.is_ascii_alphanumeric() {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        })
        .collect()
}
