//! The page of one's own account: devices, password, name, address, one's data, and its end.

use assay_app::{Account, AppError, FieldFault, acts};
use assay_assessment::registration::long;
use maud::{Markup, html};

use super::sign_in::{PASSWORD_HELP, error_of, errors, title};
use crate::{fault::Fault, state::Web, ui, visitor::Visitor, written::recorded};

/// A browser's name, as far as it can be told.
pub(super) fn device(user_agent: &str) -> String {
    let browsers = [("Firefox/", "Firefox"), ("Edg/", "Edge"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    let systems = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    let find = |list: &[(&str, &'static str)]| {
        list.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    match (find(&browsers), find(&systems)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "Another program".to_owned(),
    }
}

pub(super) async fn show_account(
    web: &Web,
    visitor: &Visitor,
    again: &AccountForms,
) -> Result<Markup, Fault> {
    let faults = again.faults.as_slice();
    let sessions = web.app.accounts.my_sessions(&visitor.asking).await?;
    let me = web.app.accounts.me(&visitor.asking).await?;
    let Some(current) = &visitor.session else { return Err(AppError::NotSignedIn.into()) };
    let zone = &visitor.asking.zone;
    let rows = sessions.iter().map(|session| {
        let own = session.id == current.id;
        let seen = session.seen_at.to_zoned(zone.clone());
        vec![
            html! { (device(&session.user_agent)) @if own { " " (ui::chip(ui::Tone::Good, "This device")) } },
            html! { (recorded(&visitor.asking, session.created_at)) },
            html! { (long(seen.date())) " " (seen.strftime("%H:%M").to_string()) },
            ui::post_button(
                &format!("/account/sessions/{}/end", session.id),
                visitor.csrf(),
                if own { "Sign out here" } else { "End this session" },
                ui::ButtonKind::Quiet,
                &[],
            ),
        ]
    });
    let columns = ["Device", "Signed in", "Last used", "Action"].map(ui::Column::text).to_vec();
    let table = ui::Table::new("Where you are signed in", columns).rows(rows.collect()).cards();
    let main = html! {
        (ui::error_summary(&errors(faults)))
        (ui::page_header(&current.name, &current.email, html! {}))
        @if !me.is_verified() { (not_confirmed(visitor, web.app.accounts.mails())) }
        (name_and_address(web, visitor, &me, again))
        (ui::section("password", "Password", html! {
            p class="muted" { "Changing it ends every session, including this one." }
            (ui::post_form("/account/password", visitor.csrf(), html! {
                (ui::field(&ui::Field::new("old", "Current password").kind(ui::InputKind::Password)
                    .autocomplete("current-password").error(error_of(faults, "old"))))
                (ui::field(&ui::Field::new("new", "New password").kind(ui::InputKind::Password)
                    .autocomplete("new-password").error(error_of(faults, "new"))
                    .help(PASSWORD_HELP)))
                (ui::submit_button("Change the password", ui::ButtonKind::Secondary))
            }))
        }))
        (ui::section("sessions", "Devices", ui::table(&table)))
        (leaving(web, visitor))
    };
    Ok(visitor.page(web, &title("Account and devices", faults), main))
}

/// What an address that nobody proved means for its owner (F3).
fn not_confirmed(visitor: &Visitor, mails: bool) -> Markup {
    let body = visitor.asking.programme.body.name.clone();
    let what =
        "What was recorded for this address elsewhere is not shown here, and new badges do not name it.";
    let banner = ui::Banner::new(ui::Tone::Attention, "Your address is not confirmed");
    ui::banner(&banner.body(html! {
        @if mails {
            p { (what) " Open the link in the mail that was sent to it and press the button there; without \
                that mail, have one sent." }
            (ui::post_button("/account/proof", visitor.csrf(), "Mail a link",
                ui::ButtonKind::Secondary, &[]))
        } @else {
            p { (what) " Ask " (body) " for a link that confirms it." }
        }
    }))
}

/// Name and address, each with its form.
fn name_and_address(web: &Web, visitor: &Visitor, me: &Account, again: &AccountForms) -> Markup {
    let name = ui::Field::new("name", "Name")
        .autocomplete("name")
        .help(
            "As you want to be called. Where you let a badge's page show your name, it shows the new one \
             at once, and so does a certificate from then on. Badge files name nobody, so they stay as \
             they are.",
        )
        .value(again.typed("name").unwrap_or(&me.name))
        .error(error_of(&again.faults, "name"));
    html! {
        (ui::section("name", "Name", ui::post_form("/account/name", visitor.csrf(), html! {
            (ui::field(&name))
            (ui::submit_button("Save the name", ui::ButtonKind::Secondary))
        })))
        (ui::section("address", "Address", address(web, visitor, me, again)))
    }
}

/// What can be taken along, and how one leaves.
fn leaving(web: &Web, visitor: &Visitor) -> Markup {
    html! {
        (ui::section("crews", "Crews", html! {
            p { "People whom an employer or a trainer looks after: what is seen of you, and what you are \
                asked to do." }
            p { a href="/crews" { "Crews you are in, and crews you lead" } }
        }))
        (ui::section("data", "Your data", html! {
            p { "Everything that is kept about you here, in one file that people and programs can read." }
            p { a href="/account/data.json" download="my-data.json" { "Download your data (JSON)" } }
            // Whoever runs the examination prepares for nothing.
            @if visitor.asking.may_at_all::<acts::CopyStatements>() { (statements(web, visitor)) }
        }))
        (ui::section("close", "Close the account", html! {
            p { "What goes and what stays is said first." }
            (ui::link_button("Close the account…", "/account/close", ui::ButtonKind::Secondary))
        }))
    }
}

/// What a learning record store is told, or would be.
fn statements(web: &Web, visitor: &Visitor) -> Markup {
    html! {
        @if web.app.practice.tells_statements() {
            p { (visitor.asking.programme.body.name) " tells a learning record store what you do to prepare: \
                that a lesson, a course or practice is finished, with its points, under a name that says \
                nothing of you. Never what you answered, and nothing of your exams." }
        } @else {
            p { "What you did to prepare, as statements that learning records elsewhere read (xAPI). \
                Nobody is sent them." }
        }
        p { a href="/account/statements.json" download="my-statements.json" {
            "Download your preparation as statements (JSON)"
        } }
    }
}

fn address(web: &Web, visitor: &Visitor, me: &Account, again: &AccountForms) -> Markup {
    let body = &visitor.asking.programme.body.name;
    if !web.app.accounts.mails() {
        return html! {
            p { "You are reached under " strong { (me.email) } ". To change it, ask " (body)
                ": they enter the new one and hand you a link that proves it." }
        };
    }
    let field = ui::Field::new("address", "New e-mail address")
        .kind(ui::InputKind::Email)
        .autocomplete("email")
        .help(
            "A mail with a link goes to it. Until you open the link here and press the button, the present \
             address counts. Badges that name the present one get a new file that names the new one.",
        )
        .value(again.typed("address").unwrap_or_default())
        .error(error_of(&again.faults, "address"));
    ui::post_form(
        "/account/address",
        visitor.csrf(),
        html! {
            p { "You are reached under " strong { (me.email) } "." }
            (ui::field(&field))
            (password(me, again))
            (ui::submit_button("Mail the link", ui::ButtonKind::Secondary))
        },
    )
}

/// Asks once more who somebody is, where they have a password.
pub(super) fn password(me: &Account, again: &AccountForms) -> Markup {
    let field = ui::Field::new("password", "Your password")
        .kind(ui::InputKind::Password)
        .autocomplete("current-password")
        .error(error_of(&again.faults, "password"));
    html! {
        @if me.has_password { (ui::field(&field)) }
        @else { p class="muted" { "You have no password: it counts that you signed in within the last 15 \
            minutes." } }
    }
}

/// Why the account's page is shown once more.
#[derive(Default)]
pub(super) struct AccountForms {
    pub(super) faults: Vec<FieldFault>,
    pub(super) typed: Option<(&'static str, String)>,
}

impl AccountForms {
    pub(super) fn with(faults: Vec<FieldFault>) -> AccountForms {
        AccountForms { faults, typed: None }
    }

    fn typed(&self, field: &str) -> Option<&str> {
        self.typed.as_ref().filter(|(of, _)| *of == field).map(|(_, text)| text.as_str())
    }
}
