//! The tree of a body as HTML, with code by the line and tables that scroll inside themselves.

use assay_qti::view::ViewNode;
use maud::{Markup, PreEscaped, Render};

use super::paper::{Drawn, QuestionPaper};

/// Elements without an end (HTML, 13.1.2).
const VOID: [&str; 7] = ["br", "col", "hr", "img", "source", "track", "wbr"];
/// Attributes that name ids of the same body.
const REFERENCES: [&str; 5] = ["id", "for", "headers", "aria-labelledby", "aria-describedby"];
/// Attributes that name a file of the package.
const FILES: [&str; 3] = ["src", "data", "poster"];

/// A list of nodes.
pub(super) fn nodes(paper: &QuestionPaper<'_>, nodes: &[ViewNode]) -> Markup {
    let mut out = String::new();
    for node in nodes {
        write(paper, node, &mut out);
    }
    PreEscaped(out)
}

/// The words of nodes, pictures by their alternative: for options of a list and names of controls.
pub(super) fn plain(nodes: &[ViewNode]) -> String {
    let mut out = String::new();
    collect(nodes, &mut out);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a choice; of one that has none, such as a picture without an alternative, its number.
///
/// `at` is its place in the list, from 0: what a list offers must be told apart by whoever does not see it.
pub(super) fn name(nodes: &[ViewNode], at: usize) -> String {
    let words = plain(nodes);
    match words.is_empty() {
        true => format!("Picture {}", at + 1),
        false => words,
    }
}

fn collect(nodes: &[ViewNode], out: &mut String) {
    for node in nodes {
        match node {
            ViewNode::Text { text } => out.push_str(text),
            ViewNode::Element { attributes, children, .. } => {
                let alternative = attributes.iter().find(|(name, _)| *name == "alt");
                out.push_str(alternative.map_or("", |(_, text)| text));
                collect(children, out);
            }
            ViewNode::HotText { children, .. } => collect(children, out),
            ViewNode::Interaction { .. } | ViewNode::Gap { .. } => {}
        }
    }
}

fn write(paper: &QuestionPaper<'_>, node: &ViewNode, out: &mut String) {
    match node {
        ViewNode::Element { name: "pre", attributes, children } => code(paper, attributes, children, out),
        ViewNode::Element { name: "table", attributes, children } => {
            out.push_str("<div class=\"scrolls\" tabindex=\"0\" role=\"group\" aria-label=\"");
            caption(children).render_to(out);
            out.push_str("\">");
            element(paper, "table", attributes, children, out);
            out.push_str("</div>");
        }
        ViewNode::Element { name, attributes, children } => element(paper, name, attributes, children, out),
        leaf => self::leaf(paper, leaf, out),
    }
}

/// What has no markup of its own.
fn leaf(paper: &QuestionPaper<'_>, node: &ViewNode, out: &mut String) {
    let drawn = match node {
        ViewNode::Text { text } => return text.render_to(out),
        ViewNode::Interaction { interaction } => Drawn::Interaction(interaction),
        ViewNode::Gap { identifier, .. } => Drawn::Gap(identifier),
        ViewNode::HotText { identifier, children } => Drawn::HotText(identifier, children),
        ViewNode::Element { .. } => return,
    };
    out.push_str(&(paper.draw)(paper, &drawn).into_string());
}

fn caption(children: &[ViewNode]) -> String {
    let found = children.iter().find_map(|node| match node {
        ViewNode::Element { name: "caption", children, .. } => Some(plain(children)),
        _ => None,
    });
    found.filter(|words| !words.is_empty()).unwrap_or_else(|| "Table".to_owned())
}

fn element(
    paper: &QuestionPaper<'_>,
    name: &str,
    attributes: &[(&'static str, String)],
    children: &[ViewNode],
    out: &mut String,
) {
    // The page has one heading of the first rank, and it is not an item's.
    let name = if name == "h1" { "h2" } else { name };
    begin(paper, name, attributes, out);
    if name == "img" && !attributes.iter().any(|(name, _)| *name == "alt") {
        // Nothing is said of a picture of which nothing is known, least of all its address.
        out.insert_str(out.len().saturating_sub(1), " alt=\"\"");
    }
    if VOID.contains(&name) {
        return;
    }
    for child in children {
        write(paper, child, out);
    }
    end(name, out);
}

fn begin(paper: &QuestionPaper<'_>, name: &str, attributes: &[(&'static str, String)], out: &mut String) {
    out.push('<');
    out.push_str(name);
    for (attribute, value) in attributes {
        // The view lets neither through; a mistake there must not become a script here.
        if attribute.starts_with("on") || matches!(*attribute, "style" | "srcset" | "srcdoc") {
            continue;
        }
        out.push(' ');
        out.push_str(attribute);
        out.push_str("=\"");
        the_value(paper, attribute, value).render_to(out);
        out.push('"');
    }
    out.push('>');
}

/// Ids get the question's prefix, files their address.
fn the_value(paper: &QuestionPaper<'_>, attribute: &str, value: &str) -> String {
    let here = |id: &str| format!("{}-{id}", paper.shown.prefix);
    if REFERENCES.contains(&attribute) {
        return value.split_whitespace().map(here).collect::<Vec<_>>().join(" ");
    }
    if FILES.contains(&attribute) {
        return (paper.shown.address)(value);
    }
    match value.strip_prefix('#').filter(|_| attribute == "href") {
        Some(id) => format!("#{}", here(id)),
        None => value.to_owned(),
    }
}

fn end(name: &str, out: &mut String) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// Code, a log or a policy: lines, each an element, so that a sheet of style can number them.
fn code(
    paper: &QuestionPaper<'_>,
    attributes: &[(&'static str, String)],
    children: &[ViewNode],
    out: &mut String,
) {
    let mut drawn = String::new();
    let mut lines = CodeLines {
        paper,
        out: &mut drawn,
        open: Vec::new(),
        pending: 0,
        space: String::new(),
        count: 1,
        is_begun: false,
    };
    for child in children {
        lines.node(child);
    }
    let count = lines.count;
    let label = attributes.iter().find(|(name, _)| *name == "aria-label");
    let what = label.map_or("Code", |(_, text)| text.as_str());
    let rest: Vec<_> =
        attributes.iter().filter(|(name, _)| !matches!(*name, "aria-label" | "class")).cloned().collect();
    begin(paper, "pre", &rest, out);
    out.pop();
    // A console runs from left to right in every language.
    out.push_str(" class=\"code\" dir=\"ltr\" tabindex=\"0\" role=\"group\" aria-label=\"");
    format!("{what}, {count} {}", if count == 1 { "line" } else { "lines" }).render_to(out);
    out.push_str("\"><span class=\"code-line\">");
    out.push_str(&drawn);
    out.push_str("</span></pre>");
}

/// A text cut at its line ends; what is open there is closed and opened again.
struct CodeLines<'p> {
    paper: &'p QuestionPaper<'p>,
    out: &'p mut String,
    open: Vec<(&'static str, Vec<(&'static str, String)>)>,
    /// Line ends and white space that count only if something follows: a last line of nothing is none.
    pending: usize,
    space: String,
    count: usize,
    /// Whether anything was read: an end before that is the writer's own (HTML, 13.2.6.4.7).
    is_begun: bool,
}

impl CodeLines<'_> {
    fn node(&mut self, node: &ViewNode) {
        match node {
            ViewNode::Text { text } => {
                for (at, part) in text.split('\n').enumerate() {
                    if at > 0 {
                        self.pending += usize::from(self.is_begun);
                        self.space.clear();
                    }
                    if part.trim().is_empty() {
                        self.space.push_str(part);
                    } else {
                        self.follow();
                        self.is_begun = true;
                        part.render_to(self.out);
                    }
                }
            }
            ViewNode::Element { name, .. } if VOID.contains(name) => {
                self.pending += usize::from(*name == "br" && self.is_begun);
            }
            ViewNode::Element { name, attributes, children } => {
                self.follow();
                begin(self.paper, name, attributes, self.out);
                let again = attributes.iter().filter(|(name, _)| *name != "id").cloned().collect();
                self.open.push((name, again));
                for child in children {
                    self.node(child);
                }
                self.open.pop();
                end(name, self.out);
            }
            leaf => {
                self.follow();
                self.is_begun = true;
                self::leaf(self.paper, leaf, self.out);
            }
        }
    }

    /// Something follows: what was waiting is drawn.
    fn follow(&mut self) {
        self.count += self.pending;
        for _ in 0..std::mem::take(&mut self.pending) {
            for (name, _) in self.open.iter().rev() {
                end(name, self.out);
            }
            self.out.push_str("\n</span><span class=\"code-line\">");
            for (name, attributes) in &self.open {
                begin(self.paper, name, attributes, self.out);
            }
        }
        self.out.push_str(&std::mem::take(&mut self.space));
    }
}
