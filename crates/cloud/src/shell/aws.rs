//! `aws SERVICE OPERATION --options`: one call, checked before it is sent.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value as Json;

use super::{
    command::{Ask, Command, Complaint, Env, Format},
    help,
    options::{self, CommandOption, Sets, Takes},
    paging,
    query::Query,
    shorthand, special, typed,
};
use crate::{
    model::{self, Kind, Member, Operation, Waiter},
    value::Value,
};

/// Options that every command has, and whether a word follows.
const GLOBAL: [(&str, bool); 10] = [
    ("region", true),
    ("output", true),
    ("query", true),
    ("color", true),
    ("cli-input-json", true),
    ("no-paginate", false),
    ("no-cli-pager", false),
    ("no-verify-ssl", false),
    ("debug", false),
    ("no-color", false),
];

/// Options that would leave the lab.
const LEAVING: [&str; 5] =
    ["endpoint-url", "profile", "ca-bundle", "no-sign-request", "generate-cli-skeleton"];

type Given = BTreeMap<String, Vec<String>>;

/// Reads what follows the word `aws`.
pub(super) fn parse(words: &[String], env: &Env) -> Result<Command, Complaint> {
    let mut words = Words { left: words.iter().peekable(), global: Given::new() };
    let Some(service) = words.positional()? else { return Ok(Command::Show(help::aws())) };
    let service = match service.as_str() {
        "help" => return Ok(Command::Show(help::aws())),
        "s3api" => "s3".to_owned(),
        "s3" => return Err(Complaint::aws("aws s3 is not available in this lab; aws s3api is.")),
        other => other.to_owned(),
    };
    let Some(models) = model::service(&service) else {
        let known: Vec<&str> =
            model::services().map(|name| if name == "s3" { "s3api" } else { name }).collect();
        let nearest = nearest(&service, known.iter().copied());
        let text = format!(
            "argument command: '{service}' is not available in this lab. Available: {}",
            known.join(", ")
        );
        return Err(Complaint::aws(text + &nearest));
    };
    let Some(command) = words.positional()? else {
        return Err(Complaint::aws(format!(
            "the following arguments are required: operation\n{}",
            help::service(models)
        )));
    };
    let waiter = match command.as_str() {
        "help" => return Ok(Command::Show(help::service(models))),
        "wait" => Some(waiter(models, words.positional()?)?),
        _ => None,
    };
    let name = match waiter {
        Some(waiter) => Some(&waiter.operation),
        None => models.commands.get(&command),
    };
    let Some(operation) = name.and_then(|name| model::operation(&service, name)) else {
        let nearest = nearest(&command, models.commands.keys().map(String::as_str));
        let text = format!("argument operation: '{command}' is not an operation of {service} in this lab.");
        return Err(Complaint::aws(text + &nearest));
    };
    let options = options::of(operation);
    let (given, positionals) = words.options(&options)?;
    if positionals.first().is_some_and(|word| word == "help") {
        return Ok(Command::Show(help::operation(operation, &options)));
    }
    let ask = asked(operation, &options, &given, positionals, &words.global, env)?;
    Ok(match waiter {
        Some(waiter) => Command::Await(Box::new(ask), waiter),
        None => Command::Ask(Box::new(ask)),
    })
}

fn waiter(models: &'static model::Service, name: Option<String>) -> Result<&'static Waiter, Complaint> {
    let name = name.ok_or_else(|| Complaint::aws("the following arguments are required: waiter"))?;
    models.waiters.get(&name).ok_or_else(|| {
        let nearest = nearest(&name, models.waiters.keys().map(String::as_str));
        Complaint::aws(format!("argument operation: '{name}' is not a waiter here.{nearest}"))
    })
}

/// What was perhaps meant.
fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    /// As the original's own suggestions have it.
    const LIKE_ENOUGH: f64 = 0.7;
    /// The longest name has 47; comparing takes the product of both lengths, a second for a whole line.
    const LENGTH_MAX: usize = 80;
    if word.len() > LENGTH_MAX {
        return String::new();
    }
    let scored = known.map(|name| (strsim::normalized_levenshtein(word, name), name));
    let best = scored.filter(|(score, _)| *score > LIKE_ENOUGH).max_by(|a, b| a.0.total_cmp(&b.0));
    best.map_or_else(String::new, |(_, name)| format!("\nMaybe you meant: {name}"))
}

struct Words<'a> {
    left: std::iter::Peekable<std::slice::Iter<'a, String>>,
    global: Given,
}

/// A negative number is a value, everything else with a dash an option.
fn is_option(word: &str) -> bool {
    word.starts_with('-') && word.len() > 1 && word.parse::<f64>().is_err()
}

impl Words<'_> {
    /// The next word that is no option; global options before it are taken.
    fn positional(&mut self) -> Result<Option<String>, Complaint> {
        while let Some(word) = self.left.next() {
            if !is_option(word) {
                return Ok(Some(word.clone()));
            }
            if !self.global(word)? {
                return Err(Complaint::aws(format!("Unknown options: {word}")));
            }
        }
        Ok(None)
    }

    fn global(&mut self, word: &str) -> Result<bool, Complaint> {
        let name = word.trim_start_matches('-');
        let (name, value) = name.split_once('=').map_or((name, None), |(name, value)| (name, Some(value)));
        if LEAVING.contains(&name) {
            return Err(Complaint::aws(format!(
                "--{name} is not available in this lab: it has one account and one endpoint."
            )));
        }
        let Some((name, takes)) = GLOBAL.iter().find(|(known, _)| *known == name) else { return Ok(false) };
        let mut values = Vec::new();
        if *takes {
            let next = value.map(str::to_owned).or_else(|| self.left.next().cloned());
            values.push(
                next.ok_or_else(|| Complaint::aws(format!("argument --{name}: expected one argument")))?,
            );
        }
        self.global.insert((*name).to_owned(), values);
        Ok(true)
    }

    fn options(&mut self, options: &[CommandOption]) -> Result<(Given, Vec<String>), Complaint> {
        let (mut given, mut positionals, mut unknown) = (Given::new(), Vec::new(), Vec::new());
        while let Some(word) = self.left.next() {
            if !is_option(word) {
                positionals.push(word.clone());
                continue;
            }
            let name = word.trim_start_matches('-');
            let (name, value) =
                name.split_once('=').map_or((name, None), |(name, value)| (name, Some(value)));
            let Some(option) = options.iter().find(|option| option.name == name) else {
                if !self.global(word)? {
                    unknown.push(word.clone());
                    while self.left.next_if(|word| !is_option(word)).is_some() {}
                }
                continue;
            };
            let mut values: Vec<String> = value.map(str::to_owned).into_iter().collect();
            let most = match (option.takes, value) {
                (Takes::None, _) | (_, Some(_)) => 0,
                (Takes::One | Takes::Perhaps, None) => 1,
                (Takes::Many, None) => usize::MAX,
            };
            while values.len() < most {
                let Some(next) = self.left.next_if(|word| !is_option(word)) else { break };
                values.push(next.clone());
            }
            if option.takes == Takes::One && values.is_empty() {
                return Err(Complaint::aws(format!("argument --{name}: expected one argument")));
            }
            given.insert(name.to_owned(), values);
        }
        if let Some(first) = unknown.first() {
            let known = options.iter().map(|option| option.name.as_str());
            let nearest = nearest(first.trim_start_matches('-'), known).replace("meant: ", "meant: --");
            return Err(Complaint::aws(format!("Unknown options: {}{nearest}", unknown.join(", "))));
        }
        Ok((given, positionals))
    }
}

fn asked(
    operation: Operation,
    options: &[CommandOption],
    given: &Given,
    positionals: Vec<String>,
    global: &Given,
    env: &Env,
) -> Result<Ask, Complaint> {
    let one = |name: &str| global.get(name).and_then(|words| words.first()).map(String::as_str);
    let mut input = match one("cli-input-json") {
        Some(text) => skeleton(operation, &env.param("cli-input-json", text)?)?,
        None => BTreeMap::new(),
    };
    let missing: Vec<String> = options
        .iter()
        .filter(|option| option.required && one("cli-input-json").is_none())
        .filter(|option| !is_given(option, options, given))
        .map(|option| format!("--{}", option.name))
        .collect();
    if !missing.is_empty() {
        return Err(Complaint::aws(format!("the following arguments are required: {}", missing.join(", "))));
    }
    for option in options {
        if let Some(words) = given.get(&option.name) {
            set(operation, option, words, &mut input, env)?;
        }
    }
    special::finish(&mut input, operation.service(), operation.name());
    let paginate = !global.contains_key("no-paginate");
    let paging = paging::of(operation, given, &mut input, paginate).map_err(Complaint::aws)?;
    let save_as = saved(operation, positionals)?;
    let query = one("query").map(|text| {
        Query::read(text).map_err(|why| Complaint::aws(format!("Bad value for --query {text}: {why}")))
    });
    let region = match operation.service() {
        // Its one endpoint for all Regions.
        "iam" => "us-east-1",
        _ => one("region").unwrap_or(&env.region),
    };
    let format = one("output").map(|name| {
        Format::of(name).ok_or_else(|| {
            Complaint::aws(format!("argument --output: Invalid choice '{name}': json, text or table"))
        })
    });
    Ok(Ask {
        operation,
        input: Value::Map(input),
        region: region.to_owned(),
        query: query.transpose()?,
        format: format.transpose()?.unwrap_or(Format::Json),
        paging,
        save_as,
    })
}

/// A boolean is given by its other half too.
fn is_given(option: &CommandOption, options: &[CommandOption], given: &Given) -> bool {
    let other =
        |name: &str| match (option.sets, options.iter().find(|one| one.name == name).map(|one| one.sets)) {
            (Sets::Flag(own, _), Some(Sets::Flag(other, _))) => own.name == other.name,
            _ => option.name == name,
        };
    given.keys().any(|name| other(name))
}

/// Only what is streamed goes into a file.
fn saved(operation: Operation, positionals: Vec<String>) -> Result<Option<String>, Complaint> {
    let output = operation.model.output.as_ref().map(|of| operation.service.shape(of));
    let streams = output.is_some_and(|shape| shape.members.iter().any(|member| member.streaming));
    match (streams, positionals.as_slice()) {
        (false, []) => Ok(None),
        (true, [file]) => Ok(Some(file.clone())),
        (true, []) => Err(Complaint::aws("the following arguments are required: outfile")),
        (_, [.., last]) => Err(Complaint::aws(format!("Unknown options: {last}"))),
    }
}

fn skeleton(operation: Operation, text: &str) -> Result<BTreeMap<String, Value>, Complaint> {
    let invalid = |why: String| Complaint::aws(format!("Error parsing parameter 'cli-input-json': {why}"));
    let json: Json = serde_json::from_str(text).map_err(|why| invalid(format!("Invalid JSON: {why}")))?;
    let (Some(of), Json::Object(members)) = (&operation.model.input, json) else {
        return Err(invalid("Invalid type: expecting map".to_owned()));
    };
    let shape = operation.service.shape(of);
    let mut input = BTreeMap::new();
    for (name, json) in members.iter().filter(|(_, json)| !json.is_null()) {
        let member =
            shape.named(name).ok_or_else(|| invalid(format!("Unknown parameter in input: \"{name}\"")))?;
        let value = typed::json(operation.service, member, json, name, false).map_err(failed)?;
        input.insert(name.clone(), value);
    }
    Ok(input)
}

fn failed(why: String) -> Complaint {
    Complaint::of(format!("Parameter validation failed:\n{why}"))
}

fn set(
    operation: Operation,
    option: &CommandOption,
    words: &[String],
    input: &mut BTreeMap<String, Value>,
    env: &Env,
) -> Result<(), Complaint> {
    let (member, value) = match option.sets {
        Sets::Paging => return Ok(()),
        Sets::Special(name) => {
            let word = words.first().map(String::as_str).unwrap_or_default();
            return special::set(input, name, operation.name(), word).map_err(Complaint::aws);
        }
        Sets::Flag(member, yes) => (member, Value::Bool(yes)),
        Sets::Attribute(member, yes) if words.is_empty() => (member, [("Value", yes.into())].into()),
        Sets::Attribute(member, _) | Sets::Member(member) => {
            (member, from_words(operation, member, option, words, env)?)
        }
    };
    input.insert(member.name.clone(), value);
    Ok(())
}

fn from_words(
    operation: Operation,
    member: &Member,
    option: &CommandOption,
    words: &[String],
    env: &Env,
) -> Result<Value, Complaint> {
    let (service, name) = (operation.service, &option.name);
    let wrong = |why: String| Complaint::aws(format!("Error parsing parameter '--{name}': {why}"));
    let shape = service.shape(member);
    if member.streaming {
        let word = words.first().map(String::as_str).unwrap_or_default();
        let path = word.strip_prefix("file://").or_else(|| word.strip_prefix("fileb://")).unwrap_or(word);
        let text = env.file(path).ok_or_else(|| wrong("Blob values must be a path to a file.".to_owned()))?;
        return Ok(Value::Text(STANDARD.encode(text)));
    }
    let mut words = words.to_vec();
    if let [only] = words.as_mut_slice() {
        *only = env.param(name, only)?;
    }
    let first = words.first().map(|word| word.trim_start()).unwrap_or_default();
    let as_json = |text: &str| -> Result<Json, Complaint> {
        let read = serde_json::from_str(text);
        read.map_err(|why| wrong(format!("Invalid JSON: {why}\nJSON received: {text}")))
    };
    let from_json = |json: &Json| typed::json(service, member, json, &member.name, false).map_err(failed);
    if shape.is_scalar() {
        let text = words.first().map(String::as_str).unwrap_or_default();
        return typed::word(shape, text).map_err(|why| Complaint::aws(format!("argument --{name}: {why}")));
    }
    if matches!((shape.kind, words.len()), (Kind::List, 1)) && first.starts_with('[') {
        return from_json(&as_json(words.first().map(String::as_str).unwrap_or_default())?);
    }
    if shape.kind == Kind::List && service.shape(shape.element()).is_scalar() {
        let element = service.shape(shape.element());
        let items = words.iter().map(|word| typed::word(element, word).map_err(&wrong));
        return Ok(Value::List(items.collect::<Result<_, _>>()?));
    }
    let file =
        |path: &str| env.param(name, &format!("file://{path}")).map_err(|complaint| complaint.to_string());
    let structure = |word: &String, of: &Member, path: &str| -> Result<Value, Complaint> {
        if first.starts_with(['{', '[']) {
            return typed::json(service, of, &as_json(word)?, path, false).map_err(failed);
        }
        let own = service.shape(of);
        let json = match own.members.as_slice() {
            [only] if only.name == "Value" && !word.contains('=') => serde_json::json!({ "Value": word }),
            _ => shorthand::read(word, &file).map_err(&wrong)?,
        };
        typed::json(service, of, &json, path, true).map_err(failed)
    };
    if shape.kind == Kind::List {
        let items = words
            .iter()
            .enumerate()
            .map(|(at, word)| structure(word, shape.element(), &format!("{}[{at}]", member.name)));
        return Ok(Value::List(items.collect::<Result<_, _>>()?));
    }
    let word = words.first().cloned().unwrap_or_default();
    structure(&word, member, &member.name)
}
