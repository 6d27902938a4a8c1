//! Markdown of authoring files as the HTML of a QTI body, and back.
//!
//! What files may use: paragraphs, headings, lists, tables, code, emphasis, links and quotes (CommonMark 0.31
//! with tables). Raw HTML is text: a file of ours has none, and one from elsewhere comes as QTI.

use assay_qti::tree::{XmlElement, XmlNode};
use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// Below this depth lists and quotes are text; nobody reads deeper.
const DEPTH_MAX: usize = 16;
/// An empty line.
const BETWEEN: &str = "\n\n";

/// Whole blocks.
pub(super) fn to_blocks(text: &str) -> Vec<XmlNode> {
    let mut open = vec![XmlElement::new("div")];
    let mut is_head = false;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(tag) => {
                is_head = is_head || matches!(tag, Tag::TableHead);
                open.push(element_of(&tag, is_head));
            }
            Event::End(tag) => {
                is_head = is_head && tag != TagEnd::TableHead;
                close(&mut open);
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => add_text(&mut open, &text),
            Event::Code(text) => add(&mut open, XmlElement::new("code").text(text.into_string())),
            Event::SoftBreak => add_text(&mut open, "\n"),
            Event::HardBreak => add(&mut open, XmlElement::new("br")),
            Event::Rule => add(&mut open, XmlElement::new("hr")),
            // Extensions that are not switched on.
            Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().map(|root| root.children).unwrap_or_default()
}

/// A text of one paragraph, without the paragraph around it; whole blocks where it is more.
pub(super) fn to_line(text: &str) -> Vec<XmlNode> {
    let mut blocks = to_blocks(text);
    match blocks.as_mut_slice() {
        [XmlNode::Element(only)] if only.is("p") => std::mem::take(&mut only.children),
        _ => blocks,
    }
}

fn element_of(tag: &Tag<'_>, is_head: bool) -> XmlElement {
    let named = XmlElement::new;
    match tag {
        Tag::Paragraph | Tag::HtmlBlock => named("p"),
        Tag::Heading { level, .. } => named(match level {
            HeadingLevel::H1 => "h1",
            HeadingLevel::H2 => "h2",
            HeadingLevel::H3 => "h3",
            HeadingLevel::H4 => "h4",
            HeadingLevel::H5 => "h5",
            HeadingLevel::H6 => "h6",
        }),
        Tag::BlockQuote(_) => named("blockquote"),
        Tag::CodeBlock(CodeBlockKind::Fenced(language)) if !language.is_empty() => {
            named("pre").with("class", format!("language-{language}"))
        }
        Tag::CodeBlock(_) => named("pre"),
        Tag::List(Some(1)) => named("ol"),
        Tag::List(Some(start)) => named("ol").with("start", start.to_string()),
        Tag::List(None) => named("ul"),
        Tag::Item => named("li"),
        Tag::Table(alignments) => {
            let letter = |alignment: &Alignment| match alignment {
                Alignment::None => 'n',
                Alignment::Left => 'l',
                Alignment::Center => 'c',
                Alignment::Right => 'r',
            };
            let letters: String = alignments.iter().map(letter).collect();
            match letters.chars().all(|letter| letter == 'n') {
                true => named("table"),
                false => named("table").with("data-columns", letters),
            }
        }
        Tag::TableHead | Tag::TableRow => named("tr"),
        Tag::TableCell if is_head => named("th"),
        Tag::TableCell => named("td"),
        Tag::Emphasis => named("em"),
        Tag::Strong => named("strong"),
        Tag::Link { dest_url, .. } => named("a").with("href", dest_url.to_string()),
        Tag::Image { dest_url, .. } => named("img").with("src", dest_url.to_string()),
        _ => named("span"),
    }
}

fn add(open: &mut [XmlElement], child: XmlElement) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(XmlNode::Element(child));
    }
}

fn add_text(open: &mut [XmlElement], text: &str) {
    if let Some(parent) = open.last_mut() {
        match parent.children.last_mut() {
            Some(XmlNode::Text(before)) => before.push_str(text),
            _ => parent.children.push(XmlNode::Text(text.to_owned())),
        }
    }
}

fn close(open: &mut Vec<XmlElement>) {
    let Some(mut done) = open.pop() else { return };
    if done.is("img") {
        // The words in it stand for the picture.
        let words = done.all_text();
        done.children.clear();
        done.set("alt", words);
    }
    if done.is("table") {
        done = with_parts(done);
    }
    add(open, done);
}

/// A table's rows in head and body, as HTML has them.
fn with_parts(table: XmlElement) -> XmlElement {
    let XmlElement { space, name, attributes, children, place } = table;
    let mut rows = children.into_iter();
    let head = XmlElement { children: rows.next().into_iter().collect(), ..XmlElement::new("thead") };
    let body = XmlElement { children: rows.collect(), ..XmlElement::new("tbody") };
    let parts = [head, body].into_iter().filter(|part| !part.children.is_empty());
    XmlElement { space, name, attributes, children: parts.map(XmlNode::Element).collect(), place }
}

/// What of a body Markdown cannot say: the element's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unsayable(pub(super) String);

/// Blocks as Markdown; nodes beside each other without a block around them are one paragraph.
///
/// Whoever needs to know that nothing changed on the way reads it again and compares.
pub(super) fn from_blocks(nodes: &[XmlNode]) -> Result<String, Unsayable> {
    from_blocks_at(nodes, BETWEEN, 0)
}

fn from_blocks_at(nodes: &[XmlNode], between: &str, depth: usize) -> Result<String, Unsayable> {
    let mut blocks: Vec<String> = Vec::new();
    let mut line: Vec<XmlNode> = Vec::new();
    let end_line = |line: &mut Vec<XmlNode>, blocks: &mut Vec<String>| -> Result<(), Unsayable> {
        let text = from_line(line)?;
        line.clear();
        if !text.trim().is_empty() {
            blocks.push(text.trim().to_owned());
        }
        Ok(())
    };
    for node in nodes {
        match node {
            XmlNode::Element(element) if is_block(&element.name) => {
                end_line(&mut line, &mut blocks)?;
                blocks.extend(Some(block(element, depth)?).filter(|text| !text.is_empty()));
            }
            other => line.push(other.clone()),
        }
    }
    end_line(&mut line, &mut blocks)?;
    Ok(blocks.join(between))
}

fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 14] =
        ["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ol", "ul", "table", "hr", "div"];
    BLOCKS.contains(&name)
}

fn block(element: &XmlElement, depth: usize) -> Result<String, Unsayable> {
    let unsayable = || Err(Unsayable(element.name.clone()));
    if depth > DEPTH_MAX {
        return unsayable();
    }
    match element.name.as_str() {
        "p" => from_line(&element.children),
        "div" if element.attributes.is_empty() => from_blocks_at(&element.children, BETWEEN, depth + 1),
        "hr" => Ok("---".to_owned()),
        "blockquote" => Ok(behind("> ", "> ", &from_blocks_at(&element.children, BETWEEN, depth + 1)?)),
        "pre" => {
            let text = element.all_text();
            let language = element.attribute("class").and_then(|class| class.strip_prefix("language-"));
            let fence = "`".repeat(longest_run(&text).max(2) + 1);
            let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
            Ok(format!("{fence}{}\n{text}{end}{fence}", language.unwrap_or_default()))
        }
        "ol" | "ul" => list(element, depth),
        "table" => table(element),
        name => match name.strip_prefix('h').and_then(|level| level.parse::<usize>().ok()) {
            Some(level) => Ok(format!("{} {}", "#".repeat(level), from_line(&element.children)?)),
            None => unsayable(),
        },
    }
}

fn list(element: &XmlElement, depth: usize) -> Result<String, Unsayable> {
    let start = element.attribute("start").and_then(|start| start.parse::<u64>().ok()).unwrap_or(1);
    let is_loose = element.elements().any(|item| item.elements().any(|child| child.is("p")));
    let between = if is_loose { BETWEEN } else { "\n" };
    let mut items = Vec::new();
    for (number, item) in (start..).zip(element.elements()) {
        let mark = if element.is("ol") { format!("{number}. ") } else { "- ".to_owned() };
        let text = from_blocks_at(&item.children, between, depth + 1)?;
        items.push(behind(&mark, &" ".repeat(mark.len()), &text));
    }
    Ok(items.join(between))
}

fn table(element: &XmlElement) -> Result<String, Unsayable> {
    let rows = element.elements().flat_map(|part| match part.name.as_str() {
        "tr" => vec![part],
        _ => part.elements().collect(),
    });
    let mut lines = Vec::new();
    for row in rows {
        let mut line = String::from("|");
        for cell in row.elements() {
            line.push_str(&format!(" {} |", from_line(&cell.children)?.replace('|', "\\|")));
        }
        let cells = row.elements().count();
        lines.push(line);
        if lines.len() == 1 {
            let letters: Vec<char> = element.attribute("data-columns").unwrap_or_default().chars().collect();
            let rule = (0..cells).map(|at| match letters.get(at) {
                Some('l') => ":---|",
                Some('c') => ":---:|",
                Some('r') => "---:|",
                _ => "---|",
            });
            lines.push(format!("|{}", rule.collect::<String>()));
        }
    }
    Ok(lines.join("\n"))
}

/// Lines behind a mark: the first behind one, the others behind another.
fn behind(first: &str, others: &str, text: &str) -> String {
    let lines = text.lines().enumerate().map(|(at, line)| match (at, line.is_empty()) {
        (0, _) => format!("{first}{line}"),
        (_, true) => others.trim_end().to_owned(),
        (_, false) => format!("{others}{line}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A line's words as Markdown.
fn from_line(nodes: &[XmlNode]) -> Result<String, Unsayable> {
    let mut text = String::new();
    for node in nodes {
        match node {
            XmlNode::Text(words) => text.push_str(&escaped(words)),
            XmlNode::Element(element) => {
                let inner = || from_line(&element.children);
                match element.name.as_str() {
                    "em" | "i" => text.push_str(&format!("*{}*", inner()?)),
                    "strong" | "b" => text.push_str(&format!("**{}**", inner()?)),
                    "code" => text.push_str(&code(&element.all_text())),
                    "br" => text.push_str("\\\n"),
                    "a" => {
                        let href = element.attribute("href").unwrap_or_default();
                        text.push_str(&format!("[{}]({})", inner()?, address(href)));
                    }
                    "img" => {
                        let source = element.attribute("src").unwrap_or_default();
                        let words = escaped(element.attribute("alt").unwrap_or_default());
                        text.push_str(&format!("![{words}]({})", address(source)));
                    }
                    "span" if element.attributes.is_empty() => text.push_str(&inner()?),
                    name => return Err(Unsayable(name.to_owned())),
                }
            }
        }
    }
    Ok(text)
}

/// An address between angle brackets (CommonMark 6.3).
fn address(address: &str) -> String {
    let mut text = String::from("<");
    for letter in address.chars() {
        if matches!(letter, '\\' | '<' | '>' | '&') {
            text.push('\\');
        }
        text.push(letter);
    }
    text + ">"
}

/// Code between more back quotes than stand in it (CommonMark 6.1).
fn code(text: &str) -> String {
    let fence = "`".repeat(longest_run(text) + 1);
    let ends = |letter| (text.starts_with(letter), text.ends_with(letter));
    // One space at both ends is no part of the code, unless there is nothing else.
    let is_padded = ends('`') != (false, false) || ends(' ') == (true, true) && !text.trim().is_empty();
    let space = if is_padded { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

fn longest_run(text: &str) -> usize {
    text.split(|letter| letter != '`').map(str::len).max().unwrap_or_default()
}

/// Words that are no marks: what would begin one gets a backslash.
fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for (at, line) in words.split('\n').enumerate() {
        if at > 0 {
            text.push('\n');
        }
        let begins_block = (at > 0 || text.is_empty()) && {
            let bare = line.trim_start();
            let digits = bare.trim_start_matches(|letter: char| letter.is_ascii_digit());
            bare.starts_with(['#', '+', '-', '=', '>', '|', '~'])
                || digits.len() < bare.len() && digits.starts_with(['.', ')'])
        };
        let mut is_first = begins_block;
        for letter in line.chars() {
            let is_mark = matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&');
            // Of a numbered line the point is what makes it one.
            let ends_number = is_first && matches!(letter, '.' | ')');
            let begins = is_first && !letter.is_ascii_digit() && !letter.is_whitespace();
            if is_mark || ends_number || begins {
                text.push('\\');
            }
            is_first = is_first && !begins && (letter.is_ascii_digit() || letter.is_whitespace());
            text.push(letter);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn back(text: &str) -> String {
        from_blocks(&to_blocks(text)).unwrap()
    }

    #[test]
    fn what_files_use_comes_back_as_it_was() {
        for text in [
            "One line.",
            "Two\nlines.\n\nAnother paragraph.",
            "Use `aws s3 ls` and **not** *that*.",
            "```json\n{ \"a\": 1 }\n```",
            "- one\n- two\n  - within\n\nBehind.",
            "1. one\n2. two",
            "3. three\n4. four",
            "| a | b |\n|---|---:|\n| 1 | 2 |",
            "> said\n> so",
            "[a page](<https://example.org/a_b>)",
            "A 5 \\* 3 and \\_under\\_ and \\<b> and \\&amp;.",
            "\\- not a list",
            "1\\. not a list",
            "## A heading",
        ] {
            assert_eq!(back(text), text);
        }
    }

    #[test]
    fn html_is_text() {
        let nodes = to_blocks("<script>alert(1)</script> a <b>c</b>");
        let all = XmlElement { children: nodes, ..XmlElement::new("div") };
        assert!(all.elements().all(|element| element.is("p")), "{all:?}");
        assert!(all.all_text().contains("<script>alert(1)</script>"));
    }

    #[test]
    fn what_markdown_cannot_say_is_named() {
        let body = [XmlNode::Element(XmlElement::new("p").child(XmlElement::new("sub").text("2")))];
        assert_eq!(from_blocks(&body), Err(Unsayable("sub".to_owned())));
    }

    proptest::proptest! {
        #[test]
        fn any_words_come_back_as_words(words in "[ -~]{0,60}") {
            let paragraph = [XmlNode::Element(XmlElement::new("p").text(words.trim()))];
            let text = from_blocks(&paragraph).unwrap();
            let read = to_blocks(&text);
            let all = XmlElement { children: read, ..XmlElement::new("div") };
            proptest::prop_assert_eq!(all.all_text(), words.trim(), "{}", text);
            proptest::prop_assert!(all.elements().all(|element| element.is("p")), "{}", text);
        }
    }
}
