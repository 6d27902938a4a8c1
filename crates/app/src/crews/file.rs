//! A list of what people are to be asked to do: `email,what,due_on,note`, read line by line.

use std::collections::{BTreeMap, BTreeSet};

use assay_kernel::Date;
use assay_qti::foreign::TableRows;
use assay_store::CrewAssignmentRecord;

use super::{
    CREW_PEOPLE_MAX, CrewLine,
    invite::{KnownAddresses, address_of},
    work::{WorkChoice, choices, day_fault, note_fault, switch_warning},
};
use crate::Asking;

/// Lines of a list: twenty-five things for each person of a crew.
const LINES_MAX: usize = 5_000;
/// Bytes of a list: so many lines with a sentence each.
pub const LIST_BYTES_MAX: usize = 1024 * 1024;
/// The columns.
const COLUMNS: [&str; 4] = ["email", "what", "due_on", "note"];

/// A list, line by line.
pub struct AssignFile {
    /// For which crew.
    pub crew: CrewLine,
    /// Its lines.
    pub lines: Vec<AssignLine>,
    /// The list itself.
    pub text: String,
}

/// A line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignLine {
    /// Its number in the file, from 1.
    pub number: u32,
    /// Whom it is about.
    pub address: String,
    /// What they are to be asked to do; none where it names nothing.
    pub choice: Option<WorkChoice>,
    /// By which day.
    pub due_on: Option<Date>,
    /// In the words of whoever asks.
    pub note: String,
    /// What would be done.
    pub verdict: AssignVerdict,
    /// Whether the address is invited with it.
    pub invites: bool,
    /// What is to be known of its day.
    pub warning: Option<String>,
    /// What is wrong with it.
    pub faults: Vec<String>,
}

/// What a line would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssignVerdict {
    /// Something is asked that was not.
    New,
    /// Its day or note changes.
    Changed,
    /// Nothing: it is asked already.
    Same,
    /// Nothing: it has a fault.
    Fault,
}

impl AssignFile {
    /// Whether any line has a fault: then nothing of it is done.
    pub fn has_faults(&self) -> bool {
        self.lines.iter().any(|line| line.verdict == AssignVerdict::Fault)
    }
}

/// The text of a file.
///
/// # Errors
/// What is wrong, and what to do.
pub(super) fn text_of(bytes: &[u8]) -> Result<&str, &'static str> {
    if bytes.len() > LIST_BYTES_MAX {
        return Err("Use a list of at most 1 MB.");
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "Save the list as UTF-8, and choose it again.")?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains('\0') { Err("Choose a list of text, with commas or semicolons.") } else { Ok(text) }
}

/// How many columns a list has, and where each of [`COLUMNS`] stands.
fn columns(rows: &mut TableRows<'_>) -> Result<(usize, [Option<usize>; 4]), String> {
    let names = rows.next().map(|row| row.cells).unwrap_or_default();
    let names: Vec<String> = names.iter().map(|name| name.trim().to_lowercase()).collect();
    let places = COLUMNS.map(|name| names.iter().position(|column| column == name));
    let [Some(_email), Some(_what), ..] = places else {
        return Err(format!("Begin the list with a line of its columns: {}.", COLUMNS.join(",")));
    };
    if let Some(unknown) = names.iter().find(|name| !COLUMNS.contains(&name.as_str())) {
        let unknown: String = unknown.chars().take(40).collect();
        return Err(format!("Take out the column `{unknown}`: there are {}.", COLUMNS.join(", ")));
    }
    Ok((names.len(), places))
}

/// The lines of a list.
///
/// # Errors
/// It is no list of this kind: what is wrong, and what to do.
pub(super) fn read(
    asking: &Asking,
    text: &str,
    (known, asked): (&KnownAddresses, &[CrewAssignmentRecord]),
) -> Result<Vec<AssignLine>, String> {
    let mut rows = TableRows::new(text);
    let (header, places) = columns(&mut rows)?;
    let choices: BTreeMap<String, WorkChoice> =
        choices(asking).into_iter().map(|choice| (choice.what.clone(), choice)).collect();
    let asked: BTreeMap<(&str, &str), &CrewAssignmentRecord> =
        asked.iter().map(|one| ((one.address.as_str(), one.what.as_str()), one)).collect();
    let (mut lines, mut twice) = (Vec::new(), BTreeMap::new());
    let mut invited = BTreeSet::new();
    for row in rows {
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if lines.len() >= LINES_MAX {
            return Err(format!("Use at most {LINES_MAX} lines: split the list."));
        }
        let cell = |place: Option<usize>| {
            place.and_then(|place| row.cells.get(place)).map(|cell| cell.trim()).unwrap_or_default()
        };
        let typed = places.map(cell);
        let mut line = line_of(asking, row.line, typed, &choices);
        if row.is_unfinished {
            line.faults.push("A quotation mark is not closed.".to_owned());
        }
        if row.cells.len() > header {
            line.faults.push(format!("It has {} cells, and there are {} columns.", row.cells.len(), header));
        }
        if let Some(first) = twice.insert((line.address.clone(), typed[1].to_owned()), line.number) {
            line.faults.push(format!("Line {first} asks the same of the same address."));
        }
        line.invites = line.faults.is_empty() && !known.has(&line.address);
        if line.invites
            && invited.insert(line.address.clone())
            && known.count() + invited.len() > CREW_PEOPLE_MAX
        {
            line.faults.push(format!("A crew has {CREW_PEOPLE_MAX} people at most, invitations included."));
        }
        line.verdict = match asked.get(&(line.address.as_str(), typed[1])) {
            _ if !line.faults.is_empty() => AssignVerdict::Fault,
            None => AssignVerdict::New,
            Some(one) if one.due_on.map(|day| day.0) == line.due_on && one.note == line.note => {
                AssignVerdict::Same
            }
            Some(_) => AssignVerdict::Changed,
        };
        lines.push(line);
    }
    match lines.is_empty() {
        true => Err("Write a line for each thing that somebody is to be asked to do.".to_owned()),
        false => Ok(lines),
    }
}

fn line_of(
    asking: &Asking,
    number: u32,
    [email, what, due_on, note]: [&str; 4],
    choices: &BTreeMap<String, WorkChoice>,
) -> AssignLine {
    let mut faults = Vec::new();
    let address = address_of(email).unwrap_or_else(|text| {
        faults.push(text);
        email.chars().take(80).collect()
    });
    let choice = choices.get(what).cloned();
    if choice.is_none() {
        let what: String = what.chars().take(40).collect();
        faults.push(format!(
            "`{what}` is no plan, course or job role: write SOA-C03, a course's id or a role's."
        ));
    }
    let day = (!due_on.is_empty()).then(|| due_on.parse::<Date>());
    let day = day.transpose().unwrap_or_else(|_no_day| {
        faults.push("Write the day like 2026-03-12, or leave it empty.".to_owned());
        None
    });
    faults.extend(day.and_then(|day| day_fault(asking, day)).map(str::to_owned));
    faults.extend(note_fault(note));
    let warning = choice
        .as_ref()
        .zip(day)
        .and_then(|(choice, day)| switch_warning(asking, choice.kind, &choice.what, day));
    AssignLine {
        number,
        address,
        choice,
        due_on: day,
        note: note.to_owned(),
        verdict: AssignVerdict::Fault,
        invites: false,
        warning,
        faults,
    }
}
