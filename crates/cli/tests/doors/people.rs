//! People over HTTP: accounts of their own, each from an address of their own, a sitting, answers.

use std::{
    sync::mpsc,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::http::{Answer, Connection};

/// The exam version that is sat.
const EXAM: &str = "SOA-C03";
/// A day on which it can be sat.
const DAY: &str = "2025-09-30";
const FORM: &str = "content-type: application/x-www-form-urlencoded\r\n";

/// A signed-in person with a connection.
pub struct Person {
    connection: Option<Connection>,
    address: String,
    cookie: String,
    csrf: String,
    pub sitting: String,
    options: Vec<Vec<String>>,
    seq: i64,
    /// Connections that were found closed and made again.
    pub reconnected: usize,
}

impl Person {
    /// A demonstration person, with one click; the clock stands on the day of the exam.
    pub fn demo(address: &str, name: &str) -> Self {
        let mut connection = Connection::open(address).unwrap();
        let page = connection.exchange("GET", "/sign-in", "", "").unwrap().expect(200).unwrap();
        let form = page.body.split("<form").find(|part| part.contains(name)).unwrap();
        let id = between(form, "name=\"person\" value=\"");
        let answer = connection.exchange("POST", "/demo/sign-in", FORM, &format!("person={id}")).unwrap();
        let mut person = Person::signed_in(connection, &answer.expect(303).unwrap());
        person.post("/demo/clock", &format!("today={DAY}&back_to=/")).expect(303).unwrap();
        person
    }

    /// A new account, from an address of its own: limits of attempts count by address.
    pub fn sign_up(address: &str, number: usize) -> Self {
        let mut connection = Connection::open(address).unwrap();
        let from = format!("10.{}.{}.{}", number / 62_500, number / 250 % 250, number % 250 + 1);
        let headers = format!("{FORM}x-forwarded-for: {from}\r\n");
        let body = format!(
            "name=Person+{number}&email=person{number}@example.org&password=quiet+tall+lantern+{number}"
        );
        let answer = connection.exchange("POST", "/sign-up", &headers, &body).unwrap();
        Person::signed_in(connection, &answer.expect(303).unwrap())
    }

    fn signed_in(connection: Connection, answer: &Answer) -> Self {
        let cookie =
            answer.header("set-cookie").and_then(|cookie| cookie.split(';').next()).unwrap().to_owned();
        let mut person = Person {
            address: connection.address().to_owned(),
            connection: Some(connection),
            cookie,
            csrf: String::new(),
            sitting: String::new(),
            options: Vec::new(),
            seq: 0,
            reconnected: 0,
        };
        let page = person.get("/my/exams").expect(200).unwrap();
        person.csrf = between(&page.body, "name=\"csrf\" value=\"").to_owned();
        person
    }

    /// The headers that say who it is.
    pub fn headers(&self) -> String {
        format!("cookie: {}\r\naccept: text/html, application/json\r\n", self.cookie)
    }

    pub fn get(&mut self, path: &str) -> Answer {
        let headers = self.headers();
        self.exchange("GET", path, &headers, "")
    }

    pub fn post(&mut self, path: &str, fields: &str) -> Answer {
        let headers = format!("{FORM}{}", self.headers());
        let body = format!("csrf={}&{fields}", self.csrf);
        self.exchange("POST", path, &headers, &body)
    }

    /// Leaves, and comes back on a new connection with the next request.
    pub fn leave(&mut self) {
        self.connection = None;
    }

    /// As a browser does it: a connection that was closed while it was idle is made again, once.
    fn exchange(&mut self, method: &str, path: &str, headers: &str, body: &str) -> Answer {
        let kept = self.connection.as_mut().map(|kept| kept.exchange(method, path, headers, body));
        let answer = match kept {
            Some(Ok(answer)) => answer,
            kept => {
                self.reconnected += usize::from(kept.is_some());
                let mut new = Connection::open(&self.address).unwrap();
                let answer = new.exchange(method, path, headers, body).unwrap();
                self.connection = Some(new);
                answer
            }
        };
        if answer.header("connection") == Some("close") {
            self.connection = None;
        }
        answer
    }

    /// Registers; gives the path that starts the exam.
    pub fn register(&mut self) -> String {
        self.post(&format!("/exams/{EXAM}/register"), "").expect(303).unwrap();
        let page = self.get("/my/exams").expect(200).unwrap();
        let path = between(&page.body, "href=\"/registrations/");
        let id = path.strip_suffix("/before").unwrap();
        format!("/registrations/{id}/start")
    }

    /// Starts, comes again where it is told to, and reads the sitting. Says how often it was told to.
    pub fn start(&mut self, path: &str) -> Result<usize, String> {
        let (started, first) = self.patiently(|person| person.post(path, "agreed=yes"), 303)?;
        let to = started.header("location").unwrap().to_owned();
        self.sitting = to.strip_prefix("/sittings/").ok_or(to.clone())?.to_owned();
        let api = format!("/api/v1/sittings/{}", self.sitting);
        let (delivered, second) = self.patiently(|person| person.get(&api), 200)?;
        let sitting: Value = serde_json::from_str(&delivered.body).unwrap();
        let items = sitting["items"].as_array().unwrap().iter();
        let ids = |item: &Value| {
            let values = item["html"].as_str().unwrap().split("value=\"").skip(1);
            values.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
        };
        self.options = items.map(ids).collect();
        Ok(first + second)
    }

    fn patiently(
        &mut self,
        ask: impl Fn(&mut Person) -> Answer,
        wanted: u16,
    ) -> Result<(Answer, usize), String> {
        for told_to_wait in 0..60 {
            let answer = ask(self);
            if answer.status == wanted {
                return Ok((answer, told_to_wait));
            }
            let seconds: u64 = match (answer.status, answer.header("retry-after")) {
                (503, Some(text)) => text.parse().unwrap(),
                (status, after) => return Err(format!("{status}, retry after {after:?}")),
            };
            wait(Duration::from_secs(seconds));
        }
        Err("never let in".to_owned())
    }

    /// Saves one more answer of an item; gives the status and how long it took.
    pub fn save(&mut self, position: usize) -> (Answer, Duration) {
        self.seq += 1;
        let options = &self.options[position - 1];
        let option = &options[usize::try_from(self.seq).unwrap() % options.len()];
        let path = format!("/api/v1/sittings/{}/responses/i{position:02}", self.sitting);
        let body = json!({ "seq": self.seq, "response": [option] }).to_string();
        let headers =
            format!("{}x-csrf-token: {}\r\ncontent-type: application/json\r\n", self.headers(), self.csrf);
        let started = Instant::now();
        let answer = self.exchange("PUT", &path, &headers, &body);
        (answer, started.elapsed())
    }
}

impl Person {
    /// The number of the change that the server shows as stored.
    pub fn stored(&mut self, position: usize) -> i64 {
        let path = format!("/api/v1/sittings/{}", self.sitting);
        let headers = self.headers();
        let answer = self.exchange("GET", &path, &headers, "");
        let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        body["items"][position - 1]["seq"].as_i64().unwrap()
    }
}

/// Lets so much time pass: a person thinks between two answers.
pub fn wait(time: Duration) {
    let (_never, nothing) = mpsc::channel::<()>();
    let _elapsed = nothing.recv_timeout(time);
}

/// The value of an attribute.
pub fn between<'a>(text: &'a str, before: &str) -> &'a str {
    text.split(before).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_else(|| panic!("{text}"))
}
