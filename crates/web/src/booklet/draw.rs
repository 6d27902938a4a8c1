//! What is drawn, and the document of it.

use std::collections::BTreeSet;

use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use super::{
    measures::{HEIGHT, WIDTH},
    picture::PaperPicture,
};
use crate::paper::{
    font::{FontFault, Typeface},
    packed::packed,
};

pub(super) const INK: [u8; 3] = [0x12, 0x1d, 0x1c];
pub(super) const MUTED: [u8; 3] = [0x48, 0x57, 0x56];
/// Behind code, and rules between rows: light enough for a bad copier.
pub(super) const SHADE: [u8; 3] = [0xf0, 0xf2, 0xf2];
pub(super) const RULE: [u8; 3] = [0x9a, 0xa5, 0xa4];

/// Numbers of the document's objects; the fonts have five each, pages follow.
const CATALOG: i32 = 1;
const TREE: i32 = 2;
const INFO: i32 = 3;
const FONTS: [i32; 3] = [4, 9, 14];
const PAGES: i32 = 19;
const NAMES: [Name<'static>; 3] = [Name(b"F1"), Name(b"F2"), Name(b"F3")];

/// Which letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    Regular,
    Strong,
    /// Code: every letter as wide as the others.
    Mono,
}

/// The letters of a document.
pub(super) struct Faces {
    regular: Typeface,
    strong: Typeface,
    mono: Typeface,
}

impl Faces {
    pub(super) fn load() -> Result<Self, FontFault> {
        let (regular, strong) = (Typeface::regular()?, Typeface::strong()?);
        Ok(Faces { regular, strong, mono: Typeface::mono()? })
    }

    fn of(&self, face: Face) -> &Typeface {
        match face {
            Face::Regular => &self.regular,
            Face::Strong => &self.strong,
            Face::Mono => &self.mono,
        }
    }

    fn encoded(&mut self, face: Face, text: &str) -> Vec<u8> {
        match face {
            Face::Regular => self.regular.encoded(text),
            Face::Strong => self.strong.encoded(text),
            Face::Mono => self.mono.encoded(text),
        }
    }

    pub(super) fn width(&self, face: Face, text: &str, size: f32) -> f32 {
        self.of(face).width(text, size)
    }

    pub(super) fn has(&self, face: Face, letter: char) -> bool {
        self.of(face).has(letter.encode_utf8(&mut [0; 4]))
    }

    /// A text with a mark in place of each letter that the face lacks: of the body's own names, which stand
    /// on every page of its site as well.
    pub(super) fn shown(&self, face: Face, text: &str) -> String {
        text.chars().map(|letter| if self.has(face, letter) { letter } else { '?' }).collect()
    }

    /// Lines of a text of one face.
    pub(super) fn lines(&self, face: Face, text: &str, size: f32, width: f32) -> Vec<String> {
        self.of(face).lines(text, size, width)
    }
}

/// Something on a page; `y` counts downwards from the top of what holds it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum PaperMark {
    /// Letters on a base line.
    Text { x: f32, y: f32, face: Face, size: f32, colour: [u8; 3], text: String },
    /// A filled area.
    Area { x: f32, y: f32, width: f32, height: f32, colour: [u8; 3] },
    /// A line.
    Line { from: (f32, f32), to: (f32, f32) },
    /// A picture of the booklet, and what it shows in words.
    Picture { x: f32, y: f32, size: (f32, f32), at: usize, shows: String },
    /// A bubble to fill.
    Ring { x: f32, y: f32, radius: f32 },
}

impl PaperMark {
    /// The same, further down.
    pub(super) fn lower(mut self, by: f32) -> Self {
        match &mut self {
            PaperMark::Text { y, .. }
            | PaperMark::Area { y, .. }
            | PaperMark::Picture { y, .. }
            | PaperMark::Ring { y, .. } => *y += by,
            PaperMark::Line { from, to } => {
                from.1 += by;
                to.1 += by;
            }
        }
        self
    }

    /// A text.
    pub(super) fn text(at: (f32, f32), (face, size): (Face, f32), text: impl Into<String>) -> Self {
        PaperMark::Text { x: at.0, y: at.1, face, size, colour: INK, text: text.into() }
    }

    /// A text that is less important.
    pub(super) fn small(at: (f32, f32), text: impl Into<String>) -> Self {
        let text = text.into();
        PaperMark::Text { x: at.0, y: at.1, face: Face::Regular, size: 8.0, colour: MUTED, text }
    }
}

/// How far a circle's control points are from its axes: four curves that look round.
const ROUND: f32 = 0.552_285;

fn colour(colour: [u8; 3]) -> [f32; 3] {
    colour.map(|part| f32::from(part) / 255.0)
}

fn drawn(faces: &mut Faces, marks: &[PaperMark]) -> Vec<u8> {
    let mut content = Content::new();
    for mark in marks {
        match mark {
            PaperMark::Text { x, y, face, size, colour: ink, text } => {
                let bytes = faces.encoded(*face, text);
                let [regular, strong, mono] = NAMES;
                let name = match face {
                    Face::Regular => regular,
                    Face::Strong => strong,
                    Face::Mono => mono,
                };
                let [red, green, blue] = colour(*ink);
                content.begin_text().set_font(name, *size).set_fill_rgb(red, green, blue);
                content.next_line(*x, HEIGHT - y).show(Str(&bytes)).end_text();
            }
            PaperMark::Area { x, y, width, height, colour: fill } => {
                let [red, green, blue] = colour(*fill);
                content.set_fill_rgb(red, green, blue);
                content.rect(*x, HEIGHT - y - height, *width, *height).fill_nonzero();
            }
            PaperMark::Line { from, to } => {
                let [red, green, blue] = colour(RULE);
                content.set_stroke_rgb(red, green, blue).set_line_width(0.6);
                content.move_to(from.0, HEIGHT - from.1).line_to(to.0, HEIGHT - to.1).stroke();
            }
            PaperMark::Picture { x, y, size: (width, height), at, shows } => {
                // What it shows is read where it stands (ISO 32000-1, 14.9.3).
                let mut marked = content.begin_marked_content_with_properties(Name(b"Span"));
                marked.properties().pair(Name(b"Alt"), TextStr(shows));
                marked.finish();
                content.save_state().transform([*width, 0.0, 0.0, *height, *x, HEIGHT - y - height]);
                content.x_object(Name(picture_name(*at).as_bytes())).restore_state().end_marked_content();
            }
            PaperMark::Ring { x, y, radius } => {
                let [red, green, blue] = colour(INK);
                let (r, k, y) = (*radius, radius * ROUND, HEIGHT - y);
                content.set_stroke_rgb(red, green, blue).set_line_width(0.7).move_to(x + r, y);
                content.cubic_to(x + r, y + k, x + k, y + r, *x, y + r);
                content.cubic_to(x - k, y + r, x - r, y + k, x - r, y);
                content.cubic_to(x - r, y - k, x - k, y - r, *x, y - r);
                content.cubic_to(x + k, y - r, x + r, y - k, x + r, y).close_path().stroke();
            }
        }
    }
    content.finish().into_vec()
}

/// How pages call a picture.
fn picture_name(at: usize) -> String {
    format!("P{}", at + 1)
}

/// The pictures of a page, each once.
fn pictures_on(page: &[PaperMark]) -> BTreeSet<usize> {
    let at = |mark: &PaperMark| match mark {
        PaperMark::Picture { at, .. } => Some(*at),
        _ => None,
    };
    page.iter().filter_map(at).collect()
}

/// The document of some pages, with the pictures that stand on them.
pub(super) fn document(
    faces: &mut Faces,
    (title, author): (&str, &str),
    pages: &[Vec<PaperMark>],
    pictures: &[PaperPicture],
) -> Result<Vec<u8>, FontFault> {
    let [catalog, tree, info] = [CATALOG, TREE, INFO].map(Ref::new);
    let fonts = FONTS.map(Ref::new);
    // A page and what is drawn on it, in turn.
    let numbers: Vec<(Ref, Ref)> = (0..)
        .map(|nth| (Ref::new(PAGES + 2 * nth), Ref::new(PAGES + 2 * nth + 1)))
        .take(pages.len())
        .collect();
    let first_picture = numbers.last().map_or(PAGES, |(_, content)| content.get() + 1);
    let picture_number = |at: usize| Ref::new(first_picture + i32::try_from(at).unwrap_or_default());
    let mut pdf = Pdf::new();
    let mut root = pdf.catalog(catalog);
    root.pages(tree).lang(TextStr("en"));
    root.viewer_preferences().display_doc_title(true);
    root.finish();
    pdf.document_info(info).title(TextStr(title)).author(TextStr(author));
    let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(numbers.iter().map(|(page, _)| *page)).count(count);
    for ((page, content), marks) in numbers.into_iter().zip(pages) {
        let mut sheet = pdf.page(page);
        sheet.media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).parent(tree).contents(content);
        let mut resources = sheet.resources();
        let mut named = resources.fonts();
        for (name, font) in NAMES.into_iter().zip(fonts) {
            named.pair(name, font);
        }
        named.finish();
        let shown = pictures_on(marks);
        if !shown.is_empty() {
            let mut named = resources.x_objects();
            for at in shown {
                named.pair(Name(picture_name(at).as_bytes()), picture_number(at));
            }
        }
        resources.finish();
        sheet.finish();
        let drawn = packed(&drawn(faces, marks));
        pdf.stream(content, &drawn).filter(Filter::FlateDecode);
    }
    for (at, picture) in pictures.iter().enumerate() {
        picture.write(&mut pdf, picture_number(at));
    }
    for (face, first) in [&faces.regular, &faces.strong, &faces.mono].into_iter().zip(fonts) {
        face.write(&mut pdf, first)?;
    }
    Ok(pdf.finish())
}
