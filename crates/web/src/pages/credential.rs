//! A badge's public page, and the issuer's.

mod paper;
mod share;
mod stands;

use assay_app::{Asking, HolderName, Issued};
use assay_assessment::registration::long;
use assay_kernel::TypedId;
use assay_programme::model::Certification;
use axum::{
    extract::{Path, State},
    response::Redirect,
};
use maud::{Markup, html};

use crate::{fault::Fault, form::Posted, routes::Routes, state::Web, ui, visitor::Visitor};
pub use paper::certificate;
use share::Shared;
pub(super) use stands::{Stands, stands, stands_so};

pub(super) fn routes() -> Routes {
    Routes::default().post("/credentials/{id}/name", choose_name)
}

/// What the page is made of.
struct BadgePage<'a> {
    web: &'a Web,
    visitor: &'a Visitor,
    issued: &'a Issued,
    certification: Option<&'a Certification>,
    title: &'a str,
    url: String,
    stands: Stands,
}

/// The public page of a credential: its picture, what it is today, what it took. It names its holder only
/// where they want it.
pub fn credential_page(web: &Web, visitor: &Visitor, issued: &Issued) -> Markup {
    let certification = visitor.asking.programme.certification(&issued.certification);
    let page = BadgePage {
        web,
        visitor,
        issued,
        certification,
        title: certification.map_or("Badge", |c| c.title.as_str()),
        url: format!("{}/credentials/{}", web.app.awards.issuer().base_url(), issued.id),
        stands: stands(issued, visitor.asking.today),
    };
    let main = html! {
        @if page.is_own() { (ui::breadcrumbs(&[ui::Crumb::new("My certifications", "/my")])) }
        (page.head())
        div class="split" {
            div class="stack" {
                @if page.is_own() { (page.holders_choice()) }
                (page.why())
                (ui::section("took", "What it took", html! {
                    p { (certification.map_or("", |c| c.criteria.as_str())) }
                    @if certification.is_some() {
                        p {
                            a href={ "/certifications/" (issued.certification) } {
                                "About this certification"
                            }
                        }
                    }
                }))
            }
            div class="stack" {
                div class="card badge-facts" { (ui::facts(&page.facts())) }
                (page.for_machines())
            }
        }
    };
    visitor.page_with_head(web, &format!("{}, {}", page.title, page.stands.words), page.for_robots(), main)
}

impl BadgePage<'_> {
    fn is_own(&self) -> bool {
        self.visitor.asking.actor.person() == Some(&self.issued.person)
    }

    fn issuer(&self) -> &str {
        &self.visitor.asking.programme.body.name
    }

    fn picture(&self) -> String {
        let code = &self.issued.certification;
        self.certification.map_or(String::new(), |_| format!("/certifications/{code}/badge.svg"))
    }

    fn shared<'s>(&'s self, picture: &'s str, number: &'s str) -> Shared<'s> {
        Shared {
            title: self.title,
            issuer: self.issuer(),
            holder: self.issued.shown_name.as_deref(),
            url: &self.url,
            picture,
            preview: has_png(&self.visitor.asking, self.issued).then(|| {
                let base = self.web.app.awards.issuer().base_url();
                format!("{base}/certifications/{}/preview.png", self.issued.certification)
            }),
            number,
            awarded_on: self.issued.earned_on,
            until: self.issued.standing.as_ref().and_then(|held| held.valid_until),
        }
    }

    fn picture_url(&self) -> String {
        format!("{}{}", self.web.app.awards.issuer().base_url(), self.picture())
    }

    /// A page without a name is found by those who have its address, and so is one that does not stand.
    fn for_robots(&self) -> Markup {
        let (picture, number) = (self.picture_url(), self.issued.id.to_string());
        html! {
            @if self.issued.shown_name.is_none() || !self.stands.today {
                meta name="robots" content="noindex";
            }
            @if self.stands.today { (self.shared(&picture, &number).preview_tags()) }
            link rel="alternate" type="application/vc+ld+json" href={ (self.url) ".json" };
        }
    }

    fn head(&self) -> Markup {
        let (stands, was) = (self.stands.today, if self.stands.today { "" } else { "Was " });
        let awarded = if stands { "Awarded" } else { "awarded" };
        let holder = html! {
            (was) (awarded) " to "
            @match &self.issued.shown_name {
                Some(name) => { strong { bdi { (name) } } }
                None => "its holder",
            }
        };
        let on = long(self.issued.earned_on);
        ui::badge_head(&ui::BadgeHead {
            title: self.title.to_owned(),
            image: self.picture(),
            code: self.issued.certification.clone(),
            tone: self.stands.tone,
            state: self.stands.words.clone(),
            stands,
            holder,
            awarded: html! { "by " a href="/issuer" { (self.issuer()) } " on " (on) },
            below: html! {
                @if let Some(sentence) = &self.visitor.asking.programme.demonstration {
                    p class="badge-note" { strong { "A demonstration badge. " } (sentence) }
                }
                @if stands { (self.share_row()) } @else { (self.over()) }
            },
        })
    }

    fn share_row(&self) -> Markup {
        let (picture, number) = (self.picture_url(), self.issued.id.to_string());
        let linkedin = self.shared(&picture, &number).linkedin();
        let verify = format!("/verify/{}", self.issued.id);
        html! {
            div class="share" {
                @if self.is_own() {
                    a class="button button-primary" href=(linkedin) rel="external noopener noreferrer" {
                        (ui::icon(ui::Icon::Plus)) span { "Add to LinkedIn" }
                    }
                } @else { (ui::link_button("Verify this badge", &verify, ui::ButtonKind::Primary)) }
                (ui::copy_field("badge-link", "Link to this badge", "Copy link", &self.url))
                a class="button button-secondary" href={ "/credentials/" (self.issued.id) ".pdf" } {
                    (ui::icon(ui::Icon::Download)) span { "Certificate (PDF)" }
                }
                @let (form, name) = self.file();
                a class="button button-secondary" href={ "/credentials/" (self.issued.id) (form) } {
                    (ui::icon(ui::Icon::Download)) span { "Download badge (" (name) ")" }
                }
            }
            p class="small share-note" {
                @if self.is_own() { a href=(verify) { "Verify this badge" } " or send its file to " }
                @else { "Or send its file to " }
                "any Open Badges 3.0 verifier."
            }
        }
    }

    /// What stands for everybody where a badge does not: that, and since when; why is the holder's to tell.
    fn over(&self) -> Markup {
        let why = self
            .issued
            .revoked()
            .or(self.issued.suspended())
            .filter(|_| super::verify::is_told_why(self.visitor, self.issued));
        let sentence = match self.stands.word {
            "Revoked" => {
                "This badge was withdrawn by the body that awarded it. It no longer stands for the \
                certification."
            }
            "Suspended by the body" => {
                "This badge is genuine. The body that awarded it has suspended its certification, which \
                counts for nothing until the body reinstates it."
            }
            "Expired" => "This badge is genuine. It was not renewed, so it is no longer valid.",
            "No longer on record" => "This badge is genuine. Nothing on record supports it today.",
            _ => "This badge is genuine. Its certification is not active today.",
        };
        let verify = format!("/verify/{}", self.issued.id);
        html! {
            p { (sentence) }
            @if let Some((_, reason)) = why.filter(|(_, reason)| !reason.is_empty()) {
                p { strong { (reason) } " Only you and the team see this reason." }
            }
            div class="share" { (ui::link_button("Verify this badge", &verify, ui::ButtonKind::Secondary)) }
        }
    }

    /// The picture with the credential inside: what it is called, and in which form.
    fn file(&self) -> (&'static str, &'static str) {
        if has_png(&self.visitor.asking, self.issued) { (".png", "PNG") } else { (".svg", "SVG") }
    }

    fn holders_choice(&self) -> Markup {
        let name = self.visitor.session.as_ref().map_or("", |session| session.name.as_str());
        let shown = self.issued.shown_name.is_some();
        let (label, value) =
            if shown { ("Hide my name", "no") } else { ("Show my name on this badge", "yes") };
        ui::for_you_alone(
            "Anybody who opens the link sees the page without this box.",
            html! {
                h3 { "Your name on this page" }
                @if shown {
                    p {
                        "Everybody who opens the page sees " strong { bdi { (name) } }
                        ", and search engines can find it."
                    }
                } @else {
                    p {
                        "The page names nobody, and search engines leave it out. With your name, "
                        strong { bdi { (name) } } ", an employer sees at once that it is yours."
                    }
                }
                div {
                    (ui::post_button(
                        &format!("/credentials/{}/name", self.issued.id),
                        self.visitor.csrf(),
                        label,
                        ui::ButtonKind::Secondary,
                        &[("shown", value)],
                    ))
                }
                p class="small muted" {
                    @if self.stands.today {
                        "A certificate that you download yourself bears your name either way. "
                    }
                    "The signed badge stays as it is: it names nobody"
                    @if self.issued.edition.names_holder {
                        ", and whoever knows your e-mail address can check that it is yours"
                    }
                    "."
                }
            },
        )
    }

    fn facts(&self) -> Vec<ui::TermFact> {
        let issued = self.issued;
        let until = issued.standing.as_ref().and_then(|held| held.valid_until);
        let until = issued.revoked().or(issued.suspended()).map_or(until, |(on, _)| Some(on));
        let valid = match until {
            Some(until) => format!("{} to {}", long(issued.edition.valid_from), long(until)),
            None => format!("from {}, without end", long(issued.edition.valid_from)),
        };
        let holder = match (&issued.shown_name, issued.edition.names_holder) {
            (Some(_), _) => "",
            (None, true) => "Not shown. Whoever knows the address can check it when verifying the badge.",
            (None, false) => "Not shown, and no address was confirmed when it was signed.",
        };
        vec![
            ui::TermFact::new("State", &self.stands.words),
            ui::TermFact::new(if self.stands.today { "Valid" } else { "Was valid" }, valid),
            ui::TermFact::new("Edition", issued.edition.number.to_string()),
            ui::TermFact::new(
                "Level",
                self.certification.map_or("", |c| super::catalogue::level_name(c.level)),
            ),
            ui::TermFact::rich("Number", html! { code { (issued.id) } }),
            ui::TermFact::new("Holder", holder),
        ]
    }

    /// What gave it its days: the holder's own affair, and the team's.
    fn why(&self) -> Markup {
        let why = &self.issued.edition.why;
        let told = super::verify::is_told_why(self.visitor, self.issued) && !why.is_empty();
        html! {
            @if told {
                (ui::fold("Why these dates", "For the holder and the team.", false, html! { p { (why) } }))
            }
        }
    }

    fn for_machines(&self) -> Markup {
        let (id, picture) = (self.issued.id, self.picture_url());
        let number = id.to_string();
        html! {
            @if self.stands.today && self.certification.is_some() {
                (ui::fold("Embed it on your page", "", false, ui::code_block(
                    "HTML: the badge's picture, which leads here",
                    &self.shared(&picture, &number).embed(),
                )))
            }
            (ui::fold("For machines", "", false, html! {
                ul class="stack-tight" {
                    li { a href={ "/credentials/" (id) ".json" } { "Signed credential" }
                        " (JSON-LD, Open Badges 3.0)" }
                    li { a href={ "/credentials/" (id) ".svg" } { "Picture with the credential inside" }
                        " (SVG)" }
                    @if has_png(&self.visitor.asking, self.issued) {
                        li { a href={ "/credentials/" (id) ".png" } { "The same picture" } " (PNG)" }
                    }
                    li { a href="/issuer" { "The issuer and its keys" } }
                }
                p class="small muted" { "The badge's address gives the JSON to whoever asks for it." }
            }))
        }
    }
}

/// The PNG beside the badge's SVG; none where the body gave none.
fn png<'a>(asking: &'a Asking, issued: &Issued) -> Option<&'a Vec<u8>> {
    let certification = asking.programme.certification(&issued.certification)?;
    asking.programme.artwork.get(&format!("{}.png", certification.badge.strip_suffix(".svg")?))
}

/// Whether there is a picture to bake into: a door that leads nowhere is not shown.
fn has_png(asking: &Asking, issued: &Issued) -> bool {
    png(asking, issued).is_some()
}

async fn choose_name(
    State(web): State<Web>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Redirect, Fault> {
    posted.visitor.must_be_signed_in()?;
    posted.only(&["shown"])?;
    let id = TypedId::parse(&id).map_err(|_| Fault::not_found())?;
    let name = match posted.text("shown") {
        "yes" => HolderName::Shown,
        "no" => HolderName::Hidden,
        _ => return Err(Fault::bad_request("`shown` is `yes` or `no`")),
    };
    web.app.awards.choose_name(&posted.visitor.asking, id, name).await?;
    Ok(Redirect::to(&format!("/credentials/{id}")))
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
