//! Pictures on paper: a PNG is unfolded onto white, a JPEG stands in the document as it is.
//!
//! Drawings (SVG) are not printed: to draw them takes a library with fonts of its own (`resvg`, `usvg`),
//! which nobody has weighed here yet. Whoever saves one as PNG has it on paper too.

use std::io::Cursor;

use assay_app::ItemMedium;
use pdf_writer::{Chunk, Filter, Finish, Ref};
use png::{ColorType, Decoder, Transformations};

use super::measures::HEIGHT;
use crate::paper::packed::packed;

/// Dots of a picture: at 300 to an inch a column is 2,000 wide, and so many unfold to 32 MB.
const DOTS_MAX: u64 = 8_000_000;
/// What a picture may unfold to: four bytes a dot.
const UNFOLDED_BYTES_MAX: usize = 32 << 20;
/// Points of a dot, as browsers show them: 96 to an inch.
const DOT: f32 = 0.75;
/// Higher than this no picture stands on paper: the question and its options fit beside it.
const HIGH_MAX: f32 = HEIGHT * 0.42;

/// Why a picture is not printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PaperPictureFault {
    /// It is not there, or is none.
    Missing,
    /// A drawing.
    Drawing,
    /// Of a kind that documents do not have.
    Kind,
    /// Of too many dots.
    TooLarge,
    /// A JPEG in colours of a press.
    Colours,
    /// A JPEG that is shown turned.
    Turned,
    /// It stands in a table, a heading or within a word's emphasis.
    Among,
}

impl PaperPictureFault {
    /// What is wrong with it and what to do, behind its name.
    pub(super) fn words(self) -> &'static str {
        match self {
            PaperPictureFault::Missing => "is not there or cannot be read",
            PaperPictureFault::Drawing => "is a drawing (SVG): save it as PNG and show that",
            PaperPictureFault::Kind => "is neither PNG nor JPEG: save it as PNG and show that",
            PaperPictureFault::TooLarge => "has more than 8 million dots: make it smaller",
            PaperPictureFault::Colours => "has the colours of a press (CMYK): save it as PNG and show that",
            PaperPictureFault::Turned => "is turned by a note of the camera: save it upright",
            PaperPictureFault::Among => "stands in a table or a heading: give it a line of its own",
        }
    }
}

/// A picture as a document holds it.
pub(super) struct PaperPicture {
    width: u32,
    height: u32,
    is_grey: bool,
    filter: Filter,
    bytes: Vec<u8>,
}

impl PaperPicture {
    /// From the file beside an item.
    pub(super) fn of(medium: &ItemMedium) -> Result<Self, PaperPictureFault> {
        match medium.media_type {
            "image/png" => unfolded(&medium.bytes),
            "image/jpeg" => as_it_is(&medium.bytes),
            "image/svg+xml" => Err(PaperPictureFault::Drawing),
            _ => Err(PaperPictureFault::Kind),
        }
    }

    /// How large it stands in a column: as on a screen, or less so that it fits.
    pub(super) fn size(&self, column: f32) -> (f32, f32) {
        let (width, height) = (self.width as f32 * DOT, self.height as f32 * DOT);
        let by = (column / width).min(HIGH_MAX / height).min(1.0);
        (width * by, height * by)
    }

    /// Into a document.
    pub(super) fn write(&self, pdf: &mut Chunk, id: Ref) {
        let side = |dots: u32| i32::try_from(dots).unwrap_or(i32::MAX);
        let mut image = pdf.image_xobject(id, &self.bytes);
        image.width(side(self.width)).height(side(self.height)).bits_per_component(8);
        match self.is_grey {
            true => image.color_space().device_gray(),
            false => image.color_space().device_rgb(),
        }
        image.filter(self.filter);
        image.finish();
    }
}

fn fits(width: u32, height: u32) -> bool {
    width > 0 && height > 0 && u64::from(width) * u64::from(height) <= DOTS_MAX
}

/// A PNG on white paper.
fn unfolded(png: &[u8]) -> Result<PaperPicture, PaperPictureFault> {
    let limits = png::Limits { bytes: UNFOLDED_BYTES_MAX };
    let mut decoder = Decoder::new_with_limits(Cursor::new(png), limits);
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(|_| PaperPictureFault::Missing)?;
    let (width, height) = (reader.info().width, reader.info().height);
    let size = reader.output_buffer_size().filter(|size| *size <= UNFOLDED_BYTES_MAX);
    let size = size.filter(|_| fits(width, height)).ok_or(PaperPictureFault::TooLarge)?;
    let mut bytes = vec![0; size];
    let frame = reader.next_frame(&mut bytes).map_err(|_| PaperPictureFault::Missing)?;
    bytes.truncate(frame.buffer_size());
    let (is_grey, bytes) = match frame.color_type {
        ColorType::Grayscale => (true, bytes),
        ColorType::GrayscaleAlpha => (true, on_white::<2>(&bytes)),
        ColorType::Rgba => (false, on_white::<4>(&bytes)),
        ColorType::Rgb | ColorType::Indexed => (false, bytes),
    };
    Ok(PaperPicture { width, height, is_grey, filter: Filter::FlateDecode, bytes: packed(&bytes) })
}

/// Dots of so many bytes, the last of which says how much they cover.
fn on_white<const BYTES: usize>(dots: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(dots.len());
    for dot in dots.chunks_exact(BYTES) {
        let Some((alpha, parts)) = dot.split_last() else { continue };
        let covers = u32::from(*alpha);
        let shown = |part: &u8| (u32::from(*part) * covers + 255 * (255 - covers) + 127) / 255;
        out.extend(parts.iter().map(|part| u8::try_from(shown(part)).unwrap_or(u8::MAX)));
    }
    out
}

/// A JPEG, whose head says what is to be known of it (ITU-T T.81, B.1.1).
fn as_it_is(jpeg: &[u8]) -> Result<PaperPicture, PaperPictureFault> {
    let mut rest = jpeg.strip_prefix(&[0xff, 0xd8]).ok_or(PaperPictureFault::Missing)?;
    loop {
        let (marker, behind) = match rest {
            // Fill bytes before a marker.
            [0xff, 0xff, ..] => {
                rest = rest.get(1..).unwrap_or_default();
                continue;
            }
            [0xff, marker, behind @ ..] => (*marker, behind),
            _ => return Err(PaperPictureFault::Missing),
        };
        let [high, low, ..] = behind else { return Err(PaperPictureFault::Missing) };
        let long = usize::from(u16::from_be_bytes([*high, *low]));
        let part = behind.get(2..long).ok_or(PaperPictureFault::Missing)?;
        match (marker, part) {
            // Baseline, extended and progressive, which are what documents take (ISO 32000-1, 7.4.8).
            (0xc0..=0xc2, [8, h1, h2, w1, w2, parts, ..]) => {
                let (height, width) = (u16::from_be_bytes([*h1, *h2]), u16::from_be_bytes([*w1, *w2]));
                let (width, height) = (u32::from(width), u32::from(height));
                if !fits(width, height) {
                    return Err(PaperPictureFault::TooLarge);
                }
                let is_grey = match parts {
                    1 => true,
                    3 => false,
                    _ => return Err(PaperPictureFault::Colours),
                };
                let filter = Filter::DctDecode;
                return Ok(PaperPicture { width, height, is_grey, filter, bytes: jpeg.to_vec() });
            }
            (0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf | 0xd9 | 0xda, _) => {
                return Err(PaperPictureFault::Missing);
            }
            (0xe1, exif) if is_turned(exif) => return Err(PaperPictureFault::Turned),
            _ => {}
        }
        rest = behind.get(long..).unwrap_or_default();
    }
}

/// Whether a camera's note says that a picture is shown otherwise than it is stored (Exif 2.32, tag 0x0112).
fn is_turned(part: &[u8]) -> bool {
    let Some(tiff) = part.strip_prefix(b"Exif\0\0") else { return false };
    let is_little = tiff.starts_with(b"II");
    let two = |at: usize| {
        let pair = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let four = |at: usize| {
        let quad = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if is_little { u32::from_le_bytes(quad) } else { u32::from_be_bytes(quad) })
    };
    let Some(first) = four(4).and_then(|at| usize::try_from(at).ok()) else { return false };
    let many = usize::from(two(first).unwrap_or_default());
    let mut entries = (0..many).map(|nth| first.saturating_add(2 + 12 * nth));
    let entry = entries.find(|at| two(*at) == Some(0x0112));
    entry.and_then(|at| two(at.saturating_add(8))).is_some_and(|turned| (2..=8).contains(&turned))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The head of a JPEG of so many dots and parts of colour, with a note of the camera or none.
    fn jpeg(width: u16, height: u16, parts: u8, turned: Option<u8>) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0];
        if let Some(turned) = turned {
            let mut note = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
            note.extend([turned, 0, 0]);
            bytes.extend([0xff, 0xe1, 0, u8::try_from(note.len() + 2).unwrap()]);
            bytes.extend(note);
        }
        let ([h1, h2], [w1, w2]) = (height.to_be_bytes(), width.to_be_bytes());
        bytes.extend([0xff, 0xff, 0xc2, 0, 8, 8, h1, h2, w1, w2, parts, 0xff, 0xd9]);
        bytes
    }

    #[test]
    fn the_head_of_a_jpeg_says_whether_paper_can_show_it() {
        let fault = |bytes: &[u8]| as_it_is(bytes).err();
        assert_eq!(fault(&jpeg(640, 480, 3, None)), None);
        assert_eq!(fault(&jpeg(640, 480, 1, Some(1))), None);
        assert_eq!(fault(&jpeg(640, 480, 3, Some(6))), Some(PaperPictureFault::Turned));
        assert_eq!(fault(&jpeg(640, 480, 4, None)), Some(PaperPictureFault::Colours));
        assert_eq!(fault(&jpeg(9_000, 9_000, 3, None)), Some(PaperPictureFault::TooLarge));
        assert_eq!(fault(&jpeg(0, 480, 3, None)), Some(PaperPictureFault::TooLarge));
        let whole = jpeg(640, 480, 3, Some(1));
        for end in 0..whole.len() - 2 {
            assert!(fault(&whole[..end]).is_some() || end > whole.len() - 5, "{end}");
        }
    }

    #[test]
    fn what_covers_nothing_is_white() {
        assert_eq!(
            on_white::<4>(&[9, 9, 9, 0, 0, 0, 0, 255, 0, 100, 200, 128]),
            [255, 255, 255, 0, 0, 0, 127, 177, 227]
        );
        assert_eq!(on_white::<2>(&[0, 0, 7, 255]), [255, 7]);
    }

    #[test]
    fn a_picture_keeps_its_shape_within_the_column_and_is_not_enlarged() {
        let of = |width, height| {
            let bytes = Vec::new();
            PaperPicture { width, height, is_grey: true, filter: Filter::FlateDecode, bytes }.size(480.0)
        };
        assert_eq!(of(100, 40), (75.0, 30.0));
        assert_eq!(of(1_280, 640), (480.0, 240.0));
        let (width, height) = of(640, 6_400);
        assert!((height - HIGH_MAX).abs() < 0.01 && (width - HIGH_MAX / 10.0).abs() < 0.01);
    }
}
