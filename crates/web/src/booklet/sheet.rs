//! The answer sheet: a bubble for each option of each question.

use assay_bank::DeliveryItem;
use assay_qti::view::{Asks, ViewNode};

use super::{
    draw::{Face, Faces, INK, MUTED, PaperMark},
    form::Booklet,
    measures::{HEIGHT, MARGIN, WIDTH},
    pages::{foot, text},
};

/// Questions beside each other.
const COLUMNS: usize = 3;
const ROW: f32 = 21.0;
/// Of a bubble; what a pencil fills, and a letter fits in.
const RADIUS: f32 = 6.4;
const STEP: f32 = 18.0;
/// Where the first and the last row stand.
const TOP: f32 = 184.0;
const BOTTOM: f32 = HEIGHT - 74.0;
/// Options that fit beside a number.
const BUBBLES_MAX: usize = 7;

/// How a question is answered on the sheet.
enum Answered {
    /// By filling some of so many bubbles.
    Bubbles(usize),
    /// By writing.
    Written,
}

pub(super) fn pages(faces: &Faces, booklet: &Booklet<'_>) -> Vec<Vec<PaperMark>> {
    let rows = ((BOTTOM - TOP) / ROW).floor().max(1.0) as usize;
    let each = (rows * COLUMNS).max(1);
    let parts: Vec<&[DeliveryItem]> = match booklet.questions.is_empty() {
        true => vec![booklet.questions],
        false => booklet.questions.chunks(each).collect(),
    };
    let many = parts.len();
    let page = |(nth, questions): (usize, &[DeliveryItem])| {
        let mut marks = head(faces, booklet);
        // Columns are filled evenly: nobody looks for the last question far from the others.
        let rows = questions.len().div_ceil(COLUMNS).max(1);
        for (place, question) in questions.iter().enumerate() {
            let x = MARGIN + (place / rows) as f32 * (WIDTH - 2.0 * MARGIN) / COLUMNS as f32;
            marks.extend(row(faces, question, x, TOP + (place % rows) as f32 * ROW));
        }
        marks.extend(corners());
        marks.extend(foot(faces, booklet, nth + 1, many));
        marks
    };
    parts.into_iter().enumerate().map(page).collect()
}

/// Squares by which a scanner finds the sheet.
fn corners() -> Vec<PaperMark> {
    let (left, right, top, bottom) = (24.0, WIDTH - 34.0, 24.0, HEIGHT - 34.0);
    let places = [(left, top), (right, top), (left, bottom), (right, bottom)];
    places.map(|(x, y)| PaperMark::Area { x, y, width: 10.0, height: 10.0, colour: INK }).to_vec()
}

fn head(faces: &Faces, booklet: &Booklet<'_>) -> Vec<PaperMark> {
    let mut marks = Vec::new();
    let y = text(faces, &mut marks, 44.0, (Face::Strong, 18.0, INK), "Answer sheet");
    let form = format!("{}: {}, form {}", booklet.issuer, booklet.exam, booklet.form);
    let y = text(faces, &mut marks, y + 2.0, (Face::Regular, 10.5, MUTED), &form);
    let line = y + 34.0;
    for (x, end, label) in
        [(MARGIN, 300.0, "Name"), (316.0, 430.0, "Candidate number"), (446.0, WIDTH - MARGIN, "Date")]
    {
        marks.push(PaperMark::Line { from: (x, line), to: (end, line) });
        marks.push(PaperMark::small((x, line + 11.0), label));
    }
    let how = "Fill bubbles wholly with a dark pen or pencil. To take one back, strike it through.";
    text(faces, &mut marks, line + 15.0, (Face::Regular, 9.5, INK), how);
    marks
}

fn row(faces: &Faces, question: &DeliveryItem, x: f32, y: f32) -> Vec<PaperMark> {
    let number = question.position.to_string();
    let at = x + 20.0 - faces.width(Face::Strong, &number, 10.0);
    let mut marks = vec![PaperMark::text((at, y + 3.6), (Face::Strong, 10.0), number)];
    match answered(&question.view.body) {
        Answered::Bubbles(many) => {
            for (nth, letter) in ('A'..='Z').take(many.min(BUBBLES_MAX)).enumerate() {
                let centre = x + 36.0 + nth as f32 * STEP;
                let letter = letter.to_string();
                let half = faces.width(Face::Regular, &letter, 7.0) / 2.0;
                marks.push(PaperMark::Ring { x: centre, y, radius: RADIUS });
                let at = (centre - half, y + 2.5);
                let (face, size, colour) = (Face::Regular, 7.0, MUTED);
                marks.push(PaperMark::Text { x: at.0, y: at.1, face, size, colour, text: letter });
            }
        }
        Answered::Written => {
            marks.push(PaperMark::Line { from: (x + 30.0, y + 5.0), to: (x + 148.0, y + 5.0) });
        }
    }
    marks
}

/// By bubbles where the whole question is one choice of a few.
fn answered(body: &[ViewNode]) -> Answered {
    let mut found = Vec::new();
    interactions(body, &mut found);
    match found.as_slice() {
        [Asks::Choice { choices, .. }] if choices.len() <= BUBBLES_MAX => Answered::Bubbles(choices.len()),
        _ => Answered::Written,
    }
}

fn interactions<'v>(nodes: &'v [ViewNode], found: &mut Vec<&'v Asks>) {
    for node in nodes {
        match node {
            ViewNode::Interaction { interaction } => found.push(&interaction.asks),
            ViewNode::Element { children, .. } | ViewNode::HotText { children, .. } => {
                interactions(children, found);
            }
            ViewNode::Text { .. } | ViewNode::Gap { .. } => {}
        }
    }
}
