//! The picture of a link to a badge: the badge's PNG on a quiet ground, in the size that networks show.
//!
//! Looked at: resvg and tiny-skia, which bring eight packages and more to draw what is a rectangle with a
//! picture on it. The PNG is the body's own, beside the SVG; `png` alone reads and writes it.

use std::io::Cursor;

use png::{BitDepth, ColorType, Decoder, Encoder, Transformations};

use crate::fault::Fault;

/// What networks show uncropped (ogp.me names no size; this is the one all of them take).
pub const WIDTH: usize = 1200;
/// See [`WIDTH`].
pub const HEIGHT: usize = 630;
/// The badge on it, at most.
const BADGE: usize = 480;
/// The ground: the pages' own, so that the badge looks as it does there.
const GROUND: [u8; 3] = [0xee, 0xf2, 0xf2];
/// A line below, in the house's petrol.
const LINE: [u8; 3] = [0x0b, 0x5a, 0x63];
/// How high it is.
const LINE_HEIGHT: usize = 12;
/// Memory that a badge may unfold to: 4,096 by 4,096 in four bytes.
const UNFOLDED_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Drawn at once: each takes some megabytes and some milliseconds of a core.
static AT_ONCE: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(1);

/// Draws it beside the loop.
///
/// # Errors
/// The badge's picture cannot be read: then there is no preview.
pub async fn of(badge: Vec<u8>) -> Result<Vec<u8>, Fault> {
    let turn = AT_ONCE.acquire().await.map_err(|_| Fault::internal("previews are closed"))?;
    let drawn = tokio::task::spawn_blocking(move || drawn(&badge)).await;
    drop(turn);
    let drawn = drawn.map_err(|error| Fault::internal(&format!("drawing a preview: {error}")))?;
    drawn.map_err(|error| {
        tracing::warn!(%error, "the badge's PNG cannot be drawn");
        Fault::not_found()
    })
}

/// A picture in memory: red, green, blue, alpha.
pub struct Pixels {
    /// Pixels a line.
    pub width: usize,
    /// Lines.
    pub height: usize,
    rgba: Vec<u8>,
}

impl Pixels {
    /// Reads a PNG of any kind.
    ///
    /// # Errors
    /// It is none, or unfolds to more than a badge is.
    pub fn read(png: &[u8]) -> Result<Self, png::DecodingError> {
        let limits = png::Limits { bytes: UNFOLDED_BYTES_MAX };
        let mut decoder = Decoder::new_with_limits(Cursor::new(png), limits);
        decoder.set_transformations(
            Transformations::EXPAND | Transformations::STRIP_16 | Transformations::ALPHA,
        );
        let mut reader = decoder.read_info()?;
        let size = reader.output_buffer_size().filter(|size| *size <= UNFOLDED_BYTES_MAX);
        let size = size.ok_or(png::DecodingError::LimitsExceeded)?;
        let mut bytes = vec![0; size];
        let frame = reader.next_frame(&mut bytes)?;
        let (width, height) = (frame.width as usize, frame.height as usize);
        let rgba = match frame.color_type {
            ColorType::GrayscaleAlpha => bytes
                .chunks_exact(2)
                .flat_map(|pair| match pair {
                    [gray, alpha] => [*gray, *gray, *gray, *alpha],
                    _ => [0; 4],
                })
                .collect(),
            _ => bytes,
        };
        Ok(Pixels { width, height, rgba })
    }

    /// A pixel; outside there is nothing.
    pub fn at(&self, x: usize, y: usize) -> [u8; 4] {
        let from = (y * self.width + x) * 4;
        let found = self.rgba.get(from..from + 4).filter(|_| x < self.width);
        found.and_then(|four| four.try_into().ok()).unwrap_or_default()
    }

    /// Colours and how much they show, apart.
    pub fn parts(&self) -> (Vec<u8>, Vec<u8>) {
        let four = || self.rgba.chunks_exact(4);
        let colours = four().flat_map(|pixel| pixel.iter().take(3).copied()).collect();
        (colours, four().filter_map(|pixel| pixel.last().copied()).collect())
    }

    /// The mean of a rectangle, weighted by how much each pixel shows.
    fn mean(&self, (left, right): (usize, usize), (top, bottom): (usize, usize)) -> [u8; 4] {
        let (mut sums, mut shown, mut count) = ([0_u64; 3], 0_u64, 0_u64);
        for y in top..bottom.max(top + 1) {
            for x in left..right.max(left + 1) {
                let [red, green, blue, alpha] = self.at(x, y);
                for (sum, part) in sums.iter_mut().zip([red, green, blue]) {
                    *sum += u64::from(part) * u64::from(alpha);
                }
                shown += u64::from(alpha);
                count += 1;
            }
        }
        let part = |sum: u64| u8::try_from(sum / shown.max(1)).unwrap_or(u8::MAX);
        let [red, green, blue] = sums.map(part);
        [red, green, blue, u8::try_from(shown / count.max(1)).unwrap_or(u8::MAX)]
    }
}

/// One colour over another.
fn over(below: [u8; 3], [red, green, blue, alpha]: [u8; 4]) -> [u8; 3] {
    let alpha = u32::from(alpha);
    let mixed = |above: u8, below: u8| {
        let sum = u32::from(above) * alpha + u32::from(below) * (255 - alpha);
        u8::try_from((sum + 127) / 255).unwrap_or(u8::MAX)
    };
    let [below_red, below_green, below_blue] = below;
    [mixed(red, below_red), mixed(green, below_green), mixed(blue, below_blue)]
}

fn drawn(badge: &[u8]) -> Result<Vec<u8>, String> {
    let badge = Pixels::read(badge).map_err(|error| error.to_string())?;
    // Never larger than it is: what is stretched looks false.
    let longer = badge.width.max(badge.height).max(1);
    let size = BADGE.min(longer);
    let (width, height) = (badge.width * size / longer, badge.height * size / longer);
    let (left, top) = ((WIDTH - width) / 2, (HEIGHT - LINE_HEIGHT - height) / 2);
    let mut rgb = Vec::with_capacity(WIDTH * HEIGHT * 3);
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            let ground = if y + LINE_HEIGHT >= HEIGHT { LINE } else { GROUND };
            let inside = (left..left + width).contains(&x) && (top..top + height).contains(&y);
            let colour = if inside {
                let (x, y) = (x - left, y - top);
                let span = |at: usize, all: usize, of: usize| (at * all / of, (at + 1) * all / of);
                over(ground, badge.mean(span(x, badge.width, width), span(y, badge.height, height)))
            } else {
                ground
            };
            rgb.extend_from_slice(&colour);
        }
    }
    written(&rgb).map_err(|error| error.to_string())
}

fn written(rgb: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
    let mut encoder = Encoder::new(&mut file, side(WIDTH), side(HEIGHT));
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.write_header()?.write_image_data(rgb)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_badge(width: u32, height: u32, pixel: [u8; 4]) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, width, height);
        encoder.set_color(ColorType::Rgba);
        encoder.set_depth(BitDepth::Eight);
        let pixels = pixel.repeat((width * height) as usize);
        encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
        file
    }

    #[test]
    fn the_badge_stands_in_the_middle_at_no_more_than_its_size() {
        for (width, height, left, top) in [(960, 960, 360, 69), (100, 50, 550, 284), (480, 240, 360, 189)] {
            let picture = Pixels::read(&drawn(&a_badge(width, height, [200, 10, 20, 255])).unwrap()).unwrap();
            assert_eq!((picture.width, picture.height), (WIDTH, HEIGHT));
            assert_eq!(picture.at(left, top), [200, 10, 20, 255], "{width} by {height}");
            let [red, green, blue] = GROUND;
            assert_eq!(picture.at(left - 1, top), [red, green, blue, 255]);
            assert_eq!(picture.at(left, top - 1), [red, green, blue, 255]);
        }
    }

    #[test]
    fn what_does_not_show_leaves_the_ground() {
        let picture = Pixels::read(&drawn(&a_badge(10, 10, [200, 10, 20, 0])).unwrap()).unwrap();
        let [red, green, blue] = GROUND;
        assert_eq!(picture.at(600, 309), [red, green, blue, 255]);
        assert_eq!(over([0, 0, 0], [255, 255, 255, 128]), [128, 128, 128]);
        assert!(drawn(b"no picture").is_err());
    }
}
