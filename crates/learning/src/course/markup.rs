//! What the text of a lesson may have of Markdown.

use std::ops::Range;

use assay_kernel::{
    Diagnostic, Diagnostics,
    source::{SourceFile, distance},
};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{block::is_block, codes};

/// Quotes and lists within one another: nobody reads what is deeper.
const DEPTH_MAX: usize = 12;

/// Words behind a fence that are no block: what its lines are written in.
const LANGUAGES: [&str; 24] = [
    "bash",
    "conf",
    "console",
    "csv",
    "diff",
    "dockerfile",
    "hcl",
    "http",
    "ini",
    "javascript",
    "json",
    "kql",
    "log",
    "markdown",
    "powershell",
    "promql",
    "python",
    "sh",
    "sql",
    "text",
    "toml",
    "typescript",
    "xml",
    "yaml",
];

/// Holds a part of a lesson's text against what lessons have.
pub(super) fn check_text(
    file: &SourceFile,
    span: &Range<usize>,
    is_source: &dyn Fn(&str) -> bool,
) -> Diagnostics {
    let mut found = Diagnostics::default();
    let text = file.text.get(span.clone()).unwrap_or_default();
    let mut depth = 0_usize;
    let mut is_deep = false;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        let mut fault = |code, message: String, hint: &str| {
            let at = file.locate(span.start + range.start..span.start + range.end);
            found.push(Diagnostic::error(code, at, message).hint(hint));
        };
        match event {
            Event::Html(_) | Event::InlineHtml(_) => fault(
                codes::MARKUP,
                "a lesson has no HTML".to_owned(),
                "write Markdown; put what looks like a tag between backticks",
            ),
            Event::Start(Tag::Image { .. }) => fault(
                codes::MARKUP,
                "a picture stands in a block of its own".to_owned(),
                "write a block `diagram` with `file`, `alt` and `text`",
            ),
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => fault(
                codes::MARKUP,
                "the lesson's title is its only heading of the first level".to_owned(),
                "begin headings with `##`",
            ),
            Event::Start(Tag::Link { dest_url, .. }) if !is_source(&dest_url) => fault(
                codes::MARKUP,
                format!("`{dest_url}` is not a source of this lesson"),
                "add it as a `[[source]]`, or leave the link out",
            ),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(word))) => {
                if let Some((message, hint)) = wrong_fence(&word) {
                    fault(codes::BLOCK, message, &hint);
                }
            }
            Event::Start(Tag::BlockQuote(_) | Tag::List(_)) => {
                depth += 1;
                if depth > DEPTH_MAX && !is_deep {
                    is_deep = true;
                    let message = format!("quotes and lists stand more than {DEPTH_MAX} deep in one another");
                    fault(codes::MARKUP, message, "write shorter paragraphs instead");
                }
            }
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_)) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    found
}

/// What is wrong with the word behind a fence.
fn wrong_fence(word: &str) -> Option<(String, String)> {
    if word.is_empty() || LANGUAGES.contains(&word) {
        return None;
    }
    if is_block(word) {
        let message = format!("a block `{word}` begins at the beginning of a line with three backticks");
        return Some((message, "take it out of the list, the quote or the longer fence".to_owned()));
    }
    let near = ["check", "diagram", "incident"].into_iter().find(|known| distance(known, word) <= 2);
    let hint = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write check, diagram or incident, or a language: {}", LANGUAGES.join(", ")),
    };
    Some((format!("`{word}` is not a block that lessons have"), hint))
}
