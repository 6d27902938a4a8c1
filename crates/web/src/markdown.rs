//! Markdown of the programme's files to safe HTML.

use std::sync::LazyLock;

use ammonia::Builder;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html::push_html};

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder.link_rel(Some("noopener noreferrer")).url_schemes(["https", "mailto"].into());
    // What is wider than a phone scrolls, and has to with the keyboard too (WCAG 2.2, 2.1.1).
    builder.set_tag_attribute_value("pre", "tabindex", "0");
    builder
});

/// Whole paragraphs.
pub fn render(text: &str) -> String {
    let mut html = String::with_capacity(text.len() * 2);
    push_html(&mut html, Parser::new_ext(text, Options::ENABLE_TABLES));
    // Files are reviewed, yet what reaches a browser is cleaned all the same.
    CLEANER.clean(&html).to_string()
}

/// What a lesson's headings and figures need besides; pictures come from parsed blocks and never from here.
static LESSON_CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .link_rel(Some("noopener noreferrer"))
        .url_schemes(["https"].into())
        .rm_tags(["img"])
        .id_prefix(Some("l-"));
    builder.set_tag_attribute_value("pre", "tabindex", "0");
    for heading in ["h2", "h3", "h4", "h5", "h6"] {
        builder.add_tag_attributes(heading, ["id"]);
    }
    builder
});

/// The text of a lesson, its headings so much deeper.
///
/// On its own page each heading has a name for links.
pub fn lesson(text: &str, deeper: usize) -> String {
    let mut events: Vec<Event<'_>> = Parser::new_ext(text, Options::ENABLE_TABLES).collect();
    let mut open: Option<usize> = None;
    let mut words = String::new();
    for at in 0..events.len() {
        match events.get_mut(at) {
            Some(Event::Start(Tag::Heading { level, .. })) => {
                *level = deeper_by(*level, deeper);
                open = Some(at);
                words.clear();
            }
            Some(Event::End(TagEnd::Heading(level))) => {
                *level = deeper_by(*level, deeper);
                let begun = open.take().and_then(|at| events.get_mut(at));
                // Only on a page of its own is a heading's name there once.
                if let Some(Event::Start(Tag::Heading { id, .. })) = begun.filter(|_| deeper == 0) {
                    *id = Some(slug(&words).into());
                }
            }
            Some(Event::Text(text) | Event::Code(text)) if open.is_some() => words.push_str(text),
            _ => {}
        }
    }
    let mut html = String::with_capacity(text.len() * 2);
    push_html(&mut html, events.into_iter());
    // On a phone a table is moved sideways, and a keyboard gets there as well. In cleaned text no other tag
    // of this name stands, and what stands in code is escaped.
    let cleaned = LESSON_CLEANER.clean(&html).to_string();
    cleaned.replace("<table>", TABLE_BEGINS).replace("</table>", "</table></div>")
}

/// What holds a table of a lesson.
const TABLE_BEGINS: &str =
    r#"<div class="table-scroll" role="group" aria-label="Table" tabindex="0"><table>"#;

/// One line, for what stands in a label.
pub fn line(text: &str) -> String {
    let paragraph =
        |event: &Event<'_>| matches!(event, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph));
    let mut html = String::with_capacity(text.len() * 2);
    push_html(&mut html, Parser::new(text).filter(|event| !paragraph(event)));
    LESSON_CLEANER.clean(&html).to_string()
}

fn deeper_by(level: HeadingLevel, deeper: usize) -> HeadingLevel {
    HeadingLevel::try_from((level as usize + deeper).clamp(2, 6)).unwrap_or(HeadingLevel::H6)
}

/// `two-tables-one-question`.
fn slug(words: &str) -> String {
    let plain = words.chars().map(|letter| match letter.is_alphanumeric() {
        true => letter.to_lowercase().to_string(),
        false => " ".to_owned(),
    });
    plain.collect::<String>().split_whitespace().collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headings_of_a_lesson_have_names_and_nothing_of_it_runs_or_loads() {
        let text = "# Out\n\n## Two `tables`, one question\n\n| a |\n|---|\n| b |";
        let html = lesson(text, 0);
        assert!(html.contains("<h2 id=\"l-two-tables-one-question\">Two <code>"), "{html}");
        assert!(html.contains("tabindex=\"0\"><table>") && html.contains("<td>b</td>"), "{html}");
        assert_eq!(lesson("`<table>`", 0).matches("<table").count(), 0, "in code it is a word");
        let html = lesson(text, 1);
        assert!(html.contains("<h2>Out</h2>") && html.contains("<h3>Two <code>"), "{html}");
        let html =
            lesson("![x](https://a.example/x.png) <img src=x> <svg onload=x> [y](data:text/html,x)", 0);
        for bad in ["<img", "<svg", "onload", "data:"] {
            assert!(!html.contains(bad), "{bad} in {html}");
        }
        assert_eq!(line("The **log** of `it`"), "The <strong>log</strong> of <code>it</code>");
    }

    #[test]
    fn scripts_and_foreign_schemes_do_not_pass() {
        let html = render(
            "<script>alert(1)</script>\n\n[x](javascript:alert(1)) <img src=x onerror=alert(1)> `code`",
        );
        for bad in ["<script", "onerror", "href=\"javascript"] {
            assert!(!html.contains(bad), "{bad} in {html}");
        }
        assert!(html.contains("<code>code</code>"), "{html}");
        let shown = render("```\ninstance$ dig\n```");
        assert!(shown.contains("<pre tabindex=\"0\"><code>instance$ dig"), "{shown}");
    }
}
