//! What somebody was told.

use axum::extract::State;
use maud::{Markup, html};

use crate::{fault::Fault, routes::Routes, state::Web, ui, visitor::Visitor};

pub(super) fn routes() -> Routes {
    Routes::default().get("/my/messages", messages)
}

async fn messages(State(web): State<Web>, visitor: Visitor) -> Result<Markup, Fault> {
    let messages = web.app.notices.own(&visitor.asking).await?;
    let main = html! {
        (ui::page_header("Messages", "What the programme told you.", html! {}))
        @if messages.is_empty() {
            (ui::empty_state(&ui::EmptyState::new(
                "No messages",
                "Results, badges and changes that touch you are told here.",
            )))
        }
        div class="stack" {
            @for message in &messages {
                article class="card" {
                    h2 class="badge-title" { (message.subject) }
                    div class="prose" { @for part in paragraphs(&message.body) { p { (part) } } }
                }
            }
        }
    };
    Ok(visitor.page(&web, "Messages", main))
}

/// A plain text as HTML paragraphs; single line breaks inside them stay.
fn paragraphs(text: &str) -> Vec<Markup> {
    let parts = text.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    let lines = |part: &str| {
        html! { @for (index, line) in part.lines().enumerate() { @if index > 0 { br; } (line) } }
    };
    parts.map(lines).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_keeps_its_paragraphs_and_lines_and_is_text() {
        let shown = |text: &str| paragraphs(text).into_iter().map(|part| part.0).collect::<Vec<_>>();
        assert_eq!(shown("One.\n\nTwo,\nstill <two>.\n"), ["One.", "Two,<br>still &lt;two&gt;."]);
    }
}
