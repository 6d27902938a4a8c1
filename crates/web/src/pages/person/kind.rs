//! What can be put on a person's record: each kind with its words, and what is typed for it.

use assay_app::{FieldFault, RecordEntry};
use assay_kernel::{Date, ExamCode, PersonId, day};
use assay_programme::model::{Earned, Programme};
use assay_standing::Happening;
use maud::{Markup, html};
use serde::Deserialize;

use super::place::place;
use crate::form::Posted;

/// What can be put on record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RecordKind {
    Withdraw,
    Suspend,
    Reinstate,
    Pass,
    Fail,
    Award,
    Credits,
    TakeBack,
    Fee,
    Waiver,
    Activity,
}

/// A kind's name in addresses, what the page is called, and its button.
const KINDS: &[(RecordKind, &str, &str, &str)] = &[
    (RecordKind::Withdraw, "withdraw", "Withdraw a certification", "Withdraw"),
    (RecordKind::Suspend, "suspend", "Suspend a certification", "Suspend"),
    (RecordKind::Reinstate, "reinstate", "Reinstate a certification", "Reinstate"),
    (RecordKind::Pass, "pass", "Record a pass", "Record the pass"),
    (RecordKind::Fail, "fail", "Record a fail", "Record the fail"),
    (RecordKind::Award, "award", "Record an award", "Record the award"),
    (RecordKind::Credits, "credits", "Record credits", "Record the credits"),
    (RecordKind::TakeBack, "take-back", "Take credits back", "Take the credits back"),
    (RecordKind::Fee, "fee", "Record a payment", "Record the payment"),
    (RecordKind::Waiver, "waiver", "Waive a payment", "Waive the payment"),
    (RecordKind::Activity, "activity", "Record a learning activity", "Record the activity"),
];

impl RecordKind {
    pub(super) fn parse(text: &str) -> Option<RecordKind> {
        KINDS.iter().find(|(_, name, ..)| *name == text).map(|(kind, ..)| *kind)
    }

    fn line(self) -> (&'static str, &'static str, &'static str) {
        let line = KINDS.iter().find(|(kind, ..)| *kind == self);
        line.map_or(("", "", ""), |(_, name, heading, verb)| (*name, *heading, *verb))
    }

    /// Its name in addresses.
    pub(super) fn name(self) -> &'static str {
        self.line().0
    }

    pub(super) fn heading(self) -> &'static str {
        self.line().1
    }

    pub(super) fn verb(self) -> &'static str {
        self.line().2
    }

    /// Where it is done to a person.
    pub(super) fn place(self, id: PersonId) -> String {
        format!("{}/record/{}", place(id), self.line().0)
    }

    /// Whether the body decides it, about something that is held.
    pub(super) fn is_decision(self) -> bool {
        matches!(self, RecordKind::Withdraw | RecordKind::Suspend | RecordKind::Reinstate)
    }

    pub(super) fn is_exam(self) -> bool {
        matches!(self, RecordKind::Pass | RecordKind::Fail)
    }

    pub(super) fn counts(self) -> bool {
        matches!(self, RecordKind::Credits | RecordKind::TakeBack | RecordKind::Fee | RecordKind::Waiver)
    }

    /// What the field of a further name is called, and what helps to fill it in.
    pub(super) fn names(self) -> Option<(&'static str, &'static str)> {
        match self {
            RecordKind::Credits | RecordKind::TakeBack => {
                Some(("Category", "As the rules name it, where they do: A"))
            }
            RecordKind::Activity => Some(("Activity", "As the rules name it: maintain-500")),
            _ => None,
        }
    }
}

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    pub(super) what: String,
    #[serde(default)]
    pub(super) on: String,
    #[serde(default)]
    pub(super) n: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) reference: String,
}

/// The fields of the form that is looked at.
const FIELDS: [&str; 5] = ["what", "on", "n", "name", "reference"];

impl Typed {
    pub(super) fn of(posted: &Posted) -> Typed {
        let [what, on, n, name, reference] = FIELDS.map(|field| posted.text(field).to_owned());
        Typed { what, on, n, name, reference }
    }

    /// As they are sent on.
    pub(super) fn pairs(&self) -> [(&'static str, &str); 5] {
        let [what, on, n, name, reference] = FIELDS;
        [(what, &self.what), (on, &self.on), (n, &self.n), (name, &self.name), (reference, &self.reference)]
    }

    /// The entry, or what to write instead.
    pub(super) fn read(
        &self,
        kind: RecordKind,
        programme: &Programme,
        today: Date,
    ) -> Result<RecordEntry, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let what = self.what.trim();
        if what.is_empty() {
            let choose = match kind.is_exam() {
                true => "Choose the exam that was sat.",
                false => "Choose a certification.",
            };
            faults.push(FieldFault::new("what", choose));
        }
        let on = match (kind.is_decision(), day::read(self.on.trim())) {
            (true, _) => today,
            (false, Ok(on)) => on,
            (false, Err(_)) => {
                faults.push(FieldFault::new("on", "Enter a day like 2026-03-12."));
                today
            }
        };
        let n = match (kind.counts(), self.n.trim().parse::<u32>()) {
            (true, Ok(n)) => n,
            (true, Err(_)) => {
                faults.push(FieldFault::new("n", "Enter a whole number from 1 to 10,000."));
                1
            }
            (false, _) => 1,
        };
        if !faults.is_empty() {
            return Err(faults);
        }
        let entry = RecordEntry::of(self.happening(kind, n, programme), on);
        let reference = Some(self.reference.trim().to_owned()).filter(|text| !text.is_empty());
        Ok(RecordEntry { reference, is_waiver: kind == RecordKind::Waiver, ..entry })
    }

    fn happening(&self, kind: RecordKind, n: u32, programme: &Programme) -> Happening {
        let (what, name) = (self.what.trim(), self.name.trim());
        let category = Some(name.to_owned()).filter(|name| !name.is_empty());
        let certification = what.into();
        // What is neither is told as an exam version, with the nearest ones.
        let sat = || match programme.certification(what) {
            Some(known) => Earned::Certification(known.code.clone()),
            None => Earned::Exam(ExamCode::new(what)),
        };
        match kind {
            RecordKind::Withdraw => Happening::Revoke { certification, reason: None },
            RecordKind::Suspend => Happening::Suspend { certification, reason: None },
            RecordKind::Reinstate => Happening::Reinstate { certification, reason: None },
            RecordKind::Pass => Happening::Pass { what: sat() },
            RecordKind::Fail => Happening::Fail { what: sat() },
            RecordKind::Award => Happening::Earn { certification },
            RecordKind::Credits => Happening::Credit { certification, n, category },
            RecordKind::TakeBack => Happening::Strike { certification, n, category, reason: None },
            RecordKind::Fee | RecordKind::Waiver => Happening::Fee { certification, n },
            RecordKind::Activity => Happening::Do { certification, what: name.to_owned() },
        }
    }
}

/// What can be written into a person's record, for their page.
pub(super) fn offers(id: PersonId) -> Markup {
    let offered = KINDS.iter().filter(|(kind, ..)| !kind.is_decision());
    html! {
        section class="card stack" id="record" aria-labelledby="record-title" {
            h2 id="record-title" { "Record an event" }
            p class="muted" { "For what happened elsewhere. You see what follows before anything is done." }
            ul class="stack" {
                @for (kind, _, heading, _) in offered { li { a href=(kind.place(id)) { (heading) } } }
            }
        }
    }
}

/// What can be done about it later, in a sentence.
pub(super) fn way_back(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Withdraw => "It can be undone: reinstate it from the person's page.",
        RecordKind::Suspend => "It lasts until it is undone: reinstate it from the person's page.",
        RecordKind::Reinstate => "It can be undone: withdraw or suspend it again.",
        RecordKind::Pass | RecordKind::Award => {
            "It stays on record; a certification that it gives can be withdrawn."
        }
        RecordKind::Credits => "It stays on record; the credits can be taken back.",
        RecordKind::Fail
        | RecordKind::TakeBack
        | RecordKind::Fee
        | RecordKind::Waiver
        | RecordKind::Activity => "It stays on record.",
    }
}
