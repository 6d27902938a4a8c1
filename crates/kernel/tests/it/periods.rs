//! Periods at their limits, and in words.

use assay_kernel::{Period, Validity, date};

fn read(text: &str) -> Period {
    Period::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_period_is_a_hundred_years_at_most_in_whatever_unit() {
    for (text, same) in [
        ("P100Y", Period::months(1200)),
        ("P1200M", Period::months(1200)),
        ("P36600D", Period::days(36_600)),
        ("P5228W", Period::days(36_596)),
        ("P2W", Period::days(14)),
        ("P0D", Period::days(0)),
    ] {
        assert_eq!(Period::parse(text), Ok(same), "{text}");
    }
    let many = i32::MAX;
    for text in ["P1201M", "P36601D", "P5229W", "P0M", "P0Y0D", "P1M1M", "P1D1W", "P40000Y", "P40001W"] {
        assert!(Period::parse(text).is_err(), "{text}");
    }
    for unit in ["Y", "M", "W", "D"] {
        assert!(Period::parse(&format!("P{many}{unit}")).is_err(), "{many} {unit}");
    }
}

#[test]
fn months_are_added_before_days_and_taken_away_alike() {
    let both = read("P1M3D");
    assert_eq!(both.after(date(2025, 1, 31)), date(2025, 3, 3));
    assert_eq!(both.before(date(2025, 3, 31)), date(2025, 2, 25));
    assert_eq!(read("P90D").after(date(2025, 1, 1)), date(2025, 4, 1));
    assert_eq!(read("P90D").before(date(2025, 4, 1)), date(2025, 1, 1));
    assert_eq!(read("P1Y").after(date(9999, 6, 1)), date(9999, 12, 31), "the calendar ends");
}

#[test]
fn a_period_is_said_as_people_say_it() {
    for (text, words, printed) in [
        ("P1Y", "1 year", "P1Y"),
        ("P24M", "2 years", "P2Y"),
        ("P18M", "18 months", "P18M"),
        ("P1M", "1 month", "P1M"),
        ("P1Y1D", "1 year and 1 day", "P1Y1D"),
        ("P1M2W", "1 month and 14 days", "P1M14D"),
        ("P0D", "0 days", "P0D"),
    ] {
        assert_eq!(read(text).words(), words);
        assert_eq!(read(text).to_string(), printed);
        assert_eq!(Validity::parse(text).unwrap().to_string(), printed);
    }
    assert_eq!(Validity::parse("none"), Ok(Validity::Unlimited));
    assert_eq!(Validity::Unlimited.to_string(), "none");
    assert!(Validity::parse("never").is_err());
}
