//! SVG: one element directly after the start tag `<svg>`
//! (OB 3.0, section 5.3.2).
//!
//! A scanner of tags, not an XML parser: it needs the start tag and one element, must not change any other
//! byte, and has to live with every editor's output. Comments, CDATA and the document type are skipped,
//! entities are refused.

use super::picture::{BadgeFormat, BakeError, MAX_IMAGE_BYTES, within};
use crate::jsonld::MAX_BYTES;

/// The namespace of Open Badges 3.0, section 5.3.2.
const NAMESPACE: &str = "https://purl.imsglobal.org/ob/v3p0";
/// The namespace of Open Badges 2.0.
const NAMESPACE_2: &str = "http://openbadges.org";

/// Puts a credential into an SVG, in place of one that is there
/// (OB 3.0, section 5.3.2).
///
/// JSON goes into CDATA, a compact JWS into the attribute `verify`.
///
/// # Errors
/// [`BakeError`] when the text is not an SVG or too large.
pub fn bake_svg(svg: &str, credential: &str) -> Result<String, BakeError> {
    within("picture", svg.len(), MAX_IMAGE_BYTES)?;
    within("credential", credential.len(), MAX_BYTES)?;
    let clean = without_credentials(svg)?;
    let start = svg_start(&clean)?;
    let (before, rest) = clean.split_at_checked(start.start).ok_or(BROKEN)?;
    let (tag, after) = rest.split_at_checked(start.end - start.start).ok_or(BROKEN)?;
    let closed = tag.ends_with("/>");
    let inner = tag.trim_end_matches("/>").trim_end_matches('>').trim_end();
    let declaration = if attribute(tag, "xmlns:openbadges").is_some() {
        String::new()
    } else {
        format!(" xmlns:openbadges=\"{NAMESPACE}\"")
    };
    let element = element(credential);
    let end = if closed { "</svg>" } else { "" };
    Ok(format!("{before}{inner}{declaration}>{element}{end}{after}"))
}

fn element(credential: &str) -> String {
    if credential.trim_start().starts_with('{') {
        // The only text CDATA cannot hold; in JSON it may be written otherwise.
        let json = credential.replace("]]>", "]]\\u003e");
        return format!("<openbadges:credential><![CDATA[{json}]]></openbadges:credential>");
    }
    let escaped = credential.trim().replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    format!("<openbadges:credential verify=\"{escaped}\"></openbadges:credential>")
}

/// Reads the credential; exactly one must be there.
pub(super) fn extract(svg: &str) -> Result<(BadgeFormat, String), BakeError> {
    let start = svg_start(svg)?;
    let tag = svg.get(start.start..start.end).ok_or(BROKEN)?;
    let mut found = None;
    let mut position = start.end;
    while let Some(element) = next_credential(svg, position, tag) {
        if found.is_some() {
            return Err(BakeError::Several);
        }
        position = element.end;
        found = Some((element.edition, content(svg, &element)?));
    }
    found.ok_or(BakeError::NoCredential)
}

const BROKEN: BakeError = BakeError::NotPicture("its tags are not those of an SVG");

/// Most credentials taken out before baking:
/// a picture has one; each costs a pass over the text.
const MAX_OLD_CREDENTIALS: usize = 8;

/// A range of bytes of the text.
struct ByteRange {
    start: usize,
    end: usize,
}

/// A credential element: start tag, content and end.
struct Element {
    edition: BadgeFormat,
    start: usize,
    tag_end: usize,
    content_end: usize,
    end: usize,
}

/// The start tag of the root element; what may stand before it is skipped.
fn svg_start(svg: &str) -> Result<ByteRange, BakeError> {
    let mut position = 0;
    while let Some(span) = next_markup(svg, position) {
        let markup = svg.get(span.start..span.end).ok_or(BROKEN)?;
        position = span.end;
        if markup.starts_with("<!DOCTYPE") && markup.contains("<!ENTITY") {
            // Entities could hide the credential or unfold without end; only some editors' exports lose.
            return Err(BakeError::NotPicture("it declares entities; save it as plain SVG"));
        }
        if markup.starts_with("<!") || markup.starts_with("<?") {
            continue;
        }
        let named = ["<svg", "<svg:svg"].iter().any(|name| {
            markup.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '\t', '\n', '\r', '>', '/']))
        });
        return if named { Ok(span) } else { Err(BROKEN) };
    }
    Err(BROKEN)
}

/// The next tag, comment, CDATA section, instruction or declaration.
fn next_markup(svg: &str, from: usize) -> Option<ByteRange> {
    let start = from + svg.get(from..)?.find('<')?;
    let rest = svg.get(start..)?;
    let length = if rest.starts_with("<!--") {
        rest.find("-->")? + 3
    } else if rest.starts_with("<![CDATA[") {
        rest.find("]]>")? + 3
    } else if rest.starts_with("<?") {
        rest.find("?>")? + 2
    } else {
        tag_length(rest)?
    };
    Some(ByteRange { start, end: start + length })
}

/// The length of a tag: `>` inside quotes or inside a document type's brackets
/// does not end it.
fn tag_length(rest: &str) -> Option<usize> {
    let mut quote = None;
    let mut brackets = 0_usize;
    for (index, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'[') => brackets += 1,
            (None, b']') => brackets = brackets.saturating_sub(1),
            (None, b'>') if brackets == 0 => return Some(index + 1),
            _ => {}
        }
    }
    None
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        let at = rest.find(name)?;
        let (before, found) = rest.split_at_checked(at)?;
        let after = found.get(name.len()..)?.trim_start();
        if before.ends_with([' ', '\t', '\n', '\r'])
            && let Some(value) = after.strip_prefix('=').map(str::trim_start)
        {
            let quote = value.chars().next().filter(|quote| ['"', '\''].contains(quote))?;
            return value.get(1..)?.split(quote).next();
        }
        rest = found.get(name.len()..)?;
    }
}

/// The next element that carries a credential, of either edition.
fn next_credential(svg: &str, from: usize, root: &str) -> Option<Element> {
    let mut position = from;
    loop {
        let span = next_markup(svg, position)?;
        position = span.end;
        let tag = svg.get(span.start..span.end)?;
        let name = tag.get(1..)?.split([' ', '\t', '\n', '\r', '>', '/']).next()?;
        let Some((prefix, local)) = name.split_once(':') else { continue };
        let declared = format!("xmlns:{prefix}");
        let namespace = attribute(tag, &declared).or_else(|| attribute(root, &declared));
        let edition = match (namespace, local) {
            (Some(NAMESPACE), "credential") => BadgeFormat::OpenBadges3,
            (Some(NAMESPACE_2), "assertion") => BadgeFormat::OpenBadges2,
            _ => continue,
        };
        if tag.ends_with("/>") {
            let ByteRange { start, end } = span;
            return Some(Element { edition, start, tag_end: end, content_end: end, end });
        }
        let (content_end, end) = closing(svg, span.end, name)?;
        return Some(Element { edition, start: span.start, tag_end: span.end, content_end, end });
    }
}

fn closing(svg: &str, from: usize, name: &str) -> Option<(usize, usize)> {
    let mut position = from;
    loop {
        let span = next_markup(svg, position)?;
        position = span.end;
        let tag = svg.get(span.start..span.end)?;
        if tag.strip_prefix("</").is_some_and(|rest| rest.trim_end_matches('>').trim_end() == name) {
            return Some((span.start, span.end));
        }
    }
}

fn content(svg: &str, element: &Element) -> Result<String, BakeError> {
    let tag = svg.get(element.start..element.tag_end).ok_or(BROKEN)?;
    let inner = svg.get(element.tag_end..element.content_end).ok_or(BROKEN)?;
    let mut text = String::new();
    let mut rest = inner;
    while let Some(at) = rest.find("<![CDATA[") {
        let after = rest.get(at + "<![CDATA[".len()..).ok_or(BROKEN)?;
        let end = after.find("]]>").ok_or(BROKEN)?;
        text.push_str(after.get(..end).ok_or(BROKEN)?);
        rest = after.get(end + 3..).ok_or(BROKEN)?;
    }
    if !text.trim().is_empty() {
        return Ok(text);
    }
    let plain = inner.trim();
    if plain.starts_with('{') && !plain.contains('<') {
        return Ok(unescape(plain));
    }
    attribute(tag, "verify").map(unescape).ok_or(BakeError::Unreadable("its element is empty"))
}

fn unescape(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&apos;", "'").replace("&amp;", "&")
}

fn without_credentials(svg: &str) -> Result<String, BakeError> {
    let mut clean = svg.to_owned();
    for _ in 0..MAX_OLD_CREDENTIALS {
        let start = svg_start(&clean)?;
        let tag = clean.get(start.start..start.end).ok_or(BROKEN)?.to_owned();
        let Some(element) = next_credential(&clean, start.end, &tag) else { return Ok(clean) };
        clean.replace_range(element.start..element.end, "");
    }
    Err(BakeError::Several)
}
