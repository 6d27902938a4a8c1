//! What a new body still lacks before it opens its doors, on the team's first page.
//!
//! Shown until all of it is done that can be told from here; a body in service sees nothing of it.

use std::net::IpAddr;

use assay_app::acts;
use assay_kernel::Role;
use maud::{Markup, html};

use crate::{fault::Fault, state::Web, ui, visitor::Visitor};

/// Administrators that a change of the programme takes: one proposes, another one applies.
const ADMINISTRATORS: usize = 2;

/// What can be told of a body from here.
#[derive(Clone, Debug)]
struct Readiness {
    /// Administrators whose role is in force.
    administrators: usize,
    /// What badges name.
    named: String,
    /// Where people reach it.
    reached: String,
    /// Whether links are mailed.
    mails: bool,
    /// What every page says of the programme being an example, if it does.
    example: Option<String>,
}

/// What is left to do; nothing once all of it is done, in a demonstration, and for who may not see roles.
///
/// # Errors
/// The store failed.
pub(super) async fn first_steps(web: &Web, visitor: &Visitor) -> Result<Markup, Fault> {
    if web.app.settings.demo || !visitor.asking.may_at_all::<acts::SeeGrants>() {
        return Ok(html! {});
    }
    let grants = web.app.grants.all(&visitor.asking).await?;
    let administrator = Role::Administrator.as_str();
    let body = Readiness {
        administrators: grants
            .iter()
            .filter(|grant| grant.role == administrator && grant.is_in_force(visitor.asking.at))
            .count(),
        named: web.app.awards.issuer().base_url().to_owned(),
        reached: web.app.settings.public_url.clone(),
        mails: web.app.accounts.mails(),
        example: visitor.asking.programme.demonstration.clone(),
    };
    let lines = steps(&body);
    if lines.iter().all(|line| line.state != ui::TodoState::Open) {
        return Ok(html! {});
    }
    let open = lines.iter().filter(|line| line.state == ui::TodoState::Open).count();
    Ok(ui::section(
        "first-steps",
        "Before you open your doors",
        html! {
            p { (open) " of " (lines.len()) " to do. The list goes away when they are done." }
            (ui::todo(&lines))
        },
    ))
}

fn steps(body: &Readiness) -> Vec<ui::TodoLine> {
    vec![administrators(body), own_programme(body), address(body), certificate(body), mail(body), backup()]
}

fn line(name: &str, done: bool, body: Markup) -> ui::TodoLine {
    let state = if done { ui::TodoState::Done } else { ui::TodoState::Open };
    ui::TodoLine { name: name.to_owned(), state, body }
}

fn administrators(body: &Readiness) -> ui::TodoLine {
    let done = body.administrators >= ADMINISTRATORS;
    let text = html! {
        @if done {
            p { (body.administrators) " people: one proposes a change, another applies it." }
        } @else {
            p {
                "A change to the programme takes two: one proposes it, another applies it. Let the other "
                "person make an account and confirm the address, then grant them the role under "
                a href="/admin/roles" { "Roles" } "."
            }
        }
    };
    line("A second administrator", done, text)
}

fn own_programme(body: &Readiness) -> ui::TodoLine {
    let text = html! {
        @match &body.example {
            None => p { "No page says that it is an example." },
            Some(said) => p {
                "Every page says: “" (said) "” Once the programme is yours, take "
                code { "demonstration" } " out of its " code { "programme.toml" } " and plan that under "
                a href="/admin/changes" { "Changes" } "."
            },
        }
    };
    line("A programme of your own", body.example.is_none(), text)
}

fn address(body: &Readiness) -> ui::TodoLine {
    let done = !is_this_machine(&body.named);
    let text = html! {
        p { "Badges name " code { (body.named) } ", for as long as they exist." }
        @if !done {
            p {
                "Nobody else can open that, and it cannot be changed later: begin with a new data folder, "
                "and give the address the first time."
            }
            (ui::code_block("", "assay serve --data NEW --public-url https://certs.example.org …"))
        }
    };
    line("An address that others can open", done, text)
}

fn certificate(body: &Readiness) -> ui::TodoLine {
    let done = body.reached.starts_with("https://");
    let text = html! {
        @if done {
            p { "People connect by https, and cookies are sent over https only." }
        } @else {
            p {
                "People connect by " code { (body.reached) } ", so passwords travel in the clear. Put a web "
                "server with a certificate in front, and start with "
                code { "--public-url https://certs.example.org" } "."
            }
        }
    };
    line("A certificate", done, text)
}

fn mail(body: &Readiness) -> ui::TodoLine {
    let text = html! {
        @if body.mails {
            p { "Links are mailed: to confirm an address, choose a new password, sign in, or accept an "
                "invitation. "
                "Notices are shown on people's pages." }
        } @else {
            p {
                "Nothing is mailed, so whoever loses a password needs a one-time link from you, on "
                "their page under " a href="/admin/people" { "People" } ". "
                "Try a mail, and start with the same settings:"
            }
            (ui::code_block("", "assay check-mail --mail smtp://… --mail-from … --to …"))
        }
    };
    line("Mail", body.mails, text)
}

fn backup() -> ui::TodoLine {
    ui::TodoLine {
        name: "A backup".to_owned(),
        state: ui::TodoState::Yours,
        body: html! {
            p {
                "People, results and the key that signs badges are in the data and nowhere else. Nobody here "
                "can tell whether there is a copy: stop the server, copy the folder, start it, and try the "
                "copy once."
            }
        },
    }
}

/// Whether an address leads to the machine that asks.
fn is_this_machine(url: &str) -> bool {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest).split('/').next().unwrap_or_default();
    let host = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(body: &Readiness) -> Vec<String> {
        let lines = steps(body).into_iter().filter(|line| line.state == ui::TodoState::Open);
        lines.map(|line| line.name).collect()
    }

    #[test]
    fn a_body_is_told_what_it_lacks_until_it_lacks_nothing() {
        let fresh = Readiness {
            administrators: 1,
            named: "http://127.0.0.1:8080".into(),
            reached: "http://127.0.0.1:8080".into(),
            mails: false,
            example: Some("It is an example.".into()),
        };
        assert_eq!(
            open(&fresh),
            [
                "A second administrator",
                "A programme of your own",
                "An address that others can open",
                "A certificate",
                "Mail"
            ]
        );
        let ready = Readiness {
            administrators: 2,
            named: "https://certs.example.org".into(),
            reached: "https://certs.example.org".into(),
            mails: true,
            example: None,
        };
        assert_eq!(open(&ready), Vec::<String>::new());
        let moved = Readiness { named: "http://localhost".into(), ..ready };
        assert_eq!(open(&moved), ["An address that others can open"]);
    }

    #[test]
    fn an_address_of_this_machine_is_known_in_every_spelling() {
        for url in ["http://127.0.0.1:8080", "http://127.1.2.3", "http://[::1]:8080", "https://localhost:1"] {
            assert!(is_this_machine(url), "{url}");
        }
        for url in ["https://certs.example.org", "http://10.0.0.1:8080", "https://localhost.example.org"] {
            assert!(!is_this_machine(url), "{url}");
        }
    }
}
