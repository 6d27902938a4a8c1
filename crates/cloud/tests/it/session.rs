//! A session in the console, carried out in the cloud: each answer is what the model says.

use std::fs;

use assay_cloud::{
    Cloud, advance,
    call::{Answer, Principal},
    clock, model,
    shell::{self, Ask, Command, Env, Judged, Pages},
    step,
};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");

struct Session {
    lab: Cloud,
    env: Env,
    who: Principal,
}

impl Session {
    /// One call after the other, until there are no more pages.
    fn ask(&mut self, ask: &Ask) -> Answer {
        let mut pages = Pages::of(ask);
        let mut next = Some(ask.call(self.who.clone()));
        while let Some(mut call) = next {
            call.input = model::check(ask.operation(), &call.input)?;
            let (after, answer) = step(&self.lab, &call);
            self.lab = after;
            let page = model::answered(ask.operation(), &answer?).unwrap();
            next = pages.add(page, &self.who);
        }
        Ok(pages.joined())
    }

    fn line(&mut self, line: &str) -> String {
        let (ask, kept) = match shell::parse(line, &self.env).unwrap() {
            Command::Ask(ask) => (ask, None),
            Command::Keep(name, ask) => (ask, Some(name)),
            Command::Await(ask, waiter) => {
                for _ in 0..waiter.max_attempts {
                    let answer = self.ask(&ask);
                    match shell::judge(&ask, waiter, &answer) {
                        Judged::Done => return String::new(),
                        Judged::Failed => panic!("{line}: {answer:?}"),
                        Judged::Again => {
                            let until = self.lab.now() + i64::from(waiter.delay) * clock::SECOND;
                            self.lab = advance(&self.lab, until).0;
                        }
                    }
                }
                panic!("{line}: in vain");
            }
            other => panic!("{line}: {other:?}"),
        };
        let answer = self.ask(&ask);
        let printed = shell::render(&ask, &answer);
        if let Some(name) = kept {
            assert!(!printed.failed, "{line}: {}", printed.text);
            self.env.variables.insert(name, shell::kept(&printed).to_owned());
        }
        printed.text
    }
}

#[test]
fn a_session_in_the_console_builds_what_both_labs_ask_for() {
    let files = ["trust.json"].map(|name| {
        let text = fs::read_to_string(format!("{FIXTURES}/files/{name}")).unwrap();
        (name.to_owned(), text)
    });
    let mut session = Session {
        lab: Cloud::new(7, clock::parse("2026-11-02T08:00:00Z").unwrap()),
        env: Env { region: "eu-west-1".to_owned(), files: files.into(), ..Env::default() },
        who: Principal {
            account: "111122223333".to_owned(),
            arn: "arn:aws:iam::111122223333:user/ops".to_owned(),
        },
    };
    let lines = fs::read_to_string(format!("{FIXTURES}/session.txt")).unwrap();
    let mut counted = 0;
    for line in lines.lines().filter(|line| !line.starts_with('#')) {
        let (line, wanted) = line.split_once(" => ").unwrap_or((line, ""));
        let printed = session.line(line);
        assert!(printed.contains(wanted), "{line}\n{printed}");
        assert!(wanted.starts_with("An error") || !printed.starts_with("An error"), "{line}\n{printed}");
        counted += 1;
    }
    assert!(counted > 30, "{counted}");
}
