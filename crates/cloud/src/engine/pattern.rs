//! Filter patterns of logs: terms, JSON conditions and space-delimited fields.
//!
//! From the provider's guide, "Filter pattern syntax for metric filters". Written by hand: the grammar is
//! theirs alone. Regular expressions between `%` are refused as not available.
//!
//! ```
//! use assay_cloud::engine::pattern::FilterPattern;
//!
//! let errors = FilterPattern::read("ERROR -expected").unwrap();
//! assert!(errors.matches("ERROR refused").is_some());
//! assert!(errors.matches("error refused").is_none(), "terms are case-sensitive");
//! ```

use std::collections::BTreeMap;

use serde_json::Value as Json;

/// Characters of a pattern (`PutMetricFilter`: 1,024).
const PATTERN_CHARS_MAX: usize = 1_024;
/// Nesting of conditions.
const NESTING_MAX: usize = 16;

/// A pattern, read.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "lists are what their names say")]
pub enum FilterPattern {
    /// All of these terms, any of those where there are some, none of the last.
    Terms { all: Vec<String>, any: Vec<String>, none: Vec<String> },
    /// A condition on the members of a JSON line.
    Json(JsonTest),
    /// A name and tests for each field; whether fields may stand before and after.
    Fields { fields: Vec<(String, Vec<(Compare, String)>)>, open_start: bool, open_end: bool },
}

/// A condition on a JSON line.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "conditions are what their names say")]
pub enum JsonTest {
    Where(String, Compare, String),
    Exists(String, bool),
    All(Vec<JsonTest>),
    Any(Vec<JsonTest>),
}

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "comparisons are what their names say")]
pub enum Compare {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What a line gave: values by `$.path` or `$field`.
pub type Extracts = BTreeMap<String, String>;

impl FilterPattern {
    /// Reads a pattern; the words say what is wrong.
    ///
    /// # Errors
    /// The text is no pattern that is known here.
    pub fn read(text: &str) -> Result<Self, String> {
        if text.chars().count() > PATTERN_CHARS_MAX {
            return Err(format!("a pattern has at most {PATTERN_CHARS_MAX} characters"));
        }
        let text = text.trim();
        if text.contains('%') {
            return Err("regular expressions are not available in this lab".into());
        }
        if let Some(inside) = text.strip_prefix('{') {
            let inside = inside.strip_suffix('}').ok_or("the brace is not closed")?;
            let mut words = tokens(inside)?;
            words.reverse();
            let test = any_json(&mut words, 0)?;
            return if words.is_empty() {
                Ok(FilterPattern::Json(test))
            } else {
                Err("unexpected text".into())
            };
        }
        if let Some(inside) = text.strip_prefix('[') {
            return fields(inside.strip_suffix(']').ok_or("the bracket is not closed")?);
        }
        terms(text)
    }

    /// What the line gives, where it matches.
    #[must_use]
    pub fn matches(&self, line: &str) -> Option<Extracts> {
        match self {
            FilterPattern::Terms { all, any, none } => {
                let has = |term: &String| contains_term(line, term);
                let fits =
                    all.iter().all(has) && (any.is_empty() || any.iter().any(has)) && !none.iter().any(has);
                fits.then(Extracts::new)
            }
            FilterPattern::Json(test) => {
                let json: Json = serde_json::from_str(line).ok()?;
                json_holds(test, &json).then(Extracts::new)
            }
            FilterPattern::Fields { fields, open_start, open_end } => {
                fields_match(fields, *open_start, *open_end, line)
            }
        }
    }
}

/// The value that a metric takes: a number, `$.path` of JSON, or `$field`.
#[must_use]
pub fn metric_value(value: &str, line: &str, extracts: &Extracts) -> Option<f64> {
    let Some(name) = value.strip_prefix('$') else { return value.parse().ok() };
    match name.strip_prefix('.') {
        Some(_) => {
            let json: Json = serde_json::from_str(line).ok()?;
            let found = at(&json, value)?;
            found.as_f64().or_else(|| found.as_str()?.parse().ok())
        }
        None => extracts.get(name)?.parse().ok(),
    }
}

/// Terms match whole words of letters and digits, or phrases in quotes anywhere.
fn contains_term(line: &str, term: &str) -> bool {
    line.match_indices(term).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        let after = line.get(at + term.len()..).and_then(|after| after.chars().next());
        let edge = |inner: Option<char>, outer: Option<char>| {
            !(inner.is_some_and(char::is_alphanumeric) && outer.is_some_and(char::is_alphanumeric))
        };
        edge(term.chars().next(), before) && edge(term.chars().next_back(), after)
    })
}

fn terms(text: &str) -> Result<FilterPattern, String> {
    let (mut all, mut any, mut none) = (Vec::new(), Vec::new(), Vec::new());
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let list = match rest.chars().next() {
            Some('?') => &mut any,
            Some('-') => &mut none,
            _ => &mut all,
        };
        rest = rest.strip_prefix(['?', '-']).unwrap_or(rest);
        let (term, after) = match rest.strip_prefix('"') {
            Some(inside) => inside.split_once('"').ok_or("a quotation mark is not closed")?,
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        let plain = |c: char| c.is_alphanumeric() || c == '_';
        if term.is_empty() || (!rest.starts_with('"') && !term.chars().all(plain)) {
            return Err(format!("the term {term} needs quotation marks: it has other characters"));
        }
        list.push(term.to_owned());
        rest = after.trim_start();
    }
    // The guide: a term beside optional ones makes the optional ones count for nothing.
    let any = if all.is_empty() { any } else { Vec::new() };
    Ok(FilterPattern::Terms { all, any, none })
}

const OPERATORS: [(&str, Compare); 6] = [
    ("!=", Compare::NotEqual),
    ("<=", Compare::LessOrEqual),
    (">=", Compare::GreaterOrEqual),
    ("=", Compare::Equal),
    ("<", Compare::Less),
    (">", Compare::Greater),
];

fn operator(text: &str) -> Option<(&'static str, Compare)> {
    OPERATORS.into_iter().find(|(sign, _)| text.starts_with(sign))
}

/// Words, signs and quoted texts; a quoted text keeps its first quote.
fn tokens(text: &str) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        if first == '"' {
            let inside = rest.get(1..).unwrap_or_default();
            let (quoted, after) = inside.split_once('"').ok_or("a quotation mark is not closed")?;
            found.push(format!("\"{quoted}"));
            rest = after.trim_start();
            continue;
        }
        let sign = ["&&", "||", "(", ")", ","].into_iter().find(|sign| rest.starts_with(sign));
        let end = sign.or_else(|| operator(rest).map(|(sign, _)| sign)).map_or_else(
            || rest.find(|c: char| c.is_whitespace() || "&|()=!<>,\"".contains(c)).unwrap_or(rest.len()),
            str::len,
        );
        let end = if end == 0 { first.len_utf8() } else { end };
        found.push(rest.get(..end).unwrap_or_default().to_owned());
        rest = rest.get(end..).unwrap_or_default().trim_start();
    }
    Ok(found)
}

fn any_json(words: &mut Vec<String>, depth: usize) -> Result<JsonTest, String> {
    let mut tests = vec![all_json(words, depth)?];
    while words.last().is_some_and(|word| word == "||") {
        words.pop();
        tests.push(all_json(words, depth)?);
    }
    Ok(if tests.len() == 1 { tests.remove(0) } else { JsonTest::Any(tests) })
}

fn all_json(words: &mut Vec<String>, depth: usize) -> Result<JsonTest, String> {
    let mut tests = vec![one_json(words, depth)?];
    while words.last().is_some_and(|word| word == "&&") {
        words.pop();
        tests.push(one_json(words, depth)?);
    }
    Ok(if tests.len() == 1 { tests.remove(0) } else { JsonTest::All(tests) })
}

fn one_json(words: &mut Vec<String>, depth: usize) -> Result<JsonTest, String> {
    if depth > NESTING_MAX {
        return Err("the conditions are nested too deep".into());
    }
    let word = words.pop().ok_or("a condition is missing")?;
    if word == "(" {
        let test = any_json(words, depth + 1)?;
        return if words.pop().as_deref() == Some(")") {
            Ok(test)
        } else {
            Err("a parenthesis is not closed".into())
        };
    }
    if !word.starts_with("$.") {
        return Err(format!("{word} is no selector: it begins with $."));
    }
    let next = words.pop().ok_or("an operator is missing")?;
    match (next.as_str(), operator(&next)) {
        ("EXISTS", _) => Ok(JsonTest::Exists(word, true)),
        ("NOT", _) if words.pop().as_deref() == Some("EXISTS") => Ok(JsonTest::Exists(word, false)),
        (_, Some((_, compare))) => {
            let wanted = words.pop().ok_or("a value is missing")?;
            Ok(JsonTest::Where(word, compare, wanted))
        }
        _ => Err(format!("{next} is no operator")),
    }
}

fn at<'a>(json: &'a Json, path: &str) -> Option<&'a Json> {
    path.split('.').skip(1).try_fold(json, |here, name| {
        let (name, index) = match name.split_once('[') {
            Some((name, index)) => (name, index.trim_end_matches(']').parse::<usize>().ok()),
            None => (name, None),
        };
        let member = if name.is_empty() { Some(here) } else { here.get(name) };
        index.map_or(member, |index| member.and_then(|list| list.get(index)))
    })
}

fn json_holds(test: &JsonTest, json: &Json) -> bool {
    match test {
        JsonTest::All(tests) => tests.iter().all(|test| json_holds(test, json)),
        JsonTest::Any(tests) => tests.iter().any(|test| json_holds(test, json)),
        JsonTest::Exists(path, yes) => at(json, path).is_some() == *yes,
        JsonTest::Where(path, compare, wanted) => match at(json, path) {
            Some(Json::String(text)) => compares(text, *compare, wanted),
            Some(Json::Array(_) | Json::Object(_)) | None => false,
            Some(plain) => compares(&plain.to_string(), *compare, wanted),
        },
    }
}

/// Compares as numbers where both are, else as texts with `*` for anything.
fn compares(found: &str, compare: Compare, wanted: &str) -> bool {
    let text = wanted.strip_prefix('"');
    let numbers = found.parse::<f64>().ok().zip(text.is_none().then(|| wanted.parse::<f64>().ok()).flatten());
    let wanted = text.unwrap_or(wanted);
    let equal =
        numbers.map_or_else(|| wildcard(wanted, found), |(found, wanted)| found.total_cmp(&wanted).is_eq());
    match compare {
        Compare::Equal => equal,
        Compare::NotEqual => !equal,
        Compare::Less => numbers.is_some_and(|(found, wanted)| found < wanted),
        Compare::LessOrEqual => numbers.is_some_and(|(found, wanted)| found <= wanted),
        Compare::Greater => numbers.is_some_and(|(found, wanted)| found > wanted),
        Compare::GreaterOrEqual => numbers.is_some_and(|(found, wanted)| found >= wanted),
    }
}

/// Whether a text fits a pattern in which `*` stands for anything.
#[must_use]
pub fn wildcard(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    rest.len() >= last.len() && rest.ends_with(last)
}

fn fields(inside: &str) -> Result<FilterPattern, String> {
    let mut parts: Vec<&str> = inside.split(',').map(str::trim).collect();
    let open_start = parts.first() == Some(&"...");
    let open_end = parts.len() > 1 && parts.last() == Some(&"...");
    parts.retain(|part| *part != "...");
    let read = |part: &&str| {
        let mut words = tokens(part)?.into_iter();
        let name = words.next().ok_or("a field has no name")?;
        let words: Vec<String> = words.filter(|word| word != "&&" && *word != name).collect();
        let tests = words.chunks(2).map(|pair| match pair {
            [sign, wanted] => {
                let compare = operator(sign).ok_or_else(|| format!("{sign} is no operator"))?.1;
                Ok((compare, wanted.clone()))
            }
            _ => Err("a field's condition is incomplete".to_owned()),
        });
        Ok::<_, String>((name, tests.collect::<Result<Vec<_>, _>>()?))
    };
    let fields = parts.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(FilterPattern::Fields { fields, open_start, open_end })
}

/// Fields are divided by spaces; what stands in brackets or quotation marks is one field.
fn divided(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = line.trim();
    while let Some(first) = rest.chars().next() {
        let close = match first {
            '[' => Some(']'),
            '"' => Some('"'),
            _ => None,
        };
        let inside = if close.is_some() { rest.get(1..).unwrap_or_default() } else { rest };
        let end = close.map_or_else(|| inside.find(char::is_whitespace), |close| inside.find(close));
        let end = end.unwrap_or(inside.len());
        found.push(inside.get(..end).unwrap_or_default());
        let skip = end + usize::from(close.is_some());
        rest = inside.get(skip..).unwrap_or_default().trim_start();
    }
    found
}

fn fields_match(
    fields: &[(String, Vec<(Compare, String)>)],
    open_start: bool,
    open_end: bool,
    line: &str,
) -> Option<Extracts> {
    let mut found = divided(line);
    if open_start {
        found.drain(..found.len().saturating_sub(fields.len()));
    } else if open_end {
        found.truncate(fields.len());
    }
    if found.len() != fields.len() {
        return None;
    }
    let pairs = fields.iter().zip(found);
    let fits = |(name, tests): &(String, Vec<(Compare, String)>), value: &str| {
        let all = tests.iter().all(|(compare, wanted)| compares(value, *compare, wanted));
        all.then(|| (name.clone(), value.to_owned()))
    };
    pairs.map(|(field, value)| fits(field, value)).collect()
}

#[cfg(test)]
#[path = "pattern_tests.rs"]
mod tests;
