//! How a registration stands, in words; where it is, and the table of one person's.

use assay_app::{Asking, RegistrationLine, RegistrationNow, acts};
use assay_assessment::registration::long;
use assay_kernel::RegistrationId;
use maud::{Markup, html};

use crate::ui;

/// Where the list is.
pub(super) const PLACE: &str = "/admin/registrations";

/// Where a registration's page is.
pub(super) fn place(id: RegistrationId) -> String {
    format!("{PLACE}/{id}")
}

/// An exam version's title; nothing where the programme has it no more.
pub(super) fn exam_title<'a>(asking: &'a Asking, exam: &str) -> &'a str {
    asking.programme.exam(exam).map_or("", |exam| exam.title.as_str())
}

/// How it stands, as a machine reads it.
pub(super) fn state_word(line: &RegistrationLine) -> &'static str {
    match line.state {
        RegistrationNow::Open => "open",
        RegistrationNow::Over => "over",
        RegistrationNow::Running => "running",
        RegistrationNow::Used => "used",
        RegistrationNow::Withdrawn => "withdrawn",
    }
}

/// How it stands, for people.
pub(super) fn state_chip(line: &RegistrationLine) -> Markup {
    let (tone, words) = match line.state {
        RegistrationNow::Open => (ui::Tone::Good, "Open"),
        RegistrationNow::Over => (ui::Tone::Attention, "Over, not used"),
        RegistrationNow::Running => (ui::Tone::Information, "Sitting runs"),
        RegistrationNow::Used => (ui::Tone::Neutral, "Used"),
        RegistrationNow::Withdrawn if line.is_withdrawn_by_team() => {
            (ui::Tone::Neutral, "Withdrawn by the team")
        }
        RegistrationNow::Withdrawn => (ui::Tone::Neutral, "Withdrawn"),
    };
    ui::chip(tone, words)
}

/// What the one who looks may do with it as it stands: the part of its address, and the words.
pub(super) fn offered(asking: &Asking, line: &RegistrationLine) -> Vec<(&'static str, &'static str)> {
    let mut offered = Vec::new();
    if line.is_open() && asking.may_with_thing_of::<acts::MoveForSomebody>(line.person) {
        offered.push(("move", "Move"));
    }
    if line.is_open() && asking.may_with_thing_of::<acts::WithdrawForSomebody>(line.person) {
        offered.push(("withdraw", "Withdraw"));
    }
    let is_withdrawn = line.state == RegistrationNow::Withdrawn;
    if is_withdrawn && asking.may_with_thing_of::<acts::ReopenForSomebody>(line.person) {
        offered.push(("take-up", "Take up again"));
    }
    offered
}

/// The registrations of one person, with what can be done with each.
pub(in crate::pages) fn registrations_table(asking: &Asking, lines: &[RegistrationLine]) -> Markup {
    let columns = ["Exam", "State", "Last day to sit", "Action"].map(ui::Column::text).to_vec();
    let rows = lines.iter().map(|line| {
        vec![
            html! {
                a href=(place(line.id)) { (line.exam) }
                br;
                span class="muted" { "Registered on " (long(line.registered_on)) }
            },
            state_chip(line),
            html! { (line.sit_until.map_or("no end".to_owned(), long)) },
            html! {
                span class="cluster" {
                    @for (act, words) in offered(asking, line) {
                        a href={ (place(line.id)) "/" (act) } {
                            (words) span class="visually-hidden" { ": " (line.exam) }
                        }
                    }
                }
            },
        ]
    });
    let empty = ui::EmptyState::new("Registered for nothing yet", "Registrations appear here, used or not.");
    ui::table(&ui::Table::new("Registrations", columns).rows(rows.collect()).cards().empty(empty))
}
