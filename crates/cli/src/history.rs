//! History files: JSON lines, one event each, as docs/concepts/contract.md writes them.

use std::{
    fmt,
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::Path,
};

use assay_standing::{Event, Histories, HistoryLine};

use crate::{outcome::Failure, rim};

/// An event is a short line; this is a hundred times one.
const LINE_BYTES_MAX: usize = 64 << 10;
/// Events of one run: a million people with ten each.
const LINES_MAX: usize = 10_000_000;

/// U+FEFF in UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// What is wrong with an event, to whoever asks; nothing where it may stand.
pub type EventJudge<'j> = &'j dyn Fn(&Event) -> Option<String>;

/// Reads a history file; `-` is standard input.
///
/// # Errors
/// It cannot be read, or lines of it cannot be used; those are said on standard error.
pub fn read_history(path: &Path) -> Result<Histories, Failure> {
    let (source, name) = open_history(path)?;
    read_judged(source, &name, &|_| None, &mut rim::say).map(|(histories, _)| histories)
}

/// Opens a history file, with what it is called; `-` is standard input.
///
/// # Errors
/// It cannot be opened.
pub fn open_history(path: &Path) -> Result<(Box<dyn BufRead>, String), Failure> {
    if path == Path::new("-") {
        return Ok((Box::new(io::stdin().lock()), "standard input".to_owned()));
    }
    let file = File::open(path).map_err(|error| Failure::reading(path, error))?;
    Ok((Box::new(BufReader::new(file)), path.display().to_string()))
}

/// Reads every line, says what is wrong with each that cannot be used, and goes on only if none is; says each
/// of which the judge thinks ill, and how many those are.
///
/// # Errors
/// As [`read_history`].
pub fn read_judged(
    mut source: impl BufRead,
    name: &str,
    judge: EventJudge<'_>,
    say: &mut dyn FnMut(fmt::Arguments<'_>),
) -> Result<(Histories, usize), Failure> {
    let mut histories = Histories::default();
    let (mut number, mut bad, mut ill) = (0, 0, 0);
    let mut line = Vec::new();
    loop {
        line.clear();
        let limit = LINE_BYTES_MAX as u64 + 1;
        let read = source.by_ref().take(limit).read_until(b'\n', &mut line);
        if read.map_err(|error| Failure::reading(Path::new(name), error))? == 0 {
            break;
        }
        number += 1;
        // As in the files of a programme: some editors begin a text with a byte-order mark.
        if number == 1 && line.starts_with(BYTE_ORDER_MARK) {
            line.drain(..BYTE_ORDER_MARK.len());
        }
        if line.len() > LINE_BYTES_MAX || number > LINES_MAX {
            let message = format!("{name}:{number}: longer than a history may be");
            return Err(Failure::unusable(message, "write one event a line, as JSON"));
        }
        match read_line(&line) {
            Ok(Some((person, event))) => {
                if let Some(text) = judge(&event) {
                    ill += 1;
                    say(format_args!("{name}:{number}: {}", rim::harmless(&text)));
                }
                histories.add(person, event);
            }
            Ok(None) => {}
            Err(text) => {
                bad += 1;
                say(format_args!("{name}:{number}: {text}"));
            }
        }
    }
    if bad > 0 {
        let message = format!("{} of {name} cannot be used", rim::count(bad, "line"));
        let example = r#"{"person":"p1","date":"2024-03-10","do":"pass","exam":"SOA-C02"}"#;
        return Err(Failure::unusable(message, format!("write one event a line, like {example}")));
    }
    Ok((histories, ill))
}

/// Nothing for an empty line; else a person and an event, or what is wrong.
fn read_line(line: &[u8]) -> Result<Option<(String, Event)>, String> {
    let line = line.trim_ascii();
    if line.is_empty() {
        return Ok(None);
    }
    let line: HistoryLine =
        serde_json::from_slice(line).map_err(|error| format!("not an event: {}", without_line(&error)))?;
    if line.person.is_empty() {
        return Err("`person` is empty; whose event is it?".to_owned());
    }
    <(String, Event)>::try_from(line).map(Some).map_err(|error| error.to_string())
}

/// The message of the JSON reader, which counts lines from the start of this line only.
pub fn without_line(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    match text.strip_suffix(&place) {
        Some(text) => format!("{text} (column {})", error.column()),
        None => text,
    }
}
