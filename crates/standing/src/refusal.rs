//! Why something changed nothing.

use assay_kernel::{Arg, Said};
use assay_programme::{
    model::{ExamVersion, OutsideEnd},
    testing,
};

use crate::{
    rules::Rules,
    step::{CascadeNo, Closed, Refusal, SparedBy, Step, Uncounted},
    words,
};

/// The refusal after what is said of the event.
pub(crate) fn refused(rules: &Rules<'_>, what: Said, step: &Step<'_>, refusal: Refusal<'_>) -> Said {
    let why = match refusal {
        Refusal::UnknownExam => Said::of("refused.unknown-exam"),
        Refusal::UnknownCertification => Said::of("refused.unknown-certification"),
        Refusal::OutsideTestDates(exam) => test_days(exam).with("exam", &exam.code),
        Refusal::Retired(on) => Said::of("refused.retired").with("on", on),
        Refusal::AwardsEnded(last) => Said::of("refused.awards-ended").with("last", last),
        Refusal::OverAtOnce(_, last) => Said::of("refused.over-at-once").with("last", last),
        Refusal::Uncounted(_, why) => match why {
            Uncounted::Early(from) => Said::of("refused.early").with("from", from),
            Uncounted::Late(last) => Said::of("refused.late").with("last", last),
            Uncounted::Full => Said::of("refused.full"),
        },
        Refusal::Derived(_) => Said::of("refused.derived"),
        Refusal::NotHeld => Said::of("refused.not-held"),
        Refusal::Revoked => Said::of("refused.revoked"),
        Refusal::RevokedBefore => Said::of("refused.revoked-before"),
        Refusal::Over(until) => Said::of("refused.over").with("last", words::until(until)),
        Refusal::NoRoute(_) => Said::of("refused.no-route"),
        Refusal::Failed => Said::of("refused.failed"),
        Refusal::Spared { end, by, .. } => return spared(end, by, step),
        Refusal::Route(_, route, why) => {
            Said::of("refused.route").with("route", Arg::title(words::title(route))).with("why", closed(why))
        }
        Refusal::Cascade { upper, why, .. } => {
            let said = match why {
                CascadeNo::Ended(on) => Said::of("refused.cascade-ended").with("on", on),
                CascadeNo::Retired(on) => Said::of("refused.cascade-retired").with("on", on),
                CascadeNo::State(status) => Said::of("refused.cascade-state")
                    .with("status", words::status(status))
                    .maybe("last", step.old_until),
                CascadeNo::Past(day) => Said::of("refused.cascade-past").with("day", day),
                CascadeNo::Later => match step.old_until {
                    Some(day) => Said::of("refused.cascade-no-later").with("day", day),
                    None => Said::of("refused.cascade-no-end"),
                },
            };
            said.with("upper", Arg::title(rules.title(upper)))
        }
    };
    Said::of("reason.refused").with("what", what).with("why", why)
}

/// The days on which an exam version can be sat, in any of its languages.
fn test_days(exam: &ExamVersion) -> Said {
    let first = testing::first_in_any(exam);
    Said::of("refused.outside-test-days").with("first", first).maybe("last", exam.last_test_day_of_all())
}

/// Why an outside event did not end it.
fn spared(end: &OutsideEnd, (on, route): SparedBy<'_>, step: &Step<'_>) -> Said {
    let said = match route {
        Some(route) => Said::of("reason.spared-by-route").with("route", Arg::title(words::title(route))),
        None => Said::of("reason.spared-by-award"),
    };
    said.with("by", on).with("event", Arg::text(&end.event)).with("on", step.on)
}

/// What a route is or does, after its name.
fn closed(why: Closed) -> Said {
    match why {
        Closed::Ended(until) => Said::of("closed.ended").with("on", until),
        Closed::Retired(on) => Said::of("closed.retired").with("on", on),
        Closed::State(status) => Said::of("closed.state").with("status", words::status(status)),
        Closed::NoExpiry => Said::of("closed.no-expiry"),
        Closed::NotOpen(on) => Said::of("closed.not-open").with("on", on),
        Closed::Shut(on) => Said::of("closed.shut").with("on", on),
        Closed::NotAhead => Said::of("closed.not-ahead"),
        Closed::Short { .. } => Said::of("closed.short"),
    }
}
