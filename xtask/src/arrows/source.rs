//! What one module declares and names: its items, its `use` lines, and every path in its code.
//!
//! Looked at: syn, which gives a tree and leaves the inside of macros as tokens, where half the names of a
//! page stand. The rules need names only, so the tokens are read alike inside macros and outside.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// One module, test code left out.
#[derive(Debug, Default)]
pub struct Source {
    /// Names of what is defined here: types, functions, constants, macros.
    pub items: BTreeSet<String>,
    /// Its child modules, and the body of those that are written out in place.
    pub children: BTreeMap<String, Option<Source>>,
    pub uses: Vec<Use>,
    /// Paths of two names or more, as written.
    pub paths: BTreeSet<Vec<String>>,
    /// Names that stand alone.
    pub words: BTreeSet<String>,
    /// Names after a dot: fields and methods.
    pub fields: BTreeSet<String>,
}

/// One name that a `use` line brings in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    pub path: Vec<String>,
    /// The name it has here; none for `*`.
    pub name: Option<String>,
    /// Whether it is there for others: `pub use`, `pub(crate) use`.
    pub is_public: bool,
}

impl Source {
    /// Reads the text of a file.
    pub fn parse(text: &str) -> anyhow::Result<Source> {
        let tokens: TokenStream = text.parse().map_err(|error| anyhow::anyhow!("{error}"))?;
        Ok(Source::of(&trees(tokens)))
    }

    /// Whether the code says this name, wherever it stands.
    pub fn says(&self, name: &str) -> bool {
        let within = |path: &Vec<String>| path.iter().any(|part| part == name);
        self.words.contains(name)
            || self.fields.contains(name)
            || self.items.contains(name)
            || self.paths.iter().any(within)
            || self.uses.iter().any(|line| within(&line.path) || line.name.as_deref() == Some(name))
    }

    fn of(tokens: &[TokenTree]) -> Source {
        let mut source = Source::default();
        let mut rest = tokens;
        while !rest.is_empty() {
            let (is_test, after) = skip_attributes(rest);
            let (item, after) = after.split_at(length_of_item(after));
            if !is_test {
                source.item(item);
            }
            rest = after;
        }
        source
    }

    fn item(&mut self, item: &[TokenTree]) {
        let Some((at, keyword)) = keyword_of(item) else { return self.code(item) };
        let named = item.get(at + 1..).unwrap_or_default();
        let name = named.iter().find_map(word).unwrap_or_default();
        match keyword.as_str() {
            "use" => self.import(named, at > 0),
            "mod" => {
                let body = item.iter().find_map(braces).map(|body| Source::of(&body));
                self.children.insert(name, body);
            }
            "impl" | "extern" => self.code(named),
            _ => {
                self.code(
                    &named
                        .iter()
                        .skip_while(|tree| word(tree).is_none())
                        .skip(1)
                        .cloned()
                        .collect::<Vec<_>>(),
                );
                self.items.insert(name);
            }
        }
    }

    /// One `use` line, from after the keyword to its semicolon.
    fn import(&mut self, tree: &[TokenTree], is_public: bool) {
        for (path, name) in imported(tree, &[]) {
            self.uses.push(Use { path, name, is_public });
        }
    }

    /// Every name in a piece of code, whatever it is.
    fn code(&mut self, tokens: &[TokenTree]) {
        let mut at = 0;
        while let Some(tree) = tokens.get(at) {
            let rest = tokens.get(at..).unwrap_or_default();
            at += match tree {
                TokenTree::Group(group) => {
                    self.code(&trees(group.stream()));
                    1
                }
                TokenTree::Punct(_) if attribute(rest).is_some() => self.attribute(rest),
                TokenTree::Punct(punct) if punct.as_char() == '.' && !is_range(rest) => {
                    self.fields.extend(rest.get(1).and_then(word));
                    2.min(rest.len())
                }
                TokenTree::Ident(ident) if ident == "use" && rest.get(1).and_then(word).is_some() => {
                    let line = rest.get(1..length_of_item(rest)).unwrap_or_default();
                    self.import(line, false);
                    line.len() + 1
                }
                TokenTree::Ident(_) => {
                    let (path, length) = path_at(rest);
                    if path.len() > 1 {
                        self.paths.insert(path);
                    } else {
                        self.words.extend(path);
                    }
                    length
                }
                _ if is_colons(rest) => 3.min(rest.len()), // `::serde`, or what follows `<T>::`
                _ => 1,
            };
        }
    }

    /// An attribute inside code; what `#[cfg(test)]` stands before is left out.
    fn attribute(&mut self, tokens: &[TokenTree]) -> usize {
        let (is_test, rest) = skip_attributes(tokens);
        let length = tokens.len() - rest.len();
        if !is_test {
            return length;
        }
        let ends = |tree: &TokenTree| braces(tree).is_some() || is_punct(tree, ';') || is_punct(tree, ',');
        length + rest.iter().position(ends).map_or(rest.len(), |at| at + 1)
    }
}

fn trees(stream: TokenStream) -> Vec<TokenTree> {
    stream.into_iter().collect()
}

fn word(tree: &TokenTree) -> Option<String> {
    let TokenTree::Ident(ident) = tree else { return None };
    let text = ident.to_string();
    Some(text.strip_prefix("r#").map(str::to_owned).unwrap_or(text))
}

fn is_punct(tree: &TokenTree, wanted: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

fn braces(tree: &TokenTree) -> Option<Vec<TokenTree>> {
    match tree {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(trees(group.stream())),
        _ => None,
    }
}

fn is_colons(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [first, second, ..] if is_punct(first, ':') && is_punct(second, ':'))
}

fn is_range(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [first, second, ..] if is_punct(first, '.') && is_punct(second, '.'))
}

/// The words of an attribute that starts here, and how long it is.
fn attribute(tokens: &[TokenTree]) -> Option<(String, usize)> {
    let (group, length) = match tokens {
        [hash, TokenTree::Group(group), ..] if is_punct(hash, '#') => (group, 2),
        [hash, bang, TokenTree::Group(group), ..] if is_punct(hash, '#') && is_punct(bang, '!') => (group, 3),
        _ => return None,
    };
    let is_bracket = group.delimiter() == Delimiter::Bracket;
    is_bracket.then(|| (group.stream().to_string().replace(' ', ""), length))
}

/// Goes past the attributes here, and says whether one of them is `#[cfg(test)]`.
fn skip_attributes(mut tokens: &[TokenTree]) -> (bool, &[TokenTree]) {
    let mut is_test = false;
    while let Some((text, length)) = attribute(tokens) {
        is_test |= text == "cfg(test)" || text == "test";
        tokens = tokens.get(length..).unwrap_or_default();
    }
    (is_test, tokens)
}

/// The word that says what kind of item this is, and where it stands.
fn keyword_of(item: &[TokenTree]) -> Option<(usize, String)> {
    const BEFORE: [&str; 6] = ["pub", "async", "unsafe", "default", "auto", "safe"];
    const KEYWORDS: [&str; 11] =
        ["use", "mod", "struct", "enum", "union", "trait", "fn", "impl", "type", "static", "macro_rules"];
    for (at, tree) in item.iter().enumerate() {
        let next = item.get(at + 1).and_then(word);
        match word(tree) {
            // `pub(crate)`, `extern "C"`
            None if matches!(tree, TokenTree::Group(_) | TokenTree::Literal(_)) => {}
            None => return None,
            Some(text) if BEFORE.contains(&text.as_str()) => {}
            Some(text) if text == "const" || text == "extern" => {
                let goes_on = matches!(next.as_deref(), Some("fn" | "async" | "unsafe" | "extern"));
                let is_linkage = text == "extern" && matches!(item.get(at + 1), Some(TokenTree::Literal(_)));
                if !goes_on && !is_linkage {
                    return Some((at, text));
                }
            }
            Some(text) if KEYWORDS.contains(&text.as_str()) => return Some((at, text)),
            Some(_) => return None,
        }
    }
    None
}

/// How many tokens the item that starts here has.
fn length_of_item(tokens: &[TokenTree]) -> usize {
    let keyword = keyword_of(tokens).map(|(_, keyword)| keyword);
    let to_semicolon = matches!(keyword.as_deref(), Some("use" | "const" | "static" | "type" | "extern"));
    let ends = |tree: &TokenTree| is_punct(tree, ';') || (!to_semicolon && braces(tree).is_some());
    tokens.iter().position(ends).map_or(tokens.len(), |at| at + 1)
}

/// The path that starts at this word, and how many tokens it has.
fn path_at(tokens: &[TokenTree]) -> (Vec<String>, usize) {
    let (mut path, mut at) = (Vec::new(), 0);
    while let Some(name) = tokens.get(at).and_then(word) {
        path.push(name);
        at += 1;
        let rest = tokens.get(at..).unwrap_or_default();
        if !is_colons(rest) || rest.get(2).and_then(word).is_none() {
            break;
        }
        at += 2;
    }
    (path, at)
}

/// The leaves of a tree of imports: each path, and the name it gets.
fn imported(tokens: &[TokenTree], before: &[String]) -> Vec<(Vec<String>, Option<String>)> {
    let branches = tokens.split(|tree| is_punct(tree, ',') || is_punct(tree, ';'));
    branches.filter(|branch| !branch.is_empty()).flat_map(|branch| imported_by(branch, before)).collect()
}

fn imported_by(branch: &[TokenTree], before: &[String]) -> Vec<(Vec<String>, Option<String>)> {
    let (names, length) = path_at(branch);
    let mut path = [before, names.as_slice()].concat();
    if path.last().is_some_and(|last| last == "self") && path.len() > 1 {
        path.pop(); // `a::{self}` is `a`
    }
    let rest: Vec<&TokenTree> =
        branch.get(length..).unwrap_or_default().iter().filter(|tree| !is_punct(tree, ':')).collect();
    match rest.as_slice() {
        [tree] if is_punct(tree, '*') => vec![(path, None)],
        [tree] => braces(tree).map(|inner| imported(&inner, &path)).unwrap_or_default(),
        [renamed, name] if word(renamed).is_some_and(|renamed| renamed == "as") => vec![(path, word(name))],
        [] => path.last().cloned().map(|name| (path, Some(name))).into_iter().collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(source: &Source) -> Vec<String> {
        source.paths.iter().map(|path| path.join("::")).collect()
    }

    #[test]
    fn paths_are_found_in_code_in_signatures_and_in_macros_but_not_in_texts() {
        let source = Source::parse(
            "/// See [`crate::doc::Comment`].\nfn f(a: crate::a::A) -> Vec<super::b::B> {\n\
             html! { p { (crate::c::text(&x.d.e)) \"crate::no::way\" } }\n\
             y.into::<self::z::Z>() // crate::no\n}",
        )
        .unwrap();
        assert_eq!(names(&source), ["crate::a::A", "crate::c::text", "self::z::Z", "super::b::B"]);
        assert!(source.items.contains("f") && !source.words.contains("d"), "{source:?}");
    }

    #[test]
    fn a_tree_of_imports_is_taken_apart() {
        let source = Source::parse(
            "use crate::{a::{self, B}, c::D as E, f::*};\npub(crate) use g::h;\nfn x() { use super::i::J; }",
        )
        .unwrap();
        let found: Vec<(String, Option<&str>, bool)> = source
            .uses
            .iter()
            .map(|line| (line.path.join("::"), line.name.as_deref(), line.is_public))
            .collect();
        let expected = [
            ("crate::a", Some("a"), false),
            ("crate::a::B", Some("B"), false),
            ("crate::c::D", Some("E"), false),
            ("crate::f", None, false),
            ("g::h", Some("h"), true),
            ("super::i::J", Some("J"), false),
        ];
        assert_eq!(found, expected.map(|(path, name, public)| (path.to_owned(), name, public)));
    }

    #[test]
    fn what_is_compiled_for_tests_alone_does_not_count() {
        let source = Source::parse(
            "#[cfg(test)]\nmod tests { use crate::a::A; }\n\
             #[cfg(test)] use crate::b::B;\n#[cfg(test)] mod c;\n\
             impl D { #[cfg(test)]\n pub fn e() { crate::f::g() }\n fn h() { crate::i::j() } }",
        )
        .unwrap();
        assert!(source.uses.is_empty() && source.children.is_empty(), "{source:?}");
        assert_eq!(names(&source), ["crate::i::j"]);
    }

    #[test]
    fn items_are_known_whatever_stands_before_them() {
        let source = Source::parse(
            "#![allow(x)]\npub(crate) const fn a() {}\nconst B: [u8; 1] = { [0] };\n\
             pub async unsafe fn c() {}\n\
             pub struct D(u8);\nmacro_rules! e { () => {} }\nstatic F: u8 = 0;\npub mod g { pub enum H {} }\n\
             impl D {}\nhtml! { i }\ntype J = u8;",
        )
        .unwrap();
        let items: Vec<&str> = source.items.iter().map(String::as_str).collect();
        assert_eq!(items, ["B", "D", "F", "J", "a", "c", "e"].as_slice());
        assert!(source.children["g"].as_ref().unwrap().items.contains("H"));
    }
}
