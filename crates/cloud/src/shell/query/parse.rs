//! Expressions of JMESPath, by binding powers as the standard's grammar has them.

use super::node::{Comparison, DEPTH_MAX, Node};
use crate::shell::data::Data;

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Name(String),
    Quoted(String),
    Literal(Data),
    Number(i64),
    Sign(&'static str),
    End,
}

/// Longer ones first.
const SIGNS: [&str; 25] = [
    "[?", "[]", "||", "&&", "==", "!=", "<=", ">=", ".", "*", "[", "]", "{", "}", "(", ")", ",", ":", "|",
    "!", "<", ">", "@", "&", "?",
];

pub(super) fn expression(text: &str) -> Result<Node, String> {
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens: tokens.into_iter().peekable(), depth: 0 };
    let node = parser.node(0)?;
    match parser.next() {
        Token::End => Ok(node),
        other => Err(format!("{} is not expected there", said(&other))),
    }
}

fn said(token: &Token) -> String {
    match token {
        Token::Name(name) | Token::Quoted(name) => format!("'{name}'"),
        Token::Literal(data) => data.compact(),
        Token::Number(number) => number.to_string(),
        Token::Sign(sign) => format!("'{sign}'"),
        Token::End => "the end".to_owned(),
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = match first {
            '"' => {
                let (inner, after) = enclosed(rest, '"')?;
                let name: Result<String, _> = serde_json::from_str(&format!("\"{inner}\""));
                (Token::Quoted(name.map_err(|_| "a name in quotes is malformed".to_owned())?), after)
            }
            '\'' => {
                let (inner, after) = enclosed(rest, '\'')?;
                (Token::Literal(Data::Text(inner.replace("\\'", "'"))), after)
            }
            '`' => {
                let (inner, after) = enclosed(rest, '`')?;
                (Token::Literal(literal(&inner.replace("\\`", "`"))?), after)
            }
            '-' | '0'..='9' => {
                let end = rest.char_indices().skip(1).find(|(_, letter)| !letter.is_ascii_digit());
                let (number, after) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
                (Token::Number(number.parse().map_err(|_| format!("'{number}' is no number"))?), after)
            }
            'a'..='z' | 'A'..='Z' | '_' => {
                let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
                let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
                (Token::Name(name.to_owned()), after)
            }
            _ => match SIGNS.iter().find_map(|sign| Some((*sign, rest.strip_prefix(sign)?))) {
                Some((sign, after)) => (Token::Sign(sign), after),
                None => return Err(format!("'{first}' is not expected there")),
            },
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    tokens.push(Token::End);
    Ok(tokens)
}

/// What stands between the first character and its like, and what follows.
fn enclosed(text: &str, mark: char) -> Result<(&str, &str), String> {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == mark => {
                let (inner, after) = (text.get(1..at), text.get(at + 1..));
                return Ok((inner.unwrap_or_default(), after.unwrap_or_default()));
            }
            _ => {}
        }
    }
    Err("it ends within a text".to_owned())
}

fn literal(text: &str) -> Result<Data, String> {
    let json: Result<serde_json::Value, _> = serde_json::from_str(text);
    // The original still takes text without quotes there.
    let bare = text.chars().next().is_some_and(char::is_alphabetic);
    match json {
        Ok(json) => Ok(Data::from(&json)),
        Err(_) if bare => Ok(Data::Text(text.to_owned())),
        Err(_) => Err(format!("`{text}` is no JSON")),
    }
}

struct Parser {
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
    depth: usize,
}

/// Below this a token ends a projection.
const PROJECTION_STOP: u8 = 10;

fn power(token: &Token) -> u8 {
    match token {
        Token::Sign("|") => 1,
        Token::Sign("||") => 2,
        Token::Sign("&&") => 3,
        Token::Sign("==" | "!=" | "<" | "<=" | ">" | ">=") => 5,
        Token::Sign("[]") => 9,
        Token::Sign("*") => 20,
        Token::Sign("[?") => 21,
        Token::Sign(".") => 40,
        Token::Sign("[") => 55,
        Token::Sign("(") => 60,
        _ => 0,
    }
}

impl Parser {
    fn next(&mut self) -> Token {
        self.tokens.next().unwrap_or(Token::End)
    }

    fn peek(&mut self) -> &Token {
        self.tokens.peek().unwrap_or(&Token::End)
    }

    fn takes(&mut self, sign: &str) -> bool {
        let is = matches!(self.peek(), Token::Sign(next) if *next == sign);
        if is {
            self.next();
        }
        is
    }

    fn expect(&mut self, sign: &str) -> Result<(), String> {
        if self.takes(sign) {
            return Ok(());
        }
        let found = said(self.peek());
        Err(format!("'{sign}' is missing before {found}"))
    }

    fn node(&mut self, least: u8) -> Result<Node, String> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err("it is nested too deeply".to_owned());
        }
        let mut left = self.prefix()?;
        while power(self.peek()) > least {
            left = self.infix(left)?;
        }
        self.depth -= 1;
        Ok(left)
    }

    fn boxed(&mut self, least: u8) -> Result<Box<Node>, String> {
        Ok(Box::new(self.node(least)?))
    }

    fn prefix(&mut self) -> Result<Node, String> {
        Ok(match self.next() {
            Token::Literal(data) => Node::Literal(data),
            Token::Name(name) if *self.peek() == Token::Sign("(") => self.call(name)?,
            Token::Name(name) | Token::Quoted(name) => Node::Field(name),
            Token::Sign("@") => Node::Current,
            Token::Sign("*") => self.each_value(Node::Current)?,
            Token::Sign("!") => Node::Not(self.boxed(45)?),
            Token::Sign("&") => Node::Reference(self.boxed(0)?),
            Token::Sign("(") => {
                let node = self.node(0)?;
                self.expect(")")?;
                node
            }
            Token::Sign("[]") => self.flatten(Node::Current)?,
            Token::Sign("[?") => self.filter(Node::Current)?,
            Token::Sign("{") => self.hash()?,
            Token::Sign("[") => match self.peek() {
                Token::Number(_) | Token::Sign(":") => self.index(Node::Current)?,
                Token::Sign("*") => {
                    self.next();
                    if !self.takes("]") {
                        return Err("']' is missing after '*'".to_owned());
                    }
                    Node::Each(Box::new(Node::Current), self.projected()?)
                }
                _ => self.list()?,
            },
            other => return Err(format!("{} is not expected there", said(&other))),
        })
    }

    fn infix(&mut self, left: Node) -> Result<Node, String> {
        let left = Box::new(left);
        let Token::Sign(sign) = self.next() else { return Err("two parts stand without a dot".to_owned()) };
        let compare = |comparison| (comparison, 5);
        let (comparison, least) = match sign {
            "." if self.takes("*") => return self.each_value(*left),
            "." => return Ok(Node::Then(left, Box::new(self.after_dot(40)?))),
            "|" => {
                return Ok(Node::Then(Box::new(Node::Then(left, Box::new(Node::Current))), self.boxed(1)?));
            }
            "||" => return Ok(Node::Or(left, self.boxed(2)?)),
            "&&" => return Ok(Node::And(left, self.boxed(3)?)),
            "[]" => return self.flatten(*left),
            "[?" => return self.filter(*left),
            "[" if self.takes("*") => {
                self.expect("]")?;
                return Ok(Node::Each(left, self.projected()?));
            }
            "[" => return self.index(*left),
            "==" => compare(Comparison::Equal),
            "!=" => compare(Comparison::Unequal),
            "<" => compare(Comparison::Less),
            "<=" => compare(Comparison::LessOrEqual),
            ">" => compare(Comparison::Greater),
            ">=" => compare(Comparison::GreaterOrEqual),
            other => return Err(format!("'{other}' is not expected there")),
        };
        Ok(Node::Compare(comparison, left, self.boxed(least)?))
    }

    fn after_dot(&mut self, least: u8) -> Result<Node, String> {
        match self.peek() {
            Token::Sign("[") => {
                self.next();
                self.list()
            }
            Token::Sign("{") => {
                self.next();
                self.hash()
            }
            Token::Name(_) | Token::Quoted(_) | Token::Sign("*") => self.node(least),
            other => Err(format!("{} is not expected after a dot", said(other))),
        }
    }

    /// What each element of a projection goes on with.
    fn projected(&mut self) -> Result<Box<Node>, String> {
        Ok(Box::new(match self.peek() {
            Token::Sign("[" | "[?") => self.node(20)?,
            Token::Sign(".") => {
                self.next();
                self.after_dot(20)?
            }
            next if power(next) < PROJECTION_STOP => Node::Current,
            other => return Err(format!("{} is not expected there", said(other))),
        }))
    }

    fn each_value(&mut self, left: Node) -> Result<Node, String> {
        Ok(Node::EachValue(Box::new(left), self.projected()?))
    }

    fn flatten(&mut self, left: Node) -> Result<Node, String> {
        Ok(Node::Each(Box::new(Node::Flatten(Box::new(left))), self.projected()?))
    }

    fn filter(&mut self, left: Node) -> Result<Node, String> {
        let condition = self.boxed(0)?;
        self.expect("]")?;
        Ok(Node::EachWhere(Box::new(left), condition, self.projected()?))
    }

    fn index(&mut self, left: Node) -> Result<Node, String> {
        let mut parts = [None, None, None];
        let mut colons = 0;
        loop {
            match (self.next(), parts.get_mut(colons)) {
                (Token::Number(number), Some(part)) if part.is_none() => *part = Some(number),
                (Token::Sign(":"), _) if colons < 2 => colons += 1,
                (Token::Sign("]"), _) => break,
                (other, _) => return Err(format!("{} is not expected in brackets", said(&other))),
            }
        }
        let left = Box::new(left);
        let [first, second, third] = parts;
        match (colons, first, third) {
            (0, Some(index), _) => Ok(Node::Then(left, Box::new(Node::Index(index)))),
            (0, None, _) => Err("the brackets are empty".to_owned()),
            (_, _, Some(0)) => Err("the step of a slice is 0".to_owned()),
            _ => {
                let slice = Node::Then(left, Box::new(Node::Slice(first, second, third.unwrap_or(1))));
                Ok(Node::Each(Box::new(slice), self.projected()?))
            }
        }
    }

    fn list(&mut self) -> Result<Node, String> {
        let mut nodes = vec![self.node(0)?];
        while self.takes(",") {
            nodes.push(self.node(0)?);
        }
        self.expect("]")?;
        Ok(Node::List(nodes))
    }

    fn hash(&mut self) -> Result<Node, String> {
        let mut members = Vec::new();
        loop {
            let (Token::Name(name) | Token::Quoted(name)) = self.next() else {
                return Err("a name is missing in the braces".to_owned());
            };
            self.expect(":")?;
            members.push((name, self.node(0)?));
            if !self.takes(",") {
                break;
            }
        }
        self.expect("}")?;
        Ok(Node::Hash(members))
    }

    fn call(&mut self, name: String) -> Result<Node, String> {
        self.expect("(")?;
        let mut arguments = Vec::new();
        while !self.takes(")") {
            arguments.push(self.node(0)?);
            if !self.takes(",") {
                self.expect(")")?;
                break;
            }
        }
        super::function::known(&name, arguments.len())?;
        Ok(Node::Call(name, arguments))
    }
}
