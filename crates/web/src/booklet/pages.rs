//! Pages of a booklet: a cover, then questions.

use super::{
    draw::{Face, Faces, INK, MUTED, PaperMark},
    flow::Piece,
    form::Booklet,
    measures::{COLUMN, HEIGHT, MARGIN, WIDTH},
};

/// Where text begins and ends on a page.
const TOP: f32 = 56.0;
const BOTTOM: f32 = HEIGHT - 62.0;
/// Between two questions.
const BETWEEN: f32 = 20.0;

/// Every page, its foot included.
pub(super) fn booklet(
    faces: &Faces,
    booklet: &Booklet<'_>,
    questions: Vec<Vec<Piece>>,
) -> Vec<Vec<PaperMark>> {
    let mut pages = vec![cover(faces, booklet)];
    pages.extend(placed(questions));
    let many = pages.len();
    for (nth, page) in pages.iter_mut().enumerate() {
        page.extend(foot(faces, booklet, nth + 1, many));
    }
    pages
}

/// Questions on pages: a question that fits on a page is not divided, and nothing divides a piece.
fn placed(questions: Vec<Vec<Piece>>) -> Vec<Vec<PaperMark>> {
    let mut pages = Vec::new();
    let (mut page, mut y) = (Vec::new(), TOP);
    for pieces in questions {
        let whole: f32 = pieces.iter().map(|piece| piece.height).sum();
        let is_begun = y > TOP;
        if is_begun && y + BETWEEN + whole > BOTTOM {
            pages.push(std::mem::take(&mut page));
            y = TOP;
        } else if is_begun {
            y += BETWEEN;
        }
        for piece in pieces {
            if y > TOP && y + piece.height > BOTTOM {
                pages.push(std::mem::take(&mut page));
                y = TOP;
            }
            page.extend(piece.marks.into_iter().map(|mark| mark.lower(y)));
            y += piece.height;
        }
    }
    if !page.is_empty() {
        pages.push(page);
    }
    pages
}

/// What stands at the foot of every page: form, version, and which page of how many.
pub(super) fn foot(faces: &Faces, booklet: &Booklet<'_>, page: usize, pages: usize) -> Vec<PaperMark> {
    let y = HEIGHT - 34.0;
    let left = format!("Form {}, version {}", booklet.form, booklet.mark);
    let right = format!("Page {page} of {pages}");
    let at = WIDTH - MARGIN - faces.width(Face::Regular, &right, 8.0);
    vec![
        PaperMark::Line { from: (MARGIN, y - 13.0), to: (WIDTH - MARGIN, y - 13.0) },
        PaperMark::small((MARGIN, y), faces.shown(Face::Regular, &left)),
        PaperMark::small((at, y), right),
    ]
}

/// A text in lines below each other; gives where the next may begin.
pub(super) fn text(
    faces: &Faces,
    marks: &mut Vec<PaperMark>,
    y: f32,
    (face, size, colour): (Face, f32, [u8; 3]),
    text: &str,
) -> f32 {
    let mut y = y;
    for text in faces.lines(face, &faces.shown(face, text), size, COLUMN) {
        y += size * 1.35;
        marks.push(PaperMark::Text { x: MARGIN, y, face, size, colour, text });
    }
    y
}

fn cover(faces: &Faces, booklet: &Booklet<'_>) -> Vec<PaperMark> {
    let mut marks = Vec::new();
    let mut y = TOP + 40.0;
    let mut line = |gap: f32, set: (Face, f32, [u8; 3]), words: &str| {
        y = text(faces, &mut marks, y + gap, set, words);
    };
    line(0.0, (Face::Strong, 13.0, MUTED), booklet.issuer);
    line(44.0, (Face::Strong, 26.0, INK), booklet.title);
    line(8.0, (Face::Regular, 13.0, INK), &format!("{}, form {}", booklet.exam, booklet.form));
    let many = booklet.questions.len();
    let questions = if many == 1 { "1 question".to_owned() } else { format!("{many} questions") };
    let time = booklet.minutes.map(|minutes| format!(", {minutes} minutes")).unwrap_or_default();
    line(30.0, (Face::Strong, 12.0, INK), &format!("{questions}{time}"));
    for words in [
        "Write your answers on the answer sheet. What stands in this booklet is not read.",
        "Where a question asks for one answer, fill one bubble; where it asks for two or more, fill as many.",
        "A question that is not answered counts as wrong, so answer every one.",
        "Some questions are tried out and do not count. Nobody can tell which.",
        "Give the booklet back with the answer sheet. Its questions are confidential.",
    ] {
        line(7.0, (Face::Regular, 10.5, INK), words);
    }
    if !booklet.notice.trim().is_empty() {
        line(30.0, (Face::Strong, 10.5, INK), booklet.notice);
    }
    marks
}
