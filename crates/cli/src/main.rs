//! The binary: commands in, exit status out. The only place with a real clock, real chance, files of a
//! programme, and a terminal.
//!
//! What every command keeps to (docs/concepts/contract.md): data on standard output, everything said to a
//! person on standard error, exit status 0, 1, 2 or 3 as [`outcome`] has it.

mod admin;
mod assemble;
mod assembled;
mod booklet;
mod check;
mod check_mail;
mod codes;
mod conformance;
mod credential;
mod demo;
mod drafts;
mod egress;
mod errand;
mod explain;
mod export;
mod files;
mod fmt;
mod help;
mod history;
mod init;
mod installation;
mod items;
mod lab;
mod limits;
mod mail;
mod outcome;
mod outline;
mod paint;
mod plan;
mod population;
mod qti;
mod reader;
mod readiness;
mod record;
mod records;
mod report;
mod rim;
mod schema;
mod serve;
mod server;
mod socket;
mod standing;
mod world;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use outcome::{Failure, Found};
use rim::{LogFormat, say};

/// The certification programme in one binary.
#[derive(Debug, Parser)]
#[command(name = "assay", version, propagate_version = true)]
struct Call {
    /// Form of the log on standard error, text or json; ASSAY_LOG sets what is logged, e.g. `info`
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "FORM",
        default_value_t = LogFormat::Text,
        hide_possible_values = true,
        help_heading = "For every command"
    )]
    log_format: LogFormat,
    #[command(subcommand)]
    command: Command,
}

/// One variant a command family; each has a module of the same name.
#[derive(Debug, Subcommand)]
enum Command {
    /// Makes a small working programme to begin with
    Init(init::Init),
    /// Finds every fault in a programme's files in one run
    Check(check::CheckArgs),
    /// Gives a programme's files one layout; comments and values stay
    Fmt(fmt::Fmt),
    /// Lists or writes JSON Schemas of a programme's files, for editors
    Schema(schema::Schema),
    /// Shows how items are spread over forms and practice sets
    #[command(subcommand)]
    Items(items::ItemsCommand),
    /// Shows what changed between two exam versions' outlines
    #[command(subcommand)]
    Outline(outline::OutlineCommand),
    /// Shows who holds what, until when, why, and what next; needs no database
    Standing(standing::StandingArgs),
    /// Shows whom a changed programme affects, before it is applied
    Plan(plan::PlanArgs),
    /// Applies a plan exactly, or refuses
    Apply(plan::Apply),
    /// Records what happened elsewhere: earlier passes, credits, payments, revocations
    Record(record::RecordArgs),
    /// Shows every decision about a person: who, when, why, under which version of which rule
    Explain(explain::Explain),
    /// Writes bank, forms, results or responses of a body as files that others can read
    Export(export::ExportArgs),
    /// Invents people and what happened to them, as a history to try the rules on
    Population(population::Population),
    /// Checks policies against worked cases
    #[command(subcommand)]
    Conformance(conformance::Conformance),
    /// Makes, proves and tries hands-on labs; needs no database
    #[command(subcommand)]
    Lab(lab::LabCommand),
    /// Says what logs of practice say about passing, one JSON line a person
    Readiness(readiness::ReadinessArgs),
    /// Works with questions of QTI, the standard for exchanging them
    #[command(subcommand)]
    Qti(qti::Qti),
    /// Makes and verifies badges on files, without a server
    #[command(subcommand)]
    Credential(credential::Credential),
    /// Serves the whole product with a demonstration programme and demonstration people
    Demo(demo::DemoArgs),
    /// Serves a real certification body
    Serve(serve::Serve),
    /// Sends one mail, to see whether it arrives
    CheckMail(check_mail::CheckMail),
    /// Manages accounts and roles without the pages
    #[command(subcommand)]
    Admin(admin::Admin),
    /// Prints the API's OpenAPI 3.1 document
    Openapi,
    /// Prints a script that completes the commands in a shell
    Completions(help::Completions),
    /// Writes man pages of all commands
    Man(help::Man),
}

fn main() -> ExitCode {
    // Before there is a thread; where the allocator knows no such thing, nothing is lost.
    assay_heap::share_heaps();
    // A call that cannot be read ends here, with status 2 and what is wrong with it.
    let call = Call::from_arg_matches(&commands().get_matches()).unwrap_or_else(|error| error.exit());
    rim::start_log(call.log_format);
    let done = match call.command {
        Command::Init(init) => init.run(),
        Command::Check(check) => check.run(),
        Command::Fmt(fmt) => fmt.run(),
        Command::Schema(schema) => schema.run(),
        Command::Items(items) => items.run(),
        Command::Outline(outline) => outline.run(),
        Command::Standing(standing) => standing.run(),
        Command::Plan(plan) => plan.run(),
        Command::Apply(apply) => apply.run(),
        Command::Record(record) => record.run(),
        Command::Explain(explain) => explain.run(),
        Command::Export(export) => export.run(),
        Command::Population(population) => population.run(),
        Command::Conformance(conformance) => conformance.run(),
        Command::Lab(lab) => lab.run(),
        Command::Readiness(readiness) => readiness.run(),
        Command::Qti(qti) => qti.run(),
        Command::Credential(credential) => credential.run(),
        Command::Demo(demo) => demo.run(),
        Command::Serve(serve) => serve.run(),
        Command::CheckMail(check_mail) => check_mail.run(),
        Command::Admin(admin) => admin.run(),
        Command::Openapi => openapi(),
        Command::Completions(completions) => completions.run(commands()),
        Command::Man(man) => man.run(commands()),
    };
    exit(done)
}

fn commands() -> clap::Command {
    help::completed(Call::command())
}

fn openapi() -> Result<Found, Failure> {
    rim::print(assay_web::openapi_json().trim_end())?;
    rim::print("\n")?;
    Ok(Found::Nothing)
}

/// Says what has to be said and gives the exit status.
fn exit(done: Result<Found, Failure>) -> ExitCode {
    match done {
        Ok(Found::Nothing) | Err(Failure::ReaderGone) => ExitCode::SUCCESS,
        Ok(Found::Wrong) => ExitCode::from(1),
        Err(Failure::Unusable { message, hint }) => {
            say(format_args!("error: {message}"));
            if !hint.is_empty() {
                say(format_args!("hint: {hint}"));
            }
            ExitCode::from(2)
        }
        Err(Failure::World(error)) => {
            say(format_args!("error: {error:#}"));
            ExitCode::from(3)
        }
    }
}
