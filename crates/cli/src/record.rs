//! `assay record`: what happened elsewhere is put on record, from a history file.

use std::path::{Path, PathBuf};

use assay_app::{AppError, Closed, Recorded, Settings, unknown_name};
use assay_kernel::Actor;
use assay_programme::model::Programme;
use assay_standing::{Event, Histories};
use assay_store::DataPlace;
use clap::Args;

use crate::{
    history::read_judged,
    installation::{known_address, must_be_served, open_as_it_is, runtime, start},
    outcome::{Failure, Found},
    rim::{self, Progress},
};

/// Names that are said; more are counted.
const SAID: usize = 10;

/// The arguments of `record`.
#[derive(Debug, Args)]
pub struct RecordArgs {
    /// JSON lines, one event each, as `standing` reads them; `person` is an id or an e-mail address
    file: PathBuf,
    /// A folder, or the address of a PostgreSQL database; not served meanwhile
    #[arg(long, value_name = "DIR|postgres://…")]
    data: String,
    /// Adds people who are not on record, without a password
    #[arg(long)]
    add_people: bool,
}

impl RecordArgs {
    /// Records what is not on record yet.
    pub fn run(self) -> Result<Found, Failure> {
        let location: DataPlace = self.data.parse().unwrap_or_else(|never| match never {});
        runtime()?.block_on(async {
            let (store, demo) = open_as_it_is(&location).await?;
            let served = must_be_served(&store).await?;
            let Some(histories) = read_known(&self.file, served.programme())? else {
                return Ok(Found::Wrong);
            };
            let public_url = known_address(&store).await?.unwrap_or_default();
            let app = start(store, served, Settings { public_url, demo }).await?;
            let progress = Progress::of("people recorded", histories.len());
            let mut done = Recorded::default();
            let at = |people| progress.at(people);
            let recorded = app
                .record
                .import_into(&app.door.ask(Actor::Operator), &histories, self.add_people, &at, &mut done)
                .await;
            let closed = app.close().await;
            if let Err(error) = recorded {
                return Err(stopped(&done, &histories, error));
            }
            if closed == Closed::GaveUp {
                return Err(Failure::not_closed());
            }
            let (events, known) = (rim::count(done.recorded, "event"), rim::count(done.known, "event"));
            let people = rim::count(done.added, "new account");
            rim::say(format_args!("{events} recorded, {known} on record already, {people}"));
            let hint = "a link from the person's page, or `assay admin claim-link`, confirms an address";
            said(
                "the account with this address is not confirmed, so it is somebody else:",
                &done.unconfirmed,
                hint,
            );
            said("nobody on record is called", &done.unknown, "write ids or addresses, or use --add-people");
            said("not recorded, a fact about everyone, not there yet, or no name:", &done.refused, "");
            Ok(Found::wrong_if(!done.unknown.is_empty() || !done.refused.is_empty()))
        })
    }
}

/// A history of which this programme knows every name: a slip that is recorded stays (F17).
fn read_known(file: &Path, programme: &Programme) -> Result<Option<Histories>, Failure> {
    let judge = |event: &Event| unknown_name(programme, &event.happening);
    let (histories, unknown) = read_judged(file, &judge)?;
    if unknown == 0 {
        return Ok(Some(histories));
    }
    let lines = rim::count(unknown, "line");
    rim::say(format_args!(
        "error: {lines} with a name that this programme does not have; nothing was recorded"
    ));
    Ok(None)
}

/// What is on record when the disk or database took no more: the same call goes on from there.
fn stopped(done: &Recorded, histories: &Histories, error: AppError) -> Failure {
    let all: usize = histories.iter().map(|(_, events)| events.len()).sum();
    let (events, people) = (rim::count(done.recorded, "event"), rim::count(done.added, "new account"));
    rim::say(format_args!(
        "{events} of {all} recorded, {} on record already, {people}; then the database stored no more",
        done.known
    ));
    rim::say(format_args!(
        "hint: make room, then run the same command again: what is on record is not recorded twice"
    ));
    error.into()
}

fn said(what: &str, names: &[String], hint: &str) {
    for name in names.iter().take(SAID) {
        rim::say(format_args!("warning: {what} {}", rim::harmless(name)));
    }
    if names.len() > SAID {
        rim::say(format_args!("warning: and {} more", names.len() - SAID));
    }
    if !names.is_empty() && !hint.is_empty() {
        rim::say(format_args!("hint: {hint}"));
    }
}
