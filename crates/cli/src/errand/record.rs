//! What happened elsewhere is put on record, from a history file.

use std::io::BufRead;

use assay_app::{App, AppError, Recorded, unknown_name};
use assay_kernel::Actor;
use assay_programme::model::Programme;
use assay_standing::{Event, Histories};

use super::telling::Telling;
use crate::{
    history::read_judged,
    outcome::{Failure, Found},
    rim,
};

/// Names that are said; more are counted.
const SAID: usize = 10;

/// A history of which this programme knows every name: a slip that is recorded stays (F17).
///
/// # Errors
/// It cannot be read, or lines of it cannot be used; those are said.
pub fn read_known(
    source: impl BufRead,
    name: &str,
    programme: &Programme,
    telling: &mut Telling,
) -> Result<Option<Histories>, Failure> {
    let judge = |event: &Event| unknown_name(programme, &event.happening);
    let (histories, unknown) = read_judged(source, name, &judge, &mut |text| telling.say(text))?;
    if unknown == 0 {
        return Ok(Some(histories));
    }
    let lines = rim::count(unknown, "line");
    telling.say(format_args!(
        "error: {lines} with a name that this programme does not have; nothing was recorded"
    ));
    Ok(None)
}

/// Records what is not on record yet.
///
/// # Errors
/// The store failed; what is on record until then was said.
pub async fn put_on_record(
    app: &App,
    histories: &Histories,
    add_people: bool,
    telling: &mut Telling,
) -> Result<Found, Failure> {
    let progress = telling.progress("people recorded", histories.len());
    let mut done = Recorded::default();
    let at = |people| progress.at(people);
    let asking = app.door.ask(Actor::Operator);
    let recorded = app.record.import_into(&asking, histories, add_people, &at, &mut done).await;
    drop(progress);
    if let Err(error) = recorded {
        return Err(stopped(&done, histories, error, telling));
    }
    let (events, known) = (rim::count(done.recorded, "event"), rim::count(done.known, "event"));
    let people = rim::count(done.added, "new account");
    telling.say(format_args!("{events} recorded, {known} on record already, {people}"));
    let hint = "a link from the person's page, or `assay admin claim-link`, confirms an address";
    let unconfirmed = "the account with this address is not confirmed, so it is somebody else:";
    warned(unconfirmed, &done.unconfirmed, hint, telling);
    warned(
        "nobody on record is called",
        &done.unknown,
        "write ids or addresses, or use --add-people",
        telling,
    );
    warned("not recorded, a fact about everyone, not there yet, or no name:", &done.refused, "", telling);
    Ok(Found::wrong_if(!done.unknown.is_empty() || !done.refused.is_empty()))
}

/// What is on record when the disk or database took no more: the same call goes on from there.
fn stopped(done: &Recorded, histories: &Histories, error: AppError, telling: &mut Telling) -> Failure {
    let all: usize = histories.iter().map(|(_, events)| events.len()).sum();
    let (events, people) = (rim::count(done.recorded, "event"), rim::count(done.added, "new account"));
    telling.say(format_args!(
        "{events} of {all} recorded, {} on record already, {people}; then the database took no more",
        done.known
    ));
    telling.say(format_args!(
        "hint: make room, then run the same command again: what is on record is not recorded twice"
    ));
    error.into()
}

fn warned(what: &str, names: &[String], hint: &str, telling: &mut Telling) {
    for name in names.iter().take(SAID) {
        telling.say(format_args!("warning: {what} {}", rim::harmless(name)));
    }
    if names.len() > SAID {
        telling.say(format_args!("warning: and {} more", names.len() - SAID));
    }
    if !names.is_empty() && !hint.is_empty() {
        telling.say(format_args!("hint: {hint}"));
    }
}
