//! Letters: which there are, how wide they are, and those that are used as a font of their own.
//!
//! Inter 4.001 (Copyright 2016 The Inter Project Authors, SIL Open Font License 1.1, `crates/web/fonts`),
//! with Latin, Greek and Cyrillic letters only; JetBrains Mono 2.242 (Copyright 2020 The JetBrains Mono
//! Project Authors, the same licence) for what is code, with lines and arrows of terminals besides.

use std::collections::BTreeMap;

use pdf_writer::{
    Chunk, Finish, Name, Ref, Str,
    types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap},
};
use skrifa::{
    FontRef, GlyphId, MetadataProvider,
    instance::{LocationRef, Size},
    metrics::Metrics,
};
use subsetter::GlyphRemapper;

const REGULAR: &[u8] = include_bytes!("../../fonts/Inter-Regular.ttf");
const STRONG: &[u8] = include_bytes!("../../fonts/Inter-SemiBold.ttf");
const MONO: &[u8] = include_bytes!("../../fonts/JetBrainsMono-Regular.ttf");

/// Why the built-in font could not be used; never, unless the build is broken.
#[derive(Debug)]
pub struct FontFault(String);

impl std::fmt::Display for FontFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the built-in font: {}", self.0)
    }
}

/// A font with the letters that were asked of it so far.
pub struct Typeface {
    /// Its name in the document.
    pub name: &'static str,
    bytes: &'static [u8],
    face: FontRef<'static>,
    /// In units of the font.
    metrics: Metrics,
    used: GlyphRemapper,
    /// What each number of the document's font means.
    meanings: BTreeMap<u16, (char, f32)>,
}

/// Identity: the numbers in the text are those of the font.
const IDENTITY: SystemInfo<'static> =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

impl Typeface {
    /// For text.
    pub fn regular() -> Result<Self, FontFault> {
        Typeface::of("Inter-Regular", REGULAR)
    }

    /// For headings.
    pub fn strong() -> Result<Self, FontFault> {
        Typeface::of("Inter-SemiBold", STRONG)
    }

    /// Every letter as wide as the others.
    pub fn mono() -> Result<Self, FontFault> {
        Typeface::of("JetBrainsMono-Regular", MONO)
    }

    fn of(name: &'static str, bytes: &'static [u8]) -> Result<Self, FontFault> {
        let face = FontRef::new(bytes).map_err(|error| FontFault(error.to_string()))?;
        let metrics = face.metrics(Size::unscaled(), LocationRef::default());
        Ok(Typeface { name, bytes, face, metrics, used: GlyphRemapper::new(), meanings: BTreeMap::new() })
    }

    /// Whether every letter can be drawn as it should be: scripts that join or stack their letters, and marks
    /// that stand by themselves, need more than a glyph each.
    pub fn has(&self, text: &str) -> bool {
        text.chars().all(|letter| self.glyph(letter).is_some())
    }

    /// How wide a text is at a size.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        let units: f32 = text.chars().map(|letter| self.advance(letter)).sum();
        self.scaled(units) * size / 1000.0
    }

    fn glyph(&self, letter: char) -> Option<GlyphId> {
        self.face.charmap().map(letter)
    }

    /// In units of the font.
    fn advance(&self, letter: char) -> f32 {
        let widths = self.face.glyph_metrics(Size::unscaled(), LocationRef::default());
        self.glyph(letter).and_then(|glyph| widths.advance_width(glyph)).unwrap_or_default()
    }

    /// Units of the font in thousandths, as PDF counts them.
    fn scaled(&self, units: f32) -> f32 {
        units * 1000.0 / f32::from(self.metrics.units_per_em)
    }

    /// The text in the document's numbers, two bytes each.
    pub fn encoded(&mut self, text: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(text.len() * 2);
        for letter in text.chars() {
            let glyph = self.glyph(letter).unwrap_or_default();
            let number = self.used.remap(u16::try_from(glyph.to_u32()).unwrap_or_default());
            self.meanings.insert(number, (letter, self.advance(letter)));
            bytes.extend_from_slice(&number.to_be_bytes());
        }
        bytes
    }

    /// Lines no wider than `width`, broken between words; a word that is wider is broken where it must be.
    pub fn lines(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in text.split_whitespace() {
            let Some(line) = lines.last_mut() else { continue };
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(&longer, size) <= width {
                *line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(String::new());
            }
            for letter in word.chars() {
                let Some(line) = lines.last_mut() else { continue };
                let is_full = !line.is_empty() && self.width(&format!("{line}{letter}"), size) > width;
                if is_full { lines.push(letter.to_string()) } else { line.push(letter) }
            }
        }
        lines
    }

    /// Writes the used part of it into a document, from `first` on; five objects.
    pub fn write(&self, chunk: &mut Chunk, first: Ref) -> Result<(), FontFault> {
        let of = |step: i32| Ref::new(first.get() + step);
        let [cid, descriptor, cmap, file] = [1, 2, 3, 4].map(of);
        let part = subsetter::subset(self.bytes, 0, &self.used);
        let part = part.map_err(|error| FontFault(format!("{error:?}")))?;
        // Six letters before the name say that it is a part (ISO 32000-1, 9.6.4).
        let base = format!("ASSAYA+{}", self.name);
        let base = Name(base.as_bytes());
        chunk
            .type0_font(first)
            .base_font(base)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(cid)
            .to_unicode(cmap);
        let mut font = chunk.cid_font(cid);
        font.subtype(CidFontType::Type2)
            .base_font(base)
            .system_info(IDENTITY)
            .font_descriptor(descriptor)
            .default_width(0.0)
            .cid_to_gid_map_predefined(Name(b"Identity"));
        let mut widths = font.widths();
        for (number, (_, advance)) in &self.meanings {
            widths.consecutive(*number, [self.scaled(*advance)]);
        }
        widths.finish();
        font.finish();
        let bounds = self.metrics.bounds.unwrap_or_default();
        let [left, bottom, right, top] =
            [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(|units| self.scaled(units));
        chunk
            .font_descriptor(descriptor)
            .name(base)
            .flags(FontFlags::NON_SYMBOLIC)
            .bbox(pdf_writer::Rect::new(left, bottom, right, top))
            .italic_angle(0.0)
            .ascent(self.scaled(self.metrics.ascent))
            .descent(self.scaled(self.metrics.descent))
            .cap_height(self.scaled(self.metrics.cap_height.unwrap_or_default()))
            .stem_v(80.0)
            .font_file2(file);
        let mut meaning = UnicodeCmap::new(Name(b"Assay"), IDENTITY);
        for (number, (letter, _)) in &self.meanings {
            meaning.pair(*number, *letter);
        }
        chunk.cmap(cmap, &meaning.finish());
        let packed = super::packed::packed(&part);
        chunk
            .stream(file, &packed)
            .filter(pdf_writer::Filter::FlateDecode)
            .pair(Name(b"Length1"), i32::try_from(part.len()).unwrap_or_default());
        Ok(())
    }
}
