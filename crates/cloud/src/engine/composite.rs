//! The rule of a composite alarm: `ALARM("a") AND (NOT OK("b") OR TRUE)`.
//!
//! Parsed by hand, about sixty lines: the grammar is the provider's own (API reference, `PutCompositeAlarm`).

/// Nesting and length a rule may have (`PutCompositeAlarm`: 10,240 characters).
const RULE_CHARS_MAX: usize = 10_240;
const NESTING_MAX: usize = 32;

/// A rule, read.
#[derive(Debug, Clone, PartialEq)]
pub enum AlarmRule {
    Always(bool),
    /// Whether an alarm, by name or ARN, is in that state.
    In(&'static str, String),
    Not(Box<AlarmRule>),
    And(Vec<AlarmRule>),
    Or(Vec<AlarmRule>),
}

impl AlarmRule {
    /// Reads a rule; the words say what is wrong with it.
    ///
    /// # Errors
    /// The text is no rule.
    pub fn read(text: &str) -> Result<AlarmRule, String> {
        if text.len() > RULE_CHARS_MAX {
            return Err(format!("the rule has more than {RULE_CHARS_MAX} characters"));
        }
        let mut reading = Reading { words: words(text)?, next: 0 };
        let rule = reading.any(0)?;
        match reading.peek() {
            None => Ok(rule),
            Some(word) => Err(format!("unexpected {word}")),
        }
    }

    /// The alarms that it names.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        match self {
            AlarmRule::Always(_) => Vec::new(),
            AlarmRule::In(_, name) => vec![name],
            AlarmRule::Not(rule) => rule.names(),
            AlarmRule::And(rules) | AlarmRule::Or(rules) => rules.iter().flat_map(AlarmRule::names).collect(),
        }
    }

    /// Whether it holds, when alarms are in the states that `state` tells.
    pub fn holds(&self, state: &dyn Fn(&str) -> String) -> bool {
        match self {
            AlarmRule::Always(yes) => *yes,
            AlarmRule::In(wanted, name) => state(name) == *wanted,
            AlarmRule::Not(rule) => !rule.holds(state),
            AlarmRule::And(rules) => rules.iter().all(|rule| rule.holds(state)),
            AlarmRule::Or(rules) => rules.iter().any(|rule| rule.holds(state)),
        }
    }
}

/// Parentheses, words and names of the text; a name keeps a quote in front, to tell it from a word.
fn words(text: &str) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '(' | ')' => 1,
            '"' | '\'' => {
                let inside = rest.get(1..).unwrap_or_default();
                let end = inside.find(first).ok_or("a name's quotation mark is not closed")?;
                found.push(format!("\"{}", inside.get(..end).unwrap_or_default()));
                rest = inside.get(end + 1..).unwrap_or_default().trim_start();
                continue;
            }
            _ => rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')')).unwrap_or(rest.len()),
        };
        found.push(rest.get(..end).unwrap_or_default().to_owned());
        rest = rest.get(end..).unwrap_or_default().trim_start();
    }
    Ok(found)
}

struct Reading {
    words: Vec<String>,
    next: usize,
}

impl Reading {
    fn peek(&self) -> Option<&str> {
        self.words.get(self.next).map(String::as_str)
    }

    fn take(&mut self, word: &str) -> bool {
        let is_next = self.peek().is_some_and(|next| next.eq_ignore_ascii_case(word));
        self.next += usize::from(is_next);
        is_next
    }

    fn any(&mut self, depth: usize) -> Result<AlarmRule, String> {
        let mut rules = vec![self.all(depth)?];
        while self.take("OR") {
            rules.push(self.all(depth)?);
        }
        Ok(if rules.len() == 1 { rules.remove(0) } else { AlarmRule::Or(rules) })
    }

    fn all(&mut self, depth: usize) -> Result<AlarmRule, String> {
        let mut rules = vec![self.one(depth)?];
        while self.take("AND") {
            rules.push(self.one(depth)?);
        }
        Ok(if rules.len() == 1 { rules.remove(0) } else { AlarmRule::And(rules) })
    }

    fn one(&mut self, depth: usize) -> Result<AlarmRule, String> {
        if depth > NESTING_MAX {
            return Err(format!("the rule is nested deeper than {NESTING_MAX}"));
        }
        if self.take("NOT") {
            return Ok(AlarmRule::Not(Box::new(self.one(depth + 1)?)));
        }
        if self.take("(") {
            let rule = self.any(depth + 1)?;
            return if self.take(")") { Ok(rule) } else { Err("a parenthesis is not closed".into()) };
        }
        if self.take("TRUE") {
            return Ok(AlarmRule::Always(true));
        }
        if self.take("FALSE") {
            return Ok(AlarmRule::Always(false));
        }
        let states = ["ALARM", "OK", "INSUFFICIENT_DATA"];
        let Some(state) = states.into_iter().find(|state| self.take(state)) else {
            return Err(format!(
                "expected ALARM, OK or INSUFFICIENT_DATA at {}",
                self.peek().unwrap_or("the end")
            ));
        };
        let open = self.take("(");
        let name = self.peek().filter(|_| open).unwrap_or_default().trim_start_matches('"').to_owned();
        self.next += 1;
        if name.is_empty() || !self.take(")") {
            return Err(format!("{state} needs an alarm's name in parentheses"));
        }
        Ok(AlarmRule::In(state, name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(rule: &str) -> bool {
        let state = |name: &str| if name == "hot" { "ALARM".to_owned() } else { "OK".to_owned() };
        AlarmRule::read(rule).unwrap().holds(&state)
    }

    /// Amazon CloudWatch API reference, `PutCompositeAlarm`, `AlarmRule`: AND binds before OR, NOT before
    /// AND.
    #[test]
    fn rules_are_read_as_the_reference_writes_them() {
        assert!(holds("ALARM(\"hot\")"));
        assert!(holds("ALARM('hot') AND NOT ALARM(cold)"));
        assert!(holds("OK(hot) AND FALSE OR ALARM(hot)"));
        assert!(!holds("NOT (ALARM(hot) OR ALARM(cold))"));
        assert!(holds("TRUE"));
        for wrong in ["", "ALARM", "ALARM(", "ALARM(\"a)", "hot", "ALARM(a) ALARM(b)", "NOT", "(TRUE"] {
            assert!(AlarmRule::read(wrong).is_err(), "{wrong}");
        }
        assert!(AlarmRule::read(&"(".repeat(5_000)).is_err());
    }
}
