//! SPDX licence expressions: `MIT OR (Apache-2.0 WITH LLVM-exception AND ISC)`.
//!
//! Looked at: the `spdx` crate, which knows every licence by name. Here only names of our own list
//! matter, and the grammar is three operators. Cargo's older `MIT/Apache-2.0` means OR.

/// Whether the expression can be met with allowed licences alone.
pub fn is_allowed(expression: &str, allowed: &[String]) -> Result<bool, String> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let mut parser = Parser { tokens: &tokens, allowed };
    let verdict = parser.any()?;
    match parser.tokens.first() {
        None => Ok(verdict),
        Some(token) => Err(format!("`{token}` is out of place")),
    }
}

struct Parser<'a> {
    tokens: &'a [&'a str],
    allowed: &'a [String],
}

impl<'a> Parser<'a> {
    fn next(&mut self) -> Option<&'a str> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    fn take(&mut self, word: &str) -> bool {
        let is_next = self.tokens.first() == Some(&word);
        if is_next {
            self.next();
        }
        is_next
    }

    fn any(&mut self) -> Result<bool, String> {
        let mut verdict = self.all()?;
        while self.take("OR") {
            verdict |= self.all()?;
        }
        Ok(verdict)
    }

    fn all(&mut self) -> Result<bool, String> {
        let mut verdict = self.one()?;
        while self.take("AND") {
            verdict &= self.one()?;
        }
        Ok(verdict)
    }

    fn one(&mut self) -> Result<bool, String> {
        if self.take("(") {
            let verdict = self.any()?;
            return if self.take(")") { Ok(verdict) } else { Err("a bracket is not closed".to_owned()) };
        }
        let name = match self.next() {
            None | Some("OR" | "AND" | "WITH" | ")") => return Err("a licence is missing".to_owned()),
            Some(name) => name,
        };
        if !self.take("WITH") {
            return Ok(self.allowed.iter().any(|allowed| allowed == name));
        }
        let exception = self.next().ok_or("an exception is missing")?;
        let whole = format!("{name} WITH {exception}");
        Ok(self.allowed.contains(&whole))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(expression: &str) -> Result<bool, String> {
        is_allowed(expression, &["MIT", "Apache-2.0", "BSD-3-Clause"].map(str::to_owned))
    }

    #[test]
    fn one_way_to_meet_the_terms_is_enough() {
        assert_eq!(allowed("MIT"), Ok(true));
        assert_eq!(allowed("GPL-3.0-only OR MIT"), Ok(true));
        assert_eq!(allowed("MIT/GPL-2.0"), Ok(true));
        assert_eq!(allowed("Apache-2.0 WITH LLVM-exception OR MIT"), Ok(true));
        assert_eq!(allowed("(MIT OR GPL-3.0-only) AND BSD-3-Clause"), Ok(true));
    }

    #[test]
    fn every_part_of_an_and_must_be_met() {
        assert_eq!(allowed("MIT AND GPL-3.0-only"), Ok(false));
        assert_eq!(allowed("MIT OR GPL-3.0-only AND LGPL-3.0-only"), Ok(true), "AND binds closer");
        assert_eq!(allowed("(MIT OR BSD-3-Clause) AND LGPL-3.0-only"), Ok(false));
        assert_eq!(
            allowed("Apache-2.0 WITH Classpath-exception-2.0"),
            Ok(false),
            "an exception is its own entry"
        );
    }

    #[test]
    fn nonsense_is_an_error_and_not_a_licence() {
        for nonsense in ["", "MIT AND", "(MIT", "MIT Apache-2.0", "MIT WITH", "OR MIT", "MIT)"] {
            assert!(allowed(nonsense).is_err(), "{nonsense:?}");
        }
    }
}
