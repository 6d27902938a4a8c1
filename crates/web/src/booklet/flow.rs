//! From blocks to pieces: what stands on paper together, with its height.

use super::{
    draw::{Face, Faces, PaperMark, SHADE},
    measures::{COLUMN, MARGIN},
    picture::PaperPicture,
    text::{PaperBlock, PaperSpan},
};

/// Letters of questions, in points; lines are 1.42 times as high.
const SIZE: f32 = 10.5;
const LEADING: f32 = 15.0;
/// Code: 90 letters stand in a line.
const CODE: f32 = 8.6;
const CODE_LEADING: f32 = 11.6;
const CODE_PAD: f32 = 7.0;
/// Code among words looks as large as they do at this part of their size.
const AMONG: f32 = 0.9;
/// Cells.
const CELL: f32 = 9.2;
const CELL_LEADING: f32 = 12.4;
const CELL_PAD: f32 = 5.0;
/// A column is never narrower, nor has a table more columns than fit so.
const CELL_MIN: f32 = 34.0;
/// How far what stands behind a mark is set in.
const INDENT: f32 = 20.0;
/// Between blocks.
const GAP: f32 = 6.0;

/// What is never divided between two pages.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Piece {
    pub(super) height: f32,
    pub(super) marks: Vec<PaperMark>,
}

impl Piece {
    /// Room for what follows.
    fn with_gap(mut self, gap: f32) -> Self {
        self.height += gap;
        self
    }

    /// Another one below this.
    pub(super) fn above(mut self, other: Piece) -> Self {
        let by = self.height;
        self.marks.extend(other.marks.into_iter().map(|mark| mark.lower(by)));
        self.height += other.height;
        self
    }
}

/// A question: its heading stands with what follows it, each option is whole.
pub(super) fn question(set: Setting<'_>, position: u32, blocks: &[PaperBlock]) -> Vec<Piece> {
    let heading = PaperMark::text((MARGIN, 12.0), (Face::Strong, 11.5), format!("Question {position}"));
    let heading = Piece { height: 19.0, marks: vec![heading] };
    let mut pieces = pieces(set, blocks, MARGIN, COLUMN);
    let first = if pieces.is_empty() { Piece::default() } else { pieces.remove(0) };
    pieces.insert(0, heading.above(first));
    pieces
}

/// What a question is set with.
#[derive(Clone, Copy)]
pub(super) struct Setting<'s> {
    pub(super) faces: &'s Faces,
    pub(super) pictures: &'s [PaperPicture],
}

fn pieces(set: Setting<'_>, blocks: &[PaperBlock], x: f32, width: f32) -> Vec<Piece> {
    let faces = set.faces;
    let mut pieces = Vec::new();
    for block in blocks {
        match block {
            PaperBlock::Words(spans) => {
                pieces.push(words(faces, spans, (x, width), (SIZE, LEADING)).with_gap(GAP))
            }
            PaperBlock::Code(lines) => code(faces, lines, x, width, &mut pieces),
            PaperBlock::Table { has_head, rows } => table(faces, (*has_head, rows), x, width, &mut pieces),
            PaperBlock::Picture { at, shows } => {
                let Some(picture) = set.pictures.get(*at) else { continue };
                let (wide, high) = picture.size(width);
                let mark =
                    PaperMark::Picture { x, y: 2.0, size: (wide, high), at: *at, shows: shows.clone() };
                pieces.push(Piece { height: high + 2.0, marks: vec![mark] }.with_gap(GAP));
            }
            PaperBlock::Behind { mark, is_option, blocks } => {
                let within = self::pieces(set, blocks, x + INDENT, width - INDENT);
                let face = if *is_option { Face::Strong } else { Face::Regular };
                let mark = PaperMark::text((x + 2.0, SIZE), (face, SIZE), mark);
                let mut within = within.into_iter();
                let mut first = within.next().unwrap_or(Piece { height: LEADING, ..Piece::default() });
                first.marks.push(mark);
                match is_option {
                    true => pieces.push(within.fold(first, Piece::above)),
                    false => pieces.extend([first].into_iter().chain(within)),
                }
            }
        }
    }
    pieces
}

/// Words that stand together without a space between them.
#[derive(Default)]
struct Glued {
    parts: Vec<(Face, String)>,
    width: f32,
    /// Whether a line ends before it.
    begins: bool,
}

fn sized(face: Face, size: f32) -> f32 {
    if face == Face::Mono { size * AMONG } else { size }
}

/// A paragraph in lines.
fn words(faces: &Faces, spans: &[PaperSpan], (x, width): (f32, f32), (size, leading): (f32, f32)) -> Piece {
    let mut piece = Piece::default();
    let (mut at, mut y) = (x, size);
    let space = faces.width(Face::Regular, " ", size);
    for word in glued(faces, spans, size, width) {
        let is_first = at <= x;
        if word.begins || (!is_first && at + space + word.width > x + width) {
            (at, y) = (x, y + leading);
        } else if !is_first {
            at += space;
        }
        for (face, text) in word.parts {
            let wide = faces.width(face, &text, sized(face, size));
            piece.marks.push(PaperMark::text((at, y), (face, sized(face, size)), text));
            at += wide;
        }
    }
    piece.height = y - size + leading;
    piece.marks = joined(piece.marks, space, faces);
    piece
}

/// Neighbours of one face on one line as one text: so they are copied with their spaces.
fn joined(marks: Vec<PaperMark>, space: f32, faces: &Faces) -> Vec<PaperMark> {
    let mut out: Vec<PaperMark> = Vec::new();
    for mark in marks {
        if let (
            Some(PaperMark::Text { x, y, face, size, text, .. }),
            PaperMark::Text { x: next, y: line, face: other, size: as_large, text: more, .. },
        ) = (out.last_mut(), &mark)
        {
            let end = *x + faces.width(*face, text, *size);
            let (gap, is_same) = (next - end, *face == *other && y == line && size == as_large);
            if is_same && gap.abs() < 0.05 {
                text.push_str(more);
                continue;
            }
            if is_same && *face != Face::Mono && (gap - space).abs() < 0.05 {
                text.push(' ');
                text.push_str(more);
                continue;
            }
        }
        out.push(mark);
    }
    out
}

fn glued(faces: &Faces, spans: &[PaperSpan], size: f32, width: f32) -> Vec<Glued> {
    let mut words = Vec::new();
    let mut word = Glued::default();
    let mut begins = false;
    let end = |word: &mut Glued, words: &mut Vec<Glued>| {
        if !word.parts.is_empty() {
            words.push(std::mem::take(word));
        }
    };
    for span in spans {
        for letter in span.text.chars() {
            if letter == '\u{2028}' {
                end(&mut word, &mut words);
                begins = true;
            } else if letter.is_whitespace() && letter != '\u{a0}' {
                end(&mut word, &mut words);
            } else {
                let wide = faces.width(span.face, letter.encode_utf8(&mut [0; 4]), sized(span.face, size));
                // A word that is wider than a line is broken where it must be.
                if word.width + wide > width {
                    end(&mut word, &mut words);
                }
                if word.parts.is_empty() {
                    word.begins = std::mem::take(&mut begins);
                }
                word.width += wide;
                match word.parts.last_mut() {
                    Some((face, text)) if *face == span.face => text.push(letter),
                    _ => word.parts.push((span.face, letter.to_string())),
                }
            }
        }
    }
    end(&mut word, &mut words);
    words
}

/// Lines as they are; one that is too long goes on below, set in, with a mark at the margin.
fn code(faces: &Faces, lines: &[String], x: f32, width: f32, pieces: &mut Vec<Piece>) {
    let letter = faces.width(Face::Mono, "m", CODE).max(1.0);
    let fit = ((width - 2.0 * CODE_PAD) / letter).floor().max(8.0) as usize;
    let mut shown: Vec<(bool, String)> = Vec::new();
    for line in lines {
        let letters: Vec<char> = line.chars().collect();
        let (first, rest) = letters.split_at(fit.min(letters.len()));
        shown.push((false, first.iter().collect()));
        let further = rest.chunks(fit.saturating_sub(2).max(1));
        shown.extend(further.map(|part| (true, format!("  {}", part.iter().collect::<String>()))));
    }
    let last = shown.len().saturating_sub(1);
    for (nth, (is_further, text)) in shown.into_iter().enumerate() {
        let (above, below) =
            (if nth == 0 { CODE_PAD } else { 0.0 }, if nth == last { CODE_PAD } else { 0.0 });
        let height = above + CODE_LEADING + below;
        let area = PaperMark::Area { x, y: 0.0, width, height: height + 0.2, colour: SHADE };
        let y = above + CODE;
        let mut marks = vec![area, PaperMark::text((x + CODE_PAD, y), (Face::Mono, CODE), text)];
        if is_further {
            marks.push(PaperMark::small((x + 2.0, y), "\u{bb}"));
        }
        pieces.push(Piece { height, marks }.with_gap(if nth == last { GAP + 2.0 } else { 0.0 }));
    }
}

/// Rows with lines between them; a row is whole.
fn table(
    faces: &Faces,
    (has_head, rows): (bool, &[Vec<Vec<PaperSpan>>]),
    x: f32,
    width: f32,
    pieces: &mut Vec<Piece>,
) {
    let columns = columns(faces, rows, width);
    let whole: f32 = columns.iter().sum();
    let last = rows.len().saturating_sub(1);
    for (nth, row) in rows.iter().enumerate() {
        let mut piece = Piece::default();
        let mut left = x;
        for (cell, wide) in row.iter().zip(&columns) {
            let inner = (left + CELL_PAD, wide - 2.0 * CELL_PAD);
            let set = words(faces, cell, inner, (CELL, CELL_LEADING));
            piece.height = piece.height.max(set.height + CELL_PAD);
            piece.marks.extend(set.marks.into_iter().map(|mark| mark.lower(CELL_PAD / 2.0 + 1.0)));
            left += wide;
        }
        piece.height = piece.height.max(CELL_LEADING + CELL_PAD);
        if has_head && nth == 0 {
            let height = piece.height;
            piece.marks.insert(0, PaperMark::Area { x, y: 0.0, width: whole, height, colour: SHADE });
        }
        let y = piece.height;
        piece.marks.push(PaperMark::Line { from: (x, y), to: (x + whole, y) });
        if nth == 0 {
            piece.marks.push(PaperMark::Line { from: (x, 0.0), to: (x + whole, 0.0) });
        }
        pieces.push(piece.with_gap(if nth == last { GAP + 3.0 } else { 0.0 }));
    }
}

/// How wide columns are: as their cells want, or in proportion to that where it is too much.
fn columns(faces: &Faces, rows: &[Vec<Vec<PaperSpan>>], width: f32) -> Vec<f32> {
    let many = rows.iter().map(Vec::len).max().unwrap_or_default().max(1);
    let of_cell = |cell: &Vec<PaperSpan>| {
        let space = faces.width(Face::Regular, " ", CELL);
        let words = glued(faces, cell, CELL, f32::MAX);
        words.iter().map(|word| word.width + space).sum::<f32>() + 2.0 * CELL_PAD + 1.0
    };
    let wanted = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(of_cell).fold(CELL_MIN, f32::max)
    };
    let wanted: Vec<f32> = (0..many).map(wanted).collect();
    let whole: f32 = wanted.iter().sum();
    if whole <= width {
        return wanted;
    }
    // Narrow columns keep what they want; the wide ones share the rest.
    let even = width / many as f32;
    let kept: f32 = wanted.iter().filter(|wide| **wide <= even).sum();
    let others: f32 = wanted.iter().filter(|wide| **wide > even).sum();
    let share = ((width - kept) / others.max(1.0)).max(0.0);
    wanted.into_iter().map(|wide| if wide <= even { wide } else { wide * share }).collect()
}
