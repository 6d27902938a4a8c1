//! A badge's page and a verdict, with sample content.

use maud::{Markup, html};

use crate::ui::{
    BadgeHead, TermFact, Tone, VerdictCard, badge::badge_article, copy_field, fold, for_you_alone,
    state_word, verdict::verdict_article,
};

pub(super) fn badge_page() -> Markup {
    let head = BadgeHead {
        title: "SysOps Administrator – Associate".into(),
        code: "SOA".into(),
        tone: Tone::Bad,
        state: "Revoked on 1 March 2026".into(),
        holder: html! { "Was awarded to " strong { bdi { "Ada Lovelace" } } },
        awarded: html! { "by CloudOps certification on 15 January 2026" },
        below: html! { p { (state_word(Tone::Good, "Active until 15 January 2029")) } },
        ..BadgeHead::default()
    };
    let verdict = VerdictCard {
        tone: Tone::Good,
        title: "Genuine and active".into(),
        note: "Active until 15 January 2029.".into(),
        stands: true,
        name: "SysOps Administrator – Associate".into(),
        facts: vec![TermFact::new("Held by", "Ada Lovelace")],
        ..VerdictCard::default()
    };
    html! {
        (badge_article(&head, html! { h3 { (head.title) } }))
        (copy_field("sg-link", "Link to this badge", "Copy link", "https://certs.example.org/credentials/crd_1"))
        (for_you_alone("Anybody who opens the link sees the page without this box.", html! {
            p { "A choice that is the holder's." }
        }))
        (fold("For machines", "3 files", false, html! { p { "What only programs read." } }))
        (verdict_article(&verdict, html! { h3 class="verdict-text" { (verdict.title) } }))
    }
}
