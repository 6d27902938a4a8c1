//! The formats of a text in Moodle and GIFT, each to HTML.

use std::borrow::Cow;

/// How a text is marked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextFormat {
    /// HTML.
    Html,
    /// Text in which tags may stand and an end of line is one.
    Moodle,
    /// Text without markup.
    Plain,
    /// Markdown.
    Markdown,
}

impl TextFormat {
    /// The format of Moodle's and GIFT's word or number.
    pub(super) fn named(word: &str) -> Option<Self> {
        Some(match word {
            "html" | "1" => TextFormat::Html,
            "moodle" | "moodle_auto_format" | "0" => TextFormat::Moodle,
            "plain" | "plain_text" | "2" => TextFormat::Plain,
            "markdown" | "4" => TextFormat::Markdown,
            _ => return None,
        })
    }

    /// The text as HTML.
    pub(super) fn html(self, text: &str) -> Cow<'_, str> {
        match self {
            TextFormat::Html => Cow::Borrowed(text),
            TextFormat::Moodle => Cow::Owned(with_lines(text)),
            TextFormat::Plain => Cow::Owned(with_lines(&escaped(text))),
            TextFormat::Markdown => {
                let mut html = String::new();
                pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(text));
                Cow::Owned(html)
            }
        }
    }
}

/// Empty lines begin paragraphs, ends of lines stay; a text with blocks of its own stays as it is.
fn with_lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    let has_blocks =
        ["<p", "<div", "<ul", "<ol", "<table", "<pre", "<h"].iter().any(|tag| text.contains(tag));
    if has_blocks || !text.contains('\n') {
        return text.to_owned();
    }
    let paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    paragraphs.map(|paragraph| format!("<p>{}</p>", paragraph.replace('\n', "<br>"))).collect()
}

/// As text in HTML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
