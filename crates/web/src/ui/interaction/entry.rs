//! Text entry and extended text: a line inside a sentence, and a text of one's own.

use assay_bank::{LINE_CHARS_MAX, TEXT_CHARS_MAX};
use assay_qti::view::{Asks, InteractionView};
use maud::{Markup, html};

use super::{
    choice_inline, frame,
    paper::{QuestionPaper, field_name},
};

/// Widths of a field in a line, in characters.
const WIDTH_MIN: u32 = 4;
/// More would not fit a phone; the text goes on inside.
const WIDTH_MAX: u32 = 40;
/// Where the author says nothing.
const WIDTH_USUAL: u32 = 15;
/// CodeLines of a text where the author says nothing.
const LINES_USUAL: u32 = 6;
/// More than a screen helps nobody; the field can be pulled larger.
const LINES_MAX: u32 = 30;

pub(super) fn text_entry(paper: &QuestionPaper<'_>, view: &InteractionView) -> Markup {
    let Asks::TextEntry { expected_length, pattern, pattern_message, placeholder, is_numeric } = &view.asks
    else {
        return html! {};
    };
    let own = paper.own(&view.response).first();
    let right = paper.right(&view.response);
    let wanted = right.and_then(<[String]>::first);
    let width = named(view, "qti-input-width-").or(*expected_length).unwrap_or(WIDTH_USUAL);
    html! {
        span class="ask-inline" data-response=(view.response) data-kind="text-entry" {
            input class="input text-entry" type="text" name=(field_name(&view.response))
                id=(paper.id(&view.response, "ask")) value=[own] size=(width.clamp(WIDTH_MIN, WIDTH_MAX))
                maxlength=(LINE_CHARS_MAX) inputmode=[is_numeric.then_some("decimal")] autocomplete="off"
                autocapitalize="off" spellcheck="false" placeholder=[placeholder.as_deref()]
                data-pattern=[pattern.as_deref()] data-pattern-message=[pattern_message.as_deref()]
                aria-label=(choice_inline::place_name(paper, &view.response))
                aria-describedby=(paper.id(&view.response, "message")) disabled[paper.is_locked()];
            (choice_inline::inline_message(paper, &view.response))
            (frame::verdict(paper, wanted.map(String::as_str), wanted == own))
        }
    }
}

pub(super) fn extended_text(paper: &QuestionPaper<'_>, view: &InteractionView) -> Markup {
    let Asks::ExtendedText {
        expected_length,
        expected_lines,
        pattern,
        pattern_message,
        placeholder,
        is_preformatted,
    } = &view.asks
    else {
        return html! {};
    };
    let id = |part: &str| paper.id(&view.response, part);
    let own = paper.own(&view.response).first().map_or("", String::as_str);
    let lines = named(view, "qti-height-lines-").or(*expected_lines).unwrap_or(LINES_USUAL);
    let said = expected_length.map(|length| format!("About {length} characters.")).unwrap_or_default();
    let has = |words: &str| view.vocabulary.iter().any(|word| word == words);
    let counter = match () {
        () if has("qti-counter-down") => Some("down"),
        () if has("qti-counter-up") || expected_length.is_some() => Some("up"),
        () => None,
    };
    html! {
        div class="ask ask-text" data-response=(view.response) data-kind="extended-text" {
            (frame::prompt(paper, view, if view.prompt.is_empty() { "Write your answer." } else { "" }))
            textarea class={ "input " (if *is_preformatted { "is-code" } else { "" }) } id=(id("ask"))
                name=(field_name(&view.response)) rows=(lines.clamp(2, LINES_MAX)) dir="auto"
                maxlength=(TEXT_CHARS_MAX) placeholder=[placeholder.as_deref()]
                spellcheck=[is_preformatted.then_some("false")] data-pattern=[pattern.as_deref()]
                data-pattern-message=[pattern_message.as_deref()] data-counter=[counter]
                data-expected=[*expected_length] aria-labelledby=(id("prompt"))
                aria-describedby={ (id("count")) " " (id("message")) }
                disabled[paper.is_locked()] { "\n" (own) }
            p class="ask-count" id=(id("count")) data-count { (frame::ours(paper, &said)) }
            (frame::message(paper, &view.response))
        }
    }
}

/// The number at the end of a word of the shared vocabulary.
fn named(view: &InteractionView, prefix: &str) -> Option<u32> {
    view.vocabulary.iter().find_map(|word| word.strip_prefix(prefix)?.parse().ok())
}
