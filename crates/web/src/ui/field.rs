//! Single-line, multi-line and file fields with label, help and error.

use super::icon::{Icon, icon};
use maud::{Markup, html};

/// The kind of a single-line field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum InputKind {
    /// Any text.
    #[default]
    Text,
    /// An e-mail address.
    Email,
    /// A password.
    Password,
    /// A whole number; drawn as text with a numeric keyboard.
    Number,
    /// A civil date.
    Date,
    /// A civil date and time.
    DateTime,
    /// A search term.
    Search,
    /// A web address.
    Url,
}

impl InputKind {
    /// The `type` attribute.
    fn html_type(self) -> &'static str {
        match self {
            InputKind::Text | InputKind::Number => "text",
            InputKind::Email => "email",
            InputKind::Password => "password",
            InputKind::Date => "date",
            InputKind::DateTime => "datetime-local",
            InputKind::Search => "search",
            InputKind::Url => "url",
        }
    }
}

/// What a person fills in: name, label, help, error and the kept value.
#[derive(Debug, Clone, Default)]
pub struct Field {
    /// The form's name for it; also the id `f-{name}`.
    pub name: String,
    /// The end of its id, where a page has two fields of the name; empty otherwise.
    pub id_end: String,
    /// The visible label.
    pub label: String,
    /// What helps to fill it in; empty for none.
    pub help: String,
    /// What is wrong and what to do; empty for none.
    pub error: String,
    /// The value to keep or prefill.
    pub value: String,
    /// The kind of input.
    pub kind: InputKind,
    /// Marks the field as one that may stay empty.
    pub optional: bool,
    /// The `autocomplete` token; empty for none.
    pub autocomplete: String,
    /// Draws a narrow input, for codes, numbers and dates.
    pub short: bool,
    /// The most characters accepted; 0 for no attribute.
    pub max_length: u32,
    /// The time zone or unit written after the input; empty for none.
    pub suffix: String,
}

impl Field {
    /// A text field.
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { name: name.into(), label: label.into(), ..Self::default() }
    }
    /// Gives it an id of its own.
    #[must_use]
    pub fn id_end(mut self, end: impl Into<String>) -> Self {
        self.id_end = end.into();
        self
    }
    /// Sets the kind of input.
    #[must_use]
    pub fn kind(mut self, kind: InputKind) -> Self {
        self.kind = kind;
        self
    }
    /// Sets the help text.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
    /// Sets the error text.
    #[must_use]
    pub fn error(mut self, error: impl Into<String>) -> Self {
        self.error = error.into();
        self
    }
    /// Sets the value.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }
    /// Marks it optional.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }
    /// Sets the autocomplete token.
    #[must_use]
    pub fn autocomplete(mut self, token: impl Into<String>) -> Self {
        self.autocomplete = token.into();
        self
    }
    /// Draws it narrow.
    #[must_use]
    pub fn short(mut self) -> Self {
        self.short = true;
        self
    }
    /// Limits the length.
    #[must_use]
    pub fn max_length(mut self, characters: u32) -> Self {
        self.max_length = characters;
        self
    }
    /// Writes a unit or time zone after the input.
    #[must_use]
    pub fn suffix(mut self, suffix: impl Into<String>) -> Self {
        self.suffix = suffix.into();
        self
    }

    pub(super) fn id(&self) -> String {
        format!("f-{}", if self.id_end.is_empty() { &self.name } else { &self.id_end })
    }
    pub(super) fn invalid(&self) -> Option<&'static str> {
        (!self.error.is_empty()).then_some("true")
    }
    pub(super) fn described_by(&self) -> Option<String> {
        let help = (!self.help.is_empty()).then(|| format!("{}-help", self.id()));
        let error = (!self.error.is_empty()).then(|| format!("{}-error", self.id()));
        match (help, error) {
            (Some(help), Some(error)) => Some(format!("{help} {error}")),
            (help, error) => help.or(error),
        }
    }
    pub(super) fn frame_class(&self) -> &'static str {
        if self.error.is_empty() { "field" } else { "field field-invalid" }
    }
    fn length(&self) -> Option<u32> {
        (self.max_length > 0).then_some(self.max_length)
    }
}

/// Help and error under a label, with the ids the input refers to.
pub(super) fn hints(field: &Field) -> Markup {
    let id = field.id();
    html! {
        @if !field.help.is_empty() { p class="field-help" id={ (id) "-help" } { (field.help) } }
        @if !field.error.is_empty() {
            p class="field-error" id={ (id) "-error" } {
                (icon(Icon::Attention)) span { span class="visually-hidden" { "Error: " } (field.error) }
            }
        }
    }
}

fn label(field: &Field) -> Markup {
    html! {
        label class="field-label" for=(field.id()) {
            (field.label)
            @if field.optional { span class="field-optional" { " (optional)" } }
        }
    }
}

/// A single-line field.
pub fn field(field: &Field) -> Markup {
    let autocomplete = (!field.autocomplete.is_empty()).then_some(field.autocomplete.as_str());
    let numeric = (field.kind == InputKind::Number).then_some("numeric");
    let class = if field.short { "input input-short" } else { "input" };
    // A password is never written back into a page.
    let value = if field.kind == InputKind::Password { "" } else { field.value.as_str() };
    html! {
        div class=(field.frame_class()) {
            (label(field))
            (hints(field))
            div class="field-row" {
                input class=(class) id=(field.id()) name=(field.name) type=(field.kind.html_type())
                    value=(value) inputmode=[numeric] autocomplete=[autocomplete]
                    maxlength=[field.length()] aria-describedby=[field.described_by()]
                    aria-invalid=[field.invalid()];
                // Shown by the script, which alone can do it; without it the field works as ever.
                @if field.kind == InputKind::Password {
                    button class="button button-quiet show-password" type="button" hidden
                        data-show-password=(field.id()) aria-controls=(field.id()) {
                        span { "Show" } span class="visually-hidden" { " what you type" }
                    }
                    span class="visually-hidden" role="status" {}
                }
                @if !field.suffix.is_empty() { span class="field-suffix" { (field.suffix) } }
            }
        }
    }
}

/// A field of several lines.
pub fn textarea(field: &Field, rows: u8) -> Markup {
    html! {
        div class=(field.frame_class()) {
            (label(field))
            (hints(field))
            textarea class="input" id=(field.id()) name=(field.name) rows=(rows)
                maxlength=[field.length()] aria-describedby=[field.described_by()]
                aria-invalid=[field.invalid()] { "\n" (field.value) }
        }
    }
}

/// A file field; `accept` is the HTML list of types, empty for any.
pub fn file_field(field: &Field, accept: &str) -> Markup {
    let accept = (!accept.is_empty()).then_some(accept);
    html! {
        div class=(field.frame_class()) {
            (label(field))
            (hints(field))
            input class="input input-file" id=(field.id()) name=(field.name) type="file" accept=[accept]
                aria-describedby=[field.described_by()] aria-invalid=[field.invalid()];
        }
    }
}
