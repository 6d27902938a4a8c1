//! The strict subset of XML 1.0 that drawings use, token by token.
//!
//! No document type that declares anything, no entities but the five of XML and numbers: what cannot be read
//! with certainty is refused, since another reader might see something else in it.

use super::found::PictureFault;

/// Deepest nesting that is read: drawings nest groups a dozen deep.
const DEPTH_MAX: usize = 128;

/// A piece of a drawing.
pub(super) enum Token<'a> {
    Open { name: &'a str, attributes: Vec<(&'a str, String)>, closed: bool },
    Close { name: &'a str },
    Text(String),
    Instruction(&'a str),
}

pub(super) struct SvgTokens<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> SvgTokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        SvgTokens { text, at: 0, depth: 0 }
    }

    /// The line that has been read up to, from 1.
    pub(super) fn line(&self) -> u32 {
        let read = self.text.get(..self.at).unwrap_or_default();
        u32::try_from(read.matches('\n').count()).unwrap_or(u32::MAX).saturating_add(1)
    }

    fn fault(&self, text: &str) -> PictureFault {
        PictureFault { line: self.line(), text: text.to_owned() }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Up to a mark, which is skipped.
    fn until(&mut self, mark: &str, what: &str) -> Result<&'a str, PictureFault> {
        let rest = self.rest();
        let end = rest.find(mark).ok_or_else(|| self.fault(&format!("its {what} does not end")))?;
        self.at += end + mark.len();
        Ok(rest.get(..end).unwrap_or_default())
    }

    /// The next token; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Token<'a>>, PictureFault> {
        loop {
            let rest = self.rest();
            if rest.is_empty() {
                return Ok(None);
            }
            if rest.starts_with("<!--") {
                self.at += 4;
                self.until("-->", "comment")?;
            } else if rest.starts_with("<![CDATA[") {
                self.at += 9;
                return Ok(Some(Token::Text(self.until("]]>", "CDATA section")?.to_owned())));
            } else if rest.starts_with("<!") {
                self.document_type()?;
            } else if rest.starts_with("<?") {
                self.at += 2;
                let inner = self.until("?>", "instruction")?;
                let name = inner.split_whitespace().next().unwrap_or_default();
                return Ok(Some(Token::Instruction(name)));
            } else if rest.starts_with('<') {
                return self.tag().map(Some);
            } else {
                let end = rest.find('<').unwrap_or(rest.len());
                let text = self.unescape(rest.get(..end).unwrap_or_default())?;
                self.at += end;
                return Ok(Some(Token::Text(text)));
            }
        }
    }

    /// A document type that declares nothing of its own is skipped.
    fn document_type(&mut self) -> Result<(), PictureFault> {
        let rest = self.rest();
        let tag = rest.split_inclusive('>').next().unwrap_or_default();
        if !tag.starts_with("<!DOCTYPE") || !tag.ends_with('>') || tag.contains('[') {
            return Err(self.fault("it declares entities; save it as plain SVG"));
        }
        self.at += tag.len();
        Ok(())
    }

    fn tag(&mut self) -> Result<Token<'a>, PictureFault> {
        self.at += 1;
        if self.rest().starts_with('/') {
            self.at += 1;
            let name = self.name()?;
            self.blank();
            return match self.rest().starts_with('>') {
                true => {
                    self.at += 1;
                    self.depth = self.depth.saturating_sub(1);
                    Ok(Token::Close { name })
                }
                false => Err(self.fault("one of its tags cannot be read")),
            };
        }
        let name = self.name()?;
        let mut attributes: Vec<(&str, String)> = Vec::new();
        loop {
            self.blank();
            for (end, closed) in [("/>", true), (">", false)] {
                if self.rest().starts_with(end) {
                    self.at += end.len();
                    self.depth += usize::from(!closed);
                    if self.depth > DEPTH_MAX {
                        return Err(self.fault("it is nested too deep"));
                    }
                    return Ok(Token::Open { name, attributes, closed });
                }
            }
            let key = self.name()?;
            self.blank();
            if !self.rest().starts_with('=') {
                return Err(self.fault(&format!("its attribute `{key}` has no value")));
            }
            self.at += 1;
            self.blank();
            let quote = match self.rest().chars().next() {
                Some('"') => "\"",
                Some('\'') => "'",
                _ => return Err(self.fault(&format!("the value of its attribute `{key}` is not quoted"))),
            };
            self.at += 1;
            let value = self.until(quote, "attribute")?;
            if value.contains('<') || attributes.iter().any(|(known, _)| *known == key) {
                return Err(self.fault(&format!("its attribute `{key}` cannot be read")));
            }
            let value = self.unescape(value)?;
            attributes.push((key, value));
        }
    }

    fn blank(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    }

    fn name(&mut self) -> Result<&'a str, PictureFault> {
        let rest = self.rest();
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || ":_-.".contains(letter);
        let end = rest.find(|letter| !is_name(letter)).unwrap_or(rest.len());
        let name = rest.get(..end).unwrap_or_default();
        if !name.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_') {
            return Err(self.fault("one of its tags cannot be read"));
        }
        self.at += end;
        Ok(name)
    }

    fn unescape(&self, text: &str) -> Result<String, PictureFault> {
        let mut plain = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('&') {
            plain.push_str(before);
            let (entity, after) =
                after.split_once(';').ok_or_else(|| self.fault("it has a `&` that begins no entity"))?;
            let letter = match entity {
                "lt" => Some('<'),
                "gt" => Some('>'),
                "amp" => Some('&'),
                "quot" => Some('"'),
                "apos" => Some('\''),
                other => number(other),
            };
            plain.push(letter.ok_or_else(|| self.fault(&format!("it uses the entity `&{entity};`")))?);
            rest = after;
        }
        plain.push_str(rest);
        // XML 1.0, section 2.2: no other control characters.
        match plain.contains(|letter: char| letter.is_control() && !"\t\r\n".contains(letter)) {
            true => Err(self.fault("it has control characters")),
            false => Ok(plain),
        }
    }
}

fn number(entity: &str) -> Option<char> {
    let digits = entity.strip_prefix('#')?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    char::from_u32(code)
}

/// Text as it may stand between tags and in quotes.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
