//! The short form of structures, `Name=vpc-id,Values=a,b`, as the original has it.

use serde_json::{Map, Value as Json};

/// Nested brackets: the longest example of the provider has three.
const DEPTH_MAX: usize = 16;

/// Reads one word; the error says what was expected where.
pub(super) fn read(text: &str, file: &dyn Fn(&str) -> Result<String, String>) -> Result<Json, String> {
    let mut reader = Shorthand { letters: text.chars().collect(), at: 0, depth: 0, from_file: false, file };
    let mut members = Map::new();
    loop {
        let (key, value) = reader.pair()?;
        if members.contains_key(&key) {
            let hint = "This is often because there is a preceding \",\" instead of a space.";
            return Err(format!("Second instance of key \"{key}\" encountered for input:\n{text}\n{hint}"));
        }
        members.insert(key, value);
        if reader.ended() {
            return Ok(Json::Object(members));
        }
        reader.expect(',')?;
    }
}

struct Shorthand<'a> {
    letters: Vec<char>,
    at: usize,
    depth: usize,
    from_file: bool,
    file: &'a dyn Fn(&str) -> Result<String, String>,
}

impl Shorthand<'_> {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    fn ended(&self) -> bool {
        self.at >= self.letters.len()
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    fn expect(&mut self, wanted: char) -> Result<(), String> {
        self.skip_space();
        if self.peek() != Some(wanted) {
            return Err(self.unexpected(&wanted.to_string()));
        }
        self.at += 1;
        self.skip_space();
        Ok(())
    }

    fn unexpected(&self, wanted: &str) -> String {
        let found = self.peek().map_or_else(|| "EOF".to_owned(), String::from);
        let text: String = self.letters.iter().collect();
        let space = " ".repeat(self.at);
        format!("Expected: '{wanted}', received: '{found}' for input:\n{text}\n{space}^")
    }

    fn pair(&mut self) -> Result<(String, Json), String> {
        let key = self.key()?;
        Ok((key, self.values()?))
    }

    fn key(&mut self) -> Result<String, String> {
        let start = self.at;
        while self.peek().is_some_and(|letter| letter.is_ascii_alphanumeric() || "-_.#/:".contains(letter)) {
            self.at += 1;
        }
        let key = self.letters.get(start..self.at).unwrap_or_default().iter().collect();
        self.skip_space();
        self.from_file = self.peek() == Some('@');
        if self.from_file {
            self.at += 1;
        }
        self.expect('=')?;
        Ok(key)
    }

    fn values(&mut self) -> Result<Json, String> {
        match self.peek() {
            None => Ok(Json::String(String::new())),
            Some('[' | '{') => self.explicit(),
            Some(_) => self.comma_separated(),
        }
    }

    /// `a,b` is a list; `a,b=c` is a value and the next key.
    fn comma_separated(&mut self) -> Result<Json, String> {
        let mut items = vec![self.first()?];
        self.skip_space();
        while self.peek() == Some(',') {
            let comma = self.at;
            self.expect(',')?;
            let item = match self.peek() {
                Some('\'' | '"') => self.first().map(Some)?,
                _ => self
                    .bare(false)
                    .filter(|text| !text.is_empty())
                    .map(|text| self.filed(text))
                    .transpose()?,
            };
            self.skip_space();
            match item {
                Some(item) if self.ended() || self.peek() == Some(',') => items.push(item),
                None if self.ended() => return Err(self.unexpected("<second>")),
                _ => {
                    self.at = comma;
                    break;
                }
            }
        }
        let one = if items.len() == 1 { items.pop() } else { None };
        Ok(one.unwrap_or(Json::Array(items)))
    }

    fn explicit(&mut self) -> Result<Json, String> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err("it is nested too deeply".to_owned());
        }
        let made = match self.peek() {
            Some('[') => {
                self.expect('[')?;
                let mut items = Vec::new();
                while self.peek() != Some(']') {
                    items.push(self.explicit()?);
                    self.skip_space();
                    if self.peek() != Some(']') {
                        self.expect(',')?;
                    }
                }
                self.at += 1;
                Json::Array(items)
            }
            Some('{') => {
                self.expect('{')?;
                let mut members = Map::new();
                while self.peek() != Some('}') {
                    let key = self.key()?;
                    members.insert(key, self.explicit()?);
                    self.skip_space();
                    if self.peek() != Some('}') {
                        self.expect(',')?;
                    }
                }
                self.at += 1;
                Json::Object(members)
            }
            None => return Err(self.unexpected("]")),
            Some(_) => self.first()?,
        };
        self.depth -= 1;
        Ok(made)
    }

    fn first(&mut self) -> Result<Json, String> {
        let text = match self.peek() {
            Some(mark @ ('\'' | '"')) => self.quoted(mark)?,
            _ => self.bare(true).unwrap_or_default(),
        };
        self.filed(text)
    }

    fn filed(&self, text: String) -> Result<Json, String> {
        let path = text.strip_prefix("file://").filter(|_| self.from_file);
        Ok(Json::String(match path {
            Some(path) => (self.file)(path)?,
            None => text,
        }))
    }

    fn quoted(&mut self, mark: char) -> Result<String, String> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        while let Some(letter) = self.peek() {
            self.at += 1;
            match letter {
                '\\' if self.peek() == Some(mark) || self.peek() == Some('\\') => {
                    text.extend(self.peek());
                    self.at += 1;
                }
                _ if letter == mark => return Ok(text),
                other => text.push(other),
            }
        }
        self.at = start;
        Err(self.unexpected("<quoted>"))
    }

    /// Up to a comma or a closing bracket; a second value has no `=` in it, so that `a,b=c` is seen.
    fn bare(&mut self, first: bool) -> Option<String> {
        let mut text = String::new();
        while let Some(letter) = self.peek() {
            let escaped = letter == '\\' && self.letters.get(self.at + 1) == Some(&',');
            let starts = text.is_empty();
            let ends = match letter {
                ',' => true,
                '\'' | '"' if starts => true,
                '[' | ']' | '{' | '}' if starts => true,
                ']' | '}' => first,
                '=' => !first,
                _ => false,
            };
            if ends && !escaped {
                break;
            }
            self.at += if escaped { 2 } else { 1 };
            text.push(if escaped { ',' } else { letter });
        }
        Some(text.trim_end().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read_json(text: &str) -> String {
        let file = |path: &str| Ok(format!("<{path}>"));
        read(text, &file).map_or_else(|why| format!("error: {why}"), |json| json.to_string())
    }

    #[test]
    fn the_short_form_is_read_as_the_original_reads_it() {
        let table = [
            ("a=b", r#"{"a":"b"}"#),
            ("a=b,c", r#"{"a":["b","c"]}"#),
            ("a=b,c=d", r#"{"a":"b","c":"d"}"#),
            ("a=b,c,d=e", r#"{"a":["b","c"],"d":"e"}"#),
            ("Name=tag:Team,Values=x,y", r#"{"Name":"tag:Team","Values":["x","y"]}"#),
            ("a=[b,c],d={e=f,g=[h]}", r#"{"a":["b","c"],"d":{"e":"f","g":["h"]}}"#),
            ("a='b,c',d=\"e=f\"", r#"{"a":"b,c","d":"e=f"}"#),
            ("a=b\\,c", r#"{"a":"b,c"}"#),
            ("a=", r#"{"a":""}"#),
            ("a=b=c", r#"{"a":"b=c"}"#),
            ("a = b , c = d", r#"{"a":"b","c":"d"}"#),
            ("a@=file://x", r#"{"a":"<x>"}"#),
            ("a=file://x", r#"{"a":"file://x"}"#),
            ("a=[]", r#"{"a":[]}"#),
        ];
        for (text, json) in table {
            assert_eq!(read_json(text), json, "{text}");
        }
        assert!(read_json("a=b,a=c").contains("Second instance of key \"a\""));
        assert!(read_json("a").contains("Expected: '=', received: 'EOF'"));
        assert!(read_json("a=[b").starts_with("error"));
        assert!(read_json(&format!("a={}", "[".repeat(5000))).contains("too deeply"));
    }

    proptest! {
        #[test]
        fn no_word_is_too_strange(text in "[a-c=,\\[\\]{}'\"\\\\@ :]{0,40}") {
            let _ = read_json(&text);
        }
    }
}
