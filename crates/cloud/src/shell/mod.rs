//! The console of a lab: the `aws` command line and a handful of words around it.
//!
//! Not bash, and it says so. A line becomes a `Command`, which somebody carries out; nothing here calls a
//! cloud, moves a clock or reads a file that was not handed over.
//!
//! ```
//! use assay_cloud::shell::{Command, Env, parse};
//!
//! let env = Env { region: "eu-west-1".to_owned(), ..Env::default() };
//! let command = parse("aws ec2 create-vpc --cidr-block 10.0.0.0/16 --query Vpc.VpcId", &env).unwrap();
//! assert!(matches!(command, Command::Ask(ask) if ask.operation().name() == "CreateVpc"));
//! assert!(parse("aws ec2 create-vpc | grep vpc", &env).unwrap_err().to_string().contains("not bash"));
//! ```

mod aws;
mod command;
mod data;
mod help;
mod options;
mod output;
mod paging;
mod query;
mod shorthand;
mod special;
mod table;
mod typed;
mod waiting;
mod words;

pub use command::{Ask, Command, Complaint, Env};
pub use output::{Printed, kept, render};
pub use paging::Pages;
pub use waiting::{Judged, judge};

/// Bytes of one line.
pub const COMMAND_MAX: usize = 16 * 1024;

/// Seconds that one `wait` lets pass: a week, of a lab that lasts an hour.
const WAIT_MAX_S: u64 = 7 * 24 * 3600;

/// Reads one line.
///
/// # Errors
/// It is no command; the complaint is worded for who typed it.
pub fn parse(text: &str, env: &Env) -> Result<Command, Complaint> {
    if text.len() > COMMAND_MAX {
        return Err(Complaint::of(format!("A command has at most {COMMAND_MAX} bytes.")));
    }
    let words = match words::line(text, &env.variables)? {
        words::Line::Words(words) => words,
        words::Line::Set(name, value) => return Ok(Command::Set(name, value)),
        words::Line::Keep(name, inner) => {
            return match parse(&inner, env)? {
                Command::Ask(ask) => Ok(Command::Keep(name, ask)),
                _ => Err(Complaint::of("Only what an aws command prints can be kept: NAME=$(aws ...).")),
            };
        }
    };
    let Some((first, rest)) = words.split_first() else { return Ok(Command::Nothing) };
    match (first.as_str(), rest) {
        ("aws", rest) => aws::parse(rest, env),
        ("cat", [_, ..]) => {
            let texts = rest.iter().map(|path| {
                env.file(path)
                    .cloned()
                    .ok_or_else(|| Complaint::of(format!("cat: {path}: No such file or directory")))
            });
            Ok(Command::Show(texts.collect::<Result<Vec<_>, _>>()?.concat()))
        }
        ("ls", []) => Ok(Command::Show(env.files.keys().map(|name| format!("{name}\n")).collect())),
        ("echo", rest) => Ok(Command::Show(rest.join(" "))),
        ("edit", [file]) => Ok(Command::Edit(file.clone())),
        ("wait", [span]) => seconds(span).map(Command::Pass),
        ("check", []) => Ok(Command::Check),
        ("undo", []) => Ok(Command::Undo),
        ("help", _) => Ok(Command::Show(help::console())),
        ("cat" | "ls" | "edit" | "wait" | "check" | "undo", _) => {
            Err(Complaint::of(format!("{first} is used otherwise here: type help.")))
        }
        (other, _) => Err(Complaint::of(format!("{other}: command not found. This is not bash: type help."))),
    }
}

fn seconds(span: &str) -> Result<u64, Complaint> {
    let (number, unit) =
        span.split_at(span.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(span.len()));
    let each = match unit {
        "s" => 1,
        "m" | "min" => 60,
        "h" => 3600,
        "d" => 24 * 3600,
        _ => return Err(Complaint::of("Say how long with a unit: wait 90s, wait 10m, wait 2h or wait 1d.")),
    };
    let seconds = number.parse::<u64>().ok().and_then(|number| number.checked_mul(each));
    seconds
        .filter(|seconds| (1..=WAIT_MAX_S).contains(seconds))
        .ok_or_else(|| Complaint::of("Wait at least a second and at most seven days at a time."))
}
