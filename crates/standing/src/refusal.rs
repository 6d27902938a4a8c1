//! Why something changed nothing, as a sentence.

use assay_programme::{
    model::{ExamVersion, OutsideEnd},
    testing,
};

use crate::{
    rules::Rules,
    step::{CascadeNo, Closed, Refusal, SparedBy, Step, Uncounted},
    words,
};

/// The refusal after the words for the event.
pub(crate) fn refused(rules: &Rules<'_>, what: &str, step: &Step<'_>, refusal: Refusal<'_>) -> String {
    let why = match refusal {
        Refusal::UnknownExam => "the programme has no such exam version, so it earns nothing".to_owned(),
        Refusal::UnknownCertification => "the programme has no such certification".to_owned(),
        Refusal::OutsideTestDates(exam) => {
            let dates = test_days(exam);
            format!("{} can be sat {dates}, so this pass earns nothing", exam.code)
        }
        Refusal::Retired(on) => {
            format!("the certification has had no exam since {}, so this earns nothing", words::day(on))
        }
        Refusal::AwardsEnded(last) => format!(
            "the last day of new awards was {}, so this earns nothing; who holds it can still renew it where \
             a route is open",
            words::day(last)
        ),
        Refusal::OverAtOnce(_, last) => format!(
            "awards of that day end on {}, before they begin, so this was never valid and nothing is awarded",
            words::day(last)
        ),
        Refusal::Uncounted(_, why) => uncounted(why),
        Refusal::Derived(_) => "it is held by holding others and cannot be earned by itself".to_owned(),
        Refusal::NotHeld => "this certification is not held, so nothing changes".to_owned(),
        Refusal::Revoked => "the certification is revoked, so nothing renews it".to_owned(),
        Refusal::RevokedBefore => "the certification was revoked before, so nothing changes".to_owned(),
        Refusal::Over(until) => format!(
            "the certification expired, its last valid day was {}; this came too late and renews nothing",
            words::until(until)
        ),
        Refusal::NoRoute(_) => "no route of this certification takes this, so nothing changes".to_owned(),
        Refusal::Failed => "a fail changes no standing".to_owned(),
        Refusal::Spared { end, by, .. } => return spared(end, by, step),
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
                CascadeNo::State(status) => {
                    let last = step.old_until.map(|day| format!(" (last valid day {})", words::day(day)));
                    format!(
                        "{upper} renews this only while it is held and valid; it was {}{}",
                        status.as_str(),
                        last.unwrap_or_default()
                    )
                }
                CascadeNo::Past(day) => {
                    format!("{upper} would give {}, which is past, so it renews nothing", words::day(day))
                }
                CascadeNo::Later => match step.old_until {
                    Some(day) => format!("{upper} would give no later day than {}", words::day(day)),
                    None => format!("it has no end, and {upper} cannot give more"),
                },
            }
        }
    };
    format!("{what}: {why}.")
}

/// The days on which an exam version can be sat, in any of its languages.
fn test_days(exam: &ExamVersion) -> String {
    let first = words::day(testing::first_in_any(exam));
    match exam.last_test_day_of_all() {
        Some(last) => format!("from {first} to {}", words::day(last)),
        None => format!("from {first} on"),
    }
}

/// Why what was done counts for nothing, and from when it would.
fn uncounted(why: Uncounted) -> String {
    match why {
        Uncounted::Early(from) => {
            let from = words::day(from);
            format!("this counts for nothing; what is done for the next renewal counts from {from} on")
        }
        Uncounted::Late(last) => {
            let last = words::day(last);
            format!("this counts for nothing now; credits for the renewal counted until {last}")
        }
        Uncounted::Full => "this counts for nothing; the rules let no more of this kind count".to_owned(),
    }
}

/// Why an outside event did not end it.
fn spared(end: &OutsideEnd, (on, route): SparedBy<'_>, step: &Step<'_>) -> String {
    let (day, on) = (words::day(step.on), words::day(on));
    let why = match route {
        Some(route) => format!("the route “{}” was taken on {on}", words::title(route)),
        None => format!("it was awarded on {on}"),
    };
    format!("The event “{}” of {day} does not end it: {why}, which is in time.", end.event)
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
        Closed::NotAhead => "gives no last valid day that lies ahead".to_owned(),
        Closed::Short { .. } => "is not complete".to_owned(),
    }
}
