//! How a person is known and gets in: a part of the team's page about them.

use assay_app::{Account, VerifiedHow};
use assay_assessment::registration::long;
use assay_kernel::{Instant, identity::looks_like_another_alphabet};
use maud::{Markup, html};

use crate::{fault::Fault, state::Web, ui, visitor::Visitor};

/// How a person is known and gets in, and the links that were made for them.
pub(super) async fn access(web: &Web, visitor: &Visitor, person: &Account) -> Result<Markup, Fault> {
    let links = web.app.accounts.claim_links(&visitor.asking, person.id).await?;
    let same = web.app.accounts.others_with_address(&visitor.asking, person).await?;
    let when = |at: Instant| {
        let at = at.to_zoned(visitor.asking.zone.clone());
        format!("{} {}", long(at.date()), at.strftime("%H:%M"))
    };
    let how = match person.verified_how {
        None => "Nobody has proved it, so imports do not reach this account.",
        Some(VerifiedHow::Link) => "Address confirmed by a link.",
        Some(VerifiedHow::Record) => "The address was named in an import.",
        Some(VerifiedHow::Demonstration) => "A demonstration person.",
        Some(VerifiedHow::Administrator) => "The address was named on the command line.",
    };
    let button = match (person.is_verified(), person.has_password) {
        (false, _) => "Make a link that confirms the address",
        (true, false) => "Make a claim link",
        (true, true) => "Make a link for a new password",
    };
    let action = format!("/admin/candidates/{}/claim-link", person.id);
    let offers = person.story.is_none() && !person.is_of_team(visitor.asking.at);
    Ok(ui::section(
        "access",
        "Access",
        html! { div class="stack" {
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
                    a href={ "/admin/candidates/" (other.id) } { (other.name) } " has the same address"
                    @if other.is_verified() { ", and it is theirs." } @else { "; nobody has proved it." }
                }
            }
            @if offers { (ui::post_button(&action, visitor.csrf(), button, ui::ButtonKind::Secondary, &[])) }
            @if !links.is_empty() {
                ul class="stack" {
                    @for link in &links {
                        li {
                            (link.made_by) " made a link on " (when(link.made_at))
                            @match link.used_at {
                                Some(used) => { "; it was used on " (when(used)) "." }
                                None if link.ends_at > visitor.asking.at => {
                                    "; it can be used until " (when(link.ends_at)) "."
                                }
                                None => { "; it was not used and has ended." }
                            }
                        }
                    }
                }
            }
        } },
    ))
}
