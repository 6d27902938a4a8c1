//! Artwork of a badge: drawings only.
//!
//! What goes out with a holder's name on it is opened by strangers, outside this site and its headers: an SVG
//! may run scripts, load from elsewhere and unfold entities there. So a picture is read strictly and written
//! anew from what is known to draw; nothing else survives, whether or not somebody has thought of it. A PNG
//! has to be whole, since badges are baked into it.
//!
//! Own code: no XML reader is in the tree, and the strict subset that drawings use is a page of code (SVG 2,
//! XML 1.0; the lists follow what ammonia does for HTML).
//!
//! ```
//! use assay_credential::artwork::{self, PictureKind};
//! let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" onload="steal()"><circle r="4"/></svg>"#;
//! let cleaned = artwork::clean(PictureKind::Svg, svg).map_err(|fault| fault.text)?;
//! assert_eq!(cleaned.removed[0].text, "the event handler `onload`");
//! assert!(!String::from_utf8_lossy(&cleaned.bytes).contains("steal"));
//! assert!(artwork::clean(PictureKind::Svg, b"GIF89a").is_err());
//! # Ok::<(), String>(())
//! ```

mod found;
mod lists;
mod tokens;

use crate::bake;
pub use found::PictureFault;
use lists::{is_drawing, is_plain_attribute, is_silent};
use tokens::{SvgTokens, Token, escape};

/// What a file says it is by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureKind {
    /// `.svg`.
    Svg,
    /// `.png`.
    Png,
}

impl PictureKind {
    /// By a file's name.
    #[must_use]
    pub fn of(path: &str) -> Option<Self> {
        match path.rsplit_once('.')?.1 {
            "svg" => Some(Self::Svg),
            "png" => Some(Self::Png),
            _ => None,
        }
    }
}

/// A picture that only draws.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned {
    /// The picture.
    pub bytes: Vec<u8>,
    /// What would have done more than draw, and was left out.
    pub removed: Vec<PictureFault>,
}

/// Most removals that are told one by one.
const REMOVED_MAX: usize = 20;

/// The picture without anything but drawing.
///
/// # Errors
/// It is not a picture of its kind, or cannot be read with certainty: with the reason and its line.
pub fn clean(kind: PictureKind, bytes: &[u8]) -> Result<Cleaned, PictureFault> {
    if bytes.len() > bake::MAX_IMAGE_BYTES {
        let text = format!("it is larger than {} bytes", bake::MAX_IMAGE_BYTES);
        return Err(PictureFault { line: 1, text });
    }
    match kind {
        PictureKind::Png => match bake::bake_png(bytes, "{}") {
            Ok(_) => Ok(Cleaned { bytes: bytes.to_vec(), removed: Vec::new() }),
            Err(_) => Err(PictureFault {
                line: 1,
                text: "it is not a whole PNG: cut short, or another kind".into(),
            }),
        },
        PictureKind::Svg => svg(bytes),
    }
}

fn svg(bytes: &[u8]) -> Result<Cleaned, PictureFault> {
    let fault = |line, text: &str| PictureFault { line, text: text.to_owned() };
    let text =
        std::str::from_utf8(bytes).map_err(|_| fault(1, "it is not an SVG: it is not text in UTF-8"))?;
    let text = text.trim_start_matches('\u{feff}');
    if !text.is_empty() && !text.trim_start().starts_with('<') {
        return Err(fault(1, "it is not an SVG: it begins as another kind of file"));
    }
    let mut tokens = SvgTokens::new(text);
    let mut writer = SvgWriter::default();
    while let Some(token) = tokens.next()? {
        writer.take(token, tokens.line())?;
    }
    if !writer.open.is_empty() || writer.out.is_empty() {
        return Err(fault(tokens.line(), "it is not a whole SVG: it ends before its last tag"));
    }
    writer.removed.truncate(REMOVED_MAX);
    Ok(Cleaned { bytes: writer.out.into_bytes(), removed: writer.removed })
}

#[derive(Default)]
struct SvgWriter {
    out: String,
    /// Open elements, and whether each is written.
    open: Vec<(String, bool)>,
    removed: Vec<PictureFault>,
}

impl SvgWriter {
    fn is_written(&self) -> bool {
        self.open.iter().all(|(_, written)| *written)
    }

    fn remove(&mut self, line: u32, text: String) {
        if self.removed.iter().all(|found| found.text != text) {
            self.removed.push(PictureFault { line, text });
        }
    }

    fn take(&mut self, token: Token<'_>, line: u32) -> Result<(), PictureFault> {
        match token {
            Token::Open { name, attributes, closed } => self.element(name, &attributes, closed, line),
            Token::Close { name } => match self.open.pop() {
                Some((open, written)) if open == name => {
                    if written && self.is_written() {
                        self.out.push_str(&format!("</{name}>"));
                    }
                    Ok(())
                }
                _ => Err(PictureFault { line, text: format!("its tag `</{name}>` closes nothing") }),
            },
            Token::Text(text) => {
                if self.open.is_empty() {
                    let blank = text.trim().is_empty();
                    let text = "it is not an SVG: there is text outside of the drawing".to_owned();
                    return if blank { Ok(()) } else { Err(PictureFault { line, text }) };
                }
                let style = self.open.last().is_some_and(|(name, _)| name == "style");
                if style && !is_quiet(&text) {
                    self.remove(line, "a style that loads from elsewhere".into());
                } else if self.is_written() {
                    self.out.push_str(&escape(&text));
                }
                Ok(())
            }
            Token::Instruction(name) => {
                if name != "xml" {
                    self.remove(line, format!("the instruction `{name}`"));
                }
                Ok(())
            }
        }
    }

    fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, String)],
        closed: bool,
        line: u32,
    ) -> Result<(), PictureFault> {
        if self.open.is_empty() && (name != "svg" || !self.out.is_empty()) {
            return Err(PictureFault {
                line,
                text: format!("it is not an SVG: its outermost element is `{name}`"),
            });
        }
        let drawn = is_drawing(name) && (name != "image" || is_own_picture(attributes));
        if !drawn && self.is_written() && !is_silent(name) {
            let text = match name {
                "image" | "feImage" => "an image from elsewhere".to_owned(),
                other => format!("the element `{other}`"),
            };
            self.remove(line, text);
        }
        if drawn && self.is_written() {
            self.write(name, attributes, closed, line);
        }
        if !closed {
            self.open.push((name.to_owned(), drawn));
        }
        Ok(())
    }

    fn write(&mut self, name: &str, attributes: &[(&str, String)], closed: bool, line: u32) {
        self.out.push_str(&format!("<{name}"));
        for (key, value) in attributes {
            let local = key.rsplit(':').next().unwrap_or(key);
            if key.to_ascii_lowercase().starts_with("on") {
                self.remove(line, format!("the event handler `{key}`"));
            } else if local == "href" {
                if value.starts_with('#') || (name == "image" && is_inline_picture(value)) {
                    self.out.push_str(&format!(" {key}=\"{}\"", escape(value)));
                } else {
                    self.remove(line, format!("a link to elsewhere in `{name}`"));
                }
            } else if !is_quiet(value) {
                self.remove(line, format!("`{key}`, which loads from elsewhere"));
            } else if is_plain_attribute(key, value) {
                self.out.push_str(&format!(" {key}=\"{}\"", escape(value)));
            }
        }
        self.out.push_str(if closed { "/>" } else { ">" });
    }
}

/// Whether a style or a value refers to nothing outside of the drawing (CSS Values 4, section 4.5).
///
/// An escape could spell any of these words otherwise, so a value with one is not quiet.
fn is_quiet(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let loads = ["@import", "image(", "image-set(", "src(", "expression(", "javascript:", "-moz-binding"];
    if loads.iter().any(|word| lower.contains(word)) || lower.contains('\\') {
        return false;
    }
    lower
        .split("url(")
        .skip(1)
        .all(|rest| rest.trim_start_matches([' ', '"', '\'', '\t', '\n']).starts_with('#'))
}

fn is_own_picture(attributes: &[(&str, String)]) -> bool {
    let links = attributes.iter().filter(|(key, _)| key.rsplit(':').next() == Some("href"));
    let mut links = links.map(|(_, value)| is_inline_picture(value));
    links.next() == Some(true) && links.all(|inline| inline)
}

/// Pixels inside the file; never another SVG, which could hold anything again.
fn is_inline_picture(value: &str) -> bool {
    ["data:image/png;base64,", "data:image/jpeg;base64,", "data:image/webp;base64,"]
        .iter()
        .any(|kind| value.trim_start().starts_with(kind))
}
