//! A line as words: quotes, `$NAME` and nothing else of a shell.

use std::collections::BTreeMap;

use super::command::Complaint;

/// What a line says, before it is known which command it is.
#[derive(Debug, PartialEq)]
pub(super) enum Line {
    Words(Vec<String>),
    /// `NAME=value`.
    Set(String, String),
    /// `NAME=$(...)`: the name and what is in the brackets.
    Keep(String, String),
}

/// Signs of a shell that mean something there and nothing here.
const NOT_HERE: &str = "|;&<>`()";

pub(super) fn line(text: &str, variables: &BTreeMap<String, String>) -> Result<Line, Complaint> {
    let text = text.trim().strip_prefix("export ").unwrap_or(text.trim());
    let name = text.find('=').and_then(|at| Some((text.get(..at)?, text.get(at + 1..)?)));
    let Some((name, value)) = name.filter(|(name, _)| is_name(name)) else {
        return Ok(Line::Words(words(text, variables)?));
    };
    let bare = value.trim().trim_matches('"');
    if let Some(inner) = bare.strip_prefix("$(") {
        let inner =
            inner.strip_suffix(')').ok_or_else(|| Complaint::of("The bracket of $( is not closed."))?;
        return Ok(Line::Keep(name.to_owned(), inner.trim().to_owned()));
    }
    let mut words = words(value, variables)?;
    match (words.pop(), words.is_empty()) {
        (value, true) => Ok(Line::Set(name.to_owned(), value.unwrap_or_default())),
        _ => Err(Complaint::of(
            "Set a name on a line of its own: NAME=value, with quotes where it has spaces.",
        )),
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_')
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

fn words(text: &str, variables: &BTreeMap<String, String>) -> Result<Vec<String>, Complaint> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' => loop {
                match letters.next() {
                    Some('\'') => {
                        word.get_or_insert_default();
                        break;
                    }
                    Some(other) => word.get_or_insert_default().push(other),
                    None => return Err(Complaint::of("A single quote is not closed.")),
                }
            },
            '"' => {
                word.get_or_insert_default();
                in_double_quotes(&mut letters, word.get_or_insert_default(), variables)?;
            }
            '\\' => match letters.next() {
                Some('\n') | None => {}
                Some('\r') => drop(letters.next_if_eq(&'\n')),
                Some(other) => word.get_or_insert_default().push(other),
            },
            '$' => variable(&mut letters, word.get_or_insert_default(), variables)?,
            '#' if word.is_none() => break,
            '\n' if letters.peek().is_some() => {
                return Err(Complaint::of("One command at a time: end a line with \\ where it goes on."));
            }
            space if space.is_whitespace() => words.extend(word.take()),
            sign if NOT_HERE.contains(sign) => {
                return Err(Complaint::of(format!(
                    "This is not bash: {sign} means nothing here. Put single quotes around text that has it."
                )));
            }
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    Ok(words)
}

type Letters<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn in_double_quotes(
    letters: &mut Letters<'_>,
    word: &mut String,
    variables: &BTreeMap<String, String>,
) -> Result<(), Complaint> {
    loop {
        match letters.next() {
            Some('"') => return Ok(()),
            Some('\\') => match letters.next() {
                Some(escaped @ ('"' | '\\' | '$' | '`')) => word.push(escaped),
                Some('\n') => {}
                Some(other) => word.extend(['\\', other]),
                None => {}
            },
            Some('$') => variable(letters, word, variables)?,
            Some('`') => {
                let text = "In double quotes ` would run a command: put the text into single quotes.";
                return Err(Complaint::of(text));
            }
            Some(other) => word.push(other),
            None => return Err(Complaint::of("A double quote is not closed.")),
        }
    }
}

fn variable(
    letters: &mut Letters<'_>,
    word: &mut String,
    variables: &BTreeMap<String, String>,
) -> Result<(), Complaint> {
    if letters.peek() == Some(&'(') {
        let text = "$( ) stands alone here: NAME=$(aws ...) first, then $NAME where it is needed.";
        return Err(Complaint::of(text));
    }
    let braces = letters.next_if_eq(&'{').is_some();
    let mut name = String::new();
    while let Some(letter) = letters.next_if(|letter| letter.is_ascii_alphanumeric() || *letter == '_') {
        name.push(letter);
    }
    if braces && letters.next_if_eq(&'}').is_none() {
        return Err(Complaint::of("The brace of ${ is not closed."));
    }
    if name.is_empty() {
        word.push('$');
        return Ok(());
    }
    match variables.get(&name) {
        Some(value) => word.push_str(value),
        None => {
            return Err(Complaint::of(format!(
                "${name} is not set. Set it by {name}=value or {name}=$(aws ...)."
            )));
        }
    }
    Ok(())
}
