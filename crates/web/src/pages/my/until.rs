//! A status in words, and the day beside it with the word that makes it true.

use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_standing::{CredentialStanding, Status};

use crate::ui;

/// What stands after the status: `until 5 May 2028`, `on 1 March 2026`, `after 1 June 2026`.
///
/// Only what goes on has an until: what has expired did so with the end of its last valid day, and what was
/// revoked ended on that day, whatever its last valid day would have been.
pub(in crate::pages) fn until(held: &CredentialStanding, today: Date) -> String {
    let words =
        |word: &str, day: Option<Date>| day.map_or(String::new(), |day| format!("{word} {}", long(day)));
    let last = held.valid_until;
    match held.status {
        Status::Revoked => words("on", held.revoked_on),
        Status::Barred => words("on", held.barred_on),
        Status::Expired => words("on", last),
        Status::Suspended => words("after", held.grace_until.or(last)),
        Status::Grace => words("until", held.grace_until),
        // Kept alive by another certification: its own last valid day is past.
        Status::Active => words("until", last.filter(|last| *last >= today)),
        Status::Inactive | Status::None => String::new(),
    }
}

/// Tone and word of a status.
pub(in crate::pages) fn status(status: Status) -> (ui::Tone, &'static str) {
    match status {
        Status::Active => (ui::Tone::Good, "Active"),
        Status::Grace => (ui::Tone::Attention, "In grace"),
        Status::Suspended => (ui::Tone::Attention, "Suspended"),
        Status::Expired => (ui::Tone::Neutral, "Expired"),
        Status::Inactive => (ui::Tone::Neutral, "Not active"),
        Status::Revoked => (ui::Tone::Bad, "Revoked"),
        Status::Barred => (ui::Tone::Attention, "Suspended by the body"),
        Status::None => (ui::Tone::Neutral, "Not held"),
    }
}

/// The status with its day: `Active until 5 May 2028`, `Revoked on 1 March 2026`.
pub(in crate::pages) fn state(held: &CredentialStanding, today: Date) -> String {
    let (_, word) = status(held.status);
    format!("{word} {}", until(held, today)).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use assay_kernel::date;

    use super::*;

    fn said(status: Status, last: Option<Date>) -> String {
        let held = CredentialStanding {
            credential: "pilot".into(),
            title: "Pilot".into(),
            status,
            earned_on: date(2023, 5, 5),
            valid_from: date(2025, 5, 5),
            valid_until: last,
            grace_until: Some(date(2026, 6, 4)),
            suspended_until: Some(date(2026, 9, 2)),
            revoked_on: (status == Status::Revoked).then(|| date(2026, 3, 1)),
            barred_on: (status == Status::Barred).then(|| date(2026, 3, 7)),
            foreseen: Vec::new(),
            reasons: Vec::new(),
            renew_by: Vec::new(),
            timeline: Vec::new(),
        };
        until(&held, date(2026, 6, 1))
    }

    #[test]
    fn nothing_that_is_over_has_an_until() {
        let (ahead, past) = (Some(date(2028, 2, 1)), Some(date(2026, 5, 5)));
        assert_eq!(said(Status::Revoked, ahead), "on 1 March 2026");
        assert_eq!(said(Status::Barred, ahead), "on 7 March 2026");
        assert_eq!(said(Status::Active, ahead), "until 1 February 2028");
        assert_eq!(said(Status::Active, None), "");
        assert_eq!(said(Status::Active, past), "", "kept alive by another one");
        assert_eq!(said(Status::Grace, past), "until 4 June 2026");
        assert_eq!(said(Status::Suspended, past), "after 4 June 2026");
        assert_eq!(said(Status::Expired, past), "on 5 May 2026");
        assert_eq!(said(Status::Inactive, ahead), "");
    }
}
