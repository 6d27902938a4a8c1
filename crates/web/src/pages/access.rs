//! How a person is known and gets in: a part of the team's page about them.

use assay_app::{Account, ClosedAccount, MadeLink, VerifiedHow, acts};
use assay_assessment::registration::long;
use assay_kernel::{Instant, identity::looks_like_another_alphabet};
use maud::{Markup, html};

use crate::{fault::Fault, state::Web, ui, visitor::Visitor, written::recorded_on};

/// How a person is known and gets in, and the links that were made for them.
pub(super) async fn access(web: &Web, visitor: &Visitor, person: &Account) -> Result<Markup, Fault> {
    let links = web.app.accounts.claim_links(&visitor.asking, person.id).await?;
    let same = web.app.accounts.others_with_address(&visitor.asking, person).await?;
    let how = match person.verified_how {
        None => "Nobody has proved it, so imports do not reach this account.",
        Some(VerifiedHow::Link) => "Address confirmed by a link.",
        Some(VerifiedHow::Record) => "The address was named in an import.",
        Some(VerifiedHow::Demonstration) => "A demonstration person.",
        Some(VerifiedHow::Administrator) => "The address was named on the command line.",
    };
    let is_real = person.story.is_none();
    let may_edit = is_real && visitor.asking.may_with::<acts::EditAccount>(person);
    let may_end = is_real && visitor.asking.may_with::<acts::EndSessions>(person);
    let is_open = person.closed.is_none();
    let may_link = is_real && is_open && visitor.asking.may_with::<acts::MakeLink>(person);
    let may_close = is_real && visitor.asking.may_with::<acts::CloseAccount>(person);
    Ok(ui::section(
        "access",
        "Access",
        html! { div class="stack" {
            @if let Some(closed) = person.closed {
                p {
                    (ui::chip(ui::Tone::Attention, "Account closed")) " "
                    (closed_words(visitor, closed))
                }
            }
            p {
                @if !person.is_verified() { (ui::chip(ui::Tone::Attention, "Address not confirmed")) " " }
                (how)
                @if !person.has_password && person.story.is_none() { " They have no password yet." }
            }
            @if looks_like_another_alphabet(&person.name) {
                p { (ui::chip(ui::Tone::Attention, "Look-alike letters"))
                    " A word of the name has letters of two alphabets, or of one that looks like another." }
            }
            @for other in &same {
                p {
                    (ui::chip(ui::Tone::Attention, "Same address")) " "
                    a href={ "/admin/people/" (other.id) } { (other.name) } " has the same address"
                    @if other.is_verified() { ", and it is theirs." } @else { "; nobody has proved it." }
                }
            }
            @if may_edit || may_end {
                p { a href={ "/admin/people/" (person.id) "/account" } {
                    @if may_edit { "Edit name and address, or end sessions" }
                    @else { "See and end their sessions" }
                } }
            }
            @if may_close {
                p { a href={ "/admin/people/" (person.id) "/close" } {
                    @if is_open { "Close the account" } @else { "Open the account again" }
                } }
            }
            @if may_link { (ways_in(web, visitor, person)) }
            (made_links(visitor, &links))
        } },
    ))
}

/// The links that were made for a person, and what became of them.
fn made_links(visitor: &Visitor, links: &[MadeLink]) -> Markup {
    let when = |at: Instant| {
        let at = at.to_zoned(visitor.asking.zone.clone());
        format!("{} {}", long(at.date()), at.strftime("%H:%M"))
    };
    html! {
        @if !links.is_empty() {
            ul class="stack" {
                @for link in links {
                    li {
                        @if link.is_mailed { "A link was mailed on " }
                        @else { (link.made_by) " made a link on " }
                        (when(link.made_at))
                        @match link.used_at {
                            Some(used) => { "; it was used on " (when(used)) "." }
                            None if link.ends_at > visitor.asking.at => {
                                "; it can be used until " (when(link.ends_at)) "."
                            }
                            None => { "; it was never used and has expired." }
                        }
                    }
                }
            }
        }
    }
}

/// Since when an account is closed, and by whom.
pub(super) fn closed_words(visitor: &Visitor, closed: ClosedAccount) -> String {
    let on = recorded_on(&visitor.asking, closed.at);
    let by = if closed.by_owner { "by its owner" } else { "by the team" };
    format!("Closed {on} {by}: nobody can sign in to it. What is on record stays.")
}

/// What the team can do to let somebody in: mail a link, or make one and hand it over.
fn ways_in(web: &Web, visitor: &Visitor, person: &Account) -> Markup {
    let (mailed, made) = match (person.is_verified(), person.has_password) {
        (false, _) => ("Mail them a link that confirms the address", "Make a link that confirms the address"),
        (true, false) => ("Mail them a claim link", "Make a claim link"),
        (true, true) => ("Mail them a link for a new password", "Make a link for a new password"),
    };
    let action = format!("/admin/people/{}/claim-link", person.id);
    // No mail reaches a name without an address.
    let mails = web.app.accounts.mails() && !person.is_nowhere();
    let kind = if mails { ui::ButtonKind::Quiet } else { ui::ButtonKind::Secondary };
    html! {
        div class="cluster" {
            @if mails {
                (ui::post_button(&action, visitor.csrf(), mailed, ui::ButtonKind::Secondary,
                    &[("how", "mail")]))
            }
            (ui::post_button(&action, visitor.csrf(), made, kind, &[]))
        }
    }
}
