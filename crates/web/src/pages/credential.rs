//! A badge's public page, and the issuer's.

use assay_app::Issued;
use assay_assessment::registration::long;
use assay_standing::Status;
use maud::{Markup, html};

use super::my::status;
use crate::{state::Web, ui, visitor::Visitor};

/// The public page of a credential: the badge, what it took, until when. To whom only by consent: the page
/// shows no name; its holder proves it with the hashed address.
pub fn credential_page(web: &Web, visitor: &Visitor, issued: &Issued) -> Markup {
    let programme = &web.app.programme();
    let certification = programme.certification(&issued.record.certification);
    let title = certification.map_or("Badge", |c| c.title.as_str());
    let held = issued.standing.as_ref();
    let (tone, word) = held.map_or((ui::Tone::Neutral, "No longer current"), |held| status(held.status));
    let until = held.and_then(|held| held.valid_until);
    let id = issued.record.id;
    let url = format!("{}/credentials/{id}", web.app.issuer().base_url);
    let card = ui::BadgeCard {
        title: title.to_owned(),
        image: format!("/certifications/{}/badge.svg", issued.record.certification),
        code: issued.record.certification.clone(),
        holder: String::new(),
        issuer: programme.body.name.clone(),
        awarded_on: long(issued.record.earned_on.0),
        valid_until: until.map(long).unwrap_or_default(),
        tone,
        status: word.to_owned(),
        href: String::new(),
    };
    let expired = held.is_none_or(|held| held.status != Status::Active);
    let main = html! {
        (ui::page_header(title, certification.map_or("", |c| c.description.as_str()), html! {}))
        @if let Some(sentence) = &programme.demonstration {
            (ui::banner(&ui::Banner::new(ui::Tone::Information, "A demonstration badge")
                .body(html! { p { (sentence) } })))
        }
        @if expired {
            (ui::banner(&ui::Banner::new(ui::Tone::Attention, "Not active today").body(html! {
                p {
                    "The badge is genuine as far as its signature goes; its certification is not active on "
                    (long(web.app.today())) "."
                }
            })))
        }
        (ui::badge_card(&card))
        (ui::section("took", "What it took", html! {
            p { (certification.map_or("", |c| c.criteria.as_str())) }
        }))
        (ui::section("verify", "Check it yourself", html! {
            p {
                "Nobody needs to trust this page: the badge is signed, and any Open Badges 3.0 verifier can "
                "check it."
            }
            div class="cluster" {
                (ui::link_button(
                    "Verify this badge",
                    &format!("/verify?url={}", crate::problem::encode(&url)),
                    ui::ButtonKind::Primary,
                ))
                a class="button button-secondary" href={ "/credentials/" (id) ".json" } { "Signed JSON" }
                a class="button button-secondary" href={ "/credentials/" (id) ".png" } { "Baked PNG" }
                a class="button button-secondary" href={ "/credentials/" (id) ".svg" } { "Baked SVG" }
            }
        }))
        (ui::section("facts", "Facts", ui::facts(&facts(web, visitor, issued, &url))))
    };
    visitor.page(web, title, main)
}

fn facts(web: &Web, visitor: &Visitor, issued: &Issued, url: &str) -> [ui::Fact; 5] {
    let version = &issued.version;
    let issuer = &web.app.programme().body.name;
    let own = visitor.session.as_ref().is_some_and(|s| s.person_id == issued.record.person_id);
    let holder = match own {
        true => "You. The page shows your name to nobody.",
        false => "Not shown. The holder can prove it with their e-mail address on the verification page.",
    };
    [
        ui::Fact::rich("Address", html! { code { (url) } }),
        ui::Fact::new("Edition", format!("{}, valid from {}", version.version, version.valid_from)),
        ui::Fact::new("Why it is so", version.why.clone()),
        ui::Fact::rich("Issuer", html! { a href="/issuer" { (issuer) } }),
        ui::Fact::new("Holder", holder),
    ]
}

/// The issuer's page: who it is and with which keys it signs.
pub fn issuer_page(web: &Web, visitor: &Visitor) -> Markup {
    let body = &web.app.programme().body;
    let document = serde_json::to_string_pretty(&web.app.issuer().document()).unwrap_or_default();
    let main = html! {
        (ui::page_header(&body.name, &body.description, html! {}))
        (ui::facts(&[
            ui::Fact::rich("Issuer", html! { code { (web.app.issuer().issuer_url) } }),
            ui::Fact::rich("Site", html! { (body.url) }),
            ui::Fact::rich("E-mail", html! { (body.email) }),
            ui::Fact::rich("Key in use", html! { code { (web.app.issuer().method) } }),
        ]))
        (ui::section("document", "Controller document", ui::code_block("What verifiers read", &document)))
    };
    visitor.page(web, &body.name, main)
}
