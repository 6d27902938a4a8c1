//! People and lists of checks.

use super::action::{ButtonKind, submit_button};
use super::form::csrf_field;
use super::icon::{Icon, icon};
use maud::{Markup, html};

/// A sample person one can be with one press, in a demonstration.
#[derive(Debug, Clone, Default)]
pub struct PersonCard {
    /// Their name.
    pub name: String,
    /// What they are here: 'Candidate'.
    pub role: String,
    /// What is worth seeing with them, in a sentence.
    pub story: String,
    /// Their id, sent as `person`.
    pub person: String,
    /// Where the form posts: usually `/demo/sign-in`.
    pub action: String,
    /// The token of the form.
    pub csrf: String,
}

/// The first letters of the first and last word of a name.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).collect()
}

/// The same in a list: the whole row is the button.
pub fn person_row(person: &PersonCard) -> Markup {
    html! {
        form class="person-row" method="post" action=(person.action) {
            (csrf_field(&person.csrf))
            input type="hidden" name="person" value=(person.person);
            button type="submit" {
                span class="person-initials" aria-hidden="true" { (initials(&person.name)) }
                span class="person-row-text" {
                    strong { span class="visually-hidden" { "Continue as " } (person.name) }
                    span class="person-story" { (person.story) }
                }
            }
        }
    }
}

/// Draws a sample person with the button that signs in as them.
pub fn person_card(person: &PersonCard) -> Markup {
    html! {
        form class="card person" method="post" action=(person.action) {
            (csrf_field(&person.csrf))
            input type="hidden" name="person" value=(person.person);
            div class="person-head" {
                span class="person-initials" aria-hidden="true" { (initials(&person.name)) }
                div {
                    h3 class="person-name" { (person.name) }
                    p class="muted" { (person.role) }
                }
            }
            p class="person-story" { (person.story) }
            (submit_button(&format!("Continue as {}", person.name), ButtonKind::Secondary))
        }
    }
}

/// What a check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CheckVerdict {
    /// It holds.
    Holds,
    /// It does not hold.
    Fails,
    /// It holds, but a person should know something.
    Attention,
    /// It could not be decided, or was not asked.
    #[default]
    NotChecked,
}

impl CheckVerdict {
    fn look(self) -> (&'static str, Icon, &'static str) {
        match self {
            CheckVerdict::Holds => ("tone-good", Icon::Tick, "Holds"),
            CheckVerdict::Fails => ("tone-bad", Icon::Cross, "Fails"),
            CheckVerdict::Attention => ("tone-attention", Icon::Attention, "Attention"),
            CheckVerdict::NotChecked => ("tone-neutral", Icon::Dash, "Not checked"),
        }
    }
}

/// One check of a verification.
#[derive(Debug, Clone, Default)]
pub struct CheckLine {
    /// Its name: 'Proof'.
    pub name: String,
    /// What it found.
    pub verdict: CheckVerdict,
    /// What that means, in plain words.
    pub text: String,
}

impl CheckLine {
    /// A check.
    pub fn new(name: impl Into<String>, verdict: CheckVerdict, text: impl Into<String>) -> Self {
        Self { name: name.into(), verdict, text: text.into() }
    }
}

/// Draws checks, one a line, each with its verdict as icon and word.
pub fn checks(list: &[CheckLine]) -> Markup {
    html! {
        ul class="checks" {
            @for check in list {
                @let (tone, picture, word) = check.verdict.look();
                li class={ "check " (tone) } {
                    span class="check-verdict" { (icon(picture)) span { (word) } }
                    div class="check-body" {
                        p class="check-name" { (check.name) }
                        p class="check-text" { (check.text) }
                    }
                }
            }
        }
    }
}
