//! Deeds are carried out on the state of a lab.
//!
//! A line of the console, a call, a file, time that passes, a link in the inbox.

use std::{collections::BTreeMap, sync::Arc};

use assay_cloud::{
    Cloud, advance,
    call::{Answer, Call, Fault, Principal},
    clock, model,
    shell::{self, Ask, Command, Env, Judged, Pages},
    state::Occurrence,
    step,
};

use crate::limits;

/// A lab at one moment: its cloud, and what the console keeps.
#[derive(Debug, Clone)]
pub struct LabState {
    /// The small cloud.
    pub cloud: Cloud,
    /// What lines are read in.
    pub env: Arc<Env>,
}

/// What a deed came to.
#[derive(Debug, Clone, Default)]
pub struct LabCarried {
    /// What is printed.
    pub text: String,
    /// The code of a refusal, or `usage` for a line that is no command.
    pub failed: Option<String>,
    /// What the line asks of whoever runs the lab.
    pub wish: Option<LabWish>,
    /// What happened of itself meanwhile.
    pub happened: Vec<Occurrence>,
    /// How many calls were made.
    pub calls: u32,
}

/// What a line asks of whoever runs the lab: it changes nothing in the cloud.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LabWish {
    /// The checks are asked.
    Check,
    /// The last deed is taken back.
    Undo,
    /// A file is opened in the editor.
    Edit(String),
}

/// The code of a line that is no command.
pub(crate) const USAGE: &str = "usage";

/// Whoever works in a lab's account.
#[must_use]
pub fn principal(account: &str, name: &str) -> Principal {
    Principal { account: account.to_owned(), arn: format!("arn:aws:iam::{account}:{name}") }
}

/// A deed on its way: the state as it becomes, and what is said meanwhile.
struct Carrier<'a> {
    state: LabState,
    who: &'a Principal,
    carried: LabCarried,
}

/// Carries out one line of the console.
pub(crate) fn line(state: &LabState, line: &str, who: &Principal) -> (LabState, LabCarried) {
    let mut carrier = Carrier { state: state.clone(), who, carried: LabCarried::default() };
    match shell::parse(line, &state.env) {
        Ok(command) => carrier.command(command),
        Err(complaint) => carrier.refused(USAGE, format!("{complaint}\n")),
    }
    (carrier.state, carrier.carried)
}

/// Carries out one call, as the lab's endpoint gets it.
pub(crate) fn call(state: &LabState, call: &Call) -> (LabState, LabCarried, Answer) {
    let mut carrier = Carrier { state: state.clone(), who: &call.who, carried: LabCarried::default() };
    let answer = carrier.step(call.clone());
    if let Err(fault) = &answer {
        carrier.refused(&fault.code, fault.to_string());
    }
    carrier.pass(limits::COMMAND_S);
    (carrier.state, carrier.carried, answer)
}

/// Lets time pass.
pub(crate) fn pass(state: &LabState, seconds: i64, who: &Principal) -> (LabState, LabCarried) {
    let mut carrier = Carrier { state: state.clone(), who, carried: LabCarried::default() };
    carrier.pass(seconds);
    (carrier.state, carrier.carried)
}

/// Follows the link of a mail that asks to confirm a subscription.
pub(crate) fn confirm(
    state: &LabState,
    mail: usize,
    who: &Principal,
    region: &str,
) -> (LabState, LabCarried) {
    let mut carrier = Carrier { state: state.clone(), who, carried: LabCarried::default() };
    let asked = state.cloud.mails().get(mail).and_then(|mail| mail.confirms.clone());
    let Some((topic, token)) = asked else {
        carrier.refused("NoLink", "This mail asks for nothing.\n".to_owned());
        return (carrier.state, carrier.carried);
    };
    // The link leads to the Region of its topic, wherever the console works.
    let region = topic.split(':').nth(3).filter(|region| !region.is_empty()).unwrap_or(region).to_owned();
    let input = [("TopicArn", topic.into()), ("Token", token.into())].into();
    let (service, operation) = ("sns".to_owned(), "ConfirmSubscription".to_owned());
    match carrier.step(Call { service, operation, region, who: who.clone(), input }) {
        Ok(_) => "Subscription confirmed.\n".clone_into(&mut carrier.carried.text),
        Err(fault) => carrier.refused(&fault.code.clone(), format!("{fault}\n")),
    }
    carrier.pass(limits::COMMAND_S);
    (carrier.state, carrier.carried)
}

impl Carrier<'_> {
    fn refused(&mut self, code: &str, text: String) {
        self.carried.failed = Some(code.to_owned());
        self.carried.text = text;
    }

    /// Lets time pass, as far as a candidate may.
    fn pass(&mut self, seconds: i64) {
        let kept = (400 - limits::DAYS_MAX) * clock::DAY;
        let until = self.state.cloud.now().saturating_add(seconds.saturating_mul(clock::SECOND));
        let (later, happened) = advance(&self.state.cloud, until.min(self.state.cloud.end() - kept));
        if later.now() < until && self.carried.failed.is_none() {
            let text = "The lab's clock has come to its end: it goes no further. Undo leads back.\n";
            self.refused("ClockEnd", text.to_owned());
        }
        self.state.cloud = later;
        self.carried.happened.extend(happened);
    }

    fn step(&mut self, mut call: Call) -> Answer {
        let Some(operation) = model::operation(&call.service, &call.operation) else {
            return Err(Fault::not_here(&format!("{}:{}", call.service, call.operation)));
        };
        call.input = model::check(operation, &call.input)?;
        self.carried.calls += 1;
        let (mut after, answer) = step(&self.state.cloud, &call);
        self.carried.happened.extend(after.take_occurred());
        self.state.cloud = after;
        // An answer that is not as its model says is a fault of ours, never of who asked.
        model::answered(operation, &answer?).map_err(|_| Fault::not_here("This answer"))
    }

    /// All pages of a command, joined.
    fn ask(&mut self, ask: &Ask) -> Answer {
        let mut pages = Pages::of(ask);
        let mut next = Some(ask.call(self.who.clone()));
        while let Some(call) = next {
            let page = self.step(call)?;
            next = pages.add(page, self.who);
        }
        Ok(pages.joined())
    }

    fn command(&mut self, command: Command) {
        match command {
            Command::Ask(ask) => drop(self.answered(&ask)),
            Command::Keep(name, ask) => {
                if let Some(text) = self.answered(&ask) {
                    self.keep(name, text);
                    self.carried.text.clear();
                }
            }
            Command::Set(name, value) => self.keep(name, value),
            Command::Await(ask, waiter) => self.wait(&ask, waiter),
            Command::Show(text) => self.carried.text = text,
            Command::Pass(seconds) => self.pass(i64::try_from(seconds).unwrap_or(limits::PASS_S_MAX)),
            Command::Check => self.carried.wish = Some(LabWish::Check),
            Command::Undo => self.carried.wish = Some(LabWish::Undo),
            Command::Edit(file) => self.carried.wish = Some(LabWish::Edit(file)),
            Command::Nothing => {}
        }
    }

    /// Asks and prints; the text that `NAME=$(...)` would keep, where nothing failed.
    fn answered(&mut self, ask: &Ask) -> Option<String> {
        let answer = self.ask(ask);
        let printed = shell::render(ask, &answer);
        if let Err(fault) = &answer {
            self.refused(&fault.code, printed.text);
            self.pass(limits::COMMAND_S);
            return None;
        }
        let kept = (!printed.failed).then(|| shell::kept(&printed).to_owned());
        if printed.failed {
            self.refused(USAGE, printed.text);
        } else {
            self.carried.text = printed.text;
        }
        self.pass(limits::COMMAND_S);
        kept
    }

    fn wait(&mut self, ask: &Ask, waiter: &model::Waiter) {
        for _ in 0..waiter.max_attempts {
            let answer = self.ask(ask);
            match shell::judge(ask, waiter, &answer) {
                Judged::Done => return self.pass(limits::COMMAND_S),
                Judged::Failed => break,
                Judged::Again => self.pass(i64::from(waiter.delay)),
            }
            if self.carried.failed.is_some() {
                return;
            }
        }
        let name = ask.operation().name();
        self.refused("WaiterError", format!("Waiter failed: {name} never said what was waited for.\n"));
    }

    fn keep(&mut self, name: String, value: String) {
        let bytes: usize = self.state.env.variables.values().map(String::len).sum();
        if bytes + value.len() > limits::KEPT_BYTES_MAX {
            let text = format!("The console keeps at most {} bytes under names.\n", limits::KEPT_BYTES_MAX);
            return self.refused("LabLimitExceeded", text);
        }
        Arc::make_mut(&mut self.state.env).variables.insert(name, value);
    }
}

/// Writes a file of the candidate, or takes an empty one away.
pub(crate) fn file(state: &LabState, name: &str, text: &str) -> Result<LabState, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if name.is_empty() || name.len() > limits::FILE_NAME_MAX || !name.chars().all(plain) {
        return Err("Give the file a name of letters, digits, dots and hyphens.".to_owned());
    }
    if text.len() > limits::FILE_BYTES_MAX {
        return Err(format!("A file has at most {} bytes.", limits::FILE_BYTES_MAX));
    }
    let mut after = state.clone();
    let files: &mut BTreeMap<String, String> = &mut Arc::make_mut(&mut after.env).files;
    if text.is_empty() {
        files.remove(name);
    } else {
        files.insert(name.to_owned(), text.to_owned());
    }
    if files.len() > limits::FILES_MAX {
        return Err(format!("A lab keeps at most {} files: take one away first.", limits::FILES_MAX));
    }
    Ok(after)
}
