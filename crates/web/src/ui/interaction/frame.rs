//! What every place to answer has: a prompt, what is asked for, limits for the script, a message.

use assay_qti::view::InteractionView;
use maud::{Markup, html};

use super::{body, paper::QuestionPaper};
use crate::ui::{Icon, Tone, chip, icon};

/// What a frame says and enforces.
pub(super) struct AskLimits<'a> {
    /// Names the interaction for script and style: `choice`.
    pub kind: &'a str,
    /// What is asked for, in a sentence of ours; empty for none.
    pub said: String,
    /// At least.
    pub min: u32,
    /// At most; 0 is without a limit.
    pub max: u32,
}

/// A group of controls of one response variable.
pub(super) fn group(
    paper: &QuestionPaper<'_>,
    view: &InteractionView,
    limits: &AskLimits<'_>,
    inside: Markup,
) -> Markup {
    let id = |part: &str| paper.id(&view.response, part);
    let class = format!("ask ask-{} {}", limits.kind, view.vocabulary.join(" "));
    let max = (limits.max > 0).then_some(limits.max);
    // Where an error's link leads, the keyboard goes on from there.
    let is_at_fault = !paper.fault(&view.response).is_empty();
    html! {
        fieldset class=(class.trim_end()) id=(id("ask")) tabindex=[is_at_fault.then_some("-1")]
            data-response=(view.response) data-kind=(limits.kind)
            data-min=[(limits.min > 0).then_some(limits.min)] data-max=[max]
            data-min-message=[view.min_message.as_deref()] data-max-message=[view.max_message.as_deref()]
            aria-labelledby=(id("prompt")) aria-describedby=(id("message"))
            aria-disabled=[paper.is_locked().then_some("true")] {
            (prompt(paper, view, &limits.said))
            (inside)
            (message(paper, &view.response))
        }
    }
}

/// The author's words, then ours.
pub(super) fn prompt(paper: &QuestionPaper<'_>, view: &InteractionView, said: &str) -> Markup {
    html! {
        div class="ask-prompt" id=(paper.id(&view.response, "prompt")) {
            (body::nodes(paper, &view.prompt))
            @if !said.is_empty() { " " (ours(paper, said)) }
        }
    }
}

/// Words of the page's own inside a question that may be in another language.
pub(super) fn ours(paper: &QuestionPaper<'_>, words: &str) -> Markup {
    html! {
        @match paper.our_language() {
            Some(language) => span class="ask-said" lang=(language) dir="ltr" { (words) },
            None => span class="ask-said" { (words) },
        }
    }
}

/// The place where too few, too many and what was moved is said.
pub(super) fn message(paper: &QuestionPaper<'_>, response: &str) -> Markup {
    let fault = paper.fault(response);
    html! {
        p class="ask-message" id=(paper.id(response, "message")) role="status" data-message {
            @if !fault.is_empty() { (icon(Icon::Attention)) span { (fault) } }
        }
    }
}

/// `Right answer` and `Your choice` at something that could be chosen, once the key may be seen.
pub(super) fn marks(paper: &QuestionPaper<'_>, has_key: bool, is_right: bool, is_own: bool) -> Markup {
    let (right, own) = ("Right answer", "Your choice");
    html! {
        @if has_key && (is_right || is_own) {
            span class="ask-marks" lang=[paper.our_language()] dir="ltr" {
                @if is_right { (chip(Tone::Good, right)) }
                @if is_own { (chip(if is_right { Tone::Good } else { Tone::Attention }, own)) }
            }
        }
    }
}

/// What was right at a place, and whether that was answered; nothing without a key.
pub(super) fn verdict(paper: &QuestionPaper<'_>, right: Option<&str>, is_met: bool) -> Markup {
    let Some(right) = right.filter(|_| paper.key.is_some()) else { return html! {} };
    let (tone, word) = match is_met {
        true => (Tone::Good, "Right"),
        false => (Tone::Attention, "Not right"),
    };
    html! {
        span class="ask-verdict" lang=[paper.our_language()] dir="ltr" {
            (chip(tone, word))
            @if !is_met { " " span { "Right answer: " bdi { (right) } } }
        }
    }
}

/// The tone of a card under review, as a class.
pub(super) fn tone(has_key: bool, is_right: bool, is_own: bool) -> &'static str {
    match (has_key, is_right, is_own) {
        (false, ..) | (true, false, false) => "",
        (true, true, _) => "tone-good",
        (true, false, true) => "tone-attention",
    }
}
