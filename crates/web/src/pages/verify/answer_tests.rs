//! Every verdict, and the days it says.

use assay_credential::{Check, Verifier};
use assay_kernel::date;

use super::*;
use crate::ui::Tone;

/// A report as it is with all checks passed, but for one.
fn report(changed: Option<Check>) -> Report {
    let now = "2026-06-01T00:00:00Z".parse().unwrap();
    let verifier = Verifier { resolve: &|_| None, status: &|_| None, gunzip: None, now, asked_at: None };
    let mut report = verifier.verify(
        br#"{"type": ["VerifiableCredential"], "id": "https://certs.example.org/credentials/1",
            "validFrom": "2025-09-30T07:00:00Z", "validUntil": "2028-09-30T06:59:59Z"}"#,
    );
    for name in CheckName::ALL {
        report.replace(Check::new(name, CheckOutcome::Passed, format!("{name} is fine.")));
    }
    if let Some(check) = changed {
        report.replace(check);
    }
    report
}

fn verified(changed: Option<Check>, recipient: Recipient, zone: Option<&str>) -> Verified {
    Verified {
        report: report(changed),
        recipient,
        json: String::new(),
        judged: zone.map(|_| OnRecord::Current),
        own: None,
        zone: zone.map(|name| TimeZone::get(name).unwrap()),
        is_file: true,
    }
}

#[test]
fn green_is_for_one_case_only() {
    let check = |name, verdict, cause: Option<CheckCause>| {
        Some(Check { cause, ..Check::new(name, verdict, "So it is.") })
    };
    use CheckName::{Dates, Issuer, Proof, Schema, Status};
    use CheckOutcome::{Failed, Unknown};
    use Tone::{Attention, Bad, Neutral};
    let cases = [
        (check(Status, Failed, Some(CheckCause::Revoked)), Bad, "Genuine, but revoked"),
        (
            check(Dates, Failed, Some(CheckCause::Expired)),
            Attention,
            "Genuine, but expired on 30 September 2028",
        ),
        (check(Dates, Failed, Some(CheckCause::NotYet)), Attention, "Genuine, but not valid yet"),
        (check(Status, Failed, Some(CheckCause::Suspended)), Attention, "Genuine, but not active today"),
        (
            check(Status, Failed, Some(CheckCause::Replaced)),
            Attention,
            "Genuine, but replaced by a newer edition",
        ),
        (check(Status, Unknown, None), Attention, "Genuine, but today's state is not known"),
        (
            check(Issuer, Unknown, Some(CheckCause::Unvouched)),
            Attention,
            "Intact, but nobody here vouches for who signed it",
        ),
        (check(Issuer, Failed, Some(CheckCause::Borrowed)), Bad, "Not genuine"),
        (check(Proof, Unknown, None), Attention, "This page cannot check this badge"),
        (check(Proof, Failed, None), Bad, "Not genuine"),
        (check(Status, Failed, None), Bad, "Not genuine"),
        (check(Schema, Failed, None), Bad, "Not a valid badge"),
        (check(Schema, Failed, Some(CheckCause::NoBadge)), Neutral, "There is no badge in this file"),
    ];
    for (changed, tone, title) in cases {
        for recipient in [Recipient::NotAsked, Recipient::Same, Recipient::Other] {
            let verdict = verified(changed.clone(), recipient, Some("UTC")).verdict();
            assert_eq!((verdict.tone, verdict.title.as_str()), (tone, title));
        }
    }
    let of = |recipient| verified(None, recipient, Some("UTC")).verdict();
    assert_eq!(of(Recipient::NotAsked).tone, Tone::Good);
    assert_eq!(of(Recipient::Same).tone, Tone::Good);
    assert_eq!(of(Recipient::Other).title, "Genuine and active, but not for this address");
    assert_eq!(of(Recipient::Unknown).tone, Tone::Attention);
}

#[test]
fn the_record_gives_the_days_and_the_reason_only_where_it_is_told() {
    let judged = |record: OnRecord, told: bool| {
        let mut verified = verified(None, Recipient::NotAsked, Some("UTC"));
        record.tell(&mut verified.report, told);
        verified.judged = Some(record);
        verified.verdict()
    };
    let revoked = || OnRecord::Revoked { on: date(2026, 3, 1), reason: "Items were shared.".into() };
    let to_all = judged(revoked(), false);
    assert_eq!(to_all.title, "Genuine, but revoked on 1 March 2026");
    assert!(to_all.note.ends_with("It is not valid today."), "{}", to_all.note);
    assert!(judged(revoked(), true).note.ends_with("It is not valid today. Items were shared."));
    let suspended =
        || OnRecord::Suspended { on: date(2026, 3, 7), reason: "Reason: the identity is in doubt.".into() };
    let to_all = judged(suspended(), false);
    assert_eq!(to_all.title, "Genuine, but suspended by the body on 7 March 2026");
    assert!(to_all.note.ends_with("until the body that awarded it reinstates it."), "{}", to_all.note);
    assert!(judged(suspended(), true).note.ends_with("reinstates it. Reason: the identity is in doubt."));
    let replaced = |in_time| OnRecord::Replaced {
        on: date(2026, 1, 2),
        until: Some(date(2026, 5, 4)),
        in_time,
        renewed: true,
    };
    let newer = judged(replaced(true), false);
    assert_eq!(newer.title, "Genuine, but replaced by a newer edition");
    assert!(newer.note.contains("renewed on 2 January 2026 and is valid until 4 May 2026"), "{}", newer.note);
    assert_eq!(judged(replaced(false), false).title, "Genuine, but expired on 4 May 2026");
}

#[test]
fn the_last_day_of_our_badges_is_the_programmes_and_others_are_shown_with_their_time() {
    let until = |zone| shown(&verified(None, Recipient::NotAsked, zone).report, zone_of(zone).as_ref()).until;
    fn zone_of(zone: Option<&str>) -> Option<TimeZone> {
        zone.map(|name| TimeZone::get(name).unwrap())
    }
    assert_eq!(until(Some("America/Los_Angeles")).as_deref(), Some("29 September 2028"));
    assert_eq!(until(Some("UTC")).as_deref(), Some("30 September 2028"));
    assert_eq!(until(None).as_deref(), Some("30 September 2028, 06:59:59 UTC"));
    let verdict = verified(None, Recipient::NotAsked, Some("America/Los_Angeles")).verdict();
    assert_eq!(verdict.note, "Active until 29 September 2028.");
}
