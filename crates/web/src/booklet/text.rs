//! From what is delivered to blocks of text: what paper shows of a question.

use std::collections::{BTreeMap, BTreeSet};

use assay_app::ItemMedium;
use assay_bank::DeliveryItem;
use assay_qti::view::{Asks, AssociableView, ChoiceView, InteractionView, ViewNode};

use super::{
    draw::{Face, Faces},
    picture::{PaperPicture, PaperPictureFault},
};

/// What paper cannot show yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unprintable {
    /// A picture, and why it is not printed.
    Picture(String, PaperPictureFault),
    /// A question that is answered on a picture, or shows a film or a sound.
    AskedOnPicture,
    /// A formula.
    Formula,
    /// A letter that no font has.
    Letter(char),
}

impl Unprintable {
    /// What the question has, and what to do where that helps: 'has a formula'.
    pub fn words(&self) -> String {
        match self {
            Unprintable::Picture(name, why) => format!("shows {name}, which {}", why.words()),
            Unprintable::AskedOnPicture => "is answered on a picture, or plays something".to_owned(),
            Unprintable::Formula => "has a formula".to_owned(),
            Unprintable::Letter(letter) => format!("has the letter {letter}"),
        }
    }
}

/// A text of one face.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PaperSpan {
    pub(super) face: Face,
    pub(super) text: String,
}

/// A part of a question.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum PaperBlock {
    /// A paragraph.
    Words(Vec<PaperSpan>),
    /// Lines that are kept as they are.
    Code(Vec<String>),
    /// Rows of cells, the first one a head where it says so.
    Table { has_head: bool, rows: Vec<Vec<Vec<PaperSpan>>> },
    /// A picture among those of the booklet, and what it shows in words.
    Picture { at: usize, shows: String },
    /// Something behind a mark: an item of a list, a quote, an option.
    Behind { mark: String, is_option: bool, blocks: Vec<PaperBlock> },
}

/// A question on paper.
pub(super) struct Printed {
    pub(super) blocks: Vec<PaperBlock>,
    pub(super) unprintable: BTreeSet<Unprintable>,
}

/// Below this depth nothing is set in further.
const DEPTH_MAX: usize = 12;
/// Where a word is to be written.
const GAP: &str = "______________";

/// The pictures of a booklet, each once, in the order in which they stand.
pub(super) struct Album<'p> {
    files: &'p BTreeMap<(u32, String), ItemMedium>,
    places: BTreeMap<(u32, String), Result<usize, PaperPictureFault>>,
    pub(super) pictures: Vec<PaperPicture>,
}

impl<'p> Album<'p> {
    pub(super) fn of(files: &'p BTreeMap<(u32, String), ItemMedium>) -> Self {
        Album { files, places: BTreeMap::new(), pictures: Vec::new() }
    }

    /// The picture of a name at a question.
    fn at(&mut self, position: u32, name: &str) -> Result<usize, PaperPictureFault> {
        let key = (position, name.to_owned());
        if let Some(known) = self.places.get(&key) {
            return *known;
        }
        let other = name.strip_prefix("./").map_or_else(|| format!("./{name}"), str::to_owned);
        let file = self.files.get(&key).or_else(|| self.files.get(&(position, other)));
        let read = file.ok_or(PaperPictureFault::Missing).and_then(PaperPicture::of);
        let place = read.map(|picture| {
            self.pictures.push(picture);
            self.pictures.len() - 1
        });
        self.places.insert(key, place);
        place
    }
}

/// What paper shows of a question.
pub(super) fn printed(question: &DeliveryItem, faces: &Faces, album: &mut Album<'_>) -> Printed {
    let position = question.position;
    let mut reader = PaperText { faces, album, position, unprintable: BTreeSet::new(), depth: 0 };
    let mut blocks = Vec::new();
    for stimulus in &question.view.stimuli {
        blocks.extend(reader.blocks(&stimulus.body));
    }
    blocks.extend(reader.blocks(&question.view.body));
    Printed { blocks, unprintable: reader.unprintable }
}

struct PaperText<'f, 'p> {
    faces: &'f Faces,
    album: &'f mut Album<'p>,
    position: u32,
    unprintable: BTreeSet<Unprintable>,
    depth: usize,
}

fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 20] = [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "ol",
        "ul",
        "dl",
        "table",
        "hr",
        "div",
        "section",
        "figure",
        "figcaption",
        "dt",
        "dd",
    ];
    BLOCKS.contains(&name)
}

impl PaperText<'_, '_> {
    fn blocks(&mut self, nodes: &[ViewNode]) -> Vec<PaperBlock> {
        let (mut blocks, mut line) = (Vec::new(), Vec::new());
        self.depth += 1;
        for node in nodes {
            match node {
                ViewNode::Element { name, children, .. } if is_block(name) => {
                    end(&mut line, &mut blocks);
                    self.block(name, children, &mut blocks);
                }
                ViewNode::Interaction { interaction } if !is_inline(interaction) => {
                    end(&mut line, &mut blocks);
                    self.asked(interaction, &mut blocks);
                }
                ViewNode::Element { name: "img", attributes, .. } => {
                    end(&mut line, &mut blocks);
                    self.picture(attributes, &mut blocks);
                }
                ViewNode::Element { name: "span", children, .. } if holds_block(children) => {
                    end(&mut line, &mut blocks);
                    blocks.extend(self.blocks(children));
                }
                other => self.inline(other, Face::Regular, &mut line),
            }
        }
        end(&mut line, &mut blocks);
        self.depth -= 1;
        blocks
    }

    fn block(&mut self, name: &str, children: &[ViewNode], blocks: &mut Vec<PaperBlock>) {
        if self.depth > DEPTH_MAX {
            return self.line_of(children, Face::Regular, blocks);
        }
        match name {
            "pre" => {
                let text = all_text(children);
                self.check(&text, Face::Mono);
                blocks
                    .push(PaperBlock::Code(text.trim_end_matches('\n').split('\n').map(detabbed).collect()));
            }
            "ol" | "ul" => {
                let items = children.iter().filter_map(|node| match node {
                    ViewNode::Element { name: "li", children, .. } => Some(children),
                    _ => None,
                });
                for (number, item) in (1..).zip(items) {
                    let mark = if name == "ol" { format!("{number}.") } else { "\u{2022}".to_owned() };
                    let within = self.blocks(item);
                    blocks.push(PaperBlock::Behind { mark, is_option: false, blocks: within });
                }
            }
            "blockquote" | "dd" => {
                let within = self.blocks(children);
                blocks.push(PaperBlock::Behind { mark: String::new(), is_option: false, blocks: within });
            }
            "table" => self.table(children, blocks),
            "hr" => {}
            heading if heading.starts_with('h') || heading == "dt" => {
                self.line_of(children, Face::Strong, blocks);
            }
            _ => blocks.extend(self.blocks(children)),
        }
    }

    fn picture(&mut self, attributes: &[(&'static str, String)], blocks: &mut Vec<PaperBlock>) {
        let name = attribute(attributes, "src");
        match self.album.at(self.position, name) {
            Ok(at) => {
                let shows = attribute(attributes, "alt").to_owned();
                blocks.push(PaperBlock::Picture { at, shows });
            }
            Err(why) => _ = self.unprintable.insert(Unprintable::Picture(name.to_owned(), why)),
        }
    }

    fn line_of(&mut self, nodes: &[ViewNode], face: Face, blocks: &mut Vec<PaperBlock>) {
        let mut line = Vec::new();
        for node in nodes {
            self.inline(node, face, &mut line);
        }
        end(&mut line, blocks);
    }

    fn table(&mut self, children: &[ViewNode], blocks: &mut Vec<PaperBlock>) {
        let mut found = Vec::new();
        rows(children, &mut found);
        let mut has_head = false;
        let mut table = Vec::new();
        for (nth, cells) in found.into_iter().enumerate() {
            let mut row = Vec::new();
            for (is_head, cell) in cells {
                has_head |= is_head && nth == 0;
                let mut line = Vec::new();
                let face = if is_head { Face::Strong } else { Face::Regular };
                for node in cell {
                    self.inline(node, face, &mut line);
                }
                row.push(line);
            }
            table.push(row);
        }
        blocks.push(PaperBlock::Table { has_head, rows: table });
    }

    fn inline(&mut self, node: &ViewNode, face: Face, line: &mut Vec<PaperSpan>) {
        match node {
            ViewNode::Text { text } => self.put(text, face, line),
            ViewNode::Gap { .. } => self.put(GAP, face, line),
            ViewNode::HotText { children, .. } => {
                self.put("[", face, line);
                children.iter().for_each(|child| self.inline(child, face, line));
                self.put("]", face, line);
            }
            ViewNode::Interaction { interaction } => match &interaction.asks {
                Asks::InlineChoice { choices, .. } => {
                    for (nth, choice) in choices.iter().enumerate() {
                        self.put(if nth == 0 { "[" } else { " / " }, face, line);
                        choice.content.iter().for_each(|child| self.inline(child, face, line));
                    }
                    self.put("]", face, line);
                }
                _ => self.put(GAP, face, line),
            },
            ViewNode::Element { name: "br", .. } => self.put("\u{2028}", face, line),
            ViewNode::Element { name: "img", attributes, .. } => {
                let name = attribute(attributes, "src").to_owned();
                self.unprintable.insert(Unprintable::Picture(name, PaperPictureFault::Among));
            }
            ViewNode::Element { name: "object" | "picture" | "video" | "audio", .. } => {
                self.unprintable.insert(Unprintable::AskedOnPicture);
            }
            ViewNode::Element { name: "math", .. } => _ = self.unprintable.insert(Unprintable::Formula),
            ViewNode::Element { name, children, .. } => {
                let face = match *name {
                    "strong" | "b" | "em" | "i" => Face::Strong,
                    "code" | "kbd" | "samp" | "tt" | "pre" => Face::Mono,
                    _ => face,
                };
                children.iter().for_each(|child| self.inline(child, face, line));
            }
        }
    }

    fn put(&mut self, text: &str, face: Face, line: &mut Vec<PaperSpan>) {
        self.check(text, face);
        // What a face lacks another may have: arrows stand in that of terminals.
        for letter in text.chars() {
            let face = if self.faces.has(face, letter) { face } else { Face::Mono };
            match line.last_mut() {
                Some(span) if span.face == face || letter.is_whitespace() => span.text.push(letter),
                _ => line.push(PaperSpan { face, text: letter.to_string() }),
            }
        }
    }

    fn check(&mut self, text: &str, face: Face) {
        let is_missing = |letter: &char| {
            !letter.is_whitespace() && !self.faces.has(face, *letter) && !self.faces.has(Face::Mono, *letter)
        };
        self.unprintable.extend(text.chars().filter(is_missing).map(Unprintable::Letter));
    }

    fn asked(&mut self, interaction: &InteractionView, blocks: &mut Vec<PaperBlock>) {
        blocks.extend(self.blocks(&interaction.prompt));
        match &interaction.asks {
            Asks::Choice { choices, .. } => self.choices(choices, blocks),
            Asks::Order { choices, .. } => self.choices(choices, blocks),
            Asks::Match { sources, targets, .. } => {
                self.paired(sources, 'A', blocks);
                self.paired(targets, '1', blocks);
            }
            Asks::GapMatch { choices, content, .. } => {
                self.paired(choices, 'A', blocks);
                blocks.extend(self.blocks(content));
            }
            Asks::HotText { content, .. } => blocks.extend(self.blocks(content)),
            Asks::HotSpot { .. } | Asks::GraphicGapMatch { .. } => {
                self.unprintable.insert(Unprintable::AskedOnPicture);
            }
            Asks::InlineChoice { .. } | Asks::TextEntry { .. } | Asks::ExtendedText { .. } => {}
        }
    }

    fn choices(&mut self, choices: &[ChoiceView], blocks: &mut Vec<PaperBlock>) {
        for (letter, choice) in ('A'..='Z').zip(choices) {
            let within = self.blocks(&choice.content);
            blocks.push(PaperBlock::Behind { mark: letter.to_string(), is_option: true, blocks: within });
        }
    }

    fn paired(&mut self, choices: &[AssociableView], first: char, blocks: &mut Vec<PaperBlock>) {
        for (mark, choice) in (first..=char::MAX).zip(choices) {
            let within = self.blocks(&choice.content);
            blocks.push(PaperBlock::Behind { mark: mark.to_string(), is_option: true, blocks: within });
        }
    }
}

fn attribute<'a>(attributes: &'a [(&'static str, String)], name: &str) -> &'a str {
    attributes.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
}

fn is_inline(interaction: &InteractionView) -> bool {
    matches!(interaction.asks, Asks::InlineChoice { .. } | Asks::TextEntry { .. })
}

fn holds_block(nodes: &[ViewNode]) -> bool {
    nodes.iter().any(|node| match node {
        ViewNode::Element { name, children, .. } => is_block(name) || *name == "img" || holds_block(children),
        ViewNode::Interaction { interaction } => !is_inline(interaction),
        _ => false,
    })
}

fn end(line: &mut Vec<PaperSpan>, blocks: &mut Vec<PaperBlock>) {
    let spans = std::mem::take(line);
    if spans.iter().any(|span| !span.text.trim().is_empty()) {
        blocks.push(PaperBlock::Words(spans));
    }
}

/// Cells of each row, and whether they are heads.
fn rows<'n>(nodes: &'n [ViewNode], found: &mut Vec<Vec<(bool, &'n [ViewNode])>>) {
    for node in nodes {
        let ViewNode::Element { name, children, .. } = node else { continue };
        if *name != "tr" {
            rows(children, found);
            continue;
        }
        let cells = children.iter().filter_map(|cell| match cell {
            ViewNode::Element { name: "th", children, .. } => Some((true, children.as_slice())),
            ViewNode::Element { name: "td", children, .. } => Some((false, children.as_slice())),
            _ => None,
        });
        found.push(cells.collect());
    }
}

fn all_text(nodes: &[ViewNode]) -> String {
    let mut text = String::new();
    for node in nodes {
        match node {
            ViewNode::Text { text: words } => text.push_str(words),
            ViewNode::Element { name: "br", .. } => text.push('\n'),
            ViewNode::Element { children, .. } | ViewNode::HotText { children, .. } => {
                text.push_str(&all_text(children));
            }
            ViewNode::Interaction { .. } | ViewNode::Gap { .. } => text.push_str(GAP),
        }
    }
    text
}

/// Tabs as terminals show them.
fn detabbed(line: &str) -> String {
    let mut out = String::new();
    for letter in line.trim_end_matches('\r').chars() {
        match letter {
            '\t' => loop {
                out.push(' ');
                if out.chars().count().is_multiple_of(8) {
                    break;
                }
            },
            letter => out.push(letter),
        }
    }
    out
}
