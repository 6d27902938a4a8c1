//! A badge's public page, and the issuer's.

use assay_app::{Asking, Issued};
use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_standing::Status;
use maud::{Markup, html};

use super::my::status;
use crate::{state::Web, ui, visitor::Visitor};

/// The public page of a credential: the badge, what it took, until when. To whom only by consent: the page
/// shows no name; its holder proves it with the hashed address.
pub fn credential_page(web: &Web, visitor: &Visitor, issued: &Issued) -> Markup {
    let programme = &visitor.asking.programme;
    let certification = programme.certification(&issued.certification);
    let title = certification.map_or("Badge", |c| c.title.as_str());
    let held = issued.standing.as_ref();
    let (tone, word) = held.map_or((ui::Tone::Neutral, "No longer current"), |held| status(held.status));
    let revoked = issued.revoked();
    let told_why = super::verify::is_told_why(visitor, issued);
    let over = held.is_some_and(|held| held.valid_until.is_some_and(|until| until < visitor.asking.today));
    let ends = match (&revoked, held.and_then(|held| held.valid_until)) {
        (Some((on, _)), _) => format!("revoked on {}", long(*on)),
        (None, Some(until)) if over => format!("was valid until {}", long(until)),
        (None, Some(until)) if held.is_some_and(|held| held.status == Status::Active) => {
            format!("valid until {}", long(until))
        }
        (None, Some(_)) => "not active today".to_owned(),
        (None, None) => String::new(),
    };
    let id = issued.id;
    let url = format!("{}/credentials/{id}", web.app.awards.issuer().base_url());
    let card = ui::BadgeCard {
        title: title.to_owned(),
        image: format!("/certifications/{}/badge.svg", issued.certification),
        code: issued.certification.clone(),
        holder: String::new(),
        issuer: programme.body.name.clone(),
        awarded_on: long(issued.earned_on),
        ends,
        tone,
        status: word.to_owned(),
        href: String::new(),
    };
    let main = html! {
        (ui::page_header(title, certification.map_or("", |c| c.description.as_str()), html! {}))
        @if let Some(sentence) = &programme.demonstration {
            (ui::banner(&ui::Banner::new(ui::Tone::Information, "A demonstration badge")
                .body(html! { p { (sentence) } })))
        }
        (standing_banner(issued, told_why, visitor.asking.today))
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
                @if has_png(&visitor.asking, issued) {
                    a class="button button-secondary" href={ "/credentials/" (id) ".png" } { "Baked PNG" }
                }
                a class="button button-secondary" href={ "/credentials/" (id) ".svg" } { "Baked SVG" }
            }
        }))
        (ui::section("facts", "Facts", ui::facts(&facts(visitor, issued, &url, told_why))))
    };
    visitor.page(web, title, main)
}

/// Whether there is a picture to bake into: a door that leads nowhere is not shown.
fn has_png(asking: &Asking, issued: &Issued) -> bool {
    let loaded = asking.programme.clone();
    let certification = loaded.programme.certification(&issued.certification);
    let path = certification.and_then(|c| c.badge.strip_suffix(".svg")).map(|path| format!("{path}.png"));
    path.is_some_and(|path| loaded.artwork.contains_key(&path))
}

/// What stands against the badge today. The reason of a revocation is for the holder and the team; everybody
/// else is told that, and since when.
fn standing_banner(issued: &Issued, told_why: bool, today: Date) -> Markup {
    if let Some((on, reason)) = issued.revoked() {
        let title = format!("Revoked on {}", long(on));
        return ui::banner(&ui::Banner::new(ui::Tone::Bad, title).body(html! {
            p { "The certification was withdrawn, so the badge does not hold." }
            @if told_why && !reason.is_empty() { p { (reason) } }
        }));
    }
    let Some(held) = issued.standing.as_ref() else {
        return ui::banner(&ui::Banner::new(ui::Tone::Attention, "No longer current").body(html! {
            p { "The badge is genuine; nothing on record stands behind it today." }
        }));
    };
    let over = held.valid_until.map(long).unwrap_or_default();
    match held.status {
        Status::Active => html! {},
        Status::Expired => {
            let title = "This badge has expired";
            ui::banner(&ui::Banner::new(ui::Tone::Attention, title).body(html! {
                p { "It is genuine, and it was valid until " (over) "." }
            }))
        }
        _ => ui::banner(&ui::Banner::new(ui::Tone::Attention, "Not active today").body(html! {
            p { "The badge is genuine; its certification is not active on " (long(today)) "." }
        })),
    }
}

fn facts(visitor: &Visitor, issued: &Issued, url: &str, told_why: bool) -> Vec<ui::TermFact> {
    let edition = &issued.edition;
    let issuer = &visitor.asking.programme.body.name;
    let own = visitor.asking.actor.person() == Some(&issued.person);
    let holder = match own {
        true => "You. The page shows your name to nobody.",
        false if edition.names_holder => {
            "Not shown. The holder can prove it with their e-mail address on the verification page."
        }
        false => "Not shown, and not named by an address: the holder's was not confirmed yet.",
    };
    let from = long(edition.valid_from);
    let mut facts = vec![
        ui::TermFact::rich("Address", html! { code { (url) } }),
        ui::TermFact::new("Edition", format!("{}, valid from {from}", edition.number)),
    ];
    if !edition.why.is_empty() && (told_why || issued.revoked().is_none()) {
        facts.push(ui::TermFact::new("Why it is so", edition.why.clone()));
    }
    facts.push(ui::TermFact::rich("Issuer", html! { a href="/issuer" { (issuer) } }));
    facts.push(ui::TermFact::new("Holder", holder));
    facts
}

/// The issuer's page: who it is and with which keys it signs.
pub fn issuer_page(web: &Web, visitor: &Visitor) -> Markup {
    let body = &visitor.asking.programme.body;
    let document = serde_json::to_string_pretty(&web.app.awards.issuer().document()).unwrap_or_default();
    let main = html! {
        (ui::page_header(&body.name, &body.description, html! {}))
        (ui::facts(&[
            ui::TermFact::rich("Issuer", html! { code { (web.app.awards.issuer().url()) } }),
            ui::TermFact::rich("Site", html! { (body.url) }),
            ui::TermFact::rich("E-mail", html! { (body.email) }),
            ui::TermFact::rich("Key in use", html! { code { (web.app.awards.issuer().method()) } }),
        ]))
        (ui::section("document", "Controller document", ui::code_block("What verifiers read", &document)))
    };
    visitor.page(web, &body.name, main)
}
