//! Why something changed nothing.

use assay_kernel::{Arg, Said};
use assay_programme::{
    model::{ExamVersion, OutsideEnd},
    testing,
};

use crate::{
    rules::Rules,
    step::{CascadeNo, EngineStep, NotRenewed, RouteClosed, SparedBy, Uncounted},
    words,
};

/// The refusal after what is said of the event.
pub(crate) fn refused(rules: &Rules<'_>, what: Said, step: &EngineStep<'_>, refusal: NotRenewed<'_>) -> Said {
    let why = match refusal {
        NotRenewed::UnknownExam => Said::of("refused.unknown-exam"),
        NotRenewed::UnknownCertification => Said::of("refused.unknown-certification"),
        NotRenewed::OutsideTestDates(exam) => test_days(exam).with("exam", &exam.code),
        NotRenewed::Retired(on) => Said::of("refused.retired").with("on", on),
        NotRenewed::AwardsEnded(last) => Said::of("refused.awards-ended").with("last", last),
        NotRenewed::OverAtOnce(_, last) => Said::of("refused.over-at-once").with("last", last),
        NotRenewed::Uncounted(_, why) => match why {
            Uncounted::Early(from) => Said::of("refused.early").with("from", from),
            Uncounted::Late(last) => Said::of("refused.late").with("last", last),
            Uncounted::Full => Said::of("refused.full"),
        },
        NotRenewed::Derived(_) => Said::of("refused.derived"),
        NotRenewed::NotHeld => Said::of("refused.not-held"),
        NotRenewed::Revoked => Said::of("refused.revoked"),
        NotRenewed::RevokedBefore => Said::of("refused.revoked-before"),
        NotRenewed::Barred => Said::of("refused.barred"),
        NotRenewed::BarredBefore => Said::of("refused.barred-before"),
        NotRenewed::NothingToBar => Said::of("refused.nothing-to-bar"),
        NotRenewed::NotTakenAway => Said::of("refused.not-taken-away"),
        NotRenewed::NoResult => Said::of("refused.no-result"),
        NotRenewed::NothingRests => Said::of("refused.nothing-rests"),
        NotRenewed::Over(until) => Said::of("refused.over").with("last", words::until(until)),
        NotRenewed::NoRoute(_) => Said::of("refused.no-route"),
        NotRenewed::Failed => Said::of("refused.failed"),
        NotRenewed::Spared { end, by, .. } => return spared(end, by, step),
        NotRenewed::Route(_, route, why) => {
            Said::of("refused.route").with("route", Arg::title(words::title(route))).with("why", closed(why))
        }
        NotRenewed::Cascade { upper, why, .. } => {
            let said = match why {
                CascadeNo::Ended(on) => Said::of("refused.cascade-ended").with("on", on),
                CascadeNo::Retired(on) => Said::of("refused.cascade-retired").with("on", on),
                CascadeNo::State(status) => Said::of("refused.cascade-state")
                    .with("status", words::status_said(status))
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
fn spared(end: &OutsideEnd, (on, route): SparedBy<'_>, step: &EngineStep<'_>) -> Said {
    let said = match route {
        Some(route) => Said::of("reason.spared-by-route").with("route", Arg::title(words::title(route))),
        None => Said::of("reason.spared-by-award"),
    };
    said.with("by", on).with("event", Arg::text(&end.event)).with("on", step.on)
}

/// What a route is or does, after its name.
fn closed(why: RouteClosed) -> Said {
    match why {
        RouteClosed::Ended(until) => Said::of("closed.ended").with("on", until),
        RouteClosed::Retired(on) => Said::of("closed.retired").with("on", on),
        RouteClosed::State(status) => Said::of("closed.state").with("status", words::status_said(status)),
        RouteClosed::NoExpiry => Said::of("closed.no-expiry"),
        RouteClosed::NotOpen(on) => Said::of("closed.not-open").with("on", on),
        RouteClosed::Shut(on) => Said::of("closed.shut").with("on", on),
        RouteClosed::NotAhead => Said::of("closed.not-ahead"),
        RouteClosed::Short { .. } => Said::of("closed.short"),
    }
}
