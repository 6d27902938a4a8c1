//! The page itself: A4 across, words on the left, the badge on the right.

use pdf_writer::{
    Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr,
    types::{ActionType, AnnotationType},
};

use crate::{
    paper::{
        font::{FontFault, Typeface},
        packed::packed,
    },
    preview::Pixels,
};

/// A4 across (ISO 216), in points.
const WIDTH: f32 = 841.89;
const HEIGHT: f32 = 595.28;
const MARGIN: f32 = 64.0;
/// How wide lines are: the rest is the badge's.
const COLUMN: f32 = 450.0;
const BADGE: f32 = 200.0;
/// A name is set smaller before it takes a third line.
const NAME_SIZES: [f32; 3] = [34.0, 27.0, 21.0];

/// Colours of the pages, on paper.
const INK: [u8; 3] = [0x12, 0x1d, 0x1c];
const MUTED: [u8; 3] = [0x48, 0x57, 0x56];
const PETROL: [u8; 3] = [0x0b, 0x5a, 0x63];

/// Numbers of the document's objects.
const CATALOG: i32 = 1;
const TREE: i32 = 2;
const PAGE: i32 = 3;
const CONTENT: i32 = 4;
const INFO: i32 = 5;
const LINK: i32 = 6;
const PICTURE: i32 = 7;
const MASK: i32 = 8;
/// Five objects each.
const FONTS: [i32; 2] = [9, 14];
const NAMES: [Name<'static>; 2] = [Name(b"F1"), Name(b"F2")];
const BADGE_NAME: Name<'static> = Name(b"Badge");

/// What stands on a certificate, in words.
pub struct Certificate<'a> {
    /// Who awarded it.
    pub issuer: &'a str,
    /// To whom; none where the name is not to be shown.
    pub holder: Option<&'a str>,
    /// What was awarded.
    pub title: &'a str,
    /// 'Awarded on 1 October 2025', 'Valid until …': a line each.
    pub dates: Vec<String>,
    /// Its number.
    pub number: &'a str,
    /// Which edition.
    pub edition: i64,
    /// Where it can be checked.
    pub url: &'a str,
    /// What kind of demonstration it is; empty for none.
    pub notice: &'a str,
    /// The badge's PNG, where there is one.
    pub picture: Option<&'a [u8]>,
}

/// What is drawn, from above downwards.
struct Canvas {
    content: Content,
    regular: Typeface,
    strong: Typeface,
    y: f32,
}

/// How a text is set.
#[derive(Clone, Copy)]
struct Type {
    strong: bool,
    size: f32,
    colour: [u8; 3],
}

const SMALL: Type = Type { strong: false, size: 10.0, colour: MUTED };
const BODY: Type = Type { strong: false, size: 13.0, colour: MUTED };

impl Canvas {
    fn face(&self, set: Type) -> &Typeface {
        if set.strong { &self.strong } else { &self.regular }
    }

    fn line(&mut self, text: &str, set: Type) {
        let face = if set.strong { &mut self.strong } else { &mut self.regular };
        let bytes = face.encoded(text);
        let name = if set.strong { Name(b"F2") } else { Name(b"F1") };
        let [red, green, blue] = set.colour.map(|part| f32::from(part) / 255.0);
        self.content.begin_text().set_font(name, set.size).set_fill_rgb(red, green, blue);
        self.content.next_line(MARGIN, self.y).show(Str(&bytes)).end_text();
    }

    /// A text in as many lines as it takes; what comes next stands `below` it.
    fn text(&mut self, text: &str, set: Type, below: f32) {
        for line in self.face(set).lines(text, set.size, COLUMN) {
            self.y -= set.size * 1.25;
            self.line(&line, set);
        }
        self.y -= below;
    }
}

pub(super) fn written(
    certificate: &Certificate<'_>,
    regular: Typeface,
    strong: Typeface,
    picture: Option<&Pixels>,
) -> Result<Vec<u8>, FontFault> {
    let mut canvas = Canvas { content: Content::new(), regular, strong, y: HEIGHT - 84.0 };
    let [red, green, blue] = PETROL.map(|part| f32::from(part) / 255.0);
    canvas.content.set_fill_rgb(red, green, blue).rect(0.0, HEIGHT - 10.0, WIDTH, 10.0).fill_nonzero();
    body(&mut canvas, certificate);
    let link = foot(&mut canvas, certificate);
    if let Some(picture) = picture {
        let longer = picture.width.max(picture.height).max(1) as f32;
        let side = |pixels: usize| BADGE * pixels as f32 / longer;
        let (width, height) = (side(picture.width), side(picture.height));
        let (x, y) = (WIDTH - MARGIN - BADGE, HEIGHT / 2.0 - height / 2.0 + 20.0);
        canvas.content.save_state().transform([width, 0.0, 0.0, height, x, y]);
        canvas.content.x_object(BADGE_NAME).restore_state();
    }
    document(certificate, canvas, link, picture)
}

fn body(canvas: &mut Canvas, certificate: &Certificate<'_>) {
    let petrol = Type { strong: true, size: 14.0, colour: PETROL };
    canvas.text(&shown(&canvas.strong, certificate.issuer), petrol, 56.0);
    canvas.text("Awarded to", BODY, 2.0);
    let drawable = certificate.holder.filter(|name| canvas.strong.has(name));
    let name = drawable.unwrap_or("its holder");
    let fits = |size: &&f32| canvas.strong.lines(name, **size, COLUMN).len() <= 2;
    let [_, _, smallest] = NAME_SIZES;
    let size = NAME_SIZES.iter().find(fits).copied().unwrap_or(smallest);
    canvas.text(name, Type { strong: true, size, colour: INK }, 8.0);
    if certificate.holder.is_some() && drawable.is_none() {
        let note = "The holder's name is written in letters that this page cannot print; the badge's page \
            shows it where its holder lets it.";
        canvas.text(note, SMALL, 8.0);
    }
    canvas.y -= 8.0;
    canvas.text("for", BODY, 2.0);
    let title = Type { strong: true, size: 24.0, colour: INK };
    canvas.text(&shown(&canvas.strong, certificate.title), title, 14.0);
    for line in &certificate.dates {
        canvas.text(line, Type { colour: INK, ..BODY }, 2.0);
    }
}

/// What stands at the foot; gives the place of the link.
fn foot(canvas: &mut Canvas, certificate: &Certificate<'_>) -> Rect {
    let notice = shown(&canvas.strong, certificate.notice);
    let number = format!("Number {}, edition {}", certificate.number, certificate.edition);
    canvas.y = MARGIN + 66.0;
    if !notice.trim().is_empty() {
        let lines = canvas.strong.lines(&notice, SMALL.size, COLUMN).len();
        canvas.y += SMALL.size * 1.25 * lines as f32;
        canvas.text(&notice, Type { strong: true, ..SMALL }, 4.0);
    }
    canvas.text(&number, SMALL, 4.0);
    canvas.text("This page cannot show what happened later. The badge's state today is at:", SMALL, 0.0);
    let link = Type { strong: true, size: SMALL.size, colour: PETROL };
    let width = canvas.strong.width(certificate.url, link.size);
    canvas.text(certificate.url, link, 0.0);
    Rect::new(MARGIN, canvas.y - 3.0, MARGIN + width.min(COLUMN), canvas.y + link.size)
}

/// A text with a mark in place of each letter that the font does not have: of the body's own names, which
/// stand on every page of its site as well.
fn shown(face: &Typeface, text: &str) -> String {
    text.chars().map(|letter| if face.has(letter.encode_utf8(&mut [0; 4])) { letter } else { '?' }).collect()
}

fn document(
    certificate: &Certificate<'_>,
    canvas: Canvas,
    link: Rect,
    picture: Option<&Pixels>,
) -> Result<Vec<u8>, FontFault> {
    let [catalog, tree, page, content, info, annotation] =
        [CATALOG, TREE, PAGE, CONTENT, INFO, LINK].map(Ref::new);
    let fonts = FONTS.map(Ref::new);
    let mut pdf = Pdf::new();
    let mut root = pdf.catalog(catalog);
    root.pages(tree).lang(TextStr("en"));
    root.viewer_preferences().display_doc_title(true);
    root.finish();
    pdf.document_info(info).title(TextStr(certificate.title)).author(TextStr(certificate.issuer));
    pdf.pages(tree).kids([page]).count(1);
    let mut sheet = pdf.page(page);
    sheet.media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).parent(tree).contents(content);
    sheet.annotations([annotation]);
    let mut resources = sheet.resources();
    let mut named = resources.fonts();
    for (name, font) in NAMES.into_iter().zip(fonts) {
        named.pair(name, font);
    }
    named.finish();
    if picture.is_some() {
        resources.x_objects().pair(BADGE_NAME, Ref::new(PICTURE));
    }
    resources.finish();
    sheet.finish();
    let mut place = pdf.annotation(annotation);
    place.subtype(AnnotationType::Link).rect(link).border(0.0, 0.0, 0.0, None);
    place.action().action_type(ActionType::Uri).uri(Str(certificate.url.as_bytes()));
    place.finish();
    let drawn = packed(&canvas.content.finish());
    pdf.stream(content, &drawn).filter(Filter::FlateDecode);
    if let Some(picture) = picture {
        let (rgb, alpha) = picture.parts();
        for (id, bytes) in [(PICTURE, packed(&rgb)), (MASK, packed(&alpha))] {
            let mut image = pdf.image_xobject(Ref::new(id), &bytes);
            image.filter(Filter::FlateDecode);
            image.width(pixels(picture.width)).height(pixels(picture.height));
            image.bits_per_component(8);
            if id == PICTURE {
                image.s_mask(Ref::new(MASK));
                image.color_space().device_rgb();
            } else {
                image.color_space().device_gray();
            }
        }
    }
    for (face, first) in [&canvas.regular, &canvas.strong].into_iter().zip(fonts) {
        face.write(&mut pdf, first)?;
    }
    Ok(pdf.finish())
}

fn pixels(side: usize) -> i32 {
    i32::try_from(side).unwrap_or(i32::MAX)
}
