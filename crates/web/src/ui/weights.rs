//! The domains of an outline and their weights.

use super::percent;
use maud::{Markup, html};

/// One domain and its weight.
#[derive(Debug, Clone, Default)]
pub struct DomainWeight {
    /// Its number: '1'.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Its weight in per cent.
    pub weight_pct: u8,
    /// Where it stands in full; empty for no link.
    pub href: String,
    /// What is said beside the weight ('was 20 %'); empty for none.
    pub note: String,
}

/// Draws the weights as one bar and as a list with the same numbers.
pub fn domain_weights(caption: &str, domains: &[DomainWeight]) -> Markup {
    html! {
        figure class="weights" {
            figcaption { (caption) }
            (bar(domains))
            ol class="weights-list" {
                @for (index, domain) in domains.iter().enumerate() {
                    li {
                        span class={ "swatch shade-" (index % 6 + 1) } aria-hidden="true" {}
                        span class="weights-name" {
                            @if !domain.number.is_empty() { span class="weights-number" { (domain.number) }
                                " " }
                            @if domain.href.is_empty() { (domain.name) } @else { a href=(domain.href) {
                                (domain.name) } }
                        }
                        span class="weights-value" {
                            @if !domain.note.is_empty() { span class="muted" { (domain.note) } " " }
                            (domain.weight_pct) " %"
                        }
                    }
                }
            }
        }
    }
}

/// Where each domain begins on the bar, per mille.
fn starts(domains: &[DomainWeight]) -> impl Iterator<Item = u16> {
    domains.iter().scan(0_u16, |next, domain| {
        let start = *next;
        *next = start.saturating_add(u16::from(domain.weight_pct).saturating_mul(10));
        Some(start)
    })
}

fn bar(domains: &[DomainWeight]) -> Markup {
    html! {
        svg class="weights-bar" width="100%" height="28" aria-hidden="true" focusable="false" {
            @for ((index, domain), start) in domains.iter().enumerate().zip(starts(domains)) {
                @let shade = index % 6 + 1;
                @let width = u16::from(domain.weight_pct).saturating_mul(10);
                rect class={ "weight shade-" (shade) } x=(percent(start)) width=(percent(width)) height="28"
                    {}
                @if domain.weight_pct >= 8 {
                    text class={ "weight-text on-shade-" (shade) } y="18.5" text-anchor="middle"
                        x=(percent(start.saturating_add(width / 2))) { (domain.weight_pct) }
                }
            }
        }
    }
}
