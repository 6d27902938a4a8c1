//! What a holder is told about a badge: one message for one kind of thing that happened.
//!
//! Its words follow from the state on the day, so that nothing is called valid that is over.

use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_standing::{Change, CredentialStanding, Reason, Status};
use assay_words::InEnglish;

/// Subject and text about a badge whose first edition, or a further one, is published on a day.
pub(crate) fn of_badge(held: &CredentialStanding, first: bool, today: Date) -> (String, String) {
    let title = &held.title;
    let until = held.valid_until.map_or("without end".to_owned(), |day| format!("until {}", long(day)));
    let over = held.valid_until.is_some_and(|last| last < today);
    let subject = match (held.status, first) {
        (Status::Revoked, _) => format!("Revoked: {title}"),
        (Status::Expired, _) => format!("Expired: {title}"),
        (Status::Suspended, _) => format!("Suspended: {title}"),
        (Status::Grace, _) => format!("In grace: {title}"),
        (Status::Inactive, _) => format!("Not active: {title}"),
        (Status::Active | Status::None, true) => format!("Your badge: {title}"),
        // Kept alive by another certification beyond its own last valid day.
        (Status::Active | Status::None, false) if over => format!("Still active: {title}"),
        (Status::Active | Status::None, false) if is_renewed(held) => format!("Renewed: {title}, {until}"),
        (Status::Active | Status::None, false) => format!("New date: {title}, {until}"),
    };
    let text = match (held.status, over) {
        (Status::Active | Status::None, false) => {
            let why = decided(held).map(|reason| reason.said.text()).unwrap_or_default();
            format!("{title} is valid {until}. {why}")
        }
        (status, _) => of_state(held, status).map_or_else(|| said(held), |reason| reason.said.text()),
    };
    (subject, format!("{}: {text}", long(today)))
}

/// The decision that gave the present last valid day.
pub(crate) fn decided(held: &CredentialStanding) -> Option<&Reason> {
    held.reasons
        .iter()
        .rev()
        .find(|reason| reason.change.gives_days() && reason.new_until == held.valid_until)
}

fn is_renewed(held: &CredentialStanding) -> bool {
    decided(held).is_some_and(|reason| matches!(reason.change, Change::Renewal | Change::Cascade))
}

/// Why it is not simply valid.
fn of_state(held: &CredentialStanding, status: Status) -> Option<&Reason> {
    let wanted = if status == Status::Revoked { Change::Revocation } else { Change::Status };
    held.reasons.iter().rev().find(|reason| reason.change == wanted)
}

/// The state in a sentence of its own, where no reason says it.
fn said(held: &CredentialStanding) -> String {
    let title = &held.title;
    let last = held.valid_until.map(|day| format!(": its last valid day was {}", long(day)));
    let last = last.unwrap_or_default();
    match (held.status, held.revoked_on) {
        (Status::Revoked, Some(on)) => format!("{title} was revoked on {}.", long(on)),
        (Status::Revoked, None) => format!("{title} was revoked."),
        (Status::Expired, _) => format!("{title} has expired{last}."),
        (Status::Suspended, _) => format!("{title} is suspended{last}."),
        (Status::Grace, _) => format!("{title} is in grace{last}."),
        (Status::Active, _) => format!("{title} is active beyond its own last valid day."),
        (Status::Inactive | Status::None, _) => format!("{title} is not active."),
    }
}

#[cfg(test)]
mod tests {
    use assay_kernel::{Arg, Said, date};

    use super::*;

    fn reason(change: Change, text: &str, until: Option<Date>) -> Reason {
        Reason {
            on: date(2025, 5, 5),
            rule: String::new(),
            said: Said::of("former.sentence").with("text", Arg::text(text)),
            change,
            old_until: None,
            new_until: until,
        }
    }

    fn held(status: Status, until: Option<Date>, reasons: Vec<Reason>) -> CredentialStanding {
        CredentialStanding {
            credential: "pilot".into(),
            title: "Pilot".into(),
            status,
            earned_on: date(2023, 5, 5),
            valid_from: date(2025, 5, 5),
            valid_until: until,
            grace_until: None,
            suspended_until: None,
            revoked_on: (status == Status::Revoked).then(|| date(2026, 3, 1)),
            foreseen: Vec::new(),
            reasons,
            renew_by: Vec::new(),
            timeline: Vec::new(),
        }
    }

    #[test]
    fn each_state_has_a_subject_of_its_own_and_only_what_is_valid_is_called_so() {
        let (today, ahead, past) = (date(2026, 6, 1), date(2028, 5, 5), date(2026, 5, 5));
        let award = || vec![reason(Change::Award, "Passed it.", Some(ahead))];
        let told = |held: &CredentialStanding, first| {
            let (subject, body) = of_badge(held, first, today);
            let valid = held.status == Status::Active && held.valid_until.is_none_or(|day| day >= today);
            assert_eq!(format!("{subject} {body}").contains("is valid"), valid, "{subject}: {body}");
            assert!(valid || !body.contains("2028"), "a day ahead of what is over: {body}");
            assert!(body.starts_with("1 June 2026: "), "{body}");
            (subject, body)
        };
        let earned = told(&held(Status::Active, Some(ahead), award()), true);
        assert_eq!(earned.0, "Your badge: Pilot");
        assert_eq!(earned.1, "1 June 2026: Pilot is valid until 5 May 2028. Passed it.");
        let mut renewed = award();
        renewed.push(reason(Change::Renewal, "Renewed it.", Some(ahead)));
        renewed.push(reason(Change::Refusal, "Changed nothing.", Some(ahead)));
        let renewed = told(&held(Status::Active, Some(ahead), renewed), false);
        assert_eq!(renewed.0, "Renewed: Pilot, until 5 May 2028");
        assert!(renewed.1.ends_with("Renewed it."), "{}", renewed.1);
        assert_eq!(
            told(&held(Status::Active, Some(ahead), award()), false).0,
            "New date: Pilot, until 5 May 2028"
        );
        let endless = told(&held(Status::Active, None, Vec::new()), false);
        assert_eq!(endless.0, "New date: Pilot, without end");
        let mut revoked = award();
        revoked.push(reason(Change::Revocation, "Revoked on 1 March 2026. Items were shared.", Some(ahead)));
        let revoked = told(&held(Status::Revoked, Some(ahead), revoked), true);
        assert_eq!(revoked.0, "Revoked: Pilot");
        assert_eq!(revoked.1, "1 June 2026: Revoked on 1 March 2026. Items were shared.");
        for (status, subject) in [
            (Status::Expired, "Expired: Pilot"),
            (Status::Suspended, "Suspended: Pilot"),
            (Status::Grace, "In grace: Pilot"),
            (Status::Inactive, "Not active: Pilot"),
            (Status::Active, "Still active: Pilot"),
        ] {
            let because = vec![reason(Change::Status, "The last valid day was 5 May 2026.", Some(past))];
            let (its, body) = told(&held(status, Some(past), because), false);
            assert_eq!(
                (its.as_str(), body.as_str()),
                (subject, "1 June 2026: The last valid day was 5 May 2026.")
            );
            let (its, _) = told(&held(status, Some(past), Vec::new()), false);
            assert_eq!(its, subject, "without a reason on record");
        }
        assert_eq!(
            told(&held(Status::Revoked, Some(ahead), Vec::new()), false).1,
            "1 June 2026: Pilot was revoked on 1 March 2026."
        );
    }
}
