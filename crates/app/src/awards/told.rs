//! What a holder is told about a badge: one notice a kind, which agrees with the dates.

use assay_kernel::{Arg, Date, Said};
use assay_standing::{
    CredentialStanding, Decided, Reason, Status,
    due::{Due, RenewalReason},
};

use super::issued::why_decided;

/// The notice about a step.
pub(crate) fn of(due: Due, held: &CredentialStanding, version: i64, today: Date) -> Said {
    let why = decided(held).map(|reason| reason.said.clone());
    match due {
        Due::Revoke(on) => {
            let why = why_decided(held, Decided::Revocation);
            about("notice.badge-revoked", held).with("on", on).maybe("why", why)
        }
        Due::Suspend if held.status == Status::Barred => {
            let why = why_decided(held, Decided::Suspension);
            about("notice.badge-suspended", held).maybe("on", held.barred_on).maybe("why", why)
        }
        Due::Suspend => {
            let why = held.reasons.last().map(|reason| reason.said.clone());
            about("notice.badge-rests", held).with("today", today).maybe("why", why)
        }
        Due::Renew(RenewalReason::Holder) => about("notice.badge-names-holder", held).with("today", today),
        Due::Renew(RenewalReason::Unlisted) => about("notice.badge-listed", held).with("today", today),
        Due::Restore => {
            // Given back by the body, with its reason; or by others that became active again.
            let last = held.reasons.last().filter(|reason| reason.change == Decided::Reinstatement);
            let why = last.map(|reason| reason.said.clone()).or(why);
            about("notice.badge-active-again", held).with("today", today).maybe("why", why)
        }
        Due::Issue | Due::Renew(RenewalReason::Dates) | Due::Finish | Due::Nothing | Due::Orphan => {
            of_badge(held, version == 1, today)
        }
    }
}

fn about(code: &'static str, held: &CredentialStanding) -> Said {
    Said::of(code).with("title", Arg::title(&held.title)).maybe("until", held.valid_until)
}

/// What is told of a badge whose first edition, or a further one, is published on a day. It follows from the
/// state on the day, so that nothing is called valid that is over.
fn of_badge(held: &CredentialStanding, first: bool, today: Date) -> Said {
    let over = held.valid_until.is_some_and(|last| last < today);
    let code = match (held.status, first) {
        (Status::Revoked, _) => "notice.revoked",
        (Status::Expired, _) => "notice.expired",
        (Status::Suspended, _) => "notice.suspended",
        (Status::Grace, _) => "notice.in-grace",
        (Status::Inactive | Status::Barred, _) => "notice.inactive",
        (Status::Active | Status::None, true) => "notice.first-badge",
        // Kept alive by another certification beyond its own last valid day.
        (Status::Active | Status::None, false) if over => "notice.still-active",
        (Status::Active | Status::None, false) if is_renewed(held) => "notice.renewed",
        (Status::Active | Status::None, false) => "notice.new-date",
    };
    let state = match (held.status, over) {
        (Status::Active | Status::None, false) => {
            about("badge.valid", held).maybe("why", decided(held).map(|reason| reason.said.clone()))
        }
        (status, _) => of_state(held, status).map_or_else(|| said(held), |reason| reason.said.clone()),
    };
    about(code, held).with("today", today).with("state", state)
}

/// The decision that gave the present last valid day, or gave it back.
fn decided(held: &CredentialStanding) -> Option<&Reason> {
    let moves = |change: Decided| change.gives_days() || change == Decided::Void;
    held.reasons.iter().rev().find(|reason| moves(reason.change) && reason.new_until == held.valid_until)
}

fn is_renewed(held: &CredentialStanding) -> bool {
    decided(held).is_some_and(|reason| matches!(reason.change, Decided::Renewal | Decided::Cascade))
}

/// Why it is not simply valid.
fn of_state(held: &CredentialStanding, status: Status) -> Option<&Reason> {
    let wanted = match status {
        Status::Revoked => Decided::Revocation,
        Status::Barred => Decided::Suspension,
        _ => Decided::Status,
    };
    held.reasons.iter().rev().find(|reason| reason.change == wanted)
}

/// The state, where no reason says it.
fn said(held: &CredentialStanding) -> Said {
    let code = match held.status {
        Status::Revoked => "badge.revoked",
        Status::Expired => "badge.expired",
        Status::Suspended => "badge.suspended",
        Status::Grace => "badge.in-grace",
        Status::Active => "badge.still-active",
        Status::Inactive | Status::Barred | Status::None => "badge.inactive",
    };
    about(code, held).maybe("on", held.revoked_on)
}

#[cfg(test)]
mod tests {
    use assay_kernel::date;
    use assay_words::InEnglish;

    use super::*;

    fn reason(change: Decided, text: &str, until: Option<Date>) -> Reason {
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
            barred_on: (status == Status::Barred).then(|| date(2026, 3, 1)),
            foreseen: Vec::new(),
            reasons,
            renew_by: Vec::new(),
            timeline: Vec::new(),
        }
    }

    #[test]
    fn each_state_has_a_subject_of_its_own_and_only_what_is_valid_is_called_so() {
        let (today, ahead, past) = (date(2026, 6, 1), date(2028, 5, 5), date(2026, 5, 5));
        let award = || vec![reason(Decided::Award, "Passed it.", Some(ahead))];
        let told = |held: &CredentialStanding, first| {
            let said = of_badge(held, first, today);
            let (subject, body) = (said.title(), said.text());
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
        renewed.push(reason(Decided::Renewal, "Renewed it.", Some(ahead)));
        renewed.push(reason(Decided::Refusal, "Changed nothing.", Some(ahead)));
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
        revoked.push(reason(Decided::Revocation, "Revoked on 1 March 2026. Items were shared.", Some(ahead)));
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
            let because = vec![reason(Decided::Status, "The last valid day was 5 May 2026.", Some(past))];
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
