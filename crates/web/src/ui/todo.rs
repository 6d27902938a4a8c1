//! What is left to do before something can begin, each with what to do about it.

use maud::{Markup, html};

use super::icon::{Icon, icon};

/// How a thing to do stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TodoState {
    /// It is done.
    Done,
    /// It is not done.
    Open,
    /// Nobody here can tell: somebody has to see to it.
    Yours,
}

impl TodoState {
    fn look(self) -> (&'static str, Icon, &'static str) {
        match self {
            TodoState::Done => ("tone-good", Icon::Tick, "Done"),
            TodoState::Open => ("tone-attention", Icon::Attention, "To do"),
            TodoState::Yours => ("tone-neutral", Icon::Dash, "Check this"),
        }
    }
}

/// One thing to do.
#[derive(Debug, Clone)]
pub struct TodoLine {
    /// What: 'A second administrator'.
    pub name: String,
    /// How it stands.
    pub state: TodoState,
    /// Why it matters, and how it is done.
    pub body: Markup,
}

/// Draws things to do, one a line, each with its state as icon and word.
pub fn todo(list: &[TodoLine]) -> Markup {
    html! {
        ul class="checks" {
            @for line in list {
                @let (tone, picture, word) = line.state.look();
                li class={ "check " (tone) } {
                    span class="check-verdict" { (icon(picture)) span { (word) } }
                    div class="check-body" {
                        p class="check-name" { (line.name) }
                        div class="check-text" { (line.body) }
                    }
                }
            }
        }
    }
}

/// What the style guide shows.
pub(super) fn todo_sample() -> Markup {
    let line = |name: &str, state, text: &str| TodoLine {
        name: name.to_owned(),
        state,
        body: html! { p { (text) } },
    };
    todo(&[
        line("A second administrator", TodoState::Open, "One proposes a change, another applies it."),
        line("An address", TodoState::Done, "Badges name https://certs.example.org."),
        line("A backup", TodoState::Yours, "Nobody here can tell whether there is one."),
    ])
}
