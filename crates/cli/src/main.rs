//! The binary: commands in, exit status out. The only place with a real clock, real chance, files of a
//! programme, and a terminal.
//!
//! What every command keeps to (docs/concepts/contract.md): data on standard output, everything said to a
//! person on standard error, exit status 0, 1, 2 or 3 as [`outcome`] has it.

mod admin;
mod check;
mod check_mail;
mod codes;
mod conformance;
mod credential;
mod demo;
mod drafts;
mod errand;
mod explain;
mod files;
mod fmt;
mod help;
mod history;
mod init;
mod installation;
mod items;
mod limits;
mod mail;
mod outcome;
mod outline;
mod paint;
mod plan;
mod population;
mod record;
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
    /// A small working programme to begin with
    Init(init::Init),
    /// Every fault of a programme's files in one run
    Check(check::CheckArgs),
    /// One layout for a programme's files; comments and values stay
    Fmt(fmt::Fmt),
    /// JSON Schemas of a programme's files, for editors
    Schema(schema::Schema),
    /// Items: how they are spread over forms and practice sets
    #[command(subcommand)]
    Items(items::Items),
    /// What changed between two exam versions' outlines
    #[command(subcommand)]
    Outline(outline::OutlineCommand),
    /// Who holds what, until when, why, and what next; needs no database
    Standing(standing::StandingArgs),
    /// Whom a changed programme touches, before it is applied
    Plan(plan::PlanArgs),
    /// Applies exactly a plan, or refuses
    Apply(plan::Apply),
    /// Puts on record what happened elsewhere: passes of before, credits, payments, revocations
    Record(record::RecordArgs),
    /// Every decision about a person: who, when, why, under which version of which rule
    Explain(explain::Explain),
    /// Invented people and what happened to them, as a history to try the rules on
    Population(population::Population),
    /// Worked cases held against policies
    #[command(subcommand)]
    Conformance(conformance::Conformance),
    /// Badges on files, without a server
    #[command(subcommand)]
    Credential(credential::Credential),
    /// The whole product with a demonstration programme and demonstration people
    Demo(demo::DemoArgs),
    /// The product for a real certification body
    Serve(serve::Serve),
    /// Sends one mail, to see whether it arrives
    CheckMail(check_mail::CheckMail),
    /// Accounts that cannot be made on the pages
    #[command(subcommand)]
    Admin(admin::Admin),
    /// The API's OpenAPI 3.1 document
    Openapi,
    /// A script that completes the commands in a shell
    Completions(help::Completions),
    /// Man pages of all commands
    Man(help::Man),
}

fn main() -> ExitCode {
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
        Command::Population(population) => population.run(),
        Command::Conformance(conformance) => conformance.run(),
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
