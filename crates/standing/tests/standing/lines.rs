//! Lines of a history: each kind says all that its event says, and what it cannot do without.

use assay_kernel::{Period, Validity, date};
use assay_programme::model::Earned;
use assay_standing::{Event, Happening, HistoryError, HistoryLine};

/// A line about p1 on a day: its verb with further keys.
fn line(rest: &str) -> HistoryLine {
    let text = format!(r#"{{"person":"p1","date":"2026-11-03","do":{rest}}}"#);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn read(rest: &str) -> Result<Happening, HistoryError> {
    <(String, Event)>::try_from(line(rest)).map(|(_, event)| event.happening)
}

/// Every kind as docs/concepts/contract.md writes it, with the event that it is.
fn kinds() -> Vec<(&'static str, Happening)> {
    let x = || "x".into();
    let of = |text: &str| Some(text.to_owned());
    vec![
        (r#""earn","cred":"x""#, Happening::Earn { certification: x() }),
        (r#""pass","exam":"X-1""#, Happening::Pass { what: Earned::Exam("X-1".into()) }),
        (r#""pass","cred":"x""#, Happening::Pass { what: Earned::Certification(x()) }),
        (r#""fail","exam":"X-1""#, Happening::Fail { what: Earned::Exam("X-1".into()) }),
        (
            r#""do","cred":"x","what":"maintain-500""#,
            Happening::Do { certification: x(), what: "maintain-500".into() },
        ),
        (r#""credit","cred":"x","n":4"#, Happening::Credit { certification: x(), n: 4, category: None }),
        (
            r#""credit","cred":"x","n":4,"cat":"A""#,
            Happening::Credit { certification: x(), n: 4, category: of("A") },
        ),
        (
            r#""strike","cred":"x","n":3"#,
            Happening::Strike { certification: x(), n: 3, category: None, reason: None },
        ),
        (
            r#""strike","cred":"x","n":3,"cat":"A","reason":"The evidence was forged.""#,
            Happening::Strike {
                certification: x(),
                n: 3,
                category: of("A"),
                reason: of("The evidence was forged."),
            },
        ),
        (r#""fee","cred":"x","n":2"#, Happening::Fee { certification: x(), n: 2 }),
        (r#""revoke","cred":"x""#, Happening::Revoke { certification: x(), reason: None }),
        (
            r#""revoke","cred":"x","reason":"Misconduct.""#,
            Happening::Revoke { certification: x(), reason: of("Misconduct.") },
        ),
        (
            r#""suspend","cred":"x","reason":"In doubt.""#,
            Happening::Suspend { certification: x(), reason: of("In doubt.") },
        ),
        (r#""void","exam":"E1""#, Happening::Void { what: Earned::Exam("E1".into()) }),
        (r#""void","cred":"x""#, Happening::Void { what: Earned::Certification(x()) }),
        (r#""retire","cred":"x""#, Happening::Retire { certification: x() }),
        (r#""world","name":"fire""#, Happening::World { name: "fire".into() }),
        (
            r#""amend","creds":["x","y"],"earned_from":"2025-01-01","shift":"P6M","reason":"Closed.""#,
            Happening::Amend {
                certifications: vec![x(), "y".into()],
                earned_from: Some(date(2025, 1, 1)),
                shift: Some(Period::months(6)),
                revalidate: None,
                reason: of("Closed."),
            },
        ),
        (
            r#""amend","revalidate":"none""#,
            Happening::Amend {
                certifications: vec![],
                earned_from: None,
                shift: None,
                revalidate: Some(Validity::Unlimited),
                reason: None,
            },
        ),
    ]
}

#[test]
fn every_kind_of_event_is_read_and_written_whole() {
    for (text, happening) in kinds() {
        assert_eq!(read(text), Ok(happening.clone()), "{text}");
        let event = Event::new(date(2026, 11, 3), happening);
        assert_eq!(HistoryLine::of("p1", &event), line(text), "{text}");
    }
}

#[test]
fn a_line_without_what_its_kind_needs_says_which_key_to_add() {
    let told = |rest: &str| read(rest).unwrap_err().to_string();
    for verb in ["earn", "do", "credit", "strike", "fee", "revoke", "suspend", "reinstate", "retire"] {
        let without = format!(r#""{verb}","what":"w","n":1"#);
        assert_eq!(told(&without), format!("`{verb}` needs `cred`; add it to the line"));
    }
    for verb in ["pass", "fail"] {
        assert_eq!(
            told(&format!(r#""{verb}""#)),
            format!("`{verb}` needs `exam` or `cred`; add it to the line")
        );
    }
    for verb in ["credit", "strike"] {
        assert_eq!(
            told(&format!(r#""{verb}","cred":"x""#)),
            format!("`{verb}` needs `n`; add it to the line"),
            "nothing is credited or taken back by guess"
        );
    }
    assert_eq!(told(r#""do","cred":"x""#), "`do` needs `what`; add it to the line");
    assert_eq!(told(r#""world""#), "`world` needs `name`; add it to the line");
    assert!(told(r#""sing","cred":"x""#).starts_with("`sing` is nothing that happens"));
    assert!(matches!(read(r#""amend","shift":"soon""#), Err(HistoryError::BadPeriod(_))));
}
