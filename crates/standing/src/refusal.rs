//! Why something changed nothing, as a sentence.

use crate::{
    rules::Rules,
    step::{CascadeNo, Closed, Refusal, Step},
    words,
};

/// The refusal after the words for the event.
pub(crate) fn refused(rules: &Rules<'_>, what: &str, step: &Step<'_>, refusal: Refusal<'_>) -> String {
    let why = match refusal {
        Refusal::UnknownExam => "the programme has no such exam version, so it earns nothing".to_owned(),
        Refusal::UnknownCertification => "the programme has no such certification".to_owned(),
        Refusal::OutsideTestDates(exam) => {
            let first = words::day(exam.first_test_day_on);
            let dates = exam.last_test_day_on.map_or_else(
                || format!("from {first} on"),
                |last| format!("from {first} to {}", words::day(last)),
            );
            format!("{} can be sat {dates}, so this pass earns nothing", exam.code)
        }
        Refusal::Retired(on) => {
            format!("the certification has had no exam since {}, so this earns nothing", words::day(on))
        }
        Refusal::Derived(_) => "it is held by holding others and cannot be earned by itself".to_owned(),
        Refusal::NotHeld => "this certification is not held, so nothing changes".to_owned(),
        Refusal::Revoked => "the certification is revoked, so nothing renews it".to_owned(),
        Refusal::Over(until) => format!(
            "the certification expired, its last valid day was {}; this came too late and renews nothing",
            words::until(until)
        ),
        Refusal::NoRoute(_) => "no route of this certification takes this, so nothing changes".to_owned(),
        Refusal::Failed => "a fail changes no standing".to_owned(),
        Refusal::Route(_, route, closed) => {
            let title = words::title(route);
            format!("the route “{title}” {}; nothing is renewed", closed_words(closed))
        }
        Refusal::Cascade { upper, why, .. } => {
            let upper = rules.title(upper);
            match why {
                CascadeNo::Ended(on) => {
                    format!("{upper} has renewed this only until {}", words::day(on))
                }
                CascadeNo::Retired(on) => {
                    format!("{upper} does not renew this since it was retired on {}", words::day(on))
                }
                CascadeNo::State(status) => format!(
                    "{upper} renews this only while it is held and valid; it was {} (last valid day {})",
                    status.as_str(),
                    words::until(step.old_until)
                ),
                CascadeNo::Later => {
                    format!("{upper} would give no later day than {}", words::until(step.old_until))
                }
            }
        }
    };
    format!("{what}: {why}.")
}

fn closed_words(closed: Closed) -> String {
    match closed {
        Closed::Ended(until) => format!("ended on {}", words::day(until)),
        Closed::Retired(on) => {
            format!("is gone since the certification was retired on {}", words::day(on))
        }
        Closed::State(status) => format!("does not work while the certification is {}", status.as_str()),
        Closed::NoExpiry => "has a window before expiry, and this certification does not expire".to_owned(),
        Closed::NotOpen(on) => format!("opens only on {}", words::day(on)),
        Closed::Shut(on) => format!("closed on {}", words::day(on)),
        Closed::Short { .. } => "is not complete".to_owned(),
    }
}
