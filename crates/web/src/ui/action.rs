//! Buttons and links that look like buttons.

use super::form::csrf_field;
use maud::{Markup, html};

/// How much a button asks for attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// The one main action of a page.
    #[default]
    Primary,
    /// Any other action.
    Secondary,
    /// An action inside lists and cards, without a frame.
    Quiet,
    /// An action that takes something away.
    Danger,
}

impl ButtonKind {
    /// The CSS class of the kind.
    pub fn class(self) -> &'static str {
        match self {
            ButtonKind::Primary => "button button-primary",
            ButtonKind::Secondary => "button button-secondary",
            ButtonKind::Quiet => "button button-quiet",
            ButtonKind::Danger => "button button-danger",
        }
    }
}

/// A submit button with a name and a value, for forms with several actions.
#[derive(Debug, Clone, Default)]
pub struct Button {
    /// The verb and its object: 'Register for SOA-C03'.
    pub label: String,
    /// How much it asks for attention.
    pub kind: ButtonKind,
    /// The form field it sends; empty for none.
    pub name: String,
    /// The value it sends.
    pub value: String,
}

/// A submit button of the form around it.
pub fn submit_button(label: &str, kind: ButtonKind) -> Markup {
    html! { button class=(kind.class()) type="submit" { (label) } }
}

/// A submit button that sends its own name and value.
pub fn button(button: &Button) -> Markup {
    let name = (!button.name.is_empty()).then_some(button.name.as_str());
    html! {
        button class=(button.kind.class()) type="submit" name=[name]
            value=[name.map(|_| button.value.as_str())] { (button.label) }
    }
}

/// A link drawn as a button, for actions that only lead somewhere.
pub fn link_button(label: &str, href: &str, kind: ButtonKind) -> Markup {
    html! { a class=(kind.class()) href=(href) { (label) } }
}

/// A form that is only one button, with hidden fields as (name, value).
pub fn post_button(
    action: &str,
    csrf: &str,
    label: &str,
    kind: ButtonKind,
    hidden: &[(&str, &str)],
) -> Markup {
    html! {
        form class="inline-form" method="post" action=(action) {
            (csrf_field(csrf))
            @for (name, value) in hidden { input type="hidden" name=(name) value=(value); }
            (submit_button(label, kind))
        }
    }
}
