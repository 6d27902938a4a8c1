//! Moodle's question bank as XML.
//!
//! One `<question>` after the other; those of type `category` say where the following ones lie.

mod choice;
mod cloze;
mod drag;
mod entry;
mod source;

use super::{
    branches::{Branches, FileBranch, Leaf},
    codes,
    finish::{finished, folders, nothing, told},
    markup::Desk,
    model::{Foreign, ForeignReading, Metadata},
    question::{AskedPart, ForeignFeedback, ForeignQuestion},
};
use crate::remark::{Remark, Weight};
use source::MoodleQuestion;

/// What asks for nothing: kept beside the question as it is written.
const KEPT_BESIDE: [&str; 8] = [
    "penalty",
    "hidden",
    "shownumcorrect",
    "showstandardinstruction",
    "showgrading",
    "showmisplaced",
    "numberingstyle",
    "idnumber",
];

/// Reads what a question of one kind asks; the stem, too, where places to answer stand in it.
type AskedReader =
    fn(&mut Desk, &MoodleQuestion<'_>, &ForeignReading, &mut ForeignQuestion) -> Option<Vec<AskedPart>>;

/// The kinds that become items or texts, by Moodle's words.
const KINDS: [(&str, AskedReader); 13] = [
    ("multichoice", |desk, source, reading, _| choice::multichoice(desk, source, reading)),
    ("truefalse", |desk, source, reading, _| choice::truefalse(desk, source, reading)),
    ("shortanswer", |desk, source, _, _| entry::shortanswer(desk, source)),
    ("numerical", |desk, source, _, _| entry::numerical(desk, source)),
    ("matching", |desk, source, reading, _| choice::matching(desk, source, reading)),
    ("ordering", |desk, source, reading, _| choice::ordering(desk, source, reading)),
    ("essay", |desk, source, _, question| entry::essay(desk, source, question)),
    ("description", |_, _, _, _| Some(Vec::new())),
    ("cloze", cloze::cloze),
    ("multianswer", cloze::cloze),
    ("gapselect", drag::gapselect),
    ("ddwtos", drag::ddwtos),
    ("ddimageortext", |desk, source, reading, _| drag::ddimageortext(desk, source, reading)),
];

/// The words for the kinds that become items or texts.
pub(super) fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|kind| kind.0)
}

/// The questions of a file.
pub(super) struct Moodle<'t> {
    branches: Branches<'t>,
    reading: &'t ForeignReading,
    category: Vec<String>,
    number: u32,
    depth: usize,
}

impl<'t> Moodle<'t> {
    pub(super) fn new(text: &'t str, reading: &'t ForeignReading) -> Self {
        let branches = Branches::new(text, &["question"]);
        Moodle { branches, reading, category: Vec::new(), number: 0, depth: 0 }
    }

    fn nothing(&mut self, kind: &str, remark: Remark) -> Foreign {
        self.number = self.number.saturating_add(1);
        nothing(self.number, kind, &self.category, remark)
    }

    /// A question; `None` for a category, which is none.
    fn leaf(&mut self, leaf: &Leaf<'_>) -> Option<Foreign> {
        let tree = match leaf.tree(self.reading.question_bytes_max) {
            Ok(tree) => tree,
            Err(remark) => return Some(self.nothing("", *remark)),
        };
        let source = MoodleQuestion::new(&tree);
        let kind = tree.attribute("type").unwrap_or_default().to_owned();
        if kind == "category" {
            self.category = folders(&source.plain("category"));
            let description = source.plain("info");
            if description.is_empty() {
                return None;
            }
            let message = "The description of a category was left out.";
            let remark = told(Weight::Loss, codes::LEFT_OUT, leaf.line, "category/info", message);
            return Some(self.nothing("category", remark));
        }
        self.number = self.number.saturating_add(1);
        Some(self.question(&source, kind, leaf.line))
    }

    fn question(&self, source: &MoodleQuestion<'_>, kind: String, line: u32) -> Foreign {
        let mut desk = Desk::default();
        let name = source.plain("name");
        let asked = asked(&mut desk, source, &kind, self.reading);
        let tags = source.child("tags").map(|tags| tags.elements().map(source::text_in).collect());
        let id = Some(source.plain("idnumber")).filter(|id| !id.is_empty());
        let mut metadata = Metadata {
            name: Some(name.clone()).filter(|name| !name.is_empty()),
            id,
            category: self.category.clone(),
            tags: tags.unwrap_or_default(),
            others: Vec::new(),
        };
        for name in KEPT_BESIDE.into_iter().filter(|name| *name != "idnumber") {
            let value = source.plain(name);
            if !value.is_empty() {
                metadata.others.push((name.to_owned(), value));
            }
        }
        if asked.is_some() {
            source.tell_unread(&mut desk.notes);
        }
        finished(self.reading, self.number, kind, line, metadata, asked, desk)
    }
}

impl Iterator for Moodle<'_> {
    type Item = Foreign;

    fn next(&mut self) -> Option<Foreign> {
        loop {
            match self.branches.next()? {
                FileBranch::Leaf(leaf) => {
                    if let Some(found) = self.leaf(&leaf) {
                        return Some(found);
                    }
                }
                FileBranch::Open(name, _) => {
                    self.depth += 1;
                    if self.depth > 1 || name != "quiz" {
                        let message = format!("`<{name}>` is no part of a question file; it was left out.");
                        let remark = told(Weight::Loss, codes::LEFT_OUT, 0, &name, message);
                        return Some(self.nothing("", remark));
                    }
                }
                FileBranch::Close => self.depth = self.depth.saturating_sub(1),
                FileBranch::Broken(remark) => return Some(self.nothing("", *remark)),
            }
        }
    }
}

/// What a question asks; `None` where no item can be made of it.
fn asked(
    desk: &mut Desk,
    source: &MoodleQuestion<'_>,
    kind: &str,
    reading: &ForeignReading,
) -> Option<ForeignQuestion> {
    let points = source.number("defaultgrade").filter(|points| *points >= 0.0).unwrap_or(1.0);
    let mut question = ForeignQuestion { points, ..ForeignQuestion::default() };
    let Some((_, read)) = KINDS.iter().find(|(known, _)| *known == kind) else {
        desk.notes.error(codes::KIND, kind, kind_message(kind));
        return None;
    };
    question.parts = read(desk, source, reading, &mut question)?;
    if question.stem.is_empty() {
        question.stem = source.blocks(desk, "questiontext");
    }
    question.feedback = ForeignFeedback {
        general: source.blocks(desk, "generalfeedback"),
        right: source.blocks(desk, "correctfeedback"),
        partly: source.blocks(desk, "partiallycorrectfeedback"),
        wrong: source.blocks(desk, "incorrectfeedback"),
    };
    source.read("hint", |_, count| {
        if count > 0 {
            let message = "A hint for a further try was left out: here a question is answered once.";
            desk.notes.loss(codes::LEFT_OUT, "hint", message);
        }
    });
    Some(question)
}

fn kind_message(kind: &str) -> String {
    let why = match kind {
        "calculated" | "calculatedmulti" | "calculatedsimple" => {
            "its numbers are drawn from a table by formulas; write it with fixed numbers"
        }
        "random" | "randomsamatch" => "it stands for questions of its category, which come by themselves",
        "ddmarker" => "its areas are invisible; write it as a question on a picture",
        "" => "it does not say of which kind it is",
        _ => "this kind is not known here",
    };
    format!("Not imported: {why}.")
}
