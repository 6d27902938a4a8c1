//! The demonstration's mail: nothing leaves the machine, and here it is read.

use assay_app::KeptMail;
use assay_assessment::registration::long;
use axum::extract::State;
use maud::{Markup, html};

use crate::{fault::Fault, routes::Routes, state::Web, ui, visitor::Visitor};

pub(super) fn routes() -> Routes {
    Routes::default().get("/demo/mail", page)
}

async fn page(State(web): State<Web>, visitor: Visitor) -> Result<Markup, Fault> {
    let mails = web.app.demo.mails(&visitor.asking)?;
    let main = html! {
        (ui::page_header(
            "Demonstration mail",
            "No mail leaves this machine: what people would get is shown here, latest first.",
            html! {},
        ))
        @if mails.is_empty() {
            p class="muted" { "None yet. Make an account, or ask for a link on the sign-in page." }
        }
        @for mail in &mails { (shown(&visitor, mail)) }
    };
    Ok(visitor.page(&web, "Demonstration mail", main))
}

fn shown(visitor: &Visitor, kept: &KeptMail) -> Markup {
    let at = kept.sent_at.to_zoned(visitor.asking.zone.clone());
    let when = format!("{} {}", long(at.date()), at.strftime("%H:%M"));
    html! {
        article class="card stack" {
            h2 { (kept.mail.subject) }
            (ui::facts(&[ui::TermFact::new("To", &kept.mail.to), ui::TermFact::new("Sent", when)]))
            @for part in kept.mail.text.trim().split("\n\n") {
                p {
                    @if is_link(part) { a href=(part) { (part) } }
                    @else { @for line in part.lines() { (line) br; } }
                }
            }
        }
    }
}

/// A line that is nothing but an address of a page.
fn is_link(part: &str) -> bool {
    let begins = part.starts_with("https://") || part.starts_with("http://");
    begins && !part.contains(char::is_whitespace)
}
