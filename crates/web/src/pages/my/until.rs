//! The day beside a status, with the word that makes it true.

use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_standing::{CredentialStanding, Status};

/// What stands after the status: `until 5 May 2028`, `after 1 June 2026`, `on 1 March 2026`.
///
/// Only what goes on has an until: what is over was over the day after its last valid day, and what was
/// revoked ended on that day, whatever its last valid day would have been.
pub(in crate::pages) fn until(held: &CredentialStanding, today: Date) -> String {
    let words =
        |word: &str, day: Option<Date>| day.map_or(String::new(), |day| format!("{word} {}", long(day)));
    let last = held.valid_until;
    match held.status {
        Status::Revoked => words("on", held.revoked_on),
        Status::Barred => words("on", held.barred_on),
        Status::Expired => words("after", last),
        Status::Suspended => words("after", held.grace_until.or(last)),
        Status::Grace => words("until", held.grace_until),
        // Kept alive by another certification: its own last valid day is past.
        Status::Active => words("until", last.filter(|last| *last >= today)),
        Status::Inactive | Status::None => String::new(),
    }
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
        assert_eq!(said(Status::Expired, past), "after 5 May 2026");
        assert_eq!(said(Status::Inactive, ahead), "");
    }
}
