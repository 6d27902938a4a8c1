//! The front door for everything a contributor runs; `cargo xtask` lists it.
//!
//! Nothing needs installing: each check is plain Rust, or installs what it uses (`tools`). Exit status:
//! 0 nothing found, 1 something found, 2 the call or the tree cannot be used.

mod arrows;
mod bench;
mod check;
mod cloud;
mod codegen;
mod deny;
mod fuzz;
mod guides;
mod metadata;
mod process;
mod prove;
mod shared;
mod skipped;
mod tidy;
mod tools;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <command>

  check           formatting, clippy, tidy, arrows, deny, generated pages: everything but the tests
  tidy            the rules of STYLE.md that a script can decide
  arrows          which crate, file and room may name which
  codegen         writes the generated pages of docs/reference; with --check compares them
  cloud-models    the models of crates/cloud from the provider's client; with --record its recordings too
  deny            licences, banned crates, duplicate majors, sources (deny.toml), security advisories
  fuzz NAME       a fuzzer by name, [--seconds N] [--seed S]; without a name, the list of them
  guides [NAME..] the guides of docs/guides, run as a new user runs them and held against what they show
  prove NAME      a proof that takes longer than ./test may; without a name, the list of them
  t [ARGS...]     every test of the workspace (nextest where installed) and the doctests
  shots [ARGS..]  screenshots of the key pages into shots/
  bench NAME      a benchmark by name; without a name, the list of them";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&args) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Runs one command and says how many faults it found.
fn dispatch(args: &[String]) -> anyhow::Result<usize> {
    process::enter_root()?;
    let Some((command, rest)) = args.split_first() else {
        println!("{USAGE}");
        return Ok(0);
    };
    match (command.as_str(), rest) {
        ("help" | "--help" | "-h", _) => {
            println!("{USAGE}");
            Ok(0)
        }
        ("check", []) => check::all(),
        ("tidy", []) => tidy::run(),
        ("arrows", []) => arrows::run(),
        ("codegen", []) => codegen::run(false),
        ("codegen", [flag]) if flag == "--check" => codegen::run(true),
        ("cloud-models", []) => cloud::run(false),
        ("cloud-models", [flag]) if flag == "--record" => cloud::run(true),
        ("deny", []) => deny::run(),
        ("fuzz", rest) => fuzz::run(&as_strs(rest)),
        ("guides", rest) => guides::run(&as_strs(rest)),
        ("prove", rest) => prove::run(&as_strs(rest)),
        ("t", rest) => check::tests(rest),
        ("shots", rest) => {
            process::run("node", &[&["tests/browser/shots.mjs"], as_strs(rest).as_slice()].concat())
        }
        ("bench", rest) => bench::run(rest),
        (other, _) => {
            anyhow::bail!("`cargo xtask {other}` is not a command, or takes no arguments\n\n{USAGE}")
        }
    }
}

fn as_strs(args: &[String]) -> Vec<&str> {
    args.iter().map(String::as_str).collect()
}
