//! What one holds, as rows and as a card that needs its holder.

use maud::{Markup, html};

use crate::ui::{ButtonKind, CredentialCard, HeldRow, Tone, fold, held_rows, link_button, need_card};

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
        (fold("1 revoked", "", true, held_rows(&[row(Tone::Bad, "Revoked on 1 March 2026", "", true)])))
    }
}
