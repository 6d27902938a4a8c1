//! A demonstration person at work over HTTP: signs in, registers, sits, saves. Shared with
//! `crates/cli/tests/durability`.

use anyhow::Context;
use serde_json::{Value, json};

use super::http::{Answer, Connection};

/// The demonstration people who may sit; each has one open sitting of an exam version at most.
pub const NAMES: [&str; 5] = ["Noor Newcomer", "Sam Holder", "Noa Nearly", "Pat Professional", "Finn Failed"];
/// A day on which SOA-C03 can be sat.
pub const DAY: &str = "2025-09-30";
/// The exam version that is sat: 65 items, 130 minutes.
pub const EXAM: &str = "SOA-C03";

/// A signed-in person with a connection.
pub struct Candidate {
    connection: Connection,
    cookie: String,
    csrf: String,
    /// The header that names the device, with its line end; empty where the session stands for it.
    pub device: String,
}

impl Candidate {
    /// Signs in with one click.
    pub fn sign_in(address: &str, name: &str) -> anyhow::Result<Self> {
        let mut connection = Connection::open(address)?;
        let page = connection.exchange("GET", "/sign-in", "", "")?.expect(200)?;
        let form = page.body.split("<form").find(|part| part.contains(name)).context("no such person")?;
        let person = between(form, "name=\"person\" value=\"", "\"").context("a form without a person")?;
        let headers = "content-type: application/x-www-form-urlencoded\r\n";
        let body = format!("person={person}");
        let answer = connection.exchange("POST", "/demo/sign-in", headers, &body)?.expect(303)?;
        Self::signed_in(connection, &answer)
    }

    /// Whoever an answer signed in.
    pub fn signed_in(connection: Connection, answer: &Answer) -> anyhow::Result<Self> {
        let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next());
        let cookie = cookie.context("no cookie")?.to_owned();
        let mut candidate = Candidate { connection, cookie, csrf: String::new(), device: String::new() };
        let page = candidate.get("/account")?.expect(200)?;
        let token = between(&page.body, "name=\"csrf\" value=\"", "\"").context("no token in the page")?;
        candidate.csrf = token.to_owned();
        Ok(candidate)
    }

    /// The same session on a connection of its own, at the server's present address.
    pub fn again(&self, address: &str) -> anyhow::Result<Self> {
        let connection = Connection::open(address)?;
        let (cookie, csrf, device) = (self.cookie.clone(), self.csrf.clone(), self.device.clone());
        Ok(Candidate { connection, cookie, csrf, device })
    }

    /// Where the server is.
    pub fn address(&self) -> &str {
        self.connection.address()
    }

    /// Reads a page or document.
    pub fn get(&mut self, path: &str) -> anyhow::Result<Answer> {
        let (cookie, device) = (&self.cookie, &self.device);
        let headers = format!("cookie: {cookie}\r\naccept: text/html, application/json\r\n{device}");
        self.connection.exchange("GET", path, &headers, "")
    }

    /// Posts a form with the session's token.
    pub fn post(&mut self, path: &str, fields: &str) -> anyhow::Result<Answer> {
        let kind = "application/x-www-form-urlencoded";
        let headers = format!("cookie: {}\r\ncontent-type: {kind}\r\n", self.cookie);
        self.connection.exchange("POST", path, &headers, &format!("csrf={}&{fields}", self.csrf))
    }

    /// Sends JSON with the session's token.
    pub fn send(&mut self, method: &str, path: &str, body: &Value) -> anyhow::Result<Answer> {
        let (cookie, csrf) = (&self.cookie, &self.csrf);
        let headers =
            format!("cookie: {cookie}\r\nx-csrf-token: {csrf}\r\ncontent-type: application/json\r\n");
        let headers = headers + &self.device;
        self.connection.exchange(method, path, &headers, &body.to_string())
    }

    /// Moves the demo clock, for everybody.
    pub fn move_clock(&mut self, day: &str) -> anyhow::Result<()> {
        self.post("/demo/clock", &format!("today={day}&back_to=/"))?.expect(303).map(|_done| ())
    }

    /// Registers for the exam version and starts; gives the sitting's id.
    pub fn start(&mut self) -> anyhow::Result<String> {
        self.post(&format!("/exams/{EXAM}/register"), "")?.expect(303)?;
        let page = self.get("/my/exams")?.expect(200)?;
        // A release of before has no page before the clock, and asks for no agreement.
        let asks = between(&page.body, "/registrations/", "/before\"");
        let registration = asks.or_else(|| between(&page.body, "action=\"/registrations/", "/start\""));
        let registration = registration.context("no start")?;
        let agreed = asks.map_or("", |_asked| "agreed=yes");
        let started = self.post(&format!("/registrations/{registration}/start"), agreed)?.expect(303)?;
        let path = started.header("location").and_then(|path| path.strip_prefix("/sittings/"));
        Ok(path.context("no sitting")?.to_owned())
    }

    /// The sitting as the exam client gets it.
    pub fn sitting(&mut self, sitting: &str) -> anyhow::Result<Value> {
        let answer = self.get(&format!("/api/v1/sittings/{sitting}"))?.expect(200)?;
        Ok(serde_json::from_str(&answer.body)?)
    }

    /// Saves an answer; returns when it is acknowledged.
    pub fn save(&mut self, sitting: &str, position: u32, seq: i64, option: &str) -> anyhow::Result<()> {
        let path = format!("/api/v1/sittings/{sitting}/responses/i{position:02}");
        let answer = self.send("PUT", &path, &json!({ "seq": seq, "response": [option] }))?.expect(200)?;
        let saved: Value = serde_json::from_str(&answer.body)?;
        anyhow::ensure!(saved.get("seq") == Some(&seq.into()), "another change was acknowledged: {saved}");
        Ok(())
    }
}

/// The options of each item of a sitting, by position from 1.
pub fn options_of(sitting: &Value) -> Vec<Vec<String>> {
    let items = sitting["items"].as_array().into_iter().flatten();
    let ids = |item: &Value| {
        let values = item["html"].as_str().unwrap_or_default().split("value=\"").skip(1);
        values.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
    };
    items.map(ids).collect()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    // Forms of one page begin alike: what is found must lie inside one attribute.
    let found = text.split(before).skip(1).filter_map(|rest| rest.split_once(after));
    found.map(|(found, _)| found).find(|found| !found.contains('"'))
}
