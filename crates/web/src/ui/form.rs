//! Forms, choices and the summary of errors.

use super::field::{Field, hints};
use maud::{Markup, html};

/// One choice of a select, of radio buttons or of checkboxes.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// The value sent.
    pub value: String,
    /// The words shown.
    pub label: String,
    /// What helps to choose it; empty for none.
    pub help: String,
    /// Whether it is chosen now.
    pub chosen: bool,
}

impl Choice {
    /// A choice that is not chosen.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }
    /// Marks it chosen or not.
    #[must_use]
    pub fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }
    /// Adds help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

/// The hidden field `csrf` that every posting form carries.
pub fn csrf_field(token: &str) -> Markup {
    html! { input type="hidden" name="csrf" value=(token); }
}

/// A posting form with its token; errors are the server's, not the browser's.
pub fn post_form(action: &str, csrf: &str, body: Markup) -> Markup {
    html! { form class="form" method="post" action=(action) novalidate { (csrf_field(csrf)) (body) } }
}

/// A drop-down list.
pub fn select(field: &Field, choices: &[Choice]) -> Markup {
    html! {
        div class=(field.frame_class()) {
            label class="field-label" for=(field.id()) {
                (field.label)
                @if field.optional { span class="field-optional" { " (optional)" } }
            }
            (hints(field))
            span class="select" {
                select class="input" id=(field.id()) name=(field.name)
                    aria-describedby=[field.described_by()] aria-invalid=[field.invalid()] {
                    @for choice in choices {
                        option value=(choice.value) selected[choice.chosen] { (choice.label) }
                    }
                }
            }
        }
    }
}

fn choices(field: &Field, kind: &str, list: &[Choice]) -> Markup {
    html! {
        fieldset class={ (field.frame_class()) " choices" } aria-describedby=[field.described_by()] {
            legend class="field-label" { (field.label) }
            (hints(field))
            @for (index, choice) in list.iter().enumerate() {
                @let id = if index == 0 { field.id() } else { format!("{}-{index}", field.id()) };
                label class="choice" for=(id) {
                    input id=(id) type=(kind) name=(field.name) value=(choice.value) checked[choice.chosen];
                    span class="choice-text" {
                        span class="choice-label" { (choice.label) }
                        @if !choice.help.is_empty() { span class="choice-help" { (choice.help) } }
                    }
                }
            }
        }
    }
}

/// One of several, all visible.
pub fn radios(field: &Field, list: &[Choice]) -> Markup {
    choices(field, "radio", list)
}

/// Any of several.
pub fn checkboxes(field: &Field, list: &[Choice]) -> Markup {
    choices(field, "checkbox", list)
}

/// One yes-or-no; sends `yes` when ticked.
pub fn checkbox(field: &Field, ticked: bool) -> Markup {
    html! {
        div class=(field.frame_class()) {
            @if !field.error.is_empty() { (hints(&Field { help: String::new(), ..field.clone() })) }
            label class="choice" for=(field.id()) {
                input id=(field.id()) type="checkbox" name=(field.name) value="yes" checked[ticked]
                    aria-describedby=[field.described_by()] aria-invalid=[field.invalid()];
                span class="choice-text" {
                    span class="choice-label" { (field.label) }
                    @if !field.help.is_empty() {
                        span class="choice-help" id={ (field.id()) "-help" } { (field.help) }
                    }
                }
            }
        }
    }
}

/// One error of a form and the field it is about.
#[derive(Debug, Clone, Default)]
pub struct FieldError {
    /// The field's name; empty if it concerns the whole form.
    pub field: String,
    /// What to do, the same words as at the field.
    pub text: String,
}

/// The list of errors above a form, each linked to its field.
pub fn error_summary(errors: &[FieldError]) -> Markup {
    if errors.is_empty() {
        return Markup::default();
    }
    html! {
        div class="error-summary" role="alert" tabindex="-1" aria-labelledby="error-summary-title"
            data-focus="true" {
            h2 id="error-summary-title" {
                @if errors.len() == 1 { "One answer needs another look" }
                @else { (errors.len()) " answers need another look" }
            }
            ul {
                @for error in errors {
                    li {
                        @if error.field.is_empty() { (error.text) }
                        @else { a href={ "#f-" (error.field) } { (error.text) } }
                    }
                }
            }
        }
    }
}
