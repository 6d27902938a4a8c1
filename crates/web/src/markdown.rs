//! Markdown of the programme's files to safe HTML.

use std::sync::LazyLock;

use ammonia::Builder;
use pulldown_cmark::{Options, Parser, html::push_html};

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

#[cfg(test)]
mod tests {
    use super::*;

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
