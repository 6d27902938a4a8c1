//! The commands as clap knows them, with what holds for all of them; completions and man pages of them.

use std::{fs, io::Write, path::PathBuf};

use clap::{Args, Command};
use clap_complete::Shell;

use crate::{
    outcome::{Failure, Found},
    rim,
};

/// What every command ends with (docs/concepts/contract.md).
const STATUS: &str = "\
Exit status:
  0  done, and nothing was found wrong
  1  done, and something was found wrong
  2  the call or its input cannot be used; a hint says what to do
  3  disk, database or network failed";

/// What the environment sets. A test holds the list against the sources.
const ENVIRONMENT: &str = "\
Environment:
  ASSAY_LOG             what is logged: `warn` where it is not set, `info`, or by part, `assay_app=debug`
  ASSAY_ADMIN_PASSWORD  the password of `assay admin add` and `reset-password`, instead of standard input
  ASSAY_MAIL            how mail leaves, as `--mail` has it: an SMTP address holds a password
  ASSAY_MAIL_FROM       whom mails are from, as `--mail-from` has it
  ASSAY_LRS             the learning record store, as `--lrs` has it: its address holds a secret
  ASSAY_SOCKETS         with PostgreSQL, the folder in which a server takes `record` and `admin`
  ASSAY_LOAD_TEST       1 lets a person of a demonstration save and send without a limit
  NO_COLOR              not empty: nothing is coloured
  CLICOLOR              0: nothing is coloured
  CLICOLOR_FORCE        not empty and not 0: coloured even where there is no terminal
  TERM                  dumb: nothing is coloured";

/// Every command as declared, each with the exit statuses in its help.
pub fn completed(declared: Command) -> Command {
    declared.after_help(format!("{ENVIRONMENT}\n\n{STATUS}")).mut_subcommands(with_status)
}

fn with_status(command: Command) -> Command {
    command.after_help(STATUS).mut_subcommands(with_status)
}

/// The arguments of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell that completes
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

impl Completions {
    /// Writes the script that completes these commands to standard output.
    pub fn run(self, mut commands: Command) -> Result<Found, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut commands, "assay", &mut script);
        std::io::stdout().lock().write_all(&script)?;
        Ok(Found::Nothing)
    }
}

/// The arguments of `man`.
#[derive(Debug, Args)]
pub struct Man {
    /// The folder to write to, such as /usr/local/share/man/man1; earlier pages are replaced
    dir: PathBuf,
}

impl Man {
    /// Writes a page for each of these commands.
    pub fn run(self, commands: Command) -> Result<Found, Failure> {
        let Man { dir } = self;
        fs::create_dir_all(&dir).map_err(|error| Failure::writing(&dir, error))?;
        clap_mangen::generate_to(commands, &dir).map_err(|error| Failure::writing(&dir, error))?;
        rim::say(format_args!("{}: read it with `man {}/assay.1`", dir.display(), dir.display()));
        Ok(Found::Nothing)
    }
}
