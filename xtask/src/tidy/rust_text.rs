//! Rust source split by kind: code, comments, the text of literals; and which lines are tests.
//!
//! Looked at: syn, which parses everything and costs a build of its own. The rules need no tree, only
//! the certainty that a word stands in code and not in a string or a comment.

/// A Rust file three times over, each with everything but its kind blanked out.
pub struct RustText {
    pub code: String,
    pub comments: String,
    pub literals: String,
    test_lines: Vec<bool>,
}

/// A function with a body.
#[derive(Debug, PartialEq, Eq)]
pub struct Function {
    pub name: String,
    /// Its first line, from 1.
    pub line: usize,
    pub lines: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Code,
    Comment,
    Literal,
}

impl RustText {
    /// Splits the text; the path tells whether the whole file is a test.
    pub fn new(path: &str, text: &str) -> RustText {
        let chars: Vec<char> = text.chars().collect();
        let [mut code, mut comments, mut literals] = [String::new(), String::new(), String::new()];
        let mut at = 0;
        while at < chars.len() {
            let (end, kind) = next_piece(&chars, at);
            for &c in chars.get(at..end).unwrap_or_default() {
                let blank = if c == '\n' { '\n' } else { ' ' };
                code.push(if kind == Kind::Code { c } else { blank });
                comments.push(if kind == Kind::Comment { c } else { blank });
                literals.push(if kind == Kind::Literal { c } else { blank });
            }
            at = end;
        }
        let test_lines = test_lines(path, &code);
        RustText { code, comments, literals, test_lines }
    }

    /// Whether this line (from 1) is test code.
    pub fn is_test(&self, line: usize) -> bool {
        line.checked_sub(1).and_then(|at| self.test_lines.get(at)).copied().unwrap_or(false)
    }

    /// Every function with a body, nested ones too.
    pub fn functions(&self) -> Vec<Function> {
        let chars: Vec<char> = self.code.chars().collect();
        let starts = (0..chars.len()).filter(|&at| is_word_at(&chars, at, "fn"));
        starts.filter_map(|at| function_at(&chars, at)).collect()
    }
}

fn char_at(chars: &[char], at: usize) -> char {
    chars.get(at).copied().unwrap_or('\0')
}

fn is_ident(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_word_at(chars: &[char], at: usize, word: &str) -> bool {
    let end = at + word.len();
    let before = at.checked_sub(1).map(|before| char_at(chars, before)).unwrap_or(' ');
    !is_ident(before)
        && before != '#' // r#fn
        && !is_ident(char_at(chars, end))
        && chars.get(at..end).is_some_and(|found| found.iter().copied().eq(word.chars()))
}

/// Where the piece that starts here ends, and what it is.
fn next_piece(chars: &[char], at: usize) -> (usize, Kind) {
    match (char_at(chars, at), char_at(chars, at + 1)) {
        ('/', '/') => (find(chars, at, '\n'), Kind::Comment),
        ('/', '*') => (end_of_block_comment(chars, at), Kind::Comment),
        ('"', _) => (end_of_quoted(chars, at, '"'), Kind::Literal),
        ('\'', '\\') => (end_of_quoted(chars, at, '\''), Kind::Literal),
        ('\'', _) if char_at(chars, at + 2) == '\'' => (at + 3, Kind::Literal),
        ('r', '"' | '#') if starts_literal(chars, at) => match end_of_raw(chars, at) {
            Some(end) => (end, Kind::Literal),
            None => (at + 1, Kind::Code),
        },
        _ => (at + 1, Kind::Code),
    }
}

/// An `r` that begins a raw string rather than ending a word: alone, or after `b` or `c`.
fn starts_literal(chars: &[char], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).map(|before| char_at(chars, before)).unwrap_or(' ');
    !is_ident(before(1)) || (matches!(before(1), 'b' | 'c') && !is_ident(before(2)))
}

fn find(chars: &[char], from: usize, wanted: char) -> usize {
    let rest = chars.get(from..).unwrap_or_default();
    rest.iter().position(|&c| c == wanted).map_or(chars.len(), |offset| from + offset)
}

fn end_of_block_comment(chars: &[char], start: usize) -> usize {
    let (mut at, mut depth) = (start + 2, 1);
    while at < chars.len() && depth > 0 {
        match (char_at(chars, at), char_at(chars, at + 1)) {
            ('/', '*') => (at, depth) = (at + 2, depth + 1),
            ('*', '/') => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
    }
    at.min(chars.len())
}

fn end_of_quoted(chars: &[char], start: usize, quote: char) -> usize {
    let mut at = start + 1;
    while at < chars.len() && char_at(chars, at) != quote {
        at += if char_at(chars, at) == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

fn end_of_raw(chars: &[char], start: usize) -> Option<usize> {
    let hashes = chars.get(start + 1..)?.iter().take_while(|&&c| c == '#').count();
    let open = start + 1 + hashes;
    if char_at(chars, open) != '"' {
        return None; // r#ident
    }
    let mut at = open + 1;
    while at < chars.len() {
        let closing = chars.get(at + 1..at + 1 + hashes).unwrap_or_default();
        if char_at(chars, at) == '"' && closing.len() == hashes && closing.iter().all(|&c| c == '#') {
            return Some(at + 1 + hashes);
        }
        at += 1;
    }
    Some(chars.len())
}

/// The first of `{` and `;` outside round and square brackets, from here.
fn body_or_end(chars: &[char], from: usize) -> Option<usize> {
    let mut depth = 0_i32;
    for (offset, &c) in chars.get(from..)?.iter().enumerate() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '{' | ';' if depth == 0 => return Some(from + offset),
            _ => {}
        }
    }
    None
}

fn end_of_braces(chars: &[char], open: usize) -> usize {
    let mut depth = 0_i32;
    for (offset, &c) in chars.get(open..).unwrap_or_default().iter().enumerate() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return open + offset;
        }
    }
    chars.len()
}

fn function_at(chars: &[char], at: usize) -> Option<Function> {
    let name: String =
        chars.get(at + 2..)?.iter().skip_while(|c| c.is_whitespace()).take_while(|&&c| is_ident(c)).collect();
    let body = body_or_end(chars, at)?;
    if name.is_empty() || char_at(chars, body) != '{' {
        return None; // a pointer type, or a declaration without a body
    }
    let count = |range: &[char]| range.iter().filter(|&&c| c == '\n').count();
    let line = 1 + count(chars.get(..at)?);
    let lines = 1 + count(chars.get(at..end_of_braces(chars, body))?);
    Some(Function { name, line, lines })
}

/// Per line: inside `#[cfg(test)]`, or in a file that is a test as a whole.
fn test_lines(path: &str, code: &str) -> Vec<bool> {
    let count = code.split('\n').count();
    if path.starts_with("tests/") || path.contains("/tests/") || path.ends_with("/tests.rs") {
        return vec![true; count];
    }
    let mut lines = vec![false; count];
    let chars: Vec<char> = code.chars().collect();
    let attribute: Vec<char> = "#[cfg(test)]".chars().collect();
    let mut line = 0;
    for (at, &c) in chars.iter().enumerate() {
        line += usize::from(c == '\n');
        if !chars.get(at..).unwrap_or_default().starts_with(&attribute) {
            continue;
        }
        let Some(body) = body_or_end(&chars, at + attribute.len()) else { continue };
        let end = if char_at(&chars, body) == '{' { end_of_braces(&chars, body) } else { body };
        let spanned = chars.get(at..end).unwrap_or_default().iter().filter(|&&c| c == '\n').count();
        for test_line in lines.iter_mut().skip(line).take(spanned + 1) {
            *test_line = true;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_strings_and_comments_are_not_code() {
        let source =
            "let a = \"fn x() {\"; // fn y() {\nlet b = r#\"\"fn z\"\"#; /* fn /* w */ { */ let c = '{';";
        let text = RustText::new("a.rs", source);
        assert!(!text.code.contains("fn") && !text.code.contains('{'), "{}", text.code);
        assert!(text.code.contains("let c ="));
        assert!(text.comments.contains("fn y") && text.comments.contains("fn /* w */"));
        assert!(text.literals.contains("fn x") && text.literals.contains("fn z"));
    }

    #[test]
    fn a_lifetime_is_not_a_character_and_an_escaped_quote_ends_nothing() {
        let source = "fn f<'a>(x: &'a str) -> char { let _ = b\"\\\"\"; '\\'' } fn g() {}";
        let names: Vec<String> =
            RustText::new("a.rs", source).functions().into_iter().map(|f| f.name).collect();
        assert_eq!(names, ["f", "g"]);
    }

    #[test]
    fn functions_are_measured_from_their_name_to_their_last_brace() {
        let declared = "trait T {\n fn declared(&self) -> [u8; 4];\n}\n\n";
        let source = format!("{declared}pub fn long(\n a: fn(u8),\n) {{\n  if a {{\n  }}\n}}\n");
        let found = RustText::new("a.rs", &source).functions();
        assert_eq!(found, [Function { name: "long".to_owned(), line: 5, lines: 6 }]);
    }

    #[test]
    fn test_code_is_known_by_its_attribute_or_its_folder() {
        let text = RustText::new(
            "crates/a/src/lib.rs",
            "fn a() {}\n#[cfg(test)]\nmod tests {\n fn b() {}\n}\nfn c() {}",
        );
        let tests: Vec<usize> = (1..=6).filter(|&line| text.is_test(line)).collect();
        assert_eq!(tests, [2, 3, 4, 5]);
        assert!(RustText::new("crates/a/tests/it/main.rs", "fn a() {}").is_test(1));
    }
}
