//! What one holds, as rows and as a card that needs its holder.

use maud::{Markup, html};

use crate::ui::{
    ButtonKind, CredentialCard, HeldRow, MessageDay, MessageShown, NextStep, RangeBar, TermFact, Tone, fold,
    held_rows, link_button, messages, need_card, next_step, range_bar,
};

/// Rows and a card; everything behind them is the one card of a credential.
pub(super) fn held(card: &CredentialCard) -> Markup {
    let row = |tone, state: &str, next: &str, is_over| HeldRow {
        code: "SOA".into(),
        state: state.into(),
        next: next.into(),
        is_over,
        card: CredentialCard { tone, ..card.clone() },
        ..HeldRow::default()
    };
    let need = HeldRow {
        left: "32 days left".into(),
        ..row(Tone::Attention, "Ends on 30 December 2026", "Pass SOA-C03 by 30 December 2026.", false)
    };
    html! {
        (need_card(&need, link_button("Register for SOA-C03", "#", ButtonKind::Primary), "The other ways"))
        (held_rows(&[row(Tone::Good, "Until 1 March 2028", "Nothing to do before 2 December 2027", false)]))
        (messages(&[told()]))
        (next_step(&NextStep {
            title: "You are registered – sit it from 30 September 2025".into(),
            text: "SOA-C03, from 30 September 2025 to 20 September 2026.".into(),
            primary: Some(("Prepare".into(), "#".into())),
            others: vec![("Add to calendar".into(), "#".into())],
            note: String::new(),
            facts: vec![TermFact::new("Time", "2 h 10 min"), TermFact::new("Questions", "65")],
        }))
        (range_bar(&RangeBar { low: 236, at: 363, high: 513, needed: Some(720), tone: Tone::Attention }))
        (fold("1 revoked", "", true, held_rows(&[row(Tone::Bad, "Revoked on 1 March 2026", "", true)])))
    }
}

fn told() -> MessageDay {
    let one = MessageShown {
        title: "Your badge: SysOps Administrator – Associate".into(),
        time: "09:12".into(),
        is_new: true,
        body: html! { p { "It is valid until 1 March 2028." } },
        link: Some(("Open the badge".into(), "#".into())),
        folded: Vec::new(),
    };
    let many = MessageShown {
        title: "3 certifications were put on your record".into(),
        is_new: false,
        folded: vec![one.clone(), one.clone(), one.clone()],
        ..one.clone()
    };
    MessageDay { day: "1 March 2026".into(), entries: vec![one, many] }
}
